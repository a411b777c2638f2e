"""From the assembled document to Typst: one method a node, and a warning for a node that has none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, repeat
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxTranslator

from exercises.course import lesson_of
from exercises.draw.figures.svg import pieces, slenderness
from exercises.draw.typst import call, form, literal, string
from exercises.questions.ask import ask
from exercises.questions.kinds import Exercise
from exercises.sphinx_ext import nodes as ours
from exercises.sphinx_ext.edition import is_instructor
from exercises.sphinx_ext.placing import course_domain
from exercises.sphinx_ext.typst.course import KeyEntry
from exercises.words import counted

if TYPE_CHECKING:
    from exercises.sphinx_ext.typst.builder import TypstBuilder

logger = logging.getLogger(__name__)

_FALLBACK = re.compile(r"var\(--[\w-]+,\s*([^)]+)\)")
_LANGUAGE = re.compile(r"language-([A-Za-z]+)")
_INK = "#1a1a1a"
_WIDTH, _HALF, _HIGHEST = 68, 110, 222
"""How wide a picture is, so that its smallest letters have 8 points, in millimetres; half a page, and all of one."""
_WIDE = 6
"""A table with more columns than this is set in small type."""


class TypstTranslator(SphinxTranslator):
    """Walks the document once; ``text`` is the body's source, ``keys`` the keys met on the way."""

    def __init__(self, document: nodes.document, builder: TypstBuilder) -> None:
        super().__init__(document, builder)
        self.keys: list[KeyEntry] = []
        self._parts: list[list[str]] = [[]]
        self._docs: list[str] = [document["docname"]]
        self._depth: list[int] = [0]
        self._in_part = 0
        self._labels: set[str] = set()
        self._links: dict[str, nodes.Element] = {}
        self._footnotes: dict[str, nodes.footnote] = {
            name: note for note in document.findall(nodes.footnote) for name in note["ids"]
        }
        self._exercises: list[ours.exercise] = []

    @property
    def text(self) -> str:
        """Return what has been written."""
        return "".join(self._parts[0])

    def write(self, source: str) -> None:
        """Add Typst source."""
        self._parts[-1].append(source)

    def hold(self) -> None:
        """Begin to keep what is written apart."""
        self._parts.append([])

    def release(self) -> str:
        """Return what was kept apart since the last ``hold``."""
        return "".join(self._parts.pop())

    def anchors(self, node: nodes.Element) -> str:
        """Return an anchor for each id of the node, each written once."""
        ids: list[str] = node.get("ids", [])
        names = [name for name in map(self._name, ids) if name not in self._labels]
        self._labels.update(names)
        return "".join(call("anchor", name) for name in names)

    def _name(self, id: str, docname: str | None = None) -> str:
        return f"{docname or self._docs[-1]}--{id}"

    def warn_of_lost_links(self) -> None:
        """Warn of each link whose target was not written; Typst would stop at it without saying where."""
        for name, node in self._links.items():
            if name not in self._labels:
                logger.warning("no target %r in the PDF", name, location=node, type="said", subtype="pdf")

    def unknown_visit(self, node: nodes.Node) -> None:
        """Warn of a node that has no method, so that a strict build stops."""
        logger.warning("the PDF has no way to print %s", type(node).__name__, location=node, type="said", subtype="pdf")
        raise nodes.SkipNode

    # Documents and sections

    def visit_document(self, node: nodes.document) -> None:
        """Begin the document with an anchor for its first page."""
        self._page(self._docs[-1])

    def depart_document(self, node: nodes.document) -> None:
        """Do nothing."""

    def visit_start_of_file(self, node: nodes.Element) -> None:
        """Enter a page."""
        self._docs.append(node["docname"])
        self._depth.append(0)
        self._page(node["docname"])

    def depart_start_of_file(self, node: nodes.Element) -> None:
        """Leave the page."""
        self._docs.pop()
        self._depth.pop()

    def _page(self, docname: str) -> None:
        self._labels.add(docname)
        self.write(call("anchor", docname) + "\n")

    def visit_part(self, node: ours.part) -> None:
        """Begin a part, whose chapters stand one level below its name; without a name, they stand beside it."""
        self._in_part = int(bool(node["caption"]))
        if node["caption"]:
            self.write(f"#chapter(1)[{string(node['caption'])}]\n\n")
        raise nodes.SkipNode

    def visit_section(self, node: nodes.section) -> None:
        """Go one level down."""
        self._depth[-1] += 1

    def depart_section(self, node: nodes.section) -> None:
        """Go one level up."""
        self._depth[-1] -= 1

    def visit_title(self, node: nodes.title) -> None:
        """Keep a title apart until it is known what it titles."""
        self.hold()

    def depart_title(self, node: nodes.title) -> None:
        """Write a heading; titles of tables and boxes are written with them."""
        words, parent = self.release(), node.parent
        if isinstance(parent, nodes.section):
            level = self._depth[-1] + max(0, len(self._docs) - 2) + self._in_part
            kind = "chapter" if self._depth[-1] == 1 else "section"
            self.write(f"#{kind}({level})[{words}]{self.anchors(parent)}\n\n")
            if self._depth[-1] == 1 and lesson_of(self._docs[-1])[1] == "hand-in":
                self.write("#name-lines\n\n")
        else:
            parent["printed_title"] = words

    # Blocks

    def visit_paragraph(self, node: nodes.paragraph) -> None:
        """Write the anchors of a paragraph before it."""
        self.write(self.anchors(node))

    def depart_paragraph(self, node: nodes.paragraph) -> None:
        """End it with an empty line."""
        self.write("\n\n")

    def visit_bullet_list(self, node: nodes.Element) -> None:
        """Begin a list."""
        self.write(self.anchors(node) + "#list(tight: false, ")

    def depart_bullet_list(self, node: nodes.Element) -> None:
        """End a list."""
        self.write(")\n\n")

    def visit_enumerated_list(self, node: nodes.Element) -> None:
        """Begin a numbered list."""
        self.write(f"{self.anchors(node)}#enum(tight: false, start: {node.get('start', 1)}, ")

    depart_enumerated_list = depart_bullet_list

    def visit_list_item(self, node: nodes.Element) -> None:
        """Begin an entry."""
        self.write(f"[{self.anchors(node)}")

    def depart_list_item(self, node: nodes.Element) -> None:
        """End an entry."""
        self.write("], ")

    def visit_definition_list(self, node: nodes.Element) -> None:
        """Begin a list of terms."""
        self.write("#terms(tight: false, ")

    depart_definition_list = depart_bullet_list

    def visit_definition_list_item(self, node: nodes.Element) -> None:
        """Begin a term with what is said of it."""
        self.write("terms.item([")

    def depart_definition_list_item(self, node: nodes.Element) -> None:
        """End it."""
        self.write("]), ")

    def visit_term(self, node: nodes.term) -> None:
        """Anchor the term."""
        self.write(self.anchors(node))

    def depart_term(self, node: nodes.term) -> None:
        """Leave further terms of the same entry to a slash, and go on to what is said of the last."""
        following = node.next_node(descend=False, siblings=True)
        self.write(string(" / ") if isinstance(following, nodes.term) else "], [")

    def visit_block_quote(self, node: nodes.Element) -> None:
        """Begin a quotation."""
        self.write("#quote(block: true)[")

    def depart_block_quote(self, node: nodes.Element) -> None:
        """End a quotation."""
        self.write("]\n\n")

    def visit_attribution(self, node: nodes.Element) -> None:
        """Begin the line that says whose words they are."""
        self.write("#align(right)[")

    depart_attribution = depart_block_quote

    def visit_admonition(self, node: nodes.Element) -> None:
        """Keep a box apart until its title is known."""
        self.hold()

    def depart_admonition(self, node: nodes.Element) -> None:
        """Write the box with its title."""
        body = self.release()
        title = node.get("printed_title") or string(type(node).__name__.capitalize())
        self.write(f"{self.anchors(node)}#admonition([{title}])[{body}]\n\n")

    visit_note = visit_tip = visit_warning = visit_important = visit_seealso = visit_topic = visit_admonition
    depart_note = depart_tip = depart_warning = depart_important = depart_seealso = depart_topic = depart_admonition

    def visit_rubric(self, node: nodes.rubric) -> None:
        """Begin a heading that stands in no list of contents."""
        self.write(f"#block(sticky: true)[{self.anchors(node)}#strong[")

    def depart_rubric(self, node: nodes.rubric) -> None:
        """End it."""
        self.write("]]\n\n")

    def visit_literal_block(self, node: nodes.Element) -> None:
        """Write code as it is."""
        self.write(f"#raw({literal(node.astext())}, block: true)\n\n")
        raise nodes.SkipNode

    def visit_transition(self, node: nodes.Element) -> None:
        """Draw a line."""
        self.write("#line(length: 30%, stroke: 0.5pt)\n\n")
        raise nodes.SkipNode

    # Tables

    def visit_table(self, node: nodes.table) -> None:
        """Write the whole table: its cells are gathered row by row."""
        group = next(node.findall(nodes.tgroup))
        widths = [column["colwidth"] for column in group.findall(nodes.colspec)]
        title = next(node.findall(nodes.title), None)
        caption = "none" if title is None else f"[{self._content(title)}]"
        head, *body = self._rows(node)
        size = "8pt" if len(widths) > _WIDE else "9pt"
        auto = "colwidths-auto" in node["classes"]
        columns = ", ".join("auto" if auto else f"{width}fr" for width in widths)
        cells = "".join(f"{cell}, " for row in body for cell in row)
        header = "".join(f"{cell}, " for cell in head)
        self.write(f"{self.anchors(node)}#said-table(({columns},), ({header}), {caption}, {size}, {cells})\n\n")
        raise nodes.SkipNode

    def _rows(self, table: nodes.table) -> Iterator[list[str]]:
        for row in table.findall(nodes.row):
            yield [self._cell(entry) for entry in row.children if isinstance(entry, nodes.entry)]

    def _cell(self, entry: nodes.entry) -> str:
        spans = {"colspan": entry.get("morecols", 0) + 1, "rowspan": entry.get("morerows", 0) + 1}
        options = "".join(f"{name}: {count}, " for name, count in spans.items() if count > 1)
        return f"table.cell({options}[{self._content(entry)}])"

    def _content(self, node: nodes.Element) -> str:
        """Return a node's children as Typst."""
        self.hold()
        for child in node.children:
            child.walkabout(self)
        return self.release()

    # Figures

    def visit_figure(self, node: nodes.figure) -> None:
        """Write a figure drawn from the ledger with its caption; any other is an image like any other."""
        picture = next(node.findall(ours.picture), None)
        if picture is None:
            return
        caption = next(node.findall(nodes.caption), None)
        words = "none" if caption is None else f"[{self._content(caption)}]"
        source = _FALLBACK.sub(r"\1", picture["svg"]).replace("currentColor", _INK)
        alts = chain([picture["alt"]], repeat("The same picture, further down."))
        parts = _side_by_side(source)
        written = "".join(f", ({literal(part)}, {literal(alt)})" for part, alt in zip(parts, alts, strict=False))
        tall = "true" if max(map(slenderness, parts)) * _WIDTH > _HALF else "false"
        self.write(f"{self.anchors(node)}#picture({_WIDTH}mm, {tall}, {words}{written})\n\n")
        raise nodes.SkipNode

    def depart_figure(self, node: nodes.figure) -> None:
        """Do nothing."""

    def visit_review(self, node: ours.review) -> None:
        """Say that this part works on the page alone."""
        self.write(
            call("small", content=string("Your answers are looked back on in the browser, not on paper.")) + "\n\n"
        )
        raise nodes.SkipNode

    def visit_fold(self, node: ours.fold) -> None:
        """Write the summary above what a page folds under it."""
        self.write(f"{string(node['summary'])}.\n\n")

    def visit_fresh(self, node: ours.fresh) -> None:
        """Say that this part works on the page alone."""
        self.write(call("small", content=string("Fresh reports are given in the browser, not on paper.")) + "\n\n")
        raise nodes.SkipNode

    # Words

    def visit_Text(self, node: nodes.Text) -> None:
        """Write words as a string."""
        self.write(string(node.astext().replace("\n", " ")))

    def depart_Text(self, node: nodes.Text) -> None:
        """Do nothing."""

    def visit_emphasis(self, node: nodes.Element) -> None:
        """Begin italics."""
        self.write("#emph[")

    def depart_emphasis(self, node: nodes.Element) -> None:
        """End italics."""
        self.write("];")

    def visit_strong(self, node: nodes.Element) -> None:
        """Begin bold."""
        self.write("#strong[")

    depart_strong = depart_emphasis
    visit_title_reference, depart_title_reference = visit_emphasis, depart_emphasis

    def visit_literal(self, node: nodes.Element) -> None:
        """Write code in the line."""
        self.write(f"#raw({literal(node.astext())});")
        raise nodes.SkipNode

    def visit_inline(self, node: nodes.inline) -> None:
        """Begin a span; one with a language says so."""
        languages = [match[1] for name in node["classes"] if (match := _LANGUAGE.fullmatch(name))]
        self.write(f"{self.anchors(node)}#text(lang: {literal(languages[0])})[" if languages else "#[")

    depart_inline = depart_emphasis

    def visit_reference(self, node: nodes.reference) -> None:
        """Begin a link: within the document by its anchor, or to the web."""
        target = node.get("refuri", "")
        if "refid" in node:
            self._go(node, self._name(node["refid"]))
        elif target.startswith("%"):
            docname, _, id = target[1:].partition("#")
            self._go(node, self._name(id, docname) if id else docname)
        else:
            self.write(f"#web({literal(target)})[")

    def _go(self, node: nodes.Element, name: str) -> None:
        self._links.setdefault(name, node)
        about = ', before: " (p.\u00a0", after: ")"' if node.astext().endswith(("?", "!", ".")) else ""
        if any(not isinstance(child, nodes.Text) for child in node.children):
            self.write(f"#go({literal(name)}, [{self._content(node)}]{about});")
        else:
            self.write(f"#go({literal(name)}, {literal(node.astext().replace(chr(10), ' '))}{about});")
        raise nodes.SkipNode

    depart_reference = depart_emphasis

    def visit_footnote_reference(self, node: nodes.footnote_reference) -> None:
        """Write the note where it is called for; Typst puts it at the page's foot."""
        note = self._footnotes[node["refid"]]
        body = [child for child in note.children if not isinstance(child, nodes.label)]
        self.hold()
        for child in body:
            child.walkabout(self)
        self.write(f"#footnote[{self.release().strip()}];")
        raise nodes.SkipNode

    def visit_target(self, node: nodes.target) -> None:
        """Anchor a target."""
        self.write(self.anchors(node))

    def depart_target(self, node: nodes.target) -> None:
        """Do nothing."""

    # Exercises

    def visit_exercise(self, node: ours.exercise) -> None:
        """Begin an exercise."""
        self._exercises.append(node)
        exercise: Exercise = node["exercise"]
        anchor = f"exercise--{exercise.id}"
        self._labels.add(anchor)
        facts = f"{exercise.name} · {counted(exercise.minutes, 'minute')}"
        head = ", ".join(literal(words) for words in (self._number(exercise), exercise.title, facts))
        self.write(f"{self.anchors(node)}{call('anchor', anchor)}#exercise({head})[")

    def _number(self, exercise: Exercise) -> str:
        return course_domain(self.builder.env).numbers[exercise.id]

    def depart_exercise(self, node: ours.exercise) -> None:
        """End an exercise, in the student edition with the way to its answer."""
        exercise: Exercise = node["exercise"]
        if not is_instructor(self.builder.env) and any(entry.exercise == exercise.id for entry in self.keys):
            there = literal(f"answer--{exercise.id}")
            self.write(f'#small[#go({there}, "The answer is on", before: " p.\u00a0")]\n')
        self.write("]\n\n")
        self._exercises.pop()

    def visit_exercise_form(self, node: ours.exercise_form) -> None:
        """Draw what is to be filled in."""
        self.write(form(ask(node["exercise"])))
        raise nodes.SkipNode

    def visit_exercise_hint(self, node: ours.exercise_hint) -> None:
        """Write a hint in small print."""
        self.write(f"#hint({literal('Hint')})[{self._content(node)}]\n\n")
        raise nodes.SkipNode

    def visit_exercise_key(self, node: ours.exercise_key) -> None:
        """Keep the key for the end; the instructor edition has it in place as well."""
        exercise: Exercise = self._exercises[-1]["exercise"]
        content = self._content(node)
        self.keys.append(KeyEntry(exercise.id, self._number(exercise), exercise.title, content))
        if is_instructor(self.builder.env):
            self.write(f"#framed[#strong[{string('Key')}]\n\n{content}]\n\n")
        raise nodes.SkipNode

    def visit_exercise_feedback(self, node: ours.exercise_feedback) -> None:
        """Write what is said of one choice, statement, cell or answer."""
        verdict = node["verdict"] if node["verdict"] in ("right", "wrong") else ""
        self.write(f"#feedback({literal(node['label'])}, {literal(verdict)})[{self._content(node)}]\n\n")
        raise nodes.SkipNode

    def visit_exercise_solution(self, node: ours.exercise_solution) -> None:
        """Write the worked solution."""
        self.write(f"#solution[{self._content(node)}]\n\n")
        raise nodes.SkipNode

    # What has no form of its own: its children are printed, or nothing is

    def pass_through(self, node: nodes.Node) -> None:
        """Do nothing: the children say it."""

    visit_exercise_stem = depart_exercise_stem = pass_through
    visit_exercise_rubric = depart_exercise_rubric = pass_through
    visit_compound = depart_compound = pass_through
    visit_container = depart_container = pass_through
    visit_glossary = depart_glossary = pass_through
    visit_definition = depart_definition = pass_through
    visit_legend = depart_legend = pass_through
    depart_fold = pass_through

    def skip(self, node: nodes.Node) -> None:
        """Print nothing."""
        raise nodes.SkipNode

    visit_index = visit_meta = visit_comment = visit_substitution_definition = visit_docinfo = skip
    visit_exercise_filters = visit_course_progress = skip
    visit_footnote = visit_toctree = visit_raw = visit_system_message = visit_caption = skip


def _side_by_side(svg: str) -> list[str]:
    """Return a drawing as it is, or in two pieces of about one height if it is tall; in more if a page is too short."""
    tallest = max(_HALF / _WIDTH, 0.6 * slenderness(svg))
    return pieces(svg, min(tallest, _HIGHEST / _WIDTH))
