"""Who is in the class: a CSV with an id and a name for each student, as any gradebook exports it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from exercises.classroom.spreadsheet import (
    NOT_UTF_8,
    IsHeading,
    Line,
    Table,
    below,
    decoded,
    decodings,
    read_lines,
    sounds_right,
    too_long,
)
from exercises.classroom.workbook import as_workbook
from exercises.errors import CourseError, Finding
from exercises.ledger.types import Data

LONGEST = 120
IDS = (
    *("id", "student id", "id number", "student number", "student no", "sis user id", "matriculation number"),
    *("id nummer", "matrikelnummer", "numéro d identification", "numéro d étudiant", "número de id", "matrícula"),
    *("numero id", "matricola", "studentnummer", "学号", "學號", "学籍番号", "학번", "username", "user name"),
    *("sis login id", "login id", "benutzername", "nom d utilisateur", "nombre de usuario", "user id"),
    *("email address", "email", "e mail", "e mail address", "e mail adresse", "mail", "adresse de courriel"),
    *("adresse e mail", "dirección de correo", "correo electrónico", "indirizzo email", "이메일", "电子邮件"),
)
"""Headings of what tells two students apart, the better ones first, as :func:`_plain` leaves them."""
NAMES = (
    *("name", "full name", "student name", "student", "display name", "learner", "vollständiger name", "nom complet"),
    *("nom et prénom", "nombre completo", "nome completo", "naam", "姓名", "氏名", "이름", "성명"),
)
FIRST = (
    *("first name", "first names", "first name s", "given name", "given names", "forename", "firstname", "vorname"),
    *("prénom", "prenom", "nombre", "nome", "voornaam", "名"),
)
LAST = (
    *("last name", "surname", "family name", "lastname", "nachname", "familienname", "nom", "nom de famille"),
    *("apellido", "apellidos", "apellido s", "cognome", "sobrenome", "achternaam", "姓"),
)
_FAMILY_FIRST = ("姓",)
_NO_STUDENT = {"points possible", "points", "date", "class average", "average", "overall average"}
"""What gradebooks call lines of their own among those of the students."""
_SHOWN = 8
"""So many of the headings looked for are named where none is there."""
_WIDEST = 12
"""Of lines with so many cells or more the first is taken for the headings where none is known."""
_WHOLE = re.compile(r"([0-9]+)\.0")
_ONE_LETTER = str.maketrans("đðłøıħŧ", "ddloiht") | str.maketrans({"æ": "ae", "œ": "oe", "þ": "th", "ŋ": "ng"})
"""Letters that are a letter and a mark to those who type them, and one letter to Unicode."""
_ROUNDED = re.compile(r"[0-9](?:[.,][0-9]+)?E\+[0-9]+", re.IGNORECASE)
_RESERVED = re.compile(r"con|prn|aux|nul|(com|lpt)[0-9]")
_LONGEST_STEM = 150
"""Bytes in UTF-8, so that a name with its ending fits where names may have 255."""


class Pupil(Data):
    """One line of the roster."""

    id: str
    name: str
    canvas: str = ""
    """Canvas's own number, where the roster is an export of its gradebook."""


@dataclass(frozen=True)
class _Lines:
    """The roster's lines below its headings, and these as they are compared."""

    heads: tuple[str, ...]
    rows: list[list[str]]
    faults: tuple[tuple[str, str], ...] = ()
    """What is wrong with lines that have more cells than headings."""

    def at(self, row: Sequence[str], head: str) -> str:
        """Return a line's cell under a heading."""
        place = self.heads.index(head)
        return line_of(row[place]) if place < len(row) else ""

    @property
    def ids(self) -> list[str]:
        """Return the headings of ids, the better ones first; ``student`` is one in tables of ours, beside a name."""
        found = [head for head in dict.fromkeys(IDS) if head in self.heads]
        if "sis user id" in found:  # then "id" is Canvas's own number, by which no other system knows a student
            found.sort(key="id".__eq__)
        return found or (["student"] if {"student", "name"} <= set(self.heads) else [])

    def first(self, known: Iterable[str]) -> str:
        """Return the first of the known headings that is there, or nothing."""
        return next((head for head in known if head in self.heads), "")


