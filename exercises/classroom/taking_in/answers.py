"""What a student hands over: an answers file, or a code to paste where files cannot be uploaded.

The file is JSON: ``course``, ``format``, ``assignment``, ``sheet``, ``student``, ``name``, ``saved`` (ISO time),
``versions`` (exercise to :attr:`Item.version`, the digest of what was asked), ``answers`` and ``sure`` (exercise to
response, and to percent as text; what was left open is in neither), and ``check``.

The code carries what closed exercises were answered, in small letters and figures, parted by full stops::

    SAS1.ASSIGNMENT.SHEET.STUDENT.NAME.SEGMENT.SEGMENT ... .CHECK.SAS

There is one segment for each closed exercise, in order, with ``-PERCENT`` behind it where the student said how sure.
Choose one: its place in the bank, from 1, in base 36.  Choose several: a 1 or 0 for each of the asked.  Place: the
place of what each of the asked was given, one figure in base 36 for each, 0 for none.  Enter, and the two names: UTF-8
in base 32 (RFC 4648) without padding.  What was left open is ``0``.

``check`` is a CRC-32: of the code up to it, or of the file's other values as one JSON list (:func:`file_check`).  It
finds damage and careless edits.  It is no seal: whoever can program can make another.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import unicodedata
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from string import ascii_lowercase, digits
from typing import Any

from pydantic import ValidationError

from exercises.classroom.assignment import Assignment, Item
from exercises.classroom.roster import LONGEST, line_of, same
from exercises.classroom.spreadsheet import decoded
from exercises.classroom.taking_in.refused import OfAnother, Refused
from exercises.ledger.types import Data
from exercises.questions.question import Answer, Choose, Enter, Place, Question, Write, asks_how_sure
from exercises.questions.reading import in_two_ways, percent, plain_percent, readings

FORMAT = 1
MAX_FILE = 2_000_000
MAX_LINE = 500
MAX_TEXT = 20_000
"""The bytes of a file, the letters of an entry, and those of a written answer: each far above what is asked for."""

_FIGURES = digits + ascii_lowercase
_START = "sas1."
_CODE = re.compile(r"[a-z0-9.\-]*?\.[0-9a-f]{8}\.sas")
_TAG = re.compile(r"<[^<>]{0,500}>")
_UNSEEN = re.compile(r"[\s>|=\\*_`\u00ad\u200b-\u200f\u2060\ufeff]+")
"""What mail and LMS put into a long line: white space, marks of replies and of markup, breaks that cannot be seen."""
_HYPHENS = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d", "-"))
"""What programs make of a hyphen when a text is pasted."""
_PARTED = re.compile(r"-[ \t]*[\r\n]+")
"""What a program that parts words at the ends of lines puts in."""
_CURLY = re.compile(r"\s*\{\s*[“”„«]")
_EDITED = "it was changed after it was saved, or damaged on the way: ask for it again"


@dataclass(frozen=True)
class Quiz:
    """What a quiz of an LMS asked, as its download tells; by number, which a pool's alternatives have in common."""

    asked: frozenset[int]
    """What this student was asked."""
    every: frozenset[int]
    """What every student was asked who has a line in the download."""
    some: frozenset[int]
    """What any student was asked."""


@dataclass(frozen=True)
class Answers:
    """What one student handed over.  What was left open is in none of ``answers``, ``sure`` and ``unread``."""

    assignment: str
    sheet: str
    student: str
    name: str
    answers: Mapping[str, Answer]
    sure: Mapping[str, int]
    saved: str = ""
    """When, as ISO time; "" where the way of handing over does not tell."""
    uncarried: frozenset[str] = frozenset()
    """The exercises whose answers this way of handing over cannot carry: nothing is known of them."""
    unread: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Why an exercise's answer could not be read in one way, in sentences; it has none in ``answers``."""
    drawn: tuple[str, ...] = ()
    """The ids of the alternatives that the student was asked, where that is known."""
    beside: str = ""
    """What the teacher should look at besides, in a sentence, if there is anything."""
    quizzes: tuple[Quiz, ...] = ()
    """Those of an LMS that they were given in; where there is none, all of the assignment was asked."""
    unasked: frozenset[int] = frozenset()
    """The numbers of what the student was not asked."""

    @property
    def said(self) -> dict[str, object]:
        """Return all that was answered, read or not, by exercise."""
        return {**self.answers, **self.unread}

    @property
    def doubts(self) -> list[str]:
        """Return each sentence about what could not be read."""
        return [why for sentences in self.unread.values() for why in sentences]


