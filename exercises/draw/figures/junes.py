"""June 2019 as six accounts had it: when each appeared, and what June was by it."""

from __future__ import annotations

from collections.abc import Iterator

from exercises.draw.figures.svg import ACCENT, CARD, INK, MUTED, element, picture, words
from exercises.ledger.types import Report, Row

MONTHS = {"2019-03": "March", "2019-04": "April", "2019-05": "May", "2019-06": "June", "2019-07": "July"}
LEFT, RIGHT = 40, 360
_TOP, _ROW = 6, 96
_MARKS = {
    "the end": "M{x} {up}V{down}",
    "the start": "M{x} {up}L{tip} {y}L{x} {down}Z",
    "a stage": "M{back} {y}L{x} {up}L{tip} {y}L{x} {down}Z",
}
"""What stands at June: a bar for an end, an arrowhead for a start, a lozenge for a stage; a ring for what is past."""


def x_of(month: str) -> float:
    """Return where a month stands on the line, in the drawing's units."""
    return LEFT + (RIGHT - LEFT) * list(MONTHS).index(month) / (len(MONTHS) - 1)


def alt(report: Report) -> str:
    """Return what to see: each account with its month and what June is by it."""
    rows = " ".join(_sentence(row) for row in report.table["junes"].rows)
    return f"{len(report.table['junes'].rows)} lines from March to July 2019, one for each account. {rows}"


def _sentence(row: Row) -> str:
    cells = row.cells
    who = "who acts is not said" if cells["acts"] == "not said" else f"{cells['acts']} acts"
    return f"{row.label}, in {MONTHS[cells['when']]}: {who}, for {cells['covers']}; June is {cells['june']}."


def draw(report: Report) -> str:
    """Return a line for each account, as SVG."""
    rows = report.table["junes"].rows
    parts = [part for number, row in enumerate(rows) for part in _line(row, _TOP + _ROW * number)]
    return picture("four-junes", "What June 2019 was, in six accounts", _TOP + _ROW * len(rows), parts)


def _line(row: Row, top: float) -> Iterator[str]:
    y = top + 60
    yield words(row.label, 8, top + 16, font_weight="bold")
    yield words(f"Acts: {row.cells['acts']}; for {row.cells['covers']}", 8, top + 34, font_size=12.5)
    yield element("path", d=f"M{LEFT} {y:g}H{RIGHT}", stroke=MUTED, stroke_width=1)
    for month, name in MONTHS.items():
        x = x_of(month)
        yield element("path", d=f"M{x:g} {y - 3:g}v6", stroke=MUTED)
        label = f"June: {row.cells['june']}" if name == "June" else name
        style: dict[str, object] = {"font_weight": "bold"} if name == "June" else {"fill": MUTED}
        yield words(label, x, y + 20, font_size=11.5, text_anchor="middle", **style)
    yield element("circle", cx=x_of(row.cells["when"]), cy=y, r=4, fill=INK)
    yield _mark(row.cells["june"], x_of("2019-06"), y)


def _mark(june: str, x: float, y: float) -> str:
    if june not in _MARKS:
        return element("circle", cx=x, cy=y, r=7, fill=CARD, stroke=ACCENT, stroke_width=2)
    path = _MARKS[june].format(x=x, y=y, up=y - 9, down=y + 9, tip=x + 10, back=x - 10)
    return element("path", d=path, fill=ACCENT, stroke=ACCENT, stroke_width=4 if june == "the end" else 1)
