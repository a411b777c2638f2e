"""An assignment: the exercises as students see them, the keys that they will be marked by, and who gets which sheet.

The manifest is an :class:`Assignment` as JSON.  It holds keys, so it stays with the instructor.
"""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Collection
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError

from exercises.errors import CourseError, Finding
from exercises.files import write_whole
from exercises.ledger.types import Data
from exercises.questions.ask import ask
from exercises.questions.key import Key
from exercises.questions.kinds import Exercise
from exercises.questions.question import Question, in_order, is_marked_by_key

COURSE = "said-a-source"
MANIFEST = "manifest.json"
LETTERS = "letters.csv"
STUDENTS, INSTRUCTOR, ANSWERS, MARKED = "students", "instructor", "answers", "marked"
"""The folders of an assignment: what goes out, what stays with the instructor, what comes in, what it is worth."""
REGRADED, WRITTEN, OVERRIDES, WORKBOOK = "regraded", "written", "overrides.csv", "overrides.xlsx"
"""What it is worth by later keys; marks typed for written answers; and where the instructor has the last word."""
GRADES, SET_ASIDE = "grades.csv", "set-aside.csv"
"""The tables by which a folder of results is known."""

SIGNS = "bcdfghjkmnpstwxz"
"""What codes of sheets are made of: consonants that are told apart in print and in a teacher's hand."""
_TO_SIGNS = str.maketrans("0123456789abcdef", SIGNS)

_EXERCISE: TypeAdapter[Exercise] = TypeAdapter(Exercise)


class Item(Data):
    """One exercise of an assignment, as it was on the day: what was asked, and the key."""

    number: int
    exercise: Exercise
    key: Key
    points: Annotated[float, Field(gt=0)] = 1
    """What a right answer earns."""
    read: str = ""
    """Where its page of the course says to read, in words: ``P5, V03``."""
    drawn: str = ""
    """What an invented report is drawn from, its twin last: items of one number are alternatives, of which a sheet
    asks one."""

    @cached_property
    def question(self) -> Question:
        """Return what the exercise asks; a class asks for it a hundred thousand times."""
        return ask(self.exercise)

    @property
    def label(self) -> str:
        """Return the number, with the letter of its twin for an invented report: ``2a``."""
        return f"{self.number}{self.drawn[-1:]}"

    @property
    def closed(self) -> bool:
        """Return whether the key alone marks it."""
        return is_marked_by_key(self.question)

    def asked_on(self, sheet: Sheet) -> Question:
        """Return the question with its asked in the sheet's order."""
        return in_order(self.question, sheet.orders.get(self.exercise.id, ()))

    @cached_property
    def version(self) -> str:
        """Return the digest (12 hexadecimal digits) of what was asked; key and ``needs`` have no part in it."""
        return _digest(_EXERCISE.dump_json(self.exercise, by_alias=True, exclude={"needs"}).decode(), 12)


class Sheet(Data):
    """One student's sheet.  Without a roster there is one for all, with neither student nor name."""

    code: str
    student: str = ""
    name: str = ""
    file: str = "sheet"
    """The stem of its files' names."""
    canvas: str = ""
    """Canvas's own number of the student, where the roster has it."""
    orders: dict[str, tuple[str, ...]] = {}  # noqa: RUF012 - pydantic copies it
    """The order of choices, statements or items, by the exercise's id; where it is missing, as in the bank."""
    drawn: tuple[str, ...] = ()
    """The ids of the alternatives that it asks."""


class Assignment(Data):
    """Everything that was handed out, with the keys."""

    course: str = COURSE
    id: str
    title: str
    due: str = ""
    seed: int
    items: tuple[Item, ...]
    sheets: tuple[Sheet, ...]
    beside: str = ""
    """Which report a student must have beside the sheet, as plain text that ends with its address, if it has one."""
    texts: dict[str, str] = {}  # noqa: RUF012
    """The words of invented reports, as Markdown, by the report's id."""
    misconceptions: dict[str, str] = {}  # noqa: RUF012

    @cached_property
    def item(self) -> dict[str, Item]:
        """Return the items by the exercise's id."""
        return {item.exercise.id: item for item in self.items}

    @cached_property
    def sheet(self) -> dict[str, Sheet]:
        """Return the sheets by their code."""
        return {sheet.code: sheet for sheet in self.sheets}

    @property
    def places(self) -> tuple[tuple[Item, ...], ...]:
        """Return what stands at each number: an item, or the alternatives."""
        return tuple(tuple(some) for _, some in groupby(self.items, key=lambda item: item.number))

    def asked(self, drawn: Collection[str], unasked: Collection[int] = ()) -> tuple[Item, ...]:
        """Return the items that a student is asked who got these of the alternatives, and none of these numbers."""
        here = (item for item in self.items if item.number not in unasked)
        return tuple(item for item in here if not item.drawn or item.exercise.id in drawn)

    def without(self, numbers: Collection[int]) -> Assignment:
        """Return the assignment without what stands at these numbers; the others keep theirs."""
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        return Assignment(**fields | {"items": tuple(item for item in self.items if item.number not in numbers)})

    @property
    def has_roster(self) -> bool:
        """Return whether each sheet is a student's own."""
        return bool(self.sheets[0].student)


def assignment_id(title: str, seed: int, exercises: tuple[Exercise, ...]) -> str:
    """Return the assignment's id, eight hexadecimal digits of what was asked.

    No key has a part in it, and no deadline, so that one can move while sheets are out.
    """
    asked = [_EXERCISE.dump_python(exercise, mode="json", by_alias=True, exclude={"needs"}) for exercise in exercises]
    return _digest(json.dumps([title, seed, asked], sort_keys=True), 8)


def sheet_code(assignment: str, student: str, taken: Collection[str] = ()) -> str:
    """Return a sheet's code, eight letters that belong to one student of one assignment, and none of those taken.

    It is of :data:`SIGNS` alone, so no two of its signs are taken for one another, and no spreadsheet takes it for a
    number or a date.
    """
    for more in itertools.count():
        code = _digest(json.dumps([assignment, student, *[more][:more]]), 8).translate(_TO_SIGNS)
        if code not in taken:
            return code
    raise AssertionError("numbers do not end")


def manifest_json(assignment: Assignment) -> str:
    """Return the manifest as JSON, the same for the same assignment."""
    data = assignment.model_dump(mode="json", by_alias=True)
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def write_manifest(path: Path, assignment: Assignment) -> None:
    """Write the manifest as JSON, whole or not at all: nothing else has the keys of the day."""
    write_whole(path, manifest_json(assignment))


def read_manifest(path: Path) -> Assignment:
    """Return the assignment in a manifest.  Raises CourseError where it is not one that ``assign`` has written."""
    try:
        return Assignment.model_validate_json(path.read_bytes())
    except OSError as error:
        message = f"must be a manifest that can be read: {error.strerror}"
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"])) or "file"
        message = f"must be as `assign` wrote it, and {place} is not ({first['msg']}); take the file that it wrote"
    raise CourseError([Finding(path.as_posix(), "file", message, "manifest")])


def _digest(text: str, length: int) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:length]
