"""The bank in figures: how many of what, how balanced, how readable, how like one another (``check --report``)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import combinations

from exercises.checks.guess import strategies
from exercises.course import Course
from exercises.draw.markup import plain
from exercises.questions.ask import ask
from exercises.questions.kinds import Exercise
from exercises.questions.question import Choose, Place
from exercises.questions.wording import slot_texts, value_texts

ALIKE = 0.9
"""Stems that share so much of their words, with choices that do too, ask the same thing twice."""
_UNTOLD = re.compile(
    r"cannot be told|does not say|do not say|not said|not given|no telling|none of|not one of", re.IGNORECASE
)


def lines(course: Course) -> Iterator[str]:
    """Yield the report, line by line."""
    exercises = course.bank.exercises
    yield f"{len(exercises)} exercises, {sum(key.computed for key in course.keys.values())} with computed keys"
    for name in ("use", "kind", "level", "lesson"):
        counts = Counter(str(getattr(exercise, name)) for exercise in exercises)
        yield f"by {name}: {', '.join(f'{value} {count}' for value, count in sorted(counts.items()))}"
    verdicts = Counter(file.verdict for file in course.files.values() if file.verdict)
    yield f"verdicts: {verdicts['adequate']} adequate, {verdicts['overstated']} overstated"
    yield f"answers that it cannot be told, or is not said: {len(untold(course))}"
    yield from _coverage(course)
    yield f"reading level of stems (Coleman and Liau 1975, school grade): {grade_of(course):.1f}"
    pairs = alike(course)
    yield f"stems and choices alike: {'; '.join(' and '.join(pair) for pair in pairs) or 'none'}"
    tags = Counter(said.misconception for key in course.keys.values() for said in key.feedback.values())
    named = sum(count for tag, count in tags.items() if tag)
    yield f"wrong choices with a misconception: {named}, of {len([tag for tag in tags if tag])} kinds"
    for strategy in strategies(course.bank, course.keys):
        yield f"guessing by {strategy}"


def _coverage(course: Course) -> Iterator[str]:
    uses = {outcome.id: Counter[str]() for outcome in course.bank.outcomes}
    for exercise in course.bank.exercises:
        for id in exercise.outcomes:
            uses[id][exercise.use] += 1
    least = min(min(count["practice"], count["graded"]) for count in uses.values())
    yield f"outcomes: {len(uses)}, each with at least {least} to practise and to hand in"
    for report in course.evidence.reports:
        named = {id for one in course.bank.exercises if one.report == report.id for id in one.claims}
        yield f"claims of {report.id} that an exercise rests on: {len(named)} of {len(report.claims)}"


def untold(course: Course) -> list[str]:
    """Return the ids of exercises in whose key some answer is that it cannot be told, or is not said."""
    return [
        exercise.id for exercise, key in course.pairs() if any(map(_UNTOLD.search, _right_texts(exercise, key.correct)))
    ]


def _right_texts(exercise: Exercise, correct: object) -> list[str]:
    question = ask(exercise)
    if isinstance(correct, dict):
        offered = value_texts(question)
        return [offered[id] for id in correct.values()]
    ids = (correct,) if isinstance(correct, str) else correct
    asked = {} if isinstance(question, Choose) and question.passage else slot_texts(question)
    return [asked[id] for id in ids if id in asked] if isinstance(ids, tuple) else []


def grade_of(course: Course) -> float:
    """Return the school grade of all stems taken together, by letters and sentences per hundred words.

    The index of Coleman and Liau (1975, doi:10.1037/h0076540): 0.0588 L - 0.296 S - 15.8.
    """
    text = " ".join(plain(exercise.stem) for exercise in course.bank.exercises)
    words = re.findall(r"[^\W\d_]+", text)
    sentences = re.findall(r"[.?!:](?=\s|$)", text)
    hundred = 100 / len(words)
    return 0.0588 * sum(map(len, words)) * hundred - 0.296 * len(sentences) * hundred - 15.8


def alike(course: Course) -> list[tuple[str, str]]:
    """Return pairs of exercises whose stems and options say nearly the same; test forms are parallel by design."""
    texts = {one.id: _words(one) for one in course.bank.exercises if one.use != "test"}
    return [(one, other) for one, other in combinations(sorted(texts), 2) if _is_alike(texts[one], texts[other])]


def _words(exercise: Exercise) -> list[str]:
    question = ask(exercise)
    if isinstance(question, Place) and question.layout == "grid":
        options = " ".join(option.text for option in (*question.rows, *question.columns))
    else:
        options = " ".join(slot_texts(question).values())
    return re.findall(r"\w+", plain(f"{exercise.stem} {options}").lower())


def _is_alike(one: list[str], other: list[str]) -> bool:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE
