"""The reports that lie ready for the page that gives fresh ones: they are what the code draws, and no test's."""

from __future__ import annotations

import json
import re

import pytest

from exercises.sphinx_ext import fresh
from exercises.sphinx_ext.fresh_files import lines


def shown(tests: tuple[str, ...]) -> list[str]:
    """Return the title and the words of each report that a site has beside such tests."""
    _, files = fresh._made(tests)
    found = [json.loads(re.sub(r"^[^,]*,|\);\n$", "", data.decode())) for data in files.values()]
    return [" ".join((title, *paragraphs)) for some in found for title, _, paragraphs, _ in some]


def test_what_lies_ready_is_what_is_drawn_of_the_table() -> None:
    """``tests/dispatches.py --write-practice`` writes it anew."""
    assert "".join(f"{line}\n" for line in lines()) == fresh.ready()


@pytest.mark.parametrize("place", [0, 1, 2], ids=["town", "other", "goods"])
def test_a_report_that_shares_a_place_or_goods_with_a_test_is_left_out(place: int) -> None:
    ready = [json.loads(line) for line in fresh.ready().rstrip().split("\n")[1:]]
    taken = ready[0][1][place]
    every, left = shown(()), shown((f"A test tells of {taken}.",))
    told = [" ".join((row[0], *row[2])) for _, names, row in ready if taken in names]
    assert len(every) == len(ready)
    assert told
    assert left
    assert set(every) - set(left) == set(told)
