"""A sketch of the Tumen border with the posts that the two sightings may mean.

Places stand roughly where published coordinates put them (record G02, G03, G04); the river is drawn freehand.
"""

from __future__ import annotations

from collections.abc import Iterator

from exercises.draw.figures.svg import ACCENT, CARD, INK, MUTED, WIDTH, element, picture, words
from exercises.ledger.types import Report, Row

HUNCHUN = (262, 112)
PLACES = {"namyang": (66, 92), "quanhe": (342, 262), "shatuozi": (226, 146)}
"""Where each post stands in the drawing."""
_LABELS = {"namyang": (58, 116, "start"), "quanhe": (396, 192, "end"), "shatuozi": (242, 146, "start")}
_RIVER = (
    "M0 128C28 96 44 78 70 74C112 68 138 62 164 92C188 120 202 146 226 168"
    "C258 196 296 230 324 268C344 294 366 300 400 312"
)
_HEIGHT = 350


def alt(report: Report) -> str:
    """Return what to see: the banks, and each post with its bank and distance."""
    rows = " ".join(_sentence(row) for row in report.table["posts"].rows)
    return (
        "A sketch, not to scale: the Tumen river runs from the left edge to the lower right, with China above it and "
        f"North Korea below, and Hunchun city above its middle. {rows}"
    )


def _sentence(row: Row) -> str:
    cells = row.cells
    far = f", {cells['km']} kilometres from Hunchun city in a straight line" if _is_known(row) else ""
    named = "named in the report" if _is_named(row) else "not named in the report, in a broken outline"
    return f"{row.label}, on the bank of {cells['bank']}, faces {cells['faces']}{far}; it is {named}."


def _is_named(row: Row) -> bool:
    return row.cells["named"].startswith("yes")


def _is_known(row: Row) -> bool:
    return row.cells["km"].isdecimal()


def draw(report: Report) -> str:
    """Return the sketch map as SVG."""
    rows = report.table["posts"].rows
    parts = [*_land(), *(part for row in rows for part in _post(row))]
    return picture("posts", "Posts on the Tumen border", _HEIGHT, parts)


def _land() -> Iterator[str]:
    yield element("path", d=_RIVER, fill="none", stroke=ACCENT, stroke_width=5, stroke_opacity=0.5)
    yield words("China", 130, 34, font_size=15, font_weight="bold", fill=MUTED)
    yield words("North Korea", 90, 236, font_size=15, font_weight="bold", fill=MUTED)
    yield words("Tumen river", 268, 316, font_size=12, fill=MUTED, font_style="italic")
    yield words("Tumen city", 40, 58, font_size=12)
    yield element("circle", cx=HUNCHUN[0], cy=HUNCHUN[1], r=5, fill=INK)
    yield words("Hunchun city", HUNCHUN[0] + 10, HUNCHUN[1] + 2)
    yield words("Sketch, not to scale", WIDTH - 6, _HEIGHT - 8, font_size=12, fill=MUTED, text_anchor="end")
    yield words("Broken outline: not named in the report", 6, _HEIGHT - 26, font_size=12, fill=MUTED)


def _post(row: Row) -> Iterator[str]:
    x, y = PLACES[row.id]
    dashes = {} if _is_named(row) else {"stroke_dasharray": "4 3"}
    frame: dict[str, object] = {"fill": CARD, "stroke": INK, "stroke_width": 2} | dashes
    yield element("rect", x=x - 7, y=y - 7, width=14, height=14, **frame)
    left, top, anchor = _LABELS[row.id]
    yield words(row.label, left, top, font_weight="bold", text_anchor=anchor)
    bank = "Korean bank" if row.cells["bank"] == "North Korea" else "Chinese bank"
    yield words(bank, left, top + 16, font_size=12, text_anchor=anchor)
    if _is_known(row):
        yield words(f"{row.cells['km']} km to Hunchun", left, top + 32, font_size=12, text_anchor=anchor)
