"""Who handed in what: sender and sheet are held together, whatever an LMS calls a file and in whatever script."""

from __future__ import annotations

from pathlib import Path

import pytest
from classes import class_of, work
from hypothesis import given
from hypothesis import strategies as st

from exercises.classroom.roster import letters, spellings
from exercises.classroom.taking_in.answers import write_answers
from exercises.classroom.taking_in.intake import HandedIn, SetAside, take_in
from exercises.classroom.taking_in.sender import Senders

NAMES = ("Mira Okafor", "Đào Thị Ánh", "Łukasz Ødegård", "王小明", "김민준", "Siobhán O'Brien", "محمد الأحمد")
CLASS = class_of(*NAMES)
FORMS = (
    "{name}_12_assignsubmission_file_/answers.json",
    "{name}_12_assignsubmission_onlinetext_/onlinetext.html",
    "{slug}_LATE_12_345_answers.json",
    "{slug}_12_345_answers-2.json",
    "Checkpoint 1_{id}_attempt_2026-05-01-10-00-00_answers.json",
    "Unit_2_{id}_attempt_2026-05-01-10-00-00.txt",
    "{name}/answers.json",
    "{name} - Checkpoint 1/answers.json",
    "{name}_{id}/answers.json",
    "work.zip › {name}/late/answers.json",
    "{name} - answers.json",
    "Checkpoint 1 - {name}.pdf",
)


def called(form: str, place: int, name: str = "") -> str:
    """Return where an LMS of this form puts a file of the student at this place."""
    name = name or CLASS.sheets[place].name
    return form.format(name=name, slug=letters(name), id=CLASS.sheets[place].student)


@pytest.mark.parametrize("form", FORMS)
def test_an_lms_says_who_handed_a_file_in_in_any_script(form: str) -> None:
    found = [Senders(CLASS).of(called(form, place)) for place in range(len(NAMES))]
    assert found == [{sheet.code} for sheet in CLASS.sheets]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jean-Luc D’Arcy-O'Neill", "darcyoneilljeanluc"),
        ("Anne Marie Ó Briain", "Ó Briain, Anne-Marie"),
        ("محمد الأحمد", "الأحمد محمد"),
        ("Łukasz Ødegård", "ødegård, łukasz"),
        ("Łukasz Ødegård", "LUKASZ ODEGARD"),
        ("Đào Thị Ánh", "Thi Anh Dao"),
        ("Siobhán O'Brien", "obriensiobhan"),
        ("王小明", "王 小明"),
        ("Straße", "STRASSE"),
        ("Clémence Le Cœur", "lecoeur, clemence"),
    ],
)
def test_ways_to_write_a_name_are_one(one: str, other: str) -> None:
    assert letters(other) in spellings(one)


def test_other_names_of_the_same_letters_are_others() -> None:
    assert letters("Lea Dee") not in spellings("Ada Lee")
    assert letters("明小王") not in spellings("王小明")


@pytest.mark.parametrize(
    "where", ["1/answers.json", "S1/a.json", "Group 2/a.json", "Participant 7_12_assignsubmission_file_/a.json"]
)
def test_a_place_that_names_nobody_holds_nobody_up(where: str) -> None:
    assert Senders(class_of(*NAMES)).of(where) == frozenset()


NAMED = st.text(st.characters(categories=["Lu", "Ll", "Lo", "Lm"]), min_size=2, max_size=8)


@given(
    st.lists(NAMED, min_size=2, max_size=2, unique_by=letters).filter(lambda two: all(map(letters, two))),
    st.sampled_from(FORMS),
)
def test_a_name_in_any_script_tells_whose_it_is_and_no_other(names: list[str], form: str) -> None:
    two = class_of(*(f"{name} {name}" for name in names))
    for sheet in two.sheets:
        where = form.format(name=sheet.name, slug=letters(sheet.name), id=sheet.student)
        assert Senders(two).of(where) <= {sheet.code}
        assert Senders(two).of(where) or "/" in sheet.name


@pytest.mark.parametrize("form", [form for form in FORMS if "›" not in form and form.endswith("json")])
def test_anothers_sheet_is_set_aside_and_the_owners_own_stands(tmp_path: Path, form: str) -> None:
    for place, sheet in ((1, 0), (0, 0)):
        path = tmp_path / called(form, place)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(write_answers(work(CLASS, sheet), CLASS))
    found = list(take_in([tmp_path], CLASS))
    (aside,) = (one for one in found if isinstance(one, SetAside))
    assert (
        aside.reason
        == "it is the sheet of Mira Okafor, handed in by Đào Thị Ánh: it does not count; ask both, and name it in overrides.csv if it shall"
    )
    assert aside.student == "s2"
    (kept,) = (one for one in found if isinstance(one, HandedIn))
    assert (kept.where, kept.answers.name) == (called(form, 0), "Mira Okafor")


def test_canvas_tells_two_students_of_one_name_by_its_own_number(tmp_path: Path) -> None:
    base = class_of("김민준", "김민준")
    both = base.model_copy(
        update={"sheets": tuple(one.model_copy(update={"canvas": f"90{one.student[1:]}"}) for one in base.sheets)}
    )
    first, second = both.sheets
    assert Senders(base).of("김민준_902_5_a.json") == {first.code, second.code}
    assert Senders(both).of("김민준_902_5_a.json") == Senders(both).of("김민준_LATE_902_5_a.json") == {second.code}
    (tmp_path / "김민준_902_5_a.json").write_bytes(write_answers(work(both, 0), both))
    (aside,) = take_in([tmp_path], both)
    assert isinstance(aside, SetAside)
    assert aside.student == "s2"


def test_a_students_zip_cannot_name_another_sender(tmp_path: Path) -> None:
    where = "Mira Okafor_1_assignsubmission_file_/work.zip › 김민준/answers.json"
    assert Senders(CLASS).of(where) == {CLASS.sheets[0].code}


def test_a_receipt_of_blackboard_tells_whose_login_it_is_and_is_no_work(tmp_path: Path) -> None:
    name = "Checkpoint_kmj_attempt_2026-05-01-10-00-00"
    receipt = "Name: 김민준 (kmj)\nAssignment: Checkpoint\nDate Submitted: Friday, 1 May 2026\n\nFiles:\n"
    (tmp_path / f"{name}.txt").write_text(receipt, encoding="utf-8")
    (tmp_path / f"{name}_a.json").write_bytes(write_answers(work(CLASS, 0), CLASS))
    receipt_read, aside = take_in([tmp_path], CLASS)
    assert type(receipt_read).__name__ == "NoWork"
    assert isinstance(aside, SetAside)
    assert (
        aside.reason
        == "it is the sheet of Mira Okafor, handed in by 김민준: it does not count; ask both, and name it in overrides.csv if it shall"
    )


def test_of_two_students_of_one_name_a_folder_with_name_and_id_is_that_students() -> None:
    two = class_of("Kim Lee", "Kim Lee")
    one, other = (sheet.code for sheet in two.sheets)
    assert Senders(two).of("Kim Lee s2/answers.json") == {other}
    assert Senders(two).of("Kim Lee/answers.json") == {one, other}
