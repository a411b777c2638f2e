"""The evidence ledger's types: what one report says, who says it, and how they know.

A :class:`Report` is the lowest layer.  It knows nothing of exercises, pages or files; ``load`` reads it.
The words (voice, basis, kind, strength) are those of the course, defined in its glossary.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

LONGEST = 8
"""The most words that a phrase of a report may have."""
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
Slug = Annotated[str, StringConstraints(pattern=rf"^{SLUG.pattern}$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Place = Annotated[str, StringConstraints(pattern=r"^(P[1-9][0-9]?|[a-z]+(-[a-z]+)*)$")]
"""Where a claim stands: a paragraph (``P5``) or a piece of page furniture (``headline``)."""
VOICE = re.compile("narration|source-[1-9]|the-sources|unnumbered-source|editor|page")
Voice = Annotated[str, StringConstraints(pattern=f"^({VOICE.pattern})$")]


class Data(BaseModel):
    """A frozen value read from a file, in which an unknown field is an error."""

    # Models are built as they are needed: most are parts of others, which would build them once more.
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, defer_build=True)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return a copy with these fields otherwise, which has nothing of what the original has cached."""
        copied = super().model_copy(update=update, deep=deep)
        for name in copied.__dict__.keys() - type(self).model_fields.keys():
            del copied.__dict__[name]
        return copied


class Basis(StrEnum):
    """How the speaker knows."""

    SAW = "saw"
    INFERRED = "inferred"
    HEARD = "heard"
    GENERAL_KNOWLEDGE = "general-knowledge"
    LEGAL_GLOSS = "legal-gloss"
    NOT_GIVEN = "not-given"


class Kind(StrEnum):
    """What is claimed."""

    OBSERVATION = "observation"
    INFERENCE = "inference"
    PREDICTION = "prediction"
    BACKGROUND = "background"
    LEGAL = "legal"
    MOTIVE = "motive"
    QUESTION = "question"
    DISCLAIMER = "disclaimer"
    PROVENANCE = "provenance"


class Strength(StrEnum):
    """How strongly the words put it."""

    FLAT = "flat"
    ATTRIBUTED = "attributed"
    HEDGED = "hedged"
    OPEN = "open"


class Fit(StrEnum):
    """What a hypothesis leads us to expect of a clue."""

    EXPECTED = "expected"
    POSSIBLE = "possible"
    UNEXPECTED = "unexpected"
    NO_TELLING = "no-telling"


class Covers(StrEnum):
    """Whom the wording of a rule covers, of those whom the rule concerns."""

    ALL = "all"
    SOME = "some"
    """All or some of them; which is not said."""
    THERE = "already-there"
    """Those who are there when the report speaks."""
    PERMIT = "permit-in-force"
    """Those whose permit is in force when the report speaks; of a new or a renewed one that cannot be told."""


class Verdict(StrEnum):
    """How a case stands to a rule, by one wording of it."""

    MEETS = "meets"
    BREACHES = "breaches"
    NOT_COVERED = "not-covered"
    CANNOT_BE_TOLD = "cannot-be-told"


class Paragraph(Data):
    """A body paragraph: its number and what it says, in our words."""

    number: Annotated[int, Field(ge=1)]
    gist: Text
    text: Text | None = None
    """The paragraph's own words, where the report's words are ours and may be printed."""

    @property
    def place(self) -> str:
        """Return the name that claims use for it, ``P5`` for the fifth."""
        return f"P{self.number}"


class Furniture(Data):
    """Something on the page that is no part of the report: the headline, the date line, the credits.

    Its line in a copy is told by a regular expression that it matches, or by the piece that it stands before.
    """

    id: Slug
    label: Text
    gist: Text
    pattern: re.Pattern[str] | None = None
    before: Slug | None = None


class Claim(Data):
    """One separately checkable claim of the report."""

    id: Slug
    at: Place
    gist: Text
    voice: Voice
    relayed: bool = False
    """True where the narration gives the speaker's claim in its own words (indirect speech)."""
    basis: Basis
    kind: Kind
    strength: Strength
    hedges: tuple[Text, ...] = ()
    phrases: Annotated[tuple[Text, ...], Field(min_length=1)]
    """The exact words that carry it, at most eight each."""
    confirm: Text | None = None
    refute: Text | None = None
    """What would confirm or refute it: where one would look, and what would have to be found there."""
    note: Text | None = None
    arguable: Text | None = None
    """Which other value of these fields can be defended, and why ours is kept."""

    @property
    def paragraph(self) -> int | None:
        """Return the paragraph's number, or None for page furniture."""
        return int(self.at[1:]) if self.at.startswith("P") else None

    @property
    def hedged(self) -> bool:
        """Return whether any word in it holds the claim back."""
        return bool(self.hedges)


class Hypothesis(Data):
    """An explanation of what was seen."""

    id: Slug
    label: Text
    gist: Text


