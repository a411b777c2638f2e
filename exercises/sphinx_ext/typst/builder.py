"""The builder ``typst``: assembles the course into one document, and compiles it in one step or not at all."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Set
from pathlib import Path
from typing import ClassVar

from docutils import nodes
from sphinx import addnodes
from sphinx.builders import Builder
from sphinx.util.nodes import inline_all_toctrees

from exercises.sphinx_ext.build import course_of, made_at, stop
from exercises.sphinx_ext.edition import is_instructor
from exercises.sphinx_ext.nodes import part
from exercises.sphinx_ext.typst import course
from exercises.sphinx_ext.typst.pack import pack
from exercises.sphinx_ext.typst.writer import TypstTranslator

HERE = Path(__file__).parent
FONTS = HERE / "fonts"


class TypstBuilder(Builder):
    """Writes one PDF of the whole course; in the instructor edition also a booklet of its keys."""

    name = "typst"
    format = "typst"
    epilog = "The PDF is in %(outdir)s."
    allow_parallel = True
    supported_image_types: ClassVar[list[str]] = ["image/svg+xml", "image/png", "image/jpeg"]
    default_translator_class = TypstTranslator

    def get_outdated_docs(self) -> str:
        """Return that everything is written each time: one document holds it all."""
        return "all pages, as one document"

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return how the writer recognises a page in a reference."""
        return f"%{docname}"

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """Return the same: everything is in one document."""
        return self.get_target_uri(to, typ)

    def write_documents(self, _docnames: Set[str]) -> None:
        """Write and compile the course, and the booklet where the edition has keys."""
        tree = self.assemble()
        translator = TypstTranslator(tree, self)
        tree.walkabout(translator)
        translator.warn_of_lost_links()
        instructor = is_instructor(self.env)
        name = "said-a-source-instructor" if instructor else "said-a-source"
        title, note, keys = self.config.project, course.note_of(course_of(self.env).evidence.main), translator.keys
        self.compile(name, course.book(title, note, translator.text, keys, instructor=instructor))
        if instructor:
            self.compile("answers", course.booklet(title, note, keys))

    def assemble(self) -> nodes.document:
        """Return the root page with every page of its tables of contents in place, and references resolved."""
        root = self.config.root_doc
        tree = self.env.get_doctree(root)
        for contents in [*tree.findall(addnodes.toctree)]:
            wrapper = contents.parent
            wrapper.parent.insert(wrapper.parent.index(wrapper), part(caption=contents["caption"] or ""))
        tree = inline_all_toctrees(self, set(), root, tree, str, [root])
        tree["docname"] = root
        self.env.resolve_references(tree, root, self)
        return tree

    def compile(self, name: str, source: str) -> None:
        """Compile Typst source to ``name.pdf``; where that fails, say why, leave the old PDF as it was, and stop."""
        try:
            import typst
        except ImportError:
            stop("the PDF needs the package typst, which is not installed: `make pdf` installs it")
        self.outdir.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self.outdir, prefix=".typst-") as folder:
            page = Path(folder) / f"{name}.typ"
            page.write_text(source, encoding="utf-8")
            try:
                typst.compile(
                    str(page),
                    output=str(page.with_suffix(".pdf")),
                    root=folder,
                    font_paths=[str(FONTS)],
                    ignore_system_fonts=True,
                    pdf_standards=["ua-1"],
                    timestamp=made_at(),
                )
            except typst.TypstError as error:
                stop(f"the PDF cannot be made: {name}.pdf", *_complaint(error))
            packed = page.with_suffix(".packed")
            packed.write_bytes(pack(page.with_suffix(".pdf").read_bytes()))
            packed.replace(self.outdir / f"{name}.pdf")


def _complaint(error: Exception) -> Iterator[str]:
    """Yield what the compiler says, and what it advises."""
    yield str(getattr(error, "message", error))
    yield from (f"hint: {hint}" for hint in getattr(error, "hints", ()))
