"""Answers marked by the keys of an assignment.  Equal answers are scored once, however many students gave them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from exercises.classroom.assignment import Assignment, Item
from exercises.classroom.marking.marked import Marked
from exercises.classroom.taking_in.answers import Answers
from exercises.questions.grade import score
from exercises.questions.question import Answer

ByHand = Mapping[tuple[str, str], float]
"""Scores of written answers that were marked by hand, by exercise and :func:`digest`."""


def digest(exercise: str, text: str) -> str:
    """Return the name of a written answer in a packet: it tells equal answers, and nothing of who wrote them."""
    return "w" + hashlib.sha256(f"{exercise}\n{text}".encode("utf-8", "replace")).hexdigest()[:9]


@dataclass
class Marker:
    """Marks one student after another, and remembers each distinct answer's score."""

    assignment: Assignment
    by_hand: ByHand = field(default_factory=dict)
    known: dict[tuple[str, object], tuple[float, Answer]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._asked = cache(self._asked_of)

    def _asked_of(
        self, drawn: tuple[str, ...], unasked: frozenset[int]
    ) -> tuple[list[tuple[str, Item, bool]], dict[str, float]]:
        """Return what a student with these alternatives is asked, and the score of each closed one left open."""
        asked = [(item.exercise.id, item, item.closed) for item in self.assignment.asked(drawn, unasked)]
        return asked, {id: 0.0 for id, _, closed in asked if closed}

    def mark(self, answers: Answers) -> Marked:
        """Return the student's work with a score for every closed exercise, and each written one marked by hand."""
        responses: dict[str, Answer] = {}
        asked, nothing = self._asked(answers.drawn, answers.unasked)
        scores = dict(nothing)
        given = answers.answers
        for id, item, closed in asked:
            response = given.get(id)
            if not response:
                continue
            earned, responses[id] = self._scored(id, item, response) if closed else self._read(id, response)
            if earned is not None:
                scores[id] = earned
        sheet = self.assignment.sheet[answers.sheet]
        student, name = sheet.student or answers.student, sheet.name or answers.name
        unread = frozenset(answers.unread)
        return Marked(
            student,
            name,
            responses,
            scores,
            answers.sure,
            uncarried=answers.uncarried,
            unread=unread,
            drawn=answers.drawn,
            unasked=answers.unasked,
        )

    def _scored(self, id: str, item: Item, response: Answer) -> tuple[float, Answer]:
        """Return the score, and one copy of the response for all who gave it."""
        told = id, tuple(response.items()) if isinstance(response, dict) else response
        found = self.known.get(told)
        if found is None:
            found = self.known[told] = score(item.question, item.key, response), response
        return found

    def _read(self, id: str, response: Answer) -> tuple[float | None, Answer]:
        """Return what a person has given for a written answer, or None where nobody has yet."""
        return self.by_hand.get((id, digest(id, str(response)))), response
