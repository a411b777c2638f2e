"""The arrows of the code point one way, as the package's own docstring says."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "exercises"
MAY_IMPORT = {
    "exercises.errors": set(),
    "exercises.ledger": {"exercises.errors"},
    "exercises.model": {"exercises.errors", "exercises.ledger"},
}
"""The lowest layer: all that these may import of ours."""

NEVER = {"exercises.sphinx_ext": "exercises.export", "exercises.export": "exercises.sphinx_ext"}
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
    in_extension = within(module, "exercises.sphinx_ext")
    if name.split(".")[0] in RENDERERS:
        return not in_extension
    if module in MAY_IMPORT:
        return within(name, "exercises") and not any(within(name, allowed) for allowed in MAY_IMPORT[module])
    if within(name, "exercises.sphinx_ext"):
        return not in_extension
    return any(within(module, here) and within(name, there) for here, there in NEVER.items())


def within(name: str, package: str) -> bool:
    """Return whether a dotted name is the package or lies in it."""
    return name == package or name.startswith(package + ".")


def test_no_module_imports_against_the_arrows() -> None:
    assert wrong_arrows(PACKAGE) == []


def test_the_lowest_modules_are_where_the_test_looks_for_them() -> None:
    assert set(MAY_IMPORT) <= {module for module, _ in modules(PACKAGE)}


@pytest.mark.parametrize(
    ("file", "line", "name"),
    [
        ("ledger.py", "from exercises.model import Exercise", "exercises.model.Exercise"),
        ("ledger.py", "from exercises import load", "exercises.load"),
        ("ledger.py", "from .load import load_bank", "exercises.load.load_bank"),
        ("model.py", "import exercises.load", "exercises.load"),
        ("errors.py", "from exercises.ledger import Data", "exercises.ledger.Data"),
        ("grade.py", "from sphinx.util import logging", "sphinx.util.logging"),
        ("figures/timeline.py", "from docutils import nodes", "docutils.nodes"),
        ("check.py", "def f():\n    import typst", "typst"),
        ("cli.py", "from exercises.sphinx_ext import nodes", "exercises.sphinx_ext.nodes"),
        ("export/moodle.py", "from exercises.sphinx_ext import nodes", "exercises.sphinx_ext.nodes"),
        ("sphinx_ext/cite.py", "from exercises.export import moodle", "exercises.export.moodle"),
    ],
)
def test_a_wrong_arrow_is_found(tmp_path: Path, file: str, line: str, name: str) -> None:
    path = tmp_path / file
    path.parent.mkdir(exist_ok=True)
    path.write_text(line + "\n", encoding="utf-8")
    module = "exercises." + file.removesuffix(".py").replace("/", ".")
    assert wrong_arrows(tmp_path) == [f"{module} imports {name}"]


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("ledger.py", "from exercises.errors import Finding"),
        ("model.py", "from exercises.ledger import Claim"),
        ("sphinx_ext/typst/builder.py", "import typst\nfrom sphinx.builders import Builder"),
        ("sphinx_ext/state.py", "from exercises.load import load_bank\nfrom exercises.sphinx_ext import nodes"),
        ("export/moodle.py", "from exercises.grade import score"),
    ],
)
def test_a_right_arrow_is_let_through(tmp_path: Path, file: str, line: str) -> None:
    path = tmp_path / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(line + "\n", encoding="utf-8")
    assert wrong_arrows(tmp_path) == []
