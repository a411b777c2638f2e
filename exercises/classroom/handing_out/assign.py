"""A set made into an assignment, and an assignment extended by students who join later."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping

from exercises.classroom.assignment import Assignment, Item, Sheet, assignment_id, sheet_code
from exercises.classroom.roster import Pupil, file_stems, same
from exercises.course import Course
from exercises.ledger.types import Report
from exercises.questions.ask import ask
from exercises.questions.kinds import Exercise
from exercises.words import day


def make_assignment(
    course: Course,
    exercises: tuple[Exercise, ...],
    pupils: tuple[Pupil, ...],
    *,
    title: str,
    due: str,
    seed: int,
    points: Mapping[str, float] | None = None,
) -> Assignment:
    """Return the assignment: keys as they are today, and one sheet for each student, or one for all.

    ``points`` says by the exercise's id what it earns, where that is not one.
    """
    id = assignment_id(title, seed, exercises)
    items = tuple(
        Item(number=number, exercise=exercise, key=course.keys[exercise.id], points=(points or {}).get(exercise.id, 1))
        for number, exercise in enumerate(exercises, 1)
    )
    everyone = Sheet(code=sheet_code(id, ""))
    empty = Assignment(
        id=id,
        title=title,
        due=due,
        seed=seed,
        items=items,
        sheets=(),
        beside=" ".join(_beside(report) for report in _reports(course, exercises) if report.words == "theirs"),
        texts={report.id: _text(report) for report in _reports(course, exercises) if report.words == "ours"},
        misconceptions={one.id: one.text for one in course.bank.misconceptions},
    )
    return empty.model_copy(update={"sheets": tuple(_sheets(empty, pupils)) or (everyone,)})


def extended(assignment: Assignment, pupils: Iterable[Pupil], due: str = "") -> Assignment:
    """Return the assignment with a sheet for each of the students who have none, behind the others, which stay.

    A new sheet is what it would have been from the start.  ``due`` is the deadline from now on, where it is given.
    """
    have = {same(sheet.student) for sheet in assignment.sheets}
    new = tuple(_sheets(assignment, tuple(pupil for pupil in pupils if same(pupil.id) not in have)))
    return assignment.model_copy(update={"sheets": assignment.sheets + new, "due": due or assignment.due})


def _sheets(assignment: Assignment, pupils: tuple[Pupil, ...]) -> Iterator[Sheet]:
    codes = {sheet.code for sheet in assignment.sheets}
    called = (" ".join(dict.fromkeys((pupil.name, pupil.id))) for pupil in pupils)
    stems = file_stems(called, (sheet.file for sheet in assignment.sheets))
    for pupil, stem in zip(pupils, stems, strict=True):
        code = sheet_code(assignment.id, pupil.id, codes)
        codes.add(code)
        seed = f"{assignment.seed}/{assignment.id}/{pupil.id}"
        asked = [item.exercise for item in assignment.items]
        orders = {one.id: order for one in asked if (order := shuffled(one, seed))}
        yield Sheet(code=code, student=pupil.id, name=pupil.name, file=stem, orders=orders)


def shuffled(exercise: Exercise, seed: str) -> tuple[str, ...]:
    """Return the order that belongs to the seed, of what is asked; () where a sheet keeps the bank's."""
    ids = [asked.id for asked in ask(exercise).movable]
    random.Random(f"{seed}/{exercise.id}").shuffle(ids)  # noqa: S311 - repeatable on purpose
    return tuple(ids)


def _reports(course: Course, exercises: Iterable[Exercise]) -> list[Report]:
    return [course.evidence.report[id] for id in dict.fromkeys(exercise.report for exercise in exercises)]


def _beside(report: Report) -> str:
    carried = f"as reprinted by {report.carrier} on" if report.reprinted else "of"
    address = f": {report.url}" if report.url else "."
    return f"Have the report beside you: “{report.title}”, {report.origin}, {carried} {day(report.date)}{address}"


def _text(report: Report) -> str:
    head = f"# {report.title}\n\n*{report.origin}, {day(report.date)}*"
    return "\n\n".join([head, *(f"**P{one.number}** {one.text}" for one in report.paragraphs)])
