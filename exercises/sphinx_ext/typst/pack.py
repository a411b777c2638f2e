"""A PDF in less room: what Typst writes as one object after another goes into one compressed stream.

A tagged book has some 27,000 small objects, which take two thirds of the file when they are written one by one.
PDF has a place for them: an object stream, and a table of what lies where that is a stream, too (ISO 32000-1, 7.5.7 and
7.5.8).  The objects and their tags are the same ones; only places on a page, which Typst gives to a hundred-thousandth
of a point, are given to a hundredth.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise

_END = re.compile(rb"trailer\s*<<(.*)>>\s*startxref\s+(\d+)\s+%%EOF\s*\Z", re.DOTALL)
_TABLE = re.compile(rb"xref\s+0 \d+\s+((?:\d{10} \d{5} [fn]\r?\n?\s?)+)")
_OBJECT = re.compile(rb"\d+ 0 obj\s+(.*?)\s*endobj\s*\Z", re.DOTALL)
_STREAM = re.compile(rb"<<(.*?)>>\s*stream\r?\n", re.DOTALL)
_DEFLATED = re.compile(rb"/Length (\d+)/Filter/FlateDecode(?!/DecodeParms)")
_CONTENTS = re.compile(rb"/Contents (\d+) 0 R")
_PLACES = re.compile(rb"/(?:Rect|QuadPoints|BBox|XYZ)[\[ ][^\]]*\]")
_NUMBER = re.compile(rb"\((?:\\.|[^\\)])*\)|-?\d+\.\d+", re.DOTALL)


def pack(pdf: bytes) -> bytes:
    """Return the PDF with its objects in a stream; raises ValueError where it is not in the form that Typst writes."""
    end = _END.search(pdf)
    plain = end and _TABLE.match(pdf, int(end[2]))
    if not end or not plain:
        raise ValueError("the PDF must end with one table of its objects and a trailer")
    whole, small = _parted(dict(_objects(pdf, int(end[2]), plain[1])))
    size = 1 + max([*whole, *small])
    out, places = bytearray(b"%PDF-1.7\n%\x80\x80\x80\x80\n"), {0: (0, 0, 0)}
    places |= {number: (2, size, index) for index, number in enumerate(small)}
    for number, body in {**whole, size: _stream(*_held(small))}.items():
        places[number] = (1, len(out), 0)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    size += 1
    places[size] = (1, len(out), 0)
    trailer = re.sub(rb"/Size \d+", b"/Size %d" % (size + 1), end[1])
    table = _stream(*_table(trailer, [places.get(number, (0, 0, 0)) for number in range(size + 1)]))
    return bytes(out) + b"%d 0 obj\n%b\nendobj\nstartxref\n%d\n%%%%EOF\n" % (size, table, len(out))


def _objects(pdf: bytes, end: int, table: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the number and the content of each object that the table lists."""
    rows = enumerate(table.splitlines())
    starts = {number: int(row.split()[0]) for number, row in rows if row.strip().endswith(b"n")}
    ends = dict(zip(sorted(starts.values()), [*sorted(starts.values())[1:], end], strict=True))
    for number, start in starts.items():
        if not (found := _OBJECT.match(pdf[start : ends[start]])):
            raise ValueError(f"object {number} of the PDF must be where its table says")
        yield number, found[1]


def _parted(objects: Mapping[int, bytes]) -> tuple[dict[int, bytes], dict[int, bytes]]:
    """Return the streams, compressed anew, and the objects that a stream can hold, each by its number."""
    small = {number: body for number, body in objects.items() if not _STREAM.match(body)}
    pages = {int(found[1]) for body in small.values() if (found := _CONTENTS.search(body))}
    whole = {number: _again(objects[number], number in pages) for number in objects.keys() - small.keys()}
    short = {number: _PLACES.sub(lambda one: _shorter(one[0]), body) for number, body in small.items()}
    return dict(sorted(whole.items())), short


def _again(body: bytes, page: bool) -> bytes:
    """Return a stream compressed anew; what a page shows, with its numbers shortened."""
    head = _STREAM.match(body)
    deflated = head and _DEFLATED.search(head[1])
    if not head or not deflated:
        return body
    data = zlib.decompress(body[head.end() : head.end() + int(deflated[1])])
    return _stream(head[1].replace(deflated[0], b""), _shorter(data) if page else data)


def _shorter(words: bytes) -> bytes:
    """Return a page's content with its numbers shortened, and its strings as they are."""
    return _NUMBER.sub(lambda one: one[0] if one[0][:1] == b"(" else _rounded(one[0]), words)


@cache
def _rounded(written: bytes) -> bytes:
    number = float(written)
    return f"{round(number, 2 if abs(number) >= 10 else 3) + 0.0:.3f}".rstrip("0").rstrip(".").encode()


def _held(objects: Mapping[int, bytes]) -> tuple[bytes, bytes]:
    """Return the head and the content of a stream that holds the objects."""
    places, at = [], 0
    for number, body in objects.items():
        places.append(b"%d %d" % (number, at))
        at += len(body) + 1
    index = b" ".join(places) + b"\n"
    return b"/Type/ObjStm/N %d/First %d" % (len(objects), len(index)), index + b"\n".join(objects.values())


def _table(trailer: bytes, places: Sequence[tuple[int, int, int]]) -> tuple[bytes, bytes]:
    """Return the head and the content of the stream that says where each object lies, each row less the one above."""
    rows = [bytes(9), *(b"%c%b%b" % (kind, at.to_bytes(4), index.to_bytes(4)) for kind, at, index in places)]
    less = (bytes([2, *((b - a) % 256 for a, b in zip(above, row, strict=True))]) for above, row in pairwise(rows))
    return b"/Type/XRef/W[1 4 4]/DecodeParms<</Predictor 12/Columns 9>>" + trailer, b"".join(less)


def _stream(head: bytes, content: bytes) -> bytes:
    deflate = zlib.compressobj(level=9, memLevel=9)
    data = deflate.compress(content) + deflate.flush()
    return b"<<%b/Filter/FlateDecode/Length %d>>\nstream\n%b\nendstream" % (head, len(data), data)
