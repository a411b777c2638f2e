"""What Sphinx does to every page, and this course has no use for, is left out, and nothing is missing from a page."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest
import small
from sites import NODES

from exercises.sphinx_ext import idle

INDEX = "# Course\n\n```{toctree}\n:caption: Parts\n\nevidence/index\nnodes\n```\n"
EVIDENCE = "# Evidence\n\n:::{paragraph-table}\n:::\n\n:::{claim-table}\n:::\n"


def site(root: Path) -> small.Site:
    """Build a site that has every kind of node and some evidence."""
    return small.build(small.write(root, {"index": INDEX, "nodes": NODES, "evidence/index": EVIDENCE}))


def test_pages_are_the_same_where_the_steps_left_out_are_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without = site(tmp_path / "without")
    monkeypatch.setattr(idle, "IDLE", ())
    with_all = site(tmp_path / "with")
    for name in ("index", "nodes", "evidence/index"):
        assert without.page(name) == with_all.page(name)
    assert without.warnings == with_all.warnings


def test_the_epub_is_made_without_them(tmp_path: Path) -> None:
    root = small.write(tmp_path / "book", {"index": INDEX, "nodes": NODES, "evidence/index": EVIDENCE})
    assert (Path(small.build(root, "epub", version="1").app.outdir) / "nav.xhtml").exists()


def test_no_page_is_gone_through_for_translations(tmp_path: Path) -> None:
    taken = site(tmp_path).app.registry
    assert not {*taken.transforms, *taken.post_transforms} & set(idle.IDLE)


def test_python_does_not_look_through_all_trees_again_and_again(tmp_path: Path) -> None:
    gc.set_threshold(700, 10, 10)
    site(tmp_path)
    assert gc.get_threshold()[0] >= 100_000
