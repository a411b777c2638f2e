"""What lessons and exercises quote: short runs in double quotation marks, which must be the article's own words.

Words of ours are set in italics instead.  A longer run in quotation marks is a sentence made up for an exercise, since
nothing longer than eight words may be quoted from anybody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from exercises.files import Reader
from exercises.ledger.types import LONGEST
from exercises.own_copy.folding import folded
from exercises.own_copy.verify import Quotation
from exercises.questions.load import BANK, KEYS

_QUOTED = re.compile(r"[“\"]([^“”\"\n]+)[”\"]")
_STRING = re.compile(r"(?<![\w\"])(?:\"\"\"(.*?)\"\"\"|'''(.*?)'''|\"((?:[^\"\\\n]|\\.)*)\"|'([^'\n]*)')", re.DOTALL)
_HEAD = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_CODE = re.compile(r"^(`{3,})(?!\{)[a-z]*\n.*?^\1$", re.DOTALL | re.MULTILINE)
"""A block of code, in which quotation marks quote nobody."""
_PAGES = ("course/**/*.md",)


def quotations(root: Path) -> Iterator[Quotation]:
    """Yield every short quotation in pages, exercises and keys, with its file and line.

    Raises CourseError at the end, with a finding for each file that cannot be read.
    """
    reader = Reader(root)
    for pattern in _PAGES:
        for path in _within(root, pattern):
            yield from _in_text(path, prose(reader.text(path) or ""))
    for folder in (BANK, KEYS):
        for path in _within(root, f"{folder.as_posix()}/*/*.toml"):
            yield from _in_toml(path, reader.text(path) or "")
    reader.done()


def _within(root: Path, pattern: str) -> list[Path]:
    return sorted(path.relative_to(root) for path in root.glob(pattern))


def quoted(text: str) -> tuple[str, ...]:
    """Return what stands in double quotation marks in the text, without the marks of the sentence around it."""
    return tuple(words.strip(" .,;:?!") for words in _QUOTED.findall(text))


def prose(text: str) -> str:
    """Return a page without its front matter and its blocks of code, its lines where they were."""
    for part in (_HEAD, _CODE):
        text = part.sub(lambda found: "\n" * found[0].count("\n"), text)
    return text


def _in_toml(path: Path, text: str) -> Iterator[Quotation]:
    for string in _STRING.finditer(text):
        inner = next(group for group in string.groups() if group is not None).replace('\\"', '"')
        line = text.count("\n", 0, string.start())
        yield from _in_text(path, "\n" * line + inner)


def _in_text(path: Path, text: str) -> Iterator[Quotation]:
    for match in _QUOTED.finditer(text):
        if 0 < len(folded(match[1])) <= LONGEST:
            yield Quotation(
                path.as_posix(), f"line {text.count(chr(10), 0, match.start()) + 1}", match[1].strip(" .,;:?!")
            )
