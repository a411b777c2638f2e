"""The course's own document nodes: neutral trees that every builder can lay out in its own way.

An exercise reads, in any builder::

    exercise (exercise=model)
        exercise_stem          parsed blocks: the question
        paragraph ?            class ``exercise-sources``: what to read
        exercise_form          a leaf (exercise=model): the builder draws what can be filled in
        exercise_hint *        parsed blocks
        exercise_key ?         only where the edition may show it (key=Key); class ``no-search``
            paragraph ?            class ``exercise-key``: the right answer in words
            exercise_feedback *    (slot, verdict, label) parsed blocks, then where to look
            exercise_solution      parsed blocks
            exercise_rubric ?      parsed blocks, for written exercises
            paragraph ?            class ``exercise-version``: the key's version, for instructors

A figure that is drawn from the ledger reads::

    figure                     class ``drawn``
        picture                a leaf (name, svg, alt, data, moves)
        caption
"""

from __future__ import annotations

from docutils import nodes


class exercise(nodes.General, nodes.Element):
    """One exercise, with its model in ``exercise``."""


class exercise_stem(nodes.General, nodes.Element):
    """The question, as parsed blocks."""


class exercise_form(nodes.General, nodes.Element):
    """What the reader fills in; a leaf, drawn from the model."""


class exercise_hint(nodes.General, nodes.Element):
    """One hint, as parsed blocks."""


class exercise_key(nodes.General, nodes.Element):
    """The key: feedback, then the solution.  Never made for a graded exercise in the student edition."""


class exercise_feedback(nodes.General, nodes.Element):
    """What is said about one choice, statement, cell or answer."""


class exercise_solution(nodes.General, nodes.Element):
    """The worked solution."""


class exercise_rubric(nodes.General, nodes.Element):
    """The rubric and samples of a written exercise."""


class picture(nodes.General, nodes.Element):
    """What a figure shows, drawn from the ledger: ``svg`` is its source, ``alt`` says what to see."""


class review(nodes.General, nodes.Element):
    """A reader's own answers, looked back on: ``exercises`` are the ids of those that have a score."""


class exercise_filters(nodes.General, nodes.Element):
    """What a list of exercises can be narrowed by: ``groups`` are names with {class: what is said of it}; a leaf."""


class fold(nodes.General, nodes.Element):
    """Blocks that a page folds under their ``summary``; other builders lay them out as they are."""


class course_progress(nodes.General, nodes.Element):
    """How far the reader is; with ``tools``, what saves, reads and clears all that is kept; a leaf."""


class part(nodes.General, nodes.Element):
    """Where a part of a printed course begins: ``caption`` is its name, empty where it has none; a leaf."""


class fresh(nodes.General, nodes.Element):
    """Where a reader gets a dispatch that they have not had."""