class Clue(Data):
    """Something reported that might tell one hypothesis from another."""

    id: Slug
    label: Text
    gist: Text
    claims: Annotated[tuple[Slug, ...], Field(min_length=1)]


class Cell(Data):
    """What one hypothesis leads us to expect of one clue, and why."""

    hypothesis: Slug
    clue: Slug
    fit: Fit
    reason: Text
    arguable: Text | None = None
    """Where another value can be defended: which, and why ours is kept."""


class Missing(Data):
    """Evidence that nobody reports looking for, and what it would tell apart."""

    id: Slug
    label: Text
    gist: Text


class Span(Data):
    """The first and the last day between which something lies; they are one where the day is known."""

    first: datetime.date
    last: datetime.date

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> Self:
        if self.first > self.last:
            raise ValueError(f"first must not lie after last; found {self.first} and {self.last}: mend one of them")
        return self


class Wording(Data):
    """One passage that states a deadline or rule, taken apart.  ``not given`` stands where the passage is silent."""

    at: Place
    when: Text
    set_by: Text
    binding: Text
    """Who has to act; ``covering`` says whom it is about, which may be somebody else."""
    covering: Text
    covers: Covers = Covers.ALL
    """What ``covering`` comes to, for cases to be judged by."""
    where: Text
    said_by: Voice
    sure: Strength
    claims: Annotated[tuple[Slug, ...], Field(min_length=1)]


class Locality(Data):
    """Somewhere that a rule reaches, and the words for it, such as ``in the harbour``."""

    id: Slug
    label: Text


class Deadline(Data):
    """A deadline or rule of the report, with each passage that words it."""

    id: Slug
    label: Text
    kind: Literal["by", "none-new"]
    """``by``: something is to be done by a day.  ``none-new``: no new permit is to be given."""
    act: Text | None = None
    """What is to be done by the day, as a noun: ``a return``."""
    by: datetime.date | None = None
    """The last day; the year is ours where ``year_given`` is false."""
    year_given: bool = True
    reach: Slug | None = None
    """The locality that it reaches; everywhere, where none is named."""
    wordings: Annotated[tuple[Wording, ...], Field(min_length=1)]


class Case(Data):
    """An invented person or thing to judge by the deadlines."""

    id: Slug
    gist: Text
    concerned: Literal["yes", "no", "unknown"]
    """Whether it is of the sort that the report's rules concern, such as a worker."""
    locality: Slug
    """Where it is: one of the report's localities, ``elsewhere`` or ``unknown``."""
    permit: Literal["existing", "new", "renewed", "other", "none", "unknown"]
    """What it goes by: ``other`` is a permit that the rules do not speak of, ``none`` that it has none (any more)."""
    given: Span | None = None
    """When the permit was given, where that is known."""
    there: Span | None = None
    """When it came to where it is, to stay until it is done, where that is known."""
    done: datetime.date | Literal["never", "unknown"]
    """When what is asked for is done, such as a return for good."""
    worked: bool = False
    """Whether a lesson answers it, so that it is never graded."""


class Fact(Data):
    """An entry of the record: one checked fact from outside the report."""

    id: Annotated[str, StringConstraints(pattern=r"^[A-Z][0-9]{2}$")]
    topic: Slug
    statement: Text
    verb: Literal["text-says", "computed", "agreed", "reported", "disputed"]
    source: Text
    publisher: Text
    published: Text | None = None
    url: Annotated[str, StringConstraints(pattern=r"^https?://")] | None = None
    read: Literal["original", "copy", "computed"]
    """Whether the publisher's own page was read, or a copy or summary of it, or we computed it."""
    note: Text | None = None


class Topic(Data):
    """A heading of the record's page; a topic without one is headed by its id's words."""

    id: Slug
    label: Text


class Study(Data):
    """A study that a lesson cites: what it found and what it does not show."""

    id: Slug
    authors: Text
    year: int
    title: Text
    journal: Text
    doi: Text | None = None
    finding: Text
    limits: Text
    read: Literal["original", "copy"]


class Column(Data):
    """One thing that a table says of each of its rows."""

    id: Slug
    label: Text


class Row(Data):
    """A row of a table: what each column says of it, and the claims and entries of the record that bear it out."""

    id: Slug
    label: Text
    cells: dict[Slug, Text]
    see: Annotated[tuple[str, ...], Field(min_length=1)]


class Table(Data):
    """A comparison that lessons draw on: rows that differ, column by column.

    Its words are ours, its facts those that each row names, so that a lesson's table, a figure and a key agree.
    """

    id: Slug
    title: Text
    about: Text
    corner: Text
    """What the rows are, printed at the head of their column."""
    columns: Annotated[tuple[Column, ...], Field(min_length=1)]
    rows: Annotated[tuple[Row, ...], Field(min_length=1)]

    @cached_property
    def row(self) -> dict[str, Row]:
        """Return the rows by id."""
        return {row.id: row for row in self.rows}


