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

from exercises.course import lesson_of
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
    """Return the ids of the exercises that count towards each page; those of more practice count towards its lesson."""
    pages: defaultdict[str, list[str]] = defaultdict(list)
    for id, page in course_domain(env).placed.items():
        pages[_counts_towards(env, page)].append(id)
    return {page: sorted(ids) for page, ids in sorted(pages.items())}


def _counts_towards(env: BuildEnvironment, page: str) -> str:
    lesson, kind = lesson_of(page)
    return lesson if kind == "practice" and lesson in env.found_docs else page


def visit_html(self: HTML5Translator, node: course_progress) -> None:
    """Write each page's exercises, as a link from here leads to the page, for the script."""
    here = self.builder.current_docname
    pages = exercises_by_page(self.builder.env)
    told = {self.builder.get_relative_uri(here, page): " ".join(ids) for page, ids in pages.items()}
    tools = " data-tools" if node["tools"] else ""
    pages_of = escape(json.dumps(told, separators=(",", ":")))
    self.body.append(f'<div class="all-progress" data-pages="{pages_of}"{tools}></div>\n')
    raise nodes.SkipNode


def add_progress(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Load the script on the pages that show progress, and tell a lesson's page what counts with its own exercises."""
    if doctree and any(doctree.findall(course_progress)):
        app.add_js_file(SCRIPT, defer="defer")
    here = set(course_domain(app.env).placed_on(page))
    counted = exercises_by_page(app.env).get(_counts_towards(app.env, page), [])
    context["elsewhere"] = " ".join(id for id in counted if here and id not in here)


def setup(app: Sphinx) -> None:
    """Register the directive, the node and its script."""
    app.add_directive("course-progress", CourseProgress)
    app.add_node(course_progress, html=(visit_html, None))
    app.connect("html-page-context", add_progress)
