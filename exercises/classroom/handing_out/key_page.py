"""The key of an assignment as a page for the instructor: right answers, worked solutions, rubrics and samples."""

from __future__ import annotations

from html import escape

from exercises.classroom.assignment import Assignment, Item
from exercises.classroom.document import document, listed, table
from exercises.draw.markup import html, plain
from exercises.questions.grade import best_response
from exercises.questions.key import Criterion, Sample
from exercises.questions.wording import slot_texts, worded

NOTE = "For the instructor: this page holds the answers. The letters on each student’s sheet are in letters.csv."


def key_html(assignment: Assignment) -> str:
    """Return the key as one page."""
    return document(f"Key: {assignment.title}", "".join(map(_item, assignment.items)), NOTE)


def _item(item: Item) -> str:
    exercise, key = item.exercise, item.key
    return (
        f"<section>\n<h2>{item.number}. {escape(exercise.title)}</h2>\n"
        f'<p class="facts">{escape(exercise.id)} · {exercise.name} · key {key.version}</p>\n'
        f"{html(exercise.stem)}{_right(item)}<h3>Worked solution</h3>\n{html(key.solution)}"
        f"{rubric_html(key.rubric)}{''.join(map(sample_html, key.samples))}{_said(item)}</section>\n"
    )


def _right(item: Item) -> str:
    lines = worded(item.question, best_response(item.question, item.key))
    also = [f"also: {', '.join(item.key.accepted)}"] if item.key.accepted else []
    if item.key.tolerance:
        also.append(f"within {item.key.tolerance}")
    return f"<h3>Right</h3>\n{listed([*lines, *also])}" if lines else ""


def rubric_html(criteria: tuple[Criterion, ...]) -> str:
    """Return a rubric as a table, or nothing where there is none."""
    rows = [(one.id, plain(one.text), str(one.marks)) for one in criteria]
    return table("What to look for", ("Criterion", "Earned by", "Marks"), rows) if rows else ""


def sample_html(sample: Sample) -> str:
    """Return a sample answer with its marks."""
    marks = ", ".join(f"{criterion} {given}" for criterion, given in sample.marks.items())
    return (
        f"<h3>A {sample.level} answer: {sample.total}</h3>\n<blockquote>{html(sample.text)}</blockquote>\n"
        f"<p>{escape(marks)}. {escape(plain(sample.why))}</p>\n"
    )


def _said(item: Item) -> str:
    """Return what is said to each choice, for whoever has to explain a mark."""
    texts = slot_texts(item.question)
    lines = [f"{texts.get(slot, slot)} – {plain(said.text)}" for slot, said in item.key.feedback.items()]
    return f"<h3>What is said to each answer</h3>\n{listed(lines)}" if lines else ""
