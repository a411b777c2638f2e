"""What came back in a folder: every piece is read or set aside with its reason, and nothing is unpacked, run or followed."""

from __future__ import annotations

import io
import os
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from classes import assignment, class_of, work
from hypothesis import given, settings
from hypothesis import strategies as st

from exercises.classroom.assignment import write_manifest
from exercises.classroom.handing_out.page import page_html
from exercises.classroom.handing_out.tables import paper_csv
from exercises.classroom.taking_in import intake
from exercises.classroom.taking_in.answers import write_answers, write_code
from exercises.classroom.taking_in.intake import HandedIn, SetAside, take_in

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


def pieces(folder: Path, **files: bytes | str) -> list[HandedIn | SetAside]:
    """Return what comes of these files; in a name two underscores stand for a full stop."""
    for name, data in files.items():
        path = folder / name.replace("__", ".")
        path.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(take_in([folder], CLASS))


def told(found: list[HandedIn | SetAside]) -> list[str]:
    """Return for each piece whose it is, or why it was set aside."""
    return [one.answers.name if isinstance(one, HandedIn) else one.reason for one in found]


def test_files_codes_and_zips_in_any_mixture_are_read(tmp_path: Path) -> None:
    code = write_code(work(CLASS, 1), CLASS)
    found = pieces(tmp_path, a__json=MIRA, b__txt=f"my code: {code}", c__zip=zipped({"deep/er/b.json": JONAS}))
    assert told(found) == ["Mira Okafor", "Jonas Lindqvist", "Jonas Lindqvist"]
    assert [one.where for one in found] == ["a.json", "b.txt", "c.zip › deep/er/b.json"]


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
        ("empty.json", b"", "it is empty"),
        ("cut.json", MIRA[:90], "it is not whole JSON: it was cut off, or is no answers file"),
        ("photo.jpg", b"\xff\xd8\xff\xe0 photo", "it is a picture: type the answers into paper.csv"),
        ("essay.doc", b"\xd0\xcf\x11\xe0 word", "it is a Word or Excel file: ask for the answers file or the code"),
        (
            "essay.docx",
            zipped({"[Content_Types].xml": b"x"}),
            "it is a document of an office program: ask for the answers file or the code",
        ),
        ("work.rar", b"Rar!\x1a", "it is packed in a way that is not read: use zip"),
        ("hello.txt", b"Hello, teacher", "there is no answers file, code or sheet in it"),
        ("latin.txt", b"\xe9\xe8", "it is neither a sheet, an answers file, a zip, nor text in UTF-8"),
        (
            "page.html",
            page_html(CLASS, CLASS.sheets[0]).encode(),
            "it is the page to fill in, without the answers: ask for the answers file or the code",
        ),
        ("cut.zip", zipped({"a.json": MIRA})[:-30], "it is a zip that is damaged or cut off: ask for it again"),
        ("none.zip", zipped({}), "it is a zip with nothing in it"),
        (
            "broken.pdf",
            b"%PDF-1.7 and no more",
            "it is broken and cannot be read: ask for the file again, or type the answers into the CSV",
        ),
        (
            "late.pdf",
            b"\r\n%PDF-1.7 after a line of a mail program",
            "it is broken and cannot be read: ask for the file again, or type the answers into the CSV",
        ),
        (".DS_Store", b"x", "it is a file that a computer keeps for itself, and no work"),
        (
            "other.json",
            write_answers(work(assignment("date", id="deadbeef")), assignment("date", id="deadbeef")),
            "it is of another assignment (deadbeef, and this one is 0a1b2c3d)",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value[-5:] else "",
)
def test_what_cannot_be_marked_is_set_aside_with_its_reason(
    tmp_path: Path, name: str, data: bytes, reason: str
) -> None:
    (tmp_path / name).write_bytes(data)
    assert list(take_in([tmp_path], CLASS)) == [SetAside(name, reason)]


