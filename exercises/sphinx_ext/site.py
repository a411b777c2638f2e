"""What the whole site needs beside its pages: heads that ask for little, and nothing in it that no page uses."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
from importlib.metadata import version
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from docutils import nodes
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.config import Config

from exercises.files import write_whole
from exercises.sphinx_ext import search, trim
from exercises.sphinx_ext.cite import CITED

HERE = Path(__file__).parent
STYLE, COLOURS = HERE / "style" / "course.css", HERE / "style" / "colours.js"
THEME = "sphinx_book_theme"
SHEET = "site.css"
"""The one style sheet of every page, in ``_static``."""
THEIRS = ("basic.css", "styles/pydata-sphinx-theme.css", "styles/sphinx-book-theme.css")
"""The theme's sheets, in the order in which they build on each other."""
_made_in_code: WeakKeyDictionary[Sphinx, set[str]] = WeakKeyDictionary()
"""The pages of each build that have no source, as search has none."""
_HEADING_CELL = re.compile(r'<th class="(?P<heads>head|stub)(?: stub)?(?: (?P<more>[^"]+))?"')
_UNUSED = re.compile(r' class="(?:reference internal|row-odd|row-even)"')
_STARTS_LEFT = re.compile(r' class="text-left"')
_CELL = re.compile(r"(<t[dh][^>]*>)<p>((?:(?!<p[ >]|</p>).)*)</p>(?=</t[dh]>)", re.DOTALL)
_NAMED = re.compile(r'<span class="std std-(?:doc|ref)">((?:(?!<span).)*?)</span>', re.DOTALL)
_SAID_TWICE = re.compile(r'<meta name="viewport"[^>]*>\n?|(?<=") (?:xml:)?lang="[^"]*"')
_DESCRIPTION = Markup('<meta name="description" content="{}" />')


def _policy(script: str) -> str:
    """Return a Content-Security-Policy that lets a page load its own site's files, and run this script within it.

    A page on a disk is no part of its own site to Firefox, so search, the one form that is sent, needs ``file:``, too.
    """
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return (
        f"default-src 'none'; script-src 'self' 'sha256-{digest}'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
        "form-action 'self' file:; base-uri 'none'"
    )


def prepare(app: Sphinx, config: Config) -> None:
    """Work out, once for a build, what stands in every page's head."""
    colours = re.sub(r"\s*\n\s*", "", COLOURS.read_text(encoding="utf-8"))
    _made_in_code[app] = set()
    versions = "".join(version(name) for name in ("sphinx-book-theme", "pydata-sphinx-theme"))
    config.html_context |= {
        "colours": Markup(colours),  # noqa: S704 - a file of ours
        "policy": Markup(_policy(colours)),  # noqa: S704 - made above
        "style_version": hashlib.sha256(STYLE.read_bytes() + versions.encode()).hexdigest()[:8],
        "ours": frozenset(f"_static/{path.name}" for path in (HERE / "static").iterdir()),
    }


def add_head(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Give a page its own contents, and a description where it has none, as search and the forwarding page."""
    if doctree is None:
        _made_in_code[app].add(pagename)
    toc = context.get("toc", "")
    context["page_toc"] = Markup(mended(toc[toc.find("</a>") + 4 : toc.rfind("</li>")]))  # noqa: S704 - Sphinx's own HTML
    is_web = app.builder.name == "html"
    if "body" in context:
        body = mended(context["body"])
        context["body"] = _lightened(_headed(body)) if is_web else body
    metas = context.get("metatags", "")
    context["metatags"] = _SAID_TWICE.sub("", metas) if is_web else metas
    if 'name="description"' not in metas:
        about = f"{app.config.html_title}: an open course on reading sourced reporting."
        context["metatags"] += str(_DESCRIPTION.format(about))


def mended(body: str) -> str:
    """Return a page's HTML with what docutils does not say of a heading cell, less classes that no rule asks for."""
    body = _HEADING_CELL.sub(_heading_cell, body.replace(' reference internal"', '"'))
    return _UNUSED.sub("", body)


def _heading_cell(found: re.Match[str]) -> str:
    scope = "col" if found["heads"] == "head" else "row"
    more = f' class="{found["more"]}"' if found["more"] else ""
    return f'<th scope="{scope}"{more}'


def _headed(body: str) -> str:
    """Return a page's HTML with a ``div`` for the section that is all of it: so its heading is that of the article."""
    start, end = body.find("<section"), body.rfind("</section>")
    if start < 0:
        return body
    return f"{body[:start]}<div{body[start + len('<section') : end]}</div>{body[end + len('</section>') :]}"


def _lightened(body: str) -> str:
    """Return a page's HTML without what no screen shows: a paragraph that is all of a cell, and a link's inner name."""
    return _NAMED.sub(r"\1", _CELL.sub(r"\1\2", _STARTS_LEFT.sub("", body)))


def finish(app: Sphinx, exception: Exception | None) -> None:
    """Write the style sheet of a finished HTML site, and remove what no page asks for."""
    if exception or app.builder.name != "html" or app.config.html_theme != THEME:
        return
    out = Path(app.outdir)
    _drop_old_pages(app, out)
    _write_sheet(out, [out / f"{name}.html" for name in app.env.found_docs])
    ours = {path.name for path in (HERE / "static").iterdir()} | {SHEET, CITED, search.FOLDER, "OFL.txt"}
    for path in (out / "_static").iterdir():
        if path.name not in ours:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    shutil.rmtree(out / "_sources", ignore_errors=True)  # Sphinx makes it, empty, though nothing is copied into it
    (out / ".buildinfo.bak").unlink(missing_ok=True)  # what Sphinx keeps of a build with other settings


def _drop_old_pages(app: Sphinx, out: Path) -> None:
    """Remove the pages of sources that are gone, which Sphinx leaves behind."""
    made = {out / f"{name}.html" for name in (*app.env.found_docs, *_made_in_code[app])}
    for path in set(_pages(out)) - made:
        path.unlink()


def _pages(out: Path) -> list[Path]:
    return sorted(path for path in out.rglob("*.html") if "_static" not in path.relative_to(out).parts)


def _write_sheet(out: Path, sources: list[Path]) -> None:
    """Write the sheet anew, unless every page that has a source is older than the one that is there, and so our files.

    Pages without a source are written in each build, and change with our files alone.
    """
    sheet, pages = out / "_static" / SHEET, _pages(out)
    own = [STYLE, Path(trim.__file__), *(HERE / "static").glob("*.js")]
    theirs = [out / "_static" / name for name in THEIRS]
    if sheet.exists() and all(path.stat().st_mtime < sheet.stat().st_mtime for path in (*sources, *own)):
        return
    scripts = [path.read_text(encoding="utf-8") for path in own if path.suffix == ".js"]
    used = trim.used_in((page.read_text(encoding="utf-8") for page in pages), scripts)
    theme = trim.trim("\n".join(path.read_text(encoding="utf-8") for path in theirs), used)
    write_whole(sheet, f"{theme}\n{trim.squeeze(STYLE.read_text(encoding='utf-8'))}\n".encode())


def setup(app: Sphinx) -> None:
    """Register the heads of pages and the last step of a build."""
    app.connect("config-inited", prepare)
    app.connect("html-page-context", add_head)
    app.connect("build-finished", finish, priority=900)  # after the theme has written its own
