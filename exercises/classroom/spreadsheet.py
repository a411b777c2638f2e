"""Tables as teachers keep them: CSV from any program, read with its own delimiter, and written so that none runs it."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

_DELIMITERS = ",;\t"
_FORMULA = "=+-@\t\r"
"""What a cell that spreadsheet programs take for a formula begins with (OWASP, CSV Injection)."""
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def decoded(data: bytes) -> str:
    """Return the text of a file in UTF-8, or in the UTF-16 that a mark at its start announces.

    Raises ValueError where it is neither.
    """
    encoding = next((name for mark, name in _BOMS if data.startswith(mark)), "utf-8")
    return data.decode(encoding)


def read_rows(text: str) -> Iterator[dict[str, str]]:
    """Yield each row that is not empty as a dictionary from the heading, in small letters, to the stripped cell.

    The delimiter is the one of comma, semicolon and tab that the first line has most of.
    Raises ValueError where a row cannot be read.
    """
    first = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        heads = [head.strip().lower() for head in next(rows, [])]
        for row in rows:
            if any(cell.strip() for cell in row):
                yield {head: unquoted(cell.strip()) for head, cell in zip(heads, row, strict=False) if head}
    except csv.Error as error:
        raise ValueError(str(error)) from error


def heads(text: str) -> tuple[str, ...]:
    """Return the headings of the first line, in small letters."""
    first = text.partition("\n")[0]
    return tuple(head.strip().strip('"').lower() for head in first.split(max(_DELIMITERS, key=first.count)))


def written_rows(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return the table as CSV, no cell of which is a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([cell_of(cell) for cell in head])
    writer.writerows([cell_of(cell) for cell in row] for row in rows)
    return out.getvalue()


def cell_of(value: object) -> str:
    """Return a value as a cell: what would start a formula has an apostrophe before it, and no control characters."""
    text = "".join(c if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs") else " " for c in str(value))
    start = unicodedata.normalize("NFKC", text.lstrip()[:1])  # a full-width = is one, too
    return f"'{text}" if (start and start in _FORMULA) or text[:1] in ("\t", "\n") else text


def unquoted(cell: str) -> str:
    """Return a cell without the apostrophe that :func:`cell_of` puts before a formula."""
    return cell[1:] if cell[:1] == "'" and cell_of(cell[1:]) == cell else cell
