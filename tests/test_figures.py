"""The figures: drawn from the ledger, complete without colour or script, and told in words."""

from __future__ import annotations

import datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from exercises.figures import FIGURES, timeline
from exercises.figures.svg import element, wrapped
from exercises.ledger import Fit, Report
from exercises.load import load_evidence

REPORT = load_evidence(Path(__file__).parent.parent).report["rfa-2019"]
SVG = "{http://www.w3.org/2000/svg}"


def words_in(svg: str) -> str:
    """Return every word of a drawing, in order."""
    return " ".join(text.text or "" for text in ET.fromstring(svg).iter(f"{SVG}text"))  # noqa: S314  # our own SVG


def changed(**fields: object) -> Report:
    """Return the report with these fields."""
    return Report(**{name: getattr(REPORT, name) for name in Report.model_fields} | fields)


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_sound_svg_with_a_title(name: str) -> None:
    root = ET.fromstring(FIGURES[name].draw(REPORT))  # noqa: S314  # our own SVG
    assert root.get("role") == "img"
    title = root.find(f"{SVG}title")
    assert title is not None
    assert root.get("aria-labelledby") == title.get("id")


@pytest.mark.parametrize("name", FIGURES)
def test_nothing_is_drawn_outside_the_picture(name: str) -> None:
    root = ET.fromstring(FIGURES[name].draw(REPORT))  # noqa: S314  # our own SVG
    _, _, width, height = map(float, (root.get("viewBox") or "").split())
    for text in root.iter(f"{SVG}text"):
        assert 0 <= float(text.get("x", "-1")) <= width
        assert 0 <= float(text.get("y", "-1")) <= height


@pytest.mark.parametrize("name", FIGURES)
def test_colours_follow_the_page_and_have_a_fallback_for_print(name: str) -> None:
    for node in ET.fromstring(FIGURES[name].draw(REPORT)).iter():  # noqa: S314  # our own SVG
        for attribute in ("fill", "stroke"):
            colour = node.get(attribute, "none")
            assert colour in ("none", "currentColor") or (colour.startswith("var(--said-") and "#" in colour)


def test_the_words_of_a_figure_name_what_it_shows() -> None:
    said = FIGURES["timeline"].alt(REPORT)
    assert "The North Korean recall, in China, ends on 30 June 2019, the year being assumed." in said
    assert "The UN return, everywhere, ends on 31 December 2019." in said
    assert "The freeze on new working visas runs along the whole line, with no date at either end." in said


def test_a_moved_deadline_moves_its_mark() -> None:
    later = [d.model_copy(update={"by": datetime.date(2019, 9, 30)}) if d.id == "june" else d for d in REPORT.deadlines]
    assert "ends 30 Sep (year assumed)" in words_in(timeline.draw(changed(deadlines=tuple(later))))


def test_days_stand_in_order_along_the_line() -> None:
    days = [timeline.START, REPORT.date, datetime.date(2019, 6, 30), datetime.date(2019, 12, 31), timeline.END]
    places = [timeline.x_of(day) for day in days]
    assert places == sorted(places)
    assert (places[0], places[-1]) == (timeline.LEFT, timeline.RIGHT)


def test_the_argument_map_lists_what_luggage_leaves_standing() -> None:
    drawn = words_in(FIGURES["argument-map"].draw(REPORT))
    assert [label in drawn for label in ("Students or trainees", "A return after a longer stay", "Other travel")] == [
        True,
        True,
        False,
    ]


def test_a_changed_cell_changes_the_argument_map() -> None:
    def other(cell):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
        hit = (cell.hypothesis, cell.clue) == ("student-or-trainee", "baggage")
        return cell.model_copy(update={"fit": Fit.UNEXPECTED}) if hit else cell

    drawn = words_in(FIGURES["argument-map"].draw(changed(cells=tuple(map(other, REPORT.cells)))))
    assert "Students or trainees" not in drawn


def test_words_are_escaped_and_wrapped() -> None:
    assert element("text", x=1, font_size=2) == '<text x="1" font-size="2"/>'
    drawn, bottom = wrapped("a < b & c", 0, 10, letters=5)
    assert (drawn.count("<text"), "&lt;" in drawn, "&amp;" in drawn, bottom) == (2, True, True, 44)
