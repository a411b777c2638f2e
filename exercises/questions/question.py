"""What an exercise asks, in one of four forms that know no kind of exercise.

Question
├── Choose   one or several of the asked, which may be runs of a passage
├── Place    each of the asked gets one of the offered
├── Enter    a date, a number, a percentage or words
└── Write    a text that a person marks

Whatever draws, reads, words, marks or exports an exercise takes its question; ``ask`` alone makes one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import ClassVar, Literal

from exercises.ledger.types import Data, Slug, Text

Answer = str | tuple[str, ...] | dict[str, str]
"""A response or a correct answer.

``Choose``: the id chosen, or a tuple of ids where several may be.  ``Place``: a dictionary from the id of each asked to
the id of the offered that it gets; a grid's asked are its cells, as ``row/column``.  ``Enter``: a string, which is an
ISO date, a decimal number or words; for a percentage the response is one, and the correct answer ``1`` (it is so) or
``0`` (it is not).  ``Write``: the text.
"""


class Option(Data):
    """One thing to choose, place or fill: its id, which never changes, and its text."""

    id: Slug
    text: Text


@dataclass(frozen=True)
class Asked:
    """One thing that wants an answer: its id, and its words as a reader sees them."""

    id: str
    text: str


@dataclass(frozen=True)
class Choose:
    """Choose one, or all that apply, of the asked."""

    form: ClassVar = "choose"
    asked: tuple[Asked, ...]
    several: bool
    passage: tuple[tuple[str, str | None], ...] = ()
    """Where the asked stand in a passage: its runs of text, each with its id, or None where it cannot be chosen."""

    @cached_property
    def slots(self) -> tuple[str, ...]:
        """Return the ids of the asked, in the bank's order."""
        return tuple(asked.id for asked in self.asked)

    @property
    def movable(self) -> tuple[Asked, ...]:
        """Return the asked that a sheet may put into an order of its own; a passage keeps its own."""
        return () if self.passage else self.asked

    @cached_property
    def marks(self) -> dict[str, str]:
        """Return the letter that stands for each of the asked, by id."""
        return {asked.id: letter(index) for index, asked in enumerate(self.asked)}


@dataclass(frozen=True)
class Place:
    """Give each of the asked one of the offered.

    ``layout`` says how it is best drawn: ``bins`` to sort into, ``lists`` to choose from, ``places`` in an order, or a
    ``grid`` whose cells are the asked.  ``once`` says that none of the offered is right twice.
    """

    form: ClassVar = "place"
    asked: tuple[Asked, ...]
    offered: tuple[Option, ...]
    layout: Literal["bins", "lists", "places", "grid"]
    once: bool = False
    rows: tuple[Option, ...] = ()
    columns: tuple[Option, ...] = ()
    corner: str = ""
    """What a grid's rows are, for the head of their column."""

    @cached_property
    def slots(self) -> tuple[str, ...]:
        """Return the ids of the asked, in the bank's order; a grid's row by row."""
        return tuple(asked.id for asked in self.asked)

    @property
    def movable(self) -> tuple[Asked, ...]:
        """Return the asked that a sheet may put into an order of its own; a grid keeps its rows."""
        return () if self.layout == "grid" else self.asked

    @cached_property
    def marks(self) -> dict[str, str]:
        """Return what stands for each of the offered on paper, by id: a letter, or the place's number."""
        if self.layout == "places":
            return {option.id: option.text for option in self.offered}
        return {option.id: letter(index) for index, option in enumerate(self.offered)}

    @cached_property
    def shown(self) -> dict[str, str]:
        """Return each of the offered as a sheet shows it, by id: ``A. text``, or the place's number alone."""
        if self.layout == "places":
            return self.marks
        return {option.id: f"{self.marks[option.id]}. {option.text}" for option in self.offered}

    @cached_property
    def values(self) -> frozenset[str]:
        """Return the ids of the offered."""
        return frozenset(option.id for option in self.offered)


@dataclass(frozen=True)
class Enter:
    """Enter a date, a number in ``unit``, a percentage that says how likely a thing is, or a few words."""

    form: ClassVar = "enter"
    what: Literal["date", "number", "percent", "words"]
    unit: str = ""

    slots: tuple[str, ...] = ()
    movable: tuple[Asked, ...] = ()


@dataclass(frozen=True)
class Write:
    """Write about so many words, which a person marks by the key's rubric."""

    form: ClassVar = "write"
    words: int

    slots: tuple[str, ...] = ()
    movable: tuple[Asked, ...] = ()


Question = Choose | Place | Enter | Write


def letter(index: int) -> str:
    """Return the letter that stands for what has this index: A, B, … Z, AA, AB, …."""
    rest = index // 26
    return (letter(rest - 1) if rest else "") + chr(ord("A") + index % 26)


def in_order(question: Question, order: Iterable[str]) -> Question:
    """Return the question with its asked in a sheet's order, by id; those that it does not name come last."""
    if not question.movable or not isinstance(question, Choose | Place):
        return question
    place = {id: number for number, id in enumerate(order)}
    return replace(question, asked=tuple(sorted(question.asked, key=lambda asked: place.get(asked.id, len(place)))))


def is_marked_by_key(question: Question) -> bool:
    """Return whether a key alone marks it."""
    return not isinstance(question, Write)


def asks_how_sure(question: Question) -> bool:
    """Return whether a sheet asks how sure the reader is: not of a likelihood, nor of a text marked by hand."""
    return is_marked_by_key(question) and not is_likelihood(question)


def is_likelihood(question: Question) -> bool:
    """Return whether it asks how likely a thing is, so that an answer is near or far, and not right or wrong."""
    return isinstance(question, Enter) and question.what == "percent"
