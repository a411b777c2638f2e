"""One student's work, marked: what the reports of a class are made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from exercises.classroom.roster import same
from exercises.questions.question import Answer


@dataclass(frozen=True)
class Override:
    """What the teacher has said of one exercise of a student; it counts before what the key says."""

    points: float | None
    """The points that it earns; None where the student is excused from it."""
    reason: str


@dataclass(frozen=True)
class Marked:
    """One student's work and what it earned.

    ``scores`` has a score from 0 to 1 for every closed exercise, 0 where it was not answered, and for a written one
    only where it was marked by hand.  ``sure`` is in percent, 50 to 100, where the student said so.
    """

    student: str
    name: str
    responses: Mapping[str, Answer]
    scores: Mapping[str, float]
    sure: Mapping[str, int]
    uncarried: frozenset[str] = frozenset()
    """The exercises whose answers could not come in the way that the work came."""
    unread: frozenset[str] = frozenset()
    """The exercises whose answers could not be read in one way; their score is 0 until somebody has been asked."""
    drawn: tuple[str, ...] = ()
    """The ids of the alternatives that the student was asked."""
    unasked: frozenset[int] = frozenset()
    """The numbers of what the student was not asked."""
    overrides: Mapping[str, Override] = field(default_factory=dict)
    """What the teacher has said, by exercise; ``scores`` holds the points of it already."""


def who(work: Marked) -> tuple[str, str]:
    """Return whose the work is, as ids are compared; a name tells only where there is no id."""
    id = same(work.student)
    return id, "" if id else same(work.name)


def rounded(value: float, places: int = 2) -> str:
    """Return a score or a sum of them with at most so many places, and no more than it needs.

    Halves are rounded up, as by hand: 0.625 is 0.63.
    """
    written = Decimal(repr(round(value, 9))).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{written:f}".rstrip("0").rstrip(".")
