"""A class small enough to read: an assignment with one exercise of each kind, and answers to it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from exercises.classroom.assignment import Assignment, Item, Sheet, sheet_code
from exercises.classroom.taking_in.answers import Answers
from exercises.questions.key import Key, KeyFile
from exercises.questions.kinds import Exercise
from exercises.questions.question import Answer

CASES = Path(__file__).resolve().parent.parent / "exercises" / "examples"
CORRECT: dict[str, Answer] = {
    "classify": {"together": "saw", "new": "inferred", "again": "general"},
    "date": "2019-12-31",
    "estimate": "0",
    "grid": {"run/baggage": "yes", "run/women": "no", "student/baggage": "no", "student/women": "no"},
    "match": {"june": "north-korea", "end-2019": "members"},
    "multiple-choice": ("baggage", "bus"),
    "number": "184",
    "order": {"crossing": "1", "visas": "2", "trade": "3", "deadlines": "4"},
    "select-words": ("reportedly", "may"),
    "short-text": "North Korea",
    "single-choice": "not-told",
}
"""The keys of the cases: some of them are computed in the course, and here they are as they come out."""
MISCONCEPTION, TAGGED = "first-statement-wins", ("factory",)
"""What an answer shows that chooses the factory."""
EXERCISE: TypeAdapter[Exercise] = TypeAdapter(Exercise)
NAME = 'Ada <b>"Byte"</b> & Co'
ORDERS = {"single-choice": ("school", "factory"), "classify": ("again", "new"), "order": ("trade", "visas")}
TEXT = "# A dispatch\n\nThe ferry was *empty*, a docker said.\n\n![](file:///etc/hostname)\n"


def item(number: int, kind: str, **changes: str) -> Item:
    """Return a case of exercises/examples, its id its kind."""
    data = tomllib.loads((CASES / kind / "bank.toml").read_text(encoding="utf-8"))
    key = KeyFile.model_validate(tomllib.loads((CASES / kind / "key.toml").read_text(encoding="utf-8")))
    told = {name: getattr(key, name) for name in ("solution", "otherwise", "rubric", "samples", "accepted")}
    feedback = {
        slot: said.model_copy(update={"misconception": MISCONCEPTION if slot in TAGGED else None})
        for slot, said in key.feedback.items()
    }
    return Item(
        number=number,
        exercise=EXERCISE.validate_python({"id": kind, "lesson": "sample", **data, **changes}),
        key=Key(exercise=kind, correct=CORRECT.get(kind), computed=False, feedback=feedback, **told),
    )


def assignment(*kinds: str, id: str = "0a1b2c3d", **changes: Any) -> Assignment:  # noqa: ANN401 - as Sheet takes them
    items = tuple(item(number, kind) for number, kind in enumerate(kinds, 1))
    sheet = {"code": "5e6f7a8b", "student": "s-17", "name": NAME, "orders": ORDERS} | changes
    return Assignment(id=id, title="Checkpoint & more", due="12 March", seed=1, items=items, sheets=(Sheet(**sheet),))


KINDS = tuple(sorted(path.name for path in CASES.iterdir()))
ALL = assignment(*KINDS)


def class_of(*names: str, kinds: tuple[str, ...] = KINDS, **changes: Any) -> Assignment:  # noqa: ANN401 - of any field
    """Return the assignment with a sheet for each of these students, whose ids are s1, s2, and so on."""
    sheets = tuple(
        Sheet(
            code=sheet_code("0a1b2c3d", f"s{number}"), student=f"s{number}", name=name, file=f"s{number}", orders=ORDERS
        )
        for number, name in enumerate(names, 1)
    )
    return assignment(*kinds).model_copy(update={"sheets": sheets, **changes})


RESPONSES: dict[str, Answer] = {
    "classify": {"new": "inferred", "again": "not-told"},
    "date": "2019-12-31",
    "estimate": "62.5",
    "grid": {"run/baggage": "yes", "student/women": "no"},
    "match": {"june": "members"},
    "multiple-choice": ("baggage", "first-time"),
    "number": "1,184",
    "order": {"visas": "2", "crossing": "1"},
    "select-words": ("reportedly", "may"),
    "short-text": "North Korea’s “own” 한국",
    "single-choice": "factory",
    "written": "First line\nsecond & <last>",
}
"""An answer to each kind, some of them in part."""


def work(given: Assignment, place: int = 0, /, **changes: Any) -> Answers:  # noqa: ANN401 - as Answers takes them
    """Return answers on the sheet at this place."""
    sheet = given.sheets[place]
    asked = {id: answer for id, answer in RESPONSES.items() if id in given.item}
    data = {"student": sheet.student, "name": sheet.name, "answers": asked, "sure": {"date": 70}, "saved": ""} | changes
    return Answers(assignment=given.id, sheet=sheet.code, **data)
