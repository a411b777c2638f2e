"""Exercises in a terminal: printed without their keys, answered by letters, begun from a template."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from sites import CASES, KINDS, the_course

from exercises.classroom.handing_out.sets import set_schema
from exercises.cli import main
from exercises.draw.text import answer, as_text, marked
from exercises.questions.ask import ask
from exercises.questions.grade import score
from exercises.questions.key import Criterion
from exercises.questions.kinds import Exercise
from exercises.questions.question import Choose, Place, Question
from exercises.questions.schema import FOLDER, SCHEMAS, as_json

ROOT = Path(__file__).parents[2]
ALL = {**SCHEMAS, "set.json": set_schema}
COURSE = the_course()
ESTIMATE = next(one for one in COURSE.bank.exercises if one.kind == "estimate")


def typed(*lines: str) -> Iterator[str]:
    """Return what a reader types, line by line."""
    return iter(lines)


@pytest.mark.parametrize("exercise", COURSE.bank.exercises, ids=lambda e: e.id)
def test_an_exercise_is_printed_with_all_its_options_in_80_letters(exercise: Exercise) -> None:
    text = as_text(exercise)
    squeezed = " ".join(text.replace("[", "").replace("]", "").split())
    assert [words for words in told(ask(exercise)) if " ".join(words.split()) not in squeezed] == []
    assert max(map(len, text.splitlines()[1:])) <= 80


def test_rows_and_columns_are_numbered_from_1() -> None:
    numbered = re.findall(r"^  (\d+)\) ", as_text(COURSE.bank.exercise("fill-the-grid")), re.MULTILINE)
    assert numbered == ["1", "2", "3", "1", "2", "3"]


def test_a_quoted_line_is_marked_as_quoted_wherever_it_breaks() -> None:
    stem = f"Read this.\n\n> {'ferry ' * 20}\n\nWhat does it say?"
    exercise = COURSE.bank.exercise("run-or-new").model_copy(update={"stem": stem})
    lines = as_text(exercise).splitlines()[2:7]
    assert lines == ["Read this.", "", "> " + " ".join(["ferry"] * 13), "> " + " ".join(["ferry"] * 7), ""]


def told(question: Question) -> list[str]:
    """Return the words of everything that is asked and offered."""
    match question:
        case Place(layout="grid"):
            return [option.text for option in (*question.rows, *question.columns, *question.offered)]
        case Place(layout="places") | Choose():
            return [asked.text for asked in question.asked]
        case Place():
            return [thing.text for thing in (*question.asked, *question.offered)]
    return []


def test_letters_become_ids() -> None:
    exercise = COURSE.bank.exercise("run-or-new")
    assert answer(exercise, lambda _: "b") == "age"


def test_a_letter_that_is_not_there_is_asked_for_again() -> None:
    lines, wanted = typed("z", "a"), []

    def type_in(line: str) -> str:
        wanted.append(line)
        return next(lines)

    assert answer(COURSE.bank.exercise("run-or-new"), type_in) == "baggage"
    assert wanted[1] == "'z' must be one of a, b, c, d; once more: "


def test_a_number_that_can_be_read_in_two_ways_is_asked_for_again() -> None:
    lines = typed("1,234", "1234")
    asked: list[str] = []

    def type_in(wanted: str) -> str:
        asked.append(wanted)
        return next(lines)

    assert answer(COURSE.bank.exercise("two-hundred-groups"), type_in) == "1234"
    assert asked[1] == "'1,234' can be read as 1234 or as 1.234; write it in another way: "


@pytest.mark.parametrize(("typed_first", "ways"), [("0.7", ("0.7", "70")), ("0,7", ("0.7", "70")), ("1", ("1", "100"))])
def test_a_likelihood_between_0_and_1_is_asked_for_again(typed_first: str, ways: tuple[str, str]) -> None:
    lines, asked = typed(typed_first, "70"), []

    def type_in(wanted: str) -> str:
        asked.append(wanted)
        return next(lines)

    assert answer(ESTIMATE, type_in) == "70"
    said = f"{ways[0]} percent (write {ways[0]}%) or as {ways[1]} percent (write {ways[1]})"
    assert asked[1] == f"{typed_first!r} can be read as {said}; write it in another way: "


def test_several_letters_stand_in_the_order_of_the_page() -> None:
    exercise = COURSE.bank.exercise("words-that-hold-back")
    lines = typed("f q", "e, c d")
    assert answer(exercise, lambda _: next(lines)) == ("appeared", "seemed", "possible")


def test_the_words_of_a_passage_are_asked_for_with_their_letters() -> None:
    exercise, wanted = COURSE.bank.exercise("words-that-hold-back"), []

    def type_in(line: str) -> str:
        wanted.append(line)
        return "a"

    answer(exercise, type_in)
    assert wanted[0].startswith(f"a) {ask(exercise).asked[0].text}, b) {ask(exercise).asked[1].text}, c) ")


def test_each_cell_of_a_grid_is_asked_for_by_its_row_and_column() -> None:
    exercise, wanted = COURSE.bank.exercise("fill-the-grid"), []

    def type_in(line: str) -> str:
        wanted.append(line)
        return "a"

    assert set(answer(exercise, type_in)) == set(ask(exercise).slots)
    assert wanted[0] == "New workers · A great deal of luggage (a letter): "


def test_what_is_put_in_order_is_given_its_place_as_a_number() -> None:
    exercise, lines = COURSE.bank.exercise("one-after-another"), typed("a", "4", "3", "5", "1", "6", "2")
    assert answer(exercise, lambda _: next(lines)) == dict(zip(ask(exercise).slots, "435162", strict=True))


def test_a_key_typed_in_scores_1() -> None:
    exercise = COURSE.bank.exercise("seen-or-worked-out")
    question, key = ask(exercise), COURSE.keys[exercise.id]
    assert isinstance(question, Place)
    assert isinstance(key.correct, dict)
    lines = typed(*(question.marks[key.correct[slot]].lower() for slot in question.slots))
    assert score(question, key, answer(exercise, lambda _: next(lines))) == 1.0


def test_show_prints_no_key(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "existing-what", "--root", str(ROOT)]) == 0
    out = capsys.readouterr().out
    key = COURSE.keys["existing-what"]
    assert "Existing what?" in out
    assert [said.text for said in key.feedback.values() if said.text in " ".join(out.split())] == []


def test_an_unknown_id_is_told_its_neighbours(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "run-or-knew", "--root", str(ROOT)]) == 1
    expected = "exercises/bank: run-or-knew: must be the id of an exercise, and is not; did you mean run-or-new"
    assert capsys.readouterr().out.startswith(expected)


def test_try_scores_the_answer_and_tells_why(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("builtins.input", lambda _: "a")
    assert main(["try", "run-or-new", "--root", str(ROOT)]) == 0
    out = capsys.readouterr().out
    assert "Score: 1.00 of 1" in out
    assert "+ The walks are about luggage." in out
    assert "(P6, P5)" in " ".join(out.split())


def test_a_written_answer_is_marked_by_criteria_with_their_marks() -> None:
    exercise = COURSE.bank.exercise("take-p10-apart")
    rubric = (Criterion(id="deck", text="Names *the deck*.", marks=2), Criterion(id="short", text="Is short.", marks=1))
    key = COURSE.keys[exercise.id].model_copy(update={"rubric": rubric, "solution": "It shows an empty deck."})
    lines = ["Mark it yourself:", "  [2] Names the deck.", "  [1] Is short.", "", "It shows an empty deck."]
    assert marked(exercise, key, "The deck.", COURSE.book).splitlines() == lines


def test_a_test_form_tells_discrimination_and_bias(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("builtins.input", lambda _: "b")
    assert main(["try", "entry-a", "--root", str(ROOT)]) == 0
    counts = "8 of 8 overstated and 8 of 8 adequate called overstated"
    assert capsys.readouterr().out.endswith(f"discrimination d\u2032 = 0.00, bias c = \u22121.59 ({counts})\n")


def test_try_ends_quietly_where_the_reader_stops(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop(_: str) -> str:
        raise EOFError

    monkeypatch.setattr("builtins.input", stop)
    assert main(["try", "run-or-new", "--root", str(ROOT)]) == 0
    assert capsys.readouterr().out.endswith("Stopped: nothing was marked.\n")


@pytest.mark.parametrize("name", ALL)
def test_the_committed_schema_is_what_the_types_give(name: str) -> None:
    assert (ROOT / FOLDER / name).read_text(encoding="utf-8") == as_json(ALL[name]())


@pytest.mark.parametrize("kind", KINDS)
def test_the_schemas_accept_each_kinds_case_and_refuse_a_misspelt_field(kind: str) -> None:
    import tomllib

    bank, key = (tomllib.loads((CASES / kind / f"{name}.toml").read_text(encoding="utf-8")) for name in ("bank", "key"))
    schemas = {name: json.loads((ROOT / FOLDER / name).read_text(encoding="utf-8")) for name in SCHEMAS}
    assert Draft202012Validator(schemas["key.json"]).is_valid(key)
    assert Draft202012Validator(schemas["exercise.json"]).is_valid(bank)
    assert not Draft202012Validator(schemas["exercise.json"]).is_valid(bank | {"titel": "x"})
