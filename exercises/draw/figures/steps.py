"""Boxes in a column with arrows between them: the hands of a page, and a number's pedigree.

A broken outline marks what is least firm, so that nothing hangs on colour.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from exercises.draw.figures.given import given, table_of
from exercises.draw.figures.svg import ACCENT, INK, MUTED, WIDTH, broken, element, picture, words
from exercises.ledger.types import Data, Report, Row, Text

_EDGE, _PAD, _GAP, _LEADING = 2, 10, 26, 18


class Titled(Data):
    """The figure's title."""

    title: Text


@dataclass(frozen=True)
class Step:
    """One box: its heading, its sentences, and whether it is among the least firm."""

    heading: str
    texts: Sequence[str]
    unsure: bool
    left: int = _EDGE
    """Where the box begins; it ends at the right edge."""

    @property
    def title(self) -> list[str]:
        """Return the heading, broken to the width of the box."""
        return broken(self.heading, self._room, bold=True)

    @property
    def lines(self) -> list[str]:
        """Return the sentences, broken to the width of the box."""
        return [line for text in self.texts for line in broken(text, self._room)]

    @property
    def _room(self) -> int:
        return WIDTH - _EDGE - self.left - 2 * _PAD

    @property
    def height(self) -> int:
        """Return how tall the box is."""
        return 2 * _PAD + _LEADING * (len(self.title) + len(self.lines)) - 5


def hands(report: Report) -> list[Step]:
    """Return the hands between sight and page; a hand that a reader cannot know by name has a broken outline."""
    return [_hand(row) for row in table_of(report, "hands").rows]


def _hand(row: Row) -> Step:
    texts = (f"Holds: {row.cells['holds']}", f"May change: {row.cells['changes']}")
    return Step(f"{row.label}: {row.cells['who']}", texts, unsure=row.cells["known"] != "named")


def pedigree(report: Report) -> list[Step]:
    """Return the steps of a number into print; the first, an estimate, has a broken outline."""
    rows = table_of(report, "pedigree").rows
    return [
        Step(f"{row.label}, {_year(row)}", (row.cells["who"], row.cells["says"]), unsure=row is rows[0]) for row in rows
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
        f"{step.heading}{', in a broken outline' if step.unsure else ''}. {'. '.join(step.texts)}." for step in steps
    )


def _draw(name: str, title: str, steps: Sequence[Step]) -> str:
    parts: list[str] = []
    top, cuts = float(_EDGE), []
    for number, step in enumerate(steps):
        if number:
            parts += _arrow(top - _GAP)
            cuts.append(top - _GAP + 2)
        parts += box(step, top)
        top += step.height + _GAP
    return picture(name, title, top - _GAP + _EDGE, parts, cuts)


def _arrow(top: float) -> Iterator[str]:
    middle, end = WIDTH / 2, top + _GAP - 3
    yield element("path", d=f"M{middle:g} {top + 3:g}V{end:g}", stroke=INK, stroke_width=1.5)
    yield element("path", d=f"M{middle - 5:g} {end - 7:g}L{middle:g} {end:g}L{middle + 5:g} {end - 7:g}", **_STROKE)


_STROKE: dict[str, object] = {"fill": "none", "stroke": INK, "stroke_width": 1.5}


def box(step: Step, top: float) -> Iterator[str]:
    """Yield the step's outline and its words."""
    dashes = {"stroke_dasharray": "8 5"} if step.unsure else {}
    frame: dict[str, object] = {"fill": "none", "stroke": ACCENT, "stroke_width": 1.5} | dashes
    yield element("rect", x=step.left, y=top, width=WIDTH - _EDGE - step.left, height=step.height, rx=6, **frame)
    first = top + _PAD + 10
    bold, plain = {"font_weight": "bold"}, {"fill": MUTED}
    lines = [*((line, bold) for line in step.title), *((line, plain) for line in step.lines)]
    for number, (line, style) in enumerate(lines):
        yield words(line, step.left + _PAD, first + _LEADING * number, **style)
