"""The catalogue: every exercise with its lesson, outcome, kind, level and minutes; and each lesson's load of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from exercises.questions.ask import ask
from exercises.questions.kinds import Exercise
from exercises.questions.load import bank_path
from exercises.questions.question import Write
from exercises.sphinx_ext.build import course_of, depend_on
from exercises.sphinx_ext.placing import course_domain
from exercises.sphinx_ext.trees import Inline, section, table, text
from exercises.words import counted

USES = {"practice": "practice", "graded": "to hand in"}
_LOADS = ("Lesson", "In the lesson", "To hand in", "Of these, written at length")
_HEADS = ("Exercise", "Kind", "Use", "Level", "Minutes", "Needs", "You can")
NEEDS = {"report": "the report", "record": "the record", "reasoning": "reasoning"}


class ExerciseTables(SphinxDirective):
    """What a directive shares that shows the exercises of every lesson: the page is made anew with any of them."""

    def lessons(self) -> list[str]:
        """Return the lessons that have exercises, and note them, so that a new one makes the page anew."""
        course = course_of(self.env)
        lists = course_domain(self.env).lists.setdefault(self.env.docname, {})
        lessons = sorted({one.lesson for one in course.bank.exercises if one.use in USES})
        for lesson in lessons:
            for use in USES:
                found = course.chosen(lesson, use)
                lists[lesson, use] = [one.id for one in found]
                depend_on(self.env, *map(bank_path, found))
        return lessons


class Catalogue(ExerciseTables):
    """Lists the exercises of each lesson in a table of their own; test forms are not listed.

    ::

        section: the lesson's number, table(exercise, kind, use, level, minutes, needs, outcomes)
    """

    def run(self) -> list[nodes.Node]:
        """Return a section for each lesson."""
        return list(map(self._section, self.lessons()))

    def _section(self, lesson: str) -> nodes.section:
        course = course_of(self.env)
        found = [one for use in USES for one in course.chosen(lesson, use)]
        number = lesson.split("-")[0].lstrip("0")
        minutes = sum(one.minutes for one in found)
        caption = f"Lesson {number}: {counted(len(found), 'exercise')}, about {counted(minutes, 'minute')}"
        block = section(f"catalogue-{lesson}", text(f"Lesson {number}"))
        block += table(caption, _HEADS, map(self._row, found), [6, 4, 3, 2, 2, 3, 8], "catalogue")
        self.state.document.note_implicit_target(block, block)
        return block

    def _row(self, exercise: Exercise) -> Sequence[Inline]:
        words = {outcome.id: outcome.text for outcome in course_of(self.env).bank.outcomes}
        told = "; ".join(words[id] for id in exercise.outcomes)
        plain = (
            exercise.name,
            USES[exercise.use],
            str(exercise.level),
            str(exercise.minutes),
            NEEDS[exercise.needs],
            told,
        )
        return [list(self._link(exercise)), *map(text, plain)]

    def _link(self, exercise: Exercise) -> Iterator[nodes.Node]:
        named = {"refdomain": "std", "reftype": "ref", "reftarget": exercise.id, "refexplicit": True, "refwarn": True}
        link = addnodes.pending_xref("", **named, refdoc=self.env.docname)
        link += nodes.inline("", exercise.title, classes=["std", "std-ref"])
        yield link


class Loads(ExerciseTables):
    """Tells how much work the exercises of each lesson are, for a teacher who plans a course.

    ::

        table(lesson, exercises in the lesson, to hand in, written answers among these), each with its minutes
    """

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        caption = "The exercises of each lesson, and about how long they take"
        return [table(caption, _LOADS, map(self._row, self.lessons()), [2, 4, 4, 4], "loads")]

    def _row(self, lesson: str) -> Sequence[Inline]:
        practice, graded = (course_of(self.env).chosen(lesson, use) for use in USES)
        written = [one for one in graded if isinstance(ask(one), Write)]
        return [text(told) for told in (lesson.split("-")[0].lstrip("0"), *map(_load, (practice, graded, written)))]


def _load(exercises: Sequence[Exercise]) -> str:
    minutes = sum(one.minutes for one in exercises)
    return f"{len(exercises)}, {counted(minutes, 'minute')}" if exercises else "none"


def setup(app: Sphinx) -> None:
    """Register the directives."""
    app.add_directive("exercise-catalogue", Catalogue)
    app.add_directive("exercise-loads", Loads)
