"""A page that gives a fresh dispatch: its place, and the files beside it that a browser loads a few dispatches from."""

from __future__ import annotations

import gzip
import json
from functools import cache
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.writers.html5 import HTML5Translator

from exercises.course import Course
from exercises.dispatch.new import DIFFICULTIES, is_new
from exercises.files import write_together
from exercises.ledger.load import EVIDENCE
from exercises.sphinx_ext.build import course_of, depend_on
from exercises.sphinx_ext.nodes import fresh

MADE = Path(__file__).with_name("fresh.jsonl.gz")
"""The dispatches as they were drawn once; ``exercises/sphinx_ext/fresh_files`` draws them, and a test compares."""
GAP = "\N{SYMBOL FOR SUBSTITUTE}"
"""Where something of a dispatch's own goes into what all have in common."""
SCRIPT = "fresh.js"
FOLDER = "dispatches"
"""Where the files lie, at the site's top."""
A_FILE = 4
"""How many dispatches one file has."""


class FreshDispatch(SphinxDirective):
    """Gives a dispatch that the reader has not had; print leaves it out."""

    def run(self) -> list[nodes.Node]:
        """Return the place; the page is read again where the dispatches or a test's report have changed."""
        self.env.note_dependency(str(MADE))
        for report in course_of(self.env).tests:
            depend_on(self.env, EVIDENCE / report.id / "report.toml")
        return [fresh()]


def visit_html(self: HTML5Translator, node: fresh) -> None:
    """Write what all dispatches have in common, which the script fills, and where to find the rest."""
    if self.builder.name != "html":
        self.body.append("<p>Fresh reports are given on the course’s site, not in this book.</p>\n")
        raise nodes.SkipNode
    form, files, without = _files(course_of(self.builder.env))
    counts = " ".join(str(len([name for name in files if name.startswith(f"{level}-")])) for level in DIFFICULTIES)
    to_top = "../" * self.builder.current_docname.count("/")
    self.body.append(
        f'<div class="fresh" data-files="{to_top}{FOLDER}/" data-counts="{counts}" '
        f'data-without="{" ".join(without)}" data-gap="{GAP}">\n'
        "<noscript><p>This page needs a script, and shows nothing without one.</p></noscript>\n"
        f"<template>{form}</template></div>\n"
    )
    raise nodes.SkipNode


def _files(course: Course) -> tuple[str, dict[str, bytes], list[str]]:
    """Return what all dispatches have in common, the files with the rest of each, by name, and which are left out."""
    return _made(course.test_words)


@cache
def _made(tests: tuple[str, ...]) -> tuple[str, dict[str, bytes], list[str]]:
    form, *lines = map(json.loads, ready().rstrip().split("\n"))
    files, without = {}, []
    for level in DIFFICULTIES:
        # What is left out keeps its place, since a reader's record and answers are kept by the others' places.
        own = [row if is_new(names, tests) else None for difficulty, names, row in lines if difficulty == level]
        without += [f"{level}-{place}" for place, row in enumerate(own) if row is None]
        for number in range(0, len(own), A_FILE):
            name = f"{level}-{number // A_FILE:02}"
            files[name] = f'saidADispatch("{name}",{written(own[number : number + A_FILE])});\n'.encode()
    return form, files, without


def ready() -> str:
    """Return the lines of the dispatches that were drawn once."""
    return gzip.decompress(MADE.read_bytes()).decode()


def written(value: object) -> str:
    """Return a value as JSON on one line."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def add_script(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Load the script on the page that gives dispatches, and write their files."""
    if doctree and app.builder.name == "html" and any(doctree.findall(fresh)):
        app.add_js_file(SCRIPT, defer="defer", priority=900)  # after what it builds on
        folder = Path(app.outdir) / FOLDER
        folder.mkdir(exist_ok=True)
        _, files, _ = _files(course_of(app.env))
        for path in folder.iterdir():
            if path.stem not in files:
                path.unlink()
        write_together({folder / f"{name}.js": data for name, data in files.items()})


def setup(app: Sphinx) -> None:
    """Register the directive, its node and its script."""
    app.add_directive("fresh-dispatch", FreshDispatch)
    app.add_node(fresh, html=(visit_html, None))
    app.connect("html-page-context", add_script)
