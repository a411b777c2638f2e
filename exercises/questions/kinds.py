"""The kinds of exercise: what a learner may see of each, as its file has it.

An :data:`Exercise` has no key in it, so whatever renders exercises for students cannot leak one.
Each kind's ``name`` is what readers see it called.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, Field, StringConstraints

from exercises.ledger.types import Data, Slug, Text
from exercises.questions.question import Option

Use = Literal["practice", "graded", "test"]


Options = Annotated[tuple[Option, ...], Field(min_length=2)]

Needs = Literal["report", "record", "reasoning"]


class ExerciseBase(Data):
    """What every exercise has.  ``id`` is the file's stem and ``lesson`` its folder."""

    id: Slug
    lesson: Slug
    report: Slug
    """The report that it is about; a file that names none means the course's main one."""
    title: Text
    use: Use
    outcomes: Annotated[tuple[Slug, ...], Field(min_length=1)]
    level: Literal[1, 2, 3]
    minutes: Annotated[int, Field(ge=1, le=60)]
    needs: Needs = "report"
    """What it takes to answer: the report's words, an outside fact that the course gives, or reasoning alone."""
    claims: tuple[Slug, ...] = ()
    """The claims that the exercise rests on; shown to the learner."""
    record: tuple[str, ...] = ()
    stem: Text
    hints: Annotated[tuple[Text, ...], Field(max_length=2)] = ()
    replaces: Slug | None = None

    @property
    def lists(self) -> dict[str, tuple[Option, ...]]:
        """Return each list of options that the exercise's file has, by the name of its field."""
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        return {name: value for name, value in fields.items() if isinstance(value, tuple) and _are_options(value)}


def _are_options(values: tuple[object, ...]) -> bool:
    return bool(values) and all(isinstance(value, Option) for value in values)


class ChoiceBase(ExerciseBase):
    """What both kinds of choice have."""

    choices: Options


class SingleChoice(ChoiceBase):
    """Choose one."""

    name: ClassVar[str] = "One choice"
    kind: Literal["single-choice"]


class MultipleChoice(ChoiceBase):
    """Choose all that apply."""

    name: ClassVar[str] = "Several choices"
    kind: Literal["multiple-choice"]


class Classify(ExerciseBase):
    """Put each statement into a bin."""

    name: ClassVar[str] = "Sorting"
    kind: Literal["classify"]
    statements: Options
    bins: Options


class Match(ExerciseBase):
    """Give each item one of the options.  None is right twice, and some may be right for none."""

    name: ClassVar[str] = "Matching"
    kind: Literal["match"]
    items: Options
    options: Options


class Order(ExerciseBase):
    """Put the items in order.  The bank must not have them in it already."""

    name: ClassVar[str] = "Ordering"
    kind: Literal["order"]
    items: Options


class Grid(ExerciseBase):
    """Fill every cell of a table; hypotheses (or cases) are its rows."""

    name: ClassVar[str] = "Grid"
    kind: Literal["grid"]
    corner: Text
    """What the rows are, printed at the head of their column."""
    rows: Annotated[tuple[Option, ...], Field(min_length=1)]
    columns: Annotated[tuple[Option, ...], Field(min_length=1)]
    values: Options


class DateEntry(ExerciseBase):
    """Give a date."""

    name: ClassVar[str] = "Date"
    kind: Literal["date"]


class NumberEntry(ExerciseBase):
    """Give a number, in the unit that the stem names."""

    name: ClassVar[str] = "Number"
    kind: Literal["number"]
    unit: Text


class Estimate(ExerciseBase):
    """Say how likely it is that a thing is so, in percent.  The stem says what."""

    name: ClassVar[str] = "Estimate"
    kind: Literal["estimate"]


class ShortText(ExerciseBase):
    """Give a few words.  The key lists the forms that are accepted."""

    name: ClassVar[str] = "Short answer"
    kind: Literal["short-text"]


RUN = re.compile(r"\{([^{}]+)\}")
"""A run of words in a passage that can be selected."""


def id_of_run(words: str) -> str:
    """Return a run's words as an id, joined by hyphens; nothing where they have no letter and no figure.

    Letters beyond A to Z count where a run has no others.
    """
    return "-".join(
        re.findall(r"[a-z0-9]+", words.lower()) or re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", words.lower()))
    )


def _with_sound_runs(passage: str) -> str:
    """Return the passage.  Raises ValueError where a brace stands alone or a run has no words."""
    if stray := re.search(r"[{}]", RUN.sub("", passage)):
        raise ValueError(f"each {{ must have its }} behind it, with words alone between; found a {stray[0]} too many")
    for words in RUN.findall(passage):
        if not id_of_run(words):
            raise ValueError(f"a run must have a letter or a figure; found {{{words}}}: mend it or take out its braces")
    return passage


class SelectWords(ExerciseBase):
    """Select words in a passage of ours.  Each ``{braced}`` run of words can be selected."""

    name: ClassVar[str] = "Words in a passage"
    kind: Literal["select-words"]
    passage: Annotated[
        str,
        StringConstraints(strip_whitespace=True, pattern=r"\{[^{}]+\}[\s\S]*\{[^{}]+\}"),
        AfterValidator(_with_sound_runs),
    ]


class Written(ExerciseBase):
    """Write an answer.  It is marked by hand, with the key's rubric."""

    name: ClassVar[str] = "Writing"
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
