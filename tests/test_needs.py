"""Tests that need a package of the system: left out with one line where it is missing, and failed where CI is set."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from needs import PARTS

ROOT = Path(__file__).resolve().parent.parent
SMALL = """
def test_a_page(browser): assert browser.new_page()
def test_another_page(browser): assert browser.new_page()
def test_a_key(): assert True
"""


def run_without_chromium(folder: Path, *options: str, **setting: str) -> subprocess.CompletedProcess[str]:
    """Run a small file of tests with our conftest where no command can be found."""
    (folder / "test_small.py").write_text(SMALL, encoding="utf-8")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "CI", "BARE"))}
    env = kept | {"PATH": str(folder), "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "tests")))} | setting
    command = [sys.executable, "-m", "pytest", "-p", "conftest", "-ra", *options, "test_small.py"]
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)


LINE = (
    r"^left out, 2 tests: pages in a browser need Chromium(?: and a font)?: apt-get install chromium fonts-liberation$"
)


@pytest.mark.parametrize(
    ("options", "setting"),
    [
        pytest.param((), {}, id="at-home"),
        pytest.param(
            ("-n", "2"),
            {"CI": "true", "BARE": "1"},
            id="two-workers-of-a-bare-machine-in-ci",
            marks=pytest.mark.slow,
        ),
    ],
)
def test_a_part_that_is_left_out_is_one_line_and_nothing_is_skipped(
    options: tuple[str, ...], setting: dict[str, str], tmp_path: Path
) -> None:
    done = run_without_chromium(tmp_path, *options, **setting)
    assert done.returncode == 0
    assert len(re.findall(LINE, done.stdout, re.MULTILINE)) == 1
    assert "skipped" not in done.stdout
    assert " 1 passed" in done.stdout


@pytest.mark.slow
def test_where_ci_is_set_a_missing_part_is_a_failure(tmp_path: Path) -> None:
    done = run_without_chromium(tmp_path, CI="true")
    assert done.returncode == 1
    assert "left out, " not in done.stdout
    assert "2 errors" in done.stdout
    assert "pages in a browser need Chromium" in done.stdout
    assert "BARE=1" in done.stdout


@pytest.mark.slow
def test_a_run_of_nothing_but_what_is_left_out_does_not_pass(tmp_path: Path) -> None:
    done = run_without_chromium(tmp_path, "-k", "page")
    assert done.returncode == pytest.ExitCode.NO_TESTS_COLLECTED
    assert re.search(LINE, done.stdout, re.MULTILINE)


@pytest.mark.usefixtures("drawing")
def test_a_system_without_a_font_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "fonts.conf").write_text("<fontconfig></fontconfig>", encoding="utf-8")
    command = [sys.executable, "-c", "import needs; print(needs.has_font())"]
    env = os.environ | {"PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "tests")))}
    found = [
        subprocess.run(command, env=env | more, capture_output=True, text=True, check=True).stdout.strip()
        for more in ({}, {"FONTCONFIG_FILE": str(tmp_path / "fonts.conf")})
    ]
    assert found == ["True", "False"]


def test_no_test_has_a_fixture_of_its_own_under_the_name_of_a_part() -> None:
    """Its tests would be left out where that part is missing, whatever they themselves need."""
    named = re.compile(rf"^def ({'|'.join(PARTS)})\(", re.MULTILINE)
    paths = sorted((ROOT / "tests").rglob("*.py"))
    found = [(path.name, name) for path in paths for name in named.findall(path.read_text(encoding="utf-8"))]
    assert sorted(found) == [("conftest.py", name) for name in sorted(PARTS)]
