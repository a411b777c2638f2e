"""The teacher has the last word, and grades, feedback and report say so; lines that say nothing are told, and no more."""

from __future__ import annotations

import csv
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
from classes import RIGHT, WRONG, class_of, work

from exercises.classroom.assignment import Assignment, write_manifest
from exercises.classroom.marking.graded import Graded, deadline, graded
from exercises.classroom.marking.marked import Override
from exercises.classroom.marking.marker import Marker
from exercises.classroom.marking.overrides import Overrides, misplaced, read_overrides
from exercises.classroom.marking.typed_twice import FromPaper
from exercises.classroom.marking.which import handed_in_at
from exercises.classroom.reporting.statistics import total
from exercises.classroom.taking_in.answers import write_answers
from exercises.classroom.taking_in.intake import HandedIn
from exercises.classroom.zone import Here, now_here
from exercises.cli import main

KINDS = ("date", "single-choice", "multiple-choice", "written")
CLASS = class_of("Mira Okafor", "Jonas Lindqvist", "Ana Petrova", "Tariq Haddad", kinds=KINDS)
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


def weighed(given: Assignment, **points: float) -> Assignment:
    """Return the assignment with exercises that earn so much."""
    named = {name.replace("_", "-"): value for name, value in points.items()}
    items = (item.model_copy(update={"points": named.get(item.exercise.id, 1)}) for item in given.items)
    return given.model_copy(update={"items": tuple(items)})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return an assignment's folder with the work of two of four students: all right, and all wrong."""
    return make(tmp_path / "cp", CLASS)


def make(home: Path, given: Assignment) -> Path:
    """Make an assignment's folder with the work of two students: all right, and all wrong."""
    for name in ("instructor", "answers"):
        (home / name).mkdir(parents=True)
    write_manifest(home / "instructor/manifest.json", given)
    for place, answers in enumerate((RIGHT, WRONG)):
        data = write_answers(work(given, place, answers=answers, saved="2026-05-03T21:30:00Z"), given)
        (home / f"answers/{place}.json").write_bytes(data)
    return home


def say(folder: Path, *lines: str) -> None:
    """Write the teacher's word."""
    (folder / "overrides.csv").write_text("\n".join(("student,exercise,points,reason", *lines)), encoding="utf-8")


