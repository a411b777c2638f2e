"""Answers marked by the keys of an assignment.  Equal answers are scored once, however many students gave them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from exercises.classroom.assignment import Assignment, Item
from exercises.classroom.marking.marked import Marked
from exercises.classroom.roster import same
from exercises.classroom.taking_in.answers import Answers
from exercises.classroom.taking_in.intake import HandedIn, SetAside
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
        self._asked = [(item.exercise.id, item, item.closed) for item in self.assignment.items]
        self._open = {id: 0.0 for id, _, closed in self._asked if closed}

    def mark(self, answers: Answers) -> Marked:
        """Return the student's work with a score for every closed exercise, and each written one marked by hand."""
        responses: dict[str, Answer] = {}
        scores = dict(self._open)
        given = answers.answers
        for id, item, closed in self._asked:
            response = given.get(id)
            if not response:
                continue
            earned, responses[id] = self._scored(id, item, response) if closed else self._read(id, response)
            if earned is not None:
                scores[id] = earned
        sheet = self.assignment.sheet[answers.sheet]
        student, name = sheet.student or answers.student, sheet.name or answers.name
        return Marked(student, name, responses, scores, answers.sure, answers.uncarried)

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


def one_each(handed: Iterable[HandedIn | SetAside], assignment: Assignment) -> tuple[list[HandedIn], list[SetAside]]:
    """Return one piece of work for each student, in the order in which they first came, and what is set aside.

    Of several by one student the one saved last counts; a code, a PDF or a typed line says no time, and gives way to a
    file that does, else to what comes later.
    """
    kept: dict[str, HandedIn] = {}
    aside: list[SetAside] = []
    for piece in handed:
        if isinstance(piece, SetAside):
            aside.append(piece)
            continue
        who = _who(piece, assignment)
        if not who:
            aside.append(SetAside(piece.where, "it names no student: find out whose it is, and type it into paper.csv"))
            continue
        earlier = kept.get(who)
        if earlier is None:
            kept[who] = piece
            continue
        later, older = (piece, earlier) if piece.answers.saved >= earlier.answers.saved else (earlier, piece)
        kept[who] = later
        aside.append(SetAside(older.where, _superseded(older, later), piece.answers.student))
    return list(kept.values()), aside


def _who(piece: HandedIn, assignment: Assignment) -> str:
    sheet = assignment.sheet[piece.answers.sheet]
    if sheet.student:
        return f"sheet {sheet.code}"
    if student := same(piece.answers.student):
        return f"id {student}"
    return f"name {same(piece.answers.name)}" if same(piece.answers.name) else ""


def _superseded(older: HandedIn, later: HandedIn) -> str:
    if older.answers.answers == later.answers.answers:
        return f"it says the same as {later.where}, by the same student"
    return f"the same student handed in {later.where}, which counts"
