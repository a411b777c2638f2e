"""Answers on paper, typed into a CSV: a line for each sheet, and in each cell the letter that this sheet prints.

The columns are ``sheet``, ``student``, ``name``, and for each exercise its number (``Q3``), or one for each statement,
item or cell (``Q3.1``, ``Q3.2``), in the order in which the sheet prints them, and ``Q3 sure`` where the sheet asks it.
Without the Q a spreadsheet would take 3.10 for 3.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from exercises.classroom.assignment import UNSURE, Assignment, Item, Sheet
from exercises.classroom.handing_out.paper import letter, printed, values
from exercises.classroom.roster import line_of, same
from exercises.classroom.spreadsheet import written_rows
from exercises.classroom.taking_in.answers import Answers, answers_of
from exercises.classroom.taking_in.refused import Refused
from exercises.questions.grade import best_response
from exercises.questions.kinds import Exercise
from exercises.questions.question import Answer, Option

WHO = ("sheet", "student", "name")
_SURE = " sure"
_REWRITTEN = re.compile(r"\d{1,4}[/.]\d{1,2}[/.]\d{1,4}")
_LEFT = ("", "-", "?", "\u2013")
"""What says that nothing, or nothing that can be read, stands on the paper."""


def heads(assignment: Assignment) -> tuple[str, ...]:
    """Return the headings of the table, in order."""
    return (*WHO, *(head for item in assignment.items for head in _heads(item)))


def _heads(item: Item) -> Iterator[str]:
    slots = len(item.exercise.slots) if values(item.exercise) else 0
    yield from (f"Q{item.number}.{place}" for place in range(1, slots + 1)) if slots else (f"Q{item.number}",)
    if item.exercise.kind not in UNSURE:
        yield f"Q{item.number}{_SURE}"


def paper_csv(assignment: Assignment) -> str:
    """Return the table to type into: a line for each sheet, with nothing in it yet."""
    width = len(heads(assignment)) - len(WHO)
    rows = ((one.code, one.student, one.name, *[""] * width) for one in assignment.sheets)
    return written_rows(heads(assignment), rows)


def letters_csv(assignment: Assignment) -> str:
    """Return the right answers of every sheet, in the letters that it prints: for marking paper by eye."""
    rows = ((one.code, one.student, one.name, *_right(assignment, one)) for one in assignment.sheets)
    return written_rows(heads(assignment), rows)


def _right(assignment: Assignment, sheet: Sheet) -> Iterator[str]:
    for item in assignment.items:
        yield from cells(item.exercise, sheet, best_response(item.question, item.key))
        if item.exercise.kind not in UNSURE:
            yield ""


def slots_printed(exercise: Exercise, sheet: Sheet) -> tuple[str, ...]:
    """Return the ids of the exercise's choices, statements, items or cells in the order in which the sheet has them."""
    order = sheet.orders.get(exercise.id, ())
    slots = tuple(Option(id=slot, text=slot) for slot in exercise.slots) if exercise.kind != "grid" else ()
    return tuple(option.id for option in printed(slots, order)) or exercise.slots


def cells(exercise: Exercise, sheet: Sheet, response: Answer | None) -> list[str]:
    """Return what is typed for a response: one cell, or one for each statement, item or cell."""
    slots = slots_printed(exercise, sheet)
    given = {id: shown.partition(". ")[0] for id, shown in values(exercise)}
    if given:
        answered = response if isinstance(response, Mapping) else {}
        return [given.get(answered.get(slot, ""), "") for slot in slots]
    if isinstance(response, tuple):
        return [" ".join(letter(place) for place, slot in enumerate(slots) if slot in response)]
    if exercise.kind == "single-choice":
        return [letter(slots.index(response)) if response in slots else ""]
    return [response if isinstance(response, str) else ""]


def is_empty(row: Mapping[str, str]) -> bool:
    """Return whether a line has no answer in it, as all of them before any is typed."""
    return all(cell in _LEFT for head, cell in row.items() if head not in WHO)


def read_typed(row: Mapping[str, str], assignment: Assignment) -> Answers:
    """Return what one line of the table says.  Raises Refused, naming the column, where it says nothing that can be."""
    sheet = _sheet(row, assignment)
    answers: dict[str, Answer] = {}
    sure: dict[str, str] = {}
    for item in assignment.items:
        exercise = item.exercise
        answer = _answer(item, sheet, row)
        if answer:
            answers[exercise.id] = answer
        if said := _cell(row, f"Q{item.number}{_SURE}"):
            sure[exercise.id] = said
    student, name = (sheet.student or line_of(row.get("student", ""))), (sheet.name or line_of(row.get("name", "")))
    return answers_of(assignment, sheet.code, student, name, answers, sure)


def _sheet(row: Mapping[str, str], assignment: Assignment) -> Sheet:
    code, student = row.get("sheet", "").strip().lower(), same(row.get("student", ""))
    if code in assignment.sheet:
        return assignment.sheet[code]
    if code:
        raise Refused(f"in column sheet, {code[:40]} is none of this assignment’s sheets")
    if len(assignment.sheets) == 1 and not assignment.has_roster:
        return assignment.sheets[0]
    found = [one for one in assignment.sheets if student and same(one.student) == student]
    if not found:
        raise Refused("it names neither a sheet nor a student of the roster")
    return found[0]


def _cell(row: Mapping[str, str], head: str) -> str:
    cell = row.get(head.lower(), "").strip()
    return "" if cell in _LEFT else cell


def _answer(item: Item, sheet: Sheet, row: Mapping[str, str]) -> Answer | None:
    exercise, slots = item.exercise, slots_printed(item.exercise, sheet)
    offered = {shown.partition(". ")[0]: id for id, shown in values(exercise)}
    if offered:
        typed = {slot: (f"Q{item.number}.{place}", slot) for place, slot in enumerate(slots, 1)}
        found = {slot: _one(offered, head, _cell(row, head)) for slot, (head, _) in typed.items()}
        return {slot: value for slot in exercise.slots if (value := found[slot])}
    head = f"Q{item.number}"
    cell = _cell(row, head)
    if exercise.kind == "date" and _REWRITTEN.fullmatch(cell):
        raise Refused(
            f"in column {head}, {cell} is a date that the spreadsheet wrote its own way: type 2019-06-30 as text"
        )
    if not exercise.slots or not cell:
        return cell or None
    marks = {letter(place): slot for place, slot in enumerate(slots)}
    if exercise.kind == "single-choice":
        return _one(marks, head, cell)
    chosen = {_one(marks, head, mark) for mark in _marks(cell, marks)}
    return tuple(slot for slot in exercise.slots if slot in chosen)


def _marks(cell: str, marks: Mapping[str, str]) -> list[str]:
    parts = [part for part in re.split(r"[\s,;.+&/]+", cell) if part]
    return parts if len(marks) > 26 or any(part.upper() in marks for part in parts) else list("".join(parts))


def _one(offered: Mapping[str, str], head: str, cell: str) -> str:
    mark = cell.strip(" .)(").upper()
    if not mark:
        return ""
    if mark not in offered:
        raise Refused(f"in column {head}, “{cell[:20]}” is none of {', '.join(offered)}")
    return offered[mark]
