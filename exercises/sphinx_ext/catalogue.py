"""The catalogue: every exercise with its lesson, outcome, kind, level and minutes, and a link that stays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from exercises.questions.kinds import Exercise
from exercises.questions.load import bank_path
from exercises.sphinx_ext.build import course_of, depend_on
from exercises.sphinx_ext.placing import course_domain
from exercises.sphinx_ext.trees import Inline, section, table, text
from exercises.words import counted

USES = {"practice": "practice", "graded": "to hand in"}
_HEADS = ("Exercise", "Kind", "Use", "Level", "Minutes", "You can")


class Catalogue(SphinxDirective):
    """Lists the exercises of each lesson in a table of their own; test forms are not listed.

    ::

        section: the lesson's number, table(exercise, kind, use, level, minutes, outcomes)
    """

    def run(self) -> list[nodes.Node]:
        """Return a section for each lesson, and note what the page lists, so that a new exercise makes it anew."""
        course = course_of(self.env)
        lists = course_domain(self.env).lists.setdefault(self.env.docname, {})
        lessons = sorted({one.lesson for one in course.bank.exercises if one.use in USES})
        for lesson in lessons:
            for use in USES:
                found = course.chosen(lesson, use)
                lists[lesson, use] = [one.id for one in found]
                depend_on(self.env, *map(bank_path, found))
        return list(map(self._section, lessons))

    def _section(self, lesson: str) -> nodes.section:
        course = course_of(self.env)
        found = [one for use in USES for one in course.chosen(lesson, use)]
        number = lesson.split("-")[0].lstrip("0")
        minutes = sum(one.minutes for one in found)
        caption = f"Lesson {number}: {counted(len(found), 'exercise')}, about {counted(minutes, 'minute')}"
        block = section(f"catalogue-{lesson}", text(f"Lesson {number}"))
        block += table(caption, _HEADS, map(self._row, found), [6, 4, 3, 2, 2, 8], "catalogue")
        self.state.document.note_implicit_target(block, block)
        return block

    def _row(self, exercise: Exercise) -> Sequence[Inline]:
        words = {outcome.id: outcome.text for outcome in course_of(self.env).bank.outcomes}
        told = "; ".join(words[id] for id in exercise.outcomes)
        plain = (exercise.name, USES[exercise.use], str(exercise.level), str(exercise.minutes), told)
        return [list(self._link(exercise)), *map(text, plain)]

    def _link(self, exercise: Exercise) -> Iterator[nodes.Node]:
        named = {"refdomain": "std", "reftype": "ref", "reftarget": exercise.id, "refexplicit": True, "refwarn": True}
        link = addnodes.pending_xref("", **named, refdoc=self.env.docname)
        link += nodes.inline("", exercise.title, classes=["std", "std-ref"])
        yield link


def setup(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("exercise-catalogue", Catalogue)
