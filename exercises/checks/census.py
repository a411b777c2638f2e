"""The bank in figures: how many of what, how balanced, how readable, how like one another (``check --census``)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from itertools import combinations
from pathlib import Path

from exercises.checks.guess import UNTOLD, strategies
from exercises.checks.learner import learned, telling_words
from exercises.course import Course, lesson_of
from exercises.draw.markup import plain
from exercises.files import text_of
from exercises.questions.ask import ask
from exercises.questions.kinds import Exercise
from exercises.questions.question import Choose, Place
from exercises.questions.wording import slot_texts, value_texts
from exercises.words import counted, grade_of

ALIKE = 0.9
"""Stems that share so much of their words, with choices that do too, ask the same thing twice."""
_NOT_PROSE = tuple(
    (re.compile(pattern, re.DOTALL | re.MULTILINE), instead)
    for pattern, instead in (
        (r"\A---\n.*?\n---\n", ""),
        (r"^(:{3,}|`{3,}).*?^\1$", ""),
        (r"^[|#][^\n]*$", ""),
        (r"\s*\((\{\w+\}`[^`]*`[,; ]*)+\)", ""),
        (r"\{figure\}`[^`<]*`", "10"),
        (r"\{\w+\}`([^`<]*?)(\s*<[^>]*>)?`", r"\1"),
        (r"\[([^\]]*)\]\([^)]*\)", r"\1"),
        (r"[*`]", ""),
    )
)
"""What is no running text in a lesson's source, and what stands for it: front matter, directives, headings and tables,
references in brackets; a worked-out figure is a number, and of other roles and of links the words stay."""


def read_lessons(root: Path) -> dict[str, str]:
    """Return the source of each lesson by the file's stem; a page beside a lesson's own is no lesson."""
    paths = sorted((root / "course" / "lessons").glob("[0-9]*.md"))
    return {path.stem: text_of(root, path.relative_to(root)) for path in paths if not lesson_of(path.stem)[1]}


def lines(course: Course, lessons: Mapping[str, str]) -> Iterator[str]:
    """Yield the census, line by line; lessons are their sources by name."""
    exercises = course.bank.exercises
    computed = sum(key.computed for key in course.keys.values())
    yield f"{counted(len(exercises), 'exercise')}, {computed} with computed keys"
    for name in ("use", "kind", "level", "needs", "lesson"):
        counts = Counter(str(getattr(exercise, name)) for exercise in exercises)
        yield f"by {name}: {', '.join(f'{value} {count}' for value, count in sorted(counts.items()))}"
    verdicts = Counter(file.verdict for file in course.files.values() if file.verdict)
    yield f"verdicts: {', '.join(f'{count} {verdict}' for verdict, count in sorted(verdicts.items())) or 'none'}"
    needs = Counter(exercise.needs for exercise in exercises if exercise.use == "graded")
    yield f"graded exercises need: {', '.join(f'{count} {name}' for name, count in sorted(needs.items()))}"
    offered = may_be_untold(course)
    yield f"answers that it cannot be told, or is not said: {len(untold(course))} of {len(offered)} offered"
    yield from _coverage(course)
    stems = " ".join(plain(exercise.stem) for exercise in exercises)
    yield f"reading level of stems (Coleman and Liau 1975, school grade): {grade_of(stems):.1f}"
    levels = (f"{name} {grade_of(prose(source)):.1f}" for name, source in lessons.items())
    yield f"reading level of lessons: {', '.join(levels)}"
    pairs = alike(course)
    yield f"stems and choices alike: {'; '.join(' and '.join(pair) for pair in pairs) or 'none'}"
    tags = Counter(said.misconception for key in course.keys.values() for said in key.feedback.values())
    named = sum(count for tag, count in tags.items() if tag)
    yield f"wrong choices with a misconception: {named}, of {len([tag for tag in tags if tag])} kinds"
    for strategy in (*strategies(course.bank, course.keys), *learned(course)):
        yield f"guessing by {strategy}"
    yield f"what makes a choice likelier right, by its factor: {', '.join(telling_words(course))}"


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
        exercise.id for exercise, key in course.pairs() if any(map(UNTOLD.search, _right_texts(exercise, key.correct)))
    ]


def may_be_untold(course: Course) -> list[str]:
    """Return the ids of exercises that offer such an answer, right or wrong."""
    return [exercise.id for exercise in course.bank.exercises if any(map(UNTOLD.search, _offered_texts(exercise)))]


def _offered_texts(exercise: Exercise) -> list[str]:
    question = ask(exercise)
    if isinstance(question, Place):
        return list(value_texts(question).values())
    return [] if isinstance(question, Choose) and question.passage else list(slot_texts(question).values())


def _right_texts(exercise: Exercise, correct: object) -> list[str]:
    question = ask(exercise)
    if isinstance(correct, dict):
        offered = value_texts(question)
        return [offered[id] for id in correct.values()]
    ids = (correct,) if isinstance(correct, str) else correct
    asked = {} if isinstance(question, Choose) and question.passage else slot_texts(question)
    return [asked[id] for id in ids if id in asked] if isinstance(ids, tuple) else []


def prose(source: str) -> str:
    """Return what a lesson says in running text: no headings, tables, directives, references or markup."""
    for pattern, instead in _NOT_PROSE:
        source = pattern.sub(instead, source)
    return source


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
