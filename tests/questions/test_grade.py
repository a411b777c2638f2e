"""Scores and feedback, by the rules that the design states."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from exercises.questions.ask import ask
from exercises.questions.grade import Said, best_response, feedback, score
from exercises.questions.key import Key
from exercises.questions.kinds import Exercise
from exercises.questions.question import Answer, Question
from exercises.questions.wording import key_in_words, slot_label

ADAPTER: TypeAdapter[Exercise] = TypeAdapter(Exercise)
COMMON = {
    "id": "x",
    "lesson": "01-x",
    "report": "r",
    "title": "X",
    "use": "practice",
    "outcomes": ["o"],
    "level": 1,
    "minutes": 1,
    "stem": "?",
}
LETTERS = [{"id": letter, "text": letter.upper()} for letter in "abcd"]


def question(kind: str, **fields: object) -> Question:
    """Return what a small exercise of the kind asks."""
    return ask(ADAPTER.validate_python({**COMMON, "kind": kind, **fields}))


def key(correct: Answer | None, **fields: object) -> Key:
    """Return a key with this answer."""
    return Key.model_validate({"exercise": "x", "correct": correct, "computed": False, "solution": "s", **fields})


SINGLE = question("single-choice", choices=LETTERS)
MULTIPLE = question("multiple-choice", choices=LETTERS)
CLASSIFY = question("classify", statements=LETTERS, bins=LETTERS[:2])
MATCH = question("match", items=LETTERS[:2], options=LETTERS)
ORDER = question("order", items=LETTERS)
NUMBER = question("number", unit="days")
DATE = question("date")
ESTIMATE = question("estimate")
SHORT = question("short-text")

OF_ANOTHER_FORM = [
    (SINGLE, "b", None),
    (SINGLE, "b", ["b"]),
    (SINGLE, "b", {"b": "b"}),
    (MULTIPLE, ("a", "b"), "a"),
    (MULTIPLE, ("a", "b"), {"a": "b"}),
    (CLASSIFY, dict(zip("abcd", "abab", strict=True)), "abab"),
    (MATCH, {"a": "c", "b": "d"}, ["c", "d"]),
    (ORDER, dict(zip("bdac", "1234", strict=True)), ["b", "d", "a", "c"]),
    (NUMBER, "184", 184),
    (NUMBER, "184", ["184"]),
    (DATE, "2019-06-30", ["2019-06-30"]),
    (ESTIMATE, "0", 0),
    (SHORT, "north korea", ["north korea"]),
]
"""Right answers in a form that is not the question's.  What answers of its form are worth stands in ``cases``."""


@pytest.mark.parametrize(("asked", "correct", "response"), OF_ANOTHER_FORM)
def test_a_response_of_another_form_earns_nothing(asked: Question, correct: Answer, response: object) -> None:
    assert score(asked, key(correct), response) == 0.0


def test_a_choice_named_twice_counts_once_and_what_is_not_asked_not_at_all() -> None:
    assert score(MULTIPLE, key(("a", "b")), ("a", "a", "a")) == 0.5
    assert score(MULTIPLE, key(("a", "b")), ("a", "b", "ghost")) == 1.0


def test_a_written_answer_has_no_automatic_score() -> None:
    """It is marked by hand, and saying 0 would be a lie."""
    with pytest.raises(ValueError, match="marked by its rubric"):
        score(question("written", words=20), key(None), "text")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(), inner, max_size=5),
    max_leaves=10,
)


@given(JSON)
@example("1e9999999")
def test_any_response_scores_between_0_and_1(response: object) -> None:
    """Whatever arrives, nothing raises and no score leaves the range."""
    asked = [
        (SINGLE, "b"),
        (MULTIPLE, ("a", "b")),
        (CLASSIFY, dict.fromkeys("abcd", "a")),
        (MATCH, {"a": "c", "b": "d"}),
        (ORDER, dict(zip("bdac", "1234", strict=True))),
        (NUMBER, "5"),
        (DATE, "2019-06-30"),
        (ESTIMATE, "0"),
        (SHORT, "the newsroom"),
    ]
    for one, correct in asked:
        assert 0.0 <= score(one, key(correct), response) <= 1.0
        feedback(one, key(correct), response)


@given(st.sets(st.sampled_from("abcd"), min_size=1), st.sets(st.sampled_from("abcd")))
def test_only_the_whole_key_scores_1(right: set[str], given_: set[str]) -> None:
    """In a choice of several, exactly the right set gets the full mark."""
    assert (score(MULTIPLE, key(tuple(sorted(right))), tuple(given_)) == 1.0) == (given_ == right)


def test_feedback_names_choices_made_and_right_ones_left_out() -> None:
    """A false choice and a missed right one are both spoken of; the rest is left in peace."""
    said = feedback(MULTIPLE, key(("a", "b")), ("a", "c"))
    assert [(one.slot, one.right) for one in said] == [("a", True), ("b", False), ("c", False)]


def test_an_unforeseen_number_gets_the_general_word() -> None:
    """What no feedback foresees is answered by ``otherwise``."""
    (said,) = feedback(NUMBER, key("184", otherwise="Count again."), "12")
    assert (said.right, said.text) == (False, "Count again.")


