"""The table of cases, as Python marks and reads them; ``test_browser`` holds the page's script to the same table."""

from __future__ import annotations

import pytest
from cases import CASES, DAYS, FOLDED, LEANINGS, NUMBERS, Case

from exercises.questions.grade import day, fold, leaning, number, score
from exercises.questions.question import Choose, Enter, Place, Question


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.question.form}-{case.correct}-{case.response}")
def test_an_answer_is_worth_what_the_table_says(case: Case) -> None:
    assert score(case.question, case.key, case.response) == pytest.approx(case.score, abs=1e-12)


def test_texts_are_compared_as_the_table_says() -> None:
    assert {text: fold(text) for text in FOLDED} == FOLDED


def test_numbers_are_read_as_the_table_says() -> None:
    assert {text: None if (read := number(text)) is None else float(read) for text in NUMBERS} == NUMBERS


def test_days_are_read_as_the_table_says() -> None:
    assert {text: (read := day(text)) and read.isoformat() for text in DAYS} == DAYS


def test_a_likelihood_leans_as_the_table_says() -> None:
    assert {text: leaning(text) for text in LEANINGS} == {text: (side,) for text, side in LEANINGS.items()}


def test_the_table_has_a_case_of_every_form_and_layout() -> None:
    def form(question: Question) -> str:
        match question:
            case Place():
                return question.layout
            case Choose():
                return f"{'several' if question.several else 'one'}{' in a passage' * bool(question.passage)}"
            case Enter():
                return question.what
        raise AssertionError(question)

    forms = {"one", "several", "several in a passage", "bins", "lists", "places", "grid"}
    assert {form(case.question) for case in CASES} == forms | {"date", "number", "percent", "words"}
    assert {form(case.question) for case in CASES if case.score == 1} == forms | {"date", "number", "percent", "words"}
