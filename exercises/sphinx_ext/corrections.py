"""The directive ``corrections``: the keys that have changed since a release, for the corrections page."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from exercises.checks.corrections import CORRECTIONS, Correction, load_corrections
from exercises.errors import CourseError
from exercises.sphinx_ext.build import course_of, depend_on

NONE = "None so far."


class Corrections(SphinxDirective):
    """Lists each changed key, the newest first.

    ::

        bullet_list of: the date, the exercise's title, both versions, and why
    """

    def run(self) -> list[nodes.Node]:
        """Return the list, or a sentence that there is nothing in it."""
        course = course_of(self.env)
        depend_on(self.env, CORRECTIONS)
        try:
            listed = load_corrections(course.root)
        except CourseError as error:
            raise self.error(str(error)) from error
        titles = {exercise.id: exercise.title for exercise in course.bank.exercises}
        lines = [_line(one, titles.get(one.exercise, one.exercise)) for one in reversed(listed)]
        return self.parse_text_to_nodes("\n".join(lines) or NONE)


def _line(one: Correction, title: str) -> str:
    return f"- {one.date.isoformat()}, *{title}*: key {one.before} is now {one.after}. {one.why}"


def setup(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("corrections", Corrections)
