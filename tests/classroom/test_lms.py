"""Results that come back from Moodle and Canvas, and go into the class report."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from lms import downloads
from lms.nasty import item_of, items
from lms.responses import responses
from sites import the_course

from exercises.classroom.assignment import manifest_json
from exercises.classroom.handing_out.assign import make_assignment
from exercises.classroom.taking_in.intake import HandedIn, SetAside, read_piece
from exercises.cli import main
from exercises.export.export import selection
from exercises.export.item import Item
from exercises.questions.grade import best_response, score

Download = Callable[[tuple[Item, ...], downloads.Work], str]
SYSTEMS = pytest.mark.parametrize("download", [downloads.moodle, downloads.canvas], ids=["moodle", "canvas"])


def taken_in(chosen: tuple[Item, ...], table: str) -> list[HandedIn | SetAside]:
    """Return what is read from a table by the manifest that the export has written."""
    course = chosen[0].course
    keys = {**course.keys, **{item.id: item.key for item in chosen}}
    known = type(course)(course.root, course.evidence, course.bank, course.files, keys)
    exercises = tuple(item.exercise for item in chosen)
    assignment = make_assignment(known, exercises, (), title="Set", due="", seed=1)
    return list(read_piece(table.encode(), "results.csv", assignment))


def work_of(chosen: tuple[Item, ...], students: int, permuted: bool) -> downloads.Work:
    """Return what some students answered at random."""
    work: downloads.Work = {f"s{place}": {} for place in range(students)}
    for item in chosen:
        if item.shape == "text":
            given = [f"Text, with “quotes”; {place} -> x" for place in range(students)]
        else:
            given = list(responses(item, students, "back", permuted))
        for student, answer in zip(work.values(), given, strict=True):
            if answer:
                student[item.id] = answer
    return work


def bank() -> tuple[Item, ...]:
    """Return the whole bank."""
    return selection(the_course(), "bank", "Bank", the_course().bank.exercises).items


@SYSTEMS
@pytest.mark.parametrize("chosen", [items(nasty=True), bank()], ids=["nasty", "bank"])
def test_what_students_answered_there_is_what_is_marked_here(download: Download, chosen: tuple[Item, ...]) -> None:
    work = work_of(chosen, 12, permuted=download is downloads.moodle)
    found = taken_in(chosen, download(chosen, work))
    assert [piece for piece in found if isinstance(piece, SetAside)] == []
    assert [piece.answers.student for piece in found if isinstance(piece, HandedIn)] == list(work)
    for piece in found:
        assert isinstance(piece, HandedIn)
        assert piece.answers.name.startswith("Mira")
        answers = work[piece.answers.student]
        closed = [item for item in chosen if item.shape != "text"]
        theirs, ours = (
            {item.id: score(item.question, item.key, given.get(item.id)) for item in closed}
            for given in (answers, piece.answers.answers)
        )
        assert ours == theirs
        written = {item.id: answers.get(item.id) for item in chosen if item.shape == "text"}
        assert {id: piece.answers.answers.get(id) for id in written} == written


def test_a_table_without_the_questions_texts_is_set_aside_with_what_to_tick() -> None:
    table = downloads.moodle(items(), work_of(items(), 2, permuted=True)).replace("Question", "Frage")
    found = taken_in(items(), table)
    assert len(found) == 2
    assert all(isinstance(piece, SetAside) and "tick the question text" in piece.reason for piece in found)


@SYSTEMS
def test_an_answer_whose_wording_was_changed_there_is_set_aside_and_named(download: Download) -> None:
    item = item_of("single-choice")
    table = download((item,), {"s1": {item.id: item.things[0].id}}).replace(item.things[0].text, "To a mine")
    (piece,) = taken_in((item,), table)
    assert isinstance(piece, SetAside)
    assert "“To a mine”, which is none that was offered" in piece.reason


def test_a_student_without_an_id_is_known_by_name_and_one_without_either_is_set_aside() -> None:
    item = item_of("single-choice")
    table = downloads.moodle((item,), {"s1": {item.id: item.things[0].id}})
    nameless = table.replace(",s1,s1@example.org,", ",,,")
    (named,) = taken_in((item,), nameless)
    assert isinstance(named, HandedIn)
    assert (named.answers.student, named.answers.name) == ("Mira Okafor", "Mira Okafor")
    (nobody,) = taken_in((item,), nameless.replace("Okafor,Mira", ","))
    assert isinstance(nobody, SetAside)
    assert nobody.reason == "it names no student: download it with names or ID numbers"


def test_canvas_says_when_an_attempt_was_handed_in_so_that_the_last_one_counts() -> None:
    item = item_of("single-choice")
    (piece,) = taken_in((item,), downloads.canvas((item,), {"s1": {item.id: item.things[0].id}}))
    assert isinstance(piece, HandedIn)
    assert piece.answers.saved == "2026-05-01T10:00:00Z"


def test_an_answer_that_could_be_two_is_not_guessed() -> None:
    item = item_of("multiple-choice")
    texts = ("one", "two", "onetwo", "other")
    choices = tuple(
        choice.model_copy(update={"text": text})
        for choice, text in zip(item.exercise.lists["choices"], texts, strict=False)
    )
    same = Item(item.course, item.exercise.model_copy(update={"choices": choices}), item.key)
    (piece,) = taken_in((same,), downloads.moodle((same,), {"s1": {same.id: (choices[0].id, choices[1].id)}}))
    assert isinstance(piece, SetAside)
    assert "could be two answers" in piece.reason


@SYSTEMS
def test_results_go_into_the_class_report(download: Download, tmp_path: Path) -> None:
    chosen = tuple(item for item in bank() if item.exercise.use == "graded" and item.shape != "text")[:8]
    right = {item.id: best_response(item.question, item.key) for item in chosen}
    work = {f"s{place}": dict(list(right.items())[place:]) for place in range(5)}
    (tmp_path / "answers").mkdir()
    (tmp_path / "answers/results.csv").write_text(download(chosen, work), encoding="utf-8")
    exercises = tuple(item.exercise for item in chosen)
    assignment = make_assignment(the_course(), exercises, (), title="Set", due="", seed=1)
    (tmp_path / "set-manifest.json").write_text(manifest_json(assignment), encoding="utf-8")
    command = ["grade", str(tmp_path / "answers"), "--manifest", str(tmp_path / "set-manifest.json")]
    assert main([*command, "--out", str(tmp_path / "marked")]) == 0
    grades = (tmp_path / "marked/grades.csv").read_text(encoding="utf-8").splitlines()
    assert [line.split(",")[3] for line in grades[1:]] == ["8", "7", "6", "5", "4"]
    assert (tmp_path / "marked/class.html").exists()
