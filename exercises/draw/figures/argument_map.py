"""An argument, box under box: from what a source saw to what the report makes of it.

A box's label and line say what it is, so that nothing hangs on colour: full for what is said, broken for what is left
unsaid, dotted for what else would fit, a bar for what he grants, double for a conclusion.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from exercises.draw.figures.given import given
from exercises.draw.figures.svg import ACCENT, INK, SMALL, WIDTH, broken, element, picture, words
from exercises.ledger.types import Data, Report, Slug, Text

_EDGE, _INDENT, _PAD, _DASH = 2, 16, 10, 9
_LEADING, _GAP = 18, 26
_LINES: dict[str, dict[str, object]] = {
    "said": {"stroke_width": 1.5},
    "unsaid": {"stroke_width": 1.5, "stroke_dasharray": "8 5"},
    "rival": {"stroke_width": 1.5, "stroke_dasharray": "1.5 4", "stroke_linecap": "round"},
    "granted": {"stroke_width": 0.75},
    "concluded": {"stroke_width": 1},
}
_ASIDE = ("rival", "granted")
"""What stands in from the edge: it carries no step, and weakens one."""


@dataclass(frozen=True)
class Box:
    """One box: what joins it to the box above, what sort it is, its label and its sentences."""

    link: str
    sort: str
    label: str
    texts: tuple[str, ...]

    @property
    def left(self) -> int:
        """Return where the box begins."""
        return _EDGE + (_INDENT if self.sort in _ASIDE else 0)

    @property
    def title(self) -> list[str]:
        """Return the label, broken to the width of the box."""
        return broken(self.label, self._room, SMALL, bold=True)

    @property
    def lines(self) -> list[tuple[int, str]]:
        """Return the sentences with each line's indent, broken to the width of the box; several behind dashes."""
        dash, indent = ("– ", _DASH) if len(self.texts) > 1 else ("", 0)
        return [
            (indent if number else 0, line)
            for text in self.texts
            for number, line in enumerate(broken(f"{dash}{text}", self._room - indent))
        ]

    @property
    def _room(self) -> int:
        return WIDTH - _EDGE - self.left - 2 * _PAD

    @property
    def height(self) -> int:
        """Return how tall the box is."""
        return 2 * _PAD + _LEADING * (len(self.title) + len(self.lines)) - 5


class Rivals(Data):
    """What else would fit: the hypotheses but these whose cell under the clue is as theirs is."""

    of: Annotated[tuple[Slug, ...], Field(min_length=1)]
    clue: Slug


class Planned(Data):
    """A box as the report plans it: its claims, our own words, hypotheses by name, or what else would fit."""

    link: str = ""
    sort: Literal["said", "unsaid", "rival", "granted", "concluded"]
    label: Text
    claims: tuple[Slug, ...] = ()
    texts: tuple[Text, ...] = ()
    hypotheses: tuple[Slug, ...] = ()
    rivals: Rivals | None = None


class Plan(Data):
    """The map's title, and its boxes from top to bottom."""

    title: Text
    boxes: Annotated[tuple[Planned, ...], Field(min_length=1)]


def boxes(report: Report) -> tuple[Box, ...]:
    """Return the argument's boxes from top to bottom, in the ledger's words where somebody says them."""
    return tuple(_box(report, planned) for planned in given(report, "argument-map", Plan).boxes)


def _box(report: Report, planned: Planned) -> Box:
    """Return a box with what its claims say: once, where several say the same in turn."""
    if planned.claims:
        places = " and ".join(dict.fromkeys(report.claim[id].at for id in planned.claims))
        gists = [report.claim[id].gist for id in planned.claims]
        texts = tuple(gists[:1] if planned.sort == "concluded" else gists)
        return Box(planned.link, planned.sort, f"{planned.label} ({places})", texts)
    own = (*planned.texts, *(f"{report.hypothesis[id].label}." for id in planned.hypotheses))
    others = tuple(rivals(report, planned.rivals)) if planned.rivals else ()
    return Box(planned.link, planned.sort, planned.label, (*own, *others))


def rivals(report: Report, asked: Rivals) -> Iterator[str]:
    """Yield the other explanations that lead us to expect as much of the clue as the first of those asked of does."""
    fit, *_ = (report.cell[id, asked.clue].fit for id in asked.of)  # a KeyError where one of them is not there
    for id, hypothesis in report.hypothesis.items():
        if id not in asked.of and report.cell[id, asked.clue].fit == fit:
            yield f"{hypothesis.label}."


def alt(report: Report) -> str:
    """Return the map in words."""
    return "The argument, from top to bottom. " + " ".join(map(_spoken, boxes(report)))


def _spoken(box: Box) -> str:
    opening = f"{box.link} {box.label[0].lower()}{box.label[1:]}".strip()
    return f"{opening[0].upper()}{opening[1:]}: {' '.join(box.texts)}"


# Drawing


def draw(report: Report) -> str:
    """Return the map as SVG; paper may cut it between two boxes."""
    parts: list[str] = []
    top, cuts = _EDGE, []
    for box in boxes(report):
        if box.link:
            cuts.append(top + 2)  # below the outline of the box above
            parts += _link(box, top)
            top += _GAP
        parts += [*_frame(box, top), *_text(box, top)]
        top += box.height
    return picture("argument-map", given(report, "argument-map", Plan).title, top + _EDGE, parts, cuts)


def _link(box: Box, top: int) -> Iterator[str]:
    """Yield an arrow and its word; what stands aside hangs on a dotted line without a head."""
    x, foot = _EDGE + _INDENT + _PAD, top + _GAP
    if box.sort in _ASIDE:
        yield element("path", d=f"M{x} {top}V{foot}", stroke=INK, stroke_dasharray="1.5 4")
    else:
        yield element("path", d=f"M{x} {top}V{foot - 8}", stroke=INK, stroke_width=1.5)
        yield element("path", d=f"M{x - 5} {foot - 9}H{x + 5}L{x} {foot - 1}Z", fill=INK)
    yield words(box.link, x + 14, top + 19, font_style="italic")


def _frame(box: Box, top: int) -> Iterator[str]:
    width = WIDTH - _EDGE - box.left
    yield _rectangle(box.left, top, width, box.height, **_LINES[box.sort])
    if box.sort == "concluded":
        shape = {"stroke": ACCENT, "stroke_width": 2}
        yield _rectangle(box.left + 4, top + 4, width - 8, box.height - 8, **shape)
    if box.sort == "granted":
        yield element("path", d=f"M{box.left} {top}v{box.height}", stroke=INK, stroke_width=5)


def _rectangle(x: int, y: int, width: int, height: int, **line: object) -> str:
    style = {"fill": "none", "stroke": INK} | line
    return element("rect", x=x, y=y, width=width, height=height, rx=4, **style)


def _text(box: Box, top: int) -> Iterator[str]:
    x, y = box.left + _PAD, top + _PAD + 10
    for line in box.title:
        yield words(line, x, y, font_size=SMALL, font_weight="bold")
        y += _LEADING
    for indent, line in box.lines:
        yield words(line, x + indent, y)
        y += _LEADING
