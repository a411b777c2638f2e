"""The EPUB: a whole book, with room for answers, and the keys at its end."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from conftest import once
from sites import KINDS, SAMPLE, SENTINEL, Build, build, parsed

pytestmark = pytest.mark.slow

LESSON = f"course/lessons/{SAMPLE}.xhtml"
ANSWERS = "answers.xhtml"
XHTML = "{http://www.w3.org/1999/xhtml}"


@dataclass(frozen=True)
class Book:
    """A built EPUB."""

    path: Path

    @cached_property
    def files(self) -> dict[str, bytes]:
        """Return what is in it, in order."""
        with zipfile.ZipFile(self.path) as book:
            return {name: book.read(name) for name in book.namelist()}

    @property
    def pages(self) -> dict[str, str]:
        """Return its pages."""
        return {name: body.decode() for name, body in self.files.items() if name.endswith(".xhtml")}


@pytest.fixture(scope="session")
def book(course: Path, student: Build) -> Book:
    """Return the course with the sample lesson as a book, built without a warning from what the pages' build has read."""
    out = course.with_name("epub")

    def make() -> None:
        shutil.copytree(student.out.with_name("student-doctrees"), out.with_name("epub-doctrees"))
        done = build(course, out, "student", "-b", "epub", "-W", "--keep-going")
        assert done.code == 0, done.said

    once(out, make)
    return Book(out / "said-a-source.epub")


def test_the_book_begins_with_what_it_is_and_holds_every_file_that_it_lists(book: Book) -> None:
    with zipfile.ZipFile(book.path) as made:
        first = made.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert book.files["mimetype"] == b"application/epub+zip"
    package = ElementTree.fromstring(book.files["content.opf"])  # noqa: S314 - of our own
    items = {str(one.get("href")): one for one in package.iter("{http://www.idpf.org/2007/opf}item")}
    assert items.keys() | {"mimetype", "META-INF/container.xml", "content.opf"} == book.files.keys()
    drawn = {name for name, page in book.pages.items() if "<svg" in page}
    assert drawn == {name for name, item in items.items() if item.get("properties") == "svg"}
    assert {"schema:accessMode", "schema:accessibilityFeature", "schema:accessibilityHazard"} <= {
        one.get("property") for one in package.iter("{http://www.idpf.org/2007/opf}meta")
    }


def test_every_page_is_xml_in_english_and_every_link_in_the_book_leads_somewhere(book: Book) -> None:
    ids: dict[str, set[str]] = {}
    links: list[tuple[str, str]] = []
    for name, page in book.pages.items():
        tree = ElementTree.fromstring(page)  # noqa: S314 - of our own
        assert tree.get("lang") == "en", name
        found = [str(one.get("id")) for one in tree.iter() if one.get("id")]
        ids[name] = set(found)
        assert len(found) == len(ids[name]), name
        links += [(name, unquote(str(one.get("href")))) for one in tree.iter(f"{XHTML}a") if one.get("href")]
    inside = [(name, link) for name, link in links if "://" not in link and not link.startswith("mailto:")]
    assert len(inside) > 1000
    for name, link in inside:
        address, _, anchor = link.partition("#")
        target = str(PurePosixPath("/", name).parent.joinpath(address)).lstrip("/") if address else name
        parts: list[str] = []
        for part in target.split("/"):
            parts = parts[:-1] if part == ".." else [*parts, part]
        target = "/".join(parts)
        assert target in book.pages, (name, link)
        assert not anchor or anchor in ids[target], (name, link)


def test_an_exercise_leaves_room_and_leads_to_its_answer_at_the_end(book: Book) -> None:
    lesson, answers = parsed(book.pages[LESSON]), parsed(book.pages[ANSWERS])
    for kind in KINDS:
        (one,) = lesson.select(f"#sample-{kind}")
        assert one.select(".room-to-answer :is(.box, .gap, .line, .word)"), kind
        assert not one.select(".feedback, .exercise-key, .exercise-solution"), kind
        (to,) = one.select(".answer-at a")
        (answer,) = answers.select(f"#answer-sample-{kind}")
        assert to["href"] == f"../../{ANSWERS}#answer-sample-{kind}"
        assert answer.select_one(".back a")["href"] == f"{LESSON}#sample-{kind}"
        assert answer.select(".exercise-solution"), kind


def test_the_answers_stand_in_the_order_of_the_lessons(book: Book) -> None:
    titles = [title.get_text() for title in parsed(book.pages[ANSWERS]).select("section section > h2")]
    numbers = [tuple(map(int, title.split()[1].rstrip(":").split("."))) for title in titles]
    assert numbers == sorted(numbers)
    assert {lesson for lesson, _ in numbers} == {*range(1, 13), 99}


def test_no_key_of_what_is_handed_in_is_in_the_book(book: Book) -> None:
    assert not any(SENTINEL in page for page in book.pages.values())


def test_nothing_in_the_book_asks_for_a_script_a_field_or_another_site(book: Book) -> None:
    for name, page in book.pages.items():
        soup = parsed(page)
        assert not soup.select("script, form, input, select, textarea, button, iframe"), name
        assert not [one for one in soup.select("[src]") if "://" in str(one["src"])], name


def test_no_table_in_the_book_is_wider_than_a_phone(book: Book) -> None:
    for name, page in book.pages.items():
        for table in parsed(page).select("table"):
            assert max(len(row.select("th, td")) for row in table.select("tr")) <= 6, name
    rows = parsed(book.pages["course/lessons/06-whose-deadline.xhtml"]).select("ul.rows > li > ul")
    assert any("Set by: " in row.get_text() for row in rows)


def test_korean_and_chinese_names_have_their_letters_and_the_letters_their_licence(book: Book) -> None:
    assert "남양" in "".join(book.pages.values())
    assert 'url("SaidCJK.woff2")' in book.files["_static/book.css"].decode()
    assert {"_static/SaidCJK.woff2", "_static/OFL.txt"} <= book.files.keys()


def test_contents_lead_to_every_lesson_and_to_the_answers(book: Book) -> None:
    contents = [link.get_text() for link in parsed(book.pages["nav.xhtml"]).select("nav > ol > li > a")]
    heads = [title.split(":")[0] for title in contents if title.startswith("Lesson ")]
    assert [head for head in heads if "," not in head] == [f"Lesson {number}" for number in range(1, 13)]
    assert [head for head in heads if head.startswith("Lesson 4")] == [
        "Lesson 4",
        "Lesson 4, more practice",
        "Lesson 4, to hand in",
    ]
    assert contents[-1] == "Answers to the practice exercises"


@pytest.mark.slow
def test_epubcheck_finds_nothing(book: Book, epubcheck: list[str]) -> None:
    done = subprocess.run([*epubcheck, str(book.path)], capture_output=True, text=True, check=False)
    assert "0 fatals / 0 errors / 0 warnings / 0 infos" in done.stdout + done.stderr, done.stdout + done.stderr


@pytest.mark.slow
def test_epubcheck_finds_a_page_that_is_no_xml(book: Book, epubcheck: list[str], tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "torn.epub", "w") as torn:
        for name, body in book.files.items():
            torn.writestr(name, body.replace(b"</body>", b"") if name == LESSON else body)
    done = subprocess.run([*epubcheck, str(tmp_path / "torn.epub")], capture_output=True, text=True, check=False)
    assert "FATAL" in done.stdout + done.stderr
