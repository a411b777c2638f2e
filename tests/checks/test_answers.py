"""The table of the right answers: it agrees with the bank, and no change of a key passes it in silence."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
import tiny
from sites import the_course

from exercises.checks.answers import (
    ANSWERS,
    COMMAND,
    answer_in_words,
    check_answers,
    read_answers,
    rows_of,
    write_answers,
)
from exercises.checks.corrections import Correction, load_corrections
from exercises.cli import main
from exercises.course import Course, load_course

ROOT = Path(__file__).parents[2]
KEY = "exercises/keys/01-ferry/strike-or-winter.toml"


def edit(root: Path, name: str, old: str, new: str) -> Course:
    """Change one text of a file, and return the course as it is then."""
    text = (root / name).read_text(encoding="utf-8")
    assert old in text
    (root / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    return load_course(root)


def told(root: Path) -> list[str]:
    """Return what is found in the table, with the corrections that the course has."""
    return [str(one) for one in check_answers(load_corrections(root), load_course(root))]


def test_the_table_says_what_the_keys_say() -> None:
    course = the_course()
    assert read_answers(course) == rows_of(course), f"{ANSWERS} must have every key as it is: {COMMAND}"
    assert told(ROOT) == []


def test_a_line_gives_choices_numbers_bins_and_marks_in_words() -> None:
    course = the_course()
    said = {exercise.id: answer_in_words(exercise, key) for exercise, key in course.pairs()}
    assert said["days-between"] == "184 days"
    assert said["the-step-to-a-trade"] == "By how old they seemed"
    assert said["who-acts"].count(": ") == len(course.keys["who-acts"].feedback)
    assert said["explain-the-two-clocks"].startswith(
        "7 marks: Gives each date its owner (North Korea; the UN): a mark for each 2; "
    )


def test_a_changed_answer_is_found_until_the_table_and_the_corrections_tell_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = load_course(tiny.write(tmp_path))
    write_answers(before)
    assert told(tmp_path) == []
    after = edit(tmp_path, "course/evidence/rfa-2019/deadlines.toml", "by = 2031-12-31", "by = 2031-12-30")
    versions = [one.keys["days-between"].version for one in (before, after)]
    line, missing = told(tmp_path)
    assert line.startswith("exercises/keys/answers.tsv: days-between: must be ")
    assert "'183 days'" in line
    assert "'184 days'" in line
    assert "if the change is meant: python -m exercises check --write-answers" in line
    assert f"must tell why the key moved from {versions[0]} to {versions[1]}" in missing
    main(["check", "--write-answers", "--root", str(tmp_path)])
    capsys.readouterr()
    assert told(tmp_path) == [missing]
    correction = Correction(
        exercise="days-between", date=datetime.date(2031, 1, 1), before=versions[0], after=versions[1], why="A day."
    )
    assert list(check_answers([correction], load_course(tmp_path))) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Only a strike brings signs.", "Only winter brings signs."),
        ("An empty deck fits both.", "An empty deck fits neither."),
        ('solution = "', 'solution = "Not so: '),
        ('see = ["P1"', 'see = ["P2"'),
    ],
    ids=["to-the-right-answer", "to-a-wrong-one", "the-solution", "where-to-look"],
)
def test_what_explains_an_answer_is_found_when_it_changes(tmp_path: Path, old: str, new: str) -> None:
    write_answers(load_course(tiny.write(tmp_path)))
    edit(tmp_path, KEY, old, new)
    assert [one.split(": must")[0] for one in told(tmp_path)] == ["exercises/keys/answers.tsv: strike-or-winter"]
    write_answers(load_course(tmp_path))
    assert told(tmp_path) == []


def test_a_table_from_before_there_were_digests_keeps_what_was_released(tmp_path: Path) -> None:
    course = load_course(tiny.write(tmp_path))
    rows = rows_of(course)
    lines = ["\t".join((id, "released-then", *row[2:5])) for id, row in rows.items()]
    (tmp_path / ANSWERS).write_text("\n".join(("a head", *lines, "")), encoding="utf-8")
    assert [one.split(" [")[-1] for one in told(tmp_path)] == ["answers]"] * len(rows) + ["correction]"] * len(rows)
    write_answers(course)
    assert {row[1] for row in read_answers(course).values()} == {"released-then"}


def test_an_exercise_that_is_gone_is_found_and_a_new_one_may_wait(tmp_path: Path) -> None:
    write_answers(load_course(tiny.write(tmp_path)))
    for folder in ("bank", "keys"):
        path = tmp_path / f"exercises/{folder}/01-ferry/days-between.toml"
        path.rename(path.with_name("days-anew.toml"))
    found = told(tmp_path)
    assert [one.split(": must be no line")[0] for one in found] == ["exercises/keys/answers.tsv: days-between"]
