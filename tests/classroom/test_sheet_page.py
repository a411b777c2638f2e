"""A student's sheet in a real browser, opened from disk: filled in by keyboard, kept, handed over, and read back."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from classes import ALL, CORRECT, KINDS, assignment
from playwright.sync_api import Browser, Page, expect
from robot import AXE, PATIENCE, fill_in, tab_to

from exercises.classroom.assignment import Assignment
from exercises.classroom.handing_out.page import page_html
from exercises.classroom.taking_in.answers import Answers, find_codes, read_answers, read_code, write_code
from exercises.questions.question import Answer, Choose, Enter, Place, Question

FREE = assignment(*KINDS, student="", name="").model_copy(update={"id": "f4ee0000"})
RIGHT: dict[str, Answer] = {**CORRECT, "estimate": "0", "written": "June is North Korea’s."}


@pytest.fixture(scope="module")
def profile(browser: Browser) -> Iterator[Page]:
    """Yield a page of one browser that may fetch nothing and complain of nothing."""
    context = browser.new_context(viewport={"width": 1200, "height": 900}, locale="en-US", accept_downloads=True)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    yield page
    context.close()


@pytest.fixture
def faults(profile: Page) -> Iterator[list[str]]:
    """Note what the console says and what is asked of any network; at the end there is nothing of it."""
    found: list[str] = []
    profile.on("console", lambda said: found.append(said.text))
    profile.on("pageerror", lambda error: found.append(str(error)))
    profile.on(
        "request", lambda asked: found.append(asked.url) if not asked.url.startswith(("file:", "blob:")) else None
    )
    yield found
    assert found == []


@pytest.fixture
def sheet(profile: Page, faults: list[str], tmp_path: Path) -> Page:
    """Return the sheet with one exercise of each kind, opened from disk, with nothing kept from before."""
    return opened(profile, tmp_path, ALL)


def opened(page: Page, folder: Path, given: Assignment) -> Page:
    """Open the first sheet of an assignment."""
    path = folder / "sheet.html"
    path.write_text(page_html(given, given.sheets[0]), encoding="utf-8")
    page.goto(path.as_uri())
    if page.evaluate("localStorage.length"):
        page.evaluate("localStorage.clear()")
        page.reload()
    return page


def fill(page: Page, answers: dict[str, Answer]) -> None:
    """Fill in the sheet with the keyboard."""
    for id, given in answers.items():
        section = page.locator(f'[data-exercise="{id}"]')
        page.evaluate("id => { location.hash = id; }", section.get_attribute("id"))
        fill_in(page, section.locator("form"), given)


def saved(page: Page, given: Assignment) -> tuple[str, Answers]:
    """Press the button that saves, and return the file's name and what it says."""
    tab_to(page, page.get_by_role("button", name="Save the answers as a file"))
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    return download.value.suggested_filename, read_answers(Path(download.value.path()).read_bytes(), given)


def code(page: Page) -> str:
    """Return the code that the page shows."""
    return page.locator("#code").input_value()


def test_a_student_with_a_keyboard_alone_hands_over_what_was_filled_in(sheet: Page) -> None:
    fill(sheet, RIGHT)
    name, answers = saved(sheet, ALL)
    assert name == "sheet-answers.json"
    assert answers.answers == RIGHT
    assert (answers.student, answers.name) == ("s-17", 'Ada <b>"Byte"</b> & Co')
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", answers.saved)
    read = read_code(find_codes(code(sheet))[0], ALL)
    assert dict(read.answers) == {id: answer for id, answer in RIGHT.items() if id != "written"}
    assert "Nothing is left open." in sheet.locator("#open").inner_text()


def test_what_was_filled_in_is_there_after_a_reload(sheet: Page) -> None:
    fill(sheet, {"classify": CORRECT["classify"], "number": "184", "written": "x"})
    sheet.locator('[data-exercise="number"] .exercise-sure select').select_option("80")
    before = code(sheet)
    sheet.reload()
    assert code(sheet) == before
    read = read_code(find_codes(before)[0], ALL)
    assert (read.answers["number"], read.sure) == ("184", {"number": 80})


@pytest.mark.slow
def test_what_is_open_is_listed_with_links_and_nothing_is_held_back(sheet: Page) -> None:
    fill(sheet, {"classify": {"new": "saw"}, "date": "2019-12-31"})
    left = sheet.locator("#open")
    expect(left).to_contain_text("Left open (11):")
    expect(left).to_contain_text("1. How does he know?: 2 of 3 left open")
    assert left.get_by_role("link").first.get_attribute("href") == "#exercise-1"
    assert set(saved(sheet, ALL)[1].answers) == {"classify", "date"}


