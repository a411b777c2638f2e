"""What a build knows of the course: its evidence, exercises and keys, read once, and what each page depends on."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import NoReturn
from weakref import WeakKeyDictionary

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from exercises.course import Course, load_course
from exercises.errors import CourseError
from exercises.ledger.load import EVIDENCE
from exercises.questions.kinds import Exercise
from exercises.questions.load import bank_path, key_path

logger = logging.getLogger(__name__)


def stop(*messages: object) -> NoReturn:
    """Report each message and end the build.  An exception that Sphinx catches would be printed as a traceback."""
    for message in messages:
        logger.error("%s", message)
    raise SystemExit(2)


EPOCH = 1_546_300_800
"""When a book says that it was made, where SOURCE_DATE_EPOCH is not set: 1 January 2019, so that builds repeat."""


def made_at() -> int:
    """Return when a book says that it was made, in seconds since 1970."""
    return int(os.environ.get("SOURCE_DATE_EPOCH", EPOCH))


_courses: WeakKeyDictionary[BuildEnvironment, Course] = WeakKeyDictionary()


def course_of(env: BuildEnvironment) -> Course:
    """Return the course, read once for this build; stop with every finding where it is not sound."""
    if env not in _courses:
        try:
            _courses[env] = load_course(Path(env.srcdir))
        except CourseError as error:
            stop(*error.findings)
    return _courses[env]


def is_read(env: BuildEnvironment) -> bool:
    """Return whether this build has read the course, which one that changes nothing need not."""
    return env in _courses


def read_changed_course(app: Sphinx) -> None:
    """Read the course, or stop with every finding, unless the last build read the same files and found them sound."""
    kept, found = app.env.domaindata["course"], _digest(Path(app.srcdir))
    if kept["digest"] != found:
        course_of(app.env)
        kept["digest"] = found


def read_course_for_pages(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Read the course where a page is to be read, once, before the pages are shared out to parallel readers."""
    if docnames:
        course_of(env)


def _digest(root: Path) -> str:
    """Return a digest of the files that the course is read from; no two are alike where one cannot be read."""
    found = hashlib.sha256()
    for path in sorted(path for folder in ("exercises", EVIDENCE) for path in (root / folder).rglob("*.toml")):
        found.update(os.fsencode(path.relative_to(root)))
        found.update(path.read_bytes() if os.access(path, os.R_OK) and path.is_file() else os.urandom(8))
    return found.hexdigest()


def depend_on(env: BuildEnvironment, *paths: Path) -> None:
    """Have the page being read rebuilt when one of these files, given from the repository's top, changes."""
    for path in paths:
        env.note_dependency(course_of(env).root / path)


def depend_on_evidence(env: BuildEnvironment) -> None:
    """Have the page being read rebuilt when any file of the ledger changes."""
    if not env.current_document.setdefault("course_evidence", False):  # nearly everything on a page asks for it
        env.current_document["course_evidence"] = True
        depend_on(env, *course_of(env).evidence_files)


def depend_on_exercise(env: BuildEnvironment, exercise: Exercise) -> None:
    """Have the page being read rebuilt when the exercise changes, or its key, or the ledger that may prove it."""
    depend_on(env, bank_path(exercise), key_path(exercise))
    depend_on_evidence(env)
