"""A target: what it takes, in which form, and what it cannot hold; and the report of what is lost, from the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from exercises.export.item import Item
from exercises.words import counted

How = Literal["native", "equivalent", "lost"]
PARTS = {
    "feedback": "what is said to each choice or answer",
    "hints": "hints",
    "solution": "the worked solution",
    "rubric": "rubric and samples",
    "tags": "tags",
    "points": "a set’s points",
}
"""What goes along with a question, and what it is called."""


DAYS = "a day may score 0 that is written in none of the usual ways, as with its weekday"
NUMBERS = "a number may score 0 that is not in plain figures with a decimal point, as 0,64 or 110 000"
PERCENTS = "a percentage may score 0 that has its sign or a decimal comma"
"""Why what is typed scores otherwise in a system that compares letters, or takes a number as programs write it."""


def _none(item: Item) -> float:
    return 0.0


def whole(item: Item) -> float:
    """Return all that an exercise may lose."""
    return 1.0


@dataclass(frozen=True)
class Fit:
    """What a question of one shape becomes in a target.

    ``form`` is the target's own word for it; ``gap`` returns by how much, at most, the target's score for a response
    differs from ours, and ``why`` says why or for which.
    """

    how: How
    form: str
    why: str = ""
    gap: Callable[[Item], float] = _none
    longest: int | None = None
    """The most letters that an option may have there, as HTML."""


@dataclass(frozen=True)
class Selection:
    """What is exported: the exercises in their order, with the name that they have together."""

    name: str
    title: str
    items: tuple[Item, ...]
    beside: str = ""
    """Which report a student must have at hand, as plain text."""
    lessons: tuple[tuple[str, str, tuple[str, ...]], ...] = ()
    """Each lesson of the exercises: its id, its title, and what a reader can do after it."""
    site: str = ""
    """Where the course is published, or nothing."""
    left_out: tuple[str, ...] = ()
    """What of a set no target takes, a line each."""

    @property
    def alone(self) -> tuple[Item, ...]:
        """Return the exercises that everybody is asked."""
        return tuple(item for item in self.items if not item.pool)

    @property
    def points(self) -> float:
        """Return what can be earned: by what everybody is asked, and by one of each pool."""
        drawn = (some[0].points for some in self.pools.values())
        return sum(item.points for item in self.alone) + sum(drawn)

    @property
    def pools(self) -> dict[str, list[Item]]:
        """Return those of which a student gets one, by the pool's name; they come after the others."""
        return {name: list(some) for name, some in groupby(self.items, key=lambda item: item.pool) if name}


@dataclass(frozen=True)
class Target:
    """A format that an LMS imports."""

    name: str
    title: str
    suffix: str
    fits: Mapping[str, Fit]
    """By shape."""
    parts: Mapping[str, How]
    """By part, or by ``part/shape`` where a shape has its own."""
    write: Callable[[Selection], bytes]
    pool: Fit = Fit("lost", "questions that everybody is asked")
    """What becomes of exercises of which a student gets one."""

    def held(self, part: str, shape: str) -> How:
        """Return how the target holds a part of a question of this shape."""
        return self.parts.get(f"{part}/{shape}", self.parts[part])


def losses(target: Target, selection: Selection) -> str:
    """Return, as text, what the target cannot hold of each exercise, or holds otherwise, a line each."""
    lines = {item.id: line for item in selection.items if (line := "; ".join(_lost(target, item)))}
    whole = len(selection.items) - len(lines)
    head = f"{target.title}: {counted(len(selection.items), 'exercise')} of “{selection.title}”, {whole} of them whole."
    lines |= {name: _draw_lost(target.pool, len(some)) for name, some in selection.pools.items()}
    told = (f"{id}: {line}" for id, line in lines.items() if line)
    return "\n".join((head, "For the instructor.", "", *told, *selection.left_out)) + "\n"


def _draw_lost(fit: Fit, number: int) -> str:
    what = {"native": "", "equivalent": "becomes", "lost": "is lost: they become"}[fit.how]
    return f"the draw of one of {counted(number, 'report')} {what} {fit.form}" if what else ""


def _lost(target: Target, item: Item) -> Iterator[str]:
    fit = target.fits[item.shape]
    if fit.how != "native":
        yield f"{item.exercise.kind} becomes {fit.form}" if fit.how == "equivalent" else f"{item.exercise.kind} is lost"
    if fit.longest and any(len(item.text(text)) > fit.longest for text in item.offered.values()):
        yield f"an option has more than {fit.longest} letters, or signs of HTML, which it cannot hold: shorten it"
    for part in parts_of(item):
        match target.held(part, item.shape):
            case "equivalent":
                yield f"{PARTS[part]}: told with the worked solution"
            case "lost":
                yield f"{PARTS[part]}: lost"
    if gap := fit.gap(item):
        yield f"the score differs by up to {gap:.2g}: {fit.why}"


def parts_of(item: Item) -> list[str]:
    """Return which parts the exercise has besides its question."""
    has = {
        "feedback": item.key.feedback or item.key.otherwise,
        "hints": item.exercise.hints,
        "solution": item.key.solution,
        "rubric": item.key.rubric,
        "tags": item.tags,
        "points": item.points != 1,
    }
    return [part for part in PARTS if has[part]]
