"""The site around the exercises in a browser: menu, colours, citations, search, filters, and what is kept."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from robot import tab_to
from sites import ROOT, Build, page_of, the_course

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, ViewportSize

pytestmark = pytest.mark.slow

LESSON = "course/lessons/04-visa-run-or-new-worker.html"
PRACTICE = "course/lessons/04-visa-run-or-new-worker-practice.html"
PHONE = {"width": 390, "height": 800}
PROFILE = {"viewport": PHONE, "accept_downloads": True}


def is_open(page: Page, id: str) -> bool:
    """Return whether a drawer is open."""
    return bool(page.locator(f"#{id}").evaluate("one => one.matches(':popover-open')"))


@pytest.mark.parametrize(("id", "button"), [("course-menu", ".open-menu"), ("page-contents", ".open-toc")])
def test_a_drawer_opens_and_closes_by_key_and_the_focus_comes_back(
    page: Page, address: str, id: str, button: str
) -> None:
    page.goto(f"{address}/{LESSON}")
    opener = page.locator(button)
    for close in ("Escape", "Enter"):
        tab_to(page, opener)
        page.keyboard.press("Enter")
        assert is_open(page, id)
        if close == "Enter":
            tab_to(page, page.locator(f"#{id} .drawer-close"))
        page.keyboard.press(close)
        assert not is_open(page, id)
        assert opener.evaluate("one => one === document.activeElement")


def test_a_drawer_closes_when_the_focus_leaves_it(page: Page, address: str) -> None:
    page.goto(f"{address}/{LESSON}")
    page.locator(".open-menu").press("Enter")
    page.locator("#course-menu a").last.focus()
    page.locator("article a.cite").first.focus()
    assert not is_open(page, "course-menu")


COLOUR = "(one, name) => getComputedStyle(one).getPropertyValue(name)"


def test_without_a_script_links_have_the_courses_colour(browser: Browser, address: str) -> None:
    for scheme in ("light", "dark"):
        context = browser.new_context(java_script_enabled=False, color_scheme=scheme)  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(f"{address}/{LESSON}")
        link, accent = (page.locator("html").evaluate(COLOUR, f"--{one}") for one in ("pst-color-link", "said-accent"))
        assert link == accent
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_under_the_pointer_can_be_read(page: Page, address: str, scheme: Literal["light", "dark"]) -> None:
    """Links in text, the menu and the list of contents, and buttons."""
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{address}/{LESSON}")
    for name in (
        "article p > a.cite",
        ".course-nav a",
        ".page-toc a",
        ".prev-next a",
        ".button-check",
        ".button-quiet",
    ):
        one = page.locator(f"{name}:visible").first
        one.hover()
        one.evaluate("one => one.setAttribute('data-under', '')")
        found = Axe().run(page, context="[data-under]", options={"runOnly": ["color-contrast"]}).response
        assert found["violations"] == [], name
        assert len(found["passes"]) == 1, name
        one.evaluate("one => one.removeAttribute('data-under')")


def test_a_table_scrolls_by_key_where_it_is_wider_than_the_page_and_nowhere_else(page: Page, address: str) -> None:
    """When it is unfolded and when the window is another, too."""
    page.goto(f"{address}/course/lessons/06-whose-deadline.html")
    folded = page.locator(".drawn-words .wide")
    expect(folded).to_have_count(1)
    expect(page.locator(".drawn-words .scrolls")).to_have_count(0)
    page.locator(".drawn-words:has(.wide) > summary").press("Enter")
    expect(folded).to_have_attribute("tabindex", "0")
    page.set_viewport_size({"width": 1600, "height": 900})
    expect(folded).not_to_have_attribute("tabindex", "0")


ROW = "table.evidence-grid tbody tr:nth-child({})"
OPAQUE = "(one, name) => [getComputedStyle(one).backgroundColor, getComputedStyle(one.parentElement).backgroundColor]"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_table_that_is_scrolled_keeps_its_rows_names_and_its_caption_in_sight(
    page: Page, address: str, scheme: Literal["light", "dark"]
) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{address}/course/evidence/rfa-2019/grid.html")
    frame = page.locator(".scrolls").first
    frame.evaluate("one => { one.scrollIntoView(); one.scrollLeft = one.scrollWidth; }")
    assert frame.evaluate("one => one.scrollLeft") > 50
    for row in (1, 2):
        name = frame.locator(ROW.format(row)).locator("th")
        left = "one => one.getBoundingClientRect().left"
        assert name.evaluate(left) == pytest.approx(frame.evaluate(left), abs=1)
        own, rows = name.evaluate(OPAQUE)
        assert own == rows
        assert own.startswith("rgb(")  # what is scrolled below it does not shine through
    expect(frame.locator(".caption-text")).to_be_in_viewport(ratio=1)


def test_the_day_on_the_timeline_stands_where_it_is_and_a_rules_day_is_its_last(page: Page, address: str) -> None:
    page.goto(f"{address}/course/lessons/06-whose-deadline.html")
    moves = json.loads(str(page.locator("[data-moves]").get_attribute("data-moves")))
    day = date.fromisoformat(moves["rules"][0]["by"]) - date.fromisoformat(moves["start"])
    page.locator("#timeline-day-0").fill(str(day.days))
    said = f"{moves['rules'][0]['label']}: last day."
    expect(page.locator("#timeline-day-0")).to_have_attribute("aria-valuetext", re.compile(re.escape(said)))
    expect(page.locator(".drawn-slider p")).to_contain_text(said)
    expect(page.locator(".drawn-slider").get_by_role("status")).to_have_count(0)  # it would be read out twice
    year = date.fromisoformat(moves["end"]) - date.fromisoformat(moves["start"])
    shift = (moves["right"] - moves["left"]) * day.days / year.days
    expect(page.locator(".today")).to_have_attribute("transform", f"translate({shift:.1f} 0)")


def test_without_a_script_the_menu_opens_and_dark_pages_are_dark(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=PHONE, color_scheme="dark")  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{address}/{LESSON}")
    page.locator(".open-menu").press("Enter")
    assert page.locator("#course-menu a").first.is_visible()
    assert not page.locator(".colours").is_visible()
    page.screenshot()
    colour = page.locator("body").evaluate("one => getComputedStyle(one).backgroundColor")
    assert max(map(int, re.findall(r"\d+", colour)[:3])) < 40
    context.close()


def test_colours_go_from_the_systems_to_light_to_dark_and_are_kept(page: Page, address: str) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto(f"{address}/{LESSON}")
    themes = [page.locator("html").get_attribute("data-theme")]
    for _ in range(3):
        page.locator(".colours").press("Enter")
        themes.append(page.locator("html").get_attribute("data-theme"))
    assert themes == ["dark", "light", "dark", "dark"]
    page.locator(".colours").press("Enter")
    page.reload()
    assert page.locator("html").get_attribute("data-theme") == "light"


def test_colours_that_are_chosen_on_one_page_are_those_of_every_page_that_is_open(page: Page, address: str) -> None:
    page.emulate_media(color_scheme="light")
    page.goto(f"{address}/{LESSON}")
    second = page.context.new_page()
    second.goto(f"{address}/course/glossary.html")
    for mode in ("Light", "Dark"):
        second.locator(".colours").press("Enter")
        expect(page.locator(".colours")).to_contain_text(mode)
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    second.close()


@pytest.mark.parametrize("where", ["course/glossary.html", LESSON])
@pytest.mark.parametrize("mode", ["auto", "dark"])
def test_a_dark_page_is_light_on_paper_and_dark_again_after(page: Page, address: str, where: str, mode: str) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto(f"{address}/course/glossary.html")
    page.evaluate("mode => localStorage.setItem('mode', mode)", mode)
    page.goto(f"{address}/{where}")
    page.evaluate("addEventListener('beforeprint', () => { window.printed = document.documentElement.dataset.theme; })")
    page.pdf()
    assert page.evaluate("window.printed") == "light"
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_the_letters_of_drawings_have_eleven_pixels_and_more_on_the_narrowest_phone(
    page: Page, address: str, student: Build
) -> None:
    page.set_viewport_size({"width": 320, "height": 600})
    names = [path.name for path in student.out.glob("course/lessons/*.html") if "<svg" in path.read_text("utf-8")]
    assert len(names) > 6
    small = []
    for name in names:
        page.goto(f"{address}/course/lessons/{name}", wait_until="domcontentloaded")
        small += page.locator(".drawn-picture text").evaluate_all(
            "all => all.map(one => [parseFloat(getComputedStyle(one).fontSize) * one.getScreenCTM().a, one.textContent])"
            ".filter(([size]) => size < 11)"
        )
    assert small == []


def test_headings_exercises_and_terms_have_a_link_to_pass_on(page: Page, address: str) -> None:
    for where in (LESSON, "course/glossary.html"):
        page.goto(f"{address}/{where}")
        links = page.locator(".headerlink").evaluate_all("all => all.map(one => one.hash.slice(1))")
        ids = page.locator(":is(article > div, section)[id], .exercise[id], dt[id]").evaluate_all(
            "all => all.map(one => one.id)"
        )
        assert sorted(links) == sorted(ids)


def test_a_heading_on_a_phone_is_smaller_than_the_one_that_it_stands_under(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    for name in ("course/review.html", "course/lessons/11-what-happened-next.html"):
        page.goto(f"{address}/{name}")
        sizes = [
            page.locator(f".bd-article h{level}").evaluate_all(
                "all => [...new Set(all.map(one => parseFloat(getComputedStyle(one).fontSize)))]"
            )
            for level in (1, 2)
        ]
        under = page.locator(".bd-article h3:not(.exercise-title)").first
        sizes.append([under.evaluate("one => parseFloat(getComputedStyle(one).fontSize)")])
        assert [len(some) for some in sizes] == [1, 1, 1]
        assert sizes == sorted(sizes, reverse=True)
        assert sizes[1] > sizes[2]


def test_the_link_to_a_heading_shows_where_the_pointer_or_the_focus_is(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{address}/{LESSON}")
    link = page.locator("h1 .headerlink")
    seen = "one => getComputedStyle(one).opacity"
    assert link.evaluate(seen) == "0"
    page.locator("h1").hover()
    assert link.evaluate(seen) == "1"
    page.mouse.move(0, 700)
    assert link.evaluate(seen) == "0"
    link.focus()
    for key in ("Tab", "Shift+Tab"):  # so that the focus has come by keyboard
        page.keyboard.press(key)
    assert link.evaluate(seen) == "1"


@pytest.mark.parametrize("served", [True, False])
def test_a_citation_says_what_it_cites_on_focus_and_goes_with_escape(
    page: Page, address: str, student: Build, served: bool
) -> None:
    page.goto(f"{address}/{LESSON}" if served else (student.out / LESSON).as_uri())
    link = page.locator("article a.cite").first
    link.focus()
    note = page.locator("#cited")
    note.wait_for(state="visible")
    assert "He saw a group of women" in note.inner_text()
    assert note.get_by_role("link").get_attribute("href") == link.evaluate("one => one.href")
    assert link.get_attribute("aria-describedby") == "cited"
    page.keyboard.press("Escape")
    note.wait_for(state="hidden")
    assert link.evaluate("one => one === document.activeElement")


def test_escape_in_a_citations_note_leads_back_to_the_citation(page: Page, address: str) -> None:
    page.goto(f"{address}/{LESSON}")
    link, note = page.locator("article a.cite").first, page.locator("#cited")
    link.focus()
    note.wait_for(state="visible")
    note.get_by_role("link").focus()
    page.keyboard.press("Escape")
    note.wait_for(state="hidden")
    expect(link).to_be_focused()


@pytest.mark.parametrize("size", [{"width": 320, "height": 256}, {"width": 640, "height": 360}])
def test_a_citations_note_is_within_the_screen_in_letters_twice_as_large(
    page: Page, address: str, size: ViewportSize
) -> None:
    """However much it says, and to its end by scrolling."""
    page.set_viewport_size(size)
    page.goto(f"{address}/{LESSON}")
    page.add_style_tag(content="html { font-size: 200% !important; }")
    note = page.locator("#cited")
    for link in page.locator("article a.cite").all()[:8]:
        link.focus()
        note.wait_for(state="visible")
        box = note.bounding_box()
        assert box
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= size["height"]
        last = note.get_by_role("link")
        last.scroll_into_view_if_needed()
        expect(last).to_be_in_viewport(ratio=0.9)


def test_a_tap_opens_a_citation_in_place_and_the_next_one_follows_it(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport=PHONE, has_touch=True)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{address}/{LESSON}")
    page.locator("article a.cite").first.tap()
    page.locator("#cited").wait_for(state="visible")
    assert page.url.endswith(LESSON)
    page.locator("#cited a").tap()
    page.wait_for_url("**/claims.html#claim-p03-saw-group")
    context.close()


def test_who_has_tapped_and_goes_on_with_keys_is_shown_what_a_link_cites(browser: Browser, address: str) -> None:
    context = browser.new_context(has_touch=True)
    page = context.new_page()
    page.goto(f"{address}/{LESSON}")
    page.locator("h1").tap()
    tab_to(page, page.locator("article a.cite").first)
    page.locator("#cited").wait_for(state="visible")
    context.close()


@pytest.mark.parametrize("missing", [False, True])
def test_a_tap_follows_a_citation_that_has_no_note(browser: Browser, address: str, missing: bool) -> None:
    """A hypothesis of the grid has none, and nothing has one where what citations say cannot be loaded."""
    context = browser.new_context(viewport=PHONE, has_touch=True)  # type: ignore[arg-type]
    page = context.new_page()
    if missing:
        page.route("**/cited.js", lambda asked: asked.abort())
    page.goto(f"{address}/{LESSON}" if missing else f"{address}/course/evidence/rfa-2019/grid.html")
    page.locator("article a.cite").first.tap()
    page.wait_for_url("**/claims.html#claim-p03-saw-group" if missing else "**#hypothesis-new-work-visa")
    context.close()


def test_what_a_tap_has_opened_goes_along_with_its_link_and_out_of_view(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport=PHONE, has_touch=True)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{address}/{LESSON}")
    link, note = page.locator("article a.cite").first, page.locator("#cited")
    link.tap()
    note.wait_for(state="visible")
    top = "one => one.getBoundingClientRect().top"
    before = note.evaluate(top) - link.evaluate(top)
    page.evaluate("scrollBy(0, 40)")
    page.wait_for_function("() => scrollY > 0")
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert note.evaluate(top) - link.evaluate(top) == pytest.approx(before, abs=1)
    page.evaluate("scrollBy(0, 2000)")
    note.wait_for(state="hidden")
    context.close()


@pytest.mark.parametrize("served", [True, False])
@pytest.mark.parametrize(
    ("query", "title"), [("2397", "Lesson 7: "), ("deadlines", "Lesson 6: "), ("남양", ""), ("visa run", "Lesson 4: ")]
)
def test_search_finds_words_and_numbers_and_shows_where_they_stand(
    page: Page, address: str, student: Build, served: bool, query: str, title: str
) -> None:
    base = f"{address}/search.html" if served else (student.out / "search.html").as_uri()
    page.goto(f"{base}?q={query}")
    page.locator(".search-results mark").first.wait_for()
    assert page.locator(".search-results h2", has_text=title).count()
    marked = {words.lower() for words in page.locator(".search-results mark").all_inner_texts()}
    assert any(query.split()[0][:5] in words for words in marked)
    titles = [title.lower() for title in page.locator(".search-results h2").all_inner_texts()]
    held = [sum(word[:5] in title for word in query.split()) for title in titles]
    assert held == sorted(held, reverse=True)  # those that have the words in their titles come first
    page.locator(".search-results a").first.click()
    page.wait_for_url("**/course/**")
    assert page.locator("mark").count() == 0


CITE = {"cite", "cites", "cited", "citing"}
WORDS = {
    "thing": {"thing", "things"},
    "being": {"being"},
    "bring": {"bring", "brings", "bringing"},
    "using": {"use", "uses", "used", "using"},
    "cited": CITE,
    "cities": {"city", "cities"},
    "deadlines": {"deadline", "deadlines"},
    "women’s": {"women"},
    "1,000": {"1,000"},
    "2000": {"2,000", "2000"},
}
"""What each of these may find, however many pages there are."""


@pytest.mark.parametrize("query", WORDS)
def test_search_cuts_no_word_down_to_what_begins_others(page: Page, address: str, query: str) -> None:
    page.goto(f"{address}/search.html?q={query}")
    page.locator(".search-results mark").first.wait_for()
    page.wait_for_load_state("networkidle")
    assert {words.lower() for words in page.locator(".search-results mark").all_inner_texts()} <= WORDS[query]


def test_search_finds_each_form_of_a_short_word_by_any_other(page: Page, address: str, student: Build) -> None:
    index = (student.out / "_static/search/words.js").read_text(encoding="utf-8")
    found = {
        number for form in CITE for line in re.findall(rf"[ \"]{form}:([\d.]+)", index) for number in line.split(".")
    }
    assert len(found) > 1
    for form in CITE:
        page.goto(f"{address}/search.html?q={form}")
        page.get_by_text(f"{len(found)} pages have “{form}”").wait_for()


@pytest.mark.parametrize("sent", ["", "<!doctype html>"])
def test_search_says_so_where_its_words_cannot_be_loaded(browser: Browser, address: str, sent: str) -> None:
    """Where the file is missing, and where a host sends a page in its place."""
    context = browser.new_context()
    page = context.new_page()
    page.route("**/words.js", lambda asked: asked.fulfill(status=200 if sent else 404, body=sent))
    page.goto(f"{address}/search.html?q=visa")
    page.get_by_text("The words of the course could not be loaded.").wait_for()
    context.close()


def test_among_pages_that_have_a_word_alike_the_glossary_comes_first_and_the_corrections_last(
    page: Page, address: str
) -> None:
    page.goto(f"{address}/search.html?q=hedge")
    page.get_by_text(re.compile(r"^\d+ pages have “hedge”\.$")).wait_for()
    titles = page.locator(".search-results h2")
    expect(titles.first).to_have_text("Glossary")
    expect(titles.last).to_have_text("Corrections")


def test_a_search_for_several_words_says_that_it_is_for_all_and_shows_the_longest(page: Page, address: str) -> None:
    """Many a page has an “of” long before it has the rest."""
    page.goto(f'{address}/search.html?q="end of June"')
    told = re.compile(r"^\d+ pages have all the words of “.end of June.”")
    expect(page.locator(".search-status")).to_have_text(told)
    page.goto(f"{address}/search.html?q=of the repatriation")
    expect(page.locator(".search-status")).to_contain_text("all the words of")
    number = int(page.locator(".search-status").inner_text().split()[0])
    found = page.locator(".search-results > li")
    expect(found).to_have_count(min(number, 20))
    marked = [[words.lower() for words in one.locator("mark").all_inner_texts()] for one in found.all()]
    assert [words for words in marked if not any(word.startswith("repatriat") for word in words)] == []
    page.goto(f"{address}/search.html?q=visa zeppelin")
    page.get_by_text("No page has all the words of “visa zeppelin”.").wait_for()


@pytest.mark.parametrize(("query", "told"), [("§", "Type a word or a number to look for."), ("", "")])
def test_a_search_without_a_word_asks_for_one_if_anything_was_typed(
    page: Page, address: str, query: str, told: str
) -> None:
    page.goto(f"{address}/search.html?q={query}")
    expect(page.locator(".search-status")).to_have_text(told)
    expect(page.locator("#search-field")).to_have_value(query)


def test_a_search_for_nothing_that_is_there_says_so(page: Page, address: str) -> None:
    page.goto(f"{address}/search.html?q=<b>zeppelin</b>")
    page.get_by_text("No page has all the words of “<b>zeppelin</b>”.").wait_for()


def test_a_search_that_many_pages_answer_shows_the_first_twenty_and_says_so(page: Page, address: str) -> None:
    page.goto(f"{address}/search.html?q=visa")
    page.get_by_text(re.compile(r"^\d+ pages have “visa”; here are the first 20\.$")).wait_for()
    expect(page.locator(".search-results > li")).to_have_count(20)


def test_the_filters_narrow_the_list_of_exercises_and_unfold_what_is_left(page: Page, address: str) -> None:
    page.goto(f"{address}/course/exercises.html")
    assert page.evaluate("document.documentElement.scrollHeight / innerHeight") <= 10
    every = page.locator(".catalogue > li").count()
    assert page.locator(".filters-told").inner_text().startswith(f"{every} exercises")
    whole = page.locator("#catalogue-05-what-is-each-clue-worth summary").inner_text()
    page.get_by_label("Kind").select_option(label="Grid")
    page.get_by_label("Lesson").select_option(label="Lesson 5")
    shown = page.locator(".catalogue > li:visible")
    assert 0 < shown.count() < 10
    assert all("Grid, " in text for text in shown.all_inner_texts())
    assert page.locator("section:has(> .fold):visible").count() == 1
    assert page.locator(".filters-told").inner_text() == f"{shown.count()} exercise{'s' if shown.count() > 1 else ''}."
    assert page.locator(".fold:visible summary").inner_text() == f"{shown.count()} of {whole.split(',')[0]}"
    links = page.locator(".page-toc a")
    assert [one.text_content() for one in links.all() if one.locator("..").get_attribute("hidden") is None] == [
        "Lesson 5"
    ]
    for name in ("Kind", "Lesson"):
        page.get_by_label(name).select_option(label="All")
    assert page.locator("#catalogue-05-what-is-each-clue-worth summary").inner_text() == whole
    assert page.locator(".page-toc [hidden]").count() == 0


def test_the_list_of_exercises_is_as_its_filters_say_when_one_comes_back(page: Page, address: str) -> None:
    page.goto(f"{address}/course/exercises.html")
    (chosen,) = page.get_by_label("Lesson").select_option(label="Lesson 5")
    told = page.locator(".filters-told").inner_text()
    page.locator(".catalogue > li:visible a").first.click()
    page.wait_for_url("**/lessons/**")
    page.go_back()
    expect(page.get_by_label("Lesson")).to_have_value(chosen)
    expect(page.locator(".filters-told")).to_have_text(told)


# What is kept


def answer_one(page: Page, address: str) -> None:
    """Answer and check one exercise on the page of more practice of lesson 4."""
    page.goto(f"{address}/{PRACTICE}")
    page.check("#run-or-new [value=baggage]")
    page.click("#run-or-new .button-check")


def test_the_first_page_and_the_lesson_tell_how_far_one_is(page: Page, address: str) -> None:
    """What is answered and not checked does not count, and neither do exercises to hand in."""
    answer_one(page, address)
    keep(page, {"a-summary-of-the-first-source": {"answer": "adequate", "checked": False}})
    practice = [one for one in the_course().bank.exercises if one.use == "practice"]
    exercises = [one for one in practice if one.lesson.startswith("04-")]
    there = sum(page_of(one, ROOT).endswith("-practice") for one in exercises)
    told = page.locator(".progress-line")
    assert told.inner_text() == f"1 of {len(exercises)} checked, 1 of {there} on this page"
    page.goto(f"{address}/{LESSON}")
    assert told.inner_text() == f"1 of {len(exercises)} checked, 0 of {len(exercises) - there} on this page"
    page.goto(f"{address}/course/index.html")
    samples = len([*(ROOT / "exercises/examples").iterdir()])
    told_of = f"You have checked 1 of the {len(practice) + samples} exercises in the lessons."
    assert page.locator(".all-progress-line").inner_text() == told_of
    row = page.locator("td", has=page.locator("a", has_text="Visa run"))
    assert row.locator(".page-progress").all_inner_texts() == [f"1 of {len(exercises)} checked"]


def test_the_menu_folds_a_lessons_other_pages_under_it(page: Page, address: str) -> None:
    page.goto(f"{address}/{LESSON}")
    folded = page.locator(".course-nav li li a")
    assert folded.all_text_contents() == ["More practice", "To hand in"]
    page.goto(str(folded.first.evaluate("one => one.href")))
    assert page.url.endswith(PRACTICE)
    assert folded.all_text_contents() == ["More practice", "To hand in"]
    assert folded.first.get_attribute("aria-current") == "page"
    near = page.locator(".prev-next a").evaluate_all("all => all.map(one => one.href.split('/').pop())")
    assert near == [Path(LESSON).name, Path(LESSON).name.replace(".html", "-hand-in.html")]


def test_a_link_to_an_exercise_that_has_moved_to_the_lessons_other_page_leads_there(page: Page, address: str) -> None:
    page.goto(f"{address}/{LESSON}#run-or-new")
    page.wait_for_url(f"**/{PRACTICE}#run-or-new")
    page.goto(f"{address}/{PRACTICE}#mend-the-bus")
    page.wait_for_url(f"**/{LESSON}#mend-the-bus")


def test_such_a_link_leads_there_on_a_host_that_drops_the_html_and_with_words_of_an_lms_behind_the_page(
    browser: Browser, address: str
) -> None:
    context = browser.new_context()
    page = context.new_page()
    for name in (Path(LESSON).stem, Path(PRACTICE).stem):
        page.route(f"**/{name}", lambda asked: asked.fulfill(response=asked.fetch(url=f"{asked.request.url}.html")))
    lesson, practice = (f"{address}/{name.removesuffix('.html')}" for name in (LESSON, PRACTICE))
    page.goto(f"{lesson}#run-or-new")
    page.wait_for_url(f"{practice}#run-or-new")
    page.goto(f"{practice}#mend-the-bus")
    page.wait_for_url(f"{lesson}#mend-the-bus")
    page.goto(f"{lesson}.html?from=lms#run-or-new")
    page.wait_for_url(f"{practice}.html?from=lms#run-or-new")
    context.close()


def keep(page: Page, kept: dict[str, object]) -> None:
    """Put what is kept into the browser, as another page would, and tell this page so."""
    page.evaluate(
        """kept => {
            for (const id in kept) localStorage.setItem(`said-a-source/${id}`, JSON.stringify(kept[id]));
            dispatchEvent(new StorageEvent("storage"));
        }""",
        kept,
    )


def kept(page: Page) -> dict[str, object]:
    """Return what the browser keeps of the course."""
    all_ = page.evaluate("Object.entries(localStorage)")
    return {name.removeprefix("said-a-source/"): json.loads(value) for name, value in all_ if "/" in name}


def save(page: Page, path: Path) -> dict[str, object]:
    """Save what is kept to a file, and return what that holds."""
    with page.expect_download() as download:
        page.get_by_role("button", name="Save my answers").click()
    download.value.save_as(path)
    held: dict[str, object] = json.loads(path.read_text(encoding="utf-8"))["kept"]
    return held


def clear(page: Page) -> None:
    """Clear all answers."""
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Clear all answers").click()


def test_answers_go_out_to_a_file_and_come_back_from_it(page: Page, address: str, tmp_path: Path) -> None:
    answer_one(page, address)
    page.goto(f"{address}/course/review.html")
    answers = {"run-or-new": {"answer": "baggage", "checked": True}}
    assert save(page, tmp_path / "kept.json") == answers
    page.get_by_text("Saved: 1 answer.").wait_for()
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.get_by_role("button", name="Clear all answers").click()
    page.get_by_text("Nothing was cleared.").wait_for()
    assert kept(page) == answers
    clear(page)
    assert kept(page) == {}
    page.set_input_files("#progress-file", tmp_path / "kept.json")
    page.get_by_text("Read: 1 answer.").wait_for()
    assert kept(page) == answers


def test_fresh_reports_go_out_come_back_and_are_cleared_with_the_answers(
    page: Page, address: str, tmp_path: Path
) -> None:
    page.goto(f"{address}/course/review.html")
    done = {"title": "T", "right": 8, "of": 16}
    practised = {
        "dispatch-2-7-4": {"answer": "70", "checked": True},
        "dispatches": {"done": {"2-7": {**done, "said": 0.7, "warranted": 0.6, "so": 1}}, "reading": "2-8"},
    }
    keep(page, practised)
    assert save(page, tmp_path / "kept.json") == practised
    page.get_by_text("Saved: 1 answer and the record of 1 fresh report.").wait_for()
    clear(page)
    assert kept(page) == {}
    keep(page, {"dispatches": {"done": {"1-3": done}}})
    page.set_input_files("#progress-file", tmp_path / "kept.json")
    page.get_by_text("Read: 1 answer and the record of 1 fresh report.").wait_for()
    both = {"done": {"1-3": done, **practised["dispatches"]["done"]}, "reading": "2-8"}
    assert kept(page) == {**practised, "dispatches": both}


def test_the_report_that_is_being_read_goes_out_and_comes_back_before_any_is_checked(
    page: Page, address: str, tmp_path: Path
) -> None:
    page.goto(f"{address}/course/review.html")
    reading = {"dispatches": {"done": {}, "reading": "2-8"}}
    keep(page, reading)
    assert save(page, tmp_path / "kept.json") == reading
    clear(page)
    page.set_input_files("#progress-file", tmp_path / "kept.json")
    page.get_by_text("Read: 0 answers.").wait_for()
    assert kept(page) == reading


def test_what_looking_back_says_changes_with_what_is_kept(page: Page, address: str, tmp_path: Path) -> None:
    """When a file is read, when all is cleared, and when one comes back to the page."""
    page.goto(f"{address}/course/review.html")
    path = tmp_path / "kept.json"
    wrong = {"answer": "age", "checked": True, "score": 1}
    path.write_text(json.dumps({"course": "said-a-source", "form": 1, "kept": {"run-or-new": wrong}}), encoding="utf-8")
    back = page.locator(".review-result li")
    page.set_input_files("#progress-file", path)
    expect(back).to_have_count(1)
    clear(page)
    expect(back).to_have_count(0)
    keep(page, {"run-or-new": wrong})
    expect(back).to_have_count(1)
    page.evaluate("localStorage.clear(); dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(back).to_have_count(0)


def bring(page: Page, path: Path, held: dict[str, object]) -> None:
    """Choose a file that holds this."""
    path.write_text(json.dumps({"course": "said-a-source", "form": 1, "kept": held}), encoding="utf-8")
    page.set_input_files("#progress-file", path)


OLD = {
    "sample-date": {"answer": "2019-06-30", "checked": True},
    "sample-match": {"answer": {"june": "members", "end-2019": "members"}, "checked": False},
    "sample-number": {"answer": "184", "checked": True, "sure": "90", "first": "183"},
    "dispatches": {"done": {"1-3": {"title": "T", "right": 8, "of": 16}, "1-4": {"title": "U", "right": 1, "of": 16}}},
}
NEW = {
    "sample-date": {"answer": "2019-12-31", "checked": True},
    "sample-match": {"answer": {"end-2019": "members", "june": "members"}, "checked": False},
    "sample-number": {"answer": "184", "checked": True, "sure": "90"},
    "dispatches": {
        "done": {
            "1-3": {"title": "T", "right": 9, "of": 16, "said": 0.5, "warranted": 0.5, "so": 1},
            "2-1": {"title": "V"},
        }
    },
}
"""What lies in a browser, and a file that has something else to two exercises, to one of them at the first check, and to one report."""


@pytest.mark.parametrize(
    ("pressed", "right", "told"),
    [
        ("Keep mine", 8, "Read: 1 answer and the record of 1 fresh report. Stayed as they were: 2 answers and the"),
        ("Take those of the file", 9, "Read: 3 answers and the record of 2 fresh reports."),
    ],
)
def test_a_file_takes_the_place_of_other_answers_only_where_the_reader_says_so(
    page: Page, address: str, tmp_path: Path, pressed: str, right: int, told: str
) -> None:
    page.goto(f"{address}/course/review.html")
    keep(page, OLD)
    bring(page, tmp_path / "kept.json", NEW)
    question = "Not the same here and in the file: 2 answers and the record of 1 fresh report. Nothing has changed yet."
    page.get_by_role("status").filter(has_text=question).wait_for()
    assert kept(page) == OLD
    expect(page.get_by_role("button", name="Keep mine")).to_be_focused()
    page.get_by_role("button", name=pressed).press("Enter")
    page.get_by_role("status").filter(has_text=told).wait_for()
    expect(page.locator("#progress-file")).to_be_focused()
    expect(page.get_by_role("button", name=pressed)).to_have_count(0)
    now: dict[str, Any] = kept(page)
    for id in ("sample-date", "sample-number"):
        assert now[id] == (OLD if right == 8 else NEW)[id]
    assert {name: one.get("right") for name, one in now["dispatches"]["done"].items()} == {
        "1-3": right,
        "1-4": 1,
        "2-1": None,
    }
    assert now["dispatches"]["done"]["1-3"]["so"] == 1


@pytest.mark.parametrize("content", ["not JSON", "[]", '{"course": "another", "form": 1, "kept": {}}'])
def test_a_foreign_file_is_refused_and_changes_nothing(page: Page, address: str, content: str, tmp_path: Path) -> None:
    answer_one(page, address)
    before = kept(page)
    page.goto(f"{address}/course/review.html")
    path = tmp_path / "foreign.json"
    path.write_text(content, encoding="utf-8")
    page.set_input_files("#progress-file", path)
    page.get_by_text("This file was not read, and nothing has changed").wait_for()
    assert kept(page) == before


NO_ANSWERS = {
    "nowhere": {"answer": "a", "checked": True},
    "run-or-new": {"answer": "nonsense", "checked": True},
    "sample-single-choice": {"answer": "school", "checked": True, "x": "<b>"},
    "sample-multiple-choice": {"answer": ["baggage", "nonsense"], "checked": False},
    "sample-match": {"answer": {"june": "nobody"}, "checked": True},
    "sample-grid": {"answer": {"nowhere/baggage": "no"}, "checked": True},
    "sample-classify": {"answer": {}, "checked": True},
    "sample-number": {"answer": "many", "checked": True},
    "sample-estimate": {"answer": ["70"], "checked": True},
    "sample-short-text": {"answer": " ", "checked": True},
    "sample-written": {"answer": None, "checked": True},
    "a-summary-of-the-first-source": {"answer": ["adequate"], "checked": True},
    "sample-date": {"answer": "2019-06-30", "checked": True, "first": "never"},
    "dispatch-1-0-1": {"answer": "a", "checked": True, "first": {"a": 1}},
    "dispatch-9-0-1": {"answer": "a", "checked": True},
}
"""Each of them something that the exercise of this name cannot have."""
NOT_DONE = {
    "x": {"title": "T"},
    "1-1": 1,
    "1-2": {"title": "T", "right": 17, "of": 16},
    "1-3": {"title": "T", "right": -1, "of": 16},
    "1-4": {"title": "T", "said": 99, "warranted": 0.5, "so": 1},
    "1-5": {"title": "T", "said": 0.5, "warranted": -0.1, "so": 1},
    "1-6": {"title": "T", "said": 0.5, "warranted": 0.5, "so": 0.5},
    "1-7": {"title": "T", "said": 0.5},
    "1-8": {"title": "T", "score": 1},
}
"""Each of them something that cannot have been kept of a fresh report."""
ANSWERS = {
    "sample-select-words": {"answer": ["reportedly"], "checked": True, "sure": "70"},
    "sample-order": {"answer": {"crossing": "1"}, "checked": False, "sure": "50", "first": {"crossing": "2"}},
    "graded-number": {"answer": "many", "checked": False},
    "graded-written": {"answer": "Two rules.", "checked": False},
}


def test_what_no_exercise_can_have_is_left_out_of_what_a_file_brings(page: Page, address: str, tmp_path: Path) -> None:
    page.goto(f"{address}/course/review.html")
    path = tmp_path / "kept.json"
    told = {"course": "said-a-source", "form": 1, "kept": {**NO_ANSWERS, **ANSWERS, "dispatches": {"done": NOT_DONE}}}
    path.write_text(json.dumps(told), encoding="utf-8")
    page.set_input_files("#progress-file", path)
    both = f"{len(NO_ANSWERS)} answers and the record of {len(NOT_DONE)} fresh reports"
    left = f"Left out: {both} that no exercise of this course can have."
    page.get_by_text(f"Read: {len(ANSWERS)} answers. {left}").wait_for()
    assert kept(page) == ANSWERS


# Asked of nobody else


def test_no_page_asks_another_site_for_anything(page: Page, address: str, student: Build) -> None:
    """Nor does any break its own policy, which the fixture would tell."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    names = sorted(path.relative_to(student.out).as_posix() for path in student.out.rglob("*.html"))
    assert len(names) > 40
    for name in names:
        page.goto(f"{address}/{name}")
        if name == "index.html":  # which leads on at once, and would break into the next visit
            page.wait_for_url(f"{address}/course/index.html")
    assert [url for url in asked if not url.startswith(address)] == []
