"""The PDF: a Sphinx builder that writes the whole course as one Typst document and compiles it to PDF/UA-1."""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from exercises.sphinx_ext.typst.builder import TypstBuilder


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the builder."""
    app.add_builder(TypstBuilder)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