@dataclass(frozen=True)
class _Read:
    """What a roster says in one reading of its bytes."""

    pupils: tuple[Pupil, ...]
    faults: tuple[tuple[str, str], ...]
    notes: tuple[str, ...] = ()

    @property
    def sounds_right(self) -> bool:
        """Return whether no name has a sign that names have not, or a word in Korean letters and others."""
        return sounds_right(" ".join(f"{pupil.name} {pupil.id}" for pupil in self.pupils))

    @property
    def beyond_ascii(self) -> list[str]:
        """Return the names that hang on the encoding."""
        return [pupil.name for pupil in self.pupils if not pupil.name.isascii()]


def read_roster(
    path: Path, say: Callable[[str], None] = lambda line: None, have: Sequence[Pupil] = ()
) -> tuple[Pupil, ...]:
    """Return the class, in the file's order, and say what was passed over or had to be guessed.

    Those who ``have`` a sheet already keep the id on it, in whichever column it stands, and others have theirs in that
    column, too, where they have one there.
    Raises CourseError, naming each line that cannot be used, or gives somebody who has a sheet another id.
    """
    try:
        found = _one_reading(path.read_bytes(), have)
    except OSError as error:
        message = f"must be a CSV file that can be opened, and is not ({error.strerror}); mend its path"
        raise CourseError([Finding(path.as_posix(), "file", message, "roster")]) from error
    except ValueError as error:
        message = f"must be a CSV file in UTF-8 or a workbook, and cannot be read ({error}); save it as “CSV UTF-8”"
        raise CourseError([Finding(path.as_posix(), "file", message, "roster")]) from error
    if found.faults:
        raise CourseError([Finding(path.as_posix(), *fault, "roster") for fault in found.faults])
    for note in found.notes:
        say(f"{path}: {note}")
    return found.pupils


def _one_reading(data: bytes, have: Sequence[Pupil]) -> _Read:
    """Return what the bytes say.  Raises ValueError where they are of no encoding, or their names of several."""
    if (book := as_workbook(data)) is not None:
        return _read(next((lines for lines in map(_of_sheet, book.values()) if lines.ids), _Lines((), [])), have)
    try:
        return _read(_of_text(decoded(data)), have)
    except UnicodeDecodeError:
        read = [_read(_of_text(text), have) for text in decodings(data)]
    likely = [one for one in read if one.pupils and one.sounds_right]
    if not likely and read and not any(one.pupils for one in read):
        return read[0]
    if len({one.pupils for one in likely}) != 1:
        names = [name for one in likely for name in one.beyond_ascii[:1]]
        raise ValueError(f"its names can be read as {' or as '.join(names)}" if names else "it is of another encoding")
    shown = ", ".join(likely[0].beyond_ascii[:3])
    note = NOT_UTF_8.format(shown)
    return replace(likely[0], notes=(*likely[0].notes, note) if shown else likely[0].notes)


def _of_text(text: str) -> _Lines:
    """Return the table below the line of headings that is known best.  Raises ValueError in another encoding."""
    if "\0" in text:
        raise ValueError("it has characters of another encoding in it")
    return _best(lambda is_heading: read_lines(text, is_heading))


def _of_sheet(lines: Sequence[Line]) -> _Lines:
    return _best(lambda is_heading: below(iter(lines), is_heading))


def _best(read: Callable[[IsHeading], Table]) -> _Lines:
    for is_heading in (_tells_all, _tells_ids, *map(_has_cells, range(_WIDEST, 0, -1))):
        heads, lines = read(is_heading)
        if heads:
            rows = list(lines)
            faults = ((f"line {number}", long) for number, cells in rows if (long := too_long(heads, cells)))
            return _Lines(tuple(map(_plain, heads)), [cells for _, cells in rows], tuple(faults))
    return _Lines((), [])


def _has_cells(number: int) -> IsHeading:
    """Return what knows a line by so many filled cells: titles above a table have fewer than its headings."""
    return lambda cells: sum(map(bool, cells)) >= number


def _tells_ids(cells: Sequence[str]) -> bool:
    return bool(_Lines(tuple(map(_plain, cells)), []).ids)


def _tells_all(cells: Sequence[str]) -> bool:
    return _tells_ids(cells) and _knows_name(_Lines(tuple(map(_plain, cells)), []))


