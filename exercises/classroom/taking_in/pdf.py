"""A sheet as a tagged PDF to fill in on a screen, as its twin to print, and filled files read back.

Only :func:`write_pdfs` needs WeasyPrint and pikepdf, and only :func:`read_pdf` needs pypdf; the rest of the course runs
without them.  A file that is read is never trusted: nothing in it is run, and a value that this sheet did not offer is
dropped.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exercises.classroom.assignment import Assignment, Item
from exercises.classroom.roster import line_of
from exercises.classroom.taking_in.answers import Answers, answers_of
from exercises.classroom.taking_in.refused import Refused
from exercises.draw.controls import SURE
from exercises.errors import CourseError, Finding
from exercises.questions.question import Choose, Place, Write

if TYPE_CHECKING:
    import pikepdf
    from pypdf import PdfReader

MAX_BYTES = 20_000_000
MAX_PAGES = 200
MAX_OBJECTS = 100_000
MAX_FIELDS = 5_000
"""How large a filled file may be.  A sheet of fifty exercises is far below each."""

_READ_ONLY = 1
_APPEARANCE = "/Helv 10 Tf 0 g"
_FILL_IN = ("?student",)
"""A field that the student fills in only where the sheet has not."""
_FIXED = ("?assignment", "?sheet")
_KEYWORDS = re.compile(r"assignment ([0-9a-f]{8}), sheet ([0-9a-f]{8})")
_PERCENT = re.compile(r"\s*([0-9]{1,9}(?:[.,][0-9]{1,9})?)\s*(?:%|percent|per cent)?\s*", re.IGNORECASE)
_BROKEN = "it is broken and cannot be read: ask for the file again, or type the answers into the CSV"
_ENCRYPTED = "it is encrypted: ask for it without a password"
_FLAT = "it has no fields: it was printed or flattened; type the answers into the CSV or ask for the fillable file"


# Writing


def write_pdfs(html_with_forms: str, html_without: str, fillable: Path, printable: Path) -> None:
    """Write the file to fill in and the file to print: both or neither, and the same bytes for the same sheet.

    Raises CourseError where a package or a library that makes PDF is missing.
    """
    files = {fillable: _pdf(html_with_forms, True), printable: _pdf(html_without, False)}
    parts = {path: path.with_name(f"{path.name}.part") for path in files}
    try:
        for path, data in files.items():
            parts[path].write_bytes(data)
        for path, part in parts.items():
            part.replace(path)
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)


def _pdf(html: str, forms: bool) -> bytes:
    try:
        import pikepdf
        import weasyprint
        from weasyprint.urls import URLFetcher
    except (ImportError, OSError) as error:
        raise _missing(error) from error
    fetcher = URLFetcher(allowed_protocols=())  # a picture or style sheet named in a text is not fetched
    page = weasyprint.HTML(string=html, url_fetcher=fetcher)
    drawn = page.write_pdf(pdf_variant="pdf/ua-1", pdf_forms=forms)
    with pikepdf.open(BytesIO(drawn)) as pdf:
        if forms:
            _mend(pdf)
        out = BytesIO()
        pdf.save(out, deterministic_id=True, min_version="1.7", object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _missing(error: Exception) -> CourseError:
    reason = str(error).partition("\n")[0]
    message = (
        f"must be there to make or read PDF, and are not ({reason}); install them: make sheets, "
        "or pip install -r requirements-sheets.txt, and on Debian or Ubuntu apt-get install libpango-1.0-0 "
        "libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation"
    )
    return CourseError([Finding("requirements-sheets.txt", "WeasyPrint, pikepdf, pypdf", message, "sheets")])


def _mend(pdf: pikepdf.Pdf) -> None:
    """Make of WeasyPrint's controls a form that readers and screen readers know.

    WeasyPrint lists each radio button as a field of its own, and splits a group where the page turns.
    """
    form = pdf.Root.AcroForm
    form.Fields = pdf.make_indirect(_fields(pdf))
    form.DA = _APPEARANCE.encode()
    form.DR = pdf.make_indirect(_resources(pdf))
    for page in pdf.pages:
        _drop_unused_fonts(page)


def _fields(pdf: pikepdf.Pdf) -> pikepdf.Array:
    import pikepdf

    fields = pikepdf.Array()
    groups: dict[str, pikepdf.Object] = {}
    tags = _tags(pdf)
    for page in pdf.pages:
        for widget in page.get("/Annots", pikepdf.Array()).as_list():
            if widget.get("/Subtype") != "/Widget":
                continue
            if "/Parent" not in widget:
                _mend_field(pdf, widget)
                fields.append(widget)
                continue
            name = str(widget.Parent.T)
            if name not in groups:
                groups[name] = _group(pdf, widget, name)
                fields.append(groups[name])
            _adopt(pdf, groups[name], widget, tags)
    return fields


def _mend_field(pdf: pikepdf.Pdf, field: pikepdf.Object) -> None:
    name = str(field.T)
    if field.FT == "/Btn":
        _set_state(pdf, field, "on", "4")
        return
    field.DA = _APPEARANCE.encode()
    if name in _FIXED or (name in _FILL_IN and str(field.V)):
        field.Ff = int(field.get("/Ff", 0)) | _READ_ONLY


def _group(pdf: pikepdf.Pdf, widget: pikepdf.Object, name: str) -> pikepdf.Object:
    """Return a group for radio buttons.  A button's tip is the group's legend and, below it, its own text."""
    import pikepdf

    legend = str(widget.TU).partition("\n")[0]
    group = pikepdf.Dictionary(
        FT=pikepdf.Name.Btn, Ff=widget.Parent.Ff, T=name, TU=legend, V=pikepdf.Name.Off, Kids=pikepdf.Array()
    )
    return pdf.make_indirect(group)


def _adopt(pdf: pikepdf.Pdf, group: pikepdf.Object, widget: pikepdf.Object, tags: Mapping[int, pikepdf.Object]) -> None:
    at = next(int(state[1:]) for state in widget.AP.N.keys())  # noqa: SIM118 - a pikepdf object iterates otherwise
    _set_state(pdf, widget, str(widget.Parent.Opt[at]), "l")
    text = str(widget.TU).partition("\n")[2]
    widget.TU = text
    tags[int(widget.StructParent)].Alt = text
    for inherited in ("/T", "/FT"):
        if inherited in widget:
            del widget[inherited]
    widget.Parent = group
    group.Kids.append(widget)


def _set_state(pdf: pikepdf.Pdf, widget: pikepdf.Object, on: str, mark: str) -> None:
    """Give a box its two states, and name the mark (of ZapfDingbats) that readers may draw in it."""
    import pikepdf

    drawn = next(stream for _, stream in widget.AP.N.items())
    empty = pdf.make_stream(b"", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=drawn.BBox)
    drawn.Resources = pikepdf.Dictionary()  # a filled shape, though WeasyPrint gives it every font
    widget.AP.N = pikepdf.Dictionary({f"/{on}": drawn, "/Off": empty})
    widget.AS = pikepdf.Name.Off
    widget.MK.CA = mark


def _tags(pdf: pikepdf.Pdf) -> dict[int, pikepdf.Object]:
    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums.as_list()
    return {int(number): tag for number, tag in zip(numbers[::2], numbers[1::2], strict=True)}


def _resources(pdf: pikepdf.Pdf) -> pikepdf.Dictionary:
    """Return the fonts that readers write with: every one has them, so none is embedded for words not yet written."""
    import pikepdf

    def font(base: str) -> pikepdf.Object:
        name = pikepdf.Name
        return pdf.make_indirect(pikepdf.Dictionary(Type=name.Font, Subtype=name.Type1, BaseFont=name(f"/{base}")))

    latin = font("Helvetica")
    latin.Encoding = pikepdf.Name.WinAnsiEncoding
    return pikepdf.Dictionary(Font=pikepdf.Dictionary(Helv=latin, ZaDb=font("ZapfDingbats")))


def _drop_unused_fonts(page: pikepdf.Page) -> None:
    """Drop the font of the controls, which WeasyPrint embeds whole."""
    import pikepdf

    used = {str(line.operands[0]) for line in pikepdf.parse_content_stream(page) if str(line.operator) == "Tf"}
    fonts = page.Resources.Font
    page.Resources = pikepdf.Dictionary(dict(page.Resources.items()))
    page.Resources.Font = pikepdf.Dictionary({name: font for name, font in fonts.items() if name in used})


# Reading


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
    except (ImportError, OSError) as error:
        raise _missing(error) from error
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
