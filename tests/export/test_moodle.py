"""Moodle XML: what its importer stumbles over, and that no export of ours makes it stumble."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from decimal import Decimal

import pytest
from lms import moodle
from lms.nasty import item_of, items
from lms.responses import in_words
from sites import the_course

from exercises.export.export import selection
from exercises.export.moodle import FRACTIONS, bands, by_place, write
from exercises.export.target import Selection
from exercises.questions.grade import score


def one(kind: str) -> bytes:
    """Return the example of a kind as a file."""
    return write(Selection("one", "One", (item_of(kind, nasty=True),)))


def changed(data: bytes, old: str, new: str) -> bytes:
    """Return the file with one thing otherwise."""
    assert old in data.decode()
    return data.decode().replace(old, new).encode()


def shares() -> list[str]:
    """Return every fraction that the whole bank's file has, of questions that are marked by it."""
    bank = selection(the_course(), "bank", "Bank", the_course().bank.exercises)
    questions = [q for q in ET.fromstring(write(bank)).iter("question") if q.get("type") != "ordering"]
    return [answer.get("fraction", "") for question in questions for answer in question.findall("answer")]


def test_every_fraction_is_one_of_moodles_own() -> None:
    assert {share.removeprefix("-") for share in shares()} <= set(FRACTIONS)
    assert [share for share in FRACTIONS if moodle.fraction(share) is None] == []


def test_a_fraction_of_another_length_would_lose_the_question() -> None:
    short = changed(one("multiple-choice"), 'fraction="50"', 'fraction="33.3"')
    assert moodle.read(short) == {}
    assert list(moodle.read(one("multiple-choice"))) == ["multiple-choice"]


def test_a_pair_without_an_answer_would_end_the_question_and_no_pair_is() -> None:
    pairs = list(ET.fromstring(write(Selection("all", "All", items()))).iter("subquestion"))
    assert [pair for pair in pairs if not pair.findtext("answer/text")] == []
    first = pairs[0].findtext("answer/text")
    broken = changed(one("classify"), f"<text>{first}", "<text></text></answer><answer><text>")
    assert len(moodle.read(broken)["classify"].asked) < len(moodle.read(one("classify"))["classify"].asked)


def test_an_option_that_nothing_gets_is_a_pair_without_words() -> None:
    item = item_of("match")
    unused = set(item.offered) - set(item.placed.values())
    assert unused
    empty = [p for p in ET.fromstring(one("match")).iter("subquestion") if not p.findtext("text")]
    assert len(empty) == len(unused)


def test_an_order_that_nobody_touched_earns_nothing() -> None:
    found = moodle.read(one("order"))["order"]
    assert found.score is not None
    assert found.score({}) == 0
    assert found.offered == frozenset(item_of("order").offered.values())


def test_choices_are_shuffled_and_what_stands_in_an_order_of_its_own_is_not() -> None:
    asked = {
        question.findtext("idnumber"): question.findtext("shuffleanswers")
        for question in ET.fromstring(write(Selection("all", "All", items()))).iter("question")
    }
    kept, shuffled = ("select-words", "grid"), ("single-choice", "multiple-choice", "classify", "match", "order")
    assert [asked[kind] for kind in kept] == ["false"] * len(kept)
    assert [asked[kind] for kind in shuffled] == ["true"] * len(shuffled)


def test_no_question_has_one_choice_alone_which_stops_the_import() -> None:
    data = ET.fromstring(one("single-choice"))
    question = next(question for question in data.iter("question") if question.get("type") == "multichoice")
    for answer in question.findall("answer")[1:]:
        question.remove(answer)
    with pytest.raises(moodle.ImportStoppedError):
        moodle.read(ET.tostring(data))


def test_numbers_have_a_decimal_point_since_a_comma_makes_another_number() -> None:
    numbers = [
        text
        for question in ET.fromstring(write(Selection("all", "All", items()))).iter("question")
        if question.get("type") == "numerical"
        for answer in question.findall("answer")
        for text in (answer.findtext("text") or "", answer.findtext("tolerance") or "")
    ]
    assert numbers
    assert [number for number in numbers if "," in number] == []
    assert moodle.number("62,5") == 62


