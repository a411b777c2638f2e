"""No mark that a teacher has typed is ever lost or moved, whatever is run, in which order, and whatever goes wrong."""

from __future__ import annotations

import csv
import io
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from classes import class_of, work
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sites import ROOT

from exercises.classroom import commands
from exercises.classroom.assignment import Assignment, write_manifest
from exercises.classroom.marking import written
from exercises.classroom.marking.marker import digest
from exercises.classroom.marking.written import Table
from exercises.classroom.taking_in.answers import write_answers
from exercises.cli import main
from exercises.files import LOCK, alone_in
from exercises.questions.key import Criterion

CLASS = class_of("Mira Okafor", "Jonas Lindqvist", kinds=("date", "written"))
HEADS = ["owners (0-2)", "days (0-1)", "length (0-1)"]
TABLE = "02-written.csv"
RUBRICS = {
    "as it was": [("owners", 2), ("days", 1), ("length", 1)],
    "a criterion gone": [("owners", 2), ("length", 1)],
    "a criterion more": [("owners", 2), ("days", 1), ("length", 1), ("voice", 3)],
    "other marks": [("owners", 3), ("days", 1), ("length", 1)],
    "all others": [("claim", 1), ("source", 2)],
}


def today(rubric: str) -> SimpleNamespace:
    """Return a course whose exercises are those of the class, with this rubric for the written one."""
    keys = {item.exercise.id: item.key for item in CLASS.items}
    criteria = tuple(Criterion(id=id, text="Something to see.", marks=marks) for id, marks in RUBRICS[rubric])
    keys["written"] = keys["written"].model_copy(update={"rubric": criteria, "solution": f"Today: {rubric}."})
    return SimpleNamespace(bank=SimpleNamespace(exercises=[item.exercise for item in CLASS.items]), keys=keys)


def make(folder: Path, given: Assignment = CLASS) -> Path:
    """Make an assignment's folder, with the written work of two students in it."""
    for name in ("instructor", "answers"):
        (folder / name).mkdir(parents=True)
    write_manifest(folder / "instructor/manifest.json", given)
    for place, text in enumerate(("First.", "Second.")):
        hand_in(folder, place, text)
    return folder


def hand_in(folder: Path, place: int, text: str) -> None:
    """Put a student's work into the folder."""
    data = write_answers(work(CLASS, place, answers={"written": text}), CLASS)
    (folder / f"answers/{place}.json").write_bytes(data)


def lines(path: Path) -> list[dict[str, str]]:
    """Return a table's lines as a spreadsheet reads them, whatever parts its cells."""
    text = path.read_bytes().decode("utf-8-sig")
    first = text.partition("\n")[0]
    return list(csv.DictReader(io.StringIO(text), delimiter=max(",;\t", key=first.count)))


def save(path: Path, rows: list[dict[str, str]], delimiter: str = ",", bom: str = "") -> None:
    """Save a table as a spreadsheet does."""
    out = io.StringIO(newline="")
    heads = list(dict.fromkeys(head for row in rows for head in row))
    writer = csv.DictWriter(out, heads, delimiter=delimiter, lineterminator="\r\n", restval="")
    writer.writeheader()
    writer.writerows(rows)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes((bom + out.getvalue()).encode())


def type_mark(path: Path, answer: str, head: str, mark: str, **how: str) -> None:
    """Type one mark into a table and save it."""
    rows = lines(path)
    for row in rows:
        if row["answer"] == answer:
            row[head] = mark
    save(path, rows, **how)


