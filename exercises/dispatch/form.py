"""The form about a report: sixteen statements, each adequate or overstated, with a key that the ledger gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from pydantic import TypeAdapter

from exercises.dispatch.ledger import POINTS, STOP, month, says_of, voice_of
from exercises.dispatch.tables import Variant, facts
from exercises.dispatch.text import State, state_of, statement
from exercises.dispatch.world import ALWAYS, World
from exercises.ledger.types import Report
from exercises.questions.key import Key, KeyFile
from exercises.questions.kinds import Exercise
from exercises.questions.resolve import resolve

LESSON = "00-tests"
STEM = """
Read the report, which is invented for practice.
The first source is the one who is brought in first, the second source the other.
Each sentence below claims to pass on something in it.
Is it adequate, or is it overstated: does it say more than the report, more firmly, or in another's name?
""".strip()
SOLUTION = """
Half of the sentences are adequate.
The others say more than the report does.
In some, what was worked out or heard has become something seen, or a hedge or a limit has gone.
In some, what was advised or left open has become something ordered, said or likely.
In others a number or a month has changed, or a claim has changed hands.
""".strip()


def slot(number: int) -> str:
    """Return the id of the statement that has this place, from 0; it says nothing of what is asked."""
    return f"s{number + 1:02}"


def exercise_table(
    world: World, report: Report, order: Sequence[str], use: Literal["practice", "test"]
) -> dict[str, Any]:
    """Return the exercise's file: what a learner may see."""
    return {
        "kind": "classify",
        "use": use,
        "title": f"A report to judge: {report.title}",
        "report": report.id,
        "outcomes": ["read-a-new-report"],
        "level": world.difficulty,
        "minutes": 20,
        "stem": STEM,
        "bins": [{"id": "adequate", "text": "Adequate"}, {"id": "overstated", "text": "Overstated"}],
        "statements": [{"id": slot(number), "text": statement(world, id)} for number, id in enumerate(order)],
    }


def key_table(world: World, report: Report, state: State, order: Sequence[str]) -> dict[str, Any]:
    """Return the key's file: a query over the ledger, and what is said of each statement."""
    bins = {"adequate": {"faithful": True}, "overstated": {"faithful": False}}
    slots = {slot(number): told(world, report, id) for number, id in enumerate(order)}
    return {
        "solution": SOLUTION,
        "query": {"kind": "sort", "bins": bins, "slots": slots},
        "feedback": {slot(number): _feedback(world, report, id, state[id]) for number, id in enumerate(order)},
    }


def told(world: World, report: Report, id: str) -> list[dict[str, Any]]:
    """Return what the statement about a fact tells, as a summary of the ledger's subjects."""
    fact = facts()[id]
    if id == ALWAYS:
        wording = report.deadline[STOP].wordings[0]
        wanted = {"when": [f"the end of {month(world.day)}"], "set_by": [world.words["league"]]}
        return [{"subject": f"wording:{STOP}/{wording.at}", "where": {name: wanted[name] for name in fact.tells}}]
    fields = claim_fields(world, id, fact.yes)
    claimed = [{"subject": f"claim:{id}", "where": {name: fields[name] for name in fact.tells if name != "says"}}]
    if "says" in fact.tells:
        claimed.append({"subject": f"row:{POINTS}/{id}", "where": {"says": [says_of(world, fact.yes)]}})
    return claimed


def claim_fields(world: World, id: str, variant: Variant) -> Mapping[str, Any]:
    """Return the fields of a claim that a statement may tell of, each as a query tests it."""
    return {
        "voice": [voice_of(world, id, variant)],
        "basis": [variant.basis.value],
        "kind": [variant.kind.value],
        "hedged": variant.strength == "hedged",
    }


def _feedback(world: World, report: Report, id: str, holds: bool) -> dict[str, Any]:
    claim = report.claim[id]
    variant = state_of(facts()[id], holds)
    quoted, why = "…".join(claim.phrases), variant.why.format_map(world.words)
    return {
        "for": "adequate" if holds else "overstated",
        "text": f"“{quoted}”: {why[0].lower()}{why[1:]}",
        "see": [claim.at, id],
    }


_EXERCISE: TypeAdapter[Exercise] = TypeAdapter(Exercise)


def made(exercise: Mapping[str, Any], key: Mapping[str, Any], report: Report, id: str) -> tuple[Exercise, Key]:
    """Return exercise and key as values, the key computed from the ledger.  Raises ValueError where it has a fault."""
    asked = _EXERCISE.validate_python({**exercise, "id": id, "lesson": LESSON})
    found, faults = resolve(asked, KeyFile.model_validate(key), report)
    if found is None:
        raise ValueError("; ".join(f"{fault.where}: {fault.message}" for fault in faults))
    return asked, found
