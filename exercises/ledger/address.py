"""One address book for everything that can be cited: what a citation shows, and what it leads to.

An id stands for the main report's; ``other-report/id`` names another report's.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from exercises.ledger.types import Evidence, Report, Study

KINDS = ("claim", "paragraph", "record", "study")
"""What can be cited: a paragraph is a paragraph or a piece of page furniture."""
OF_ALL = ("record", "study")
"""What belongs to no report."""


@dataclass(frozen=True)
class Address:
    """One thing that can be cited: its kind and id as a citation writes them, and what a reader sees of it."""

    kind: str
    id: str
    label: str
    """What stands in a sentence: ``P5``, ``V03``, ``Dhami and others, 2024``, a furniture's label."""
    title: str
    """What says more: a claim's or paragraph's gist, an entry's statement, a study's title."""
    place: str = ""
    """The paragraph or furniture in which a claim stands, or which it is."""


class AddressBook:
    """Everything that the evidence lets one cite, by kind and id."""

    def __init__(self, evidence: Evidence) -> None:
        self._main = evidence.main.id
        self._found = {(address.kind, address.id): address for address in _addresses(evidence)}

    def find(self, kind: str, id: str) -> Address | None:
        """Return what a citation of this kind leads to, or None."""
        return self._found.get((kind, id))

    def near(self, kind: str, id: str) -> list[str]:
        """Return up to three ids of the kind that are written like this one."""
        known = [known for of, known in self._found if of == kind]
        return difflib.get_close_matches(id, known, n=3, cutoff=0.5)

    def name(self, kind: str, id: str, report: str) -> str:
        """Return how a citation writes the id of a thing of the report: the main report's goes without its name."""
        return id if kind in OF_ALL or report == self._main else f"{report}/{id}"

    def anchor(self, kind: str, id: str, report: str) -> str:
        """Return the anchor of a thing on its reference page, such as ``claim-p05-huge-baggage``."""
        return f"{kind}-{id}" if kind in OF_ALL or report == self._main else f"{kind}-{report}-{id}"

    def see(self, id: str, report: str) -> Address | None:
        """Return what a key, a table or an exercise about the report means by an id, or None.

        It may be a claim or a place of that report (``P5``, ``headline``), or an entry of the record.
        """
        for kind, name in (("claim", id), ("paragraph", _paragraph_id(id)), ("record", id)):
            if address := self.find(kind, self.name(kind, name, report)):
                return address
        return None

    def unknown(self, ids: Iterable[str], report: str) -> list[str]:
        """Return, sorted, the ids that stand for nothing that a key, table or exercise about the report may name."""
        return sorted(id for id in set(ids) if self.see(id, report) is None)

    def sources(self, ids: Iterable[str], report: str) -> tuple[Address, ...]:
        """Return where to look, each place once: a claim stands in the stead of the paragraph that holds it."""
        found = [address for id in ids if (address := self.see(id, report))]
        first: dict[str, Address] = {}
        for address in sorted(found, key=lambda address: address.kind != "claim"):
            first.setdefault(address.place or address.id, address)
        return tuple(address for address in found if address in first.values())

    def words(self, ids: Iterable[str], report: str) -> str:
        """Return where to look as plain words: ``P5, V03``."""
        return ", ".join(dict.fromkeys(address.label for address in self.sources(ids, report)))


def short_name(study: Study) -> str:
    """Return authors and year as a sentence gives them: one, two joined, or the first and others."""
    names = [author.split(",")[0].strip() for author in study.authors.split(";")]
    who = names[0] if len(names) == 1 else " and ".join((names[0], names[1] if len(names) == 2 else "others"))
    return f"{who}, {study.year}"


def place_name(report: Report, place: str) -> str:
    """Return a place as readers see it: ``P5``, or the furniture's label."""
    return next((piece.label for piece in report.furniture if piece.id == place), place)


def _paragraph_id(place: str) -> str:
    """Return how a citation writes a place: ``5`` for ``P5``, furniture as it is."""
    return place[1:] if place[:1] == "P" and place[1:].isdigit() else place


def _addresses(evidence: Evidence) -> Iterator[Address]:
    for fact in evidence.record:
        yield Address("record", fact.id, fact.id, fact.statement)
    for study in evidence.studies:
        yield Address("study", study.id, short_name(study), study.title)
    for report in evidence.reports:
        prefix = "" if report.main else f"{report.id}/"
        for claim in report.claims:
            yield Address("claim", prefix + claim.id, place_name(report, claim.at), claim.gist, claim.at)
        for paragraph in report.paragraphs:
            place = paragraph.place
            yield Address("paragraph", f"{prefix}{paragraph.number}", place, paragraph.gist, place)
        for piece in report.furniture:
            yield Address("paragraph", prefix + piece.id, piece.label, piece.gist, piece.id)
