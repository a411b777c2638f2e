"""Counts and days as a sentence gives them, in English whatever the machine's language."""

from __future__ import annotations

import datetime

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def counted(count: int, noun: str) -> str:
    """Return a count with its noun: ``1 minute``, ``2 minutes``."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def ended(words: str) -> str:
    """Return the words with a full stop, unless they end in a sign of their own."""
    return words if words.endswith(("?", "!", ".")) else f"{words}."


def day(date: datetime.date) -> str:
    """Return a day as readers write it: ``30 June 2019``."""
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}"
