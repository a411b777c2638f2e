"""What the ledger says of a claim is no stronger than the report's words for it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from exercises.ledger.load import load_evidence
from exercises.ledger.types import Basis, Claim, Strength

REPORT = load_evidence(Path(__file__).parents[2]).main
RESERVE = re.compile(r"\b(seem|look|may|about|probably|possible|said|stretch|not uncommon|believed)", re.IGNORECASE)
"""Words of ours by which a gist holds back."""
STRONGER = re.compile(
    r"\b(watch\w*|establish\w*|prove[sdn]?|known?s?(?= that)|first(?! source| years)|must|never|always|word for word)\b"
)
"""Words of ours that say more than those for which they might stand; a gist has them where the phrases do."""
SAID_OF_SOMETHING_ELSE = {"p03-again": {"first"}, "page-notice-origin": {"first"}}
"""Again is *not for the first time*; originally is *first*."""


@pytest.mark.parametrize(
    "claim", [claim for claim in REPORT.claims if claim.strength == Strength.HEDGED], ids=lambda claim: claim.id
)
def test_what_the_report_holds_back_the_gist_holds_back(claim: Claim) -> None:
    assert RESERVE.search(claim.gist)


@pytest.mark.parametrize("claim", REPORT.claims, ids=lambda claim: claim.id)
def test_a_gist_has_no_stronger_word_than_the_reports(claim: Claim) -> None:
    words = " ".join((*claim.phrases, *claim.hedges)).lower()
    found = {match[0] for match in STRONGER.finditer(claim.gist.lower())}
    assert {word for word in found if word not in words} == SAID_OF_SOMETHING_ELSE.get(claim.id, set())


@pytest.mark.parametrize("voice", ["narration", "page"])
def test_no_voice_that_is_nobodys_saw_anything(voice: str) -> None:
    assert [c.id for c in REPORT.claims if c.voice == voice and c.basis in (Basis.SAW, Basis.HEARD)] == []
