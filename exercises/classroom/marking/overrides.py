"""Where the teacher has the last word: ``overrides.csv`` at the top of an assignment's folder.

Its columns are ``student``, ``exercise``, ``points`` and ``reason``.  An exercise is its number, ``Q3`` or ``3``, or
its id, and ``points`` says what it earns, or ``excused``.  For the whole assignment the exercise is ``all`` and the
points are ``excused``, ``late`` or ``on time``; for which of several pieces counts it is ``work`` and where that piece
is, as ``to-decide.csv`` names it.  Of two lines that say different things of the same, the lower counts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from exercises.classroom.assignment import Assignment, Item
from exercises.classroom.marking.marked import Marked, Override, rounded
from exercises.classroom.roster import line_of, same
from exercises.classroom.spreadsheet import decoded, read_rows
from exercises.errors import Finding

HEADS = ("student", "exercise", "points", "reason")
ALL, WORK, EXCUSED = "all", "work", "excused"
LATE = {"late": True, "on time": False}
_NUMBER = re.compile(r"q? ?(\d{1,3})")
_POINTS = re.compile(r"\d{1,4}(?:[.,]\d{1,4})?")


@dataclass
class Overrides:
    """What the teacher has said, by :func:`same` id, and what is wrong with the lines that say nothing."""

    exercises: dict[str, dict[str, Override]] = field(default_factory=dict)
    excused: dict[str, str] = field(default_factory=dict)
    """Why a student is excused from the whole assignment."""
    late: dict[str, bool] = field(default_factory=dict)
    work: dict[str, str] = field(default_factory=dict)
    """Where the piece is that counts."""
    names: dict[str, str] = field(default_factory=dict)
    """Each student of a line as the line has them, with the line's number."""
    findings: list[Finding] = field(default_factory=list)

    def apply(self, assignment: Assignment, work: Marked) -> Marked:
        """Return a student's work with the scores that the teacher has given."""
        said = self.exercises.get(same(work.student), {})
        points = {id: one.points / assignment.item[id].points for id, one in said.items() if one.points is not None}
        return replace(work, scores=dict(work.scores) | points, overrides=said) if said else work

    def missing(self, path: Path, here: set[str]) -> list[Finding]:
        """Return a finding for each student of a line who is not among these."""
        message = "must be the id of a student of this assignment, and is not; mend it, or take the line out"
        return [
            Finding(path.as_posix(), f"line {line}, student", f"“{id}” {message}", "overrides")
            for id, line in self.names.items()
            if id not in here
        ]


def read_overrides(path: Path, assignment: Assignment) -> Overrides:
    """Return what the file says; nothing where there is none.  A line that cannot be used is a finding, and no more."""
    found = Overrides()
    if not path.exists():
        return found
    try:
        rows = list(read_rows(decoded(path.read_bytes())))
    except (OSError, ValueError) as error:
        message = f"must be a CSV file in UTF-8, and cannot be read ({error}); save it as “CSV UTF-8”"
        found.findings.append(Finding(path.as_posix(), "file", message, "overrides"))
        return found
    if rows and (lacking := [name for name in HEADS[:3] if name not in rows[0]]):
        message = f"must have the columns {', '.join(HEADS)}, and lacks {', '.join(lacking)}; add them"
        found.findings.append(Finding(path.as_posix(), "headings", message, "overrides"))
        return found
    for number, row in enumerate(rows, 2):
        try:
            _take(found, row, number, assignment)
        except ValueError as error:
            column, message = error.args
            found.findings.append(Finding(path.as_posix(), f"line {number}, {column}", message, "overrides"))
    return found


def _take(found: Overrides, row: Mapping[str, str], number: int, assignment: Assignment) -> None:
    """Take one line in.  Raises ValueError, with column and message, where it says nothing that can be used."""
    student, reason = same(row.get("student", "")), line_of(row.get("reason", ""))
    exercise, said = line_of(row.get("exercise", "")).casefold(), line_of(row.get("points", ""))
    if not student:
        raise ValueError("student", "must be a student’s id, and is empty; write it, or take the line out")
    if exercise == WORK:
        found.work[student] = said
    elif exercise == ALL and said.casefold() in LATE:
        found.late[student] = LATE[said.casefold()]
    elif exercise == ALL and said.casefold() == EXCUSED:
        found.excused[student] = reason
    elif exercise == ALL:
        words = ", ".join((EXCUSED, *LATE))
        raise ValueError("points", f"must be one of {words} for the whole assignment, and is “{said[:20]}”; mend it")
    else:
        item = _item(exercise, assignment)
        override = Override(_points(said, item), reason)
        found.exercises.setdefault(student, {})[item.exercise.id] = override
    found.names.setdefault(student, str(number))


def _item(exercise: str, assignment: Assignment) -> Item:
    number = _NUMBER.fullmatch(exercise)
    for item in assignment.items:
        if item.exercise.id == exercise or (number and int(number[1]) == item.number):
            return item
    last = len(assignment.items)
    message = f"must be a number from 1 to {last}, an exercise’s id, {ALL} or {WORK}, and is “{exercise[:40]}”; mend it"
    raise ValueError("exercise", message)


def _points(said: str, item: Item) -> float | None:
    if said.casefold() == EXCUSED:
        return None
    points = float(said.replace(",", ".")) if _POINTS.fullmatch(said) else -1
    if not 0 <= points <= item.points:
        most = rounded(item.points)
        message = f"must be a number from 0 to {most}, or {EXCUSED}, and is “{said[:20]}”; mend it"
        raise ValueError("points", message)
    return points
