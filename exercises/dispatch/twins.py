"""Two reports from one seed, alike but for sixteen independent facts, with forms whose wording gives nothing away."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, count, islice
from operator import mul
from typing import Any, Literal

from exercises.dispatch.balance import APART, FORMS, LENGTH, Form, alike, having, overlaps, tokens, twin_faults
from exercises.dispatch.form import exercise_table, key_table, made
from exercises.dispatch.judging import grid_exercise, rule_exercise
from exercises.dispatch.ledger import take_down
from exercises.dispatch.tables import facts
from exercises.dispatch.text import Told, statement, tell
from exercises.dispatch.weighing import Weighing, estimate, weigh
from exercises.dispatch.world import ASKED, World, imagine
from exercises.ledger.types import Report
from exercises.questions.key import Key
from exercises.questions.kinds import Classify, Estimate, Exercise
from exercises.words import grade_of

Twin = Literal["a", "b"]
WORDS = (180, 400)
"""From how many to how many words a report may have."""
GRADES = (5, 9)
"""From which to which school grade a report may read, rounded."""
SOURCES = ("first source", "second source")
"""By which names statements speak of the sources."""
_TRIES = 40
"""How many ways of dealing the facts out are told, before another world is drawn."""


@dataclass(frozen=True)
class Dispatch:
    """One invented report with its form and key."""

    world: World
    state: dict[str, bool]
    told: Told
    order: tuple[str, ...]
    """The facts in the order of the statements about them."""
    id: str
    use: Literal["practice", "test"]

    @cached_property
    def report(self) -> Report:
        """Return the ledger."""
        return take_down(self.world, self.state, self.told, self.id)

    def tables(self) -> tuple[Report, dict[str, Any], dict[str, Any]]:
        """Return the ledger, and exercise and key as their files have them."""
        report = self.report
        exercise = exercise_table(self.world, report, self.order, self.use)
        return report, exercise, key_table(self.world, report, self.state, self.order)

    def asked(self) -> tuple[Report, Classify, Key]:
        """Return the ledger, the exercise and its key, computed from the ledger."""
        report, exercise, key = self.tables()
        asked, found = made(exercise, key, report, self.id)
        if not isinstance(asked, Classify):
            raise TypeError(f"a dispatch asks to classify, and found {asked.kind}")
        return report, asked, found

    def beside(self) -> tuple[tuple[Exercise, Key], tuple[Exercise, Key]]:
        """Return two exercises for practice with their keys: cases under the rule, and explanations against clues."""
        report = self.report
        grid = grid_exercise(self.world, report, weigh(self.world, self.state), f"{self.id}-grid")
        return rule_exercise(self.world, report, f"{self.id}-rule"), grid

    def likely(self) -> tuple[Weighing, Estimate, Key]:
        """Return what there is to weigh, and the exercise that asks how likely it is with its key."""
        weighing = weigh(self.world, self.state)
        return weighing, *estimate(weighing, f"{self.id}-likely", self.world.difficulty, self.id)

    def form(self) -> Form:
        """Return what wording may not give away."""
        return self._form

    @cached_property
    def _form(self) -> Form:
        return _form(self.world, self.state, self.order, self.told.sentences())


@dataclass(frozen=True)
class Twins:
    """Two dispatches of one world: each statement is adequate for one and overstated for the other."""

    a: Dispatch
    b: Dispatch

    def each(self) -> Iterator[tuple[Twin, Dispatch]]:
        """Yield both with their letters."""
        yield "a", self.a
        yield "b", self.b

    def faults(self) -> list[str]:
        """Return a sentence for each way in which they are not sound twins."""
        found = [f"{name}: {fault}" for name, one in self.each() for fault in one.form().wording_faults()]
        pairs = alike(self.a.form().statements, names_in(self.a.world))
        return [*found, *(f"one statement may answer another: {pair}" for pair in pairs), *self.told_faults()]

    def told_faults(self) -> Iterator[str]:
        """Yield those of the faults that hang on how the reports are told."""
        for name, dispatch in self.each():
            if not WORDS[0] <= (words := dispatch.told.words) <= WORDS[1]:
                yield f"{name}: a report must have {WORDS[0]} to {WORDS[1]} words, and has {words}"
            yield from (f"{name}: {fault}" for fault in dispatch.form().overlap_faults())
            if not GRADES[0] <= (grade := round(grade_of(" ".join(dispatch.told.texts())))) <= GRADES[1]:
                yield f"{name}: a report must read at grade {GRADES[0]} to {GRADES[1]}, and reads at {grade}"
        yield from twin_faults(self.a.form(), self.b.form())


def _form(world: World, state: dict[str, bool], order: Sequence[str], sentences: Sequence[str]) -> Form:
    return Form(
        [statement(world, id) for id in order],
        [state[id] for id in order],
        [facts()[id].wording == "firm" for id in order],
        sentences,
        SOURCES,
    )


def names_in(world: World) -> frozenset[str]:
    """Return the words that name what the reports are about, which any statement may have."""
    return frozenset().union(*map(tokens, world.words.values()))


def make_twins(seed: int, difficulty: int = 2, *, use: Literal["practice", "test"] = "practice") -> Twins:
    """Return the twins of a seed.  Raises ValueError for a difficulty that is not 1, 2 or 3."""
    for attempt in count():
        world = imagine(seed, difficulty, attempt=attempt)
        if twins := _twins(world, use, random.Random(f"twins/{seed}/{difficulty}/{attempt}")):  # noqa: S311
            return twins
    raise AssertionError("worlds do not run out")


def dispatch_id(world: World, twin: Twin) -> str:
    """Return the id of one of a world's twins."""
    return f"{world.subject}-{world.seed}-{world.difficulty}-{twin}"


