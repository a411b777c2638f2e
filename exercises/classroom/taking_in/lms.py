"""Results downloaded from an LMS: Moodle's table of responses and Canvas's student analysis, both CSV.

A question is known by the code that an export puts under it, so Moodle's table must have the questions' texts in it.
What was chosen or placed comes in words; Moodle joins them with ``;`` and ``->`` (the question types'
``summarise_response``), Canvas with ``,`` and ``=>`` (app/models/quizzes/quiz_statistics/student_analysis.rb).  So
words are read as they stand, and where none stand so, by letters and figures alone; what could be two answers is none.

Each line is an attempt: Canvas says when it was handed in, in UTC, and Moodle in English and in its own time.  Moodle
lists, by default, also attempts that are not handed in, and students without one (mod/quiz/report).  Canvas translates
the headings of the name and of how many are right.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from html import unescape
from itertools import islice
from typing import NamedTuple

from exercises.classroom.assignment import Assignment, Item
from exercises.classroom.roster import same
from exercises.classroom.spreadsheet import Table
from exercises.classroom.taking_in.answers import Answers, Quiz, answers_of
from exercises.classroom.taking_in.refused import Refused
from exercises.classroom.taking_in.table import sheet_of
from exercises.questions.ids import code_in, code_of
from exercises.questions.question import Choose, Place, Question
from exercises.questions.wording import slot_texts, value_texts

_MOODLE = re.compile(r"response (\d+)")
_CANVAS = re.compile(r"\d+: ", re.DOTALL)
_QUOTES = re.compile("[\"'`\u2018-\u201f]")
_NONE = ("", "-")
_SHORT = 10
"""The signs that Moodle leaves of an item that is put in order."""
_IDS = ("id number", "sis_id", "email address", "username", "id")
"""Who a student is, from what says it best."""
_NAMES = (("first name", "last name"), ("first name", "surname"), ("name",))
_TIMES = (("submitted", "%Y-%m-%d %H:%M:%S UTC"), ("completed", "%d %B %Y %I:%M %p"), ("completed", "%d %B %Y %H:%M"))
"""The column that says when an attempt was handed in, and how: Canvas's, and Moodle's in American and other English."""
_STATES = ("status", "state")
"""Moodle's column of what became of an attempt, in newer versions and in older ones."""
_HANDED_IN = ("finished", "submitted")
_NO_ATTEMPT = "it has no attempt of this student: nothing is to be marked"
_NO_QUESTIONS = (
    "none of its questions is of this assignment: take the manifest that was written beside its export, and in Moodle "
    "tick the question text before you download it"
)
_OTHERS = (
    "{} of its questions ({}) are not of this assignment, and are not counted: if it was made from another export, "
    "take that one’s manifest"
)
_NAMED = 5
"""So many codes of questions are named, and then no more."""


def is_heading(cells: Sequence[str]) -> bool:
    """Return whether the cells are the headings of a table that Moodle or Canvas writes."""
    heads = [cell.lower() for cell in cells]
    coded = (_CANVAS.match(head) and code_in(head) for head in heads)
    return any(map(_MOODLE.fullmatch, heads)) or {"name", "n correct"} <= set(heads) or any(coded)


def read_table(table: Table, assignment: Assignment) -> Iterator[tuple[str, str, Answers | Refused | str]]:
    """Yield the place, the student and the answers of each line with any, or why it has none.

    What is to be told of the whole table comes first, in a sentence.
    Raises Refused where no question of the assignment is in it, or a line cannot be read.
    """
    heads, lines = table
    items = {code_of(item.exercise.id): item for item in assignment.items}
    try:
        rows = [(number, dict(zip(map(str.lower, heads), cells, strict=False))) for number, cells in lines]
    except ValueError as error:
        raise Refused(f"it cannot be read ({error}): download it again") from error
    coded = [(number, row, list(_cells(row))) for number, row in rows]
    given = [
        (number, row, [(items[code], cell) for code, cell in cells if code in items]) for number, row, cells in coded
    ]
    asked = [frozenset(item.number for item, _ in found) for _, _, found in given if found]
    if rows and not asked:
        raise Refused(_NO_QUESTIONS)
    if others := sorted({code for _, _, cells in coded for code, _ in cells} - items.keys()):
        named = ", ".join(others[:_NAMED]) + (" …" if others[_NAMED:] else "")
        yield "headings", "", _OTHERS.format(len(others), named)
    for number, row, found in given:
        if not _is_of_nobody(row):
            student, name = _whose(row, assignment)
            quiz = Quiz(
                frozenset(item.number for item, _ in found), frozenset.intersection(*asked), frozenset.union(*asked)
            )
            try:
                yield f"line {number}", student or name, _answers(row, student, name, found, quiz, assignment)
            except Refused as refused:
                yield f"line {number}", student or name, refused


