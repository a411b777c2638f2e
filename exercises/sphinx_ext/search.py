"""What the search page reads: the words of each page, section by section, and which word stands on which pages.

Sphinx's own search fetches excerpts, which fails from disk, leaves numbers out, and keeps less of pages that were not
built anew.  Here each page has a file of its own, so that pages written at the same time, or not again, cannot differ.
"""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from exercises.files import write_whole

FOLDER, WORDS = "search", "words.js"
SCRIPT = "search.js"
GLOSSARY, CORRECTIONS = "course/glossary", "course/corrections"
_WORD = re.compile(r"\d{1,3}(?:,\d{3})+(?!\d)|\d+|(?!(?<=['’])s(?![^\W\d_]))[^\W\d_]+")
"""A number with its groups of digits, or a word, less the ’s of whoever owns something."""
Section = tuple[str, str, str]
"""An anchor, a title and the words below it; the page itself has no anchor."""


def words_of(text: str) -> set[str]:
    """Return the words and numbers of a text, as ``search.js`` reads them: in small letters, without accents."""
    found = {word for part in set(text.lower().split()) for word in _WORD.findall(_plain(part))}
    return {word.replace(",", "") for word in found}


def _plain(text: str) -> str:
    """Return a text without accents; the greater part of all words has none."""
    if text.isascii():
        return text
    plain = "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))
    return unicodedata.normalize("NFKC", plain)


def sections(doctree: nodes.document) -> list[Section]:
    """Return the page's sections; what is marked ``no-search`` is left out, as are the answers to exercises."""
    found: list[tuple[str, str, list[str]]] = []
    _collect(doctree, found)
    return [(anchor, title, re.sub(r"\s+", " ", " ".join(texts)).strip()) for anchor, title, texts in found]


def _collect(node: nodes.Node, found: list[tuple[str, str, list[str]]]) -> None:
    for child in node.children:
        if isinstance(child, nodes.section):
            title = child.next_node(nodes.title)
            found.append((child["ids"][0] if found else "", title.astext() if title else "", []))
            _collect(child, found)
        elif isinstance(child, nodes.comment | nodes.raw | nodes.system_message):
            continue
        elif isinstance(child, nodes.TextElement):
            if "no-search" not in child["classes"] and not (found and isinstance(child, nodes.title)):
                found[-1][2].append(child.astext()) if found else None
        elif isinstance(child, nodes.Element) and "no-search" not in child["classes"]:
            _collect(child, found)


def write_page(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Write what can be found on a page, beside the site's other files; give the search page its script."""
    if app.builder.name != "html":
        return
    if doctree is not None:
        folder = _folder(app)
        folder.mkdir(parents=True, exist_ok=True)
        told = json.dumps(sections(doctree), ensure_ascii=False, separators=(",", ":"))
        write_whole(folder / _name(pagename), f"saidPage({json.dumps(pagename)},{told})\n")
    elif pagename == "search":
        app.add_js_file(SCRIPT, defer="defer")


def _folder(app: Sphinx) -> Path:
    return Path(app.outdir) / "_static" / FOLDER


def _name(pagename: str) -> str:
    return pagename.replace("/", ".") + ".js"


def write_words(app: Sphinx, exception: Exception | None) -> None:
    """Write which word stands on which pages, and drop what pages that are gone have left."""
    if exception or app.builder.name != "html":
        return
    folder, pages = _folder(app), sorted(app.env.found_docs, key=_rank)
    files, words = [folder / _name(page) for page in pages], folder / WORDS
    for path in set(folder.glob("*.js")) - {*files, words}:
        path.unlink()
    if not words.exists() or any(path.stat().st_mtime >= words.stat().st_mtime for path in files):
        write_whole(words, f"saidWords({_index(pages, files)})\n")


def _rank(page: str) -> tuple[bool, bool, str]:
    """Return what orders pages that have the same words: what a word means comes first, what was once wrong last."""
    return page == CORRECTIONS, page != GLOSSARY, page


def _index(pages: list[str], files: list[Path]) -> str:
    where: dict[str, list[int]] = {}
    titles = []
    for number, (page, path) in enumerate(zip(pages, files, strict=True)):
        told: list[Section] = json.loads(path.read_text(encoding="utf-8").split(",", 1)[1].rstrip(")\n"))
        titles.append([page, told[0][1] if told else page])
        for word in words_of(" ".join(f"{title} {text}" for _, title, text in told)):
            where.setdefault(word, []).append(number)
    index = " ".join(f"{word}:{'.'.join(map(str, numbers))}" for word, numbers in sorted(where.items()))
    return json.dumps([titles, index], ensure_ascii=False, separators=(",", ":"))


def forget_theirs(app: Sphinx) -> None:
    """Keep Sphinx from making its own search, whose index and scripts no page of ours reads."""
    if app.builder.name == "html":
        app.builder.search = False  # type: ignore[attr-defined]  # an HTML builder's own switch


def setup(app: Sphinx) -> None:
    """Register what each page and each build writes."""
    app.connect("builder-inited", forget_theirs)
    app.connect("html-page-context", write_page)
    app.connect("build-finished", write_words, priority=400)
