"""How likely a thing is by what a report tells, and what was so: scored apart, and agreeing over many reports."""

from __future__ import annotations

from statistics import fmean

import pytest

from exercises.dispatch.twins import make_twins
from exercises.dispatch.weighing import Clue, Weighing, estimate, weigh
from exercises.dispatch.world import imagine
from exercises.questions.ask import ask
from exercises.questions.grade import score


def weighing(*clues: Clue, so: bool = True) -> Weighing:
    return Weighing("Undrel", "felling ban", 4, clues, so)


@pytest.mark.parametrize(
    ("clues", "odds", "warranted"),
    [
        ((), (4, 6), 0.4),
        ((Clue("smoke", 8, 2, seen=True),), (32, 12), 32 / 44),
        ((Clue("smoke", 8, 2, seen=False),), (4, 6), 0.4),
        ((Clue("smoke", 8, 2, seen=True), Clue("lamps", 3, 6, seen=True)), (96, 72), 96 / 168),
        ((Clue("smoke", 5, 5, seen=True),), (20, 30), 0.4),
    ],
)
def test_what_is_warranted_follows_by_bayes_from_the_clues_that_were_seen(
    clues: tuple[Clue, ...], odds: tuple[int, int], warranted: float
) -> None:
    assert weighing(*clues).odds == odds
    assert weighing(*clues).warranted == pytest.approx(warranted)


@pytest.mark.parametrize("seed", range(5))
def test_twins_differ_in_what_was_seen_and_in_nothing_else_that_is_told(seed: int) -> None:
    twins = make_twins(seed)
    one, other = (weigh(dispatch.world, dispatch.state) for dispatch in (twins.a, twins.b))
    assert (one.base, [(clue.text, clue.broken, clue.kept) for clue in one.clues]) == (
        other.base,
        [(clue.text, clue.broken, clue.kept) for clue in other.clues],
    )
    assert len(one.clues) >= 2
    assert [clue.seen for clue in one.clues] == [not clue.seen for clue in other.clues]


def test_what_was_so_is_as_often_so_as_the_reports_warrant() -> None:
    """Over 4000 worlds the two means lie within three standard errors of each other."""
    found = []
    for seed in range(4000):
        world = imagine(seed)
        found.append(weigh(world, {id: (place + seed) % 2 == 0 for place, id in enumerate(world.asked)}))
    assert abs(fmean(one.so for one in found) - fmean(one.warranted for one in found)) < 3 * 0.5 / len(found) ** 0.5
    sure = [one for one in found if one.warranted > 0.7]
    assert fmean(one.so for one in sure) > 0.7


def test_a_well_reasoned_probability_can_be_unlucky() -> None:
    unlucky = weighing(Clue("smoke", 8, 2, seen=True), so=False)
    exercise, key = estimate(unlucky, "x", 2, "undrel-2031-a")
    assert "in 8 of ten towns that break it, and in 2 of ten that keep it" in exercise.stem
    assert "about **73 percent**" in (key.otherwise or "")
    assert key.solution.endswith("With 1 clue that makes 32 to 12: 32 of 44, about 73 percent.")
    assert score(ask(exercise), key, "73") == pytest.approx(1 - 0.73**2)


def test_a_clue_that_no_source_saw_is_left_out_and_the_reader_is_told_so_before() -> None:
    exercise, key = estimate(
        weighing(Clue("smoke", 8, 2, seen=True), Clue("lamps", 3, 6, seen=False), so=True), "x", 2, "undrel-2031-a"
    )
    assert "where none did, take it that nobody looked." in exercise.stem
    assert "No source saw this, and nobody looked: lamps. Leave it out." in key.solution.splitlines()
    assert key.solution.endswith("With 1 clue that makes 32 to 12: 32 of 44, about 73 percent.")
