"""One fact of the ledger, changed, moves exactly the keys that rest on it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pytest
from sites import the_course

from exercises.ledger.types import Basis, Claim, Deadline, Fit, Kind, Report, Strength, Table
from exercises.questions.ask import ask
from exercises.questions.key import Figure
from exercises.questions.kinds import Exercise
from exercises.questions.resolve import looked_at, resolve, subjects

COURSE = the_course()
REPORT = COURSE.evidence.report["rfa-2019"]
COMPUTED = {e.id: (e, q) for e in COURSE.bank.exercises if (q := COURSE.files[e.id].query)}


def named(id: str, sort: str) -> set[tuple[str, ...]]:
    """Return the ids of each subject of this sort that the exercise's query names; a count of claims, or of their paragraphs, names every claim."""
    exercise, query = COMPUTED[id]
    if isinstance(query, Figure) and query.figure in ("count", "paragraphs"):
        return {(claim,) for claim in COURSE.report(exercise).claim} if sort == "claim" else set()
    return {ids for found, ids in looked_at(query, ask(exercise)) if found == sort}


def clues(id: str) -> set[str]:
    """Return the clues at which the exercise's query looks."""
    return {ids[-1] for sort in ("cell", "pair") for ids in named(id, sort)}


def deadlines(id: str) -> set[str]:
    """Return the deadlines at which the exercise's query looks."""
    by_case = {ids[1] for ids in named(id, "case")}
    return by_case | {ids[0] for sort in ("wording", "part", "deadline") for ids in named(id, sort)}


def rows(id: str) -> set[tuple[str, ...]]:
    """Return the rows of tables at which the exercise's query looks."""
    return {ids[:2] for sort in ("row", "entry") for ids in named(id, sort)}


def moved(changed: Report, exercises: Iterable[Exercise] = tuple(one for one, _ in COMPUTED.values())) -> set[str]:
    """Return which of the exercises, all that have a query, have another key under the changed report, or none."""
    ids = set()
    for exercise in (one for one in exercises if one.report == changed.id):
        key, _ = resolve(exercise, COURSE.files[exercise.id], changed)
        if key is None or key.correct != COURSE.keys[exercise.id].correct:
            ids.add(exercise.id)
    return ids


def changed_report(report: Report = REPORT, **fields: object) -> Report:
    """Return the report with these fields, and without what the old one remembers of its own."""
    return Report(**{name: getattr(report, name) for name in Report.model_fields} | fields)


def changed_claim(id: str, report: Report = REPORT, **changes: object) -> Report:
    """Return the report with one claim changed."""
    claims = tuple(c.model_copy(update=changes) if c.id == id else c for c in report.claims)
    return changed_report(report, claims=claims)


def changed_fit(hypothesis: str, clue: str, fit: Fit, report: Report = REPORT) -> Report:
    """Return the report with one cell of the grid changed."""
    cells = tuple(
        c.model_copy(update={"fit": fit}) if (c.hypothesis, c.clue) == (hypothesis, clue) else c for c in report.cells
    )
    return changed_report(report, cells=cells)


def changed_day(id: str, by: datetime.date) -> Report:
    """Return the report with one deadline's last day changed."""
    deadlines = tuple(d.model_copy(update={"by": by}) if d.id == id else d for d in REPORT.deadlines)
    return changed_report(deadlines=deadlines)


def changed_case(id: str, **facts: object) -> Report:
    """Return the report with one case changed."""
    return changed_report(cases=tuple(c.model_copy(update=facts) if c.id == id else c for c in REPORT.cases))


def changed_wordings(id: str) -> Report:
    """Return the report with nothing left as it was in one deadline's wordings."""
    other = {"set_by": "x", "binding": "x", "covering": "x", "where": "x", "when": "x", "said_by": "page"}

    def change(deadline: Deadline) -> Deadline:
        return deadline.model_copy(update={"wordings": tuple(w.model_copy(update=other) for w in deadline.wordings)})

    return changed_report(deadlines=tuple(change(d) if d.id == id else d for d in REPORT.deadlines))


def changed_row(table: str, row: str, cell: str) -> Report:
    """Return the report with every cell of one row of one table saying something else."""

    def change(one: Table) -> Table:
        rows = tuple(
            r.model_copy(update={"cells": dict.fromkeys(r.cells, cell)}) if r.id == row else r for r in one.rows
        )
        return Table(**{name: getattr(one, name) for name in Table.model_fields} | {"rows": rows})

    return changed_report(tables=tuple(change(one) if one.id == table else one for one in REPORT.tables))


def test_an_unchanged_report_moves_nothing() -> None:
    assert moved(changed_report()) == set()


BAGGAGE = {"run-or-new", "tell-a-visa-run-apart", "which-pairs-are-told-apart"}
JUNE = {"days-between", "the-recalls-last-day"}
BUS = {"mend-the-bus"}
"""Keys that rest on the luggage of a visa run, on the recall's day, and on how the first source knows of the bus."""


