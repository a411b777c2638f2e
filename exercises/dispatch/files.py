"""A dispatch as the files that a course has for every report and exercise."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from exercises.dispatch.form import LESSON
from exercises.dispatch.twins import Dispatch
from exercises.ledger.load import EVIDENCE
from exercises.ledger.types import Report
from exercises.questions.load import BANK, KEYS

_FILES = {"claims.toml": ("claims",), "deadlines.toml": ("deadlines",), "tables.toml": ("tables",)}
"""The ledger's files beside ``report.toml``, and what stands in each."""


def files_of(dispatch: Dispatch, name: str, *, key: bool, **more: str) -> dict[Path, str]:
    """Return what each file holds, by its path below a course; ``name`` is the exercise's id.

    ``more`` are fields of the exercise's own, such as ``title``.  The key is among them only where it is asked for.
    """
    report, exercise, keys = dispatch.tables()
    found = {EVIDENCE / report.id / file: toml(table) for file, table in ledger_tables(report).items() if table}
    found[BANK / LESSON / f"{name}.toml"] = toml({**exercise, **more})
    if key:
        found[KEYS / LESSON / f"{name}.toml"] = toml(keys)
    return found


def ledger_tables(report: Report) -> dict[str, dict[str, Any]]:
    """Return the ledger as its files have it, by their names."""
    data = report.model_dump(exclude_defaults=True, exclude_none=True, mode="python")
    split = {file: {name: data.pop(name) for name in names if name in data} for file, names in _FILES.items()}
    return {"report.toml": data, **split}


def toml(table: Mapping[str, Any]) -> str:
    """Return a table as TOML, one sentence a line in its texts."""
    return "\n".join(_lines(table, ())).strip() + "\n"


def _lines(table: Mapping[str, Any], above: tuple[str, ...]) -> Iterator[str]:
    later = {name: value for name, value in table.items() if _is_table(value) or _is_tables(value)}
    for name, value in table.items():
        if name not in later:
            yield f"{name} = {_value(value)}"
    for name, value in later.items():
        path = (*above, name)
        if _is_tables(value):
            for one in value:
                yield from ("", f"[[{'.'.join(path)}]]")
                # What lies in an array of tables stands in one line, so that it cannot run into the next.
                yield from (f"{field} = {_value(inner)}" for field, inner in one.items())
        else:
            if any(not _is_table(inner) and not _is_tables(inner) for inner in value.values()):
                yield from ("", f"[{'.'.join(path)}]")
            yield from _lines(value, path)


def _is_table(value: object) -> bool:
    return isinstance(value, Mapping)


def _is_tables(value: object) -> bool:
    return isinstance(value, list | tuple) and bool(value) and all(isinstance(one, Mapping) for one in value)


def _value(value: Any) -> str:  # noqa: ANN401 - whatever TOML can hold
    match value:
        case bool():
            return "true" if value else "false"
        case Mapping():
            return "{ " + ", ".join(f"{name} = {_value(inner)}" for name, inner in value.items()) + " }"
        case list() | tuple():
            return "[" + ", ".join(map(_value, value)) + "]"
        case int():
            return str(value)
        case str() if "\n" in value:
            return f'"""\n{value}\n"""'
        case str():
            return json.dumps(str(value), ensure_ascii=False)
    return str(value.isoformat())
