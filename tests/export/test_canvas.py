"""What Canvas needs in a package, and what it would lose otherwise."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from lms import canvas
from lms.nasty import item_of, items

from exercises.export import cartridge
from exercises.export.canvas import write
from exercises.export.target import Selection

TYPES = {
    "classify": "matching_question",
    "date": "short_answer_question",
    "estimate": "essay_question",
    "grid": "matching_question",
    "match": "matching_question",
    "multiple-choice": "multiple_answers_question",
    "number": "numerical_question",
    "order": "matching_question",
    "select-words": "multiple_answers_question",
    "short-text": "short_answer_question",
    "single-choice": "multiple_choice_question",
    "written": "essay_question",
}


@pytest.mark.parametrize(("kind", "type"), TYPES.items())
def test_the_metadata_says_what_a_question_is_and_it_is_nothing_that_classic_quizzes_lack(kind: str, type: str) -> None:
    (item,) = canvas.quiz(write(Selection("one", "One", (item_of(kind),)))).findall(".//q:item", canvas._NS)
    assert canvas.fields(item)["question_type"] == type
    assert canvas.fields(item)["points_possible"] == "1.0"
    assert not [label for label in canvas.fields(item) if label.startswith("cc_")]


def test_a_question_has_the_same_ident_in_every_export_so_that_a_second_import_replaces_it() -> None:
    alone, among = (
        canvas.read(write(Selection(name, name, chosen))) for name, chosen in (("a", items()[:1]), ("b", items()))
    )
    assert set(alone) < set(among)
    assert len(among) == len(items())
    assert set(alone) == {f"i{items()[0].uuid}"}


@pytest.mark.parametrize("write", [write, cartridge.write], ids=["canvas", "common-cartridge"])
def test_no_ident_of_what_is_said_has_a_word_by_which_canvas_tells_it_to_others(
    write: Callable[[Selection], bytes],
) -> None:
    data = write(Selection("all", "All", items()))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        text = "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml"))
    idents = set(re.findall(r'itemfeedback ident="(said_[^"]+)"', text))
    assert len(idents) > 3
    assert [ident for ident in idents if re.search(r"wrong|correct|solution|general_|_all|_i?c$", ident, re.I)] == []


def test_no_two_options_of_a_matching_begin_with_one_number_by_which_canvas_knows_them() -> None:
    for item in canvas.quiz(write(Selection("all", "All", items()))).findall(".//q:item", canvas._NS):
        if canvas.fields(item)["question_type"] == "matching_question":
            for one in item.findall(".//q:response_lid", canvas._NS):
                idents = [label.get("ident", "") for label in one.findall(".//q:response_label", canvas._NS)]
                numbers = [re.search(r"\d+", ident) for ident in idents]
                assert len({number[0] for number in numbers if number}) == len(idents)


def test_a_number_with_a_tolerance_is_taken_within_it_and_not_beyond() -> None:
    item = item_of("number")
    wide = item.key.model_copy(update={"correct": "0.28", "tolerance": item.key.tolerance + 1})
    (found,) = canvas.read(write(Selection("a", "A", (type(item)(item.course, item.exercise, wide),)))).values()
    assert found.score is not None
    assert [found.score(typed) for typed in ("0.28", "1.28", "-0.72", "1.281", "")] == [1, 1, 1, 0, 0]
