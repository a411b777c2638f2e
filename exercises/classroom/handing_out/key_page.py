"""The key of an assignment as a page for the instructor: right answers, worked solutions, rubrics and samples."""

from __future__ import annotations

from dataclasses import dataclass

from exercises.classroom.assignment import Assignment, Item
from exercises.draw.markup import plain
from exercises.draw.templates import render
from exercises.questions.grade import right_in_words
from exercises.questions.wording import slot_label


@dataclass(frozen=True)
class Entry:
    """An exercise of the key, with the lines that say what is right, and what is said to each answer."""

    item: Item
    kind: str
    right: list[str]
    said: list[str]


def key_html(assignment: Assignment) -> str:
    """Return the key as one page."""
    return render("key", title=f"Key: {assignment.title}", entries=[_entry(item) for item in assignment.items])


def _entry(item: Item) -> Entry:
    question, key = item.question, item.key
    said = [f"{slot_label(question, key, slot)} – {plain(said.text)}" for slot, said in key.feedback.items()]
    said += [f"Any other answer – {plain(key.otherwise)}"] if key.otherwise else []
    return Entry(item, item.exercise.name, right_in_words(question, key), said)
