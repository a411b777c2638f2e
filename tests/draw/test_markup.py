"""The little Markdown that exercises have, set as HTML; what has no marks in it takes a shorter way to the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from exercises.draw.markup import html, typeset, words_alone

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


def test_words_alone_have_the_quotes_of_prose() -> None:
    assert words_alone('He said that it\'s "late", at 5 & no sooner.') is None
    assert words_alone('He said that it\'s "late".') == "He said that it’s “late”."


@pytest.mark.parametrize(
    "text",
    ["A *word*", "a `code`", "a [link](b)", "a {{name}}", "two\nlines", "- item", "1. item", "<b>", ":::{note}", ""],
)
def test_what_has_markup_is_not_words_alone(text: str) -> None:
    assert words_alone(text) is None
