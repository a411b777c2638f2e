"""Paper typed by two people: what their tables say differently is listed, and what could not be read."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest
from classes import class_of

from exercises.classroom.assignment import write_manifest
from exercises.classroom.columns import cells, headings
from exercises.classroom.marking.graded import graded
from exercises.classroom.spreadsheet import written_rows
from exercises.cli import main

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
TWO = class_of("Mira Okafor", "Jonas Lindqvist", kinds=("date", "single-choice", "match"))


def letter(place: int, answer: str) -> str:
    """Return the letter that a sheet prints before a choice."""
    return cells(TWO.items[1], TWO.sheets[place], answer)[0]


def table(*lines: dict[str, str]) -> str:
    """Return a table with these cells typed into the lines of the sheets, in order."""
    head = headings(TWO)
    rows = [
        {"sheet": sheet.code, "student": sheet.student, "name": sheet.name, **line}
        for sheet, line in zip(TWO.sheets, lines, strict=False)
    ]
    return written_rows(head, [[row.get(name, "") for name in head] for row in rows])


def folder(tmp_path: Path, **tables: str) -> Path:
    """Return the folder of the assignment with these tables among the answers."""
    for name in ("instructor", "answers"):
        (tmp_path / name).mkdir()
    write_manifest(tmp_path / "instructor/manifest.json", TWO)
    for name, text in tables.items():
        (tmp_path / "answers" / f"{name.replace('_', '-')}.csv").write_text(text, encoding="utf-8")
    return tmp_path


def listed(path: Path) -> list[list[str]]:
    """Return the lines of a table below its headings."""
    return list(csv.reader(path.read_text(encoding="utf-8").splitlines()))[1:]


def test_what_two_tables_say_differently_is_listed_cell_by_cell(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    same = {"Q1": "2019-12-31", "Q2": letter(0, "factory")}
    home = folder(
        tmp_path,
        paper=table(same, {"Q2": letter(1, "factory"), "Q1 sure": "70"}),
        paper_2=table(same, {"Q2": letter(1, "not-told"), "Q1 sure": "70"}),
    )
    assert main(["grade", str(home / "answers"), "--out", str(home / "marked")]) == 0
    assert listed(home / "marked/typed-twice.csv") == [
        [
            "s2",
            "Jonas Lindqvist",
            "Q2",
            "paper.csv, line 3",
            letter(1, "factory"),
            "paper-2.csv, line 3",
            letter(1, "not-told"),
        ]
    ]
    assert "Typed from paper, 1 place that two tables have differently: " in capsys.readouterr().out
    (home / "answers/paper-2.csv").write_text(
        (home / "answers/paper.csv").read_text(encoding="utf-8"), encoding="utf-8"
    )
    assert main(["grade", str(home / "answers"), "--out", str(home / "marked")]) == 0
    assert not (home / "marked/typed-twice.csv").exists()


def test_how_sure_a_student_is_counts_as_a_cell_of_its_own(tmp_path: Path) -> None:
    home = folder(
        tmp_path,
        paper=table({"Q1": "2019-12-31", "Q1 sure": "70"}),
        paper_2=table({"Q1": "2019-12-31", "Q1 sure": "90"}),
    )
    found = graded(TWO, [home / "answers"], NOW).paper.differing
    assert [(one.column, one.cells) for one in found] == [("Q1 sure", ("70", "90"))]


def test_a_sheet_that_one_of_two_tables_lacks_is_listed(tmp_path: Path) -> None:
    line = {"Q1": "2019-12-31"}
    home = folder(tmp_path, paper=table(line, line), paper_2=table(line))
    found = graded(TWO, [home / "answers"], NOW).paper.differing
    assert [(one.student, one.places, one.cells) for one in found] == [
        ("s2", ("paper.csv, line 3", "paper-2.csv"), ("", "no line"))
    ]


def test_two_tables_of_different_students_are_no_two_readings(tmp_path: Path) -> None:
    line = {"Q1": "2019-12-31"}
    home = folder(tmp_path, paper=table(line), paper_added=table({}, line))
    assert graded(TWO, [home / "answers"], NOW).paper.differing == ()


def test_what_could_not_be_read_has_a_list_of_its_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = folder(tmp_path, paper=table({"Q2": "X", "Q1": "03/04/2019"}, {"Q1": "2019-12-31"}))
    (home / "answers/photo.png").write_bytes(b"\x89PNG....")
    assert main(["grade", str(home)]) == 0
    lines = listed(home / "marked/unreadable.csv")
    assert [line[:2] for line in lines] == [["answers/paper.csv, line 2", "s1"]] * 2
    assert ["“X” is none of" in line[2] for line in lines] == [False, True]
    said = capsys.readouterr().out
    assert "Typed from paper, 2 places that could not be read: " in said
    assert "3 pieces came in: 2 marked, 1 set aside" in said
