"""The page of all exercises: each listed once with what it is, and a link that leads to it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from sites import Build, page_of, the_course

from exercises.questions.kinds import Bank


@pytest.fixture(scope="module")
def bank(course: Path) -> Bank:
    """Return the bank of the course with the sample lesson."""
    return the_course(course).bank


@pytest.fixture(scope="module")
def rows(student: Build) -> dict[str, Tag]:
    """Return each row of the catalogue by where its link leads."""
    soup = BeautifulSoup((student.out / "course" / "exercises.html").read_text(encoding="utf-8"), "html.parser")
    return {str(row.select_one("a[href]")["href"]): row for row in soup.select(".catalogue > li")}  # type: ignore[index]


def test_every_exercise_is_listed_with_a_link_to_its_place(rows: dict[str, Tag], bank: Bank, course: Path) -> None:
    wanted = {f"{page_of(one, course)}.html#{one.id}" for one in bank.exercises if one.use != "test"}
    assert set(rows) == wanted


def test_a_row_tells_number_title_kind_use_level_minutes_needs_and_outcome(rows: dict[str, Tag]) -> None:
    told = rows["lessons/04-visa-run-or-new-worker-practice.html#run-or-new"].get_text(" ", strip=True)
    assert re.match(
        r"Exercise 4\.\d+ : Which clue does the work\? One choice, practice, level 2, 2 minutes, needs the report\. "
        "You can say what each other explanation would lead you to expect",
        told,
    )


def test_every_exercise_is_found_by_each_of_the_filters(student: Build, rows: dict[str, Tag]) -> None:
    """Each filter has a choice for each exercise, and no choice is for none."""
    soup = BeautifulSoup((student.out / "course" / "exercises.html").read_text(encoding="utf-8"), "html.parser")
    filters = {label.get_text(): label.find_next("select") for label in soup.select(".filters label")}
    assert list(filters) == ["Lesson", "Outcome", "Kind", "Use", "Level", "Needs"]
    for name, choices in filters.items():
        values = {str(option["value"]) for option in choices.select("option[value]")} - {""}
        assert values == {one for row in rows.values() for one in row["class"]} & values, name
        assert all(values & set(row["class"]) for row in rows.values()), name


def test_the_links_lead_to_what_they_name(rows: dict[str, Tag], student: Build) -> None:
    for link in list(rows)[::17]:
        page, _, id = link.partition("#")
        html = (student.out / "course" / page).read_text(encoding="utf-8")
        assert f'id="{id}"' in html
