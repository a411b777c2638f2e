"""A site as it is served: what others may show of it, addresses without a page, and the copy that a reader keeps."""

from __future__ import annotations

import json
import re
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
import yaml
from sites import ROOT, SAMPLE, Build, parsed

from exercises.course import load_course
from exercises.sphinx_ext import web
from exercises.sphinx_ext.typst.card import PICTURE, draw

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

REVIEW, LESSON = "course/review.html", "course/lessons/04-visa-run-or-new-worker.html"


pytestmark = pytest.mark.slow


def test_the_first_page_describes_the_course_for_those_who_collect_teaching_material(student: Build) -> None:
    soup = parsed(student.page("index"))
    told = json.loads(soup.select_one("script[type='application/ld+json']").get_text())
    assert (told["@type"], told["name"], told["license"]) == ("LearningResource", "Said a Source", web.LICENCE)
    lessons = [one for one in told["hasPart"] if one["name"] != "Sample lesson"]
    assert [one["name"].split(":")[0] for one in lessons] == [f"Lesson {number}" for number in range(1, 13)]
    spent = [int(cell.get_text()) for cell in soup.select("section table td:last-child")]
    assert [one["timeRequired"] for one in lessons] == [f"PT{minutes}M" for minutes in spent]
    assert told["timeRequired"] == f"PT{sum(int(one['timeRequired'][2:-1]) for one in told['hasPart'])}M"
    taught = [text for one in lessons for text in one["teaches"]]
    assert sorted(taught) == sorted(one.text for one in load_course(ROOT).bank.outcomes)


def test_a_card_of_the_course_has_a_title_and_says_what_it_is(student: Build) -> None:
    soup = parsed(student.page("index"))
    card = {str(one["property"]): one["content"] for one in soup.select("meta[property^='og:']")}
    assert card == {"og:type": "website", "og:title": "Said a Source", "og:description": web.ABOUT}


def test_a_card_has_its_picture_where_the_sites_address_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "learning_resource", lambda _env: {})
    shown: dict[str, object] = {}
    config = SimpleNamespace(root_doc="course/index", html_baseurl="https://example.org/said/")
    web.describe(SimpleNamespace(config=config, env=None), "course/index", "page.html", shown, None)  # type: ignore[arg-type]
    assert shown["card"] == "https://example.org/said/_static/card.png"
    assert PICTURE.read_bytes() == draw()


def test_a_citation_file_names_the_course_and_its_licences() -> None:
    told = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert (told["cff-version"], told["license"]) == ("1.2.0", ["CC-BY-4.0", "MIT"])
    assert told["title"].startswith("Said a Source")


def test_robots_are_told_that_they_may_read_the_course(student: Build) -> None:
    assert (student.out / "robots.txt").read_text(encoding="utf-8") == "User-agent: *\nAllow: /\n"


def test_the_page_for_lost_addresses_leads_on_from_any_of_them(student: Build) -> None:
    soup = parsed((student.out / web.LOST).read_text(encoding="utf-8"))
    links = [str(one.get(name)) for name in ("href", "src", "action") for one in soup.select(f"[{name}]")]
    ours = [link for link in links if not link.startswith("#")]
    assert len(ours) > 20
    for link in ours:
        assert link.startswith("/"), link
        assert (student.out / re.split(r"[?#]", link)[0].lstrip("/")).is_file(), link


def test_a_host_that_runs_jekyll_is_told_to_serve_the_site_as_it_is(student: Build) -> None:
    """Such a host leaves out what begins with an underscore, as the folder of style and scripts does."""
    assert (student.out / ".nojekyll").read_bytes() == b""


def test_lost_addresses_lead_to_a_site_in_a_folder(tmp_path: Path) -> None:
    page = tmp_path / web.LOST
    page.write_text(
        '<html data-content_root="./"><a href="#x"><a href="course/a.html"><a href="https://e.org">', "utf-8"
    )
    web.root_links(page, "/said/")
    told = '<html data-content_root="/said/"><a href="#x"><a href="/said/course/a.html"><a href="https://e.org">'
    assert page.read_text(encoding="utf-8") == told


@pytest.mark.parametrize("address", ["https://example.org/said", "https://example.org/said/"])
def test_the_page_for_lost_addresses_links_below_the_address_with_or_without_its_last_slash(
    tmp_path: Path, address: str
) -> None:
    (tmp_path / web.LOST).write_text('<link href="_static/site.css">', "utf-8")
    config = SimpleNamespace(html_baseurl=address)
    web.finish(SimpleNamespace(builder=SimpleNamespace(name="html"), outdir=tmp_path, config=config), None)
    assert (tmp_path / web.LOST).read_text("utf-8") == '<link href="/said/_static/site.css">'


