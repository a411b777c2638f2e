"""Citing the evidence: the roles claim, paragraph, record and study, and the domain that knows where each is shown.

A role leaves a link with a short text in the running sentence: ``P5``, ``V03``, ``Dhami and others, 2024``.
An id stands for the course's main report; ``other-report/id`` names another.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, ClassVar, cast

from docutils import nodes
from docutils.nodes import Element
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.domains import Domain
from sphinx.environment import BuildEnvironment
from sphinx.roles import XRefRole
from sphinx.util import logging
from sphinx.util.nodes import make_refnode

from exercises.files import write_whole
from exercises.ledger.address import KINDS
from exercises.sphinx_ext.build import course_of, depend_on_evidence, is_read

logger = logging.getLogger(__name__)

CITED = "cited.js"

# The roles


class CitationRole(XRefRole):
    """Makes ``pending_xref(refdomain=said, reftype=kind, reftarget=id)`` around the citation's text."""

    innernodeclass = nodes.inline

    def process_link(
        self, env: BuildEnvironment, refnode: Element, has_explicit_title: bool, title: str, target: str
    ) -> tuple[str, str]:
        """Return the text to show and the id; an unknown id shows itself, and is reported when links are resolved."""
        depend_on_evidence(env)
        id = target.removeprefix("P") if refnode["reftype"] == "paragraph" else target
        address = course_of(env).book.find(refnode["reftype"], id)
        return address.label if address and not has_explicit_title else title, id


class SaidDomain(Domain):
    """Remembers on which page, and where on it, each piece of the evidence is shown."""

    name = "said"
    label = "Evidence"
    data_version = 2
    roles: ClassVar[dict[str, Any]] = {kind: CitationRole(warn_dangling=True) for kind in KINDS}
    initial_data: ClassVar[dict[str, Any]] = {"shown": {}}

    @property
    def shown(self) -> dict[tuple[str, str], dict[str, str]]:
        """Return the anchor of each thing on each page that shows it, by kind and id."""
        shown: dict[tuple[str, str], dict[str, str]] = self.data["shown"]
        return shown

    def note(self, kind: str, id: str, docname: str, anchor: str) -> None:
        """Remember where a thing is shown."""
        self.shown.setdefault((kind, id), {})[docname] = anchor

    def place(self, kind: str, id: str) -> tuple[str, str] | None:
        """Return the page and anchor of a thing, or None if no page shows it."""
        return min(self.shown.get((kind, id), {}).items(), default=None)

    def clear_doc(self, docname: str) -> None:
        """Forget a page that is about to be read again or is gone."""
        for pages in self.shown.values():
            pages.pop(docname, None)

    def merge_domaindata(self, docnames: Iterable[str], otherdata: dict[str, Any]) -> None:
        """Take over the pages that a parallel worker read."""
        wanted = set(docnames)
        for (kind, id), pages in otherdata["shown"].items():
            for docname in wanted & pages.keys():
                self.note(kind, id, docname, pages[docname])

    def check_consistency(self) -> None:
        """Warn of each thing that two pages show, since a citation can lead to one alone."""
        for (kind, id), pages in self.shown.items():
            first, *others = sorted(pages) or [""]
            for docname in others:
                message = f"{kind} {id} is shown on {first} already; show it on one page"
                logger.warning(message, type="said", subtype=kind, location=docname)

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: addnodes.pending_xref,
        contnode: Element,
    ) -> nodes.reference | None:
        """Return the link; where there is nothing to link to, warn and leave the text."""
        address = course_of(env).book.find(typ, target)
        page = self.place(typ, target)
        if page:
            return _linked(make_refnode(builder, fromdocname, *page, nodes.Text(contnode.astext())))
        if not address or env.config.nitpicky:
            message = _not_shown(typ, target) if address else _unknown(env, typ, target)
            logger.warning(message, type="said", subtype=typ, location=node)
        return _plain(contnode)

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: addnodes.pending_xref,
        contnode: Element,
    ) -> list[tuple[str, nodes.reference]]:
        """Return nothing: ids of evidence are cited by their own roles alone."""
        return []

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        """Yield nothing: the pages' own words lead a search to the evidence."""
        return iter(())


def _linked(reference: nodes.reference) -> nodes.reference:
    """Return the link with the mark by which a page knows a citation, and opens what it cites in place."""
    reference["classes"].append("cite")
    return reference


def _plain(contnode: Element) -> nodes.reference:
    """Return the text in a link's place: what Sphinx takes for resolved, and warns of no second time."""
    return cast("nodes.reference", contnode)  # Sphinx puts any node in the citation's place


def _unknown(env: BuildEnvironment, kind: str, target: str) -> str:
    near = course_of(env).book.near(kind, target)
    advice = f"did you mean {', '.join(near)}?" if near else "look it up on the reference pages"
    return f"{kind} must be one that the evidence has; found {target!r}: {advice}"


def _not_shown(kind: str, target: str) -> str:
    return f"{kind} {target} must be shown on a reference page to be linked, and is on none"


def said_domain(env: BuildEnvironment) -> SaidDomain:
    """Return the build's record of where the evidence is shown."""
    return cast("SaidDomain", env.domains["said"])


def citation(kind: str, id: str, text: str, docname: str) -> addnodes.pending_xref:
    """Return a link to a piece of the evidence, for pages that are made in code."""
    words = nodes.inline("", text)
    return addnodes.pending_xref(
        "", words, refdomain="said", reftype=kind, reftarget=id, refdoc=docname, refexplicit=True, refwarn=True
    )


def write_cited(builder: Builder) -> None:
    """Write what each citation leads to and what stands there, for pages to show in place: ``cited.js``.

    It is written where this build has read the course; where it has not, the course is as it was.
    """
    path = Path(builder.outdir) / "_static" / CITED
    if builder.name != "html" or (path.exists() and not is_read(builder.env)):
        return
    book, says = course_of(builder.env).book, {}
    for (kind, id), pages in sorted(said_domain(builder.env).shown.items()):
        address = book.find(kind, id)
        if address and pages:
            docname, anchor = min(pages.items())
            says[f"{builder.get_target_uri(docname)}#{anchor}"] = address.title
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, f"saidCited({json.dumps(says, ensure_ascii=False, separators=(',', ':'))})\n")


def setup(app: Sphinx) -> None:
    """Register the domain, and its roles under their short names."""
    app.add_domain(SaidDomain)
    app.connect("write-started", lambda _, builder: write_cited(builder))
    for kind in KINDS:
        role = CitationRole(warn_dangling=True)
        app.add_role(kind, _Short(kind, role))


class _Short:
    """The role without its domain's name: ``{claim}`` for ``{said:claim}``."""

    def __init__(self, kind: str, role: CitationRole) -> None:
        self._kind = kind
        self._role = role

    def __call__(self, name: str, *rest: Any, **more: Any) -> Any:  # noqa: ANN401 -- docutils' own signature
        return self._role(f"said:{self._kind}", *rest, **more)
