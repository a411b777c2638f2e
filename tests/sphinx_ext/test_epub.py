"""The EPUB: a whole book, with room for answers, and the keys at its end."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import tarfile
import zipfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from conftest import once
from player import PACKAGE
from playwright.sync_api import Page, Route
from sites import KINDS, SAMPLE, SENTINEL, Build, build, parsed, the_course

from exercises.draw.figures import FIGURES
from exercises.sphinx_ext import nodes
from exercises.sphinx_ext.epub import Answer

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


def test_a_book_that_is_built_again_has_all_its_answers(book: Book, course: Path, tmp_path: Path) -> None:
    shutil.copytree(book.path.parent.with_name("epub-doctrees"), tmp_path / "epub-doctrees")
    for _ in ("afresh", "again"):
        done = build(course, tmp_path / "epub", "student", "-b", "epub", "-W", "--keep-going")
        assert done.code == 0, done.said
    assert Book(tmp_path / "epub" / book.path.name).files["answers.xhtml"] == book.files["answers.xhtml"]


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


def test_what_needs_a_browser_is_said_to_be_there(book: Book) -> None:
    for name in ("fresh", "review"):
        assert "not in this book." in book.pages[f"course/{name}.xhtml"]
    for name in ("index", "start", "review", "fresh"):
        assert not re.search("(?i)(this|your) browser", book.pages[f"course/{name}.xhtml"]), name


def test_no_table_in_the_book_has_more_than_four_columns(book: Book) -> None:
    for name, page in book.pages.items():
        for table in parsed(page).select("table"):
            assert max(len(row.select("th, td")) for row in table.select("tr")) <= 4, name
    rows = parsed(book.pages["course/lessons/06-whose-deadline.xhtml"]).select("ul.rows > li > ul")
    assert any("Set by: " in row.get_text() for row in rows)


def test_a_grid_that_is_read_down_its_columns_is_told_clue_by_clue(book: Book) -> None:
    grid = parsed(book.pages["course/evidence/rfa-2019/grid.xhtml"]).select("ul.rows > li")
    luggage = next(clue for clue in grid if clue.p.get_text() == "Luggage")
    told = [one.get_text(strip=True, separator=" ") for one in luggage.select("li")]
    assert len(told) == 7
    assert "A quick visa run : −\N{NO-BREAK SPACE}unexpected" in told
    assert all(one.select_one("a[href^='#hypothesis-']") for one in luggage.select("li"))


def test_korean_and_chinese_names_have_their_letters_and_the_letters_their_licence(book: Book) -> None:
    assert "남양" in "".join(book.pages.values())
    assert 'url("SaidCJK.woff2")' in book.files["_static/book.css"].decode()
    assert {"_static/SaidCJK.woff2", "_static/OFL.txt"} <= book.files.keys()


def test_a_drawing_takes_the_ink_of_the_page_and_one_colour_that_is_seen_on_light_and_dark(book: Book) -> None:
    drawn = [drawing for page in book.pages.values() for drawing in parsed(page).select("svg")]
    ids = [str(drawing.title["id"]) for drawing in drawn]
    assert len(set(ids)) == len(ids)
    assert {re.sub(r"^drawing-|-\d$", "", id) for id in ids} == FIGURES.keys()
    colours = {
        str(one[name]) for drawing in drawn for name in ("fill", "stroke") for one in drawing.select(f"[{name}]")
    }
    assert colours == {"none", "currentColor", "#2e86b8"}
    assert 3 <= contrast("#2e86b8", "#ffffff") <= contrast("#2e86b8", "#000000")


def test_no_drawing_is_higher_than_a_phones_page(book: Book) -> None:
    views = re.findall(r'viewBox="0 \S+ (\S+) (\S+)"', "".join(book.pages.values()))
    assert len(views) > len(FIGURES)
    assert [(width, height) for width, height in views if float(height) > 2 * float(width)] == []


def contrast(one: str, other: str) -> float:
    """Return how far two colours stand apart, from 1 to 21, by WCAG 2.2."""
    dark, light = sorted(luminance(colour) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """Return how light a colour is, from 0 to 1, by WCAG 2.2."""
    shares = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return sum(weight * share for weight, share in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_no_label_and_no_title_has_a_stop_behind_its_question_mark(book: Book) -> None:
    assert [name for name, page in book.pages.items() if re.search(r"\?[.:](\s|<)", page)] == []


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


def test_answers_stand_in_the_order_of_their_exercises_and_what_is_handed_in_behind() -> None:
    """An instructor may make the book with keys to what is handed in, of which a lesson may have more than letters."""
    numbers = ["10.1", "2.A", "2.10", "2.2", "2.AA", "2.B"]
    exercise = the_course().bank.exercises[0]
    answers = [Answer("a", number, exercise, nodes.exercise_key()) for number in numbers]
    assert [one.number for one in sorted(answers, key=lambda one: one.place)] == [
        "2.2", "2.10", "2.A", "2.B", "2.AA", "10.1"
    ]  # fmt: skip


# In a reader, whose pages are turned: foliate-js in the system's Chromium

SITE = "http://reader.test/"
SHELF = """<!doctype html><html><title>A reader</title><body style="height: 100vh; margin: 0"><script type="module">
import "./view.js";
window.view = document.body.appendChild(document.createElement("foliate-view"));
await view.open("book.epub");
window.opened = true;
</script>"""
TYPES = {".js": "text/javascript", ".html": "text/html", ".epub": "application/epub+zip"}
TOO_WIDE = """async () => {
  const found = {};
  for (const [number, section] of view.book.sections.entries()) {
    await view.goTo(number);
    const [{doc}] = view.renderer.getContents();
    await doc.fonts.ready;
    const column = parseFloat(getComputedStyle(doc.documentElement).columnWidth);
    const wide = element => [...element.getClientRects()].some(box => box.width > column + 1);
    found[section.id] = [...doc.body.querySelectorAll("*")].filter(wide).map(one => one.outerHTML.slice(0, 120));
  }
  return found;
}"""
"""Returns for each chapter the elements that are wider than a column of the page."""
LOST = """async () => {
  const {book} = view, found = [], documents = [];
  for (const section of book.sections) documents.push(await section.createDocument());
  const follow = async (from, href) => {
    const to = await book.resolveHref(href);
    if (!to || (href.includes("#") && !to.anchor(documents[to.index]))) found.push(`${from}: ${href}`);
  };
  let followed = 0;
  for (const [number, section] of book.sections.entries())
    for (const link of documents[number].querySelectorAll("a[href]")) {
      const href = section.resolveHref(link.getAttribute("href"));
      if (book.isExternal(href)) continue;
      await follow(section.id, href);
      followed += 1;
    }
  const all = entries => entries.flatMap(entry => [entry, ...all(entry.subitems ?? [])]);
  for (const entry of all(book.toc)) await follow("contents", entry.href);
  return [followed, found];
}"""
"""Returns how many links were followed within the book, and those that arrive nowhere."""
CLICK = "selector => view.renderer.getContents()[0].doc.querySelector(selector).click()"
SHOWN = """id => {
  const place = view.renderer.getContents()[0]?.doc.getElementById(id);
  return Boolean(place) && view.lastLocation.range.intersectsNode(place);
}"""
"""Whether the page that is open shows the element; false while a chapter is still being opened."""


def open_in(reader: Page, files: dict[str, bytes]) -> None:
    """Open a book of these files in the reader."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as book:
        for name, body in files.items():
            book.writestr(name, body)
    with tarfile.open(PACKAGE) as package:
        held = {one.name: package.extractfile(one) for one in package.getmembers() if one.isfile()}
        served = {name.removeprefix("package/"): one.read() for name, one in held.items() if one}
    served |= {"": SHELF.encode(), "book.epub": made.getvalue(), "favicon.ico": b""}

    def serve(route: Route) -> None:
        name = route.request.url.removeprefix(SITE)
        route.fulfill(body=served[name], content_type=TYPES.get(PurePosixPath(name).suffix, "text/html"))

    reader.unroute_all()
    reader.route(f"{SITE}**", serve)
    reader.goto(SITE)
    reader.wait_for_function("window.opened")


