"""The instructor's folder after marking: grades, feedback, written answers and back, and today's keys beside those of then."""

from __future__ import annotations

import csv
import io
import os
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from classes import ALL, RESPONSES, class_of, twins, work
from playwright.sync_api import Browser
from robot import AXE
from sites import the_course

from exercises.checks.corrections import Correction, check_corrections, load_corrections
from exercises.classroom.assignment import Assignment, write_manifest
from exercises.classroom.handing_out.assign import make_assignment
from exercises.classroom.handing_out.folder import write_assignment
from exercises.classroom.handing_out.key_page import key_html
from exercises.classroom.marking.graded import graded
from exercises.classroom.marking.marked import rounded
from exercises.classroom.marking.marker import Marker, digest
from exercises.classroom.marking.regrade import changes, moved_csv, with_todays_keys
from exercises.classroom.marking.written import HandMarking, HandMarks, scores
from exercises.classroom.reporting.feedback_page import FeedbackPages
from exercises.classroom.reporting.gradebook import earned, grades_csv
from exercises.classroom.roster import Pupil
from exercises.classroom.taking_in.answers import write_answers, write_code
from exercises.cli import main
from exercises.errors import CourseError

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("Mira Okafor", "=cmd|' /C calc'!A0", "<script>alert(1)</script>")
CLASS = class_of(*NAMES)
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return an assignment's folder, with the work of two of three students in it."""
    out = tmp_path / "cp"
    for name in ("instructor", "answers"):
        (out / name).mkdir(parents=True)
    write_manifest(out / "instructor/manifest.json", CLASS)
    (out / "answers/mira.json").write_bytes(write_answers(work(CLASS, 0), CLASS))
    text = {"written": "<img src=x onerror=alert(1)>", "short-text": "<b>x</b>"}
    (out / "answers/cmd.json").write_bytes(write_answers(work(CLASS, 1, answers=text), CLASS))
    (out / "answers/junk.txt").write_text("hello")
    return out


def rows(path: Path) -> list[dict[str, str]]:
    """Return a table's lines."""
    return list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))


def test_grades_name_every_student_and_no_cell_starts_a_formula(folder: Path) -> None:
    assert main(["grade", str(folder)]) == 0
    table = rows(folder / "marked/grades.csv")
    assert [(row["student"], row["status"], row["answered"]) for row in table] == [
        ("s1", "some to mark by hand", "12"),
        ("s2", "some to mark by hand", "2"),
        ("s3", "not handed in", "0"),
    ]
    assert (table[0]["points"], table[0]["out of"], table[0]["percent"]) == ("3.94", "11", "35.84")
    assert (table[0]["2 date"], table[0]["12 written"], table[0]["from"]) == ("1", "", "answers/mira.json")
    text = (folder / "marked/grades.csv").read_text(encoding="utf-8")
    assert not re.search(r'(^|,)"?[=+@-]', text, re.MULTILINE)


def test_what_came_in_is_what_was_marked_and_what_was_set_aside(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["grade", str(folder)])
    said = capsys.readouterr().out
    assert "3 pieces came in: 2 marked, 1 set aside" in said
    assert (
        "answers/junk.txt: there is no answers file, code or sheet in it: ask for the answers file or the code" in said
    )
    assert rows(folder / "marked/set-aside.csv") == [
        {
            "where": "answers/junk.txt",
            "student": "",
            "reason": "there is no answers file, code or sheet in it: ask for the answers file or the code",
        }
    ]


def test_what_a_code_cannot_carry_is_not_handed_in_by_it_and_costs_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "answers/mira.json").unlink()
    (folder / "answers/code.txt").write_text(write_code(work(CLASS, 0), CLASS))
    assert main(["grade", str(folder)]) == 0
    (row,) = (row for row in rows(folder / "marked/grades.csv") if row["student"] == "s1")
    assert (row["12 written"], row["points"], row["out of"]) == ("not handed in by this channel", "3.94", "11")
    assert row["status"] == "some not handed in by this channel"
    assert "Without the written part, which a code does not carry, 1 student: ask" in capsys.readouterr().out
    assert "s1" not in (folder / "marked/lms/moodle.csv").read_text(encoding="utf-8")
    page = (folder / "marked/feedback/mira-okafor-s1.html").read_text(encoding="utf-8")
    assert "You handed in a code, which carries no answer written at length." in page