def answers_of(
    assignment: Assignment,
    sheet: str,
    student: str,
    name: str,
    answers: Mapping[str, object],
    sure: Mapping[str, object],
    saved: str = "",
    uncarried: frozenset[str] = frozenset(),
    unread: Mapping[str, tuple[str, ...]] | None = None,
    drawn: tuple[str, ...] = (),
) -> Answers:
    """Return answers in the one form that is marked, whichever way they came; ``unread`` is what is none already.

    ``drawn`` are the alternatives that were asked, where the sheet does not say so.

    Raises Refused where they are not of this assignment, or hold what its sheets do not offer.
    """
    found = assignment.sheet.get(sheet)
    if found is None:
        raise Refused(f"its sheet ({line_of(sheet)[:20]}) is none of this assignment’s")
    student, name = line_of(student), line_of(name)
    if max(len(student), len(name)) > LONGEST:
        raise Refused(f"its name or id is longer than {LONGEST} letters")
    if found.student and student and same(student) != same(found.student):
        raise Refused(f"it is the sheet of {found.name or found.student}, with another student’s id in it")
    drawn = found.drawn or drawn
    items = assignment.asked(drawn)
    if unknown := {*answers, *sure} - {item.exercise.id for item in items}:
        raise Refused(f"it answers an exercise that was not asked ({line_of(min(unknown))[:40]})")
    kept = {item.exercise.id: answer for item in items if (answer := _kept(item, answers.get(item.exercise.id)))}
    percents = {item.exercise.id: said for item in items if (said := _percent(item, sure.get(item.exercise.id)))}
    unclear = dict(unread or {}) | {id: (why,) for id in kept if (why := _unclear(assignment.item[id], kept[id]))}
    clear = {id: answer for id, answer in kept.items() if id not in unclear}
    student, name = found.student or student, found.name or name
    return Answers(assignment.id, sheet, student, name, clear, percents, saved, uncarried, unclear, drawn)


def _unclear(item: Item, answer: Answer) -> str:
    """Return why an entry is read in neither of two ways, or nothing."""
    ways = (
        in_two_ways(item.question.what, answer) if isinstance(item.question, Enter) and isinstance(answer, str) else ""
    )
    asks = "ask which is meant, and type it into paper.csv"
    return f"the answer to exercise {item.number}, “{answer}”, can be read as {ways}: {asks}" if ways else ""


def unknown(answers: Answers, assignment: Assignment) -> Iterator[tuple[int, str]]:
    """Yield each exercise's number whose entry is no number, percentage or day as it asks, and why it earns nothing."""
    for item in assignment.items:
        entry = answers.answers.get(item.exercise.id)
        if isinstance(item.question, Enter) and isinstance(entry, str) and not readings(item.question.what, entry):
            what = "percentage" if item.question.what == "percent" else item.question.what
            yield item.number, f"“{entry[:40]}” is no {what} that can be read, and earns nothing"


def _kept(item: Item, given: object) -> Answer | None:
    """Return a response as it is marked, or None where there is none."""
    question = item.question
    if given is None:
        return None
    if isinstance(question, Choose):
        return _chosen(item, question, given)
    if isinstance(question, Place):
        return _placed(item, question, given)
    if isinstance(question, Write):
        return clean_text(_string(item, given))
    return _entered(item, question, given)


def _chosen(item: Item, question: Choose, given: object) -> Answer:
    slots = question.slots
    if not question.several:
        if given in slots:
            return str(given)
        if line_of(_string(item, given)):
            raise _unoffered(item)
        return ""
    if not isinstance(given, list | tuple) or not all(isinstance(slot, str) and slot in slots for slot in given):
        raise _unoffered(item)
    return tuple(slot for slot in slots if slot in given)


def _placed(item: Item, question: Place, given: object) -> dict[str, str]:
    slots, offered = question.slots, question.values
    if not isinstance(given, dict) or not all(
        slot in slots and isinstance(value, str) and (not value or value in offered) for slot, value in given.items()
    ):
        raise _unoffered(item)
    return {slot: given[slot] for slot in slots if given.get(slot)}


def _entered(item: Item, question: Enter, given: object) -> str:
    text = line_of(_string(item, given))
    if question.what == "percent":
        text = plain_percent(text)
    if len(text) > MAX_LINE:
        raise Refused(f"its answer to exercise {item.number} is longer than {MAX_LINE} letters")
    return text


def _string(item: Item, given: object) -> str:
    if not isinstance(given, str):
        raise _unoffered(item)
    return given


def _unoffered(item: Item) -> Refused:
    return Refused(f"its answer to exercise {item.number} is none that the sheet offers: it was changed by hand")


def _percent(item: Item, given: object) -> int | None:
    if given in (None, "") or not asks_how_sure(item.question):
        return None
    said = percent(str(given)[:MAX_LINE])
    if said is None or said < 50 or said % 1:
        raise Refused(f"how sure it is of exercise {item.number} is no percentage from 50 to 100")
    return int(said)


