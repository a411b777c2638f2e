"""What a figure takes from a report's ``figures.toml`` and tables, and what is said where that is not there."""

from __future__ import annotations

from typing import TypeVar

from pydantic import ValidationError

from exercises.ledger.types import Data, Report, Table

T = TypeVar("T", bound=Data)


def given(report: Report, name: str, form: type[T]) -> T:
    """Return the figure's own data.  Raises LookupError, which says what is missing, where the report has none."""
    where = f"course/evidence/{report.id}/figures.toml"
    if name not in report.figures:
        raise LookupError(f"{where}: must have [{name}], which the figure is drawn from, and has not; add it")
    try:
        return form.model_validate(report.figures[name])
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        place = ".".join(map(str, (name, *fault["loc"])))
        raise LookupError(f"{where}: {place}: {fault['msg'][0].lower()}{fault['msg'][1:]}; mend it") from error


def table_of(report: Report, name: str) -> Table:
    """Return the table that a figure draws.  Raises LookupError where the report has none of that name."""
    if name not in report.table:
        where = f"course/evidence/{report.id}/tables.toml"
        raise LookupError(f"{where}: must have the table {name}, which a figure is drawn from, and has not; add it")
    return report.table[name]
