"""Random responses to a question of ours, and what a student types or clicks who gives them elsewhere."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from exercises.draw.markup import typeset
from exercises.export.item import Item
from exercises.questions.question import Answer
from lms.found import Response, plain


def responses(item: Item, times: int, seed: str, permuted: bool = False, by_hand: bool = False) -> Iterator[Answer]:
    """Yield random responses, some of them empty or in part; whole orders alone where a system takes no others.

    Days and numbers are written as programs do, and ``by_hand`` also as people do.
    """
    dice = random.Random(f"{seed}/{item.id}")  # noqa: S311 - repeatable on purpose
    for _ in range(times):
        response = _response(item, dice, permuted)
        yield _written(item, response, dice) if by_hand and isinstance(response, str) else response


def _written(item: Item, response: str, dice: random.Random) -> str:
    """Return a day or a number as somebody may write it."""
    if not response.strip() or item.shape not in ("date", "number", "percent") or dice.random() < 0.5:
        return response
    if item.shape == "date":
        when = datetime.date.fromisoformat(response.strip())
        forms = ("%d %B %Y", "%B %d, %Y", "%b %d, %Y", "%Y/%m/%d", "%d.%m.%Y", "%A, %d %B %Y", "%dth of %B %Y")
        return when.strftime(dice.choice(forms))
    figures = f"{Decimal(response):,f}"
    comma = figures.replace(",", " ").replace(".", ",") + ("" if "." in figures else ",00")
    return dice.choice(
        (comma, figures.replace(",", " "), f"{response}%" if item.shape == "percent" else f"{response}.")
    )


def _response(item: Item, dice: random.Random, permuted: bool) -> Answer:
    slots, offered = item.question.slots, tuple(item.offered)
    match item.shape:
        case "one":
            return dice.choice(("", *slots))
        case "several" | "passage":
            return tuple(slot for slot in slots if dice.random() < 0.5)
        case "places" if permuted:
            return dict(zip(slots, dice.sample(offered, len(slots)), strict=True))
        case "bins" | "lists" | "places" | "grid":
            right = {slot: item.placed[slot] for slot in slots if dice.random() < 0.5}
            return {slot: dice.choice(offered) for slot in slots if dice.random() < 0.7} | right
        case "date":
            day = datetime.date.fromisoformat(str(item.key.correct)) + datetime.timedelta(dice.choice((-1, 0, 0, 1)))
            return dice.choice(("", day.isoformat(), day.isoformat().replace("-", ""), f" {day} "))
        case "percent":
            # up to 1 a percentage has its sign, or we ask and no system does
            return str(dice.choice((0, 50, 100, 130, -5, dice.randint(2, 100), round(dice.uniform(1.01, 100), 2))))
        case "number":
            near = float(str(item.key.correct)) + dice.choice((-1, -0.004, 0, 0, 0.004, 0.3, 1))
            return dice.choice(("", str(round(near, 4)), item.key.correct, *item.key.feedback))
        case "words":
            form = dice.choice((str(item.key.correct), *item.key.accepted, "something else", "not", ""))
            return dice.choice((form, form.upper(), f" {form} ", f"the {form}", f"{form}.", f"x{form}"))
    raise AssertionError(item.shape)


@cache
def _shown(words: str) -> str:
    return plain(typeset(words))


def in_words(item: Item, response: Answer) -> Response:
    """Return the response in the words that a student sees."""
    texts = {thing.id: _shown(thing.text) for thing in item.things}
    if isinstance(response, dict):
        return {texts[slot]: _shown(item.offered[value]) for slot, value in response.items()}
    if isinstance(response, tuple):
        return frozenset(texts[slot] for slot in response)
    return texts.get(response, response)
