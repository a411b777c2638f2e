"""A question's answers and its key in words, as a reader sees them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from exercises.questions.key import Key
from exercises.questions.question import Answer, Choose, Enter, Place, Question
from exercises.words import day

LEANINGS = {"1": ("More than 50 percent", "It was so"), "0": ("Less than 50 percent", "It was not so")}
"""What an estimate's two outcomes are called: as a side that a reader leans to, and as what happened."""


def slot_texts(question: Question) -> dict[str, str]:
    """Return the words of each of the asked, by its id."""
    return {asked.id: asked.text for asked in question.asked} if isinstance(question, Choose | Place) else {}


def value_texts(question: Question) -> dict[str, str]:
    """Return the words of each of the offered, by its id."""
    return {option.id: option.text for option in question.offered} if isinstance(question, Place) else {}


def worded(question: Question, response: Answer | None) -> list[str]:
    """Return the answer, a line for each thing that was chosen, placed or filled in; [] where nothing was."""
    slots = slot_texts(question)
    if isinstance(response, Mapping):
        given = value_texts(question)
        return [f"{slots[slot]}: {given[response[slot]]}" for slot in question.slots if slot in response]
    if isinstance(response, tuple):
        return [slots[slot] for slot in question.slots if slot in response]
    if not response:
        return []
    if isinstance(question, Choose):
        return [slots[response]]
    if isinstance(question, Enter):
        plain = response.removesuffix("%") if question.what == "percent" else response
        return [f"{plain} {question.unit}".strip()]
    return [response]


def slot_label(question: Question, key: Key, slot: str) -> str:
    """Return what a piece of feedback is about, in words, with the right one of the offered where there are some."""
    if isinstance(question, Place):
        right = key.correct.get(slot, "") if isinstance(key.correct, dict) else ""
        return f"{slot_texts(question).get(slot, slot)} ({value_texts(question).get(right, right)})"
    if isinstance(question, Enter):
        return LEANINGS[slot][0] if question.what == "percent" else _entered(question, slot)
    return slot_texts(question).get(slot, slot)


def key_in_words(question: Question, key: Key) -> str:
    """Return the right answer in words, or nothing where the feedback names it for each of the asked."""
    correct = key.correct
    if isinstance(question, Place):
        return _in_turn(question, correct) if question.layout == "places" and isinstance(correct, dict) else ""
    if isinstance(correct, tuple):
        return "; ".join(text for slot, text in slot_texts(question).items() if slot in correct)
    if isinstance(question, Enter):
        if question.what == "percent":
            return LEANINGS[str(correct)][1]
        return "; ".join((_entered(question, str(correct)), *key.accepted))
    return slot_texts(question).get(str(correct), "")


def _in_turn(question: Place, places: Mapping[str, str]) -> str:
    texts = slot_texts(question)
    return "; ".join(texts[slot] for slot in sorted(places, key=lambda slot: int(places[slot])))


def _entered(question: Enter, value: str) -> str:
    """Return a date, number or words as readers write them: ``30 June 2019``, ``184 days``."""
    if question.what == "date":
        return day(datetime.date.fromisoformat(value))
    return f"{value} {question.unit}".strip()
