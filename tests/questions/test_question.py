"""What each kind asks, how it may be shuffled, what moves a key's version, and how answers are worded."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from exercises.questions.ask import ask
from exercises.questions.key import Criterion, Feedback, Key
from exercises.questions.kinds import Exercise
from exercises.questions.question import (
    Answer,
    Asked,
    Choose,
    Enter,
    Option,
    Place,
    Question,
    Write,
    asks_how_sure,
    in_order,
    letter,
)
from exercises.questions.wording import key_in_words, slot_label, worded

ADAPTER: TypeAdapter[Exercise] = TypeAdapter(Exercise)
COMMON = {"id": "x", "lesson": "l", "report": "r", "title": "T", "use": "practice", "outcomes": ["o"], "level": 1, "minutes": 1, "stem": "S?"}  # fmt: skip
A, B, C = ({"id": id, "text": text} for id, text in (("a", "Alder"), ("b", "Birch"), ("c", "Cedar")))
ASKED = (Asked("a", "Alder"), Asked("b", "Birch"), Asked("c", "Cedar"))
OFFERED = (Option(id="a", text="Alder"), Option(id="b", text="Birch"))
PLACES = tuple(Option(id=place, text=place) for place in "123")


def asked(kind: str, **fields: object) -> Question:
    """Return what a small exercise of the kind asks."""
    return ask(ADAPTER.validate_python({**COMMON, "kind": kind, **fields}))


def key(correct: Answer | None, **fields: object) -> Key:
    """Return a key with this answer."""
    return Key.model_validate({"exercise": "x", "correct": correct, "computed": False, "solution": "S.", **fields})


ORDER = asked("order", items=[A, B, C])
GRID = asked("grid", corner="Ferry", rows=[A, B], columns=[A, B, C], values=[A, B])
PASSAGE = asked("select-words", passage="He {may} go, and {may} not {have to}.")
BINS = asked("classify", statements=[A, B, C], bins=[A, B])


@pytest.mark.parametrize(
    ("kind", "fields", "question"),
    [
        ("single-choice", {"choices": [A, B, C]}, Choose(ASKED, several=False)),
        ("multiple-choice", {"choices": [A, B, C]}, Choose(ASKED, several=True)),
        ("classify", {"statements": [A, B, C], "bins": [A, B]}, Place(ASKED, OFFERED, "bins")),
        ("match", {"items": [A, B, C], "options": [A, B]}, Place(ASKED, OFFERED, "lists", once=True)),
        ("order", {"items": [A, B, C]}, Place(ASKED, PLACES, "places", once=True)),
        ("date", {}, Enter("date")),
        ("number", {"unit": "tons"}, Enter("number", "tons")),
        ("estimate", {}, Enter("percent", "percent")),
        ("short-text", {}, Enter("words")),
        ("written", {"words": 20}, Write(20)),
    ],
)
def test_each_kind_asks_for_its_own_form_of_answer(kind: str, fields: dict[str, object], question: Question) -> None:
    assert asked(kind, **fields) == question


def test_a_grids_cells_go_row_by_row() -> None:
    assert GRID.slots == ("a/a", "a/b", "a/c", "b/a", "b/b", "b/c")
    assert isinstance(GRID, Place)
    assert GRID.asked[2].text == "Alder · Cedar"


def test_the_same_words_twice_in_a_passage_are_two_choices() -> None:
    assert PASSAGE.slots == ("may", "may-2", "have-to")
    assert isinstance(PASSAGE, Choose)
    assert PASSAGE.passage == (("He ", None), ("may", "may"), (" go, and ", None), ("may", "may-2"), (" not ", None), ("have to", "have-to"), (".", None))  # fmt: skip


@pytest.mark.parametrize(("index", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA")])
def test_letters_go_on_after_z(index: int, name: str) -> None:
    assert letter(index) == name


def test_a_sheet_puts_the_asked_in_its_own_order_and_what_it_does_not_name_last() -> None:
    assert in_order(BINS, ["c", "a"]).slots == ("c", "a", "b")


def test_no_two_runs_of_a_passage_have_one_id_whatever_their_words() -> None:
    passage = asked("select-words", passage="On {June} and {June}, {June 2} or {June}.")
    assert passage.slots == ("june", "june-2", "june-2-2", "june-3")


def test_a_run_in_any_letters_can_be_selected_and_letters_from_a_to_z_alone_make_its_id_where_it_has_some() -> None:
    passage = asked("select-words", passage="{한국} or {É}, {ﬁ} or {café 2}.")
    assert passage.slots == ("한국", "é", "fi", "caf-2")


def test_a_passage_may_have_a_sentence_a_line() -> None:
    assert asked("select-words", passage="An empty {deck}.\nAnd {signs}.").slots == ("deck", "signs")


def test_neither_a_passage_nor_a_grid_is_shuffled() -> None:
    assert (PASSAGE.movable, GRID.movable, BINS.movable) == ((), (), ASKED)
    assert in_order(GRID, ["b/c"]) == GRID
    assert in_order(PASSAGE, ["have-to"]) == PASSAGE


def test_a_likelihood_and_a_written_answer_do_not_ask_how_sure() -> None:
    assert [asks_how_sure(one) for one in (BINS, Enter("number", "tons"), Enter("percent"), Write(20))] == [True, True, False, False]  # fmt: skip


@pytest.mark.parametrize(("minutes", "is_sound"), [(0, False), (1, True), (60, True), (61, False)])
def test_an_exercise_takes_one_to_sixty_minutes(minutes: int, is_sound: bool) -> None:
    if is_sound:
        assert asked("date", minutes=minutes)
        return
    with pytest.raises(ValidationError, match="minutes"):
        asked("date", minutes=minutes)


def test_a_choice_has_two_choices_at_least() -> None:
    with pytest.raises(ValidationError, match="at least 2 items"):
        asked("single-choice", choices=[A])


# Keys


@pytest.mark.parametrize(
    "change",
    [
        {"correct": "91"},
        {"tolerance": "1"},
        {"accepted": ["ninety"]},
        {"exercise": "y"},
        {"rubric": [{"id": "c", "text": "C.", "marks": 1}]},
    ],
    ids=lambda change: next(iter(change)),
)
def test_whatever_moves_a_mark_moves_the_version_of_a_key(change: dict[str, object]) -> None:
    one = key("90")
    assert Key.model_validate(one.model_dump() | change).version != one.version


def test_words_alone_move_no_version() -> None:
    said = {"90": {"for": "right", "text": "Yes.", "see": ["P1"]}}
    assert key("90", solution="Otherwise.", otherwise="No.", feedback=said).version == key("90").version


def test_feedback_says_where_to_look() -> None:
    with pytest.raises(ValidationError, match="see"):
        Feedback.model_validate({"for": "right", "text": "Yes.", "see": []})


@pytest.mark.parametrize("marks", [0, 6])
def test_a_criterion_earns_one_to_five_marks(marks: int) -> None:
    with pytest.raises(ValidationError, match="marks"):
        Criterion(id="c", text="C.", marks=marks)


# In words


def test_an_order_is_worded_by_place_and_not_as_it_is_written() -> None:
    assert key_in_words(ORDER, key({"a": "3", "b": "1", "c": "2"})) == "Birch; Cedar; Alder"


def test_an_order_of_eleven_is_worded_from_the_first_to_the_last() -> None:
    letters = "abcdefghijk"
    order = asked("order", items=[{"id": one, "text": one.upper()} for one in letters])
    places = {one: str(11 - at) for at, one in enumerate(letters)}
    assert key_in_words(order, key(places)) == "K; J; I; H; G; F; E; D; C; B; A"


def test_a_day_is_worded_as_readers_write_it() -> None:
    assert key_in_words(Enter("date"), key("2031-06-30")) == "30 June 2031"
    assert slot_label(Enter("date"), key("2031-06-30"), "2031-07-01") == "1 July 2031"


@pytest.mark.parametrize(
    ("question", "response", "lines"),
    [
        (Choose(ASKED, several=True), ("c", "a"), ["Alder", "Cedar"]),
        (Choose(ASKED, several=False), "b", ["Birch"]),
        (BINS, {"c": "b", "a": "a"}, ["Alder: Alder", "Cedar: Birch"]),
        (Enter("number", "tons"), "90", ["90 tons"]),
        (Enter("words"), "a ferry", ["a ferry"]),
        (Enter("words"), "", []),
        (BINS, None, []),
    ],
)
def test_what_was_answered_is_worded_line_by_line(
    question: Question, response: Answer | None, lines: list[str]
) -> None:
    assert worded(question, response) == lines


def test_feedback_on_a_statement_is_about_it_and_its_bin() -> None:
    assert slot_label(BINS, key({"a": "b", "b": "a", "c": "a"}), "a") == "Alder (Birch)"
