"""A student's sheet as one HTML document, to be filled in on a screen or printed and filled in by hand.

Nothing here takes a key: a sheet is made from what was asked and from the order in which this sheet asks it.

Fields are called after the bank: ``ID`` (one choice, an entry, a written answer), ``ID/SLOT`` (a statement, an item,
a cell as ``ID/ROW/COLUMN``; each box to tick has its own, ``ID/CHOICE``), ``ID/?sure``, and ``?name``, ``?student``,
``?assignment``, ``?sheet``.  Ids are of letters, digits and hyphens, so no name has a full stop, which PDF reserves.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

from exercises.classroom.assignment import UNSURE, Assignment, Item, Sheet
from exercises.draw.controls import NAMES, SURE
from exercises.draw.markup import html, typeset
from exercises.questions.kinds import (
    Classify,
    DateEntry,
    Estimate,
    Exercise,
    Grid,
    Match,
    MultipleChoice,
    NumberEntry,
    Order,
    SelectWords,
    ShortText,
    SingleChoice,
    Written,
)
from exercises.questions.question import Option

WIDE = 20
"""The letters of an option's text above which options stand below one another."""
LONG = 4
"""The statements of an exercise above which it may be parted by the turn of a page."""
NARROW = 4
"""The columns of a grid above which a cell's number stands over its list."""

_ASKED = {
    True: "Fill in this file, save it and hand it in. A program reads the answers from its fields, "
    "so do not print it to a new PDF. ",
    False: "Answer on these pages. To choose, tick a box or write a letter or a number in it. ",
}
_LEAVE = (
    "Whatever you leave empty earns nothing. Where you are asked how sure you are, your answer never changes a mark."
)
_INVENTED = "This report is invented for the exercises that follow: its people, places and events are made up."
_HEADING = re.compile(r"<(/?)h([1-4])>")


@dataclass(frozen=True)
class _Pen:
    """Draws one exercise's controls: fields where the sheet is for a screen, else room to write."""

    number: int
    exercise: Exercise
    order: tuple[str, ...]
    forms: bool

    @property
    def id(self) -> str:
        return self.exercise.id

    @property
    def name(self) -> str:
        return f"{self.number}. {typeset(self.exercise.title)}"

    def tick(self, shape: str, name: str, value: str, group: str, text: str) -> str:
        """Return a box to tick; ``group`` says what all boxes of one name ask."""
        if not self.forms:
            return f'<span class="box {shape}"></span>'
        tip = text if shape == "checkbox" else f"{group}\n{text}"
        return f'<input type="{shape}" id="{name}--{value}" name="{name}" value="{value}" title="{tip}">'

    def pick(self, name: str, tip: str, values: Iterable[tuple[str, str]]) -> str:
        """Return a list to choose one (id, text) from, or room for its letter."""
        if not self.forms:
            return '<span class="room letter"></span>'
        options = "".join(f'<option value="{id}">{text}</option>' for id, text in values)
        return f'<select id="{name}" name="{name}" title="{tip}"><option value=""></option>{options}</select>'

    def entry(self, name: str, label: str, tip: str, width: str, after: str = "") -> str:
        """Return a label with one line to write on, and what stands behind it."""
        field = (
            f'<input type="text" class="{width}" id="{name}" name="{name}" title="{tip}">'
            if self.forms
            else f'<span class="room {width}"></span>'
        )
        return f'<label for="{name}">{label}</label> {field} {after}'.rstrip()


def paper_html(assignment: Assignment, sheet: Sheet, forms: bool) -> str:
    """Return the sheet as a whole document, with fields to fill in on a screen or with room to write on paper."""
    style = Path(__file__).with_name("paper.css").read_text(encoding="utf-8")
    words = f"{assignment.course}, assignment {assignment.id}, sheet {sheet.code}"
    foot = f"{sheet.name} · sheet {sheet.code}" if sheet.name else f"Sheet {sheet.code}"
    title = typeset(assignment.title)
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head><meta charset="utf-8"><title>{title}</title>\n'
        f'<meta name="keywords" content="{escape(words)}">\n<style>\n{style}</style></head>\n'
        f'<body class="{"screen" if forms else "paper"}">\n<h1 data-foot="{escape(foot)}">{title}</h1>\n'
        f"{_head(assignment, sheet, forms)}\n{''.join(_body(assignment, sheet, forms))}</body>\n</html>\n"
    )


