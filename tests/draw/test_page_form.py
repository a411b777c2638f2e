"""A question's form on a page, a sheet and in a book: what it tells a reader to do, and how each control is named."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from exercises.draw.controls import in_book, on_page, on_paper
from exercises.draw.markup import plain
from exercises.questions.question import Asked, Choose, Enter, Option, Place, Question, Write

ASKED = (Asked("a", "Alder"), Asked("b", "Birch"))
OFFERED = (Option(id="x", text="X"), Option(id="y", text="Y"))
ROWS, COLUMNS = (Option(id="r", text="Row"),), (Option(id="c", text="Column"), Option(id="d", text="Other"))
CELLS = (Asked("r/c", "Row, Column"), Asked("r/d", "Row, Other"))


def page(question: Question) -> BeautifulSoup:
    """Return the question's form, parsed."""
    return BeautifulSoup(on_page("line", question), "html.parser")


@pytest.mark.parametrize(
    ("several", "control", "legend"), [(False, "radio", "Choose one"), (True, "checkbox", "Choose all that apply")]
)
def test_a_choice_of_several_takes_several(several: bool, control: str, legend: str) -> None:
    soup = page(Choose(ASKED, several=several))
    assert [(tag["type"], tag["value"]) for tag in soup.select("input")] == [(control, "a"), (control, "b")]
    assert [tag.get_text() for tag in soup.select("legend")] == [legend]
    assert soup.form is not None
    assert soup.form.has_attr("data-several") is several


def test_a_grids_cells_are_named_by_row_and_column() -> None:
    soup = page(Place(CELLS, OFFERED, "grid", rows=ROWS, columns=COLUMNS, corner="Ferry"))
    assert [cell["data-slot"] for cell in soup.select("td")] == ["r/c", "r/d"]
    named = [[soup.find(id=id) for id in str(field["aria-labelledby"]).split()] for field in soup.select("select")]
    assert [[tag.get_text() for tag in tags if tag] for tags in named] == [["Row", "Column"], ["Row", "Other"]]


@pytest.mark.parametrize(
    ("question", "label"),
    [
        (Enter("number", "tons"), "Your number (tons) tons"),
        (Enter("percent", "percent"), "How likely is it? (0 to 100 percent) percent"),
        (Enter("date"), "Your date"),
        (Enter("words"), "Your answer, in a few words"),
        (Write(20), "Your answer, in about 20 words"),
    ],
)
def test_a_number_is_asked_for_with_its_unit(question: Question, label: str) -> None:
    entry = page(question).select_one(".entry")
    assert entry is not None
    assert " ".join(entry.get_text(" ").split()) == label


ASKS: dict[str, tuple[Question, *tuple[str, ...]]] = {
    "one": (Choose(ASKED, several=False), "Choose one"),
    "several": (Choose(ASKED, several=True), "Choose all that apply"),
    "words of a passage": (
        Choose(ASKED, several=True, passage=(("See ", None), ("Alder", "a"))),
        "Tick the words in this passage",
        "Mark the words in this passage",
    ),
    "bins": (Place(ASKED, OFFERED, "bins"), "Choose one for each statement"),
    "a grid": (Place(CELLS, OFFERED, "grid", rows=ROWS, columns=COLUMNS), "Choose one for every cell"),
    "a list": (Place(ASKED, OFFERED, "lists"), "Choose one for each"),
    "a list in which none is right twice": (
        Place(ASKED, OFFERED, "lists", once=True),
        "Choose one for each; none is right twice",
    ),
    "an order": (Place(ASKED, OFFERED, "places", once=True), "Give each its place, from 1 for the first"),
    "a day": (Enter("date"), "Your date, as year-month-day"),
    "a number": (Enter("number", "tons"), "Your number tons"),
    "a likelihood": (Enter("percent", "percent"), "How likely is it, from 0 to 100 percent? percent"),
    "a few words": (Enter("words"), "Your answer, in a few words"),
    "a text": (Write(20), "Your answer, in about 20 words"),
}
"""What a sheet and a book say above a question's form, or in its line; where they differ, the sheet's first."""


@pytest.mark.parametrize("what", ASKS)
def test_a_form_on_a_sheet_and_in_a_book_says_how_it_is_filled_in(what: str) -> None:
    question, *words = ASKS[what]
    assert told(on_paper("line", 1, "Line", question)) == words[0]
    assert told(in_book(question)) == words[-1]


def told(html: str) -> str:
    """Return what a form says above it, or in its line, without the colon."""
    said = BeautifulSoup(html, "html.parser").select_one(".legend, .asks, .entry")
    assert said is not None
    return " ".join(said.get_text(" ").replace(":", "").split())


@pytest.mark.parametrize(
    ("text", "words"),
    [("{paragraph}`5`", "P5"), ("{claim}`p05-x`", "p05-x"), ("{record}`V03`, *so*", "V03, so")],
)
def test_a_role_leaves_its_id(text: str, words: str) -> None:
    assert plain(text) == words


@pytest.mark.parametrize(
    ("layout", "once", "said"),
    [("lists", True, True), ("lists", False, False), ("places", True, True), ("bins", False, False)],
)
def test_a_form_says_that_each_is_given_once_where_it_is(layout: str, *, once: bool, said: bool) -> None:
    form = page(Place(ASKED, OFFERED, layout, once=once)).form  # type: ignore[arg-type]
    assert form is not None
    assert form.has_attr("data-once") is said


ON_A_PAGE = {
    "one": "Choose one",
    "several": "Choose all that apply",
    "words of a passage": "Select the words in this passage",
    "bins": "Choose a place for each statement",
    "a grid": "Fill every cell",
    "a list": "Choose one for each",
    "a list in which none is right twice": "Choose one for each; none is right twice",
    "an order": "Choose the place of each, from 1 for the first",
}
"""What a page says above each form that has a legend: there a reader chooses, and ticks or writes nothing."""


@pytest.mark.parametrize("what", ON_A_PAGE)
def test_a_form_on_a_page_says_how_it_is_filled_in(what: str) -> None:
    legend = page(ASKS[what][0]).legend
    assert legend is not None
    assert " ".join(legend.get_text().split()) == ON_A_PAGE[what]
