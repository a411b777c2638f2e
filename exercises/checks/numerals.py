"""The figures in a text: numbers in digits or words, years, months and days of the month, each in one spelling.

``22 March 2019`` and ``2019-03-22`` are ``22 March`` and ``2019``; ``3,000`` and ``three thousand`` are ``3000``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from exercises.words import MONTHS

_UNITS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_VALUES = {word: value for value, word in enumerate(_UNITS)} | {word: 10 * n for n, word in enumerate(_TENS, 2)}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
_MEASURES = r"days?|weeks?|months?|years?|hours?|minutes?|percent"
"""What a small number word must count to be a figure: *two deadlines* names them, *two months* measures."""

_WORD = "|".join((*_VALUES, *_SCALES))
_MONTH = "|".join(MONTHS)
_FIGURE = re.compile(
    rf"""
    (?P<iso> \b\d{{4}}-(?:0[1-9]|1[0-2])(?:-\d\d)?\b )
  | (?P<lesson> \b(?:lessons?|sources?|steps?)\s\d+(?:(?:,|\sand|\sor|\sto)\s\d+)* )
  | (?P<may> (?:^|(?<=[.?!]\s))May\s(?=[a-z]) )
  | (?P<date> (?:\b(?P<day>\d{{1,2}})\s)? \b(?P<month>{_MONTH})\b
              (?:\s(?P<late>\d{{1,2}})\b)? (?:,?\s(?P<year>\d{{4}})\b)? )
  | (?P<words> \b(?:{_WORD})(?:[ -](?:{_WORD}))*\b ) (?P<measure> [ -](?:(?:or|to)\s\w+\s)?(?:{_MEASURES})\b )?
  | (?P<digits> (?<![\w.,/-])(?:\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?)(?!\w|,\d) )
    """,
    re.VERBOSE | re.IGNORECASE,
)


def figures_in(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each figure that a sentence must answer for, as it is written and as the parts that it says.

    Not among them: *one*, a smaller number word that measures nothing, the number of a lesson, source or step, a
    count of words, and the verb *may*.
    """
    for match in _FIGURE.finditer(text):
        small = match["words"] and number_in(match["words"]) in map(str, range(10))
        idle = small and (match["words"].lower() == "one" or not match["measure"])
        told = re.match(r"(?: to \S+)? words?\b", text[match.end() :])
        if not (idle or told or match["lesson"] or match["may"]) and _is_date(match):
            yield (match["words"] or match[0]).strip(), _parts(match)


def held_by(text: str) -> set[str]:
    """Return every figure that a source gives, small number words and the month of each day among them."""
    found = (match for match in _FIGURE.finditer(text) if not match["lesson"] and not match["may"] and _is_date(match))
    said = {part for match in found for part in _parts(match)}
    return said | {part.split()[1] for part in said if " " in part}


def number_in(text: str) -> str:
    """Return the number that the text writes, in digits: ``3,000`` and ``three thousand`` give ``3000``."""
    if text[0].isdigit():
        return text.replace(",", "")
    total = 0
    group = 0
    for word in re.split(r"[ -]", text.lower()):
        if word in _VALUES:
            group += _VALUES[word]
        elif word == "hundred":
            group = max(group, 1) * 100
        else:
            total, group = total + max(group, 1) * _SCALES[word], 0
    return str(total + group)


def _is_date(match: re.Match[str]) -> bool:
    """Return whether a month is one, and not a verb that is written small."""
    return not match["month"] or match["month"][0].isupper()


def _parts(match: re.Match[str]) -> tuple[str, ...]:
    if match["iso"]:
        year, month, *day = match["iso"].split("-")
        name = MONTHS[int(month) - 1]
        return (f"{int(day[0])} {name}" if day else name, year)
    if match["month"]:
        day_of_month = match["day"] or match["late"]
        named = f"{int(day_of_month)} {match['month']}" if day_of_month else match["month"]
        return (named, match["year"]) if match["year"] else (named,)
    return (number_in(match["words"] or match["digits"]),)
