"""An item of each kind whose every text has what importers stumble over."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import TypeAdapter
from sites import CASES, KINDS, the_course

from exercises.export.item import Item
from exercises.files import Reader
from exercises.questions.key import KeyFile
from exercises.questions.kinds import Exercise
from exercises.questions.resolve import resolve

NASTY = ' "it\'s" & <b> \u2014 남양 세관, 珲春 {x} =5 ~y #z a:b 50% // -> \\n * end'
_LINES = ("text", "title", "stem", "corner", "solution", "otherwise")
_EXERCISE: TypeAdapter[Exercise] = TypeAdapter(Exercise)


def item_of(kind: str, nasty: bool = False, site: str = "") -> Item:
    """Return the example of a kind as an item, its texts made nasty if asked."""
    course = the_course()
    bank, key = (Reader(CASES).toml(Path(kind, f"{name}.toml")) for name in ("bank", "key"))
    assert bank is not None
    assert key is not None
    if nasty:
        bank, key = _nasty(bank), _nasty(key)
    lesson = {"id": kind, "lesson": "04-visa-run-or-new-worker", "report": course.evidence.main.id}
    exercise = _EXERCISE.validate_python({**bank, **lesson})
    resolved, faults = resolve(exercise, KeyFile.model_validate(key), course.evidence.main)
    assert faults == ()
    assert resolved is not None
    return Item(course, exercise, resolved, site)


def items(nasty: bool = False, site: str = "") -> tuple[Item, ...]:
    """Return the example of every kind."""
    return tuple(item_of(kind, nasty, site) for kind in KINDS)


def _nasty(value: Any, name: str = "") -> Any:
    if isinstance(value, dict):
        return {key: _nasty(inside, key) for key, inside in value.items()}
    if isinstance(value, list):
        return [f"{inside}{NASTY}" if name == "hints" else _nasty(inside) for inside in value]
    return f"{value}{NASTY}" if isinstance(value, str) and name in _LINES else value
