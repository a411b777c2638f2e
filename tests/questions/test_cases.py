"""The table of cases, as Python marks and reads them; ``test_browser`` holds the page's script to the same table."""

from __future__ import annotations

from decimal import Decimal

import pytest
from cases import CASES, FOLDED, LEANINGS, READINGS, Case

from exercises.questions.grade import fold, leaning, score
from exercises.questions.question import Choose, Enter, Place, Question
from exercises.questions.reading import day, in_two_ways, number, percent, plain_percent, readings
from exercises.questions.wording import worded


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.question.form}-{case.correct}-{case.response}")
def test_an_answer_is_worth_what_the_table_says(case: Case) -> None:
    assert score(case.question, case.key, case.response) == pytest.approx(case.score, abs=1e-12)


def test_texts_are_compared_as_the_table_says() -> None:
    assert {text: fold(text) for text in FOLDED} == FOLDED


@pytest.mark.parametrize("what", READINGS)
def test_entries_are_read_in_each_way_that_the_table_says(what: str) -> None:
    assert {text: list(readings(what, text)) for text in READINGS[what]} == READINGS[what]


def test_an_entry_that_can_be_read_in_two_ways_is_read_in_neither() -> None:
    assert (number("1,234"), percent("1,234"), day("03/04/2019")) == (None, Decimal("1.234"), None)
    assert (percent("0.7"), percent("1"), percent("0.7%"), percent("0")) == (None, None, Decimal("0.7"), 0)
    assert in_two_ways("percent", "0.7") == "0.7 percent (write 0.7%) or as 70 percent (write 70)"
    assert in_two_ways("percent", "1") == "1 percent (write 1%) or as 100 percent (write 100)"
    assert in_two_ways("number", "1,234") == "1234 or as 1.234"
    assert in_two_ways("number", "1.234") == "1.234 or as 1234"
    assert in_two_ways("date", "03/04/2019") == "2019-04-03 or as 2019-03-04"
    assert in_two_ways("date", "03/04/05") == "2005-04-03 or as 2005-03-04 or as 2003-04-05"
    assert (in_two_ways("number", "0,25"), in_two_ways("words", "1,234")) == ("", "")


def test_a_likelihood_of_one_percent_or_less_keeps_its_sign_and_any_other_loses_it() -> None:
    kept = {"70 %": "70", "0.7 percent": "0.7%", "1%": "1%", "0 %": "0", "0,7": "0,7", "half": "half"}
    assert {text: plain_percent(text) for text in kept} == kept
    assert worded(Enter("percent", "percent"), "0.7%") == ["0.7 percent"]


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
