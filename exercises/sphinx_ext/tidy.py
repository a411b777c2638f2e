"""Pages as HTML is written today: no slash in void elements, no value where an attribute is there or not, no indents.

What a page asks of a network is counted in packets, so what no reader can see is not sent.
"""

from __future__ import annotations

import re
from html import escape
from typing import Any

from sphinx.builders import Builder
from sphinx.jinja2glue import BuiltinTemplateLoader
from sphinx.theming import Theme

_VOID = "area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr"
_SLASH = re.compile(rf"(<(?:{_VOID})\b[^<>]*?)\s*/>")
_FLAG = re.compile(r'(<[a-z][^<>]*?\s)(defer|disabled|hidden|novalidate|open)="\2"')
_SPACES = re.compile(r"[ \t]+$", re.MULTILINE)
_BLOCK = (
    "article|aside|body|d[dlt]|details|div|fieldset|figcaption|figure|footer|form|h[1-6]|head|li|link|main|meta|nav|"
    "[ou]l|p|script|section|summary|t[dhr]|table|tbody|thead|title"
)
_AS_IT_IS = re.compile(r"(<pre\b.*?</pre>)", re.DOTALL)
_INDENT = re.compile(r"\n\s+(?=<)")
_BETWEEN = re.compile(rf"(?<=>)\n(?=</?(?:{_BLOCK})\b)")


def tidy(page: str) -> str:
    """Return the page's HTML without what XHTML asked for, and without spaces and lines that no reader can see."""
    page = _SLASH.sub(r"\1>", page)
    while (less := _FLAG.sub(r"\1\2", page)) != page:
        page = less
    parts = _AS_IT_IS.split(_SPACES.sub("", page))
    return "".join(part if part.startswith("<pre") else _without_unseen(part) for part in parts).lstrip()


def _without_unseen(page: str) -> str:
    return _BETWEEN.sub("", _INDENT.sub("\n", page))


def in_single_quotes(text: str) -> str:
    """Return a text as an attribute in single quotes holds it, where each double quote of JSON stays one letter."""
    return escape(text, quote=False).replace("'", "&#39;")


class Pages(BuiltinTemplateLoader):
    """Renders the templates of a build, as Sphinx does; what is to be a page on the web is tidied."""

    def init(self, builder: Builder, theme: Theme | None = None, dirs: list[str] | None = None) -> None:
        """Remember what is built: a book's pages are XHTML, and must have what is taken off here."""
        super().init(builder, theme, dirs)
        self.is_web = builder.name == "html"

    def render(self, template: str, context: dict[str, Any]) -> str:  # type: ignore[override]
        """Return what the template makes of the context."""
        page = super().render(template, context)
        return tidy(page) if self.is_web else page
