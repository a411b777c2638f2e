"""Where references lead: pages and anchors that the published course has."""

from __future__ import annotations

import html
import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from sites import Build, the_course

from exercises.errors import CourseError
from exercises.export.export import TARGETS, checked_site, selection
from exercises.export.item import Item

SITE = "https://example.org/course"


def linked(data: bytes) -> set[str]:
    """Return every address below the site in an export."""
    files = [data]
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            files = [package.read(name) for name in package.namelist()]
    texts = (html.unescape(html.unescape(file.decode())) for file in files)
    return {link for text in texts for link in re.findall(rf'"{SITE}/([^"]+)"', text)}


def test_every_link_leads_to_a_page_of_the_course_and_to_a_place_on_it(student: Build) -> None:
    course = the_course()
    bank = selection(course, "bank", "Bank", course.bank.exercises, f"{SITE}/")
    links = linked(TARGETS["moodle-xml"].write(bank)) | linked(TARGETS["common-cartridge"].write(bank))
    assert len(links) > 100
    assert any("/lessons/" in link for link in links)
    pages = {
        page: (student.out / page).read_text(encoding="utf-8") for page in {link.partition("#")[0] for link in links}
    }
    ids = {f"{page}#{id}" for page, text in pages.items() for id in re.findall(r' id="([^"]+)"', text)}
    assert {link for link in links if "#" in link} <= ids


@pytest.mark.parametrize(
    ("exercise", "cited", "place"),
    [
        ("two-todays", "halvia-2032/p1-loaded-ships", "halvia-2032/claims.html#claim-halvia-2032-p1-loaded-ships"),
        ("whose-april", "halvia-2032/p1-loaded-ships", "halvia-2032/claims.html#claim-halvia-2032-p1-loaded-ships"),
        ("whose-april", "p05-huge-baggage", "rfa-2019/claims.html#claim-p05-huge-baggage"),
    ],
)
def test_a_citation_leads_to_the_page_of_the_report_that_it_names(
    exercise: str, cited: str, place: str, tmp_path: Path
) -> None:
    """Whichever report the exercise is about."""
    for report in ("halvia-2032", "rfa-2019"):
        page = tmp_path / f"course/evidence/{report}/claims.md"
        page.parent.mkdir(parents=True)
        page.touch()
    course = replace(the_course(), root=tmp_path)
    cites = course.bank.exercise(exercise).model_copy(update={"stem": f"See {{claim}}`{cited}`.", "claims": ()})
    item = Item(course, cites, course.keys[exercise], SITE)
    assert f'<p>See <a href="{SITE}/course/evidence/{place}">P' in item.stem


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ("https://example.org/c/index.html", "https://example.org/c/"),
        ("https://example.org/c/course/index.html", "https://example.org/c/"),
        ("https://example.org/c/", "https://example.org/c/"),
        ("https://example.org/c", "https://example.org/c"),
        ("", ""),
    ],
)
def test_the_address_of_the_first_page_is_that_of_the_course(given: str, taken: str) -> None:
    assert checked_site(given) == taken


def test_the_address_of_another_page_is_refused() -> None:
    with pytest.raises(CourseError, match=r"must be the address under which all pages lie.*take its name off"):
        checked_site("https://example.org/c/course/start.html")
