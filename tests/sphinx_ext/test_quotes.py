"""Curly quotes in what is made in code: as Sphinx sets them, though few blocks are looked at."""

from __future__ import annotations

from pathlib import Path

import pytest
import small

from exercises.sphinx_ext import quotes

PAGE = """\
# Quotes

```{eval-rst}
He said "they *'came'* by bus" -- on the 5th... The men's bus, ``"as is"``, and *"so"*\\ 's.

"No mark in a link, `'here' <https://example.org>`_."

No mark at all, and *none* here.

.. code-block:: text

   "as is" -- and...

.. container:: language-de

   He said "they came".
```
"""


def text(root: Path, page: str = PAGE) -> str:
    """Return the page, built below a folder."""
    return small.build(small.write(root, {"index": page})).page("index")


def test_marks_are_set_as_sphinx_sets_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = text(tmp_path / "ours")
    monkeypatch.setattr(quotes, "setup", lambda app: None)
    theirs = text(tmp_path / "theirs")
    assert ours == theirs
    assert "“they <em>‘came’</em> by bus” – on the 5th…" in ours


def test_blocks_without_a_straight_mark_are_not_gone_through(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(quotes.smartquotes, "educate_tokens")
    assert "<p>No mark at all, and <em>none</em> here.</p>" in text(
        tmp_path, "# Plain\n\nNo mark at all, and *none* here.\n"
    )
