"""The dispatches that the course's page gives for practice: found once by a search, and no test's places or goods.

A line of ``practice.tsv`` says of one what the search for it has found, so that it can be told without a search:
difficulty, seed, attempt, twin, which of the sixteen facts hold (as bits, hexadecimal), and in which order they are
asked about (a hexadecimal digit each, the fact's place in the world's own list).
``tests/dispatches.py --write-practice`` writes the lines anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import count, islice
from pathlib import Path
from typing import cast

from exercises.dispatch.new import DIFFICULTIES, NAMES, is_new
from exercises.dispatch.tables import stories
from exercises.dispatch.text import tell
from exercises.dispatch.twins import Dispatch, Twin, dispatch_id, make_twins
from exercises.dispatch.weighing import Weighing, weigh
from exercises.dispatch.world import World, imagine

EACH = 80
"""How many there are of each difficulty."""
LATER = 1000
"""After how many rounds of the stories the seeds lie that are tried in the place of one that does not serve."""
TRIED = 30
"""How many seeds are tried for a place."""
LEAN = 0.75
"""By how many towns what was so may differ from what is warranted, in each fifth of a difficulty."""
TABLE = Path(__file__).with_name("practice.tsv")


def practice() -> Iterator[Dispatch]:
    """Yield the table's dispatches, in its order."""
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        difficulty, seed, attempt, twin, holds, order = line.split("\t")
        yield _told(int(difficulty), int(seed), int(attempt), cast("Twin", twin), holds, order)


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
    leans: defaultdict[int, float] = defaultdict(float)
    for number in count(1):
        twin: Twin = "b" if number % 2 else "a"
        # The seeds that take a seed's place tell the same story, so that neighbours go on to tell different ones;
        # where none serves, it is a test's story.
        seeds = islice(count(number, LATER * len(stories())), TRIED)
        found = (_dispatch(seed, difficulty, twin) for seed in seeds)
        for one, weighing in islice((both for both in found if _serves(*both, tests, leans)), 1):
            leans[_fifth(weighing)] += weighing.so - weighing.warranted
            yield "\t".join((str(difficulty), *_fields(one, twin)))


def _fields(one: Dispatch, twin: Twin) -> tuple[str, ...]:
    holds = sum(1 << place for place, id in enumerate(one.world.asked) if one.state[id])
    order = "".join(f"{one.world.asked.index(id):x}" for id in one.order)
    return str(one.world.seed), str(one.world.attempt), twin, f"{holds:04x}", order


def _dispatch(seed: int, difficulty: int, twin: Twin) -> tuple[Dispatch, Weighing]:
    one = dict(make_twins(seed, difficulty).each())[twin]
    return one, weigh(one.world, one.state)


def _serves(one: Dispatch, weighing: Weighing, tests: tuple[str, ...], leans: Mapping[int, float]) -> bool:
    """Return whether a dispatch is new, has something to weigh, and keeps what was so near to what is warranted.

    ``leans`` says of each fifth of the probabilities how many towns more broke their rule so far than was warranted.
    A few hundred towns left to chance may lean so far to one side that a calibrated reader seems not to be.
    """
    lean = leans[_fifth(weighing)] + weighing.so - weighing.warranted
    return is_new(names_of(one.world), tests) and weighing.tells and abs(lean) <= LEAN


def _fifth(weighing: Weighing) -> int:
    return int(weighing.warranted * 5)


@cache
def practised() -> frozenset[tuple[int, int]]:
    """Return seed and difficulty of each of the table's dispatches."""
    lines = (line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines())
    return frozenset((int(seed), int(difficulty)) for difficulty, seed, *_ in lines)


def names_of(world: World) -> tuple[str, ...]:
    """Return a world's places and goods."""
    return tuple(world.words[name] for name in NAMES)
