"""The table to type answers on paper into, and the right letters of each sheet, for marking paper by eye."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from exercises.classroom.assignment import Assignment, Item, Sheet
from exercises.classroom.columns import cells, headings, sure_columns
from exercises.classroom.spreadsheet import written_rows
from exercises.questions.grade import best_response
from exercises.questions.question import Answer


def paper_csv(assignment: Assignment) -> str:
    """Return the table to type into: a line for each sheet, with nothing in it yet."""
    return _table(assignment, lambda item: None)


def letters_csv(assignment: Assignment) -> str:
    """Return the right answers of every sheet, in the letters that it prints."""
    return _table(assignment, lambda item: best_response(item.question, item.key))


def _table(assignment: Assignment, answer: Callable[[Item], Answer | None]) -> str:
    """Return a line for each sheet, with this answer to each exercise in its letters."""
    lines = ((sheet.code, sheet.student, sheet.name, *_line(assignment, sheet, answer)) for sheet in assignment.sheets)
    return written_rows(headings(assignment), lines)


def _line(assignment: Assignment, sheet: Sheet, answer: Callable[[Item], Answer | None]) -> Iterator[str]:
    for item in assignment.asked(sheet.drawn):
        yield from cells(item, sheet, answer(item))
        yield from ("" for _ in sure_columns(item))