def clean_text(text: str) -> str:
    """Return a written answer with plain line ends and without control characters.  Raises Refused if too long."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(letter for letter in lines if letter in "\n\t" or unicodedata.category(letter) not in ("Cc", "Cs"))
    if len(kept) > MAX_TEXT:
        raise Refused(f"it has a written answer of more than {MAX_TEXT} letters")
    return kept.strip()


# The file


class _File(Data):
    course: str
    format: int
    assignment: str
    sheet: str
    student: str
    name: str
    saved: str
    versions: dict[str, str]
    answers: dict[str, Any]
    sure: dict[str, str]
    check: str


def read_answers(data: bytes, assignment: Assignment) -> Answers:
    """Return what an answers file says.  Raises Refused where it cannot be marked by this assignment."""
    file = _file(data)
    if file.course != assignment.course:
        raise Refused("it is not of this course")
    if file.assignment != assignment.id:
        raise OfAnother("it is", line_of(file.assignment), assignment.id)
    if file.format != FORMAT:
        raise Refused(f"it is in format {file.format}, and this version of the course reads {FORMAT}")
    if file.check != file_check(file.model_dump()):
        raise Refused(_EDITED)
    for item in assignment.items:
        if item.exercise.id in file.answers and file.versions.get(item.exercise.id) != item.version:
            raise Refused(f"exercise {item.number} was another one when it was answered: use the manifest of that day")
    return answers_of(assignment, file.sheet, file.student, file.name, file.answers, file.sure, _time(file.saved))


def _file(data: bytes) -> _File:
    if len(data) > MAX_FILE:
        raise Refused(
            f"it is larger than {MAX_FILE // 1_000_000} megabytes, which no answers file is: ask for it again"
        )
    try:
        found = json.loads(decoded(data), parse_constant=_no_constant, object_pairs_hook=_no_repeats)
    except UnicodeDecodeError as error:
        raise Refused("it is not in UTF-8, as the page saved it: ask for the file itself") from error
    except (ValueError, RecursionError) as error:
        if _CURLY.match(decoded(data)):
            raise Refused("a program has changed its quotation marks: ask for the file itself") from error
        raise Refused("it is not whole JSON, for it was cut off or is no answers file: ask for it again") from error
    if not isinstance(found, dict) or "course" not in found or "answers" not in found:
        raise Refused("it is JSON, and no answers file: ask for that")
    try:
        return _File.model_validate(found, strict=True)
    except (ValidationError, RecursionError) as error:
        raise Refused(_EDITED) from error


def _no_constant(name: str) -> object:
    raise ValueError(name)


def _no_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _time(text: str) -> str:
    return text if re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z", text) else ""


def file_check(file: Mapping[str, Any]) -> str:
    """Return the check of a file's values: the CRC-32, eight hexadecimal digits, of one list as JSON without spaces.

    The list has course, format, assignment, sheet, student, name and saved, and then versions, answers and sure as
    lists of pairs in the order of their names, as have answers that are dictionaries.
    """
    head = [file[name] for name in ("course", "format", "assignment", "sheet", "student", "name", "saved")]
    listed = [*head, *(_pairs(file[name]) for name in ("versions", "answers", "sure"))]
    text = json.dumps(listed, ensure_ascii=False, separators=(",", ":"))
    return _crc(text)


def _pairs(value: object) -> object:
    return [[name, _pairs(value[name])] for name in sorted(value)] if isinstance(value, dict) else value


def _crc(text: str) -> str:
    return f"{zlib.crc32(text.encode('utf-8', 'replace')):08x}"


def write_answers(answers: Answers, assignment: Assignment) -> bytes:
    """Return the file that the page would save for these answers."""
    file: dict[str, Any] = {
        "course": assignment.course,
        "format": FORMAT,
        "assignment": answers.assignment,
        "sheet": answers.sheet,
        "student": answers.student,
        "name": answers.name,
        "saved": answers.saved,
        "versions": {item.exercise.id: item.version for item in _asked(answers.sheet, assignment)},
        "answers": {id: list(given) if isinstance(given, tuple) else given for id, given in answers.answers.items()},
        "sure": {id: str(percent) for id, percent in answers.sure.items()},
    }
    return json.dumps({**file, "check": file_check(file)}, ensure_ascii=False).encode("utf-8", "replace")


# The code


def find_codes(text: str) -> list[str]:
    """Return every code in a text once, whatever a mail program or an LMS has wrapped it in.

    Where the lines were parted by hyphens, those of the code itself are told from them by its check.
    """
    bare = unescape(_TAG.sub("", text)).translate(_HYPHENS)
    whole, joined = (_codes(one) for one in (bare, _PARTED.sub("", bare)))
    if len(whole) != len(joined):
        return list(dict.fromkeys(whole))
    pairs = zip(whole, joined, strict=True)
    return list(dict.fromkeys(other if _is_whole(other) and not _is_whole(code) else code for code, other in pairs))


def _codes(text: str) -> list[str]:
    _, *starts = _UNSEEN.sub("", text).lower().split(_START)
    return [f"{_START}{found[0]}" for start in starts if (found := _CODE.match(start))]


def is_cut(text: str) -> bool:
    """Return whether a code begins in the text; said of one without a whole code."""
    return _START in _UNSEEN.sub("", unescape(_TAG.sub("", text))).lower()


def _is_whole(code: str) -> bool:
    body, check, _ = code.rsplit(".", 2)
    return _crc(body) == check


def read_code(code: str, assignment: Assignment) -> Answers:
    """Return what a code says.  Raises Refused where it is damaged or not of this assignment."""
    code = code.lower()
    if code.count(".") < 6 or not _is_whole(code):
        raise Refused("its code is damaged, a part is missing or was changed: ask for it again, copied by the button")
    _, id, sheet, student, name, *segments, _, _ = code.split(".")
    if id != assignment.id:
        raise OfAnother("its code is", id, assignment.id)
    asked = _asked(sheet, assignment)
    closed = [item for item in asked if item.closed]
    if len(segments) != len(closed):
        raise Refused(_EDITED)
    parts = [segment.partition("-") for segment in segments]
    answers = {item.exercise.id: _read_segment(item, part[0]) for item, part in zip(closed, parts, strict=True)}
    sure = {item.exercise.id: part[2] for item, part in zip(closed, parts, strict=True) if part[2]}
    written = frozenset(item.exercise.id for item in asked if not item.closed)
    return answers_of(assignment, sheet, _unpack(student), _unpack(name), answers, sure, uncarried=written)


def _asked(code: str, assignment: Assignment) -> tuple[Item, ...]:
    """Return what a sheet asks; all that every sheet asks where the code is of none."""
    sheet = assignment.sheet.get(code)
    return assignment.asked(sheet.drawn if sheet else ())


def _read_segment(item: Item, segment: str) -> object:
    question, slots = item.question, item.question.slots
    if isinstance(question, Place):
        ids = ("", *(option.id for option in question.offered))
        places = [_FIGURES.find(figure) for figure in ("0" * len(slots) if segment == "0" else segment)]
        if len(places) != len(slots) or not all(0 <= place < len(ids) for place in places):
            raise Refused(_EDITED)
        return {slot: ids[place] for slot, place in zip(slots, places, strict=True)}
    if not isinstance(question, Choose):
        return _unpack(segment)
    if question.several:
        if segment != "0" and (len(segment) != len(slots) or set(segment) - set("01")):
            raise Refused(_EDITED)
        return [slot for slot, bit in zip(slots, segment, strict=False) if bit == "1"]
    place = int(segment, 36) if re.fullmatch(r"[0-9a-z]{1,3}", segment) else -1
    if not 0 <= place <= len(slots):
        raise Refused(_EDITED)
    return ("", *slots)[place]


def write_code(answers: Answers, assignment: Assignment) -> str:
    """Return the code that the page would show for these answers; written ones have no part in it."""
    body = ".".join(["sas1", answers.assignment, answers.sheet, *_segments(answers, assignment)])
    return f"SAS{body[3:]}.{_crc(body)}.SAS"


def _segments(answers: Answers, assignment: Assignment) -> Iterator[str]:
    yield from (_pack(answers.student), _pack(answers.name))
    for item in _asked(answers.sheet, assignment):
        if item.closed:
            id = item.exercise.id
            sure = f"-{answers.sure[id]}" if id in answers.sure and id in answers.answers else ""
            yield _segment(item.question, answers.answers.get(id)) + sure


def _segment(question: Question, answer: Answer | None) -> str:
    if not answer:
        return "0"
    if isinstance(question, Place) and isinstance(answer, dict):
        ids = ("", *(option.id for option in question.offered))
        return "".join(_FIGURES[ids.index(answer.get(slot, ""))] for slot in question.slots)
    if isinstance(answer, tuple):
        return "".join("01"[slot in answer] for slot in question.slots)
    if isinstance(question, Choose):
        return _base36(question.slots.index(str(answer)) + 1)
    return _pack(str(answer))


def _base36(number: int) -> str:
    rest = number // 36
    return (_base36(rest) if rest else "") + _FIGURES[number % 36]


def _pack(text: str) -> str:
    packed = base64.b32encode(text.encode("utf-8", "replace")).decode().rstrip("=").lower()
    return packed or "0"


def _unpack(segment: str) -> str:
    if segment == "0":
        return ""
    try:
        return base64.b32decode(segment.upper() + "=" * (-len(segment) % 8)).decode("utf-8")
    except (binascii.Error, ValueError) as error:
        raise Refused(_EDITED) from error
