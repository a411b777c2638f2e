"""The page of all exercises: each listed once with what it is, and a link that leads to it."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from sites import Build, the_course

from exercises.questions.kinds import Bank


@pytest.fixture(scope="module")
def bank(course: Path) -> Bank:
    """Return the bank of the course with the sample lesson."""
    return the_course(course).bank


@pytest.fixture(scope="module")
def rows(student: Build) -> dict[str, Tag]:
    """Return each row of the catalogue by where its link leads."""
    soup = BeautifulSoup((student.out / "course" / "exercises.html").read_text(encoding="utf-8"), "html.parser")
    return {str(row.select_one("a[href]")["href"]): row for row in soup.select("table.catalogue tbody tr")}  # type: ignore[index]


def test_every_exercise_is_listed_with_a_link_to_its_place(rows: dict[str, Tag], bank: Bank) -> None:
    def page(lesson: str, use: str) -> str:
        return f"lessons/{lesson}{'-hand-in' if use == 'graded' else ''}.html"

    wanted = {f"{page(one.lesson, one.use)}#{one.id}" for one in bank.exercises if one.use != "test"}
    assert set(rows) == wanted


def test_a_row_tells_kind_use_level_minutes_needs_and_outcome(rows: dict[str, Tag]) -> None:
    cells = rows["lessons/04-visa-run-or-new-worker.html#run-or-new"].select("th, td")
    told = [cell.get_text(" ", strip=True) for cell in cells]
    assert told[:6] == ["Which clue does the work?", "One choice", "practice", "2", "2", "reasoning"]
    assert told[6].startswith("say what each other explanation would lead you to expect")


def test_the_links_lead_to_what_they_name(rows: dict[str, Tag], student: Build) -> None:
    for link in list(rows)[::17]:
        page, _, id = link.partition("#")
        html = (student.out / "course" / page).read_text(encoding="utf-8")
        assert f'id="{id}"' in html
