"""Everything that marking leaves behind, in one folder: put in place whole, and made anew each time."""

from __future__ import annotations

import hashlib
import itertools
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from exercises.classroom.assignment import GRADES, SET_ASIDE
from exercises.classroom.marking.graded import Graded
from exercises.classroom.marking.typed_twice import TWICE, UNREADABLE, twice_csv, unreadable_csv
from exercises.classroom.marking.which import DECIDE, to_decide_csv
from exercises.classroom.reporting.class_report import Work, write_class_report
from exercises.classroom.reporting.feedback_page import FeedbackPages
from exercises.classroom.reporting.gradebook import grades_csv, in_figures, set_aside_csv
from exercises.classroom.reporting.lms import FOLDER, MOODLE_FEEDBACK, grade_files, moodle_feedback
from exercises.classroom.roster import file_stems
from exercises.files import whole_folder

FEEDBACK, REPORT = "feedback", "class.html"
BY_HAND = "changed-by-hand"
_WRITTEN = ".as-written"
"""The file that has the digest of each table as it was written, by which one that was typed into is known."""


def write_results(
    done: Graded,
    out: Path,
    before: Sequence[Graded],
    say: Callable[[str], None],
    *,
    twin: Graded | None = None,
    feedback: bool = True,
) -> list[Path]:
    """Write grades, feedback where it is wanted, class report, files for an LMS, what was set aside and what to decide.

    All is made beside the folder first, and then takes the place of what an earlier run wrote; other files stay.
    Tables of an earlier run that somebody has changed since are kept in a folder of their own, and returned.
    Raises CourseError where the folder cannot be written.
    """
    with whole_folder(out) as draft:
        _write(done, draft, before, twin)
        if feedback and done.marked:
            _write_feedback(done, draft, say)
        kept = _keep_changed(out, draft)
        for name in (TWICE, UNREADABLE):
            (out / name).unlink(missing_ok=True)  # what has been mended since
        for name in (FEEDBACK, FOLDER):  # of students whose work no longer counts
            shutil.rmtree(out / name, ignore_errors=True)
    return kept


def _keep_changed(out: Path, draft: Path) -> list[Path]:
    """Copy each table that is not as it was written into the draft, and note there how its own are written."""
    digests = {path.relative_to(draft).as_posix(): _digest(path) for path in sorted(draft.rglob("*.csv"))}
    (draft / _WRITTEN).write_text("".join(f"{value} {name}\n" for name, value in digests.items()), encoding="utf-8")
    kept = []
    before = (out / _WRITTEN).read_text(encoding="utf-8") if (out / _WRITTEN).exists() else ""
    for digest, _, name in (line.partition(" ") for line in before.splitlines()):
        path = out / name
        if path.is_file() and _digest(path) not in (digest, digests.get(name)):
            place = _free(out / BY_HAND / name)  # in its own folder's place, for two may be called alike
            copy = draft / place.relative_to(out)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
            kept.append(place)
    return kept


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _free(path: Path) -> Path:
    """Return the path, or the first with a number that is not there yet."""
    numbered = (path.with_stem(f"{path.stem}-{number}") for number in itertools.count(2))
    return next(one for one in itertools.chain([path], numbered) if not one.exists())


def _write(done: Graded, folder: Path, before: Sequence[Graded], twin: Graded | None) -> None:
    tables = {GRADES: grades_csv(done), SET_ASIDE: set_aside_csv(done.aside), DECIDE: to_decide_csv(done.decide)}
    tables |= {TWICE: twice_csv(done.paper.differing)} if done.paper.differing else {}
    tables |= {UNREADABLE: unreadable_csv(done.paper.unread)} if done.paper.unread else {}
    tables |= {f"{FOLDER}/{name}": text for name, text in grade_files(done).items()}
    (folder / FOLDER).mkdir()
    for name, text in tables.items():
        (folder / name).write_text(text, encoding="utf-8")
    write_class_report(
        *_work(done),
        folder / REPORT,
        set_aside=len(done.aside),
        excused=done.overrides.excused,
        before=[_work(one) for one in before],
        twin=_work(twin) if twin else None,
    )


def _work(done: Graded) -> Work:
    return done.assignment, in_figures(done)


def _write_feedback(done: Graded, folder: Path, say: Callable[[str], None]) -> None:
    (folder / FEEDBACK).mkdir()
    data, number = moodle_feedback(done, _pages(done, folder / FEEDBACK, say))
    if number:
        (folder / FOLDER / MOODLE_FEEDBACK).write_bytes(data)


def _pages(done: Graded, folder: Path, say: Callable[[str], None]) -> Iterator[tuple[str, str]]:
    """Write a page for each student; yield the stem of its name and its text."""
    pages = FeedbackPages(done.assignment, done.typed, done.overrides.excused)
    stems = file_stems(f"{work.name} {work.student}" for work in done.marked)
    for number, (stem, work) in enumerate(zip(stems, done.marked, strict=True), 1):
        page = pages.page(work)
        (folder / f"{stem}.html").write_text(page, encoding="utf-8", errors="replace")
        yield stem, page
        if number % 1000 == 0:
            say(f"{number} feedback pages written")
