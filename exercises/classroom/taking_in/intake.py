"""What came back, piece by piece: files of any sort, zips of them as an LMS hands them over, codes pasted into texts.

Each piece becomes answers, is set aside with a reason, or is no work, and nothing is lost on the way: a piece is a
file, a file in a zip or a mail, a code in a text, a sheet in a PDF, or a line of a typed table.

Only a table at the top of the folder is the teacher's, typed or downloaded, and speaks for everyone.  One that lies
deeper, or is called after a student, is a student's paper and speaks for that student alone.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from exercises.classroom.assignment import (
    ANSWERS,
    GRADES,
    INSTRUCTOR,
    LETTERS,
    MANIFEST,
    MARKED,
    OVERRIDES,
    REGRADED,
    SET_ASIDE,
    STUDENTS,
    WORKBOOK,
    WRITTEN,
    Assignment,
)
from exercises.classroom.roster import line_of
from exercises.classroom.spreadsheet import IsHeading, Table, below, decoded, decodings, read_lines
from exercises.classroom.taking_in import archive, lms
from exercises.classroom.taking_in.answers import Answers, find_codes, is_cut, read_answers, read_code
from exercises.classroom.taking_in.archive import ASK, MAX_PIECE, TOO_LARGE, Budget
from exercises.classroom.taking_in.pdf import Merged, parted, read_pdf
from exercises.classroom.taking_in.refused import OfAnother, Refused
from exercises.classroom.taking_in.sender import Senders
from exercises.classroom.taking_in.table import in_one_reading, is_heading, read_table
from exercises.classroom.taking_in.wrapped import (
    is_mail,
    is_office,
    mail_from,
    mail_parts,
    mails,
    office_words,
    rich_words,
)
from exercises.classroom.workbook import WEB_PAGE, is_web_page, is_workbook, other_table, read_workbook
from exercises.draw.templates import GENERATOR
from exercises.files import DRAFT, LOCK

MAX_TABLE = 200_000_000
"""The bytes of a text or table that lies in the folder itself, where a whole course may stand in one."""
OWN = (STUDENTS, INSTRUCTOR, MARKED, REGRADED, WRITTEN, OVERRIDES, WORKBOOK, LOCK)
"""Folders and files of an assignment that hold no work."""

_MAGIC = (
    (
        (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\0", b"MM\0*", b"RIFF"),
        "it is a picture: type the answers into paper.csv",
    ),
    (
        (b"\xd0\xcf\x11\xe0",),
        f"it is a file of an older Word, Excel or Outlook: save your table as .xlsx, or else {ASK}",
    ),
    (
        (b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh91AY&SY", b"\xfd7zXZ"),
        "it is packed in a way that is not read: use zip",
    ),
)
_FILM = "it is a picture or a film of a phone: type the answers into paper.csv"
_NOT_TEXT = f"it is neither a sheet, an answers file, a zip, nor text: {ASK}"
_NO_CODE = f"there is no answers file, code or sheet in it: {ASK}"
_CUT = "the code in it is cut off, for its end (.SAS) is missing: ask for the whole code"
_IS_PAGE = f"it is the page to fill in, without the answers: {ASK}"
_NO_HEADINGS = "it is a table without the headings of paper.csv (sheet, student, name, Q1 …): put them above the lines"
_NOT_TYPED = "it is a table that lies in a folder or a zip: put it at the top of the folder if it is yours"
_IS_OVERRIDES = f"it is a table as {OVERRIDES} is: it counts under that name alone, and beside the folder {ANSWERS}"
_CLOSED = "it cannot be opened ({}): set its permissions so that you may read it"
_ANOTHERS = "it is a line for another student in a table that a student handed in"

_BEGUN = re.compile(rf"(?:^|/)(?:{re.escape(DRAFT)}|\.[^/]+\.part(?:/|$))")
"""Where a run writes before it is done, in this version of the course and earlier ones."""
_TABLES = (".csv", ".tsv", ".xls", ".xlsx", ".ods")
"""How the names of tables end."""
_SYSTEM = {".ds_store", "thumbs.db", "desktop.ini", ".localized", LOCK, "ehthumbs.db", "icon\r"}
_LOCKS = ("~$", ".~lock.", "._", ".fuse_hidden", ".nfs")
"""How names begin of files that programs keep while another is open, or beside it."""
_OURS = (("student", "name", "status"), ("where", "student", "reason"), ("student", "name", "exercise", "key then"))
"""How the headings begin of tables that marking has written."""
_CONTROL = re.compile("[\\0-\\x08\\x0e-\\x1a\\x1c-\\x1f]")
"""What no text holds."""
_SHEET = re.compile(rb"(?<![0-9A-Za-z])[0-9a-z]{8}(?![0-9A-Za-z])")


@dataclass(frozen=True)
class HandedIn:
    """Answers, and the piece that they came in."""

    where: str
    answers: Answers
    typed: bool = False
    """Whether the teacher has typed them."""
    packed: str = ""
    """The date that its zip has for it, as 2026-05-31 09:30:00, without a time zone; "" where it came in none."""


@dataclass(frozen=True)
class _Told:
    """What is told to the instructor: where it is, a sentence, and the student where that is known."""

    where: str
    reason: str
    student: str = ""
    typed: bool = False
    """Whether it stands in a table of the teacher's."""