# The copy that a reader keeps


def version(site: Path) -> str:
    """Return the version of the copy."""
    return re.findall(r'VERSION = "(.*)"', (site / web.WORKER).read_text(encoding="utf-8"))[0]


def files(site: Path) -> dict[str, str]:
    """Return what the copy holds."""
    told: dict[str, str] = json.loads(
        re.findall(r"FILES = (\{.*?\});", (site / web.WORKER).read_text("utf-8"), re.S)[0]
    )
    return told


@pytest.fixture
def site(student: Build, tmp_path: Path) -> Path:
    """Return a copy of the site to change."""
    return Path(shutil.copytree(student.out, tmp_path / "site"))


def change(site: Path, words: str) -> None:
    """Build the site anew with other words in one lesson, as far as a reader can tell."""
    path = site / LESSON
    path.write_text(re.sub(r"<h1>.*?<", f"<h1>{words}<", path.read_text(encoding="utf-8"), count=1), encoding="utf-8")
    web.write_worker(site)


def test_the_copy_holds_every_file_and_its_version_is_of_their_content(site: Path) -> None:
    paths = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    assert files(site).keys() == {path for path in paths if not path.startswith(".")} - {web.WORKER}
    before = version(site)
    web.write_worker(site)
    assert version(site) == before
    change(site, "Another key")
    assert version(site) != before


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class _Bare(_Quiet):
    """A host that drops ``.html``, and ``index.html``, from addresses."""

    def do_GET(self) -> None:
        """Lead an address on to its bare form, and serve the page of that form."""
        address = self.path.split("?")[0]
        if bare := re.fullmatch(r"(.*?)(?:(?<=/)index)?\.html", address):
            self.send_response(301)
            self.send_header("Location", bare[1])
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        if not address.endswith("/") and "." not in address.rpartition("/")[2]:
            self.path = f"{address}.html"
        super().do_GET()


class Served:
    """A folder that is served on one port, as long as it is."""

    def __init__(self, site: Path, handler: type[_Quiet]) -> None:
        self.site, self.handler, self.port = site, handler, 0
        self.start()

    def start(self) -> None:
        """Begin, or begin again."""
        handler = partial(self.handler, directory=str(self.site))
        ThreadingHTTPServer.allow_reuse_address = True
        self.server: ThreadingHTTPServer = ThreadingHTTPServer(("127.0.0.1", self.port), handler)
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """Be no network."""
        self.server.shutdown()
        self.server.server_close()

    def at(self, page: str) -> str:
        """Return a page's address."""
        return f"http://127.0.0.1:{self.port}/{page}"


@pytest.fixture
def served(site: Path, request: pytest.FixtureRequest) -> Iterator[Served]:
    """Yield the copy, served; by another host than usual where a test names one."""
    one = Served(site, getattr(request, "param", _Quiet))
    yield one
    one.stop()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Yield a page of a new browser profile."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


def keep(page: Page, served: Served, folder: str = "") -> None:
    """Keep the course on this device."""
    page.goto(served.at(folder + REVIEW))
    page.get_by_role("button", name="Keep the course on this device").click()
    page.get_by_text("The course is kept.").wait_for()
    page.wait_for_function("navigator.serviceWorker.controller !== null")


def wait_for_copy(page: Page, wanted: str) -> None:
    """Wait until the copy of that version is there, and no other."""
    for _ in range(600):
        kept = page.evaluate("caches.keys()")
        if len(kept) == 1 and kept[0].endswith(wanted):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"no copy of {wanted} came: {kept}")


def heading(page: Page) -> str:
    """Return the page's heading, less the link to it."""
    return page.locator("h1").evaluate("one => one.firstChild.textContent")  # type: ignore[no-any-return]


def test_a_course_that_is_kept_is_read_without_a_network_until_it_is_dropped(page: Page, served: Served) -> None:
    keep(page, served)
    served.stop()
    page.goto(served.at(LESSON))
    assert heading(page) == "Lesson 4: Visa run or new worker?"
    assert page.locator(".exercise-buttons").count()
    page.goto(served.at("search.html?q=2397"))
    page.locator(".search-results mark").first.wait_for()
    served.start()
    page.goto(served.at(REVIEW))
    page.get_by_role("button", name="Drop the copy").click()
    page.get_by_text("The copy is gone").wait_for()
    assert page.evaluate("caches.keys()") == []


