"""What gives an answer away: a key as it is written, and as it is resolved."""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from exercises.ledger.types import Data, Slug, Text, Verdict
from exercises.questions.question import Answer


class Where(Data):
    """A test of claims: each field given must be among the values listed."""

    voice: tuple[str, ...] | None = None
    relayed: bool | None = None
    basis: tuple[str, ...] | None = None
    kind: tuple[str, ...] | None = None
    strength: tuple[str, ...] | None = None
    hedged: bool | None = None
    at: tuple[str, ...] | None = None

    @property
    def fields(self) -> tuple[str, ...]:
        """Return the names of the fields it tests."""
        return tuple(name for name in type(self).model_fields if getattr(self, name) is not None)


class ClaimsQuery(Data):
    """Right are the choices whose claim passes ``where``, or ``none`` where no claim does."""

    kind: Literal["claims"]
    where: Where
    choices: dict[Slug, Slug]
    none: Slug | None = None


class BinsQuery(Data):
    """Each statement's claim goes into the first bin whose test it passes."""

    kind: Literal["bins"]
    statements: dict[Slug, Slug]
    bins: dict[Slug, Where]


class FieldQuery(Data):
    """Right is the choice that names the value of one field of one claim; a choice that names none is wrong."""

    kind: Literal["field"]
    claim: Slug
    field: Literal["voice", "basis", "kind", "strength", "at"]
    choices: dict[Slug, str]


class Told(Data):
    """What a summary makes of one claim: the values that it gives the claim's fields."""

    claim: Slug
    where: Where


class FidelityQuery(Data):
    """Right is ``adequate`` if everything that the summary tells is so of its claims, else ``overstated``."""

    kind: Literal["fidelity"]
    tells: Annotated[tuple[Told, ...], Field(min_length=1)]
    adequate: Slug
    overstated: Slug


class FidelitiesQuery(Data):
    """Each statement is a summary, and goes into ``adequate`` or ``overstated`` as with one summary alone."""

    kind: Literal["fidelities"]
    statements: Annotated[dict[Slug, Annotated[tuple[Told, ...], Field(min_length=1)]], Field(min_length=1)]
    adequate: Slug
    overstated: Slug


class CountQuery(Data):
    """The number of claims that pass ``where``."""

    kind: Literal["count"]
    where: Where


class SeparatesQuery(Data):
    """Right are the choices whose clue separates the two hypotheses."""

    kind: Literal["separates"]
    hypotheses: tuple[Slug, Slug]
    choices: dict[Slug, Slug]
    none: Slug | None = None


class ToldApartQuery(Data):
    """Right are the choices whose hypothesis the clue separates from ``hypothesis``."""

    kind: Literal["told-apart"]
    clue: Slug
    hypothesis: Slug
    choices: dict[Slug, Slug]
    none: Slug | None = None


class CellsQuery(Data):
    """Each cell of the grid holds the ledger's fit; rows are hypotheses' ids, columns clues' ids."""

    kind: Literal["cells"]
    values: dict[Slug, str]


class PairsQuery(Data):
    """Rows are pairs of hypotheses, columns clues; each cell says whether the clue separates the pair."""

    kind: Literal["pairs"]
    rows: dict[Slug, tuple[Slug, Slug]]
    yes: Slug
    no: Slug


class VerdictQuery(Data):
    """Right is the choice that names the verdict on ``case`` under ``deadline``."""

    kind: Literal["verdict"]
    case: Slug
    deadline: Slug
    choices: dict[Slug, Verdict]


class VerdictsQuery(Data):
    """Each statement (a case under a deadline) goes into the bin of its verdict."""

    kind: Literal["verdicts"]
    statements: dict[Slug, tuple[Slug, Slug]]
    bins: dict[Slug, Verdict]


class VerdictGridQuery(Data):
    """Rows are cases, columns deadlines; each cell holds the verdict."""

    kind: Literal["verdict-grid"]
    rows: dict[Slug, Slug]
    columns: dict[Slug, Slug]
    values: dict[Slug, Verdict]


class WordingsQuery(Data):
    """Right are the choices whose wording (``june/P13``) holds each given text in the field named."""

    kind: Literal["wordings"]
    where: dict[Literal["when", "set_by", "binding", "covering", "where", "said_by", "sure"], tuple[str, ...]]
    choices: dict[Slug, str]
    none: Slug | None = None


class DateQuery(Data):
    """The deadline's last day."""

    kind: Literal["deadline-date"]
    deadline: Slug


class DaysQuery(Data):
    """Days from one deadline's last day to another's."""

    kind: Literal["days"]
    start: Slug
    end: Slug


class RowsQuery(Data):
    """Right are the choices whose row of the table holds one of the listed texts in each column named."""

    kind: Literal["rows"]
    table: Slug
    where: Annotated[dict[Slug, tuple[Text, ...]], Field(min_length=1)]
    choices: dict[Slug, Slug]
    none: Slug | None = None


class RowBinsQuery(Data):
    """Each statement's row goes into the first bin that lists what the row holds in ``column``."""

    kind: Literal["row-bins"]
    table: Slug
    column: Slug
    statements: dict[Slug, Slug]
    bins: dict[Slug, tuple[Text, ...]]


class RowCellsQuery(Data):
    """Each cell of the grid holds the value that lists what the table's cell says."""

    kind: Literal["row-cells"]
    table: Slug
    rows: dict[Slug, Slug]
    columns: dict[Slug, Slug]
    values: dict[Slug, tuple[Text, ...]]


class MonthsAfterQuery(Data):
    """The day so many months after the date in one cell of a table."""

    kind: Literal["months-after"]
    table: Slug
    row: Slug
    column: Slug
    months: Annotated[int, Field(ge=1)]


class DaysToQuery(Data):
    """The days from the report's date to the date in one cell of a table."""

    kind: Literal["days-to"]
    table: Slug
    row: Slug
    column: Slug


class SumQuery(Data):
    """The sum of one row's figures in the columns named."""

    kind: Literal["sum"]
    table: Slug
    row: Slug
    columns: Annotated[tuple[Slug, ...], Field(min_length=2)]


TableQuery = RowsQuery | RowBinsQuery | RowCellsQuery | MonthsAfterQuery | DaysToQuery | SumQuery
"""A query that looks at one table."""

Query = Annotated[
    ClaimsQuery
    | BinsQuery
    | FieldQuery
    | FidelityQuery
    | FidelitiesQuery
    | CountQuery
    | SeparatesQuery
    | ToldApartQuery
    | CellsQuery
    | PairsQuery
    | VerdictQuery
    | VerdictsQuery
    | VerdictGridQuery
    | WordingsQuery
    | DateQuery
    | DaysQuery
    | TableQuery,
    Field(discriminator="kind"),
]


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
    verdict: Literal["adequate", "overstated"] | None = None
    """What the exercise's key makes of a piece of reporting, where the exercise asks for that."""
    tolerance: Decimal = Decimal(0)
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
