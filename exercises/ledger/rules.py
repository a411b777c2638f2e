"""What follows from the ledger by rule: which clue separates what, and how a case stands to one wording of a rule."""

from __future__ import annotations

from collections.abc import Iterator

from exercises.ledger.types import Case, Covers, Deadline, Fit, Report, Span, Verdict, Wording


def separates(report: Report, clue: str, one: str, other: str) -> bool:
    """Return whether the clue separates two hypotheses: their cells differ, and both tell."""
    fits = {report.cell[one, clue].fit, report.cell[other, clue].fit}
    return len(fits) == 2 and Fit.NO_TELLING not in fits


def judge(case: Case, rule: Deadline, wording: Wording, now: Span) -> Verdict:
    """Return how the case stands to the rule by one wording of it, with the year that the ledger assumes.

    ``now`` is when the report speaks.  Whoever the wording does not cover is ``not-covered``, whatever else is unknown;
    of whoever it may or may not cover nothing can be told.
    """
    covered = tuple(_covered(case, rule, wording, now))
    if False in covered:
        return Verdict.NOT_COVERED
    if None in covered:
        return Verdict.CANNOT_BE_TOLD
    return _judge_by(case, rule) if rule.kind == "by" else Verdict.BREACHES


def _covered(case: Case, rule: Deadline, wording: Wording, now: Span) -> Iterator[bool | None]:
    """Yield, for each condition that the wording sets, whether the case meets it; None where that is not known."""
    yield {"yes": True, "no": False}.get(case.concerned)
    if rule.reach:
        yield None if case.locality == "unknown" else case.locality == rule.reach
    if rule.kind == "none-new":
        yield _IS_NEW.get(case.permit)
    match wording.covers:
        case Covers.SOME:
            yield None
        case Covers.THERE:
            yield _before(case.there, now)
        case Covers.PERMIT:
            yield _in_force(case, now)


_IS_NEW = {"existing": False, "new": True, "other": False, "none": False}
"""Whether a permit is a new one.  Of a renewed permit that cannot be told, unless the report says so."""


def _in_force(case: Case, now: Span) -> bool | None:
    """Return whether the case's permit is in force when the report speaks.

    Of a renewed or an unknown permit that cannot be told, nor of a new one that had been given by then: a report that
    tells existing permits from new ones may not mean it.
    """
    if case.permit == "none":
        return False
    before = _before(case.given, now)
    tells = case.permit in ("existing", "other") or (case.permit == "new" and before is False)
    return before if tells else None


def _before(days: Span | None, now: Span) -> bool | None:
    """Return whether something happened before the report speaks; None where the days do not tell."""
    if days is None:
        return None
    return True if days.last < now.first else False if days.first > now.last else None


def _judge_by(case: Case, rule: Deadline) -> Verdict:
    if case.done == "unknown" or rule.by is None:
        return Verdict.CANNOT_BE_TOLD
    kept = case.done != "never" and case.done <= rule.by
    return Verdict.MEETS if kept else Verdict.BREACHES
