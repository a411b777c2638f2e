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

from exercises.sphinx_ext.tidy import tidy

FIRST, NEXT = 60_000, 10 * 1_460 - 250
"""Bytes, gzipped, of a first visit to a lesson with everything that it fetches, and of the next lesson's page.

A server sends ten packets of 1,460 bytes, its headers among them, and goes on when it has heard that they came: a page
that takes more is seen one way there and back later.
"""
STATIC = "../../_static/"
OF_ALL = [f"{STATIC}site.css", f"{STATIC}site.js", f"{STATIC}exercises.js", f"{STATIC}favicon.svg"]
BESIDE = {"06-whose-deadline": f"{STATIC}timeline.js"}


def lessons(student: Build) -> list[Path]:
    """Return the lessons' pages, those beside them among them."""
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
    assert len(pages) == 26
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
        page = path.read_text(encoding="utf-8")
        files = {(path.parent / address).resolve() for address in asked_for(parsed(page))}
        font = student.out / "_static/SaidCJK.woff2"
        assert packed(path) + sum(map(packed, files)) + packed(font) <= FIRST, path.name
        assert len(files) + 2 <= 7, path.name
        assert packed(path) <= NEXT, (path.name, packed(path))


def test_no_script_of_a_lesson_sets_up_the_browsers_own_formats(student: Build) -> None:
    """On a slow phone that takes longer than all else that the scripts do before the page is seen."""
    for name in {address.removeprefix(STATIC) for address in [*OF_ALL, *BESIDE.values()] if address.endswith(".js")}:
        script = (student.out / "_static" / name).read_text(encoding="utf-8")
        assert re.findall(r"\bIntl\b|toLocale\w*String", script) == [], name


def test_a_page_holds_nothing_that_no_reader_can_see(student: Build) -> None:
    """No lines between blocks, no paragraph that is all of a cell, and of a drawing what its page says already."""
    for path in lessons(student):
        page = path.read_text(encoding="utf-8")
        assert re.findall(r">\s+</?(?:p|div|section|li|t[dhr])\b", page) == [], path.name
        assert re.findall(r"<t[dh][^>]*><p>[^<]*</p></t[dh]>", page) == [], path.name
        assert re.findall(r"<svg[^>]* (?:xmlns|font-family)=|var\([^)]*#", page) == [], path.name
        assert len(parsed(page).select("meta[name=viewport]")) == 1, path.name


def test_a_program_keeps_its_lines() -> None:
    program = "<pre>\n  <span>one</span>\n\n    <p>two\n</pre>"
    written = f"<div>\n{program}\n  <p>a\n    <em>b</em>\n</p>\n</div>"
    assert tidy(written) == f"<div>\n{program}\n<p>a\n<em>b</em></p></div>"


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


def test_a_form_may_be_sent_from_disk(student: Build) -> None:
    """To Firefox a page on a disk is no part of its own site, so that search from a stick would do nothing."""
    policy = parsed(student.page("index")).select_one("meta[http-equiv=Content-Security-Policy]")
    rules = dict(rule.strip().split(" ", 1) for rule in str(policy["content"]).split(";"))
    assert rules["form-action"] == "'self' file:"


@pytest.mark.parametrize("name", ["basic.css", "pygments.css", "scripts", "styles", "vendor", "searchtools.js"])
def test_nothing_of_the_themes_own_files_is_shipped(student: Build, name: str) -> None:
    assert not (student.out / "_static" / name).exists()


def test_a_page_is_html_and_no_xhtml(student: Build) -> None:
    """No void element with a slash, no attribute of the form ``hidden="hidden"``, no space at the end of a line."""
    for path in student.out.rglob("*.html"):
        page = path.read_text(encoding="utf-8")
        assert re.findall(r"<(?:br|col|hr|img|input|link|meta)\b[^>]*/>", page) == [], path
        assert re.findall(r' (\w+)="\1"(?=[^<]*>)', page) == [], path
        assert re.findall(r"[ \t]+$", page, re.MULTILINE) == [], path


def test_a_page_has_a_title_that_no_tab_or_list_of_hits_cuts_off(student: Build) -> None:
    titles = {path: parsed(path.read_text(encoding="utf-8")).title for path in student.out.rglob("*.html")}
    assert {path: title.get_text() for path, title in titles.items() if title and len(title.get_text()) > 70} == {}
    assert all(title and title.get_text() for title in titles.values())


def test_the_heading_of_a_page_is_that_of_its_article(student: Build) -> None:
    for path in lessons(student):
        (heading,) = parsed(path.read_text(encoding="utf-8")).select("h1")
        assert heading.find_parent(["section", "article"]).name == "article", path.name  # type: ignore[union-attr]


def test_enter_sends_nothing_where_no_script_runs(student: Build) -> None:
    """By the standard a form whose first button is off is not sent; and no two of its fields are called alike."""
    pages = [parsed(path.read_text(encoding="utf-8")) for path in lessons(student)]
    forms = [form for page in pages for form in page.select("form.exercise-form")]
    assert len(forms) > 100
    for form in forms:
        (button,) = form.select("button")
        assert (button["type"], button.has_attr("hidden"), button.has_attr("disabled")) == ("submit", True, True)
        boxes = [box["name"] for box in form.select("input[type=checkbox][name]")]
        assert len(boxes) == len(set(boxes))
