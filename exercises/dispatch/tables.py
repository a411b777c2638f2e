"""The words that dispatches are made of, read from ``tables/*.toml``."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import Field, StringConstraints, TypeAdapter, model_validator

from exercises.files import Reader
from exercises.ledger.types import Basis, Data, Kind, Slug, Strength, Text

T = TypeVar("T")
FOLDER = Path(__file__).parent / "tables"
Speaker = Literal["A", "B", "X", "Y", "narration", "the-sources", "editor"]
"""A and B are the two sources, X one of them, drawn for each fact, and Y the other."""
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
    texts: Annotated[tuple[Text, ...], Field(min_length=2)]
    alone: tuple[Text, ...] = ()
    """What it says where the fact is not asked about."""
    before: tuple[Text, ...] = ()
    """A sentence that has to stand before it, in its wordings."""


class Fact(Data):
    """Something in which twins differ, and the statements that are adequate where it is so."""

    block: Annotated[str, StringConstraints(pattern=r"^(A[12]|B[12]|M[123]|[RDC])$")]
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
    apart: tuple[tuple[int, int], ...] = ()
    """Texts and statements, numbered from 0, that must not meet, since what they share would tell the verdict."""
    yes: Variant
    no: Variant

    @model_validator(mode="before")
    @classmethod
    def _share(cls, table: dict[str, Any]) -> dict[str, Any]:
        """Return the table in which ``no`` has texts; where only the speaker differs, it need not repeat them."""
        return {**table, "no": {"texts": table["yes"]["texts"], **table["no"]}}

    @model_validator(mode="after")
    def _meet(self) -> Self:
        """Refuse a fact whose twins have not a text each, or a text that may meet no statement."""
        texts = range(len(self.yes.texts))
        if len(self.no.texts) != len(texts):
            raise ValueError(f"yes and no must have as many texts, and have {len(texts)} and {len(self.no.texts)}")
        for text in texts:
            if all((text, statement) in self.apart for statement in range(len(self.statements))):
                raise ValueError(f"text {text} must be able to meet a statement, and is kept apart from all")
        return self


Lines = tuple[Text, ...]
"""Sentences that stand together, each a wording of its own."""


class Leads(Data):
    """First sentences, and headlines by what has become of the words on their way."""

    texts: tuple[Lines, ...]
    kept: tuple[Text, ...]
    hedge_lost: Annotated[tuple[Text, ...], Field(alias="hedge-lost")]
    multiplied: tuple[Text, ...]
    stronger: tuple[Text, ...]


class Second(Data):
    """How the second source is brought in."""

    texts: tuple[str, ...]


class Places(Data):
    """Names, roles, leads and structures."""

    towns: dict[Slug, Lines]
    """By the subject, so that no town lives on two things."""
    crossings: tuple[Text, ...]
    leagues: dict[Slug, Lines]
    """By the land."""
    outlets: dict[Slug, Lines]
    """By the land."""
    reasons: dict[Slug, tuple[Text, ...]]
    """By the plot."""
    shares: tuple[Text, ...]
    few: tuple[Text, ...]
    many: tuple[Text, ...]
    weekdays: Lines
    weeks: Lines
    """How far off a day is, by the number of weeks, from none."""
    numbers: Annotated[tuple[Text, ...], Field(min_length=4)]
    """From small to large."""
    members: Lines
    """What the association is to those who work."""
    nights: Lines
    notices: Lines
    visitors: Lines
    causes: tuple[Text, ...]
    unnamed: tuple[Lines, ...]
    passed: dict[Time, Lines]
    """What is said of the two last days."""
    times: dict[Time, dict[str, Text]]
    """Words that change with time, and what stands for each."""
    doing: dict[Slug, Text]
    """What goes on, by the plot."""
    habits: dict[Slug, Lines]
    """By the plot."""
    replies: tuple[Lines, ...]
    """What whoever is accused says, or that they say nothing."""
    endings: tuple[Lines, ...]
    roles: dict[Literal["A", "B"], tuple[tuple[Text, Text], ...]]
    openings: tuple[Lines, ...]
    """First sentences that a report of any plot may have."""
    leads: dict[Slug, Leads]
    """By the plot."""
    second: Second
    structures: dict[Slug, tuple[str, ...]]


Subject = dict[str, str | tuple[str, ...]]


@cache
def facts() -> dict[str, Fact]:
    """Return the facts by id, in the file's order.  Raises CourseError where the file cannot be used."""
    return _read("facts.toml", TypeAdapter(dict[Slug, Fact]))


@cache
def facts_of(plot: str) -> tuple[str, ...]:
    """Return the facts that can be told in a plot, by id."""
    return tuple(id for id, fact in facts().items() if not fact.plots or plot in fact.plots)


@cache
def subjects() -> dict[str, Subject]:
    """Return the words of each subject by its name; ``plot`` says what is going on there."""
    return _read("subjects.toml", TypeAdapter(dict[Slug, Subject]))


@cache
def places() -> Places:
    """Return the names, roles, leads and structures."""
    return _read("places.toml", TypeAdapter(Places))


def _read(name: str, adapter: TypeAdapter[T]) -> T:
    reader = Reader(FOLDER)
    table = reader.toml(Path(name))
    value = None if table is None else reader.value(Path(name), adapter, table)
    reader.done()
    if value is None:
        raise AssertionError("a table that cannot be read leaves a finding")
    return value
