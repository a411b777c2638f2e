"""The arrows of the code point one way, as the package's own docstring says."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "exercises"
HELPS = {"exercises.errors", "exercises.files", "exercises.words"}
ROOMS = {
    "exercises.errors": set(),
    "exercises.words": set(),
    "exercises.files": {"exercises.errors"},
    "exercises.ledger": HELPS,
    "exercises.own_copy": {*HELPS, "exercises.ledger", "exercises.questions"},
    "exercises.questions": {*HELPS, "exercises.ledger"},
    "exercises.course": {*HELPS, "exercises.ledger", "exercises.questions"},
    "exercises.dispatch": {*HELPS, "exercises.ledger", "exercises.questions"},
    "exercises.draw": {*HELPS, "exercises.ledger", "exercises.questions"},
    "exercises.checks": {*HELPS, "exercises.ledger", "exercises.questions", "exercises.own_copy", "exercises.course",
        "exercises.draw"},
    "exercises.classroom": {*HELPS, "exercises.ledger", "exercises.questions", "exercises.course", "exercises.draw",
        "exercises.checks", "exercises.dispatch"},
    "exercises.export": {*HELPS, "exercises.ledger", "exercises.questions", "exercises.course", "exercises.draw",
        "exercises.dispatch"},
    "exercises.sphinx_ext": {*HELPS, "exercises.ledger", "exercises.questions", "exercises.course", "exercises.draw",
        "exercises.checks", "exercises.own_copy", "exercises.dispatch"},
}  # fmt: skip
"""Each room, with the rooms that it may take from; the command line may take from all."""
CLASSROOM = {
    "exercises.classroom.handing_out": set(),
    "exercises.classroom.taking_in": set(),
    "exercises.classroom.marking": {"exercises.classroom.taking_in"},
    "exercises.classroom.reporting": {"exercises.classroom.taking_in", "exercises.classroom.marking"},
}
"""What each part of the classroom may take from the others; what lies beside them takes from none."""
DOORS = ("exercises.cli", "exercises.__main__")
"""What takes from all rooms, and is taken from by none."""
COMMANDS = "exercises.classroom.commands"
"""What of the classroom takes from all of its parts."""

RENDERERS = ("sphinx", "docutils", "myst_parser", "typst")
"""What only ``sphinx_ext`` may know of."""


def imported_names(path: Path, module: str) -> Iterator[str]:
    """Yield the full name of everything that a module imports, wherever in it the import stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = module.split(".")[: -node.level] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            yield from (f"{base}.{alias.name}" for alias in node.names)


def modules(package: Path) -> Iterator[tuple[str, Path]]:
    """Yield each module's full name and file.  A package's ``__init__`` counts as ``NAME.__init__``."""
    for path in sorted(package.rglob("*.py")):
        yield ".".join(("exercises", *path.relative_to(package).with_suffix("").parts)), path


def wrong_arrows(package: Path) -> list[str]:
    """Return a sentence for each import that points the wrong way."""
    return [
        f"{module} imports {name}"
        for module, path in modules(package)
        for name in imported_names(path, module)
        if is_wrong(module, name)
    ]


def is_wrong(module: str, name: str) -> bool:
    """Return whether this import points the wrong way."""
    if name.split(".")[0] in RENDERERS:
        return not within(module, "exercises.sphinx_ext")
    if not within(name, "exercises"):
        return False
    if any(within(name, door) for door in DOORS) and module not in DOORS:
        return True
    beside = within(module, "exercises.classroom") and _room(module, CLASSROOM) is None and module != COMMANDS
    return (beside and _room(name, CLASSROOM) is not None) or any(
        _leaves(module, name, of) for of in (ROOMS, CLASSROOM)
    )


def _leaves(module: str, name: str, rooms: dict[str, set[str]]) -> bool:
    """Return whether the import leads from one of the rooms to another that it may not take from."""
    here, there = (_room(one, rooms) for one in (module, name))
    return bool(here and there and here != there and there not in rooms[here])


def _room(name: str, rooms: dict[str, set[str]]) -> str | None:
    """Return the room in which something lies, or None."""
    return next((room for room in rooms if within(name, room)), None)


def within(name: str, package: str) -> bool:
    """Return whether a dotted name is the package or lies in it."""
    return name == package or name.startswith(package + ".")


def test_no_module_imports_against_the_arrows() -> None:
    assert wrong_arrows(PACKAGE) == []


def test_the_rooms_of_the_house_are_those_that_the_test_names() -> None:
    found = {module.split(".")[1] for module, _ in modules(PACKAGE)} - {"__init__", "__main__", "cli"}
    assert found <= {room.removeprefix("exercises.") for room in ROOMS}


@pytest.mark.parametrize(
    ("file", "line", "name"),
    [
        ("ledger/types.py", "from exercises.questions.kinds import Exercise", "exercises.questions.kinds.Exercise"),
        ("ledger/load.py", "from exercises import course", "exercises.course"),
        ("ledger/load.py", "from ..questions.load import load_bank", "exercises.questions.load.load_bank"),
        ("questions/kinds.py", "import exercises.course", "exercises.course"),
        ("errors.py", "from exercises.ledger.types import Data", "exercises.ledger.types.Data"),
        ("questions/grade.py", "from sphinx.util import logging", "sphinx.util.logging"),
        ("draw/figures/timeline.py", "from docutils import nodes", "docutils.nodes"),
        ("checks/rules.py", "def f():\n    import typst", "typst"),
        ("cli.py", "from docutils import nodes", "docutils.nodes"),
        ("ledger/load.py", "from exercises.cli import main", "exercises.cli.main"),
        ("checks/rules.py", "from exercises import __main__", "exercises.__main__"),
        (
            "classroom/assignment.py",
            "from exercises.classroom.marking import marked",
            "exercises.classroom.marking.marked",
        ),
        ("dispatch/text.py", "from exercises.classroom import roster", "exercises.classroom.roster"),
        ("export/moodle.py", "from exercises.sphinx_ext import nodes", "exercises.sphinx_ext.nodes"),
        ("sphinx_ext/cite.py", "from exercises.export import moodle", "exercises.export.moodle"),
        ("classroom/roster.py", "from exercises.sphinx_ext import nodes", "exercises.sphinx_ext.nodes"),
        (
            "classroom/taking_in/pieces.py",
            "from exercises.classroom.marking import marked",
            "exercises.classroom.marking.marked",
        ),
    ],
)
def test_a_wrong_arrow_is_found(tmp_path: Path, file: str, line: str, name: str) -> None:
    path = tmp_path / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(line + "\n", encoding="utf-8")
    module = "exercises." + file.removesuffix(".py").replace("/", ".")
    assert wrong_arrows(tmp_path) == [f"{module} imports {name}"]


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("ledger/types.py", "from exercises.errors import Finding"),
        ("questions/kinds.py", "from exercises.ledger.types import Claim"),
        ("sphinx_ext/typst/builder.py", "import typst\nfrom sphinx.builders import Builder"),
        ("sphinx_ext/build.py", "from exercises.course import load_course\nfrom exercises.sphinx_ext import nodes"),
        ("export/moodle.py", "from exercises.questions.grade import score"),
        ("dispatch/world.py", "from exercises.ledger.types import Report"),
        ("classroom/marking/written.py", "from exercises.classroom.assignment import Item"),
        ("classroom/commands.py", "from exercises.classroom.marking import marked"),
    ],
)
def test_a_right_arrow_is_let_through(tmp_path: Path, file: str, line: str) -> None:
    path = tmp_path / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(line + "\n", encoding="utf-8")
    assert wrong_arrows(tmp_path) == []