@dataclass(frozen=True)
class SetAside(_Told):
    """A piece that cannot be marked, and why."""

    answers: Answers | None = field(default=None, compare=False)
    """What is in it where that can be read; it counts if the teacher says so."""


class Remark(_Told):
    """What the teacher should know of a piece or a table that was read; it is no piece itself."""


@dataclass(frozen=True)
class NoWork:
    """A file that no student handed in as work: a receipt, what a program keeps for itself, results of ours."""

    where: str


Piece = HandedIn | SetAside | Remark | NoWork


def take_in(paths: Iterable[Path], assignment: Assignment, twins: Mapping[str, Path] | None = None) -> Iterator[Piece]:
    """Yield every piece under the paths, in the order of their names; ``twins`` has the folders of others, by id."""
    reader = _Reader(assignment, twins)
    for path in map(Path.resolve, paths):
        tops = (path, path / ANSWERS if _is_ours(path) else path)
        for found, fault, of_ours in _files(path):
            where = line_of(found.relative_to(path).as_posix() if found != path else found.name)
            if of_ours:
                yield NoWork(where)
            elif fault:
                yield SetAside(where, _CLOSED.format(fault))
            else:
                yield from reader.file(found, where, top=found == path or found.parent in tops)


def read_piece(data: bytes, where: str, assignment: Assignment) -> Iterator[Piece]:
    """Yield what is in one file: several pieces where it is a zip, a table, or a text with several codes.

    Whatever the bytes, nothing is raised.
    """
    budget = Budget(archive.MAX_FILES_INSIDE, archive.MAX_UNPACKED_INSIDE)
    yield from _Reader(assignment).piece(data, where, budget, top=True)


def _is_ours(path: Path) -> bool:
    return (path / INSTRUCTOR / MANIFEST).exists() or (path / MANIFEST).exists()


def _files(path: Path, *, of_ours: bool = False) -> Iterator[tuple[Path, str, bool]]:
    """Yield each file, why a folder cannot be read where one cannot, and whether it lies among results of ours.

    An assignment's own folders are passed over.
    """
    if path.is_symlink() or not path.is_dir():
        yield path, "", of_ours
        return
    try:
        inside = sorted(path.iterdir())
        for one in inside[:1]:
            one.lstat()  # a folder may be listed and not entered, of which Python 3.14 says that nothing is in it
        ours, results = _is_ours(path), of_ours or _is_results(path)
    except OSError as error:
        yield path, error.strerror or "unknown", of_ours
        return
    for one in inside:
        if not (ours and (one.name in OWN or _BEGUN.search(one.name) or _is_results(one))):
            yield from _files(one, of_ours=results)


def _is_results(path: Path) -> bool:
    with suppress(OSError):  # what is in a closed folder is told when its turn comes
        return all((path / name).is_file() for name in (GRADES, SET_ASIDE))
    return False


def _results_among(names: Iterable[str]) -> tuple[str, ...]:
    """Return how the names of files in a zip begin that lie among results of ours."""
    parts = [name.rpartition("/") for name in names]
    tables = [{folder + slash for folder, slash, file in parts if file == name} for name in (GRADES, SET_ASIDE)]
    return tuple(set.intersection(*tables))