@pytest.mark.parametrize(("said", "grade"), [("0.5", "4.4427"), ("excused", "4.3011")])
def test_work_by_code_goes_to_an_lms_once_the_teacher_has_said_what_the_written_part_is_worth(
    folder: Path, said: str, grade: str
) -> None:
    (folder / "answers/mira.json").unlink()
    (folder / "answers/code.txt").write_text(write_code(work(CLASS, 0), CLASS))
    (folder / "overrides.csv").write_text(f"student,exercise,points,reason\ns1,12,{said},\n")
    assert main(["grade", str(folder)]) == 0
    assert rows(folder / "marked/grades.csv")[0]["status"] == "marked"
    assert [row[CLASS.title] for row in rows(folder / "marked/lms/moodle.csv")] == [grade]


def test_what_is_no_work_is_counted_apart(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "answers/.DS_Store").write_bytes(b"x")
    (folder / "answers/~$paper.csv").write_bytes(b"x")
    main(["grade", str(folder)])
    assert "3 pieces came in: 2 marked, 1 set aside; not work: 2" in capsys.readouterr().out


def test_a_terminal_without_a_names_letters_ends_no_run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.TextIOWrapper(io.BytesIO(), encoding="cp1252")
    (folder / "answers/김민준.txt").write_text("hello")
    monkeypatch.setattr(sys, "stdout", out)
    assert main(["grade", str(folder)]) == 0
    out.flush()
    assert b"\\uae40\\ubbfc\\uc900.txt: there is no answers file" in out.buffer.getvalue()


def test_no_page_shows_what_a_student_typed_as_anything_but_text(folder: Path) -> None:
    main(["grade", str(folder)])
    pages = [page for name in ("marked", "written") for page in (folder / name).rglob("*.html")]
    assert len(pages) == 4
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert "<script" not in text
        assert "<img" not in text
        assert "<b>x" not in text
        assert "default-src 'none'" in text


def test_a_student_is_told_what_each_answer_earned_and_why() -> None:
    page = FeedbackPages(ALL, {}).page(Marker(ALL).mark(work(ALL)))
    assert "You earned 3.94 of 11 points on what has been marked." in page
    assert '<b class="right">Right</b>: 1 of 1.' in page
    assert '<b class="partly">Partly right</b>: 0.5 of 1.' in page
    assert "You said that you were 70 percent sure." in page
    assert "Not marked yet: a person reads this one." in page
    said = ALL.item["single-choice"].key.feedback["factory"].text
    assert said in page
    assert "You left this open." in FeedbackPages(ALL, {}).page(Marker(ALL).mark(work(ALL, answers={})))


def test_a_written_answer_beside_a_code_is_told_as_one_that_was_handed_in() -> None:
    marked = Marker(ALL).mark(work(ALL, uncarried=frozenset({"written"})))
    page = FeedbackPages(ALL, {}).page(marked)
    assert "Not marked yet: a person reads this one." in page
    assert "You handed in a code" not in page


def test_equal_answers_to_exercises_with_other_keys_are_told_apart() -> None:
    given = twins()
    answers = {"date": "2019-12-31", "other-date": "2019-12-31"}
    page = FeedbackPages(given, {}).page(Marker(given).mark(work(given, answers=answers)))
    assert [page.count(f"{verdict} of 1.") for verdict in ("Right</b>: 1", "Not right</b>: 0")] == [1, 1]


