"""Boxes in a column with arrows between them: the hands of a page, and a number's pedigree.

A broken outline marks what is least firm, so that nothing hangs on colour.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from exercises.draw.figures.given import given, table_of
from exercises.draw.figures.svg import ACCENT, INK, MUTED, WIDTH, element, picture, words
from exercises.ledger.types import Data, Report, Row, Text

_EDGE, _PAD, _GAP = 4, 12, 26
_WIDE = 650
"""How many letters of size 1 fill a line of a box."""


class Titled(Data):
    """The figure's title."""

    title: Text


@dataclass(frozen=True)
class Step:
    """One box: its heading, its sentences, and whether its outline is broken."""

    heading: str
    texts: Sequence[str]
    broken: bool
    size: int = 13
    """The size of its letters, in the drawing's units."""

    @property
    def lines(self) -> list[str]:
        """Return the sentences, broken to the width of the box."""
        return [line for text in self.texts for line in textwrap.wrap(text, _WIDE // self.size)]

    @property
    def leading(self) -> int:
        """Return how far its lines stand apart."""
        return self.size + 5

    @property
    def height(self) -> int:
        """Return how tall the box is."""
        return 2 * _PAD + self.leading * (1 + len(self.lines)) - 5


def hands(report: Report) -> list[Step]:
    """Return the hands between sight and page; a hand that a reader cannot know by name has a broken outline."""
    return [_hand(row) for row in table_of(report, "hands").rows]


def _hand(row: Row) -> Step:
    texts = (f"Holds: {row.cells['holds']}", f"May change: {row.cells['changes']}")
    return Step(f"{row.label}: {row.cells['who']}", texts, broken=row.cells["known"] != "named")


def pedigree(report: Report) -> list[Step]:
    """Return the steps of a number into print; the first, an estimate, has a broken outline."""
    rows = table_of(report, "pedigree").rows
    return [
        Step(f"{row.label}, {_year(row)}", (row.cells["who"], row.cells["says"]), broken=row is rows[0]) for row in rows
    ]


def _year(row: Row) -> str:
    return row.cells["when"][:4]


def draw_hands(report: Report) -> str:
    """Return the chain of hands as SVG."""
    return _draw("provenance-chain", given(report, "provenance-chain", Titled).title, hands(report))


def draw_pedigree(report: Report) -> str:
    """Return the number's pedigree as SVG."""
    return _draw("pedigree", table_of(report, "pedigree").about, pedigree(report))


def alt_hands(report: Report) -> str:
    """Return what the chain shows, in words."""
    return f"{len(hands(report))} boxes, one below the other, joined by arrows. {_in_words(hands(report))}"


def alt_pedigree(report: Report) -> str:
    """Return what the pedigree shows, in words."""
    return f"{table_of(report, 'pedigree').about} Boxes joined by arrows. {_in_words(pedigree(report))}"


def _in_words(steps: Sequence[Step]) -> str:
    return " ".join(
        f"{step.heading}{', in a broken outline' if step.broken else ''}. {'. '.join(step.texts)}." for step in steps
    )


def _draw(name: str, title: str, steps: Sequence[Step]) -> str:
    parts: list[str] = []
    top = float(_EDGE)
    for number, step in enumerate(steps):
        if number:
            parts += _arrow(top - _GAP)
        parts += box(step, top)
        top += step.height + _GAP
    return picture(name, title, top - _GAP + _EDGE, parts)


def _arrow(top: float) -> Iterator[str]:
    middle, end = WIDTH / 2, top + _GAP - 3
    yield element("path", d=f"M{middle:g} {top + 3:g}V{end:g}", stroke=INK, stroke_width=1.5)
    yield element("path", d=f"M{middle - 5:g} {end - 7:g}L{middle:g} {end:g}L{middle + 5:g} {end - 7:g}", **_STROKE)


_STROKE: dict[str, object] = {"fill": "none", "stroke": INK, "stroke_width": 1.5}


def box(step: Step, top: float, left: float = _EDGE) -> Iterator[str]:
    """Yield the step's outline and its words, from ``left`` to the right edge."""
    dashes = {"stroke_dasharray": "8 5"} if step.broken else {}
    frame: dict[str, object] = {"fill": "none", "stroke": ACCENT, "stroke_width": 1.5} | dashes
    yield element("rect", x=left, y=top, width=WIDTH - _EDGE - left, height=step.height, rx=6, **frame)
    first = top + _PAD + step.size - 3
    yield words(step.heading, left + _PAD, first, font_weight="bold", font_size=step.size)
    for number, line in enumerate(step.lines, 1):
        yield words(line, left + _PAD, first + step.leading * number, font_size=step.size, fill=MUTED)
