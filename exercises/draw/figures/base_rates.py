"""One hundred invented groups: how a clue nine times likelier under one story can leave an even chance.

The numbers are ours, made up to be easy; lesson 5 says so, and so does the figure.
"""

from __future__ import annotations

from exercises.draw.figures.svg import ACCENT, CARD, INK, element, picture, words
from exercises.ledger.types import Report

NEW, NEW_WITH = 10, 9
"""Groups of new workers, and how many of those carry much."""
OTHERS, OTHERS_WITH = 90, 9
"""All other groups, and how many of those carry much."""
_ACROSS, _STEP, _SIDE, _LEFT, _TOP = 10, 36, 26, 24, 8


def data(report: Report) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Return heads and rows: groups by whether they are new and whether they carry much."""
    heads = ("Groups (invented numbers)", "Much luggage", "Little", "All")
    rows = (("New workers", NEW_WITH, NEW), ("Others", OTHERS_WITH, OTHERS), ("All", with_much(), NEW + OTHERS))
    return heads, tuple((name, str(some), str(every - some), str(every)) for name, some, every in rows)


def with_much() -> int:
    """Return how many groups carry much."""
    return NEW_WITH + OTHERS_WITH


def sentences() -> tuple[str, ...]:
    """Return what the picture says, line by line."""
    return (
        "Invented numbers.",
        f"Thick frame: {NEW} of {NEW + OTHERS} groups are new workers.",
        f"Filled: {NEW_WITH} of those {NEW}, and {OTHERS_WITH} of the {OTHERS} others, carry much.",
        f"Of {with_much()} filled squares, {NEW_WITH} have a thick frame.",
    )


def alt(report: Report) -> str:
    """Return what to see, in words."""
    return f"{NEW + OTHERS} squares in rows of {_ACROSS}, one for each group. {' '.join(sentences())}"


def draw(report: Report) -> str:
    """Return the field of squares as SVG, the new groups first."""
    rows = (NEW + OTHERS) // _ACROSS
    bottom = _TOP + rows * _STEP
    squares = [_square(number) for number in range(NEW + OTHERS)]
    lines = [words(line, _LEFT, bottom + 18 + 20 * number, font_size=12.5) for number, line in enumerate(sentences())]
    return picture("base-rates", "One hundred invented groups", bottom + 20 * len(lines) + 8, [*squares, *lines])


def _square(number: int) -> str:
    row, column = divmod(number, _ACROSS)
    new = number < NEW
    much = number < NEW_WITH or NEW <= number < NEW + OTHERS_WITH
    return element(
        "rect",
        x=_LEFT + column * _STEP,
        y=_TOP + row * _STEP,
        width=_SIDE,
        height=_SIDE,
        fill=ACCENT if much else CARD,
        stroke=INK,
        stroke_width=4 if new else 1,
    )
