"""The guide's page "Another article", followed to the letter: a course without ours, built, handed out and marked."""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import sites
import small
from bs4 import BeautifulSoup
from classes import work
from pypdf import PdfReader
from sites import ROOT, copy_course

from exercises.classroom.assignment import read_manifest
from exercises.classroom.taking_in.answers import write_answers
from exercises.cli import main
from exercises.course import load_course
from exercises.questions.question import Answer

GUIDE = (ROOT / "course/teaching/adapting.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^(`{3,})(\w+)\n(.*?)^\1$", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"`((?:course|exercises)/[\w/-]+\.(?:toml|md))`")
REPORT = "course/evidence/harbour-2032"
SHELL = [line for _, language, text in BLOCK.findall(GUIDE) if language == "sh" for line in text.splitlines()]
"""Every command of the page, in order."""
RIGHT: dict[str, Answer] = {
    "season-or-trial": "window",
    "two-refits": {
        "here/office": "broken",
        "here/company": "kept",
        "there/office": "not-covered",
        "there/company": "kept",
    },
}


def files() -> Iterator[tuple[str, str]]:
    """Yield each file that the page shows: the one named last before a block, and the block."""
    before, *rest = BLOCK.split(GUIDE)
    for language, text, after in zip(rest[1::4], rest[2::4], rest[3::4], strict=True):
        if language != "sh":
            yield FILE.findall(before)[-1], text
        before = after


def write(root: Path, path: str, text: str) -> None:
    """Write one file of the page."""
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")


class Door:
    """The command line, used from within a course as the page says."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self._capsys = capsys
        self._monkeypatch = monkeypatch

    def run(self, root: Path, beginning: str, *more: str) -> str:
        """Run the first of the page's commands that begins so, with more to it, and return what it says."""
        command = next(line for line in SHELL if line.startswith(f"python -m exercises {beginning}"))
        self._monkeypatch.chdir(root)
        status = main([*command.split()[3:], *more])
        said = self._capsys.readouterr().out
        assert status == 0, said
        return said


