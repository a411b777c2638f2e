"""The ledger's values, held a second time: a reader who had not seen them gave each claim its own.

``second_reading.tsv`` was written from the report alone, with each claim's words and what is claimed at hand.  Where
two values can be defended the reader gave both, the better one first.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from sites import the_course

from exercises.ledger.types import Basis, Claim, Kind, Strength

ROOT = Path(__file__).parents[2]
REPORT = the_course().evidence.main
FIELDS = ("voice", "relayed", "basis", "kind", "strength")
with Path(__file__).with_name("second_reading.tsv").open(encoding="utf-8", newline="") as file:
    SECOND = {row["id"]: row for row in csv.DictReader(file, delimiter="\t")}
CLASSES: dict[str, Callable[[Claim, str], bool]] = {
    "Where the words do not tell how the speaker knows, the basis is *not given*.": lambda claim, field: (
        field == "basis" and claim.basis == Basis.NOT_GIVEN
    ),
    "Where a source tells how things usually go, the basis is *general knowledge*.": lambda claim, field: (
        field == "basis" and claim.basis == Basis.GENERAL_KNOWLEDGE and claim.voice not in ("narration", "page")
    ),
    "What a source says without a reserve is *attributed*, also inside quotation marks.": lambda claim, field: (
        field == "strength"
        and claim.strength == Strength.ATTRIBUTED
        and not claim.relayed
        and claim.voice not in ("narration", "page")
    ),
    "A number that is said to be rough is *hedged*.": lambda claim, field: (
        field == "strength" and claim.strength == Strength.HEDGED and set(claim.hedges) in ({"or so"}, {"about"})
    ),
}
"""What the claims page says of whole classes, and which of a claim's values each sentence is about."""


def values(claim: Claim) -> dict[str, str]:
    """Return the claim's values as the second reading writes them."""
    return {field: str(getattr(claim, field)).lower() for field in FIELDS}


def apart(claim: Claim) -> list[str]:
    """Return the fields in which the second reader thought another value the best."""
    own, second = values(claim), SECOND[claim.id]
    return [field for field in FIELDS if own[field] != second[field].split("/")[0]]


PAGE = (ROOT / "course/evidence/rfa-2019/claims.md").read_text(encoding="utf-8").splitlines()
APART = [(claim, field) for claim in REPORT.claims for field in apart(claim)]


def test_every_claim_was_read_a_second_time() -> None:
    assert set(SECOND) == set(REPORT.claim)


@pytest.mark.parametrize(("claim", "field"), APART, ids=[f"{claim.id}-{field}" for claim, field in APART])
def test_readers_are_told_of_each_value_that_a_second_reader_would_change(claim: Claim, field: str) -> None:
    of_a_class = [sentence for sentence, holds in CLASSES.items() if holds(claim, field)]
    told = claim.arguable or ""
    assert of_a_class or (f"Its {field} " in told and str(getattr(claim, field)) in told)


@pytest.mark.parametrize("sentence", CLASSES)
def test_the_claims_page_says_what_is_decided_for_a_whole_class(sentence: str) -> None:
    assert sentence in PAGE
    assert [claim.id for claim, field in APART if CLASSES[sentence](claim, field)]


@pytest.mark.parametrize(("field", "known"), [("basis", Basis), ("kind", Kind), ("strength", Strength)])
def test_the_second_reading_uses_the_ledgers_words(field: str, known: type[Basis | Kind | Strength]) -> None:
    assert {value for row in SECOND.values() for value in row[field].split("/")} <= {word.value for word in known}
