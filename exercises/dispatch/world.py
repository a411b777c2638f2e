"""What is so in the small world of one pair of twins, drawn by a seed from the tables."""

from __future__ import annotations

import datetime
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal, TypeVar

from exercises.dispatch.tables import Fact, Leads, Lines, Time, facts, facts_of, places, subjects
from exercises.words import MONTHS

T = TypeVar("T")
Source = Literal["A", "B"]
Chain = Literal["kept", "hedge-lost", "multiplied", "stronger"]
ASKED = 16
_BANDS = {1: (0.0, 1.75), 2: (1.75, 2.0), 3: (2.0, 3.0)}
"""By difficulty, from where to where the mean level of the facts lies; the upper end is the next band's."""
_OPEN = 3
"""Of how many things, at most, a report may say that they are not known."""
_WEEK = 7
_PRONOUNS = (
    {"he": "he", "him": "him", "his": "his", "self": "himself"},
    {"he": "she", "him": "her", "his": "her", "self": "herself"},
)


@dataclass(frozen=True)
class Drawn:
    """What is drawn for one fact: who X is, which of its texts and statements stand, and how its speaker is named."""

    x: Source
    text: int
    statement: int
    style: int


@dataclass(frozen=True)
class Person:
    """A source: what they are, where, and how they are spoken of."""

    noun: str
    place: str
    pronouns: Mapping[str, str]


@dataclass(frozen=True)
class World:
    """Everything that both twins share."""

    seed: int
    difficulty: int
    attempt: int
    """Which of the seed's worlds it is, from 0."""
    subject: str
    words: Mapping[str, str]
    people: Mapping[Source, Person]
    asked: tuple[str, ...]
    """The facts that twins differ in, in the tables' order."""
    drawn: Mapping[str, Drawn]
    structure: str
    order: tuple[str, ...]
    """The order of the parts."""
    background: Mapping[str, Lines]
    """What no question touches, by the part that it ends, or the fact that it follows."""
    closer: Source
    """The source who speaks at the end, where one does."""
    lead: Lines
    time: Time
    chain: Chain
    headline: str
    second: str
    date: datetime.date
    day: datetime.date
    """The last day of the rule's own month, and of the other date's."""
    second_day: datetime.date

    @cached_property
    def first(self) -> Source:
        """Return the source that the report brings in first."""
        return "A" if self.order.index("A1") < self.order.index("B1") else "B"


def band(chosen: Sequence[Fact]) -> int:
    """Return the difficulty, 1 to 3, that facts make: by the mean of their levels."""
    mean = sum(fact.level for fact in chosen) / len(chosen)
    return next(level for level, (low, high) in _BANDS.items() if low <= mean < high)


def imagine(seed: int, difficulty: int = 2, *, attempt: int = 0) -> World:
    """Return the world that belongs to a seed; ``attempt`` numbers the worlds of one seed.

    Raises ValueError for a difficulty that is not 1, 2 or 3.
    """
    if difficulty not in _BANDS:
        raise ValueError(f"difficulty must be 1, 2 or 3; found {difficulty}")
    dice = random.Random(f"dispatch/{seed}/{difficulty}/{attempt}")  # noqa: S311 - repeatable on purpose
    plot = dice.choice(sorted(places().leads))
    subject = dice.choice([name for name, words in sorted(subjects().items()) if words["plot"] == plot])
    time: Time = dice.choice(("ahead", "ahead", "ahead", "past", "past"))
    dates = _dates(dice, time)
    words = _words(dice, subject, time) | _numbers(dice) | _months(dice, dates) | _days(dice, dates)
    people = _people(dice, words)
    asked = _asked(dice, difficulty, words["plot"])
    every = sorted(facts_of(words["plot"]))
    leads = places().leads[words["plot"]]
    drawn = {id: _drawn(dice, id, seed) for id in every}
    structure = dice.choice(sorted(places().structures))
    order = _order(dice, structure)
    chain: Chain = dice.choice(("kept", "kept", "kept", "hedge-lost", "multiplied", "stronger"))
    return World(
        seed=seed,
        difficulty=difficulty,
        attempt=attempt,
        subject=subject,
        words=words | {_upper(name): _upper(word) for name, word in words.items()},
        people=people,
        asked=asked,
        drawn=drawn,
        structure=structure,
        order=order,
        background=_background(dice, asked, time, seed, order),
        closer=dice.choice(("A", "B")),
        lead=turn("leads", seed, (*places().openings, *leads.texts)),
        time=time,
        chain=chain,
        headline=dice.choice(_headlines(leads)[chain]),
        second=turn("second", seed, places().second.texts),
        date=dates["date"],
        day=dates["day"],
        second_day=dates["second"],
    )


