"""The reports for practice: the table of them says what a search finds, and leaves out what tests tell of."""

from __future__ import annotations

from collections import Counter

import pytest
from dispatches import told_in_tests

from exercises.dispatch.fresh import EACH, TABLE, practice, searched
from exercises.dispatch.new import DIFFICULTIES
from exercises.dispatch.twins import make_twins
from exercises.dispatch.weighing import weigh


def lines() -> list[str]:
    """Return the table's lines."""
    return TABLE.read_text(encoding="utf-8").splitlines()


def test_the_table_begins_with_what_a_search_finds_first() -> None:
    """All of it is searched in a slow test; ``tests/dispatches.py --write-practice`` writes it anew."""
    begins = [line for number in range(len(DIFFICULTIES)) for line in lines()[number * EACH :][:2]]
    assert begins == list(searched(told_in_tests(), 2))


@pytest.mark.slow
def test_the_table_is_what_a_search_finds() -> None:
    assert lines() == list(searched(told_in_tests()))


def test_what_the_table_has_of_a_report_is_what_its_seed_makes() -> None:
    of = {one.id: one for one in practice()}
    for line in (lines()[0], lines()[EACH + 1], lines()[-1]):
        difficulty, seed, _, twin, *_ = line.split("\t")
        twins = make_twins(int(seed), int(difficulty))
        made = twins.a if twin == "a" else twins.b
        told = of[made.id]
        assert (told.told, told.state, told.order) == (made.told, made.state, made.order)


def test_every_report_for_practice_has_a_clue_that_weighs() -> None:
    assert [one.id for one in practice() if not weigh(one.world, one.state).tells] == []


def test_what_was_so_in_the_practice_reports_is_what_they_warrant_in_each_fifth() -> None:
    """By a town for each difficulty at most: else a calibrated reader would seem to lean."""
    leans: Counter[int] = Counter()
    for one in practice():
        weighing = weigh(one.world, one.state)
        leans[int(weighing.warranted * 5)] += weighing.so - weighing.warranted
    assert {fifth: lean for fifth, lean in leans.items() if abs(lean) > 3} == {}
    assert len(leans) == 5


def test_ten_reports_in_a_row_tell_ten_stories() -> None:
    """The page goes on from one to the next."""
    of = [dispatch.world.subject for dispatch in practice()]
    for number in range(len(DIFFICULTIES)):
        own = of[number * EACH :][:EACH]
        assert [at for at in range(EACH - 9) if len(set(own[at : at + 10])) < 10] == []