def grades(folder: Path, name: str = "marked") -> dict[str, dict[str, str]]:
    """Return the table of grades by student."""
    with (folder / name / "grades.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["student"]: row for row in csv.DictReader(file)}


def test_points_by_the_teachers_word_count_before_the_key(folder: Path) -> None:
    say(folder, "s2,Q2,1,She said it aloud", 'S2,date,"0,5",', "s1,3,excused,Was ill")
    assert main(["grade", str(folder)]) == 0
    table = grades(folder)
    assert (table["s2"]["points"], table["s2"]["out of"]) == ("1.5", "4")
    assert (table["s2"]["1 date"], table["s2"]["2 single-choice"]) == ("0.5", "1")
    assert table["s2"]["your word"] == "1; 2: She said it aloud"
    assert (table["s1"]["points"], table["s1"]["out of"], table["s1"]["3 multiple-choice"]) == ("2", "3", "excused")
    pages = {page.stem: page.read_text(encoding="utf-8") for page in (folder / "marked/feedback").iterdir()}
    assert "Your teacher gives 1 of 1 for this one: She said it aloud" in pages["jonas-lindqvist-s2"]
    assert "Your teacher gives 0.5 of 1 for this one." in pages["jonas-lindqvist-s2"]
    assert "You are excused from this one: Was ill" in pages["mira-okafor-s1"]
    assert "You earned 1.5 of 4 points" in pages["jonas-lindqvist-s2"]
    report = (folder / "marked/class.html").read_text("utf-8")
    assert "2 scores by the teacher’s own word (overrides.csv)." in report
    assert "1 exercise from which a single student is excused, not counted there." in report


def test_the_teachers_word_on_a_written_answer_needs_no_marks(folder: Path) -> None:
    data = write_answers(work(CLASS, 2, answers={"written": "Told."}), CLASS)
    (folder / "answers/2.json").write_bytes(data)
    say(folder, "s3,written,0.75,")
    main(["grade", str(folder)])
    assert (grades(folder)["s3"]["status"], grades(folder)["s3"]["4 written"]) == ("marked", "0.75")


def test_a_student_can_be_excused_without_any_work(folder: Path) -> None:
    say(folder, "s3,all,excused,Was away")
    main(["grade", str(folder)])
    row = grades(folder)["s3"]
    assert (row["status"], row["points"], row["your word"]) == ("excused", "", "excused: Was away")


def test_points_for_one_exercise_make_no_zeros_of_what_was_not_handed_in(folder: Path) -> None:
    say(folder, "s4,2,1,By word of mouth")
    main(["grade", str(folder)])
    row = grades(folder)["s4"]
    assert [row[name] for name in ("status", "answered", "points", "out of", "percent")] == [
        *("not handed in", "0", "1", "1", ""),
    ]
    assert [row[name] for name in ("1 date", "2 single-choice", "3 multiple-choice", "4 written")] == ["", "1", "", ""]
    assert row["your word"] == "2: By word of mouth"
    for name in ("moodle", "canvas", "blackboard"):
        assert "Tariq Haddad" not in (folder / f"marked/lms/{name}.csv").read_text(encoding="utf-8")
        assert '"s4"' not in (folder / f"marked/lms/{name}.csv").read_text(encoding="utf-8")


def test_the_teachers_word_on_every_exercise_is_a_grade_without_any_work(folder: Path) -> None:
    say(folder, "s4,1,0,", "s4,2,1,", "s4,3,0,Never came", "s4,4,excused,")
    main(["grade", str(folder)])
    row = grades(folder)["s4"]
    assert [row[name] for name in ("status", "points", "out of", "percent", "4 written")] == [
        *("marked", "1", "3", "33.33", "excused"),
    ]
    assert '"s4","1.3333"' in (folder / "marked/lms/blackboard.csv").read_text(encoding="utf-8")


def test_points_beside_work_that_was_set_aside_make_no_zeros_of_the_rest(folder: Path) -> None:
    (folder / "answers/1.json").write_text('{"course": "x"', encoding="utf-8")
    (folder / "answers/Jonas Lindqvist_7_assignsubmission_file").mkdir()
    (folder / "answers/1.json").rename(folder / "answers/Jonas Lindqvist_7_assignsubmission_file/1.json")
    say(folder, "s2,2,1,")
    main(["grade", str(folder)])
    row = grades(folder)["s2"]
    assert [row[name] for name in ("status", "points", "out of", "percent", "1 date")] == [
        "set aside",
        "1",
        "1",
        "",
        "",
    ]


def test_who_is_excused_from_all_reads_so(folder: Path) -> None:
    say(folder, "s1,all,excused,Moved schools")
    main(["grade", str(folder)])
    page = (folder / "marked/feedback/mira-okafor-s1.html").read_text(encoding="utf-8")
    assert "You are excused from this assignment: Moved schools" in page
    assert grades(folder)["s1"]["percent"] == ""
    say(folder, "s1,all,excused,")
    main(["grade", str(folder)])
    page = (folder / "marked/feedback/mira-okafor-s1.html").read_text(encoding="utf-8")
    assert "<p>You are excused from this assignment.</p>" in page
    assert "You earned" not in page


def test_what_was_typed_into_a_table_of_results_is_kept_and_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["grade", str(folder)])
    path, kept = folder / "marked/grades.csv", folder / "marked/changed-by-hand"
    written = path.read_bytes()
    for text in (b"s4,Tariq,,,,4\n", b"s4,Tariq,,,,3\n"):
        path.write_bytes(written + text)
        capsys.readouterr()
        assert main(["grade", str(folder)]) == 0
        assert "Changed by hand, kept, and not counted: " in capsys.readouterr().out
        assert path.read_bytes() == written
    assert {one.name: one.read_bytes() for one in kept.iterdir()} == {
        "grades.csv": written + b"s4,Tariq,,,,4\n",
        "grades-2.csv": written + b"s4,Tariq,,,,3\n",
    }
    main(["grade", str(folder)])
    assert "Changed by hand" not in capsys.readouterr().out
    assert len(list(kept.iterdir())) == 2


def test_two_tables_of_results_that_are_called_alike_are_both_kept(folder: Path) -> None:
    main(["grade", str(folder)])
    marked = folder / "marked"
    typed = {name: f"typed into {name}".encode() for name in ("grades.csv", "lms/grades.csv")}
    for name, text in typed.items():
        (marked / name).write_bytes(text)
    with (marked / ".as-written").open("a", encoding="utf-8") as file:
        file.write("0 lms/grades.csv\n")  # as if there were such a table
    main(["grade", str(folder)])
    assert {name: (marked / "changed-by-hand" / name).read_bytes() for name in typed} == typed


