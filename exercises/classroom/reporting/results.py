"""Everything that marking leaves behind, in one folder: put in place whole, with what was typed before kept."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from exercises.classroom.marking.graded import Graded
from exercises.classroom.marking.written import write_packet
from exercises.classroom.reporting.class_report import write_class_report
from exercises.classroom.reporting.feedback_page import FeedbackPages
from exercises.classroom.reporting.gradebook import grades_csv, set_aside_csv
from exercises.classroom.roster import file_stems
from exercises.files import whole_folder

FEEDBACK = "feedback"


def write_results(
    done: Graded,
    out: Path,
    before: Graded | None,
    say: Callable[[str], None],
    *,
    twin: Graded | None = None,
    feedback: bool = True,
) -> None:
    """Write grades, feedback where it is wanted, written packet, class report and what was set aside.

    All is made beside the folder first, and then takes the place of what an earlier run wrote; other files stay.
    Raises CourseError where the folder cannot be written.
    """
    with whole_folder(out) as draft:
        _write(done, draft, before, twin)
        if feedback and done.marked:
            _write_feedback(done, draft / FEEDBACK, say)
        shutil.rmtree(out / FEEDBACK, ignore_errors=True)  # pages of students whose work no longer counts


def _write(done: Graded, folder: Path, before: Graded | None, twin: Graded | None) -> None:
    assignment, marked = done.assignment, done.marked
    (folder / "grades.csv").write_text(grades_csv(assignment, marked, done.sources), encoding="utf-8")
    (folder / "set-aside.csv").write_text(set_aside_csv(done.aside), encoding="utf-8")
    write_packet(folder, assignment, marked, done.typed)
    earlier = (before.assignment, before.marked) if before else None
    other = (twin.assignment, twin.marked) if twin else None
    write_class_report(assignment, marked, folder / "class.html", set_aside=len(done.aside), before=earlier, twin=other)


def _write_feedback(done: Graded, folder: Path, say: Callable[[str], None]) -> None:
    pages = FeedbackPages(done.assignment, done.typed)
    folder.mkdir()
    stems = file_stems(f"{work.name} {work.student}" for work in done.marked)
    for number, (stem, work) in enumerate(zip(stems, done.marked, strict=True), 1):
        (folder / f"{stem}.html").write_text(pages.page(work), encoding="utf-8", errors="replace")
        if number % 1000 == 0:
            say(f"{number} feedback pages written")