@pytest.mark.parametrize(("width", "height"), [(320, 568), (390, 844), (1280, 800)])
def test_a_reader_lays_every_chapter_out_within_its_columns(reader: Page, book: Book, width: int, height: int) -> None:
    reader.set_viewport_size({"width": width, "height": height})
    open_in(reader, book.files)
    found = reader.evaluate(TOO_WIDE)
    assert found == {name: [] for name in book.pages if name != "nav.xhtml"}


def test_a_reader_finds_every_place_that_a_link_or_the_contents_lead_to(reader: Page, book: Book) -> None:
    open_in(reader, book.files)
    followed, lost = reader.evaluate(LOST)
    assert (followed > 1000, lost) == (True, [])


def test_a_reader_goes_from_an_exercise_to_its_answer_and_back(reader: Page, book: Book) -> None:
    open_in(reader, book.files)
    reader.evaluate("place => view.goTo(place)", f"{LESSON}#sample-{KINDS[0]}")
    reader.wait_for_function(SHOWN, arg=f"sample-{KINDS[0]}")
    for link, place in ((".answer-at a", f"answer-sample-{KINDS[0]}"), (".back a", f"sample-{KINDS[0]}")):
        there = "answer-" if ".back" in link else ""
        reader.evaluate(CLICK, f"#{there}sample-{KINDS[0]} {link}")
        # the reader tells where it is more than once on its way, so what counts is where it ends
        reader.wait_for_function(SHOWN, arg=place)


def test_a_reader_tells_what_is_too_wide_and_which_link_leads_nowhere(reader: Page, book: Book) -> None:
    page = book.files[LESSON].replace(b"</body>", b'<p style="width: 90em">x</p><a href="#nowhere">y</a></body>')
    open_in(reader, {**book.files, LESSON: page})
    found = {name: wide for name, wide in reader.evaluate(TOO_WIDE).items() if wide}
    assert found == {LESSON: ['<p xmlns="http://www.w3.org/1999/xhtml" style="width: 90em">x</p>']}
    assert reader.evaluate(LOST)[1] == [f"{LESSON}: {LESSON}#nowhere"]
