"""Workbooks: read as the tables that they show, never run, and set aside with a reason where that cannot be done."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest
from classes import class_of, work

from exercises.classroom import workbook
from exercises.classroom.taking_in import archive
from exercises.classroom.taking_in.answers import write_code
from exercises.classroom.taking_in.intake import HandedIn, Piece, Remark, SetAside, read_piece, take_in
from exercises.classroom.workbook import as_workbook, read_workbook

PAPER = class_of("Mira Okafor", "Jonas Lindqvist", kinds=("date", "number"))
HEADS = ("sheet", "student", "name", "Q1", "Q2")
MIRA = (PAPER.sheets[0].code, "s1", "Mira Okafor")


def book(
    *rows: tuple[object, ...], formats: dict[str, str] | None = None, **sheets: tuple[tuple[object, ...], ...]
) -> bytes:
    """Return a workbook with these rows, cells in these formats, and more sheets."""
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    for cell, form in (formats or {}).items():
        made.active[cell].number_format = form
    for name, more in sheets.items():
        sheet = made.create_sheet(name)
        for row in more:
            sheet.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def changed(data: bytes, change: Callable[[str, bytes], bytes], **more: bytes) -> bytes:
    """Return a workbook with its files changed, and more of them."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, text in more.items():
            new.writestr(f"xl/{name}.bin", text)
    return out.getvalue()


def with_formula(data: bytes, value: bytes) -> bytes:
    """Return a workbook in which the number 184 is a formula, with what a program saved as its value."""
    return changed(data, lambda name, text: text.replace(b"<v>184</v>", b"<f>B1+WEBSERVICE(1)</f>" + value))


def pieces(data: bytes, name: str = "paper.xlsx") -> list[Piece]:
    """Return what comes of a workbook at the top of the folder."""
    return list(read_piece(data, name, PAPER))


def typed(data: bytes) -> list[dict[str, object]]:
    """Return what each line of the teacher's workbook answers."""
    found = pieces(data)
    assert all(isinstance(one, HandedIn) and one.typed for one in found)
    return [dict(one.answers.answers) for one in found if isinstance(one, HandedIn)]


def reason(data: bytes) -> str:
    """Return why a workbook is set aside."""
    (one,) = pieces(data)
    assert isinstance(one, SetAside)
    return one.reason


def test_a_workbook_is_read_as_the_same_table_in_csv_is() -> None:
    rows = (HEADS, (*MIRA, "2019-12-31", "184"), (), ("", "s2", "", "30 June 2019", "2,5"))
    found = pieces(book(*rows))
    text = "\n".join(";".join(row) for row in rows).encode()
    as_csv = list(read_piece(text, "paper.csv", PAPER))
    assert [one.answers for one in found if isinstance(one, HandedIn)] == [
        one.answers for one in as_csv if isinstance(one, HandedIn)
    ]
    assert [one.where for one in found] == ["paper.xlsx, line 2", "paper.xlsx, line 4"]


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [
        (datetime.fromisoformat("2019-09-11"), "DD.MM.YYYY", "2019-09-11"),
        (date(2019, 9, 11), "d-mmm-yy", "2019-09-11"),
        (datetime.fromisoformat("2019-09-11T14:30"), "DD.MM.YYYY HH:MM", "2019-09-11 14:30:00"),
        (time(9, 30), "HH:MM", "09:30:00"),
        (184, "General", "184"),
        (184.0, "0.00", "184"),
        (0.1 + 0.2, "General", "0.3"),
        (0.625, "0.0%", "62.5%"),
        (7, "000", "007"),
        (1.234, "General", "1.2340"),
        (12345678901234567890, "General", "1.23456789012346e+19"),
        (True, "General", "TRUE"),
        ("'007", "General", "007"),
        ("03/04/2019", "General", "03/04/2019"),
        (" A ", "@", "A"),
    ],
)
def test_a_cell_counts_as_it_is_shown(value: object, form: str, shown: str) -> None:
    assert read_workbook(book(("x", value), formats={"B1": form}))["Sheet"] == [(1, ["x", shown])]


def test_a_day_counts_in_the_years_that_old_workbooks_count_from_too() -> None:
    old = openpyxl.Workbook()
    old.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    old.active["A1"] = datetime.fromisoformat("2019-09-11")
    out = io.BytesIO()
    old.save(out)
    assert read_workbook(out.getvalue())["Sheet"] == [(1, ["2019-09-11"])]


def test_a_formula_counts_as_the_value_that_was_saved_and_is_never_worked_out() -> None:
    table = book(HEADS, (*MIRA, "2019-12-31", 184))
    assert typed(with_formula(table, b"<v>7</v>")) == [{"date": "2019-12-31", "number": "7"}]
    for none in (b"", b"<v/>", b"<v></v>"):
        assert reason(with_formula(table, none)) == (
            "it has formulas whose results were not saved: open it in a spreadsheet program, and save it"
        )


