"""A question on the course's own paper: each form says how it is filled in, and words are never markup."""

from __future__ import annotations

import pytest

from exercises.draw.typst import form, literal, string
from exercises.questions.question import Asked, Choose, Enter, Option, Place, Question, Write

ASKED = (Asked("a", "Alder"), Asked("b", "Birch"))
OFFERED = (Option(id="x", text="X"), Option(id="y", text="Y"))
ROWS, COLUMNS = (Option(id="r", text="Row"),), (Option(id="c", text="Column"), Option(id="d", text="Other"))
CELLS = (Asked("r/c", "Row, Column"), Asked("r/d", "Row, Other"))
FORMS: dict[str, tuple[Question, list[str]]] = {
    "one": (Choose(ASKED, several=False), ['#choice-list(circle-mark, "Alder", "Birch")']),
    "several": (Choose(ASKED, several=True), ['#choice-list(square-mark, "Alder", "Birch")']),
    "words of a passage": (
        Choose(ASKED, several=True, passage=(("See ", None), ("Alder", "a"))),
        ["Circle the words among those that are underlined.", '#"See ";#selectable("Alder");'],
    ),
    "bins": (Place(ASKED, OFFERED, "bins"), ['#tick-table(3, ("Statement", "X", "Y", ), circle-mark, "Alder", "Birch")']),
    "a grid": (
        Place(CELLS, OFFERED, "grid", rows=ROWS, columns=COLUMNS, corner="Ferry"),
        ["Write one of these into each cell: X, Y.", '#tick-table(3, ("Ferry", "Column", "Other", ), box(height: 1.4em), "Row")'],
    ),
    "a list": (
        Place(ASKED, OFFERED, "lists"),
        ["Write beside each the letter of one of those below.", '#blank-list("Alder", "Birch")', '#lettered-list("X", "Y")'],
    ),
    "a list in which none is right twice": (Place(ASKED, OFFERED, "lists", once=True), ["one of those below; none is right twice."]),
    "an order": (Place(ASKED, OFFERED, "places", once=True), ["Write beside each its place, from 1 for the first."]),
    "a day": (Enter("date"), ['#entry("Date", "(day, month, year)");']),
    "a number": (Enter("number", "tons"), ['#entry("Number", "tons");']),
    "a likelihood": (Enter("percent", "percent"), ['#entry("How likely, from 0 to 100", "percent");']),
    "a few words": (Enter("words"), ["#ruled(1);"]),
    "a short text": (Write(5), ["#ruled(3);"]),
    "a long one": (Write(90), ["#ruled(12);"]),
}  # fmt: skip


@pytest.mark.parametrize("what", FORMS)
def test_a_form_on_paper_says_how_it_is_filled_in(what: str) -> None:
    question, parts = FORMS[what]
    assert [part for part in parts if part not in form(question)] == []


@pytest.mark.parametrize(
    ("words", "written"), [('a "b" \\ c', '"a \\"b\\" \\\\ c"'), ("#let x = 1", '"#let x = 1"'), ("a\x07b", '"ab"')]
)
def test_words_are_never_taken_for_markup(words: str, written: str) -> None:
    assert literal(words) == written
    assert string(words) == f"#{written};"