class Report(Data):
    """One report's whole ledger."""

    id: Slug
    title: Text
    origin: Text
    carrier: Text
    date: datetime.date
    url: Annotated[str, StringConstraints(pattern=r"^https?://")] | None = None
    about: Text
    main: bool = False
    """Whether the course is about this report: an exercise or a role that names no report means it."""
    words: Literal["ours", "theirs"] = "theirs"
    """Whose the report's words are: ``ours`` may be printed, ``theirs`` are quoted and verified against a copy."""
    rights: Text | None = None
    """Who holds the rights in words that are not ours; its origin, where none is named."""
    begins: Text | None = None
    """The first words of its first paragraph, and those of what follows its last, by which a copy is recognised."""
    ends: Text | None = None
    paragraphs: Annotated[tuple[Paragraph, ...], Field(min_length=1)]
    furniture: tuple[Furniture, ...] = ()
    claims: tuple[Claim, ...]
    hypotheses: tuple[Hypothesis, ...] = ()
    clues: tuple[Clue, ...] = ()
    cells: tuple[Cell, ...] = ()
    missing: tuple[Missing, ...] = ()
    localities: tuple[Locality, ...] = ()
    present: Span | None = None
    """When the report can have been written, which is what it calls now; its date, where this is not given."""
    deadlines: tuple[Deadline, ...] = ()
    cases: tuple[Case, ...] = ()
    tables: tuple[Table, ...] = ()
    figures: dict[Slug, dict[str, Any]] = Field(default_factory=dict)
    """What each figure shows beside the ledger's facts, by the figure's name; the figure says what it must be."""

    @property
    def reprinted(self) -> bool:
        """Return whether its carrier is another than its origin, so that its date is that of a reprint."""
        return self.carrier != self.origin

    @property
    def now(self) -> Span:
        """Return the days between which the report speaks, so that words such as *existing* can be dated."""
        return self.present or Span(first=self.date, last=self.date)

    @cached_property
    def claim(self) -> dict[str, Claim]:
        """Return the claims by id."""
        return {claim.id: claim for claim in self.claims}

    @cached_property
    def clue(self) -> dict[str, Clue]:
        """Return the clues by id."""
        return {clue.id: clue for clue in self.clues}

    @cached_property
    def hypothesis(self) -> dict[str, Hypothesis]:
        """Return the hypotheses by id."""
        return {hypothesis.id: hypothesis for hypothesis in self.hypotheses}

    @cached_property
    def deadline(self) -> dict[str, Deadline]:
        """Return the deadlines by id."""
        return {deadline.id: deadline for deadline in self.deadlines}

    @cached_property
    def locality(self) -> dict[str, Locality]:
        """Return the localities that a rule may reach, by id."""
        return {locality.id: locality for locality in self.localities}

    def reach(self, deadline: Deadline) -> str:
        """Return where the rule reaches, in words; nothing where none of its passages says."""
        if all(wording.where == "not given" for wording in deadline.wordings):
            return ""
        return self.locality[deadline.reach].label if deadline.reach else "everywhere"

    @cached_property
    def case(self) -> dict[str, Case]:
        """Return the cases by id."""
        return {case.id: case for case in self.cases}

    @cached_property
    def cell(self) -> dict[tuple[str, str], Cell]:
        """Return the grid's cells by (hypothesis, clue)."""
        return {(cell.hypothesis, cell.clue): cell for cell in self.cells}

    @cached_property
    def table(self) -> dict[str, Table]:
        """Return the tables by id."""
        return {table.id: table for table in self.tables}

    @cached_property
    def wording(self) -> dict[str, Wording]:
        """Return the wordings by ``deadline/place``, such as ``june/P13``."""
        return {f"{deadline.id}/{wording.at}": wording for deadline in self.deadlines for wording in deadline.wordings}

    @cached_property
    def places(self) -> tuple[str, ...]:
        """Return every place a claim may stand at: the paragraphs in order, then the furniture."""
        return (*(p.place for p in self.paragraphs), *(f.id for f in self.furniture))


class Evidence(Data):
    """Everything the course rests on: its reports, the record and the studies."""

    reports: tuple[Report, ...]
    record: tuple[Fact, ...] = ()
    studies: tuple[Study, ...] = ()
    topics: tuple[Topic, ...] = ()

    @cached_property
    def topic(self) -> dict[str, str]:
        """Return the headings of the record's page, by the topic's id."""
        return {topic.id: topic.label for topic in self.topics}

    @cached_property
    def report(self) -> dict[str, Report]:
        """Return the reports by id."""
        return {report.id: report for report in self.reports}

    @cached_property
    def main(self) -> Report:
        """Return the report that the course is about; the loader sees to it that there is one."""
        return next(report for report in self.reports if report.main)

    @cached_property
    def fact(self) -> dict[str, Fact]:
        """Return the record's entries by id."""
        return {fact.id: fact for fact in self.record}

    @cached_property
    def study(self) -> dict[str, Study]:
        """Return the studies by id."""
        return {study.id: study for study in self.studies}
