"""The directive ``corrections``: the keys that have changed since a release, for the corrections page."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from exercises.checks.corrections import CORRECTIONS, Correction, load_corrections
from exercises.errors import CourseError
from exercises.questions.kinds import Exercise
from exercises.sphinx_ext.build import course_of, depend_on
from exercises.sphinx_ext.edition import shows_key

NONE = "None so far."
FOR_TEACHERS = "It is handed in, so what has changed is told to teachers alone."


class Corrections(SphinxDirective):
    """Lists each changed key, the newest first.

    ::

        bullet_list of: the date, the exercise's title, both versions, and why, but to students no word on a key that
            they are marked by
    """

    def run(self) -> list[nodes.Node]:
        """Return the list, or a sentence that there is nothing in it."""
        course = course_of(self.env)
        depend_on(self.env, CORRECTIONS)
        try:
            listed = load_corrections(course.root)
        except CourseError as error:
            raise self.error(str(error)) from error
        exercises = {exercise.id: exercise for exercise in course.bank.exercises}
        lines = [self._line(one, exercises.get(one.exercise)) for one in reversed(listed)]
        return self.parse_text_to_nodes("\n".join(lines) or NONE)

    def _line(self, one: Correction, exercise: Exercise | None) -> str:
        title = exercise.title if exercise else one.exercise
        told = exercise is None or shows_key(self.env, exercise)
        why = one.why if told else FOR_TEACHERS
        return f"- {one.date.isoformat()}, *{title}*: key {one.before} is now {one.after}. {why}"


def setup(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("corrections", Corrections)
