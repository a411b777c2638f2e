"""The directives ``exercise``, ``exercise-list`` and ``outcomes``, and how an exercise looks in HTML."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from html import escape
from pathlib import Path, PurePosixPath
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.writers.html5 import HTML5Translator

from exercises.course import MINUTES, lesson_of
from exercises.draw import controls
from exercises.draw.markup import typeset, words_alone
from exercises.questions.ask import ask
from exercises.questions.key import Feedback, Key
from exercises.questions.kinds import Exercise
from exercises.questions.load import BANK
from exercises.questions.question import Place, is_likelihood
from exercises.questions.wording import key_in_words, slot_label
from exercises.sphinx_ext import nodes as ours
from exercises.sphinx_ext.build import course_of, depend_on, depend_on_exercise, stop
from exercises.sphinx_ext.cite import citation
from exercises.sphinx_ext.edition import is_instructor, shows_key
from exercises.sphinx_ext.placing import course_domain
from exercises.sphinx_ext.tidy import in_single_quotes
from exercises.sphinx_ext.trees import joined, paragraph
from exercises.words import counted

logger = logging.getLogger(__name__)

SCRIPT = "exercises.js"
"""Classic and deferred, since a module does not load from disk."""


class _ExercisePlacer(SphinxDirective):
    """Makes the neutral tree of an exercise, as drawn in ``nodes``."""

    def place(self, exercise: Exercise) -> nodes.Node:
        """Return the exercise's tree, labelled, numbered, and with the key only where the edition may show it."""
        depend_on_exercise(self.env, exercise)
        self._refuse_test(exercise)
        node = ours.exercise(exercise=exercise, ids=[exercise.id], classes=[f"use-{exercise.use}"])
        self.set_source_info(node)
        node += ours.exercise_stem("", *self._parse(exercise.stem))
        node += self._sources(exercise)
        node += ours.exercise_form(exercise=exercise)
        node += [ours.exercise_hint("", *self._parse(hint)) for hint in exercise.hints]
        if shows_key(self.env, exercise):
            node += self._key(exercise, course_of(self.env).keys[exercise.id])
        self._note(exercise)
        return node

    def _refuse_test(self, exercise: Exercise) -> None:
        if exercise.use == "test" and not is_instructor(self.env):
            stop(
                f"{self.get_location()}: {exercise.id} is a test exercise, which students get from `assign` alone; "
                "take it off this page [said.exercise]"
            )

    def _note(self, exercise: Exercise) -> None:
        placed = course_domain(self.env).placed
        if exercise.id in placed:
            self.warn(f"exercise {exercise.id!r} is already on {placed[exercise.id]}; place it once")
        placed[exercise.id] = self.env.docname
        self.env.domains.standard_domain.anonlabels[exercise.id] = self.env.docname, exercise.id

    def _sources(self, exercise: Exercise) -> list[nodes.Node]:
        claim = course_of(self.env).report(exercise).claim
        places = dict.fromkeys(claim[id].at for id in exercise.claims)
        return self._where("Read", (*places, *exercise.record), exercise.report, "exercise-sources")

    def _key(self, exercise: Exercise, key: Key) -> ours.exercise_key:
        node = ours.exercise_key(key=key, classes=["no-search"])
        if words := key_in_words(ask(exercise), key):
            node += self._paragraph(f"**Answer:** {words}", "exercise-key")
        node += [self._feedback(exercise, key, slot, said) for slot, said in key.feedback.items()]
        if key.otherwise:
            blocks = self._parse(key.otherwise)
            verdict = "" if is_likelihood(ask(exercise)) else "wrong"
            label = "Any other answer" if key.feedback else "Any answer"
            node += ours.exercise_feedback("", *blocks, slot="*", verdict=verdict, label=label)
        node += ours.exercise_solution("", *self._parse(key.solution))
        if key.rubric:
            node += self._rubric(key)
        if is_instructor(self.env):
            how = "computed from the ledger" if key.computed else "stated, with its proof"
            node += self._paragraph(f"Key version {key.version}, {how}; {exercise.use}.", "exercise-version")
        return node

    def _feedback(self, exercise: Exercise, key: Key, slot: str, said: Feedback) -> ours.exercise_feedback:
        verdict = "" if is_likelihood(ask(exercise)) else said.verdict
        node = ours.exercise_feedback("", slot=slot, verdict=verdict, label=slot_label(ask(exercise), key, slot))
        node += self._parse(said.text)
        node += self._where("See", said.see, exercise.report, "feedback-see")
        if said.misconception and is_instructor(self.env):
            named = course_of(self.env).misconceptions[said.misconception]
            node += self._paragraph(f"Misconception: {named}", "feedback-misconception")
        return node

    def _rubric(self, key: Key) -> ours.exercise_rubric:
        node = ours.exercise_rubric()
        node += self._paragraph("**Look for**", "rubric-title")
        points = (f"{point.text} ({counted(point.marks, 'mark')})" for point in key.rubric)
        node += self._parse("\n".join(f"- {point}" for point in points))
        for sample in key.samples:
            out_of = sum(point.marks for point in key.rubric)
            node += self._paragraph(f"**A {sample.level} answer, {sample.total} of {out_of}**", "sample-title")
            node += nodes.block_quote("", *self._parse(sample.text))
            node += self._parse(sample.why)
        return node

    def _where(self, verb: str, ids: Sequence[str], report: str, name: str) -> list[nodes.Node]:
        """Return a paragraph that links where to look, or nothing where nothing is named."""
        sources = course_of(self.env).book.sources(ids, report)
        links = ([citation(one.kind, one.id, one.label, self.env.docname)] for one in sources)
        line = paragraph(nodes.Text(f"{verb} "), *joined(links, ", "), nodes.Text("."), name=name)
        return [line] if sources else []

    def _paragraph(self, text: str, name: str) -> list[nodes.Node]:
        blocks = self._parse(text)
        for block in blocks:
            if isinstance(block, nodes.Element):
                block["classes"].append(name)
        return blocks

    def _parse(self, text: str) -> list[nodes.Node]:
        """Return the text's blocks; most are words alone, and the parser costs as much as the rest of an exercise."""
        words = words_alone(text)
        if words is None:
            return self.parse_text_to_nodes(text)
        block = nodes.paragraph(text, words)
        self.set_source_info(block)
        return [block]

    def warn(self, message: str) -> None:
        """Warn at the directive's place, under the type ``said.exercise``."""
        logger.warning(message, type="said", subtype="exercise", location=self.get_location())