@pytest.fixture
def door(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Door:
    """Return the command line."""
    return Door(capsys, monkeypatch)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a course made as the page says, in a copy from which ours has been taken out."""
    root = copy_course(tmp_path_factory.mktemp("another") / "course")
    removing = "\n".join(line for line in SHELL if line.startswith(("rm ", ": >")))
    subprocess.run(["sh", "-e", "-c", removing], cwd=root, check=True)
    for path, text in files():
        write(root, path, text)
    index = root / "course/evidence/index.md"
    contents = re.compile(r"```\{toctree\}.*?```", re.DOTALL)
    index.write_text(contents.sub("", index.read_text(encoding="utf-8")), encoding="utf-8")
    return root


def test_nothing_of_ours_is_left(root: Path) -> None:
    course = load_course(root)
    assert [report.id for report in course.evidence.reports] == ["harbour-2032"]
    assert {exercise.report for exercise in course.bank.exercises} == {"harbour-2032"}


def test_the_check_finds_nothing_to_mend(root: Path, door: Door) -> None:
    assert door.run(root, "check") == "3 exercises, 3 with computed keys: nothing to mend\n"


def test_the_keys_follow_from_the_ledger(root: Path) -> None:
    keys = {id: key.correct for id, key in load_course(root).keys.items()}
    assert keys == {"seen-on-the-quay": ("deck",), **RIGHT}


def test_it_builds_as_pages(root: Path, tmp_path: Path) -> None:
    site = sites.build(root, tmp_path / "html", "student", "-W", "--keep-going", "-q")
    assert (site.code, site.said) == (0, "")
    for name, wanted in PAGES.items():
        words = BeautifulSoup(site.page(name), "lxml").get_text(" ").replace("\N{NO-BREAK SPACE}", " ")
        assert [part for part in wanted if part not in " ".join(words.split())] == []


PAGES = {
    "lessons/01-ferry": (
        "In about 10 minutes you can",
        "Which of these did somebody see?",
        "She says that she saw it.",
    ),
    "lessons/01-ferry-hand-in": ("Which clue tells a slow season from trial runs?", "Two refits, two rules"),
    "evidence/harbour-2032/index": (
        "The ticket window was open both times",
        "− unexpected",
        "Last day for a refit: 31 May 2032. The report gives no year",
        "A ferry in Corrin is refitted on 20 May 2032.",
    ),
}


@pytest.mark.slow
def test_it_builds_as_a_pdf(root: Path) -> None:
    site = small.build(root, "typst", out="pdf", edition="student", article="")
    assert site.warnings == ""
    pages = PdfReader(Path(site.app.outdir) / "said-a-source.pdf").pages
    words = " ".join(" ".join(page.extract_text() for page in pages).split())
    wanted = ("Does the ferry sail empty?", "Last day for a refit: 30 June 2032.", "Two refits, two rules")
    assert [part for part in wanted if part not in words] == []


def test_it_is_handed_out_and_marked(root: Path, door: Door) -> None:
    assert "2 exercises, about 5 minutes, on 1 sheet" in door.run(root, "assign", "--no-pdf")
    given = read_manifest(root / "ferry/instructor/manifest.json")
    sheet = BeautifulSoup((root / "ferry/students/sheet.html").read_text(encoding="utf-8"), "lxml").get_text(" ")
    assert "P5 The harbour office wants every ferry in Corrin refitted by the end of May." in " ".join(sheet.split())
    half = RIGHT | {
        "two-refits": dict.fromkeys(("here/office", "here/company", "there/office", "there/company"), "kept")
    }
    for student, answers in (("ada", RIGHT), ("bo", half)):
        file = write_answers(work(given, answers=answers, sure={}, student=student, name=student.title()), given)
        (root / f"ferry/answers/{student}.json").write_bytes(file)
    assert "2 pieces came in: 2 marked, 0 set aside" in door.run(root, "grade")
    with (root / "ferry/marked/grades.csv").open(encoding="utf-8-sig", newline="") as grades:
        scores = {row["student"]: [row["1 season-or-trial"], row["2 two-refits"]] for row in csv.DictReader(grades)}
    assert scores == {"ada": ["1", "1"], "bo": ["1", "0.5"]}


@pytest.mark.usefixtures("drawing")
@pytest.mark.slow
def test_it_is_handed_out_as_pdf(root: Path, tmp_path: Path, door: Door) -> None:
    again = shutil.copytree(root, tmp_path / "course", ignore=shutil.ignore_patterns("ferry"))
    door.run(again, "assign")
    assert (again / "ferry/students/sheet-fill-in.pdf").read_bytes().startswith(b"%PDF-")


def test_a_copy_of_words_that_are_not_ours_is_verified(root: Path, tmp_path: Path, door: Door) -> None:
    theirs = shutil.copytree(root, tmp_path / "course")
    path = theirs / f"{REPORT}/report.toml"
    report = path.read_text(encoding="utf-8")
    texts = re.findall(r'^text = "(.*)"$', report, re.MULTILINE)
    own = 'words = "theirs"\nrights = "Harbour News"\nbegins = "The morning ferry"\nends = "Reported by"\n'
    path.write_text(re.sub(r"^text = .*\n", "", report.replace('words = "ours"\n', own), flags=re.MULTILINE))
    (theirs / "copy.txt").write_text("\n\n".join(["Ferry said to sail empty", *texts, "Reported by A. Nobody."]))
    index = theirs / "course/evidence/index.md"
    index.write_text(re.sub(r'"(the source|seemed)"', r"*\1*", index.read_text(encoding="utf-8")), encoding="utf-8")
    assert door.run(theirs, "check --article") == "3 exercises, 3 with computed keys: nothing to mend\n"
    assert (theirs / f"{REPORT}/verified.json").exists()
    (theirs / "copy.txt").unlink()
    assert door.run(theirs, "check") == "3 exercises, 3 with computed keys: nothing to mend\n"


def test_a_sheet_on_words_of_others_says_which_report_to_have_at_hand(root: Path, tmp_path: Path, door: Door) -> None:
    theirs = shutil.copytree(root, tmp_path / "course", ignore=shutil.ignore_patterns("ferry"))
    path = theirs / f"{REPORT}/report.toml"
    report = path.read_text(encoding="utf-8").replace('words = "ours"', 'words = "theirs"')
    path.write_text(re.sub(r"^text = .*\n", "", report, flags=re.MULTILINE), encoding="utf-8")
    door.run(theirs, "assign", "--no-pdf")
    sheet = BeautifulSoup((theirs / "ferry/students/sheet.html").read_text(encoding="utf-8"), "lxml")
    beside = sheet.select_one(".beside")
    assert beside is not None
    assert beside.get_text() == "Have the report beside you: “Ferry said to sail empty”, Harbour News, of 2 May 2032."


@pytest.mark.slow
def test_it_can_stand_beside_ours(tmp_path: Path, door: Door) -> None:
    beside = copy_course(tmp_path / "course")
    for path, text in files():
        if path.startswith("exercises/lists/"):
            text = (beside / path).read_text(encoding="utf-8") + text
        if not path.startswith("course/index"):
            write(beside, path, text.replace("main = true\n", ""))
    assert door.run(beside, "check").endswith(": nothing to mend\n")
    assert load_course(beside).keys["two-refits"].correct == RIGHT["two-refits"]
