"""Whether the guesser of the stress run is told of: a share past its bound that chance alone does not give."""

from __future__ import annotations

import random

import pytest
from dispatches import Sat, guessed

FORMS = 40
SUBJECTS = ("ferry", "bridge", "harbour", "market")


def sat(place: int, right: float) -> Sat:
    """Return a form of sixteen statements whose wording tells that share of the keys, and chance the others."""
    dice = random.Random(f"form/{place}")  # noqa: S311
    keys = tuple(dice.sample([True, False] * 8, 16))
    seen = (key if dice.random() < right else dice.random() < 0.5 for key in keys)
    return Sat(SUBJECTS[place % len(SUBJECTS)], tuple(frozenset({f"sounds {one}"}) for one in seen), keys)


@pytest.mark.parametrize(("right", "told"), [(0.0, False), (0.4, True)])
def test_wording_that_tells_keys_is_told_of_and_wording_that_says_nothing_is_not(
    right: float, told: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    assert guessed("the statements", [sat(place, right) for place in range(FORMS)]) is told
    assert "40 forms" in capsys.readouterr().out


def test_a_share_past_the_bound_that_chance_gives_too_is_not_told_of() -> None:
    """Of eight forms, half of all shares come past 0.52 and say nothing."""
    shares = [
        guessed("the report", [sat(place, 0.0) for place in range(first, first + 8)]) for first in range(0, 80, 8)
    ]
    assert shares == [False] * 10
