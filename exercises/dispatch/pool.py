"""A pool of dispatches: both twins of some seeds, of which each student gets one."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from exercises.dispatch.fresh import names_of, practised
from exercises.dispatch.new import is_new
from exercises.dispatch.twins import Dispatch, Twin, make_twins
from exercises.ledger.types import Data, Report
from exercises.questions.ids import uuid_of
from exercises.questions.key import Key
from exercises.questions.kinds import Exercise

Drawn = tuple[int, int]
"""A seed with its difficulty."""
DIGITS = 18
"""How many a seed has at least by which students are marked.

The report, its id and its codes all follow from the seed, so whoever tries every small one finds theirs, and with it
the key.  At 10^10 tries a second, what a graphics card does of the hash that the ids are made with, a number of
eighteen digits takes three years.
"""


class Pool(Data):
    """Invented reports of one difficulty, two for each seed, each with its sixteen sentences to judge."""

    seeds: Annotated[tuple[Annotated[int, Field(ge=0)], ...], Field(min_length=1)]
    difficulty: Literal[1, 2, 3] = 2
    points: Annotated[float, Field(gt=0, le=100)] = 1
    """What judging all sentences right earns."""

    @property
    def draws(self) -> tuple[Drawn, ...]:
        """Return each seed with the difficulty."""
        return tuple((seed, self.difficulty) for seed in self.seeds)

    @property
    def name(self) -> str:
        """Return what other systems know the pool by, which does not tell its seeds."""
        return f"dispatches-{uuid_of(str(self.draws))[:8]}"

    @cached_property
    def asked(self) -> dict[str, tuple[Report, Exercise, Key]]:
        """Return report, exercise and key of every dispatch, by what it is drawn from, twin a before twin b."""
        made = (make_twins(seed, self.difficulty, use="test") for seed in self.seeds)
        return {_source(one, twin): hidden(one, twin).asked() for twins in made for twin, one in twins.each()}

    def faults(self, tests: tuple[str, ...], taken: Collection[Drawn]) -> Iterator[str]:
        """Yield a sentence for each seed whose report somebody may know.

        ``tests`` are the words of the reports of tests, ``taken`` what other sets hand out.
        """
        for draw in self.draws:
            if why := _known(draw, tests, taken):
                other = new_seed(self.difficulty, tests)
                yield f"must be of reports that no student knows, and {draw[0]} {why}; take another, as {other}"


def new_seed(difficulty: int, tests: tuple[str, ...]) -> int:
    """Return a seed that nobody can guess, of a report that no student knows: another one each time."""
    least = int("1".ljust(DIGITS, "0"))
    while _known(draw := (least + secrets.randbelow(9 * least), difficulty), tests, ()):
        pass
    return draw[0]


def _known(draw: Drawn, tests: tuple[str, ...], taken: Collection[Drawn]) -> str:
    if draw in practised():
        return "is given for practice, with its key"
    if draw in taken:
        return "is in another set"
    if len(str(draw[0])) < DIGITS:
        return f"can be found by trying, with its key, since it has fewer than {DIGITS} digits"
    return (
        ""
        if is_new(names_of(make_twins(*draw).a.world), tests)
        else "shares a place or goods with a test of the course"
    )


def _source(dispatch: Dispatch, twin: Twin) -> str:
    return f"seed {dispatch.world.seed}, difficulty {dispatch.world.difficulty}, twin {twin}"


def hidden(dispatch: Dispatch, twin: Twin) -> Dispatch:
    """Return the dispatch under an id that does not tell its seed: whoever knows the seed can ask for the key."""
    return replace(dispatch, id=f"dispatch-{uuid_of(f'{dispatch.world.seed}/{dispatch.world.difficulty}')[:10]}-{twin}")
