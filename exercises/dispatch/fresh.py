"""The dispatches that the course's page gives for practice: found once by a search, and no test's places or goods.

A line of ``practice.tsv`` says of one what the search for it has found, so that a build need not search:
difficulty, seed, attempt, twin, which of the sixteen facts hold (as bits, hexadecimal), and in which order they are
asked about (a hexadecimal digit each, the fact's place in the world's own list).
``tests/dispatches.py --write-practice`` writes the lines anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import count, islice
from pathlib import Path
from typing import cast

from exercises.dispatch.text import tell
from exercises.dispatch.twins import Dispatch, Twin, dispatch_id, make_twins
from exercises.dispatch.world import World, imagine

DIFFICULTIES = (1, 2, 3)
EACH = 80
"""How many there are of each difficulty."""
TABLE = Path(__file__).with_name("practice.tsv")


def practice(tests: tuple[str, ...]) -> dict[int, tuple[Dispatch, ...]]:
    """Return the table's dispatches by difficulty, without those that share a place or goods with ``tests``."""
    lines = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines()]
    found = [_told(int(line[0]), int(line[1]), int(line[2]), cast("Twin", line[3]), *line[4:]) for line in lines]
    return {
        difficulty: tuple(one for one in found if one.world.difficulty == difficulty and is_new(one.world, tests))
        for difficulty in DIFFICULTIES
    }


def _told(difficulty: int, seed: int, attempt: int, twin: Twin, holds: str, order: str) -> Dispatch:
    world = imagine(seed, difficulty, attempt=attempt)
    state = {id: bool(int(holds, 16) >> place & 1) for place, id in enumerate(world.asked)}
    asked = tuple(world.asked[int(place, 16)] for place in order)
    return Dispatch(world, state, tell(world, state), asked, dispatch_id(world, twin), "practice")


def searched(tests: tuple[str, ...], each: int = EACH) -> Iterator[str]:
    """Yield the table's first lines of each difficulty as a search finds them, one of each pair of twins."""
    for difficulty in DIFFICULTIES:
        yield from islice(_lines(difficulty, tests), each)


def _lines(difficulty: int, tests: tuple[str, ...]) -> Iterator[str]:
    for seed in count(1):
        twins = make_twins(seed, difficulty)
        one, twin = (twins.b, "b") if seed % 2 else (twins.a, "a")
        if is_new(one.world, tests):
            holds = sum(1 << place for place, id in enumerate(one.world.asked) if one.state[id])
            order = "".join(f"{one.world.asked.index(id):x}" for id in one.order)
            yield "\t".join((str(difficulty), str(seed), str(one.world.attempt), twin, f"{holds:04x}", order))


@cache
def practised() -> frozenset[tuple[int, int]]:
    """Return seed and difficulty of each of the table's dispatches."""
    lines = (line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines())
    return frozenset((int(seed), int(difficulty)) for difficulty, seed, *_ in lines)


def is_new(world: World, tests: tuple[str, ...]) -> bool:
    """Return whether a world's places and goods stand in none of the tests' words."""
    return not any(world.words[name] in text for name in ("town", "other", "goods", "Goods") for text in tests)
