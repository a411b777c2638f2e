"""The figures: drawn from the ledger, complete without colour or script, and told in words."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Browser, Page
from sites import the_course

from exercises.draw.figures import FIGURES, base_rates, drawn, scales, timeline
from exercises.draw.figures.svg import ACCENT, CARD, WIDTH, pieces, slenderness, words
from exercises.errors import CourseError
from exercises.ledger.types import Report

REPORT = the_course().evidence.report["rfa-2019"]
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
    assert words_in(FIGURES[name].draw(REPORT))
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
    assert "The recall by the end of June, in China, ends on 30 June 2019, the year being assumed." in said
    assert "The UN return, everywhere, ends on 31 December 2019." in said
    assert "The freeze on new working visas runs along the whole line, with no date at either end." in said


def test_a_moved_deadline_moves_its_mark() -> None:
    later = [d.model_copy(update={"by": datetime.date(2019, 9, 30)}) if d.id == "june" else d for d in REPORT.deadlines]
    assert "30 Sep (year assumed)" in words_in(timeline.draw(changed(deadlines=tuple(later))))


def test_words_below_a_field_of_squares_stand_clear_of_its_last_row() -> None:
    """Of 105 groups the eleventh row has five squares."""
    report = changed(
        figures={**REPORT.figures, "base-rates": {**REPORT.figures["base-rates"], "new": 35, "others": 70}}
    )
    drawn = ET.fromstring(base_rates.draw(report))  # noqa: S314  # our own SVG
    squares = [
        float(node.get("y", "")) + float(node.get("height", "")) for node in drawn.iter() if node.tag.endswith("rect")
    ]
    texts = [float(node.get("y", "")) for node in drawn.iter() if node.tag.endswith("text")]
    assert max(squares) < min(texts) - 9  # the height of a letter


def test_a_rule_of_which_no_passage_says_where_it_holds_is_not_drawn_as_holding_everywhere() -> None:
    drawn = words_in(timeline.draw(REPORT))
    assert ("The freeze on new working visas everywhere" in drawn, "The UN return everywhere" in drawn) == (False, True)


LINE = timeline.line_of(REPORT)


def test_days_stand_in_order_along_the_line() -> None:
    days = [LINE.start, REPORT.date, datetime.date(2019, 6, 30), datetime.date(2019, 12, 31), LINE.end]
    places = [LINE.x_of(day) for day in days]
    assert places == sorted(places)
    assert (places[0], places[-1]) == (timeline.LEFT, timeline.RIGHT)


@pytest.mark.parametrize("name", FIGURES)
def test_a_drawing_is_no_finer_than_a_tenth_of_a_unit(name: str) -> None:
    assert re.findall(r'="[^"]*\.\d\d[^"]*"', FIGURES[name].draw(REPORT)) == []


def test_words_are_escaped() -> None:
    assert words("a < b & c", 1, 2).endswith(">a &lt; b &amp; c</text>")


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_says_which_data_a_report_lacks(name: str) -> None:
    where = r"course/evidence/rfa-2019/(figures|tables)\.toml: [\w-]+"
    with pytest.raises(CourseError, match=rf"^{where}: must be (given|a table) here, .* add it \[figure\]$"):
        drawn(changed(figures={}, tables=()), name)


def changed_cell(table: str, row: str, column: str, words: str) -> Report:
    """Return the report with other words in one cell of a table."""
    rows = tuple(
        one.model_copy(update={"cells": one.cells | {column: words}}) if one.id == row else one
        for one in REPORT.table[table].rows
    )
    tables = (one if one.id != table else one.model_copy(update={"rows": rows}) for one in REPORT.tables)
    return changed(tables=tuple(type(one)(**{n: getattr(one, n) for n in type(one).model_fields}) for one in tables))


RIVALS = {"sort": "rival", "label": "x", "rivals": {"of": ["new-work-visa", "nobody"], "clue": "baggage"}}
WRONG_DATA = {
    "a line that ends where it begins": (
        "timeline", {"end": REPORT.figures["timeline"]["start"]},
        "timeline: start must lie before end; found 2019-01-01 and 2019-01-01: mend one of them"),
    "a line that runs backwards": (
        "timeline", {"end": datetime.date(2018, 1, 1)},
        "timeline: start must lie before end; found 2019-01-01 and 2018-01-01: mend one of them"),
    "a month by its name": (
        "four-junes", {"months": ["2019-05", "2019-06", "June"]},
        "four-junes.months[2]: string should match pattern '^[0-9]{4}-(0[1-9]|1[0-2])$'; found 'June'"),
    "a month that its line does not have": (
        "four-junes", {"month": "2019-08"},
        "four-junes: every month must be one of months, 2019-03, 2019-04, 2019-05, 2019-06, 2019-07; found '2019-08'"),
    "a field for something else than a count": (
        "four-junes", {"about": "{n} lines"},
        "four-junes.about: braces must stand in {count} alone; found '{n} lines': mend it"),
    "a brace that stays open": (
        "four-junes", {"about": "{count lines"},
        "four-junes.about: braces must stand in {count} alone; found '{count lines': mend it"),
    "a part that is more than its whole": (
        "base-rates", {"new_with": 11},
        "base-rates: new_with must be no more than new, and others_with than others; mend one of them"),
    "no groups": ("base-rates", {"new": 0, "new_with": 0}, "base-rates.new: input should be greater than or equal to 1; found 0"),
    "a rival that is no hypothesis": (
        "argument-map", {"boxes": [RIVALS]},
        "argument-map: must have ('nobody', 'baggage') among what it draws, and has not; mend its spelling or add it"),
    "nothing of what is wanted": ("provenance-chain", {"title": ""}, "provenance-chain.title: string should have at least 1 character; found ''"),
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG_DATA)
def test_data_that_cannot_be_drawn_are_named_with_what_must_be_true_of_them(what: str) -> None:
    name, data, said = WRONG_DATA[what]
    with pytest.raises(CourseError) as refused:
        drawn(changed(figures={**REPORT.figures, name: {**REPORT.figures[name], **data}}), name)
    assert str(refused.value) == f"course/evidence/rfa-2019/figures.toml: {said} [figure]"


@pytest.mark.parametrize(
    ("name", "cell", "words", "said"),
    [
        (
            "scales",
            ("scales", "uk-likely", "low"),
            "about half",
            "must be such as can be drawn, and is not: each low and each high must end in a number from 0 to 100; found 'about half'; mend it",
        ),
        (
            "scales",
            ("scales", "uk-likely", "high"),
            "nan",
            "must be such as can be drawn, and is not: each low and each high must end in a number from 0 to 100; found 'nan'; mend it",
        ),
        (
            "four-junes",
            ("junes", "tokyo", "when"),
            "June",
            "must be such as can be drawn, and is not: every month must be one of months, 2019-03, 2019-04, 2019-05, 2019-06, 2019-07; found 'June'; mend it",
        ),
        (
            "posts",
            ("posts", "namyang", "bank"),
            "Nowhere",
            "must have 'Nowhere' among what it draws, and has not; mend its spelling or add it",
        ),
    ],
)
def test_a_cell_that_cannot_be_drawn_is_named(name: str, cell: tuple[str, str, str], words: str, said: str) -> None:
    with pytest.raises(CourseError) as refused:
        drawn(changed_cell(*cell, words), name)
    assert str(refused.value) == f"course/evidence/rfa-2019/figures.toml: {name}: {said} [figure]"


@pytest.mark.parametrize(
    ("name", "cell", "words"),
    [
        ("provenance-chain", ("hands", "reporter", "who"), "A N Other"),
        ("pedigree", ("pedigree", "estimate", "who"), "a baker"),
        ("four-junes", ("junes", "tokyo", "june"), "a rumour"),
        ("posts", ("posts", "namyang", "km"), "44"),
        ("scales", ("scales", "uk-likely", "low"), "57"),
        ("open-readings", ("open-readings", "not-kept", "fact"), "a census"),
    ],
)
def test_a_changed_cell_changes_the_figure_its_words_and_its_data(
    name: str, cell: tuple[str, str, str], words: str
) -> None:
    report = changed_cell(*cell, words)
    figure = FIGURES[name]
    assert words in words_in(figure.draw(report))
    assert words in figure.alt(report)
    if figure.data:
        assert words in [text for row in figure.data(report)[1] for text in row]


@pytest.mark.parametrize(
    ("name", "cell"),
    [("posts", ("posts", "faces")), ("posts", ("posts", "bank")), ("four-junes", ("junes", "covers"))],
)
def test_the_words_of_a_figure_tell_what_is_in_each_cell(name: str, cell: tuple[str, str]) -> None:
    table, column = cell
    for row in REPORT.table[table].rows:
        assert "gardeners" in FIGURES[name].alt(changed_cell(table, row.id, column, "gardeners"))


def test_the_words_of_the_base_rates_count_the_filled_squares() -> None:
    assert "Of 26 filled squares, 8 have a thick frame." in FIGURES["base-rates"].alt(REPORT)


def test_a_hedge_on_what_june_is_leaves_its_mark_as_it_is() -> None:
    flat, hedged, past = (shapes_with_june(june) for june in ("the end", "the end, perhaps", "past"))
    assert hedged == flat != past


def shapes_with_june(june: str) -> list[dict[str, str]]:
    """Return the lines and rings of the figure of Junes, where June is this by the Tokyo newspaper."""
    drawing = ET.fromstring(FIGURES["four-junes"].draw(changed_cell("junes", "tokyo", "june", june)))  # noqa: S314
    return [one.attrib for one in drawing.iter() if one.tag.endswith(("path", "circle"))]


@pytest.mark.parametrize(
    ("name", "table"),
    [("provenance-chain", "hands"), ("four-junes", "junes"), ("posts", "posts"), ("scales", "scales")],
)
def test_a_figure_and_its_words_name_every_row(name: str, table: str) -> None:
    drawn, said = words_in(FIGURES[name].draw(REPORT)), FIGURES[name].alt(REPORT)
    for row in REPORT.table[table].rows:
        assert all(word in drawn for word in row.label.split())
        assert row.label in said


def rects_of(name: str) -> list[ET.Element]:
    """Return the boxes and bars of a drawing, in order."""
    return list(ET.fromstring(FIGURES[name].draw(REPORT)).iter(f"{SVG}rect"))  # noqa: S314  # our own SVG


@pytest.mark.parametrize(
    ("name", "broken"),
    [
        ("provenance-chain", [True, False, False, False, False]),
        ("pedigree", [True, False, False]),
        ("open-readings", [False, True, True, False, True]),
        ("posts", [False, True, True]),
    ],
    ids=[
        "a-hand-without-a-name",
        "an-estimate",
        "a-statement-that-nobody-makes",
        "a-post-that-the-report-does-not-name",
    ],
)
def test_what_is_least_firm_has_a_broken_outline(name: str, broken: list[bool]) -> None:
    assert [bool(rect.get("stroke-dasharray")) for rect in rects_of(name)] == broken


def test_a_post_is_told_as_named_where_the_report_names_it() -> None:
    told = re.findall(r"; it is ([^.]+)\.", FIGURES["posts"].alt(REPORT))
    assert told == ["named in the report", *["not named in the report, in a broken outline"] * 2]


def test_the_mark_of_a_start_points_to_what_comes_after_it() -> None:
    (mark,) = [path for path in paths("four-junes") if re.fullmatch("M[^ML]+L[^L]+L[^L]+Z", path)]
    back, tip, again = (float(x) for x in re.findall(r"[ML]([\d.]+)", mark))
    assert (tip - back, again - back) == (10, 0)


def paths(name: str) -> list[str]:
    """Return the lines of a drawing."""
    return [path.get("d", "") for path in ET.fromstring(FIGURES[name].draw(REPORT)).iter(f"{SVG}path")]  # noqa: S314


def test_each_band_is_drawn_on_the_bar_of_all_and_on_a_line_of_its_own() -> None:
    of_all, own = (
        [(rect.get("x"), rect.get("width")) for rect in rects_of("scales") if rect.get("fill") == fill]
        for fill in (CARD, ACCENT)
    )
    assert of_all == own
    assert len(own) == len(REPORT.table["scales"].rows)


@pytest.mark.parametrize(("name", "gap"), [("provenance-chain", 26), ("pedigree", 26), ("open-readings", 8)])
def test_no_two_boxes_touch(name: str, gap: float) -> None:
    edges = [(float(rect.get("y", "")), float(rect.get("height", ""))) for rect in rects_of(name)]
    assert min(below - top - height for (top, height), (below, _) in pairwise(edges)) == gap


def test_bands_of_the_american_scale_touch_and_those_of_the_british_do_not() -> None:
    def gaps(scale: str) -> list[bool]:
        bands = [row.cells for row in REPORT.table["scales"].rows if row.cells["scale"] == scale]
        return [scales.x_of(above["low"]) > scales.x_of(below["high"]) for below, above in pairwise(bands)]

    assert (any(gaps("US")), all(gaps("UK"))) == (False, True)


def test_a_rough_end_is_drawn_at_its_number_and_told_as_rough() -> None:
    figure = FIGURES["scales"]
    assert scales.x_of("about 55") == scales.x_of("55") == scales.LEFT + (scales.RIGHT - scales.LEFT) * 0.55
    assert "40–50" in words_in(figure.draw(REPORT))
    assert "realistic possibility, about 40 to under 50;" in figure.alt(REPORT)


def test_twenty_six_squares_are_filled_and_ten_have_thick_frames() -> None:
    rects = list(ET.fromstring(FIGURES["base-rates"].draw(REPORT)).iter(f"{SVG}rect"))  # noqa: S314  # our own SVG
    filled = [rect for rect in rects if "accent" in rect.get("fill", "")]
    thick = [rect for rect in rects if rect.get("stroke-width") == "4"]
    assert (len(rects), len(filled), len(thick)) == (100, 26, 10)
    assert len([rect for rect in filled if rect in thick]) == 8


def test_the_base_rates_add_up_as_a_table() -> None:
    heads, rows = base_rates.data(REPORT)
    assert heads[1:] == ("Much luggage", "Little", "All")
    assert rows == (
        ("New workers", "8", "2", "10"),
        ("Others, most of them on visa runs", "18", "72", "90"),
        ("All", "26", "74", "100"),
    )


@pytest.mark.parametrize(
    "name", ["four-junes", "posts", "scales", "provenance-chain", "pedigree", "base-rates", "open-readings", "timeline"]
)
def test_words_fit_between_the_edges(name: str) -> None:
    for text in ET.fromstring(FIGURES[name].draw(REPORT)).iter(f"{SVG}text"):  # noqa: S314  # our own SVG
        size = float(text.get("font-size", "13"))
        wide = len(text.text or "") * size * (0.6 if text.get("font-weight") == "bold" else 0.52)
        left = float(text.get("x", "0")) - {"middle": wide / 2, "end": wide}.get(text.get("text-anchor", ""), 0)
        assert (left >= -1, left + wide <= WIDTH + 1) == (True, True), text.text


NEAR = """near => [...document.querySelectorAll("svg")].flatMap(svg => {
  const labels = [...svg.querySelectorAll("text")].map(text => [text.textContent, text.getBoundingClientRect()]);
  const apart = (one, other) => Math.max(one.left - other.right, other.left - one.right);
  const below = (one, other) => Math.max(one.top - other.bottom, other.top - one.bottom);
  return labels.flatMap(([said, here], number) => labels.slice(number + 1)
    .filter(([, there]) => apart(here, there) < near && below(here, there) < -here.height / 4)
    .map(([other]) => `${said} | ${other}`));
})"""
"""Returns each two labels of a drawing that stand on one line and nearer than so many pixels.

