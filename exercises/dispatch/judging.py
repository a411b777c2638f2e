"""A rule to judge cases by, and a grid of explanations and clues: asked of a dispatch's ledger, and answered by it."""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from exercises.dispatch.form import made
from exercises.dispatch.ledger import OTHER, STOP
from exercises.dispatch.weighing import Clue, Weighing
from exercises.dispatch.world import World
from exercises.ledger.types import Case, Cell, Fit, Hypothesis, Report
from exercises.ledger.types import Clue as LedgerClue
from exercises.questions.key import Key
from exercises.questions.kinds import Exercise
from exercises.words import capital, day

CLUES = 2
"""How many clues a grid has, so that the grids of all dispatches have one form."""
_EXPECTED, _UNEXPECTED = 7, 3
_VERDICTS = {"meets": "Kept", "breaches": "Broken", "not-covered": "Not covered", "cannot-be-told": "Cannot be told"}
_FITS = {"expected": "Expected", "possible": "Possible", "unexpected": "Unexpected", "no-telling": "No source saw it"}
_BROKEN, _KEPT = "broken", "kept"


def rule_exercise(world: World, report: Report, id: str) -> tuple[Exercise, Key]:
    """Return an exercise that asks how five towns stand to the report's rule, and its key, which the ledger gives."""
    cases = _cases(report, world.seed)
    rule = report.deadline[STOP]
    at = rule.wordings[0].at
    stem = (
        f"Judge each town by the last day that the {world.words['stop']} sets.\n"
        f"It asks all member towns to {world.words['duty']}, and no others.\n"
        "Whose the other date is, and whether anybody keeps it, does not matter here."
    )
    exercise = {
        **_head(world, report, "classify", "Whose last day is it?", stem, 4),
        "bins": _options(_VERDICTS),
        "statements": [{"id": case.id, "text": case.gist} for case in cases],
    }
    last = day(rule.by) if rule.by else ""
    key = {
        "solution": f"The {world.words['stop']} has {last} as its last day; the other date is another matter.",
        "query": {
            "kind": "sort",
            "of": f"case:{{}}/{STOP}/{at}",
            "bins": {verdict: {"verdict": [verdict]} for verdict in _VERDICTS},
            "slots": {case.id: case.id for case in cases},
        },
    }
    judged = report.model_copy(update={"cases": cases})
    return _with_feedback(exercise, key, judged, id, lambda slot: (f"The last day is {last}.", at))


def _cases(report: Report, seed: int) -> tuple[Case, ...]:
    last, other = (report.deadline[rule].by or report.date for rule in (STOP, OTHER))
    between = min(last, other) + datetime.timedelta(days=9)
    early = min(last, other) - datetime.timedelta(days=5)
    told: list[tuple[str, str, datetime.date | str]] = [
        (f"A member town that does so on {day(between)}", "yes", between),
        (f"A member town that does so on {day(early)}", "yes", early),
        ("A member town that never does so", "yes", "never"),
        ("A town that is no member, and never does so", "no", "never"),
        ("A member town that does so; when, nobody says", "yes", "unknown"),
    ]
    random.Random(f"cases/{seed}").shuffle(told)  # noqa: S311 - repeatable on purpose
    return tuple(
        Case.model_validate(
            {"id": f"c{number}", "gist": gist, "concerned": concerned, "locality": "unknown", "permit": "unknown"}
            | {"done": done}
        )
        for number, (gist, concerned, done) in enumerate(told, start=1)
    )


def grid_exercise(world: World, report: Report, weighing: Weighing, id: str) -> tuple[Exercise, Key]:
    """Return an exercise that asks what two explanations lead one to expect of two clues, and its key."""
    clues = _chosen(weighing.clues)
    stem = "\n".join(
        (
            "What does each explanation lead us to expect of each clue?",
            *(
                f"In {clue.broken} of ten towns that break their rule, and in {clue.kept} of ten that keep it, "
                f"this is seen where somebody looks: {clue.text}."
                for clue in clues
            ),
            f"Call it expected from {_EXPECTED} of ten on, unexpected up to {_UNEXPECTED}, and possible in between.",
            f"Where no source of this report saw a clue, choose “{_FITS['no-telling']}”: "
            "nothing was seen that an explanation could fit.",
        )
    )
    exercise = {
        **_head(world, report, "grid", "What would we expect?", stem, 4),
        "corner": "Explanation",
        "rows": _options({_BROKEN: "The rule is broken", _KEPT: "The rule is kept"}),
        "columns": [{"id": f"k{number}", "text": capital(clue.text)} for number, clue in enumerate(clues, start=1)],
        "values": _options(_FITS),
    }
    key = {
        "solution": "A clue tells the two apart where it was seen and they lead us to expect different things.",
        "query": {"kind": "sort", "of": "cell:{row}/{column}", "bins": {fit: {"fit": [fit]} for fit in _FITS}},
    }
    cells = {
        f"{row}/k{number}": (_fit(clue, row), clue)
        for row in (_BROKEN, _KEPT)
        for number, clue in enumerate(clues, start=1)
    }
    filled = report.model_copy(
        update={
            "hypotheses": tuple(Hypothesis(id=row, label=row, gist=row) for row in (_BROKEN, _KEPT)),
            "clues": tuple(
                LedgerClue(id=f"k{number}", label=clue.text, gist=clue.text, claims=(clue.fact,))
                for number, clue in enumerate(clues, start=1)
            ),
            "cells": tuple(
                Cell(hypothesis=slot.partition("/")[0], clue=slot.partition("/")[2], fit=fit, reason=clue.text)
                for slot, (fit, clue) in cells.items()
            ),
        }
    )

    def said(slot: str) -> tuple[str, str]:
        _, clue = cells[slot]
        number = clue.broken if slot.startswith(_BROKEN) else clue.kept
        seen = f"A source saw it, and it is seen in {number} of ten." if clue.seen else "No source saw it."
        return seen, report.claim[clue.fact].at

    return _with_feedback(exercise, key, filled, id, said)


def _chosen(clues: Sequence[Clue]) -> list[Clue]:
    """Return as many clues as a grid has, in their order: those that were seen, as far as there are such."""
    first = sorted(clues, key=lambda clue: not clue.seen)[:CLUES]
    return [clue for clue in clues if clue in first]


def _fit(clue: Clue, row: str) -> Fit:
    number = clue.broken if row == _BROKEN else clue.kept
    if not clue.seen:
        return Fit.NO_TELLING
    if number >= _EXPECTED:
        return Fit.EXPECTED
    return Fit.UNEXPECTED if number <= _UNEXPECTED else Fit.POSSIBLE


def _head(world: World, report: Report, kind: str, title: str, stem: str, minutes: int) -> dict[str, Any]:
    return {
        "kind": kind,
        "use": "practice",
        "title": title,
        "report": report.id,
        "outcomes": ["read-a-new-report"],
        "level": world.difficulty,
        "minutes": minutes,
        "stem": stem,
    }


def _options(texts: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"id": id, "text": text} for id, text in texts.items()]


def _with_feedback(
    exercise: Mapping[str, Any], key: Mapping[str, Any], report: Report, id: str, said: Callable[[str], tuple[str, str]]
) -> tuple[Exercise, Key]:
    asked, found = made(exercise, {**key, "feedback": {}}, report, id)
    correct: Mapping[str, str] = found.correct if isinstance(found.correct, dict) else {}
    feedback: dict[str, Any] = {}
    for slot, verdict in correct.items():
        text, at = said(slot)
        feedback[slot] = {"for": verdict, "text": text, "see": [at]}
    return asked, made(exercise, {**key, "feedback": feedback}, report, id)[1]
