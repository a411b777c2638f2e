"""What gives an answer away: a key as it is written, and as it is resolved."""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from exercises.ledger.subjects import Summary, Where
from exercises.ledger.types import Data, Slug, Text
from exercises.questions.question import Answer


class QueryBase(Data):
    """What queries over several subjects have: the subject of each of the asked, by the id of the asked.

    ``of`` shortens the subjects' addresses: each stands in the place of its ``{}``.  A grid's cells have no list of
    their own; ``of`` names their subjects by ``{row}`` and ``{column}``, which ``rows`` and ``columns`` may rename.
    """

    of: Text = "{}"
    slots: dict[Slug, Text | Summary] = Field(default_factory=dict)
    rows: dict[Slug, Text] = Field(default_factory=dict)
    columns: dict[Slug, Text] = Field(default_factory=dict)


class Pick(QueryBase):
    """Right are the asked whose subject passes the test, or ``none`` where no subject does."""

    kind: Literal["pick"]
    where: Where
    none: Slug | None = None


class Sort(QueryBase):
    """Each of the asked goes into the first bin whose test its subject passes."""

    kind: Literal["sort"]
    bins: Annotated[dict[Slug, Where], Field(min_length=1)]


class Name(Data):
    """Right is the choice whose test the subject passes; a choice without a test is wrong."""

    kind: Literal["name"]
    subject: Text | Summary
    choices: Annotated[dict[Slug, Where], Field(min_length=1)]


class Figure(Data):
    """A number or a day.

    ``count``: how many of the report's claims pass the test ``where``.  ``paragraphs``: in how many of its paragraphs
    such a claim stands.  ``day``: the day that a deadline, an entry or
    the report names, ``months`` later.  ``days``: from the first of two such days to the second.  ``sum``: of the
    figures of two entries or more.
    """

    kind: Literal["figure"]
    figure: Literal["count", "paragraphs", "day", "days", "sum"]
    of: tuple[Text, ...] = ()
    where: Where = Field(default_factory=dict)
    months: Annotated[int, Field(ge=0)] = 0


Query = Annotated[Pick | Sort | Name | Figure, Field(discriminator="kind")]


class Feedback(Data):
    """What a reader is told about one choice, statement, cell or answer."""

    verdict: Annotated[str, Field(alias="for")]
    """``right`` or ``wrong`` for a choice; for a statement, item or cell, the bin, option,
    place or value that this text defends.

    An estimate's feedback ``1`` is said to whoever gave more than 50 percent, ``0`` to whoever gave less.
    """
    text: Text
    see: Annotated[tuple[str, ...], Field(min_length=1)]
    """Where to look: places (``P5``), claims, or entries of the record, by id."""
    misconception: Slug | None = None


class Criterion(Data):
    """One observable thing to look for in a written answer, and the marks it earns."""

    id: Slug
    text: Text
    marks: Annotated[int, Field(ge=1, le=5)]


class Sample(Data):
    """A sample answer with the marks it earns, criterion by criterion; ``total`` must be their sum."""

    level: Literal["strong", "middling", "weak"]
    text: Text
    marks: dict[Slug, Annotated[int, Field(ge=0)]]
    total: Annotated[int, Field(ge=0)]
    why: Text


class KeyFile(Data):
    """A key as written: stated (``correct``) with its proof, or computed (``query``), or a rubric."""

    correct: Answer | None = None
    query: Query | None = None
    proof: tuple[str, ...] = ()
    """The claims and entries of the record that prove a stated key."""
    accepted: tuple[Text, ...] = ()
    """Other words for the correct answer of a short text; ``grade.fold`` says what need not be listed."""
    verdict: Literal["adequate", "overstated", "understated", "cannot-be-told"] | None = None
    """What the exercise's key makes of a piece of reporting, where the exercise asks for that."""
    tolerance: Annotated[Decimal, Field(ge=0)] = Decimal(0)
    working: dict[Text, Text] = Field(default_factory=dict)
    """How each figure comes about that no source gives, by the figure; ``checks/working.py`` has its forms."""
    solution: Text
    feedback: dict[str, Feedback] = Field(default_factory=dict)
    otherwise: Text | None = None
    """What to say to a date, number, estimate or short text that no feedback names."""
    rubric: tuple[Criterion, ...] = ()
    samples: tuple[Sample, ...] = ()


class Key(Data):
    """A key resolved: the correct answer, whether stated or computed, and what is said about each choice."""

    exercise: Slug
    correct: Answer | None
    computed: bool
    accepted: tuple[Text, ...] = ()
    tolerance: Decimal = Decimal(0)
    solution: Text
    feedback: dict[str, Feedback] = Field(default_factory=dict)
    otherwise: Text | None = None
    rubric: tuple[Criterion, ...] = ()
    samples: tuple[Sample, ...] = ()

    @property
    def version(self) -> str:
        """Return the digest (12 hexadecimal digits) of everything that moves a mark."""
        fields = {"exercise", "correct", "tolerance", "rubric"}
        if self.accepted:  # keys without it keep the version that they had before there was such a field
            fields.add("accepted")
        scored = self.model_dump(mode="json", include=fields)
        return hashlib.sha256(json.dumps(scored, sort_keys=True).encode()).hexdigest()[:12]
