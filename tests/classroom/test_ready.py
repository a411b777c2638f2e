"""Where no sheet can be drawn as PDF: the reason in a line before anything is written, and pages all the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from exercises.classroom.handing_out import ready
from exercises.cli import main
from exercises.errors import NotInstalledError

ROOT = Path(__file__).resolve().parents[2]
SYSTEM = (
    "on Debian or Ubuntu type apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation"
)
LOST = "cannot load library 'libpango-1.0-0'"
FAULTS = {
    "no-package": ("raise ModuleNotFoundError(\"No module named 'weasyprint'\")", "(No module named 'weasyprint'); type make sheets, or pip install -r requirements-sheets.txt"),
    "no-library": (f'raise OSError("{LOST}: {LOST}: no such file.  Additionally, it was not found")', f"({LOST}); {SYSTEM}"),
    "a-crash": ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", f"(the process that drew one ended with -11); {SYSTEM}"),
}  # fmt: skip
"""What stands in for WeasyPrint, and what is said."""


@pytest.fixture(params=FAULTS.values(), ids=list(FAULTS))
def said(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Have WeasyPrint fail in one of the ways, and return what must be said."""
    fault, said = request.param
    (tmp_path / "stand-in").mkdir()
    (tmp_path / "stand-in/weasyprint.py").write_text(fault, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "stand-in"))
    return str(said)


def assign(folder: Path, *options: str) -> int:
    """Type `assign` for a set of the course, into a folder."""
    return main(["assign", "checkpoint-1", "--out", str(folder / "made/out"), "--root", str(ROOT), *options])


def test_assign_says_what_is_missing_ends_with_2_and_leaves_nothing(
    said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert assign(tmp_path) == 2
    told = capsys.readouterr()
    assert told.out.count("\n") == 1
    assert said in told.out
    assert [path.name for path in tmp_path.iterdir()] == ["stand-in"]


@pytest.mark.usefixtures("said")
def test_assign_makes_pages_without_what_draws_pdf(tmp_path: Path) -> None:
    assert assign(tmp_path, "--no-pdf") == 0
    assert [path.name for path in (tmp_path / "made/out/students").iterdir()] == ["sheet.html"]


def test_make_sheets_asks_the_same(said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert ready.main() == 2
    assert said in capsys.readouterr().err


@pytest.mark.usefixtures("drawing")
def test_a_sheet_can_be_drawn_where_everything_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert ready.main() == 0
    assert capsys.readouterr() == ("", "")


@pytest.mark.usefixtures("drawing")
def test_a_system_without_a_font_is_told_before_pango_ends_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "fonts.conf").write_text("<fontconfig></fontconfig>", encoding="utf-8")
    monkeypatch.setenv("FONTCONFIG_FILE", str(tmp_path / "fonts.conf"))
    with pytest.raises(
        NotInstalledError, match=r"a font: must be there to draw, .*No fonts configured.*fonts-liberation"
    ):
        ready.require_drawing()
