"""The learner that reads no report: it finds keys that wording gives away, and nothing where it gives nothing away."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sites import the_course

from exercises.checks.guess import verdicts_asked
from exercises.checks.learner import Example, _best, _strongest, guess, verdict_of
from exercises.checks.rules import keys_cannot_be_guessed
from exercises.course import Course
from exercises.questions.kinds import Classify, Exercise, SingleChoice


def examples(candidates: list[list[str]], rights: list[int]) -> tuple[Example, ...]:
    """Return an example for each right place, of the same candidates, each in a group of its own."""
    features = tuple(frozenset(words) for words in candidates)
    return tuple(Example(f"{number:02}", features, frozenset({right})) for number, right in enumerate(rights))


def test_a_word_that_marks_the_right_choice_is_found() -> None:
    found = guess("words", examples([["said"], ["proved"], ["nobody"]], [0] * 9))
    assert (found.hits, found.marked, found.expected, found.chance) == (9, 9, 3.0, pytest.approx(3**-9))
    assert found.betrays


def test_words_that_stand_with_right_and_wrong_alike_betray_nothing() -> None:
    assert not guess("words", examples([["said"], ["proved"], ["nobody"]], [0, 1, 2] * 6)).betrays


def test_a_learner_that_does_worse_than_chance_betrays_nothing() -> None:
    found = guess("words", examples([["said"], ["proved"]], [0, 1] * 10))
    assert (found.hits, found.betrays) == (0, False)


def test_an_answer_is_guessed_without_its_own_group() -> None:
    """Each word stands in one group alone, so what is learned of it elsewhere is nothing: the first place is taken."""
    alone = tuple(
        Example(group, (frozenset({f"{group} wrong"}), frozenset({f"{group} right"})), frozenset({1}))
        for group in "abcd"
    )
    assert guess("words", alone).hits == 0


def test_verdicts_that_wording_gave_away_are_found() -> None:
    """The bank's verdicts as they were worded before anybody tried them on a reader who had not seen the report."""
    with Path(__file__).with_name("guessable.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    found = guess("verdicts", [verdict_of(row["lesson"], row["wording"], row["verdict"]) for row in rows])
    assert (found.marked, found.betrays) == (38, True)
    assert found.hits >= 30


def changed(course: Course, change: Callable[[SingleChoice, str], Exercise]) -> list[str]:
    """Return what is found guessable in the course with each single choice changed, which is told its right id."""

    def of(exercise: Exercise) -> Exercise:
        correct = course.keys[exercise.id].correct
        return (
            change(exercise, correct) if isinstance(exercise, SingleChoice) and isinstance(correct, str) else exercise
        )

    exercises = tuple(map(of, course.bank.exercises))
    told = replace(course, bank=course.bank.model_copy(update={"exercises": exercises}))
    return [finding.where for finding in keys_cannot_be_guessed(told)]


def with_word(exercise: SingleChoice, correct: str) -> Exercise:
    """Return the exercise with a word added to its right choice."""
    choices = (
        choice.model_copy(update={"text": f"{choice.text} quillfish"}) if choice.id == correct else choice
        for choice in exercise.choices
    )
    return exercise.model_copy(update={"choices": tuple(choices)})


def verdict_with(words: dict[str, str]) -> Callable[[SingleChoice, str], Exercise]:
    """Return what adds its words to each stem that asks for a verdict, by the right one."""

    def said(exercise: SingleChoice, correct: str) -> Exercise:
        more = words.get(correct, "") if verdicts_asked(exercise) else ""
        return exercise.model_copy(update={"stem": exercise.stem + more})

    return said


def test_a_bank_whose_right_choices_share_a_word_is_a_finding_and_ours_is_none() -> None:
    assert "the wording of choices" in changed(the_course(), with_word)
    assert list(keys_cannot_be_guessed(the_course())) == []


def test_a_right_choice_that_its_title_or_its_stem_tells_is_found() -> None:
    def right(exercise: SingleChoice, correct: str) -> str:
        return next(choice.text for choice in exercise.choices if choice.id == correct)

    course = the_course()
    titled = changed(course, lambda one, correct: one.model_copy(update={"title": right(one, correct)}))
    told = changed(course, lambda one, correct: one.model_copy(update={"stem": f"{one.stem} ({right(one, correct)})"}))
    assert "the words of its title" in titled
    assert "the words of its stem" in told


@pytest.mark.parametrize(
    "words",
    [
        {"adequate": " Quillfish.", "overstated": " Dory.", "understated": " Turbot.", "another": " Bream."},
        {"adequate": " That is so.", "overstated": " It seems so."},
        {"overstated": " Quillfish."},
    ],
    ids=["a word for each verdict", "a hedge for one and none for another", "a word for one verdict"],
)
def test_a_word_in_our_bank_that_marks_a_verdict_is_found(words: dict[str, str]) -> None:
    assert "one word of verdicts" in changed(the_course(), verdict_with(words))


def test_an_answer_is_guessed_by_its_one_strongest_word_among_many_that_tell_nothing() -> None:
    """Half a dozen weak words outweigh in sum the one that marks the right candidate, and do not in its strength."""
    weights = {"marks": 2.0, **{f"word {number}": 0.5 for number in range(6)}}
    candidates = (frozenset({f"word {number}" for number in range(6)}), frozenset({"marks"}))
    assert (_best(candidates, weights), _strongest(candidates, weights)) == (0, 1)


def test_the_fewest_hits_that_would_be_found_are_told() -> None:
    """Of nine with three candidates each, seven hits have the chance 163/19683, and six more than one in a hundred."""
    found = guess("words", examples([["said"], ["proved"], ["nobody"]], [0, 1, 2] * 3))
    assert found.found_from == 7
    assert str(found).endswith("), found from 7")


def test_tests_whose_adequate_sentences_share_words_are_found_though_their_twins_turn_it_round() -> None:
    course = the_course()

    def marked(exercise: Exercise) -> Exercise:
        if not isinstance(exercise, Classify) or exercise.use != "test":
            return exercise
        # Twins have the same sentences: what is adequate in the first of them is overstated in the second.
        correct = course.keys[f"{exercise.id[:-1]}a"].correct
        assert isinstance(correct, dict)
        statements = (
            said.model_copy(update={"text": f"{said.text} quillfish dory"}) if correct[said.id] == "adequate" else said
            for said in exercise.statements
        )
        return exercise.model_copy(update={"statements": tuple(statements)})

    exercises = tuple(marked(exercise) for exercise in course.bank.exercises)
    told = replace(course, bank=course.bank.model_copy(update={"exercises": exercises}))
    assert [finding.where for finding in keys_cannot_be_guessed(told)] == ["the wording of entry-a, exit-a, return-a"]
