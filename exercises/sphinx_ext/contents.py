"""The course's contents: the menu of every page, and the pages that must be written anew when it changes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from exercises.course import BESIDE, lesson_of, pages_of
from exercises.sphinx_ext.build import course_of
from exercises.sphinx_ext.cite import said_domain
from exercises.sphinx_ext.placing import course_domain


@dataclass(frozen=True)
class Entry:
    """A page of the menu, with the pages beside it by their short titles, which are folded under their lesson."""

    docname: str
    title: str
    beside: tuple[tuple[str, str], ...] = ()

    def holds(self, docname: str) -> bool:
        """Return whether a page is this one, or the one under it, or lies in this one's folder."""
        folder = self.docname.removesuffix("/index") + "/"
        return docname in (self.docname, *dict(self.beside)) or (
            self.docname.endswith("/index") and docname.startswith(folder)
        )


@dataclass(frozen=True)
class Part:
    """Pages of the menu under one caption, which may be empty."""

    caption: str
    entries: tuple[Entry, ...]


def contents(env: BuildEnvironment) -> tuple[Part, ...]:
    """Return the course's parts, as the tables of contents of its first page have them."""
    trees = env.tocs[env.config.root_doc].findall(addnodes.toctree)
    return tuple(Part(str(tree.get("caption") or ""), tuple(_entries(env, tree))) for tree in trees)


def _entries(env: BuildEnvironment, tree: addnodes.toctree) -> Iterator[Entry]:
    pages = [page for _, page in tree["entries"] if page in env.titles]
    for page in pages:
        lesson, kind = lesson_of(page)
        if not kind or lesson not in pages:
            beside = ((one, BESIDE[lesson_of(one)[1]]) for one in pages_of(page)[1:] if one in pages)
            yield Entry(page, env.titles[page].astext(), tuple(beside))


def pages_in(env: BuildEnvironment, entry: Entry) -> list[tuple[str, str]]:
    """Return the pages below an entry that has a table of contents of its own, with their titles."""
    found: list[tuple[str, str]] = []
    for page in env.toctree_includes.get(entry.docname, []):
        found += [(page, env.titles[page].astext())] if page in env.titles else []
        found += pages_in(env, Entry(page, ""))
    return found


def add_contents(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Give the templates the menu, less the theme's own, which costs more to draw."""
    context["contents"] = contents(app.env)
    context["pages_in"] = lambda entry: pages_in(app.env, entry)


def rewrite_what_changed(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the pages that this folder has not as they were last read; all, where what pages show of others is new.

    That is the menu, titles, minutes, labels with their words, and where exercises and evidence stand.  Sphinx writes a
    page anew for a change of its own alone, which would leave old titles in the menus of the others; and not at all
    where another builder has read the change meanwhile, as the PDF's does.
    """
    standard = env.domains.standard_domain
    shared = (
        sorted((page, title.astext(), env.metadata[page].get("minutes")) for page, title in env.titles.items()),
        contents(env),
        sorted(env.toctree_includes.items()),
        sorted(standard.labels.items()),
        sorted(standard.anonlabels.items()),
        sorted(standard.objects.items()),
        sorted(course_domain(env).placed.items()),
        sorted((key, sorted(pages.items())) for key, pages in said_domain(env).shown.items()),
    )
    found = hashlib.sha256(repr(shared).encode()).hexdigest(), dict(env.all_docs)
    written = env.domaindata["course"].setdefault("written", {})
    before, read = written.get(str(app.outdir), ("", {}))
    written[str(app.outdir)] = found
    changed = [page for page in env.found_docs if before != found[0] or read.get(page) != env.all_docs.get(page)]
    if changed:
        course_of(env)  # so that what is written of the whole course is written anew, too
    return sorted(changed)


def setup(app: Sphinx) -> None:
    """Register the menu."""
    app.connect("html-page-context", add_contents)
    app.connect("env-updated", rewrite_what_changed)
