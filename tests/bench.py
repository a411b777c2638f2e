"""What a build costs and what a lesson weighs: ``python tests/bench.py --runs 5``, as ``make bench`` calls it.

Times are compared with bare Sphinx: the same theme on the same pages in the same run, our directives and roles emptied.
"""

from __future__ import annotations

import argparse
import gzip
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from statistics import median
from unittest.mock import MagicMock
from urllib.parse import urldefrag, urlsplit

ROOT = Path(__file__).resolve().parent.parent
KINDS = {".html": "html", ".css": "css", ".js": "js", ".woff2": "font"}
PACKED = {".woff2", ".png", ".jpg"}
"""Suffixes of files that are compressed as they are."""

BARE_CONF = """
import sys
from docutils import nodes
from docutils.parsers.rst import Directive, directives

exec(compile(open({conf!r}, encoding="utf-8").read(), {conf!r}, "exec"))
extensions = ["myst_parser"]
html_static_path = templates_path = html_css_files = html_js_files = []
html_additional_pages, html_sidebars, html_theme_options = {{}}, {{}}, {{}}
exclude_patterns = [*exclude_patterns, "course/teaching/**"]  # as in the students' edition
html_favicon = template_bridge = None
nitpicky = False

class AnyOptions(dict):
    def __contains__(self, name): return True
    def __getitem__(self, name): return directives.unchanged

class Empty(Directive):
    has_content, optional_arguments, final_argument_whitespace = True, 1, True
    option_spec = AnyOptions(any=directives.unchanged)
    def run(self): return []

def nothing(name, rawtext, text, lineno, inliner, options=None, content=None): return [], []

def setup(app):
    for name in {directives!r}: app.add_directive(name, Empty)
    for name in {roles!r}: app.add_role(name, nothing)
"""


