"""Filled sheets read back from PDF.

Only this needs pypdf; the rest of the course runs without it.  A file is never trusted: nothing in it is run,
and a value that its sheet did not offer is dropped.
"""

from __future__ import annotations

import itertools
import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING, Any

from exercises.classroom.assignment import Assignment, Item
from exercises.classroom.roster import line_of
from exercises.classroom.taking_in.answers import Answers, answers_of
from exercises.classroom.taking_in.refused import OfAnother, Refused
from exercises.draw.controls import SURE
from exercises.questions.question import Choose, Place, Write
from exercises.questions.reading import percent

if TYPE_CHECKING:
    from pypdf import PdfReader

MAX_BYTES = 20_000_000
MAX_PAGES = 200
MAX_OBJECTS = 100_000
MAX_FIELDS = 5_000
"""How large a filled file may be.  A sheet of fifty exercises is far below each."""

_FIXED = ("?assignment", "?sheet")
_KEYWORDS = re.compile(r"assignment ([0-9a-f]{8}), sheet ([0-9a-z]{8})")
_CODE = re.compile(r"\b[0-9a-z]{8}\b")
_NOTES = {"/Ink", "/FreeText", "/Text", "/Stamp", "/Line", "/Circle", "/Square", "/PolyLine", "/Polygon", "/Highlight"}
_NOTES |= {"/Underline", "/StrikeOut", "/Squiggly", "/Caret"}
"""What programs put on a page for those who write with a pen or in notes, and not in fields."""
_MAX_TEXT_PAGES = 3
_BROKEN = "it is broken and cannot be read: ask for the file again, or type the answers into paper.csv"
_ENCRYPTED = "it is encrypted: ask for it without a password"
_FLAT = "it has no fields, for it was printed or flattened: type the answers into paper.csv, or ask for the filled file"
_MISSING = "PDFs cannot be read here yet: run make sheets, then grade again"
_ONLY_WRITTEN_ON = (
    "its fields are empty, and its pages were written on by pen or in notes: type what is meant into paper.csv"
)
_WRITTEN_ON = "its pages were written on by pen or in notes, beside the fields that were marked: look at them"


class Merged(Refused):
    """Several sheets stand in one file; :func:`parted` tells them apart."""


def read_pdf(data: bytes, assignment: Assignment) -> Answers:
    """Return what a filled sheet says.

    Raises Refused where it is none, is broken, is not of this assignment, or was written on beside its empty fields;
    Merged where several sheets stand in it.
    """
    if len(data) > MAX_BYTES:
        raise Refused(
            f"it is larger than {MAX_BYTES // 1_000_000} megabytes, which no sheet is: ask for the answers file"
        )
    if b"%PDF-" not in data[:1024]:
        raise Refused("it is not a PDF")
    with _any_fault_refused():
        reader = _reader(data)
        filled, fields = _filled(reader)
        sheets = sum(map(_is_code, _annotations(reader)))
        keywords = (reader.metadata.keywords if reader.metadata else None) or ""
        known = _KEYWORDS.search(keywords)
        seen = set() if fields else _seen_sheets(reader, assignment)
        notes = any(str(note.get("/Subtype")) in _NOTES for note in _annotations(reader))
    if not fields:
        code = next(iter(seen)) if len(seen) == 1 else known[2] if known else ""
        raise Refused(_FLAT, code)
    if sheets > 1:
        raise Merged("several sheets were merged into it, and cannot be told apart: ask for each by itself")
    id, code = (filled.get(name, "").strip() or (known[at] if known else "") for at, name in enumerate(_FIXED, 1))
    if not id:
        raise Refused("it does not say of which assignment it is: it is not a sheet that `assign` has written")
    if id != assignment.id:
        raise OfAnother("it is a sheet", line_of(id), assignment.id)
    if code not in assignment.sheet:
        raise Refused(f"its sheet code ({line_of(code)[:40] or 'none'}) is none of this assignment's")
    asked = assignment.asked(assignment.sheet[code].drawn)
    answers = {item.exercise.id: _answer(item, filled) for item in asked}
    sure = {item.exercise.id: _sure(item, filled) for item in asked}
    if notes and not any(answers.values()):
        raise Refused(_ONLY_WRITTEN_ON, code)
    found = answers_of(assignment, code, filled.get("?student", ""), filled.get("?name", ""), answers, sure)
    return replace(found, beside=_WRITTEN_ON) if notes else found


