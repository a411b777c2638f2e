"""Can keys be guessed?  What a reader would score who looks at form alone: position, length, words.

Each strategy marks some choices of each choice exercise.  Were the right choices placed by chance, the number of
right ones among the marked would follow a hypergeometric distribution in each exercise, so their sum over the bank has
an exact distribution too (by convolution).  A strategy betrays keys when its count is far out in either tail.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import comb

from exercises.questions.ask import ask
from exercises.questions.key import Key
from exercises.questions.kinds import Bank
from exercises.questions.question import Choose

LEVEL = 0.01
"""The chance, for each strategy and tail, of a false alarm that the gate accepts."""
_ABSOLUTE = re.compile(r"\b(always|never|all|every|only|none|nobody|no one|must|certainly|proves?)\b", re.IGNORECASE)
UNTOLD = re.compile(
    r"cannot be told|does not say|do not say|not said|not given|no telling|none of|not one of", re.IGNORECASE
)
_PAIRED = re.compile(r"\b(both|neither)\b", re.IGNORECASE)

Mark = Callable[[tuple[str, ...]], set[int]]


@dataclass(frozen=True)
class Strategy:
    """What one strategy finds: right choices among those it marks, what chance gives, and how unlikely that is."""

    name: str
    hits: int
    marked: int
    expected: float
    chance: float
    """The smaller tail's probability."""

    @property
    def betrays(self) -> bool:
        """Return whether the count is farther out than sampling allows."""
        return self.chance < LEVEL

    def __str__(self) -> str:
        """Return the figures in one line."""
        found = f"{self.hits} of {self.marked} marked are right"
        return f"{self.name}: {found}, {self.expected:.1f} by chance (p = {self.chance:.2f})"


def strategies(bank: Bank, keys: dict[str, Key]) -> tuple[Strategy, ...]:
    """Return what each strategy finds over the bank's choice exercises."""
    items = tuple(_items(bank, keys))
    return tuple(_try(name, mark, items) for name, mark in _MARKS.items())


def _items(bank: Bank, keys: dict[str, Key]) -> Iterator[tuple[tuple[str, ...], frozenset[int]]]:
    for exercise in bank.exercises:
        question = ask(exercise)
        if isinstance(question, Choose) and not question.passage:
            correct = keys[exercise.id].correct
            right = {correct} if isinstance(correct, str) else set(correct or ())
            texts = tuple(choice.text for choice in question.asked)
            yield texts, frozenset(i for i, choice in enumerate(question.asked) if choice.id in right)


def _try(name: str, mark: Mark, items: tuple[tuple[tuple[str, ...], frozenset[int]], ...]) -> Strategy:
    hits = marked = 0
    expected = 0.0
    distribution = [1.0]
    for texts, right in items:
        chosen = mark(texts)
        hits += len(chosen & right)
        marked += len(chosen)
        expected += len(chosen) * len(right) / len(texts)
        distribution = convolve(distribution, _hypergeometric(len(texts), len(right), len(chosen)))
    return Strategy(name, hits, marked, expected, min(sum(distribution[hits:]), sum(distribution[: hits + 1])))


def _hypergeometric(size: int, right: int, drawn: int) -> list[float]:
    return [
        comb(right, k) * comb(size - right, drawn - k) / comb(size, drawn) if drawn >= k else 0.0
        for k in range(right + 1)
    ]


def convolve(one: list[float], other: list[float]) -> list[float]:
    """Return the distribution of the sum of two independent counts, by count, each given in the same way."""
    result = [0.0] * (len(one) + len(other) - 1)
    for i, p in enumerate(one):
        for j, q in enumerate(other):
            result[i + j] += p * q
    return result


def _longest(texts: tuple[str, ...]) -> set[int]:
    return {i for i, text in enumerate(texts) if len(text) == max(map(len, texts))}


def _shortest(texts: tuple[str, ...]) -> set[int]:
    return {i for i, text in enumerate(texts) if len(text) == min(map(len, texts))}


def _absolute(texts: tuple[str, ...]) -> set[int]:
    return {i for i, text in enumerate(texts) if _ABSOLUTE.search(text)}


def _paired(texts: tuple[str, ...]) -> set[int]:
    return {i for i, text in enumerate(texts) if _PAIRED.search(text)}


def _untold(texts: tuple[str, ...]) -> set[int]:
    return {i for i, text in enumerate(texts) if UNTOLD.search(text)}


_MARKS: dict[str, Mark] = {
    "first": lambda texts: {0},
    "second": lambda texts: {1},
    "third": lambda texts: {2} & set(range(len(texts))),
    "last": lambda texts: {len(texts) - 1},
    "longest": _longest,
    "shortest": _shortest,
    "absolute words": _absolute,
    "both or neither": _paired,
    "it cannot be told": _untold,
}