def test_a_table_that_may_not_be_read_is_told_as_that(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "overrides.csv").mkdir()
    assert main(["grade", str(folder)]) == 1
    assert "must be a file that you may read, and is not (Is a directory), and run this" in capsys.readouterr().out


def test_lines_that_cannot_be_used_are_told_and_stop_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    say(folder, "s9,1,1,", "s1,9,1,", "s1,1,2,", ",1,1,", "s1,all,7,", "s1,1,one,", "s1", "s2,1,1,")
    assert main(["grade", str(folder)]) == 1
    path = folder / "overrides.csv"
    said = capsys.readouterr().out
    for line in (
        "line 2, student: “s9” must be the id of a student of this assignment, and is not; mend it, or take the line out",
        "line 3, exercise: must be a number from 1 to 4, an exercise’s id, all or work, and is “9”; mend it",
        "line 4, points: must be a number from 0 to 1, or excused, and is “2”; mend it",
        "line 5, student: must be a student’s id, and is empty; write it, or take the line out",
        "line 6, points: must be one of excused, late, on time for the whole assignment, and is “7”; mend it",
        "line 7, points: must be a number from 0 to 1, or excused, and is “one”; mend it",
        "line 8, exercise: must be a number from 1 to 4, an exercise’s id, all or work, and is “”; mend it",
    ):
        assert f"{path.as_posix()}: {line} [overrides]" in said
    assert grades(folder)["s2"]["1 date"] == "1"


def test_a_line_that_a_comma_has_parted_is_told_and_gives_nothing(tmp_path: Path) -> None:
    say(tmp_path, "s1,1,0,5,half right", "s2,1,1,told,")
    found = read_overrides(tmp_path, CLASS)
    assert [str(one).removeprefix(tmp_path.as_posix()) for one in found.findings] == [
        "/overrides.csv: line 2: has more cells than headings: put a cell with a comma or semicolon in quotation marks, "
        "or give its column a heading [overrides]"
    ]
    assert list(found.exercises) == ["s2"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("who,exercise,points\ns1,1,1\n", "must have the columns student, exercise, points, reason, and lacks student"),
        ("student,exercise,points,reason\nÀÁ,1,0,\n", "cannot be read (its letters can be read as ÀÁ or as 읒)"),
        ("<table><tr><td>student</td></tr></table>", "it is a web page, whatever its name says: open it, and save it"),
        (
            'student,exercise,points,reason\ns1,1,1,\ns1,2,0,"open\ns2,1,0,\n',
            "a quotation mark in line 3 is not closed, and takes in the lines below",
        ),
    ],
)
def test_a_file_that_cannot_be_read_whole_stops_the_marking_before_anything_is_written(
    folder: Path, text: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["grade", str(folder)]) == 0
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    capsys.readouterr()
    (folder / "overrides.csv").write_text(text, encoding="cp1252")
    before[folder / "overrides.csv"] = text.encode("cp1252")
    assert main(["grade", str(folder)]) == 1
    told = capsys.readouterr().out
    assert said in told
    assert told.endswith(", and run this again; nothing is marked [overrides]\n")
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    ("encoding", "reason"),
    [
        ("cp1252", "Était malade – l’a dit, „ja“"),
        ("cp949", "아팠음"),
        ("utf-16-le", "아팠음"),
        ("utf-16-be", "病了"),
        ("utf-16", "Žádost"),
    ],
)
def test_the_teachers_word_is_read_in_the_encodings_of_spreadsheets(tmp_path: Path, encoding: str, reason: str) -> None:
    text = f"student;exercise;points;reason\ns1;1;0,5;{reason}\n"
    (tmp_path / "overrides.csv").write_text(text, encoding=encoding)
    found = read_overrides(tmp_path, CLASS)
    assert (found.findings, [*found.exercises["s1"].values()]) == ([], [Override(0.5, reason)])


