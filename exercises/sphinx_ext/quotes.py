"""Curly quotes in what is made in code, since MyST has set those of what is written in Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docutils import nodes
from docutils.utils import normalize_language_tag, smartquotes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxSmartQuotes

_STRAIGHT = re.compile(r"""["'\\]|--|\.\.\.|\. \. \.|&#""")
"""What the transform would change; the greater part of all texts has none of it."""


class CurlyQuotes(SphinxSmartQuotes):
    """Does as Sphinx does, in the blocks that have a straight mark alone, since to go through all takes long."""

    def apply(self, **kwargs: object) -> None:
        """Set the marks."""
        if not self.is_available():
            return
        for block in self._blocks():
            texts = list(block.findall(nodes.Text))
            language = block.get_language_code(self.document.settings.language_code)
            known = [tag for tag in normalize_language_tag(language) if tag in smartquotes.smartchars.quotes]
            curly = smartquotes.educate_tokens(
                self.get_tokens(texts), attr=self.config.smartquotes_action, language=next(iter(known), "")
            )
            for text, new in zip(texts, curly, strict=True):
                text.parent.replace(text, nodes.Text(new))

    def _blocks(self) -> Iterator[nodes.Element]:
        """Yield the blocks that have a straight mark; a text within another belongs to the outer one."""
        found: dict[nodes.Element, None] = {}
        for text in self.document.findall(nodes.Text):
            if _STRAIGHT.search(text):
                block = text.parent
                while isinstance(block.parent, nodes.TextElement):
                    block = block.parent
                found[block] = None
        return (one for one in found if not isinstance(one, self.nodes_to_skip))


def setup(app: Sphinx) -> None:
    """Put the transform in the place of Sphinx's own."""
    app.registry.transforms.remove(SphinxSmartQuotes)
    app.add_transform(CurlyQuotes)
