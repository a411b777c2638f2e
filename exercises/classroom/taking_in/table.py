"""Answers on paper, typed into the table: a line for each sheet, and in each cell the letter that this sheet prints."""

from __future__ import annotations

import re
from collections.abc import Mapping

from exercises.classroom.assignment import Assignment, Item, Sheet
from exercises.classroom.columns import WHO, answer_columns, sure_columns
from exercises.classroom.roster import same
from exercises.classroom.taking_in.answers import Answers, answers_of
from exercises.classroom.taking_in.refused import Refused
from exercises.questions.question import Enter, Place, Write

_REWRITTEN = re.compile(r"\d{1,4}[/.]\d{1,2}[/.]\d{1,4}")
_LEFT = ("", "-", "?", "\u2013")
"""What says that nothing, or nothing that can be read, stands on the paper."""


def is_empty(row: Mapping[str, str]) -> bool:
    """Return whether a line has no answer in it, as all of them before any is typed."""
    return all(cell in _LEFT for heading, cell in row.items() if heading not in WHO)


def read_line(row: Mapping[str, str], assignment: Assignment) -> Answers:
    """Return what one line of the table says.  Raises Refused, naming the column, where it says nothing that can be."""
    sheet = _sheet(row, assignment)
    answers = {item.exercise.id: _answer(item, sheet, row) for item in assignment.items}
    sure = {item.exercise.id: _cell(row, column) for item in assignment.items for column in sure_columns(item)}
    student, name = (sheet.student or row.get("student", "")), (sheet.name or row.get("name", ""))
    return answers_of(assignment, sheet.code, student, name, answers, sure)


def _sheet(row: Mapping[str, str], assignment: Assignment) -> Sheet:
    code, student = row.get("sheet", "").strip().lower(), same(row.get("student", ""))
    if code in assignment.sheet:
        return assignment.sheet[code]
    if code:
        raise Refused(f"in column sheet, {code[:40]} is none of this assignment’s sheets")
    if len(assignment.sheets) == 1 and not assignment.has_roster:
        return assignment.sheets[0]
    found = [sheet for sheet in assignment.sheets if student and same(sheet.student) == student]
    if not found:
        raise Refused("it names neither a sheet nor a student of the roster")
    return found[0]


def _cell(row: Mapping[str, str], column: str) -> str:
    cell = row.get(column.lower(), "").strip()
    return "" if cell in _LEFT else cell


def _answer(item: Item, sheet: Sheet, row: Mapping[str, str]) -> object:
    """Return what the line says to one exercise, in ids where the sheet prints letters."""
    question, columns = item.asked_on(sheet), answer_columns(item)
    cells = [_cell(row, column) for column in columns]
    if isinstance(question, Enter | Write):
        if isinstance(question, Enter) and question.what == "date" and _REWRITTEN.fullmatch(cells[0]):
            message = f"in column {columns[0]}, {cells[0]} is a date that the spreadsheet wrote its own way"
            raise Refused(f"{message}: type 2019-06-30 as text")
        return cells[0]
    ids = {mark: id for id, mark in question.marks.items()}
    if isinstance(question, Place):
        typed = zip(question.slots, columns, cells, strict=True)
        return {slot: _id(ids, column, cell) for slot, column, cell in typed}
    if question.several:
        return [id for mark in _marks(cells[0], ids) if (id := _id(ids, columns[0], mark))]
    return _id(ids, columns[0], cells[0])


def _marks(cell: str, ids: Mapping[str, str]) -> list[str]:
    """Return the letters in a cell that may hold several, parted or not."""
    parts = [part for part in re.split(r"[\s,;.+&/]+", cell) if part]
    return parts if len(ids) > 26 or any(part.upper() in ids for part in parts) else list("".join(parts))


def _id(ids: Mapping[str, str], column: str, cell: str) -> str:
    """Return the id that the letter in a cell stands for, or nothing where the cell is empty."""
    mark = cell.strip(" .)(").upper()
    if not mark:
        return ""
    if mark not in ids:
        raise Refused(f"in column {column}, “{cell[:20]}” is none of {', '.join(ids)}")
    return ids[mark]
