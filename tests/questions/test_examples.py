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


def test_new_wants_a_lesson_with_outcomes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tiny.write(tmp_path)
    assert main(["new", "number", "77-nowhere", "--root", str(tmp_path)]) == 1
    assert "77-nowhere: must be a lesson with outcomes in exercises/lists/outcomes.toml" in capsys.readouterr().out
