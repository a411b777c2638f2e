"""One student's work, marked: what the reports of a class are made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from exercises.classroom.roster import same
from exercises.questions.question import Answer


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


Who = tuple[str, str]
"""A student by id and name, as ids are compared."""


def who(work: Marked) -> Who:
    """Return whose the work is; a name alone tells where no id was asked for."""
    return same(work.student), same(work.name)


def rounded(value: float) -> str:
    """Return a score or a sum of them with at most two places, and no more than it needs."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