def _twins(world: World, use: Literal["practice", "test"], dice: random.Random) -> Twins | None:
    said = [statement(world, id) for id in world.asked]
    if alike(said, names_in(world)):
        return None
    for mask in _deals(world, said, dice):
        state = {id: bool(mask >> place & 1) for place, id in enumerate(world.asked)}
        other = {id: not holds for id, holds in state.items()}
        order = _order(world, state, dice)
        # What wording tells of one twin it tells of the other, with every verdict turned; it is not worth a telling.
        if any(_form(world, state, order, ()).wording_faults()):
            continue
        twins = Twins(
            Dispatch(world, state, tell(world, state), order, dispatch_id(world, "a"), use),
            Dispatch(world, other, tell(world, other), order, dispatch_id(world, "b"), use),
        )
        if not any(twins.told_faults()):
            return twins
    return None


def _deals(world: World, said: Sequence[str], dice: random.Random) -> Iterator[int]:
    """Yield ways of dealing out which facts hold in the first twin, as bits, in which statements are even.

    How much a statement overlaps with either report hangs on its own fact, and hardly on the others; so it is taken
    from two reports that are told for this, and a way that comes out even is looked at again when it is told.
    """
    told = [tell(world, {id: place % 2 == turn for place, id in enumerate(world.asked)}) for turn in (0, 1)]
    if not all(WORDS[0] <= one.words <= WORDS[1] for one in told):
        return
    even = _even(world, _masks(said))
    dice.shuffle(even)
    gains, levels = _overlaps(told, said)
    rooms = [
        most * len(said) / 2 - abs(sum(gain)) / 2 for most, gain in zip((*APART.values(), LENGTH), gains, strict=True)
    ]
    bounds = list(zip(levels, rooms, strict=True))
    yield from islice((mask for mask in even if _fits(mask, bounds)), _TRIES)


