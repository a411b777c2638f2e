"""Statements that cannot all be true, on one line: what follows if one gives way, and the fact that would close it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from exercises.draw.figures.given import given, table_of
from exercises.draw.figures.steps import Step, box
from exercises.draw.figures.svg import INK, WIDTH, broken, element, picture, words
from exercises.ledger.types import Data, Report, Row, Text

_NAME = "open-readings"
_LINE, _LEFT, _TOP, _LEADING, _GAP = 4, 14, 24, 18, 8


class Shown(Data):
    """The figure's title, and what it is in words."""

    title: Text
    about: Text


def _groups(report: Report) -> Iterator[tuple[str, list[Step]]]:
    rows = table_of(report, _NAME).rows
    for passage, found in groupby(rows, key=lambda row: row.cells["passage"]):
        yield passage, [_step(row) for row in found]


def _step(row: Row) -> Step:
    texts = (f"If not: {row.label}", f"Closed by: {row.cells['fact']}")
    return Step(row.cells["statement"], texts, unsure=row.cells["stated"] == "nowhere", left=_LEFT)


def alt(report: Report) -> str:
    """Return what to see: each statement, what follows if it gives way, and what would close it."""
    shown = given(report, _NAME, Shown)
    return " ".join([f"{shown.title}. {shown.about}", *(_sentences(*group) for group in _groups(report))])


def _sentences(passage: str, steps: list[Step]) -> str:
    told = (f"{step.heading}{' (broken outline)' if step.unsure else ''}. {'. '.join(step.texts)}." for step in steps)
    return f"{passage}: {' '.join(told)}"


def draw(report: Report) -> str:
    """Return the statements as SVG: full outlines where the report states them, broken ones where nobody does."""
    title, top = given(report, _NAME, Shown).title, float(_TOP)
    parts: list[str] = [words(title, _LINE, 16, font_weight="bold")]
    cuts = []
    for passage, steps in _groups(report):
        cuts.append(top)
        for line in broken(passage, WIDTH - _LEFT):
            parts.append(words(line, _LEFT, top + 14))
            top += _LEADING
        top += 4
        for step in steps:
            middle = top + step.height / 2
            parts += [element("path", d=f"M{_LINE} {middle:g}H{_LEFT}", stroke=INK), *box(step, top)]
            top += step.height + _GAP
    upright = element("path", d=f"M{_LINE} {_TOP}V{middle:g}", stroke=INK)
    return picture(_NAME, title, top, [upright, *parts], cuts[1:])
