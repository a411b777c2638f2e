"""The evidence as reference pages: directives that render the ledger, the record and the studies.

Each leaves ordinary sections, lists and tables, so that every builder can lay them out and search finds them,
and tells the domain ``said`` where each thing is shown.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from urllib.parse import quote

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from exercises.ledger.address import AddressBook, place_name, short_name
from exercises.ledger.types import (
    Basis,
    Case,
    Claim,
    Covers,
    Deadline,
    Evidence,
    Fact,
    Fit,
    Hypothesis,
    Kind,
    Report,
    Study,
)
from exercises.sphinx_ext.build import course_of, depend_on_evidence
from exercises.sphinx_ext.cite import citation, said_domain
from exercises.sphinx_ext.trees import (
    Inline,
    bullets,
    definitions,
    joined,
    labelled,
    paragraph,
    section,
    strong,
    table,
    text,
)
from exercises.words import MONTHS, capital, day, ended

SIGNS = {Fit.EXPECTED: "+", Fit.POSSIBLE: "~", Fit.UNEXPECTED: "−", Fit.NO_TELLING: "?"}
"""What stands before a fit's word in the grid, so that a row can be read at a glance and without colour."""
COVERS = {
    Covers.ALL: "all that stands under Covering",
    Covers.SOME: "all or some of what stands under Covering, and the passage does not say which",
    Covers.THERE: "those who are there when the report speaks",
    Covers.PERMIT: "those with papers in force when the report speaks (of new or renewed ones that cannot be told)",
}
"""Whom a wording covers, as we judge cases by it."""
VERBS = {
    "text-says": "The text says so",
    "computed": "Computed",
    "agreed": "Agreed among those who wrote of it",
    "reported": "Reported",
    "disputed": "Disputed",
}
READ = {
    "original": "the publisher's own page was read",
    "copy": "a copy or summary was read",
    "computed": "worked out for this course",
}
STUDY_READ = {
    "original": "The abstract or text was read on the publisher's own page.",
    "copy": "A copy or a library's record of the abstract was read.",
}
_NAMED = re.compile(r"\b(P[1-9][0-9]?|[A-Z][0-9]{2})\b")


def voice_name(voice: str) -> str:
    """Return a voice as readers see it."""
    return voice.replace("-", " ")


def facts_of(claim: Claim) -> str:
    """Return a claim's four words on one line."""
    relayed = ", relayed" if claim.relayed else ""
    basis = "basis not given" if claim.basis == Basis.NOT_GIVEN else _word(claim.basis)
    return f"{voice_name(claim.voice)}{relayed}; {basis}; {claim.kind}; {claim.strength}"


def _word(id: str) -> str:
    return id.replace("-", " ")


def _quoted(phrases: Iterable[str]) -> str:
    return ", ".join(f"“{phrase}”" for phrase in phrases)


