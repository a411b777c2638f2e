"""What an exercise looks like on paper: marks to fill, tables to tick, lines to write on."""

from __future__ import annotations

from collections.abc import Callable

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
from exercises.sphinx_ext.typst.text import call, literal, string

_LETTERS_A_LINE = 9
"""About how many words one ruled line takes in handwriting."""


def form(exercise: Exercise) -> str:
    """Return the exercise's form as Typst markup."""
    draw: Callable[..., str] = _DRAW[exercise.kind]
    return f"{draw(exercise)}\n"


def _array(items: list[str]) -> str:
    return "(" + "".join(f"{item}, " for item in items) + ")"


def _choices(exercise: SingleChoice | MultipleChoice) -> str:
    mark = "circle-mark" if exercise.kind == "single-choice" else "square-mark"
    return f"#choice-list({mark}, {', '.join(literal(choice.text) for choice in exercise.choices)})"


def _classify(exercise: Classify) -> str:
    header = _array([literal("Statement"), *(literal(bin.text) for bin in exercise.bins)])
    rows = ", ".join(literal(statement.text) for statement in exercise.statements)
    return f"#tick-table({len(exercise.bins) + 1}, {header}, circle-mark, {rows})"


def _match(exercise: Match) -> str:
    told = call("small", content=string("Write beside each the letter of one of those below; none is right twice."))
    options = ", ".join(literal(option.text) for option in exercise.options)
    return f"{told}\n{_blanks(exercise.items)}\n#lettered-list({options})"


def _order(exercise: Order) -> str:
    told = call("small", content=string("Write beside each its place, from 1 for the first."))
    return f"{told}\n{_blanks(exercise.items)}"


def _blanks(items: tuple[Option, ...]) -> str:
    return f"#blank-list({', '.join(literal(item.text) for item in items)})"


def _grid(exercise: Grid) -> str:
    header = _array([literal(exercise.corner), *(literal(column.text) for column in exercise.columns)])
    rows = ", ".join(literal(row.text) for row in exercise.rows)
    values = ", ".join(value.text for value in exercise.values)
    return f"{call('small', content=string(f'Write one of these into each cell: {values}.'))}\n" + (
        f"#tick-table({len(exercise.columns) + 1}, {header}, box(height: 1.4em), {rows})"
    )


def _date(exercise: DateEntry) -> str:
    return call("entry", "Date", "(day, month, year)")


def _number(exercise: NumberEntry) -> str:
    return call("entry", "Number", exercise.unit)


def _estimate(exercise: Estimate) -> str:
    return call("entry", "How likely, from 0 to 100", "percent")


def _short_text(exercise: ShortText) -> str:
    return call("ruled", 1)


def _words(exercise: SelectWords) -> str:
    runs = (call("selectable", words) if id else string(words) for words, id in exercise.parts)
    told = call("small", content=string("Circle the words among those that are underlined."))
    return f"{told}\n\n{''.join(runs)}\n"


def _written(exercise: Written) -> str:
    return call("ruled", max(3, exercise.words // _LETTERS_A_LINE + 2))


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
