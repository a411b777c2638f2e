"""Templates escape what they are given, and stop where something is not given."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from jinja2 import DictLoader, UndefinedError

from exercises.draw import templates
from exercises.draw.templates import render

Write = Callable[[str], None]


@pytest.fixture
def template(monkeypatch: pytest.MonkeyPatch) -> Write:
    """Return what puts a text in the place of the template ``trial``."""

    def write(text: str) -> None:
        other = templates._ENVIRONMENT.overlay(loader=DictLoader({"trial.html.jinja": text}))
        monkeypatch.setattr(templates, "_ENVIRONMENT", other)

    return write


def test_a_value_is_escaped(template: Write) -> None:
    template('<p title="{{ text }}">{{ text }}</p>')
    assert render("trial", text='<b>"') == '<p title="&lt;b&gt;&#34;">&lt;b&gt;&#34;</p>'


def test_what_was_rendered_goes_into_another_template_as_it_is(template: Write) -> None:
    template("<p>{{ text }}</p>")
    assert render("trial", text=render("trial", text="a & b")) == "<p><p>a &amp; b</p></p>"


def test_a_value_that_is_not_given_stops_it(template: Write) -> None:
    template("{{ title }}")
    with pytest.raises(UndefinedError, match="'title' is undefined"):
        render("trial")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("typeset", "“{claim}`p05-x` *so* &lt;b&gt;”"),
        ("blocks", "<p>“p05-x <em>so</em> &lt;b&gt;”</p>"),
        ("plain", "&#34;p05-x so &lt;b&gt;&#34;"),
    ],
)
def test_the_filters_set_the_words_of_exercises_and_take_in_no_html(template: Write, name: str, expected: str) -> None:
    template("{{ text | " + name + " }}")
    assert render("trial", text='"{claim}`p05-x` *so* <b>"') == expected


def test_every_template_can_be_read() -> None:
    folder = Path(templates.__file__).with_name("templates")
    names = [path.relative_to(folder).as_posix() for path in folder.rglob("*.jinja")]
    assert {"report.html.jinja", "sheet/page.html.jinja", "controls/paper.html.jinja"} <= set(names)
    for name in names:
        templates._ENVIRONMENT.get_template(name)
