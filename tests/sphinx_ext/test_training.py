"""Marker training: every sample to be marked by its rubric, and how the marks agree with the reference."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from sites import Build, the_course

from exercises.draw.markup import plain
from exercises.questions.key import Key
from exercises.questions.kinds import Exercise
from exercises.sphinx_ext.training import shuffled

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.slow
PAGE = Path("course/teaching/marking.html")


@pytest.fixture(scope="module")
def written(course: Path) -> list[tuple[Exercise, Key]]:
    """Return the written exercises with their keys, in the order of the lessons."""
    loaded = the_course(course)
    bank, keys = loaded.bank, loaded.keys
    ordered = sorted(bank.exercises, key=lambda one: (one.lesson, one.id))
    return [(one, keys[one.id]) for one in ordered if one.kind == "written"]


@pytest.fixture(scope="module")
def page(instructor: Build) -> BeautifulSoup:
    """Return the page as the instructor edition has it."""
    return BeautifulSoup((instructor.out / PAGE).read_text(encoding="utf-8"), "html.parser")


def test_every_sample_has_a_table_with_a_row_for_each_criterion(
    page: BeautifulSoup, written: list[tuple[Exercise, Key]]
) -> None:
    expected = [[plain(one.text) for one in key.rubric] for _, key in written for _ in key.samples]
    tables = page.select("table.training")
    shown = [[row.th.get_text().replace("’", "'") for row in table.select("tbody tr")] for table in tables]
    assert shown == expected


def test_each_field_knows_the_reference_mark_of_its_sample(
    page: BeautifulSoup, written: list[tuple[Exercise, Key]]
) -> None:
    expected = [
        [f"reference-{sample.marks[one.id]}" for one in key.rubric]
        for exercise, key in written
        for sample in shuffled(exercise, key)
    ]
    rows = [table.select("tbody td:last-child") for table in page.select("table.training")]
    assert [[next(name for name in cell["class"] if "reference" in name) for cell in row] for row in rows] == expected


def test_the_order_of_the_answers_does_not_give_their_quality_away(written: list[tuple[Exercise, Key]]) -> None:
    three = [shuffled(*one) for one in written if len(one[1].samples) == 3]
    totals = [[one.total for one in samples] for samples in three]
    best_place = [marks.index(max(marks)) for marks in totals]
    assert set(best_place) == {0, 1, 2}


def test_the_reference_marks_come_after_all_the_answers(
    page: BeautifulSoup, written: list[tuple[Exercise, Key]]
) -> None:
    totals = [row.select("td")[1].get_text() for row in page.select("#reference-marks tbody tr")]
    assert totals == [str(sample.total) for exercise, key in written for sample in shuffled(exercise, key)]
    assert page.select("#reference-marks ~ section") == []


def test_no_student_gets_the_page(student: Build) -> None:
    assert not (student.out / PAGE).exists()


def test_filled_fields_are_told_how_they_agree(
    browser: Browser, instructor: Build, written: list[tuple[Exercise, Key]]
) -> None:
    exercise, key = written[0]
    marks = [shuffled(exercise, key)[0].marks[one.id] for one in key.rubric]
    given = [*marks[:-1], 1 if marks[-1] == 0 else 0]
    page = browser.new_page()
    page.goto((instructor.out / PAGE).as_uri())
    fields = page.locator("table.training").first.locator("input")
    result = page.locator(".training-result").first
    for at, mark in enumerate(given):
        assert result.inner_text() == ""
        fields.nth(at).fill(str(mark))
    same, total = len(marks) - 1, len(marks)
    said = f"You agree with the reference on {same} of {total}; your total is {sum(given)}, the reference {sum(marks)}."
    assert result.inner_text() == said
    fields.nth(0).fill("99")
    assert result.inner_text() == ""
    page.close()
