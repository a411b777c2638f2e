"""The deadlines on one line, each to its last day, rules without a date along all of it, and the day of the reprint."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby, pairwise
from typing import Self

from pydantic import model_validator

from exercises.draw.figures.given import given
from exercises.draw.figures.svg import ACCENT, CARD, INK, MUTED, WIDTH, broken, element, picture, width_of, words
from exercises.ledger.types import Data, Deadline, Report, Text
from exercises.words import MONTHS, day

LEFT, RIGHT = 10, 270
_TOP, _LINE, _BAR, _GAP = 32, 17, 20, 16
_ROW = _LINE + 9 + _BAR + _GAP
_MUTED: dict[str, object] = {"fill": MUTED, "text_anchor": "middle"}


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
    named = [broken(one.label, WIDTH - 2 * LEFT, bold=True) for one in report.deadlines]
    *tops, bottom = accumulate((_LINE * len(lines) + _ROW for lines in named), initial=_TOP)
    bars = [top - _GAP - _BAR for top in (*tops[1:], bottom)]
    rows = [
        part
        for one, lines, top, bar in zip(report.deadlines, named, tops, bars, strict=True)
        for part in (*_said(report, one, lines, top), *_row(line, one, bar))
    ]
    uprights = (_heading(line, report), _reprint(line, report, bars, bottom), _today(line, bars, bottom))
    return picture("timeline", line.title, bottom + 40, [*_axis(line, bottom), *rows, *uprights])


def _axis(line: Line, bottom: float) -> Iterator[str]:
    yield element("path", d=f"M{LEFT} {bottom:g}H{RIGHT}", stroke=INK, stroke_width=1.2)
    for first, following in pairwise([*line.months(), line.end]):
        x, middle = line.x_of(first), (line.x_of(first) + line.x_of(following)) / 2
        yield element("path", d=f"M{x:.1f} {bottom:g}v5", stroke=INK)
        yield words(MONTHS[first.month - 1][0], middle, bottom + 18, **_MUTED)
    yield element("path", d=f"M{RIGHT} {bottom:g}v5", stroke=INK)
    for year, months in groupby(line.months(), key=lambda first: first.year):
        following = min(datetime.date(year + 1, 1, 1), line.end)
        yield words(str(year), (line.x_of(next(months)) + line.x_of(following)) / 2, bottom + 35, **_MUTED)


def _heading(line: Line, report: Report) -> str:
    """Return what the upright line is, above it, or as near as there is room."""
    text = f"{'Reprint' if report.reprinted else 'Report'}, {day(report.date)}"
    half = width_of(text) / 2
    return words(text, min(max(line.x_of(report.date), LEFT + half), RIGHT - half), 16, **_MUTED)


def _said(report: Report, deadline: Deadline, lines: list[str], top: float) -> Iterator[str]:
    """Yield what stands above a rule's bar: its name, and where and till when it holds."""
    for number, text in enumerate(lines, start=1):
        yield words(text, LEFT, top + _LINE * number, font_weight="bold")
    until = "no date given for certain"
    if deadline.by:
        until = (
            f"{deadline.by.day} {MONTHS[deadline.by.month - 1][:3]}{'' if deadline.year_given else ' (year assumed)'}"
        )
    told = ", ".join(filter(None, (report.reach(deadline), until)))
    yield words(told, LEFT, top + _LINE * (len(lines) + 1), fill=INK if deadline.by else MUTED)


def _row(line: Line, deadline: Deadline, bar: float) -> Iterator[str]:
    if deadline.by is None:
        yield _bar(bar, RIGHT, stroke_dasharray="5 4")
        return
    end = line.x_of(deadline.by)
    yield _bar(bar, end)
    yield element("path", d=f"M{end:.1f} {bar - 4:g}v{_BAR + 8}", stroke=ACCENT, stroke_width=4)


def _bar(y: float, end: float, **style: str) -> str:
    shape = {"x": LEFT, "y": y, "width": round(end - LEFT, 1), "height": _BAR, "rx": 3}
    return element("rect", **shape, fill=CARD, stroke=INK, stroke_width=1, **style)


def _upright(x: float, bars: Sequence[float], bottom: float) -> str:
    """Return the path of a day's line, which leaves out the words between the bars."""
    across = "".join(f"M{x:.1f} {bar - 3:g}v{_BAR + 6}" for bar in bars)
    return f"M{x:.1f} 22v6{across}M{x:.1f} {bottom - 6:g}v6"


def _reprint(line: Line, report: Report, bars: Sequence[float], bottom: float) -> str:
    shape = _upright(line.x_of(report.date), bars, bottom)
    return element("path", d=shape, stroke=MUTED, stroke_width=1.5, stroke_dasharray="2 2")


def _today(line: Line, bars: Sequence[float], bottom: float) -> str:
    shape = _upright(line.x_of(line.start), bars, bottom)
    return element("path", class_="today", d=shape, stroke=ACCENT, stroke_width=2, visibility="hidden")