def _head(assignment: Assignment, sheet: Sheet, forms: bool) -> str:
    due = f'<p class="due">Hand in by {typeset(assignment.due)}.</p>\n' if assignment.due else ""
    who = [
        _who("?name", "Name", sheet.name, forms),
        _who("?student", "Student’s id", sheet.student, forms),
        _who("?assignment", "Assignment", assignment.id, forms),
        _who("?sheet", "Sheet", sheet.code, forms),
    ]
    beside = beside_html(assignment)
    return f'{due}<p class="who">{" ".join(who)}</p>\n{beside}<p class="asked">{_ASKED[forms]}{_LEAVE}</p>'


def beside_html(assignment: Assignment) -> str:
    """Return the line that says which report to have at hand, its address as a link; nothing where none is needed."""
    words, _, address = assignment.beside.rpartition(" ")
    if not address:
        return ""
    return f'<p class="beside">{typeset(words)} <a href="{escape(address)}">{escape(address)}</a></p>\n'


def _who(name: str, label: str, value: str, forms: bool) -> str:
    if forms:
        field = f'<input type="text" class="who-{name[1:]}" name="{name}" title="{label}" value="{escape(value)}">'
    else:
        field = f"<b>{escape(value)}</b>" if value else f'<span class="room who-{name[1:]}"></span>'
    return f'<span class="pair"><label>{label}</label> {field}</span>'


def _body(assignment: Assignment, sheet: Sheet, forms: bool) -> Iterator[str]:
    for report, item in with_reports(assignment):
        yield report + _exercise(item.number, item.exercise, sheet, forms)


def with_reports(assignment: Assignment) -> Iterator[tuple[str, Item]]:
    """Yield each item, and before the first that is about an invented report this report as HTML."""
    shown: set[str] = set()
    for item in assignment.items:
        id = item.exercise.report
        text = "" if id in shown else assignment.texts.get(id, "")
        shown.add(id)
        yield _report(text) if text else "", item


def _report(text: str) -> str:
    """Return an invented report, marked as one, with its headings below those of the sheet."""
    words = _HEADING.sub(lambda found: f"<{found[1]}h{int(found[2]) + 2}>", html(text))
    return f'<div class="report">\n<h2>A report to read</h2>\n<p class="invented">{_INVENTED}</p>\n{words}</div>\n'


def _exercise(number: int, exercise: Exercise, sheet: Sheet, forms: bool) -> str:
    pen = _Pen(number, exercise, sheet.orders.get(exercise.id, ()), forms)
    draw: Callable[[_Pen, Exercise], str] = _DRAW[exercise.kind]
    long = " long" if exercise.kind == "classify" and len(exercise.slots) > LONG else ""
    minutes = f"{exercise.minutes} minute{'' if exercise.minutes == 1 else 's'}"
    return (
        f'<div class="exercise kind-{exercise.kind}{long}">\n<h2>{pen.name}</h2>\n'
        f'<p class="facts">{NAMES[exercise.kind]} · {minutes}</p>\n<div class="stem">{html(exercise.stem)}</div>\n'
        f"{draw(pen, exercise)}\n{'' if exercise.kind in UNSURE else _sure(pen)}</div>\n"
    )


def _sure(pen: _Pen) -> str:
    label = "How sure are you? 50–100 percent, or leave empty"
    return f'<p class="sure">{pen.entry(f"{pen.id}/{SURE}", label, f"{pen.name} – {label}", "figure")}</p>\n'


def printed(options: tuple[Option, ...], order: tuple[str, ...]) -> tuple[Option, ...]:
    """Return the options in a sheet's order, by id; those that it does not name come last, as in the bank."""
    place = {id: number for number, id in enumerate(order)}
    return tuple(sorted(options, key=lambda option: place.get(option.id, len(place))))