DROPPED = "caches.keys().then(all => Promise.all(all.map(key => caches.delete(key))))"
CUT_OFF = """caches.keys().then(([key]) => caches.open(key)).then(one =>
    one.keys().then(all => Promise.all(all.slice(10).map(key => one.delete(key)))))"""
"""What leaves a copy as one does that is stopped after ten files."""


@pytest.mark.parametrize("by", ["the reader", "the browser", "a cut-off"])
def test_a_copy_that_was_dropped_is_kept_again_whole(page: Page, served: Served, by: str) -> None:
    """Also where the browser has dropped the files alone, or not all of them are there yet.

    The worker is asked for a page meanwhile.
    """
    keep(page, served)
    files = "caches.keys().then(([key]) => caches.open(key)).then(one => one.keys()).then(all => all.length)"
    whole = page.evaluate(files)
    page.reload()
    if by == "the reader":
        page.get_by_role("button", name="Drop the copy").click()
        page.get_by_text("The copy is gone").wait_for()
    else:
        page.evaluate(DROPPED if by == "the browser" else CUT_OFF)
    served.stop()
    assert page.evaluate("fetch('nowhere.html').then(() => true, () => false)") is False
    served.start()
    if by != "the reader":
        page.reload()
    page.get_by_role("button", name="Keep the course on this device").click()
    page.get_by_text("The course is kept.").wait_for()
    assert page.evaluate(files) == whole
    page.get_by_role("button", name="Drop the copy").wait_for()


def test_a_copy_that_cannot_be_kept_again_is_said_so(page: Page, served: Served) -> None:
    keep(page, served)
    page.evaluate(DROPPED)
    page.reload()
    path = served.site / LESSON
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    page.get_by_role("button", name="Keep the course on this device").click()
    page.get_by_text("The course could not be kept").wait_for()
    assert page.evaluate("caches.keys()") == []
    page.get_by_role("button", name="Keep the course on this device").wait_for()


@pytest.mark.parametrize("served", [_Bare], indirect=True, ids=["a-host-that-drops-html"])
@pytest.mark.parametrize("name", [LESSON, LESSON.removesuffix(".html")])
def test_a_course_that_is_kept_is_read_at_either_address_that_a_host_gives_it(
    page: Page, served: Served, name: str
) -> None:
    keep(page, served)
    assert not page.url.endswith(".html")
    served.stop()
    page.goto(served.at(name))
    assert heading(page) == "Lesson 4: Visa run or new worker?"
    served.start()


def test_two_courses_on_one_host_leave_each_others_copies_alone(page: Page, site: Path, tmp_path: Path) -> None:
    """Where one is dropped, or kept anew after an update, the other is still there."""
    one, two = tmp_path / "host" / "one", tmp_path / "host" / "one" / "two"
    one.parent.mkdir()
    shutil.copytree(site.rename(one), two)
    change(two, "Another key")
    served = Served(one.parent, _Quiet)
    keep(page, served, "one/two/")
    kept = page.evaluate("caches.keys()")
    keep(page, served, "one/")
    assert [name in kept for name in page.evaluate("caches.keys()")] == [True, False]
    page.get_by_role("button", name="Drop the copy").click()
    page.get_by_text("The copy is gone").wait_for()
    assert page.evaluate("caches.keys()") == kept
    served.stop()


def test_a_copy_that_is_kept_never_hides_a_newer_page(page: Page, served: Served) -> None:
    """What is served is what is read, at the first visit after an update; and then without a network, too."""
    keep(page, served)
    change(served.site, "Another key")
    page.goto(served.at(LESSON))
    assert heading(page) == "Another key"
    wait_for_copy(page, version(served.site))
    served.stop()
    page.goto(served.at(LESSON))
    assert heading(page) == "Another key"
    served.start()


def test_a_copy_is_all_of_one_version_or_none(page: Page, served: Served) -> None:
    """Where a file is not what its version has, as halfway through an upload, nothing is kept."""
    path = served.site / LESSON
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    page.goto(served.at(REVIEW))
    page.get_by_role("button", name="Keep the course on this device").click()
    page.get_by_text("The course could not be kept").wait_for()
    assert page.evaluate("caches.keys()") == []


@pytest.mark.parametrize("name", [f"course/lessons/{SAMPLE}.html", LESSON, "course/index.html"])
def test_no_page_begins_to_keep_a_copy_that_nobody_asked_for(page: Page, address: str, name: str) -> None:
    page.goto(f"{address}/{name}")
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0