Boxes of letters are taller than letters, so that those of two lines may overlap by a quarter.
"""


@pytest.fixture
def every(browser: Browser) -> Iterator[Page]:
    """Yield a page with every drawing, as wide as a page of the course lets it be."""
    page = browser.new_page()
    drawings = "".join(FIGURES[name].draw(REPORT) for name in FIGURES)
    page.set_content(f"<style>svg {{ display: block; width: 100%; max-width: 22.5rem; }}</style>{drawings}")
    assert page.locator("svg").count() == len(FIGURES)
    yield page
    page.close()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_two_labels_on_a_line_come_near_each_other(width: int, every: Page) -> None:
    every.set_viewport_size({"width": width, "height": 900})
    assert every.evaluate(NEAR, 6) == []


CROSSED = """() => [...document.querySelectorAll("svg")].flatMap(svg => {
  const labels = [...svg.querySelectorAll("text")].map(text => [text.textContent, text.getBBox()]);
  const holds = ({x, y, width, height}, at) => x < at.x && at.x < x + width && y + height / 4 < at.y && at.y < y + height;
  return [...svg.querySelectorAll("path, rect, circle")].flatMap(shape => {
    const places = Array.from({length: shape.getTotalLength() + 1}, (_, at) => shape.getPointAtLength(at));
    if (shape.matches(".today")) for (let to = 1; to < 260; to += 1) places.push(...places.slice(0, 150).map(({x, y}) => ({x: x + to, y})));
    return labels.filter(([, box]) => places.some(at => holds(box, at))).map(([said]) => said);
  });
})"""
"""Returns each label of a drawing that a line runs through, wherever the slider moves the day's."""


