"""The two editions: ``student``, and ``instructor`` with keys and solutions in place and a banner on every page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment

from exercises.questions.kinds import ExerciseBase
from exercises.sphinx_ext.build import stop

EDITIONS = ("student", "instructor")
BANNER = "Instructor edition: keys and solutions stand in place. Do not pass it on to students."


def check_edition(app: Sphinx, config: Config) -> None:
    """Stop at an edition that we do not know."""
    if config.edition not in EDITIONS:
        stop(f"edition must be one of {', '.join(EDITIONS)} (found {config.edition!r})")


def keep_editions_apart(app: Sphinx) -> None:
    """Mark the output folder with its edition, and stop if it holds the other.

    A page that only instructors have would otherwise stay behind in what students are given.
    """
    marker = Path(app.outdir) / ".edition"
    found = marker.read_text(encoding="utf-8").strip() if marker.is_file() else app.config.edition
    if found != app.config.edition:
        stop(f"{marker.parent} holds the {found} edition; build the {app.config.edition} edition elsewhere")
    marker.parent.mkdir(parents=True, exist_ok=True)
    marker.write_text(app.config.edition + "\n", encoding="utf-8")


def is_instructor(env: BuildEnvironment) -> bool:
    """Return whether this build is the instructor edition."""
    return bool(env.config.edition == "instructor")


def shows_key(env: BuildEnvironment, exercise: ExerciseBase) -> bool:
    """Return whether this edition may show the exercise's key: all of them to instructors, practice to students."""
    return is_instructor(env) or exercise.use == "practice"


def add_banner(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Give the templates the banner of the instructor edition; students' pages get an empty one."""
    context["edition"] = app.config.edition
    context["banner"] = BANNER if app.config.edition == "instructor" else ""
