"""Where the teacher has the last word: ``overrides.csv`` or ``.xlsx`` at the top of an assignment's folder.

Its columns are ``student``, ``exercise``, ``points`` and ``reason``.  An exercise is its number, ``Q3`` or ``3``, or
its id, and ``points`` says what it earns, or ``excused``.  For the whole assignment the exercise is ``all`` and the
points are ``excused``, ``late`` or ``on time``; for which of several pieces counts it is ``work`` and where that piece
is, as ``to-decide.csv`` names it.  Of two lines that say different things of the same, the lower counts; it is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from exercises.classroom.assignment import (
    INSTRUCTOR,
    MARKED,
    OVERRIDES,
    REGRADED,
    STUDENTS,
    WORKBOOK,
    WRITTEN,
    Assignment,
    Item,
)
from exercises.classroom.marking.marked import Marked, Override, rounded
from exercises.classroom.roster import line_of, same
from exercises.classroom.spreadsheet import Table, below, one_text, read_lines, too_long
from exercises.classroom.taking_in.table import meant, rewritten
from exercises.classroom.workbook import as_workbook
from exercises.errors import CourseError, Finding

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
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    """What is said of a student's whole assignment, with the reason: of lateness, of which piece counts."""
    names: dict[str, tuple[str, str]] = field(default_factory=dict)
    """The file and the line where each student is named first."""
    said: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    """What was said last of a student's exercise, lateness, excuse or work, and the file and line of it."""
    findings: list[Finding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What the teacher should know of the tables, in sentences."""

    def apply(self, assignment: Assignment, work: Marked) -> Marked:
        """Return a student's work with the scores that the teacher has given."""
        said = self.exercises.get(same(work.student), {})
        points = {id: one.points / assignment.item[id].points for id, one in said.items() if one.points is not None}
        unasked = work.unasked - {assignment.item[id].number for id in said}
        return replace(work, scores=dict(work.scores) | points, overrides=said, unasked=unasked) if said else work

    def missing(self, here: set[str]) -> list[Finding]:
        """Return a finding for each student of a line who is not among these."""
        message = "“{}” must be the id of a student of this assignment, and is not{}; mend it, or take the line out"
        return [
            Finding(path, f"{line}, student", message.format(id, _made_of(id, here)), "overrides")
            for id, (path, line) in self.names.items()
            if id not in here
        ]


def _made_of(id: str, here: set[str]) -> str:
    """Return what a spreadsheet may have made an id of, or nothing."""
    ids = sorted(other for other in here if rewritten(other, id))
    return f" (a spreadsheet may have made it of {' or '.join(ids)})" if ids else ""


def read_overrides(home: Path, assignment: Assignment) -> Overrides:
    """Return what the folder's tables say; nothing where there is none, and of both the workbook is the lower.

    A line that cannot be used is a finding, and no more.  Raises CourseError where a table cannot be read whole, since
    marks without the teacher's word are wrong ones.
    """
    found = Overrides()
    for path in (home / OVERRIDES, home / WORKBOOK):
        if path.exists():
            _read(found, path, assignment)
    return found


def misplaced(home: Path, more: Iterable[Path]) -> list[Finding]:
    """Return a finding for each such table that lies in an own folder of the assignment, or in one of ``more``."""
    message = f"must lie in {home.as_posix()} to count, and lies in another folder; move it there"
    folders = {home / name for name in (STUDENTS, INSTRUCTOR, MARKED, REGRADED, WRITTEN)} | {*more}
    paths = sorted(folder / name for folder in folders - {home} for name in (OVERRIDES, WORKBOOK))
    return [Finding(path.as_posix(), "file", message, "overrides") for path in paths if path.exists()]


def _read(found: Overrides, path: Path, assignment: Assignment) -> None:
    def wrong(place: str, message: str) -> None:
        found.findings.append(Finding(path.as_posix(), place, message, "overrides"))

    try:
        (heads, lines), doubt = _table(path.read_bytes())
        rows = list(lines)
    except OSError as error:
        raise _unread(path, "file", f"must be a file that you may read, and is not ({error.strerror})") from error
    except ValueError as error:
        message = f"must be a CSV file in UTF-8 or a workbook, and cannot be read ({error}); save it as “CSV UTF-8”"
        raise _unread(path, "file", message) from error
    found.notes += [f"{path}: {doubt}"] if doubt else []
    columns = [head.lower() for head in heads]
    if rows and (lacking := [name for name in HEADS[:3] if name not in columns]):
        message = f"must have the columns {', '.join(HEADS)}, and lacks {', '.join(lacking)}; add them"
        raise _unread(path, "headings", message)
    for number, cells in rows:
        if long := too_long(columns, cells):
            wrong(f"line {number}", long)
            continue
        try:
            student, matter, said = _take(found, dict(zip(columns, cells, strict=False)), assignment)
        except ValueError as error:
            column, message = error.args
            wrong(f"line {number}, {column}", message)
        else:
            found.names.setdefault(student, (path.as_posix(), f"line {number}"))
            before, place = found.said.get((student, matter), (said, ""))
            found.said[student, matter] = said, f"{path.name}, line {number}"
            if before != said:
                told = f"must be what {place} says of {matter} (“{before[:40]}”), and is “{said[:40]}”, which counts"
                wrong(f"line {number}, points", f"{told}; take out the one that is wrong")


def _unread(path: Path, place: str, message: str) -> CourseError:
    return CourseError(
        [Finding(path.as_posix(), place, f"{message}, and run this again; nothing is marked", "overrides")]
    )


def _table(data: bytes) -> tuple[Table, str]:
    """Return the headings, the first line with a student in it if there is one, the lines below, and what is in doubt.

    Raises ValueError where what counts can be read in several ways.
    """
    book = as_workbook(data)
    text, doubt = one_text(data, _what_counts) if book is None else ("", "")
    for is_heading in (_names_student, any):
        tables = [below(iter(lines), is_heading) for lines in (book or {}).values()] or [read_lines(text, is_heading)]
        if found := next((table for table in tables if table[0]), None):
            return found, doubt
    return ([], iter(())), doubt


def _names_student(cells: Sequence[str]) -> bool:
    return "student" in map(str.lower, cells)


def _what_counts(text: str) -> list[list[str]]:
    """Return all cells of a table but the reasons."""
    heads, lines = read_lines(text, _names_student)
    reasons = {at for at, head in enumerate(heads) if head.lower() == HEADS[-1]}
    return [heads, *([cell for at, cell in enumerate(cells) if at not in reasons] for _, cells in lines)]


def _take(found: Overrides, row: Mapping[str, str], assignment: Assignment) -> tuple[str, str, str]:
    """Take one line in, and return its student, as ids are compared, what it is about, and what it says of that.

    Raises ValueError, with column and message, where it says nothing that can be used.
    """
    student, reason = _student(row.get("student", ""), assignment), line_of(row.get("reason", ""))
    exercise, said = line_of(row.get("exercise", "")).casefold(), line_of(row.get("points", ""))
    if not student:
        raise ValueError("student", "must be a student’s id, and is empty; write it, or take the line out")
    words = found.words.setdefault(student, {})
    if exercise == WORK and not said:
        raise ValueError("points", "must be where the piece is that counts, and is empty; copy it from to-decide.csv")
    if exercise == WORK:
        found.work[student], words[WORK] = said, f"{WORK}: {reason or said}"
        return student, WORK, said
    if exercise == ALL and said.casefold() in LATE:
        late = said.casefold()
        found.late[student], words[ALL] = LATE[late], f"{late}: {reason}".removesuffix(": ")
        return student, ALL, late
    if exercise == ALL and said.casefold() == EXCUSED:
        found.excused[student] = reason
        return student, EXCUSED, EXCUSED
    if exercise == ALL:
        known = ", ".join((EXCUSED, *LATE))
        raise ValueError("points", f"must be one of {known} for the whole assignment, and is “{said[:20]}”; mend it")
    item = _item(exercise, student, assignment)
    points = _points(said, item)
    found.exercises.setdefault(student, {})[item.exercise.id] = Override(points, reason)
    return student, item.exercise.id, EXCUSED if points is None else rounded(points)


def _student(cell: str, assignment: Assignment) -> str:
    """Return a student's id as ids are compared, whatever a spreadsheet has made of it.

    Raises ValueError, with column and message, where it may be that of several.
    """
    ids = {same(assignment.sheet[code].student) for code in meant("student", cell, assignment)}
    if same(cell) in ids or not ids:
        return same(cell)
    if len(ids) > 1:
        several = " or ".join(sorted(ids))
        message = (
            f"must be one student’s id, and “{cell}” may be {several}; type it as text, with an apostrophe before it"
        )
        raise ValueError("student", message)
    return ids.pop()


def _item(exercise: str, student: str, assignment: Assignment) -> Item:
    number = _NUMBER.fullmatch(exercise)
    drawn = next((sheet.drawn for sheet in assignment.sheets if same(sheet.student) == student), ())
    items = assignment.asked(drawn) if drawn else assignment.items
    meant = [item for item in items if item.exercise.id == exercise or (number and int(number[1]) == item.number)]
    if len(meant) == 1:
        return meant[0]
    if meant:
        ids = " or ".join(item.exercise.id for item in meant)
        raise ValueError("exercise", f"must be the id of what the student was asked, and may be {ids}; write one")
    last = assignment.items[-1].number
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
