"""A student's sheet as one page: it opens from disk, sends nothing, fetches nothing, and holds no key."""

from __future__ import annotations

import base64
import hashlib
import json
from html import escape
from pathlib import Path

from exercises.classroom.assignment import UNSURE, Assignment, Item, Sheet
from exercises.classroom.handing_out.paper import beside_html, printed, values, with_reports
from exercises.draw.controls import NAMES, form_html
from exercises.draw.markup import html, typeset
from exercises.questions.kinds import Exercise
from exercises.words import counted

_HERE = Path(__file__).parent
_SCRIPTS = (_HERE.parents[1] / "sphinx_ext" / "static" / "exercises.js", _HERE / "sheet.js")
"""The course's own script reads the forms and keeps what is filled in; ours hands it over."""

_ASKED = (
    "What you fill in is kept in this browser, on this computer, and is sent nowhere. "
    "When you are done, save the answers at the end of the page and hand in that file. "
    "Whatever you leave empty earns nothing. "
    "Where you are asked how sure you are, your answer never changes a mark."
)
_NO_SCRIPT = "This page cannot save answers without JavaScript. Allow it, or use the PDF or the printed sheet."


def page_html(assignment: Assignment, sheet: Sheet) -> str:
    """Return the sheet as a whole HTML document."""
    scripts = [path.read_text(encoding="utf-8") for path in _SCRIPTS]
    style = (_HERE / "sheet.css").read_text(encoding="utf-8")
    title = typeset(assignment.title)
    asked = "".join(report + _exercise(item, sheet) for report, item in with_reports(assignment))
    store = f"{assignment.course}/{assignment.id}/{sheet.code}"
    return (
        f'<!DOCTYPE html>\n<html lang="en" data-store="{store}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_policy(style, scripts)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n"
        f"{_head(assignment, sheet)}{asked}{_HAND_IN}</main>\n"
        f'<script type="application/json" id="sheet">{_facts(assignment, sheet)}</script>\n'
        f"{''.join(f'<script>{script}</script>' for script in scripts)}\n</body>\n</html>\n"
    )


def _policy(style: str, scripts: list[str]) -> str:
    """Return what the page may do: show itself, and run the scripts that are in it."""
    allowed = " ".join(map(_digest, scripts))
    return (
        f"default-src 'none'; style-src {_digest(style)}; script-src {allowed}; "
        "img-src data:; form-action 'none'; base-uri 'none'"
    )


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _head(assignment: Assignment, sheet: Sheet) -> str:
    due = f'<p class="due">Hand in by {typeset(assignment.due)}.</p>\n' if assignment.due else ""
    who = _who("name", "Name", sheet.name) + _who("student", "Student’s id", sheet.student)
    return (
        f'{due}<div class="who">{who}</div>\n{beside_html(assignment)}'
        f'<p class="facts">Assignment {assignment.id}, sheet {sheet.code}</p>\n<p class="asked">{_ASKED}</p>\n'
        f'<noscript><p class="warning">{_NO_SCRIPT}</p></noscript>\n<p class="warning" id="storage" hidden></p>\n'
    )


def _who(id: str, label: str, value: str) -> str:
    if value:
        return f"<p>{label}: <b>{escape(value)}</b></p>\n"
    return (
        f'<p><label for="{id}">{label}</label> <input type="text" id="{id}" maxlength="120" autocomplete="off"></p>\n'
    )


def _exercise(item: Item, sheet: Sheet) -> str:
    exercise = item.exercise
    sure = "" if exercise.kind in UNSURE else " data-sure"
    minutes = counted(exercise.minutes, "minute")
    return (
        f'<section class="exercise" id="exercise-{item.number}" data-exercise="{exercise.id}" '
        f'data-kind="{exercise.kind}"{sure}>\n<h2>{item.number}. {typeset(exercise.title)}</h2>\n'
        f'<p class="facts">{NAMES[exercise.kind]} · {minutes}</p>\n'
        f'<div class="stem" id="{exercise.id}__stem">{html(exercise.stem)}</div>\n'
        f"{form_html(_ordered(exercise, sheet))}</section>\n"
    )


def _ordered(exercise: Exercise, sheet: Sheet) -> Exercise:
    """Return the exercise with its choices, statements or items in the sheet's order."""
    order = sheet.orders.get(exercise.id, ())
    for name in ("choices", "statements", "items"):
        if options := getattr(exercise, name, ()):
            return exercise.model_copy(update={name: printed(options, order)})
    return exercise


def _facts(assignment: Assignment, sheet: Sheet) -> str:
    """Return what the script has to know, as JSON in which no tag can end."""
    items = [
        {
            "id": item.exercise.id,
            "number": item.number,
            "title": item.exercise.title,
            "kind": item.exercise.kind,
            "version": item.version,
            "slots": item.exercise.slots,
            "values": [id for id, _ in values(item.exercise)],
        }
        for item in assignment.items
    ]
    facts = {
        "course": assignment.course,
        "assignment": assignment.id,
        "sheet": sheet.code,
        "student": sheet.student,
        "name": sheet.name,
        "file": sheet.file if sheet.student else "",
        "items": items,
    }
    return json.dumps(facts).replace("<", "\\u003c")


_HAND_IN = """<section id="hand-in">
<h2>Hand in</h2>
<div id="open"></div>
<p><button type="button" class="button-check" id="save">Save the answers as a file</button>
<span role="status" id="saved"></span></p>
<details>
<summary>Where no file can be handed in: the code</summary>
<p id="left-out"></p>
<p><label for="code">The code, to copy whole</label></p>
<textarea id="code" rows="4" readonly spellcheck="false"></textarea>
<p><button type="button" class="button-quiet" id="copy">Copy the code</button>
<span role="status" id="copied"></span></p>
</details>
</section>
"""
