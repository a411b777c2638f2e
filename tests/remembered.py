"""What libraries work out again for each site that tests build, remembered: a template's code and a word's stem.

Both depend on what they are given and on nothing else, so that a site is the same with them and without.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Environment
from sphinx.search.en import SearchEnglish


@cache
def remember() -> None:
    """Have sites built from here on compile each template once, and stem each word once."""
    compile_template, stem = Environment.compile, SearchEnglish.stem
    codes: dict[tuple[object, ...], Any] = {}
    english = SearchEnglish({})

    def compiled(self: Environment, source: Any, name: Any = None, filename: Any = None, **options: Any) -> Any:  # noqa: ANN401 - as Jinja has it
        escapes = self.autoescape if isinstance(self.autoescape, bool) else self.autoescape(name)
        knows = (*self.extensions, *self.filters, *self.tests, self.trim_blocks, self.lstrip_blocks, escapes)
        key = (type(self), source, name, filename, knows, *options.items())
        if key not in codes:
            codes[key] = compile_template(self, source, name, filename, **options)
        return codes[key]

    @cache
    def stemmed(word: str) -> str:
        return stem(english, word)

    Environment.compile = compiled  # type: ignore[method-assign,assignment]
    SearchEnglish.stem = lambda _, word: stemmed(word)  # type: ignore[method-assign]
