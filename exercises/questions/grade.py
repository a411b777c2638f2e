"""From a key and a response to a score and what to say about it.  Pure: nothing is read, written or printed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from exercises.questions.key import Key
from exercises.questions.question import Answer, Enter, Question
from exercises.questions.reading import day, number, percent
from exercises.questions.wording import worded

# The page's script has the same, so both name their characters: `\s` and `\d` are not the same in both languages.
_QUOTES = re.compile("[\"'`\u2018-\u201f\u00ab\u00bb\u2039\u203a]")
_PARTINGS = re.compile("[\\t\\n\\r \\-\u2010-\u2015\u2212]+")
_SLACK = Decimal("1e-9")
"""What the page may miss by, which counts in binary fractions."""


@dataclass(frozen=True)
class Said:
    """What a reader is told about one choice, statement, cell or answer."""

    slot: str
    right: bool
    text: str
    see: tuple[str, ...]


def score(question: Question, key: Key, response: object) -> float:
    """Return the response's score, 0 to 1.

    Choice of one, date, number and short text: 1 or 0.  Choice of several and words: hits less false choices, over
    the number that are right, and never below 0 (the rule of Moodle's fractions and of Canvas's partial credit with
    penalty).
    Statements, items and cells: the share that is right.  Estimate: 1 - (p - outcome)^2, which is the Brier score
    of one yes-or-no forecast (brier-1950) in its form from 0 to 1, turned so that 1 is best; 50 percent always earns
    0.75.
    An empty response, or one of another form, scores 0, and so does a percentage below 0 or above 100; what an entry
    is read as, :mod:`exercises.questions.reading` says.
    Raises ValueError for a written exercise, which is marked by hand.
    """
    correct = key.correct
    if correct is None:
        raise ValueError(f"{key.exercise}: a written exercise is marked by its rubric")
    if isinstance(correct, dict):
        return _share(correct, response)
    if isinstance(correct, tuple):
        return _less_false_choices(correct, question.slots, response)
    if _what(question) == "percent":
        return _nearness(correct, response)
    return float(_same(question, key, response))


def best_response(question: Question, key: Key) -> Answer | None:
    """Return a response that scores 1: the correct answer, or for an estimate the certainty of it; None if written."""
    return {"1": "100", "0": "0"}[str(key.correct)] if _what(question) == "percent" else key.correct


def _what(question: Question) -> str:
    """Return what is to be entered, or nothing where something is chosen."""
    return question.what if isinstance(question, Enter) else ""


def _nearness(outcome: str, response: object) -> float:
    given = percent(response) if isinstance(response, str) else None
    return 0.0 if given is None else float(1 - (given / 100 - Decimal(outcome)) ** 2)


def _share(correct: Mapping[str, str], response: object) -> float:
    if not isinstance(response, Mapping):
        return 0.0
    hits: int = sum(response.get(slot) == value for slot, value in correct.items())
    return hits / len(correct)


def _less_false_choices(correct: tuple[str, ...], slots: tuple[str, ...], response: object) -> float:
    chosen = _chosen(slots, response)
    hits = len(chosen & set(correct))
    return max(0.0, (hits - (len(chosen) - hits)) / len(correct))


def _chosen(slots: tuple[str, ...], response: object) -> set[str]:
    """Return the slots that a list of choices names; what it names besides does not count."""
    return (
        {slot for slot in slots if slot in response} if isinstance(response, (list, tuple, set, frozenset)) else set()
    )


def _same(question: Question, key: Key, response: object) -> bool:
    if not isinstance(response, str):
        return False
    if not (what := _what(question)):
        return response == key.correct
    return any(_says(what, response, form, key.tolerance) for form in (str(key.correct), *key.accepted))


def _says(what: str, response: str, form: str, tolerance: Decimal = Decimal(0)) -> bool:
    """Return whether an entry says the same as a form of an answer, however either is written."""
    if what == "number":
        given, wanted = number(response), number(form)
        return given is not None and wanted is not None and abs(given - wanted) <= tolerance + _SLACK
    if what == "date":
        return day(response) is not None and day(response) == day(form)
    return fold(response) == fold(form)


def fold(text: str) -> str:
    """Return a short text as it is compared.

    Case, quotation marks, a leading article, a final full stop, and which spaces or dashes part the words, are lost.
    """
    plain = _QUOTES.sub("", unicodedata.normalize("NFKC", text).lower())
    return re.sub(r"^(the|an?) ", "", _PARTINGS.sub(" ", plain).strip().removesuffix(".").rstrip())


def feedback(question: Question, key: Key, response: object) -> tuple[Said, ...]:
    """Return what is said to the response, in the order of the page.

    Choices: each one chosen, and each right one left out.  Statements, items and cells: each one.  Date, number and
    short text: the feedback on that answer, or the key's ``otherwise``.  Estimate: the feedback on the side that the
    reader leans to, or the key's ``otherwise``.
    """
    correct = key.correct
    if isinstance(correct, dict):
        given = response if isinstance(response, Mapping) else {}
        return tuple(_said(key, slot, given.get(slot) == correct[slot]) for slot in question.slots)
    if isinstance(correct, tuple):
        chosen = _chosen(question.slots, response)
        return tuple(
            _said(key, slot, (slot in chosen) == (slot in correct))
            for slot in question.slots
            if slot in chosen or slot in correct
        )
    if not isinstance(response, str) or not response.strip():
        return ()
    if _what(question) == "percent":
        return tuple(_said(key, side, side == correct) for side in leaning(response))
    right = bool(score(question, key, response))
    what = _what(question)
    named = (slot for slot in key.feedback if what and _says(what, response, slot))
    slot = next(named, str(correct) if right else response.strip())
    return (_said(key, slot, right),)


def leaning(text: str) -> tuple[str, ...]:
    """Return the side that an estimate leans to: ``1`` above 50 percent, ``0`` below, ``50`` between; () if none."""
    given = percent(text)
    if given is None:
        return ()
    return ("50",) if given == 50 else ("1",) if given > 50 else ("0",)


def _said(key: Key, slot: str, right: bool) -> Said:
    said = key.feedback.get(slot)
    if said is None:
        return Said(slot, right, key.otherwise or key.solution, ())
    return Said(slot, right, said.text, said.see)


def right_in_words(question: Question, key: Key) -> list[str]:
    """Return the right answer, a line for each thing to choose, place or fill in, with what is accepted besides."""
    lines = worded(question, best_response(question, key))
    if lines and key.accepted:
        lines.append(f"also: {', '.join(key.accepted)}")
    if lines and key.tolerance:
        lines.append(f"within {key.tolerance}")
    return lines
