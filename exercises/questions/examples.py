"""A filled pair of files for each kind of exercise, to begin from: sound as it is, every word to be changed."""

from __future__ import annotations

from pathlib import Path

from exercises.errors import CourseError, Finding
from exercises.questions.load import BANK, KEYS

_HEAD = """\
#:schema ../../schema/exercise.json
kind = "{kind}"
use = "practice"
title = "A short title"
outcomes = ["{outcome}"]
level = 1
minutes = 2
claims = ["p05-huge-baggage"]
stem = "What is asked, in one or two sentences?"
"""
_KEY = '#:schema ../../schema/key.json\n{answer}solution = "The answer, and why, in two or three sentences."\n'
_CHOICES = """
[[choices]]
id = "bags"
text = "How much the women carried"

[[choices]]
id = "trip"
text = "That it was their first trip"
"""
_CHOICE_FEEDBACK = """
[query]
kind = "claims"
where = { basis = ["saw"] }
choices = { bags = "p05-huge-baggage", trip = "p04-first-timers" }

[feedback.bags]
for = "right"
text = "Why it is right."
see = ["P5"]

[feedback.trip]
for = "wrong"
text = "Why it tempts, and what settles it."
see = ["P4"]
misconception = "knowing-taken-for-seeing"
"""
_PAIR = """
[[{items}]]
id = "bags"
text = "How much the women carried"

[[{items}]]
id = "trip"
text = "That it was their first trip"
"""
_BINS = """
[[{bins}]]
id = "saw"
text = "Seen"

[[{bins}]]
id = "inferred"
text = "Worked out"
"""
_PROOF = 'proof = ["p05-huge-baggage", "p04-first-timers"]\n'
_SORTED = """
[feedback.bags]
for = "{bags}"
text = "Why it belongs there."
see = ["P5"]

[feedback.trip]
for = "{trip}"
text = "Why it belongs there."
see = ["P4"]
"""
_ENTRY = """
[feedback."{right}"]
for = "right"
text = "Why it is right."
see = ["P5"]
"""
_OTHERWISE = 'otherwise = "What to say to any other answer."\n'
_GRID_CELLS = """
[query]
kind = "cells"
values = { expected = "expected", unexpected = "unexpected" }

[feedback."new-work-visa/baggage"]
for = "expected"
text = "Why."
see = ["P5"]

[feedback."visa-run/baggage"]
for = "unexpected"
text = "Why."
see = ["P6"]
"""
_GRID = """
[[rows]]
id = "new-work-visa"
text = "New workers"

[[rows]]
id = "visa-run"
text = "A quick visa run"

[[columns]]
id = "baggage"
text = "Much luggage"

[[values]]
id = "expected"
text = "Expected"

[[values]]
id = "unexpected"
text = "Unexpected"
"""
_RUBRIC = """
[[rubric]]
id = "speaker"
text = "Names the speaker"
marks = 2

[[rubric]]
id = "reserve"
text = "Keeps the reserve"
marks = 2

[[rubric]]
id = "short"
text = "Keeps to the length"
marks = 1
"""
_SAMPLES = "".join(
    f"""
[[samples]]
level = "{level}"
text = "A {level} answer."
marks = {{ speaker = {speaker}, reserve = {reserve}, short = 1 }}
total = {speaker + reserve + 1}
why = "Why it earns that."
"""
    for level, speaker, reserve in (("strong", 2, 2), ("middling", 2, 0), ("weak", 0, 0))
)


def _answer(correct: str, *more: str) -> str:
    return f"correct = {correct}\n{_PROOF}{''.join(more)}"


_SORTED_ITEMS = _SORTED.format(bags="saw", trip="inferred")
TEMPLATES: dict[str, tuple[str, str]] = {
    "single-choice": (_HEAD + _CHOICES, _KEY.format(answer="") + _CHOICE_FEEDBACK),
    "multiple-choice": (_HEAD + _CHOICES, _KEY.format(answer="") + _CHOICE_FEEDBACK),
    "classify": (
        _HEAD + _PAIR.format(items="statements") + _BINS.format(bins="bins"),
        _KEY.format(answer=_answer('{ bags = "saw", trip = "inferred" }')) + _SORTED_ITEMS,
    ),
    "match": (
        _HEAD + _PAIR.format(items="items") + _BINS.format(bins="options"),
        _KEY.format(answer=_answer('{ bags = "saw", trip = "inferred" }')) + _SORTED_ITEMS,
    ),
    "order": (
        _HEAD + _PAIR.format(items="items"),
        _KEY.format(answer=_answer('["trip", "bags"]')) + _SORTED.format(bags="2", trip="1"),
    ),
    "grid": (_HEAD + 'corner = "Explanation"\n' + _GRID, _KEY.format(answer="") + _GRID_CELLS),
    "date": (_HEAD, _KEY.format(answer=_answer('"2019-03-22"', _OTHERWISE)) + _ENTRY.format(right="2019-03-22")),
    "number": (_HEAD + 'unit = "days"\n', _KEY.format(answer=_answer('"7"', _OTHERWISE)) + _ENTRY.format(right="7")),
    "estimate": (_HEAD, _KEY.format(answer=_answer('"1"', _OTHERWISE))),
    "short-text": (
        _HEAD,
        _KEY.format(answer=_answer('"Namyang"', 'accepted = ["at Namyang"]\n', _OTHERWISE))
        + _ENTRY.format(right="Namyang"),
    ),
    "select-words": (
        _HEAD + 'passage = "They carried {{bags}}, and it was a first {{trip}}."\n',
        _KEY.format(answer="") + _CHOICE_FEEDBACK,
    ),
    "written": (_HEAD + "words = 40\n", _KEY.format(answer="") + _RUBRIC + _SAMPLES),
}
"""The files of the bank and of the keys for each kind."""


def write_new(root: Path, kind: str, lesson: str, id: str, outcome: str) -> tuple[Path, Path]:
    """Write a new exercise's two files and return where they lie.

    Raises CourseError, and writes nothing, where one of them is there already.
    """
    paths = (root / BANK / lesson / f"{id}.toml", root / KEYS / lesson / f"{id}.toml")
    for path in paths:
        if path.exists():
            raise CourseError(
                [Finding(path.as_posix(), "file", "must not be there yet, and is; choose another id", "new")]
            )
    bank, key = TEMPLATES[kind]
    for path, text in zip(paths, (bank.format(kind=kind, outcome=outcome), key), strict=True):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return paths
