"""How a figure comes about that no source gives: an expression over the ledger, over dates and over numbers.

::

    count paragraphs                      how many the report has; claims, hypotheses and the like as well
    count claims voice=source-1           how many of its claims pass the test
    days deadline:june deadline:december  from one day to the other; weeks, months and years to the nearest whole
    months 2018-11 2019-03                a month counts from its first day
    day done:anna                         the day that an address names
    9 + 9                                 numbers, and addresses of the ledger that give one
    ours: made up for the example         no source has it, and why it may stand here all the same
"""

from __future__ import annotations

import ast
import datetime
import operator
import re
from collections.abc import Callable
from decimal import Decimal

from exercises.ledger.subjects import Where, day_of, fields_of, passes
from exercises.ledger.types import Report
from exercises.words import day

OURS = "ours:"
_ADDRESS = re.compile(r"[a-z]+:[\w/-]+")
_SPANS = {"days": 1.0, "weeks": 7.0, "months": 365.2425 / 12, "years": 365.2425}
"""The units of a span, in days."""
_SIGNS: dict[type[ast.operator], Callable[[Decimal, Decimal], Decimal]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def value_of(working: str, report: Report) -> str:
    """Return the figure that the working gives, in digits, or nothing where it is ours.

    Raises ValueError, which says what must be true, where it cannot be worked out.
    """
    first, *rest = working.split()
    if first == OURS and rest:
        return ""
    try:
        if first == "count":
            return str(_count(rest, report))
        if first == "day":
            return _day(" ".join(rest), report).isoformat()
        if first in _SPANS:
            start, end = (_day(one, report) for one in rest)
            return str(round((end - start).days / _SPANS[first]))
        return _plain(_sum(ast.parse(_ADDRESS.sub(lambda one: _number(one[0], report), working), mode="eval").body))
    except (KeyError, AttributeError, TypeError, ValueError, ArithmeticError, SyntaxError) as error:
        message = f"a working must be an expression over what the ledger has; {working!r} is not ({error}); mend it"
        raise ValueError(message) from error


def written(value: str) -> str:
    """Return a value of :func:`value_of` as readers write it: ``3,000``, ``30 June 2019``."""
    return day(datetime.date.fromisoformat(value)) if value.count("-") == 2 else f"{Decimal(value):,}"


def terms_of(working: str) -> str:
    """Return the numbers and dates that the working takes as given, for a source to answer for."""
    return "" if working.startswith(OURS) else _ADDRESS.sub(" ", working)


def _count(words: list[str], report: Report) -> int:
    of, *tests = words
    if not tests:
        return len(getattr(report, of))
    where: Where = {name: tuple(values.split(",")) for name, values in (test.split("=") for test in tests)}
    return sum(passes(report, f"{of.removesuffix('s')}:{one.id}", where) for one in getattr(report, of))


def _day(text: str, report: Report) -> datetime.date:
    return day_of(report, text) if ":" in text else datetime.date.fromisoformat(f"{text}-01"[:10])


def _number(address: str, report: Report) -> str:
    return str(fields_of(report, address)["text"]).replace(",", "")


def _sum(node: ast.expr) -> Decimal:
    match node:
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _SIGNS:
            return _SIGNS[type(op)](_sum(left), _sum(right))
        case ast.Constant(value=int() | float() as value):
            return Decimal(str(value))
    raise ValueError("no sum")


def _plain(number: Decimal) -> str:
    """Return the number without an exponent or idle noughts, to four places."""
    return f"{round(number, 4).normalize():f}"
