"""The directive ``drawing``: a figure of ``exercises.draw.figures``, drawn from the ledger into the page."""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence
from html import escape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.writers.html5 import HTML5Translator

from exercises.draw.figures import FIGURES, Data, drawn, timeline
from exercises.draw.figures.svg import within_page
from exercises.errors import CourseError
from exercises.ledger.types import Report
from exercises.sphinx_ext.build import course_of, depend_on_evidence
from exercises.sphinx_ext.nodes import picture
from exercises.sphinx_ext.tidy import in_single_quotes

logger = logging.getLogger(__name__)

SCRIPT = "timeline.js"


class FigureDirective(SphinxDirective):
    """Places a figure by its name; the content is its caption.

    ::

        figure
            picture (name, svg, alt, data, moves)
            caption
    """

    required_arguments = 1
    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return the figure; an unknown name is a warning."""
        name = self.arguments[0]
        depend_on_evidence(self.env)
        if name not in FIGURES:
            known = ", ".join(sorted(FIGURES))
            message = f"no drawing {name!r}; it must be one of {known}"
            logger.warning(message, type="said", subtype="drawing", location=self.get_location())
            return []
        try:
            shown = _picture(name, course_of(self.env).evidence.main)
        except CourseError as error:
            for finding in error.findings:
                logger.warning("%s", finding, type="said", subtype="drawing", location=self.get_location())
            return []
        figure = nodes.figure("", shown, ids=[f"figure-{name}"], classes=["drawn"])
        figure += [nodes.caption("", "", *self._caption())]
        self.set_source_info(figure)
        return [figure]

    def _caption(self) -> list[nodes.Node]:
        inline, messages = self.parse_inline(" ".join(self.content), lineno=self.lineno)
        return [*inline, *messages]


def _picture(name: str, report: Report) -> picture:
    moves = _moves(report) if name == "timeline" else None
    shown = drawn(report, name)
    return picture(name=name, svg=shown.svg, alt=shown.alt, data=shown.data, moves=moves)


def _moves(report: Report) -> str:
    """Return what the page's slider needs to know: the line's ends and each dated rule."""
    line = timeline.line_of(report)
    rules = [{"label": one.label, "by": one.by and one.by.isoformat()} for one in report.deadlines]
    ends = {"start": line.start.isoformat(), "end": line.end.isoformat()}
    years = dict.fromkeys((line.start.year, (line.end - datetime.timedelta(1)).year))
    places = {"years": " and ".join(map(str, years)), "left": timeline.LEFT, "right": timeline.RIGHT}
    moves = {**ends, **places, "rules": rules, "from": report.date.isoformat()}
    return json.dumps(moves, separators=(",", ":"))


def visit_html(self: HTML5Translator, node: picture) -> None:
    """Write the SVG into the page, where it takes the page's colours, and its description beside it."""
    moves = f" data-moves='{in_single_quotes(node['moves'])}'" if node["moves"] else ""
    self.body.append(f'<div class="drawn-picture"{moves}>{within_page(node["svg"])}</div>\n')
    self.body.append(
        '<details class="drawn-words"><summary>The figure in words</summary>'
        f"<p>{escape(node['alt'], quote=False)}</p>{_table(node['data'])}</details>\n"
    )
    raise nodes.SkipNode


def _table(data: Data | None) -> str:
    """Return a figure's data as an HTML table, for readers who go by rows, or nothing."""
    if data is None:
        return ""
    heads, rows = data
    head = "".join(f'<th scope="col">{escape(one, quote=False)}</th>' for one in heads)
    body = "".join(f'<tr><th scope="row">{escape(first, quote=False)}</th>{_cells(rest)}</tr>' for first, *rest in rows)
    return f'<div class="wide"><table class="table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _cells(texts: Sequence[str]) -> str:
    return "".join(f"<td>{escape(one, quote=False)}</td>" for one in texts)


def add_script(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Load the slider's script on the pages that have something to move."""
    if doctree and any(node["moves"] for node in doctree.findall(picture)):
        app.add_js_file(SCRIPT, defer="defer")


def setup(app: Sphinx) -> None:
    """Register the directive, and the node with its HTML."""
    app.add_directive("drawing", FigureDirective)
    app.add_node(picture, html=(visit_html, None))
    app.connect("html-page-context", add_script)
