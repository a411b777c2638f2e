"""What the key of each kind must be: a sound one gives nothing, and each fault gives exactly its sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
import tiny

from exercises.checks.rules import check_course
from exercises.course import load_course
from exercises.errors import CourseError

COMMON = """
title = "The line"
use = "practice"
outcomes = ["weigh-clues"]
level = 1
minutes = 1
claims = ["p02-line-closes"]
stem = "Think of the line."
"""
PROOF = 'proof = ["p02-line-closes"]\nsolution = "So says P2."\n'
BANK = {
    "estimate": "",
    "short-text": "",
    "order": """
items = [{ id = "closed", text = "It closes" }, { id = "seen", text = "It is seen" }, { id = "told", text = "It is told" }]
""",
    "match": """
items = [{ id = "alder", text = "Alder" }, { id = "birch", text = "Birch" }]
options = [{ id = "one", text = "First" }, { id = "two", text = "Second" }, { id = "three", text = "Third" }]
""",
}
KEYS = {
    "estimate": 'correct = "1"\notherwise = "It had been announced."\n',
    "order": """
correct = ["seen", "told", "closed"]
[feedback.seen]
for = "1"
text = "P1 begins with it."
see = ["P1"]
[feedback.told]
for = "2"
text = "Then the source speaks."
see = ["P1"]
[feedback.closed]
for = "3"
text = "That lies ahead."
see = ["P2"]
""",
    "match": """
correct = { alder = "two", birch = "one" }
[feedback.alder]
for = "two"
text = "The second."
see = ["P2"]
[feedback.birch]
for = "one"
text = "The first."
see = ["P1"]
""",
    "short-text": """
