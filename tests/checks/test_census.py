"""The bank in figures, and the numbers that it must keep."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import tiny
from sites import the_course

from exercises.checks.census import alike, lines, may_be_untold, prose, read_lessons, untold
from exercises.course import load_course
from exercises.words import grade_of

ROOT = Path(__file__).parents[2]
COURSE = the_course()


def test_there_are_enough_exercises_of_every_use() -> None:
    uses = Counter(exercise.use for exercise in COURSE.bank.exercises)
    assert uses["practice"] + uses["graded"] >= 140
    assert (uses["practice"] >= 60, uses["graded"] >= 60, uses["test"]) == (True, True, 6)


def test_every_lesson_has_eight_exercises_and_every_level_is_there() -> None:
    lessons = Counter(exercise.lesson for exercise in COURSE.bank.exercises if exercise.use != "test")
    assert (len(lessons), min(lessons.values()) >= 8) == (12, True)
    assert {exercise.level for exercise in COURSE.bank.exercises} == {1, 2, 3}


def test_every_kind_is_used() -> None:
    assert len({exercise.kind for exercise in COURSE.bank.exercises}) == 12


def test_fifteen_answers_are_that_it_cannot_be_told() -> None:
    assert len(untold(COURSE)) >= 15


def test_the_census_tells_how_often_an_answer_that_cannot_be_told_is_offered_and_how_often_it_is_right() -> None:
    told = {"two-todays", "inspect-it", "the-step-to-a-trade"}
    assert (told & {*untold(COURSE)}, told - {*may_be_untold(COURSE)}) == ({"two-todays", "inspect-it"}, set())
    line = next(line for line in lines(COURSE, {}) if line.startswith("answers that"))
    assert line.endswith(f": {len(untold(COURSE))} of {len(may_be_untold(COURSE))} offered")


def test_at_least_half_of_the_verdicts_are_adequate_and_not_all() -> None:
    verdicts = Counter(file.verdict for file in COURSE.files.values() if file.verdict)
    assert verdicts["overstated"] <= verdicts["adequate"] <= 1.5 * verdicts["overstated"]


def test_no_two_exercises_ask_the_same() -> None:
    assert alike(COURSE) == []


def test_stems_can_be_read_in_the_ninth_grade() -> None:
    assert grade_of(" ".join(exercise.stem for exercise in COURSE.bank.exercises)) <= 9


def test_a_lessons_prose_is_its_running_text() -> None:
    source = (
        "---\nminutes: 40\n---\n\n# A head\n\nHe *saw* it ({claim}`p05-huge-baggage`, {claim}`p03-saw-group`).\n\n"
        ":::{exercise} a-bag\n:hint: none\n:::\n\n| a | b |\n\nRead {paragraph}`5` and [the grid](../grid.md): {figure}`count claims`."
    )
    assert prose(source).split() == ["He", "saw", "it.", "Read", "5", "and", "the", "grid:", "10."]


def test_the_census_gives_the_level_of_each_lesson_and_of_no_page_to_hand_in() -> None:
    lessons = read_lessons(ROOT)
    line = next(line for line in lines(COURSE, lessons) if line.startswith("reading level of lessons"))
    assert line.count("-hand-in") == 0
    assert [part.split()[0] for part in line.split(": ")[1].split(", ")] == sorted(lessons)
    assert len(lessons) == 12


@pytest.mark.parametrize(("name", "source"), read_lessons(ROOT).items())
def test_no_lesson_reads_harder_than_a_tenth_short_of_the_fifth_grade(name: str, source: str) -> None:
    assert round(grade_of(prose(source)), 1) <= 4.9, name


def test_two_exercises_with_the_same_words_are_found(tmp_path: Path) -> None:
    root = tiny.write(tmp_path)
    for folder in ("bank", "keys"):
        path = root / "exercises" / folder / "01-ferry"
        (path / "again.toml").write_text((path / "strike-or-winter.toml").read_text(encoding="utf-8"), encoding="utf-8")
    assert alike(load_course(root)) == [("again", "strike-or-winter")]


def test_two_exercises_that_differ_in_a_word_are_alike(tmp_path: Path) -> None:
    root = tiny.write(tmp_path)
    for folder in ("bank", "keys"):
        path = root / "exercises" / folder / "01-ferry"
        text = (path / "strike-or-winter.toml").read_text(encoding="utf-8")
        (path / "again.toml").write_text(text.replace("Which clue tells", "Which sign tells"), encoding="utf-8")
        (path / "other.toml").write_text(
            text.replace("Which clue tells a strike from winter", "Where did the ferry lie that day"), encoding="utf-8"
        )
    assert alike(load_course(root)) == [("again", "strike-or-winter")]


@pytest.mark.parametrize(
    "start",
    [
        "by use: graded 1, practice 1",
        "by needs: report 2",
        "outcomes: 1, each with at least 1",
        "verdicts: none",
        "graded exercises need: 1 report",
    ],
)
def test_the_census_tells_counts_coverage_and_balance(start: str, tmp_path: Path) -> None:
    assert [line for line in lines(load_course(tiny.write(tmp_path)), {}) if line.startswith(start)]
