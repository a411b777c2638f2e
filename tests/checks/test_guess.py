"""The guessability gate: exact, blind to chance, and awake to a pattern."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from sites import the_course

from exercises.checks.guess import strategies, verdicts_asked
from exercises.checks.rules import keys_cannot_be_guessed
from exercises.course import Course
from exercises.questions.key import Key
from exercises.questions.kinds import Bank, Classify, Exercise, SingleChoice


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


def sorts(answers: list[str]) -> tuple[Bank, dict[str, Key]]:
    """Return a bank of exercises on sorting into the bins a to d, and keys with these bins for its statements."""
    exercises, keys = [], {}
    for number, bins in enumerate(answers):
        id = f"x{number}"
        exercises.append(
            Classify.model_validate(
                {
                    "kind": "classify",
                    "id": id,
                    "lesson": "01-x",
                    "report": "r",
                    "title": "X",
                    "use": "practice",
                    "outcomes": ["o"],
                    "level": 1,
                    "minutes": 1,
                    "stem": "?",
                    "statements": [{"id": f"s{place}", "text": "x"} for place in range(len(bins))],
                    "bins": [{"id": bin, "text": bin} for bin in "abcd"],
                }
            )
        )
        correct = {f"s{place}": bin for place, bin in enumerate(bins)}
        keys[id] = Key(exercise=id, correct=correct, computed=False, solution="s")
    return Bank(exercises=tuple(exercises), outcomes=(), misconceptions=()), keys


def shown_in(course: Course, order: Callable[[Sequence[int]], Sequence[int]]) -> list[str]:
    """Return what is found guessable where each sorting shows its statements in the order made of their bins."""

    def moved(exercise: Exercise) -> Exercise:
        correct = course.keys[exercise.id].correct
        if not isinstance(exercise, Classify) or exercise.use == "test" or not isinstance(correct, dict):
            return exercise
        bins = [bin.id for bin in exercise.bins]
        answers = [bins.index(correct[said.id]) for said in exercise.statements]
        statements = tuple(exercise.statements[place] for place in order(answers))
        return exercise.model_copy(update={"statements": statements})

    exercises = tuple(moved(exercise) for exercise in course.bank.exercises)
    moved_course = replace(course, bank=course.bank.model_copy(update={"exercises": exercises}))
    return [finding.where for finding in keys_cannot_be_guessed(moved_course)]


def by_bin(answers: Sequence[int]) -> list[int]:
    """Return the places of the statements, sorted by their bins."""
    return sorted(range(len(answers)), key=lambda place: answers[place])


def in_turn(answers: Sequence[int]) -> list[int]:
    """Return the places of the statements, the bins taken in turn, as a, b, c, a, b."""
    before = [answers[:place].count(answer) for place, answer in enumerate(answers)]
    return sorted(range(len(answers)), key=lambda place: (before[place], answers[place]))


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


def ordered(answers: list[str]) -> dict[str, tuple[int, int, float, float]]:
    """Return what each strategy on sorting finds: hits, marked, expected and chance."""
    found = {one.name: one for one in strategies(*sorts(answers)) if " bin" in one.name}
    return {name: (one.hits, one.marked, one.expected, one.chance) for name, one in found.items()}


def test_the_figures_of_the_order_of_statements_are_exact() -> None:
    """Of the six orders of two statements for a and two for b, two alternate and two do not part the like ones."""
    found = ordered(["abab", "abcd"])
    assert found["neighbours in different bins"] == (6, 6, pytest.approx(2 + 3), pytest.approx(1 / 3))
    # a before b twice in one of six orders, and a to d in one of twenty-four
    assert found["neighbours in the bins' order"] == (5, 6, pytest.approx(1 + 0.75), pytest.approx(1 / 6 / 24))
    assert found["each bin once"] == (1, 2, pytest.approx(2 * 24 / 256), pytest.approx(1 - (1 - 24 / 256) ** 2))


def test_statements_that_change_bins_at_each_step_are_found() -> None:
    assert [name for name, found in ordered(["abba", "aabb", "baab"]).items() if found[-1] < 0.01] == []
    assert [name for name, found in ordered(["abab", "baba"] * 3).items() if found[-1] < 0.01] == [
        "neighbours in different bins"
    ]


def test_bins_that_are_each_right_once_are_found() -> None:
    assert ordered(["badc", "dbca"])["each bin once"][-1] < 0.01


def test_sorted_statements_in_our_bank_are_a_finding_and_so_are_bins_taken_in_turn() -> None:
    course = the_course()
    assert "neighbours in different bins" in shown_in(course, by_bin)
    assert shown_in(course, in_turn) == ["neighbours in different bins", "neighbours in the bins' order"]
    assert shown_in(course, lambda answers: range(len(answers))) == []


def test_hedges_that_give_the_verdicts_of_graded_work_away_are_found() -> None:
    """Softened is understated, *most* is overstated, and what has neither is adequate: as the bank once was."""
    course = the_course()
    words = {"understated": "may", "overstated": "most"}

    def hedged(exercise: Exercise) -> Exercise:
        told = words.get(str(course.keys[exercise.id].correct), "")
        return exercise.model_copy(update={"stem": f"It is {told} so."}) if verdicts_asked(exercise) else exercise

    told = course.bank.model_copy(update={"exercises": tuple(map(hedged, course.bank.exercises))})
    found = {one.name: one for one in strategies(told, course.keys)}["hedges in verdicts"]
    assert (found.hits, found.betrays) == (found.marked, True)
    today = {one.name: one for one in strategies(course.bank, course.keys)}["hedges in verdicts"]
    assert not today.betrays


def test_a_graded_sentence_is_adequate_with_a_hedge_of_the_report_and_overstated_without_one() -> None:
    course = the_course()
    graded = [one for one in course.bank.exercises if one.use == "graded" and verdicts_asked(one)]
    hedged = [str(course.keys[one.id].correct) for one in graded if re.search(r"\b(may|seem|looks as if)\b", one.stem)]
    blunt = [
        str(course.keys[one.id].correct) for one in graded if not re.search(r"\b(may|seem|looks as if)\b", one.stem)
    ]
    assert min(hedged.count(verdict) for verdict in ("adequate", "understated")) >= 2
    assert min(blunt.count(verdict) for verdict in ("adequate", "overstated")) >= 2
