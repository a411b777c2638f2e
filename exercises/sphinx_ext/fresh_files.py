"""Dispatches for a page that shows one at a time: what all of them have in common once, and the rest of each apart.

A build takes them from ``fresh.jsonl.gz``, where they lie as they are drawn here, since to draw them takes as long as a
fifth of all pages.  ``tests/dispatches.py --write-practice`` writes the file anew.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from exercises.dispatch.fresh import names_of, practice
from exercises.dispatch.twins import Dispatch
from exercises.draw import controls
from exercises.draw.markup import typeset
from exercises.draw.templates import render
from exercises.questions.ask import ask
from exercises.questions.key import Key
from exercises.questions.kinds import Exercise
from exercises.questions.wording import value_texts
from exercises.sphinx_ext.fresh import GAP, written
from exercises.words import day

_START, _END = "\N{START OF TEXT}", "\N{END OF TEXT}"
"""Around what has markup of its own in some dispatches and none in others."""
_PIECE = re.compile(f'({_START}.*?{_END}|[<>"])', re.DOTALL)


def lines() -> Iterator[str]:
    """Yield the lines of ``fresh.jsonl.gz``: what all have in common, then of each difficulty, names and the rest."""
    dispatches = list(practice())
    form, rows = drawn(dispatches)
    yield written(form)
    for one, row in zip(dispatches, rows, strict=True):
        yield written([one.world.difficulty, names_of(one.world), row])


def drawn(dispatches: Sequence[Dispatch]) -> tuple[str, list[list[Any]]]:
    """Return the exercises' HTML with gaps, and of each dispatch its title, byline, paragraphs and what fills the gaps.

    All must have exercises of the same form.  Raises ValueError where they have not.
    """
    pieces = [_PIECE.split("".join(_exercises(dispatch))) for dispatch in dispatches]
    columns = list(zip(*pieces, strict=True))
    common = [column[0].strip(_START + _END) if len(set(column)) == 1 else GAP for column in columns]
    own = [
        [piece.strip(_START + _END) for piece, shared in zip(row, common, strict=True) if shared == GAP]
        for row in pieces
    ]
    return "".join(common), [[*_report(one), texts] for one, texts in zip(dispatches, own, strict=True)]


def _report(dispatch: Dispatch) -> list[Any]:
    report = dispatch.report
    byline = f"{report.origin}, {day(report.date)}. Invented for practice. {report.about}"
    return [typeset(report.title), typeset(byline), [typeset(one.text or "") for one in report.paragraphs]]


def _exercises(dispatch: Dispatch) -> Iterator[str]:
    _, exercise, key = dispatch.asked()
    yield _exercise("fresh", exercise.model_copy(update={"title": "Adequate, or overstated?"}), key)
    for name, pair in zip(("fresh-rule", "fresh-grid"), dispatch.beside(), strict=True):
        yield _exercise(name, *pair)
    weighing, likely, outcome = dispatch.likely()
    yield _exercise("fresh-likely", likely, outcome, str(weighing.warranted))


def _exercise(id: str, exercise: Exercise, key: Key, warranted: str | None = None) -> str:
    question = ask(exercise)
    values = value_texts(question)
    return render(
        "fresh",
        id=id,
        exercise=exercise,
        form=controls.on_page(id, question, sure=False),
        key=key,
        warranted=warranted,
        marks=json.dumps({"correct": key.correct, "accepted": key.accepted, "tolerance": str(key.tolerance)}),
        start=_START,
        end=_END,
        labels={slot: values[said.verdict] for slot, said in key.feedback.items()},
    )
