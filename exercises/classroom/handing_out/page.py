"""A student's sheet as one page: it opens from disk, sends nothing, fetches nothing, and holds no key."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from exercises.classroom.assignment import Assignment, Item, Sheet
from exercises.classroom.handing_out.posed import posed
from exercises.draw.templates import render
from exercises.questions.question import Place
from exercises.words import counted

_HERE = Path(__file__).parent
_SCRIPTS = (_HERE.parents[1] / "sphinx_ext" / "static" / "exercises.js", _HERE / "sheet.js")
"""The course's own script reads the forms and keeps what is filled in; ours hands it over."""


@dataclass(frozen=True)
class _Part:
    """A script or a style that stands in the page."""

    text: Markup

    @property
    def digest(self) -> str:
        """Return what the page's policy allows it by."""
        return f"sha256-{base64.b64encode(hashlib.sha256(self.text.encode()).digest()).decode()}"


def page_html(assignment: Assignment, sheet: Sheet) -> str:
    """Return the sheet as a whole HTML document."""
    return render(
        "sheet/page",
        assignment=assignment,
        sheet=sheet,
        asked=posed(assignment, sheet),
        facts=_facts(assignment, sheet),
        style=_part(_HERE / "sheet.css"),
        scripts=[_part(path) for path in _SCRIPTS],
        counted=counted,
    )


def _part(path: Path) -> _Part:
    return _Part(Markup(path.read_text(encoding="utf-8")))  # noqa: S704 - a file of ours


def _facts(assignment: Assignment, sheet: Sheet) -> dict[str, object]:
    """Return what the script has to know."""
    return {
        "course": assignment.course,
        "assignment": assignment.id,
        "sheet": sheet.code,
        "student": sheet.student,
        "name": sheet.name,
        "file": sheet.file if sheet.student else "",
        "items": list(_items(assignment.asked(sheet.drawn))),
    }


def _items(asked: Iterable[Item]) -> Iterator[dict[str, object]]:
    for item in asked:
        question = item.question
        yield {
            "id": item.exercise.id,
            "number": item.number,
            "title": item.exercise.title,
            "question": question.form,
            "version": item.version,
            "slots": question.slots,
            "values": [option.id for option in question.offered] if isinstance(question, Place) else [],
        }
