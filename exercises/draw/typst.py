"""A question on the course's own paper, as Typst source: marks to fill, tables to tick, lines to write on.

All words are string literals, so nothing in them is ever taken for markup.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from exercises.questions.question import Asked, Choose, Enter, Option, Place, Question, Write

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_WORDS_A_LINE = 9
"""About how many words one ruled line takes in handwriting."""


def literal(words: str) -> str:
    """Return the words as a Typst string, for code."""
    return json.dumps(_CONTROL.sub("", words), ensure_ascii=False)


def string(words: str) -> str:
    """Return the words as markup that prints them; the semicolon ends the expression."""
    return f"#{literal(words)};"


def call(function: str, *arguments: object, content: str | None = None) -> str:
    """Return a call in markup, with strings and numbers as arguments and markup as its last one."""
    written = ", ".join(literal(one) if isinstance(one, str) else str(one) for one in arguments)
    return f"#{function}({written})" + (f"[{content}]" if content is not None else ";")


def form(question: Question) -> str:
    """Return the question's form as Typst markup."""
    match question:
        case Choose(passage=()):
            mark = "square-mark" if question.several else "circle-mark"
            drawn = f"#choice-list({mark}, {_listed(question.asked)})"
        case Choose():
            drawn = _passage(question)
        case Place():
            drawn = _placed(question)
        case Enter():
            drawn = _entry(question)
        case Write():
            drawn = call("ruled", max(3, question.words // _WORDS_A_LINE + 2))
    return f"{drawn}\n"


def _listed(things: Iterable[Asked | Option]) -> str:
    return ", ".join(literal(thing.text) for thing in things)


def _told(words: str) -> str:
    return call("small", content=string(words))


def _passage(question: Choose) -> str:
    runs = (call("selectable", words) if id else string(words) for words, id in question.passage)
    return f"{_told('Circle the words among those that are underlined.')}\n\n{''.join(runs)}\n"


def _placed(question: Place) -> str:
    match question.layout:
        case "bins":
            return _table("Statement", question.offered, "circle-mark", question.asked)
        case "grid":
            values = ", ".join(option.text for option in question.offered)
            table = _table(question.corner, question.columns, "box(height: 1.4em)", question.rows)
            return f"{_told(f'Write one of these into each cell: {values}.')}\n{table}"
        case "lists":
            once = "; none is right twice" if question.once else ""
            told = _told(f"Write beside each the letter of one of those below{once}.")
            return f"{told}\n{_blanks(question)}\n#lettered-list({_listed(question.offered)})"
        case "places":
            return f"{_told('Write beside each its place, from 1 for the first.')}\n{_blanks(question)}"


def _blanks(question: Place) -> str:
    return f"#blank-list({_listed(question.asked)})"


def _table(corner: str, columns: tuple[Option, ...], mark: str, rows: Iterable[Asked | Option]) -> str:
    header = f"({literal(corner)}, {_listed(columns)}, )"
    return f"#tick-table({len(columns) + 1}, {header}, {mark}, {_listed(rows)})"


def _entry(question: Enter) -> str:
    match question.what:
        case "date":
            return call("entry", "Date", "(day, month, year)")
        case "number":
            return call("entry", "Number", question.unit)
        case "percent":
            return call("entry", "How likely, from 0 to 100", "percent")
        case "words":
            return call("ruled", 1)
