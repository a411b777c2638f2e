"""Counts and days as a sentence gives them, in English whatever the machine's language, and how a text reads."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def counted(count: int, noun: str) -> str:
    """Return a count with its noun: ``1 minute``, ``2 minutes``."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def in_runs(numbers: Iterable[int]) -> str:
    """Return numbers in their order, three or more that follow one another as a run: ``1, 2, 4 to 6``."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]} to {run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs)


def capital(words: str) -> str:
    """Return the words with a capital at their beginning, and the rest of them as it is."""
    return words[:1].upper() + words[1:]


def ended(words: str) -> str:
    """Return the words with a full stop, unless they end in a sign of their own."""
    return words if words.endswith(("?", "!", ".")) else f"{words}."


def day(date: datetime.date) -> str:
    """Return a day as readers write it: ``30 June 2019``."""
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}"


def grade_of(text: str) -> float:
    """Return the school grade of a text, by its letters and sentences per hundred words; 0.0 of a text without words.

    The index of Coleman and Liau (1975, doi:10.1037/h0076540): 0.0588 L - 0.296 S - 15.8.
    """
    words = re.findall(r"[^\W\d_]+", text)
    sentences = re.findall(r"[.?!:](?=\s|$)", text)
    hundred = 100 / len(words) if words else 0
    return 0.0588 * sum(map(len, words)) * hundred - 0.296 * len(sentences) * hundred - 15.8 if words else 0.0
