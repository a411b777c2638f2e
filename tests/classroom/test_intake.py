"""What came back in a folder: every piece is read or set aside with its reason, and nothing is unpacked, run or followed."""

from __future__ import annotations

import io
import os
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from classes import assignment, class_of, work
from hypothesis import given, settings
from hypothesis import strategies as st

from exercises.classroom.assignment import Assignment, write_manifest
from exercises.classroom.handing_out.page import page_html
from exercises.classroom.handing_out.tables import letters_csv, paper_csv
from exercises.classroom.marking.marked import Marked
from exercises.classroom.reporting.feedback_page import FeedbackPages
from exercises.classroom.taking_in import archive, intake
from exercises.classroom.taking_in.answers import write_answers, write_code
from exercises.classroom.taking_in.intake import HandedIn, NoWork, Piece, Remark, SetAside, read_piece, take_in

CLASS = class_of("Mira Okafor", "Jonas Lindqvist")
MIRA, JONAS = (write_answers(work(CLASS, place, saved=f"2026-05-0{place + 1}T10:00:00Z"), CLASS) for place in (0, 1))


def zipped(files: dict[str, bytes], change: Callable[[zipfile.ZipFile], object] = lambda _: None) -> bytes:
    """Return a zip of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
        change(archive)
    return out.getvalue()


def pieces(folder: Path, given: Assignment = CLASS, **files: bytes | str) -> list[Piece]:
    """Return what comes of these files; in a name two underscores stand for a full stop."""
    for name, data in files.items():
        path = folder / name.replace("__", ".")
        path.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(take_in([folder], given))


def told(found: list[Piece]) -> list[str]:
    """Return for each piece whose it is, or why it was set aside, or that it is no work, and each remark."""
    return [
        one.answers.name if isinstance(one, HandedIn) else "no work" if isinstance(one, NoWork) else one.reason
        for one in found
    ]


def test_files_codes_and_zips_in_any_mixture_are_read(tmp_path: Path) -> None:
    code = write_code(work(CLASS, 1), CLASS)
    found = pieces(tmp_path, a__json=MIRA, b__txt=f"my code: {code}", c__zip=zipped({"deep/er/b.json": JONAS}))
    assert told(found) == ["Mira Okafor", "Jonas Lindqvist", "Jonas Lindqvist"]
    assert [one.where for one in found] == ["a.json", "b.txt", "c.zip › deep/er/b.json"]
    assert [bool(one.packed) for one in found] == [False, False, True]


def test_several_codes_in_one_text_are_a_piece_each(tmp_path: Path) -> None:
    codes = "\n\n".join(write_code(work(CLASS, place), CLASS) for place in (0, 1))
    found = pieces(tmp_path, forum__html=f"<div>{codes}</div>")
    assert told(found) == ["Mira Okafor", "Jonas Lindqvist"]
    assert [one.where for one in found] == ["forum.html, code 1", "forum.html, code 2"]


def test_a_zip_inside_the_zip_of_an_lms_is_read(tmp_path: Path) -> None:
    inner = zipped({"answers.json": MIRA})
    found = pieces(tmp_path, all__zip=zipped({"Mira Okafor_17_assignsubmission_file/work.zip": inner}))
    assert told(found) == ["Mira Okafor"]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("empty.json", b"", "it is empty: ask for the answers file or the code"),
        ("photo.jpg", b"\xff\xd8\xff\xe0 photo", "it is a picture: type the answers into paper.csv"),
        (
            "essay.doc",
            b"\xd0\xcf\x11\xe0 word",
            "it is a file of an older Word, Excel or Outlook: save your table as .xlsx, or else ask for the answers file "
            "or the code",
        ),
        (
            "paper.ods",
            zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"}),
            "it is an OpenDocument table (.ods), and these are not read: open it, and save it as a workbook (.xlsx) or as "
            "“CSV UTF-8”",
        ),
        (
            "paper.numbers",
            zipped({"Index/Document.iwa": b"x"}),
            "it is a document of Numbers or Pages, and these are not read: open it, and save it as a workbook (.xlsx) or "
            "as “CSV UTF-8”",
        ),
        (
            "essay.docx",
            zipped({"[Content_Types].xml": b"x"}),
            "it is a document of an office program: ask for the answers file or the code",
        ),
        ("work.rar", b"Rar!\x1a", "it is packed in a way that is not read: use zip"),
        (
            "hello.txt",
            b"Hello, teacher",
            "there is no answers file, code or sheet in it: ask for the answers file or the code",
        ),
        (
            "latin.txt",
            b"\xe9\xe8",
            "there is no answers file, code or sheet in it: ask for the answers file or the code",
        ),
        (
            "noise.bin",
            b"\x01\xe9\x02",
            "it is neither a sheet, an answers file, a zip, nor text: ask for the answers file or the code",
        ),
        (
            "page.html",
            page_html(CLASS, CLASS.sheets[0]).encode(),
            "it is the page to fill in, without the answers: ask for the answers file or the code",
        ),
        ("cut.zip", zipped({"a.json": MIRA})[:-30], "it is a zip that is damaged or cut off: ask for it again"),
        ("none.zip", zipped({}), "it is a zip with nothing in it: ask for the answers file or the code"),
        (
            "broken.pdf",
            b"%PDF-1.7 and no more",
            "it is broken and cannot be read: ask for the file again, or type the answers into paper.csv",
        ),
        (
            "late.pdf",
            b"\r\n%PDF-1.7 after a line of a mail program",
            "it is broken and cannot be read: ask for the file again, or type the answers into paper.csv",
        ),
        (
            "other.json",
            write_answers(work(assignment("date", id="deadbeef")), assignment("date", id="deadbeef")),
            "it is of another assignment (deadbeef, and this one is 0a1b2c3d): put it among the answers of that one",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value[-5:] else "",
)
def test_what_cannot_be_marked_is_set_aside_with_its_reason(
    tmp_path: Path, name: str, data: bytes, reason: str
) -> None:
    (tmp_path / name).write_bytes(data)
    assert [(one.where, one.reason) for one in take_in([tmp_path], CLASS)] == [(name, reason)]


@pytest.mark.parametrize("name", ["../up.json", "/etc/up.json", "a/../../up.json", "C:\\up.json", "..\\up.json"])
def test_a_path_that_climbs_out_of_its_zip_is_set_aside_and_nothing_is_written(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    assert told(pieces(folder, a__zip=zipped({name: MIRA}))) == [
        "its path leads out of the zip, which no LMS writes: ask for the answers file or the code"
    ]
    assert [path.name for path in tmp_path.rglob("*")] == ["in", "a.zip"]


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    bomb = zipped({"bomb.json": b"0" * 19_000_000, "huge.json": b"1" * 21_000_000})
    assert told(pieces(tmp_path, a__zip=bomb)) == [
        "it unpacks to more than any work would: ask for the answers file or the code",
        "it is larger than 20 megabytes: ask for the answers file or the code",
    ]


def test_an_entry_that_lies_about_its_size_is_set_aside(tmp_path: Path) -> None:
    data = zipped({"a.json": b"0" * 500_000})
    lying = data.replace((500_000).to_bytes(4, "little"), (50).to_bytes(4, "little"))
    assert told(pieces(tmp_path, a__zip=lying)) == ["it is damaged, and cannot be unpacked: ask for it again"]


def test_zips_nested_without_end_are_not_followed(tmp_path: Path) -> None:
    data = zipped({"a.json": MIRA})
    for _ in range(5):
        data = zipped({"inner.zip": data})
    assert told(pieces(tmp_path, a__zip=data)) == ["it is a zip inside 3 others: unpack them"]


def test_zips_that_multiply_inside_one_another_are_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_UNPACKED_INSIDE", 100_000)
    data = zipped({f"{number}.txt": b"x" * 9_000 for number in range(5)})
    data = zipped({f"{number}.zip": data for number in range(5)})
    found = pieces(tmp_path, a__zip=zipped({"a.zip": data, "mira.json": MIRA}))
    stopped = told(found).index("it unpacks to more than any work would: ask for the answers file or the code")
    assert 9 <= stopped <= 11
    assert set(told(found)[stopped:-1]) == {
        "it unpacks to more than any work would: ask for the answers file or the code"
    }
    assert told(found)[-1] == "Mira Okafor"


def test_a_students_zip_of_many_files_is_set_aside_and_the_rest_is_read(tmp_path: Path) -> None:
    many = zipped({f"{number}.txt": b"x" for number in range(201)})
    found = pieces(tmp_path, a__zip=zipped({"many.zip": many, "mira.json": MIRA}))
    assert told(found) == ["it is a zip of more than 200 files: ask for the answers file or the code", "Mira Okafor"]


def test_an_entry_with_a_password_is_set_aside(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.json": MIRA}))
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        data[data.index(mark) + (6 if mark[3] == 4 else 8)] |= 1
    assert told(pieces(tmp_path, a__zip=bytes(data))) == [
        "it is packed with a password: ask for the answers file or the code, without one"
    ]


def test_links_are_not_followed_and_pipes_not_opened(tmp_path: Path) -> None:
    secret = tmp_path / "secret.json"
    secret.write_bytes(MIRA)
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "link.json").symlink_to(secret)
    (folder / "round").symlink_to(tmp_path, target_is_directory=True)
    os.mkfifo(folder / "pipe")
    link = "it is a link to another place, and is not followed: put the file itself there"
    assert told(pieces(folder)) == [link, "it is not a file", link]


def test_the_sheet_of_one_handed_in_by_another_of_the_roster_is_set_aside(tmp_path: Path) -> None:
    lms = zipped({"Jonas Lindqvist_12_assignsubmission_file/mira.json": MIRA, "okaformira_LATE_4_5_answers.json": MIRA})
    found = pieces(tmp_path, moodle__zip=lms)
    reason = "it is the sheet of Mira Okafor, handed in by Jonas Lindqvist: it does not count; ask both, and name it in overrides.csv if it shall"
    assert told(found) == [reason, "Mira Okafor"]
    assert found[0].student == "s2"


# Tables


SAVE = "open it, and save it as a workbook (.xlsx) or as “CSV UTF-8”"
PAPER = class_of("Mira Okafor", "Jonas Lindqvist", kinds=("date", "number"))
MIRAS, JONASS = (f"{sheet.code},{sheet.student},{sheet.name},2019-12-31,184" for sheet in PAPER.sheets)


def table(*lines: str, heads: str = "sheet,student,name,Q1,Q2") -> str:
    """Return a table with these headings and lines."""
    return "\n".join([heads, *lines, ""])


def typed_in(text: str | bytes, given: Assignment = PAPER) -> list[str]:
    """Return what comes of a table at the top of the folder."""
    return told(list(read_piece(text if isinstance(text, bytes) else text.encode(), "p.csv", given)))


def test_a_table_at_the_top_is_the_teachers_and_speaks_for_everyone(tmp_path: Path) -> None:
    found = pieces(tmp_path, given=PAPER, paper__csv=table(MIRAS, JONASS))
    assert [one.typed for one in found if isinstance(one, HandedIn)] == [True, True]
    (tmp_path / "instructor").mkdir()
    write_manifest(tmp_path / "instructor" / "manifest.json", PAPER)
    (tmp_path / "answers").mkdir()
    (tmp_path / "paper.csv").rename(tmp_path / "answers" / "typed.csv")
    assert [one.typed for one in take_in([tmp_path], PAPER) if isinstance(one, HandedIn)] == [True, True]
    assert [one.typed for one in take_in([tmp_path / "answers" / "typed.csv"], PAPER) if isinstance(one, HandedIn)] == [
        True,
        True,
    ]


@pytest.mark.parametrize(
    "name",
    [
        "Jonas Lindqvist_12_assignsubmission_file_/paper.csv",
        "lindqvistjonas_12_34_paper.csv",
        "Unit_s2_attempt_2026-05-01-10-00-00_paper.csv",
        "Jonas Lindqvist/paper.csv",
        "jonas lindqvist.csv",
    ],
)
def test_a_students_table_speaks_for_that_student_alone(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(table(MIRAS, JONASS))
    first, *rest = take_in([tmp_path], PAPER)
    assert told([first, *rest]) == [
        "it is a line for another student in a table that a student handed in",
        "Jonas Lindqvist",
    ]
    assert isinstance(rest[0], HandedIn)
    assert not rest[0].typed


@pytest.mark.parametrize("place", ["deep/paper.csv", "a.zip"])
def test_a_table_that_lies_deeper_and_names_no_sender_counts_for_nobody(tmp_path: Path, place: str) -> None:
    text = table(MIRAS).encode()
    (tmp_path / place).parent.mkdir(exist_ok=True)
    (tmp_path / place).write_bytes(zipped({"paper.csv": text}) if place == "a.zip" else text)
    assert told(list(take_in([tmp_path], PAPER))) == [
        "it is a table that lies in a folder or a zip: put it at the top of the folder if it is yours"
    ]


@pytest.mark.parametrize(
    "heads",
    [
        "Sheet code;Student ID;Student name;Q 1;q2",
        "sheet,student,name,1,2",
        "sheet\tstudent\tname\tQuestion 1\tQ2.",
        "sep=;\nsheet;student;name;Q1;Q2",
        "Marks of the paper class\n\nsheet,student,name,Q1,Q2",
        '"sheet";"student";"name";"Q1";"Q2"',
    ],
)
def test_headings_are_found_however_they_were_typed(tmp_path: Path, heads: str) -> None:
    parting = next(sign for sign in ";\t," if sign in heads.splitlines()[-1])
    found = pieces(tmp_path, given=PAPER, paper__csv=table(MIRAS.replace(",", parting), heads=heads))
    read = [one.answers.answers for one in found if isinstance(one, HandedIn)]
    assert read == [{"date": "2019-12-31", "number": "184"}]


def test_columns_that_are_not_known_or_not_there_are_said_with_what_was_looked_for() -> None:
    heads = "sheet,student,name,Q1,Q1 sure,Q2,Q2 sure"
    looked = "(looked for sheet, student, name, Q1, Q1 sure … Q2 sure)"
    (remark, _) = read_piece(table(MIRAS + ",x", heads="sheet,student,name,Q1,Q2,Remark").encode(), "p.csv", PAPER)
    assert isinstance(remark, Remark)
    assert typed_in(table("", f"{MIRAS.replace(',184', ',70,184')},,well done", heads=f"{heads},Remark")) == [
        f"nothing was read in “Remark”, no column of this table {looked}",
        "Mira Okafor",
    ]
    assert typed_in(table(",s1,,2019-12-31", heads="sheet,student,name,Q1")) == [
        f"without column Q2, nothing was read there {looked}",
        "Mira Okafor",
    ]
    assert typed_in(table(MIRAS, heads="sheet,student,name,Date,Q2")) == [
        f"its heading “Date” is not known, and Q1 is missing {looked}: mend the headings"
    ]
    assert typed_in(table("2019-12-31,184", heads="Q1,Q2")) == [
        "it has no column sheet, student or name, which say whose a line is, but Q1, Q2: add one"
    ]
    assert typed_in("a,b\n1,2\n") == [
        "it is a table without the headings of paper.csv (sheet, student, name, Q1 …): put them above the lines"
    ]


def test_a_quotation_mark_that_is_not_closed_does_not_take_in_the_lines_below() -> None:
    (mira, aside) = read_piece(table(MIRAS, '"s2,,,,', JONASS).encode(), "p.csv", PAPER)
    assert isinstance(mira, HandedIn)
    assert isinstance(aside, SetAside)
    why = "a quotation mark in line 3 is not closed, and takes in the lines below"
    assert aside.reason == f"it cannot be read behind line 2 ({why}): mend that, and save it as “CSV UTF-8”"


def test_a_last_line_that_may_have_been_cut_off_is_told() -> None:
    found = list(read_piece(table(MIRAS, JONASS).encode()[:-5], "p.csv", PAPER))
    assert [type(one) for one in found] == [HandedIn, HandedIn, Remark]
    assert told(found[2:]) == ["it ends before the column Q2: if it was cut off, save the table again"]


def test_a_column_that_stands_twice_is_refused_where_its_cells_differ() -> None:
    heads = "student,Q1,Q2,Q2"
    assert typed_in(table("s1,,184,", "s2,,184,9", heads=heads)) == [
        "Mira Okafor",
        "it has two columns Q2, which say different things: take one of them out",
    ]


@pytest.mark.parametrize(("name", "encoding"), [("Zoë Novák", "cp1252"), ("김민준", "cp949")])
def test_a_table_in_an_old_encoding_is_read_where_its_students_tell_which(name: str, encoding: str) -> None:
    given = class_of(name, "Jonas Lindqvist", kinds=("date", "short-text"))
    assert typed_in(table(f",,{name},2019-12-31,").encode(encoding), given) == [name]
    assert typed_in(table(",s2,Zoë,2019-12-31,").encode("cp1252"), given) == ["Jonas Lindqvist"]
    assert typed_in(table(",,Zoë,2019-12-31,été").encode("cp1252"), given) == [
        "it is not in UTF-8, and its letters may be several: save it as “CSV UTF-8”"
    ]


@pytest.mark.parametrize(
    ("line", "came"),
    [
        (",012,,2019-12-31,", "Ada"),
        (",12,,2019-12-31,", "Bo"),
        (",0012,,2019-12-31,", "Cy"),
        (",7,,2019-12-31,", "Di"),
        (",12,Cy,2019-12-31,", "Cy"),
        (",1.23457E+18,,2019-12-31,", "Eve"),
        (",100000,,2019-12-31,", "Flo"),
        ("3.84E+71,007,Di,2019-12-31,", "Di"),
        ("5.5637E+88,,,2019-12-31,", "Bo"),
        ("5.5637E+88,12,Bo,2019-12-31,", "Bo"),
        ("5.5637E+88,12,Cy,2019-12-31,", "its columns sheet and student and name name different students: mend the one that is wrong"),
        (",012,Bo,2019-12-31,", "its columns student and name name different students: mend the one that is wrong"),
        ("Average,,,2019-12-31,", "in column sheet, Average is none of this assignment’s sheets"),
        (",,Total,2019-12-31,", "it names neither a sheet nor a student of the roster"),
        (",,Gus,2019-12-31,", "it may be the line of 31 or 32: type the code of the sheet"),
    ],
)  # fmt: skip
def test_a_line_is_whose_all_its_cells_say_even_after_a_spreadsheet_has_rewritten_them(line: str, came: str) -> None:
    ids = {
        "012": "Ada",
        "12": "Bo",
        "0012": "Cy",
        "007": "Di",
        "1234567890123456789": "Eve",
        "1e5": "Flo",
        "31": "Gus",
        "32": "Gus",
    }
    base = class_of(*ids.values(), kinds=("date", "number"))
    sheets = [sheet.model_copy(update={"student": id}) for sheet, id in zip(base.sheets, ids, strict=True)]
    sheets[1] = sheets[1].model_copy(update={"code": "55637e84"})
    assert typed_in(table(line), base.model_copy(update={"sheets": tuple(sheets)})) == [came]


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("2019-9-11,2", {"date": "2019-9-11", "number": "2"}),
        ("43719,\"2,5\"", {"date": "2019-09-11", "number": "2,5"}),
        ("11-Sep-19,", {"date": "11-Sep-19"}),
        ("03/04/2019,", "in column Q1, 03/04/2019 can be read as 2019-04-03 or as 2019-03-04: type 2019-06-30 as text"),
        (",\"1,234\"", "in column Q2, 1,234 can be read as 1234 or as 1.234: type it without the "
         "comma or point, or with a 0 at its end"),
        (",22.313", "in column Q2, 22.313 can be read as 22.313 or as 22313: type it without the comma or point, "
         "or with a 0 at its end"),
    ],
)  # fmt: skip
def test_entries_are_read_as_spreadsheets_and_people_write_them(cell: str, read: object) -> None:
    (one,) = read_piece(table(f",s1,,{cell}").encode(), "p.csv", PAPER)
    assert isinstance(one, HandedIn)
    assert (one.answers.answers or one.answers.doubts[0]) == read


@pytest.mark.parametrize("cell", ["0.7", "0,7"])
def test_a_likelihood_between_0_and_1_is_asked_for_on_paper(cell: str) -> None:
    (one,) = read_piece(f'student,Q1\ns1,"{cell}"\n'.encode(), "p.csv", class_of("Zoë", kinds=("estimate",)))
    assert isinstance(one, HandedIn)
    ways = "0.7 percent (write 0.7%) or as 70 percent (write 70)"
    assert (one.answers.answers, one.answers.doubts) == (
        {},
        [f"in column Q1, {cell} can be read as {ways}: type the one that is meant"],
    )


# What is no work


def test_what_programs_and_the_course_leave_behind_is_counted_apart(tmp_path: Path) -> None:
    for name in (".DS_Store", "desktop.ini", "Thumbs.db", "~$paper.xlsx", ".~lock.paper.csv#", "._mira.json"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "grades.csv").write_text("\ufeffstudent,name,status,points\ns1,Mira,marked,3\n", encoding="utf-8")
    (tmp_path / "letters.csv").write_text(letters_csv(CLASS), encoding="utf-8")
    (tmp_path / "m.json").write_text(CLASS.model_dump_json())
    (tmp_path / "old").mkdir()
    for name in ("grades.csv", "set-aside.csv", "class.html", "mira.json"):
        (tmp_path / "old" / name).write_bytes(MIRA)
    (tmp_path / "mac.zip").write_bytes(zipped({"__MACOSX/._mira.json": b"x"}))
    results = {f"marked/{name}": MIRA for name in ("grades.csv", "set-aside.csv", "class.html", "lms/moodle.zip")}
    (tmp_path / "marked.zip").write_bytes(zipped(results))
    page = FeedbackPages(CLASS, {}).page(Marked("s1", "Mira", {"short-text": CODE}, {}, {})).encode()
    (tmp_path / "back.zip").write_bytes(zipped({"Mira Okafor_7_assignsubmission_file_/mira.html": page}))
    assert set(told(list(take_in([tmp_path], CLASS)))) == {"no work"}


def test_a_students_file_called_like_the_manifest_is_read(tmp_path: Path) -> None:
    assert told(pieces(tmp_path, manifest__json=MIRA)) == ["Mira Okafor"]


def test_results_among_what_came_back_are_no_work(tmp_path: Path) -> None:
    for name in ("instructor", "answers", "regraded", "elsewhere"):
        (tmp_path / name).mkdir()
    write_manifest(tmp_path / "instructor" / "manifest.json", CLASS)
    (tmp_path / "answers" / "mira.json").write_bytes(MIRA)
    for folder in ("regraded", "elsewhere"):
        for name in ("grades.csv", "set-aside.csv", "mira.json"):
            (tmp_path / folder / name).write_bytes(MIRA)
    assert [one.where for one in take_in([tmp_path], CLASS)] == ["answers/mira.json"]


def test_work_in_a_zip_beside_one_table_that_is_called_as_a_result_is_read(tmp_path: Path) -> None:
    found = pieces(tmp_path, a__zip=zipped({"mira/answers.json": MIRA, "mira/set-aside.csv": b"a,b\n"}))
    assert [one.where for one in found if isinstance(one, HandedIn)] == ["a.zip › mira/answers.json"]


def test_of_a_zip_in_a_zip_the_date_that_the_inner_one_has_is_the_works(tmp_path: Path) -> None:
    dated = zipfile.ZipInfo("answers.json", (2026, 5, 1, 10, 0, 0))
    inner = zipped({}, lambda archive: archive.writestr(dated, MIRA))
    later = zipfile.ZipInfo("inner.zip", (2026, 5, 9, 10, 0, 0))
    (found,) = pieces(tmp_path, all__zip=zipped({}, lambda archive: archive.writestr(later, inner)))
    assert isinstance(found, HandedIn)
    assert found.packed == "2026-05-01 10:00:00"


def test_a_folder_that_cannot_be_read_stops_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "closed").mkdir()
    (tmp_path / "jonas.json").write_bytes(JONAS)
    inside, opened = Path.iterdir, Path.open

    def iterdir(path: Path) -> Iterator[Path]:
        if path.name == "closed":
            raise PermissionError(13, "Permission denied")
        return inside(path)

    def open_(path: Path, *how: Any, **more: Any) -> object:  # noqa: ANN401 - as Path.open takes them
        if path.name == "jonas.json":
            raise PermissionError(13, "Permission denied")
        return opened(path, *how, **more)

    (tmp_path / "mira.json").write_bytes(MIRA)
    monkeypatch.setattr(Path, "iterdir", iterdir)
    monkeypatch.setattr(Path, "open", open_)
    closed = "it cannot be opened (Permission denied): set its permissions so that you may read it"
    assert told(list(take_in([tmp_path], CLASS))) == [closed, closed, "Mira Okafor"]


@pytest.mark.parametrize("mode", [0o000, 0o644], ids=oct)
def test_a_folder_that_may_not_be_entered_is_set_aside_by_its_name_and_stops_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: int
) -> None:
    for name in ("instructor", "closed"):
        (tmp_path / name).mkdir()
    write_manifest(tmp_path / "instructor" / "manifest.json", CLASS)
    for name in ("closed/jonas.json", "mira.json"):
        (tmp_path / name).write_bytes(MIRA)

    def refusing(function: Callable[..., object], refused: str) -> Callable[..., object]:
        def called(path: Path, *how: Any, **more: Any) -> object:  # noqa: ANN401 - as the functions of Path take them
            if re.search(refused, path.as_posix()):
                raise PermissionError(13, "Permission denied")
            return function(path, *how, **more)

        return called

    with monkeypatch.context() as refused:
        for name in ("stat", "lstat"):  # whoever tests may be the administrator, whom no mode keeps out
            refused.setattr(Path, name, refusing(getattr(Path, name), "/closed/"))
        refused.setattr(Path, "iterdir", refusing(Path.iterdir, "/closed$" if not mode else "^$"))
        found = list(take_in([tmp_path], CLASS))
    closed = "it cannot be opened (Permission denied): set its permissions so that you may read it"
    assert [one.where for one in found] == ["closed", "mira.json"]
    assert told(found) == [closed, "Mira Okafor"]


# What programs wrap work in

CODE = write_code(work(CLASS, 1), CLASS)


def mail(words: str, *, html: bool = False, attached: bytes = b"", by: str = "jonas@school.example") -> bytes:
    """Return a mail as a program saves it."""
    made = EmailMessage()
    made["From"], made["Subject"] = by, "my answers"
    made.set_content(words, cte="base64")
    if html:
        made.add_alternative(f"<p>{words}</p>", subtype="html", cte="quoted-printable")
    if attached:
        made.add_attachment(attached, maintype="application", subtype="json", filename="answers.json")
    return made.as_bytes()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.eml", mail(f"Grüße\n{CODE}")),
        ("b.eml", mail(CODE, html=True)),
        ("c.eml", mail("see attached", attached=JONAS)),
        ("chat.txt", f"[03.05.26, 10:00] Jonas: {CODE}\n[03.05.26, 10:01] Teacher: thanks".encode()),
        ("latin.txt", f"Grüße: {CODE}".encode("cp1252")),
        ("note.rtf", (r"{\rtf1\ansi{\fonttbl\f0 Arial;}\f0 " + CODE + r"\par}").encode()),
        (
            "word.docx",
            zipped(
                {
                    "[Content_Types].xml": b"x",
                    "word/document.xml": f"<w:t>{CODE[:50]}</w:t><w:t>{CODE[50:]}</w:t>".encode(),
                }
            ),
        ),
        ("odt.odt", zipped({"mimetype": b"x", "content.xml": f"<p>{CODE}</p>".encode()})),
        *((f"hyphen-{ord(sign):x}.txt", CODE.replace("-", sign).encode()) for sign in "\u2010\u2011\u2013\u2014\u2212"),
        ("parted.txt", f"{CODE[:40]}-\n{CODE[40:]}".encode()),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_work_is_found_in_what_programs_wrap_it_in(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    assert told(list(take_in([tmp_path], CLASS))) == ["Jonas Lindqvist"]


@pytest.mark.parametrize("by", ["Jonas Lindqvist <j@mail.example>", '"Lindqvist, Jonas" <j@mail.example>'])
@pytest.mark.parametrize("name", ["a.eml", "Inbox.mbox"])
def test_a_sheet_in_a_mail_from_another_student_is_set_aside_with_both_names(
    tmp_path: Path, by: str, name: str
) -> None:
    sent = mail("hers", attached=MIRA, by=by)
    (tmp_path / name).write_bytes(sent if name == "a.eml" else b"From - Mon Jun 01 10:00:00 2026\n%s\n" % sent)
    assert told(list(take_in([tmp_path], CLASS))) == [
        "it is the sheet of Mira Okafor, handed in by Jonas Lindqvist: it does not count; ask both, and name it in "
        "overrides.csv if it shall"
    ]


@pytest.mark.parametrize("by", ["Mira Okafor <m@mail.example>", "A Teacher <t@school.example>", "", "<<@>,,"])
def test_a_mail_from_its_student_or_from_nobody_of_the_class_counts(tmp_path: Path, by: str) -> None:
    (tmp_path / "a.eml").write_bytes(mail("hers", attached=MIRA).replace(b"jonas@school.example", by.encode()))
    assert told(list(take_in([tmp_path], CLASS))) == ["Mira Okafor"]


def test_a_mail_is_known_by_an_address_that_begins_with_an_id(tmp_path: Path) -> None:
    renamed = {"student": "id-s2"}
    sheets = tuple(one.model_copy(update=renamed if one.student == "s2" else {}) for one in CLASS.sheets)
    (tmp_path / "a.eml").write_bytes(mail("hers", attached=MIRA, by="id-s2@school.example"))
    one = CLASS.model_copy(update={"sheets": sheets})
    assert told(list(take_in([tmp_path], one)))[0].startswith("it is the sheet of Mira Okafor, handed in by Jonas")


@pytest.mark.parametrize("name", ["Inbox.mbox", "INBOX.MBOX"])
def test_a_mailbox_may_be_larger_than_any_piece_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    box = b"".join(b"From - Mon Jun 01 10:00:00 2026\n%s\n" % mail("here", attached=one) for one in (MIRA, JONAS))
    monkeypatch.setattr(intake, "MAX_PIECE", len(box) - 1)
    (tmp_path / name).write_bytes(box)
    assert told(list(take_in([tmp_path], CLASS))) == ["Mira Okafor", "Jonas Lindqvist"]


@pytest.mark.parametrize("begin", ["BM here is my code: ", "BZhang: "])
def test_a_text_that_begins_as_some_picture_or_archive_does_is_a_text(tmp_path: Path, begin: str) -> None:
    (tmp_path / "a.txt").write_text(begin + CODE, encoding="utf-8")
    assert told(list(take_in([tmp_path], CLASS))) == ["Jonas Lindqvist"]


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_each_mail_of_a_mailbox_is_a_piece(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: bytes) -> None:
    monkeypatch.setattr(archive, "MAX_FILES_INSIDE", 1)  # of each mail, and not of all
    letter = b"Subject: hello\nMessage-ID: <1@school.example>\n\nDear all\n\nFrom here on\nnothing\n"
    mails = (mail("here", attached=MIRA), mail(CODE), letter, mail("here", attached=JONAS))
    box = b"".join(b"From - Mon Jun 01 10:00:00 2026\n%s\n" % one for one in mails).replace(b"\n", end)
    found = pieces(tmp_path, Inbox__mbox=box)
    assert [one.where for one in found] == [
        "Inbox.mbox, mail 1 › answers.json",
        "Inbox.mbox, mail 2",
        "Inbox.mbox, mail 3",
        "Inbox.mbox, mail 4 › answers.json",
    ]
    assert told(found) == [
        "Mira Okafor",
        "Jonas Lindqvist",
        "there is no answers file, code or sheet in it: ask for the answers file or the code",
        "Jonas Lindqvist",
    ]


@pytest.mark.parametrize(
    ("name", "data", "reason", "student"),
    [
        (
            "cut.txt",
            CODE[:70].encode(),
            "the code in it is cut off, for its end (.SAS) is missing: ask for the whole code",
            "s2",
        ),
        (
            "typo.txt",
            CODE.replace("SAS1.0", "SAS1.1").encode(),
            "its code is damaged, a part is missing or was changed: ask for it again, copied by the button",
            "s2",
        ),
        (
            "cut.json",
            JONAS[:110],
            "it is not whole JSON, for it was cut off or is no answers file: ask for it again",
            "s2",
        ),
        (
            "photo.heic",
            b"\0\0\0\x18ftypheic",
            "it is a picture or a film of a phone: type the answers into paper.csv",
            "",
        ),
        ("Mira Okafor - photo.jpg", b"\xff\xd8\xff", "it is a picture: type the answers into paper.csv", "s1"),
        (
            "empty.eml",
            mail("no code here"),
            "there is no answers file, code or sheet in it: ask for the answers file or the code",
            "",
        ),
        ("paper.xls", b"<html><table><td>sheet", f"it is a web page, whatever its name says: {SAVE}", ""),
        (
            "list.json",
            b"[1]",
            "there is no answers file, code or sheet in it: ask for the answers file or the code",
            "",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 24 else "",
)
def test_what_is_set_aside_says_why_and_whose_it_seems(
    tmp_path: Path, name: str, data: bytes, reason: str, student: str
) -> None:
    (tmp_path / name).write_bytes(data)
    assert list(take_in([tmp_path], CLASS)) == [SetAside(name, reason, student)]


def test_an_entry_that_can_be_read_in_two_ways_is_asked_for_and_the_rest_counts(tmp_path: Path) -> None:
    unclear = write_answers(work(CLASS, 0, answers={"number": "1,234", "date": "2019-12-31"}), CLASS)
    (found,) = pieces(tmp_path, a__json=unclear)
    assert isinstance(found, HandedIn)
    assert found.answers.answers == {"date": "2019-12-31"}
    why = "the answer to exercise 7, “1,234”, can be read as 1234 or as 1.234: ask which is meant, and type it into paper.csv"
    assert found.answers.doubts == [why]


@pytest.mark.parametrize("name", ["lindqvistjonas_4_5_mira.json", "lindqvistjonas_LATE_4_5_mira.json"])
def test_whose_a_file_is_is_read_from_its_name_also_where_it_came_late(tmp_path: Path, name: str) -> None:
    found = pieces(tmp_path, canvas__zip=zipped({name: MIRA}))
    reason = "it is the sheet of Mira Okafor, handed in by Jonas Lindqvist: it does not count; ask both, and name it in overrides.csv if it shall"
    assert told(found) == [reason]


@pytest.mark.parametrize("name", ["okaformira_4_5_a.json", "4_5_a.json", "someoneelse_4_5_a.json", "answers_4_5.json"])
def test_a_name_that_is_nobody_elses_of_the_roster_sets_nothing_aside(tmp_path: Path, name: str) -> None:
    assert told(pieces(tmp_path, canvas__zip=zipped({name: MIRA}))) == ["Mira Okafor"]


def test_an_assignments_own_folders_hold_no_work(tmp_path: Path) -> None:
    for name in ("students", "instructor", "answers", "marked"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.json").write_bytes(MIRA)
    write_manifest(tmp_path / "instructor" / "manifest.json", CLASS)
    assert [one.where for one in take_in([tmp_path], CLASS)] == ["answers/a.json"]


def test_folders_of_any_name_are_read_where_no_manifest_lies(tmp_path: Path) -> None:
    for name in ("students", "marked"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.json").write_bytes(MIRA)
    assert [one.where for one in take_in([tmp_path], CLASS)] == ["marked/a.json", "students/a.json"]


def test_a_manifest_among_the_work_is_no_work(tmp_path: Path) -> None:
    write_manifest(tmp_path / "manifest.json", CLASS)
    assert told(pieces(tmp_path, a__json=MIRA)) == ["Mira Okafor", "no work"]


def test_each_typed_line_is_a_piece_that_names_its_line_and_empty_ones_are_none(tmp_path: Path) -> None:
    head, mira, jonas = paper_csv(CLASS).splitlines()
    table = head.split(",")
    typed = dict.fromkeys(table, "") | {"student": "s9", "Q2": "2019-12-31"}
    nobody = ",".join(typed[name] for name in table)
    dated = jonas.split(",")
    dated[table.index("Q2")] = "2019-12-31"
    found = pieces(tmp_path, paper__csv="\n".join([head, mira, ",".join(dated), nobody]))
    assert told(found) == ["Jonas Lindqvist", "in column student, s9 is none of this assignment’s students"]
    assert [one.where for one in found] == ["paper.csv, line 3", "paper.csv, line 4"]
    assert found[1] == SetAside("paper.csv, line 4", told(found)[1], "s9", typed=True)


def test_a_typed_line_that_a_comma_has_parted_is_set_aside_and_the_others_count() -> None:
    long = "it has more cells than headings: put a cell with a comma or semicolon in quotation marks, or give its column a heading"
    parted, held = (MIRAS.replace("184", cell) for cell in ("1,5", '"1,5"'))
    assert typed_in(table(parted, held)) == [long, "Mira Okafor"]


def test_a_table_that_nothing_was_typed_into_is_no_work(tmp_path: Path) -> None:
    assert pieces(tmp_path, paper__csv=paper_csv(CLASS)) == []


def test_names_of_files_lose_what_would_move_the_cursor(tmp_path: Path) -> None:
    found = pieces(tmp_path, a__zip=zipped({"x\x1b[2J\u202e.txt": b"x"}))
    assert found[0].where == "a.zip › x[2J.txt"


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["a.json", "b.txt", "c/d.pdf", "e.zip"]),
            st.binary(max_size=80) | st.sampled_from([MIRA, JONAS, MIRA[:50]]),
        ),
        max_size=5,
        unique_by=lambda pair: pair[0],
    )
)
def test_as_many_pieces_come_out_as_went_in(files: list[tuple[str, bytes]]) -> None:
    data = zipped(dict(files))
    with tempfile.TemporaryDirectory() as name:
        Path(name, "all.zip").write_bytes(data)
        found = list(take_in([Path(name)], CLASS))
    assert len(found) == max(1, len(files))


def test_a_single_file_can_be_given_as_well_as_a_folder(tmp_path: Path) -> None:
    path = tmp_path / "mira.json"
    path.write_bytes(MIRA)
    assert told(list(take_in([path], CLASS))) == ["Mira Okafor"]
