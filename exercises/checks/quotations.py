"""What the course quotes, held against copies of the reports whose words are not ours, or against their digests."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from exercises.course import Course
from exercises.errors import CourseError, Finding
from exercises.ledger.types import Report
from exercises.own_copy.digests import Verified, read_verified, verified_path, write_verified
from exercises.own_copy.folding import folded, stands_in
from exercises.own_copy.quotations import quotations, quoted
from exercises.own_copy.recognise import Copy, read_copy
from exercises.own_copy.verify import Quotation, check_verified, verify


def check_quotations(course: Course) -> tuple[Finding, ...]:
    """Return each phrase and quotation that nobody has found in a copy of its report, by the ledgers' digests."""
    quoted_words = quotations_of_others(course)
    findings = {
        finding
        for report in reports_of_others(course)
        for finding in check_verified(report, _known(course, report), quoted_words, _elsewhere(course, report))
    }
    return tuple(sorted(findings))


def verify_copy(course: Course, path: Path) -> tuple[Finding, ...]:
    """Check every phrase and quotation against the copy at ``path``, and keep the digests of those found.

    Raises CourseError where the copy is none of the reports whose words are not ours; then nothing is written.
    """
    report, copy = recognised(course, path)
    findings, verified = verify(report, copy, quotations_of_others(course), _elsewhere(course, report))
    write_verified(course.root / verified_path(report), verified)
    return findings


def recognised(course: Course, path: Path) -> tuple[Report, Copy]:
    """Return the copy at ``path`` with the report that it is.

    Raises CourseError: with one finding where no copy can be read, else with one for each report that it is not.
    """
    others = reports_of_others(course)
    findings: list[Finding] = []
    for report in others:
        try:
            return report, read_copy(path, _known(course, report), report)
        except CourseError as error:
            findings += error.findings if len(others) == 1 else [_naming(report, found) for found in error.findings]
    message = "must be a copy of a report whose words are not ours, and the course has none; leave it out"
    raise CourseError(findings or [Finding(path.as_posix(), "file", message, "copy-none")])


def _naming(report: Report, found: Finding) -> Finding:
    """Return why a text is not the report's, with the report's name; what is wrong with any file stays as it is."""
    return replace(found, where=f"{report.id} {found.where}") if found.rule == "copy-differs" else found


def reports_of_others(course: Course) -> tuple[Report, ...]:
    """Return the reports whose words are not ours."""
    return tuple(report for report in course.evidence.reports if report.words == "theirs")


def _elsewhere(course: Course, report: Report) -> set[str]:
    """Return the digests of the quotations that were found in copies of the other reports."""
    others = [_known(course, other) for other in reports_of_others(course) if other is not report]
    return {digest for known in others if known for digest in known.quotations}


def _known(course: Course, report: Report) -> Verified | None:
    return read_verified(course.root / verified_path(report))


def quotations_of_others(course: Course) -> tuple[Quotation, ...]:
    """Return the quotations that must be a report's: all but those of an entry of the record or of words of ours."""
    entries = {folded(words) for fact in course.evidence.record for words in quoted(fact.statement)}
    texts = [folded(paragraph.text or "") for report in course.evidence.reports for paragraph in report.paragraphs]
    return tuple(
        quotation
        for quotation in quotations(course.root)
        if folded(quotation.text) not in entries and not any(stands_in(folded(quotation.text), text) for text in texts)
    )
