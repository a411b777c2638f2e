"""The smallest site that shows evidence: the invented course of tiny.py, the pages that a test writes, a bare theme."""

from __future__ import annotations

import io
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import tiny
from remembered import remember
from sphinx.application import Sphinx
from sphinx.util.console import strip_escape_sequences
from sphinx.util.docutils import docutils_namespace, patch_docutils

ROOT = Path(__file__).parents[1]
CONF = """
project = "Small"
extensions = ["myst_parser", "exercises.sphinx_ext"]
root_doc = "course/index"
include_patterns = ["course/**"]
myst_enable_extensions = ["colon_fence", "deflist", "smartquotes"]
myst_heading_anchors = 3
html_theme = "basic"
html_copy_source = False
nitpicky = True
"""
RECORD = """
[[record]]
id = "V03"
topic = "visa"
statement = "A ferry was empty before."
verb = "reported"
source = "An empty ferry"
publisher = "Harbour News"
published = "2029-05"
url = "https://harbour.example/empty"
read = "original"
note = "The rule of P1 was used then, too."

[[record]]
id = "V06"
topic = "visa"
statement = "A ferry was full before."
verb = "disputed"
source = "A full ferry"
publisher = "Pier Times"
read = "copy"
"""
STUDIES = """
[[studies]]
id = "ng-2020"
authors = "Ng, A."
year = 2020
title = "Ferries"
journal = "Piers, 3"
doi = "10.1000/ferry"
finding = "Ferries float."
limits = "Most of them."
read = "copy"

[[studies]]
id = "abe-2021"
authors = "Abe, B.; Cole, C.; Diaz, D."
year = 2021
title = "Docks"
journal = "Piers, 4"
finding = "Docks do not."
limits = "Some do."
read = "original"
"""
FURNITURE = """
[[furniture]]
id = "headline"
label = "Headline"
gist = "The first claim again."
"""
HEADLINE_CLAIM = """
[[claims]]
id = "headline-empty"
at = "headline"
gist = "The ferry is empty."
voice = "page"
basis = "not-given"
kind = "inference"
strength = "flat"
phrases = ["sails empty"]
confirm = "A log. See V03."
refute = "A log."
"""


@dataclass(frozen=True)
class Site:
    """A site that was built: the application, what it warned of, and where it wrote."""

    app: Sphinx
    warnings: str

    def page(self, name: str) -> str:
        """Return a page's HTML by its place in the course."""
        return (Path(self.app.outdir) / "course" / f"{name}.html").read_text(encoding="utf-8")


def write(root: Path, pages: dict[str, str]) -> Path:
    """Write the invented course with a record, studies and a headline, and the test's pages, below ``root``."""
    tiny.write(root)
    evidence = root / "course" / "evidence"
    (evidence / "record.toml").write_text(RECORD, encoding="utf-8")
    (evidence / "studies.toml").write_text(STUDIES, encoding="utf-8")
    for name, more in (("report", FURNITURE), ("claims", HEADLINE_CLAIM)):
        with (evidence / "rfa-2019" / f"{name}.toml").open("a", encoding="utf-8") as file:
            file.write(more)
    shutil.rmtree(root / "exercises" / "bank")
    shutil.rmtree(root / "exercises" / "keys")
    (root / "conf.py").write_text(CONF, encoding="utf-8")
    for name, text in pages.items():
        path = root / "course" / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def write_real(root: Path) -> Path:
    """Write the course's own evidence and its reference pages, and nothing else, below ``root``."""
    shutil.copytree(ROOT / "course" / "evidence", root / "course" / "evidence")
    shutil.copy(ROOT / "course" / "sources.md", root / "course")
    index = "# Course\n\n```{toctree}\nevidence/index\nsources\n```\n"
    (root / "course" / "index.md").write_text(index, encoding="utf-8")
    (root / "conf.py").write_text(CONF, encoding="utf-8")
    (root / "exercises" / "lists").mkdir(parents=True)
    for name in ("outcomes", "misconceptions"):
        (root / "exercises" / "lists" / f"{name}.toml").write_text("", encoding="utf-8")
    return root


def build(root: Path, builder: str = "html", *, parallel: int = 1, out: str = "out", **config: object) -> Site:
    """Build the site beside its sources and return it; what Sphinx warned of has no colours and no folder names."""
    remember()
    warnings = io.StringIO()
    made = root.with_name(f"{root.name}-{out}")
    with patch_docutils(str(root)), docutils_namespace():
        app = Sphinx(
            root, root, made, made.with_name(f"{made.name}-trees"), builder, config, status=None, warning=warnings, parallel=parallel
        )  # fmt: skip
        app.build()
    told = strip_escape_sequences(warnings.getvalue())
    return Site(app, re.sub(rf"{re.escape(str(root))}/", "", told))
