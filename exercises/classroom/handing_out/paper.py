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
