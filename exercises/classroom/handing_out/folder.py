"""The folder of an assignment: written whole, by one run at a time, and taken up where a run was ended."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from exercises.classroom.assignment import (
    ANSWERS,
    INSTRUCTOR,
    LETTERS,
    MANIFEST,
    STUDENTS,
    Assignment,
    Sheet,
    write_manifest,
)
from exercises.classroom.handing_out.drawing import FILL_IN, PRINT, draw_sheets
from exercises.classroom.handing_out.key_page import key_html
from exercises.classroom.handing_out.letters import require_letters
from exercises.classroom.handing_out.page import page_html
from exercises.classroom.handing_out.paper import paper_html
from exercises.classroom.handing_out.pdf import merged
from exercises.classroom.handing_out.ready import require_drawing
from exercises.classroom.handing_out.tables import letters_csv, paper_csv
from exercises.draw.templates import render
from exercises.errors import CourseError, Finding
from exercises.files import LOCK, alone_in, whole_folder, write_whole

PAPER, ADDED, TO_PRINT, INDEX = "paper.csv", "paper-added.csv", "to-print.pdf", "index.html"
_FOLDERS = (STUDENTS, ANSWERS, INSTRUCTOR)
_BEGUN = ".part"

Say = Callable[[str], None]


def write_assignment(assignment: Assignment, out: Path, *, pdf: bool, say: Say) -> None:
    """Write the three folders into ``out``, whole or not at all; a run that was killed is taken up where it was.

    Raises CourseError where ``out`` holds something already, another run is at work in it, or no font has a letter of
    a name, and NotInstalledError where what draws PDF is missing.
    """
    require_empty(out)
    _require_tools(assignment.sheets, pdf)
    with _begun(out, _fingerprint(assignment, pdf)) as draft:
        for name in _FOLDERS:
            (draft / name).mkdir(exist_ok=True)
        _write_sheets(assignment, assignment.sheets, draft / STUDENTS, pdf, say)
        write_manifest(draft / INSTRUCTOR / MANIFEST, assignment)
        _write_instructor(assignment, draft / INSTRUCTOR, draft / STUDENTS)
        (draft / ANSWERS / PAPER).write_text(paper_csv(assignment), encoding="utf-8")


def extend_assignment(old: Assignment, new: Assignment, out: Path, *, pdf: bool, say: Say) -> Path:
    """Write what an assignment has more than before into its folder; what students have, and what was typed, stays.

    Return the table in which answers on paper are typed for the new sheets.  The manifest comes last,
    so that a run that is ended can be made again.  The caller has been alone in the folder since ``old`` was read.
    Raises CourseError and NotInstalledError as :func:`write_assignment` does.
    """
    added = new.sheets[len(old.sheets) :]
    pdf = pdf and any((out / STUDENTS / f"{sheet.file}{PRINT}").exists() for sheet in old.sheets)
    if added:
        _require_tools(added, pdf)
    with whole_folder(out) as draft:
        (draft / STUDENTS).mkdir()
        _write_sheets(new, added, draft / STUDENTS, pdf, say)
    _write_instructor(new, out / INSTRUCTOR, out / STUDENTS)
    table = _add_lines(old, new, out / ANSWERS) if added else out / ANSWERS / PAPER
    write_manifest(out / INSTRUCTOR / MANIFEST, new)
    return table


def _add_lines(old: Assignment, new: Assignment, folder: Path) -> Path:
    """Return the table that has lines for new sheets: a second one where the first has been typed into, and stays."""
    table = folder / PAPER
    whole = paper_csv(new).encode()
    if table.exists() and table.read_bytes() in (paper_csv(old).encode(), whole):  # whole: of a run that was ended
        write_whole(table, whole)
        return table
    more = paper_csv(new.model_copy(update={"sheets": new.sheets[len(old.sheets) :]})).encode()
    number, place = 1, folder / ADDED
    while place.exists() and place.read_bytes() != more:
        number += 1
        place = folder / ADDED.replace(".", f"-{number}.")
    folder.mkdir(exist_ok=True)
    write_whole(place, more)
    return place


def require_empty(out: Path) -> None:
    """Raise CourseError where ``out`` holds something already, which must not be lost."""
    if not out.exists() or (out.is_dir() and (_is_begun(out) or not _holds(out))):
        return
    message = (
        "must be a new or empty folder, so that nothing is lost, and is not; name another with --out, "
        "or add students to the assignment in it with --add"
    )
    raise CourseError([Finding(out.as_posix(), "--out", message, "out")])


def _drafts(out: Path) -> list[Path]:
    """Return what killed runs have left; a browser's own ``.part``, of a download, is a file."""
    return [path for path in out.glob(f".*{_BEGUN}") if path.is_dir()]