def turn(name: str, seed: int, some: Sequence[T]) -> T:
    """Return the one whose turn it is: of as many seeds in a row as there are, each has another."""
    round, place = divmod(seed, len(some))
    return some[_shuffled(name, round, len(some))[place]]


@lru_cache(maxsize=1024)
def _shuffled(name: str, round: int, size: int) -> list[int]:
    return random.Random(f"{name}/{round}").sample(range(size), size)  # noqa: S311 - repeatable on purpose


def _upper(word: str) -> str:
    return word[:1].upper() + word[1:]


def _headlines(leads: Leads) -> dict[Chain, tuple[str, ...]]:
    return {
        "kept": leads.kept,
        "hedge-lost": leads.hedge_lost,
        "multiplied": leads.multiplied,
        "stronger": leads.stronger,
    }


def _words(dice: random.Random, subject: str, time: Time) -> dict[str, str]:
    """Return the words of a subject, of a place, and of the time."""
    of, own = subjects()[subject], places().towns[subject]
    town = dice.choice(own)
    other = dice.choice([name for some in places().towns.values() if some is not own for name in some])
    crossing = dice.choice(places().crossings)
    words = {name: word.replace("{crossing}", crossing) for name, word in of.items() if isinstance(word, str)}
    named = {
        "league": places().leagues[str(of["land"])],
        "outlet": places().outlets[str(of["land"])],
        "share": places().shares,
        "few": places().few,
        "many": places().many,
        "reason": places().reasons[words["plot"]],
        "cause": of["causes"],
        "night": places().nights,
        "notice": places().notices,
        "visitors": places().visitors,
        "habit": places().habits[words["plot"]],
    }
    drawn = {name: dice.choice(some) for name, some in named.items()}
    found = {
        **words,
        **drawn,
        **places().times[time],
        "doing": places().doing[words["plot"]],
        "ban": words["stop"].split()[-1],
        "town": town,
        "other": other,
    }
    # What a table says in words of another table is filled in here, so that no text need know of it.
    return {name: word.format_map(found) for name, word in found.items()}


def _numbers(dice: random.Random) -> dict[str, str]:
    """Return the two numbers of which twins have one each, and what else is counted.

    The larger stands in both reports, so that finding it tells nothing; and what else is counted is as often above as
    below what is asked about, in either.
    """
    tiny, small, big, huge = (places().numbers[place] for place in sorted(dice.sample(range(len(places().numbers)), 4)))
    turn = dice.choice((1, -1))
    yes, no = (small, huge)[::turn], (tiny, big)[::turn]
    return {
        "big": big,
        "small": small,
        "yes_other": yes[0],
        "yes_own": yes[1],
        "no_other": no[0],
        "no_own": no[1],
    }


def _dates(dice: random.Random, time: Time) -> dict[str, datetime.date]:
    """Return the first of two months since when work may have gone on, the report's day, and the two last days."""
    year, start = dice.randint(2031, 2039), dice.randint(3, 5)
    if time == "past":
        second = start + 3
        day = second + dice.randint(1, 6 - start)
        told = min(10, day + 1)
    else:
        told = start + 2 + dice.randint(1, 2)
        second = told + dice.randint(1, 2)
        day = min(12, second + dice.randint(3, 4))
    last = dice.sample((_end(year, second), _end(year, day)), 2)
    return {
        "early": datetime.date(year, start, 1),
        "date": datetime.date(year, told, dice.randint(3, 27)),
        "second": last[0],
        "day": last[1],
    }


def _months(dice: random.Random, dates: Mapping[str, datetime.date]) -> dict[str, str]:
    """Return the months by name: of the last days, since when work has gone on, of the vote, and of something else.

    The earlier month since when work may have gone on stands in both reports; and the vote comes before it or after it
    in both.
    """
    start = dates["early"].month
    least, less, early, late, later = (MONTHS[start - 1 + by] for by in (-2, -1, 0, 1, 2))
    after = {"side": "before", "yes_vote": late, "no_vote": later, "yes_head": less, "no_head": early}
    before = {"side": "after", "yes_vote": less, "no_vote": early, "yes_head": least, "no_head": less}
    days = {name: MONTHS[dates[name].month - 1] for name in ("day", "second")}
    return {**days, "early": early, "late": late, **dice.choice((after, before))}


