"""A student's sheet as one HTML document, to be drawn as PDF: filled in on a screen, or printed and filled in by hand.

Nothing here takes a key: a sheet is made from what was asked and from the order in which this sheet asks it.
Beside the fields of each question (:mod:`exercises.draw.controls`) a sheet has ``?name``, ``?student``,
``?assignment`` and ``?sheet``.
"""

from __future__ import annotations

from exercises.classroom.assignment import Assignment, Sheet
from exercises.classroom.handing_out.posed import posed
from exercises.draw.templates import render
from exercises.words import counted


def paper_html(assignment: Assignment, sheet: Sheet) -> str:
    """Return the sheet as a whole document, without the style that it is drawn with."""
    return render(
        "sheet/paper",
        assignment=assignment,
        sheet=sheet,
        asked=posed(assignment, sheet),
        foot=foot_of(sheet),
        counted=counted,
    )


def foot_of(sheet: Sheet) -> str:
    """Return what stands at the foot of every page of a sheet."""
    return f"{sheet.name} · sheet {sheet.code}" if sheet.name else f"Sheet {sheet.code}"
