"""Grades and feedback as an LMS takes them back."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from classes import RIGHT, WRONG, class_of, work

from exercises.classroom.assignment import write_manifest
from exercises.classroom.handing_out.tables import paper_csv
from exercises.classroom.marking.graded import graded
from exercises.classroom.reporting.gradebook import Line
from exercises.classroom.reporting.lms import grade_files, in_canvas
from exercises.classroom.taking_in.answers import write_answers
from exercises.cli import main

KINDS = ("date", "single-choice", "multiple-choice", "written")
CLASS = class_of("Mira Okafor", "Jonas Lindqvist", "Ana Petrova", "Tariq Haddad", "Lena Sommer", kinds=KINDS)
TITLE = "Checkpoint & more"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a marked folder: one all right, one excused from an exercise, one to mark by hand, one excused, one absent."""
    home = tmp_path / "cp"
    for name in ("instructor", "answers"):
        (home / name).mkdir(parents=True)
    write_manifest(home / "instructor/manifest.json", CLASS)
    (home / "answers/paper.csv").write_text(paper_csv(CLASS), encoding="utf-8")
    with zipfile.ZipFile(home / "answers/all.zip", "w") as archive:
        for place, answers in enumerate((RIGHT, RIGHT | {"date": WRONG["date"]}, RIGHT | {"written": "Told."})):
            data = write_answers(work(CLASS, place, answers=answers), CLASS)
            name = CLASS.sheets[place].name
            archive.writestr(f"{name}_{70 + place}_assignsubmission_file/answers.json", data)
    (home / "overrides.csv").write_text("student,exercise,points,reason\ns2,4,excused,\ns4,all,excused,\n")
    assert main(["grade", str(home)]) == 0
    return home / "marked"


def cells(path: Path) -> list[list[str]]:
    """Return a table's cells."""
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))


def test_moodle_gets_a_column_to_find_students_by_and_one_of_grades(folder: Path) -> None:
    assert cells(folder / "lms/moodle.csv") == [
        ["ID number", "Full name", TITLE],
        ["s1", "Mira Okafor", "3"],
        ["s2", "Jonas Lindqvist", "2.6667"],
    ]


@pytest.mark.parametrize(
    ("ids", "head"),
    [
        (("a@x.example", "b@x.example"), "Email address"),
        (("a@x.example", "s2"), "ID number"),
        (("s1", "s2"), "ID number"),
    ],
)
def test_moodle_finds_students_by_their_addresses_where_every_id_is_one(ids: tuple[str, str], head: str) -> None:
    two = class_of("Mira Okafor", "Jonas Lindqvist", kinds=KINDS)
    sheets = [sheet.model_copy(update={"student": id}) for sheet, id in zip(two.sheets, ids, strict=True)]
    done = graded(two.model_copy(update={"sheets": tuple(sheets)}), [], datetime(2026, 6, 1, tzinfo=UTC))
    assert grade_files(done)["moodle.csv"].splitlines()[0] == f'"{head}","Full name","{TITLE}"'


def test_canvas_gets_its_five_columns_the_points_possible_and_who_is_excused(folder: Path) -> None:
    assert cells(folder / "lms/canvas.csv") == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", TITLE],
        ["Points Possible", "", "", "", "", "4"],
        ["Mira Okafor", "", "s1", "s1", "", "3"],
        ["Jonas Lindqvist", "", "s2", "s2", "", "2.6667"],
        ["Tariq Haddad", "", "s4", "s4", "", "EX"],
    ]


def test_canvas_finds_a_student_by_its_own_number_where_the_roster_had_it() -> None:
    line = Line("s1", "Mira Okafor", "", None, None)
    assert in_canvas(line, {"s1": "90"}) == ("Mira Okafor", "90", "s1", "s1", "")
    assert in_canvas(line, {"s1": "s1"}) == ("Mira Okafor", "s1", "", "", "")


def test_blackboard_gets_user_names_and_every_cell_in_quotation_marks(folder: Path) -> None:
    assert (folder / "lms/blackboard.csv").read_text(encoding="utf-8") == (
        f'"Username","{TITLE}"\n"s1","3"\n"s2","2.6667"\n'
    )


def test_moodle_takes_each_feedback_page_by_its_participants_number(folder: Path) -> None:
    with zipfile.ZipFile(folder / "lms/moodle-feedback.zip") as archive:
        names = archive.namelist()
        page = archive.read(names[-1])
    assert names == [
        "ana-petrova-s3_72_assignfeedback_file_/ana-petrova-s3.html",
        "jonas-lindqvist-s2_71_assignfeedback_file_/jonas-lindqvist-s2.html",
        "mira-okafor-s1_70_assignfeedback_file_/mira-okafor-s1.html",
    ]
    assert page == (folder / "feedback/mira-okafor-s1.html").read_bytes()


def test_the_same_work_makes_the_same_bytes(folder: Path) -> None:
    before = {path.name: path.read_bytes() for path in (folder / "lms").iterdir()}
    main(["grade", str(folder.parent)])
    assert {path.name: path.read_bytes() for path in (folder / "lms").iterdir()} == before


def test_ids_stand_as_the_lms_knows_them_and_no_cell_is_a_formula(tmp_path: Path) -> None:
    sheets = [
        sheet.model_copy(update={"student": id, "name": name})
        for sheet, id, name in zip(
            CLASS.sheets,
            ("007", "mira@school.example", "=cmd", "x", "y"),
            ("=1+1", "Lee;=1+1", "=1+1", "x", "y"),
            strict=True,
        )
    ]
    given = CLASS.model_copy(update={"sheets": tuple(sheets)})
    (tmp_path / "instructor").mkdir()
    write_manifest(tmp_path / "instructor/manifest.json", given)
    (tmp_path / "answers").mkdir()
    for place in range(3):
        data = write_answers(work(given, place, answers=RIGHT), given)
        (tmp_path / f"answers/{place}.json").write_bytes(data)
    main(["grade", str(tmp_path)])
    assert [row[:2] for row in cells(tmp_path / "marked/lms/moodle.csv")[1:]] == [
        ["007", "'=1+1"],
        ["mira@school.example", "Lee;'=1+1"],
        ["'=cmd", "'=1+1"],
    ]


def test_without_work_from_moodle_there_is_no_zip_for_it(folder: Path) -> None:
    home = folder.parent
    (home / "answers/all.zip").unlink()
    main(["grade", str(home)])
    assert sorted(path.name for path in (folder / "lms").iterdir()) == ["blackboard.csv", "canvas.csv", "moodle.csv"]
