"""The guessability gate: exact, blind to chance, and awake to a pattern."""

from __future__ import annotations

from exercises.checks.guess import strategies
from exercises.questions.key import Key
from exercises.questions.kinds import Bank, SingleChoice


def bank(rights: list[int], texts: list[str]) -> tuple[Bank, dict[str, Key]]:
    """Return a bank of single choices with these texts, and keys with the right choice at these positions."""
    exercises, keys = [], {}
    for number, right in enumerate(rights):
        id = f"x{number}"
        choices = [{"id": f"c{i}", "text": text} for i, text in enumerate(texts)]
        exercises.append(
            SingleChoice.model_validate(
                {
                    "kind": "single-choice",
                    "id": id,
                    "lesson": "01-x",
                    "report": "r",
                    "title": "X",
                    "use": "practice",
                    "outcomes": ["o"],
                    "level": 1,
                    "minutes": 1,
                    "stem": "?",
                    "choices": choices,
                }
            )
        )
        keys[id] = Key(exercise=id, correct=f"c{right}", computed=False, solution="s")
    return Bank(exercises=tuple(exercises), outcomes=(), misconceptions=()), keys


EVEN = ["aaa", "bbb", "ccc", "ddd"]


def betrayed(rights: list[int], texts: list[str]) -> set[str]:
    """Return the names of the strategies that betray the keys."""
    return {strategy.name for strategy in strategies(*bank(rights, texts)) if strategy.betrays}


def test_keys_spread_evenly_pass() -> None:
    assert betrayed([0, 1, 2, 3] * 6, EVEN) == set()


def test_a_favourite_position_is_found() -> None:
    assert betrayed([1] * 10 + [0, 2, 3], EVEN) == {"second"}


def test_a_longest_right_choice_is_found() -> None:
    assert "longest" in betrayed([0, 0, 0, 0, 0, 0], ["much longer", "b", "c", "d"])


def test_a_choice_that_it_cannot_be_told_which_is_always_right_is_found() -> None:
    texts = ["P5 has it", "Not said", "It does not say", "Cannot be told"]
    assert betrayed([1, 2, 3] * 6, texts) == {"it cannot be told", "first"}


def test_choices_of_both_and_neither_that_are_never_right_are_found() -> None:
    assert betrayed([0, 1] * 5, ["P5 alone", "P6 alone", "Both", "In neither"]) == {"both or neither"}


def test_absolute_words_that_mark_wrong_choices_are_found() -> None:
    assert "absolute words" in betrayed([0, 1] * 6, ["aaa", "bbb", "all of it", "never so"])


def test_the_figures_are_exact() -> None:
    """Four tosses of a four-sided die: all four right at the first place has the chance 1/256."""
    first = strategies(*bank([0] * 4, EVEN))[0]
    assert (first.hits, first.marked, first.expected, first.chance) == (4, 4, 1.0, 1 / 256)
    assert str(first) == "first: 4 of 4 marked are right, 1.0 by chance (p = 0.00)"


def test_a_shortest_right_choice_is_found() -> None:
    found = {one.name: one for one in strategies(*bank([2] * 6, ["bbb", "ccc", "a", "ddd"]))}["shortest"]
    assert (found.hits, found.marked, found.betrays) == (6, 6, True)


def test_a_right_choice_that_always_comes_last_is_found() -> None:
    assert {"third", "last"} <= betrayed([2] * 6, ["aaa", "bbb", "ccc"])


def test_the_figures_of_a_strategy_that_marks_several_are_exact() -> None:
    """Two of four choices have absolute words: a half is right by chance, twice over two exercises."""
    found = {one.name: one for one in strategies(*bank([0, 0], ["all of it", "never so", "ccc", "ddd"]))}
    assert (found["absolute words"].hits, found["absolute words"].marked) == (2, 4)
    assert (found["absolute words"].expected, found["absolute words"].chance) == (1.0, 0.25)


def test_one_in_a_hundred_is_the_least_that_betrays() -> None:
    """Three right at the first of four places have the chance 1/64, and four 1/256."""
    assert "first" not in betrayed([0] * 3, EVEN)
    assert "first" in betrayed([0] * 4, EVEN)
