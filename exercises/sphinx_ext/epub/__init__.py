"""The EPUB: Sphinx's own builder, with exercises that leave room for an answer, and their keys at the end.

A reader of EPUBs runs no script, so that what a page does with one is left out, and a form is drawn as on paper.
"""

from __future__ import annotations

import os
import re
import time
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders._epub_base import MEDIA_TYPES
from sphinx.builders.epub3 import HTML_TAG, Epub3Builder
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import new_document
from sphinx.util.osutil import relative_uri

from exercises.draw import controls
from exercises.draw.figures.svg import pieces
from exercises.draw.markup import plain
from exercises.files import EPOCH, write_whole, zip_entry
from exercises.questions.ask import ask
from exercises.questions.kinds import Exercise
from exercises.sphinx_ext import nodes as ours
from exercises.sphinx_ext.build import made_at
from exercises.sphinx_ext.placing import course_domain
from exercises.sphinx_ext.trees import Inline, labelled, paragraph, section, table, text

HERE = Path(__file__).parent
ANSWERS = "answers"
"""The name of the page that holds the keys."""
WIDEST = 4
"""How many columns fit on a phone; a wider table is told as a list."""
GRID = "evidence-grid"
"""The class of tables that are read down their columns."""
TALLEST = 2.0
"""How many times as high as wide a drawing can be on a phone's page; what can be cut is cut there."""
_COLOURS = {"accent": "#2e86b8", "muted": "currentColor", "card": "none"}
"""A drawing's colours on paper of any colour, as a reader may choose it; old readers know no variables."""
TITLE = "Answers to the practice exercises"
_ACCESS = {
    "accessMode": ("textual", "visual"),
    "accessModeSufficient": ("textual",),
    "accessibilityFeature": ("structuralNavigation", "tableOfContents", "alternativeText", "longDescription"),
    "accessibilityHazard": ("none",),
    "accessibilitySummary": (
        "Every figure is also told in words, and tables have headings. No exercise needs sight, sound or a script.",
    ),
}
"""What those who choose books by how they can be read are told, in the words of schema.org."""


@dataclass(frozen=True)
class Answer:
    """The key of one exercise: where the exercise stands, its number, and what is told of it."""

    docname: str
    number: str
    exercise: Exercise
    key: ours.exercise_key

    @property
    def place(self) -> tuple[int, bool, int, str]:
        """Return what the answers stand in the order of: what is handed in comes behind what is practised."""
        lesson, place = self.number.split(".")
        return int(lesson), not place.isdecimal(), len(place), place


_taken: WeakKeyDictionary[BuildEnvironment, dict[str, Answer]] = WeakKeyDictionary()
"""The keys that were taken from the pages, by exercise."""


class EpubBuilder(Epub3Builder):
    """Writes one EPUB of the whole course, the same bytes each time."""

    media_types = {**MEDIA_TYPES, ".woff2": "font/woff2", ".txt": "text/plain"}

    def init(self) -> None:
        """Begin with templates and files of the book's own, since those of the pages are for a browser."""
        self.config.templates_path = [os.path.relpath(HERE / "templates", self.confdir)]
        self.config.html_static_path = []
        self.html_tag = HTML_TAG.replace(">", f' lang="{self.config.language}" xml:lang="{self.config.language}">')
        super().init()

    def get_outdated_docs(self) -> Iterator[str]:
        """Yield all pages each time: the keys at the end are taken from every page that is laid out."""
        yield from self.env.found_docs

    def copy_static_files(self) -> None:
        """Put the book's style beside its pages, and the font of the names that few readers' own fonts have."""
        fonts = HERE.parent / "typst" / "fonts"
        self._static_dir.mkdir(parents=True, exist_ok=True)
        for path in (HERE / "book.css", HERE.parent / "static" / "SaidCJK.woff2", fonts / "OFL.txt"):
            write_whole(self._static_dir / path.name, path.read_bytes())

    def gen_additional_pages(self) -> None:
        """Write the page of keys, and none of those that are for a browser."""
        page = new_document(ANSWERS)
        page += section(
            ANSWERS,
            text(TITLE),
            *map(self._answer, sorted(_taken.get(self.env, {}).values(), key=lambda one: one.place)),
        )
        self.env.resolve_references(page, ANSWERS, self)
        self.handle_page(ANSWERS, {"title": TITLE, "body": self.render_partial(page[0])["fragment"]})

    def _answer(self, one: Answer) -> nodes.section:
        for reference in one.key.findall(addnodes.pending_xref):
            reference["refdoc"] = ANSWERS  # so that links lead on from where the key now stands
        back = f"{self.get_relative_uri(ANSWERS, one.docname)}#{one.exercise.id}"
        link = paragraph(nodes.reference("", "Back to the exercise", refuri=back, internal=True), name="back")
        title = text(f"Exercise {one.number}: {plain(one.exercise.title)}")
        return section(f"answer-{one.exercise.id}", title, *one.key.children, link)

    def content_metadata(self) -> dict[str, Any]:
        """Return what the book says of itself, with a date that is no clock's."""
        made = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(made_at()))
        return {**super().content_metadata(), "date": made}

    def build_content(self) -> None:
        """Write the book's list of files: pages that hold drawings are marked, and its access is described."""
        super().build_content()
        path = self.outdir / "content.opf"
        told = path.read_text(encoding="utf-8")
        access = (f'<meta property="schema:{name}">{one}</meta>' for name, all_ in _ACCESS.items() for one in all_)
        told = told.replace("  </metadata>", "".join(f"    {line}\n" for line in access) + "  </metadata>")
        for name in self.files:
            if name.endswith(self.out_suffix) and "<svg" in (self.outdir / name).read_text(encoding="utf-8"):
                told = told.replace(f'href="{name}"', f'href="{name}" properties="svg"', 1)
        write_whole(path, told)

    def build_epub(self) -> None:
        """Pack the book; Sphinx would give each file in it the time at which it was written."""
        made = BytesIO()
        with zipfile.ZipFile(made, "w") as out:
            out.writestr(zipfile.ZipInfo("mimetype", EPOCH), (self.outdir / "mimetype").read_bytes())
            for name in ("META-INF/container.xml", "content.opf", "toc.ncx", *self.files):
                out.writestr(zip_entry(name), (self.outdir / name).read_bytes(), compresslevel=9)
        write_whole(self.outdir / f"{self.config.epub_basename}.epub", made.getvalue())


