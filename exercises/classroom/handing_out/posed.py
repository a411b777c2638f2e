"""What a sheet asks, in its own order: the same for the page and for the paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from exercises.classroom.assignment import Assignment, Item, Sheet
from exercises.draw import controls
from exercises.questions.question import Question

_HEADING = re.compile(r"^(#{1,4}) ", re.MULTILINE)


@dataclass(frozen=True)
class Posed:
    """An exercise as one sheet poses it."""

    item: Item
    question: Question
    report: str
    """The invented report that stands before it, as Markdown with headings below a sheet's own; mostly nothing."""

    @property
    def worth(self) -> str:
        """Return what a right answer earns, where a set says so; nothing where it is one point."""
        points = self.item.points
        return "" if points == 1 else f"{points:g} points" if points > 1 else f"{points:g} of a point"

    def on_page(self) -> Markup:
        """Return its form for the sheet's page."""
        return controls.on_page(self.item.exercise.id, self.question)

    def on_paper(self) -> Markup:
        """Return its controls for the sheet's PDF."""
        exercise = self.item.exercise
        return controls.on_paper(exercise.id, self.item.number, exercise.title, self.question)


def posed(assignment: Assignment, sheet: Sheet) -> Iterator[Posed]:
    """Yield what the sheet asks; an invented report stands before the first exercise that is about it."""
    shown: set[str] = set()
    for item in assignment.asked(sheet.drawn):
        id = item.exercise.report
        report = "" if id in shown else assignment.texts.get(id, "")
        shown.add(id)
        question = item.asked_on(sheet)
        yield Posed(item, question, _HEADING.sub(r"##\1 ", report))
