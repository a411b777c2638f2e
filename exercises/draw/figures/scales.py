"""Two scales of probability words, one above the other, on one line from 0 to 100 percent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from exercises.draw.figures.given import given, table_of
from exercises.draw.figures.svg import ACCENT, CARD, INK, MUTED, SMALL, WIDTH, broken, element, picture, words
from exercises.ledger.types import Data, Report, Row, Text

LEFT, RIGHT = 10, 258
_EDGE, _LINE, _BAR, _HEAD, _ROW, _FOOT = 4, 17, 12, 44, 38, 16
_PERCENT = ("0", "50", "100")


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
    top, tops = 0.0, []
    for scale, name in shown.names.items():
        tops.append(top)
        bands, lines = _bands(report, scale), broken(name, WIDTH - 2 * _EDGE, bold=True)
        parts += (words(line, _EDGE, top + _LINE * number, font_weight="bold") for number, line in enumerate(lines, 1))
        top += _LINE * len(lines)
        parts += _scale(bands, top)
        top += _HEAD + _ROW * len(bands) + _FOOT
    return picture("scales", shown.title, top, parts, tops[1:])


def _scale(bands: list[Row], top: float) -> Iterator[str]:
    """Yield all bands on one line, and below it each by itself, its words above it, between thin lines."""
    places = [top + 10, *(top + _HEAD + _ROW * number + 20 for number in range(len(bands)))]
    shape = "".join(f"M{x_of(one):g} {y - 1:g}v{_BAR + 2}" for y in places for one in _PERCENT)
    yield element("path", d=shape, stroke=MUTED, stroke_width=0.5)
    for one in _PERCENT:
        yield words(f"{one}%" if one == "100" else one, x_of(one), top + 40, **_small("middle"))
    for row, y in zip(bands, places[1:], strict=True):
        yield _bar(row, places[0], CARD)
        yield words(row.label, _EDGE, y - 6, font_size=SMALL)
        ends = f"{_number(row.cells['low'])}–{_number(row.cells['high'])}"
        yield words(ends, WIDTH - _EDGE, y - 6, **_small("end"))
        yield _bar(row, y, ACCENT)


def _bar(row: Row, y: float, fill: str) -> str:
    low, high = x_of(row.cells["low"]), x_of(row.cells["high"])
    shape: dict[str, object] = {"x": f"{low:.1f}", "y": y, "width": f"{high - low:.1f}", "height": _BAR}
    return element("rect", **shape, fill=fill, stroke=INK, stroke_width=1)


def _small(anchor: str) -> dict[str, object]:
    return {"font_size": SMALL, "fill": MUTED, "text_anchor": anchor}
