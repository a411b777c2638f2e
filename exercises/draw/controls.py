"""What the reader fills in, as HTML: native controls with real labels, complete before any script runs.

Every control's ``value`` is an id of the bank, and every place that can be judged carries ``data-slot``,
so that the script reads a response off the form without knowing the exercise.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain

from exercises.draw.markup import typeset
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

SURE = "?sure"

NAMES = {
    "single-choice": "One choice",
    "multiple-choice": "Several choices",
    "classify": "Sorting",
    "match": "Matching",
    "order": "Ordering",
    "grid": "Grid",
    "date": "Date",
    "number": "Number",
    "estimate": "Estimate",
    "short-text": "Short answer",
    "select-words": "Words in a passage",
    "written": "Writing",
}
"""What readers see each kind called."""


def form_html(exercise: Exercise) -> str:
    """Return the exercise's form; its controls are named after the exercise, so several fit on one page."""
    draw: Callable[..., str] = _DRAW[exercise.kind]
    return (
        f'<form class="exercise-form" data-kind="{exercise.kind}" autocomplete="off" novalidate="novalidate">\n'
        f"{draw(exercise)}\n</form>\n"
    )


def _choices(exercise: SingleChoice | MultipleChoice) -> str:
    type_ = "radio" if exercise.kind == "single-choice" else "checkbox"
    body = "\n".join(
        f'<div class="choice" data-slot="{choice.id}">{_tick(type_, exercise.id, choice.id, choice.text)}</div>'
        for choice in exercise.choices
    )
    return _fieldset("choices", exercise, "Choose one" if type_ == "radio" else "Choose all that apply", body)


def _classify(exercise: Classify) -> str:
    body = "\n".join(_statement(exercise, statement) for statement in exercise.statements)
    return _fieldset("statements", exercise, "Choose a place for each statement", body)


def _statement(exercise: Classify, statement: Option) -> str:
    name = f"{exercise.id}--{statement.id}"
    bins = "".join(f'<span class="bin">{_tick("radio", name, bin.id, bin.text)}</span>' for bin in exercise.bins)
    return (
        f'<fieldset class="statement" data-slot="{statement.id}"><legend>{typeset(statement.text)}</legend>'
        f'<div class="bins">{bins}</div></fieldset>'
    )


def _match(exercise: Match) -> str:
    body = "\n".join(_item(exercise, item, exercise.options) for item in exercise.items)
    return _fieldset("items", exercise, "Choose one for each; none is right twice", body)


def _order(exercise: Order) -> str:
    places = tuple(Option(id=place, text=place) for place in exercise.places)
    body = "\n".join(_item(exercise, item, places) for item in exercise.items)
    return _fieldset("items", exercise, "Choose the place of each, from 1 for the first", body)


def _item(exercise: Exercise, item: Option, values: tuple[Option, ...]) -> str:
    id = f"{exercise.id}--{item.id}"
    return (
        f'<div class="item" data-slot="{item.id}"><label for="{id}">{typeset(item.text)}</label>'
        f'<select id="{id}" name="{id}">{_values(values)}</select></div>'
    )


def _grid(exercise: Grid) -> str:
    heads = "".join(
        f'<th scope="col" id="{exercise.id}--column-{column.id}">{typeset(column.text)}</th>'
        for column in exercise.columns
    )
    rows = "\n".join(_row(exercise, row) for row in exercise.rows)
    table = (
        f'<table class="grid-entry"><thead><tr><th scope="col">{typeset(exercise.corner)}</th>{heads}</tr></thead>\n'
        f"<tbody>{rows}</tbody></table>"
    )
    return _fieldset("cells", exercise, "Fill every cell", table)


def _row(exercise: Grid, row: Option) -> str:
    head = f"{exercise.id}--row-{row.id}"
    cells = "".join(
        f'<td data-slot="{row.id}/{column.id}">'
        f'<span class="cell-column" aria-hidden="true">{typeset(column.text)}</span>'
        f'<select name="{row.id}/{column.id}" aria-labelledby="{head} {exercise.id}--column-{column.id}">'
        f"{_values(exercise.values)}</select></td>"
        for column in exercise.columns
    )
    return f'<tr><th scope="row" id="{head}">{typeset(row.text)}</th>{cells}</tr>'


def _values(values: tuple[Option, ...]) -> str:
    options = (f'<option value="{value.id}">{typeset(value.text)}</option>' for value in values)
    return "".join(chain(['<option value="">Choose …</option>'], options))


def _date(exercise: DateEntry) -> str:
    return _entry(exercise.id, "Your date", '<input type="date"{attributes} />')


def _number(exercise: NumberEntry) -> str:
    unit = typeset(exercise.unit)
    label = f'Your number <span class="visually-hidden">({unit})</span>'
    field = f'<input type="text" inputmode="decimal" size="8"{{attributes}} /> <span aria-hidden="true">{unit}</span>'
    return _entry(exercise.id, label, field)


def _estimate(exercise: Estimate) -> str:
    label = 'How likely is it? <span class="visually-hidden">(0 to 100 percent)</span>'
    field = '<input type="number" min="0" max="100" step="1"{attributes} /> <span aria-hidden="true">percent</span>'
    return _entry(exercise.id, label, field)


def _short_text(exercise: ShortText) -> str:
    return _entry(exercise.id, "Your answer, in a few words", '<input type="text" size="30"{attributes} />')


def _written(exercise: Written) -> str:
    rows = max(3, exercise.words // 10)
    return _entry(
        exercise.id,
        f"Your answer, in about {exercise.words} words",
        f'<textarea rows="{rows}" data-words="{exercise.words}"{{attributes}}></textarea>',
    )


def _words(exercise: SelectWords) -> str:
    runs = "".join(
        f'<label class="word" data-slot="{id}"><input type="checkbox" value="{id}" />'
        f"<span>{typeset(text)}</span></label>"
        if id
        else typeset(text)
        for text, id in exercise.parts
    )
    return _fieldset("words", exercise, "Select the words in this passage", f'<p class="passage">{runs}</p>')


def _fieldset(name: str, exercise: Exercise, legend: str, body: str) -> str:
    return (
        f'<fieldset class="{name}" aria-describedby="{exercise.id}__stem"><legend>{typeset(legend)}</legend>\n'
        f"{body}\n</fieldset>"
    )


def _entry(id: str, label: str, field: str) -> str:
    field = field.replace("{attributes}", f' id="{id}__entry" aria-describedby="{id}__stem"')
    return f'<div class="entry"><label for="{id}__entry">{label}</label>\n<div class="field">{field}</div></div>'


def _tick(type_: str, name: str, value: str, text: str) -> str:
    id = f"{name}--{value}"
    return f'<input type="{type_}" name="{name}" value="{value}" id="{id}" /><label for="{id}">{typeset(text)}</label>'


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
