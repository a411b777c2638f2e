"""A reader's own copy of a report, recognised: by its digests, or by its build where nothing was verified before.

The article is not ours and is not here.  What is here are digests, and what ``report.toml`` says of how it begins and
ends and of how the lines around it are told.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from exercises.ledger.types import Furniture, Report
from exercises.own_copy.digests import Passage, Verified, refusal
from exercises.own_copy.folding import Span, folded, tidy, words_of

LARGEST = 256 * 1024
"""The most bytes that a copy may have; a report is a few thousand."""


@dataclass(frozen=True)
class Copy:
    """A reader's own copy, recognised: its paragraphs in order, and whatever page furniture it has."""

    path: str
    paragraphs: tuple[str, ...]
    furniture: Mapping[str, str] = field(default_factory=dict)
    known: Verified | None = None
    """What it was recognised by; None where nothing was verified before."""

    @property
    def places(self) -> dict[str, str]:
        """Return the text of each place that the copy has, ``P1`` first, then the furniture."""
        return {**{f"P{number}": text for number, text in enumerate(self.paragraphs, 1)}, **self.furniture}


def read_copy(path: Path, verified: Verified | None, report: Report) -> Copy:
    """Return the copy at ``path``, recognised by ``verified``, or by its build where nothing was verified before.

    Raises CourseError with one finding, which names the first paragraph that differs.
    """
    text = tidy(_read_text(path))
    return _recognise(path, text, verified) if verified else _read_by_build(path, text, report)


def _read_text(path: Path) -> str:
    data = _read_bytes(path)
    if b"\0" in data:
        message = "must be plain text, and holds bytes that no text has; save it as plain text in UTF-8"
        raise refusal(path, f"byte {data.index(0)}", message, "copy-binary")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        message = "must be UTF-8, and is not; save it in that encoding"
        raise refusal(path, f"byte {error.start}", message, "copy-encoding") from error
    if not words_of(text):
        raise refusal(path, "file", "must hold the article, and is empty; save the page's text in it", "copy-empty")
    return text


def _read_bytes(path: Path) -> bytes:
    try:
        if not path.exists():
            message = "must be your copy of the article, and does not exist; mend the path"
            raise refusal(path, "file", message, "copy-missing")
        if not path.is_file():
            raise refusal(path, "file", "must be a text file, and is no file; name a file", "copy-unreadable")
        if (size := path.stat().st_size) > LARGEST:
            message = f"must be at most {LARGEST} bytes, and has {size}; save the article alone as plain text"
            raise refusal(path, "file", message, "copy-too-large")
        return path.read_bytes()
    except OSError as error:
        raise refusal(path, "file", f"must be a file that can be read: {error.strerror}", "copy-unreadable") from error


def _recognise(path: Path, text: str, verified: Verified) -> Copy:
    scan = _Scan(text)
    found: list[Span] = []
    for place, passage in verified.paragraphs.items():
        span = scan.find(passage, found[-1][1] if found else 0)
        if span is None:
            raise refusal(path, place, _why_not(scan, verified, place), "copy-differs")
        found.append(span)
    furniture = {id: span for id, passage in verified.furniture.items() if (span := scan.find(passage))}
    return Copy(
        path=str(path),
        paragraphs=tuple(map(scan.text, found)),
        furniture={id: scan.text(span) for id, span in furniture.items()},
        known=verified,
    )


def _why_not(scan: _Scan, verified: Verified, place: str) -> str:
    others = [other for other, passage in verified.paragraphs.items() if scan.find(passage)]
    if place in others:
        return "must stand in the report's order, and stands elsewhere; put the paragraphs in order"
    if not others:
        return (
            "must have the report's words, and no paragraph does: this is another text; save the article as plain text"
        )
    return "must have the report's words, and differs from them or is missing; compare it with the public article"


class _Scan:
    """Finds passages in a text by their digests alone, however its lines and paragraphs are broken."""

    def __init__(self, text: str) -> None:
        self._source = text
        self._words = words_of(text)
        self._line = " ".join(word.text for word in self._words).encode()
        self._starts = [0]
        for word in self._words:
            self._starts.append(self._starts[-1] + len(word.text.encode()) + 1)

    def find(self, passage: Passage, after: int = 0) -> Span | None:
        """Return the first run of words at or after ``after`` that is the passage, as word numbers, or None."""
        for first in range(after, len(self._words) - passage.words + 1):
            last = first + passage.words
            words = self._line[self._starts[first] : self._starts[last] - 1]
            if hashlib.sha256(words).hexdigest() == passage.digest:
                return first, last
        return None

    def text(self, span: Span) -> str:
        """Return the run's text with the punctuation that touches it, on one line."""
        start, end = self._words[span[0]].start, self._words[span[1] - 1].end
        while start > 0 and not self._source[start - 1].isspace():
            start -= 1
        while end < len(self._source) and not self._source[end].isspace():
            end += 1
        return " ".join(self._source[start:end].split())


def _read_by_build(path: Path, text: str, report: Report) -> Copy:
    """Return the copy by its outward build: the blocks from the one that begins as the report does to what ends it."""
    if not report.begins:
        message = "must say with which words the report begins (`begins`), so that a copy can be recognised; add it"
        raise refusal(Path("course/evidence") / report.id / "report.toml", "begins", message, "copy-build")
    counts, paragraphs = [], len(report.paragraphs)
    for pattern in (r"\n\s*\n", r"\n"):
        blocks = [block.strip() for block in re.split(pattern, re.sub(r"\r\n?", "\n", text)) if block.strip()]
        first = next((i for i, block in enumerate(blocks) if _starts(block, report.begins)), None)
        if first is None:
            message = f"must begin with the words {report.begins!r}, and no paragraph does"
            raise refusal(path, "P1", message, "copy-differs")
        ends = (i for i, block in enumerate(blocks) if i > first and report.ends and _starts(block, report.ends))
        last = next(ends, len(blocks) if report.ends else first + paragraphs)
        if last - first == paragraphs and last <= len(blocks):
            body = tuple(" ".join(block.split()) for block in blocks[first:last])
            return Copy(str(path), body, _furniture(report.furniture, blocks[:first], blocks[last : last + 1]))
        counts.append(last - first)
    message = f"must have {paragraphs} paragraphs with a blank line between them; found {counts[0]}"
    raise refusal(path, "file", message, "copy-differs")


def _starts(block: str, words: str) -> bool:
    wanted = folded(words)
    return folded(block)[: len(wanted)] == wanted


def _furniture(pieces: Sequence[Furniture], before: Sequence[str], after: Sequence[str]) -> dict[str, str]:
    """Return the page's lines around the report, told by their pattern or by what they stand before."""
    lines = [" ".join(line.split()) for block in before for line in block.split("\n")]
    lines += [" ".join(block.split()) for block in after]
    found: dict[str, int] = {}
    for piece in pieces:
        matching = (i for i, line in enumerate(lines) if piece.pattern and piece.pattern.search(line))
        if (place := next(matching, None)) is not None:
            found[piece.id] = place
    waiting = [piece for piece in pieces if piece.before]
    for _ in waiting:  # each round places what stands before a piece that the round before has placed
        for piece in waiting:
            if (place := found.get(piece.before or "", 0)) > 0:
                found.setdefault(piece.id, place - 1)
    return {piece.id: lines[found[piece.id]] for piece in pieces if piece.id in found}
