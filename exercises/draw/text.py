"""An exercise as plain text, and answered in a terminal: for authors, and for readers who have no browser."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping

from exercises.draw.markup import plain
from exercises.ledger.address import AddressBook
from exercises.questions.ask import ask
from exercises.questions.grade import feedback, score
from exercises.questions.key import Key
from exercises.questions.kinds import Exercise
from exercises.questions.question import Answer, Asked, Choose, Enter, Option, Place, Question, Write
from exercises.questions.reading import in_two_ways

TypeIn = Callable[[str], str]
"""Says what is wanted and returns the line that was typed."""

_WIDTH = 80


def as_text(exercise: Exercise) -> str:
    """Return everything that a learner may see of the exercise, as lines of at most 80 letters."""
    return "\n".join(_lines(exercise))


def _lines(exercise: Exercise) -> Iterator[str]:
    yield f"{exercise.title}  [{exercise.id}: {exercise.kind}, {exercise.use}, level {exercise.level}]"
    yield ""
    for line in plain(exercise.stem).splitlines():
        yield from textwrap.wrap(line, _WIDTH, subsequent_indent="> " if line.startswith("> ") else "") or [""]
    yield ""
    yield from _drawn(ask(exercise))


def _drawn(question: Question) -> Iterator[str]:
    match question:
        case Choose(passage=()):
            yield from _listed((f"{question.marks[asked.id].lower()})", asked.text) for asked in question.asked)
        case Choose():
            runs = (f"[{text}]" if id else text for text, id in question.passage)
            yield from textwrap.wrap("".join(runs), _WIDTH)
        case Place():
            yield from _placed(question)


def _placed(question: Place) -> Iterator[str]:
    if question.layout == "places":
        yield "To put in order, from 1 for the first:"
        yield from _listed(("-", asked.text) for asked in question.asked)
        return
    if question.layout == "grid":
        yield f"{question.corner}:"
        yield from _numbered(question.rows)
        yield "For each of them:"
        yield from _numbered(question.columns)
    else:
        yield "To place:"
        yield from _numbered(question.asked)
    yield "To choose from:"
    yield from _listed((f"{question.marks[option.id].lower()})", option.text) for option in question.offered)


def _numbered(things: Iterable[Asked | Option]) -> Iterator[str]:
    return _listed((f"{number})", thing.text) for number, thing in enumerate(things, 1))


def _listed(lines: Iterable[tuple[str, str]]) -> Iterator[str]:
    for mark, text in lines:
        head = f"  {mark} "
        yield from textwrap.wrap(text, _WIDTH, initial_indent=head, subsequent_indent=" " * len(head))


def answer(exercise: Exercise, type_in: TypeIn) -> Answer:
    """Return the response that the reader types, asked for again where a line cannot be understood.

    Raises EOFError where the reader stops.
    """
    question = ask(exercise)
    match question:
        case Choose(several=False):
            return _one(type_in, "Your choice (a letter): ", question.marks)
        case Choose(passage=()):
            return _several(type_in, "Your choices (letters, with spaces): ", question.marks)
        case Choose():
            shown = ", ".join(f"{question.marks[run.id].lower()}) {run.text}" for run in question.asked)
            return _several(type_in, f"{shown}\nYour words (letters, with spaces): ", question.marks)
        case Place():
            what = "a number" if question.layout == "places" else "a letter"
            return {asked.id: _one(type_in, f"{asked.text} ({what}): ", question.marks) for asked in question.asked}
        case Enter():
            return _entry(type_in, question.what)
        case Write():
            return type_in("Your answer: ").strip()


def _entry(type_in: TypeIn, what: str) -> str:
    typed = type_in("Your answer: ").strip()
    while ways := in_two_ways(what, typed):
        typed = type_in(f"{typed!r} can be read as {ways}; write it in another way: ").strip()
    return typed


def _one(type_in: TypeIn, wanted: str, marks: Mapping[str, str]) -> str:
    ids = {mark.lower(): id for id, mark in marks.items()}
    while True:
        typed = type_in(wanted).strip().lower()
        if typed in ids:
            return ids[typed]
        wanted = f"{typed!r} must be one of {', '.join(ids)}; once more: "


def _several(type_in: TypeIn, wanted: str, marks: Mapping[str, str]) -> tuple[str, ...]:
    ids = {mark.lower(): id for id, mark in marks.items()}
    while True:
        typed = type_in(wanted).lower().replace(",", " ").split()
        if typed and set(typed) <= set(ids):
            return tuple(id for mark, id in ids.items() if mark in typed)
        wanted = f"{' '.join(typed)!r} must be letters of {', '.join(ids)}; once more: "


def marked(exercise: Exercise, key: Key, response: Answer, book: AddressBook) -> str:
    """Return the score, what is said to the response and where to look, and the worked solution, as text.

    A rubric stands in the stead of score and feedback where a reader marks the answer.
    """
    lines: list[str] = []
    if key.rubric:
        lines += ["Mark it yourself:", *(f"  [{point.marks}] {plain(point.text)}" for point in key.rubric)]
    else:
        lines.append(f"Score: {score(ask(exercise), key, response):.2f} of 1")
        for said in feedback(ask(exercise), key, response):
            where = book.words(said.see, exercise.report)
            lines.append(f"{'+' if said.right else '-'} {plain(said.text)}{f' ({where})' if where else ''}")
    lines += ["", *plain(key.solution).splitlines()]
    return "\n".join(part for line in lines for part in textwrap.wrap(line, _WIDTH) or [""])
