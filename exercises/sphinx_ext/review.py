"""What comes back: earlier exercises at the end of a lesson, and the review page of a reader's own answers."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import PurePosixPath
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.writers.html5 import HTML5Translator

from exercises.course import Course, lesson_of
from exercises.questions.ask import ask
from exercises.questions.kinds import Bank, Exercise
from exercises.questions.question import Enter, asks_how_sure, is_marked_by_key
from exercises.sphinx_ext.build import course_of, depend_on_exercise
from exercises.sphinx_ext.exercise import SCRIPT as EXERCISES
from exercises.sphinx_ext.exercise import marked_by
from exercises.sphinx_ext.nodes import review
from exercises.sphinx_ext.placing import course_domain

BACK = (1, 3, 6)
"""How many lessons back the exercises are from that return: one from each, so that the gaps grow."""
SCRIPT = "review.js"


def returning(bank: Bank, lesson: str) -> list[Exercise]:
    """Return one practice exercise from each of the lessons so many back: the hardest, and by the alphabet."""
    lessons = sorted({one.lesson for one in bank.exercises if one.use == "practice"})
    place = lessons.index(lesson) if lesson in lessons else 0
    found = []
    for gap in BACK:
        if place - gap < 0:
            continue
        there = [one for one in bank.exercises if one.lesson == lessons[place - gap] and one.use == "practice"]
        closed = [one for one in there if asks_how_sure(ask(one))]
        found += sorted(closed, key=lambda one: (-one.level, one.id))[:1]
    return found


class EarlierExercises(SphinxDirective):
    """Leads from the end of a lesson, or of its page of more practice, back to exercises of earlier lessons.

    ::

        paragraph: "Once more, from earlier lessons: ", then a link to each
    """

    def run(self) -> list[nodes.Node]:
        """Return the paragraph, or nothing in the first lesson."""
        lesson, _ = lesson_of(PurePosixPath(self.env.docname).name)
        found = returning(course_of(self.env).bank, lesson)
        if not found:
            return []
        line = nodes.paragraph("", "Once more, from earlier lessons: ", classes=["earlier-exercises"])
        for number, exercise in enumerate(found):
            depend_on_exercise(self.env, exercise)
            line += [nodes.Text("; " if number else ""), *_link(exercise, self.env.docname)]
        line += nodes.Text(".")
        return [line]


def _link(exercise: Exercise, docname: str) -> Iterator[nodes.Node]:
    named = {"refdomain": "std", "reftype": "ref", "reftarget": exercise.id, "refexplicit": True, "refwarn": True}
    link = addnodes.pending_xref("", **named, refdoc=docname)
    link += nodes.inline("", exercise.title, classes=["std", "std-ref"])
    yield link


class ReviewDirective(SphinxDirective):
    """Shows a reader's own calibration and what should come back; the script fills it in, and print leaves it out."""

    def run(self) -> list[nodes.Node]:
        """Return the place, with a link to every exercise that can be checked, and its key to mark answers by."""
        course = course_of(self.env)
        for exercise in reviewed(course):
            depend_on_exercise(self.env, exercise)
        lists = course_domain(self.env).lists.setdefault(self.env.docname, {})
        for lesson in sorted({one.lesson for one in course.bank.exercises if one.use == "practice"}):
            lists[lesson, "practice"] = [one.id for one in course.chosen(lesson, "practice")]
        return [review(exercises=[one.id for one in reviewed(course)])]


def reviewed(course: Course) -> list[Exercise]:
    """Return the practice exercises that have a score."""
    practice = [one for one in course.bank.exercises if one.use == "practice" and is_marked_by_key(ask(one))]
    return sorted(practice, key=lambda one: (one.lesson, one.level, one.id))


def visit_html(self: HTML5Translator, node: review) -> None:
    """Write the links, hidden until the script sorts them, and where its result goes."""
    placed = course_domain(self.builder.env).placed
    links = "".join(_reviewed_link(self, id) for id in node["exercises"] if id in placed)
    self.body.append(
        '<div class="review"><div class="review-result" role="status"></div>'
        "<noscript><p>This page needs a script, and shows nothing without one.</p></noscript>"
        f"<ul hidden>{links}</ul></div>\n"
    )
    raise nodes.SkipNode


def _reviewed_link(self: HTML5Translator, id: str) -> str:
    """Return a link to an exercise, with what its answer is marked by."""
    env = self.builder.env
    course = course_of(env)
    exercise, question = course.bank.exercise(id), ask(course.bank.exercise(id))
    page = self.builder.get_relative_uri(self.builder.current_docname, course_domain(env).placed[id])
    what = question.what if isinstance(question, Enter) else ""
    name = f"{env.domains.standard_domain.labels[id][2]}: {exercise.title}"
    marks = f"data-what=\"{what}\" data-key='{marked_by(course.keys[id])}'"
    return f'<li><a href="{page}#{id}" data-exercise="{id}" {marks}>{escape(name)}</a></li>'


def add_script(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Load the script on the page that has something to review, and before it the one that marks."""
    if doctree and any(doctree.findall(review)):
        app.add_js_file(EXERCISES, defer="defer")
        app.add_js_file(SCRIPT, defer="defer", priority=900)


def setup(app: Sphinx) -> None:
    """Register the directives, the node and its script."""
    app.add_directive("earlier-exercises", EarlierExercises)
    app.add_directive("exercise-review", ReviewDirective)
    app.add_node(review, html=(visit_html, None))
    app.connect("html-page-context", add_script)
