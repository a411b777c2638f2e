"""What a site needs where it is served: a page for addresses without one, how others may show it, and a copy to keep.

Where a site will be served from can be told: ``-D html_baseurl=https://example.org/course/``.
"""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from docutils import nodes
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from exercises.course import MINUTES, without_minutes
from exercises.files import write_whole
from exercises.sphinx_ext.archive import AS_IT_IS
from exercises.sphinx_ext.build import course_of, stop
from exercises.sphinx_ext.contents import contents

WORKER = "worker.js"
"""The script in the site's top folder that keeps the course for reading without a network."""
_SOURCE = Path(__file__).parent / "style" / WORKER
LOST = "404.html"
CARD = "card.png"
"""The picture that others show beside a link; ``exercises/sphinx_ext/typst/card.typ`` is what it is drawn from."""
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
ABOUT = (
    "An open course on reading sourced reporting: who says it, how they know, how sure they are, and who could check."
)


def describe(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Give the first page what those who collect teaching material, or show a link to it, read."""
    if page == app.config.root_doc:
        told = json.dumps(learning_resource(app.env), ensure_ascii=False, separators=(",", ":"))
        context["about_course"] = Markup(told.replace("<", "\\u003c"))  # noqa: S704 - no tag can begin in it
        context["about"] = ABOUT
        if app.config.html_baseurl:  # those who show a link ask for a whole address
            context["card"] = f"{app.config.html_baseurl.rstrip('/')}/_static/{CARD}"


def learning_resource(env: BuildEnvironment) -> dict[str, Any]:
    """Return the course in the words of schema.org: its lessons with their minutes, and what each teaches."""
    outcomes = course_of(env).bank.outcomes
    lessons = [entry for part in contents(env) for entry in part.entries if "minutes" in env.metadata[entry.docname]]
    minutes = [int(env.metadata[lesson.docname]["minutes"]) for lesson in lessons]
    base = {"@type": "LearningResource", "inLanguage": env.config.language, "license": LICENCE}
    parts = [
        {
            **base,
            "name": lesson.title,
            "position": place,
            "timeRequired": f"PT{spent}M",
            "teaches": [one.text for one in outcomes if one.lesson == Path(lesson.docname).name],
        }
        for place, (lesson, spent) in enumerate(zip(lessons, minutes, strict=True), start=1)
    ]
    return {
        "@context": "https://schema.org",
        **base,
        "name": env.config.project,
        "description": ABOUT,
        "learningResourceType": ["course", "exercises"],
        "educationalLevel": "upper secondary school and above",
        "typicalAgeRange": "16-",
        "isAccessibleForFree": True,
        "timeRequired": f"PT{sum(minutes)}M",
        "hasPart": parts,
        **({"url": env.config.html_baseurl} if env.config.html_baseurl else {}),
    }


def minutes_are_a_number(app: Sphinx, env: BuildEnvironment) -> None:
    """Stop where a page's minutes are no number, before anything is written of them."""
    told = {page: str(matter["minutes"]) for page, matter in sorted(env.metadata.items()) if "minutes" in matter}
    if wrong := {page: minutes for page, minutes in told.items() if not MINUTES.fullmatch(minutes)}:
        stop(*(without_minutes(env.doc2path(page, base=False).as_posix(), found) for page, found in wrong.items()))


def finish(app: Sphinx, exception: Exception | None) -> None:
    """Let the page for lost addresses work at any of them, and write what a host and a kept copy need."""
    if exception or app.builder.name != "html":
        return
    out = Path(app.outdir)
    if (out / LOST).exists():
        root_links(out / LOST, f"{urlsplit(app.config.html_baseurl).path.rstrip('/')}/")
    (out / AS_IT_IS).touch()
    write_worker(out)


def root_links(page: Path, top: str) -> None:
    """Let a page's own links begin at the site's top, since it is shown at addresses of any depth."""
    text = page.read_text(encoding="utf-8")
    rooted = re.sub(r'\b(href|src|action|data-content_root)="(?:\./)?(?![#/]|[a-z]+:)', rf'\1="{top}', text)
    write_whole(page, rooted)


def write_worker(out: Path) -> None:
    """Write the script that keeps a site; its version is a digest of all that it keeps."""
    paths = sorted(path for path in out.rglob("*") if path.is_file() and path.name != WORKER)
    files = {path.relative_to(out).as_posix(): _digest(path.read_bytes()) for path in paths if not _hidden(path, out)}
    script = _SOURCE.read_text(encoding="utf-8")
    version = _digest(json.dumps([files, script]).encode())
    script = script.replace("const FILES = {};", f"const FILES = {json.dumps(files, indent=0)};")
    write_whole(out / WORKER, script.replace('const VERSION = "";', f'const VERSION = "{version}";'))


def _hidden(path: Path, out: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(out).parts)


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:16]


def setup(app: Sphinx) -> None:
    """Register what describes the site, and the last step of a build, after everything else is written."""
    app.connect("env-updated", minutes_are_a_number)
    app.connect("html-page-context", describe)
    app.connect("build-finished", finish, priority=950)