def _masks(said: Sequence[str]) -> list[int]:
    """Return, as bits, which statements have each thing that must be even."""
    lengths = [len(tokens(one)) for one in said]
    short = sorted(range(len(said)), key=lambda place: (lengths[place], len(said[place])))[: len(said) // 2]
    masks = [_bits(place in short for place in range(len(said)))]
    masks += [_bits(having(name, one) for one in said) for name in FORMS]
    return masks + [_bits(source in one for one in said) for source in SOURCES]


def _overlaps(told: Sequence[Told], said: Sequence[str]) -> tuple[list[list[float]], list[list[float]]]:
    """Return, for each figure of overlap and for length, what a statement gains where it is adequate, and its mean.

    The first of the reports bears out every second statement, from the first on, and the second the others.
    """
    sides = zip(*(overlaps(said, report.sentences()) for report in told), strict=True)
    pairs = [(one[place % 2], one[1 - place % 2]) for place, one in enumerate(sides)]
    gains = [[yes[figure] - no[figure] for yes, no in pairs] for figure in range(4)]
    levels = [[(yes[figure] + no[figure]) / 2 for yes, no in pairs] for figure in range(4)]
    return [*gains, [0.0] * len(said)], [*levels, [float(len(tokens(one))) for one in said]]


def _fits(mask: int, bounds: Sequence[tuple[Sequence[float], float]]) -> bool:
    """Return whether the sums of each figure lie near enough, of statements that are adequate and of the others."""
    signs = [1 if mask >> place & 1 else -1 for place in range(ASKED)]
    return all(abs(sum(map(mul, signs, level))) <= room for level, room in bounds)


def _even(world: World, masks: Sequence[int]) -> list[int]:
    """Return, as bits, every way in which half of each wording is adequate, and half of each of the masks.

    Of a mask with an odd number of bits, one half or the other may be larger by one.
    """
    firm: dict[int, list[int]] = {}
    mild: dict[int, list[int]] = {}
    # How many are taken of each mask is counted in a byte, above the bits of what is taken, all in one sum; ways that
    # come to the same stand together.
    counts = [sum((mask >> place & 1) << 8 * number for number, mask in enumerate(masks)) for place in range(ASKED)]
    taken = [count << ASKED | 1 << place for place, count in enumerate(counts)]
    for kind, ways in (("firm", firm), ("mild", mild)):
        some = [one for one, id in zip(taken, world.asked, strict=True) if facts()[id].wording == kind]
        for half in map(sum, combinations(some, len(some) // 2)):
            ways.setdefault(half >> ASKED, []).append(half & (1 << ASKED) - 1)
    least = sum((16 - mask.bit_count() // 2) << 8 * number for number, mask in enumerate(masks))
    wanted = sum(16 << 8 * number for number in range(len(masks)))
    told = ~sum(mask.bit_count() % 2 << 8 * number for number, mask in enumerate(masks))
    exact = sum(255 << 8 * number for number, mask in enumerate(masks) if mask.bit_count() % 2 == 0)
    fitting: dict[int, list[int]] = {}
    for rest in mild:
        fitting.setdefault((wanted - least & exact) - (rest & exact), []).append(rest)
    return [
        one | other
        for count in firm
        for rest in fitting.get(count & exact, ())
        if not (count + rest + least ^ wanted) & told
        for one in firm[count]
        for other in mild[rest]
    ]


def _bits(have: Iterator[bool] | Sequence[bool]) -> int:
    return sum(1 << place for place, has in enumerate(have) if has)


def _order(world: World, state: dict[str, bool], dice: random.Random) -> tuple[str, ...]:
    """Return the facts in an order in which neither the place nor its number tells a verdict."""
    groups = [[id for id in world.asked if state[id] == holds] for holds in (True, False)]
    for group in groups:
        dice.shuffle(group)
    places: list[str] = [""] * ASKED
    for half in (0, 1):
        for odd in (0, 1):
            free = [place for place in range(half * ASKED // 2, (half + 1) * ASKED // 2) if place % 2 == odd]
            dice.shuffle(free)
            for number, place in enumerate(free):
                places[place] = groups[number % 2].pop()
    return tuple(places)
