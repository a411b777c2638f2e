"""Marking: the same points by every way of handing in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from classes import ALL, CORRECT, RESPONSES, all_drawn, class_of, entries, filled, read_rows, twins, work

from exercises.classroom.columns import cells, headings, sure_columns
from exercises.classroom.marking.marker import Marker, digest
from exercises.classroom.spreadsheet import written_rows
from exercises.classroom.taking_in.answers import (
    Answers,
    find_codes,
    read_answers,
    read_code,
    write_answers,
    write_code,
)
from exercises.classroom.taking_in.pdf import read_pdf
from exercises.classroom.taking_in.table import read_line
from exercises.questions.grade import best_response
from exercises.questions.question import Answer

CLASS = class_of("Mira Okafor", "Jonas Lindqvist")
SCORES = {
    "classify": 1 / 3,
    "date": 1.0,
    "estimate": 1 - 0.625**2,
    "grid": 0.5,
    "match": 0.0,
    "multiple-choice": 0.0,
    "number": 0.0,
    "order": 0.5,
    "select-words": 1.0,
    "short-text": 0.0,
    "single-choice": 0.0,
}


def test_a_students_work_is_scored_exercise_by_exercise() -> None:
    marked = Marker(ALL).mark(work(ALL))
    assert (marked.student, marked.responses, marked.sure) == ("s-17", RESPONSES, {"date": 70})
    assert marked.scores == pytest.approx(SCORES)


def test_what_was_left_open_scores_0_and_the_key_scores_1() -> None:
    nothing = Marker(ALL).mark(work(ALL, answers={}))
    assert (set(nothing.scores.values()), nothing.responses) == ({0.0}, {})
    best = {item.exercise.id: best_response(item.question, item.key) for item in ALL.items if item.closed}
    assert set(Marker(ALL).mark(work(ALL, answers=best)).scores.values()) == {1.0}


def test_a_written_answer_scores_what_was_marked_by_hand() -> None:
    name = digest("written", str(RESPONSES["written"]))
    assert Marker(ALL, {("written", name): 0.75}).mark(work(ALL)).scores["written"] == 0.75
    assert "written" not in Marker(ALL, {("written", "w0"): 0.75}).mark(work(ALL)).scores


def by_file(answers: dict[str, Answer]) -> Answers:
    return read_answers(write_answers(given(answers), ALL), ALL)


def by_code(answers: dict[str, Answer]) -> Answers:
    return read_code(find_codes(write_code(given(answers), ALL))[0], ALL)


def on_paper(answers: dict[str, Answer]) -> Answers:
    return read_line(next(read_rows(written_rows(headings(ALL), [_line(answers)]))), ALL)


def given(answers: dict[str, Answer]) -> Answers:
    """Return the student's work, as nobody has handed it in yet."""
    return work(ALL, answers=answers, sure={})


def hold_same(answers: dict[str, Answer], read: Answers) -> None:
    """Hold that what was read says the same as the student, and is worth the same."""
    said = [{id: answer for id, answer in one.items() if id != "written"} for one in (read.answers, answers)]
    assert said[0] == said[1]
    assert Marker(ALL).mark(read).scores == Marker(ALL).mark(given(answers)).scores


SOME = pytest.mark.parametrize("answers", [RESPONSES, CORRECT | {"estimate": "0"}, {}], ids=["some", "right", "none"])


@SOME
@pytest.mark.parametrize("way", [by_file, by_code, on_paper])
def test_the_same_answers_by_file_code_and_paper_get_the_same_scores(
    way: Callable[[dict[str, Answer]], Answers], answers: dict[str, Answer]
) -> None:
    hold_same(answers, way(answers))


@SOME
@pytest.mark.usefixtures("drawing")
def test_the_same_answers_by_pdf_get_the_same_scores(answers: dict[str, Answer]) -> None:
    fields = dict(field for id, answer in answers.items() for field in entries(ALL.item[id].exercise, answer))
    hold_same(answers, read_pdf(filled(all_drawn()[0], fields), ALL))


def _line(answers: dict[str, Answer]) -> list[str]:
    """Return the line of the typed table that says these answers, but for what was written at length."""
    line = [ALL.sheets[0].code, "", ""]
    for item in ALL.items:
        line += cells(item, ALL.sheets[0], answers.get(item.exercise.id) if item.closed else None)
        line += ["" for _ in sure_columns(item)]
    return line


def test_equal_answers_to_exercises_with_other_keys_do_not_share_a_score() -> None:
    given = twins()
    same = {"date": "2019-12-31", "other-date": "2019-12-31"}
    assert Marker(given).mark(work(given, answers=same)).scores == {"date": 1.0, "other-date": 0.0}


def test_each_of_a_class_is_scored_by_their_own_answers() -> None:
    marker = Marker(CLASS)
    right, wrong = ({"date": day, "order": RESPONSES["order"]} for day in ("2019-12-31", "2019-06-30"))
    scores = [
        marker.mark(work(CLASS, place, answers=answers)).scores
        for place, answers in ((0, right), (1, wrong), (0, right))
    ]
    assert [(score["date"], score["order"], score["match"]) for score in scores] == [
        (1, 0.5, 0),
        (0, 0.5, 0),
        (1, 0.5, 0),
    ]
