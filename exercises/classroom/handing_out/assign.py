"""A set made into an assignment: what students get in one folder, what only the instructor has in another."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from pathlib import Path

from exercises.classroom.assignment import (
    ANSWERS,
    INSTRUCTOR,
    MANIFEST,
    STUDENTS,
    Assignment,
    Item,
    Sheet,
    assignment_id,
    sheet_code,
    write_manifest,
)
from exercises.classroom.handing_out.key_page import key_html
from exercises.classroom.handing_out.page import page_html
from exercises.classroom.handing_out.paper import paper_html
from exercises.classroom.handing_out.pdf import write_pdfs
from exercises.classroom.handing_out.ready import require_drawing
from exercises.classroom.handing_out.tables import letters_csv, paper_csv
from exercises.classroom.roster import Pupil, file_stems
from exercises.course import Course
from exercises.errors import CourseError, Finding
from exercises.files import whole_folder
from exercises.ledger.types import Report
from exercises.questions.ask import ask
from exercises.questions.kinds import Exercise
from exercises.words import day

PAPER = "paper.csv"


def make_assignment(
    course: Course, exercises: tuple[Exercise, ...], pupils: tuple[Pupil, ...], *, title: str, due: str, seed: int
) -> Assignment:
    """Return the assignment: keys as they are today, and one sheet for each student, or one for all."""
    id = assignment_id(title, due, seed, exercises)
    items = tuple(
        Item(number=number, exercise=exercise, key=course.keys[exercise.id])
        for number, exercise in enumerate(exercises, 1)
    )
    stems = file_stems(f"{pupil.name} {pupil.id}" for pupil in pupils)
    sheets = tuple(_sheet(id, pupil, stem, exercises, seed) for pupil, stem in zip(pupils, stems, strict=True))
    return Assignment(
        id=id,
        title=title,
        due=due,
        seed=seed,
        items=items,
        sheets=sheets or (Sheet(code=sheet_code(id, "")),),
        beside=" ".join(_beside(report) for report in _reports(course, exercises) if report.words == "theirs"),
        texts={report.id: _text(report) for report in _reports(course, exercises) if report.words == "ours"},
        misconceptions={one.id: one.text for one in course.bank.misconceptions},
    )


def _sheet(assignment: str, pupil: Pupil, stem: str, exercises: tuple[Exercise, ...], seed: int) -> Sheet:
    orders = {one.id: order for one in exercises if (order := shuffled(one, f"{seed}/{assignment}/{pupil.id}"))}
    return Sheet(code=sheet_code(assignment, pupil.id), student=pupil.id, name=pupil.name, file=stem, orders=orders)


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


def write_assignment(assignment: Assignment, out: Path, *, pdf: bool, say: Callable[[str], None]) -> None:
    """Write the three folders into ``out``, whole or not at all.

    Raises CourseError where ``out`` holds something already, and NotInstalledError where what draws PDF is missing.
    """
    require_new(out)
    if pdf:
        require_drawing()
    with whole_folder(out) as draft:
        for name in (STUDENTS, INSTRUCTOR, ANSWERS):
            (draft / name).mkdir()
        _write_students(assignment, draft / STUDENTS, pdf, say)
        _write_instructor(assignment, draft / INSTRUCTOR)
        (draft / ANSWERS / PAPER).write_text(paper_csv(assignment), encoding="utf-8")
        if out.exists():
            out.rmdir()  # it is empty


def require_new(out: Path) -> None:
    """Raise CourseError where ``out`` holds something already, which must not be lost."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        message = "must be a new or empty folder, so that nothing is lost, and is not; name another with --out"
        raise CourseError([Finding(out.as_posix(), "--out", message, "out")])


def _write_students(assignment: Assignment, folder: Path, pdf: bool, say: Callable[[str], None]) -> None:
    for number, sheet in enumerate(assignment.sheets, 1):
        (folder / f"{sheet.file}.html").write_text(page_html(assignment, sheet), encoding="utf-8")
        if pdf:
            fillable, printable = folder / f"{sheet.file}-fill-in.pdf", folder / f"{sheet.file}-print.pdf"
            write_pdfs(paper_html(assignment, sheet, True), paper_html(assignment, sheet, False), fillable, printable)
        say(f"sheet {number} of {len(assignment.sheets)}")


def _write_instructor(assignment: Assignment, folder: Path) -> None:
    write_manifest(folder / MANIFEST, assignment)
    (folder / "key.html").write_text(key_html(assignment), encoding="utf-8")
    (folder / "letters.csv").write_text(letters_csv(assignment), encoding="utf-8")