class _Reader:
    """Reads one piece after another of one assignment."""

    def __init__(self, assignment: Assignment, twins: Mapping[str, Path] | None = None) -> None:
        self.assignment = assignment
        self.twins = twins or {}
        self.senders = Senders(assignment)

    def file(self, path: Path, where: str, *, top: bool) -> Iterator[Piece]:
        """Yield the pieces of a file in the folder."""
        try:
            if is_kept_by_a_program(where) or _BEGUN.search(where):
                yield NoWork(where)
                return
            yield from self._opened(path, where, top=top)
        except Refused as refused:
            yield self._aside(where, refused)
        except OSError as error:
            yield self._aside(where, Refused(_CLOSED.format(error.strerror)))

    def _opened(self, path: Path, where: str, *, top: bool) -> Iterator[Piece]:
        if path.is_symlink():
            raise Refused("it is a link to another place, and is not followed: put the file itself there")
        if not path.is_file():
            raise Refused("it is not a file")
        with path.open("rb") as file:
            if archive.is_zip(file.read(8)):
                yield from self._zip(file, where, Budget(archive.MAX_FILES, archive.MAX_UNPACKED), top=top)
                return
        if path.stat().st_size > (MAX_TABLE if path.suffix.lower() in (".csv", ".txt", ".mbox") else MAX_PIECE):
            raise Refused(TOO_LARGE)
        budget = Budget(archive.MAX_FILES_INSIDE, archive.MAX_UNPACKED_INSIDE)
        yield from self.piece(path.read_bytes(), where, budget, top=top)

    def piece(self, data: bytes, where: str, budget: Budget, *, top: bool = False) -> Iterator[Piece]:
        """Yield the pieces of some bytes; ``top`` says whether a table of these is the teacher's."""
        try:
            yield from self._read(data, where, budget, top=top)
        except Refused as refused:
            yield self._aside(where, refused, data)

    def _aside(self, where: str, refused: Refused, data: bytes = b"") -> SetAside:
        """Return a piece as set aside, and whose it is where its place, or a sheet's code in it, tells of one."""
        sheets = self.senders.of(where) or {refused.sheet} & self.assignment.sheet.keys()
        if not sheets and data:
            found = {code.decode() for code in _SHEET.findall(data[:MAX_PIECE].lower())}
            sheets = found & self.assignment.sheet.keys()
        return SetAside(where, self._reason(refused), self._student(sheets))

    def _reason(self, refused: Refused) -> str:
        twin = self.twins.get(refused.id) if isinstance(refused, OfAnother) else None
        if not twin:
            return refused.reason
        return (
            f"it is of the twin in {twin.as_posix()}: it counts there if it lies in {(twin / ANSWERS).as_posix()}, too"
        )

    def _student(self, sheets: Collection[str]) -> str:
        """Return whose sheet it is, if it is one."""
        return self.assignment.sheet[min(sheets)].student if len(sheets) == 1 else ""

    def _held(self, where: str, answers: Answers) -> HandedIn | SetAside:
        """Return answers as handed in, or as set aside where another student than the sheet's handed them in."""
        try:
            self.senders.hold(answers.sheet, where)
        except Refused as refused:
            return replace(self._aside(where, refused), answers=answers)
        return HandedIn(where, answers)

    def _zip(self, file: io.IOBase, where: str, budget: Budget, *, top: bool) -> Iterator[Piece]:
        zipped, entries = archive.opened(file, budget)  # type: ignore[arg-type] # zipfile takes either
        if is_workbook(entry.filename for entry in entries):
            budget.spend(sum(entry.file_size for entry in entries))
            file.seek(0)
            yield from self._workbook(file.read(MAX_PIECE), where, top=top)
            return
        other = other_table(zipped)
        if other or is_office(entries):
            codes = [code for text in office_words(zipped, entries, budget) for code in find_codes(text)]
            if not codes:
                raise Refused(other or f"it is a document of an office program: {ASK}")
            yield from self._coded(codes, where)
            return
        results = _results_among(entry.filename for entry in entries)
        for entry in entries:
            inside = f"{where} › {line_of(entry.filename)}"
            if entry.filename.startswith(results):
                yield NoWork(inside)
                continue
            try:
                data = archive.unpacked(zipped, entry, budget)
            except Refused as refused:
                yield self._aside(inside, refused)
            else:
                packed = "{:04}-{:02}-{:02} {:02}:{:02}:{:02}".format(*entry.date_time)
                for piece in self.piece(data, inside, budget.inside()):
                    yield replace(piece, packed=piece.packed or packed) if isinstance(piece, HandedIn) else piece

    def _read(self, data: bytes, where: str, budget: Budget, *, top: bool) -> Iterator[Piece]:
        if is_kept_by_a_program(where):
            yield NoWork(where)
        elif not data.strip(b"\0"):
            raise Refused(f"it is empty: {ASK}")
        elif archive.is_zip(data):
            yield from self._zip(io.BytesIO(data), where, budget, top=top)
        elif b"%PDF-" in data[:1024]:
            yield from self._pdf(data, where)
        elif reason := next((reason for starts, reason in _MAGIC if data.startswith(starts)), ""):
            raise Refused(reason)
        elif data[4:8] == b"ftyp":
            raise Refused(_FILM)
        elif is_mail(data):
            yield from self._mails(data, where, budget)
        else:
            yield from self._text(data, where, top=top)

    def _workbook(self, data: bytes, where: str, *, top: bool) -> Iterator[Piece]:
        """Yield the pieces of each sheet of a workbook that is such a table, else of the codes in its cells."""
        try:
            sheets = [(name, lines) for name, lines in read_workbook(data).items() if lines]
        except ValueError as error:
            raise Refused(str(error)) from error
        tables = [(name, table) for name, lines in sheets if (table := below(iter(lines), _is_heading))[0]]
        for name, table in tables:
            yield from self._table(table, where, f"{where}, {line_of(name)}" if len(tables) > 1 else where, top=top)
        if not tables:
            codes = [code for _, lines in sheets for _, cells in lines for cell in cells for code in find_codes(cell)]
            if not codes:
                is_word = any(below(iter(lines), _is_word)[0] for _, lines in sheets)
                raise Refused(_IS_OVERRIDES if is_word else _NO_HEADINGS)
            yield from self._coded(codes, where)

    def _pdf(self, data: bytes, where: str) -> Iterator[Piece]:
        try:
            whole = [read_pdf(data, self.assignment)]
        except Merged as merged:
            whole = [read_pdf(part, self.assignment) for part in parted(data)]
            if len({one.sheet for one in whole}) < len(whole):
                raise Refused(merged.reason) from merged
        for number, answers in enumerate(whole, 1):
            place = f"{where}, sheet {number}" if len(whole) > 1 else where
            piece = self._held(place, answers)
            yield piece
            if answers.beside and isinstance(piece, HandedIn):
                yield Remark(place, answers.beside, answers.student)

    def _mails(self, data: bytes, where: str, budget: Budget) -> Iterator[Piece]:
        several = mails(data)
        if len(several) == 1:
            yield from self._mail(data, where, budget)
            return
        whole = budget if budget.depth else Budget(archive.MAX_FILES, archive.MAX_UNPACKED)  # from many students
        for number, one in enumerate(several, 1):
            yield from self.piece(one, f"{where}, mail {number}", whole.inside())

    def _mail(self, data: bytes, where: str, budget: Budget) -> Iterator[Piece]:
        words, files = mail_parts(data)
        self.senders.note_mail(where, mail_from(data))
        codes = find_codes(words)
        if not codes and not files:
            raise Refused(_CUT if is_cut(words) else _NO_CODE)
        if budget.depth >= archive.MAX_DEPTH:
            raise Refused(f"it is a mail inside {archive.MAX_DEPTH} others: save it by itself")
        yield from self._coded(codes, where)
        for name, content in files:
            inside = f"{where} › {line_of(name)}"
            try:
                budget.spend(len(content))
            except Refused as refused:
                yield self._aside(inside, refused)
            else:
                yield from self.piece(content, inside, budget.inside())

    def _text(self, data: bytes, where: str, *, top: bool) -> Iterator[Piece]:
        texts = decodings(data)
        text = texts[0] if texts else data.decode("latin-1")
        start = text.lstrip("\ufeff \t\r\n")
        is_receipt = self.senders.note_receipt(text)
        if start.startswith("{") and not start.startswith("{\\rtf"):
            if _is_manifest(start):
                yield NoWork(where)
                return
            yield self._held(where, read_answers(data, self.assignment))
        elif (top and where.endswith(LETTERS)) or GENERATOR in text:
            yield NoWork(where)
        elif heads := _headings(text):
            text = _as_downloaded(data) if lms.is_heading(heads) else in_one_reading(texts, self.assignment)
            yield from self._table(read_lines(text, _is_heading), where, where, top=top)
        elif codes := find_codes(rich_words(text) if start.startswith("{\\rtf") else text):
            yield from self._coded(codes, where)
        elif is_receipt or _is_ours_to_teachers(text):
            yield NoWork(where)
        else:
            raise Refused(self._no_work_in(text, where, is_page=is_web_page(data)))

    def _no_work_in(self, text: str, where: str, *, is_page: bool) -> str:
        """Return why a text holds no work."""
        if is_cut(text):
            return _CUT
        if f'data-store="{self.assignment.course}/' in text:
            return _IS_PAGE
        if _headings(text, _is_word):
            return _IS_OVERRIDES
        if not _CONTROL.search(text):
            return _NO_CODE if not where.lower().endswith(_TABLES) else WEB_PAGE if is_page else _NO_HEADINGS
        return _NOT_TEXT

    def _coded(self, codes: list[str], where: str) -> Iterator[Piece]:
        for number, code in enumerate(codes, 1):
            place = f"{where}, code {number}" if len(codes) > 1 else where
            try:
                yield self._held(place, read_code(code, self.assignment))
            except Refused as refused:
                yield self._aside(place, refused, code.encode())

    def _table(self, table: Table, where: str, called: str, *, top: bool) -> Iterator[Piece]:
        of_teacher = top and not self.senders.is_a_students(where)
        downloaded = lms.is_heading(table[0])
        typed = of_teacher and not downloaded
        by = self.senders.of(where)
        if not of_teacher and (downloaded or not by):
            raise Refused(_NOT_TYPED)
        for line, student, found in (lms.read_table if downloaded else read_table)(table, self.assignment):
            place = f"{called}, {line}"
            if isinstance(found, str):
                yield Remark(place, found, "" if typed else self._student(by), typed)
            elif isinstance(found, Refused):
                yield SetAside(place, found.reason, line_of(student), typed)
            elif of_teacher or found.sheet in by:
                yield HandedIn(place, found, typed=typed)
                if found.beside:
                    yield Remark(place, found.beside, found.student, typed)
            else:
                yield replace(self._aside(place, Refused(_ANOTHERS)), answers=found)


