"""What a figure takes from a report's ``figures.toml`` and tables, and what is said where that is not there."""

from __future__ import annotations

from typing import TypeVar

from pydantic import ValidationError

from exercises.errors import CourseError, Finding
from exercises.files import faults_of
from exercises.ledger.load import file_of
from exercises.ledger.types import Data, Report, Table

T = TypeVar("T", bound=Data)


def given(report: Report, name: str, form: type[T]) -> T:
    """Return the figure's own data.  Raises CourseError, which says what is amiss, where the report has none."""
    if name not in report.figures:
        raise not_drawn(report, name, "must be given here, since the figure is drawn from it, and is not; add it")
    data = report.figures[name]
    try:
        return form.model_validate(data)
    except ValidationError as error:
        faults = [(place, said) for place, said, _ in faults_of(error, data)]
        path = file_of(report, "figures")
        raise CourseError(
            Finding(path, name if place == "file" else f"{name}.{place}", said, "figure") for place, said in faults
        ) from error


def table_of(report: Report, name: str) -> Table:
    """Return the table that a figure draws.  Raises CourseError where the report has none of that name."""
    if name not in report.table:
        message = "must be a table here, since a figure is drawn from it, and is not; add it"
        raise CourseError([Finding(file_of(report, "tables"), name, message, "figure")])
    return report.table[name]


def not_drawn(report: Report, name: str, message: str) -> CourseError:
    """Return why the figure of this name cannot be drawn."""
    return CourseError([Finding(file_of(report, "figures"), name, message, "figure")])