def parted(data: bytes) -> list[bytes]:
    """Return each sheet of a file of several as a file, with the pages from its code to the next.  Raises Refused."""
    from pypdf import PdfWriter

    with _any_fault_refused():
        reader = _reader(data)
        begins = [at for at, page in enumerate(reader.pages) if any(_is_code(one) for one in _on(page))]
        files = []
        for start, end in itertools.pairwise([0, *begins[1:], len(reader.pages)]):
            writer, out = PdfWriter(), BytesIO()
            for page in reader.pages[start:end]:
                writer.add_page(page)
            writer.write(out)
            files.append(out.getvalue())
    return files


@contextmanager
def _any_fault_refused() -> Iterator[None]:
    """Refuse a file at which pypdf stumbles, however it does."""
    try:
        yield
    except Refused:
        raise
    except Exception as error:
        raise Refused(_BROKEN) from error


def _filled(reader: PdfReader) -> tuple[dict[str, str], int]:
    """Return the value of each field that has one, and how many fields there are."""
    filled: dict[str, str] = {}
    fields = 0
    for node in _nodes(reader):
        fields += 1
        name, value = _name_and_value(node)
        if value:
            filled.setdefault(name, value)
    return filled, fields


def _seen_sheets(reader: PdfReader, assignment: Assignment) -> set[str]:
    """Return the codes of this assignment's sheets that stand on the first pages."""
    text = " ".join(page.extract_text() for page in reader.pages[:_MAX_TEXT_PAGES])
    return set(_CODE.findall(text)) & assignment.sheet.keys()


def _annotations(reader: PdfReader) -> Iterator[Any]:
    for page in reader.pages:
        yield from _on(page)


def _on(page: Any) -> Iterator[Any]:  # noqa: ANN401 - whatever a PDF holds there
    """Yield what is laid on a page: fields, links, notes."""
    for one in _resolved(page.get("/Annots")) or ():
        if isinstance(found := _resolved(one), dict):
            yield found


def _is_code(node: Any) -> bool:  # noqa: ANN401 - whatever a PDF holds there
    return _text(_inherited(node, "/T")) == _FIXED[1]


def _reader(data: bytes) -> PdfReader:
    try:
        from pypdf import PdfReader
        from pypdf.errors import DependencyError
    except (ImportError, OSError) as error:
        raise Refused(_MISSING) from error
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its remarks on a broken file are no teacher's business
    try:
        reader = PdfReader(BytesIO(data))
        locked = reader.is_encrypted
    except DependencyError:  # nothing but a cipher asks for a package more
        locked = True
    if locked:
        reader = PdfReader(BytesIO(_unlocked(data)))
    objects = sum(map(len, reader.xref.values())) + len(reader.xref_objStm)
    if objects > MAX_OBJECTS or len(reader.pages) > MAX_PAGES:
        raise Refused(f"it has more than {MAX_PAGES} pages or {MAX_OBJECTS} objects, which no sheet has")
    return reader


def _unlocked(data: bytes) -> bytes:
    """Return a file that opens without a password as one that has none.  Raises Refused where it needs one."""
    try:
        import pikepdf
    except (ImportError, OSError) as error:
        raise Refused(_MISSING) from error
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            out = BytesIO()
            pdf.save(out)
    except pikepdf.PasswordError as error:
        raise Refused(_ENCRYPTED) from error
    return out.getvalue()


def _nodes(reader: PdfReader) -> Iterator[Any]:
    """Yield each field and each of its boxes once, also those that the form no longer lists."""
    form = _resolved(_resolved(reader.trailer["/Root"]).get("/AcroForm")) or {}
    listed = list(_resolved(form.get("/Fields")) or ())
    left = [*reversed([*_annotations(reader)]), *reversed(listed)]
    seen: set[int] = set()
    while left:
        node = _resolved(left.pop())
        if not isinstance(node, dict) or id(node) in seen:
            continue
        seen.add(id(node))
        left += reversed(_resolved(node.get("/Kids")) or ())
        if _inherited(node, "/T") is not None:
            yield node
        if len(seen) > MAX_FIELDS:
            raise Refused(f"it has more than {MAX_FIELDS} fields, which no sheet has")


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
    said = percent(filled.get(f"{item.exercise.id}/{SURE}", ""))
    return round(said) if said is not None and said >= 50 else None
