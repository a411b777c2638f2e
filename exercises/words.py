"""A number of things, and a day, in English words whatever the machine's locale is."""

from __future__ import annotations

from datetime import date

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def counted(count: int, thing: str) -> str:
    """Return ``1 minute`` or ``2 minutes``."""
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def day(when: date) -> str:
    """Return ``30 June 2019``."""
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"
