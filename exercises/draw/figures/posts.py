"""A sketch of a border river with the posts that a report may mean."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from exercises.draw.figures.given import given, table_of
from exercises.draw.figures.svg import ACCENT, CARD, INK, MUTED, SMALL, WIDTH, element, picture, words
from exercises.ledger.types import Data, Report, Row, Text

_STYLES: dict[str, dict[str, object]] = {
    "land": {"font_size": 15, "font_weight": "bold", "fill": MUTED},
    "water": {"font_size": SMALL, "fill": MUTED, "font_style": "italic"},
    "town": {"font_size": SMALL},
}


Number = int | float


class Named(Data):
    """A name on the map, where it stands, and what it names."""

    text: Text
    x: Number
    y: Number
    sort: Annotated[Literal["land", "water", "town"], Field(alias="as")]


class Town(Data):
    """The town that distances are measured from: its name in a sentence and on the map, and where it stands."""

    name: Text
    text: Text
    x: Number
    y: Number


class Post(Data):
    """Where a post stands in the drawing, and where its label begins or ends."""

    x: Number
    y: Number
    label: tuple[Number, Number]
    anchor: Literal["start", "end"]


class Map(Data):
    """What the map shows beside the table of posts: land, water and names, and where each post stands."""

    title: Text
    about: Text
    height: Number
    river: Text
    """The river's course, as an SVG path."""
    names: tuple[Named, ...]
    town: Town
    banks: dict[str, Text]
    """What each bank is called under a post, by whose it is."""
    posts: dict[str, Post]


def alt(report: Report) -> str:
    """Return what to see: the banks, and each post with its bank and distance."""
    shown = given(report, "posts", Map)
    return " ".join([shown.about, *(_sentence(shown, row) for row in table_of(report, "posts").rows)])


def _sentence(shown: Map, row: Row) -> str:
    cells = row.cells
    far = f", {cells['km']} kilometres from {shown.town.text} in a straight line" if _is_known(row) else ""
    named = "named in the report" if _is_named(row) else "not named in the report, in a broken outline"
    return f"{row.label}, on the bank of {cells['bank']}, faces {cells['faces']}{far}; it is {named}."


def _is_named(row: Row) -> bool:
    return row.cells["named"].startswith("yes")


def _is_known(row: Row) -> bool:
    return row.cells["km"].isdecimal()


def draw(report: Report) -> str:
    """Return the sketch map as SVG."""
    shown = given(report, "posts", Map)
    posts = (part for row in table_of(report, "posts").rows for part in _post(shown, row))
    return picture("posts", shown.title, shown.height, [*_land(shown), *posts])


def _land(shown: Map) -> Iterator[str]:
    town = shown.town
    yield element("path", d=shown.river, fill="none", stroke=ACCENT, stroke_width=5, stroke_opacity=0.5)
    for name in shown.names:
        yield words(name.text, name.x, name.y, **_STYLES[name.sort])
    yield element("circle", cx=town.x, cy=town.y, r=5, fill=INK)
    yield words(town.text, town.x + 10, town.y + 2)
    yield words("Sketch, not to scale", WIDTH - 6, shown.height - 8, font_size=SMALL, fill=MUTED, text_anchor="end")
    yield words("Broken outline: not named in the report", 6, shown.height - 26, font_size=SMALL, fill=MUTED)


def _post(shown: Map, row: Row) -> Iterator[str]:
    post, bank = shown.posts[row.id], shown.banks[row.cells["bank"]]
    dashes = {} if _is_named(row) else {"stroke_dasharray": "4 3"}
    frame: dict[str, object] = {"fill": CARD, "stroke": INK, "stroke_width": 2} | dashes
    yield element("rect", x=post.x - 7, y=post.y - 7, width=14, height=14, **frame)
    left, top = post.label
    yield words(row.label, left, top, font_weight="bold", text_anchor=post.anchor)
    told = [bank, f"{row.cells['km']} km to {shown.town.name}"] if _is_known(row) else [bank]
    for number, line in enumerate(told, start=1):
        yield words(line, left, top + 16 * number, font_size=SMALL, text_anchor=post.anchor)