class EvidenceDirective(SphinxDirective):
    """A directive that renders a part of the evidence; ``:report:`` names another report than the first."""

    option_spec = {"report": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        """Return what :meth:`build` makes, and note what the page depends on."""
        depend_on_evidence(self.env)
        if self.options.get("report", self.evidence.main.id) not in self.evidence.report:
            known = ", ".join(self.evidence.report)
            raise self.error(f"report must be one of {known}; found {self.options['report']}")
        blocks = list(self.build())
        for block in blocks:
            self.set_source_info(block)
            if isinstance(block, nodes.section):
                self.state.document.note_implicit_target(block, block)
        return blocks

    def build(self) -> Iterable[nodes.Node]:
        """Return the blocks to show."""
        raise NotImplementedError

    @property
    def evidence(self) -> Evidence:
        """Return the whole evidence."""
        return course_of(self.env).evidence

    @property
    def report(self) -> Report:
        """Return the report that is shown."""
        return self.evidence.report[self.options.get("report", self.evidence.main.id)]

    @property
    def book(self) -> AddressBook:
        """Return the address book of everything that can be cited."""
        return course_of(self.env).book

    def show(self, kind: str, id: str) -> str:
        """Return the thing's anchor, after noting that it is shown on this page."""
        where = self.book.anchor(kind, id, self.report.id)
        name = self.book.name(kind, id, self.report.id)
        said_domain(self.env).note(kind, name, self.env.current_document.docname, where)
        return where

    def cite(self, kind: str, id: str, words: str) -> list[nodes.Node]:
        """Return a link to a piece of the evidence."""
        return [citation(kind, self.book.name(kind, id, self.report.id), words, self.env.current_document.docname)]

    def cite_place(self, place: str) -> list[nodes.Node]:
        """Return a link to a paragraph or to a piece of page furniture."""
        return self.cite("paragraph", place.removeprefix("P"), place_name(self.report, place))

    def places(self, ids: Iterable[str]) -> list[nodes.Node]:
        """Return a link for each of the ids; a paragraph is named once, by the first of its claims."""
        first: dict[str, str] = {}
        for id in ids:
            first.setdefault(self.report.claim[id].at if id in self.report.claim else id, id)
        links = (self.linked(id) if at == id else self.cite("claim", id, at) for at, id in first.items())
        return joined(links, ", ")

    def linked(self, words: str) -> list[nodes.Node]:
        """Return our words, with each paragraph and record entry that they name as a link."""
        found: list[nodes.Node] = []
        for index, part in enumerate(_NAMED.split(words)):
            address = self.book.see(part, self.report.id) if index % 2 else None
            if address:
                found += [citation(address.kind, address.id, part, self.env.current_document.docname)]
            elif part:
                found += text(part)
        return found

    def claims_at(self, place: str) -> list[Claim]:
        """Return the claims that stand at a place, in the ledger's order."""
        return [claim for claim in self.report.claims if claim.at == place]


class ParagraphsDirective(EvidenceDirective):
    """The report in paraphrase.

    section(paragraph-5): title, gist, bullet_list of claims
    """

    def build(self) -> Iterator[nodes.Node]:
        """Yield a section for each paragraph."""
        for one in self.report.paragraphs:
            yield self._section(str(one.number), one.place, one.gist, one.place)

    def _section(self, id: str, title: str, gist: str, place: str) -> nodes.section:
        claims = bullets(self._claim(claim) for claim in self.claims_at(place))
        blocks = [paragraph(*self.linked(gist)), *([claims] if claims.children else [])]
        return section(self.show("paragraph", id), text(title), *blocks)

    def _claim(self, claim: Claim) -> Inline:
        return [*self.cite("claim", claim.id, claim.gist), nodes.Text(f" {capital(facts_of(claim))}.")]


class DispatchDirective(EvidenceDirective):
    """An invented report in its own words, marked as invented; its claims lead to their paragraphs.

    admonition(dispatch): title, then section-like paragraphs "P1  …"
    """

    def build(self) -> Iterator[nodes.Node]:
        """Yield the box.  A report whose words are not ours is an error."""
        if self.report.words != "ours":
            raise self.error(f"report must be one whose text is ours; {self.report.id} has none")
        box = nodes.admonition("", nodes.title("", self.report.title), classes=["dispatch"])
        box += paragraph(nodes.emphasis("", f"Invented for practice. {self.report.about}"))
        for one in self.report.paragraphs:
            words = paragraph(strong(one.place), nodes.Text(f"  {one.text}"))
            claims = (self.show("claim", claim.id) for claim in self.claims_at(one.place))
            words["ids"] += [self.show("paragraph", str(one.number)), *claims]
            box += words
        yield box


class FurnitureDirective(ParagraphsDirective):
    """What stands around the report, in the same form."""

    def build(self) -> Iterator[nodes.Node]:
        """Yield a section for each piece."""
        for piece in self.report.furniture:
            yield self._section(piece.id, piece.label, piece.gist, piece.id)


class ClaimsDirective(EvidenceDirective):
    """Every claim, place by place.

    section: title "P5", definition_list(term(claim-…): gist, definition: voice and the rest, words, tests, note)
    """

    def build(self) -> Iterator[nodes.Node]:
        """Yield a section for each place that has claims."""
        for place in self.report.places:
            claims = self.claims_at(place)
            if claims:
                heading = text(place_name(self.report, place))
                yield section(f"claims-{place.lower()}", heading, definitions(map(self._item, claims)))

    def _item(self, claim: Claim) -> tuple[str, Inline, Sequence[nodes.Node]]:
        return self.show("claim", claim.id), self.linked(claim.gist), list(self._body(claim))

    def _body(self, claim: Claim) -> Iterator[nodes.Node]:
        voice = voice_name(claim.voice) + (" (relayed)" if claim.relayed else "")
        facts = {"Voice": voice, "Basis": _word(claim.basis), "Kind": claim.kind, "Strength": claim.strength}
        facts["Words"] = _quoted(claim.phrases)
        if claim.hedges:
            facts["Hedges"] = _quoted(claim.hedges)
        parts = ([strong(f"{label}:"), nodes.Text(f" {words}.")] for label, words in facts.items())
        yield paragraph(*joined(parts, " "))
        tests = {"Would confirm": claim.confirm, "Would refute": claim.refute}
        for label, words in {**tests, "Note": claim.note, "Arguable": claim.arguable}.items():
            if words:
                yield labelled(label, self.linked(words))


class ClaimTallyDirective(EvidenceDirective):
    """How many claims of each kind each voice makes, and which they are.

    table(kinds in rows, voices in columns), then for each voice a paragraph of links by kind
    """

    HEADS = {
        "narration": "Narr.",
        "the-sources": "Sources",
        "unnumbered-source": "Unnum.",
        "editor": "Edit.",
        "page": "Page",
    }

    def build(self) -> Iterator[nodes.Node]:
        """Yield the table, then a list of links."""
        claims = self.report.claims
        voices = sorted({claim.voice for claim in claims}, key=_voice_order)
        per_kind = Counter(claim.kind for claim in claims)
        counts = Counter((claim.kind, claim.voice) for claim in claims)
        rows = [
            [text(kind), *(text(str(counts[kind, voice] or "–")) for voice in voices), text(str(per_kind[kind]))]
            for kind in Kind
        ]
        totals = [sum(claim.voice == voice for claim in claims) for voice in voices]
        rows.append([text("all"), *(text(str(total)) for total in totals), text(str(len(claims)))])
        heads = ["Kind", *map(_voice_head, voices), "All"]
        yield table("Claims by kind and voice", heads, rows, [3, *[1] * (len(voices) + 1)], "claim-tally")
        for voice in voices:
            yield section(f"voice-{voice}", text(capital(voice_name(voice))), self._kinds(voice))

    def _kinds(self, voice: str) -> nodes.bullet_list:
        return bullets(
            [strong(f"{capital(kind)}:"), nodes.Text(" "), *joined(map(self._link, claims), "; ")]
            for kind in Kind
            if (claims := [claim for claim in self.report.claims if (claim.voice, claim.kind) == (voice, kind)])
        )

    def _link(self, claim: Claim) -> Inline:
        place = place_name(self.report, claim.at)
        return [nodes.Text(f"{place} "), *self.cite("claim", claim.id, claim.gist.rstrip("."))]


def _voice_order(voice: str) -> tuple[int, str]:
    order = ("narration", "source", "the-sources", "unnumbered-source", "editor", "page")
    return order.index("source" if voice.startswith("source-") else voice), voice


def _voice_head(voice: str) -> str:
    return ClaimTallyDirective.HEADS.get(voice, voice.replace("source-", "S"))


class GridDirective(EvidenceDirective):
    """Hypotheses in rows, clues in columns; ``:clues:`` names those to show, so that a wide grid can be parted."""

    option_spec = {**EvidenceDirective.option_spec, "clues": directives.unchanged_required}

    def build(self) -> Iterator[nodes.Node]:
        """Yield the table."""
        wanted = self.options.get("clues", " ".join(self.report.clue)).split()
        for id in wanted:
            if id not in self.report.clue:
                raise self.error(f"clues must be of {', '.join(self.report.clue)}; found {id}")
        rows = [self._row(hypothesis, wanted) for hypothesis in self.report.hypotheses]
        heads = ["Hypothesis", *(self.report.clue[id].label for id in wanted)]
        caption = f"What each hypothesis leads us to expect of {self._named(wanted)}"
        yield table(caption, heads, rows, [9, *[5] * len(wanted)], "evidence-grid")

    def _named(self, clues: Sequence[str]) -> str:
        *most, last = [self.report.clue[id].label.lower() for id in clues]
        return f"{', '.join(most)} and {last}" if most else last

    def _row(self, hypothesis: Hypothesis, clues: Sequence[str]) -> Sequence[Inline]:
        link = self.cite("hypothesis", hypothesis.id, hypothesis.label)
        return [link, *(text(_fit(self.report.cell[hypothesis.id, clue].fit)) for clue in clues)]


def _fit(fit: Fit) -> str:
    return f"{SIGNS[fit]} {_word(fit)}".replace(" ", "\N{NO-BREAK SPACE}")


class CluesDirective(EvidenceDirective):
    """The clues, each with the claims that report it."""

    def build(self) -> Iterator[nodes.Node]:
        """Yield a definition list."""
        yield definitions(
            (
                self.show("clue", clue.id),
                text(clue.label),
                [paragraph(*self.linked(f"{clue.gist} Reported in "), *self.places(clue.claims), nodes.Text("."))],
            )
            for clue in self.report.clues
        )


class ReasonsDirective(EvidenceDirective):
    """Why each cell holds what it holds.

    section(hypothesis-…): title, gist, bullet_list of clue, fit and reason
    """

    def build(self) -> Iterator[nodes.Node]:
        """Yield a section for each hypothesis."""
        for one in self.report.hypotheses:
            cells = bullets(self._cell(one.id, clue) for clue in self.report.clue)
            gist = paragraph(*self.linked(one.gist))
            yield section(self.show("hypothesis", one.id), text(one.label), gist, cells)

    def _cell(self, hypothesis: str, clue: str) -> Inline:
        cell = self.report.cell[hypothesis, clue]
        label = self.report.clue[clue].label
        said = f"{cell.reason} Arguable: {cell.arguable}" if cell.arguable else cell.reason
        return [strong(f"{label}:"), nodes.Text(f" {_word(cell.fit)}. "), *self.linked(said)]


class MissingDirective(EvidenceDirective):
    """The evidence that nobody reports looking for."""

    def build(self) -> Iterator[nodes.Node]:
        """Yield a definition list."""
        yield definitions(
            (self.book.anchor("missing", one.id, self.report.id), text(one.label), [paragraph(*self.linked(one.gist))])
            for one in self.report.missing
        )


class DeadlinesDirective(EvidenceDirective):
    """The deadlines and rules: a section for each, with a table that has a row for each wording."""

    HEADS = ("Words in", "When", "Set by", "Binding", "Covering", "Where", "Said by", "How sure")

    def build(self) -> Iterator[nodes.Node]:
        """Yield the sections."""
        for deadline in self.report.deadlines:
            yield section(self.show("deadline", deadline.id), text(deadline.label), *self._blocks(deadline))

    def _blocks(self, deadline: Deadline) -> Iterator[nodes.Node]:
        yield paragraph(*text(_last_day(deadline)))
        yield self.table(deadline)
        covers = "; ".join(f"by {one.at} the rule covers {COVERS[one.covers]}" for one in deadline.wordings)
        yield labelled("How we judge cases", self.linked(f"{covers}."))
        ids = dict.fromkeys(id for wording in deadline.wordings for id in wording.claims)
        links = (self.cite("claim", id, self.report.claim[id].gist.rstrip(".")) for id in ids)
        yield labelled("Claims", [*joined(links, "; "), nodes.Text(".")])

    def table(self, deadline: Deadline) -> nodes.table:
        """Return the deadline's table, a row for each passage that words it."""
        caption = f"{deadline.label}, passage by passage"
        return table(caption, self.HEADS, self._rows(deadline), [3, 4, 4, 4, 5, 4, 4, 3], "deadlines")

    def _rows(self, deadline: Deadline) -> Iterator[Sequence[Inline]]:
        for one in deadline.wordings:
            words = (one.when, one.set_by, one.binding, one.covering, one.where, voice_name(one.said_by), one.sure)
            yield [self.cite_place(one.at), *map(text, words)]


class DeadlineTableDirective(DeadlinesDirective):
    """The tables of all deadlines and rules, without more, to stand in a lesson."""

    def build(self) -> Iterator[nodes.Node]:
        """Yield the tables."""
        yield from map(self.table, self.report.deadlines)


def _last_day(deadline: Deadline) -> str:
    if deadline.by is None:
        return "A stop, and no last day: it asks that something not be done."
    ours = "" if deadline.year_given else " The report gives no year; we take the year of the reprint."
    return f"Last day for {deadline.act}: {day(deadline.by)}.{ours}"


def _day(iso: str) -> str:
    """Return ``2019-03-22`` as ``22 March 2019``; a month or year alone, or other words, as they can be."""
    match = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])(?:-(\d{2}))?", iso)
    if not match:
        return iso
    year, month, date = match.groups()
    return f"{f'{int(date)} ' if date else ''}{MONTHS[int(month) - 1]} {year}"