def _is_of_nobody(row: Mapping[str, str]) -> bool:
    """Return whether a line is of no student: Moodle ends with one of averages, in which nothing is answered."""
    return not any(row.get(heading) for heading in _IDS) and not any(
        cell for heading, cell in row.items() if _MOODLE.fullmatch(heading) or _CANVAS.match(heading)
    )


def _whose(row: Mapping[str, str], assignment: Assignment) -> tuple[str, str]:
    """Return the student's id, the one that the roster has if it has one of them, and the name."""
    ids = [row[heading] for heading in _IDS if row.get(heading)]
    known = {same(sheet.student) for sheet in assignment.sheets}
    first, second = (*row, "", "")[:2]
    translated = [(first,)] if second == "id" else []  # Canvas's name in another language
    heads = next((names for names in (*_NAMES, *translated) if all(row.get(name) for name in names)), ())
    name = " ".join(row[head] for head in heads)
    return next((id for id in ids if same(id) in known), ids[0] if ids and not assignment.has_roster else ""), name


def _answers(
    row: Mapping[str, str], student: str, name: str, found: list[tuple[Item, Cell]], quiz: Quiz, assignment: Assignment
) -> Answers:
    """Return what one line says; an answer that cannot be read is told, and the others count.

    Raises Refused where the line names no student, or has no question of the assignment.
    """
    _check_attempt(row)
    if not found:
        raise Refused(_NO_QUESTIONS)
    if not student and not name:
        raise Refused("it names no student: download it with names or ID numbers")
    sheet = sheet_of({"sheet": "", "student": student, "name": name}, assignment)
    answers: dict[str, object] = {}
    unread: dict[str, tuple[str, ...]] = {}
    drawn = tuple(item.exercise.id for item, cell in found if item.drawn and cell.text)
    for item, cell in found:
        if cell.text not in _NONE:
            try:
                answers[item.exercise.id] = _answer(item, cell)
            except Refused as refused:
                unread[item.exercise.id] = (refused.reason,)
    id = sheet.student or student or name
    read = answers_of(assignment, sheet.code, id, name, answers, {}, _saved(row), unread=unread, drawn=drawn)
    return replace(read, quizzes=(quiz,))


def _check_attempt(row: Mapping[str, str]) -> None:
    """Raise Refused where Moodle says of a line that there is no attempt, or none that was handed in."""
    state = next((row[heading] for heading in _STATES if row.get(heading)), "")
    if state == "-":
        raise Refused(_NO_ATTEMPT)
    if any(map(_MOODLE.fullmatch, row)) and state and state.lower() not in _HANDED_IN:
        raise Refused(f"its attempt is not handed in ({state}): download the results again when it is")


def _saved(row: Mapping[str, str]) -> str:
    """Return when the attempt was handed in, as ISO time, or nothing where that cannot be read."""
    for heading, form in _TIMES:
        try:
            time = datetime.strptime(" ".join(row.get(heading, "").replace(",", " ").split()), form)  # noqa: DTZ007
        except ValueError:
            continue
        return time.isoformat() + ("Z" if form.endswith("UTC") else "")
    return ""


def _cells(row: Mapping[str, str]) -> Iterator[tuple[str, Cell]]:
    """Yield the code of each question of ours that a line has, with what was answered."""
    for heading, cell in row.items():
        number = _MOODLE.fullmatch(heading)
        asked = row.get(f"question {number[1]}", "") if number else heading if _CANVAS.match(heading) else ""
        if code := code_in(asked):
            yield code, Cell(cell, _BY_MOODLE if number else _BY_CANVAS)


# From words to ids


def letters(text: str) -> str:
    """Return a text's letters and figures alone, in small ones."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).casefold() if sign.isalnum())


def words(text: str) -> str:
    """Return a text as it stands, but for its spaces and for straight quotation marks, which are set as curly ones."""
    return " ".join(_QUOTES.sub("'", text).split())


def shortened(text: str) -> str:
    """Return a text as Moodle's results have an item that is put in order (``qtype_ordering``): ten signs at most."""
    plain = words(text)
    return plain if len(plain) <= _SHORT else f"{plain[: _SHORT - 3]}..."


