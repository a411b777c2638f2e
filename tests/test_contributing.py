"""What CONTRIBUTING.md shows is so: a new kind takes five files and works everywhere, a target one module."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sites import copy_course, the_course

from exercises.draw.markup import plain
from exercises.export.export import selection
from exercises.export.target import Target, losses
from exercises.questions.ask import ask
from exercises.questions.wording import slot_texts

ROOT = Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"```(?:python|toml)\n# (exercises/\S+)\n(.*?)```", re.DOTALL)
SHOWN = dict(BLOCK.findall((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")))
EXPORT = "exercises/export/plain.py"


def run(root: Path, *arguments: str) -> str:
    """Return what the copy's own command line prints; anything but success fails."""
    return python(root, "-m", "exercises", *arguments)


def python(root: Path, *arguments: str) -> str:
    """Return what the copy's own Python prints; anything but success fails."""
    environment = {name: value for name, value in os.environ.items() if name not in ("ARTICLE", "CI")}
    environment |= {"PYTHONPATH": f".{os.pathsep}tests"}
    command = [sys.executable, *arguments]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, env=environment, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    return done.stdout


def contents(root: Path) -> dict[str, bytes]:
    """Return the files of the package and its data."""
    files = (path for path in (root / "exercises").rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


def with_the_kind(root: Path) -> Path:
    """Add the kind that CONTRIBUTING.md shows to a copy of the course."""
    kinds, ask_ = root / "exercises/questions/kinds.py", root / "exercises/questions/ask.py"
    text = kinds.read_text(encoding="utf-8")
    shown = SHOWN["exercises/questions/kinds.py"]
    text = text.replace("\nExercise = Annotated[", f"\n{shown}\n\nExercise = Annotated[")
    kinds.write_text(text.replace("    | Written,\n", "    | Written\n    | TrueFalse,\n"), encoding="utf-8")
    text = ask_.read_text(encoding="utf-8")
    case = SHOWN["exercises/questions/ask.py"]
    ask_.write_text(text.replace('        case "written":', f'{case}        case "written":'), encoding="utf-8")
    for name in ("bank", "key"):
        path = root / f"exercises/examples/true-false/{name}.toml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(SHOWN[f"exercises/examples/true-false/{name}.toml"], encoding="utf-8")
    return root


def with_the_tests(root: Path) -> Path:
    """Add the tests to a copy of the course."""
    for name in ("README.md", "CONTRIBUTING.md", "pyproject.toml"):
        shutil.copy(ROOT / name, root)
    shutil.copytree(ROOT / "tests", root / "tests", ignore=shutil.ignore_patterns("__pycache__"))
    return root


@pytest.mark.slow
def test_what_counts_the_kinds_takes_a_new_one_once_two_commands_have_written_what_goes_with_it(tmp_path: Path) -> None:
    root = with_the_tests(copy_course(tmp_path / "course"))
    run(with_the_kind(root), "schema")
    python(root, "tests/golden.py")
    counting = ("tests/export", "tests/questions/test_examples.py", "tests/questions/test_load.py")
    told = python(root, "-m", "pytest", "-q", "-m", "not slow", "-p", "no:cacheprovider", *counting)
    assert " failed" not in told
    assert "True or false" in (root / "course/teaching/export.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_new_kind_takes_five_files_and_works_in_terminal_sheet_and_marking(tmp_path: Path) -> None:
    root = copy_course(tmp_path / "course")
    before = contents(root)
    run(with_the_kind(root), "schema")
    after = contents(root)
    assert sorted(path for path in after if after[path] != before.get(path)) == [
        "exercises/examples/true-false/bank.toml",
        "exercises/examples/true-false/key.toml",
        "exercises/questions/ask.py",
        "exercises/questions/kinds.py",
        "exercises/schema/exercise.json",
    ]
    run(root, "new", "true-false", "01-what-is-on-this-page", "--id", "is-it-so")
    assert run(root, "check").endswith("nothing to mend\n")
    assert "b) False" in run(root, "show", "is-it-so")
    (root / "exercises/sets/one.toml").write_text('title = "One"\nabout = "One."\nexercises = ["is-it-so"]\n')
    run(root, "assign", "one", "--out", "out", "--no-pdf")
    page = (root / "out/students/sheet.html").read_text(encoding="utf-8")
    assert re.findall(r'<input type="radio" name="is-it-so" value="(\w+)"', page) == ["true", "false"]
    typed = (root / "out/answers/paper.csv").read_text(encoding="utf-8-sig").splitlines()
    assert typed[0] == "sheet,student,name,Q1,Q1 sure"
    line = typed[1].split(",")
    (root / "out/answers/paper.csv").write_text(f"{typed[0]}\n{line[0]},s1,Mira,B,80\n", encoding="utf-8")
    run(root, "grade", "out")
    grades = (root / "out/marked/grades.csv").read_text(encoding="utf-8").splitlines()
    assert grades[1].split(",")[:8] == ["s1", "Mira", "marked", "", "1", "1", "1", "100"]


def test_a_target_takes_one_module_and_two_lines_that_name_it(tmp_path: Path) -> None:
    root = copy_course(tmp_path / "course")
    (root / EXPORT).write_text(SHOWN[EXPORT], encoding="utf-8")
    names = root / "exercises/export/export.py"
    text = names.read_text(encoding="utf-8")
    named = text.replace("try:\n", "try:\n    from exercises.export.plain import PLAIN\n").replace(
        "in (MOODLE,", "in (PLAIN, MOODLE,"
    )
    names.write_text(named, encoding="utf-8")
    assert run(root, "export", "list").startswith("|  | plain |")
    points = 'title = "Two"\nabout = "Two."\nexercises = ["six-names"]\npoints = { six-names = 2 }\n'
    (root / "exercises/sets/two.toml").write_text(points, encoding="utf-8")
    run(root, "export", "plain", "two", "--out", "two.txt")
    assert "a set’s points: lost" in (root / "two-losses.txt").read_text(encoding="utf-8")


def test_a_target_that_knows_no_kind_writes_the_whole_bank() -> None:
    module: dict[str, object] = {}
    exec(compile(SHOWN[EXPORT], EXPORT, "exec"), module)  # noqa: S102 - the page's own code
    course = the_course()
    target = module["PLAIN"]
    assert isinstance(target, Target)
    bank = selection(course, "bank", "Bank", course.bank.exercises)
    written = target.write(bank).decode()
    for exercise in course.bank.exercises:
        assert f"{exercise.id}: {plain(exercise.stem)}" in written
        assert [text for text in slot_texts(ask(exercise)).values() if text not in written] == []
    assert losses(target, bank).startswith(f"Plain text: {len(course.bank.exercises)} exercises of")