def test_macros_in_a_workbook_do_nothing() -> None:
    data = changed(book(HEADS, (*MIRA, "", 184)), lambda name, text: text, vbaProject=b"Sub Auto_Open()")
    assert typed(data) == [{"number": "184"}]


def test_every_sheet_that_is_such_a_table_is_read_and_named_where_there_are_several() -> None:
    more = {"notes": (("of no", "use"),), "second": (HEADS, ("", "s2", "", "", 7))}
    assert [one.where for one in pieces(book(("",), **more))] == ["paper.xlsx, line 2"]
    found = pieces(book(HEADS, (*MIRA, "", 184), **more))
    assert [one.where for one in found] == ["paper.xlsx, Sheet, line 2", "paper.xlsx, second, line 2"]


def test_codes_are_found_in_the_cells_of_a_workbook() -> None:
    code = write_code(work(PAPER, 1, answers={"number": "184"}, sure={}), PAPER)
    (one,) = pieces(book(("Name", "Answer"), ("Jonas", f"my code: {code}")))
    assert isinstance(one, HandedIn)
    assert (one.answers.name, one.typed) == ("Jonas Lindqvist", False)
    assert "headings of paper.csv" in reason(book(("a", "b"), (1, 2)))


def test_a_students_workbook_speaks_for_that_student_alone(tmp_path: Path) -> None:
    (tmp_path / "Jonas Lindqvist").mkdir()
    (tmp_path / "Jonas Lindqvist/paper.xlsx").write_bytes(book(HEADS, (*MIRA, "", 1), ("", "s2", "", "", 7)))
    first, second = take_in([tmp_path], PAPER)
    assert isinstance(first, SetAside)
    assert first.reason == "it is a line for another student in a table that a student handed in"
    assert isinstance(second, HandedIn)
    assert not second.typed


def test_what_a_workbook_has_besides_is_told_and_counts_as_no_piece() -> None:
    remark, line = pieces(book((*HEADS, "Remark"), (*MIRA, "", 184, "well done")))
    assert isinstance(remark, Remark)
    assert isinstance(line, HandedIn)


def test_a_damaged_workbook_is_set_aside_with_a_reason() -> None:
    whole = book(HEADS, (*MIRA, "", 184))
    for name in ("xl/workbook.xml", "xl/worksheets/sheet1.xml"):
        broken = changed(whole, lambda found, text, name=name: text[: len(text) // 2] if found == name else text)
        assert reason(broken) == "it is a workbook that is damaged: open it, and save it again"
    at = whole.index(b"xl/worksheets/sheet1.xml") + 60
    bent = whole[:at] + bytes(255 - byte for byte in whole[at : at + 40]) + whole[at + 40 :]
    assert "damaged" in reason(bent)
    assert reason(whole[: len(whole) // 2]) == "it is a zip that is damaged or cut off: ask for it again"


def test_a_workbook_that_grows_when_it_is_unpacked_is_set_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = changed(book(HEADS, (*MIRA, "", 184)), lambda name, text: text, media=bytes(2_000_000))
    assert typed(bomb) == [{"number": "184"}]
    monkeypatch.setattr(workbook, "MAX_UNPACKED", 1_000_000)
    assert reason(bomb) == "it is a workbook that unpacks to more than any table would"
    monkeypatch.setattr(archive, "MAX_UNPACKED_INSIDE", 1_000_000)
    assert reason(bomb) == "it unpacks to more than any work would: ask for the answers file or the code"


def test_entities_that_multiply_are_not_read() -> None:
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'

    def change(name: str, text: bytes) -> bytes:
        return laughs + text.replace(b"<v>184</v>", b"<v>&b;</v>") if name.endswith("sheet1.xml") else text

    assert "damaged" in reason(changed(book(HEADS, (*MIRA, "", 184)), change))


def test_a_sheet_of_more_cells_than_any_class_fills_is_set_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MAX_CELLS", 20)
    assert reason(book(HEADS, *[(*MIRA, "", 184)] * 4)) == "it is a workbook that unpacks to more than any table would"
    far = openpyxl.Workbook()
    far.active.cell(900, 1, "x")
    out = io.BytesIO()
    far.save(out)
    assert reason(out.getvalue()) == "it is a workbook that unpacks to more than any table would"


def test_where_openpyxl_is_missing_a_workbook_is_set_aside_and_says_what_to_type(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    assert reason(book(HEADS)) == (
        "workbooks cannot be read here yet: run make sheets, then run this again, or save it as “CSV UTF-8”"
    )


def test_what_is_no_workbook_is_none() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("a.txt", "x")
    assert [as_workbook(data) for data in (b"", b"student,name\n", out.getvalue())] == [None] * 3
    assert as_workbook(book(("a",))) == {"Sheet": [(1, ["a"])]}
