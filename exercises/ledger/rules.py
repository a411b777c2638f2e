"""What follows from the ledger by rule: which clue separates what, and how a case stands to a deadline."""

from __future__ import annotations

from exercises.ledger.types import Case, Deadline, Fit, Report, Verdict


def separates(report: Report, clue: str, one: str, other: str) -> bool:
    """Return whether the clue separates two hypotheses: their cells differ, and both tell."""
    fits = {report.cell[one, clue].fit, report.cell[other, clue].fit}
    return len(fits) == 2 and Fit.NO_TELLING not in fits


def judge(case: Case, deadline: Deadline) -> Verdict:
    """Return how the case stands to the deadline, as the report words it and with the year that the ledger assumes.

    A rule that does not reach the person gives ``not-covered``, even where other facts are unknown.
    The freeze reaches whoever is given a new working visa.  A replaced visa may be an existing one or a new one: the
    report does not say, so neither do we.
    """
    if case.worker == "no" or (deadline.place == "china" and case.place == "elsewhere"):
        return Verdict.NOT_COVERED
    if case.worker == "unknown" or (deadline.place == "china" and case.place == "unknown"):
        return Verdict.CANNOT_BE_TOLD
    return _judge_return(case, deadline) if deadline.kind == "return" else _judge_visa(case)


def _judge_return(case: Case, deadline: Deadline) -> Verdict:
    if case.home == "unknown" or deadline.by is None:
        return Verdict.CANNOT_BE_TOLD
    if case.home == "stays":
        return Verdict.BREACHES
    return Verdict.MEETS if case.home <= deadline.by else Verdict.BREACHES


def _judge_visa(case: Case) -> Verdict:
    return {
        "existing": Verdict.NOT_COVERED,
        "new": Verdict.BREACHES,
        "education": Verdict.NOT_COVERED,
    }.get(case.visa, Verdict.CANNOT_BE_TOLD)
