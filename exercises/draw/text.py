"""An exercise as plain text, and answered in a terminal: for authors, and for readers who have no browser."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Sequence
from string import ascii_lowercase

from exercises.draw.markup import plain
from exercises.questions.ask import ask
from exercises.questions.grade import feedback, score
from exercises.questions.key import Key
from exercises.questions.kinds import Exercise
from exercises.questions.question import Answer, Option

Ask = Callable[[str], str]
"""Puts a question and returns the line that was typed."""

_WIDTH = 80


def as_text(exercise: Exercise) -> str:
    """Return everything that a learner may see of the exercise, as lines of at most 80 letters."""
    return "\n".join(_lines(exercise))


def _lines(exercise: Exercise) -> Iterator[str]:
    yield f"{exercise.title}  [{exercise.id}: {exercise.kind}, {exercise.use}, level {exercise.level}]"
    yield ""
    for line in plain(exercise.stem).splitlines():
        yield from textwrap.wrap(line, _WIDTH) or [""]
    yield ""
    if passage := getattr(exercise, "passage", None):
        yield from textwrap.wrap(passage.replace("{", "[").replace("}", "]"), _WIDTH)
    for name in ("choices", "statements", "items", "rows", "columns"):
        yield from _listed(name, getattr(exercise, name, ()))
    for name in ("bins", "options", "values"):
        yield from _listed(name, getattr(exercise, name, ()), lettered=True)


def _listed(name: str, options: Sequence[Option], *, lettered: bool = False) -> Iterator[str]:
    if not options:
        return
    marks = ascii_lowercase if lettered or name == "choices" else [str(number) for number in range(1, 100)]
    if name != "choices":
        yield f"{name.capitalize()}:"
    for mark, option in zip(marks, options, strict=False):
        yield from textwrap.wrap(option.text, _WIDTH, initial_indent=f"  {mark}) ", subsequent_indent="     ")


def answer(exercise: Exercise, ask: Ask) -> Answer:
    """Return the response that the reader types, asked for again where a line cannot be understood.

    Raises EOFError where the reader stops.
    """
    match exercise.kind:
        case "single-choice":
            return _one(ask, "Your choice (a letter): ", exercise.choices)
        case "multiple-choice":
            return _several(ask, "Your choices (letters, with spaces): ", exercise.choices)
        case "select-words":
            runs = tuple(Option(id=id, text=text) for text, id in exercise.parts if id)
            shown = ", ".join(f"{mark}) {run.text}" for mark, run in zip(ascii_lowercase, runs, strict=False))
            return _several(ask, f"{shown}\nYour words (letters, with spaces): ", runs)
    values = _values(exercise)
    if not values:
        return ask("Your answer: ").strip()
    return {slot: _one(ask, f"{_named(exercise, slot)} (a letter): ", values) for slot in exercise.slots}


def _values(exercise: Exercise) -> Sequence[Option]:
    for name in ("bins", "options", "values"):
        if values := getattr(exercise, name, ()):
            return tuple(values)
    if exercise.kind == "order":
        return tuple(Option(id=str(place), text=str(place)) for place in range(1, len(exercise.slots) + 1))
    return ()


def _named(exercise: Exercise, slot: str) -> str:
    """Return a statement's, item's or cell's words."""
    texts = {o.id: o.text for name in ("statements", "items", "rows", "columns") for o in getattr(exercise, name, ())}
    return ", ".join(texts[id] for id in slot.split("/"))


def _one(ask: Ask, question: str, options: Sequence[Option]) -> str:
    marks = dict(zip(ascii_lowercase, (option.id for option in options), strict=False))
    while True:
        typed = ask(question).strip().lower()
        if typed in marks:
            return marks[typed]
        question = f"{typed!r} must be one of {', '.join(marks)}; once more: "


def _several(ask: Ask, question: str, options: Sequence[Option]) -> tuple[str, ...]:
    marks = dict(zip(ascii_lowercase, (option.id for option in options), strict=False))
    while True:
        typed = ask(question).lower().replace(",", " ").split()
        if typed and set(typed) <= set(marks):
            return tuple(id for mark, id in marks.items() if mark in typed)
        question = f"{' '.join(typed)!r} must be letters of {', '.join(marks)}; once more: "


def marked(exercise: Exercise, key: Key, response: Answer) -> str:
    """Return the score, what is said to the response, and the worked solution, as text; a rubric where one marks."""
    lines: list[str] = []
    if key.rubric:
        lines += ["Mark it yourself:", *(f"  [{point.marks}] {plain(point.text)}" for point in key.rubric)]
    else:
        lines.append(f"Score: {score(ask(exercise), key, response):.2f} of 1")
        for said in feedback(ask(exercise), key, response):
            lines.append(f"{'+' if said.right else '-'} {plain(said.text)} ({', '.join(said.see)})".replace(" ()", ""))
    wrapped = [line for one in (*lines, "", *plain(key.solution).splitlines()) for line in textwrap.wrap(one, _WIDTH)]
    return "\n".join(wrapped)
