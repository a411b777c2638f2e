"""The catalogue: every exercise with what it is, under filters; and each lesson's load of exercises."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.writers.html5 import HTML5Translator

from exercises.draw.templates import render
from exercises.questions.ask import ask
from exercises.questions.kinds import Exercise
from exercises.questions.load import bank_path
from exercises.questions.question import Write
from exercises.sphinx_ext.build import course_of, depend_on
from exercises.sphinx_ext.nodes import exercise_filters, fold
from exercises.sphinx_ext.placing import course_domain
from exercises.sphinx_ext.trees import Inline, paragraph, section, table, text
from exercises.words import counted, ended

USES = {"practice": "practice", "graded": "to hand in"}
_LOADS = ("Lesson", "To practise", "To hand in", "Of these, written at length")
SCRIPT = "filter.js"
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
    """Lists the exercises of each lesson, folded under its heading, below filters; test forms are not listed.

    ::

        exercise_filters
        section: the lesson's number, fold(summary): bullet_list.catalogue of
            list_item: the exercise, then its title, kind, use, level, minutes, needs and outcomes
    """

    def run(self) -> list[nodes.Node]:
        """Return the filters, and a section for each lesson."""
        course = course_of(self.env)
        lessons = self.lessons()
        shown = [one for lesson in lessons for use in USES for one in course.chosen(lesson, use)]
        return [exercise_filters(groups=list(self._groups(shown))), *map(self._section, lessons)]

    def _groups(self, shown: Sequence[Exercise]) -> Iterator[tuple[str, dict[str, str]]]:
        """Yield what may be chosen from, and what is said of each choice, by the class that an exercise has for it."""
        words = {outcome.id: outcome.text for outcome in course_of(self.env).bank.outcomes}
        names = {one.kind: one.name for one in shown}
        yield "Lesson", {f"of-{lesson}": f"Lesson {_number(lesson)}" for lesson in _each(one.lesson for one in shown)}
        yield "Outcome", {f"for-{id}": words[id] for id in _each(id for one in shown for id in one.outcomes)}
        yield "Kind", {f"kind-{kind}": names[kind] for kind in sorted(names, key=names.__getitem__)}
        yield "Use", {f"use-{use}": told for use, told in USES.items()}
        yield "Level", {f"level-{level}": str(level) for level in sorted({one.level for one in shown})}
        yield "Needs", {f"needs-{needs}": told for needs, told in NEEDS.items()}

    def _section(self, lesson: str) -> nodes.section:
        course = course_of(self.env)
        found = [one for use in USES for one in course.chosen(lesson, use)]
        minutes = sum(one.minutes for one in found)
        summary = f"{counted(len(found), 'exercise')}, about {counted(minutes, 'minute')}"
        items = [nodes.list_item("", self._line(one), classes=_classes(one)) for one in found]
        listed = nodes.bullet_list("", *items, bullet="-", classes=["catalogue"])
        block = section(f"catalogue-{lesson}", text(f"Lesson {_number(lesson)}"), fold("", listed, summary=summary))
        self.state.document.note_implicit_target(block, block)
        return block

    def _line(self, exercise: Exercise) -> nodes.paragraph:
        words = {outcome.id: outcome.text for outcome in course_of(self.env).bank.outcomes}
        facts = f"{exercise.name}, {USES[exercise.use]}, level {exercise.level}, {counted(exercise.minutes, 'minute')}"
        told = "; ".join(words[id] for id in exercise.outcomes)
        small = nodes.inline("", f"{facts}, needs {NEEDS[exercise.needs]}. You can {told}.", classes=["facts"])
        return paragraph(self._link(exercise), nodes.Text(f": {ended(exercise.title)} "), small)

    def _link(self, exercise: Exercise) -> nodes.Node:
        """Return a link that says the exercise's number, which is known once every page has been read."""
        named = {"refdomain": "std", "reftype": "ref", "reftarget": exercise.id, "refexplicit": False, "refwarn": True}
        return addnodes.pending_xref("", nodes.inline("", exercise.id), **named, refdoc=self.env.docname)


def _classes(exercise: Exercise) -> list[str]:
    """Return the classes by which the filters know an exercise."""
    outcomes = (f"for-{id}" for id in exercise.outcomes)
    facts = (f"kind-{exercise.kind}", f"use-{exercise.use}", f"level-{exercise.level}", f"needs-{exercise.needs}")
    return [f"of-{exercise.lesson}", *outcomes, *facts]


def _number(lesson: str) -> str:
    return lesson.split("-")[0].lstrip("0")


def _each(values: Iterable[str]) -> list[str]:
    """Return each value once, in the order in which they come."""
    return list(dict.fromkeys(values))


def visit_filters(self: HTML5Translator, node: exercise_filters) -> None:
    """Write the filters, hidden until the script makes them work."""
    self.body.append(render("filters", groups=node["groups"]))
    raise nodes.SkipNode


def visit_fold(self: HTML5Translator, node: fold) -> None:
    """Open what is folded under its summary."""
    self.body.append(f'<details class="fold"><summary>{escape(node["summary"])}</summary>\n')


def depart_fold(self: HTML5Translator, node: fold) -> None:
    """Close it."""
    self.body.append("</details>\n")


def add_script(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Load the script on the page that has filters."""
    if doctree and any(doctree.findall(exercise_filters)):
        app.add_js_file(SCRIPT, defer="defer")


class Loads(ExerciseTables):
    """Tells how much work the exercises of each lesson are, for a teacher who plans a course.

    ::

        table(lesson, exercises to practise, to hand in, written answers among these), each with its minutes
    """

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        caption = "The exercises of each lesson, and about how long they take"
        return [table(caption, _LOADS, map(self._row, self.lessons()), [2, 4, 4, 4], "loads")]

    def _row(self, lesson: str) -> Sequence[Inline]:
        practice, graded = (course_of(self.env).chosen(lesson, use) for use in USES)
        written = [one for one in graded if isinstance(ask(one), Write)]
        return [text(told) for told in (_number(lesson), *map(_load, (practice, graded, written)))]


def _load(exercises: Sequence[Exercise]) -> str:
    minutes = sum(one.minutes for one in exercises)
    return f"{len(exercises)}, {counted(minutes, 'minute')}" if exercises else "none"


def setup(app: Sphinx) -> None:
    """Register the directives."""
    app.add_directive("exercise-catalogue", Catalogue)
    app.add_directive("exercise-loads", Loads)
    app.add_node(exercise_filters, html=(visit_filters, None))
    app.add_node(fold, html=(visit_fold, depart_fold))
    app.connect("html-page-context", add_script)
