"""A sheet laid out once, and drawn for each student: their name put in, and what is asked moved into their order.

To lay a sheet out takes most of the time that a class's PDFs take, and sheets differ in little: a list's lines are as
high in one order as in another, so they change places, and the letters before them stay.  Where a sheet does not fit
so (a name wider than its room, a list that the turn of a page parts) it is laid out by itself, and looks the same.
This knows WeasyPrint's boxes from inside: its version is pinned, and a test holds both ways to the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from exercises.classroom.assignment import Assignment, Sheet
from exercises.classroom.handing_out.paper import foot_of, paper_html
from exercises.classroom.handing_out.pdf import draw, finished, laid_out, written
from exercises.questions.question import Question

Box = Any
"""A box of WeasyPrint, which has no types."""

_ROOM = {"name": 300.0, "student": 190.0, "foot": 420.0}
"""How wide a text may be in its room, in CSS pixels; a wider one would be broken into lines."""
_MARKS = {"letter-of", "number"}
_NEAR = 0.01


class _Controls(HTMLParser):
    """The attributes of each control of a sheet, by its id, or by its name where it has none."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: dict[str, dict[str, str]] = {}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a control."""
        if tag in ("input", "select", "textarea"):
            given = {name: value or "" for name, value in attrs}
            self.found[given.get("id") or given["name"]] = given


@dataclass
class _List:
    """A list whose lines may change places: on one page, or on several where all its lines are as high."""

    parts: list[tuple[Box, int]]
    """Its box on each page, and how many lines are in that."""
    lines: list[Box]
    tops: list[float]
    heights: list[float]
    marks: list[tuple[Box, int, Box]]
    """Of each line: the box around its letter or number, the letter's place in that, and the letter."""


class LaidOut:
    """An assignment's sheet, laid out with a name that stands for all who got the same of the alternatives."""

    def __init__(self, assignment: Assignment, drawn: tuple[str, ...] = ()) -> None:
        self.assignment = assignment
        self.asked = assignment.asked(drawn)
        self.model = Sheet(code="model", student="student", name="name", drawn=drawn)
        self.document = laid_out(paper_html(assignment, self.model))
        self.boxes = [page._page_box for page in self.document.pages]
        self.all = [box for page in self.boxes for box in _inside(page)]
        self.places = [(box, box.position_x, box.position_y) for box in self.all]
        self.lists = {item.exercise.id: found for item in self.asked if (found := self._list(item.exercise.id))}
        texts = {name: list(self._texts(name)) for name in ("name", "student", "sheet", "foot")}
        self.texts = {name: [(box, box.baseline) for box in boxes] for name, boxes in texts.items()}

    def draw(self, sheet: Sheet) -> bytes:
        """Return the sheet's PDF to fill in, the same bytes whatever was drawn before."""
        html = paper_html(self.assignment, sheet)
        if not (sheet.name and sheet.student and self._moves(sheet) and self._write(sheet)):
            self._restore()
            return draw(html)
        controls = _Controls(html).found
        self._rename(controls)
        document = self._document(sheet)
        data = written(document)
        self._restore()
        return finished(data, {given["name"]: given for given in controls.values()})

    def _document(self, sheet: Sheet) -> Any:  # noqa: ANN401 - WeasyPrint's
        from weasyprint.document import Page

        document = self.document.copy([Page(box) for box in self.boxes])
        document._html = self.document._html
        keywords = f"{self.assignment.course}, assignment {self.assignment.id}, sheet {sheet.code}"
        document.metadata.keywords = keywords.split(", ")
        return document

    # The order

    def _list(self, id: str) -> _List | None:
        """Return an exercise's list, or None where it has none, or none whose lines can change places."""
        boxes = [box for box in self.all if _is(box, "data-asked", id)]
        lines = [line for box in boxes for line in box.children]
        marks = [mark for line in lines if (mark := _mark(line))]
        heights = [line.margin_height() for line in lines]
        parted = len(boxes) > 1 and max(heights) - min(heights) > _NEAR
        if not lines or parted or len(marks) != len(lines) or not all(map(_follow, boxes)):
            return None
        parts = [(box, len(box.children)) for box in boxes]
        return _List(parts, lines, [line.position_y for line in lines], heights, marks)

    def _moves(self, sheet: Sheet) -> bool:
        """Return whether everything could be moved into the sheet's order."""
        for item in self.asked:
            wanted = item.asked_on(sheet).slots
            if wanted == item.question.slots:
                continue
            found = self.lists.get(item.exercise.id)
            if found is None or len(found.lines) != len(wanted):
                return False
            _reorder(found, _places(item.question, wanted))
        return True

    # The words

    def _texts(self, name: str) -> Iterator[Box]:
        """Yield the boxes of a text that is another on each sheet."""
        if name == "foot":
            yield from (box for box in self.all if getattr(box, "text", None) == foot_of(self.model))
            return
        for box in self.all:
            if _is(box, "data-told", name):
                yield from (inside for inside in _inside(box) if hasattr(inside, "pango_layout"))

    def _write(self, sheet: Sheet) -> bool:
        """Return whether name, id, code and foot could be put in."""
        texts = {"name": sheet.name, "student": sheet.student, "sheet": sheet.code, "foot": foot_of(sheet)}
        return all(
            boxes and all(_set_text(box, was, texts[name], _ROOM.get(name, _ROOM["student"])) for box, was in boxes)
            for name, boxes in self.texts.items()
        )

    def _rename(self, controls: Mapping[str, Mapping[str, str]]) -> None:
        for element in self.document._html.etree_element.iter():
            given = controls.get(element.get("id") or element.get("name") or "")
            for name in ("title", "data-legend", "value"):
                if given and name in given:
                    element.set(name, given[name])

    def _restore(self) -> None:
        """Put every box back to where it was laid out, to the last digit."""
        for box, x, y in self.places:
            box.position_x, box.position_y = x, y
        for found in self.lists.values():
            _fill(found, found.lines)
            for around, at, mark in found.marks:
                around.children = [*around.children[:at], mark, *around.children[at + 1 :]]


