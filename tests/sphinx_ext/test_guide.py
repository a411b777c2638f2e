"""The instructor's guide: complete for each lesson, in the instructor edition alone, and true to the keys."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup
from sites import Build, searchable, the_course

from exercises.course import BESIDE, lesson_of
from exercises.dispatch.reader import sentences
from exercises.sphinx_ext.guide import revealed_by

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "course" / "teaching"
LESSONS = sorted(p for p in (ROOT / "course" / "lessons").glob("[0-9]*.md") if not lesson_of(p.stem)[1])
PARTS = [
    "Minutes",
    "What goes wrong",
    "Ask, expect, show",
    "On the board",
    "When time is short",
    "Without computers",
]
OVERVIEW = {
    "index",
    "first-class",
    "measured",
    "tests",
    "guessed",
    "marking",
    "class",
    "export",
    "crosswalk",
    "sensitive",
    "adapting",
    "web",
}


def minutes(lesson: Path) -> int:
    """Return the minutes in the lesson's front matter."""
    return int(yaml.safe_load(lesson.read_text(encoding="utf-8").split("---")[1])["minutes"])


def page(lesson: Path) -> str:
    """Return the guide's page on the lesson."""
    return (GUIDE / lesson.name).read_text(encoding="utf-8")


def test_the_guide_has_an_overview_and_a_page_for_each_lesson() -> None:
    assert {path.stem for path in GUIDE.glob("*.md")} == OVERVIEW | {lesson.stem for lesson in LESSONS}


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)
def test_a_page_of_the_guide_has_its_parts(lesson: Path) -> None:
    assert re.findall(r"^## (.*)$", page(lesson), re.MULTILINE) == PARTS
    prompts = re.findall(r"\*\*(Ask|Expect|Show):\*\*", page(lesson))
    assert prompts == ["Ask", "Expect", "Show"] * (len(prompts) // 3)
    assert len(prompts) >= 3 * 6


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)
def test_the_minutes_of_a_page_add_up_to_the_lessons(lesson: Path) -> None:
    table = page(lesson).split("## What goes wrong")[0]
    assert sum(map(int, re.findall(r"^\|[^|]*\| (\d+) \|", table, re.MULTILINE))) == minutes(lesson)


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)
def test_exercises_that_the_guide_names_are_those_of_the_lesson(lesson: Path) -> None:
    titles = {exercise.title for exercise in the_course().bank.exercises if exercise.lesson == lesson.stem}
    table = page(lesson).split("## What goes wrong")[0]
    named = re.findall(r"(?<!\*)\*([^*]+)\*(?!\*)", table)
    assert named
    assert [title for title in named if title not in titles | {*BESIDE.values()}] == []


PLANS = [
    (head, int(minutes), table)
    for page in ("index", "first-class")
    for head, minutes, text in re.findall(
        r"^##+ ([^\n]*?(\d+) minutes[^\n]*)\n(.*?)(?=^##|\Z)",
        (GUIDE / f"{page}.md").read_text(encoding="utf-8"),
        re.DOTALL | re.MULTILINE,
    )
    for table in re.findall(r"^\| Minutes \|.*?(?=^$)", text, re.DOTALL | re.MULTILINE)
]


@pytest.mark.parametrize(("head", "minutes", "table"), PLANS, ids=lambda value: str(value)[:20])
def test_the_minutes_of_a_plan_add_up(head: str, minutes: int, table: str) -> None:
    assert sum(map(int, re.findall(r"^\| (\d+) \|", table, re.MULTILINE))) == minutes


def test_every_plan_begins_with_reading() -> None:
    assert len(PLANS) == 6
    assert all(re.search(r"^\| \d+ \| (Everybody reads|Read) ", table, re.MULTILINE) for _, _, table in PLANS)


def test_exercises_that_a_plan_names_are_in_the_bank() -> None:
    titles = {exercise.title for exercise in the_course().bank.exercises}
    named = {title for _, _, table in PLANS for title in re.findall(r"\*([A-Z][^*]+)\*", table)} - {*BESIDE.values()}
    assert len(named) >= 12
    assert named <= titles


@pytest.mark.slow
def test_the_load_of_a_lesson_is_the_sum_of_its_exercises(instructor: Build) -> None:
    html = (instructor.out / "course" / "teaching" / "index.html").read_text(encoding="utf-8")
    rows = BeautifulSoup(html, "html.parser").select("table.loads tbody tr")
    told = {cells[0]: cells for row in rows if (cells := [one.get_text(strip=True) for one in row.select("th, td")])}
    found = [one for one in the_course().bank.exercises if one.lesson.startswith("06-") and one.use == "graded"]
    assert told["6"][2] == f"{len(found)}, {sum(one.minutes for one in found)} minutes"


def test_the_student_edition_has_no_guide(student: Build) -> None:
    assert list(student.out.glob("**/teaching/*")) == []
    assert "For teachers" not in (student.out / "course" / "index.html").read_text(encoding="utf-8")
    assert "teaching/" not in searchable(student.out)


