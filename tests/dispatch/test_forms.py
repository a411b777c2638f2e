"""The six test forms as they lie in the course: still twins, still even, and none of them the others' answer."""

from __future__ import annotations

from itertools import combinations

import pytest
from dispatch.test_twins import differences
from sites import ROOT, the_course

from exercises.dispatch.balance import Form, alike, tokens, twin_faults
from exercises.dispatch.reader import sentences
from exercises.dispatch.tables import facts, places, stories, subjects
from exercises.dispatch.twins import SOURCES, WORDS
from exercises.ledger.types import Report
from exercises.questions.kinds import Classify

COURSE = the_course()
FRAME = 7
"""Words in a row that no two statements about one fact have in common: *the mayor probably knows what is* is six."""
PAIRS = ("entry", "exit", "return")
FORMS = [f"{pair}-{twin}" for pair in PAIRS for twin in "ab"]


def exercise(id: str) -> Classify:
    one = COURSE.bank.exercise(id)
    assert isinstance(one, Classify)
    return one


def report(id: str) -> Report:
    return COURSE.evidence.report[exercise(id).report]


def fact_of(id: str, slot: str) -> str:
    """Return the fact that a statement is about, as the key's query names it."""
    query = COURSE.files[id].query
    assert query is not None
    assert query.kind == "sort"
    summary = query.slots[slot]
    assert not isinstance(summary, str)
    subject = summary[0].subject
    rules = {"wording:stop": "rule-date", "wording:other-date": "association-date"}
    return rules.get(subject.partition("/")[0]) or subject.removeprefix("claim:")


def form(id: str) -> Form:
    correct = COURSE.keys[id].correct
    assert isinstance(correct, dict)
    asked = exercise(id).statements
    return Form(
        [one.text for one in asked],
        [correct[one.id] == "adequate" for one in asked],
        [facts()[fact_of(id, one.id)].wording == "firm" for one in asked],
        [sentence for paragraph in report(id).paragraphs for sentence in sentences(paragraph.text or "")],
        SOURCES,
    )


def test_the_course_has_these_forms_and_no_other() -> None:
    assert sorted(one.id for one in COURSE.bank.exercises if one.use == "test") == sorted(FORMS)


def test_every_fact_of_the_tables_is_told_by_a_story_or_asked_about_by_a_test() -> None:
    told = {id for story in stories().values() for id in story.facts}
    told |= {fact_of(id, one.id) for id in FORMS for one in exercise(id).statements}
    assert [id for id in facts() if id not in told] == []


@pytest.mark.parametrize("id", FORMS)
def test_a_form_is_even_within_itself(id: str) -> None:
    assert form(id).faults() == []
    assert WORDS[0] <= sum(len((one.text or "").split()) for one in report(id).paragraphs) <= WORDS[1]


@pytest.mark.parametrize("id", FORMS)
def test_a_reader_of_the_words_alone_agrees_with_a_forms_ledger(id: str) -> None:
    assert differences(report(id)) == []


@pytest.mark.parametrize("pair", PAIRS)
def test_a_pair_are_twins(pair: str) -> None:
    assert twin_faults(form(f"{pair}-a"), form(f"{pair}-b")) == []
    one, other = report(f"{pair}-a"), report(f"{pair}-b")
    assert (one.title, one.origin, one.date) == (other.title, other.origin, other.date)


@pytest.mark.parametrize("pair", PAIRS)
def test_no_statement_of_a_form_repeats_another(pair: str) -> None:
    said = form(f"{pair}-a").statements
    one = report(f"{pair}-a")
    names = frozenset(tokens(f"{one.title} {one.deadline['stop'].label}"))
    assert alike(said, names) == []


def shared(one: str, other: str) -> list[tuple[str, str]]:
    """Return the statements of two tests that are about one fact, each beside the other's."""
    about = [{fact_of(f"{pair}-a", s.id): s.text for s in exercise(f"{pair}-a").statements} for pair in (one, other)]
    return [(text, about[1][fact]) for fact, text in about[0].items() if fact in about[1]]


def test_statements_of_two_tests_about_one_fact_are_framed_in_other_words() -> None:
    for one, other in combinations(PAIRS, 2):
        for pair in shared(one, other):
            runs = [set(zip(*(tokens(text)[start:] for start in range(FRAME)), strict=False)) for text in pair]
            assert runs[0] & runs[1] == set(), pair


def test_the_guide_says_how_many_facts_the_tests_share() -> None:
    words = {3: "three", 4: "four", 5: "five", 6: "six", 7: "seven"}
    numbers = [len(shared(one, other)) for one, other in combinations(PAIRS, 2)]
    page = (ROOT / "course/teaching/tests.md").read_text(encoding="utf-8")
    said = "Of its sixteen facts, `pre` shares {} with `post` and {} with `delayed`, and these two share {}"
    assert said.format(*(words[number] for number in numbers)) in page


def test_no_two_tests_have_a_place_a_subject_or_a_statement_in_common() -> None:
    towns = {town for some in places().towns.values() for town in some}
    names = {*towns, *places().crossings, *(str(words["goods"]) for words in subjects().values())}
    for one, other in combinations(PAIRS, 2):
        assert set(form(f"{one}-a").statements).isdisjoint(form(f"{other}-a").statements)
        told = (" ".join(form(f"{pair}-a").sentences) for pair in (one, other))
        named = [{name for name in names if name in text} for text in told]
        assert len(named[0]) > 2
        assert named[0] & named[1] == set()


@pytest.mark.parametrize("id", FORMS)
def test_a_form_takes_the_place_of_an_older_one(id: str) -> None:
    older = {"entry": "pre", "exit": "post", "return": "delayed"}
    pair, _, twin = id.partition("-")
    assert exercise(id).replaces == f"{older[pair]}-{twin}"
