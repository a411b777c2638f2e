"""Two clocks on one line: the recall and the UN's return, the freeze without a date, and the day of the reprint."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from exercises.draw.figures.svg import ACCENT, CARD, INK, MUTED, element, picture, words
from exercises.ledger.types import Deadline, Report
from exercises.words import day

START, END = datetime.date(2019, 1, 1), datetime.date(2020, 1, 1)
LEFT, RIGHT = 22, 378
_MONTHS = "JFMAMJJASOND"
_TOP, _ROW = 58, 66


def x_of(when: datetime.date) -> float:
    """Return where the day stands on the line, in the drawing's units."""
    return LEFT + (RIGHT - LEFT) * (when - START).days / (END - START).days


def alt(report: Report) -> str:
    """Return what the timeline shows, in words."""
    rows = " ".join(_sentence(deadline, report.reach(deadline)) for deadline in report.deadlines)
    return f"A line through the year 2019, January to December. The report is reprinted on {day(report.date)}. {rows}"


def _sentence(deadline: Deadline, reach: str) -> str:
    if deadline.by is None:
        return f"{deadline.label} runs along the whole line, with no date at either end."
    assumed = "" if deadline.year_given else ", the year being assumed"
    return f"{deadline.label}, {reach}, ends on {day(deadline.by)}{assumed}."


def draw(report: Report) -> str:
    """Return the timeline as SVG.  The line with class ``today`` is there for the page's slider, hidden without it."""
    bottom = _TOP + _ROW * len(report.deadlines)
    rows = [
        part
        for number, one in enumerate(report.deadlines)
        for part in _row(one, report.reach(one), _TOP + _ROW * number)
    ]
    parts = [*_axis(bottom), *_reprint(report, bottom), *rows, _today(bottom)]
    return picture("timeline", "Two dated returns and an undated freeze, in 2019", bottom + 26, parts)


def _axis(bottom: float) -> Iterator[str]:
    yield element("path", d=f"M{LEFT} {bottom}H{RIGHT}", stroke=INK, stroke_width=1.2)
    for month, letter in enumerate(_MONTHS, 1):
        x = x_of(datetime.date(2019, month, 1))
        yield element("path", d=f"M{x:.1f} {bottom}v5", stroke=INK)
        yield words(letter, x + 10, bottom + 18, font_size=12, fill=MUTED)
    yield element("path", d=f"M{RIGHT} {bottom}v5", stroke=INK)


def _reprint(report: Report, bottom: float) -> Iterator[str]:
    x = x_of(report.date)
    yield element("path", d=f"M{x:.1f} 30V{bottom}", stroke=MUTED, stroke_width=1, stroke_dasharray="2 3")
    yield words(f"Reprint, {day(report.date)}", x, 22, font_size=12, fill=MUTED, text_anchor="middle")


def _row(deadline: Deadline, reach: str, y: float) -> Iterator[str]:
    yield words(f"{deadline.label}, {reach}", LEFT, y + 6, font_weight="bold")
    if deadline.by is None:
        yield _bar(y, RIGHT, stroke_dasharray="5 4")
        yield words("no date given that one could rely on", LEFT + 8, y + 29, font_size=12, fill=MUTED)
        return
    end = x_of(deadline.by)
    assumed = "" if deadline.year_given else " (year assumed)"
    yield _bar(y, end)
    yield element("path", d=f"M{end:.1f} {y + 10}v30", stroke=ACCENT, stroke_width=4)
    yield words(f"ends {deadline.by.day} {deadline.by:%b}{assumed}", LEFT + 8, y + 29, font_size=12)


def _bar(y: float, end: float, **style: str) -> str:
    shape = {"x": LEFT, "y": y + 14, "width": round(end - LEFT, 1), "height": 22, "rx": 3}
    return element("rect", **shape, fill=CARD, stroke=INK, stroke_width=1, **style)


def _today(bottom: float) -> str:
    x = x_of(START)
    return element(
        "path", class_="today", d=f"M{x:.1f} 30V{bottom}", stroke=ACCENT, stroke_width=2, visibility="hidden"
    )
