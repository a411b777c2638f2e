"""Random responses to a question of ours, and what a student types or clicks who gives them elsewhere."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator
from functools import cache

from exercises.draw.markup import typeset
from exercises.export.item import Item
from exercises.questions.question import Answer
from lms.found import Response, plain


def responses(item: Item, times: int, seed: str, permuted: bool = False) -> Iterator[Answer]:
    """Yield random responses, some of them empty or in part; whole orders alone where a system takes no others."""
    dice = random.Random(f"{seed}/{item.id}")  # noqa: S311 - repeatable on purpose
    for _ in range(times):
        yield _response(item, dice, permuted)


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
