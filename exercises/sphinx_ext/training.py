"""Marker training: every sample answer to mark by its rubric, and the reference marks to compare with."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from string import ascii_uppercase
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from exercises.questions.ask import ask
from exercises.questions.key import Key, Sample
from exercises.questions.kinds import Exercise
from exercises.questions.question import is_marked_by_key
from exercises.sphinx_ext.build import course_of, depend_on_exercise
from exercises.sphinx_ext.trees import Inline, paragraph, section, strong, table, text

SCRIPT = "training.js"
_HEADS = ("Look for", "Out of", "Your mark")


def shuffled(exercise: Exercise, key: Key) -> list[Sample]:
    """Return the samples in an order that does not follow their quality, the same each time."""
    return sorted(key.samples, key=lambda one: hashlib.sha256(f"{exercise.id}/{one.level}".encode()).hexdigest())


class MarkerTraining(SphinxDirective):
    """Places each written exercise's samples with a table to mark them in, and the reference marks after them all.

    ::

        section(title): stem, then for each sample a block_quote and a table.training
        section("Reference marks"): a table for each exercise
    """

    def run(self) -> list[nodes.Node]:
        """Return the sections; the script turns the last column into fields and tells the agreement."""
        course = course_of(self.env)
        written = [one for one in course.bank.exercises if not is_marked_by_key(ask(one)) and one.use != "test"]
        keyed = [(one, course.keys[one.id]) for one in sorted(written, key=lambda one: (one.lesson, one.id))]
        blocks = [self._section(*one) for one in keyed]
        tables = [self._reference(*one) for one in keyed]
        found = [*blocks, section("reference-marks", text("Reference marks"), *tables)]
        for block in found:
            self.set_source_info(block)
            self.state.document.note_implicit_target(block, block)
        return list(found)

    def _section(self, exercise: Exercise, key: Key) -> nodes.section:
        depend_on_exercise(self.env, exercise)
        block = section(f"marking-{exercise.id}", text(exercise.title), *self.parse_text_to_nodes(exercise.stem))
        for letter, sample in zip(ascii_uppercase, shuffled(exercise, key), strict=False):
            block += paragraph(strong(f"Answer {letter}"))
            block += nodes.block_quote("", *self.parse_text_to_nodes(sample.text))
            block += self._table(f"{exercise.title}, answer {letter}", key, sample)
        return block

    def _table(self, caption: str, key: Key, sample: Sample) -> nodes.table:
        rows: list[list[Inline]] = [[self._inline(one.text), text(str(one.marks)), []] for one in key.rubric]
        block = table(caption, _HEADS, rows, [8, 2, 2], "training")
        cells = list(block.findall(nodes.entry))[2 * len(_HEADS) - 1 :: len(_HEADS)]
        for criterion, cell in zip(key.rubric, cells, strict=True):
            cell["classes"] += [f"reference-{sample.marks[criterion.id]}", f"out-of-{criterion.marks}"]
        return block

    def _reference(self, exercise: Exercise, key: Key) -> nodes.table:
        def rows() -> Iterator[list[Inline]]:
            for letter, sample in zip(ascii_uppercase, shuffled(exercise, key), strict=False):
                marks = ", ".join(f"{sample.marks[one.id]} of {one.marks}" for one in key.rubric)
                yield [text(letter), text(marks), text(str(sample.total)), self._inline(sample.why)]

        return table(
            f"{exercise.title}: reference", ("Answer", "Marks, in order", "Total", "Why"), rows(), [2, 4, 2, 8]
        )

    def _inline(self, marked: str) -> list[nodes.Node]:
        inline, messages = self.parse_inline(marked, lineno=self.lineno)
        return [*inline, *messages]


def add_script(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Load the script on the page that has something to mark."""
    if doctree and any("training" in one["classes"] for one in doctree.findall(nodes.table)):
        app.add_js_file(SCRIPT, defer="defer")


def setup(app: Sphinx) -> None:
    """Register the directive and its script."""
    app.add_directive("marker-training", MarkerTraining)
    app.connect("html-page-context", add_script)
