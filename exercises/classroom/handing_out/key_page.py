"""The key of an assignment as a page for the instructor: right answers, worked solutions, rubrics and samples."""

from __future__ import annotations

from dataclasses import dataclass

from exercises.classroom.assignment import Assignment, Item
from exercises.draw.markup import plain
from exercises.draw.templates import render
from exercises.questions.grade import right_in_words
from exercises.questions.wording import slot_texts


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
    texts = slot_texts(item.question)
    said = [f"{texts.get(slot, slot)} – {plain(said.text)}" for slot, said in item.key.feedback.items()]
    return Entry(item, item.exercise.name, right_in_words(item.question, item.key), said)
