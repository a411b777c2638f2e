"""Results downloaded from an LMS: Moodle's table of responses and Canvas's student analysis, both CSV.

A question is known by the code that an export puts under it, so Moodle's table must have the questions' texts in it.
What was chosen or placed comes in words; Moodle joins them with ``;`` and ``->`` (the question types'
``summarise_response``), Canvas with ``,`` and ``=>`` (app/models/quizzes/quiz_statistics/student_analysis.rb), and
neither is told apart from the same signs in a text.  So the words are read as letters and figures alone, and an answer
that could be two is none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from itertools import islice

from exercises.classroom.assignment import Assignment, Item
from exercises.classroom.taking_in.answers import Answers, answers_of
from exercises.classroom.taking_in.refused import Refused
from exercises.questions.ids import code_in, code_of
from exercises.questions.question import Choose, Place
from exercises.questions.wording import slot_texts, value_texts

_MOODLE = re.compile(r"response (\d+)")
_CANVAS = re.compile(r"\d+: ", re.DOTALL)
_NONE = ("", "-")
_IDS = ("id number", "sis_id", "email address", "username", "id")
"""Who a student is, from what says it best."""
_NAMES = (("first name", "last name"), ("first name", "surname"), ("name",))


def is_table(text: str) -> bool:
    """Return whether a text is a table that Moodle or Canvas writes."""
    return bool(re.match(r"\ufeff?[^\n]*\b(response 1|n correct)\b|\ufeff?\"?name\"?,\"?id\"?,", text, re.IGNORECASE))


def is_empty(row: Mapping[str, str]) -> bool:
    """Return whether a line is of no student: Moodle ends with one of averages, in which nothing is answered."""
    return not any(row.get(heading) for heading in _IDS) and not any(
        cell for heading, cell in row.items() if _MOODLE.fullmatch(heading) or _CANVAS.match(heading)
    )


def read_line(row: Mapping[str, str], assignment: Assignment) -> Answers:
    """Return what one line of the table says.

    Raises Refused where no question in it is the assignment's, or it names no student.
    """
    given = dict(_cells(row, {code_of(item.exercise.id): item for item in assignment.items}))
    if not given:
        raise Refused("none of its questions is of this assignment: in Moodle, tick the question text before download")
    heads = next((names for names in _NAMES if all(row.get(name) for name in names)), ())
    name = " ".join(row[head] for head in heads)
    student = next((row[heading] for heading in _IDS if row.get(heading)), name)
    if not student:
        raise Refused("it names no student: download it with names or ID numbers")
    answers = {item.exercise.id: _answer(item, cell) for item, cell in given.values() if cell not in _NONE}
    saved = re.sub(r"^(\S+) (\S+) UTC$", r"\1T\2Z", row.get("submitted", ""))
    return answers_of(assignment, assignment.sheets[0].code, student, name, answers, {}, saved)


def _cells(row: Mapping[str, str], items: Mapping[str, Item]) -> Iterator[tuple[str, tuple[Item, str]]]:
    """Yield the code of each question that the assignment has, with its item and what was answered."""
    for heading, cell in row.items():
        number = _MOODLE.fullmatch(heading)
        asked = row.get(f"question {number[1]}", "") if number else heading if _CANVAS.match(heading) else ""
        code = code_in(asked)
        if code in items:
            yield code, (items[code], cell.strip())


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
        raise Refused(f"to exercise {item.number} it says “{cell[:60]}”, which {what}: was its wording changed there?")
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