def test_no_line_of_a_drawing_runs_through_a_label(every: Page) -> None:
    assert every.evaluate(CROSSED) == []


def test_no_label_goes_beyond_the_edge_of_its_drawing(every: Page) -> None:
    """In a typeface with wide letters, as the one is that browsers are tested with."""
    ends = every.evaluate(
        "[...document.querySelectorAll('text')].map(one => [one.textContent, one.getBBox()])"
        ".map(([said, box]) => [said, box.x, box.x + box.width])"
    )
    assert [said for said, left, right in ends if left < 0 or right > WIDTH] == []


@pytest.mark.parametrize("name", FIGURES)
def test_no_letter_of_a_drawing_is_below_eleven_pixels_on_the_narrowest_phone(name: str) -> None:
    """Where a page is 320 pixels wide, 272 of them are a drawing's; a test of the pages measures it there."""
    sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)"', FIGURES[name].draw(REPORT))]
    assert min(sizes) * 272 / WIDTH >= 11


def test_a_line_of_two_years_has_each_below_its_own_months() -> None:
    figures = REPORT.figures | {"timeline": REPORT.figures["timeline"] | {"end": datetime.date(2020, 7, 1)}}
    drawn = ET.fromstring(timeline.draw(changed(figures=figures)))  # noqa: S314  # our own SVG
    years = [
        (text.text, float(text.get("x", "0"))) for text in drawn.iter(f"{SVG}text") if text.text in ("2019", "2020")
    ]
    line = timeline.line_of(changed(figures=figures))
    middles = [(line.x_of(datetime.date(2019, 7, 2)), "2019"), (line.x_of(datetime.date(2020, 4, 1)), "2020")]
    assert years == [(year, pytest.approx(x, abs=1)) for x, year in middles]