def _is_heading(cells: Sequence[str]) -> bool:
    return lms.is_heading(cells) or is_heading(cells)


def _is_word(cells: Sequence[str]) -> bool:
    """Return whether these are the headings of a table in which the teacher has the last word."""
    return {"student", "exercise", "points"} <= set(map(str.lower, cells))


def _headings(text: str, is_heading: IsHeading = _is_heading) -> list[str]:
    """Return the headings of a text that is a table, of answers if no other is looked for; else none."""
    try:
        return read_lines(text, is_heading)[0]
    except ValueError:
        return []


def _as_downloaded(data: bytes) -> str:
    """Return the text of a table that an LMS wrote, which does so in UTF-8.  Raises Refused where it is not."""
    try:
        return decoded(data)
    except ValueError as error:
        raise Refused("it is not in UTF-8, as the LMS wrote it: download it again, and save it no other way") from error


def is_kept_by_a_program(where: str) -> bool:
    """Return whether a program keeps the file there for itself, and nobody has made it."""
    file = re.split(r"[/\\]| › ", where)[-1].lower()
    return file in _SYSTEM or file.startswith(_LOCKS) or "__MACOSX/" in where


def _is_manifest(text: str) -> bool:
    """Return whether a text is the manifest that ``assign`` has written."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(found, dict) and {"id", "items", "sheets", "seed"} <= found.keys()


def _is_ours_to_teachers(text: str) -> bool:
    """Return whether a text is a table that the course writes for the teacher, and nobody hands in."""
    try:
        heads, _ = read_lines(text)
    except ValueError:
        return False
    return any(tuple(heads[: len(ours)]) == ours for ours in _OURS)
