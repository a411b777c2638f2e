"""A question as a system has it after an import."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field

Response = str | frozenset[str] | dict[str, str]
"""An answer in the words that a student sees: a text, the texts chosen, or the text that each text gets."""


@dataclass(frozen=True)
class Found:
    """A question that was taken in, its words as plain text."""

    title: str
    stem: str
    score: Callable[[Response], float] | None
    """The share of the points that the system's rules give; None where a person marks it."""
    asked: tuple[str, ...] = ()
    offered: frozenset[str] = frozenset()
    said: dict[str, str] = field(default_factory=dict)
    """What is said to a choice or an answer, by its words."""
    solution: str = ""
    hints: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    rubric: str = ""
    right: Response = ""
    """What earns everything, where the file says so."""


def plain(text: str) -> str:
    """Return HTML as plain text, its spaces as one."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", text)).split())