def _holds(out: Path) -> list[Path]:
    drafts = _drafts(out)
    return [path for path in out.iterdir() if path.name != LOCK and path not in drafts]


def _is_begun(out: Path) -> bool:
    return bool(_drafts(out)) and not set(_FOLDERS) <= set(map(_name, _holds(out)))


def _name(path: Path) -> str:
    return path.name


def _require_tools(sheets: tuple[Sheet, ...], pdf: bool) -> None:
    if pdf:
        require_drawing()
        require_letters(sheets)


def _fingerprint(assignment: Assignment, pdf: bool) -> str:
    """Return what tells this run from another into the same folder, so that no two are ever mixed."""
    first = paper_html(assignment, assignment.sheets[0])
    style = Path(__file__).with_name("paper.css").read_text(encoding="utf-8")
    return hashlib.sha256(f"{assignment.model_dump_json()}\n{first}\n{style}\n{pdf}".encode()).hexdigest()[:12]


@contextmanager
def _begun(out: Path, name: str) -> Iterator[Path]:
    """Yield a folder in ``out`` that may hold what a killed run has made; at the end it is put in place."""
    is_new = not out.exists()
    try:
        out.mkdir(parents=True, exist_ok=True)
        with alone_in(out, patience=0):
            require_empty(out)
            draft = out / f".{name}{_BEGUN}"
            for other in _drafts(out):
                if other != draft:
                    shutil.rmtree(other)
            draft.mkdir(exist_ok=True)
            try:
                yield draft
                for folder in _FOLDERS:
                    shutil.rmtree(out / folder, ignore_errors=True)  # of a run that was killed right here
                    (draft / folder).replace(out / folder)
                draft.rmdir()
            except Exception:
                shutil.rmtree(draft, ignore_errors=True)
                raise
    except OSError as error:
        message = f"must be a folder that can be written, and is not ({error.strerror}); name another with --out"
        raise CourseError([Finding(out.as_posix(), "--out", message, "out")]) from error
    finally:
        if is_new:
            with suppress(OSError):
                out.rmdir()  # nothing was made, and nothing is left


def _write_sheets(assignment: Assignment, sheets: tuple[Sheet, ...], draft: Path, pdf: bool, say: Say) -> None:
    for sheet in sheets:
        (draft / f"{sheet.file}.html").write_text(page_html(assignment, sheet), encoding="utf-8")
    if pdf:
        draw_sheets(assignment, sheets, draft, say)


def _write_instructor(assignment: Assignment, folder: Path, students: Path) -> None:
    """Write all that the instructor has beside the manifest."""
    write_whole(folder / "key.html", key_html(assignment))
    write_whole(folder / LETTERS, letters_csv(assignment).encode())
    prints = [path for sheet in assignment.sheets if (path := students / f"{sheet.file}{PRINT}").exists()]
    if prints:
        write_whole(folder / TO_PRINT, merged(prints))
    write_whole(folder / INDEX, index_html(assignment, students, has_prints=bool(prints)))


def index_html(assignment: Assignment, students: Path, *, has_prints: bool) -> str:
    """Return a page that says who has which sheet, with links to its files."""
    endings = {"page": ".html", "to fill in": FILL_IN, "to print": PRINT}
    rows = [
        (
            sheet,
            [
                (name, f"{sheet.file}{end}")
                for name, end in endings.items()
                if (students / f"{sheet.file}{end}").exists()
            ],
        )
        for sheet in assignment.sheets
    ]
    return render(
        "index",
        title=f"Who has which sheet: {assignment.title}",
        assignment=assignment,
        rows=rows,
        students=f"../{STUDENTS}",
        to_print=TO_PRINT if has_prints else "",
    )
