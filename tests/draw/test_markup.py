"""The little Markdown that exercises have, set as HTML; what has no marks in it takes a shorter way to the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from exercises.draw.markup import html, typeset

SMART = {"typographer": True, "quotes": "“”‘’"}
BLOCKS = MarkdownIt("commonmark", {**SMART, "html": False}).enable(["smartquotes", "table"])
WORDS = MarkdownIt("zero", SMART).enable("smartquotes")
LETTERS = "ab Z1.\t-+=~!\"'()#>:/$%’“ é珲 ,;?@^{}\r\x0c\u2028\n*_`[]<&\\|"


@given(st.text(alphabet=LETTERS, min_size=1, max_size=14))
def test_words_are_set_as_markdown_has_them_whatever_is_in_them(text: str) -> None:
    assert html(text) == BLOCKS.render(text)
    assert typeset(text) == WORDS.renderInline(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('It says “no” & "yes", doesn\'t it? ', "<p>It says “no” &amp; “yes”, doesn’t it?</p>\n"),
        ("A bus; a *market*.", "<p>A bus; a <em>market</em>.</p>\n"),
        ("- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n"),
    ],
)
def test_a_text_becomes_html(text: str, expected: str) -> None:
    assert html(text) == expected
