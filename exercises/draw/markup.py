"""The little MyST that stems, hints, feedback and solutions may hold, as plain text and as HTML outside of Sphinx."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml

ROLE = re.compile(r"\{(claim|paragraph|record|study|term)\}`([^`]+)`")
"""A reference to a thing that can be cited: its kind and its id."""
_MARKS = re.compile(r"\*\*?|`")
_SMART = {"typographer": True, "quotes": "\u201c\u201d\u2018\u2019"}
_WORDS = MarkdownIt("zero", _SMART).enable("smartquotes")
_LINE = re.compile(r"[^\W\d_][^\n\r\0*_`\[\]<>&\\|]*")
"""One line of words with no mark of Markdown in it, which is the greater part of what is set."""
_STRAIGHT = re.compile("[\"'\r\0]")
"""What is set otherwise within a line."""
_BLOCKS = MarkdownIt("commonmark", {**_SMART, "html": False}).enable(["smartquotes", "table"])


_PARTS = (
    *("paragraph", "em", "strong", "blockquote", "bullet_list", "ordered_list", "list_item"),
    *("table", "thead", "tbody", "tr", "th", "td"),
)
_HELD = {
    *("inline", "text", "text_special", "softbreak", "code_inline", "fence", "code_block"),
    *(f"{part}_{end}" for part in _PARTS for end in ("open", "close")),
}
"""What a text may be made of (markdown-it's names): what sheets, books and every export can hold."""


def not_held(text: str) -> str:
    """Return the name of the first markup of a text that some place cannot hold, or nothing."""
    for block in _BLOCKS.parse(_without_roles(text)):
        if block.attrs.get("start"):
            return "list that begins at another number than 1"
        for token in (block, *(block.children or ())):
            if token.type not in _HELD:
                return str(token.type.removesuffix("_open").replace("_", " "))
    return ""


def words_alone(text: str) -> str | None:
    """Return a text with curly quotes, as MyST sets them, where it is one line of words and has no markup; or None."""
    return unescape(typeset(text)) if _LINE.fullmatch(text) and "{" not in text else None


def plain(text: str) -> str:
    """Return the text without markup: a role leaves its id (``P5`` for a paragraph), emphasis leaves its words."""
    return _MARKS.sub("", _without_roles(text))


@lru_cache(16384)
def typeset(text: str) -> str:
    """Return plain text as HTML, with the curly quotes that MyST gives to prose."""
    return str(_WORDS.renderInline(text) if _STRAIGHT.search(text) else escapeHtml(text))


@lru_cache(4096)  # the same stems and solutions on page after page, and in one export after another
def html(text: str) -> str:
    """Return the text as blocks of HTML, each role as in :func:`plain`; HTML in the text is shown, never taken in."""
    words = _without_roles(text)
    return f"<p>{typeset(words.rstrip())}</p>\n" if _LINE.fullmatch(words) else str(_BLOCKS.render(words))


def _without_roles(text: str) -> str:
    return ROLE.sub(_role, text)


def _role(match: re.Match[str]) -> str:
    return f"P{match[2]}" if match[1] == "paragraph" else match[2]
