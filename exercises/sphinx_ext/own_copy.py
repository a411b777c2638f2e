"""Bring your own copy: with ``ARTICLE`` set, the HTML site gains the article as a page, marked claim by claim.

The page is made when the site is written.  It has no source file, no doctree and no place in the search index,
so the article's text is nowhere but in that one page of the built site.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

from exercises.checks.quotations import recognised
from exercises.errors import CourseError
from exercises.ledger.address import place_name
from exercises.ledger.types import Claim, Report
from exercises.own_copy.marks import Run, marks
from exercises.own_copy.recognise import Copy
from exercises.sphinx_ext.build import course_of, stop
from exercises.sphinx_ext.cite import said_domain
from exercises.sphinx_ext.evidence import voice_name
from exercises.sphinx_ext.trees import Inline, bullets, paragraph, section, strong, table, text

NOTICE = (
    "This page holds the text of your own copy of the report. It is for your own use: the text belongs to "
    "{rights}, so do not hand this page out, upload it or put it on a server that others can reach."
)
VOICES = {
    "narration": ("N", "underlined once"),
    "source-1": ("S1", "underlined twice"),
    "source-2": ("S2", "underlined with dots"),
    "the-sources": ("SS", "underlined with dashes"),
    "unnumbered-source": ("S?", "underlined with a wave"),
    "editor": ("E", "a thin line above and below"),
    "page": ("P", "a thin line below"),
}
"""How each voice is told: the letters in a mark's tag, and the line along the words."""


_NAME = "your-copy"


def page_name(report: Report) -> str:
    """Return the name of the page that holds the reader's copy of the report."""
    return f"course/evidence/{report.id}/{_NAME}"


def own_copy(env: BuildEnvironment) -> tuple[Report, Copy] | None:
    """Return the reader's copy with the report that it is, or None where none was named; else stop the build."""
    if not env.config.article:
        return None
    try:
        return recognised(course_of(env), Path(env.config.article))
    except CourseError as error:
        stop(*error.findings)


def check_copy(app: Sphinx) -> None:
    """Stop the build before it starts if the copy is not the report."""
    own_copy(app.env)


class YourCopyDirective(SphinxDirective):
    """A sentence that links the page of the reader's own copy; nothing where there is none."""

    def run(self) -> list[nodes.Node]:
        """Return ``only(builder_html): paragraph``, since no other builder has the page."""
        found = own_copy(self.env)
        if found is None:
            return []
        self.env.note_dependency(str(Path(self.config.article).resolve()))
        here = posixpath.dirname(self.env.current_document.docname)
        target = posixpath.relpath(f"{page_name(found[0])}.html", here)
        link = nodes.reference("", "your own copy of the report", refuri=target, internal=True)
        block = paragraph(
            nodes.Text("You built this site with "), link, nodes.Text(": numbered, with each claim marked.")
        )
        return [addnodes.only("", block, expr="builder_html")]


# The page


