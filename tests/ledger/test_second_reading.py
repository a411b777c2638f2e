"""The ledger's values, held a second time: a reader who had not seen them gave each claim its own.

``second_reading.tsv`` was written from the report alone, with each claim's words and what is claimed at hand.  Where
two values can be defended the reader gave both, the better one first.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from sites import the_course

from exercises.ledger.types import Basis, Claim, Kind, Strength

REPORT = the_course().evidence.main
FIELDS = ("voice", "relayed", "basis", "kind", "strength")
with Path(__file__).with_name("second_reading.tsv").open(encoding="utf-8", newline="") as file:
    SECOND = {row["id"]: row for row in csv.DictReader(file, delimiter="\t")}
DEFENDED = {
    ("p01-groups-spotted", "basis"): "not-given",
    ("p01-newly-dispatched", "basis"): "not-given",
    ("p01-chinese-stations", "basis"): "not-given",
    ("p02-aim", "basis"): "not-given",
    ("p02-cash-funds-programs", "basis"): "not-given",
    ("p03-being-dispatched", "basis"): "not-given",
    ("p05-groups-of-twenty", "strength"): "hedged",
    ("p05-unlike-renewers", "basis"): "general-knowledge",
    ("p05-just-to-renew", "basis"): "general-knowledge",
    ("p06-run-without-baggage", "basis"): "general-knowledge",
    ("p06-visa-at-customs", "basis"): "general-knowledge",
    ("p06-visa-at-customs", "kind"): "background",
    ("p06-free-to-leave", "basis"): "general-knowledge",
    ("p06-because", "kind"): "inference",
    ("p10-workers", "kind"): "inference",
    ("p11-about-fifty", "strength"): "hedged",
    ("p11-age-so-trade", "strength"): "attributed",
    ("p12-major-source", "basis"): "not-given",
    ("p12-steady-flow", "basis"): "not-given",
    ("p13-raise-funds", "basis"): "general-knowledge",
    ("p14-exact-wording", "kind"): "legal",
    ("page-notice-permission", "kind"): "provenance",
}
"""Where the ledger has the second of the two values that the second reader thought could be defended."""
OPEN = {
    ("p03-workers", "basis"): "not-given",
    ("p06-free-to-leave", "kind"): "background",
    ("p06-because", "basis"): "general-knowledge",
    ("p10-workers", "basis"): "not-given",
    ("p11-bracket-sent", "kind"): "background",
    ("p12-vital", "basis"): "not-given",
    ("p12-vital", "kind"): "motive",
    ("p12-would-end-flow", "basis"): "not-given",
}
"""Where the ledger has neither: two readings that are still to be settled."""


def values(claim: Claim) -> dict[str, str]:
    """Return the claim's values as the second reading writes them."""
    return {field: str(getattr(claim, field)).lower() for field in FIELDS}


def test_every_claim_was_read_a_second_time() -> None:
    assert set(SECOND) == set(REPORT.claim)


@pytest.mark.parametrize("claim", REPORT.claims, ids=lambda claim: claim.id)
def test_a_claims_values_are_those_of_the_second_reading_but_where_it_says_so(claim: Claim) -> None:
    own, second = values(claim), SECOND[claim.id]
    apart = {(claim.id, field): own[field] for field in FIELDS if own[field] != second[field].split("/")[0]}
    listed = {place: value for place, value in {**DEFENDED, **OPEN}.items() if place[0] == claim.id}
    assert apart == listed


def test_what_can_be_defended_is_what_the_second_reader_defended() -> None:
    assert all(value in SECOND[id][field].split("/")[1:] for (id, field), value in DEFENDED.items())
    assert all(value not in SECOND[id][field].split("/") for (id, field), value in OPEN.items())


@pytest.mark.parametrize(("field", "known"), [("basis", Basis), ("kind", Kind), ("strength", Strength)])
def test_the_second_reading_uses_the_ledgers_words(field: str, known: type[Basis | Kind | Strength]) -> None:
    assert {value for row in SECOND.values() for value in row[field].split("/")} <= {word.value for word in known}
