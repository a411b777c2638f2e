"""Filled sheets read back from PDF.

Only this needs pypdf; the rest of the course runs without it.  A file is never trusted: nothing in it is run,
and a value that its sheet did not offer is dropped.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Any

from exercises.classroom.assignment import Assignment, Item
from exercises.classroom.packages import no_package
from exercises.classroom.roster import line_of
from exercises.classroom.taking_in.answers import Answers, answers_of
from exercises.classroom.taking_in.refused import Refused
from exercises.draw.controls import SURE
from exercises.errors import CourseError
from exercises.questions.question import Choose, Place, Write

if TYPE_CHECKING:
    from pypdf import PdfReader

MAX_BYTES = 20_000_000
MAX_PAGES = 200
MAX_OBJECTS = 100_000
MAX_FIELDS = 5_000
"""How large a filled file may be.  A sheet of fifty exercises is far below each."""

_FIXED = ("?assignment", "?sheet")
_KEYWORDS = re.compile(r"assignment ([0-9a-f]{8}), sheet ([0-9a-z]{8})")
_PERCENT = re.compile(r"\s*([0-9]{1,9}(?:[.,][0-9]{1,9})?)\s*(?:%|percent|per cent)?\s*", re.IGNORECASE)
_BROKEN = "it is broken and cannot be read: ask for the file again, or type the answers into the CSV"
_ENCRYPTED = "it is encrypted: ask for it without a password"
_FLAT = "it has no fields: it was printed or flattened; type the answers into the CSV or ask for the fillable file"


def read_pdf(data: bytes, assignment: Assignment) -> Answers:
    """Return what a filled sheet says.  Raises Refused where it is none, is broken, or is not of this assignment."""
    filled, keywords = _filled(data)
    known = _KEYWORDS.search(keywords)
    id, code = (filled.get(name, "").strip() or (known[at] if known else "") for at, name in enumerate(_FIXED, 1))
    if not id:
        raise Refused("it does not say of which assignment it is: it is not a sheet that `assign` has written")
    if id != assignment.id:
        raise Refused(f"it is a sheet of another assignment ({line_of(id)[:40]}, and this one is {assignment.id})")
    if code not in assignment.sheet:
        raise Refused(f"its sheet code ({line_of(code)[:40] or 'none'}) is none of this assignment's")
    answers = {item.exercise.id: _answer(item, filled) for item in assignment.items}
    sure = {item.exercise.id: _sure(item, filled) for item in assignment.items}
    return answers_of(assignment, code, filled.get("?student", ""), filled.get("?name", ""), answers, sure)


def _filled(data: bytes) -> tuple[dict[str, str], str]:
    """Return the value of each field that has one, and the document's keywords."""
    if len(data) > MAX_BYTES:
        raise Refused(f"it is larger than {MAX_BYTES // 1_000_000} megabytes, which no sheet is")
    if b"%PDF-" not in data[:1024]:
        raise Refused("it is not a PDF")
    try:
        reader = _reader(data)
        filled: dict[str, str] = {}
        for node in _nodes(reader):
            name, value = _name_and_value(node)
            if value:
                filled.setdefault(name, value)
        keywords = reader.metadata.keywords if reader.metadata else None
    except (Refused, CourseError):
        raise
    except Exception as error:
        raise Refused(_BROKEN) from error
    return filled, keywords or ""


def _reader(data: bytes) -> PdfReader:
    try:
        from pypdf import PdfReader
        from pypdf.errors import DependencyError
    except ImportError as error:
        raise no_package(str(error)) from error
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its remarks on a broken file are no teacher's business
    try:
        reader = PdfReader(BytesIO(data))
    except DependencyError as error:  # nothing but a cipher asks for a package more
        raise Refused(_ENCRYPTED) from error
    if reader.is_encrypted:
        raise Refused(_ENCRYPTED)
    objects = sum(map(len, reader.xref.values())) + len(reader.xref_objStm)
    if objects > MAX_OBJECTS or len(reader.pages) > MAX_PAGES:
        raise Refused(f"it has more than {MAX_PAGES} pages or {MAX_OBJECTS} objects, which no sheet has")
    return reader


def _nodes(reader: PdfReader) -> Iterator[Any]:
    """Yield each field and each of its boxes once, also those that the form no longer lists."""
    form = _resolved(_resolved(reader.trailer["/Root"]).get("/AcroForm")) or {}
    listed = list(_resolved(form.get("/Fields")) or ())
    drawn = [widget for page in reader.pages for widget in _resolved(page.get("/Annots")) or ()]
    left = [*reversed(drawn), *reversed(listed)]
    seen: set[int] = set()
    count = 0
    while left:
        node = _resolved(left.pop())
        if not isinstance(node, dict) or id(node) in seen:
            continue
        seen.add(id(node))
        left += reversed(_resolved(node.get("/Kids")) or ())
        if _inherited(node, "/T") is not None:
            count += 1
            yield node
        if len(seen) > MAX_FIELDS:
            raise Refused(f"it has more than {MAX_FIELDS} fields, which no sheet has")
    if not count:
        raise Refused(_FLAT)


def _resolved(value: object) -> Any:  # noqa: ANN401 - whatever a PDF holds there
    return value.get_object() if hasattr(value, "get_object") else value


def _inherited(node: Any, key: str) -> Any:  # noqa: ANN401 - whatever a PDF holds there
    """Return the value of the node or of the nearest field above it that has one."""
    for _ in range(8):
        if not isinstance(node, dict):
            break
        if key in node:
            return _resolved(node[key])
        node = _resolved(node.get("/Parent"))
    return None


def _name_and_value(node: Any) -> tuple[str, str]:  # noqa: ANN401 - whatever a PDF holds there
    name, value = _text(_inherited(node, "/T")), _text(_inherited(node, "/V"))
    if _inherited(node, "/FT") != "/Btn":
        return name, value
    state = value.removeprefix("/")
    if state in ("", "Off"):
        state = _text(_resolved(node.get("/AS"))).removeprefix("/")
    return name, "" if state == "Off" else state


def _text(value: object) -> str:
    if isinstance(value, list):
        value = _resolved(value[0]) if value else ""
    if isinstance(value, bytes):
        return value.decode("latin-1")
    return value if isinstance(value, str) else ""


def _answer(item: Item, filled: Mapping[str, str]) -> object:
    """Return the response to one exercise, without what this sheet does not offer."""
    question, id = item.question, item.exercise.id
    entry = filled.get(id, "")
    match question:
        case Choose(several=True):
            return tuple(slot for slot in question.slots if filled.get(f"{id}/{slot}"))
        case Choose():
            return entry if entry in question.slots else None
        case Place():
            return _placed(id, question, filled)
        case Write():
            return entry
        case _:
            return line_of(entry)


def _placed(exercise: str, question: Place, filled: Mapping[str, str]) -> dict[str, str]:
    """Return what each of the asked was given.

    Some programs save what a list shows ("B. Does not") and not its id; its letter tells the id.
    """
    ids = {mark: id for id, mark in question.marks.items()} | {id: id for id in question.values}
    given = {slot: filled.get(f"{exercise}/{slot}", "").strip().partition(". ")[0] for slot in question.slots}
    return {slot: ids[value] for slot, value in given.items() if value in ids}


def _sure(item: Item, filled: Mapping[str, str]) -> int | None:
    """Return how sure the sheet says the student was, or None where that is no percentage from 50 to 100."""
    given = _PERCENT.fullmatch(filled.get(f"{item.exercise.id}/{SURE}", ""))
    said = round(float(given[1].replace(",", "."))) if given else 0
    return said if 50 <= said <= 100 else None