def _inside(box: Box) -> Iterator[Box]:
    """Yield a box and all in it."""
    yield box
    for child in getattr(box, "all_children", tuple)():
        yield from _inside(child)


def _is(box: Box, attribute: str, value: str) -> bool:
    """Return whether a box is the one of an element with this attribute: what it holds is of other elements."""
    element = box.element
    return (
        element is not None
        and element.get(attribute) == value
        and any(child.element is not element or hasattr(child, "text") for child in getattr(box, "children", ()))
    )


def _follow(box: Box) -> bool:
    """Return whether the lines of a box follow one another without a gap."""
    pairs = zip(box.children, box.children[1:], strict=False)
    return all(abs(line.position_y + line.margin_height() - after.position_y) < _NEAR for line, after in pairs)


def _mark(line: Box) -> tuple[Box, int, Box] | None:
    """Return the first letter or number in a line of a list, with the box around it and its place in that."""
    for box in _inside(line):
        for at, child in enumerate(getattr(box, "children", ())):
            if child.element is not None and child.element.get("class") in _MARKS and child.element is not box.element:
                return box, at, child
    return None


def _places(question: Question, wanted: Iterable[str]) -> list[int]:
    return [question.slots.index(slot) for slot in wanted]


def _reorder(found: _List, order: list[int]) -> None:
    """Move the lines of a list into an order of their places in it; letters stay where they are."""
    top = found.tops[0]
    for at, place in enumerate(order):
        top = top if len(found.parts) == 1 else found.tops[at]
        found.lines[place].translate(0, top - found.lines[place].position_y)
        top += found.heights[place]
    letters = [(mark.position_x, mark.position_y) for _, _, mark in found.marks]
    for at, place in enumerate(order):
        around, index, _ = found.marks[place]
        mark, (x, y) = found.marks[at][2], letters[place]
        around.children = [*around.children[:index], mark, *around.children[index + 1 :]]
        mark.translate(x - mark.position_x, y - mark.position_y)
    _fill(found, [found.lines[place] for place in order])


def _fill(found: _List, lines: list[Box]) -> None:
    left = iter(lines)
    for box, number in found.parts:
        box.children = [next(left) for _ in range(number)]


def _set_text(box: Box, was: float, text: str, room: float) -> bool:
    """Return whether a text fits into the room of another, whose baseline it takes, and put it there."""
    from weasyprint.text.line_break import split_first_line

    layout, _, resume, width, height, baseline = split_first_line(text, box.style, None, None, 0)
    if resume is not None or width > room:
        return False
    box.position_y += was - baseline
    box.text, box.pango_layout, box.width, box.height, box.baseline = text, layout, width, height, baseline
    return True
