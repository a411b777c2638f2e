"""What follows from the ledger by rule: which clue separates what, and how a case stands to a deadline."""

from __future__ import annotations

from exercises.ledger.types import Case, Deadline, Fit, Report, Verdict


def separates(report: Report, clue: str, one: str, other: str) -> bool:
    """Return whether the clue separates two hypotheses: their cells differ, and both tell."""
    fits = {report.cell[one, clue].fit, report.cell[other, clue].fit}
    return len(fits) == 2 and Fit.NO_TELLING not in fits


def judge(case: Case, deadline: Deadline) -> Verdict:
    """Return how the case stands to the deadline, as the report words it and with the year that the ledger assumes.

    A rule that does not reach the case gives ``not-covered``, even where other facts are unknown.
    A rule against new permits reaches whoever is given one.  A renewed permit may be an existing one or a new one:
    unless the report says which, we do not.
    """
    if case.bound == "no" or (deadline.reach and case.locality not in (deadline.reach, "unknown")):
        return Verdict.NOT_COVERED
    if case.bound == "unknown" or (deadline.reach and case.locality == "unknown"):
        return Verdict.CANNOT_BE_TOLD
    return _judge_by(case, deadline) if deadline.kind == "by" else _PERMITS.get(case.permit, Verdict.CANNOT_BE_TOLD)


def _judge_by(case: Case, deadline: Deadline) -> Verdict:
    if case.done == "unknown" or deadline.by is None:
        return Verdict.CANNOT_BE_TOLD
    if case.done == "never":
        return Verdict.BREACHES
    return Verdict.MEETS if case.done <= deadline.by else Verdict.BREACHES


_PERMITS = {"existing": Verdict.NOT_COVERED, "new": Verdict.BREACHES, "other": Verdict.NOT_COVERED}
"""How a permit stands to a rule against new ones, where that can be told."""
