"""The reports for practice: the table of them says what a search finds, and leaves out what tests tell of."""

from __future__ import annotations

import pytest
from dispatches import told_in_tests

from exercises.dispatch.fresh import DIFFICULTIES, EACH, TABLE, practice, searched
from exercises.dispatch.twins import make_twins


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
    of = practice(())
    for line in (lines()[0], lines()[EACH + 1], lines()[-1]):
        difficulty, seed, _, twin, *_ = line.split("\t")
        twins = make_twins(int(seed), int(difficulty))
        made = twins.a if twin == "a" else twins.b
        (told,) = [one for one in of[int(difficulty)] if one.id == made.id]
        assert (told.told, told.state, told.order) == (made.told, made.state, made.order)


@pytest.mark.parametrize("name", ["town", "other", "goods"])
def test_a_report_that_shares_a_place_or_goods_with_a_test_is_left_out(name: str) -> None:
    every = [one for some in practice(()).values() for one in some]
    taken = every[0].world.words[name]
    left = [one for some in practice((f"A test tells of {taken}.",)).values() for one in some]
    assert {one.id for one in every} - {one.id for one in left} >= {every[0].id}
    assert all(
        taken not in (one.world.words["town"], one.world.words["other"], one.world.words["goods"]) for one in left
    )
    assert left