class ExerciseDirective(_ExercisePlacer):
    """Places one exercise of the bank by its id."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the exercise's tree; an unknown id is a warning."""
        id = self.arguments[0]
        try:
            return [self.place(course_of(self.env).bank.exercise(id))]
        except KeyError:
            # a file that is not there has the page read again in each build, so also once somebody has written it
            depend_on(self.env, BANK / lesson_of(PurePosixPath(self.env.docname).name)[0] / f"{id}.toml")
            self.warn(f"no exercise {id!r}: exercises/bank/*/{id}.toml must exist")
            return []


class ExerciseList(_ExercisePlacer):
    """Places all exercises of a lesson that have one use, easy ones first."""

    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {
        "lesson": directives.unchanged_required,
        "use": lambda text: directives.choice(text, ("practice", "graded")),
    }

    def run(self) -> list[nodes.Node]:
        """Return the exercises' trees; a lesson without any is a warning."""
        lesson, _ = lesson_of(PurePosixPath(self.env.docname).name)
        which = self.options.get("lesson", lesson), self.options.get("use", "graded")
        found = course_of(self.env).chosen(*which)
        course_domain(self.env).lists.setdefault(self.env.docname, {})[which] = [e.id for e in found]
        if not found:
            self.warn(f"no {which[1]} exercise in exercises/bank/{which[0]}")
        return [self.place(exercise) for exercise in found]


class Outcomes(SphinxDirective):
    """Prints what a lesson is for, from its front matter's ``minutes`` and ``outcomes``.

    ::

        admonition.outcomes
            title
            bullet_list
    """

    def run(self) -> list[nodes.Node]:
        """Return the box; an outcome that exercises/lists/outcomes.toml does not hold is a warning."""
        course = course_of(self.env)
        depend_on(self.env, Path("exercises/lists/outcomes.toml"))
        matter = front_matter(self.state.document)
        texts = {outcome.id: outcome.text for outcome in course.bank.outcomes}
        told = matter.get("outcomes", "[]")
        wanted: list[str] = json.loads(told) if told.startswith("[") else [told]  # one alone may stand without brackets
        for id in wanted:
            if id not in texts:
                message = f"no outcome {id!r} in exercises/lists/outcomes.toml"
                logger.warning(message, type="said", subtype="outcome", location=self.get_location())
        minutes = matter.get("minutes", "")  # what is no number stops the build once all pages are read
        taking = counted(int(minutes), "minute") if MINUTES.fullmatch(minutes) else ""
        title = f"In about {taking} you can" if taking else "After this you can"
        box = nodes.admonition("", nodes.title(title, title), classes=["outcomes"])
        box += self.parse_text_to_nodes("\n".join(f"- {texts[id]}" for id in wanted if id in texts))
        return [box]


def front_matter(document: nodes.document) -> dict[str, str]:
    """Return the page's front matter, which MyST leaves as a list of fields at its top; lists are JSON text."""
    fields = document.findall(nodes.field)
    return {field[0].astext(): field[1].astext() for field in fields}


# HTML


