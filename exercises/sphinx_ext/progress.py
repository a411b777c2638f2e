"""The directive ``course-progress``: how far the reader is in each lesson, and what is kept, in one place."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective
from sphinx.writers.html5 import HTML5Translator

from exercises.course import lesson_of
from exercises.questions.ask import ask
from exercises.questions.question import Choose, Enter, Place, Question, Write
from exercises.sphinx_ext.build import course_of, depend_on, depend_on_exercise
from exercises.sphinx_ext.exercise import SCRIPT as EXERCISES
from exercises.sphinx_ext.nodes import course_progress
from exercises.sphinx_ext.placing import course_domain
from exercises.sphinx_ext.tidy import in_single_quotes

SCRIPT = "progress.js"
TOOLS = "tools"
OUTCOMES = Path("exercises/lists/outcomes.toml")


class CourseProgress(SphinxDirective):
    """Shows how far the reader is; with ``tools`` also what takes answers out of the browser, in, and away.

    The script fills it in; paper and other builders leave it out.
    """

    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the place; with ``tools`` it is made again where an exercise can have other answers."""
        depend_on(self.env, OUTCOMES)  # what the first page says of the course to those who collect such
        tools = TOOLS in self.arguments
        for exercise in course_of(self.env).bank.exercises if tools else ():
            depend_on_exercise(self.env, exercise)
        return [course_progress(tools=tools)]


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
    here, env = self.builder.current_docname, self.builder.env
    pages = exercises_by_page(env)
    told = {self.builder.get_relative_uri(here, page): " ".join(ids) for page, ids in pages.items()}
    bank = course_of(env).bank
    can = {id: answers_to(ask(bank.exercise(id))) for ids in pages.values() for id in ids} if node["tools"] else None
    tools = f" data-answers='{_written(can)}'" if can is not None else ""
    self.body.append(f"<div class=\"all-progress\" data-pages='{_written(told)}'{tools}></div>\n")
    raise nodes.SkipNode


def answers_to(question: Question) -> dict[str, object]:
    """Return which answers a question can have, as the script reads it: texts alone where it names no ``slots``."""
    match question:
        case Choose(several=several, slots=slots):
            return {"slots": slots, "several": several}
        case Place(slots=slots, offered=offered):
            return {"slots": slots, "offered": [option.id for option in offered]}
        case Enter(what=what):
            return {"what": what}
        case Write():
            return {}


def _written(value: object) -> str:
    return in_single_quotes(json.dumps(value, separators=(",", ":")))


def add_progress(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Load the script on the pages that show progress, and tell a lesson's page what counts with its own exercises.

    What takes answers in reads them as the exercises' own script does, which is loaded before.
    """
    shown = list(doctree.findall(course_progress)) if doctree else []
    if any(node["tools"] for node in shown):
        app.add_js_file(EXERCISES, defer="defer")
    if shown:
        app.add_js_file(SCRIPT, defer="defer", priority=900)
    here = set(course_domain(app.env).placed_on(page))
    counted = exercises_by_page(app.env).get(_counts_towards(app.env, page), [])
    context["elsewhere"] = " ".join(id for id in counted if here and id not in here)


def setup(app: Sphinx) -> None:
    """Register the directive, the node and its script."""
    app.add_directive("course-progress", CourseProgress)
    app.add_node(course_progress, html=(visit_html, None))
    app.connect("html-page-context", add_progress)
