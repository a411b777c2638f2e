"""How likely is it that a town breaks its rule?  What a report warrants, and what was so, which are two things.

The reader is told how often such towns break their rule and how often each clue is seen, by those who look, where they
do and where they do not, and that nobody looked where no source saw a clue; so what the report warrants follows by
Bayes.  What was so is drawn with that probability: of all reports that warrant 70 percent, seven in ten are of a town
that broke its rule.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

from exercises.dispatch.form import LESSON
from exercises.dispatch.tables import facts
from exercises.dispatch.text import State
from exercises.dispatch.world import World
from exercises.questions.key import Key
from exercises.questions.kinds import Estimate
from exercises.words import counted

TEN = 10
_BASES = range(2, 8)
_STRENGTHS = ((8, 2), (7, 3), (6, 4), (9, 6), (5, 5), (3, 6))
"""In how many of ten cases a clue is seen where a rule is broken, and in how many where it is kept."""


@dataclass(frozen=True)
class Clue:
    """What a source may see, in how many of ten cases it is seen either way, and whether it was seen here."""

    text: str
    broken: int
    kept: int
    seen: bool
    fact: str = ""


@dataclass(frozen=True)
class Weighing:
    """What a reader is told, what it warrants, and what was so."""

    town: str
    stop: str
    base: int
    """In how many of ten such towns the rule is broken."""
    clues: tuple[Clue, ...]
    so: bool

    @property
    def tells(self) -> bool:
        """Return whether a clue that was seen weighs anything."""
        return any(clue.seen and clue.broken != clue.kept for clue in self.clues)

    @property
    def odds(self) -> tuple[int, int]:
        """Return the odds that the rule is broken, by Bayes: the base times what each clue that was seen weighs."""
        seen = [clue for clue in self.clues if clue.seen]
        return (
            self.base * math.prod(clue.broken for clue in seen),
            (TEN - self.base) * math.prod(clue.kept for clue in seen),
        )

    @property
    def warranted(self) -> float:
        """Return the probability that the report warrants, from 0 to 1."""
        broken, kept = self.odds
        return broken / (broken + kept)


def weigh(world: World, state: State) -> Weighing:
    """Return what there is to weigh in a report; both twins have the same base and clues, and not the same seen."""
    dice = random.Random(f"weigh/{world.seed}/{world.difficulty}")  # noqa: S311 - repeatable on purpose
    base = dice.choice(_BASES)
    clues = []
    for id in world.asked:
        if clue := facts()[id].clue:
            broken, kept = dice.choice(_STRENGTHS)
            clues.append(Clue(clue.format_map(world.words), broken, kept, state[id], id))
    told = Weighing(world.words["town"], world.words["stop"], base, tuple(clues), so=False)
    so = dice.random() < told.warranted
    return Weighing(told.town, told.stop, base, told.clues, so)


def estimate(weighing: Weighing, id: str, level: int, report: str) -> tuple[Estimate, Key]:
    """Return the exercise that asks for the probability, and its key, whose outcome is what was so."""
    exercise = Estimate(
        id=id,
        lesson=LESSON,
        kind="estimate",
        use="practice",
        title=f"Does {weighing.town} break the {weighing.stop}?",
        report=report,
        outcomes=("read-a-new-report",),
        level=level,
        minutes=5,
        stem="\n".join(_stem(weighing)),
    )
    percent = _percent(weighing.warranted)
    so = "it did" if weighing.so else "it did not"
    otherwise = (
        f"The report warrants about **{percent} percent**.\n"
        f"Whether {weighing.town} broke the {weighing.stop} is another matter: {so}."
    )
    return exercise, Key(
        exercise=id,
        correct="1" if weighing.so else "0",
        computed=True,
        solution="\n".join(_working(weighing)),
        otherwise=otherwise,
    )


def _percent(share: float) -> int:
    """Return whole percent, halves upwards, as the page's own script rounds them."""
    return math.floor(100 * share + 0.5)


def _stem(weighing: Weighing) -> list[str]:
    base = f"Of ten towns about which such a report is printed, {weighing.base} break their rule."
    clues = [
        f"- {clue.text}: in {clue.broken} of ten towns that break it, and in {clue.kept} of ten that keep it"
        for clue in weighing.clues
    ]
    return [
        f"How likely is it that {weighing.town} breaks the {weighing.stop}?",
        f"Suppose that we know this much. {base}",
        "How often each of these is seen where somebody looks:",
        "",
        *clues,
        "",
        "A clue counts only where a source of the report saw it; where none did, take it that nobody looked.",
        "What was heard, guessed or worked out counts for nothing here, and no clue depends on another.",
    ]


def _working(weighing: Weighing) -> list[str]:
    broken, kept = weighing.odds
    steps = [f"Begin with {weighing.base} to {TEN - weighing.base}."]
    for clue in weighing.clues:
        if clue.seen:
            steps.append(f"A source saw this: {clue.text}. Times {clue.broken} to {clue.kept}.")
        else:
            steps.append(f"No source saw this, and nobody looked: {clue.text}. Leave it out.")
    seen = sum(clue.seen for clue in weighing.clues)
    end = f"{broken} of {broken + kept}, about {_percent(weighing.warranted)} percent"
    return [*steps, f"With {counted(seen, 'clue')} that makes {broken} to {kept}: {end}."]
