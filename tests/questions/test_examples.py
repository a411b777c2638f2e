"""The examples are sound, and a new exercise begins as one of them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import tiny
from sites import ROOT

from exercises.checks.rules import check_course
from exercises.cli import main
from exercises.course import load_course
from exercises.errors import CourseError
from exercises.questions.examples import KINDS, write_new
from exercises.questions.schema import exercise_schema


def test_there_is_an_example_of_every_kind() -> None:
    assert set(KINDS) == set(exercise_schema()["discriminator"]["mapping"])


def test_a_new_exercise_of_any_kind_is_sound_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for folder in ("course/evidence", "exercises"):
        shutil.copytree(
            ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("*.py", "__pycache__", "static")
        )
    first, *others = KINDS
    lesson = "04-visa-run-or-new-worker"
    assert main(["new", first, lesson, "--id", f"fresh-{first}", "--root", str(tmp_path)]) == 0
    written = [Path(line) for line in capsys.readouterr().out.splitlines()]
    outcome = next(outcome.id for outcome in load_course(tmp_path).bank.outcomes if outcome.lesson == lesson)
    for kind in others:
        written += write_new(tmp_path, kind, lesson, f"fresh-{kind}", outcome)
    assert [path.is_file() for path in written] == [True] * 2 * len(KINDS)
    course = load_course(tmp_path)
    assert [course.bank.exercise(f"fresh-{kind}").kind for kind in KINDS] == list(KINDS)
    assert [str(found) for found in check_course(course)] == []


def test_a_new_exercise_serves_an_outcome_of_its_lesson_and_names_its_schemas(tmp_path: Path) -> None:
    bank, key = write_new(tiny.write(tmp_path), "number", "01-ferry", "fresh", "weigh-clues")
    assert bank.read_text(encoding="utf-8").startswith('#:schema ../../schema/exercise.json\nkind = "number"\n')
    assert 'outcomes = ["weigh-clues"]' in bank.read_text(encoding="utf-8")
    assert key.read_text(encoding="utf-8").startswith("#:schema ../../schema/key.json\n")


def test_new_overwrites_nothing(tmp_path: Path) -> None:
    tiny.write(tmp_path)
    bank, key = write_new(tmp_path, "number", "01-ferry", "fresh", "weigh-clues")
    bank.write_text("mine", encoding="utf-8")
    key.unlink()
    with pytest.raises(CourseError, match="must not be there yet, and is; choose another id"):
        write_new(tmp_path, "date", "01-ferry", "fresh", "weigh-clues")
    assert (bank.read_text(encoding="utf-8"), key.exists()) == ("mine", False)


@pytest.mark.parametrize("id", ["", "Bad Id", "../../../conf", "a--b", "über", "fresh\n"])
def test_new_takes_no_id_that_an_exercise_could_not_have(id: str, tmp_path: Path) -> None:
    tiny.write(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(CourseError, match="new: --id: must be an id, of small letters and figures with single hyphens"):
        write_new(tmp_path, "number", "01-ferry", id, "weigh-clues")
    assert sorted(tmp_path.rglob("*")) == before


def test_new_takes_no_id_that_an_exercise_of_another_lesson_has(tmp_path: Path) -> None:
    tiny.write(tmp_path)
    with pytest.raises(CourseError, match=r"01-ferry/days-between\.toml: file: must not be there yet, and is"):
        write_new(tmp_path, "number", "02-pier", "days-between", "weigh-clues")
    assert not (tmp_path / "exercises/bank/02-pier").exists()


def test_new_says_in_a_line_that_its_example_is_about_another_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tiny.write(tmp_path)
    assert main(["new", "single-choice", "01-ferry", "--root", str(tmp_path)]) == 0
    bank, key, said = capsys.readouterr().out.splitlines()
    assert [Path(path).is_file() for path in (bank, key)] == [True, True]
    assert said == (
        "5 things to mend before it loads, since it begins as an exercise on another report: "
        "put claims of yours for those that it names, and type check"
    )


def test_new_wants_a_lesson_with_outcomes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tiny.write(tmp_path)
    assert main(["new", "number", "77-nowhere", "--root", str(tmp_path)]) == 1
    assert "77-nowhere: must be a lesson with outcomes in exercises/lists/outcomes.toml" in capsys.readouterr().out