@pytest.mark.parametrize("name", ["../up.json", "/etc/up.json", "a/../../up.json", "C:\\up.json", "..\\up.json"])
def test_a_path_that_climbs_out_of_its_zip_is_set_aside_and_nothing_is_written(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    assert told(pieces(folder, a__zip=zipped({name: MIRA}))) == ["its path leads out of the zip, which no LMS writes"]
    assert [path.name for path in tmp_path.rglob("*")] == ["in", "a.zip"]


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    bomb = zipped({"bomb.json": b"0" * 19_000_000, "huge.json": b"1" * 21_000_000})
    assert told(pieces(tmp_path, a__zip=bomb)) == [
        "it unpacks to more than any work would",
        "it is larger than 20 megabytes",
    ]


def test_an_entry_that_lies_about_its_size_is_set_aside(tmp_path: Path) -> None:
    data = zipped({"a.json": b"0" * 500_000})
    lying = data.replace((500_000).to_bytes(4, "little"), (50).to_bytes(4, "little"))
    assert told(pieces(tmp_path, a__zip=lying)) == ["it is damaged, and cannot be unpacked"]


def test_zips_nested_without_end_are_not_followed(tmp_path: Path) -> None:
    data = zipped({"a.json": MIRA})
    for _ in range(5):
        data = zipped({"inner.zip": data})
    assert told(pieces(tmp_path, a__zip=data)) == ["it is a zip inside 3 others"]


def test_zips_that_multiply_inside_one_another_are_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "MAX_UNPACKED_INSIDE", 100_000)
    data = zipped({f"{number}.txt": b"x" * 9_000 for number in range(5)})
    data = zipped({f"{number}.zip": data for number in range(5)})
    found = pieces(tmp_path, a__zip=zipped({"a.zip": data, "mira.json": MIRA}))
    stopped = told(found).index("it unpacks to more than any work would")
    assert 9 <= stopped <= 11
    assert set(told(found)[stopped:-1]) == {"it unpacks to more than any work would"}
    assert told(found)[-1] == "Mira Okafor"


def test_a_students_zip_of_many_files_is_set_aside_and_the_rest_is_read(tmp_path: Path) -> None:
    many = zipped({f"{number}.txt": b"x" for number in range(201)})
    found = pieces(tmp_path, a__zip=zipped({"many.zip": many, "mira.json": MIRA}))
    assert told(found) == ["it is a zip of more than 200 files", "Mira Okafor"]


def test_an_entry_with_a_password_is_set_aside(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.json": MIRA}))
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        data[data.index(mark) + (6 if mark[3] == 4 else 8)] |= 1
    assert told(pieces(tmp_path, a__zip=bytes(data))) == ["it is packed with a password"]


def test_links_are_not_followed_and_pipes_not_opened(tmp_path: Path) -> None:
    secret = tmp_path / "secret.json"
    secret.write_bytes(MIRA)
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "link.json").symlink_to(secret)
    (folder / "round").symlink_to(tmp_path, target_is_directory=True)
    os.mkfifo(folder / "pipe")
    link = "it is a link to another place, and is not followed"
    assert told(pieces(folder)) == [link, "it is not a file", link]


def test_the_sheet_of_one_handed_in_by_another_of_the_roster_is_set_aside(tmp_path: Path) -> None:
    lms = zipped({"Jonas Lindqvist_12_assignsubmission_file/mira.json": MIRA, "okaformira_LATE_4_5_answers.json": MIRA})
    found = pieces(tmp_path, moodle__zip=lms)
    assert told(found) == ["it is the sheet of Mira Okafor, handed in by Jonas Lindqvist", "Mira Okafor"]


@pytest.mark.parametrize("name", ["lindqvistjonas_4_5_mira.json", "lindqvistjonas_LATE_4_5_mira.json"])
def test_whose_a_file_is_is_read_from_its_name_also_where_it_came_late(tmp_path: Path, name: str) -> None:
    found = pieces(tmp_path, canvas__zip=zipped({name: MIRA}))
    assert told(found) == ["it is the sheet of Mira Okafor, handed in by Jonas Lindqvist"]


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


def test_a_manifest_among_the_work_is_no_piece(tmp_path: Path) -> None:
    write_manifest(tmp_path / "manifest.json", CLASS)
    assert told(pieces(tmp_path, a__json=MIRA)) == ["Mira Okafor"]


def test_each_typed_line_is_a_piece_that_names_its_line_and_empty_ones_are_none(tmp_path: Path) -> None:
    head, mira, jonas = paper_csv(CLASS).splitlines()
    table = head.split(",")
    typed = dict.fromkeys(table, "") | {"student": "s9", "Q2": "2019-12-31"}
    nobody = ",".join(typed[name] for name in table)
    dated = jonas.split(",")
    dated[table.index("Q2")] = "2019-12-31"
    found = pieces(tmp_path, paper__csv="\n".join([head, mira, ",".join(dated), nobody]))
    assert told(found) == ["Jonas Lindqvist", "it names neither a sheet nor a student of the roster"]
    assert [one.where for one in found] == ["paper.csv, line 3", "paper.csv, line 4"]
    assert found[1] == SetAside("paper.csv, line 4", told(found)[1], "s9")


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