class CasesDirective(EvidenceDirective):
    """The invented cases that a lesson works through, without their verdicts."""

    def build(self) -> Iterator[nodes.Node]:
        """Yield a list of the worked cases."""
        yield nodes.bullet_list("", *map(self._case, (case for case in self.report.cases if case.worked)), bullet="-")

    def _case(self, case: Case) -> nodes.list_item:
        return nodes.list_item("", paragraph(*self.linked(case.gist)), ids=[self.show("case", case.id)])


class TableDirective(EvidenceDirective):
    """One of the report's tables by name; ``:columns:`` names those to show, so that a lesson's table stays narrow."""

    required_arguments = 1
    option_spec = {**EvidenceDirective.option_spec, "columns": directives.unchanged_required}

    def build(self) -> Iterator[nodes.Node]:
        """Yield the table."""
        name = self.arguments[0]
        if name not in self.report.table:
            raise self.error(f"the table must be one of {', '.join(self.report.table)}; found {name}")
        one = self.report.table[name]
        labels = {column.id: column.label for column in one.columns}
        wanted = self.options.get("columns", " ".join(labels)).split()
        for id in wanted:
            if id not in labels:
                raise self.error(f"columns must be of {', '.join(labels)}; found {id}")
        heads = [one.corner, *(labels[id] for id in wanted), "See"]
        rows = [
            [text(row.label), *(text(_day(row.cells[id])) for id in wanted), self.places(row.see)] for row in one.rows
        ]
        yield table(one.title, heads, rows, [5, *[5] * len(wanted), 2], "comparison")


