"""The table that answers on paper are typed into: its columns, by which it is written and read.

They are ``sheet``, ``student``, ``name``, and for each exercise its number (``Q3``), or one for each of the asked that
gets one of the offered (``Q3.1``, ``Q3.2``), in the order in which the sheet prints them, and ``Q3 sure`` where the
sheet asks it.  Without the Q a spreadsheet would take 3.10 for 3.1.
"""

from __future__ import annotations

from collections.abc import Mapping

from exercises.classroom.assignment import Assignment, Item, Sheet
from exercises.questions.question import Answer, Choose, Place, asks_how_sure

WHO = ("sheet", "student", "name")


def headings(assignment: Assignment) -> tuple[str, ...]:
    """Return the headings of the table, in order."""
    firsts = (place[0] for place in assignment.places)  # alternatives are answered alike
    asked = (heading for item in firsts for heading in (*answer_columns(item), *sure_columns(item)))
    return (*WHO, *asked)


def answer_columns(item: Item) -> tuple[str, ...]:
    """Return the headings under which an exercise's answer is typed: one, or one for each of the asked."""
    if isinstance(item.question, Place):
        return tuple(f"Q{item.number}.{place}" for place in range(1, len(item.question.slots) + 1))
    return (f"Q{item.number}",)


def sure_columns(item: Item) -> tuple[str, ...]:
    """Return the heading under which it is typed how sure the student is; () where the sheet does not ask."""
    return (f"Q{item.number} sure",) if asks_how_sure(item.question) else ()


def cells(item: Item, sheet: Sheet, response: Answer | None) -> list[str]:
    """Return what is typed for a response: one cell, or one for each of the asked that gets one of the offered."""
    question = item.asked_on(sheet)
    if isinstance(question, Place):
        given = response if isinstance(response, Mapping) else {}
        return [question.marks[given[slot]] if slot in given else "" for slot in question.slots]
    if isinstance(question, Choose):
        chosen = response if isinstance(response, tuple) else (response,)
        return [" ".join(mark for slot, mark in question.marks.items() if slot in chosen)]
    return [response if isinstance(response, str) else ""]
