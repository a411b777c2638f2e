"""Everything that marking leaves behind, in one folder: put in place whole, and made anew each time."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from exercises.classroom.assignment import GRADES, SET_ASIDE
from exercises.classroom.marking.graded import Graded
from exercises.classroom.marking.typed_twice import TWICE, UNREADABLE, twice_csv, unreadable_csv
from exercises.classroom.marking.which import DECIDE, to_decide_csv
from exercises.classroom.reporting.class_report import Work, write_class_report
from exercises.classroom.reporting.feedback_page import FeedbackPages
from exercises.classroom.reporting.gradebook import ASIDE, TO_DECIDE, grades_csv, in_figures, lines, set_aside_csv
from exercises.classroom.reporting.lms import FOLDER, MOODLE_FEEDBACK, grade_files, moodle_feedback
from exercises.classroom.roster import file_stems
from exercises.files import whole_folder, write_whole

FEEDBACK, REPORT = "feedback", "class.html"
BY_HAND = "changed-by-hand"
_WRITTEN = ".as-written"
"""The file that has the digest of each file as it was written, by which one that was changed since is known."""


def write_results(
    done: Graded,
    out: Path,
    before: Sequence[Graded],
    say: Callable[[str], None],
    *,
    twin: Graded | None = None,
    feedback: bool = True,
    more: Mapping[str, str] | None = None,
) -> list[Path]:
    """Write grades, feedback where it is wanted, class report, files for an LMS, what was set aside and what to decide.

    All is made beside the folder first, with ``more`` tables, and then takes the place of what an earlier run wrote;
    other files stay.  Files of an earlier run that somebody has changed since are kept in a folder of their own, and
    returned.
    Raises CourseError, and leaves the results of before, where the folder or a file in it cannot be written.
    """
    was = _as_written(out)
    with whole_folder(out, was) as draft:
        _write(done, draft, before, twin, more or {})
        if feedback and done.marked:
            _write_feedback(done, draft, say)
        now = {path.relative_to(draft).as_posix(): _digest(path) for path in sorted(draft.rglob("*")) if path.is_file()}
        (draft / _WRITTEN).write_text("".join(f"{value} {name}\n" for name, value in now.items()), encoding="utf-8")
        return list(_keep_changed(out, was, now))


def _as_written(out: Path) -> dict[str, str]:
    """Return the digest of each file that an earlier run has written, by its place."""
    noted = (out / _WRITTEN).read_text(encoding="utf-8", errors="replace") if (out / _WRITTEN).exists() else ""
    parts = (line.partition(" ") for line in noted.splitlines())
    return {name: digest for digest, _, name in parts}


def _keep_changed(out: Path, was: Mapping[str, str], now: Mapping[str, str]) -> Iterator[Path]:
    """Copy each file that is not as it was written to a place where nothing replaces it, and yield that place.

    A file of which no list says that a run has written it is somebody's own, whatever it is called.
    """
    for name, digest in {**dict.fromkeys(now, ""), **was}.items():
        path = out / name
        if path.is_file() and _digest(path) not in (digest, now.get(name)):
            data = path.read_bytes()
            place = _free(out / BY_HAND / name, data)  # in its own folder's place, for two may be called alike
            place.parent.mkdir(parents=True, exist_ok=True)
            write_whole(place, data)
            yield place


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _free(path: Path, data: bytes) -> Path:
    """Return the path, or the first with a number, that is not there yet or holds this, as after an ended run."""
    numbered = (path.with_stem(f"{path.stem}-{number}") for number in itertools.count(2))
    return next(one for one in itertools.chain([path], numbered) if not one.exists() or one.read_bytes() == data)


def _write(done: Graded, draft: Path, before: Sequence[Graded], twin: Graded | None, more: Mapping[str, str]) -> None:
    tables = {GRADES: grades_csv(done), SET_ASIDE: set_aside_csv(done.aside), DECIDE: to_decide_csv(done.decide)}
    tables |= {TWICE: twice_csv(done.paper.differing)} if done.paper.differing else {}
    tables |= {UNREADABLE: unreadable_csv(done.paper.unread)} if done.paper.unread else {}
    tables |= {f"{FOLDER}/{name}": text for name, text in grade_files(done).items()} | dict(more)
    (draft / FOLDER).mkdir()
    for name, text in tables.items():
        (draft / name).write_text(text, encoding="utf-8")
    write_class_report(
        *_work(done),
        draft / REPORT,
        set_aside=len(done.aside),
        unmarked=sum(line.status in (ASIDE, TO_DECIDE) for line in lines(done)),
        excused=done.overrides.excused,
        before=[_work(one) for one in before],
        twin=_work(twin) if twin else None,
    )


def _work(done: Graded) -> Work:
    return done.assignment, in_figures(done)


def _write_feedback(done: Graded, draft: Path, say: Callable[[str], None]) -> None:
    (draft / FEEDBACK).mkdir()
    data, number = moodle_feedback(done, _pages(done, draft / FEEDBACK, say))
    if number:
        (draft / FOLDER / MOODLE_FEEDBACK).write_bytes(data)


def _pages(done: Graded, draft: Path, say: Callable[[str], None]) -> Iterator[tuple[str, str]]:
    """Write a page for each student; yield the stem of its name and its text."""
    pages = FeedbackPages(done.assignment, done.typed, done.overrides.excused)
    stems = file_stems(f"{work.name} {work.student}" for work in done.marked)
    for number, (stem, work) in enumerate(zip(stems, done.marked, strict=True), 1):
        page = pages.page(work)
        (draft / f"{stem}.html").write_text(page, encoding="utf-8", errors="replace")
        yield stem, page
        if number % 1000 == 0:
            say(f"{number} feedback pages written")