def test_a_right_number_has_the_keys_tolerance_and_a_wrong_one_has_none() -> None:
    item = item_of("number")
    wide = item.key.model_copy(update={"tolerance": Decimal("0.5")})
    data = write(Selection("one", "One", (type(item)(item.course, item.exercise, wide),)))
    answers = [(answer.findtext("text"), answer.findtext("tolerance")) for answer in ET.fromstring(data).iter("answer")]
    assert answers == [("184", "0.500000"), ("183", "0.000000"), ("*", "0.000000")]


def test_a_star_in_a_short_answer_is_a_star_and_not_any_letters() -> None:
    item = item_of("short-text")
    starred = item.key.model_copy(update={"correct": "a * b", "accepted": ()})
    data = write(Selection("one", "One", (type(item)(item.course, item.exercise, starred),)))
    found = moodle.read(data)["short-text"].score
    assert found is not None
    assert (found("a * b"), found("a or b")) == (1, 0)
    loose = moodle.read(data.replace(b"\\*", b"*"))["short-text"].score
    assert loose is not None
    assert loose("a or b") == 1


def test_false_choices_take_points_away_and_never_below_nothing_while_one_choice_takes_none() -> None:
    several, single = (moodle.read(one(kind))[kind] for kind in ("multiple-choice", "single-choice"))
    assert several.score is not None
    assert single.score is not None
    assert several.score(frozenset(several.asked) - frozenset(several.right)) == 0
    assert [
        share for share in ET.fromstring(one("single-choice")).iter("answer") if share.get("fraction")[0] == "-"
    ] == []
    assert {single.score(choice) for choice in single.asked} == {0, 1}


# Again into the same bank


def test_a_lesson_has_one_category_in_the_lessons_order_however_a_set_names_its_exercises() -> None:
    course = the_course()
    named = ["two-todays", "six-names", "words-that-point"]
    chosen = selection(course, "mine", "Mine", map(course.bank.exercise, named))
    assert [(place, [item.id for item in items]) for place, items in by_place(chosen)] == [
        ("01-what-is-on-this-page", ["two-todays", "words-that-point"]),
        ("02-who-says-so", ["six-names"]),
    ]


def test_a_bank_imported_twice_has_its_idnumbers_once_and_the_second_copies_lose_theirs() -> None:
    bank = moodle.Bank()
    data = write(Selection("all", "All", items()))
    bank.take_in(data)
    assert (len(bank.questions), bank.without_id) == (len(items()), [])
    bank.take_in(data)
    assert (len(bank.questions), len(bank.without_id)) == (len(items()), len(items()))


def test_every_idnumber_of_the_bank_is_the_exercises_id_and_stands_once() -> None:
    course = the_course()
    root = ET.fromstring(write(selection(course, "bank", "Bank", course.bank.exercises)))
    questions = [question for question in root.iter("question") if question.get("type") != "category"]
    ids = [question.findtext("idnumber") or "" for question in questions]
    assert sorted(ids) == sorted(exercise.id for exercise in course.bank.exercises)
    assert max(map(len, ids)) <= 100  # what Moodle's column holds


# Estimates


@pytest.mark.parametrize("outcome", ["0", "1"])
def test_each_percentage_gets_the_nearest_of_moodles_fractions(outcome: str) -> None:
    item = item_of("estimate")
    key = item.key.model_copy(update={"correct": outcome})
    found = list(bands(outcome))
    for tenth in range(1001):
        percent = tenth / 10
        ours = score(item.question, key, in_words(item, f"{percent}%"))
        given = [float(size) / 100 for size, low, high in found if low <= percent <= high] or [0.0]
        nearest = min((float(size) / 100 for size in FRACTIONS), key=lambda size: abs(size - ours))
        assert abs(given[0] - ours) == pytest.approx(abs(nearest - ours), abs=1e-6), percent
