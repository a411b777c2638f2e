"""The figures of a class, held against sums made by hand, and silent where a class is too small for them."""

from __future__ import annotations

import math
import random
from dataclasses import replace

import pytest
from classes import ALL, CORRECT, MISCONCEPTION, RIGHT, THREE, WRONG, numbered, verdicts
from hypothesis import given
from hypothesis import strategies as st

from exercises.classroom.reporting.detection import Detection
from exercises.classroom.reporting.statistics import (
    Interval,
    calibration,
    changes,
    detections,
    difference_interval,
    exercise_figures,
    fisher,
    gain,
    mean_interval,
    misreadings,
    revealed,
    scores_by_student,
    switches,
    t_quantile,
    together,
    wilson,
)
from exercises.questions.question import Answer

# Intervals


def test_wilsons_interval_is_the_one_of_the_textbooks() -> None:
    found = wilson(8, 10)
    assert (found.low, found.high) == pytest.approx((0.4902, 0.9433), abs=5e-5)
    assert wilson(0, 0) == Interval(0.0, 1.0)
    assert (wilson(0, 18).low, wilson(18, 18).high) == (0.0, 1.0)


def test_the_mean_of_part_scores_has_students_interval() -> None:
    scores = [0.5, 0.25, 0.75, 0.5, 1.0, 0.0]
    half = 2.5706 * math.sqrt(sum((s - 0.5) ** 2 for s in scores) / 5) / math.sqrt(6)
    found = mean_interval(scores)
    assert (found.low, found.high) == pytest.approx((0.5 - half, 0.5 + half), abs=1e-3)


def test_a_dozen_equal_part_scores_are_not_certain() -> None:
    assert mean_interval([0.5] * 12).width == pytest.approx(wilson(12, 12).width)


@pytest.mark.parametrize(
    ("freedom", "point"), [(1, 12.706), (2, 4.303), (3, 3.182), (5, 2.571), (17, 2.110), (100, 1.984)]
)
def test_the_points_of_students_t_are_those_of_the_tables(freedom: int, point: float) -> None:
    assert t_quantile(freedom) == pytest.approx(point, rel=5e-3)


@given(st.lists(st.floats(0, 1), max_size=40))
def test_intervals_lie_between_0_and_1_and_hold_their_mean(scores: list[float]) -> None:
    found = mean_interval(scores)
    assert 0 <= found.low <= found.high <= 1
    if scores:
        assert found.low - 1e-9 <= sum(scores) / len(scores) <= found.high + 1e-9


def test_a_correlation_is_pearsons_and_none_where_nothing_varies() -> None:
    assert together([1, 2, 3, 4], [2, 1, 4, 3]) == pytest.approx(0.6)
    assert together([1, 1, 1], [1, 2, 3]) is None
    assert together([0.1 + 0.2, 0.3, 0.3], [1, 2, 3]) is None
    found = fisher(0.6, 18)
    assert (found.low, found.high) == pytest.approx((0.1849, 0.8335), abs=5e-4)


# Exercises


def test_each_exercise_has_its_mean_its_interval_and_how_many_answered() -> None:
    figures = exercise_figures(THREE, numbered(RIGHT, RIGHT, WRONG, {"date": "2019-12-31"}))
    assert [(one.item.number, one.answered, one.mean) for one in figures] == [(1, 4, 0.75), (2, 3, 0.5), (3, 3, 0.5)]
    assert figures[0].interval == wilson(3, 4)


def test_below_ten_students_no_relation_is_told() -> None:
    nine = exercise_figures(THREE, numbered(*[RIGHT, WRONG] * 4, RIGHT))
    assert [(one.relation, one.verdict) for one in nine] == [(None, "too few to say")] * 3
    ten = exercise_figures(THREE, numbered(*[RIGHT, WRONG] * 5))
    assert [one.relation for one in ten] == pytest.approx([1.0] * 3)
    assert {one.verdict for one in ten} == {"tells strong work from weak"}


def test_an_exercise_is_set_beside_the_others_and_not_beside_itself() -> None:
    others = {right: {k: v for k, v in (RIGHT if right else WRONG).items() if k != "date"} for right in (True, False)}
    works = [
        {"date": "2019-12-31" if dated else "x", **others[right]} for dated in (True, False) for right in (True, False)
    ]
    date, choice, several = exercise_figures(THREE, numbered(*works * 3))
    assert date.relation == pytest.approx(0)
    assert choice.relation == several.relation == pytest.approx(1 / math.sqrt(2))


def test_an_exercise_on_which_stronger_work_does_worse_asks_for_a_look_at_its_key() -> None:
    odd = [RIGHT | {"date": "2019-06-30"}, WRONG | {"date": "2019-12-31"}]
    assert exercise_figures(THREE, numbered(*odd * 9))[0].verdict == "look at its key first"