def letter(index: int) -> str:
    """Return the letter of the option at this index: A, B, … Z, AA, AB, …."""
    rest = index // 26
    return (letter(rest - 1) if rest else "") + chr(ord("A") + index % 26)


def values(exercise: Exercise) -> tuple[tuple[str, str], ...]:
    """Return what each statement, item or cell can be given, as (id, what the sheet shows), in the sheet's order."""
    match exercise.kind:
        case "order":
            return tuple((place, place) for place in exercise.places)
        case "classify":
            options = exercise.bins
        case "match":
            options = exercise.options
        case "grid":
            options = exercise.values
        case _:
            return ()
    return tuple((option.id, f"{letter(index)}. {option.text}") for index, option in enumerate(options))


def _choices(pen: _Pen, exercise: SingleChoice | MultipleChoice) -> str:
    one = exercise.kind == "single-choice"
    legend = "Choose one" if one else "Choose all that apply"
    lines = (
        _choice(pen, index, choice, legend, one) for index, choice in enumerate(printed(exercise.choices, pen.order))
    )
    return f'<p class="legend">{legend}:</p>\n<ul class="choices">\n{"".join(lines)}</ul>'


def _choice(pen: _Pen, index: int, choice: Option, legend: str, one: bool) -> str:
    mark, words = letter(index), typeset(choice.text)
    text = f"{mark}. {words}"
    group = f"{pen.name} – {legend.lower()}"
    box = (
        pen.tick("radio", pen.id, choice.id, group, text)
        if one
        else pen.tick("checkbox", f"{pen.id}/{choice.id}", choice.id, group, f"{pen.name} – {text}")
    )
    return f'<li>{box}<span class="letter-of">{mark}</span> <span class="text">{words}</span></li>\n'


def _classify(pen: _Pen, exercise: Classify) -> str:
    wide = any(len(option.text) > WIDE for option in exercise.bins)
    lines = (
        f'<li><p class="text"><span class="number">{number}</span> {typeset(statement.text)}</p>\n'
        f'<p class="bins{" wide" if wide else ""}">{_bins(pen, exercise, number, statement)}</p></li>\n'
        for number, statement in enumerate(printed(exercise.statements, pen.order), 1)
    )
    return f'<p class="legend">Choose one for each statement:</p>\n<ul class="statements">\n{"".join(lines)}</ul>'


def _bins(pen: _Pen, exercise: Classify, number: int, statement: Option) -> str:
    group = f"{pen.name} – {number}. {typeset(statement.text)}"
    return " ".join(
        f'<span class="bin">{pen.tick("radio", f"{pen.id}/{statement.id}", id, group, typeset(shown))} '
        f"{typeset(shown)}</span>"
        for id, shown in values(exercise)
    )


def _match(pen: _Pen, exercise: Match) -> str:
    legend = '<p class="legend">Choose one for each; none is right twice:</p>\n'
    return f"{legend}{_lettered(exercise)}{_items(pen, exercise.items, values(exercise))}"


def _order(pen: _Pen, exercise: Order) -> str:
    legend = '<p class="legend">Give each its place, from 1 for the first:</p>\n'
    return f"{legend}{_items(pen, exercise.items, values(exercise))}"


def _items(pen: _Pen, items: tuple[Option, ...], options: tuple[tuple[str, str], ...]) -> str:
    shown = [(id, typeset(text)) for id, text in options]
    lines = (
        f'<li><span class="text"><span class="number">{number}</span> {typeset(item.text)}</span> '
        f"{pen.pick(f'{pen.id}/{item.id}', f'{pen.name} – {number}. {typeset(item.text)}', shown)}</li>\n"
        for number, item in enumerate(printed(items, pen.order), 1)
    )
    return f'<ul class="items">\n{"".join(lines)}</ul>'


