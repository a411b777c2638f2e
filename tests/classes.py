"""A class small enough to read: an assignment with one exercise of each kind, and answers to it."""

from __future__ import annotations

import io
import tempfile
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter
from pypdf import PdfWriter

from exercises.classroom.assignment import Assignment, Item, Sheet, sheet_code
from exercises.classroom.handing_out.paper import paper_html
from exercises.classroom.handing_out.pdf import draw, write_pdfs
from exercises.classroom.marking.marked import Marked
from exercises.classroom.marking.marker import Marker
from exercises.classroom.spreadsheet import BOM, read_lines
from exercises.classroom.taking_in.answers import Answers
from exercises.questions.key import Key, KeyFile
from exercises.questions.kinds import Classify, Exercise
from exercises.questions.question import Answer, Option

CASES = Path(__file__).resolve().parent.parent / "exercises" / "examples"
CORRECT: dict[str, Answer] = {
    "classify": {"together": "saw", "new": "inferred", "again": "general"},
    "date": "2019-12-31",
    "estimate": "0",
    "grid": {"run/baggage": "yes", "run/women": "no", "student/baggage": "no", "student/women": "no"},
    "match": {"june": "north-korea", "end-2019": "members"},
    "multiple-choice": ("baggage", "together"),
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
        exercise=EXERCISE.validate_python({"id": kind, "lesson": "sample", "report": "rfa-2019", **data, **changes}),
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
    "number": "1184",
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


THREE = assignment("date", "single-choice", "multiple-choice")


def numbered(*works: dict[str, Answer], given: Assignment = THREE, sure: int | None = None) -> list[Marked]:
    """Return a class of students with these answers."""
    free = given.model_copy(update={"sheets": (given.sheets[0].model_copy(update={"student": "", "name": ""}),)})
    marker = Marker(free)
    return [
        marker.mark(
            work(
                free, student=f"s{number}", name="", answers=answers, sure=dict.fromkeys(answers, sure) if sure else {}
            )
        )
        for number, answers in enumerate(works)
    ]


RIGHT: dict[str, Answer] = {
    "date": "2019-12-31",
    "single-choice": "not-told",
    "multiple-choice": ("baggage", "together"),
}
WRONG: dict[str, Answer] = {"date": "2019-06-30", "single-choice": "factory", "multiple-choice": ("first-time",)}


def verdicts() -> Assignment:
    """Return an assignment that asks of four sentences whether they are adequate or overstated."""
    base = assignment("classify")
    item = base.items[0]
    names = ("a", "b", "c", "d")
    exercise = Classify.model_validate(
        item.exercise.model_dump()
        | {
            "statements": [Option(id=name, text=name) for name in names],
            "bins": [Option(id=name, text=name) for name in ("adequate", "overstated")],
        }
    )
    correct = dict(zip(names, ("adequate", "adequate", "overstated", "overstated"), strict=True))
    key = item.key.model_copy(update={"correct": correct, "feedback": {}})
    return base.model_copy(update={"items": (item.model_copy(update={"exercise": exercise, "key": key}),)})


def twins() -> Assignment:
    """Return an assignment of two exercises that ask the same and have other keys."""
    other = item(2, "date", id="other-date")
    key = other.key.model_copy(update={"exercise": "other-date", "correct": "2019-06-30"})
    return assignment("date").model_copy(update={"items": (item(1, "date"), other.model_copy(update={"key": key}))})


def drawn(given: Assignment, folder: Path) -> tuple[bytes, bytes]:
    """Return the first sheet's PDF to fill in and its PDF to print."""
    paths = folder / "fill.pdf", folder / "print.pdf"
    write_pdfs(draw(paper_html(given, given.sheets[0])), *paths)
    return paths[0].read_bytes(), paths[1].read_bytes()


@cache
def all_drawn() -> tuple[bytes, bytes]:
    """Return both files of the sheet that asks every kind, drawn once for all tests of a worker."""
    with tempfile.TemporaryDirectory() as folder:
        return drawn(ALL, Path(folder))


def entries(exercise: Exercise, answer: Answer) -> Iterator[tuple[str, str]]:
    """Yield the fields to fill for an answer, as a viewer does."""
    if isinstance(answer, dict):
        slash = "/" if exercise.kind == "classify" else ""
        yield from ((f"{exercise.id}/{slot}", slash + value) for slot, value in answer.items())
    elif isinstance(answer, tuple):
        yield from ((f"{exercise.id}/{slot}", "/on") for slot in answer)
    else:
        yield exercise.id, ("/" if exercise.kind == "single-choice" else "") + answer


def filled(data: bytes, entries: dict[str, str]) -> bytes:
    """Return the PDF with these fields filled in, as a viewer saves it."""
    writer = PdfWriter(clone_from=io.BytesIO(data))
    for page in writer.pages:
        writer.update_page_form_field_values(page, entries, auto_regenerate=False)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def read_rows(text: str) -> Iterator[dict[str, str]]:
    """Yield each line of a table of ours as a dictionary from the heading, in small letters, to the cell."""
    heads, lines = read_lines(text.lstrip(BOM))
    yield from ({head.lower(): cell for head, cell in zip(heads, cells, strict=False)} for _, cells in lines)
