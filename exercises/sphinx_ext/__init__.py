"""The Sphinx side of the course; ``setup`` is its table of contents."""

from __future__ import annotations

import gc
import hashlib
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from exercises.sphinx_ext import (
    build,
    catalogue,
    cite,
    contents,
    corrections,
    edition,
    epub,
    evidence,
    exercise,
    figures,
    fresh,
    guide,
    idle,
    own_copy,
    placing,
    progress,
    quotes,
    review,
    search,
    site,
    training,
    typst,
    web,
    worked,
)

_OBJECTS = 100_000
"""How many objects are made before Python looks for those that only hold each other."""


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register everything that the pages and the PDF need."""
    # Every node knows its parent, so that Python looks at all trees again and again, for a tenth of a build's time.
    gc.set_threshold(max(_OBJECTS, gc.get_threshold()[0]), 20, 100)
    app.add_config_value("edition", "student", "env", frozenset({str}), "student or instructor")
    app.add_config_value(
        "article", "", "env", frozenset({str}), "path of the reader's own copy of the article, or nothing"
    )
    app.add_config_value(
        "code", _code(), "env", frozenset({str}), "a digest of the code, since new code reads all pages anew"
    )
    app.connect("config-inited", edition.check_edition)
    app.connect("builder-inited", edition.keep_editions_apart, priority=100)

    app.add_domain(placing.CourseDomain)
    app.connect("builder-inited", build.read_changed_course, priority=200)
    app.connect("env-get-outdated", placing.outdated_lists)
    app.connect("env-before-read-docs", build.read_course_for_pages)
    app.connect("env-before-read-docs", placing.forget_pages)
    app.connect("env-updated", placing.number_exercises, priority=400)  # before it is asked what has changed

    idle.setup(app)
    quotes.setup(app)
    exercise.setup(app)
    evidence.setup(app)
    cite.setup(app)
    worked.setup(app)
    own_copy.setup(app)
    figures.setup(app)
    catalogue.setup(app)
    guide.setup(app)
    corrections.setup(app)
    review.setup(app)
    progress.setup(app)
    fresh.setup(app)
    training.setup(app)
    typst.setup(app)
    epub.setup(app)

    app.connect("html-page-context", edition.add_banner)
    contents.setup(app)
    search.setup(app)
    site.setup(app)
    web.setup(app)

    return {"version": "1", "env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}


def _code() -> str:
    """Return a digest of all code and templates from which pages are made."""
    files = [path for path in Path(__file__).parent.parent.rglob("*") if path.suffix in (".py", ".jinja")]
    return hashlib.sha256(b"".join(path.read_bytes() for path in sorted(files))).hexdigest()
