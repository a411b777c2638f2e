"""How an entry is read as a number, a percentage or a day, by one rule for page, PDF, paper and terminal.

An entry that can be read in two ways is read in neither: ``1,234`` and ``1.234`` are 1234 to one writer and a little
more than 1 to another, ``03/04/2019`` is a day in March or in April, and a likelihood of ``0.7`` is 70 percent to
whoever counts from 0 to 1.  Who typed it is asked; nobody's number silently becomes another.
The page's script has the same rule, and tests/questions/readings.toml holds both to it.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import TypeVar

from exercises.words import MONTHS

T = TypeVar("T")

# `\s`, `\d` and NFKC are not the same in both languages, so what is folded is named.
_FOLDED = str.maketrans(
    {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    | dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63"), "-")
    | dict.fromkeys(map(ord, "\t\n\r\u00a0\u2007\u2009\u202f\u3000"), " ")
    | {0x2019: "'", 0x3002: "."}
)
_FORMS = tuple(
    re.compile(
        f"[+-]? ?([0-9]+|[1-9][0-9]{{0,2}}(?:([{groups} '])[0-9]{{3}})(?:\\2[0-9]{{3}})*)?"
        f"(?:{mark}([0-9]*))?(?:[eE]([+-]?[0-9]{{1,2}}))?"
    )
    for mark, groups in (("\\.", ","), (",", "."))
)
"""A number with a decimal point, and one with a decimal comma; each may part its thousands by the other's mark."""
_SIGN = re.compile(" ?(?:%|percent|per cent)$", re.IGNORECASE)

_NAMES = [name.lower() for name in MONTHS]
_MONTHS = {name[:length]: at for at, name in enumerate(_NAMES, 1) for length in (3, len(name))} | {"sept": 9}
_DAYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tues?|wed|thu|thurs?|fri|sat|sun"
_WEEKDAY = re.compile(f"^(?:{_DAYS})[.]? +")
_DATE = re.compile("([0-9]{1,4}|[a-z]+)([ ./-]+)([0-9]{1,2}|[a-z]+)([ ./-]+)([0-9]{1,4})")
_WRITTEN = tuple(
    (re.compile(pattern), instead)
    for pattern, instead in (
        ("[t ]0?0:00(?::00)?$", ""),  # the midnight that a spreadsheet adds
        ("(?<=[0-9])(?:st|nd|rd|th)(?: of)?(?![a-z])", ""),
        ("[年月년월] ?", "-"),
        ("[日일.]$", ""),
        ("^([0-9]{4})([0-9]{2})([0-9]{2})$", "\\1-\\2-\\3"),
    )
)
_NEXT_CENTURY = 70
"""The first two figures of a year that mean the last century, as most programs have it."""


def _plain(text: str) -> str:
    """Return an entry with one form for each sign that has several, and one space for each gap."""
    return " ".join(text.translate(_FOLDED).split(" ")).strip(" ")


def numbers(text: str) -> tuple[Decimal, ...]:
    """Return every number that an entry can be read as: none, one, or two.

    A comma or a point that parts off one group of three figures may part thousands or decimals; several part thousands.
    """
    plain = _plain(text)
    found = (_number(plain, form, mark) for form, mark in zip(_FORMS, ".,", strict=True))
    return tuple(dict.fromkeys(value for value in found if value is not None))


def _number(plain: str, form: re.Pattern[str], mark: str) -> Decimal | None:
    match = form.fullmatch(plain)
    if not match or not (match[1] or match[3]):
        return None
    figures = "".join(c for c in plain if c not in " '" and c not in ",.".replace(mark, ""))
    return Decimal(figures.replace(mark, "."))


def percents(text: str) -> tuple[Decimal, ...]:
    """Return every percentage from 0 to 100 that an entry can be read as.

    Above 0 and up to 1, without its sign, it may be a part of one as well: ``0.7`` and ``1`` have two readings,
    ``0.7%``, ``1%`` and ``0`` have one.
    """
    plain = _plain(text)
    bare = _SIGN.sub("", plain)
    found = [value for value in numbers(bare) if 0 <= value <= 100]
    parts = [value.scaleb(2) for value in found if bare == plain and 0 < value <= 1]
    return (*found, *parts)


def days(text: str) -> tuple[datetime.date, ...]:
    """Return every day that an entry can be read as.

    Years, months and days stand in the order of ISO (``2019-9-11``), with the month in English words
    (``11 September 2019``, ``Sep 11, 2019``, ``11-Sep-19``), or in figures, whose order no one can tell
    (``11/9/2019``); East Asian dates name each part.
    """
    plain = _WEEKDAY.sub("", _plain(text).lower().replace(",", " "))
    for pattern, instead in _WRITTEN:
        plain = pattern.sub(instead, plain)
    parts = _DATE.fullmatch(plain)
    if not parts or (parts[3].isdecimal() and parts[1].isdecimal() and parts[2].strip() != parts[4].strip()):
        return ()
    return _valid(_orders(parts[1], parts[3], parts[5]))


def _orders(one: str, two: str, three: str) -> Iterable[tuple[str, str, str]]:
    """Return (year, month, day) in each order that the parts may stand in."""
    if not one.isdecimal():
        return [(three, one, two)]
    if len(one) == 4:
        return [(one, two, three)]
    if not two.isdecimal():
        return [(three, two, one)]
    both = [(three, two, one), (three, one, two)]
    return both if len(three) == 4 else [*both, (one, two, three)]


def _valid(orders: Iterable[tuple[str, str, str]]) -> tuple[datetime.date, ...]:
    found: dict[datetime.date, None] = {}
    for year, month, day in orders:
        number = _month(month)
        if number and day.isdecimal() and len(day) <= 2 and len(year) in (2, 4):
            try:
                found[datetime.date(_year(year), number, int(day))] = None
            except ValueError:
                continue
    return tuple(found)


def _month(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) <= 2 else _MONTHS.get(text, 0)


def _year(text: str) -> int:
    return int(text) + (0 if len(text) == 4 else 2000 if int(text) < _NEXT_CENTURY else 1900)


def readings(what: str, text: str) -> tuple[str, ...]:
    """Return what an entry can be read as, each as plain figures; one that is words is read as it is."""
    if what == "date":
        return tuple(day.isoformat() for day in days(text))
    if what in ("number", "percent"):
        return tuple(f"{value:f}" for value in (numbers(text) if what == "number" else percents(text)))
    return (text,)


def in_two_ways(what: str, text: str) -> str:
    """Return the readings of an entry that has more than one, in words, else nothing.

    Of percentages it says how to write each.
    """
    found = readings(what, text)
    if what == "percent":
        found = tuple(f"{value} percent (write {value}{'' if Decimal(value) > 1 else '%'})" for value in found)
    return " or as ".join(found) if len(found) > 1 else ""


def plain_percent(text: str) -> str:
    """Return an entry with one reading as plain figures, with the sign where it needs one, and any other as it is."""
    value = percent(text)
    return text if value is None else f"{value:f}{'%' if 0 < value <= 1 else ''}"


def number(text: str) -> Decimal | None:
    """Return the one number that an entry can be read as, or None."""
    return _only(numbers(text))


def percent(text: str) -> Decimal | None:
    """Return the one percentage from 0 to 100 that an entry can be read as, or None."""
    return _only(percents(text))


def day(text: str) -> datetime.date | None:
    """Return the one day that an entry can be read as, or None."""
    return _only(days(text))


def _only(found: tuple[T, ...]) -> T | None:
    return found[0] if len(found) == 1 else None
