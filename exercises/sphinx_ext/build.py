"""What a build knows of the course: its evidence, exercises and keys, read once, and what each page depends on."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn, cast
from weakref import WeakKeyDictionary

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from exercises.course import Course, load_course
from exercises.errors import CourseError
from exercises.questions.kinds import Exercise
from exercises.questions.load import bank_path, key_path

logger = logging.getLogger(__name__)


def stop(*messages: object) -> NoReturn:
    """Report each message and end the build.  An exception that Sphinx catches would be printed as a traceback."""
    for message in messages:
        logger.error("%s", message)
    raise SystemExit(2)


_courses: WeakKeyDictionary[BuildEnvironment, Course] = WeakKeyDictionary()


def course_of(env: BuildEnvironment) -> Course:
    """Return the course that this build reads."""
    return _courses[env]


def read_course(app: Sphinx) -> None:
    """Read the course for this build, or stop with every finding."""
    try:
        _courses[app.env] = load_course(Path(app.srcdir))
    except CourseError as error:
        stop(*error.findings)


def depend_on(env: BuildEnvironment, *paths: Path) -> None:
    """Have the page being read rebuilt when one of these files, given from the repository's top, changes."""
    noted = cast("set[tuple[Path, ...]]", env.current_document.setdefault("course_files", set()))
    if paths not in noted:
        noted.add(paths)
        for path in paths:
            env.note_dependency(course_of(env).root / path)


def depend_on_evidence(env: BuildEnvironment) -> None:
    """Have the page being read rebuilt when any file of the ledger changes."""
    depend_on(env, *course_of(env).evidence_files)


def depend_on_exercise(env: BuildEnvironment, exercise: Exercise) -> None:
    """Have the page being read rebuilt when the exercise changes, or its key, or the ledger that may prove it."""
    depend_on(env, bank_path(exercise), key_path(exercise))
    depend_on_evidence(env)
