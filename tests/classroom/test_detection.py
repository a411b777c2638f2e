"""Discrimination and bias are told apart: better judgement moves the one, mere distrust the other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.classroom.reporting.detection import Detection, detect

COUNTS = st.integers(min_value=0, max_value=8)


def test_chance_has_no_discrimination_and_no_bias() -> None:
    half = Detection(hits=4, overstated=8, false_alarms=4, adequate=8)
    assert (half.d_prime, half.bias) == (pytest.approx(0), pytest.approx(0))


def test_calling_everything_overstated_is_bias_alone() -> None:
    distrust = Detection(hits=8, overstated=8, false_alarms=8, adequate=8)
    assert distrust.d_prime == pytest.approx(0)
    assert distrust.bias == pytest.approx(-1.593, abs=0.001)


def test_a_perfect_reader_has_discrimination_without_bias_and_no_infinity() -> None:
    perfect = Detection(hits=8, overstated=8, false_alarms=0, adequate=8)
    assert perfect.d_prime == pytest.approx(3.187, abs=0.001)
    assert perfect.bias == pytest.approx(0)


def test_the_correction_adds_a_half_and_one() -> None:
    some = Detection(hits=6, overstated=8, false_alarms=2, adequate=8)
    assert (some.hit_rate, some.false_alarm_rate) == (6.5 / 9, 2.5 / 9)


@given(hits=COUNTS, false_alarms=COUNTS)
def test_exchanging_the_answers_turns_both_measures_round(hits: int, false_alarms: int) -> None:
    one = Detection(hits, 8, false_alarms, 8)
    other = Detection(8 - hits, 8, 8 - false_alarms, 8)
    assert one.d_prime == pytest.approx(-other.d_prime)
    assert one.bias == pytest.approx(-other.bias)


def test_a_sentence_without_an_answer_counts_neither_way() -> None:
    correct = {"a": "over", "b": "over", "c": "fine", "d": "fine"}
    assert detect(correct, {"a": "over", "c": "over", "d": ""}, "over") == Detection(1, 1, 1, 1)


def test_readers_add_up_to_a_class() -> None:
    assert Detection(1, 2, 0, 2) + Detection(2, 2, 1, 2) == Detection(3, 4, 1, 4)


def test_both_measures_are_told_with_their_counts() -> None:
    told = str(Detection(hits=7, overstated=8, false_alarms=3, adequate=8))
    counts = "7 of 8 overstated and 3 of 8 adequate called overstated"
    assert told == f"discrimination d\u2032 = 1.25, bias c = \u22120.34 ({counts})"
