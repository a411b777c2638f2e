"""The evidence as it was last held against its sources: a digest for each entry, so that none changes unseen.

What a claim's gist, an entry of the record or a study says is true or not by its source, which no program can read.
The table says that a reader has, and a changed entry is found until it was read again.  A course without a table,
as a new one is, holds nothing here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from exercises.course import Course
from exercises.errors import Finding
from exercises.files import text_of, write_whole
from exercises.ledger.load import EVIDENCE
from exercises.ledger.types import Cell, Data, Paragraph

AS_READ = EVIDENCE / "as-read.tsv"
HEAD = ("of", "entry", "digest")
COMMAND = "python -m exercises check --write-evidence"

Entry = tuple[str, str]
"""What an entry is of, as ``claims`` or ``record``, and its id."""


def as_read(course: Course) -> dict[Entry, str]:
    """Return the digest (12 hexadecimal digits) of each entry of the main report, the record and the studies."""
    evidence = course.evidence
    lists = {name: value for name, value in evidence.main if _is_list(value)}
    found = {(name, _id(one)): _digest(one) for name, value in lists.items() for one in value}
    found["report", evidence.main.id] = _digest(evidence.main.model_copy(update=dict.fromkeys(lists, ())))
    for name in ("record", "studies"):
        found |= {(name, _id(one)): _digest(one) for one in getattr(evidence, name)}
    return found


def _is_list(value: object) -> bool:
    return isinstance(value, tuple) and all(isinstance(one, Data) for one in value)


def _id(one: Data) -> str:
    match one:
        case Cell():
            return f"{one.hypothesis}/{one.clue}"
        case Paragraph():
            return one.place
    return str(one.id)  # type: ignore[attr-defined]  # as all others that a report lists have


def _digest(one: Data) -> str:
    return hashlib.sha256(one.model_dump_json(exclude_defaults=True).encode()).hexdigest()[:12]


def write_as_read(course: Course) -> Path:
    """Write the table anew, which says that every entry was read, and return where it lies."""
    lines = ["\t".join(HEAD), *("\t".join((*row, digest)) for row, digest in as_read(course).items())]
    write_whole(course.root / AS_READ, "\n".join(lines) + "\n")
    return course.root / AS_READ


def check_as_read(course: Course) -> Iterator[Finding]:
    """Yield each entry that is not as it was read, is new, or is gone."""
    if not (course.root / AS_READ).exists():
        return
    told, today = _told(course), as_read(course)
    for row in sorted(told.keys() | today.keys()):
        if told.get(row) != today.get(row):
            what = "is gone" if row not in today else "is new" if row not in told else "has changed"
            message = f"must be as it was last read against its source, and {what}; read it there, and then: {COMMAND}"
            yield Finding(AS_READ.as_posix(), " ".join(row), message, "as-read")


def _told(course: Course) -> dict[Entry, str]:
    rows = (line.split("\t") for line in text_of(course.root, AS_READ).splitlines()[1:])
    return {(row[0], row[1]): row[2] for row in rows if len(row) == len(HEAD)}
