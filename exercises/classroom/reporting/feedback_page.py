"""What one student gets back: each answer, what it earned, and what there is to say to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape

from exercises.classroom.assignment import Assignment, Item
from exercises.classroom.document import document, listed
from exercises.classroom.marking.marked import Marked, rounded
from exercises.classroom.marking.marker import digest
from exercises.classroom.marking.written import HandMarks, Typed
from exercises.classroom.reporting.gradebook import earned
from exercises.draw.markup import html, plain
from exercises.questions.grade import feedback
from exercises.questions.question import Answer, Choose
from exercises.questions.wording import slot_texts, worded

_STATE = {1.0: ("right", "Right"), 0.0: ("wrong", "Not right")}
_WAITING = "Not marked yet: a person reads this one."


@dataclass
class FeedbackPages:
    """Makes one page after another; what is said to equal answers is made once."""

    assignment: Assignment
    typed: Typed
    known: dict[tuple[str, object], str] = field(default_factory=dict)

    def page(self, one: Marked) -> str:
        """Return a student's page."""
        title = f"{self.assignment.title}: {one.name or one.student or 'your answers'}"
        return document(
            title, _summary(self.assignment, one) + "".join(self._item(item, one) for item in self.assignment.items)
        )

    def _item(self, item: Item, one: Marked) -> str:
        response = one.responses.get(item.exercise.id)
        if item.closed:
            told = item.exercise.id, tuple(response.items()) if isinstance(response, dict) else response
            if told not in self.known:
                self.known[told] = _closed(item, response, one.scores[item.exercise.id])
            inner = self.known[told]
        else:
            inner = self._written(item, response, one.scores.get(item.exercise.id))
        sure = one.sure.get(item.exercise.id)
        said = f"<p>You said that you were {sure} percent sure.</p>\n" if sure is not None and response else ""
        return f"<section>\n<h2>{item.number}. {escape(item.exercise.title)}</h2>\n{inner}{said}</section>\n"

    def _written(self, item: Item, response: Answer | None, score: float | None) -> str:
        if not isinstance(response, str):
            return f"{_stem(item)}<p>You left this open.</p>\n"
        typed = self.typed.get(item.exercise.id, {}).get(digest(item.exercise.id, response), HandMarks({}))
        if score is None:
            return f"{_stem(item)}{_answer(item, response)}<p>{_WAITING}</p>\n"
        lines = [f"{plain(one.text)}: {typed.marks[one.id]} of {one.marks}" for one in item.key.rubric]
        remark = f"<p>{escape(typed.remark)}</p>\n" if typed.remark else ""
        return f"{_stem(item)}{_answer(item, response)}<h3>Marks</h3>\n{listed(lines)}{remark}"


def _summary(assignment: Assignment, one: Marked) -> str:
    points, number = earned(assignment, one)
    return f"<p>You earned {rounded(points)} of {number} points on what has been marked.</p>\n"


def _stem(item: Item) -> str:
    return html(item.exercise.stem)


def _answer(item: Item, response: Answer | None) -> str:
    lines = worded(item.question, response)
    return f'<h3>Your answer</h3>\n<div class="answer">{listed(lines)}</div>\n' if lines else ""


def _closed(item: Item, response: Answer | None, score: float) -> str:
    state, word = _STATE.get(score, ("partly", "Partly right"))
    verdict = f'<p><b class="{state}">{word}</b>: {rounded(score)} of 1.</p>\n'
    if not response:
        verdict = "<p>You left this open.</p>\n"
    solution = f"<h3>Worked solution</h3>\n{html(item.key.solution)}"
    return f"{_stem(item)}{_answer(item, response)}{verdict}{_said(item, response)}{solution}"


def _said(item: Item, response: Answer | None) -> str:
    if not response:
        return ""
    one = isinstance(item.question, Choose) and not item.question.several
    texts = {} if one else slot_texts(item.question)  # the one chosen stands above already
    return "".join(
        f'<div class="said {"right" if said.right else "wrong"}">{_of(texts.get(said.slot))}{html(said.text)}</div>\n'
        for said in feedback(item.question, item.key, response)
    )


def _of(text: str | None) -> str:
    return f'<p class="facts">{escape(text)}</p>\n' if text else ""
