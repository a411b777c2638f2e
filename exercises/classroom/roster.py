"""Who is in the class: a CSV with an id and a name for each student, as any gradebook exports it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from exercises.classroom.spreadsheet import decoded, read_rows
from exercises.errors import CourseError, Finding
from exercises.ledger.types import Data

LONGEST = 120
_IDS = ("id", "student id", "id number", "sis user id", "username", "sis login id", "email address", "email")
_NAMES = ("name", "full name", "student name", "student")
_PARTS = (("first name", "last name"), ("first name", "surname"))
_KEPT = re.compile(r"[^a-z0-9]+")


class Pupil(Data):
    """One line of the roster."""

    id: str
    name: str


def read_roster(path: Path) -> tuple[Pupil, ...]:
    """Return the class, in the file's order.  Raises CourseError, naming each line that cannot be used."""
    try:
        rows = list(read_rows(decoded(path.read_bytes())))
    except (OSError, ValueError) as error:
        message = f"must be a CSV file in UTF-8, and cannot be read ({error}); save it as “CSV UTF-8”"
        raise CourseError([Finding(path.as_posix(), "file", message, "roster")]) from error
    pupils = tuple(Pupil(id=_first(row, _IDS), name=_name(row)) for row in rows)
    findings = [Finding(path.as_posix(), *finding, "roster") for finding in _faults(pupils, rows)]
    if findings:
        raise CourseError(findings)
    return pupils


def _faults(pupils: tuple[Pupil, ...], rows: list[dict[str, str]]) -> Iterator[tuple[str, str]]:
    if not rows:
        yield "file", "must have a line of headings (id, name) and a line for each student, and has no student"
        return
    if not any(name in rows[0] for name in _IDS):
        found = ", ".join(rows[0]) or "none"
        yield "headings", f"must have one that is called id, and are {found}; name the column with the students’ ids"
        return
    seen: dict[str, int] = {}
    for number, pupil in enumerate(pupils, 1):
        where = f"student {number}"
        if not pupil.id:
            yield where, "must have an id, and has none; give one, or take the line out"
        elif len(pupil.id) > LONGEST or len(pupil.name) > LONGEST:
            yield where, f"must have an id and a name of at most {LONGEST} letters, and has a longer one; shorten it"
        elif same(pupil.id) in seen:
            yield where, f"must have an id of their own, and {pupil.id} is student {seen[same(pupil.id)]}’s, too"
        seen.setdefault(same(pupil.id), number)


def _first(row: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((line_of(row[name]) for name in names if name in row), "")


def _name(row: Mapping[str, str]) -> str:
    for first, last in _PARTS:
        if first in row and last in row:
            return f"{line_of(row[first])} {line_of(row[last])}".strip()
    return _first(row, _NAMES)


def line_of(text: str) -> str:
    """Return the text as one line, without characters that cannot be seen, but with the joiners of some scripts."""
    plain = "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cs", "Cf") or c in "\n\t\r\u200c\u200d")
    return " ".join(plain.split())


def same(id: str) -> str:
    """Return an id as ids are compared: capitals and the ways to write one letter make no other student."""
    return " ".join(unicodedata.normalize("NFKC", id).casefold().split())


def file_stems(names: Iterable[str]) -> list[str]:
    """Return a stem of a file's name for each: plain letters on every system, and no two alike."""
    taken: Counter[str] = Counter()
    stems = []
    for name in names:
        stem = slug(name) or "student"
        taken[stem] += 1
        number = f"-{taken[stem]}" if taken[stem] > 1 else ""
        stems.append(f"{stem}{number}")
        taken[stems[-1]] += bool(number)
    return stems


def slug(text: str) -> str:
    """Return the text's plain letters and figures, parted by hyphens; at most sixty."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return _KEPT.sub("-", plain).strip("-")[:60].strip("-")