def _read(lines: _Lines, have: Sequence[Pupil]) -> _Read:
    if not any(lines.heads):
        what = "must have a line of headings (id, name) and a line for each student, and has no student"
        return _Read((), (("file", what),))
    if faults := tuple(_unknown(lines)) or lines.faults:
        return _Read((), faults)
    tests = [row for row in lines.rows if _is_test_student(lines, row)]
    rows = [row for row in lines.rows if row not in tests and re.search(r"\w", "".join(row))]
    students = [row for row in rows if not _is_no_student(row)]
    columns = {head: _unfloated([lines.at(row, head) for row in rows]) for head in lines.ids}
    known = {same(pupil.id): pupil.name for pupil in have}

    def fullness(head: str) -> tuple[int, int]:
        filled = [same(id) for id, row in zip(columns[head], rows, strict=True) if row in students and id]
        return sum(id in known for id in filled), len(filled)

    column = max(columns, key=fullness)
    places = [place for place, row in enumerate(rows) if row in students or columns[column][place]]
    ids = [
        _id(_name(lines, rows[place]), [columns[head][place] for head in (column, *columns)], known) for place in places
    ]
    rows = [rows[place] for place in places]
    canvas = "id" if "id" in lines.heads and any(_plain(row[0]) == "points possible" for row in lines.rows) else ""
    pupils = tuple(
        Pupil(id=id, name=_name(lines, row) or id, canvas=lines.at(row, canvas) if canvas else "")
        for id, row in zip(ids, rows, strict=True)
    )
    notes = ["“Student, Test” is Canvas’s own and gets no sheet"] if tests else []
    for pupil, place in zip(pupils, places, strict=True):
        if pupil.id and same(pupil.id) not in known and pupil.id != columns[column][place]:
            notes.append(
                f"{pupil.name} has nothing in column {column}, by which the others are known: {pupil.id} it is"
            )
    return _Read(pupils, (*_faults(pupils, column), *_twice(pupils, have)), tuple(notes))


def _id(name: str, cells: Sequence[str], known: Mapping[str, str]) -> str:
    """Return which of the cells, the likelier first, is a student's id: of somebody known that by which they are.

    Each system numbers students in its own way: the same number in another column is theirs if the name is, too.
    """
    theirs = (cell for cell in cells if letters(name) in spellings(known.get(same(cell), "")))
    return next(theirs, "") or cells[0] or (next(filter(None, cells), "") if known else "")