@pytest.mark.parametrize(
    ("asked", "right", "slot", "entry"),
    [
        (DATE, "2019-06-30", "2019-12-31", "31 December 2019"),
        (DATE, "2019-06-30", "2019-12-31", "31.12.2019"),
        (NUMBER, "184", "183", "183.0"),
        (NUMBER, "1840", "1830", "1,830.0"),
        (SHORT, "newsroom", "the source", "The  Source."),
    ],
)
def test_what_is_said_to_an_answer_is_said_however_it_is_written(
    asked: Question, right: str, slot: str, entry: str
) -> None:
    said = {slot: {"for": "wrong", "text": "That is the other one.", "see": ["P2"]}}
    (found,) = feedback(asked, key(right, feedback=said, otherwise="Count again."), entry)
    assert (found.slot, found.text) == (slot, "That is the other one.")


def test_what_is_said_to_an_answer_says_where_to_look() -> None:
    said = {"184": {"for": "right", "text": "Half a year.", "see": ["P2", "p02-line-closes"]}}
    assert feedback(NUMBER, key("184", feedback=said), "184") == (
        Said("184", True, "Half a year.", ("P2", "p02-line-closes")),
    )


@pytest.mark.parametrize(
    ("outcome", "so", "side"), [("1", "It was so", "More than"), ("0", "It was not so", "Less than")]
)
def test_an_estimates_outcome_and_the_side_that_leans_to_it_are_told_in_words(outcome: str, so: str, side: str) -> None:
    assert key_in_words(ESTIMATE, key(outcome)) == so
    assert slot_label(ESTIMATE, key(outcome), outcome) == f"{side} 50 percent"


@pytest.mark.parametrize(
    ("response", "said"),
    [("80", [("1", False, "Too sure.")]), ("20", [("0", True, "Any.")]), ("50", [("50", False, "Any.")]), ("120", [])],
)
def test_an_estimate_is_told_of_the_side_it_leans_to(response: str, said: list[tuple[str, bool, str]]) -> None:
    """Where the key has no word for that side, the general one is said."""
    sides = {"1": {"for": "wrong", "text": "Too sure.", "see": ["P1"]}}
    found = feedback(ESTIMATE, key("0", otherwise="Any.", feedback=sides), response)
    assert [(one.slot, one.right, one.text) for one in found] == said


@pytest.mark.parametrize(
    ("response", "expected"),
    [
        ("the end of June", 1.0),
        ("End  of\u00a0June.", 1.0),
        ("an end-of-June", 1.0),
        ("\u201cend \u2013 of \u2014 June\u201d.", 1.0),
        (" \uff25nd of June . ", 1.0),
        ("June's last day", 1.0),
        ("June\u2019s last day", 1.0),
        ("end of June 2019", 0.0),
        ("theend of June", 0.0),
        ("end of June..", 0.0),
        ("", 0.0),
        ("the", 0.0),
        (["end of June"], 0.0),
    ],
)
def test_a_short_text_is_compared_without_case_spaces_dashes_quotation_marks_and_articles(
    response: object, expected: float
) -> None:
    """The correct answer and each accepted form are folded in the same way."""
    assert score(SHORT, key("the end of June", accepted=["June's last day"]), response) == expected


@pytest.mark.parametrize(
    ("response", "said"),
    [
        ("A FERRY", ("a ferry", True, "Yes.")),
        ("boat", ("a ferry", True, "Yes.")),
        ("ship.", ("the ship", True, "More or less.")),
        ("Rafts ", ("Rafts", False, "Any.")),
    ],
)
def test_a_short_text_is_told_of_the_form_that_it_gave(response: str, said: tuple[str, bool, str]) -> None:
    """An accepted form may have a word of its own; without one it is told what the correct answer is."""
    words = {
        "a ferry": {"for": "right", "text": "Yes.", "see": ["P1"]},
        "the ship": {"for": "right", "text": "More or less.", "see": ["P1"]},
    }
    one = key("a ferry", accepted=["boat", "ship"], otherwise="Any.", feedback=words)
    (found,) = feedback(SHORT, one, response)
    assert (found.slot, found.right, found.text) == said


def test_accepted_forms_move_the_version_and_their_absence_does_not() -> None:
    """A form more is another mark for somebody; keys from before the field keep their version."""
    assert key("a ferry").version == "f67074d3d812"
    assert key("a ferry", accepted=["boat"]).version != key("a ferry").version


@pytest.mark.parametrize(("outcome", "best"), [("1", "100"), ("0", "0")])
def test_the_best_estimate_is_certain_of_what_is_so(outcome: str, best: str) -> None:
    """For other kinds the best response is the correct answer."""
    assert best_response(ESTIMATE, key(outcome)) == best
    assert best_response(SINGLE, key("b")) == "b"


def test_nothing_is_said_to_nothing() -> None:
    """An empty entry gets no feedback."""
    assert feedback(NUMBER, key("184"), "  ") == ()
