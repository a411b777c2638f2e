"""An assignment marked by today's keys: which keys have changed, whose score moves, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from exercises.checks.corrections import Correction
from exercises.classroom.assignment import Assignment, Item
from exercises.classroom.marking.marked import Marked, rounded
from exercises.classroom.spreadsheet import written_rows
from exercises.course import Course

MOVED = "moved.csv"
_HEAD = ("student", "name", "exercise", "key then", "key now", "score then", "score now", "why")
UNLISTED = "the corrections page does not list it"


@dataclass(frozen=True)
class Change:
    """One exercise whose key is another today, and whether that key can mark what was asked then."""

    item: Item
    now: Item | None
    """None where the exercise is gone or asks something else today: then the key of then still counts."""
    why: str

    def __str__(self) -> str:
        """Return the change in one line."""
        name = f"{self.item.number} {self.item.exercise.id}"
        if self.now is None:
            return f"{name}: asks something else today, so the key of then ({self.item.key.version}) still counts"
        return f"{name}: key {self.item.key.version} is now {self.now.key.version}: {self.why}"


def changes(assignment: Assignment, course: Course, corrections: Sequence[Correction]) -> list[Change]:
    """Return each exercise of the assignment whose question or key is another today.

    An invented report that was drawn is marked by the key that it came with: the bank has none of it.
    """
    exercises = {exercise.id: exercise for exercise in course.bank.exercises}
    found = []
    for item in assignment.asked(()):
        id = item.exercise.id
        today = None
        if id in exercises:
            today = Item(number=item.number, exercise=exercises[id], key=course.keys[id], points=item.points)
        if today is None or today.version != item.version:
            found.append(Change(item, None, ""))
        elif today.key.version != item.key.version:
            found.append(Change(item, today, _why(item, corrections)))
    return found


def _why(item: Item, corrections: Sequence[Correction]) -> str:
    told = [correction for correction in corrections if correction.exercise == item.exercise.id]
    first = next((place for place, correction in enumerate(told) if correction.before == item.key.version), None)
    return "; ".join(correction.why for correction in told[first:]) if first is not None else UNLISTED


def with_todays_keys(assignment: Assignment, found: Sequence[Change]) -> Assignment:
    """Return the assignment with each changed key that can mark it."""
    now = {change.item.exercise.id: change.now for change in found if change.now}
    return assignment.model_copy(update={"items": tuple(now.get(item.exercise.id, item) for item in assignment.items)})


def moved_csv(found: Sequence[Change], then: Sequence[Marked], now: Sequence[Marked]) -> tuple[str, int]:
    """Return a line for each score that moved, and how many students have one."""
    rows = list(_moved(found, then, now))
    return written_rows(_HEAD, rows), len({row[:2] for row in rows})


def _moved(found: Sequence[Change], then: Sequence[Marked], now: Sequence[Marked]) -> Iterator[tuple[str, ...]]:
    for old, new in zip(then, now, strict=True):
        for change in found:
            id = change.item.exercise.id
            if change.now and _score(old.scores, id) != _score(new.scores, id):
                versions = change.item.key.version, change.now.key.version
                scores = _score(old.scores, id), _score(new.scores, id)
                yield old.student, old.name, id, *versions, *scores, change.why


def _score(scores: Mapping[str, float], id: str) -> str:
    return rounded(scores[id]) if id in scores else ""