def _visit_exercise(self: HTML5Translator, node: ours.exercise) -> None:
    exercise: Exercise = node["exercise"]
    id = exercise.id
    number = course_domain(self.builder.env).numbers[id]
    level = min(self.section_level + 1, 6)
    self.body.append(
        f'<div class="exercise use-{exercise.use}" role="group" id="{id}" aria-labelledby="{id}__title">\n'
        f'<h{level} class="exercise-title" id="{id}__title">'
        f'<span class="exercise-number">Exercise {number}</span> '
        f"{typeset(exercise.title)}</h{level}>\n"
        f'<p class="exercise-facts">{exercise.name} <span aria-hidden="true">·</span> about '
        f"{counted(exercise.minutes, 'minute')}</p>\n"
    )


def _visit_stem(self: HTML5Translator, node: ours.exercise_stem) -> None:
    self.body.append(f'<div class="exercise-stem" id="{node.parent["exercise"].id}__stem">\n')


def _visit_form(self: HTML5Translator, node: ours.exercise_form) -> None:
    question = ask(node["exercise"])
    if isinstance(question, Place) and question.layout in ("lists", "grid"):
        told = "; ".join(typeset(option.text) for option in question.offered)
        self.body.append(f'<p class="on-paper">Choose from: {told}.</p>\n')  # paper shows no list that opens
    self.body.append(controls.on_page(node["exercise"].id, question))
    raise nodes.SkipNode


def _visit_hint(self: HTML5Translator, node: ours.exercise_hint) -> None:
    hints = [child for child in node.parent.children if isinstance(child, ours.exercise_hint)]
    name = "Hint" if len(hints) == 1 else f"Hint {hints.index(node) + 1}"
    self.body.append(f'<details class="exercise-hint"><summary>{name}</summary>\n')


def marked_by(key: Key) -> str:
    """Return what of a key the script marks by, as an attribute in single quotes holds it."""
    marks = {"correct": key.correct, "accepted": key.accepted, "tolerance": key.tolerance and str(key.tolerance)}
    given = {name: value for name, value in marks.items() if value or name == "correct"}
    return in_single_quotes(json.dumps(given, separators=(",", ":")))


def _visit_key(self: HTML5Translator, node: ours.exercise_key) -> None:
    if self.config.edition == "instructor":
        self.body.append('<div class="exercise-answer">\n<p class="answer-title">Key</p>\n')
    else:
        key = f"data-key='{marked_by(node['key'])}'"
        self.body.append(f'<details class="exercise-answer" {key}><summary>Answer and why</summary>\n')


def _depart_key(self: HTML5Translator, node: ours.exercise_key) -> None:
    self.body.append("</div>\n" if self.config.edition == "instructor" else "</details>\n")


def _visit_feedback(self: HTML5Translator, node: ours.exercise_feedback) -> None:
    mark = f" feedback-{node['verdict']}" if node["verdict"] in ("right", "wrong") else ""
    self.body.append(
        f'<div class="feedback{mark}" data-slot="{escape(node["slot"])}">'
        f'<p class="feedback-label">{typeset(node["label"])}</p>\n'
    )


def _visit_solution(self: HTML5Translator, node: ours.exercise_solution) -> None:
    self.body.append('<div class="exercise-solution"><p class="solution-title">Worked solution</p>\n')


def _visit_rubric(self: HTML5Translator, node: ours.exercise_rubric) -> None:
    self.body.append('<div class="exercise-rubric">\n')


def _closes(tag: str) -> Callable[[HTML5Translator, nodes.Element], None]:
    def depart(self: HTML5Translator, node: nodes.Element) -> None:
        self.body.append(f"</{tag}>\n")

    return depart


def add_script(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Load the script on the pages that have an exercise."""
    if 'class="exercise ' in context.get("body", ""):
        app.add_js_file(SCRIPT, defer="defer", blocking="render")  # else what it adds moves what is seen


def _visitors() -> Iterator[tuple[type[nodes.Element], Any, Any]]:
    yield ours.exercise, _visit_exercise, _closes("div")
    yield ours.exercise_stem, _visit_stem, _closes("div")
    yield ours.exercise_form, _visit_form, None
    yield ours.exercise_hint, _visit_hint, _closes("details")
    yield ours.exercise_key, _visit_key, _depart_key
    yield ours.exercise_feedback, _visit_feedback, _closes("div")
    yield ours.exercise_solution, _visit_solution, _closes("div")
    yield ours.exercise_rubric, _visit_rubric, _closes("div")


def setup(app: Sphinx) -> None:
    """Register the directives, and the nodes with their HTML."""
    app.add_directive("exercise", ExerciseDirective)
    app.add_directive("exercise-list", ExerciseList)
    app.add_directive("outcomes", Outcomes)
    for node, visit, depart in _visitors():
        app.add_node(node, html=(visit, depart))
    app.connect("html-page-context", add_script)