@pytest.mark.parametrize("tallest", [1.5, 2.0, 3.0])
@pytest.mark.parametrize("name", ["argument-map", "four-junes", "open-readings", "provenance-chain", "scales"])
def test_a_tall_drawing_is_cut_between_its_rows_and_nothing_is_lost(name: str, tallest: float) -> None:
    svg = FIGURES[name].draw(REPORT)
    parts = [ET.fromstring(part) for part in pieces(svg, tallest)]  # noqa: S314  # our own SVG
    views = [[float(number) for number in part.get("viewBox", "").split()] for part in parts]
    assert [upper for _, upper, _, _ in views] == [
        sum(view[3] for view in views[:place]) for place in range(len(views))
    ]
    assert sum(height for _, _, _, height in views) == slenderness(svg) * WIDTH
    said = [text for part in parts for text in part.iter(f"{SVG}text")]
    assert sorted(text.text or "" for text in said) == sorted(
        text.text or ""
        for text in ET.fromstring(svg).iter(f"{SVG}text")  # noqa: S314  # our own SVG
    )
    for part, (_, upper, _, height) in zip(parts, views, strict=True):
        for text in part.iter(f"{SVG}text"):
            assert upper + 8 <= float(text.get("y", "0")) <= upper + height - 3, text.text


@pytest.mark.parametrize(
    ("carrier", "label", "verb"),
    [(REPORT.carrier, "Reprint, 22 March 2019", "reprinted"), (REPORT.origin, "Report, 22 March 2019", "published")],
    ids=["by-another", "by-its-origin"],
)
def test_a_reprint_is_called_one_on_the_line_of_days(carrier: str, label: str, verb: str) -> None:
    report = changed(carrier=carrier)
    assert label in words_in(timeline.draw(report))
    assert f"The report is {verb} on 22 March 2019." in timeline.alt(report)
