"""What one student gets back: each answer, what it earned, and what there is to say to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from exercises.classroom.assignment import Assignment, Item
from exercises.classroom.marking.marked import Marked, rounded
from exercises.classroom.marking.marker import digest
from exercises.classroom.marking.written import HandMarks, Typed
from exercises.classroom.reporting.gradebook import earned, is_excused, is_unread
from exercises.classroom.roster import same
from exercises.draw.markup import plain
from exercises.draw.templates import render
from exercises.questions.grade import feedback, score
from exercises.questions.question import Answer, Choose
from exercises.questions.wording import slot_texts, worded

_STATE = {1.0: ("right", "Right"), 0.0: ("wrong", "Not right")}


@dataclass
class FeedbackPages:
    """Makes one page after another; what is said to equal answers is made once."""

    assignment: Assignment
    typed: Typed
    excused: Mapping[str, str] = field(default_factory=dict)
    """Why a student is excused from all of it, by :func:`same` id."""
    known: dict[tuple[str, object], str] = field(default_factory=dict)

    def page(self, work: Marked) -> str:
        """Return a student's page."""
        title = f"{self.assignment.title}: {work.name or work.student or 'your answers'}"
        points, most = earned(self.assignment, work)
        asked = self.assignment.asked(work.drawn, work.unasked)
        told = [(item, self._told(item, work), _word(item, work), _sure(item, work)) for item in asked]
        excused = self.excused.get(same(work.student))
        return render(
            "feedback/page", title=title, points=rounded(points), most=rounded(most), told=told, excused=excused
        )

    def _told(self, item: Item, work: Marked) -> str:
        id = item.exercise.id
        response = work.responses.get(id)
        if is_unread(item, work):
            return render("feedback/unread", stem=item.exercise.stem)
        if not item.closed:
            return self._written(item, response, uncarried=id in work.uncarried)
        answer = id, tuple(response.items()) if isinstance(response, dict) else response
        if answer not in self.known:
            self.known[answer] = _closed(item, response)
        return self.known[answer]

    def _written(self, item: Item, response: Answer | None, *, uncarried: bool) -> str:
        typed = HandMarks({})
        if isinstance(response, str):
            typed = self.typed.get(item.exercise.id, {}).get(digest(item.exercise.id, response), typed)
        marks = [
            f"{plain(criterion.text)}: {rounded(typed.marks[criterion.id])} of {criterion.marks}"
            for criterion in item.key.rubric
            if typed.score(item.key) is not None
        ]
        answer = worded(item.question, response)
        stem, remark = item.exercise.stem, typed.remark
        return render("feedback/written", stem=stem, answer=answer, marks=marks, remark=remark, uncarried=uncarried)


def _sure(item: Item, work: Marked) -> int | None:
    """Return how sure the student was of an answer, in percent, where both are given."""
    return work.sure.get(item.exercise.id) if work.responses.get(item.exercise.id) else None


def _word(item: Item, work: Marked) -> str:
    """Return what the teacher has said of an exercise, in a sentence; nothing where she has said nothing."""
    said = work.overrides.get(item.exercise.id)
    if said is None:
        return ""
    points = f"{rounded(said.points or 0)} of {rounded(item.points)}"
    word = "You are excused from this one" if is_excused(item, work) else f"Your teacher gives {points} for this one"
    return f"{word}: {said.reason}" if said.reason else f"{word}."


def _closed(item: Item, response: Answer | None) -> str:
    share = score(item.question, item.key, response)
    state, verdict = _STATE.get(share, ("partly", "Partly right"))
    return render(
        "feedback/closed",
        stem=item.exercise.stem,
        answer=worded(item.question, response),
        state=state,
        verdict=verdict,
        points=rounded(share * item.points),
        most=rounded(item.points),
        said=list(_said(item, response)) if response else (),
        solution=item.key.solution,
    )


def _said(item: Item, response: Answer) -> Iterator[tuple[str, bool, str]]:
    """Yield to what something is said, whether that was right, and what is said."""
    stands_above = isinstance(item.question, Choose) and not item.question.several
    texts = {} if stands_above else slot_texts(item.question)
    for said in feedback(item.question, item.key, response):
        yield texts.get(said.slot, ""), said.right, said.text
