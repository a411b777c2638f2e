"""The argument map: every step of P4 to P8 is on it, in the ledger's words, and it fits a phone, a printer and an ear."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import Counter

import pytest
from sites import the_course

from exercises.draw.figures.argument_map import Box, alt, boxes, draw
from exercises.ledger.types import Fit, Report

REPORT = the_course().evidence.report["rfa-2019"]
SVG = "{http://www.w3.org/2000/svg}"
DRAWING = ET.fromstring(draw(REPORT))  # noqa: S314 -- we wrote it
WIDTH, HEIGHT = map(float, DRAWING.attrib["viewBox"].split()[2:])


def of_sort(sort: str) -> list[Box]:
    """Return the map's boxes of one sort."""
    return [box for box in boxes(REPORT) if box.sort == sort]


def with_fit(hypothesis: str, fit: Fit) -> Report:
    """Return the report with another judgement on the luggage under one explanation."""
    cells = tuple(
        cell.model_copy(update={"fit": fit}) if (cell.hypothesis, cell.clue) == (hypothesis, "baggage") else cell
        for cell in REPORT.cells
    )
    return Report(**{name: getattr(REPORT, name) for name in Report.model_fields} | {"cells": cells})


def drawn_words(report: Report) -> str:
    """Return all words of the drawing, in order."""
    return " ".join(text.text or "" for text in ET.fromstring(draw(report)).iter(f"{SVG}text"))  # noqa: S314


@pytest.mark.parametrize(
    ("sort", "count"), [("said", 5), ("unsaid", 3), ("rival", 2), ("granted", 2), ("concluded", 2)]
)
def test_the_map_has_every_part_of_the_argument(sort: str, count: int) -> None:
    assert len(of_sort(sort)) == count


def test_the_sources_grounds_reason_conclusion_and_doubt_are_in_the_ledgers_words() -> None:
    wanted = ("p05-huge-baggage", "p05-unlike-renewers", "p06-visa-at-customs", "p04-first-timers", "p08-not-confirmed")
    shown = drawn_words(REPORT).replace("– ", "")
    assert [id for id in wanted if REPORT.claim[id].gist not in shown] == []


def test_each_box_that_somebody_says_names_its_paragraph() -> None:
    said = [box for sort in ("said", "granted", "concluded") for box in of_sort(sort)]
    assert [box.label for box in said if "(P" not in box.label] == []


def test_what_else_would_fit_comes_from_the_grid() -> None:
    rivals = of_sort("rival")[0].texts
    assert [text.rstrip(".") for text in rivals] == [
        REPORT.hypothesis[id].label for id in ("return-after-leave", "student-or-trainee")
    ]
    assert "Students" not in drawn_words(with_fit("student-or-trainee", Fit.UNEXPECTED))
    assert "A quick visa run" not in drawn_words(REPORT)
    assert "A quick visa run" in drawn_words(with_fit("visa-run", Fit.EXPECTED))


def test_the_sorts_differ_by_line_and_not_by_colour_alone() -> None:
    drawn = [
        tuple(sorted((key, value) for key, value in rect.attrib.items() if key.startswith("stroke-")))
        for rect in DRAWING.iter(f"{SVG}rect")
    ]
    assert len(set(drawn)) >= len({box.sort for box in boxes(REPORT)})
    dashes = [next((value for key, value in lines if key == "stroke-dasharray"), "") for lines in drawn]
    assert Counter(dashes) == {"": 11, "8 5": 3, "1.5 4": 2}  # a conclusion has two frames


def test_every_word_and_line_stays_inside_the_frame() -> None:
    texts = [(float(t.attrib["x"]), float(t.attrib["y"]), t.text or "") for t in DRAWING.iter(f"{SVG}text")]
    assert [text for x, _, text in texts if x + 6.7 * len(text) > WIDTH] == []
    assert [text for _, y, text in texts if not 0 < y < HEIGHT] == []
    for rect in DRAWING.iter(f"{SVG}rect"):
        x, y, width, height = (float(rect.attrib[key]) for key in ("x", "y", "width", "height"))
        assert x >= 0
        assert x + width <= WIDTH
        assert y + height <= HEIGHT


def test_the_words_for_who_cannot_see_it_hold_everything_that_is_drawn() -> None:
    spoken = alt(REPORT)
    assert [text for box in boxes(REPORT) for text in box.texts if text not in spoken] == []


def test_markup_in_the_ledger_is_escaped() -> None:
    claims = tuple(
        claim.model_copy(update={"gist": "A <b> & more."}) if claim.id == "p05-huge-baggage" else claim
        for claim in REPORT.claims
    )
    changed = Report(**{name: getattr(REPORT, name) for name in Report.model_fields} | {"claims": claims})
    assert "A <b> & more." in drawn_words(changed)