def test_where_all_are_right_nothing_is_told_apart() -> None:
    figures = exercise_figures(THREE, numbered(*[RIGHT] * 18))
    assert {(one.mean, one.relation, one.verdict) for one in figures} == {
        (1.0, None, "nothing to compare: equal scores")
    }


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        (0.1, 0.6, "tells strong work from weak"),
        (-0.14, 0.14, "does not tell strong work from weak"),
        (-0.3, 0.6, "too few to say"),
        (0.004, 0.3, "too few to say"),  # it is printed as 0.00
        (-0.6, -0.1, "look at its key first"),
    ],
)
def test_what_a_relation_says_hangs_on_its_interval(low: float, high: float, verdict: str) -> None:
    one = exercise_figures(THREE, numbered(RIGHT))[0]
    assert replace(one, relation=0.0, relation_interval=Interval(low, high)).verdict == verdict


def test_a_difference_that_all_students_have_is_no_certainty() -> None:
    found = difference_interval([0.0] * 18)
    assert (found.low, found.high) == pytest.approx((-1 / 19, 1 / 19))
    spread = [0.0, 1.0] * 9
    half = t_quantile(17) * math.sqrt(18 * 0.25 / 17) / math.sqrt(18)
    assert difference_interval(spread).low == pytest.approx(0.5 - half)


def test_an_empty_class_has_no_figures() -> None:
    assert (exercise_figures(THREE, []), misreadings(THREE, []), calibration(THREE, [])) == ([], [], None)


# Misconceptions


def test_answers_are_counted_by_the_misconception_that_is_said_to_them() -> None:
    choice = THREE.item["single-choice"]
    shown = revealed(choice, "factory")
    assert shown == {MISCONCEPTION}
    assert revealed(choice, "not-told") == set()
    found = {one.id: one for one in misreadings(THREE, numbered(WRONG, WRONG, RIGHT, {}))}
    one = found[MISCONCEPTION]
    assert (one.hits, one.could) == (2, 3)
    assert choice in one.exercises
    assert one.see


def test_the_misconception_that_shows_most_comes_first() -> None:
    found = misreadings(THREE, numbered(WRONG, WRONG, {"multiple-choice": ("visas",)}))
    assert [(one.hits, one.could) for one in found] == sorted(((one.hits, one.could) for one in found), reverse=True)
    assert len(found) == len({one.id for one in found}) >= 1


# Certainty


def test_certainty_is_set_beside_success() -> None:
    found = calibration(THREE, [*numbered(*[RIGHT] * 3, sure=90), *numbered(WRONG, sure=90)])
    assert found is not None
    assert [(one.percent, one.number, one.right) for one in found.levels] == [(90, 12, 9)]
    assert found.brier == pytest.approx((9 * 0.01 + 3 * 0.81) / 12)
    assert found.overconfidence == pytest.approx(0.9 - 0.75)


def test_who_is_less_sure_than_right_is_told_apart_from_who_is_surer() -> None:
    modest, bold = (calibration(THREE, numbered(*[work] * 4, sure=60)) for work in (RIGHT, WRONG))
    assert modest is not None
    assert bold is not None
    assert (modest.overconfidence, bold.overconfidence) == (pytest.approx(-0.4), pytest.approx(0.6))
    assert (modest.brier, bold.brier) == (pytest.approx(0.16), pytest.approx(0.36))


def test_twelve_who_are_all_alike_do_not_make_certain() -> None:
    sure = calibration(THREE, numbered(*[RIGHT] * 12, sure=60))
    gained = gain(*(dict.fromkeys("abcdefghijkl", score) for score in (0.2, 0.6)))
    assert sure is not None
    assert gained is not None
    assert sure.interval == Interval(pytest.approx((12 * -0.4 - 0.5) / 13), pytest.approx((12 * -0.4 + 1) / 13))
    assert gained.interval == Interval(
        pytest.approx((12 * 0.4 - 1) / (13 - 3.4)), pytest.approx((12 * 0.4 + 1) / (13 - 2.4))
    )


def test_below_ten_answers_no_calibration_is_told() -> None:
    assert calibration(THREE, numbered(*[RIGHT] * 3, sure=60)) is None


def test_levels_go_to_the_nearest_ten_percent() -> None:
    works = [numbered(RIGHT, sure=sure) for sure in (54, 55, 64, 65, 100)]
    found = calibration(THREE, [one for part in works for one in part])
    assert found is not None
    assert [(one.percent, one.number) for one in found.levels] == [(50, 3), (60, 6), (70, 3), (100, 3)]


# Before and after