correct = "the line"
accepted = ["the route"]
otherwise = "Look for what closes."
[feedback."the line"]
for = "right"
text = "It will close."
see = ["P2"]
""",
}


def findings(root: Path, kind: str, old: str = "", new: str = "") -> list[str]:
    """Return what is found in the small course with an exercise of the kind, its bank file or key changed."""
    tiny.write(root)
    bank, key = f'kind = "{kind}"{COMMON}{BANK[kind]}', PROOF + KEYS[kind]
    assert old in bank + key
    for folder, text in (("bank", bank), ("keys", key)):
        (root / f"exercises/{folder}/01-ferry/line.toml").write_text(text.replace(old, new) if old else text)
    try:
        return [str(finding) for finding in check_course(load_course(root))]
    except CourseError as error:
        return [str(finding) for finding in error.findings]


FILE = "exercises/keys/01-ferry/line.toml"
FAULTS = {
    "an estimate of a half": (
        "estimate",
        ('correct = "1"', 'correct = "0.5"'),
        'correct: must be "1" (it is so) or "0" (it is not); found \'0.5\' [key-shape]',
    ),
    "an estimate without a general word": (
        "estimate",
        ('otherwise = "It had been announced."\n', ""),
        "otherwise: must say what to tell any other answer, and is not given [feedback-missing]",
    ),
    "an estimate's feedback on a percentage": (
        "estimate",
        ("announced.", 'announced."\n[feedback.70]\nfor = "wrong"\nsee = ["P2"]\ntext = "High.'),
        "feedback.70: must belong to the exercise, and does not; mend its id [feedback-stray]",
    ),
    "an estimate's feedback for the other outcome": (
        "estimate",
        ("announced.", 'announced."\n[feedback.0]\nfor = "right"\nsee = ["P2"]\ntext = "Low.'),
        "feedback.0: is written for 'right', and the key says 'wrong'; mend the text and its `for`, or the fact "
        "[feedback-verdict]",
    ),
    "accepted forms of an estimate": (
        "estimate",
        ('correct = "1"', 'correct = "1"\naccepted = ["yes"]'),
        "accepted: belongs to a short text alone; remove this [key-shape]",
    ),
    "an option that is right twice": (
        "match",
        ('birch = "one"', 'birch = "two"'),
        "correct: must use no option twice; found ['two', 'two'] [key-shape]",
    ),
    "an item without its option": (
        "match",
        (', birch = "one"', ""),
        "correct: must give each of ['alder', 'birch'] one of ['one', 'three', 'two'] [key-shape]",
    ),
    "an option that is not in the list": (
        "match",
        ('birch = "one"', 'birch = "four"'),
        "correct: must give each of ['alder', 'birch'] one of ['one', 'three', 'two'] [key-shape]",
    ),
    "feedback for another option": (
        "match",
        ('for = "one"', 'for = "three"'),
        "feedback.birch: is written for 'three', and the key says 'one'; mend the text and its `for`, or the fact "
        "[feedback-verdict]",
    ),
    "an order without one of its items": (
        "order",
        ('"told", "closed"]', '"closed"]'),
        "correct: must list each of ['closed', 'seen', 'told'] once, in order [key-shape]",
    ),
    "an order with an item twice": (
        "order",
        ('"told", "closed"]', '"told", "closed", "told"]'),
        "correct: must list each of ['closed', 'seen', 'told'] once, in order [key-shape]",
    ),
    "an order written as a table": (
        "order",
        ('["seen", "told", "closed"]', '{ seen = "1", told = "2", closed = "3" }'),
        "correct: must list the items' ids in order; found a table [key-shape]",
    ),
    "an order with feedback for another place": (
        "order",
        ('for = "3"', 'for = "2"'),
        "feedback.closed: is written for '2', and the key says '3'; mend the text and its `for`, or the fact "
        "[feedback-verdict]",
    ),
    "a short text of no letters": (
        "short-text",
        ('correct = "the line"', 'correct = " - "'),
        "correct: must be words; found ' - ' [key-shape]",
    ),
    "a form accepted without being listed": (
        "short-text",
        ('"the route"', '"the route", "A line."'),
        "accepted: must be a form that is not accepted without it; 'A line.' is, or has no letters: remove it [key-shape]",
    ),
    "a short text without feedback on its answer": (
        "short-text",
        ('[feedback."the line"]', '[feedback."the route"]'),
        "feedback.the line: must be given, and is not; say why it is right or wrong [feedback-missing]",
    ),
    "feedback that calls an accepted form wrong": (
        "short-text",
        ("It will close.", 'It will."\nsee = ["P2"]\n[feedback.Route]\nfor = "wrong"\ntext = "No.'),
        "feedback.Route: is written for 'wrong', and the key says 'right'; mend the text and its `for`, or the fact "
        "[feedback-verdict]",
    ),
}


@pytest.mark.parametrize("kind", KEYS)
def test_a_sound_key_has_no_findings(kind: str, tmp_path: Path) -> None:
    assert findings(tmp_path, kind) == []


@pytest.mark.parametrize("fault", FAULTS, ids=[name.replace(" ", "-") for name in FAULTS])
def test_each_fault_gives_exactly_its_sentence(fault: str, tmp_path: Path) -> None:
    kind, change, sentence = FAULTS[fault]
    assert findings(tmp_path, kind, *change) == [f"{FILE}: {sentence}"]


def test_a_key_that_lists_the_order_gives_each_item_its_place(tmp_path: Path) -> None:
    assert findings(tmp_path, "order") == []
    assert load_course(tmp_path).keys["line"].correct == {"seen": "1", "told": "2", "closed": "3"}


def test_items_that_stand_in_the_right_order_are_a_finding(tmp_path: Path) -> None:
    given = KEYS["order"].replace('["seen", "told", "closed"]', '["closed", "seen", "told"]')
    for old, new in (("3", "first"), ("2", "3"), ("1", "2"), ("first", "1")):
        given = given.replace(f'for = "{old}"', f'for = "{new}"')
    assert findings(tmp_path, "order", KEYS["order"], given) == [
        "exercises/bank/01-ferry/line.toml: items: must not stand in the right order, and do; move some [given-away]"
    ]
