"""Can keys be guessed?  What a reader would score who looks at form alone: position, length, words, order.

Each strategy marks some choices of each choice exercise.  Were the right choices placed by chance, the number of
right ones among the marked would follow a hypergeometric distribution in each exercise, so their sum over the bank has
an exact distribution too (by convolution).  A strategy betrays keys when its count is far out in either tail.

Of things to sort, the strategies look at the order in which pages show them.  Were each exercise's answers dealt out
to its things by chance, every order of them would be as likely, which gives an exact distribution again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import comb, factorial

from exercises.draw.markup import plain
from exercises.questions.ask import ask
from exercises.questions.key import Key
from exercises.questions.kinds import Bank, Exercise
from exercises.questions.question import Choose, Place

LEVEL = 0.01
"""The chance, for each strategy and tail, of a false alarm that the gate accepts."""
_ABSOLUTE = re.compile(r"\b(always|never|all|every|only|none|nobody|no one|must|certainly|proves?)\b", re.IGNORECASE)
UNTOLD = re.compile(
    r"cannot be told|does not say|do not say|not said|not given|no telling|none of|not one of", re.IGNORECASE
)
_PAIRED = re.compile(r"\b(both|neither)\b", re.IGNORECASE)

Mark = Callable[[tuple[str, ...]], set[int]]
Hit = Callable[[int, int], bool]


@dataclass(frozen=True)
class Strategy:
    """What one strategy finds: right choices among those it marks, what chance gives, and how unlikely that is."""

    name: str
    hits: int
    marked: int
    expected: float
    chance: float
    """The smaller tail's probability."""
    found_from: int | None = None
    """The fewest hits that would betray keys, where more hits than by chance alone betray them."""

    @property
    def betrays(self) -> bool:
        """Return whether the count is farther out than sampling allows."""
        return self.chance < LEVEL

    def __str__(self) -> str:
        """Return the figures in one line."""
        found = f"{self.hits} of {self.marked} marked are right"
        said = f"{self.name}: {found}, {self.expected:.1f} by chance (p = {self.chance:.2f})"
        return said if self.found_from is None else f"{said}, found from {self.found_from}"


def strategies(bank: Bank, keys: dict[str, Key]) -> tuple[Strategy, ...]:
    """Return what each strategy finds over the bank's choice exercises, and over those that sort, match or order."""
    items = tuple(_items(bank, keys))
    chosen = tuple(_try(name, ((one, mark(one.texts)) for one in items)) for name, mark in _MARKS.items())
    near = tuple(
        _try(f"the words of its {name}", ((one, _nearest(one.texts, one.beside[name])) for one in items))
        for name in ("title", "stem")
    )
    sorts = tuple(_sorts(bank, keys))
    ordered = tuple(_try_order(name, hit, sorts) for name, hit in _ORDERS.items())
    return *chosen, *near, *ordered, _each_once(sorts), _by_hedges(bank, keys)


@dataclass(frozen=True)
class _Item:
    """The choices of one exercise, in the page's order, the places of the right ones, and what stands beside them."""

    texts: tuple[str, ...]
    right: frozenset[int]
    beside: Mapping[str, str]


def _items(bank: Bank, keys: dict[str, Key]) -> Iterator[_Item]:
    for exercise in bank.exercises:
        question = ask(exercise)
        if isinstance(question, Choose) and not question.passage:
            correct = keys[exercise.id].correct
            right = {correct} if isinstance(correct, str) else set(correct or ())
            texts = tuple(choice.text for choice in question.asked)
            places = frozenset(i for i, choice in enumerate(question.asked) if choice.id in right)
            yield _Item(texts, places, {"title": exercise.title, "stem": plain(exercise.stem)})


def _try(name: str, marked_items: Iterable[tuple[_Item, set[int]]]) -> Strategy:
    hits = marked = 0
    expected = 0.0
    distribution = [1.0]
    for item, chosen in marked_items:
        size, right = len(item.texts), item.right
        hits += len(chosen & right)
        marked += len(chosen)
        expected += len(chosen) * len(right) / size
        distribution = convolve(distribution, _hypergeometric(size, len(right), len(chosen)))
    return Strategy(name, hits, marked, expected, _tail(distribution, hits))


@dataclass(frozen=True)
class _Sort:
    """What the things of one exercise get, by the place of each answer among those offered, in the page's order."""

    answers: tuple[int, ...]
    offered: int
    once: bool


