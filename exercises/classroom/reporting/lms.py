"""Grades and feedback in the forms that learning management systems take back.

Only students whose work is wholly marked have a line, so that an upload changes nobody else's grade.  Points are of all
points of the assignment: who is excused from an exercise has the same share of all as of the rest.

Moodle (docs.moodle.org, "Grade import"): any CSV, whose columns are mapped on upload, one of them to the id number,
the e-mail address or the username.  Feedback files (Moodle's mod/assign/feedback/file/importziplib.php): a zip of
folders ``NAME_NUMBER_assignfeedback_file_``, whose number is the participant's, as in the zip of submissions.

Canvas (lib/gradebook_importer.rb): the columns ``Student``, ``ID``, ``SIS User ID``, ``SIS Login ID``, ``Section``, and
then assignments; a line ``Points Possible``.  A student is found by ``ID``, which is Canvas's own, else by one of the
others, else by name.  ``EX`` is excused.

Blackboard (help for instructors, "Work offline with grade data"): a column ``Username``, and one for each item, in
which every cell stands in quotation marks.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence

from exercises.classroom.marking.graded import Graded
from exercises.classroom.marking.marked import rounded
from exercises.classroom.reporting.gradebook import EXCUSED, MARKED, Line, earned, lines
from exercises.classroom.spreadsheet import cell_of
from exercises.files import zip_entry

FOLDER = "lms"
MOODLE_FEEDBACK = "moodle-feedback.zip"
_PLACES = 4
"""To so many places points go to an LMS, which rounds them by its own setting."""
_ID = re.compile(r"\w[\w.@-]*")
_PARTICIPANT = re.compile(r"_(\d+)_assignsubmission_")


def grade_files(done: Graded) -> dict[str, str]:
    """Return the text of each LMS's file of grades by its name."""
    title, most = done.assignment.title, sum(place[0].points for place in done.assignment.places)
    students = [line for line in lines(done) if line.student]
    grades = [(line, grade) for line in students if (grade := _grade(done, line, most))]
    id = "Email address" if all("@" in line.student for line in students) else "ID number"
    moodle = [(id, "Full name", title), *((line.student, line.name, grade) for line, grade in grades)]
    numbers = {sheet.student: sheet.canvas for sheet in done.assignment.sheets}
    canvas = [
        ("Student", "ID", "SIS User ID", "SIS Login ID", "Section", title),
        ("Points Possible", "", "", "", "", rounded(most)),
        *((*in_canvas(line, numbers), grade) for line, grade in grades),
        *((*in_canvas(line, numbers), "EX") for line in students if line.status == EXCUSED),
    ]
    blackboard = [("Username", title), *((line.student, grade) for line, grade in grades)]
    return {"moodle.csv": _csv(moodle), "canvas.csv": _csv(canvas), "blackboard.csv": _csv(blackboard)}


def in_canvas(line: Line, numbers: Mapping[str, str]) -> tuple[str, ...]:
    """Return Canvas's columns of a student: its own number where the roster had it, and the ids that it knows."""
    number = numbers.get(line.student, "")
    login = "" if line.student == number else line.student
    return line.name, number, login, login, ""


def _grade(done: Graded, line: Line, most: float) -> str:
    """Return a student's points of all points; nothing while a part of the work is not marked."""
    points, out_of = earned(done.assignment, line.work) if line.work and line.status == MARKED else (0, 0)
    return rounded(points * most / out_of, _PLACES) if out_of else ""


def _csv(rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerows([_cell(cell) for cell in row] for row in rows)
    return out.getvalue()


def _cell(text: str) -> str:
    """Return a cell that is no formula; ids and addresses stand as the LMS knows them."""
    return text if _ID.fullmatch(text) else cell_of(text)


def moodle_feedback(done: Graded, pages: Iterable[tuple[str, str]]) -> tuple[bytes, int]:
    """Return the zip of feedback pages for Moodle, and how many are in it: those whose work came in a zip of Moodle's.

    ``pages`` has the stem of each page's name and its text, in the order of the work that was marked.  The same pages
    make the same bytes.
    """
    out, number = io.BytesIO(), 0
    with zipfile.ZipFile(out, "w") as archive:
        for piece, (stem, page) in zip(done.kept, pages, strict=True):
            found = _PARTICIPANT.search(piece.where)
            if found:
                entry = zip_entry(f"{stem}_{found[1]}_assignfeedback_file_/{stem}.html")
                archive.writestr(entry, page.encode("utf-8", "replace"))
                number += 1
    return out.getvalue(), number
