"""Two scales of probability words, one above the other, on one line from 0 to 100 percent."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from exercises.draw.figures.given import given, table_of
from exercises.draw.figures.svg import ACCENT, CARD, INK, MUTED, element, picture, words
from exercises.ledger.types import Data, Report, Row, Text

LEFT, RIGHT = 176, 342
_ROW, _HEAD, _LETTERS = 36, 54, 25


class Scales(Data):
    """The figure's title, and what each scale is called, by its name in the table."""

    title: Text
    names: Annotated[dict[str, Text], Field(min_length=1)]


def x_of(percent: str) -> float:
    """Return where a percentage, such as ``about 55``, stands on the line, in the drawing's units.

    Raises ValueError where no such number is at its end.
    """
    if not re.fullmatch(r"\d+(\.\d+)?", number := _number(percent)) or float(number) > 100:
        raise ValueError(f"each low and each high must end in a number from 0 to 100; found {percent!r}")
    return LEFT + (RIGHT - LEFT) * float(number) / 100


def _number(percent: str) -> str:
    """Return the number at the end of a cell; the words before it stand in the table, where there is room."""
    return percent.split()[-1]


def alt(report: Report) -> str:
    """Return what to see: every band with its words and its range."""
    names = given(report, "scales", Scales).names
    scales = (f"{name}: {'; '.join(map(_range, _bands(report, scale)))}." for scale, name in names.items())
    return f"Bars on a line from 0 to 100 percent. {' '.join(scales)}"


def _range(row: Row) -> str:
    return f"{row.label}, {row.cells['low']} to {row.cells['high']}"


def _bands(report: Report, scale: str) -> list[Row]:
    return [row for row in table_of(report, "scales").rows if row.cells["scale"] == scale]


def draw(report: Report) -> str:
    """Return both scales as SVG."""
    shown = given(report, "scales", Scales)
    parts: list[str] = []
    top = 0.0
    for scale, name in shown.names.items():
        bands = _bands(report, scale)
        parts += _scale(name, bands, top)
        top += _HEAD + _ROW * len(bands) + 24
    return picture("scales", shown.title, top + 4, parts)


def _scale(name: str, bands: list[Row], top: float) -> Iterator[str]:
    yield words(name, 4, top + 18, font_weight="bold")
    bottom = top + _HEAD + _ROW * len(bands)
    for percent in ("0", "50", "100"):
        x = x_of(percent)
        yield element("path", d=f"M{x:g} {top + 48:g}V{bottom:g}", stroke=MUTED, stroke_width=0.5)
        yield words(f"{percent}%" if percent == "100" else percent, x, bottom + 15, **_small("middle"))
    for row in bands:
        yield _bar(row, top + 30, 12)
    for number, row in enumerate(bands):
        yield from _band(row, top + _HEAD + _ROW * number)


def _band(row: Row, top: float) -> Iterator[str]:
    lines = textwrap.wrap(row.label, _LETTERS)
    for number, line in enumerate(lines):
        yield words(line, 4, top + 21 - 7.5 * (len(lines) - 1) + 15 * number, font_size=12.5)
    yield _bar(row, top + 9, 16)
    yield words(f"{_number(row.cells['low'])}–{_number(row.cells['high'])}", 398, top + 22, **_small("end"))


def _bar(row: Row, y: float, height: float) -> str:
    low, high = x_of(row.cells["low"]), x_of(row.cells["high"])
    shape: dict[str, object] = {"x": f"{low:.1f}", "y": y, "width": f"{high - low:.1f}", "height": height}
    return element("rect", **shape, fill=ACCENT if height > 12 else CARD, stroke=INK, stroke_width=1)


def _small(anchor: str) -> dict[str, object]:
    return {"font_size": 12, "fill": MUTED, "text_anchor": anchor}