@contextmanager
def patched(place: Any, name: str, value: object) -> Iterator[None]:  # noqa: ANN401 - a module or a class
    """Put something else in a place for as long as the block lasts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(place, name, value)
        yield


class Killed(BaseException):
    """What ends a run wherever it is."""


class Teacher(RuleBasedStateMachine):
    """Plays a teacher's week: runs of every sort, marks typed between them and during them, runs that die."""

    @initialize()
    def start(self) -> None:
        """Make the folder."""
        self.top = Path(tempfile.mkdtemp())
        self.home = make(self.top / "cp")
        self.table = self.home / "written" / TABLE
        self.typed: dict[tuple[str, str], str] = {}
        self.rubric = "a criterion more"

    def teardown(self) -> None:
        """Clear away."""
        shutil.rmtree(self.top, ignore_errors=True)

    def run(self, command: str, out: str) -> None:
        """Run a command of today's course."""
        arguments = [command, str(self.home), *(["--out", str(self.top / out)] if out else [])]
        with (
            patched(commands, "load_course", lambda root: today(self.rubric)),
            patched(commands, "load_corrections", lambda root: []),
        ):
            assert main(arguments) == 0

    def type(self, choice: int, mark: int) -> None:
        """Type a mark somewhere into the table, as one of three spreadsheets saves it."""
        if not self.table.exists():
            return
        rows = lines(self.table)
        heads = [head for head in rows[0] if head.endswith(")")] if rows else []
        if not rows or not heads:
            return
        answer, head = rows[choice % len(rows)]["answer"], heads[choice // 7 % len(heads)]
        how = ({}, {"delimiter": ";"}, {"bom": "\ufeff"})[choice % 3]
        text = str(min(mark, int(head[-2])))
        type_mark(self.table, answer, head, text, **how)
        self.typed[answer, head] = text

    runs = st.sampled_from(["grade", "regrade"])
    outs = st.sampled_from(["", "elsewhere", "cp/mine", "cp/answers/mine"])
    choices, marks = st.integers(0, 40), st.integers(0, 3)

    @rule(command=runs, out=outs)
    def mark(self, command: str, out: str) -> None:
        """Run once."""
        self.run(command, out)

    @rule(choice=choices, mark=marks)
    def type_between(self, choice: int, mark: int) -> None:
        """Type a mark while nothing runs."""
        self.type(choice, mark)

    @rule(command=runs, out=outs, choice=choices, mark=marks)
    def type_during(self, command: str, out: str, choice: int, mark: int) -> None:
        """Save a mark while a run is at work, after it has read the table."""
        write = commands.write_results

        def slowly(*given: Any, **named: Any) -> list[Path]:  # noqa: ANN401 - as write_results takes them
            self.type(choice, mark)
            return write(*given, **named)

        with patched(commands, "write_results", slowly):
            self.run(command, out)

    @rule(command=runs, out=outs, after=st.integers(0, 6), choice=choices, mark=marks)
    def kill(self, command: str, out: str, after: int, choice: int, mark: int) -> None:
        """End a run where it puts something in place."""
        replace, left = Path.replace, [after]

        def dying(path: Path, target: Path) -> Path:
            left[0] -= 1
            if left[0] < 0:
                raise Killed
            return replace(path, target)

        with patched(Path, "replace", dying), suppress(Killed):
            self.run(command, out)
        self.type(choice, mark)

    @rule(rubric=st.sampled_from(sorted(RUBRICS)))
    def change_rubric(self, rubric: str) -> None:
        """Take another version of the course."""
        self.rubric = rubric

    @rule(place=st.integers(0, 1), text=st.sampled_from(["First.", "Second.", "Third.", "Fourth."]))
    def hand_in_again(self, place: int, text: str) -> None:
        """Let a student hand in something else."""
        hand_in(self.home, place, text)

    @rule(folder=st.sampled_from(["marked", "regraded"]), mark=st.integers(0, 1))
    def type_as_of_old(self, folder: str, mark: int) -> None:
        """Find a table among results, as earlier versions wrote them, with a mark that stands nowhere else."""
        answer, head = digest("written", "Third."), "days (0-1)"
        old = self.home / folder / "written" / TABLE
        if (answer, head) in self.typed or not (self.home / folder / "grades.csv").exists():
            return
        save(old, [{"answer": answer, head: str(mark), "remark": ""}])
        self.run("grade", "")
        self.typed[answer, head] = str(mark)

    @invariant()
    def every_mark_stands_where_it_was_typed(self) -> None:
        """Hold that the table has every mark, and that no draft and no lock is left."""
        if not hasattr(self, "home") or not self.typed:
            return
        found = {row["answer"]: row for row in lines(self.table)}
        assert {(answer, head): found[answer][head] for answer, head in self.typed} == self.typed
        assert not (self.home / LOCK).exists()


TestTeacher = Teacher.TestCase
TestTeacher.settings = settings(
    max_examples=20, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
)


# One by one


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return an assignment's folder, marked once."""
    home = make(tmp_path / "cp")
    main(["grade", str(home)])
    return home


def marks_of(folder: Path, text: str = "First.") -> dict[str, str]:
    """Return what stands in the table for an answer."""
    return next(row for row in lines(folder / "written" / TABLE) if row["answer"] == digest("written", text))


def regrade(folder: Path, rubric: str, *more: str) -> int:
    """Mark by today's keys."""
    with (
        patched(commands, "load_course", lambda root: today(rubric)),
        patched(commands, "load_corrections", lambda root: []),
    ):
        return main(["regrade", str(folder), *more])


def grades(path: Path) -> dict[str, dict[str, str]]:
    """Return a table of grades by student."""
    return {row["student"]: row for row in lines(path / "grades.csv")}


def test_marks_count_in_every_command_wherever_its_results_go(folder: Path, tmp_path: Path) -> None:
    for head, mark in zip(HEADS, "211", strict=True):
        type_mark(folder / "written" / TABLE, digest("written", "First."), head, mark)
    for run in (
        lambda out: main(["grade", str(folder), "--out", str(out)]),
        lambda out: regrade(folder, "as it was", "--out", str(out)),
    ):
        for out in (tmp_path / "x", folder / "mine"):
            assert run(out) == 0
            assert grades(out)["s1"]["2 written"] == "1"
            assert list(out.glob("written")) == []


def test_half_marks_count_with_a_point_or_a_comma(folder: Path) -> None:
    for head, mark in zip(HEADS, ("1.5", "0,5", "1"), strict=True):
        type_mark(folder / "written" / TABLE, digest("written", "First."), head, mark)
    main(["grade", str(folder)])
    assert grades(folder / "marked")["s1"]["2 written"] == "0.75"


def test_marks_for_a_criterion_that_is_gone_stay_and_are_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for head, mark in zip(HEADS, "211", strict=True):
        type_mark(folder / "written" / TABLE, digest("written", "First."), head, mark)
    assert regrade(folder, "other marks") == 0
    said = capsys.readouterr().out
    assert "this rubric has no “owners (0-2)”: what stands there (1) is kept, and does not count here" in said
    assert grades(folder / "regraded")["s1"]["status"] == "some to mark by hand"
    assert (marks_of(folder)["owners (0-2)"], marks_of(folder)["owners (0-3)"]) == ("2", "")
    type_mark(folder / "written" / TABLE, digest("written", "First."), "owners (0-3)", "3")
    regrade(folder, "other marks")
    main(["grade", str(folder)])
    assert [grades(folder / name)["s1"]["2 written"] for name in ("marked", "regraded")] == ["1", "1"]


def test_a_teachers_own_columns_order_and_delimiter_stay(folder: Path) -> None:
    table = folder / "written" / TABLE
    rows = [{"To self": "ask her", **row} for row in reversed(lines(table))]
    save(table, rows, delimiter=";", bom="\ufeff")
    before = table.read_bytes()
    main(["grade", str(folder)])
    assert table.read_bytes() == before
    hand_in(folder, 0, "Another.")
    main(["grade", str(folder)])
    assert table.read_bytes().startswith("\ufeffto self;answer;".encode())
    found = lines(table)
    assert [row["answer"] for row in found][:2] == [row["answer"] for row in rows]
    assert [row["to self"] for row in found] == ["ask her", "ask her", ""]


@pytest.mark.parametrize(
    ("encoding", "remark"),
    [("cp1252", "Très bien – “déjà” vu"), ("cp949", "좋음, 다시 읽어라"), ("utf-16-le", "很好"), ("utf-16", "좋음")],
)
def test_a_table_saved_in_an_encoding_of_spreadsheets_is_read_and_written_in_utf_8(
    folder: Path, encoding: str, remark: str
) -> None:
    table = folder / "written" / TABLE
    rows = [{**row, "remark": remark, HEADS[0]: "1"} for row in lines(table)]
    save(table, rows, delimiter="\t" if "utf" in encoding else ";")
    table.write_bytes(table.read_bytes().decode().encode(encoding))
    hand_in(folder, 0, "Another.")
    assert main(["grade", str(folder)]) == 0
    assert (marks_of(folder)["remark"], marks_of(folder)[HEADS[0]]) == (remark, "1")


def test_a_table_whose_remarks_may_be_several_is_read_told_and_kept_as_it_was(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = folder / "written" / TABLE
    rows = [{**row, "remark": "ÀÁ", **dict.fromkeys(HEADS, "1")} for row in lines(table)]
    save(table, rows)
    table.write_bytes(before := table.read_bytes().decode().encode("cp1252"))
    assert main(["grade", str(folder)]) == 0
    assert f"{table}: it is not in UTF-8; if ÀÁ, ÀÁ is not what it says, save it as" in capsys.readouterr().out
    assert grades(folder / "marked")["s1"]["2 written"] == "0.75"
    assert table.read_bytes() == before
    hand_in(folder, 0, "Another.")
    main(["grade", str(folder)])
    assert marks_of(folder)["remark"] == "ÀÁ"
    assert table.with_name(f"{TABLE}.old").read_bytes() == before


def test_where_the_tables_cannot_be_written_the_results_stand_and_it_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(*_: object) -> None:
        raise PermissionError(13, "Permission denied", "x")

    monkeypatch.setattr(written, "write_whole", closed)
    capsys.readouterr()
    assert main(["grade", str(folder)]) == 1
    said = capsys.readouterr().out
    assert "2 pieces came in: 2 marked" in said
    assert "written: file: must be a folder that can be written, and is not (Permission denied); make it yours" in said
    monkeypatch.setattr(commands, "read_manifest", closed)
    assert main(["grade", str(folder)]) == 2
    assert "x: file: must be yours to read and write, with room on its disk, and is not" in capsys.readouterr().out


def test_what_was_saved_while_a_run_was_going_on_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write: Callable[..., list[Path]] = commands.write_results

    def slowly(*given: Any, **named: Any) -> list[Path]:  # noqa: ANN401 - as write_results takes them
        type_mark(folder / "written" / TABLE, digest("written", "First."), HEADS[0], "2")
        return write(*given, **named)

    with patched(commands, "write_results", slowly):
        main(["grade", str(folder)])
    assert f"{TABLE} was saved while this ran: run again to count what is new in it" in capsys.readouterr().out
    assert marks_of(folder)[HEADS[0]] == "2"


def test_what_was_saved_between_the_last_look_and_the_writing_stays(folder: Path) -> None:
    table, add, left = folder / "written" / TABLE, Table.add, [1]
    hand_in(folder, 0, "Another.")

    def slowly(given: Table, heads: Any, answers: Any) -> None:  # noqa: ANN401 - as add takes them
        add(given, heads, answers)
        if left and left.pop():
            type_mark(table, digest("written", "First."), HEADS[0], "2")

    with patched(Table, "add", slowly):
        main(["grade", str(folder)])
    assert (left, marks_of(folder)[HEADS[0]], marks_of(folder, "Another.")[HEADS[0]]) == ([], "2", "")


@pytest.mark.parametrize("command", ["grade", "regrade"])
def test_a_second_run_in_the_folder_says_that_it_must_wait(
    folder: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with alone_in(folder), patched(commands, "alone_in", partial(alone_in, patience=0)):
        assert (regrade(folder, "other marks") if command == "regrade" else main([command, str(folder)])) == 1
    assert f"another run (process {os.getpid()}) is at work in this folder" in capsys.readouterr().out


def test_a_table_that_was_spoilt_while_a_run_was_going_on_is_left_alone(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table, write = folder / "written" / TABLE, commands.write_results

    def slowly(*given: Any, **named: Any) -> list[Path]:  # noqa: ANN401 - as write_results takes them
        table.write_bytes(b"reply,owners (0-2)\nw0,2\n")
        return write(*given, **named)

    with patched(commands, "write_results", slowly):
        assert main(["grade", str(folder)]) == 1
    assert "must have the column “answer”" in capsys.readouterr().out
    assert table.read_bytes() == b"reply,owners (0-2)\nw0,2\n"


def test_tables_among_results_are_taken_over_and_kept(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = digest("written", "First.")
    for where, mark in (("marked", "1"), ("mine", "2")):
        save(folder / where / "written" / TABLE, [{"answer": name, HEADS[0]: mark}])
    (folder / "mine/grades.csv").touch()
    main(["grade", str(folder)])
    assert marks_of(folder)[HEADS[0]] == "1"
    said = capsys.readouterr().out
    assert (
        f"{name}, {HEADS[0]}: “1” counts, and {folder / 'mine/written' / TABLE} has “2”: type the one that is right"
        in said
    )
    type_mark(folder / "written" / TABLE, name, HEADS[0], "")
    main(["grade", str(folder)])
    assert marks_of(folder)[HEADS[0]] == ""
    assert sorted(path.name for path in folder.glob("*/written/*")) == [f"{TABLE}.old"] * 2


def test_a_second_table_that_is_taken_over_leaves_the_first_one_kept(folder: Path) -> None:
    for answer in ("First.", "Second."):
        save(folder / "marked/written" / TABLE, [{"answer": digest("written", answer), HEADS[0]: "1"}])
        main(["grade", str(folder)])
        assert marks_of(folder, answer)[HEADS[0]] == "1"
    kept = sorted((folder / "marked/written").glob(f"{TABLE}.old*"))
    assert [lines(path)[0]["answer"] for path in kept] == [digest("written", text) for text in ("First.", "Second.")]


@pytest.mark.parametrize("unseen", ["", "\x12"], ids=["alike", "alike-but-for-a-control-character"])
def test_two_lines_for_one_answer_that_differ_are_a_finding(
    unseen: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A control character cannot be written again, so a name is read as it would be written."""
    table = folder / "written" / TABLE
    rows = lines(table)
    save(table, [*rows, {**rows[0], "answer": unseen + rows[0]["answer"], HEADS[0]: "2"}])
    before = table.read_bytes()
    assert main(["grade", str(folder)]) == 1
    assert f"line 4: must have one line for {rows[0]['answer']}, and has two that differ" in capsys.readouterr().out
    assert table.read_bytes() == before


def test_a_line_of_marks_that_a_comma_has_parted_is_a_finding_and_nothing_is_lost(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = folder / "written" / TABLE
    heads, line, *others = table.read_text(encoding="utf-8-sig").splitlines()
    table.write_text("\n".join([heads, line.partition(",")[0] + ",2,0,5,1,Good", *others]), encoding="utf-8")
    before = table.read_bytes()
    assert main(["grade", str(folder)]) == 1
    assert f"{table}: line 2: has more cells than headings: put a cell with a comma" in capsys.readouterr().out
    assert table.read_bytes() == before


def test_a_workbook_beside_the_table_is_taken_over_and_kept(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = digest("written", "First."), digest("written", "Second.")
    made = openpyxl.Workbook()
    for row in (("answer", *HEADS, "remark"), (first, 2, 0.5, 1, "Well put"), (second, 1, 1, 1, "")):
        made.active.append(row)
    book = folder / "written" / TABLE.replace(".csv", ".xlsx")
    made.save(book)
    type_mark(folder / "written" / TABLE, second, HEADS[0], "2")
    assert main(["grade", str(folder)]) == 0
    assert list(marks_of(folder).values())[1:] == ["2", "0.5", "1", "Well put"]
    assert marks_of(folder, "Second.")[HEADS[0]] == "2"
    assert f"{second}, {HEADS[0]}: “2” counts, and {book} has “1”: type the one" in capsys.readouterr().out
    assert [path.name for path in (folder / "written").glob("*.xlsx*")] == [f"{book.name}.old"]
    book.write_bytes(Path(f"{book}.old").read_bytes()[:-300])
    assert main(["grade", str(folder)]) == 1
    assert "must be a CSV file in UTF-8 or a workbook, and cannot be read" in capsys.readouterr().out


def test_a_file_beside_the_tables_that_is_not_read_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    there = folder / "written"
    for name in ("02-written.ods", "02-written (1).csv", "02-written.CSV", "mine.xlsx"):
        (there / name).write_bytes(b"x")
    for name in ("02-written.csv.old", "02-written.xlsx.old2", ".~lock.02-written.csv#", ".draft-x", "Thumbs.db"):
        (there / name).write_bytes(b"x")
    capsys.readouterr()
    assert main(["grade", str(folder)]) == 0
    told = "is not read: marks belong into 02-written.csv, or a workbook (.xlsx) of that name"
    assert [line for line in capsys.readouterr().out.splitlines() if "is not read" in line] == [
        f"{there / name} {told}" for name in ("02-written (1).csv", "02-written.CSV", "02-written.ods", "mine.xlsx")
    ]


def test_marks_typed_among_results_of_a_folder_that_cannot_be_written_are_told_to_count_there_alone(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: path != folder)
    for out in (tmp_path / "x", tmp_path / "y"):
        assert main(["grade", str(folder), "--out", str(out)]) == 0
        told = f"{folder} cannot be written: marks typed into {out / 'written'} count with --out {out} alone"
        assert told in capsys.readouterr().out.splitlines()
    monkeypatch.undo()
    main(["grade", str(folder)])
    assert "cannot be written" not in capsys.readouterr().out


def test_a_table_that_no_exercise_has_use_for_is_named_as_that(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one = tmp_path / "one"
    assert main(["assign", "read-or-guessed", "--out", str(one), "--no-pdf", "--root", str(ROOT)]) == 0
    (one / "written").mkdir()
    (one / "written/02-written.csv").write_text("student\n", encoding="utf-8")
    assert main(["grade", str(one)]) == 0
    told = f"{one / 'written/02-written.csv'} is not read: no exercise of this assignment is marked by hand\n"
    assert told in capsys.readouterr().out


@pytest.mark.parametrize(("above", "number"), [("sep=,\n", 4), ("\n\n", 5), ("", 3)])
def test_a_mark_that_the_rubric_has_not_is_told_with_its_line_in_the_file(
    folder: Path, capsys: pytest.CaptureFixture[str], above: str, number: int
) -> None:
    """As a spreadsheet numbers it, whatever stands above and however many lines are empty."""
    table = folder / "written" / TABLE
    heads, line, *_ = table.read_text(encoding="utf-8-sig").splitlines()
    table.write_text(f"{above}{heads}\n\n{line.partition(',')[0]},9,0,0,\n", encoding="utf-8")
    assert main(["grade", str(folder)]) == 1
    assert f"{table}: line {number}, owners: must be a whole or half number" in capsys.readouterr().out


def test_a_manifest_that_is_not_there_is_told_and_no_folder_is_made_for_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = folder / "typo/deep/manifest.json"
    assert main(["grade", str(folder), "--manifest", str(missing)]) == 1
    assert str(missing) in capsys.readouterr().out
    assert not (folder / "typo").exists()
