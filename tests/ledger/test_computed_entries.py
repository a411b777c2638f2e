"""Entries of the record that can be held against something: days and sums worked out again, publishers, addresses."""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from exercises.ledger.load import load_evidence
from exercises.words import day

EVIDENCE = load_evidence(Path(__file__).parents[2])
FACT = EVIDENCE.fact
ADOPTED = datetime.date(2017, 12, 22)
REPRINTED = EVIDENCE.main.date
LIMIT = datetime.date(2019, 12, 22)
JUNE = datetime.date(2019, 6, 30)
PRINT_FOR_OTHERS = {"americanmilitarynews.com", "mediabiasfactcheck.com"}
"""Sites whose entries also name those whose words they print or sum up."""


@pytest.mark.parametrize(("months", "due"), [(15, (2019, 3, 22)), (24, (2019, 12, 22)), (27, (2020, 3, 22))])
def test_months_are_counted_from_the_day_of_adoption(months: int, due: tuple[int, int, int]) -> None:
    years, month = divmod(ADOPTED.month - 1 + months, 12)
    assert ADOPTED.replace(year=ADOPTED.year + years, month=month + 1) == datetime.date(*due)
    assert f"Counted from {day(ADOPTED)}" in FACT["R10"].statement
    assert re.search(rf"\b{months} months (end )?on {day(datetime.date(*due))}", FACT["R10"].statement)


def test_the_days_from_the_reprint_to_both_limits_are_counted_again() -> None:
    said = FACT["R11"].statement
    assert f"reprinted on {day(REPRINTED)}" in said
    assert f"{(LIMIT - REPRINTED).days} days before the outer limit" in said
    assert f"{(JUNE - REPRINTED).days} days before 30 June" in said


def test_two_numbers_of_one_account_make_the_sum_that_its_note_gives() -> None:
    parts = [int(number.replace(",", "")) for number in re.findall(r"\d+,000(?= in)", FACT["N04"].statement)]
    assert (len(parts), FACT["N04"].note) == (2, f"{parts[0]:,} and {parts[1]:,} make {sum(parts):,}.")


def test_what_one_outlet_prints_is_reported_and_no_more() -> None:
    """An entry is agreed on where several who wrote of it say the same, and its topic is no news."""
    news = [fact for fact in EVIDENCE.record if fact.topic == "visa"]
    assert news
    assert [fact.id for fact in news if fact.verb not in ("reported", "disputed")] == []


def test_an_address_is_its_publishers_own() -> None:
    """One site has one publisher, so that an address on another's site is told by the two names that it then has."""
    publishers = defaultdict(set)
    for fact in EVIDENCE.record:
        if fact.url:
            publishers[urlsplit(fact.url).hostname].add(fact.publisher)
    assert {site: names for site, names in publishers.items() if len(names) > 1}.keys() == PRINT_FOR_OTHERS


def test_the_reprint_is_dated_as_the_report_is() -> None:
    assert FACT["A01"].published == REPRINTED.isoformat()
    assert FACT["A01"].url == EVIDENCE.main.url