def test_written_answers_are_read_without_names_and_marks_typed_come_back(folder: Path) -> None:
    main(["grade", str(folder)])
    packet, table = (folder / f"written/12-written.{kind}" for kind in ("html", "csv"))
    text = packet.read_text(encoding="utf-8")
    assert "&lt;img src=x onerror=alert(1)&gt;" in text
    assert not any(name in text for name in ("Mira", "cmd|", "s1"))
    name = digest("written", str(RESPONSES["written"]))
    heads = [f"{one.id} (0-{one.marks})" for one in CLASS.item["written"].key.rubric]
    assert list(rows(table)[0]) == ["answer", *heads, "remark"]
    full = [str(one.marks) for one in CLASS.item["written"].key.rubric]
    table.write_text(f"answer,{','.join(heads)},remark\n{name},{','.join(full)},Well seen\nw0,1,,,\n", encoding="utf-8")
    main(["grade", str(folder)])
    mira = rows(folder / "marked/grades.csv")[0]
    assert (mira["status"], mira["12 written"], mira["out of"], mira["points"]) == ("marked", "1", "12", "4.94")
    assert "Well seen" in (folder / "marked/feedback/mira-okafor-s1.html").read_text(encoding="utf-8")
    kept = {row["answer"]: row for row in rows(table)}
    assert (kept[name]["remark"], kept["w0"][heads[0]], len(kept)) == ("Well seen", "1", 3)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("w0,1,1,1,", "w0,9,1,1,"), "line 2, owners: must be a whole or half number from 0 to 2, and is “9”"),
        (("w0,1,1,1,", "w0,2.5,1,1,"), "line 2, owners: must be a whole or half number from 0 to 2, and is “2.5”"),
        (("w0,1,1,1,", "w0,1,1,1.5,"), "line 2, length: must be a whole or half number from 0 to 1, and is “1.5”"),
        (("w0,1,1,1,", "w0,1.25,1,1,"), "line 2, owners: must be a whole or half number from 0 to 2, and is “1.25”"),
        (("w0,1,1,1,", "w0,one,1,1,"), "must be a whole or half number from 0 to 2, and is “one”"),
        (("answer,", "reply,"), "headings: must have the column “answer”, which says whose marks a line holds"),
    ],
)
def test_a_mark_that_cannot_be_used_stops_before_anything_is_written(
    folder: Path, change: tuple[str, str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["grade", str(folder)])
    table = folder / "written/12-written.csv"
    text = "answer,owners (0-2),days (0-1),length (0-1),remark\nw0,1,1,1,\n".replace(*change)
    table.write_text(text, encoding="utf-8")
    before = (folder / "marked/grades.csv").stat().st_mtime_ns
    assert main(["grade", str(folder)]) == 1
    assert said in capsys.readouterr().out
    assert (table.read_text(encoding="utf-8"), (folder / "marked/grades.csv").stat().st_mtime_ns) == (text, before)


@pytest.mark.parametrize(
    ("marks", "score"),
    [
        ({"owners": 2, "days": 1, "length": 1}, 1.0),
        ({"owners": 1, "days": 0, "length": 1}, 0.5),
        ({"owners": 0, "days": 0, "length": 0}, 0.0),
        ({"owners": 2, "days": 1}, None),
        ({}, None),
    ],
)
def test_marks_by_hand_are_a_share_of_the_rubrics_and_no_score_until_all_are_given(
    marks: dict[str, int], score: float | None
) -> None:
    key = CLASS.item["written"].key
    assert HandMarks(marks).score(key) == score
    points = {} if score is None else {("written", "w0"): score}
    assert scores(CLASS, {"written": {"w0": HandMarks(marks)}}) == points


def test_one_answer_of_one_word_is_said_in_the_singular(tmp_path: Path) -> None:
    HandMarking(CLASS, tmp_path).write([Marker(CLASS).mark(work(CLASS, answers={"written": "Both."}))])
    page = (tmp_path / "written/12-written.html").read_text(encoding="utf-8")
    assert re.findall('(?:<h1>|facts">)(.*?)</', page) == ["12. One sentence, two deadlines: 1 answer", "1 word"]


def test_answers_stand_in_the_order_of_their_marks_lines_and_the_page_names_that_table(tmp_path: Path) -> None:
    marked = [Marker(CLASS).mark(work(CLASS, answers={"written": text})) for text in "abcdef"]
    HandMarking(CLASS, tmp_path).write(marked)
    page = (tmp_path / "written/12-written.html").read_text(encoding="utf-8")
    names = [row["answer"] for row in rows(tmp_path / "written/12-written.csv")]
    assert re.findall("<h2>(w.*?)</h2>", page) == names == sorted(digest("written", text) for text in "abcdef")
    assert "Type the marks into 12-written.csv, and run grade again." in page


def test_an_answer_that_is_half_marked_waits_and_counts_for_nothing_yet(folder: Path) -> None:
    main(["grade", str(folder)])
    name = digest("written", str(RESPONSES["written"]))
    table = folder / "written/12-written.csv"
    table.write_text(f"answer,owners (0-2),days (0-1),length (0-1),remark\n{name},2,1,,\n", encoding="utf-8")
    main(["grade", str(folder)])
    mira = rows(folder / "marked/grades.csv")[0]
    assert (mira["status"], mira["12 written"], mira["out of"]) == ("some to mark by hand", "", "11")
    assert rows(table)[0]["owners (0-2)"] + rows(table)[1]["owners (0-2)"] == "2"


def test_what_waits_for_a_person_is_left_out_of_the_points_and_what_was_left_open_earns_none() -> None:
    marked = [
        Marker(ALL).mark(work(ALL, answers=answers)) for answers in ({"date": "2019-12-31"}, {"written": "x"}, {})
    ]
    assert [earned(ALL, one) for one in marked] == [(1.0, 12), (0.0, 11), (0.0, 12)]


def test_work_without_an_id_is_told_where_it_came_from_by_the_name(tmp_path: Path) -> None:
    free = CLASS.model_copy(update={"sheets": (ALL.sheets[0].model_copy(update={"student": "", "name": ""}),)})
    for name in ("Ren", "Kai"):
        (tmp_path / f"{name}.json").write_bytes(write_answers(work(free, student="", name=name), free))
    table = list(csv.DictReader(grades_csv(graded(free, [tmp_path], NOW)).removeprefix("\ufeff").splitlines()))
    assert [(row["name"], row["from"]) for row in table] == [("Kai", "Kai.json"), ("Ren", "Ren.json")]


def test_feedback_pages_can_be_left_out(folder: Path) -> None:
    main(["grade", str(folder), "--no-feedback"])
    assert sorted(path.name for path in (folder / "marked").iterdir()) == [
        ".as-written",
        "class.html",
        "grades.csv",
        "lms",
        "set-aside.csv",
        "to-decide.csv",
    ]


def test_other_files_in_the_folder_of_results_stay(folder: Path) -> None:
    main(["grade", str(folder)])
    (folder / "marked/mine.txt").write_text("mine")
    (folder / "answers/mira.json").unlink()
    main(["grade", str(folder)])
    assert (folder / "marked/mine.txt").read_text() == "mine"
    assert [path.name for path in (folder / "marked/feedback").iterdir()] == ["cmd-c-calc-a0-s2.html"]


def test_a_teachers_own_files_among_results_stay_and_pages_that_were_edited_are_kept(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["grade", str(folder)])
    own = ("lms/mine.csv", "feedback/letter.html")
    pages = ("feedback/mira-okafor-s1.html", "feedback/cmd-c-calc-a0-s2.html")
    for name in (*own, *pages):
        (folder / "marked" / name).write_text(f"typed into {name}")
    (folder / "answers/mira.json").unlink()
    main(["grade", str(folder)])
    assert sorted(path.name for path in (folder / "marked/feedback").iterdir()) == [
        "cmd-c-calc-a0-s2.html",
        "letter.html",
    ]
    assert (folder / "marked" / pages[1]).read_text() != f"typed into {pages[1]}"
    kept = [folder / "marked" / name for name in own] + [folder / "marked/changed-by-hand" / name for name in pages]
    assert [path.read_text() for path in kept] == [f"typed into {name}" for name in (*own, *pages)]
    assert capsys.readouterr().out.count("Changed by hand, kept, and not counted: ") == 2


MOVES = """
import os, pathlib, sys
from exercises.cli import main
left, real = int(sys.argv[1]), pathlib.Path.replace
def replace(path, target):
    global left
    left -= path.parent.name == "marked" or pathlib.Path(target).parent.name == "marked"
    return real(path, target) if left else os._exit(9)
pathlib.Path.replace = replace
main(["grade", sys.argv[2]])
"""
"""Marks a folder, and is ended at one of the moves into or out of the results."""


@pytest.mark.parametrize("move", [1, 2, 4, 6])
def test_what_was_typed_among_results_survives_a_run_that_is_ended(folder: Path, move: int) -> None:
    main(["grade", str(folder)])
    typed = ("grades.csv", "lms/moodle.csv", "to-decide.csv")
    for name in typed:
        with (folder / "marked" / name).open("a") as file:
            file.write("typed")
    (folder / "answers/mira.json").unlink()
    run = subprocess.run([sys.executable, "-c", MOVES, str(move), str(folder)], cwd=ROOT, check=False)
    assert run.returncode == 9
    main(["grade", str(folder)])
    kept = folder / "marked/changed-by-hand"
    assert [(kept / name).read_text().endswith("typed") for name in typed] == [True] * 3
    assert len([path for path in kept.rglob("*") if path.is_file()]) == 3


def test_results_stand_as_they_were_where_a_table_cannot_be_replaced(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["grade", str(folder)])
    before = {path: path.read_bytes() for path in (folder / "marked").rglob("*") if path.is_file()}
    (folder / "answers/mira.json").unlink()
    grades, real = folder / "marked/grades.csv", Path.replace

    def replace(path: Path, target: Path) -> Path:
        if path == grades:
            raise PermissionError(13, "Permission denied")
        return real(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", replace)
        assert main(["grade", str(folder)]) == 1
    assert f"{grades}: file: must be replaced, and cannot be (Permission denied); close" in capsys.readouterr().out
    assert {path: path.read_bytes() for path in (folder / "marked").rglob("*") if path.is_file()} == before
    assert main(["grade", str(folder)]) == 0
    assert "Changed by hand" not in capsys.readouterr().out
    assert grades.read_bytes() != before[grades]


@pytest.mark.parametrize("listed", [None, b"\xff\xfe"], ids=["no-list-of-files", "a-damaged-list"])
def test_a_file_that_no_run_has_written_is_kept_though_it_is_called_as_one_of_the_results(
    folder: Path, listed: bytes | None
) -> None:
    (folder / "mine").mkdir()
    (folder / "mine/grades.csv").write_text("my own\n")
    if listed:
        (folder / "mine/.as-written").write_bytes(listed)
    for _ in range(2):
        assert main(["grade", str(folder), "--out", str(folder / "mine")]) == 0
        kept = [path.name for path in (folder / "mine/changed-by-hand").rglob("*")]
        assert kept == ["grades.csv"]
    assert (folder / "mine/changed-by-hand/grades.csv").read_text() == "my own\n"
    assert len(rows(folder / "mine/grades.csv")) > 0


@pytest.mark.parametrize("out", ["", "mine", "answers/mine"])
def test_what_marking_left_behind_is_never_taken_for_work(
    folder: Path, out: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / ".marked.part").mkdir()
    (folder / ".draft-x/marked").mkdir(parents=True)
    for name in (".marked.part", ".draft-x/marked", "regraded"):
        (folder / name).mkdir(exist_ok=True)
        (folder / name / "grades.csv").write_text("student\n")
    more = ["--out", str(folder / out)] if out else []
    for _ in range(2):
        assert main(["grade", str(folder), *more]) == 0
        assert not (folder / ".draft-x").exists()
    (folder / "overrides.csv").write_text("student,exercise,points,reason\n")
    assert main(["grade", str(folder)]) == 0
    assert main(["grade", str(folder / "answers")]) == 0
    said = capsys.readouterr().out
    assert said.count("3 pieces came in: 2 marked, 1 set aside") == 4
    assert "pieces came in" not in said.replace("3 pieces came in: 2 marked, 1 set aside", "")


def test_what_marking_left_beside_a_manifest_is_never_taken_for_work(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    flat = folder / "answers"
    (folder / "instructor/manifest.json").rename(flat / "manifest.json")
    for _ in range(2):
        assert main(["grade", str(flat)]) == 0
    assert capsys.readouterr().out.count("3 pieces came in: 2 marked, 1 set aside") == 2
    assert sorted(path.name for path in flat.iterdir()) == [
        "cmd.json",
        "junk.txt",
        "manifest.json",
        "marked",
        "mira.json",
        "written",
    ]


@pytest.mark.parametrize("out", [".", "answers", ".."])
def test_results_are_not_written_among_what_came_in(folder: Path, out: str, capsys: pytest.CaptureFixture[str]) -> None:
    before = sorted(folder.rglob("*"))
    assert main(["grade", str(folder), "--out", str(folder / out)]) == 1
    assert "must be a folder of its own, in which nothing lies but results" in capsys.readouterr().out
    assert sorted(folder.rglob("*")) == before


def test_where_nothing_can_be_written_beside_the_manifest_marks_are_typed_among_the_results(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = sorted(folder.rglob("*"))
    access = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != folder and access(path, mode))
    assert main(["grade", str(folder), "--out", str(tmp_path / "res")]) == 0
    assert (tmp_path / "res/written/12-written.csv").exists()
    assert sorted(folder.rglob("*")) == before


def test_an_lms_zip_beside_the_manifest_is_marked(tmp_path: Path, folder: Path) -> None:
    with zipfile.ZipFile(folder / "answers/all.zip", "w") as archive:
        archive.writestr("x_1_assignsubmission_onlinetext/online.html", f"<p>{write_code(work(CLASS, 2), CLASS)}</p>")
    main(["grade", str(folder / "answers"), "--out", str(tmp_path / "res")])
    assert [row["status"] for row in rows(tmp_path / "res/grades.csv")][2] == ("some not handed in by this channel")


def test_without_a_manifest_or_work_the_command_says_what_it_needs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["grade", str(tmp_path)]) == 1
    assert "must have one instructor/manifest.json in it or beside it, and none is there" in capsys.readouterr().out
    write_manifest(tmp_path / "manifest.json", CLASS)
    assert main(["grade", str(tmp_path / "none"), "--manifest", str(tmp_path / "manifest.json")]) == 1
    assert "must be a file or folder with what came back, and is not there" in capsys.readouterr().out


@pytest.mark.slow
def test_axe_finds_nothing_on_what_an_instructor_and_a_student_read(folder: Path, browser: Browser) -> None:
    main(["grade", str(folder)])
    key = folder / "instructor/key.html"
    key.write_text(key_html(CLASS), encoding="utf-8")
    page = browser.new_page(viewport={"width": 320, "height": 800})
    for path in (key, folder / "marked/feedback/mira-okafor-s1.html", folder / "written/12-written.html"):
        page.goto(path.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        found = Axe().run(page, options=AXE).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
    page.close()


def test_figures_have_at_most_two_places() -> None:
    assert [rounded(value) for value in (1.0, 0.5, 1 / 3, 0.0, 12.345)] == ["1", "0.5", "0.33", "0", "12.35"]
    assert [rounded(value) for value in (10 / 16, 100 * 12.5 / 16, 2.675, 0.1 + 0.2, 100.0)] == [
        *("0.63", "78.13", "2.68", "0.3", "100")
    ]
    assert [rounded(value, 4) for value in (10 / 16, 1 / 3, 2 / 3, 2.0)] == ["0.625", "0.3333", "0.6667", "2"]


# Today's keys


COURSE = the_course()
EXERCISES = tuple(
    e for e in COURSE.bank.exercises if e.id in ("who-put-the-brackets", "two-todays", "the-closing-voice")
)


def of_then() -> Assignment:
    """Return an assignment of the course in which one key was another."""
    pupils = (Pupil(id="s1", name="Mira"), Pupil(id="s2", name="Jonas"))
    now = make_assignment(COURSE, EXERCISES, pupils, title="T", due="", seed=1)
    first = now.items[0]
    wrong = next(slot for slot in first.question.slots if slot != first.key.correct)
    then = first.model_copy(update={"key": first.key.model_copy(update={"correct": wrong})})
    return now.model_copy(update={"items": (then, *now.items[1:])})


def handed(then: Assignment) -> list[Any]:
    """Return the work of two students: one answered as the key was, one as it is."""
    first, today = then.items[0], COURSE.keys[then.items[0].exercise.id]
    return [
        work(then, place, answers={first.exercise.id: key.correct}, sure={})
        for place, key in ((0, first.key), (1, today))
    ]


def test_a_key_that_changed_is_told_with_both_versions_and_why() -> None:
    then = of_then()
    first = then.items[0]
    today = COURSE.keys[first.exercise.id].version
    listed = Correction(
        exercise=first.exercise.id, date="2027-01-31", before=first.key.version, after=today, why="It was wrong."
    )
    assert [str(one) for one in changes(then, COURSE, [listed])] == [
        f"1 {first.exercise.id}: key {first.key.version} is now {today}: It was wrong."
    ]
    assert [one.why for one in changes(then, COURSE, [])] == ["the corrections page does not list it"]


def test_an_exercise_earns_as_much_by_todays_key_as_by_the_one_of_then() -> None:
    then = of_then()
    weighed = then.model_copy(update={"items": tuple(one.model_copy(update={"points": 3}) for one in then.items)})
    now = with_todays_keys(weighed, changes(weighed, COURSE, []))
    assert now != weighed
    assert [one.points for one in now.items] == [3, 3, 3]


def test_every_reason_since_the_day_is_told_and_none_from_before_or_of_another() -> None:
    then = of_then()
    first = then.items[0]
    steps = ("0" * 12, first.key.version, "1" * 12, COURSE.keys[first.exercise.id].version)
    listed = [
        Correction(
            exercise=first.exercise.id, date=f"2027-01-0{number}", before=before, after=after, why=f"Why {number}."
        )
        for number, (before, after) in enumerate(pairwise(steps), 1)
    ]
    other = listed[1].model_copy(update={"exercise": then.items[1].exercise.id, "why": "Of another."})
    assert [one.why for one in changes(then, COURSE, [other, *listed])] == ["Why 2.; Why 3."]


def test_whose_score_moves_is_listed() -> None:
    then = of_then()
    found = changes(then, COURSE, [])
    same = work(then, 0, answers={}, sure={}, student="s1")
    work_of = [*handed(then), same]
    before, after = ([Marker(given).mark(one) for one in work_of] for given in (then, with_todays_keys(then, found)))
    assert moved_csv([*found, replace(found[0], why="Told twice.")], before, after)[1] == 2
    table, students = moved_csv(found, before, after)
    lines = list(csv.DictReader(table.removeprefix("\ufeff").splitlines()))
    first, today = then.items[0].key.version, COURSE.keys[then.items[0].exercise.id].version
    columns = ("student", "key then", "key now", "score then", "score now")
    assert [tuple(line[column] for column in columns) for line in lines] == [
        ("s1", first, today, "1", "0"),
        ("s2", first, today, "0", "1"),
    ]
    assert students == 2


def test_what_an_exercise_needs_has_no_part_in_what_it_asks() -> None:
    then = of_then()
    other = then.items[0].exercise.model_copy(update={"needs": "record"})
    assert other != then.items[0].exercise
    assert then.items[0].model_copy(update={"exercise": other}).version == then.items[0].version


def test_an_assignment_says_what_each_misconception_is() -> None:
    told = {one.id: one.text for one in COURSE.bank.misconceptions}
    assert of_then().misconceptions == told != {}


def test_an_exercise_that_asks_something_else_today_keeps_its_key() -> None:
    then = of_then()
    asked = then.items[0].exercise.model_copy(update={"stem": "Something else?"})
    other = then.model_copy(update={"items": (then.items[0].model_copy(update={"exercise": asked}), *then.items[1:])})
    found = changes(other, COURSE, [])
    assert "asks something else today, so the key of then" in str(found[0])
    assert with_todays_keys(other, found) == other


def test_regrade_marks_anew_and_leaves_the_marks_of_then(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    then = of_then()
    write_assignment(then, tmp_path / "cp", pdf=False, say=lambda line: None)
    for place, one in enumerate(handed(then)):
        (tmp_path / f"cp/answers/{place}.json").write_bytes(write_answers(one, then))
    main(["grade", str(tmp_path / "cp")])
    assert main(["regrade", str(tmp_path / "cp"), "--root", str(ROOT)]) == 0
    said = capsys.readouterr().out
    assert "2 students with a score that moved" in said
    head = f"1 {then.items[0].exercise.id}"
    assert [row[head] for row in rows(tmp_path / "cp/marked/grades.csv")] == ["1", "0"]
    assert [row[head] for row in rows(tmp_path / "cp/regraded/grades.csv")] == ["0", "1"]
    moved = tmp_path / "cp/regraded/moved.csv"
    written = moved.read_bytes()
    moved.write_bytes(written + b"told her")
    main(["regrade", str(tmp_path / "cp"), "--root", str(ROOT)])
    assert moved.read_bytes() == written
    assert (tmp_path / "cp/regraded/changed-by-hand/moved.csv").read_bytes() == written + b"told her"


def test_where_no_key_has_changed_regrade_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    now = with_todays_keys(of_then(), changes(of_then(), COURSE, []))
    write_assignment(now, tmp_path / "cp", pdf=False, say=lambda line: None)
    assert main(["regrade", str(tmp_path / "cp"), "--root", str(ROOT)]) == 0
    assert capsys.readouterr().out == "Every key is as it was when this was assigned: nothing moves.\n"


def test_the_corrections_end_at_todays_keys(tmp_path: Path) -> None:
    assert list(check_corrections(load_corrections(ROOT), COURSE)) == []
    (tmp_path / "exercises/lists").mkdir(parents=True)
    entry = '[[corrections]]\nexercise = "{0}"\ndate = 2027-01-31\nbefore = "0123456789ab"\nafter = "ba9876543210"\nwhy = "x"\n'
    (tmp_path / "exercises/lists/corrections.toml").write_text(
        entry.format("who-put-the-brackets") + entry.format("ghost"), encoding="utf-8"
    )
    found = [str(one) for one in check_corrections(load_corrections(tmp_path), COURSE)]
    assert (
        f"must end at today’s key, {COURSE.keys['who-put-the-brackets'].version}, and ends at ba9876543210" in found[0]
    )
    assert "ghost: must be an exercise of the bank" in found[1]
    (tmp_path / "exercises/lists/corrections.toml").write_text("corrections = 1", encoding="utf-8")
    with pytest.raises(CourseError):
        load_corrections(tmp_path)


def test_a_run_over_nothing_has_empty_tables() -> None:
    done = graded(CLASS, [], NOW)
    assert (done.came_in, done.marked, done.aside) == (0, (), ())


@pytest.mark.parametrize("name", ["students", "instructor", "written", "marked", "regraded"])
def test_a_folder_of_the_assignments_own_is_not_marked_and_results_stay(
    name: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["grade", str(folder)]) == 0
    (folder / name).mkdir(parents=True, exist_ok=True)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    capsys.readouterr()
    assert main(["grade", str(folder / name)]) == 1
    assert capsys.readouterr().out == (
        f"{(folder / name).as_posix()}: file: must be what came back, and lies in a folder of the assignment’s own; name "
        f"{folder.as_posix()} [work]\n"
    )
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
