"""A hundred or so invented groups: how a clue far likelier under one story can leave an even chance.

The numbers are made up to be easy; the lesson says so, and so does the figure.
"""

from __future__ import annotations

import math
from typing import Annotated, Self

from pydantic import Field, model_validator

from exercises.draw.figures.given import given
from exercises.draw.figures.svg import ACCENT, CARD, INK, WIDTH, broken, element, picture, words
from exercises.ledger.types import Data, Report, Text

_ACROSS, _STEP, _SIDE, _LEFT, _TOP = 10, 26, 19, 13, 6


class Groups(Data):
    """Invented numbers: groups of the new and of the others, how many of each carry much, and the words for them."""

    title: Text
    heads: tuple[Text, Text, Text, Text]
    rows: tuple[Text, Text]
    called: Text
    """What the new are called in a sentence."""
    new: Annotated[int, Field(ge=1)]
    new_with: Annotated[int, Field(ge=0)]
    others: Annotated[int, Field(ge=1)]
    others_with: Annotated[int, Field(ge=0)]

    @model_validator(mode="after")
    def _no_part_is_more_than_its_whole(self) -> Self:
        if self.new_with > self.new or self.others_with > self.others:
            raise ValueError("new_with must be no more than new, and others_with than others; mend one of them")
        return self

    @property
    def all(self) -> int:
        """Return how many groups there are."""
        return self.new + self.others

    @property
    def with_much(self) -> int:
        """Return how many groups carry much."""
        return self.new_with + self.others_with

    def sentences(self) -> tuple[str, ...]:
        """Return what the picture says, line by line."""
        filled = f"{self.new_with} of those {self.new} and {self.others_with} of the {self.others} others carry much."
        return (
            "Invented numbers.",
            f"Thick frame: {self.new} of {self.all} groups are {self.called}.",
            f"Filled: {filled}",
            f"Of {self.with_much} filled squares, {self.new_with} have a thick frame.",
        )


def groups_of(report: Report) -> Groups:
    """Return the figure's numbers.  Raises CourseError where the report has none."""
    return given(report, "base-rates", Groups)


def data(report: Report) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Return heads and rows: groups by whether they are new and whether they carry much."""
    groups = groups_of(report)
    new, others = groups.rows
    rows = (
        (new, groups.new_with, groups.new),
        (others, groups.others_with, groups.others),
        ("All", groups.with_much, groups.all),
    )
    return groups.heads, tuple((name, str(some), str(every - some), str(every)) for name, some, every in rows)


def alt(report: Report) -> str:
    """Return what to see, in words."""
    groups = groups_of(report)
    return f"{groups.all} squares in rows of {_ACROSS}, one for each group. {' '.join(groups.sentences())}"


def draw(report: Report) -> str:
    """Return the field of squares as SVG, the new groups first."""
    groups = groups_of(report)
    bottom = _TOP + math.ceil(groups.all / _ACROSS) * _STEP
    squares = [_square(groups, number) for number in range(groups.all)]
    said = [line for sentence in groups.sentences() for line in broken(sentence, WIDTH - 2 * _LEFT)]
    lines = [words(line, _LEFT, bottom + 14 + 18 * number) for number, line in enumerate(said)]
    return picture("base-rates", groups.title, bottom + 18 * len(lines) + 4, [*squares, *lines])


def _square(groups: Groups, number: int) -> str:
    row, column = divmod(number, _ACROSS)
    new = number < groups.new
    much = number < groups.new_with or groups.new <= number < groups.new + groups.others_with
    return element(
        "rect",
        x=_LEFT + column * _STEP,
        y=_TOP + row * _STEP,
        width=_SIDE,
        height=_SIDE,
        fill=ACCENT if much else CARD,
        stroke=INK,
        stroke_width=4 if new else 1,
    )
