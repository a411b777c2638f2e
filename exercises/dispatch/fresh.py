"""The dispatches that the course's page gives for practice: drawn by fixed seeds, and no test's places or goods."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, islice

from exercises.dispatch.twins import Dispatch, make_twins

DIFFICULTIES = (1, 2, 3)
EACH = 80
"""How many there are of each difficulty."""


def practice(tests: tuple[str, ...]) -> dict[int, tuple[Dispatch, ...]]:
    """Return :data:`EACH` dispatches by difficulty, one of each pair, without the places and goods of ``tests``."""
    return {difficulty: tuple(islice(_fresh(difficulty, tests), EACH)) for difficulty in DIFFICULTIES}


def _fresh(difficulty: int, tests: tuple[str, ...]) -> Iterator[Dispatch]:
    for seed in count(1):
        twins = make_twins(seed, difficulty)
        words = twins.a.world.words
        if not any(words[name] in text for name in ("town", "other", "goods", "Goods") for text in tests):
            yield twins.b if seed % 2 else twins.a
