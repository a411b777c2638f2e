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
_SOUND = "€‚„…†‡‰‹‘’“”•–—™›\u00a0"
"""Signs of old Western text whose bytes no common Korean letter has."""
_SIGN = re.compile(
    f"(?<![^\\0-\\x7f{_SOUND}])(?:(?<![A-Za-z])[§«¡¿]|°|[\u00a1-\u00bf×÷](?![A-Za-z]))(?![^\\0-\\x7f{_SOUND}])"
)
"""Another sign of such text, as ½ or §, where such signs stand.

What is half a Korean letter stands beside its other half, and what is a letter in Warsaw within words.
"""
_EASTERN = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff"
_MIXED = re.compile(f"[{_EASTERN}][A-Za-z]|[A-Za-z][{_EASTERN}]")
_WORD = re.compile(r"[^\s,;\"]+")
NOT_UTF_8 = "it is not in UTF-8; if {} is not what it says, save it as “CSV UTF-8”, and run this again"
_SEP = re.compile(r"\s*\"?sep=([,;\t|])\"?[,;\t]*[\r\n]", re.IGNORECASE)
_MEND = "put a cell with a comma or semicolon in quotation marks, or give its column a heading"
_HEAD_LINES = 20
"""How many lines may stand above the headings."""

_SIGNS = "=+@＝＋－＠﹦﹢﹣﹫⁺⁻⁼₊₋₌﬩-"
"""What a cell that spreadsheet programs take for a formula begins with (OWASP, CSV Injection), in all its widths."""
_START = f"(?<![\\w'{_SIGNS}])"
_FORMULA = re.compile(f"{_START}(?!(?<=\\w )- )(?='*[{_SIGNS}])")
"""Where one begins if cells are parted there; a dash with a space on either side begins none."""
_TAMED = re.compile(f"{_START}'(?='*[{_SIGNS}])")
_REWRITTEN = re.compile(
    r"'*(?:0[0-9]+|[0-9]{16,}|[0-9]+(?:\.[0-9]+)?[eE][+-]?[0-9]+|[0-9]{1,2}[-/][0-9]{1,2}(?:[-/][0-9]+)?)"
)
"""What a spreadsheet program makes another text of: leading zeros, long numbers, powers of ten, days."""


def decoded(data: bytes) -> str:
    """Return the text of a file in UTF-8, or in UTF-16, with or without the mark at its start.

    Raises ValueError where it is neither.
    """
    encoding = next((name for mark, name in _BOMS if data.startswith(mark)), "")
    return data.decode(encoding or _unmarked(data)).lstrip(BOM)


def _unmarked(data: bytes) -> str:
    """Return the encoding of a text without a mark: UTF-16 where a fifth of its signs have a byte of 0."""
    zeros, name = max((data[1::2].count(0), "utf-16-le"), (data[::2].count(0), "utf-16-be"))
    return name if zeros * 10 > len(data) else "utf-8"


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


def sounds_right(text: str) -> bool:
    """Return whether names have no sign that names have not, and no letters of Korean among others, or rare ones."""
    odd = "".join(letter for letter in text if not letter.isascii() and letter not in _SOUND)
    korean = re.findall("[\uac00-\ud7a3]", odd)
    return all(unicodedata.category(letter)[0] in "LM" for letter in odd) and not (
        len(odd) > len(korean) > 0 or (korean and not any(map(_is_common, korean))) or _MIXED.search(text)
    )


def _is_common(korean: str) -> bool:
    """Return whether a letter is one of the 2,350 of KS X 1001; the others have bytes as of “°C”."""
    return min(korean.encode("cp949")) > 0xA0


def one_text(data: bytes, counts: Callable[[str], object] = lambda text: "") -> tuple[str, str]:
    """Return the text of a table, and what to say of it where it may be another.

    It is Unicode, or in the one old encoding in which its letters make words.  Where there is none such, or more, that
    with the most words counts, if what ``counts`` finds is alike in all of them.  Raises ValueError where it is not.
    """
    try:
        return decoded(data), ""
    except ValueError:
        texts = decodings(data)
    likely = [text for text in texts if _reads_right(text)]
    if len(likely) == 1:
        return likely[0], ""
    if len({repr(counts(text)) for text in texts}) == 1:
        likeliest = max(texts, key=lambda text: sum(map(_reads_right, _WORD.findall(text))))
        shown = [word for word in _WORD.findall(likeliest) if not word.isascii()]
        return likeliest, NOT_UTF_8.format(", ".join(shown[:3]))
    ways = " or as ".join(re.findall(r"[^\0-\x7f]+", text)[0] for text in likely)
    raise ValueError(f"its letters can be read as {ways}" if ways else "it is of another encoding")


def _reads_right(text: str) -> bool:
    """Return whether sentences have no sign that sentences have not, and sound right beside those that they have."""
    return sounds_right(_SIGN.sub(" ", text))


def delimiter_of(text: str, is_heading: IsHeading = any) -> str:
    """Return what parts the cells: what a line "sep=;" above them names, else what parts the headings best."""
    named = _SEP.match(text)
    return named[1] if named else max(_DELIMITERS, key=lambda one: _headings(text, one, is_heading))


def _headings(text: str, delimiter: str, is_heading: IsHeading) -> int:
    try:
        return len(below(_cells(text, delimiter), is_heading)[0])
    except ValueError:  # as where a cell of several lines is parted by another delimiter
        return 0


def read_lines(text: str, is_heading: IsHeading = any) -> Table:
    """Return the headings, and each later line that is not empty with its number; cells are stripped.

    The headings are the first line that ``is_heading`` knows, in whichever delimiter; there are none if no line is.
    Raises ValueError, as the lines do, where a line cannot be read.
    """
    return below(_cells(text, delimiter_of(text, is_heading)), is_heading)


def below(lines: Iterator[Line], is_heading: IsHeading) -> Table:
    """Return the headings, the first line that is known as them, and the lines below; nothing where none is."""
    for _, cells in itertools.islice(lines, _HEAD_LINES):
        if is_heading(cells) and not cells[0].lower().startswith("sep="):
            return cells, lines
    return [], iter(())


def too_long(heads: Sequence[str], cells: Sequence[str]) -> str:
    """Return what is wrong with a line that has a filled cell behind its last heading, or nothing.

    What stands there was mostly parted from the cell before it, so that all behind is in the wrong column.
    """
    last = next((place for place in range(len(heads), 0, -1) if heads[place - 1]), 0)
    return f"has more cells than headings: {_MEND}" if any(cells[last:]) else ""


def _cells(text: str, delimiter: str) -> Iterator[Line]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    above, closed = 0, False
    try:
        for row in reader:
            if reader.line_num > above + 1 and not (closed := closed or _is_closed(text, delimiter)):
                raise ValueError(f"a quotation mark in line {above + 1} is not closed, and takes in the lines below")
            above = reader.line_num
            cells = [unquoted(uncontrolled(cell).strip()) for cell in row]  # as they can be written again
            if any(cells):
                yield reader.line_num, cells
    except csv.Error as error:
        raise ValueError(str(error)) from error


def _is_closed(text: str, delimiter: str) -> bool:
    """Return whether every quotation mark that begins a cell has one that ends it."""
    try:
        return all(
            row is not None for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        )
    except csv.Error:
        return False


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
