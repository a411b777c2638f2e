"""What is so in the small world of one pair of twins, drawn by a seed from the tables."""

from __future__ import annotations

import datetime
import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, product
from typing import Literal

from exercises.dispatch.tables import Chain, Fact, Story, Time, Wordings, facts, places, stories, subjects
from exercises.words import MONTHS, capital

Source = Literal["A", "B"]
ASKED = 16
_BANDS = {1: (0.0, 1.875), 2: (1.875, 2.0), 3: (2.0, 3.0)}
"""By difficulty, from where to where the mean level of the facts lies; the upper end is the next band's."""
ALWAYS = "rule-date"
"""The fact that every report is asked about."""
_OPEN = 3
"""Of how many things, at most, a report may say that they are not known."""
_WEEK = 7
_ABOUT_A_WEEK = 6
"""From so many days on a report counts in weeks."""
_PRONOUNS = (
    {"he": "he", "him": "him", "his": "his", "self": "himself"},
    {"he": "she", "him": "her", "his": "her", "self": "herself"},
)


@dataclass(frozen=True)
class Drawn:
    """What is drawn for one fact: who X is, its wording and statement, and how its speaker is named."""

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


@dataclass(frozen=True, eq=False)
class World:
    """Everything that both twins share; a world equals itself alone."""

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
    around: Mapping[str, str]
    """What no question touches, by its id in the story."""
    chain: Chain
    headline: str
    date: datetime.date
    day: datetime.date
    """The last day of the rule's own month, and of the other date's."""
    second_day: datetime.date

    @property
    def story(self) -> Story:
        """Return the story that both twins tell."""
        return stories()[self.subject]

    @property
    def time(self) -> Time:
        """Return where the last days lie from the report's own."""
        return self.story.time

    @property
    def first(self) -> Source:
        """Return the source that the report brings in first."""
        return self.story.first


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
    # As many seeds in a row as there are stories tell one each.
    subject = sorted(stories())[seed % len(stories())]
    story = stories()[subject]
    dates = _dates(dice, story.time)
    words = _words(dice, subject, story) | _numbers(dice) | _months(dates) | _days(dice, dates)
    people = _people(dice, story, words)
    chain: Chain = dice.choice(("kept", "kept", "kept", "hedge-lost", "multiplied", "stronger"))
    return World(
        seed=seed,
        difficulty=difficulty,
        attempt=attempt,
        subject=subject,
        words=words | {capital(name): capital(word) for name, word in words.items()},
        people=people,
        asked=dice.choice(askable(subject, difficulty)),
        drawn={id: _drawn(dice, id, story.facts[id]) for id in sorted(story.facts)},
        around={id: dice.choice(story.around[id]) for id in sorted(story.around)},
        chain=chain,
        headline=dice.choice(story.headlines[chain]),
        date=dates["date"],
        day=dates["day"],
        second_day=dates["second"],
    )


def _words(dice: random.Random, subject: str, story: Story) -> dict[str, str]:
    """Return the words of a subject, of a place, and of the time."""
    of, own = subjects()[subject], places().towns[subject]
    town = dice.choice(own)
    other = dice.choice([name for some in places().towns.values() if some is not own for name in some])
    crossing = dice.choice(places().crossings)
    named = {
        "league": places().leagues[of["land"]],
        "outlet": places().outlets[of["land"]],
        "share": places().shares,
        "few": places().few,
        "many": places().many,
    }
    drawn = {name: dice.choice(some) for name, some in named.items()}
    found = {
        **of,
        **drawn,
        **places().times[story.time],
        **story.words,
        "crossing": crossing,
        "town": town,
        "other": other,
    }
    # What a table says in words of another table is filled in here, so that no text need know of it.
    return {name: word.format_map(found) for name, word in found.items()}


def _numbers(dice: random.Random) -> dict[str, str]:
    """Return two numbers; both stand in both reports, so that finding one tells nothing."""
    small, big = (places().numbers[place] for place in sorted(dice.sample(range(len(places().numbers)), 2)))
    return {"big": big, "small": small}


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


def _months(dates: Mapping[str, datetime.date]) -> dict[str, str]:
    """Return the months by name: of the last days, and two of which one is that since when work may have gone on."""
    start = dates["early"].month
    days = {name: MONTHS[dates[name].month - 1] for name in ("day", "second")}
    return {**days, "early": MONTHS[start - 1], "late": MONTHS[start]}


def _days(dice: random.Random, dates: Mapping[str, datetime.date]) -> dict[str, str]:
    """Return the day of the week on which something was seen, the day before, and how far off a last day is.

    That is the earlier of the two where both are ahead, and the later where both are past.
    """
    number = dice.randrange(1, len(places().weekdays))
    far = [(dates[name] - dates["date"]).days for name in ("day", "second")]
    days = min(map(abs, far))
    weeks = (days + _WEEK // 2) // _WEEK if days >= _ABOUT_A_WEEK else 0
    eve, weekday = places().weekdays[number - 1 : number + 1]
    return {"weekday": weekday, "eve": eve, "left": places().weeks[weeks]}


def _end(year: int, month: int) -> datetime.date:
    following = datetime.date(year + month // 12, month % 12 + 1, 1)
    return following - datetime.timedelta(days=1)


def _people(dice: random.Random, story: Story, words: Mapping[str, str]) -> dict[Source, Person]:
    sexes = dice.sample(_PRONOUNS, 2)
    found: dict[Source, Person] = {}
    sources: tuple[Source, Source] = ("A", "B")
    for source, pronouns in zip(sources, sexes, strict=True):
        noun, place = dice.choice(story.roles[source])
        found[source] = Person(noun, place.format_map(words), pronouns)
    return found


def askable(subject: str, difficulty: int) -> Sequence[tuple[str, ...]]:
    """Return every choice of sixteen facts of a story, eight of each wording, that a report of a difficulty may make.

    The facts of each stand in the tables' order.
    """
    return _askable(subject).get(difficulty, ())


@cache
def _askable(subject: str) -> Mapping[int, Sequence[tuple[str, ...]]]:
    """Return the choices by difficulty: a story has a few hundred, which are gone through once."""
    story = stories()[subject]
    told = {id: fact for id, fact in facts().items() if id in story.facts}
    kept = {ALWAYS, *story.kept}
    halves = (
        combinations([id for id in of if id not in kept], ASKED // 2 - sum(id in kept for id in of))
        for of in ([id for id, fact in told.items() if fact.wording == kind] for kind in ("firm", "mild"))
    )
    found: defaultdict[int, list[tuple[str, ...]]] = defaultdict(list)
    for one, other in product(*halves):
        chosen = {*kept, *one, *other}
        facts_of = [told[id] for id in chosen]
        if stands(facts_of):
            found[band(facts_of)].append(tuple(id for id in told if id in chosen))
    return found


def stands(chosen: Sequence[Fact]) -> bool:
    """Return whether there are two clues, each source is heard twice, and little is left open."""
    sources = [fact.source for fact in chosen]
    return (
        sum(fact.clue is not None for fact in chosen) >= 2
        and sum("open" in (fact.yes.strength, fact.no.strength) for fact in chosen) <= _OPEN
        and min(sources.count("A"), sources.count("B")) >= 2
    )


def _drawn(dice: random.Random, id: str, wordings: Wordings) -> Drawn:
    fact = facts()[id]
    sources: tuple[Source, Source] = ("A", "B")
    x, text, style = dice.choice(sources), dice.randrange(len(wordings.yes)), dice.randrange(2)
    statements = [number for number in range(len(fact.statements)) if (text, number) not in wordings.apart]
    return Drawn(x, text, dice.choice(statements), style)
