"""The exercises' types: what a learner may see, what gives an answer away, and what a learner hands in.

An :data:`Exercise` has no key in it, so whatever renders exercises for students cannot leak one.
A :data:`KeyFile` is a key as it is written, stated or as a query; ``query.resolve`` turns it into a :class:`Key`.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from exercises.ledger.types import Data, Slug, Text

Answer = str | tuple[str, ...] | dict[str, str]
"""A response or a correct answer.

``single-choice``, ``date``, ``number``, ``short-text``: a string (a choice's id, an ISO date, a decimal number, words).
``estimate``: a string; the response is a percentage, the correct answer ``1`` (it is so) or ``0`` (it is not).
``multiple-choice``, ``select-words``: a tuple of ids.
``classify``, ``match``, ``grid``: a dictionary from the statement's or item's id, or ``row/column``, to the id of the
bin, option or value.
``order``: a dictionary from the item's id to its place, from ``1``; a key file lists the ids in order instead.
``written``: the text.
"""

Use = Literal["practice", "graded", "test"]


class Option(Data):
    """One thing to choose, place or fill: its id, which never changes, and its text."""

    id: Slug
    text: Text


Options = Annotated[tuple[Option, ...], Field(min_length=2)]


class ExerciseBase(Data):
    """What every exercise has.  ``id`` is the file's stem and ``lesson`` its folder."""

    id: Slug
    lesson: Slug
    report: Slug = "rfa-2019"
    title: Text
    use: Use
    outcomes: Annotated[tuple[Slug, ...], Field(min_length=1)]
    level: Literal[1, 2, 3]
    minutes: Annotated[int, Field(ge=1, le=60)]
    claims: tuple[Slug, ...] = ()
    """The claims that the exercise rests on; shown to the learner."""
    record: tuple[str, ...] = ()
    stem: Text
    hints: Annotated[tuple[Text, ...], Field(max_length=2)] = ()
    replaces: Slug | None = None

    @property
    def slots(self) -> tuple[str, ...]:
        """Return the ids of everything that wants its own feedback, in the order of the page."""
        return ()


class ChoiceBase(ExerciseBase):
    """What both kinds of choice have."""

    choices: Options

    @property
    def slots(self) -> tuple[str, ...]:
        """Return the choices' ids."""
        return tuple(choice.id for choice in self.choices)


class SingleChoice(ChoiceBase):
    """Choose one."""

    kind: Literal["single-choice"]


class MultipleChoice(ChoiceBase):
    """Choose all that apply."""

    kind: Literal["multiple-choice"]


class Classify(ExerciseBase):
    """Put each statement into a bin."""

    kind: Literal["classify"]
    statements: Options
    bins: Options

    @property
    def slots(self) -> tuple[str, ...]:
        """Return the statements' ids."""
        return tuple(statement.id for statement in self.statements)


class Match(ExerciseBase):
    """Give each item one of the options.  None is right twice, and some may be right for none."""

    kind: Literal["match"]
    items: Options
    options: Options

    @property
    def slots(self) -> tuple[str, ...]:
        """Return the items' ids."""
        return tuple(item.id for item in self.items)


class Order(ExerciseBase):
    """Put the items in order.  The bank must not have them in it already."""

    kind: Literal["order"]
    items: Options

    @property
    def slots(self) -> tuple[str, ...]:
        """Return the items' ids."""
        return tuple(item.id for item in self.items)

    @property
    def places(self) -> tuple[str, ...]:
        """Return the places to give, from ``1``."""
        return tuple(str(place) for place in range(1, len(self.items) + 1))


class Grid(ExerciseBase):
    """Fill every cell of a table; hypotheses (or cases) are its rows."""

    kind: Literal["grid"]
    corner: Text
    """What the rows are, printed at the head of their column."""
    rows: Annotated[tuple[Option, ...], Field(min_length=1)]
    columns: Annotated[tuple[Option, ...], Field(min_length=1)]
    values: Options

    @property
    def slots(self) -> tuple[str, ...]:
        """Return ``row/column`` for each cell, row by row."""
        return tuple(f"{row.id}/{column.id}" for row in self.rows for column in self.columns)


class DateEntry(ExerciseBase):
    """Give a date."""

    kind: Literal["date"]


class NumberEntry(ExerciseBase):
    """Give a number, in the unit that the stem names."""

    kind: Literal["number"]
    unit: Text


class Estimate(ExerciseBase):
    """Say how likely it is that a thing is so, in percent.  The stem says what."""

    kind: Literal["estimate"]


class ShortText(ExerciseBase):
    """Give a few words.  The key lists the forms that are accepted."""

    kind: Literal["short-text"]


class SelectWords(ExerciseBase):
    """Select words in a passage of ours.  Each ``{braced}`` run of words can be selected."""

    kind: Literal["select-words"]
    passage: Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"\{[^{}]+\}.*\{[^{}]+\}")]

    @property
    def parts(self) -> tuple[tuple[str, str | None], ...]:
        """Return the passage as (text, id) runs; the id is None for words that cannot be selected."""
        return _passage_parts(self.passage)

    @property
    def slots(self) -> tuple[str, ...]:
        """Return the ids of the runs that can be selected: their words, joined by hyphens, numbered if repeated."""
        return tuple(id for _, id in self.parts if id)


class Written(ExerciseBase):
    """Write an answer.  It is marked by hand, with the key's rubric."""

    kind: Literal["written"]
    words: Annotated[int, Field(ge=5, le=400)]
    """About how many words are asked for; sets the room on paper."""


Exercise = Annotated[
    SingleChoice
    | MultipleChoice
    | Classify
    | Match
    | Order
    | Grid
    | DateEntry
    | NumberEntry
    | Estimate
    | ShortText
    | SelectWords
    | Written,
    Field(discriminator="kind"),
]


def _passage_parts(passage: str) -> tuple[tuple[str, str | None], ...]:
    parts: list[tuple[str, str | None]] = []
    seen: dict[str, int] = {}
    for index, text in enumerate(re.split(r"\{([^{}]+)\}", passage)):
        if index % 2 == 0:
            if text:
                parts.append((text, None))
            continue
        slug = "-".join(re.findall(r"[a-z0-9]+", text.lower()))
        seen[slug] = seen.get(slug, 0) + 1
        parts.append((text, slug if seen[slug] == 1 else f"{slug}-{seen[slug]}"))
    return tuple(parts)


class Outcome(Data):
    """What a learner can do after a lesson, as a phrase that follows "you can"."""

    id: Slug
    lesson: Slug
    text: Text


class Misconception(Data):
    """A way of going wrong that a choice reveals, named so that a class's answers can be counted by it."""

    id: Slug
    text: Text


class Bank(Data):
    """Every exercise that a learner may see, with the outcomes they serve."""

    exercises: tuple[Exercise, ...]
    outcomes: tuple[Outcome, ...]
    misconceptions: tuple[Misconception, ...]

    def exercise(self, id: str) -> Exercise:
        """Return the exercise with this id; raises KeyError if there is none."""
        return {exercise.id: exercise for exercise in self.exercises}[id]
