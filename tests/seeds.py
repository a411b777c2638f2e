"""Seeds of invented reports as tests need them, whatever the tables make of a seed: free to draw, and not."""

from __future__ import annotations

from functools import cache
from itertools import count, islice

from sites import the_course

from exercises.dispatch.fresh import practised
from exercises.dispatch.pool import DIGITS, Pool

_FROM = 10 ** (DIGITS - 1)


def _faults(seed: int, difficulty: int = 2) -> list[str]:
    return list(Pool(seeds=(seed,), difficulty=difficulty).faults(the_course().test_words, ()))


@cache
def free(number: int) -> tuple[int, ...]:
    """Return so many seeds of reports that no student knows."""
    return tuple(islice((seed for seed in count(_FROM) if not _faults(seed)), number))


@cache
def shared() -> int:
    """Return a seed whose report shares a place or goods with a test of the course."""
    return next(seed for seed in count(_FROM) if any("shares a place or goods" in fault for fault in _faults(seed)))


def given() -> int:
    """Return the last seed whose report of difficulty 1 the course gives for practice, with its key."""
    return max(seed for seed, difficulty in practised() if difficulty == 1)
