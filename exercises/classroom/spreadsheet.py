"""Tables as teachers keep them: CSV from any program, read with its own delimiter, and written so that none runs it."""

from __future__ import annotations

import csv
import io
import itertools
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence

Line = tuple[int, list[str]]
"""A line's number and its cells."""
Table = tuple[list[str], Iterator[Line]]
"""Headings, and the lines below them."""
IsHeading = Callable[[Sequence[str]], bool]

_DELIMITERS = ",;\t"
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
BOM = "\ufeff"
"""What tells spreadsheet programs that a table is in UTF-8; without it some garble every name."""
_OLD = ("cp1252", "cp949")
"""The encodings in which spreadsheet programs save a plain CSV in the West and in Korea."""
_SEP = re.compile(r"\s*\"?sep=([,;\t|])\"?[,;\t]*[\r\n]", re.IGNORECASE)
_HEAD_LINES = 20
"""How many lines may stand above the headings."""

_SIGNS = "=+@＝＋－＠﹦﹢﹣﹫⁺⁻⁼₊₋₌﬩-"
"""What a cell that spreadsheet programs take for a formula begins with (OWASP, CSV Injection), in all its widths."""
_START = f"(?<![\\w'{_SIGNS}])"
_FORMULA = re.compile(f"{_START}(?!(?<=\\w )-\\s)(?='*[{_SIGNS}])")
"""Where one begins if cells are parted there; a dash between words and spaces begins none."""
_TAMED = re.compile(f"{_START}'(?='*[{_SIGNS}])")
_REWRITTEN = re.compile(
    r"'*(?:0[0-9]+|[0-9]{16,}|[0-9]+(?:\.[0-9]+)?[eE][+-]?[0-9]+|[0-9]{1,2}[-/][0-9]{1,2}(?:[-/][0-9]+)?)"
)
"""What a spreadsheet program makes another text of: leading zeros, long numbers, powers of ten, days."""


def decoded(data: bytes) -> str:
    """Return the text of a file in UTF-8, or in the UTF-16 that a mark at its start announces.

    Raises ValueError where it is neither.
    """
    encoding = next((name for mark, name in _BOMS if data.startswith(mark)), "utf-8")
    return data.decode(encoding).lstrip(BOM)


def decodings(data: bytes) -> list[str]:
    """Return every text that a table's bytes may be: one where they are Unicode, else one for each old encoding."""
    try:
        return [decoded(data)]
    except ValueError:
        pass
    found = []
    for encoding in _OLD:
        try:
            found.append(data.decode(encoding))
        except ValueError:
            continue
    return found


def read_lines(text: str, is_heading: IsHeading = any) -> Table:
    """Return the headings, and each later line that is not empty with its number; cells are stripped.

    The headings are the first line that ``is_heading`` knows, in whichever delimiter; there are none if no line is.
    A line "sep=;" above them names the delimiter.  The lines raise ValueError where one cannot be read.
    """
    named = _SEP.match(text)
    delimiters = named[1] if named else _DELIMITERS
    return max(
        (below(_cells(text, delimiter), is_heading) for delimiter in delimiters), key=lambda table: len(table[0])
    )


def below(lines: Iterator[Line], is_heading: IsHeading) -> Table:
    """Return the headings, the first line that is known as them, and the lines below; nothing where none is."""
    for _, cells in itertools.islice(lines, _HEAD_LINES):
        if is_heading(cells) and not cells[0].lower().startswith("sep="):
            return cells, lines
    return [], iter(())


def _cells(text: str, delimiter: str) -> Iterator[Line]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row in reader:
            cells = [unquoted(cell.strip()) for cell in row]
            if any(cells):
                yield reader.line_num, cells
    except csv.Error as error:
        raise ValueError(str(error)) from error


def read_rows(text: str) -> Iterator[dict[str, str]]:
    """Yield each row that is not empty as a dictionary from the heading, in small letters, to the stripped cell.

    The headings are the first line with anything in it.  Raises ValueError where a row cannot be read.
    """
    heads, lines = read_lines(text.lstrip(BOM))
    for _, cells in lines:
        yield {head.lower(): cell for head, cell in zip(heads, cells, strict=False) if head}


def written_rows(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return the table as CSV that begins with the mark of UTF-8 and has no cell that is a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([cell_of(cell) for cell in head])
    writer.writerows([cell_of(cell) for cell in row] for row in rows)
    return BOM + out.getvalue()


def cell_of(value: object) -> str:
    """Return a value as a cell that no program runs or rewrites, at whichever character it parts cells.

    An apostrophe stands before what would begin a formula, at the start of the cell or behind any sign that may part
    cells, and before what a spreadsheet would make a number or a day of, as ``007``.  :func:`unquoted` takes the
    apostrophes away.
    """
    text = uncontrolled(str(value))
    return f"'{text}" if _REWRITTEN.fullmatch(text) else _FORMULA.sub("'", text)


def uncontrolled(text: str) -> str:
    """Return a text with a space for each control character that is neither a tab nor a line's end."""
    return "".join(c if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs") else " " for c in text)


def unquoted(cell: str) -> str:
    """Return a cell without the apostrophes that :func:`cell_of` puts in."""
    return cell[1:] if cell[:1] == "'" and _REWRITTEN.fullmatch(cell[1:]) else _TAMED.sub("", cell)
