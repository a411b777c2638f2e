"""Results downloaded from an LMS: Moodle's table of responses and Canvas's student analysis, both CSV.

A question is known by the code that an export puts under it, so Moodle's table must have the questions' texts in it.
What was chosen or placed comes in words; Moodle joins them with ``;`` and ``->`` (the question types'
``summarise_response``), Canvas with ``,`` and ``=>`` (app/models/quizzes/quiz_statistics/student_analysis.rb), and
neither is told apart from the same signs in a text.  So the words are read as letters and figures alone, and an answer
that could be two is none.

Each line is an attempt: Canvas says when it was handed in, in UTC, and Moodle in English and in its own time.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice

from exercises.classroom.assignment import Assignment, Item
from exercises.classroom.roster import same
from exercises.classroom.spreadsheet import Table
from exercises.classroom.taking_in.answers import Answers, Quiz, answers_of
from exercises.classroom.taking_in.refused import Refused
from exercises.classroom.taking_in.table import sheet_of
from exercises.questions.ids import code_in, code_of
from exercises.questions.question import Choose, Place
from exercises.questions.wording import slot_texts, value_texts

_MOODLE = re.compile(r"response (\d+)")
_CANVAS = re.compile(r"\d+: ", re.DOTALL)
_NONE = ("", "-")
_IDS = ("id number", "sis_id", "email address", "username", "id")
"""Who a student is, from what says it best."""
_NAMES = (("first name", "last name"), ("first name", "surname"), ("name",))
_TIMES = (("submitted", "%Y-%m-%d %H:%M:%S UTC"), ("completed", "%d %B %Y %I:%M %p"), ("completed", "%d %B %Y %H:%M"))
"""The column that says when an attempt was handed in, and how: Canvas's, and Moodle's in American and other English."""
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
    return any(map(_MOODLE.fullmatch, heads)) or {"name", "n correct"} <= set(heads)


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
    heads = next((names for names in _NAMES if all(row.get(name) for name in names)), ())
    name = " ".join(row[head] for head in heads)
    return next((id for id in ids if same(id) in known), ids[0] if ids and not assignment.has_roster else ""), name


def _answers(
    row: Mapping[str, str], student: str, name: str, found: list[tuple[Item, str]], quiz: Quiz, assignment: Assignment
) -> Answers:
    """Return what one line says; an answer that cannot be read is told, and the others count.

    Raises Refused where the line names no student, or has no question of the assignment.
    """
    if not found:
        raise Refused(_NO_QUESTIONS)
    if not student and not name:
        raise Refused("it names no student: download it with names or ID numbers")
    sheet = sheet_of({"sheet": "", "student": student, "name": name}, assignment)
    answers: dict[str, object] = {}
    unread: dict[str, tuple[str, ...]] = {}
    drawn = tuple(item.exercise.id for item, cell in found if item.drawn and cell)
    for item, cell in found:
        if cell not in _NONE:
            try:
                answers[item.exercise.id] = _answer(item, cell)
            except Refused as refused:
                unread[item.exercise.id] = (refused.reason,)
    id = sheet.student or student or name
    read = answers_of(assignment, sheet.code, id, name, answers, {}, _saved(row), unread=unread, drawn=drawn)
    return replace(read, quizzes=(quiz,))


def _saved(row: Mapping[str, str]) -> str:
    """Return when the attempt was handed in, as ISO time, or nothing where that cannot be read."""
    for heading, form in _TIMES:
        try:
            time = datetime.strptime(" ".join(row.get(heading, "").replace(",", " ").split()), form)  # noqa: DTZ007
        except ValueError:
            continue
        return time.isoformat() + ("Z" if form.endswith("UTC") else "")
    return ""


def _cells(row: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the code of each question of ours that a line has, with what was answered."""
    for heading, cell in row.items():
        number = _MOODLE.fullmatch(heading)
        asked = row.get(f"question {number[1]}", "") if number else heading if _CANVAS.match(heading) else ""
        if code := code_in(asked):
            yield code, cell


# From words to ids


def letters(text: str) -> str:
    """Return a text's letters and figures alone, in small ones."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).casefold() if sign.isalnum())


def _answer(item: Item, cell: str) -> object:
    question = item.question
    if not isinstance(question, Choose | Place):
        return cell
    asked = {id: letters(text) for id, text in slot_texts(question).items()}
    if isinstance(question, Choose):
        found = [chosen for chosen in _runs(letters(cell), asked) if question.several or len(chosen) == 1]
        wanted: list[object] = [list(chosen) if question.several else chosen[0] for chosen in map(sorted, found)]
    else:
        offered = {id: letters(text) for id, text in value_texts(question).items()}
        whole = [order for order in _runs(letters(cell), asked) if len(order) == len(asked)]
        if question.layout == "places" and whole:  # Moodle lists the items in their order
            wanted = [{id: str(place) for place, id in enumerate(order, 1)} for order in whole]
        else:
            wanted = [dict(pairs) for pairs in _pairs(letters(cell), asked, offered)]
    different = [one for place, one in enumerate(wanted) if one not in wanted[:place]]
    if len(different) != 1:
        what = "could be two answers" if different else "is none that was offered"
        raise Refused(f"the answer to exercise {item.number}, “{cell[:60]}”, {what}: was its wording changed there?")
    return different[0]


_ENOUGH = 200
"""The readings of a cell that are looked at; more than one that differs is too many already."""


def _runs(text: str, words: Mapping[str, str]) -> list[tuple[str, ...]]:
    """Return how a text can be read as some of the words, each at most once."""
    return list(islice(_read_runs(text, words, ()), _ENOUGH))


def _read_runs(text: str, words: Mapping[str, str], taken: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    if not text:
        yield taken
    for id, word in words.items():
        if id not in taken and word and text.startswith(word):
            yield from _read_runs(text[len(word) :], words, (*taken, id))


def _pairs(text: str, asked: Mapping[str, str], offered: Mapping[str, str]) -> list[tuple[tuple[str, str], ...]]:
    """Return how a text can be read as pairs of asked and offered, each asked at most once; one may have nothing."""
    return list(islice(_read_pairs(text, asked, offered, ()), _ENOUGH))


def _read_pairs(
    text: str, asked: Mapping[str, str], offered: Mapping[str, str], taken: tuple[tuple[str, str], ...]
) -> Iterator[tuple[tuple[str, str], ...]]:
    if not text:
        yield tuple(sorted(pair for pair in taken if pair[1]))
    done = {slot for slot, _ in taken}
    for slot, word in asked.items():
        if slot not in done and text.startswith(word):
            rest = text[len(word) :]
            for id, value in (*offered.items(), ("", "")):
                if rest.startswith(value):
                    yield from _read_pairs(rest[len(value) :], asked, offered, (*taken, (slot, id)))
