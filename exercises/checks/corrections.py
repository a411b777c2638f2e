"""Keys that have changed since a release, and why: for ``regrade`` and for the corrections page."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from pydantic import StringConstraints, TypeAdapter

from exercises.course import Course
from exercises.errors import Finding
from exercises.files import Reader
from exercises.ledger.types import Data, Slug, Text

CORRECTIONS = Path("exercises/lists/corrections.toml")
Version = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{12}$")]


class Correction(Data):
    """One change of one key."""

    exercise: Slug
    date: datetime.date
    before: Version
    after: Version
    why: Text


class _File(Data):
    corrections: tuple[Correction, ...] = ()


_FILE = TypeAdapter(_File)


def load_corrections(root: Path) -> tuple[Correction, ...]:
    """Return the corrections, oldest first, if there is a file.  Raises CourseError where it cannot be used."""
    if not (root / CORRECTIONS).exists():
        return ()
    reader = Reader(root)
    table = reader.toml(CORRECTIONS)
    found = None if table is None else reader.value(CORRECTIONS, _FILE, table)
    reader.done()
    return tuple(sorted(found.corrections, key=lambda one: one.date)) if found else ()


def check_corrections(corrections: tuple[Correction, ...], course: Course) -> Iterator[Finding]:
    """Yield each correction of no exercise, and each exercise whose last correction is not the key of today."""
    last = {one.exercise: one for one in corrections}
    for id, one in last.items():
        if id not in course.keys:
            yield Finding(CORRECTIONS.as_posix(), id, "must be an exercise of the bank, and is not", "dangling")
        elif one.after != course.keys[id].version:
            message = f"must end at today’s key, {course.keys[id].version}, and ends at {one.after}; add what changed"
            yield Finding(CORRECTIONS.as_posix(), id, message, "correction")
