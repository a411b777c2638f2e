"""Words and calls as Typst source.  All words are string literals, so nothing in them is ever taken for markup."""

from __future__ import annotations

import json
import re

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def literal(words: str) -> str:
    """Return the words as a Typst string, for code."""
    return json.dumps(_CONTROL.sub("", words), ensure_ascii=False)


def string(words: str) -> str:
    """Return the words as markup that prints them; the semicolon ends the expression."""
    return f"#{literal(words)};"


def call(function: str, *arguments: object, content: str | None = None) -> str:
    """Return a call in markup, with strings and numbers as arguments and markup as its last one."""
    written = ", ".join(literal(one) if isinstance(one, str) else str(one) for one in arguments)
    return f"#{function}({written})" + (f"[{content}]" if content is not None else ";")
