"""Which of several pieces by one student counts, and what the teacher is left to decide."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from classes import ALL, class_of, work
from hypothesis import given
from hypothesis import strategies as st

from exercises.classroom.assignment import write_manifest
from exercises.classroom.marking.which import Parted, ToDecide, one_each
from exercises.classroom.taking_in.intake import HandedIn, Remark, SetAside, take_in

CLASS = class_of("Mira Okafor", "Jonas Lindqvist")
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
MAY_1, MAY_2, MAY_3 = (f"2026-05-0{day}T10:00:00.000Z" for day in (1, 2, 3))


def piece(where: str, place: int = 0, packed: str = "", typed: bool = False, **changes: Any) -> HandedIn:  # noqa: ANN401 - as Answers takes them
    """Return work of the student at this place; what it answers is told by where it is."""
    given = {"answers": {"short-text": where}, "sure": {}} | changes
    return HandedIn(where, work(CLASS, place, **given), typed, packed)


def parted(*pieces: HandedIn | SetAside, **chosen: str) -> Parted:
    """Return the pieces parted."""
    return one_each(pieces, CLASS, NOW, chosen)


def counts(*pieces: HandedIn, **chosen: str) -> list[str]:
    """Return where the pieces are that count, and hold that their order in the folder does not matter."""
    found, turned = parted(*pieces, **chosen), parted(*reversed(pieces), **chosen)
    assert {one.where for one in found.kept} == {one.where for one in turned.kept}
    assert len(found.kept) + len(found.aside) == len(pieces)
    return [one.where for one in found.kept]


@pytest.mark.parametrize(
    ("what", "entry", "said"),
    [
        ("date", "22 décembre 2019", "“22 décembre 2019” is no date that can be read, and earns nothing"),
        ("number", "sept", "“sept” is no number that can be read, and earns nothing"),
        ("estimate", "half", "“half” is no percentage that can be read, and earns nothing"),
        ("number", "7", ""),
        ("short-text", "sept", ""),
    ],
)
def test_an_entry_that_cannot_be_read_earns_nothing_and_the_teacher_is_told(what: str, entry: str, said: str) -> None:
    found = parted(piece("a.json", answers={what: entry}))
    number = ALL.item[what].number
    told = [ToDecide("s1", "Mira Okafor", "a.json", f"the answer to exercise {number}, {said}")] if said else []
    assert (counts(piece("a.json", answers={what: entry})), found.decide) == (["a.json"], told)


@pytest.mark.parametrize(
    "form",
    [
        "all.zip › 김민준_{}_assignsubmission_file_/a.json",
        "김민준_{}_77_a.json",
        "김민준_LATE_{}_77_a.json",
        "cp_{}_attempt_2026-05-01-10-00-00_a.json",
    ],
)
def test_a_sheet_that_two_students_of_one_name_handed_in_is_the_teachers_to_decide(form: str) -> None:
    two = class_of("김민준", "김민준", "Mira Okafor")

    def kept(place: int, *numbers: int, **chosen: str) -> list[str]:
        works = (work(two, place, answers={"short-text": str(n)}, saved=f"2026-05-0{n}T10:00:00Z") for n in numbers)
        pieces = [HandedIn(form.format(one), answers) for one, answers in zip(numbers, works, strict=True)]
        return [one.where for one in one_each(pieces, two, NOW, chosen).kept]

    assert kept(0, 1, 2) == []
    assert kept(0, 1, 1) == [form.format(1)]
    assert kept(2, 1, 2) == [form.format(2)]
    assert kept(0, 1, 2, s1=form.format(1)) == [form.format(1)]


@pytest.mark.parametrize(
    ("later", "earlier", "why"),
    [
        (piece("a.json", saved=MAY_2), piece("b.json", saved=MAY_1), "it was saved later"),
        (
            piece("cp_mokafor_attempt_2026-05-03-09-00-00_a.pdf"),
            piece("cp_mokafor_attempt_2026-05-02-23-59-59_x.pdf"),
            "the time in its name is later",
        ),
        (
            piece("gradebook_2026-05-04-10-00-00.zip › cp_m_attempt_2026-05-03-09-00-00_a.pdf"),
            piece("gradebook_2026-05-05-10-00-00.zip › cp_m_attempt_2026-05-02-09-00-00_a.pdf"),
            "the time in its name is later",
        ),
        (piece("mira-fill-in (1).pdf"), piece("mira-fill-in.pdf"), "the number in its name is higher"),
        (piece("mira(2).pdf"), piece("mira (1).pdf"), "the number in its name is higher"),
        (piece("answers-10.pdf"), piece("answers-9.pdf"), "the number in its name is higher"),
        (piece("x/attempt_10/a.pdf"), piece("x/attempt_9/a.pdf"), "the number in its name is higher"),
        (
            piece("okaformira_LATE_12_5678_answers-1.pdf"),
            piece("okaformira_12_5600_answers.pdf"),
            "the number in its name is higher",
        ),
        (piece("all (2).zip › a.pdf"), piece("all (1).zip › a.pdf"), "the number in its name is higher"),
        (
            piece("z.zip › a.pdf", packed="2026-05-02 10:00:00"),
            piece("z.zip › b.pdf", packed="2026-05-01 10:00:00"),
            "the zip has a later date for it",
        ),
        (piece("cp_m_attempt_2026-05-03-09-00-00_a.pdf"), piece("a.json", saved=MAY_1), "it is later"),
        (piece("a.json", saved=MAY_3), piece("z.zip › b.pdf", packed="2026-05-02 07:59:59"), "it is later"),
    ],
    ids=lambda value: value.where if isinstance(value, HandedIn) else "",
)
def test_the_later_counts_whichever_comes_first(later: HandedIn, earlier: HandedIn, why: str) -> None:
    assert counts(later, earlier) == [later.where]
    aside = SetAside(earlier.where, f"the same student handed in {later.where}, which counts: {why}", "s1")
    assert parted(earlier, later).aside == [aside]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (piece("a.json", saved=MAY_1), piece("a.pdf")),
        (piece("a.json", saved=MAY_1), piece("b.json", saved=MAY_1)),
        (piece("answers.pdf"), piece("homework (2).pdf")),
        (piece("answers.json"), piece("answers (1).pdf")),
        (piece("forum.html, code 1"), piece("forum.html, code 2")),
        (piece("z.zip › a.pdf", packed="2026-05-02 10:00:00"), piece("z.zip › b.pdf", packed="2026-05-02 10:00:04")),
        (piece("z.zip › a.pdf", packed="1980-01-01 00:00:00"), piece("z.zip › b.pdf", packed="2026-05-02 10:00:04")),
        (piece("a.json", saved=MAY_2), piece("cp_m_attempt_2026-05-03-09-00-00_a.pdf")),
        (piece("a.json", saved=MAY_3), piece("z.zip › b.pdf", packed="2026-05-02 08:00:00")),
        (
            piece("z.zip › a.json", saved=MAY_1, packed="2026-05-09 10:00:00"),
            piece("z.zip › b.pdf", packed="2026-05-09 10:00:00"),
        ),
        (piece("cp_m_attempt_2026-05-01-09-00-00_a.pdf"), piece("z.zip › b.pdf", packed="2026-05-09 10:00:00")),
        (piece("y.zip › a.pdf", packed="2026-05-01 10:00:00"), piece("z.zip › b.pdf", packed="2026-05-09 10:00:00")),
        (piece("week-1/answers.pdf"), piece("week-2/answers.pdf")),
    ],
    ids=lambda value: value.where,
)
def test_what_cannot_be_put_in_order_is_the_teachers_to_decide(one: HandedIn, other: HandedIn) -> None:
    assert counts(one, other) == []
    found = parted(one, other)
    what = (
        f"no time or number says which of {one.where} and {other.where} is the later: "
        "name one in overrides.csv, or take one away"
    )
    assert found.aside == [SetAside(each.where, f"to decide: {what}", "s1") for each in (one, other)]
    assert found.decide == [ToDecide("s1", "Mira Okafor", each.where, what) for each in (one, other)]
    assert counts(one, other, s1=other.where) == [other.where]


def test_an_untouched_sheet_never_beats_a_filled_one() -> None:
    filled, untouched = piece("a.json", saved=MAY_1), piece("b.json", saved=MAY_2, answers={})
    assert counts(filled, untouched) == ["a.json"]
    reason = "nothing is filled in, and the same student handed in a.json, which counts"
    assert parted(filled, untouched).aside == [SetAside("b.json", reason, "s1")]
    assert counts(untouched) == ["b.json"]


def test_a_second_copy_says_so_and_needs_no_order() -> None:
    same = {"date": "2019-12-31"}
    found = parted(piece("a.pdf", answers=same), piece("b.pdf", answers=same))
    assert [one.where for one in found.kept] == ["b.pdf"]
    assert found.aside == [SetAside("a.pdf", "it says the same as b.pdf, by the same student", "s1")]
    assert found.decide == []


CLOSED = {"date": "2019-12-31"}
UNCARRIED = frozenset({"written"})


def code(where: str, **changes: Any) -> HandedIn:  # noqa: ANN401 - as Answers takes them
    """Return a pasted code, which carries no answer written at length."""
    return piece(where, **{"answers": CLOSED, "uncarried": UNCARRIED} | changes)


@pytest.mark.parametrize("written", [{"written": "At length."}, {}], ids=["written", "left open"])
@pytest.mark.parametrize("named", ["text.html", "cp_m_attempt_2026-05-03-09-00-00_text.txt"])
def test_of_a_file_and_the_code_of_the_same_work_the_file_counts(named: str, written: dict[str, str]) -> None:
    file, pasted = piece("a.json", saved=MAY_1, answers=CLOSED | written), code(named)
    assert counts(file, pasted) == ["a.json"]
    reason = "it says the same as a.json, as far as a code can, by the same student"
    assert parted(file, pasted).aside == [SetAside(named, reason, "s1")]
    assert counts(file, pasted, s1=named) == [named]


def test_a_code_that_says_something_else_than_a_file_is_another_work() -> None:
    file = piece("a.json", saved=MAY_1, answers=CLOSED | {"written": "At length."})
    assert counts(file, code("text.html", answers={"date": "2019-06-30"})) == []
    assert counts(file, code("text.html", answers={})) == ["a.json"]
    named = "cp_m_attempt_2026-05-03-09-00-00_text.txt"
    assert counts(file, code(named, answers={"date": "2019-06-30"})) == [named]


def test_a_code_does_not_decide_between_two_files_that_both_agree_with_it() -> None:
    one, other = (piece(f"{text}.pdf", answers=CLOSED | {"written": text}) for text in ("a", "b"))
    for pasted in (code("text.html"), code("cp_m_attempt_2026-05-03-09-00-00_text.txt")):
        assert counts(one, other, pasted) == []


def test_a_time_still_to_come_is_told_and_not_trusted() -> None:
    wrong, right = piece("old.json", saved="2031-01-01T00:00:00Z"), piece("new.json", saved=MAY_1)
    told = ToDecide(
        "s1",
        "Mira Okafor",
        "old.json",
        "its clock was wrong: it says that it was saved on 2031-01-01, which is still to come",
    )
    assert counts(wrong, right) == []
    assert parted(wrong, right).decide[0] == told
    assert parted(wrong).decide == [told]
    assert counts(piece("a.json", saved="2026-06-02T11:00:00Z"), right) == ["a.json"]
    assert counts(piece("a.json", saved="2026-06-03T12:00:00Z"), right) == []


def test_the_best_of_many_counts_where_one_is_later_than_each_other() -> None:
    assert counts(*(piece(f"{day}.json", saved=time) for day, time in enumerate((MAY_2, MAY_3, MAY_1)))) == ["1.json"]


def test_what_the_teacher_typed_counts_first_and_the_students_own_work_where_it_says_nothing() -> None:
    own = piece("a.json", saved=MAY_3, answers={"date": "2019-06-30", "number": "184"}, sure={"date": 90, "number": 60})
    line = piece("paper.csv, line 2", typed=True, answers={"date": "2019-12-31"})
    found = parted(own, line)
    assert found.kept[0].answers.answers == {"date": "2019-12-31", "number": "184"}
    assert found.kept[0].answers.sure == {"number": 60}
    assert found.kept[0].where == "paper.csv, line 2, and a.json"
    assert found.aside == [
        SetAside("paper.csv, line 2", "it is marked together with a.json: what is typed in it counts first", "s1")
    ]
    assert counts(line) == ["paper.csv, line 2"]


def test_one_cell_that_the_teacher_typed_leaves_the_others_of_its_exercise() -> None:
    own = piece("a.json", answers={"match": {"june": "members", "end-2019": "members"}})
    line = piece("paper.csv, line 2", typed=True, answers={"match": {"june": "north-korea"}})
    assert parted(own, line).kept[0].answers.answers == {"match": {"june": "north-korea", "end-2019": "members"}}
    other = piece("paper.csv, line 3", typed=True, answers={"match": {"end-2019": "members"}})
    assert len(parted(line, other).kept) == 1


def test_a_piece_chosen_that_is_not_there_is_told() -> None:
    found = parted(piece("a.json"), s1="b.json")
    assert [one.where for one in found.kept] == ["a.json"]
    assert found.decide == [
        ToDecide(
            "s1",
            "Mira Okafor",
            "b.json",
            "overrides.csv names this piece, and the student has handed in none of that name: copy it whole from set-aside.csv",
        )
    ]


def test_a_piece_chosen_that_cannot_be_marked_is_told_with_what_is_wrong_with_it() -> None:
    edited = SetAside("answers/b.json", "it was changed by hand")
    for pieces, student in (((edited, piece("a.json")), "s1"), ((edited,), "s2")):
        found = parted(*pieces, **{student: "b.json"})
        assert [one.what for one in found.decide] == [
            "overrides.csv names this piece, which cannot be marked: it was changed by hand"
        ]


def test_what_the_teacher_typed_decides_between_pieces_that_differ_there_alone() -> None:
    line = piece("paper.csv, line 2", typed=True)
    assert len(parted(piece("a.pdf"), piece("b.pdf"), line).kept) == 1


def test_two_typed_lines_are_put_together_unless_they_contradict() -> None:
    one, two = (
        piece(f"paper.csv, line {number}", typed=True, answers=answers)
        for number, answers in ((2, {"date": "2019-12-31"}), (3, {"number": "184"}))
    )
    assert parted(one, two).kept[0].answers.answers == {"date": "2019-12-31", "number": "184"}
    other = piece("paper.csv, line 4", typed=True, answers={"date": "2019-06-30"})
    found = parted(one, two, other)
    assert found.kept == []
    assert (
        found.decide[0].what == "paper.csv, line 2 and paper.csv, line 4 say different things of one student: keep one"
    )


FREE = class_of("").model_copy(update={"sheets": (ALL.sheets[0].model_copy(update={"student": "", "name": ""}),)})


def unknown(where: str, student: str, name: str, saved: str = "", **changes: Any) -> HandedIn:  # noqa: ANN401 - as HandedIn takes them
    """Return work on a sheet that asks for id and name."""
    answers = {"short-text": where} if "answers" not in changes else changes.pop("answers")
    return HandedIn(where, work(FREE, student=student, name=name, saved=saved, answers=answers), **changes)


def test_work_under_one_id_and_two_names_counts_for_nobody_until_the_teacher_decides() -> None:
    ada, mira, nameless = (
        unknown(f"{number}.json", id, name, f"2026-05-0{number}T10:00:00Z")
        for number, id, name in ((1, "7b", "Ada Lee"), (2, "7B ", "Mira Okafor"), (3, "7b", ""))
    )
    found = one_each([ada, mira, nameless], FREE, NOW, {})
    what = (
        "Ada Lee and Mira Okafor handed in under one id: ask whose it is, name that piece in overrides.csv, "
        "and ask the other for the right id"
    )
    assert found.kept == []
    assert [(one.where, one.what) for one in found.decide] == [(f"{number}.json", what) for number in (1, 2, 3)]
    chosen = one_each([ada, mira], FREE, NOW, {"7b": "1.json"})
    assert [one.where for one in chosen.kept] == ["1.json"]
    assert chosen.aside == [SetAside("2.json", "you chose 1.json in overrides.csv", "7B ")]
    again = unknown("4.json", "7b", "Lee, Ada", MAY_3)
    assert [one.where for one in one_each([ada, again], FREE, NOW, {}).kept] == ["4.json"]


def test_work_under_one_name_without_an_id_may_be_of_two_students() -> None:
    one, other, empty = (
        unknown("1", "", "Max", MAY_1),
        unknown("2", "", "max", MAY_2),
        unknown("3", "", "Max", answers={}),
    )
    typed = unknown("paper.csv, line 2", "", "Max", typed=True, answers={"date": "2019-12-31"})
    found = one_each([one, other], FREE, NOW, {})
    what = (
        "two pieces under one name, without an id, may be of two students: "
        "ask for their ids, or take the older away if it is one student"
    )
    assert (found.kept, [(told.where, told.what) for told in found.decide]) == ([], [("1", what), ("2", what)])
    assert [kept.where for kept in one_each([one, empty, typed], FREE, NOW, {}).kept] == ["paper.csv, line 2, and 1"]


@pytest.mark.parametrize("named", ["Answers\\jose\u0301\\A.json", "jos\u00c9/a.json"])
def test_a_place_is_the_same_however_it_is_typed(named: str) -> None:
    here, other = piece("answers/Jos\u00e9/a.json", saved=MAY_1), piece("answers/b.json", saved=MAY_2)
    assert counts(here, other, s1=named) == [here.where]


def test_a_name_that_ends_another_chooses_its_own_piece() -> None:
    resit, own = piece("resit-answers.json", saved=MAY_2), piece("s1/answers.json", saved=MAY_1)
    assert counts(resit, own, s1="answers.json") == [own.where]


def test_a_place_typed_as_it_is_counts_before_one_in_other_capitals() -> None:
    assert counts(piece("a.json", saved=MAY_1), piece("A.json", saved=MAY_2), s1="a.json") == ["a.json"]


def test_what_is_said_of_a_typed_line_is_told_with_the_tables_from_paper_and_not_to_decide() -> None:
    typed, own = (Remark("paper.csv, line 2", "it is no date", "s1", typed=typed) for typed in (True, False))
    assert one_each([typed], CLASS, NOW, {}).decide == []
    assert one_each([own], CLASS, NOW, {}).decide == [ToDecide("s1", "", "paper.csv, line 2", "it is no date")]


def test_work_without_any_name_is_set_aside_and_one_student_is_one_whatever_the_capitals() -> None:
    free = class_of("").model_copy(update={"sheets": (ALL.sheets[0].model_copy(update={"student": "", "name": ""}),)})
    nobody = HandedIn("x", work(free, student="", name=""))
    assert one_each([nobody], free, NOW, {}).aside == [
        SetAside("x", "it names no student: find out whose it is, and type it into paper.csv")
    ]
    by_name = [HandedIn("y", work(free, student="", name=name)) for name in ("Ren", "ren ", "Kai")]
    assert [one.answers.name for one in one_each(by_name, free, NOW, {}).kept] == ["ren ", "Kai"]
    by_id = [HandedIn(where, work(free, student=id, name="")) for where, id in (("x", "S 1"), ("y", "s  1"))]
    assert len(one_each(by_id, free, NOW, {}).kept) == 1


@given(
    st.lists(
        st.builds(
            piece,
            st.sampled_from(["a.pdf", "a (1).pdf", "a (2).pdf", "b.json", "b_attempt_2026-05-02-10-00-00_.json"]),
            st.integers(0, 1),
            st.sampled_from(["", "2026-05-01 10:00:00", "2026-05-02 10:00:00", "2031-01-01 00:00:00"]),
            st.booleans(),
            saved=st.sampled_from(["", MAY_1, MAY_2, "2031-01-01T00:00:00Z", "2026-99-99T00:00:00Z"]),
            answers=st.sampled_from([{}, {"date": "2019-12-31"}, {"date": "2019-06-30"}, {"number": "1"}]),
        ),
        max_size=6,
    )
)
def test_as_many_are_marked_and_set_aside_as_came_in_and_at_most_one_a_student(pieces: list[HandedIn]) -> None:
    found = parted(*pieces, SetAside("c", "it is empty"))
    assert len(found.kept) + len(found.aside) == len(pieces) + 1
    assert len({one.answers.student for one in found.kept}) == len(found.kept)
    turned = parted(*reversed(pieces))
    first, second = ({one.answers.student: one.answers.answers for one in each.kept} for each in (found, turned))
    assert first == second


def test_the_table_at_the_top_of_the_answers_is_the_teachers(tmp_path: Path) -> None:
    text = "student,Q3\ns2,50\n"
    for name in ("answers/paper.csv", "answers/Jonas Lindqvist/paper.csv"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (tmp_path / "instructor").mkdir()
    write_manifest(tmp_path / "instructor/manifest.json", CLASS)
    found = {one.where: one.typed for one in take_in([tmp_path], CLASS) if isinstance(one, HandedIn)}
    assert found == {"answers/paper.csv, line 2": True, "answers/Jonas Lindqvist/paper.csv, line 2": False}