class TablesDirective(TableDirective):
    """Every table of the report, each in a section of its own."""

    required_arguments = 0

    def build(self) -> Iterator[nodes.Node]:
        """Yield a section for each table."""
        for one in self.report.tables:
            self.arguments = [one.id]
            yield section(f"table-{one.id}", text(one.title), paragraph(*self.linked(one.about)), *super().build())


class RecordDirective(EvidenceDirective):
    """The record, topic by topic.

    section: title, definition_list(term(record-V03): id, definition: statement, source, how it was read)
    """

    def build(self) -> Iterator[nodes.Node]:
        """Yield a section for each topic, in the order of the file."""
        for topic, facts in groupby(self.evidence.record, key=lambda fact: fact.topic):
            title = text(self.evidence.topic.get(topic, capital(_word(topic))))
            yield section(f"record-{topic}", title, definitions(map(self._item, facts)))

    def _item(self, fact: Fact) -> tuple[str, Inline, Sequence[nodes.Node]]:
        return self.show("record", fact.id), text(fact.id), list(self._body(fact))

    def _body(self, fact: Fact) -> Iterator[nodes.Node]:
        yield paragraph(*text(fact.statement))
        title: nodes.Node = nodes.emphasis("", fact.source)
        if fact.url:
            title = nodes.reference("", "", title, refuri=fact.url)
        published = f", {_day(fact.published)}" if fact.published else ""
        rest = f", {fact.publisher}{published}. {VERBS[fact.verb]}; {READ[fact.read]}."
        yield paragraph(title, *text(rest))
        if fact.note:
            yield paragraph(*self.linked(fact.note))


