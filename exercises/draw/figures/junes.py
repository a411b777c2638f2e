"""One month as several accounts had it: when each appeared, and what the month was by it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate
from typing import Annotated, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from exercises.draw.figures.given import given, table_of
from exercises.draw.figures.svg import ACCENT, CARD, INK, MUTED, SMALL, WIDTH, broken, element, picture, words
from exercises.ledger.types import Data, Report, Row, Text
from exercises.words import MONTHS

LEFT, RIGHT = 26, 254
_TOP, _ROW, _LINE, _EDGE = 4, 76, 17, 6
_SMALL: dict[str, object] = {"font_size": SMALL, "text_anchor": "middle"}
_MARKS = {
    "the end": "M{x} {up}V{down}",
    "the start": "M{x} {up}L{tip} {y}L{x} {down}Z",
    "a stage": "M{back} {y}L{x} {up}L{tip} {y}L{x} {down}Z",
}
"""What stands at June: a bar for an end, an arrowhead for a start, a lozenge for a stage; a ring for what is past.

A hedge may follow behind a comma, as in ``a stage, likely``.
"""


Month = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")]


def _with_count_alone(about: str) -> str:
    """Return the words.  Raises ValueError for a brace that is not part of ``{count}``."""
    if re.search("[{}]", about.replace("{count}", "")):
        raise ValueError(f"braces must stand in {{count}} alone; found {about!r}: mend it")
    return about


class Months(Data):
    """The figure's title and words, the months on its lines (``2019-03``), and the one that the accounts are about."""

    title: Text
    about: Annotated[Text, AfterValidator(_with_count_alone)]
    months: Annotated[tuple[Month, ...], Field(min_length=2)]
    month: Month

    @model_validator(mode="after")
    def _has_its_month(self) -> Self:
        self.x_of(self.month)
        return self

    def x_of(self, month: str) -> float:
        """Return where a month stands on the line, in the drawing's units.  Raises ValueError where it has none."""
        if month not in self.months:
            raise ValueError(f"every month must be one of months, {', '.join(self.months)}; found {month!r}")
        return LEFT + (RIGHT - LEFT) * self.months.index(month) / (len(self.months) - 1)


def _name(month: str) -> str:
    return MONTHS[int(month[5:7]) - 1]


def alt(report: Report) -> str:
    """Return what to see: each account with its month and what June is by it."""
    shown, rows = given(report, "four-junes", Months), table_of(report, "junes").rows
    return " ".join([shown.about.replace("{count}", str(len(rows))), *(_sentence(shown, row) for row in rows)])


def _sentence(shown: Months, row: Row) -> str:
    cells = row.cells
    who = "who sets it is not said" if cells["acts"] == "not said" else f"set by {cells['acts']}"
    meant = f"{_name(shown.month)} is {cells['june']}"
    return f"{row.label}, in {_name(cells['when'])}: {who}, for {cells['covers']}; {meant}."


def draw(report: Report) -> str:
    """Return a line for each account, as SVG."""
    shown, rows = given(report, "four-junes", Months), table_of(report, "junes").rows
    *tops, height = accumulate((_height(row) for row in rows), initial=_TOP)
    parts = [part for row, top in zip(rows, tops, strict=True) for part in _line(shown, row, top)]
    return picture("four-junes", shown.title, height, parts, tops[1:])


def _named(row: Row) -> list[str]:
    return broken(row.label, WIDTH - 2 * _EDGE, bold=True)


def _set_by(row: Row) -> list[str]:
    return broken(f"Set by: {row.cells['acts']}; for {row.cells['covers']}", WIDTH - 2 * _EDGE)


def _height(row: Row) -> float:
    return _ROW + _LINE * len([*_named(row), *_set_by(row)])


def _line(shown: Months, row: Row, top: float) -> Iterator[str]:
    y = top + _height(row) - 50
    bold: dict[str, object] = {"font_weight": "bold"}
    lines = [*((line, bold) for line in _named(row)), *((line, {}) for line in _set_by(row))]
    for number, (line, style) in enumerate(lines, start=1):
        yield words(line, _EDGE, top + _LINE * number, **style)
    yield element("path", d=f"M{LEFT} {y:g}H{RIGHT}", stroke=MUTED, stroke_width=1)
    for month in shown.months:
        x, name = shown.x_of(month), _name(month)
        yield element("path", d=f"M{x:g} {y - 3:g}v6", stroke=MUTED)
        if month != shown.month:
            yield words(name, x, y + 20, **_SMALL, fill=MUTED)
            continue
        yield words(f"{name}:", x, y + 20, **_SMALL, font_weight="bold")
        yield words(row.cells["june"], x, y + 34, **_SMALL, font_weight="bold")
    yield element("circle", cx=shown.x_of(row.cells["when"]), cy=y, r=4, fill=INK)
    yield _mark(row.cells["june"], shown.x_of(shown.month), y)


def _mark(june: str, x: float, y: float) -> str:
    meant, _, _ = june.partition(",")
    if meant not in _MARKS:
        return element("circle", cx=x, cy=y, r=7, fill=CARD, stroke=ACCENT, stroke_width=2)
    path = _MARKS[meant].format(x=x, y=y, up=y - 9, down=y + 9, tip=x + 10, back=x - 10)
    return element("path", d=path, fill=ACCENT, stroke=ACCENT, stroke_width=4 if meant == "the end" else 1)
