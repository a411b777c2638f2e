"""What players and importers of QTI need of an item, and what they stumble over."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET
import zipfile
from decimal import Decimal

import pytest
from lms import qti
from lms.nasty import item_of, items
from sites import the_course

from exercises.export import qti2, qti3
from exercises.export.export import selection
from exercises.export.qti2 import chosen
from exercises.export.target import Selection
from exercises.questions.kinds import Option

WRITERS = pytest.mark.parametrize("write", [qti2.write, qti3.write], ids=["2.1", "3.0"])


def roots(data: bytes) -> list[ET.Element]:
    """Return every file of a package."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return [qti.tree(package.read(name)) for name in package.namelist()]


def found(data: bytes, name: str) -> list[ET.Element]:
    """Return every element of that name in a package."""
    return [one for root in roots(data) for one in qti.every(root, name)]


@WRITERS
def test_an_order_of_eleven_runs_from_the_first_to_the_last(write) -> None:  # noqa: ANN001
    item, letters = item_of("order"), "abcdefghijk"
    items = tuple(Option(id=one, text=one.upper()) for one in letters)
    key = item.key.model_copy(update={"correct": {one: str(11 - at) for at, one in enumerate(letters)}})
    long = type(item)(item.course, item.exercise.model_copy(update={"items": items}), key)
    (correct,) = found(write(Selection("one", "One", (long,))), "correctresponse")
    told = [value.text for value in qti.every(correct, "value")]
    assert told == [chosen(one) for one in reversed(letters)]


@WRITERS
def test_every_entry_of_a_mapping_and_every_comparison_of_letters_says_whether_case_counts(write) -> None:  # noqa: ANN001
    data = write(Selection("all", "All", items()))
    said = [qti.at(one, "casesensitive") for one in (*found(data, "mapentry"), *found(data, "stringmatch"))]
    assert len(said) > 30
    assert set(said) == {"false"}


@WRITERS
def test_a_number_is_held_between_a_least_and_a_most_and_never_by_equal(write) -> None:  # noqa: ANN001
    data = write(Selection("all", "All", items()))
    assert found(data, "equal") == []
    item = item_of("number")
    wide = item.key.model_copy(update={"correct": "0.28", "tolerance": item.key.tolerance + 1})
    (only,) = qti.read(write(Selection("a", "A", (type(item)(item.course, item.exercise, wide),)))).values()
    assert only.score is not None
    assert [only.score(typed) for typed in ("0.28", "1.28", "-0.72", "1.281", "")] == [1, 1, 1, 0, 0]


@WRITERS
def test_no_prompt_stands_in_hottext_and_every_table_has_a_body(write) -> None:  # noqa: ANN001
    item = item_of("select-words")
    stem = "Read this:\n\n| a | b |\n|--:|:--|\n| 1 | 2 |"
    tabled = item.exercise.model_copy(update={"stem": stem})
    data = write(Selection("a", "A", (type(item)(item.course, tabled, item.key),)))
    (hottext,) = found(data, "hottextinteraction")
    assert [one.tag for one in hottext] == ["p"]
    (table,) = found(data, "table")
    assert [one.tag for one in table] == ["thead", "tbody"]
    assert not [one for one in found(data, "td") if one.attrib]


@WRITERS
def test_the_identifiers_of_the_bank_are_names_and_each_is_declared_once(write) -> None:  # noqa: ANN001
    course = the_course()
    for root in roots(write(selection(course, "bank", "Bank", course.bank.exercises)))[2:]:
        labels = [qti.at(one, "identifier") for one in root.iter() if one.tag in LABELS]
        assert len(labels) == len(set(labels))
        assert [label for label in labels if not label.replace("-", "").replace("_", "").isalnum()] == []


LABELS = ("simplechoice", "simpleassociablechoice", "hottext")


@pytest.mark.parametrize(
    ("write", "calls_itself"),
    [(qti2.write, ["QTIv2.1 Package", "1.0.0"]), (qti3.write, ["QTI Package", "3.0.0"])],
    ids=["2.1", "3.0"],
)
def test_the_manifest_calls_itself_what_its_versions_profile_of_content_packaging_asks(write, calls_itself) -> None:  # noqa: ANN001
    data = write(Selection("a", "A", (item_of("single-choice"),)))
    assert [qti.words(one) for name in ("schema", "schemaversion") for one in found(data, name)] == calls_itself


@pytest.mark.parametrize(
    ("old", "new"),
    [("itemBody", "item-body"), ("caseSensitive", "case-sensitive"), ("sum", "sum"), ("mapResponse", "map-response")],
)
def test_a_name_of_2_1_becomes_one_of_3_0(old: str, new: str) -> None:
    assert qti3.words(old) == new


def test_what_a_rubric_says_is_for_the_scorer_alone_and_stands_in_a_body_in_3_0() -> None:
    chosen = Selection("a", "A", (item_of("written"),))
    (old,), (new,) = (found(write(chosen), "rubricblock") for write in (qti2.write, qti3.write))
    assert (old.get("view"), new.get("view"), new.get("use")) == ("scorer", "scorer", "scoring")
    assert [one.tag for one in new] == ["contentbody"]
    assert qti.words(old) == qti.words(new)


@WRITERS
def test_feedback_goes_with_what_was_answered_and_a_wrong_numbers_with_no_number_near_it(write) -> None:  # noqa: ANN001
    item = item_of("number")
    wide = item.key.model_copy(update={"tolerance": Decimal("0.5")})
    data = write(Selection("a", "A", (type(item)(item.course, item.exercise, wide),)))
    (root,) = [root for root in roots(data) if root.tag == "assessmentitem"]
    texts = {qti.at(one, "identifier"): qti.words(one) for one in qti.every(root, "modalfeedback")}
    told = [texts[qti.process(root, typed)["FEEDBACK"]].split(". See")[0] for typed in (184.0, 184.5, 183.0, 183.4)]
    right, wrong = (wide.feedback[slot].text.removesuffix(".") for slot in ("184", "183"))
    assert told == [right, right, wrong, wide.otherwise]