def _sorts(bank: Bank, keys: dict[str, Key]) -> Iterator[_Sort]:
    """Yield what can be put in another order: no grid, and no test, whose twin has the same order."""
    for exercise in bank.exercises:
        question, correct = ask(exercise), keys[exercise.id].correct
        if exercise.use != "test" and isinstance(question, Place) and question.movable and isinstance(correct, dict):
            places = {option.id: place for place, option in enumerate(question.offered)}
            answers = tuple(places[correct[asked.id]] for asked in question.asked)
            yield _Sort(answers, len(places), question.once)


def _try_order(name: str, hit: Hit, sorts: tuple[_Sort, ...]) -> Strategy:
    hits = marked = 0
    expected = 0.0
    distribution = [1.0]
    for sort in sorts:
        dealt = _dealt(sort.answers, hit)
        hits += sum(hit(*pair) for pair in pairwise(sort.answers))
        marked += len(sort.answers) - 1
        expected += sum(count * chance for count, chance in enumerate(dealt))
        distribution = convolve(distribution, dealt)
    return Strategy(name, hits, marked, expected, _tail(distribution, hits))


def _dealt(answers: tuple[int, ...], hit: Hit) -> list[float]:
    """Return the distribution of how many neighbours are a hit, where each order of these answers is as likely."""

    @cache
    def after(last: int | None, left: tuple[int, ...]) -> list[float]:
        result = [0.0] * (len(left) + 1)
        for place, answer in enumerate(left):
            rest = after(answer, left[:place] + left[place + 1 :])
            for count, chance in enumerate(rest):
                result[count + (last is not None and hit(last, answer))] += chance / len(left)
        return result if left else [1.0]

    return after(None, tuple(sorted(answers)))


def _each_once(sorts: tuple[_Sort, ...]) -> Strategy:
    """Try to use each answer once where there are as many things, though an answer may be right twice."""
    even = [sort for sort in sorts if not sort.once and len(sort.answers) == sort.offered]
    hits, expected, distribution = 0, 0.0, [1.0]
    for sort in even:
        chance = factorial(sort.offered) / sort.offered**sort.offered
        hits += len(set(sort.answers)) == sort.offered
        expected += chance
        distribution = convolve(distribution, [1 - chance, chance])
    return Strategy("each bin once", hits, len(even), expected, _tail(distribution, hits))


def verdicts_asked(exercise: Exercise) -> tuple[str, ...]:
    """Return the verdicts among which a single choice asks for one, by id and sorted, and none of another exercise."""
    question = ask(exercise)
    if not isinstance(question, Choose) or question.several:
        return ()
    return tuple(sorted(question.slots)) if {"adequate", "overstated"} <= set(question.slots) else ()


def _by_hedges(bank: Bank, keys: dict[str, Key]) -> Strategy:
    """Try one line on what is handed in: softened is understated, *most* and *probably* are overstated, else adequate.

    It says nothing of who speaks, so it is tried where firmness decides, with a third by chance.
    """
    firmness = {"understated", "adequate", "overstated"}
    asked = [
        (exercise.stem, keys[exercise.id].correct)
        for exercise in bank.exercises
        if exercise.use == "graded" and firmness <= set(verdicts_asked(exercise))
    ]
    tried = [_by_line(stem) == correct for stem, correct in asked if correct in firmness]
    distribution = [1.0]
    for _ in tried:
        distribution = convolve(distribution, [2 / 3, 1 / 3])
    return Strategy("hedges in verdicts", sum(tried), len(tried), len(tried) / 3, _tail(distribution, sum(tried)))


def _by_line(stem: str) -> str:
    return "understated" if _SOFT.search(stem) else "overstated" if _BOLD.search(stem) else "adequate"


_SOFT = re.compile(r"\b(may|might|could|perhaps|possibl[ey]|seem\w*|appear\w*|apparently|looks? as if)\b")
_BOLD = re.compile(r"\b(most|mostly|probably|likely|must|certainly)\b")


def _tail(distribution: list[float], hits: int) -> float:
    return min(sum(distribution[hits:]), sum(distribution[: hits + 1]))


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


def _nearest(texts: tuple[str, ...], beside: str) -> set[int]:
    """Return the texts that have the largest share of their words beside them, where not all have the same."""
    said = set(words_in(beside))
    shares = [len(said & (words := set(words_in(text)))) / max(len(words), 1) for text in texts]
    return {i for i, share in enumerate(shares) if share == max(shares) > min(shares)}


def words_in(text: str) -> list[str]:
    """Return a text's words and numbers, in small letters."""
    return re.findall(r"[^\W_]+", text.lower())


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
_ORDERS: dict[str, Hit] = {
    "neighbours in different bins": lambda one, next: one != next,
    "neighbours in the bins' order": lambda one, next: next == one + 1,
}
