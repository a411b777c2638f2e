"""What came back, piece by piece: files of any sort, zips of them as an LMS hands them over, codes pasted into texts.

Each piece becomes answers or is set aside with a reason, and nothing is lost on the way: a piece is a file, a file in
a zip, a code in a text, or a line of a typed table.  Nothing is ever unpacked to disk, run, or followed as a link.
"""

from __future__ import annotations

import io
import itertools
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from exercises.classroom.assignment import INSTRUCTOR, MANIFEST, MARKED, STUDENTS, Assignment
from exercises.classroom.columns import WHO
from exercises.classroom.roster import line_of
from exercises.classroom.spreadsheet import decoded, heads, read_rows
from exercises.classroom.taking_in import lms
from exercises.classroom.taking_in.answers import Answers, find_codes, read_answers, read_code
from exercises.classroom.taking_in.pdf import read_pdf
from exercises.classroom.taking_in.refused import Refused
from exercises.classroom.taking_in.table import is_empty, read_line

MAX_PIECE = 20_000_000
"""The bytes of one file that a student can hand in."""
MAX_TABLE = 200_000_000
"""The bytes of a text or table that lies in the folder itself, where a whole course may stand in one."""
MAX_FILES, MAX_FILES_INSIDE = 250_000, 200
MAX_UNPACKED, MAX_UNPACKED_INSIDE = 4_000_000_000, 200_000_000
"""The files and bytes of a zip in the folder, and of one inside it, which one student has made, with all in them."""
MAX_DEPTH = 3
MAX_RATIO = 200
"""How many times larger an entry of more than a megabyte may be than what it was packed to."""
OWN = (STUDENTS, INSTRUCTOR, MARKED)
"""Folders of an assignment that hold no work."""

