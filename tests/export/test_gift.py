"""GIFT: what its importer stumbles over, and that no export of ours makes it stumble."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from lms import gift, moodle
from lms.nasty import NASTY, item_of, items

from exercises.export.gift import escape, write
from exercises.export.item import Item
from exercises.export.target import Selection


def one(kind: str) -> str:
    """Return the example of a kind as a file."""
    return write(Selection("one", "One", (item_of(kind, nasty=True),))).decode()


def test_no_question_has_an_empty_line_which_would_end_it() -> None:
    questions = re.split(r"\n\s*\n", write(Selection("all", "All", items(nasty=True))).decode())
    assert len([block for block in questions if "[id:" in block]) == len(items())
    with pytest.raises(moodle.ImportStoppedError):
        gift.read(one("single-choice").replace("\t####", "\n\t####").encode())


@pytest.mark.parametrize("letter", "~=#{}:\\")
def test_each_letter_with_a_meaning_of_its_own_is_escaped(letter: str) -> None:
    assert escape(f"a{letter}b") == f"a\\{letter}b"
    assert gift._free(gift._hold(escape(f"a{letter}n b"))) == f"a{letter}n b"


def test_a_line_ends_as_two_signs_so_that_no_text_can_end_a_question() -> None:
    assert escape("One.\n\nTwo.\n") == "One.\\n\\nTwo."
    assert gift._free(gift._hold(escape("One.\n\nTwo."))) == "One.\n\nTwo."


def test_unescaped_braces_would_make_a_short_answer_of_a_choice() -> None:
    whole = one("single-choice")
    found = gift.read(whole.replace("\\{x\\}", "{x}").encode())["single-choice"]
    assert found.asked == ()
    assert NASTY.strip().split("{")[1].split("}")[0] == "x"
    assert len(gift.read(whole.encode())["single-choice"].asked) == 3


def test_a_decimal_comma_would_stop_the_whole_import_and_there_is_none() -> None:
    numbers = re.findall(r"%([\d.,-]+):([\d.,]+)#", one("estimate") + one("number"))
    assert len(numbers) > 20
    assert [number for pair in numbers for number in pair if "," in number] == []
    with pytest.raises(moodle.ImportStoppedError):
        gift.read(re.sub(r"%100%(\d+):", r"%100%\1,5:", one("number")).encode())


def test_a_right_number_has_the_keys_tolerance_and_a_wrong_one_has_none() -> None:
    item = item_of("number")
    wide = item.key.model_copy(update={"tolerance": Decimal("0.5")})
    data = write(Selection("one", "One", (type(item)(item.course, item.exercise, wide),))).decode()
    assert re.findall(r"=%(\d+)%([\d.]+):([\d.]+)#", data) == [("100", "184", "0.5"), ("0", "183", "0")]


def test_an_arrow_in_a_short_answer_makes_no_matching_question() -> None:
    item = item_of("short-text")
    key = item.key.model_copy(update={"correct": "a -> b", "accepted": ("b <- a -> c",)})
    found = gift.read(write(Selection("one", "One", (Item(item.course, item.exercise, key),))))["short-text"]
    assert found.score is not None
    assert [found.score(typed) for typed in ("a -> b", "the a -> b.", "b <- a -> c", "a b", "b")] == [1, 1, 1, 0, 0]


def test_a_choice_that_begins_with_a_weight_is_worth_what_it_is_worth() -> None:
    item = item_of("single-choice")
    choices = tuple(one.model_copy(update={"text": f"%50% {one.text}"}) for one in item.exercise.lists["choices"])
    weighed = Item(item.course, item.exercise.model_copy(update={"choices": choices}), item.key)
    found = gift.read(write(Selection("one", "One", (weighed,))))["single-choice"]
    assert found.score is not None
    assert found.asked == tuple(one.text for one in choices)
    assert {one.id: found.score(one.text) for one in choices} == {
        one.id: float(one.id == item.key.correct) for one in choices
    }
