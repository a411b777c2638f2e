"""The instructor's guide: pages and notes that only the instructor edition has, and what they draw from the keys."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import PurePosixPath

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.docutils import SphinxDirective

from exercises.course import Course
from exercises.questions.ask import ask
from exercises.questions.kinds import Exercise
from exercises.questions.load import KEYS
from exercises.questions.wording import slot_label
from exercises.sphinx_ext.build import course_of, depend_on
from exercises.sphinx_ext.edition import is_instructor

PAGES = "course/teaching/**"
NOTES = "course/teaching/[0-9]*"
"""The notes on a lesson, named after it.  They are no pages of their own: they stand at the end of the lesson."""
_CONTENTS = "```{toctree}\n:hidden:\n:caption: For teachers\n\nteaching/index\n```"


def leave_out_of_student_edition(app: Sphinx, config: Config) -> None:
    """Have the guide's pages read in the instructor edition alone."""
    left_out = NOTES if config.edition == "instructor" else PAGES
    config.exclude_patterns = [*config.exclude_patterns, left_out]


def add_teaching_notes(app: Sphinx, docname: str, content: list[str]) -> None:
    """Put the notes on a lesson at its end, below its own headings, in the instructor edition alone."""
    lesson = PurePosixPath(docname)
    notes = app.srcdir / lesson.parent.parent / "teaching" / f"{lesson.name}.md"
    if lesson.parent.name != "lessons" or not is_instructor(app.env) or not notes.is_file():
        return
    head, _, _ = notes.read_text(encoding="utf-8").partition("\n# ")  # the front matter, which is the page's alone
    start = head.count("\n") + 1
    content[0] += f"\n\n```{{include}} ../teaching/{notes.name}\n:heading-offset: 1\n:start-line: {start}\n```\n"


class GuideContents(SphinxDirective):
    """Puts the guide into the contents, in the edition that has it."""

    def run(self) -> list[nodes.Node]:
        """Return the guide's toctree, or nothing."""
        return self.parse_text_to_nodes(_CONTENTS) if is_instructor(self.env) else []


class Misconceptions(SphinxDirective):
    """Lists a lesson's misconceptions, the most often revealed first, with the choices that reveal each.

    ::

        bullet_list of: the misconception, then each exercise's title with its choices
    """

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the list; a lesson without exercises is an error."""
        lesson, course = self.arguments[0], course_of(self.env)
        exercises = [one for one in course.bank.exercises if one.lesson == lesson]
        if not exercises:
            raise self.error(f"the lesson must have exercises in exercises/bank; {lesson!r} has none")
        for exercise in exercises:
            depend_on(self.env, KEYS / lesson / f"{exercise.id}.toml")
        found = sorted(revealed_by(exercises, course).items(), key=lambda one: (-len(one[1]), one[0]))
        lines = [f"- **{course.misconceptions[id]}** {'; '.join(places)}." for id, places in found]
        return self.parse_text_to_nodes("\n".join(lines))


def revealed_by(exercises: Iterable[Exercise], course: Course) -> dict[str, list[str]]:
    """Return, for each misconception, the exercises with the choices that reveal it, as text for a page."""
    places: defaultdict[str, list[str]] = defaultdict(list)
    for exercise in exercises:
        key = course.keys[exercise.id]
        for slot, said in key.feedback.items():
            if said.misconception:
                places[said.misconception].append(f"*{exercise.title}*: {slot_label(ask(exercise), key, slot)}")
    return dict(places)


def setup(app: Sphinx) -> None:
    """Register the directives and leave the guide out of what students get."""
    app.connect("config-inited", leave_out_of_student_edition)
    app.connect("source-read", add_teaching_notes)
    app.add_directive("guide-contents", GuideContents)
    app.add_directive("lesson-misconceptions", Misconceptions)