class Writing(NamedTuple):
    """How a system writes an answer into a cell."""

    between: str
    arrow: str
    plain: Callable[[str], str] = words
    """What is left of a text to compare it by."""
    escaped: tuple[str, ...] = ()
    """The signs before which a backslash stands, where there are several texts."""

    def text(self, text: str) -> str:
        """Return a text as one of several in a cell."""
        plain = self.plain(text)
        for sign in self.escaped:
            plain = plain.replace(sign, f"\\{sign}")
        return plain


_BY_MOODLE = Writing("; ", " -> ")
_BY_CANVAS = Writing(",", "=>", escaped=("=>", ","))
_BY_LETTERS = Writing("", "", letters)
_IN_SHORT = Writing("; ", " -> ", shortened)


class Cell(NamedTuple):
    """What was answered to a question, and how the system writes that."""

    text: str
    by: Writing


def _ways(cell: Cell, question: Question) -> Iterator[tuple[Writing, str]]:
    """Yield each way to read a cell, with its text, the strictest first: what a matching offers is HTML in Moodle."""
    texts = dict.fromkeys((cell.text, unescape(cell.text)))
    yield from ((by, by.plain(text)) for by in (cell.by, _BY_LETTERS) for text in texts)
    if isinstance(question, Place) and question.layout == "places":
        yield _IN_SHORT, words(cell.text)


def _answer(item: Item, cell: Cell) -> object:
    question = item.question
    if not isinstance(question, Choose | Place):
        return cell.text
    for by, text in _ways(cell, question):
        found = _read(question, by, text)
        different = [one for place, one in enumerate(found) if one not in found[:place]]
        if len(different) == 1:
            return different[0]
        if different:
            why = "Moodle shortens its items so" if by is _IN_SHORT else "was its wording changed there?"
            raise _unread(item, cell, f"could be two answers: {why}")
    raise _unread(item, cell, "is none that was offered: was its wording changed there?")


def _unread(item: Item, cell: Cell, what: str) -> Refused:
    return Refused(f"the answer to exercise {item.number}, “{cell.text[:60]}”, {what}")


def _read(question: Choose | Place, by: Writing, text: str) -> list[object]:
    """Return the answers that the text of a cell can be, if it is written so."""
    texts = slot_texts(question)
    if isinstance(question, Choose) and not question.several:
        return [id for id, words in texts.items() if by.plain(words) == text != ""]
    asked = {id: by.text(words) for id, words in texts.items()}
    if isinstance(question, Choose):
        return [sorted(chosen) for chosen in _runs(text, asked, by)]
    whole = [order for order in _runs(text, asked, by) if len(order) == len(asked)]
    if question.layout == "places" and whole:  # Moodle's own ordering lists the items in their order
        return [{id: str(place) for place, id in enumerate(order, 1)} for order in whole]
    offered = {id: by.text(words) for id, words in value_texts(question).items()}
    return [dict(pairs) for pairs in _pairs(text, asked, offered, by)]


_ENOUGH = 200
"""The readings of a cell that are looked at; more than one that differs is too many already."""


def _runs(text: str, words: Mapping[str, str], by: Writing) -> list[tuple[str, ...]]:
    """Return how a text can be read as some of the words, each at most once."""
    return list(islice(_read_runs(text, words, by, ()), _ENOUGH))


def _read_runs(text: str, words: Mapping[str, str], by: Writing, taken: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    if not text:
        yield taken
    for id, word in words.items():
        start = f"{by.between}{word}" if taken else word
        if id not in taken and word and text.startswith(start):
            yield from _read_runs(text[len(start) :], words, by, (*taken, id))


Pairs = tuple[tuple[str, str], ...]


def _pairs(text: str, asked: Mapping[str, str], offered: Mapping[str, str], by: Writing) -> list[Pairs]:
    """Return how a text can be read as pairs of asked and offered, each asked at most once; one may have nothing."""
    return list(islice(_read_pairs(text, asked, offered, by, ()), _ENOUGH))


def _read_pairs(
    text: str, asked: Mapping[str, str], offered: Mapping[str, str], by: Writing, taken: Pairs
) -> Iterator[Pairs]:
    if not text:
        yield tuple(sorted(pair for pair in taken if pair[1]))
    done = {slot for slot, _ in taken}
    for slot, word in asked.items():
        start = f"{by.between if taken else ''}{word}{by.arrow}"
        if slot not in done and text.startswith(start):
            rest = text[len(start) :]
            for id, value in (*offered.items(), ("", "")):
                if rest.startswith(value):
                    yield from _read_pairs(rest[len(value) :], asked, offered, by, (*taken, (slot, id)))
