"""A little SVG: elements as text, with everything escaped."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Sequence
from functools import partial
from html import escape
from itertools import pairwise

WIDTH = 280
"""The width of every figure, in its own units: about the pixels that a page has for it on the narrowest phone."""
SMALL, PLAIN = 12, 13
"""The sizes of letters; none is smaller than the first, so that all can be read on that phone."""
ACCENT = "var(--said-accent, #1d5f82)"
MUTED = "var(--said-muted, #4f5b62)"
INK = "currentColor"
CARD = "var(--said-card, #f6f8f9)"
_LETTER, _BOLD = 0.55, 0.62
"""About how wide a letter is, plain and bold, as a share of its size."""
_VIEW = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
_CUTS = re.compile(r' data-cuts="([\d. ]*)"')
_WORDS = re.compile(r'<text x="[^"]*" y="([^"]*)"[^>]*>[^<]*</text>')
_ALONE = re.compile(rf' xmlns="[^"]*"| font-family="[^"]*"|{_CUTS.pattern}|, #[0-9a-f]{{6}}(?=\))')
_NAME = re.compile(r'"(drawing-[\w-]+)"')


def element(name: str, *children: str, **attributes: object) -> str:
    """Return an element; an underscore in an attribute's name stands for a hyphen."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_written(value))}"' for key, value in attributes.items()
    )
    return f"<{name}{written}>{''.join(children)}</{name}>" if children else f"<{name}{written}/>"


def _written(value: object) -> str:
    """Return a value as it stands in a drawing, where a tenth of a unit is finer than any screen."""
    return f"{round(value, 1):g}" if isinstance(value, float) else str(value)


def words(text: str, x: float, y: float, **attributes: object) -> str:
    """Return one line of words, its baseline at ``y``."""
    return element("text", escape(text), x=x, y=y, **attributes)


def width_of(text: str, size: float = PLAIN, bold: bool = False) -> float:
    """Return about how wide the words are, at most, in any plain typeface."""
    return len(text) * size * (_BOLD if bold else _LETTER)


def broken(text: str, width: float, size: float = PLAIN, bold: bool = False) -> list[str]:
    """Return the words in lines that are no wider than this in any plain typeface."""
    return textwrap.wrap(text, int(width / size / (_BOLD if bold else _LETTER)))


def picture(name: str, title: str, height: float, parts: Iterable[str], cuts: Sequence[float] = ()) -> str:
    """Return the whole drawing; ``name`` keeps its ids apart from those of other drawings on a page.

    ``cuts`` are the heights at which paper may cut it.
    """
    return element(
        "svg",
        element("title", escape(title), id=f"drawing-{name}"),
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH} {height:g}",
        role="img",
        aria_labelledby=f"drawing-{name}",
        font_family="system-ui, 'Libertinus Serif', sans-serif",
        font_size=PLAIN,
        fill=INK,
        class_="drawing",
        data_cuts=" ".join(f"{cut:g}" for cut in cuts),
    )


def within_page(svg: str) -> str:
    """Return the drawing without what a page around it says already: what it is, its letters, and what a colour is."""
    return _ALONE.sub("", svg)


def slenderness(svg: str) -> float:
    """Return how many times as high as wide a drawing is."""
    view = _VIEW.search(svg)
    return float(view[2]) / float(view[1]) if view else 1.0


def pieces(svg: str, tallest: float) -> list[str]:
    """Return the drawing in as few pieces as are each at most so many times as high as wide, where it can be cut so."""
    view, cuts = _VIEW.search(svg), _CUTS.search(svg)
    if view is None or cuts is None:
        return [svg]
    width, height = map(float, view.groups())
    edges, places = [0.0, height], [float(cut) for cut in cuts[1].split()]
    for count in range(2, len(places) + 2):
        if all(lower - upper <= tallest * width for upper, lower in pairwise(edges)):
            break
        edges = [0.0, *_evenly(places, height, count), height]
    return [_piece(svg, number, upper, lower) for number, (upper, lower) in enumerate(pairwise(edges), start=1)]


def _evenly(places: Sequence[float], height: float, count: int) -> list[float]:
    """Return the places that are nearest to those that would cut a height in so many even parts."""
    wanted = (height * number / count for number in range(1, count))
    return sorted({min(places, key=partial(_apart, near)) for near in wanted})


def _apart(one: float, other: float) -> float:
    return abs(one - other)


def _piece(svg: str, number: int, upper: float, lower: float) -> str:
    """Return what of the drawing lies between two heights, with the words there alone: they are most of its weight."""
    part = _VIEW.sub(rf'viewBox="0 {upper:g} \1 {lower - upper:g}"', _CUTS.sub("", svg))
    part = _WORDS.sub(lambda said: said[0] if upper < float(said[1]) <= lower else "", part)
    return _NAME.sub(rf'"\1-{number}"', part) if number > 1 else part
