"""Every key of the bank, proved: right is 1, nothing is 0, wrong is less, and the article bears it out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from exercises.checks.quotations import check_quotations
from exercises.checks.rules import check_course, verdict_of
from exercises.course import Course, load_course
from exercises.questions.ask import ask
from exercises.questions.grade import best_response, score
from exercises.questions.key import Key
from exercises.questions.kinds import Exercise
from exercises.questions.question import Answer

ROOT = Path(__file__).parents[2]
COURSE: Course = load_course(ROOT)
CLOSED = [(exercise, key) for exercise, key in COURSE.pairs() if exercise.kind != "written"]
NAMES = [exercise.id for exercise, _ in CLOSED]


def test_the_bank_and_its_keys_have_no_findings() -> None:
    assert [str(finding) for finding in check_course(COURSE)] == []


@pytest.mark.parametrize(("exercise", "key"), CLOSED, ids=NAMES)
def test_the_key_scores_1(exercise: Exercise, key: Key) -> None:
    assert score(ask(exercise), key, best_response(ask(exercise), key)) == 1.0


@pytest.mark.parametrize(("exercise", "key"), CLOSED, ids=NAMES)
def test_an_empty_answer_scores_0(exercise: Exercise, key: Key) -> None:
    assert [score(ask(exercise), key, nothing) for nothing in (None, "", (), {})] == [0.0] * 4


def wrong_answers(exercise: Exercise, key: Key) -> Iterator[Answer]:
    """Yield every answer that differs from the key in one choice, statement, cell or figure."""
    correct = key.correct
    if isinstance(correct, dict):
        lists = (getattr(exercise, name, ()) for name in ("bins", "options", "values"))
        values = [option.id for options in lists for option in options] or list(correct.values())
        for slot, right in correct.items():
            yield from ({**correct, slot: value} for value in values if value != right)
    elif isinstance(correct, tuple):
        for slot in ask(exercise).slots:
            yield tuple(set(correct) ^ {slot})
    elif exercise.kind == "estimate":
        yield from ("99", "50", "1", "100" if correct == "0" else "0")
    elif exercise.kind == "single-choice":
        yield from (slot for slot in ask(exercise).slots if slot != correct)
    elif exercise.kind == "short-text":
        yield from (
            f"{correct} or not",
            *(form for form in key.feedback if verdict_of(ask(exercise), key, form) == "wrong"),
        )
    else:
        yield from (slot for slot in key.feedback if verdict_of(ask(exercise), key, slot) == "wrong")
        yield "2019-03-21" if exercise.kind == "date" else str(float(str(correct)) + 1)


@pytest.mark.parametrize(("exercise", "key"), CLOSED, ids=NAMES)
def test_each_wrong_choice_scores_less_than_1(exercise: Exercise, key: Key) -> None:
    answers = list(wrong_answers(exercise, key))
    assert answers
    assert [answer for answer in answers if score(ask(exercise), key, answer) >= 1.0] == []


READ_OFF: dict[str, Answer] = {
    "worked-out-not-seen": "2",
    "the-closing-voice": "untold",
    "who-put-the-brackets": "untold",
    "the-recalls-last-day": "2019-06-30",
    "days-between": "184",
    "the-last-day": "2019-12-22",
    "how-long-still": "275",
    "add-them-up": "110000",
    "run-or-new": "baggage",
    "tell-a-visa-run-apart": ("leave", "new", "course"),
    "owner-and-speaker": "p14-june",
    "full-of-grain": "overstated",
    "give-each-its-voice": {
        "aim": "narration", "first": "source-1", "working": "source-2", "customs": "source-1", "funds": "sources"},
    "cap-stop-return": {"home": "p2397", "number": "p2371", "new": "p2375"},
    "which-pairs-are-told-apart": {
        "run-or-leave/baggage": "yes", "run-or-leave/direction": "no", "run-or-leave/bus": "no",
        "new-or-leave/baggage": "no", "new-or-leave/direction": "no", "new-or-leave/bus": "no",
        "run-or-course/baggage": "yes", "run-or-course/direction": "no", "run-or-course/bus": "no"},
    "three-more-people": {
        "may/june": "meets", "may/un": "meets", "may/freeze": "not-covered",
        "new-visa/june": "not-covered", "new-visa/un": "not-covered", "new-visa/freeze": "breaches",
        "papers/june": "meets", "papers/un": "cannot", "papers/freeze": "cannot"},
    "the-women-four-ways": {
        "december/june": "breaches", "december/un": "cannot", "december/freeze": "breaches",
        "season/june": "meets", "season/un": "cannot", "season/freeze": "breaches",
        "leave/june": "meets", "leave/un": "meets", "leave/freeze": "not-covered",
        "students/june": "not-covered", "students/un": "not-covered", "students/freeze": "not-covered"},
    "five-statements": {
        "beyond": "reader", "for-all": "report", "kept": "reader", "new": "report", "june-2019": "reader"},
    "one-look-at-the-order": "june-2019",
    "fill-the-table": {
        "p13-june/set-by": "silent", "p13-june/binding": "silent", "p13-june/covering": "said",
        "p14-june/set-by": "said", "p14-june/binding": "silent", "p14-june/covering": "said",
        "p2-december/set-by": "said", "p2-december/binding": "silent", "p2-december/covering": "said",
        "p14-december/set-by": "said", "p14-december/binding": "said", "p14-december/covering": "said"},
}  # fmt: skip
"""Keys of each form of query and each sort of subject, read off the report and the record by hand."""


@pytest.mark.parametrize("id", READ_OFF)
def test_a_computed_key_is_what_a_reader_finds(id: str) -> None:
    assert COURSE.keys[id].computed
    assert COURSE.keys[id].correct == READ_OFF[id]


@pytest.mark.parametrize("exercise", COURSE.bank.exercises, ids=lambda e: e.id)
def test_each_key_rests_on_something(exercise: Exercise) -> None:
    file = COURSE.files[exercise.id]
    assert file.query or file.proof or file.rubric


def test_every_quotation_in_the_bank_and_the_keys_is_verified() -> None:
    assert [str(finding) for finding in check_quotations(COURSE)] == []


def test_at_least_half_of_the_closed_keys_are_computed() -> None:
    assert sum(key.computed for _, key in CLOSED) * 2 >= len(CLOSED)


def test_there_are_ten_to_practise_and_ten_to_hand_in() -> None:
    uses = [exercise.use for exercise in COURSE.bank.exercises]
    assert (len(uses) >= 24, uses.count("practice") >= 10, uses.count("graded") >= 10) == (True, True, True)