class Site:
    """A Sphinx project and where its trial builds go."""

    def __init__(self, source: Path, work: Path) -> None:
        self.source = source
        self.output, self.doctrees = work / "output", work / "doctrees"

    def build(self, builder: str = "html", *, cold: bool) -> float:
        """Build and return the processor's seconds that it took, Python's start included; ``cold`` begins with nothing."""
        if cold:
            for folder in (self.output, self.doctrees):
                shutil.rmtree(folder, ignore_errors=True)
        command = [sys.executable, "-m", "sphinx", "-q", "-b", builder, "-d", str(self.doctrees), ".", str(self.output)]
        start = _spent()
        done = subprocess.run(command, cwd=self.source, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            sys.exit(f"bench: the {builder} build of {self.source.name} failed:\n{done.stderr}")
        return _spent() - start


def _spent() -> float:
    """Return the processor's seconds of all that was run so far, which other work on the machine does not change."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def make_bare(folder: Path) -> Path:
    """Write the same pages as a project without our extension and return its folder."""
    shutil.copytree(ROOT / "course", folder / "course", ignore=shutil.ignore_patterns("*.toml"))
    directives, roles = our_names()
    conf = BARE_CONF.format(conf=str(ROOT / "conf.py"), directives=directives, roles=roles)
    (folder / "conf.py").write_text(conf, encoding="utf-8")
    return folder


def our_names() -> tuple[list[str], list[str]]:
    """Return the names of the directives and roles that our extension registers."""
    sys.path.insert(0, str(ROOT))
    from exercises.sphinx_ext import setup

    app = MagicMock()
    setup(app)
    directives = [call.args[0] for call in app.add_directive.call_args_list]
    roles = [call.args[0] for call in app.add_role.call_args_list]
    return directives, roles


class References(HTMLParser):
    """Collects what a page makes a browser fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the address of a style sheet, icon, font, script or image."""
        values = dict(attrs)
        fetched = {"stylesheet", "icon", "preload"} & set((values.get("rel") or "").split())
        address = values.get("href") if tag == "link" and fetched else values.get("src")
        if address and tag in {"link", "script", "img", "source", "embed"}:
            self.found.append(address)


def fetched_files(page: Path, output: Path) -> list[Path]:
    """Return the page and every file of the site that it or its style sheets name, each once; fonts as WOFF2."""
    parser = References()
    parser.feed(page.read_text(encoding="utf-8"))
    files = [page]
    waiting = [(page, address) for address in parser.found]
    while waiting:
        source, address = waiting.pop(0)
        if urlsplit(address).scheme:
            continue
        path = (source.parent / urldefrag(address).url.split("?")[0]).resolve()
        if path in files or not path.is_file() or output.resolve() not in path.parents:
            continue
        files.append(path)
        if path.suffix == ".css":
            waiting += [(path, inside) for inside in style_addresses(path.read_text(encoding="utf-8"))]
    return files


def style_addresses(text: str) -> Iterator[str]:
    """Yield the style sheets and the WOFF2 fonts that a style sheet names."""
    for first, second in re.findall(r"""url\(\s*["']?([^"')]+)|@import\s+["']([^"']+)""", text):
        address = first or second
        if re.search(r"\.(css|woff2)\b", address):
            yield address


def weigh(files: Iterable[Path]) -> dict[str, tuple[int, int, int]]:
    """Return requests, bytes and bytes as sent (gzipped where that helps), by kind."""
    sums: dict[str, tuple[int, int, int]] = {}
    for path in files:
        kind, body = KINDS.get(path.suffix, "image"), path.read_bytes()
        sent = len(body) if path.suffix in PACKED else len(gzip.compress(body, 9, mtime=0))
        count, size, total = sums.get(kind, (0, 0, 0))
        sums[kind] = (count + 1, size + len(body), total + sent)
    return sums


def measure(ours: Site, bare: Site, pdf: Site, runs: int) -> dict[str, list[float]]:
    """Return the processor's seconds of every build, the kinds taking turns so that all meet the same weather."""
    times: dict[str, list[float]] = {}
    for _ in range(runs):
        for name, site in (("ours", ours), ("bare", bare)):
            times.setdefault(f"{name} cold", []).append(site.build(cold=True))
            times.setdefault(f"{name} unchanged", []).append(site.build(cold=False))
        times.setdefault("pdf cold", []).append(pdf.build("typst", cold=True))
    return times


def print_times(times: dict[str, list[float]], runs: int) -> None:
    """Print the medians and their ratios."""
    middle = {name: median(values) for name, values in times.items()}
    print(f"Builds, processor seconds (median of {runs}, taking turns)   ours    bare   ratio")
    for state in ("cold", "unchanged"):
        ours, bare = middle[f"ours {state}"], middle[f"bare {state}"]
        print(f"  {'HTML, ' + state:<44}{ours:>7.2f} {bare:>7.2f} {ours / bare:>7.2f}")
    print(
        f"  {'PDF, cold; its ratio is to our HTML, cold':<44}{middle['pdf cold']:>7.2f} {'':>7} "
        f"{middle['pdf cold'] / middle['ours cold']:>7.2f}"
    )


def print_weight(page: Path, output: Path) -> None:
    """Print what a first visit to the page fetches, by kind."""
    sums = weigh(fetched_files(page, output))
    title = f"First visit to {page.name}"
    print(f"\n{title:<56}{'requests':>8} {'bytes':>10} {'gzipped':>9}")
    for kind, (count, size, sent) in sorted(sums.items()):
        print(f"  {kind:<54}{count:>8} {size:>10,} {sent:>9,}")
    totals = [sum(column) for column in zip(*sums.values(), strict=True)]
    print(f"  {'all':<54}{totals[0]:>8} {totals[1]:>10,} {totals[2]:>9,}")
    print("Fonts count as if every one that the style sheets name were used.")


def main(arguments: list[str]) -> int:
    """Measure in a temporary folder and print; return 0."""
    parser = argparse.ArgumentParser(description="Time the builds and weigh a lesson.")
    parser.add_argument("--runs", type=int, default=5, help="builds of each kind (default: 5)")
    runs = max(1, parser.parse_args(arguments).runs)
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        ours, pdf = Site(ROOT, work / "ours"), Site(ROOT, work / "pdf")
        bare = Site(make_bare(work / "pages"), work / "bare")
        times = measure(ours, bare, pdf, runs)
        print_times(times, runs)
        lessons = sorted(
            p for p in (ours.output / "course/lessons").glob("*.html") if not p.stem.endswith(("-practice", "-hand-in"))
        )
        print_weight(lessons[0], ours.output)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