def _lettered(exercise: Exercise) -> str:
    lines = "".join(f"<li>{typeset(shown)}</li>" for _, shown in values(exercise))
    return f'<ul class="lettered">{lines}</ul>\n'


def _grid(pen: _Pen, exercise: Grid) -> str:
    heads = "".join(f'<th scope="col">{typeset(column.text)}</th>' for column in exercise.columns)
    rows = "".join(_row(pen, exercise, index, row) for index, row in enumerate(exercise.rows))
    wide = " wide" if len(exercise.columns) > NARROW else ""
    return (
        f'<p class="legend">Choose one for every cell:</p>\n{_lettered(exercise)}<table class="grid{wide}">\n'
        f'<thead><tr><th scope="col">{typeset(exercise.corner)}</th>{heads}</tr></thead>\n<tbody>{rows}</tbody></table>'
    )


def _row(pen: _Pen, exercise: Grid, index: int, row: Option) -> str:
    shown = [(id, typeset(text)) for id, text in values(exercise)]
    first = index * len(exercise.columns) + 1
    cells = "".join(
        f'<td><span class="number">{number}</span> '
        f"{pen.pick(f'{pen.id}/{row.id}/{column.id}', f'{pen.name} – {_cell(number, row, column)}', shown)}</td>"
        for number, column in enumerate(exercise.columns, first)
    )
    return f'<tr><th scope="row">{typeset(row.text)}</th>{cells}</tr>\n'


def _cell(number: int, row: Option, column: Option) -> str:
    return f"{number}. {typeset(row.text)}, {typeset(column.text)}"


def _words(pen: _Pen, exercise: SelectWords) -> str:
    index, runs = 0, []
    for text, id in exercise.parts:
        if id is None:
            runs.append(typeset(text))
            continue
        mark, index = letter(index), index + 1
        box = pen.tick("checkbox", f"{pen.id}/{id}", id, pen.name, f"{pen.name} – {mark}. {typeset(text)}")
        first, _, rest = typeset(text).partition(" ")
        runs.append(f'<span class="word">{box}<sup>{mark}</sup>{first}</span>{_rest(rest)}')
    return f'<p class="legend">Tick the words in this passage:</p>\n<p class="passage">{"".join(runs)}</p>'


def _rest(words: str) -> str:
    return f'<span class="more"> {words}</span>' if words else ""


def _date(pen: _Pen, exercise: DateEntry) -> str:
    return _entry(pen, "Your date, as year-month-day", "line")


def _number(pen: _Pen, exercise: NumberEntry) -> str:
    return _entry(pen, "Your number", "figure", typeset(exercise.unit))


def _estimate(pen: _Pen, exercise: Estimate) -> str:
    return _entry(pen, "How likely is it, from 0 to 100 percent?", "figure", "percent")


def _short_text(pen: _Pen, exercise: ShortText) -> str:
    return _entry(pen, "Your answer, in a few words", "line")


def _entry(pen: _Pen, label: str, width: str, unit: str = "") -> str:
    tip = f"{pen.name} – {label}{f', {unit}' if unit else ''}"
    return f'<p class="entry">{pen.entry(pen.id, label, tip, width, unit)}</p>'


def _written(pen: _Pen, exercise: Written) -> str:
    label = f"Your answer, in about {exercise.words} words"
    legend = f'<p class="legend"><label for="{pen.id}">{label}</label>:</p>\n'
    if not pen.forms:
        return legend + '<div class="rule"></div>\n' * max(4, exercise.words // 8)
    height = min(20, max(3, exercise.words // 11)) * 5 + 6
    tip = f"{pen.name} – {label}"
    return f'{legend}<textarea id="{pen.id}" name="{pen.id}" title="{tip}" style="height: {height}mm"></textarea>'


_DRAW: dict[str, Callable[..., str]] = {
    "single-choice": _choices,
    "multiple-choice": _choices,
    "classify": _classify,
    "match": _match,
    "order": _order,
    "grid": _grid,
    "date": _date,
    "number": _number,
    "estimate": _estimate,
    "short-text": _short_text,
    "select-words": _words,
    "written": _written,
}
