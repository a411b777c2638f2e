"""What the whole site needs beside its pages: descriptions, and nothing in it that no page uses."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from docutils import nodes
from markupsafe import Markup
from sphinx.application import Sphinx

UNUSED = ("**/*.map", "**/*macros*.html", "**/fontawesome.js*", "**/fa-brands-*", "**/fa-regular-*", "locales")
"""What the theme copies into ``_static`` and no page of ours asks for."""


def add_description(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Give a page without a description of its own the site's, as search and the forwarding page have none."""
    if 'name="description"' not in context.get("metatags", ""):
        about = f"{app.config.html_title}: an open course on reading sourced reporting."
        context["metatags"] = context.get("metatags", "") + str(_DESCRIPTION.format(about))


_DESCRIPTION = Markup('<meta name="description" content="{}" />')


def drop_unused_files(app: Sphinx, exception: Exception | None) -> None:
    """Remove what no page asks for from a finished HTML site."""
    if exception or app.builder.name != "html":
        return
    out = Path(app.outdir)
    for pattern in UNUSED:
        for path in sorted((out / "_static").glob(pattern)):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    shutil.rmtree(out / "_sources", ignore_errors=True)
