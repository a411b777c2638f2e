"""Small pieces of document, built in code: paragraphs, lists, tables and sections that every builder can lay out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from docutils import nodes

Inline = Sequence[nodes.Node]


def text(words: str) -> list[nodes.Node]:
    """Return plain words."""
    return [nodes.Text(words)]


def strong(words: str) -> nodes.strong:
    """Return words that stand out."""
    return nodes.strong("", words)


def paragraph(*inline: nodes.Node, name: str | None = None) -> nodes.paragraph:
    """Return a paragraph."""
    return nodes.paragraph("", "", *inline, classes=[name] if name else [])


def labelled(label: str, inline: Inline) -> nodes.paragraph:
    """Return a paragraph that opens with its label, behind which a colon stands unless it asks."""
    return paragraph(strong(label if label.endswith("?") else f"{label}:"), nodes.Text(" "), *inline)


def joined(parts: Iterable[Inline], between: str) -> list[nodes.Node]:
    """Return the parts one after another, with the same words between each two."""
    found: list[nodes.Node] = []
    for part in parts:
        if found:
            found.append(nodes.Text(between))
        found.extend(part)
    return found


def bullets(items: Iterable[Inline], name: str | None = None) -> nodes.bullet_list:
    """Return a list with one paragraph an item."""
    entries = [nodes.list_item("", paragraph(*item)) for item in items]
    return nodes.bullet_list("", *entries, bullet="-", classes=[name] if name else [])


def definitions(items: Iterable[tuple[str, Inline, Sequence[nodes.Node]]]) -> nodes.definition_list:
    """Return a list of (anchor, term, what is said of it)."""
    entries = [
        nodes.definition_list_item("", nodes.term("", "", *term, ids=[anchor]), nodes.definition("", *body))
        for anchor, term, body in items
    ]
    return nodes.definition_list("", *entries)


def section(anchor: str, title: Inline, *blocks: nodes.Node) -> nodes.section:
    """Return a section with its heading."""
    words = "".join(node.astext() for node in title)
    return nodes.section(
        "", nodes.title("", "", *title), *blocks, ids=[anchor], names=[nodes.fully_normalize_name(words)]
    )


def table(
    caption: str, heads: Sequence[str], rows: Iterable[Sequence[Inline]], widths: Sequence[int], name: str | None = None
) -> nodes.table:
    """Return a table whose first row and first column are headings; an empty caption is none."""
    group = nodes.tgroup("", cols=len(heads))
    group += [nodes.colspec(colwidth=width, stub=int(index == 0)) for index, width in enumerate(widths)]
    group += nodes.thead("", _row(text(head) for head in heads))
    group += nodes.tbody("", *map(_row, rows))
    made = nodes.table("", group, classes=[name] if name else [])
    if caption:
        made.insert(0, nodes.title("", caption))
        made["ids"] = [nodes.make_id(caption)]  # the HTML writer looks for one on each table with a caption
    return made


def _row(cells: Iterable[Inline]) -> nodes.row:
    return nodes.row("", *(nodes.entry("", paragraph(*cell)) for cell in cells))
