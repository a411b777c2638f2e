"""The figures of a class, held against sums made by hand, and silent where a class is too small for them."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import replace
from statistics import fmean

import pytest
from classes import ALL, CORRECT, MISCONCEPTION, RIGHT, THREE, WRONG, assignment, item, numbered, verdicts
from hypothesis import given
from hypothesis import strategies as st

from exercises.classroom.assignment import Assignment
from exercises.classroom.reporting.detection import Detection
from exercises.classroom.reporting.statistics import (
    DRAWS,
    Interval,
    Misread,
    Switch,
    bootstrap,
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
    share_interval,
    switched,
    switches,
    t_quantile,
    together,
    wilson,
)
from exercises.questions.question import Answer

# Intervals


def test_the_interval_of_a_class_too_large_to_draw_whole_narrows_with_its_size() -> None:
    """Ten times as many of whom every second is right: an interval that is narrower by the root of ten."""
    pairs = [(0.0, float(number % 2)) for number in range(10 * DRAWS)]
    small, large = (bootstrap(some, _mean_after, [(0.0, 1.0)]) for some in (pairs[:DRAWS], pairs))
    assert small is not None
    assert large is not None
    assert small.width / large.width == pytest.approx(math.sqrt(10), rel=0.1)
    assert (large.low + large.high) / 2 == pytest.approx(0.5, abs=large.width / 20)


def _mean_after(pairs: Sequence[tuple[float, float]]) -> float:
    return fmean(after for _, after in pairs)


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


def twice() -> Assignment:
    """Return an assignment of two exercises that can show the same misconception."""
    other = item(2, "single-choice", id="again")
    return assignment("single-choice").model_copy(update={"items": (item(1, "single-choice"), other)})


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


def test_a_misconception_is_counted_once_a_student_however_many_exercises_show_it() -> None:
    """Both exercises can show it: two students do in both, one in one, and one answered one of them alone."""
    given, wrong = twice(), {"single-choice": "factory", "again": "factory"}
    works: list[dict[str, Answer]] = [wrong, wrong, wrong | {"again": "not-told"}, {"again": "not-told"}, {}]
    (one,) = misreadings(given, numbered(*works, given=given))
    assert (one.shown, one.hits, one.could, len(one.exercises)) == ({0, 1, 2}, 3, 4, 2)
    assert one.interval == wilson(3, 4)


@pytest.mark.parametrize(("alone", "both", "others", "is_ahead"), [(9, 0, 2, True), (6, 5, 3, False), (9, 9, 2, True)])
def test_only_students_who_show_one_misconception_alone_tell_which_shows_more(
    alone: int, both: int, others: int, *, is_ahead: bool
) -> None:
    first = Misread("a", frozenset(range(alone + both)), 30, ())
    second = Misread("b", frozenset(range(alone, alone + both + others)), 30, ())
    assert (first.is_ahead_of(second), second.is_ahead_of(first)) == (is_ahead, False)


def test_a_misconception_points_to_where_its_own_feedback_does_and_nowhere_else() -> None:
    choice = item(1, "single-choice")
    own = choice.key.feedback["factory"].model_copy(update={"see": ("P1", "P2")})
    other = choice.key.feedback["school"].model_copy(update={"misconception": "other", "see": ("P3",)})
    feedback = {**choice.key.feedback, "factory": own, "school": other}
    shown = choice.model_copy(update={"key": choice.key.model_copy(update={"feedback": feedback})})
    given = assignment("single-choice").model_copy(update={"items": (shown,)})
    (one,) = misreadings(given, numbered({"single-choice": "factory"}, given=given))
    assert (one.id, one.see) == (MISCONCEPTION, ("P1", "P2"))


def test_the_misconception_that_shows_most_comes_first() -> None:
    found = misreadings(THREE, numbered(WRONG, WRONG, {"multiple-choice": ("visas",)}))
    assert [(one.hits, one.could) for one in found] == sorted(((one.hits, one.could) for one in found), reverse=True)
    assert len(found) == len({one.id for one in found}) >= 1


# Certainty


def test_a_share_of_answers_has_wilsons_interval_where_each_is_another_students() -> None:
    found = share_interval([(1, 1)] * 9 + [(0, 1)] * 6)
    assert (found.low, found.high) == pytest.approx((wilson(9, 15).low, wilson(9, 15).high))


@pytest.mark.parametrize("each", [2, 5])
def test_students_who_answer_all_alike_count_once_however_many_answers_they_give(each: int) -> None:
    """The design effect is (1 + (each - 1)) for answers that are wholly alike, but for the small sample."""
    found = share_interval([(each, each)] * 9 + [(0, each)] * 6)
    effect = each * (15 - 1 / each) / 14 * (t_quantile(14) / t_quantile(15 * each - 1)) ** 2
    expected = wilson(9 * each / effect, 15 * each / effect)
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high))
    assert found.width > wilson(9, 15).width


def test_answers_that_differ_within_students_tell_no_more_than_independent_ones() -> None:
    found = share_interval([(2, 4)] * 12)
    assert found.low < wilson(24, 48).low < wilson(24, 48).high < found.high


@pytest.mark.parametrize(
    ("students", "as_if"), [([(3, 4)] * 9, (6.75, 9)), ([(4, 4)] * 12, (12, 12)), ([(0, 3)] * 5, (0, 5))]
)
def test_few_students_or_such_as_are_all_alike_count_once_each(
    students: list[tuple[int, int]], as_if: tuple[float, float]
) -> None:
    assert share_interval(students) == wilson(*as_if)


def test_a_level_of_certainty_has_the_interval_of_its_students() -> None:
    found = calibration(THREE, [*numbered(*[RIGHT] * 3, sure=90), *numbered(WRONG, sure=90)])
    assert found is not None
    assert found.levels[0].students == ((3, 3), (3, 3), (3, 3), (0, 3))
    assert found.levels[0].interval == wilson(3, 4)


def test_certainty_is_set_beside_success() -> None:
    found = calibration(THREE, [*numbered(*[RIGHT] * 3, sure=90), *numbered(WRONG, sure=90)])
    assert found is not None
    assert [(one.percent, one.number, one.right) for one in found.levels] == [(90, 12, 9)]
    assert found.brier == pytest.approx((9 * 0.01 + 3 * 0.81) / 12)
    assert found.overconfidence == pytest.approx(0.9 - 0.75)


def test_an_answer_that_earns_a_part_is_not_right_where_certainty_is_set_beside_success() -> None:
    half = RIGHT | {"multiple-choice": ("baggage",)}
    found = calibration(THREE, numbered(*[half] * 4, sure=90))
    assert found is not None
    assert [(one.percent, one.number, one.right) for one in found.levels] == [(90, 12, 8)]


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
    assert detections(given, numbered(answers, {}, given=given)) == {("s0", ""): Detection(2, 2, 1, 2)}
    assert detections(ALL, numbered({"classify": CORRECT["classify"]}, given=ALL)) == {}


def test_students_without_an_id_are_told_apart_by_their_names_and_matched_with_nobody() -> None:
    """On a sheet for all, who forgets the id is still somebody; a namesake in another test need not be."""
    given = verdicts()
    marked = numbered({"classify": dict.fromkeys("abcd", "adequate")}, given=given)
    nameless = [replace(marked[0], student="", name=name) for name in ("Ada", "Bo", "Cem")]
    found = detections(given, nameless)
    assert len(found) == 3
    assert changes(found, found) is None


def test_a_change_in_discernment_has_an_interval_from_ten_students() -> None:
    blind, sharp = Detection(1, 2, 1, 2), Detection(2, 2, 0, 2)
    before, after = ({(f"s{number}", ""): one for number in range(12)} for one in (blind, sharp))
    found = changes(before, after)
    assert found is not None
    number, sharper, bias = found
    assert (number, sharper.direction, bias.direction) == (12, 1, 0)
    assert sharper.before == pytest.approx(0)
    assert sharper.interval is not None
    assert 0 < sharper.interval.low < sharper.after - 1  # twelve who are all alike do not make certain
    assert sharper.interval.high >= sharper.after
    few = changes({("a", ""): blind}, {("a", ""): sharp})
    assert few is not None
    assert (few[1].interval, few[1].direction) == (None, 0)
    assert changes({("a", ""): blind}, {("b", ""): sharp}) is None


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
    assert [(one.text, one.adequate, one.overstated, one.difference) for one in found] == [
        ("a", {(0, 0): True, (0, 1): False}, {(1, 0): False}, 0.5),
        ("c", {(1, 0): False}, {(0, 0): False, (0, 1): False}, 0.0),
    ]
    assert switched(found) is None


def test_the_interval_of_twins_is_welchs_where_each_student_judges_one_statement() -> None:
    """Two independent groups of students: 9 of 12 against 4 of 16."""
    groups = [[True] * 9 + [False] * 3, [True] * 4 + [False] * 12]
    one, other = ({(version, place): said for place, said in enumerate(group)} for version, group in enumerate(groups))
    found = switched([Switch("a", one, other)])
    parts = [share * (1 - share) / (number - 1) for share, number in ((0.75, 12), (0.25, 16))]
    freedom = int(sum(parts) ** 2 / (parts[0] ** 2 / 11 + parts[1] ** 2 / 15))
    half = t_quantile(freedom) * math.sqrt(sum(parts))
    assert found == Interval(pytest.approx(0.5 - half), pytest.approx(0.5 + half))


def test_eight_alike_statements_of_twins_tell_no_more_than_one() -> None:
    one, other = ({(version, place): place % 3 > version for place in range(12)} for version in (0, 1))
    single, eight = (switched([Switch("a", one, other)] * times) for times in (1, 8))
    assert single is not None
    assert eight == Interval(pytest.approx(single.low), pytest.approx(single.high))


def test_twelve_readers_of_each_twin_who_are_all_alike_do_not_make_certain() -> None:
    one, other = ({(version, place): not version for place in range(12)} for version in (0, 1))
    assert switched([Switch("a", one, other)]) == Interval(pytest.approx(12 / 13), 1.0)