class StudiesDirective(EvidenceDirective):
    """The studies: what each found and what it does not show."""

    def build(self) -> Iterator[nodes.Node]:
        """Yield a definition list, by first author."""
        studies = sorted(self.evidence.studies, key=lambda study: (study.authors.lower(), study.year))
        yield definitions((self.show("study", one.id), text(short_name(one)), list(self._body(one))) for one in studies)

    def _body(self, study: Study) -> Iterator[nodes.Node]:
        cited: list[nodes.Node] = [
            *text(f"{study.authors} ({study.year}). {ended(study.title)} "),
            nodes.emphasis("", study.journal),
        ]
        if study.doi:
            link = nodes.reference("", f"doi:{study.doi}", refuri=f"https://doi.org/{quote(study.doi, safe='/():;.')}")
            cited += [nodes.Text(". "), link]
        yield paragraph(*cited, nodes.Text("."))
        yield labelled("Found", text(study.finding))
        yield labelled("Limits", text(f"{study.limits} {STUDY_READ[study.read]}"))


DIRECTIVES: dict[str, type[EvidenceDirective]] = {
    "evidence-paragraphs": ParagraphsDirective,
    "evidence-furniture": FurnitureDirective,
    "evidence-dispatch": DispatchDirective,
    "evidence-claims": ClaimsDirective,
    "evidence-tally": ClaimTallyDirective,
    "evidence-grid": GridDirective,
    "evidence-clues": CluesDirective,
    "evidence-reasons": ReasonsDirective,
    "evidence-missing": MissingDirective,
    "evidence-deadlines": DeadlinesDirective,
    "evidence-cases": CasesDirective,
    "deadline-table": DeadlineTableDirective,
    "evidence-table": TableDirective,
    "evidence-tables": TablesDirective,
    "evidence-record": RecordDirective,
    "evidence-studies": StudiesDirective,
}


def setup(app: Sphinx) -> None:
    """Register the directives."""
    for name, directive in DIRECTIVES.items():
        app.add_directive(name, directive)
