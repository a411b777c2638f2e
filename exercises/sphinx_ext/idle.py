"""Sphinx's steps that do nothing for this course, each of which goes through every page, are left out of a build."""

from __future__ import annotations

from docutils.transforms import Transform
from sphinx import transforms
from sphinx.application import Sphinx
from sphinx.builders.latex.transforms import FootnoteDocnameUpdater
from sphinx.domains import c, citation, cpp
from sphinx.transforms import i18n
from sphinx.transforms.post_transforms import code

IDLE: tuple[type[Transform], ...] = (
    # The course is in one language, and its pages are not written from translations; but the EPUB's table of contents
    # reads what i18n.PreserveTranslatableMessages notes
    i18n.Locale,
    i18n.TranslationProgressTotaliser,
    i18n.AddTranslationClasses,
    i18n.RemoveTranslatableInline,
    transforms.ExtraTranslatableNodes,
    transforms.ApplySourceWorkaround,
    # It is not set with LaTeX, and shows no code that Python or C could have
    FootnoteDocnameUpdater,
    transforms.DoctestTransform,
    code.TrimDoctestFlagsTransform,
    transforms.MoveModuleTargets,
    c.AliasTransform,
    cpp.AliasTransform,
    code.HighlightLanguageTransform,  # each block of code names its language itself
    # Markdown has neither an index nor citations of reStructuredText
    transforms.AutoIndexUpgrader,
    citation.CitationDefinitionTransform,
    citation.CitationReferenceTransform,
)


def setup(app: Sphinx) -> None:
    """Take them out."""
    for steps in (app.registry.transforms, app.registry.post_transforms):
        steps[:] = [step for step in steps if step not in IDLE]
