"""What students hand over: the same answers by file and by code, and a plain reason for everything else."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from classes import ALL, EXERCISE, RESPONSES, assignment, class_of, work
from hypothesis import given
from hypothesis import strategies as st

from exercises.classroom.taking_in.answers import (
    Answers,
    file_check,
    find_codes,
    read_answers,
    read_code,
    write_answers,
    write_code,
)
from exercises.classroom.taking_in.refused import Refused
from exercises.questions.reading import in_two_ways

WORK = work(ALL, saved="2026-05-03T10:00:00.000Z")
FILE = write_answers(WORK, ALL)
CODE = write_code(WORK, ALL)
CLOSED = {id: answer for id, answer in RESPONSES.items() if id != "written"}


def edited(**changes: object) -> bytes:
    """Return the file with these values and a check that fits them."""
    data: dict[str, Any] = {**json.loads(FILE), **changes}
    return json.dumps({**data, "check": file_check(data)}).encode()


def reason(data: bytes, given: Any = ALL) -> str:  # noqa: ANN401 - an assignment
    """Return why a file is refused."""
    with pytest.raises(Refused) as caught:
        read_answers(data, given)
    return caught.value.reason


def test_a_file_says_what_was_filled_in() -> None:
    assert read_answers(FILE, ALL) == WORK


def test_a_code_says_the_same_and_leaves_out_what_was_written_at_length() -> None:
    read = read_code(find_codes(CODE)[0], ALL)
    assert (dict(read.answers), dict(read.sure), read.student, read.name) == (CLOSED, {"date": 70}, "s-17", WORK.name)
    assert "written" not in read.answers


def test_a_code_has_letters_figures_hyphens_and_full_stops_alone_and_stays_short() -> None:
    assert set(CODE.lower()) <= set("abcdefghijklmnopqrstuvwxyz0123456789.-")
    assert len(CODE) < 300


@pytest.mark.parametrize(
    "wrapped",
    [
        "Here it is: {0} thanks.",
        "<p>{0}</p>",
        "> {1}\r\n> {2}\r\n",
        "{1}=\r\n{2}",
        "{1}\u200b<br />&nbsp;{2}",
        "*{1}\n   {2}*",
        "`{3}`",
        "SAS1.cut.short {0}",
    ],
)
def test_a_code_survives_what_mail_and_lms_do_to_it(wrapped: str) -> None:
    text = wrapped.format(CODE, CODE[:70], CODE[70:], CODE.lower())
    assert [dict(read_code(code, ALL).answers) for code in find_codes(text)] == [CLOSED]


def test_several_codes_in_one_text_are_all_found() -> None:
    other = write_code(work(ALL, answers={}), ALL)
    assert len(find_codes(f"one {CODE} two\n{other}")) == 2


def test_a_million_beginnings_of_codes_are_read_in_one_pass() -> None:
    assert find_codes("SAS1." * 1_000_000) == []


@pytest.mark.parametrize("place", range(5, len(CODE) - 4, 7))
def test_a_code_with_one_sign_changed_is_refused(place: int) -> None:
    sign = "b" if CODE[place] == "a" else "a"
    damaged = (CODE[:place] + sign + CODE[place + 1 :]).lower()
    with pytest.raises(Refused):
        read_code(damaged, ALL)


def test_a_code_tells_apart_more_choices_than_there_are_figures() -> None:
    base = assignment("single-choice", orders={})
    many = [{"id": f"c{number}", "text": f"Choice {number}"} for number in range(40)]
    wide = EXERCISE.validate_python(base.items[0].exercise.model_dump() | {"choices": many})
    given = base.model_copy(update={"items": (base.items[0].model_copy(update={"exercise": wide}),)})
    for place in (0, 9, 11, 34, 35, 39):
        code = write_code(work(given, answers={"single-choice": f"c{place}"}, sure={}), given)
        assert read_code(find_codes(code)[0], given).answers == {"single-choice": f"c{place}"}


def test_a_code_of_another_assignment_says_so() -> None:
    with pytest.raises(Refused, match="of another assignment \\(0a1b2c3d, and this one is ffff0000\\)"):
        read_code(CODE, assignment("date", id="ffff0000"))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "it is not whole JSON, for it was cut off or is no answers file: ask for it again"),
        (FILE[:-20], "it is not whole JSON, for it was cut off or is no answers file: ask for it again"),
        (b"[" * 100_000, "it is not whole JSON, for it was cut off or is no answers file: ask for it again"),
        (
            b'{"course": NaN, "answers": {}}',
            "it is not whole JSON, for it was cut off or is no answers file: ask for it again",
        ),
        (b'{"a": 1, "a": 2}', "it is not whole JSON, for it was cut off or is no answers file: ask for it again"),
        (
            b'{"course": ' + b"9" * 10_000 + b"}",
            "it is not whole JSON, for it was cut off or is no answers file: ask for it again",
        ),
        (b'{"course": "\xe9"}', "it is not in UTF-8, as the page saved it: ask for the file itself"),
        ("{“course”: “said-a-source”}".encode(), "a program has changed its quotation marks: ask for the file itself"),
        (b'{"grades": [1, 2]}', "it is JSON, and no answers file: ask for that"),
        (b"[1]", "it is JSON, and no answers file: ask for that"),
        (b" " * 2_000_001, "it is larger than 2 megabytes, which no answers file is: ask for it again"),
        (edited(course="another"), "it is not of this course"),
        (
            edited(assignment="deadbeef"),
            "it is of another assignment (deadbeef, and this one is 0a1b2c3d): put it among the answers of that one",
        ),
        (edited(format=2), "it is in format 2, and this version of the course reads 1"),
        (edited(sheet="00000000"), "its sheet (00000000) is none of this assignment’s"),
        (edited(student="s-18"), 'it is the sheet of Ada <b>"Byte"</b> & Co, with another student’s id in it'),
        (edited(student="s" * 121), "its name or id is longer than 120 letters"),
        (edited(versions={}), "exercise 1 was another one when it was answered: use the manifest of that day"),
        (edited(answers={"ghost": "1"}), "it answers an exercise that was not asked (ghost)"),
        (
            FILE.replace(b"factory", b"not-told"),
            "it was changed after it was saved, or damaged on the way: ask for it again",
        ),
        (edited(extra=1), "it was changed after it was saved, or damaged on the way: ask for it again"),
        (edited(name=7), "it was changed after it was saved, or damaged on the way: ask for it again"),
    ],
    ids=lambda value: None if isinstance(value, str) else "data",
)
def test_a_file_that_cannot_be_marked_is_refused_with_its_reason(data: bytes, said: str) -> None:
    assert reason(data) == said


@pytest.mark.parametrize(
    ("id", "answer"),
    [
        ("single-choice", "ghost"),
        ("single-choice", ["factory"]),
        ("multiple-choice", ["ghost"]),
        ("multiple-choice", "baggage"),
        ("multiple-choice", [["baggage"]]),
        ("classify", {"ghost": "saw"}),
        ("classify", {"new": "ghost"}),
        ("classify", {"new": 1}),
        ("classify", [["new", "saw"]]),
        ("order", {"visas": 2}),
        ("date", 20191231),
        ("written", {"text": "x"}),
    ],
)
def test_an_answer_that_the_sheet_does_not_offer_is_refused(id: str, answer: object) -> None:
    assert "is none that the sheet offers: it was changed by hand" in reason(edited(answers={id: answer}))


@pytest.mark.parametrize("said", ["49", "101", "a lot", "-70", "7" * 5000])
def test_a_certainty_that_is_no_percentage_is_refused(said: str) -> None:
    assert reason(edited(sure={"date": said})) == "how sure it is of exercise 2 is no percentage from 50 to 100"


@pytest.mark.parametrize("said", [50, 73, 100])
def test_how_sure_a_student_is_may_be_any_percentage_from_50_to_100(said: int) -> None:
    assert read_answers(edited(sure={"date": str(said)}), ALL).sure == {"date": said}


@pytest.mark.parametrize("saved", ["", "later", "2026-05-03", "9999-99-99T99:99:99Z and more", "2026-05-03T10:00:00"])
def test_what_is_no_time_does_not_count_as_one(saved: str) -> None:
    assert read_answers(edited(saved=saved), ALL).saved == ""


def test_texts_that_are_far_too_long_are_refused_and_not_cut() -> None:
    assert reason(edited(answers={"date": "1" * 501})) == "its answer to exercise 2 is longer than 500 letters"
    assert reason(edited(answers={"written": "x" * 20_001})) == "it has a written answer of more than 20000 letters"


def test_a_file_may_carry_the_marks_of_its_encoding() -> None:
    assert read_answers(b"\xef\xbb\xbf" + FILE, ALL) == WORK
    assert read_answers(FILE.decode().encode("utf-16"), ALL) == WORK


def test_texts_come_out_as_lines_without_what_cannot_be_seen() -> None:
    messy = {"short-text": " a\u202e\x00b\n c ", "written": "x\r\ny\x07\rz "}
    assert read_answers(edited(answers=messy), ALL).answers == {
        "short-text": "ab c",
        "written": "x\ny\nz",
    }


@pytest.mark.parametrize(("said", "ways"), [("0.7", ("0.7", "70")), ("0,7", ("0.7", "70")), ("1", ("1", "100"))])
def test_a_likelihood_between_0_and_1_is_unread_with_what_to_ask(said: str, ways: tuple[str, str]) -> None:
    found = read_answers(edited(answers={"estimate": said}), ALL)
    either = f"{ways[0]} percent (write {ways[0]}%) or as {ways[1]} percent (write {ways[1]})"
    asks = "ask which is meant, and type it into paper.csv"
    number = ALL.item["estimate"].number
    assert found.answers == {}
    assert found.doubts == [f"the answer to exercise {number}, “{said}”, can be read as {either}: {asks}"]


def test_a_likelihood_below_one_percent_counts_with_its_sign_in_file_and_code() -> None:
    found = read_answers(edited(answers={"estimate": "0,7 percent"}), ALL)
    assert found.answers == {"estimate": "0.7%"}
    assert read_code(write_code(found, ALL), ALL).answers == found.answers


def test_the_sign_of_a_likelihood_is_taken_off_and_no_other() -> None:
    signed = {"estimate": "62,5 %", "number": "62,5 %"}
    assert read_answers(edited(answers=signed), ALL).answers == {"estimate": "62.5", "number": "62,5 %"}


def test_a_certainty_that_no_sheet_asks_for_is_left_out() -> None:
    said = edited(sure={"date": "70", "estimate": "70", "written": "none"})
    assert read_answers(said, ALL).sure == {"date": 70}


def test_without_a_roster_the_student_says_who_it_is() -> None:
    free = assignment("date", student="", name="")
    read = read_answers(write_answers(work(free, student=" s9 ", name="Ren  Ito"), free), free)
    assert (read.student, read.name) == ("s9", "Ren Ito")


def test_with_a_roster_the_sheet_says_who_it_is() -> None:
    both = class_of("Ada", "Bo")
    assert read_answers(write_answers(work(both, 1, student="", name="anybody"), both), both).name == "Bo"


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf"]), max_size=30).map(
    lambda text: " ".join(text.split())
)
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "single-choice": st.sampled_from(["factory", "school", "not-told"]),
        "multiple-choice": st.sampled_from(
            [("baggage",), ("together", "visas"), ("baggage", "first-time", "together", "visas")]
        ),
        "classify": st.dictionaries(
            st.just("new"), st.sampled_from(["saw", "inferred", "general", "not-told"]), min_size=1
        ),
        "short-text": TEXTS.filter(bool),
        "number": TEXTS.filter(bool).filter(lambda text: not in_two_ways("number", text)),
        "select-words": st.sampled_from([("may",), ("reportedly", "replaced")]),
    },
)


@given(ANSWERS, TEXTS, st.integers(50, 100))
def test_whatever_was_answered_comes_back_by_both_ways(answers: dict[str, Any], name: str, sure: int) -> None:
    free = class_of("")
    one = work(free, answers=answers, sure=dict.fromkeys(answers, sure), name=name)
    assert read_answers(write_answers(one, free), free) == one
    coded = read_code(find_codes(write_code(one, free))[0], free)
    assert (replace(coded, uncarried=frozenset()), coded.uncarried) == (one, {"written"})


@given(st.binary(max_size=300))
def test_no_bytes_do_more_than_be_refused(data: bytes) -> None:
    reason(data)


@given(st.integers(0, len(FILE) - 1), st.integers(0, 255))
def test_a_file_with_one_byte_changed_is_refused_or_says_the_same(place: int, byte: int) -> None:
    try:
        read: Answers = read_answers(FILE[:place] + bytes([byte]) + FILE[place + 1 :], ALL)
    except Refused:
        return
    assert read == WORK


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from([*RESPONSES, "x"]), inner),
        max_leaves=8,
    )
)
def test_answers_of_any_form_are_refused_or_read_as_what_the_sheet_offers(answers: object) -> None:
    try:
        read = read_answers(edited(answers=answers), ALL)
    except Refused:
        return
    assert isinstance(answers, dict)
    assert set(read.answers) <= set(answers) & set(RESPONSES)
    assert read_answers(write_answers(read, ALL), ALL) == read
