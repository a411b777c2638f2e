"""Counts and days in words, and how hard a text is to read."""

from __future__ import annotations

from datetime import date

import pytest

from exercises.words import counted, day, ended, grade_of, in_runs


@pytest.mark.parametrize(("count", "expected"), [(0, "0 minutes"), (1, "1 minute"), (2, "2 minutes")])
def test_one_thing_is_one_and_all_other_numbers_are_several(count: int, expected: str) -> None:
    assert counted(count, "minute") == expected


@pytest.mark.parametrize(
    ("when", "expected"),
    [(date(2019, 6, 30), "30 June 2019"), (date(2020, 1, 1), "1 January 2020"), (date(1999, 12, 9), "9 December 1999")],
)
def test_a_day_is_written_out(when: date, expected: str) -> None:
    assert day(when) == expected


def test_three_numbers_that_follow_one_another_are_a_run() -> None:
    assert in_runs([9, 1, 2, 4, 5, 6, 6]) == "1, 2, 4 to 6, 9"


def test_a_stop_ends_what_has_no_sign_of_its_own() -> None:
    assert [ended(words) for words in ("Seen", "Seen?", "Seen!", "Seen.")] == ["Seen.", "Seen?", "Seen!", "Seen."]


def test_the_grade_is_that_of_the_formula() -> None:
    # Ten words of 46 letters in two sentences: 0.0588 x 460 - 0.296 x 20 - 15.8.
    assert grade_of("The old ferry sails empty. Nobody stands upon broad deck.") == pytest.approx(5.328, abs=0.001)
    assert grade_of("") == 0.0
