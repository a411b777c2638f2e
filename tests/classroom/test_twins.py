"""Twins handed out and marked: neighbours get different ones, and nobody gets both."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from exercises.classroom.assignment import INSTRUCTOR, MANIFEST, read_manifest
from exercises.classroom.taking_in.answers import Answers, write_answers
from exercises.cli import main

ROOT = Path(__file__).resolve().parents[2]


def twins(tmp_path: Path, students: tuple[str, ...] = ("s1", "s2", "s3")) -> Path:
    """Assign the twins of a set to a class, and return the folder of both."""
    roster, out = tmp_path / "class.csv", tmp_path / "out"
    roster.write_text("\n".join(["id,name", *(f"{student},{student.upper()}" for student in students)]))
    assert main(["assign", "pre", "--out", str(out), "--roster", str(roster), "--root", str(ROOT), "--no-pdf"]) == 0
    return out


def students_of(out: Path) -> list[list[str]]:
    return [[sheet.student for sheet in read_manifest(out / twin / INSTRUCTOR / MANIFEST).sheets] for twin in "ab"]


def test_neighbours_on_the_roster_get_different_twins_and_nobody_gets_both(tmp_path: Path) -> None:
    out = twins(tmp_path)
    assert students_of(out) == [["s1", "s3"], ["s2"]]
    assert [list(read_manifest(out / twin / INSTRUCTOR / MANIFEST).item) for twin in "ab"] == [["entry-a"], ["entry-b"]]


def test_who_joins_later_gets_the_twin_that_fewer_have_and_who_has_one_keeps_it(tmp_path: Path) -> None:
    out = twins(tmp_path)
    (tmp_path / "late.csv").write_text("id,name\nS1,Mira\ns4,Lena\ns2,Jonas\ns5,Tariq\n")
    assert main(["assign", "--add", str(tmp_path / "late.csv"), "--out", str(out), "--due", "Monday"]) == 0
    assert students_of(out) == [["s1", "s3", "s5"], ["s2", "s4"]]
    assert {read_manifest(out / twin / INSTRUCTOR / MANIFEST).due for twin in "ab"} == {"Monday"}


def test_nobody_is_added_to_one_of_two_twins_by_itself(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = twins(tmp_path)
    (tmp_path / "late.csv").write_text("id,name\ns2,Jonas\n")
    assert main(["assign", "--add", str(tmp_path / "late.csv"), "--out", str(out / "a")]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == (
        f"{(out / 'a').as_posix()}: --out: must be the folder of both twins, so that nobody gets both, and is one of "
        f"them; name {out.as_posix()} [out]"
    )
    assert students_of(out) == [["s1", "s3"], ["s2"]]
    assert main(["assign", "--out", str(out / "a"), "--due", "Monday"]) == 0


def test_a_run_that_ended_between_twins_goes_on_with_the_second(tmp_path: Path) -> None:
    out = twins(tmp_path)
    page = next((out / "a/students").glob("*.html"))
    made_at = page.stat().st_mtime_ns
    shutil.rmtree(out / "b")
    twins(tmp_path)
    assert students_of(out) == [["s1", "s3"], ["s2"]]
    assert page.stat().st_mtime_ns == made_at


def test_twins_are_made_once_in_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = twins(tmp_path)
    assert main(["assign", "pre", "--out", str(out), "--root", str(ROOT), "--no-pdf"]) == 1
    assert "must be a new or empty folder" in capsys.readouterr().out


def hand_in(folder: Path, student: str) -> None:
    """Put an answers file with everything right into an assignment's folder."""
    given = read_manifest(folder / INSTRUCTOR / MANIFEST)
    sheet = next(sheet for sheet in given.sheets if sheet.student == student)
    (item,) = given.items
    assert isinstance(item.key.correct, dict)
    right = {item.exercise.id: dict(item.key.correct)}
    work = Answers(assignment=given.id, sheet=sheet.code, student=student, name=sheet.name, answers=right, sure={})
    (folder / "answers" / f"{student}.json").write_bytes(write_answers(work, given))


def test_the_folder_of_twins_is_marked_as_one_each_beside_the_other(tmp_path: Path) -> None:
    """The one who had twin a before has twin b after, and is compared all the same."""
    (tmp_path / "before").mkdir()
    before, after = twins(tmp_path / "before", ("s2", "s1")), twins(tmp_path)
    for folder, students in ((before, ("s2", "s1")), (after, ("s1", "s2"))):
        for twin, student in zip("ab", students, strict=True):
            hand_in(folder / twin, student)
    assert main(["grade", str(after), "--before", str(before)]) == 0
    for twin in "ab":
        report = (after / twin / "marked/class.html").read_text(encoding="utf-8")
        assert "Over all statements it is 1.00 (too few to say how sure)." in report
        assert "1 student in both: 100 percent before, 100 percent after." in report


@pytest.mark.parametrize("twin", ["a", "b"])
def test_a_line_that_cannot_be_used_in_either_twin_ends_the_run_with_1(tmp_path: Path, twin: str) -> None:
    out = twins(tmp_path)
    (out / twin / "overrides.csv").write_text("student,exercise,points\ns99,1,1\n")
    assert main(["grade", str(out)]) == 1


def test_work_of_the_other_twin_is_set_aside_with_where_it_belongs(tmp_path: Path) -> None:
    out = twins(tmp_path, ("s1", "s2"))
    hand_in(out / "b", "s2")
    shutil.move(out / "b/answers/s2.json", out / "a/answers")
    assert main(["grade", str(out)]) == 0
    there = (out / "b").as_posix()
    told = f"it is of the twin in {there}: it counts there if it lies in {there}/answers, too"
    assert told in (out / "a/marked/set-aside.csv").read_text(encoding="utf-8")


def test_twins_are_not_given_to_a_class_of_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    roster = tmp_path / "class.csv"
    roster.write_text("id,name\ns1,Mira\n")
    out = tmp_path / "out"
    assert main(["assign", "pre", "--out", str(out), "--roster", str(roster), "--root", str(ROOT), "--no-pdf"]) == 1
    assert "must be empty or have two students or more" in capsys.readouterr().out
    assert not out.exists()


def test_twins_go_into_a_folder_that_is_new(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    assert main(["assign", "pre", "--out", str(tmp_path), "--root", str(ROOT), "--no-pdf"]) == 1
    assert "must be a new or empty folder" in capsys.readouterr().out
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
