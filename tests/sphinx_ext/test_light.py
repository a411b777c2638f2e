"""What a page asks a browser to fetch, and how much that is: held here, so that no new theme undoes it unseen."""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from sites import SAMPLE, Build, parsed

FIRST, NEXT = 60_000, 15_000
"""Bytes, gzipped, of a first visit to a lesson with everything that it fetches, and of the next lesson's page."""
WITH_GRIDS = {"04-visa-run-or-new-worker": 22_500, "06-whose-deadline": 22_200}
"""The two lessons that hold more: grids, with something said about each cell."""
STATIC = "../../_static/"
OF_ALL = [f"{STATIC}site.css", f"{STATIC}site.js", f"{STATIC}exercises.js", f"{STATIC}favicon.svg"]
BESIDE = {"06-whose-deadline": f"{STATIC}timeline.js"}


def lessons(student: Build) -> list[Path]:
    """Return the lessons' pages, those to hand in among them."""
    added = ("98-nodes", SAMPLE)
    return [p for p in sorted((student.out / "course/lessons").glob("*.html")) if not p.name.startswith(added)]


def asked_for(soup: BeautifulSoup) -> list[str]:
    """Return the addresses that a page makes a browser fetch, without their versions."""
    fetched = soup.select("link[rel~=stylesheet], link[rel~=icon], link[rel~=preload], [src], object, embed, iframe")
    return [str(one.get("href") or one.get("src")).split("?")[0] for one in fetched]


def packed(path: Path) -> int:
    """Return how many bytes of a file are sent."""
    body = path.read_bytes()
    return len(body) if path.suffix == ".woff2" else len(gzip.compress(body, 9, mtime=0))


def test_a_lesson_asks_for_one_style_sheet_two_scripts_and_an_icon(student: Build) -> None:
    pages = lessons(student)
    assert len(pages) == 24
    for path in pages:
        beside = [address for name, address in BESIDE.items() if path.stem == name]
        assert sorted(asked_for(parsed(path.read_text(encoding="utf-8")))) == sorted([*OF_ALL, *beside]), path.name


def test_the_style_sheet_asks_for_one_small_font(student: Build) -> None:
    sheet = (student.out / "_static/site.css").read_text(encoding="utf-8")
    asked = {address for address in re.findall(r'url\("?([^")]+)', sheet) if not address.startswith("data:")}
    assert asked == {"SaidCJK.woff2"}
    assert "@import" not in sheet


def test_a_lesson_is_light(student: Build) -> None:
    """A first visit, with the font that a page of Chinese or Korean names also asks for, and the page alone."""
    for path in lessons(student):
        page, name = path.read_text(encoding="utf-8"), path.stem.removesuffix("-hand-in")
        files = {(path.parent / address).resolve() for address in asked_for(parsed(page))}
        font = student.out / "_static/SaidCJK.woff2"
        assert packed(path) + sum(map(packed, files)) + packed(font) <= FIRST, name
        assert len(files) + 2 <= 7, name
        assert packed(path) <= WITH_GRIDS.get(name, NEXT), (name, packed(path))


def test_a_heading_cell_says_what_it_heads(student: Build) -> None:
    cells = [cell for path in lessons(student) for cell in parsed(path.read_text(encoding="utf-8")).select("th")]
    assert {str(cell.get("scope")) for cell in cells} == {"col", "row"}


def test_every_page_allows_its_own_scripts_alone(student: Build) -> None:
    """By a policy that every page carries, so that it holds from disk too; the one script within is named by digest."""
    pages = [path for path in student.out.rglob("*.html") if "_static" not in path.parts]
    assert len(pages) > 40
    for path in pages:
        soup = parsed(path.read_text(encoding="utf-8"))
        (policy,) = soup.select("meta[http-equiv=Content-Security-Policy]")
        rules = dict(rule.strip().split(" ", 1) for rule in str(policy["content"]).split(";"))
        assert rules["default-src"] == "'none'"
        inline = [script.get_text() for script in soup.select("script:not([src], [type])")]
        digests = {f"'sha256-{base64.b64encode(hashlib.sha256(one.encode()).digest()).decode()}'" for one in inline}
        assert digests == {one for one in rules["script-src"].split() if one.startswith("'sha")} & digests, path
        assert "unsafe-inline" not in rules["script-src"], path
        handlers = [name for tag in soup.find_all(True) for name in tag.attrs if name.startswith("on")]
        assert not handlers, path


@pytest.mark.parametrize("name", ["basic.css", "pygments.css", "scripts", "styles", "vendor", "searchtools.js"])
def test_nothing_of_the_themes_own_files_is_shipped(student: Build, name: str) -> None:
    assert not (student.out / "_static" / name).exists()
