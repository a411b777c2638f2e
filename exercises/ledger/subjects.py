"""Whatever the ledger can be asked about, read as a row of fields under one form of address.

A subject's address is its sort and the ids that lead to it::

    claim:p05-huge-baggage        voice, relayed, basis, kind, strength, hedged, at
    wording:june/P13              when, set_by, binding, covering, where, said_by, sure
    part:june/P13/binding         text: what a wording says in answer to one question
    row:papers/student            the table's columns
    entry:papers/student/duty     text: what one cell of a table says
    cell:strike/empty             fit
    pair:strike/winter/empty      separates: whether the clue tells the two hypotheses apart
    case:anna/june/P13            verdict, by that wording of the rule
    done:anna                     by: the day on which a case does what is asked for
    deadline:june                 by: the last day, as 2019-06-30
    report:date                   by: the day of the report
    drawing:base-rates/new        text: what a figure shows beside the ledger's facts

A summary is the list of what it tells of subjects; its one field, ``faithful``, is whether all of it is so.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StrictBool, StringConstraints

from exercises.ledger.rules import judge, separates
from exercises.ledger.types import VOICE, Data, Report, Text

Where = dict[str, StrictBool | tuple[Text, ...]]
"""A test of a subject: each field named is as said, or holds one of the texts listed."""

_CLAIM = ("voice", "relayed", "basis", "kind", "strength", "hedged", "at")
_WORDING = ("when", "set_by", "binding", "covering", "where", "said_by", "sure")
_VOICES = ("voice", "said_by")
WORKED_OUT = ("pair", "case")
"""The sorts whose fields are worked out; those of the others stand on the ledger's pages as they are."""


class Told(Data):
    """What a summary tells of one subject: the values that it gives the subject's fields."""

    subject: Annotated[str, StringConstraints(pattern=r"^[a-z]+:.+$")]
    where: Where


Summary = Annotated[tuple[Told, ...], Field(min_length=1)]
Subject = str | tuple[Told, ...]


def fields_of(report: Report, subject: Subject) -> Mapping[str, object]:
    """Return what the ledger says of the subject.  Raises KeyError for an id or a sort that is not there."""
    if not isinstance(subject, str):
        are_so = [passes(report, told.subject, told.where) for told in subject]  # a list: every id must be there
        return {"faithful": all(are_so)}
    sort, ids = parts(subject)
    return _SORTS[sort][1](report, *ids)


def parts(address: str) -> tuple[str, tuple[str, ...]]:
    """Return the address's sort and its ids.  Raises KeyError where it has no such sort, or too few ids."""
    sort, _, ids = address.partition(":")
    found = tuple(ids.split("/"))
    if sort not in _SORTS or len(found) != _SORTS[sort][0]:
        raise KeyError(address)
    return sort, found


def passes(report: Report, subject: Subject, where: Where) -> bool:
    """Return whether the subject has what the test asks for in every field that it names.

    Raises KeyError for an id or sort that is not there, ValueError for a field that such a subject does not have, or
    for what such a field cannot be.
    """
    return has(fields_of(report, subject), subject, where)


def has(fields: Mapping[str, object], subject: Subject, where: Where) -> bool:
    """Return whether fields that a subject has are as the test asks.

    Raises ValueError for a field that is not there, or for what it cannot be, which would quietly never be so.
    """
    for name, to in where.items():
        if name not in fields:
            raise ValueError(f"must test fields of {subject}, which has {', '.join(fields)}; found {name}")
        if wanted := _misses(fields[name], name, to):
            found = str(to).lower() if isinstance(to, bool) else f"[{', '.join(to)}]"
            raise ValueError(f"{name} must be tested for {wanted}; found {found}: mend it")
    return all(fields[name] == to if isinstance(to, bool) else fields[name] in to for name, to in where.items())


def _misses(value: object, name: str, to: bool | Iterable[str]) -> str:
    """Return what a field can be asked for, in words, where the test asks for something else; else nothing."""
    if isinstance(value, bool):
        return "" if isinstance(to, bool) else "true or false"
    if isinstance(to, bool):
        return "a list of texts"
    if isinstance(value, StrEnum):
        known = type(value).__members__.values()
        return "" if all(one in known for one in to) else f"some of {', '.join(known)}"
    is_voice = name in _VOICES and VOICE.fullmatch(str(value))
    return "voices of the ledger" if is_voice and not all(map(VOICE.fullmatch, to)) else ""


def day_of(report: Report, address: str) -> datetime.date:
    """Return the day that a deadline, an entry of a table or the report names.  Raises ValueError if it names none."""
    fields = fields_of(report, address)
    day = fields.get("by", fields.get("text"))
    try:
        return datetime.date.fromisoformat(str(day))
    except ValueError as error:
        raise ValueError(f"{address} must name a day, and names {day!r}; mend it") from error


def _claim(report: Report, id: str) -> Mapping[str, object]:
    claim = report.claim[id]
    return {name: getattr(claim, name) for name in _CLAIM}


def _wording(report: Report, deadline: str, place: str) -> Mapping[str, object]:
    wording = report.wording[f"{deadline}/{place}"]
    return {name: getattr(wording, name) for name in _WORDING}


def _part(report: Report, deadline: str, place: str, name: str) -> Mapping[str, object]:
    return {"text": _wording(report, deadline, place)[name]}


def _row(report: Report, table: str, row: str) -> Mapping[str, object]:
    return report.table[table].row[row].cells


def _entry(report: Report, table: str, row: str, column: str) -> Mapping[str, object]:
    return {"text": report.table[table].row[row].cells[column]}


def _cell(report: Report, hypothesis: str, clue: str) -> Mapping[str, object]:
    return {"fit": report.cell[hypothesis, clue].fit}


def _pair(report: Report, one: str, other: str, clue: str) -> Mapping[str, object]:
    return {"separates": separates(report, clue, one, other)}


def _case(report: Report, case: str, deadline: str, place: str) -> Mapping[str, object]:
    rule, wording = report.deadline[deadline], report.wording[f"{deadline}/{place}"]
    return {"verdict": judge(report.case[case], rule, wording, report.now)}


def _done(report: Report, case: str) -> Mapping[str, object]:
    return {"by": str(report.case[case].done)}


def _deadline(report: Report, id: str) -> Mapping[str, object]:
    day = report.deadline[id].by
    return {"by": day and day.isoformat()}


def _report(report: Report, name: str) -> Mapping[str, object]:
    return {"by": {"date": report.date.isoformat()}[name]}


def _drawing(report: Report, name: str, field: str) -> Mapping[str, object]:
    return {"text": str(report.figures[name][field])}


_SORTS: dict[str, tuple[int, Callable[..., Mapping[str, object]]]] = {
    "claim": (1, _claim),
    "wording": (2, _wording),
    "part": (3, _part),
    "row": (2, _row),
    "entry": (3, _entry),
    "cell": (2, _cell),
    "pair": (3, _pair),
    "case": (3, _case),
    "done": (1, _done),
    "deadline": (1, _deadline),
    "report": (1, _report),
    "drawing": (2, _drawing),
}
"""How many ids lead to a subject of each sort, and what reads its fields."""