@pytest.mark.parametrize(
    "reason",
    [
        *("½ Punkt", "siehe § 3", "«\u00a0vraiment\u00a0»", "¿Por qué?", "3² = 9", "Élève n° 5", "Größe × Höhe"),
        *("müßte größer", "Größe", "20 °C", "1º, 2ª", "5 µm ± 2"),
    ],
)
def test_signs_that_western_text_has_are_read_beside_its_letters(tmp_path: Path, reason: str) -> None:
    (tmp_path / "overrides.csv").write_text(f"student;exercise;points;reason\ns1;1;1;{reason}\n", encoding="cp1252")
    found = read_overrides(tmp_path, CLASS)
    assert ([*found.exercises["s1"].values()], found.findings, found.notes) == (
        [Override(1, " ".join(reason.split()))],
        [],
        [],
    )


@pytest.mark.parametrize(
    ("encoding", "reason", "shown"),
    [
        ("cp1252", "ÀÁ", "ÀÁ"),
        ("cp1252", "l’«école»", "l’«école»"),
        ("cp949", "A반 김민준", "A반, 김민준"),
        ("cp1250", "mo\u017ce", "mo¿e"),
    ],
)
def test_a_reason_that_may_be_read_in_two_ways_is_told_and_its_points_count(
    folder: Path, encoding: str, reason: str, shown: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder / "overrides.csv"
    path.write_text(f"student;exercise;points;reason\ns2;1;1;{reason}\n", encoding=encoding)
    assert main(["grade", str(folder)]) == 0
    assert f"{path}: it is not in UTF-8; if {shown} is not what it says, save it as" in capsys.readouterr().out
    assert (grades(folder)["s2"]["1 date"], grades(folder)["s2"]["points"]) == ("1", "1")


def test_of_two_lines_on_the_same_the_lower_counts_and_is_told_where_they_differ(tmp_path: Path) -> None:
    say(tmp_path, "s1,1,1,", "s1,Q1,0,Less", "s1,date,0.0,", "s1,all,late,", "s1,all,excused,", "s1,all,on time,")
    found = read_overrides(tmp_path, CLASS)
    assert [one.points for one in found.exercises["s1"].values()] == [0]
    made = openpyxl.Workbook()
    for row in (["student", "exercise", "points"], ["s1", 1, 1], ["s2", "work", "x"]):
        made.active.append(row)
    made.save(tmp_path / "overrides.xlsx")
    found = read_overrides(tmp_path, CLASS)
    assert [one.points for one in found.exercises["s1"].values()] == [1]
    told = "must be what overrides.csv, line {} says of {} (“{}”), and is “{}”, which counts; take out the one that is wrong"
    assert [(Path(one.path).name, one.where, one.message) for one in found.findings] == [
        ("overrides.csv", "line 3, points", told.format(2, "date", "1", "0")),
        ("overrides.csv", "line 7, points", told.format(5, "all", "late", "on time")),
        ("overrides.xlsx", "line 2, points", told.format(4, "date", "0", "1")),
    ]


@pytest.mark.parametrize(
    ("ids", "typed", "came"),
    [
        (("0012", "s2"), "12", "0012"),
        (("0012", "12"), "12", "12"),
        (("1e5", "s2"), "1,00E+05", "1e5"),
        (
            ("0012", "012"),
            "12",
            "must be one student’s id, and “12” may be 0012 or 012; type it as text, with an apostrophe before it",
        ),
        (("0012", "012"), "'012", "012"),
    ],
)
def test_an_id_that_a_spreadsheet_has_rewritten_is_the_one_that_it_was(
    tmp_path: Path, ids: tuple[str, ...], typed: str, came: str
) -> None:
    sheets = tuple(sheet.model_copy(update={"student": id}) for id, sheet in zip(ids, CLASS.sheets, strict=False))
    (tmp_path / "overrides.csv").write_text(f"student;exercise;points\n{typed};1;1\n", encoding="utf-8")
    found = read_overrides(tmp_path, CLASS.model_copy(update={"sheets": sheets}))
    assert [*found.exercises, *(one.message for one in found.findings)] == [came]


def test_an_id_that_students_have_typed_is_named_where_a_spreadsheet_may_have_rewritten_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = CLASS.model_copy(update={"sheets": (CLASS.sheets[0].model_copy(update={"student": "", "name": ""}),)})
    home = make(tmp_path / "cp", CLASS)
    write_manifest(home / "instructor/manifest.json", given)
    data = write_answers(work(given, 0, student="0012", name="Mira", answers=RIGHT), given)
    (home / "answers/0.json").write_bytes(data)
    say(home, "12,1,0,")
    assert main(["grade", str(home)]) == 1
    assert (
        "line 2, student: “12” must be the id of a student of this assignment, and is not "
        "(a spreadsheet may have made it of 0012); mend it, or take the line out" in capsys.readouterr().out
    )


def test_the_teachers_word_can_stand_in_a_workbook_and_each_line_is_told_by_its_number(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = openpyxl.Workbook()
    for row in (["Class 9b"], [], ["student", "exercise", "points", "reason"], ["s2", "Q2", 0.5, "Half"], ["s9", 1, 1]):
        made.active.append(row)
    made.save(folder / "overrides.xlsx")
    (folder / "overrides.csv").write_text("sep=;\nMy notes\n\nstudent;exercise;points\ns1;Q9;1\n", encoding="utf-8")
    assert main(["grade", str(folder)]) == 1
    said = capsys.readouterr().out
    assert "2 pieces came in: 2 marked, 0 set aside" in said
    assert "overrides.xlsx: line 5, student: “s9” must be the id" in said
    assert "overrides.csv: line 5, exercise: must be a number from 1 to 4" in said
    assert grades(folder)["s2"]["2 single-choice"] == "0.5"


def test_a_choice_of_a_piece_and_a_word_on_lateness_stand_in_the_table_of_grades_with_their_reasons(
    folder: Path,
) -> None:
    say(
        folder,
        "s1,work,0.json,She told me",
        "s1,all,late,Two days",
        "s2,all,on time,",
        "s2,1,1,Told",
        "s4,work,x.json,",
    )
    assert main(["grade", str(folder)]) == 0
    assert [grades(folder)[id]["your word"] for id in ("s1", "s2")] == [
        "work: She told me; late: Two days",
        "on time; 1: Told",
    ]
    decide = (folder / "marked/to-decide.csv").read_text(encoding="utf-8")
    assert (
        's4,,x.json,"overrides.csv names this piece, and the student has handed in none of that name: copy it whole from set-aside.csv"'
        in decide
    )
    say(folder, "s1,work,,She told me")
    assert main(["grade", str(folder)]) == 1


def test_where_both_tables_of_the_teachers_word_give_points_the_workbook_counts_and_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = openpyxl.Workbook()
    for row in (["student", "exercise", "points"], ["s2", "Q2", 0.5]):
        made.active.append(row)
    made.save(folder / "overrides.xlsx")
    say(folder, "s2,Q2,0.25,")
    assert main(["grade", str(folder)]) == 1
    assert grades(folder)["s2"]["2 single-choice"] == "0.5"
    assert (
        "overrides.xlsx: line 2, points: must be what overrides.csv, line 2 says of single-choice (“0.25”), "
        "and is “0.5”, which counts; take out the one that is wrong" in capsys.readouterr().out
    )


def test_a_line_chooses_between_pieces_that_cannot_be_put_in_order(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, answers in (("one", RIGHT), ("two", WRONG)):
        (folder / f"answers/{name}.json").write_bytes(write_answers(work(CLASS, 2, answers=answers), CLASS))
    main(["grade", str(folder)])
    assert f"To decide: {folder / 'marked/to-decide.csv'}" in capsys.readouterr().out
    assert grades(folder)["s3"]["status"] == "to decide"
    with (folder / "marked/to-decide.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["where"] for row in rows] == ["answers/one.json", "answers/two.json"]
    say(folder, f"s3,work,{rows[0]['where']},")
    main(["grade", str(folder)])
    assert (grades(folder)["s3"]["points"], grades(folder)["s3"]["from"]) == ("3", "answers/one.json")


def test_a_sheet_that_another_handed_in_counts_if_the_teacher_says_so(folder: Path) -> None:
    (folder / "answers/Jonas Lindqvist").mkdir()
    (folder / "answers/Ana Petrova_7_assignsubmission_file").mkdir()
    place, table = "answers/Jonas Lindqvist/a.json", "answers/Ana Petrova_7_assignsubmission_file/paper.csv"
    (folder / place).write_bytes(write_answers(work(CLASS, 2, answers=RIGHT), CLASS))
    (folder / table).write_text("student,Q1\ns4,2019-12-31\n", encoding="utf-8")
    main(["grade", str(folder)])
    assert [grades(folder)[id]["points"] for id in ("s3", "s4")] == ["", ""]
    say(folder, f"s3,work,{place},He sent it for her", f's4,work,"{table}, line 2",')
    assert main(["grade", str(folder)]) == 0
    assert [(grades(folder)[id]["points"], grades(folder)[id]["from"]) for id in ("s3", "s4")] == [
        ("3", place),
        ("1", f"{table}, line 2"),
    ]


def test_the_teachers_word_counts_in_regrade_and_for_a_test_before(folder: Path, tmp_path: Path) -> None:
    say(folder, "s2,1,1,")
    make(tmp_path / "after", CLASS)
    assert main(["grade", str(tmp_path / "after"), "--before", str(folder)]) == 0
    told = (tmp_path / "after/marked/class.html").read_text(encoding="utf-8")
    assert "2 students in both: 67 percent before, 50 percent after." in told


@pytest.mark.parametrize("name", ["overrides.csv", "overrides.xlsx"])
def test_a_table_of_the_teachers_word_that_lies_elsewhere_is_told_where_it_belongs(
    folder: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    made = openpyxl.Workbook()
    for row in (["Class 9b"], ["Student", "exercise", "points", "reason"], ["s2", 1, 1, ""]):
        made.active.append(row)
    path = folder / "answers" / name
    if name.endswith(".csv"):
        path.write_text("Class 9b\nStudent;exercise;points;reason\ns2;1;1;\n", encoding="utf-8")
    else:
        made.save(path)
    assert main(["grade", str(folder)]) == 0
    told = f"{name}: it is a table as overrides.csv is: it counts under that name alone, and beside the folder answers"
    assert told in capsys.readouterr().out
    path.rename(folder / "marked" / name)
    assert main(["grade", str(folder)]) == 1
    told = f"{folder / 'marked' / name}: file: must lie in {folder} to count, and lies in another folder; move it there"
    assert f"{told} [overrides]" in capsys.readouterr().out.splitlines()
    (folder / "marked" / name).rename(folder / name)
    assert main(["grade", str(folder)]) == 0
    assert grades(folder)["s2"]["1 date"] == "1"


@pytest.mark.parametrize("name", ["students", "instructor", "marked", "regraded", "written"])
def test_a_table_of_the_teachers_word_is_looked_for_in_every_own_folder(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    (tmp_path / name / "overrides.csv").write_text("student,exercise,points\ns2,1,1\n", encoding="utf-8")
    assert [finding.path for finding in misplaced(tmp_path, ())] == [f"{tmp_path}/{name}/overrides.csv"]


def test_the_teachers_word_beside_the_folders_of_twins_is_told_where_it_belongs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for twin in "ab":
        make(tmp_path / twin, CLASS)
    say(tmp_path, "s2,1,1,")
    assert main(["grade", str(tmp_path)]) == 1
    told = capsys.readouterr().out
    assert [f"overrides.csv: file: must lie in {tmp_path / twin} to count" in told for twin in "ab"] == [True, True]


def test_an_assignment_is_not_compared_with_itself(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for option in ("--before", "--twin"):
        assert main(["grade", str(folder), option, str(folder / "answers" / "..")]) == 1
        told = (
            f"{option}: grade: must be the folder of another assignment to compare with, and is the one to mark; name"
        )
        assert told in capsys.readouterr().out
    assert not (folder / "marked").exists()


# Late


@pytest.mark.parametrize(
    ("due", "late"),
    [
        ("2026-05-03", "on time"),
        ("2026-05-02", "late"),
        ("2026-05-03 20:00", "late"),
        ("2026-05-03T23:31:00+02:00", "on time"),
        ("2026-05-03T23:30:00+02:00", "on time"),
        ("2026-05-03T23:29:00+02:00", "late"),
        ("Friday", ""),
        ("", ""),
    ],
)
def test_late_is_what_was_saved_after_a_deadline_in_iso_form(tmp_path: Path, due: str, late: str) -> None:
    given = CLASS.model_copy(update={"due": due})
    home = make(tmp_path / "cp", given)
    done = graded(given, [home], NOW)
    assert {done.is_late(*pair) for pair in zip(done.marked, done.kept, strict=True)} == {
        {"late": True, "on time": False, "": None}[late]
    }
    main(["grade", str(home)])
    assert [grades(home)[id]["late"] for id in ("s1", "s3")] == [late, ""]


@pytest.fixture(params=["summer", "winter"])
def now(request: pytest.FixtureRequest) -> datetime:
    """Return a time at which work is marked, when the clocks are as on the due day or not."""
    return datetime(2026, {"summer": 8, "winter": 11}[request.param], 20, 12, tzinfo=Here())


@pytest.fixture
def zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Yield what puts this process into another zone, which ends with the test."""

    def put(rule: str) -> None:
        monkeypatch.setenv("TZ", rule)
        time.tzset()

    yield put
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("rule", "last"),
    [
        ("AEST-10AEDT,M10.1.0,M4.1.0/3", "2026-06-15T13:59:59Z"),
        ("CET-1CEST,M3.5.0,M10.5.0/3", "2026-06-15T21:59:59Z"),
    ],
    ids=["Sydney", "Berlin"],
)
@pytest.mark.parametrize("due", ["2026-06-15", "2026-06-15 23:59:59"])
def test_what_is_late_does_not_hang_on_the_day_on_which_it_is_marked(
    zone: Callable[[str], None], now: datetime, rule: str, last: str, due: str
) -> None:
    zone(rule)
    given = CLASS.model_copy(update={"due": due})
    saved = [last, (datetime.fromisoformat(last) + timedelta(seconds=2)).strftime("%Y-%m-%dT%H:%M:%SZ")]
    pieces = [HandedIn(at, work(given, place, answers=RIGHT, saved=at)) for place, at in enumerate(saved)]
    done = Graded(given, (), (), (), (), {}, Overrides(), now, FromPaper())
    marker = Marker(given)
    assert [done.is_late(marker.mark(piece.answers), piece) for piece in pieces] == [False, True]


def test_a_time_without_a_zone_is_the_time_here_on_its_own_day(zone: Callable[[str], None], now: datetime) -> None:
    zone("CET-1CEST,M3.5.0,M10.5.0/3")
    piece = HandedIn("cp_m_attempt_2026-06-15-12-00-00_a.json", work(CLASS, 0, answers=RIGHT))
    assert handed_in_at(piece, now) == datetime(2026, 6, 15, 10, tzinfo=UTC)
    zone("AEST-10AEDT,M10.1.0,M4.1.0/3")
    assert handed_in_at(piece, now) == datetime(2026, 6, 15, 2, tzinfo=UTC)
    assert abs(now_here() - datetime.now(UTC)) < timedelta(minutes=1)


@pytest.mark.parametrize("due", ["0001-01-01", "9999-12-31"])
def test_a_day_at_the_end_of_time_stops_nothing(zone: Callable[[str], None], now: datetime, due: str) -> None:
    zone("AEST-10AEDT,M10.1.0,M4.1.0/3")
    past = deadline(due, now)
    assert past is None or past < datetime(2026, 1, 1, tzinfo=UTC)


def test_the_teacher_says_what_is_late(folder: Path) -> None:
    say(folder, "s1,all,late,", "s2,all,on time,The bus")
    main(["grade", str(folder)])
    assert [grades(folder)[id]["late"] for id in ("s1", "s2")] == ["late", "on time"]


def test_canvas_says_what_is_late(tmp_path: Path) -> None:
    home = make(tmp_path / "cp", CLASS)
    (home / "answers/0.json").rename(home / "answers/okaformira_LATE_4_5_answers.json")
    main(["grade", str(home)])
    assert [grades(home)[id]["late"] for id in ("s1", "s2")] == ["late", ""]


# Points, and who has a grade


def test_a_students_share_in_the_class_report_is_of_the_points() -> None:
    given = weighed(CLASS, date=3)
    marked = Marker(given).mark(work(given, 0, answers=RIGHT | {"date": WRONG["date"]}))
    assert total(marked, [item for item in given.items if item.closed]) == pytest.approx(2 / 5)


def test_what_is_excused_or_unread_has_no_part_in_the_class_report(tmp_path: Path) -> None:
    home = make(tmp_path / "cp", CLASS)
    for place in (2, 3):
        data = write_answers(work(CLASS, place, answers=WRONG | {"date": "03/04/2019"}), CLASS)
        (home / f"answers/{place}.json").write_bytes(data)
    say(home, "s2,single-choice,excused,Was ill", "s3,all,excused,Joined later")
    main(["grade", str(home)])
    report = (home / "marked/class.html").read_text(encoding="utf-8")
    for told in (
        "3 students, 3 exercises marked by key, 0 pieces set aside.",
        "1 answer that could not be read in one way, not counted until somebody has asked.",
        "1 exercise from which a single student is excused, not counted there.",
        "1 student excused from all of it, not counted.",
        "3 of the 3 on the roster handed in.",
    ):
        assert told in report
    table = report.partition("<caption>Each exercise</caption>")[2].partition("</table>")[0]
    assert table.count("<td>2\u00a0of\u00a02</td><td>50\u00a0(") == 2
    assert table.count("<td>3\u00a0of\u00a03</td><td>33\u00a0(") == 1
    taken = report.partition("<caption>How often each choice was taken</caption>")[2].partition("</table>")[0]
    assert "3\u00a0of\u00a03" not in taken.partition("3: ")[0]


def test_exercises_can_earn_more_or_less_than_a_point(tmp_path: Path) -> None:
    home = make(tmp_path / "cp", weighed(CLASS, date=3, single_choice=0.5))
    main(["grade", str(home)])
    row = grades(home)["s1"]
    assert (row["points"], row["out of"], row["1 date"], row["2 single-choice"]) == ("4.5", "5.5", "3", "0.5")
    page = (home / "marked/feedback/mira-okafor-s1.html").read_text(encoding="utf-8")
    assert "You earned 4.5 of 5.5 points" in page
    assert "Right</b>: 3 of 3." in page
    say(home, "s2,1,2.5,")
    assert main(["grade", str(home)]) == 0
    assert grades(home)["s2"]["points"] == "2.5"


def test_grades_stand_in_the_rosters_order_and_say_whose_work_was_set_aside(tmp_path: Path) -> None:
    given = class_of("Zoe", "Abe", "Mo", kinds=KINDS)
    home = make(tmp_path / "cp", given)
    (home / "answers/Mo - photo.jpg").write_bytes(b"\xff\xd8\xff")
    main(["grade", str(home)])
    table = grades(home)
    assert list(table) == ["s1", "s2", "s3"]
    assert [row["status"] for row in table.values()] == ["marked", "marked", "set aside"]


def test_the_class_report_counts_apart_who_handed_in_what_is_not_marked(tmp_path: Path) -> None:
    given = class_of("Zoe", "Abe", "Mo", "Lu", "Ann", kinds=KINDS)
    home = make(tmp_path / "cp", given)
    (home / "answers/Mo - photo.jpg").write_bytes(b"\xff\xd8\xff")
    for name, answers in (("one", RIGHT), ("two", WRONG)):
        (home / f"answers/{name}.json").write_bytes(write_answers(work(given, 3, answers=answers), given))
    main(["grade", str(home)])
    report = (home / "marked/class.html").read_text(encoding="utf-8")
    assert "2 of the 5 on the roster handed in what is marked, 2 more what is set aside or to decide." in report


def test_an_answer_that_can_be_read_in_two_ways_waits_for_the_teacher_and_the_others_count(tmp_path: Path) -> None:
    given = class_of("Zoe", "Abe", kinds=("date", "number"))
    home = make(tmp_path / "cp", given)
    for path in (home / "answers").iterdir():
        path.unlink()
    answers = {"date": "2019-12-31", "number": "1,234"}
    for place, name in enumerate(("a.json", "b.json")):
        (home / "answers" / name).write_bytes(write_answers(work(given, place, answers=answers), given))
    assert main(["grade", str(home)]) == 0
    row = grades(home)["s1"]
    assert [row[name] for name in ("status", "1 date", "2 number", "points", "out of")] == [
        *("some to ask about", "1", "not read", "1", "1"),
    ]
    decide = list(csv.DictReader((home / "marked/to-decide.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert [(one["student"], one["where"]) for one in decide] == [
        ("s1", "answers/a.json"),
        ("s2", "answers/b.json"),
    ]
    assert "“1,234”, can be read as 1234 or as 1.234: ask which is meant" in decide[0]["what"]
    assert "It is not counted until your teacher has asked you." in (home / "marked/feedback/zoe-s1.html").read_text()
    assert (home / "marked/lms/blackboard.csv").read_text().count("\n") == 1
    (home / "answers/paper.csv").write_text("student,Q2\ns1,184\n")
    (home / "overrides.csv").write_text("student,exercise,points,reason\ns2,Q2,0.5,She meant 1.234\n")
    assert main(["grade", str(home)]) == 0
    assert [(row["status"], row["points"], row["out of"]) for row in grades(home).values()] == [
        ("marked", "2", "2"),
        ("marked", "1.5", "2"),
    ]