def _days(dice: random.Random, dates: Mapping[str, datetime.date]) -> dict[str, str]:
    """Return the day of the week on which something was seen, the day before, and how far off a last day is.

    That is the earlier of the two where both are ahead, and the later where both are past.
    """
    number = dice.randrange(1, len(places().weekdays))
    far = [(dates[name] - dates["date"]).days for name in ("day", "second")]
    weeks = (min(map(abs, far)) + _WEEK // 2) // _WEEK
    eve, weekday = places().weekdays[number - 1 : number + 1]
    return {"weekday": weekday, "eve": eve, "left": places().weeks[weeks]}


def _order(dice: random.Random, structure: str) -> tuple[str, ...]:
    """Return the order of the parts; whoever is accused replies after the rule or at the end."""
    order = places().structures[structure]
    after = next(place for place, part in enumerate(order) if part.startswith("R")) + 1
    return dice.choice(((*order, "E"), (*order, "E"), (*order[:after], "E", *order[after:], "N")))


def _background(
    dice: random.Random, asked: Sequence[str], time: Time, seed: int, order: Sequence[str]
) -> dict[str, Lines]:
    """Return the sentences of background that stand, by the part that they end, or the fact that they follow.

    The association is introduced before a source may name it.
    """
    unnamed, cause = turn("unnamed", seed, places().unnamed), turn("causes", seed, places().causes)
    members = turn("members", seed, places().members)
    early = order[1] == "W"
    return {
        "L": unnamed if early else (*unnamed, members),
        "W": (cause, *((members,) if early else ())),
        "rule-date" if "rule-date" in asked else "association-date": (dice.choice(places().passed[time]),),
        "E": turn("replies", seed, places().replies),
        "N": turn("endings", seed, places().endings),
    }


def _end(year: int, month: int) -> datetime.date:
    following = datetime.date(year + month // 12, month % 12 + 1, 1)
    return following - datetime.timedelta(days=1)


def _people(dice: random.Random, words: Mapping[str, str]) -> dict[Source, Person]:
    sexes = dice.sample(_PRONOUNS, 2)
    found: dict[Source, Person] = {}
    sources: tuple[Source, Source] = ("A", "B")
    for source, pronouns in zip(sources, sexes, strict=True):
        noun, place = dice.choice(places().roles[source])
        found[source] = Person(noun, place.format_map(words), pronouns)
    return found


def _asked(dice: random.Random, difficulty: int, plot: str) -> tuple[str, ...]:
    """Return sixteen facts of a plot, eight of each wording, that fit the difficulty and stand beside each other."""
    every = {id: facts()[id] for id in facts_of(plot)}
    by_wording = {kind: [id for id, fact in every.items() if fact.wording == kind] for kind in ("firm", "mild")}
    while True:
        chosen = {id for of in by_wording.values() for id in dice.sample(of, ASKED // 2)}
        if _stands(chosen, every) and band([every[id] for id in chosen]) == difficulty:
            return tuple(id for id in every if id in chosen)


def _stands(chosen: set[str], every: Mapping[str, Fact]) -> bool:
    """Return whether one fact asks whose a date is, with two clues, each source heard twice, and little left open."""
    blocks = [every[id].block for id in chosen]
    sources = [block[0] for block in blocks]
    return (
        len(chosen & {"rule-date", "association-date"}) == 1
        and all(chosen.isdisjoint(every[id].excludes) for id in chosen)
        and sum(every[id].clue is not None for id in chosen) >= 2
        and sum("open" in (every[id].yes.strength, every[id].no.strength) for id in chosen) <= _OPEN
        and {"A1", "B1"} <= set(blocks)
        and all(sources.count(source) >= 2 for source in ("A", "B"))
    )


def _drawn(dice: random.Random, id: str, seed: int) -> Drawn:
    fact = facts()[id]
    sources: tuple[Source, Source] = ("A", "B")
    x, text, style = dice.choice(sources), turn(id, seed, range(len(fact.yes.texts))), dice.randrange(2)
    statements = [number for number in range(len(fact.statements)) if (text, number) not in fact.apart]
    return Drawn(x, text, dice.choice(statements), style)