@pytest.mark.parametrize(
    ("changed", "moving", "staying"),
    [
        (changed_fit("visa-run", "baggage", Fit.EXPECTED), BAGGAGE, JUNE | BUS),
        (changed_day("june", datetime.date(2019, 7, 1)), JUNE, BAGGAGE | BUS),
        (changed_claim("p08-took-bus", basis=Basis.HEARD), BUS, BAGGAGE | JUNE),
    ],
    ids=["a-cell", "a-day", "a-claim"],
)
def test_one_fact_moves_the_keys_that_a_reader_would_name(changed: Report, moving: set[str], staying: set[str]) -> None:
    found = moved(changed)
    assert moving <= found
    assert not staying & found


@pytest.mark.parametrize("claim", REPORT.claims, ids=lambda claim: claim.id)
def test_a_claim_moves_no_key_that_does_not_look_at_it(claim: Claim) -> None:
    basis = Basis.HEARD if claim.basis != Basis.HEARD else Basis.SAW
    changed = changed_claim(claim.id, basis=basis, hedges=() if claim.hedges else ("perhaps",), strength=Strength.OPEN)
    assert moved(changed) <= {id for id in COMPUTED if (claim.id,) in named(id, "claim")}


@pytest.mark.parametrize("clue", REPORT.clue)
def test_a_cell_moves_no_key_that_does_not_look_at_its_clue(clue: str) -> None:
    looking = {id for id in COMPUTED if clue in clues(id)}
    others = [one for id, (one, _) in COMPUTED.items() if id not in looking]
    for hypothesis in REPORT.hypothesis:
        for fit in {*Fit} - {REPORT.cell[hypothesis, clue].fit}:
            assert moved(changed_fit(hypothesis, clue, fit), others) == set()


@pytest.mark.parametrize("deadline", ["june", "end-of-2019"])
def test_a_day_moves_no_key_that_does_not_look_at_its_deadline(deadline: str) -> None:
    looking = {id for id in COMPUTED if deadline in deadlines(id)}
    for by in (datetime.date(2018, 1, 1), datetime.date(2021, 1, 1)):
        assert moved(changed_day(deadline, by)) <= looking


@pytest.mark.parametrize("table", REPORT.table)
def test_a_row_moves_no_key_that_does_not_look_at_it(table: str) -> None:
    for row in REPORT.table[table].row:
        looking = {id for id in COMPUTED if (table, row) in rows(id)}
        assert moved(changed_row(table, row, "2001-02-03")) <= looking


def made_true(id: str, report: Report) -> Report:
    """Return the report with everything so that the exercise's summaries tell of its claims."""
    exercise, query = COMPUTED[id]
    summaries = [one for one in subjects(query, ask(exercise)).values() if not isinstance(one, str)]
    for told in (told for summary in summaries for told in summary if told.subject.startswith("claim:")):
        report = changed_claim(told.subject.removeprefix("claim:"), report, **passing(told.where))
    return report


def passing(where: Mapping[str, Any]) -> dict[str, object]:
    """Return values with which a claim passes a test."""
    return {name: value if isinstance(value, bool) else value[0] for name, value in where.items()}


def changes(id: str) -> Iterator[Report]:
    """Yield reports with one fact changed at which this exercise's query looks."""
    report = COURSE.report(COMPUTED[id][0])
    for clue in clues(id):
        yield from (changed_fit(hypothesis, clue, fit, report) for hypothesis in report.hypothesis for fit in Fit)
    for case, *_ in named(id, "case"):
        yield changed_case(case, concerned="yes", locality="china", permit="new", done="never")
        yield changed_case(case, concerned="no")
    for deadline in deadlines(id) if report.id == REPORT.id else ():
        if REPORT.deadline[deadline].by:
            yield changed_day(deadline, datetime.date(2018, 1, 1))
            yield changed_day(deadline, datetime.date(2021, 1, 1))
        yield changed_wordings(deadline)
    for table, row in rows(id) if report.id == REPORT.id else ():
        yield from (changed_row(table, row, cell) for cell in ("2001-02-03", "17", "nothing that a bin lists"))
    yield made_true(id, report)
    query = COMPUTED[id][1]
    for (claim,) in named(id, "claim"):
        if isinstance(query, Figure):
            yield changed_claim(claim, report, **passing(query.where))
        yield changed_claim(claim, report, voice="page", basis=Basis.HEARD, kind=Kind.QUESTION, at="headline")
        yield changed_claim(claim, report, hedges=() if report.claim[claim].hedges else ("perhaps",))
        yield from (changed_claim(claim, report, basis=basis) for basis in Basis)
        yield from (changed_claim(claim, report, strength=strength) for strength in Strength)


@pytest.mark.parametrize("id", COMPUTED)
def test_each_computed_key_moves_with_some_fact(id: str) -> None:
    assert any(id in moved(changed, [COMPUTED[id][0]]) for changed in changes(id))


def test_a_copy_with_other_claims_has_nothing_of_what_the_original_has_looked_up() -> None:
    first, *others = REPORT.claims
    assert first.id in REPORT.claim
    assert first.id not in REPORT.model_copy(update={"claims": tuple(others)}).claim
