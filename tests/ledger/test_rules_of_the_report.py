"""What the report's ledger says of its deadlines, its one telling clue and its hands, read off the report once more."""

from __future__ import annotations

from pathlib import Path

import pytest

from exercises.ledger.load import load_evidence

REPORT = load_evidence(Path(__file__).parents[2]).main
WORDINGS = {
    "june/P13": (
        "end of June, no year",
        "not given",
        "the workers; who must see to it is not given",
        "the-sources",
        "hedged",
    ),
    "june/P14": ("end of June, no year", "North Korea", "not given", "narration", "flat"),
    "end-of-2019/P2": ("end of 2019", "the sanctions", "not given", "narration", "flat"),
    "end-of-2019/P14": ("end of 2019", "the sanctions", "UN member nations", "narration", "flat"),
    "visa-freeze/P1": ("not given", "the sanctions", "not given", "narration", "flat"),
    "visa-freeze/P2": ("not given for certain", "the sanctions", "not given", "narration", "flat"),
}
"""When, set by whom, binding whom, said by whom, and how strongly: for each passage that words a rule."""


@pytest.mark.parametrize("place", WORDINGS)
def test_a_passage_says_of_its_rule_what_a_reader_finds_in_it(place: str) -> None:
    one = REPORT.wording[place]
    assert (one.when, one.set_by, one.binding, one.said_by, one.sure) == WORDINGS[place]


def test_no_other_passage_words_a_rule() -> None:
    assert set(REPORT.wording) == set(WORDINGS)


def test_the_year_of_june_is_ours_and_that_of_the_return_is_the_reports() -> None:
    given = {deadline.id: deadline.year_given for deadline in REPORT.deadlines if deadline.by}
    assert given == {"june": False, "end-of-2019": True}


def test_luggage_fits_every_long_stay_and_no_visa_run() -> None:
    """P6 calls it usual to carry nothing on a visa run, so much luggage is not to be expected of one."""
    fits = {hypothesis: REPORT.cell[hypothesis, "baggage"].fit.value for hypothesis in REPORT.hypothesis}
    assert (fits.pop("visa-run"), fits.pop("other-travel")) == ("unexpected", "no-telling")
    assert set(fits.values()) == {"expected"}


def test_the_credits_name_each_of_three_people_for_one_thing() -> None:
    hands = REPORT.table["hands"].row
    assert [hands[id].cells["who"] for id in ("reporter", "translator", "writer")] == ["Jieun Kim", "Leejin Jun", "Eugene Whong"]  # fmt: skip


def test_a_rule_reaches_as_far_as_one_of_its_passages_says_though_the_other_is_silent() -> None:
    rule = REPORT.deadline["june"]
    says, other = rule.wordings
    silent = says.model_copy(update={"where": "not given"})
    found = [rule.model_copy(update={"wordings": both}) for both in ((says, other), (silent, other), (silent, silent))]
    assert [REPORT.reach(one) for one in found] == ["in China", "in China", ""]
