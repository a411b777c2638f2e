"""The directive ``course-progress``: how far the reader is in each lesson, and what is kept, in one place."""

from __future__ import annotations

import json
from collections import defaultdict
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective
from sphinx.writers.html5 import HTML5Translator

from exercises.sphinx_ext.build import depend_on
from exercises.sphinx_ext.nodes import course_progress
from exercises.sphinx_ext.placing import course_domain

SCRIPT = "progress.js"
TOOLS = "tools"
OUTCOMES = Path("exercises/lists/outcomes.toml")


class CourseProgress(SphinxDirective):
    """Shows how far the reader is; with ``tools`` also what takes answers out of the browser, in, and away.

    The script fills it in; paper and other builders leave it out.
    """

    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the place."""
        depend_on(self.env, OUTCOMES)  # what the first page says of the course to those who collect such
        return [course_progress(tools=TOOLS in self.arguments)]


def exercises_by_page(env: BuildEnvironment) -> dict[str, list[str]]:
    """Return the ids of the exercises that each page shows."""
    pages: defaultdict[str, list[str]] = defaultdict(list)
    for id, page in course_domain(env).placed.items():
        pages[page].append(id)
    return {page: sorted(ids) for page, ids in sorted(pages.items())}


def visit_html(self: HTML5Translator, node: course_progress) -> None:
    """Write each page's exercises, as a link from here leads to the page, for the script."""
    here = self.builder.current_docname
    pages = exercises_by_page(self.builder.env)
    told = {self.builder.get_relative_uri(here, page): " ".join(ids) for page, ids in pages.items()}
    tools = " data-tools" if node["tools"] else ""
    pages_of = escape(json.dumps(told, separators=(",", ":")))
    self.body.append(f'<div class="all-progress" data-pages="{pages_of}"{tools}></div>\n')
    raise nodes.SkipNode


def add_script(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Load the script on the pages that show progress."""
    if doctree and any(doctree.findall(course_progress)):
        app.add_js_file(SCRIPT, defer="defer")


def setup(app: Sphinx) -> None:
    """Register the directive, the node and its script."""
    app.add_directive("course-progress", CourseProgress)
    app.add_node(course_progress, html=(visit_html, None))
    app.connect("html-page-context", add_script)