def _twice(pupils: Sequence[Pupil], have: Sequence[Pupil]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with lines that would give somebody who has a sheet another one, under another id.

    Two students may have one name: the line of each then says so.
    """
    ids = {same(pupil.id) for pupil in pupils}
    known = {same(pupil.id) for pupil in have}
    others = {word: pupil for pupil in have if same(pupil.id) not in ids for word in spellings(pupil.name)}
    for number, pupil in enumerate(pupils, 1):
        other = others.get(letters(pupil.name)) if same(pupil.id) not in known else None
        if other:
            message = (
                f"{pupil.name} must have the id {other.id}, under which there is a sheet of that name already, and has "
                f"{pupil.id}; give that id, or add a line with it if they are two students"
            )
            yield f"student {number}", message


def _is_test_student(lines: _Lines, row: Sequence[str]) -> bool:
    """Return whether a line is the student that Canvas adds to a course for trying it out."""
    return "sis user id" in lines.heads and _plain(_name(lines, row)) in ("student test", "test student")


def _plain(heading: str) -> str:
    """Return a heading in small letters, its words parted by single spaces and no other sign."""
    text = unicodedata.normalize("NFKC", line_of(heading)).casefold()
    return " ".join(re.sub(r"[\W_]+", " ", text).split())


def _knows_name(lines: _Lines) -> bool:
    return bool(lines.first(NAMES) or lines.first(FIRST) or lines.first(LAST))


def _unknown(lines: _Lines) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the headings: a roster of ids alone, without any other column, needs no names."""
    found = ", ".join(head for head in lines.heads if head) or "none"
    missing = "must have one for the students’ {whats}, and are {found}; call that column {what} (looked for: {looked})"
    if not lines.ids:
        looked = f"{', '.join(IDS[:_SHOWN])}, … username, email"
        yield "headings", missing.format(whats="ids", found=found, what="id", looked=looked)
    if not _knows_name(lines) and set(lines.heads) - set(IDS) - {""}:
        looked = f"{', '.join((*NAMES[:_SHOWN], *FIRST[:3], *LAST[:3]))}, …"
        yield "headings", missing.format(whats="names", found=found, what="name", looked=looked)


def _is_no_student(row: Iterable[str]) -> bool:
    return any(_plain(cell) in _NO_STUDENT for cell in row)


def _unfloated(ids: list[str]) -> list[str]:
    """Return ids without the “.0” that some spreadsheets put behind every whole number."""
    are_whole = all(_WHOLE.fullmatch(id) for id in ids if id)
    return [id.removesuffix(".0") for id in ids] if are_whole else ids


def _name(lines: _Lines, row: Sequence[str]) -> str:
    first, last = lines.first(FIRST), lines.first(LAST)
    whole = lines.first(NAMES)
    if whole and not (first and last):
        return lines.at(row, whole)
    order = (last, first) if last in _FAMILY_FIRST else (first, last)
    return " ".join(part for head in order if head and (part := lines.at(row, head)))


def _faults(pupils: tuple[Pupil, ...], column: str) -> Iterator[tuple[str, str]]:
    if not pupils:
        yield "file", "must have a line for each student, and has no student"
    seen: dict[str, int] = {}
    for number, pupil in enumerate(pupils, 1):
        where = f"student {number}"
        if not pupil.id:
            yield where, f"must have an id in column {column}, and has none; give one, or take the line out"
        elif len(pupil.id) > LONGEST or len(pupil.name) > LONGEST:
            yield where, f"must have an id and a name of at most {LONGEST} letters, and has a longer one; shorten it"
        elif _ROUNDED.fullmatch(pupil.id):
            yield where, f"must have an id of their own, and {pupil.id} was rounded by a spreadsheet; export it as text"
        elif same(pupil.id) in seen:
            yield where, f"must have an id of their own, and {pupil.id} is student {seen[same(pupil.id)]}’s, too"
        seen.setdefault(same(pupil.id), number)


def line_of(text: str) -> str:
    """Return the text as one line, without characters that cannot be seen, but with the joiners of some scripts."""
    plain = "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cs", "Cf") or c in "\n\t\r\u200c\u200d")
    return " ".join(plain.split())


def same(id: str) -> str:
    """Return an id as ids are compared: capitals and the ways to write one letter make no other student."""
    return " ".join(unicodedata.normalize("NFKC", id).casefold().split())


def letters(text: str) -> str:
    """Return a name's letters as names are compared: capitals, Latin accents, spaces and signs make no other name."""
    plain = unicodedata.normalize("NFKD", text).casefold()  # a letter of mathematics is a capital only then
    folded = unicodedata.normalize("NFKD", plain).translate(_ONE_LETTER)
    return "".join(c for c in folded if unicodedata.category(c)[0] in "LNM" and not "\u0300" <= c <= "\u036f")


def spellings(name: str) -> frozenset[str]:
    """Return the letters of a name with its words in each order that begins with another of them and then goes on."""
    words = [letters(word) for word in re.split(r"[\s,]+", name)]
    return frozenset("".join(words[start:] + words[:start]) for start in range(len(words))) - {""}


def file_stems(names: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    """Return a stem of a file's name for each, none of them alike or taken, whatever a system makes of capitals."""
    used = {same(stem) for stem in taken}
    stems = []
    for name in names:
        stem = base = slug(name) or "sheet"
        number = 1
        while same(stem) in used:
            number += 1
            stem = f"{base}-{number}"
        used.add(same(stem))
        stems.append(stem)
    return stems


def slug(text: str) -> str:
    """Return the text's letters and figures of every script, small and in NFC, parted by hyphens."""
    plain = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).lower())
    kept = "".join(letter if unicodedata.category(letter)[0] in "LNM" else "-" for letter in plain)
    while len(kept.encode()) > _LONGEST_STEM:
        kept = kept[1:] if kept[:1] == "-" else kept[: len(kept) // 2] + kept[len(kept) // 2 + 1 :]
    stem = re.sub("-+", "-", kept).strip("-")
    return f"{stem}-" if _RESERVED.fullmatch(stem) else stem
