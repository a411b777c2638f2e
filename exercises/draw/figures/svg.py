"""A little SVG: elements as text, with everything escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

WIDTH = 400
"""The width of every figure, in its own units, so that letters stay readable on a phone."""
ACCENT = "var(--said-accent, #1d5f82)"
MUTED = "var(--said-muted, #4f5b62)"
INK = "currentColor"
CARD = "var(--said-card, #f6f8f9)"
_VIEW = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
_CUT = re.compile(r'data-cut="([\d.]+)"')
_ALONE = re.compile(r' xmlns="[^"]*"| font-family="[^"]*"|, #[0-9a-f]{6}(?=\))')
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


def picture(name: str, title: str, height: float, parts: Iterable[str], **more: object) -> str:
    """Return the whole drawing; ``name`` keeps its ids apart from those of other drawings on a page."""
    return element(
        "svg",
        element("title", escape(title), id=f"drawing-{name}"),
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH} {height:g}",
        role="img",
        aria_labelledby=f"drawing-{name}",
        font_family="system-ui, 'Libertinus Serif', sans-serif",
        font_size=13,
        fill=INK,
        class_="drawing",
        **more,
    )


def within_page(svg: str) -> str:
    """Return the drawing without what a page around it says already: what it is, its letters, and what a colour is."""
    return _ALONE.sub("", svg)


def slenderness(svg: str) -> float:
    """Return how many times as high as wide a drawing is."""
    view = _VIEW.search(svg)
    return float(view[2]) / float(view[1]) if view else 1.0


def pieces(svg: str, tallest: float) -> list[str]:
    """Return the drawing, cut in two where it says that it can be and is more than so many times as high as wide."""
    view, cut = _VIEW.search(svg), _CUT.search(svg)
    if view is None or cut is None or slenderness(svg) <= tallest:
        return [svg]
    rest = float(view[2]) - float(cut[1])
    upper = svg.replace(view[0], f'viewBox="0 0 {view[1]} {cut[1]}"')
    lower = svg.replace(view[0], f'viewBox="0 {cut[1]} {view[1]} {rest:g}"')
    return [upper, _NAME.sub(r'"\1-2"', lower)]