LETTERED = """bins => [...bins.querySelectorAll(".bin > span")].map(bin => getComputedStyle(bin, "::before").content)"""


def test_bins_bear_the_letters_by_which_paper_and_codes_name_them(sheet: Page) -> None:
    bins = sheet.locator('[data-exercise="classify"] .bins')
    assert bins.first.evaluate(LETTERED) == ['counter(bin, upper-alpha) ". "'] * bins.first.locator(".bin").count()


def test_what_the_keyboard_is_at_has_a_frame(sheet: Page) -> None:
    number = sheet.locator('[data-exercise="number"] input').first
    tab_to(sheet, number)
    expect(number).to_have_css("outline-style", "solid")
    expect(number).to_have_css("outline-width", "3px")


@pytest.mark.slow
def test_without_a_roster_the_page_asks_for_an_id_first(profile: Page, faults: list[str], tmp_path: Path) -> None:
    page = opened(profile, tmp_path, FREE)
    page.get_by_role("button", name="Save the answers as a file").click()
    expect(page.locator("#saved")).to_have_text("First fill in your id, at the top of the page.")
    expect(page.get_by_label("Student’s id")).to_be_focused()
    page.get_by_label("Student’s id").fill("s 9/x")
    page.get_by_label("Name").fill('"><script>alert(1)</script> 김 😀')
    name, answers = saved(page, FREE)
    assert (name, answers.student, answers.name) == ("s-9-x-answers.json", "s 9/x", '"><script>alert(1)</script> 김 😀')
    assert read_code(find_codes(code(page))[0], FREE).name == answers.name
    page.reload()
    expect(page.get_by_label("Student’s id")).to_have_value("s 9/x")


@pytest.mark.slow
def test_a_number_that_can_be_read_in_two_ways_is_asked_for_before_it_is_saved(sheet: Page) -> None:
    fill(sheet, {"number": "1,234"})
    expect(sheet.locator("#open")).to_contain_text("can be read as 1234 or as 1.234: write it in another way")
    sheet.get_by_role("button", name="Save the answers as a file").click()
    expect(sheet.locator("#saved")).to_have_text(
        "Not saved yet: exercise 7 can be read as 1234 or as 1.234. Write it in another way, and save again."
    )
    expect(sheet.locator('[data-exercise="number"] input')).to_be_focused()
    sheet.locator('[data-exercise="number"] input').fill("1,234.0")
    assert saved(sheet, ALL)[1].answers == {"number": "1,234.0"}


@pytest.mark.slow
def test_the_page_no_longer_says_saved_when_something_is_changed_afterwards(sheet: Page) -> None:
    fill(sheet, {"number": "184"})
    saved(sheet, ALL)
    expect(sheet.locator("#saved")).to_have_text("Saved as sheet-answers.json. Hand in that file.")
    sheet.locator('[data-exercise="number"] input').fill("185")
    expect(sheet.locator("#saved")).to_have_text("")


@pytest.mark.slow
def test_a_likelihood_between_0_and_1_is_asked_for_before_it_is_saved(sheet: Page) -> None:
    fill(sheet, {"estimate": "0.7"})
    ways = "can be read as 0.7 percent (write 0.7%) or as 70 percent (write 70)"
    expect(sheet.locator("#open")).to_contain_text(f"{ways}: write it in another way")
    assert len(read_code(find_codes(code(sheet))[0], ALL).doubts) == 1
    sheet.get_by_role("button", name="Save the answers as a file").click()
    expect(sheet.locator("#saved")).to_contain_text(f"{ways}. Write it in another way, and save again.")
    sheet.locator('[data-exercise="estimate"] input').fill("0.7%")
    assert saved(sheet, ALL)[1].answers == {"estimate": "0.7%"}


@pytest.mark.slow
def test_half_a_character_is_replaced_and_harms_nothing(sheet: Page) -> None:
    sheet.evaluate(
        """() => { const field = document.querySelector('[data-exercise="short-text"] input');
        field.value = "a\\ud800b"; field.dispatchEvent(new Event("input", {bubbles: true})); }"""
    )
    assert saved(sheet, ALL)[1].answers == {"short-text": "a\ufffdb"}
    assert read_code(find_codes(code(sheet))[0], ALL).answers == {"short-text": "a\ufffdb"}


