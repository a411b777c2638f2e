"""HTML from the templates beside this file: one environment, in which every value is escaped unless it is HTML already.

A template reads values that Python has prepared.  Three filters set the words of exercises: ``typeset`` within a line,
``blocks`` as paragraphs, lists and tables, ``plain`` without any markup.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from exercises.draw import markup
from exercises.words import counted

GENERATOR = '<meta name="generator" content="exercises.draw.templates">'
"""What stands in each page that tells and asks for nothing, so that nobody takes one for work that came back."""

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


def macros(name: str, /) -> Any:  # noqa: ANN401 - each macro is a function of its own
    """Return what has the macros of ``NAME.html.jinja`` as functions; they cost a tenth of a template of their own."""
    return _ENVIRONMENT.get_template(f"{name}.html.jinja").module


def _typeset(text: str) -> Markup:
    return Markup(markup.typeset(text))  # noqa: S704 - markdown-it shows HTML, and takes none in


def _blocks(text: str) -> Markup:
    return Markup(markup.html(text).rstrip())  # noqa: S704 - the same


_ENVIRONMENT.globals["generator"] = Markup(GENERATOR)  # noqa: S704 - ours
_ENVIRONMENT.filters.update(typeset=_typeset, blocks=_blocks, plain=markup.plain, counted=counted)
