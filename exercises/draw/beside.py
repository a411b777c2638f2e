"""The report that a reader must have beside exercises: where it is, or its words where they are ours."""

from __future__ import annotations

from exercises.ledger.types import Report
from exercises.words import day


def beside(report: Report) -> str:
    """Return which report to have at hand, as plain text that ends with its address, if it has one."""
    carried = f"as reprinted by {report.carrier} on" if report.reprinted else "of"
    address = f": {report.url}" if report.url else "."
    return f"Have the report beside you: “{report.title}”, {report.origin}, {carried} {day(report.date)}{address}"


def full_text(report: Report) -> str:
    """Return the words of a report that is ours, as Markdown."""
    head = f"# {report.title}\n\n*{report.origin}, {day(report.date)}*"
    return "\n\n".join([head, *(f"**P{one.number}** {one.text}" for one in report.paragraphs)])
