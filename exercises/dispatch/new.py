"""Whether a report is new to those who know the reports of the course's tests."""

from __future__ import annotations

from collections.abc import Iterable

DIFFICULTIES = (1, 2, 3)
NAMES = ("town", "other", "goods", "Goods")
"""The words of a world that nobody would forget who has read of it."""


def is_new(words: Iterable[str], tests: tuple[str, ...]) -> bool:
    """Return whether what a world's :data:`NAMES` say stands in none of the tests' words."""
    return not any(word in text for word in words for text in tests)
