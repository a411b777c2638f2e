"""HTML from the templates beside this file: one environment, in which every value is escaped unless it is HTML already.

A template reads values that Python has prepared.  Three filters set the words of exercises: ``typeset`` within a line,
``blocks`` as paragraphs, lists and tables, ``plain`` without any markup.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from exercises.draw import markup

_ENVIRONMENT = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
    auto_reload=False,
)


def render(name: str, /, **values: object) -> Markup:
    """Return the template ``NAME.html.jinja`` filled with the values, as HTML that another template takes as it is.

    Raises jinja2.UndefinedError where the template reads a value that is not given.
    """
    return Markup(_ENVIRONMENT.get_template(f"{name}.html.jinja").render(values))  # noqa: S704 - escaped in there


@lru_cache(16384)
def _typeset(text: str) -> Markup:
    return Markup(markup.typeset(text))  # noqa: S704 - markdown-it shows HTML, and takes none in


@lru_cache(4096)  # the same stems and solutions on page after page
def _blocks(text: str) -> Markup:
    return Markup(markup.html(text).rstrip())  # noqa: S704 - the same


_ENVIRONMENT.filters.update(typeset=_typeset, blocks=_blocks, plain=markup.plain)
