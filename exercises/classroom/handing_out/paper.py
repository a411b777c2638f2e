"""A student's sheet as one HTML document, to be filled in on a screen or printed and filled in by hand.

Nothing here takes a key: a sheet is made from what was asked and from the order in which this sheet asks it.
Beside the fields of each question (:mod:`exercises.draw.controls`) a sheet has ``?name``, ``?student``,
``?assignment`` and ``?sheet``.
"""

from __future__ import annotations

from pathlib import Path

from markupsafe import Markup

from exercises.classroom.assignment import Assignment, Sheet
from exercises.classroom.handing_out.posed import posed
from exercises.draw.templates import render
from exercises.words import counted


def paper_html(assignment: Assignment, sheet: Sheet, forms: bool) -> str:
    """Return the sheet as a whole document, with fields to fill in on a screen or with room to write on paper."""
    style = Path(__file__).with_name("paper.css").read_text(encoding="utf-8")
    return render(
        "sheet/paper",
        assignment=assignment,
        sheet=sheet,
        asked=posed(assignment, sheet),
        fillable=forms,
        style=Markup(style),  # noqa: S704 - a file of ours
        counted=counted,
    )


# SHIM while taking_in moves to questions: what stood here and is known by the question now

from exercises.draw.controls import SURE as SURE  # noqa: E402
from exercises.questions.ask import ask  # noqa: E402
from exercises.questions.kinds import Exercise  # noqa: E402
from exercises.questions.question import Option, Place  # noqa: E402
from exercises.questions.question import letter as letter  # noqa: E402


def values(exercise: Exercise) -> tuple[tuple[str, str], ...]:  # noqa: D103
    question = ask(exercise)
    return tuple(question.shown.items()) if isinstance(question, Place) else ()


def printed(options: tuple[Option, ...], order: tuple[str, ...]) -> tuple[Option, ...]:  # noqa: D103
    place = {id: number for number, id in enumerate(order)}
    return tuple(sorted(options, key=lambda option: place.get(option.id, len(place))))