def add_page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield the page with the reader's copy, where there is one and the builder is the site's."""
    if not isinstance(app.builder, StandaloneHTMLBuilder) or app.builder.name != "html":
        return
    for left in Path(app.outdir).glob(f"course/evidence/*/{_NAME}.html"):  # by a build that had one
        left.unlink()
    found = own_copy(app.env)
    if found is None:
        return
    report, copy = found
    body = app.builder.render_partial(_page(app, report, copy))["fragment"]
    yield page_name(report), {"title": "Your own copy", "body": body, "metatags": _METATAGS}, "page.html"


_METATAGS = (
    '<meta name="robots" content="noindex" />'
    '<meta name="description" content="Your own copy of the report, with the words of each claim marked." />'
)


def _page(app: Sphinx, report: Report, copy: Copy) -> nodes.section:
    notice = paragraph(*text(NOTICE.format(rights=report.rights or report.origin)))
    runs = marks(report, copy)
    marker = _Marker(app, report)
    around = [marker.line(piece.id, runs[piece.id]) for piece in report.furniture if piece.id in runs]
    body = [marker.line(one.place, runs[one.place]) for one in report.paragraphs]
    furniture = [section("around", text("The page around it"), *around)] if around else []
    return section(
        "your-copy",
        text("Your own copy"),
        nodes.admonition("", nodes.title("", "For your own use"), notice, classes=["warning"]),
        _legend(report),
        section("report", text("The report"), *body),
        *furniture,
    )


def _legend(report: Report) -> nodes.section:
    """Return how to read the marks, told by line and letters as well as by colour."""
    used = {claim.voice for claim in report.claims}
    rows: list[list[Inline]] = [
        [[_marked("the words", voice, hedge=False)], text(letters), text(voice_name(voice)), text(line)]
        for voice, (letters, line) in VOICES.items()
        if voice in used
    ]
    kinds = sorted({claim.kind for claim in report.claims})
    return section(
        "marks",
        text("How to read the marks"),
        paragraph(
            *text("Words that carry a claim are underlined, and after the last of them stands a tag in brackets. "),
            *text("The tag names the voice and the kind, and leads to the claim. "),
            *text("Where claims share words, the tags stand one after another. "),
            _marked("Slanted words", "", hedge=True),
            *text(" are hedges."),
        ),
        table("Voices", ["Mark", "Tag", "Voice", "Line"], rows, [3, 1, 4, 4], "legend"),
        bullets([[strong(kind[:3]), nodes.Text(f" {kind}")] for kind in kinds], "legend-kinds"),
    )


def _marked(words: str, voice: str, *, hedge: bool) -> nodes.Element:
    inner = nodes.inline("", words, classes=["claimed", *([f"voice-{voice}"] if voice else [])])
    return nodes.emphasis("", "", inner, classes=["hedge"]) if hedge else inner


class _Marker:
    """Turns runs of text into marked words with links to the claims that they carry."""

    def __init__(self, app: Sphinx, report: Report) -> None:
        self._app = app
        self._report = report

    def line(self, place: str, runs: tuple[Run, ...]) -> nodes.paragraph:
        """Return one numbered paragraph or one line of the page."""
        id = place.removeprefix("P")
        number = self._link("paragraph", id, place_name(self._report, place), "What it says, in other words")
        head = nodes.strong("", "", number)
        line = paragraph(head, nodes.Text(" "), *(node for run in runs for node in self._run(run)))
        line["ids"].append(f"copy-{place.lower()}")
        return line

    def _run(self, run: Run) -> Iterator[nodes.Node]:
        if not run.claims:
            yield nodes.Text(run.text)
            return
        yield _marked(run.text, self._claim(run.claims[0]).voice, hedge=run.hedge)
        for id in run.ends:
            yield nodes.inline("", "", self._tag(self._claim(id)), classes=["claim-tag"])

    def _claim(self, id: str) -> Claim:
        return self._report.claim[id]

    def _tag(self, claim: Claim) -> nodes.Node:
        letters, _ = VOICES.get(claim.voice, (claim.voice.replace("source-", "S"), ""))
        hedged = ", hedged" if claim.hedged else ""
        return self._link("claim", claim.id, f"[{letters} {claim.kind[:3]}{hedged}]", claim.gist)

    def _link(self, kind: str, id: str, words: str, title: str) -> nodes.Node:
        name = course_of(self._app.env).book.name(kind, id, self._report.id)
        shown = said_domain(self._app.env).place(kind, name)
        if not shown:
            return nodes.Text(words)
        uri = self._app.builder.get_relative_uri(page_name(self._report), shown[0])
        return nodes.reference("", words, refuri=f"{uri}#{shown[1]}", internal=True, reftitle=title)


def add_style(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object) -> None:
    """Give the page of the reader's copy the style of its marks, which no other page needs."""
    if posixpath.basename(pagename) == _NAME:
        app.add_css_file("copy.css")


def setup(app: Sphinx) -> None:
    """Register the page and what leads to it."""
    app.add_directive("your-copy", YourCopyDirective)
    app.connect("builder-inited", check_copy, priority=300)
    app.connect("html-collect-pages", add_page)
    app.connect("html-page-context", add_style)
