"""The reports that lie ready for the page that gives fresh ones: they are what the code draws, and no test's."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from exercises.sphinx_ext import fresh
from exercises.sphinx_ext.fresh_files import lines


def shown(tests: tuple[str, ...]) -> list[str]:
    """Return the title and the words of each report that a site has beside such tests."""
    return [" ".join((row[0], *row[2])) for row in rows(tests) if row]


def rows(tests: tuple[str, ...]) -> list[list[Any] | None]:
    """Return what the files hold, in their order: nothing in the place of what is left out."""
    _, files, _ = fresh._made(tests)
    return [row for data in files.values() for row in json.loads(re.sub(r"^[^,]*,|\);\n$", "", data.decode()))]


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


def test_every_other_report_keeps_its_name_where_one_is_left_out() -> None:
    """A reader's record and answers are kept by it; and a name that has no report would show nothing."""
    taken = json.loads(fresh.ready().split("\n")[1])[1][0]
    every, left = rows(()), rows((f"A test tells of {taken}.",))
    assert [one for one in left if one] == [one for one, still in zip(every, left, strict=True) if still]
    _, _, without = fresh._made((f"A test tells of {taken}.",))
    assert len(without) == left.count(None) > 0
