"""The little MyST that stems, hints, feedback and solutions may hold, as plain text."""

from __future__ import annotations

import re

_ROLE = re.compile(r"\{(claim|paragraph|record|study|term)\}`([^`]+)`")
_MARKS = re.compile(r"\*\*?|`")


def plain(text: str) -> str:
    """Return the text without markup: a role leaves its id (``P5`` for a paragraph), emphasis leaves its words."""
    return _MARKS.sub("", _ROLE.sub(_role, text))


def _role(match: re.Match[str]) -> str:
    return f"P{match[2]}" if match[1] == "paragraph" else match[2]
