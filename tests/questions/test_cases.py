"""The table of cases, as Python marks and reads them; ``test_browser`` holds the page's script to the same table."""

from __future__ import annotations

import pytest
from cases import CASES, DAYS, FOLDED, NUMBERS, Case

from exercises.questions.grade import day, fold, number, score


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.question.form}-{case.correct}-{case.response}")
def test_an_answer_is_worth_what_the_table_says(case: Case) -> None:
    assert score(case.question, case.key, case.response) == pytest.approx(case.score, abs=1e-12)


def test_texts_are_compared_as_the_table_says() -> None:
    assert {text: fold(text) for text in FOLDED} == FOLDED


def test_numbers_are_read_as_the_table_says() -> None:
    assert {text: None if (read := number(text)) is None else float(read) for text in NUMBERS} == NUMBERS


def test_days_are_read_as_the_table_says() -> None:
    assert {text: (read := day(text)) and read.isoformat() for text in DAYS} == DAYS
