"""Every key of the bank, proved: it can be earned, nothing beside it can, and it is what a reader finds by hand."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from decimal import Decimal

import pytest
from sites import the_course

from exercises.checks.quotations import check_quotations
from exercises.checks.rules import check_course, verdict_of
from exercises.questions.ask import ask
from exercises.questions.grade import best_response, score
from exercises.questions.key import Key
from exercises.questions.kinds import Exercise
from exercises.questions.question import Answer, Choose, Enter, Place, Question

COURSE = the_course()
CLOSED = [(exercise, key) for exercise, key in COURSE.pairs() if exercise.kind != "written"]
NAMES = [exercise.id for exercise, _ in CLOSED]


def test_the_bank_and_its_keys_have_no_findings() -> None:
    assert [str(finding) for finding in check_course(COURSE)] == []


def one_step_off(question: Question, key: Key) -> Iterator[Answer]:
    """Yield every answer that differs from the key in one choice, statement or cell, and some entries that do."""
    correct = key.correct
    wrong = [form for form in key.feedback if verdict_of(question, key, form) == "wrong"]
    match question:
        case Place() if isinstance(correct, dict):
            for slot, right in correct.items():
                yield from ({**correct, slot: value} for value in question.values if value != right)
        case Choose() if isinstance(correct, tuple):
            yield from (tuple(set(correct) ^ {slot}) for slot in question.slots)
        case Choose():
            yield from (slot for slot in question.slots if slot != correct)
        case Enter(what="percent"):
            yield from ("99", "50", "1", "100" if correct == "0" else "0")
        case Enter(what="words"):
            yield from (f"{correct} or not", *wrong)
        case Enter(what="date"):
            day = datetime.date.fromisoformat(str(correct))
            yield from (*wrong, *((day + datetime.timedelta(days)).isoformat() for days in (-1, 1)))
        case Enter():
            step = key.tolerance + 1
            yield from (*wrong, *(str(Decimal(str(correct)) + off) for off in (-step, step)))


@pytest.mark.parametrize(("exercise", "key"), CLOSED, ids=NAMES)
def test_a_key_earns_the_whole_mark_and_nothing_one_step_from_it_does(exercise: Exercise, key: Key) -> None:
    question = ask(exercise)
    assert score(question, key, best_response(question, key)) == 1.0
    assert [score(question, key, nothing) for nothing in (None, "", (), {})] == [0.0] * 4
    off = list(one_step_off(question, key))
    assert len(off) >= max(1, len(question.slots) - 1)
    assert [answer for answer in off if score(question, key, answer) >= 1.0] == []


READ_OFF: dict[str, Answer] = {
    "in-sight-at-the-post": "3",
    "at-second-hand": "p13",
    "the-closing-voice": "untold",
    "who-put-the-brackets": "untold",
    "the-recalls-last-day": "2019-06-30",
    "days-between": "184",
    "the-last-day": "2019-12-22",
    "how-long-still": "275",
    "add-them-up": "110000",
    "run-or-new": "baggage",
    "tell-a-visa-run-apart": ("leave", "new", "course"),
    "covered-by-which": "by-p2",
    "money-in-a-shed": "overstated",
    "give-each-its-voice": {
        "aim": "narration", "first": "source-1", "working": "source-2", "customs": "source-1", "funds": "sources"},
    "which-duty-is-kept": {"minders": "p2397", "count": "p2371", "renews": "p2397", "none": "p2375"},
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
        "leave/june": "breaches", "leave/un": "breaches", "leave/freeze": "not-covered",
        "students/june": "not-covered", "students/un": "not-covered", "students/freeze": "not-covered"},
    "five-statements": {
        "beyond": "reader", "for-all": "report", "kept": "reader", "new": "report", "june-2019": "reader"},
    "a-word-for-sending": "p3",
    "fill-the-table": {
        "p13-june/set-by": "silent", "p13-june/binding": "silent", "p13-june/covering": "said",
        "p14-june/set-by": "said", "p14-june/binding": "silent", "p14-june/covering": "said",
        "p2-december/set-by": "said", "p2-december/binding": "silent", "p2-december/covering": "said",
        "p14-december/set-by": "said", "p14-december/binding": "said", "p14-december/covering": "said"},
}  # fmt: skip
"""Keys of each form of query and each sort of subject, read off the report and the record by hand."""


ALMOST: dict[str, tuple[Answer, float]] = {
    "in-sight-at-the-post": ("4", 0),
    "the-recalls-last-day": ("2019-07-01", 0),
    "days-between": ("183", 0),
    "how-long-still": ("274", 0),
    "add-them-up": ("100000", 0),
    "run-or-new": ("age", 0),
    "tell-a-visa-run-apart": (("leave", "new"), 2 / 3),
    "money-in-a-shed": ("adequate", 0),
    "give-each-its-voice": (
        {"aim": "narration", "first": "source-1", "working": "source-1", "customs": "source-1", "funds": "sources"}, 0.8),
    "which-duty-is-kept": ({"minders": "p2397", "count": "p2375", "renews": "p2397", "none": "p2371"}, 0.5),
    "three-more-people": (
        {"may/june": "meets", "may/un": "meets", "may/freeze": "not-covered",
         "new-visa/june": "not-covered", "new-visa/un": "meets", "new-visa/freeze": "meets",
         "papers/june": "meets", "papers/un": "meets", "papers/freeze": "not-covered"}, 5 / 9),
    "through-whose-hands": (
        {"source": "1", "reporter": "2", "writer": "3", "translator": "4", "reprinter": "5"}, 0.6),
    "verbs-on-a-bridge": ({"hinted": "steps", "claimed": "open", "regretted": "nods", "said": "plain"}, 0.5),
    "hold-them-back": (("seemed", "seems-like", "about", "reportedly", "quiet"), 0.75),
    "two-words-of-p5": ("about", 0),
    "still-there-in-july": ("70", 0.91),
}  # fmt: skip
"""Answers of readers who are nearly right, and what these earn, worked out by hand."""
STATED: dict[str, Answer] = {
    "through-whose-hands": {"source": "1", "reporter": "2", "translator": "3", "writer": "4", "reprinter": "5"},
    "verbs-on-a-bridge": {"hinted": "open", "claimed": "steps", "regretted": "nods", "said": "plain"},
    "hold-them-back": ("seemed", "seems-like", "about", "reportedly"),
    "two-words-of-p5": "Or so",
    "still-there-in-july": "100",
    "number-from-china": "0",
}
"""Right answers of the kinds that no key in ``READ_OFF`` has, read off the report and the record by hand."""


@pytest.mark.parametrize("id", READ_OFF)
def test_a_computed_key_is_what_a_reader_finds(id: str) -> None:
    assert COURSE.keys[id].computed
    assert COURSE.keys[id].correct == READ_OFF[id]


@pytest.mark.parametrize(("id", "answer"), [*READ_OFF.items(), *STATED.items()])
def test_what_a_reader_finds_earns_the_whole_mark(id: str, answer: Answer) -> None:
    assert score(ask(COURSE.bank.exercise(id)), COURSE.keys[id], answer) == 1.0


@pytest.mark.parametrize("id", ALMOST)
def test_what_is_nearly_right_earns_its_share(id: str) -> None:
    answer, share = ALMOST[id]
    assert score(ask(COURSE.bank.exercise(id)), COURSE.keys[id], answer) == pytest.approx(share, abs=1e-12)


def test_answers_worked_out_by_hand_are_there_for_every_kind() -> None:
    kinds = {exercise.kind for exercise, _ in CLOSED}
    for table in ({**READ_OFF, **STATED}, ALMOST):
        assert {COURSE.bank.exercise(id).kind for id in table} == kinds


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