def test_no_test_form_is_in_the_student_edition(student: Build, course: Path) -> None:
    """A sentence that stands alone and names nobody may be said in reports for practice, too."""
    loaded = the_course(course)
    forms = [loaded.evidence.report[form.report] for form in loaded.bank.exercises if form.use == "test"]
    texts = [path.read_text(encoding="utf-8") for path in student.out.rglob("*") if path.suffix in (".html", ".js")]
    every = [one.text for form in forms for one in form.paragraphs if one.text]
    told = [text for text in every if len(list(sentences(text))) > 1 or re.search(r"(?<!^)\b[A-Z]", text)]
    assert len(forms) == 6
    assert len(told) >= 6 * 6
    assert [paragraph for paragraph in told if any(paragraph in text for text in texts)] == []


@pytest.mark.slow
def test_the_instructor_edition_has_the_guide_in_its_contents(instructor: Build) -> None:
    soup = BeautifulSoup((instructor.out / "course" / "index.html").read_text(encoding="utf-8"), "html.parser")
    links = [str(link["href"]) for link in soup.select("nav a[href*='teaching/']")]
    assert "teaching/index.html" in links


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)
@pytest.mark.slow
def test_the_notes_on_a_lesson_stand_at_its_end_in_the_instructor_edition_alone(
    lesson: Path, instructor: Build, student: Build
) -> None:
    soup, other = (
        BeautifulSoup(
            (built.out / "course" / "lessons" / f"{lesson.stem}.html").read_text(encoding="utf-8"), "html.parser"
        )
        for built in (instructor, student)
    )
    heads = [head.get_text().rstrip("#") for head in soup.select("article h2, article h3")]
    assert heads[-len(PARTS) :] == PARTS
    assert heads[-len(PARTS) - 1].startswith("Teaching lesson ")
    assert "Teaching lesson" not in other.get_text()


@pytest.mark.slow
def test_the_five_steps_work_as_they_are_written(tmp_path: Path) -> None:
    text = (GUIDE / "class.md").read_text(encoding="utf-8")
    (tmp_path / "class.csv").write_text(re.findall(r"```text\n(.*?)```", text, re.DOTALL)[0], encoding="utf-8")
    (tmp_path / "late.csv").write_text("id,name\ns05,Lena Sommer\ns06,Noor Bakker\n", encoding="utf-8")
    typed = re.findall(r"^\.venv/bin/python -m exercises (.*)$", text, re.MULTILINE)
    said = [_typed(line, tmp_path) for line in typed]
    assert "checkpoint-2: Checkpoint 2: clues and deadlines" in said[0]
    assert "on 5 sheets" in said[1]
    assert "Invented for practice." in said[2]
    assert "1 sheet more, 6 in all" in said[3]
    assert "To hand in by 2026-05-11" in said[4]
    assert "0 pieces came in: 0 marked, 0 set aside" in said[5]
    assert len(list((tmp_path / "clues/students").iterdir())) == 18
    named = re.findall(r"^- `([a-z.-]+)`", text, re.MULTILINE)
    not_yet = {"feedback", "unreadable.csv"}  # nobody has handed in
    seen = {path.name for path in (tmp_path / "clues/marked").glob("[!.]*")}
    assert seen == {*named} - not_yet


def _typed(line: str, folder: Path) -> str:
    """Return what a command prints that is typed in the folder."""
    command = [sys.executable, "-m", "exercises", *shlex.split(line), "--root", str(ROOT)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.slow
def test_a_page_lists_the_choices_that_reveal_each_misconception(instructor: Build) -> None:
    html = (instructor.out / "course" / "lessons" / "06-whose-deadline.html").read_text(encoding="utf-8")
    text = BeautifulSoup(html, "html.parser").get_text(" ", strip=True)
    assert "The recall by the end of June and the UN’s return are taken for one rule." in text
    assert "Four readers on two dates" in text


def test_misconceptions_come_from_the_keys() -> None:
    course = the_course()
    found = revealed_by([course.bank.exercise("run-or-new")], course)
    assert found == {
        "silence-taken-for-evidence": [
            "*Which clue does the work?*: None of them looked to be older than twenty-three"
        ],
        "fits-so-proves": ["*Which clue does the work?*: A driver had waited an hour to take them to town"],
        "untold-taken-for-safe": ["*Which clue does the work?*: That cannot be told from any of these three notes"],
    }


def test_a_statement_reveals_a_misconception_too() -> None:
    """What is said to it is said for the bin in which it belongs, and not for a wrong choice."""
    course, id = the_course(), "seen-or-worked-out"
    key = course.keys[id]
    slot, said = next(iter(key.feedback.items()))
    assert said.verdict not in ("right", "wrong")
    tagged = {**key.feedback, slot: said.model_copy(update={"misconception": "miscount"})}
    tree = replace(course, keys={id: key.model_copy(update={"feedback": tagged})})
    assert revealed_by([course.bank.exercise(id)], tree) == {
        "miscount": ["*How he knows it*: A group of women went through customs (He saw it)"]
    }