def test_the_gain_is_what_was_gained_of_what_there_was_to_gain() -> None:
    found = gain({"a": 0.2, "b": 0.4, "gone": 1.0}, {"a": 0.6, "b": 0.8, "new": 0.0})
    assert found is not None
    assert (found.students, found.before, found.after, found.gain) == (
        2,
        pytest.approx(0.3),
        pytest.approx(0.7),
        pytest.approx(4 / 7),
    )
    assert found.interval is None


def test_who_had_nothing_to_gain_has_no_gain_and_who_is_in_one_alone_no_pair() -> None:
    full = gain({"a": 1.0}, {"a": 1.0})
    assert full is not None
    assert full.gain is None
    assert gain({"a": 1.0}, {"b": 1.0}) is None


def test_the_interval_of_a_gain_is_the_same_in_every_run_and_holds_the_gain() -> None:
    dice = random.Random(4)  # noqa: S311 - repeatable on purpose
    before = {f"s{number}": dice.uniform(0.2, 0.6) for number in range(18)}
    after = {id: min(1.0, score + dice.uniform(0, 0.4)) for id, score in before.items()}
    first, again = gain(before, after), gain(before, after)
    assert first == again
    assert first is not None
    assert first.interval is not None
    assert first.gain is not None
    assert first.interval.low < first.gain < first.interval.high
    assert first.interval.width < 0.6


def test_students_are_matched_by_their_ids_whatever_the_capitals() -> None:
    assert scores_by_student(THREE, numbered(RIGHT, WRONG)) == {"s0": 1.0, "s1": 0.0}


def test_verdicts_are_counted_as_hits_and_false_alarms() -> None:
    given = verdicts()
    answers: dict[str, Answer] = {
        "classify": {"a": "adequate", "b": "overstated", "c": "overstated", "d": "overstated"}
    }
    assert detections(given, numbered(answers, {}, given=given)) == {"s0": Detection(2, 2, 1, 2)}
    assert detections(ALL, numbered({"classify": CORRECT["classify"]}, given=ALL)) == {}


def test_a_change_in_discernment_has_an_interval_from_ten_students() -> None:
    blind, sharp = Detection(1, 2, 1, 2), Detection(2, 2, 0, 2)
    before, after = ({f"s{number}": one for number in range(12)} for one in (blind, sharp))
    found = changes(before, after)
    assert found is not None
    number, sharper, bias = found
    assert (number, sharper.direction, bias.direction) == (12, 1, 0)
    assert sharper.before == pytest.approx(0)
    assert sharper.interval is not None
    assert 0 < sharper.interval.low < sharper.after - 1  # twelve who are all alike do not make certain
    assert sharper.interval.high >= sharper.after
    few = changes({"a": blind}, {"a": sharp})
    assert few is not None
    assert (few[1].interval, few[1].direction) == (None, 0)
    assert changes({"a": blind}, {"b": sharp}) is None


@given(
    st.lists(
        st.fixed_dictionaries(
            {},
            optional={
                "date": st.sampled_from(["2019-12-31", "x"]),
                "single-choice": st.sampled_from(["factory", "not-told"]),
            },
        ),
        max_size=25,
    )
)
def test_no_class_is_too_odd_to_be_counted(works: list[dict[str, Answer]]) -> None:
    marked = numbered(*works, sure=70)
    for one in exercise_figures(THREE, marked):
        assert 0 <= one.interval.low <= one.mean <= one.interval.high <= 1
    assert all(0 < one.hits <= one.could for one in misreadings(THREE, marked))
    found = calibration(THREE, marked)
    assert found is None or 0 <= found.brier <= 1


def test_the_whole_of_an_assignment_is_counted() -> None:
    marked = numbered({id: answer for id, answer in CORRECT.items() if id != "estimate"}, given=ALL)
    assert [one.mean for one in exercise_figures(ALL, marked)] == [1.0, 1.0, 0.0, *[1.0] * 8]


def test_each_statement_of_twins_has_its_share_where_it_is_adequate_and_where_it_is_not() -> None:
    one, item = verdicts(), verdicts().items[0]
    turned = {"a": "overstated", "b": "adequate", "c": "adequate", "d": "overstated"}
    key = item.key.model_copy(update={"correct": turned})
    other = one.model_copy(update={"items": (item.model_copy(update={"key": key}),)})
    said: list[dict[str, Answer]] = [
        {"classify": {"a": "adequate", "b": "adequate", "c": "overstated", "d": "overstated"}},
        {"classify": {"a": "overstated", "b": "adequate", "c": "overstated", "d": "overstated"}},
    ]
    found = switches((one, numbered(*said, given=one)), (other, numbered(said[1], given=other)))
    assert [(switch.text, switch.adequate, switch.overstated, switch.difference) for switch in found] == [
        ("a", 0.5, 0.0, 0.5),
        ("c", 0.0, 0.0, 0.0),
    ]
    assert [(switch.adequate_of, switch.overstated_of) for switch in found] == [(2, 1), (1, 2)]