def test_the_code_says_what_it_leaves_out_and_is_copied(sheet: Page) -> None:
    sheet.context.grant_permissions(["clipboard-read", "clipboard-write"])
    fill(sheet, {"number": "184"})
    sheet.get_by_text("Where no file can be handed in: the code").click()
    expect(sheet.locator("#left-out")).to_contain_text("It leaves out exercise 12, which only the file can carry.")
    sheet.get_by_role("button", name="Copy the code").click()
    expect(sheet.locator("#copied")).to_have_text("Copied.")
    assert sheet.evaluate("navigator.clipboard.readText()") == code(sheet)
    assert code(sheet).startswith("SAS1.0a1b2c3d.")


def test_where_nothing_may_be_copied_the_code_stands_selected(sheet: Page) -> None:
    sheet.evaluate("Object.defineProperty(navigator, 'clipboard', { value: { writeText: () => Promise.reject() } })")
    sheet.get_by_text("Where no file can be handed in: the code").click()
    sheet.get_by_role("button", name="Copy the code").click()
    expect(sheet.locator("#copied")).to_have_text("It is selected: copy it with your browser.")
    assert sheet.evaluate("(at => at.value.slice(at.selectionStart, at.selectionEnd))(document.activeElement)") == code(
        sheet
    )


def response(question: Question, dice: random.Random) -> Answer:
    """Return some answer to a closed question."""
    match question:
        case Place():
            some = [slot for slot in question.slots if dice.random() < 0.7] or question.slots[:1]
            return {slot: dice.choice(question.offered).id for slot in some}
        case Choose(several=True):
            return tuple(slot for slot in question.slots if dice.random() < 0.5) or question.slots[:1]
        case Choose():
            return dice.choice(question.slots)
        case Enter(what="words"):
            return "Pyŏngyang “한국” 😀"
        case Enter():
            return {"date": "2019-06-30", "number": "1,184.5", "percent": "62"}[question.what]
    raise AssertionError(question)


@pytest.mark.slow
def test_pythons_code_is_the_pages_sign_by_sign(sheet: Page) -> None:
    dice = random.Random(6)  # noqa: S311 - repeatable on purpose
    for _ in range(25):
        asked = [item for item in ALL.items if item.closed and dice.random() < 0.8]
        answers = {item.exercise.id: response(item.question, dice) for item in asked}
        sheet.evaluate(
            """answers => { for (const one of window.saidASource.exercises) {
                one.clear();
                if (answers[one.id]) one.access.write(one.form, answers[one.id]);
                one.answerChanged();
            } }""",
            answers,
        )
        one = Answers(ALL.id, ALL.sheets[0].code, "s-17", ALL.sheets[0].name, answers, {})
        assert code(sheet) == write_code(one, ALL)


@pytest.mark.slow
def test_where_nothing_can_be_kept_the_page_says_so_and_all_else_works(browser: Browser, tmp_path: Path) -> None:
    page = browser.new_page()
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('no'); } });")
    path = tmp_path / "sheet.html"
    path.write_text(page_html(ALL, ALL.sheets[0]), encoding="utf-8")
    page.goto(path.as_uri())
    expect(page.locator("#storage")).to_contain_text("This browser keeps nothing for this page.")
    fill(page, {"date": "2019-12-31"})
    assert saved(page, ALL)[1].answers == {"date": "2019-12-31"}
    page.close()


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1200])
def test_axe_finds_nothing_and_the_page_is_no_wider_than_the_screen(sheet: Page, scheme: str, width: int) -> None:
    sheet.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    sheet.set_viewport_size({"width": width, "height": 900})
    assert sheet.evaluate("document.documentElement.scrollWidth") <= width
    assert sheet.evaluate("document.querySelector('script[src], link[href], img[src]')") is None
    found = Axe().run(sheet, options=AXE).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []


def test_the_choices_stand_in_the_order_of_the_sheet(sheet: Page) -> None:
    shown = sheet.locator('[data-exercise="single-choice"] input').evaluate_all("all => all.map(one => one.value)")
    assert shown == ["school", "factory", "not-told"]


def test_the_page_is_small_and_may_run_nothing_but_its_own_scripts() -> None:
    page = page_html(ALL, ALL.sheets[0])
    assert len(page.encode()) < 100_000
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy is not None
    assert "unsafe-inline" not in policy[1]
    assert policy[1].startswith("default-src 'none'; ")