class LayOut(SphinxPostTransform):
    """Lays a page out for a book: forms as on paper, nothing that needs a script, and keys taken to the end."""

    builders = ("epub",)
    default_priority = 5  # before references are resolved, since those of the keys lead on from another page

    def run(self, **_: object) -> None:
        """Change the page."""
        for exercise in list(self.document.findall(ours.exercise)):
            self._take_key(exercise)
        for form in list(self.document.findall(ours.exercise_form)):
            drawn = controls.in_book(ask(form["exercise"]))
            form.replace_self(nodes.raw("", drawn, format="html"))
        for review in list(self.document.findall(ours.review)):
            review.replace_self(paragraph(*text("Your answers are looked back on in a browser, not in this book.")))
        for node in list(self.document.findall(_needs_script)):
            node.parent.remove(node)
        for picture in list(self.document.findall(ours.picture)):
            picture.replace_self(list(_in_any_colours(picture)))
        for wide in list(self.document.findall(nodes.table)):
            if len(list(wide.findall(nodes.colspec))) > WIDEST:
                wide.replace_self(_as_list(wide))
        for fold in list(self.document.findall(ours.fold)):
            fold.replace_self([paragraph(*text(f"{fold['summary']}.")), *fold.children])

    def _take_key(self, node: ours.exercise) -> None:
        exercise, page = node["exercise"], self.env.docname
        number = course_domain(self.env).numbers[exercise.id]
        for key in list(node.findall(ours.exercise_key)):
            node.remove(key)
            _taken.setdefault(self.env, {})[exercise.id] = Answer(page, number, exercise, key)
            to = f"{relative_uri(f'{page}.xhtml', f'{ANSWERS}.xhtml')}#answer-{exercise.id}"
            link = nodes.reference("", "The answer is at the end", refuri=to, internal=True)
            node += paragraph(link, name="answer-at")


def _in_any_colours(picture: ours.picture) -> Iterator[nodes.Node]:
    """Yield a drawing whose colours can be seen on any paper, and below it its words and its data."""
    svg = re.sub(r"var\(--said-(\w+), [^)]*\)", lambda colour: _COLOURS[colour[1]], picture["svg"])
    shown = "\n".join(pieces(svg, TALLEST))
    words = f"<details><summary>The figure in words</summary><p>{escape(picture['alt'])}</p>"
    yield nodes.raw("", f"{shown}\n{words}", format="html")
    if picture["data"]:
        heads, rows = picture["data"]
        yield table("", heads, ([text(cell) for cell in row] for row in rows), [1] * len(heads))
    yield nodes.raw("", "</details>", format="html")


def _as_list(wide: nodes.table) -> list[nodes.Node]:
    """Return what a table tells as a list under its caption: row by row, or column by column if it is read so."""
    caption = wide.next_node(nodes.title)
    told = [paragraph(nodes.strong("", "", *caption.children), name="asks")] if caption else []
    cells = [[_inline(cell) for cell in row.findall(nodes.entry)] for row in wide.findall(nodes.row)]
    items = _columns(cells) if GRID in wide["classes"] else _rows(cells)
    return [*told, nodes.bullet_list("", *items, bullet="-", classes=["rows"])]


def _inline(cell: nodes.entry) -> list[nodes.Node]:
    return [node for block in cell.findall(nodes.paragraph) for node in block.children]


def _rows(cells: Sequence[Sequence[Inline]]) -> Iterator[nodes.list_item]:
    """Yield each row: its first cell, and below it each other one with its heading."""
    heads, *rows = cells
    labels = ["".join(node.astext() for node in head) for head in heads]
    for row in rows:
        first, *rest = (labelled(label, cell) for label, cell in zip(labels, row, strict=True))
        yield _item(first, rest)


def _columns(cells: Sequence[Sequence[Inline]]) -> Iterator[nodes.list_item]:
    """Yield each column but the first: its heading, and below it each cell with the first of its row."""
    heads, *rows = cells
    for at, head in list(enumerate(heads))[1:]:
        named = ([one.deepcopy() for one in row[0]] for row in rows)
        below = [paragraph(*name, *text(": "), *row[at]) for name, row in zip(named, rows, strict=True)]
        yield _item(paragraph(*head), below)


def _item(first: nodes.paragraph, rest: Sequence[nodes.paragraph]) -> nodes.list_item:
    first["classes"].append("row")
    return nodes.list_item("", first, nodes.bullet_list("", *(nodes.list_item("", one) for one in rest), bullet="-"))


def _needs_script(node: nodes.Node) -> bool:
    return isinstance(node, ours.exercise_filters | ours.course_progress)


def setup(app: Sphinx) -> None:
    """Register the builder in the place of Sphinx's, and what it changes in each page."""
    app.add_builder(EpubBuilder, override=True)
    app.add_post_transform(LayOut)
