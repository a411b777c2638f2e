"""What the work is worth, as tables that a gradebook takes in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from exercises.classroom.assignment import Assignment
from exercises.classroom.marking.marked import Marked, Who, rounded, who
from exercises.classroom.roster import same
from exercises.classroom.spreadsheet import written_rows
from exercises.classroom.taking_in.intake import SetAside

_HEAD = ("student", "name", "status", "answered", "points", "out of", "percent")


def grades_csv(assignment: Assignment, marked: Sequence[Marked], sources: Mapping[Who, str]) -> str:
    """Return a line for each student, those of the roster who handed in nothing among them.

    Each exercise earns a point.  ``sources`` says where each student's work came from.
    """
    head = (*_HEAD, *(f"{item.number} {item.exercise.id}" for item in assignment.items), "from")
    return written_rows(head, _rows(assignment, marked, sources))


def _rows(assignment: Assignment, marked: Sequence[Marked], sources: Mapping[Who, str]) -> Iterator[Sequence[object]]:
    here = {same(work.student) for work in marked}
    for work in sorted(marked, key=who):
        yield (*_row(assignment, work), sources.get(who(work), ""))
    empty = [""] * (len(assignment.items) + 1)
    for sheet in assignment.sheets:
        if sheet.student and same(sheet.student) not in here:
            yield sheet.student, sheet.name, "not handed in", 0, "", "", "", *empty


def _row(assignment: Assignment, work: Marked) -> Sequence[object]:
    ids = [item.exercise.id for item in assignment.items]
    waiting = any(id in work.responses and id not in work.scores for id in ids)
    points, number = earned(assignment, work)
    percent = rounded(100 * points / number) if number else ""
    status = "some to mark by hand" if waiting else "marked"
    answered = sum(id in work.responses for id in ids)
    counted = counted_exercises(assignment, work)
    shares = [rounded(work.scores.get(id, 0.0)) if id in counted else _open(id, work) for id in ids]
    return work.student, work.name, status, answered, rounded(points), number, percent, *shares


def _open(id: str, work: Marked) -> str:
    return "not handed in by this channel" if id in work.uncarried else ""


def earned(assignment: Assignment, work: Marked) -> tuple[float, int]:
    """Return a student's points, and of how many."""
    ids = counted_exercises(assignment, work)
    return sum(work.scores.get(id, 0.0) for id in ids), len(ids)


def counted_exercises(assignment: Assignment, work: Marked) -> list[str]:
    """Return all exercises but those whose answer a person has yet to mark, or could not come in with the work."""
    ids = (item.exercise.id for item in assignment.items)
    return [id for id in ids if id in work.scores or (id not in work.responses and id not in work.uncarried)]


def set_aside_csv(aside: Iterable[SetAside]) -> str:
    """Return a line for each piece that was not marked, with the reason."""
    return written_rows(("where", "student", "reason"), ((piece.where, piece.student, piece.reason) for piece in aside))
