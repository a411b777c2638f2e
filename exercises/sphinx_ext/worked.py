"""The role ``figure``: a figure that no source gives, worked out from the ledger or marked as ours.

``{figure}`count paragraphs``` shows what its working gives; ``{figure}`fifteen <count paragraphs>``` shows its text,
which ``check`` holds against the working.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import ReferenceRole

from exercises.checks.working import value_of, written
from exercises.sphinx_ext.build import course_of, depend_on_evidence


class FigureRole(ReferenceRole):
    """Leaves the figure as plain text."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the figure; a working that cannot be worked out is an error."""
        depend_on_evidence(self.env)
        try:
            value = value_of(self.target, course_of(self.env).evidence.main)
        except ValueError as error:
            message = self.inliner.reporter.error(str(error), line=self.lineno)
            return [self.inliner.problematic(self.rawtext, self.rawtext, message)], [message]
        return [nodes.Text(self.title if self.has_explicit_title else written(value))], []


def setup(app: Sphinx) -> None:
    """Register the role."""
    app.add_role("figure", FigureRole())
