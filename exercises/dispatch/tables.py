"""The words that dispatches are made of, read from ``tables/*.toml``."""

from __future__ import annotations

from functools import cache, cached_property
from pathlib import Path
from typing import Annotated, Literal, Self, TypeVar

from pydantic import Field, TypeAdapter, model_validator

from exercises.files import Reader
from exercises.ledger.types import Basis, Data, Kind, Slug, Strength, Text

T = TypeVar("T")
FOLDER = Path(__file__).parent / "tables"
Speaker = Literal["A", "B", "X", "Y", "narration", "the-sources", "editor"]
"""A and B are the two sources, X one of them, drawn for each fact, and Y the other."""
Chain = Literal["kept", "hedge-lost", "multiplied", "stronger"]
"""What has become of the words on their way into the headline."""
Time = Literal["ahead", "past"]
"""Where the rule's last days lie, from the day of the report."""


class Variant(Data):
    """What a report says of a fact in one of its two states."""

    voice: Speaker
    basis: Basis
    kind: Kind
    strength: Strength
    says: Text | None = None
    """What is told of reach, number or month, where the fact turns on that."""
    why: Text


class Fact(Data):
    """Something in which twins differ, and the statements that are adequate where it is so."""

    wording: Literal["firm", "mild"]
    level: Literal[1, 2, 3]
    """How fine the difference is: 1 is coarse."""
    clue: Text | None = None
    """What is to be seen where a source saw it, as a clue to whether the rule is broken."""
    tells: Annotated[tuple[str, ...], Field(min_length=1)]
    statements: Annotated[tuple[Text, ...], Field(min_length=3)]
    plots: tuple[Slug, ...] = ()
    """The plots in which it can be told; all of them where none is named."""
    excludes: tuple[Slug, ...] = ()
    """The facts that no story may tell beside it."""
    yes: Variant
    no: Variant

    @cached_property
    def source(self) -> Literal["A", "B"] | None:
        """Return the source who tells it whatever its state is, or None; brackets stand in A's words."""
        by = {"A" if variant.voice == "editor" else variant.voice for variant in (self.yes, self.no)}
        if by == {"A"}:
            return "A"
        return "B" if by == {"B"} else None


class Wordings(Data):
    """How a story tells a fact, in as many ways for each of its states."""

    yes: Annotated[tuple[Text, ...], Field(min_length=2)]
    no: tuple[Text, ...] = ()
    """Where it is empty, the words are those of ``yes``, and only who speaks differs."""
    apart: tuple[tuple[int, int], ...] = ()
    """Wordings and statements, numbered from 0, that must not meet, since what they share would tell the verdict."""

    @model_validator(mode="after")
    def _meet(self) -> Self:
        """Refuse states that have not a wording each."""
        if self.no and len(self.no) != len(self.yes):
            raise ValueError(f"yes and no must have as many wordings, and have {len(self.yes)} and {len(self.no)}")
        return self

    def of(self, holds: bool) -> tuple[Text, ...]:
        """Return the wordings of a state."""
        return self.yes if holds or not self.no else self.no


class Story(Data):
    """A report on a subject: its paragraphs, what stands in each of them, and who speaks."""

    time: Time
    first: Literal["A", "B"]
    """The source that is brought in first."""
    roles: dict[Literal["A", "B"], tuple[tuple[Text, Text], ...]]
    """What the sources may be, and where."""
    headlines: dict[Chain, tuple[Text, ...]]
    """By what has become of the words on their way."""
    paragraphs: tuple[tuple[Slug, ...], ...]
    """The ids of what is told, be it a fact or one of ``around``."""
    kept: tuple[Slug, ...] = ()
    """The facts that every report tells, since others lean on them."""
    words: dict[Slug, Text] = Field(default_factory=dict)
    """What statements call by a name of its own, such as a habit."""
    around: dict[Slug, Annotated[tuple[Text, ...], Field(min_length=1)]]
    """What no question touches, in its wordings."""
    facts: dict[Slug, Wordings]


Lines = tuple[Text, ...]
"""Names or words of which one is drawn, or taken by its place."""


class Places(Data):
    """Names, numbers and words of time."""

    towns: dict[Slug, Lines]
    """By the subject, so that no town lives on two things."""
    crossings: tuple[Text, ...]
    leagues: dict[Slug, Lines]
    """By the land."""
    outlets: dict[Slug, Lines]
    """By the land."""
    shares: tuple[Text, ...]
    few: tuple[Text, ...]
    many: tuple[Text, ...]
    weekdays: Lines
    weeks: Lines
    """How far off a day is, by the number of weeks, from none."""
    numbers: Annotated[tuple[Text, ...], Field(min_length=2)]
    """From small to large."""
    times: dict[Time, dict[str, Text]]
    """Words that change with time, and what stands for each."""


Subject = dict[str, str]


@cache
def facts() -> dict[str, Fact]:
    """Return the facts by id, in the file's order.  Raises CourseError where the file cannot be used."""
    return _read("facts.toml", TypeAdapter(dict[Slug, Fact]))


@cache
def stories() -> dict[str, Story]:
    """Return the story of each subject by its name."""
    found = sorted((FOLDER / "stories").glob("*.toml"))
    story = TypeAdapter(Story)  # one for all, since each that is made is built anew
    return {path.stem: _read(f"stories/{path.name}", story) for path in found}


@cache
def subjects() -> dict[str, Subject]:
    """Return the words of each subject by its name."""
    return _read("subjects.toml", TypeAdapter(dict[Slug, Subject]))


@cache
def places() -> Places:
    """Return the names, numbers and words of time."""
    return _read("places.toml", TypeAdapter(Places))


def _read(name: str, adapter: TypeAdapter[T]) -> T:
    reader = Reader(FOLDER)
    table = reader.toml(Path(name))
    value = None if table is None else reader.value(Path(name), adapter, table)
    reader.done()
    if value is None:
        raise AssertionError("a table that cannot be read leaves a finding")
    return value
