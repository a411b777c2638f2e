"""The deadlines on one line, each to its last day, rules without a date along all of it, and the day of the reprint."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Self

from pydantic import model_validator

from exercises.draw.figures.given import given
from exercises.draw.figures.svg import ACCENT, CARD, INK, MUTED, element, picture, words
from exercises.ledger.types import Data, Deadline, Report, Text
from exercises.words import MONTHS, day

LEFT, RIGHT = 22, 378
_TOP, _ROW = 58, 66


class Line(Data):
    """The line that the figure draws: its title, what it is in words, and the days on which it begins and ends."""

    title: Text
    about: Text
    start: datetime.date
    end: datetime.date

    @model_validator(mode="after")
    def _begins_before_its_end(self) -> Self:
        if self.start >= self.end:
            raise ValueError(f"start must lie before end; found {self.start} and {self.end}: mend one of them")
        return self

    def x_of(self, when: datetime.date) -> float:
        """Return where the day stands on the line, in the drawing's units."""
        return LEFT + (RIGHT - LEFT) * (when - self.start).days / (self.end - self.start).days

    def months(self) -> Iterator[datetime.date]:
        """Yield the first day of each month on the line."""
        first = self.start
        while first < self.end:
            yield first
            first = datetime.date(first.year + first.month // 12, first.month % 12 + 1, 1)


def line_of(report: Report) -> Line:
    """Return the report's line.  Raises CourseError where it has none."""
    return given(report, "timeline", Line)


def alt(report: Report) -> str:
    """Return what the timeline shows, in words."""
    rows = " ".join(_sentence(deadline, _name(report, deadline)) for deadline in report.deadlines)
    verb = "reprinted" if report.reprinted else "published"
    return f"{line_of(report).about} The report is {verb} on {day(report.date)}. {rows}"


def _name(report: Report, deadline: Deadline) -> str:
    return ", ".join(filter(None, (deadline.label, report.reach(deadline))))


def _sentence(deadline: Deadline, name: str) -> str:
    if deadline.by is None:
        return f"{deadline.label} runs along the whole line, with no date at either end."
    assumed = "" if deadline.year_given else ", the year being assumed"
    return f"{name}, ends on {day(deadline.by)}{assumed}."


def draw(report: Report) -> str:
    """Return the timeline as SVG.  The line with class ``today`` is there for the page's slider, hidden without it."""
    line = line_of(report)
    bottom = _TOP + _ROW * len(report.deadlines)
    rows = [
        part
        for number, one in enumerate(report.deadlines)
        for part in _row(line, one, _name(report, one), _TOP + _ROW * number)
    ]
    parts = [*_axis(line, bottom), *_reprint(line, report, bottom), *rows, _today(line, bottom)]
    return picture("timeline", line.title, bottom + 26, parts)


def _axis(line: Line, bottom: float) -> Iterator[str]:
    yield element("path", d=f"M{LEFT} {bottom}H{RIGHT}", stroke=INK, stroke_width=1.2)
    for first in line.months():
        x, letter = line.x_of(first), MONTHS[first.month - 1][0]
        yield element("path", d=f"M{x:.1f} {bottom}v5", stroke=INK)
        yield words(letter, x + 9, bottom + 20, font_size=15, fill=MUTED)
    yield element("path", d=f"M{RIGHT} {bottom}v5", stroke=INK)


def _reprint(line: Line, report: Report, bottom: float) -> Iterator[str]:
    x = line.x_of(report.date)
    yield element("path", d=f"M{x:.1f} 30V{bottom}", stroke=MUTED, stroke_width=1, stroke_dasharray="2 3")
    label = "Reprint" if report.reprinted else "Report"
    yield words(f"{label}, {day(report.date)}", x, 22, font_size=15, fill=MUTED, text_anchor="middle")


def _row(line: Line, deadline: Deadline, name: str, y: float) -> Iterator[str]:
    yield words(name, LEFT, y + 5, font_weight="bold", font_size=15)
    if deadline.by is None:
        yield _bar(y, RIGHT, stroke_dasharray="5 4")
        yield words("no date given for certain", LEFT + 8, y + 30, font_size=14, fill=MUTED)
        return
    end = line.x_of(deadline.by)
    assumed = "" if deadline.year_given else " (year assumed)"
    yield _bar(y, end)
    yield element("path", d=f"M{end:.1f} {y + 10}v30", stroke=ACCENT, stroke_width=4)
    beside = end + 8 if end < (LEFT + RIGHT) / 2 else LEFT + 8
    yield words(f"{deadline.by.day} {deadline.by:%b}{assumed}", beside, y + 30, font_size=14)


def _bar(y: float, end: float, **style: str) -> str:
    shape = {"x": LEFT, "y": y + 14, "width": round(end - LEFT, 1), "height": 22, "rx": 3}
    return element("rect", **shape, fill=CARD, stroke=INK, stroke_width=1, **style)


def _today(line: Line, bottom: float) -> str:
    x = line.x_of(line.start)
    return element(
        "path", class_="today", d=f"M{x:.1f} 30V{bottom}", stroke=ACCENT, stroke_width=2, visibility="hidden"
    )
