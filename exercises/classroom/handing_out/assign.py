"""A set made into an assignment, and an assignment extended by students who join later."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence

from exercises.classroom.assignment import Assignment, Item, Sheet, assignment_id, sheet_code
from exercises.classroom.roster import Pupil, file_stems, same
from exercises.course import Course
from exercises.dispatch.pool import Pool
from exercises.draw.beside import beside, full_text
from exercises.ledger.types import Report
from exercises.questions.ask import ask
from exercises.questions.kinds import Exercise


def make_assignment(
    course: Course,
    exercises: tuple[Exercise, ...],
    pupils: tuple[Pupil, ...],
    *,
    title: str,
    due: str,
    seed: int,
    points: Mapping[str, float] | None = None,
    pools: Sequence[Pool] = (),
) -> Assignment:
    """Return the assignment: keys as they are today, and one sheet for each student, or one for all.

    ``points`` says by the exercise's id what it earns, where that is not one.  Of each of the ``pools``, which come
    last, a sheet asks one dispatch.
    """
    items = (
        *(
            Item(
                number=number,
                exercise=one,
                key=course.keys[one.id],
                points=(points or {}).get(one.id, 1),
                read=_read(course, one),
            )
            for number, one in enumerate(exercises, 1)
        ),
        *(
            Item(number=number, exercise=exercise, key=key, points=pool.points, drawn=source)
            for number, pool in enumerate(pools, len(exercises) + 1)
            for source, (_, exercise, key) in pool.asked.items()
        ),
    )
    drawn = [report for pool in pools for report, _, _ in pool.asked.values()]
    reports = [*_reports(course, exercises), *drawn]
    id = assignment_id(title, seed, tuple(item.exercise for item in items))
    everyone = Sheet(code=sheet_code(id, ""))
    empty = Assignment(
        id=id,
        title=title,
        due=due,
        seed=seed,
        items=items,
        sheets=(),
        beside=" ".join(beside(report) for report in reports if report.words == "theirs"),
        texts={report.id: full_text(report) for report in reports if report.words == "ours"},
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
    for number, (pupil, stem) in enumerate(zip(pupils, stems, strict=True), len(assignment.sheets)):
        code = sheet_code(assignment.id, pupil.id, codes)
        codes.add(code)
        drawn = tuple(_dealt(assignment, place, number) for place in assignment.places if place[0].drawn)
        seed = f"{assignment.seed}/{assignment.id}/{pupil.id}"
        asked = [item.exercise for item in assignment.asked(drawn)]
        orders = {one.id: order for one in asked if (order := shuffled(one, seed))}
        yield Sheet(
            code=code,
            student=pupil.id,
            name=pupil.name,
            file=stem,
            canvas=pupil.canvas,
            orders=orders,
            drawn=drawn,
        )


def _dealt(assignment: Assignment, place: Sequence[Item], number: int) -> str:
    """Return which of the alternatives a student gets, by their place in the class, from 0: they are dealt in turn."""
    ids = [item.exercise.id for item in place]
    random.Random(f"{assignment.seed}/{place[0].number}").shuffle(ids)  # noqa: S311 - repeatable on purpose
    return ids[number % len(ids)]


def shuffled(exercise: Exercise, seed: str) -> tuple[str, ...]:
    """Return the order that belongs to the seed, of what is asked; () where a sheet keeps the bank's."""
    ids = [asked.id for asked in ask(exercise).movable]
    random.Random(f"{seed}/{exercise.id}").shuffle(ids)  # noqa: S311 - repeatable on purpose
    return tuple(ids)


def _read(course: Course, exercise: Exercise) -> str:
    claim = course.report(exercise).claim
    return course.book.words((*(claim[id].at for id in exercise.claims), *exercise.record), exercise.report)


def _reports(course: Course, exercises: Iterable[Exercise]) -> list[Report]:
    return [course.evidence.report[id] for id in dict.fromkeys(exercise.report for exercise in exercises)]