_MAGIC = (
    ((b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\0", b"MM\0*"), "it is a picture: type the answers into paper.csv"),
    ((b"\xd0\xcf\x11\xe0",), "it is a Word or Excel file: ask for the answers file or the code"),
    ((b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ"), "it is packed in a way that is not read: use zip"),
)
_NOT_TEXT = "it is neither a sheet, an answers file, a zip, nor text in UTF-8"
_NO_CODE = "there is no answers file, code or sheet in it"
_IS_PAGE = "it is the page to fill in, without the answers: ask for the answers file or the code"
_TOO_MUCH = "it unpacks to more than any work would"
_TOO_LARGE = f"it is larger than {MAX_PIECE // 1_000_000} megabytes"
_SYSTEM = {".ds_store", "thumbs.db", "desktop.ini"}


@dataclass(frozen=True)
class HandedIn:
    """Answers, and the piece that they came in."""

    where: str
    answers: Answers


@dataclass(frozen=True)
class SetAside:
    """A piece that cannot be marked, and why, in a sentence for the instructor."""

    where: str
    reason: str
    student: str = ""


@dataclass
class _Budget:
    """What may still be unpacked from one archive, all that lies in it counted; and of what it is a part."""

    files: int
    bytes: int
    depth: int = 0
    above: _Budget | None = None

    def spend(self, size: int) -> None:
        """Take a file and its size off.  Raises Refused where too much was unpacked already."""
        self.files -= 1
        self.bytes -= size
        if self.files < 0 or self.bytes < 0:
            raise Refused(_TOO_MUCH)
        if self.above:
            self.above.spend(size)

    def inside(self) -> _Budget:
        """Return the budget of a file in the archive: its own where an LMS has made the archive, else the same."""
        if self.depth:
            return replace(self, depth=self.depth + 1, above=self)
        return _Budget(MAX_FILES_INSIDE, MAX_UNPACKED_INSIDE, 1, self)


def take_in(paths: Iterable[Path], assignment: Assignment) -> Iterator[HandedIn | SetAside]:
    """Yield every piece under the paths, in the order of their names."""
    for path in map(Path.resolve, paths):
        for found in _files(path):
            yield from _file(found, found.relative_to(path).as_posix() if found != path else found.name, assignment)


def _files(path: Path) -> Iterator[Path]:
    if path.is_symlink() or not path.is_dir():
        yield path
        return
    is_ours = (path / INSTRUCTOR / MANIFEST).exists()
    for inside in sorted(path.iterdir()):
        ours = is_ours and inside.name in OWN
        if not ours and inside.name != MANIFEST:
            yield from _files(inside)


def _file(path: Path, where: str, assignment: Assignment) -> Iterator[HandedIn | SetAside]:
    where = line_of(where)
    try:
        yield from _opened(path, where, assignment)
    except Refused as refused:
        yield SetAside(where, refused.reason)
    except OSError as error:
        yield SetAside(where, f"it cannot be opened ({error.strerror})")


def _opened(path: Path, where: str, assignment: Assignment) -> Iterator[HandedIn | SetAside]:
    if path.is_symlink():
        raise Refused("it is a link to another place, and is not followed")
    if not path.is_file():
        raise Refused("it is not a file")
    with path.open("rb") as file:
        if _is_zip(file.read(8)):
            yield from _zip(file, where, assignment, _Budget(MAX_FILES, MAX_UNPACKED))
            return
    if path.stat().st_size > (MAX_TABLE if path.suffix.lower() in (".csv", ".txt") else MAX_PIECE):
        raise Refused(_TOO_LARGE)
    yield from read_piece(path.read_bytes(), where, assignment)


def _is_zip(start: bytes) -> bool:
    return start[:4] in (b"PK\x03\x04", b"PK\x05\x06")


def _zip(file: io.IOBase, where: str, assignment: Assignment, budget: _Budget) -> Iterator[HandedIn | SetAside]:
    try:
        archive = zipfile.ZipFile(file)
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    except Exception:  # noqa: BLE001 - whatever a broken archive raises
        yield SetAside(where, "it is a zip that is damaged or cut off: ask for it again")
        return
    names = {entry.filename for entry in entries}
    if "[Content_Types].xml" in names or "mimetype" in names:
        yield SetAside(where, "it is a document of an office program: ask for the answers file or the code")
    elif len(entries) > budget.files:
        yield SetAside(where, f"it is a zip of more than {budget.files} files")
    elif not entries:
        yield SetAside(where, "it is a zip with nothing in it")
    elif budget.depth >= MAX_DEPTH:
        yield SetAside(where, f"it is a zip inside {MAX_DEPTH} others")
    else:
        for entry in entries:
            yield from _entry(archive, entry, where, assignment, budget)


def _entry(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, where: str, assignment: Assignment, budget: _Budget
) -> Iterator[HandedIn | SetAside]:
    inside = f"{where} › {line_of(entry.filename)}"
    try:
        data = _unpacked(archive, entry, budget)
    except Refused as refused:
        yield SetAside(inside, refused.reason)
        return
    yield from _piece(data, inside, assignment, budget.inside())


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: _Budget) -> bytes:
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or re.match(r"[A-Za-z]:", entry.filename):
        raise Refused("its path leads out of the zip, which no LMS writes")
    if entry.flag_bits & 1:
        raise Refused("it is packed with a password")
    if entry.file_size > MAX_PIECE:
        raise Refused(_TOO_LARGE)
    if entry.file_size > 1_000_000 and entry.file_size > MAX_RATIO * max(1, entry.compress_size):
        raise Refused(_TOO_MUCH)
    budget.spend(entry.file_size)
    try:
        with archive.open(entry) as file:
            data = file.read(MAX_PIECE + 1)
    except Exception as error:
        raise Refused("it is damaged, and cannot be unpacked") from error
    if len(data) > MAX_PIECE:
        raise Refused(_TOO_LARGE)
    return data


def read_piece(data: bytes, where: str, assignment: Assignment) -> Iterator[HandedIn | SetAside]:
    """Yield what is in one file: several pieces where it is a zip, a table, or a text with several codes.

    Whatever the bytes, nothing is raised.
    """
    yield from _piece(data, where, assignment, _Budget(MAX_FILES_INSIDE, MAX_UNPACKED_INSIDE))


def _piece(data: bytes, where: str, assignment: Assignment, budget: _Budget) -> Iterator[HandedIn | SetAside]:
    try:
        yield from _read(data, where, assignment, budget)
    except Refused as refused:
        yield SetAside(where, refused.reason)


def _read(data: bytes, where: str, assignment: Assignment, budget: _Budget) -> Iterator[HandedIn | SetAside]:
    if where.rpartition("/")[2].rpartition("› ")[2].lower() in _SYSTEM or "__MACOSX/" in where:
        raise Refused("it is a file that a computer keeps for itself, and no work")
    if not data:
        raise Refused("it is empty")
    if _is_zip(data):
        yield from _zip(io.BytesIO(data), where, assignment, budget)
    elif b"%PDF-" in data[:1024]:
        yield HandedIn(where, _belongs(read_pdf(data, assignment), where, assignment))
    elif reason := next((reason for starts, reason in _MAGIC if data.startswith(starts)), ""):
        raise Refused(reason)
    else:
        yield from _text(data, where, assignment)


def _text(data: bytes, where: str, assignment: Assignment) -> Iterator[HandedIn | SetAside]:
    try:
        text = decoded(data)
    except ValueError as error:
        raise Refused(_NOT_TEXT) from error
    if text.lstrip("\ufeff \t\r\n")[:1] in ("{", "["):
        yield HandedIn(where, _belongs(read_answers(data, assignment), where, assignment))
        return
    tables = ((set(WHO) <= set(heads(text)), is_empty, read_line), (lms.is_table(text), lms.is_empty, lms.read_line))
    for is_one, skipped, read in tables:
        if is_one:
            yield from _table(text, where, assignment, skipped, read)
            return
    codes = find_codes(text)
    if not codes:
        raise Refused(_IS_PAGE if f'data-store="{assignment.course}/' in text else _NO_CODE)
    for number, code in enumerate(codes, 1):
        yield _coded(code, f"{where}, code {number}" if len(codes) > 1 else where, assignment)


def _coded(code: str, where: str, assignment: Assignment) -> HandedIn | SetAside:
    try:
        return HandedIn(where, _belongs(read_code(code, assignment), where, assignment))
    except Refused as refused:
        return SetAside(where, refused.reason)


def _table(
    text: str,
    where: str,
    assignment: Assignment,
    skipped: Callable[[Mapping[str, str]], bool],
    read: Callable[[Mapping[str, str], Assignment], Answers],
) -> Iterator[HandedIn | SetAside]:
    rows = read_rows(text)
    for number in itertools.count(2):
        try:
            row = next(rows, None)
        except ValueError as error:
            yield SetAside(f"{where}, line {number}", f"it cannot be read from here on ({error})")
            return
        if row is None:
            return
        if skipped(row):
            continue
        try:
            yield HandedIn(f"{where}, line {number}", read(row, assignment))
        except Refused as refused:
            yield SetAside(f"{where}, line {number}", refused.reason, line_of(row.get("student", "")))


# Whose it is

_MOODLE = re.compile(r"([^/›]+?)_\d+_assignsubmission_")
_CANVAS = re.compile(r"(?:^|[/›]\s*)([a-z]+?)(?:_LATE)?_\d+_\d+_[^/]*$")


def _belongs(answers: Answers, where: str, assignment: Assignment) -> Answers:
    """Return the answers, unless an LMS says by the file's name that another student of the roster handed them in."""
    sheet = assignment.sheet.get(answers.sheet)
    if sheet is None or not sheet.name:
        return answers
    others = {other.name for other in assignment.sheets if other.name and _letters(other.name) != _letters(sheet.name)}
    by = _named(where)
    if by is not None and by != _letters(sheet.name) and (whose := next((o for o in others if _letters(o) == by), "")):
        raise Refused(f"it is the sheet of {sheet.name}, handed in by {whose}")
    return answers


def _named(where: str) -> tuple[str, ...] | None:
    """Return the letters of the name that the LMS gave to the file, in an order that surnames do not change."""
    found = _MOODLE.search(where) or _CANVAS.search(where)
    return _letters(found[1]) if found else None


def _letters(name: str) -> tuple[str, ...]:
    return tuple(sorted(letter for letter in name.casefold() if letter.isalnum()))
