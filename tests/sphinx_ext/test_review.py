"""What comes back: certainty is asked and kept, the review page looks back on it, and lessons lead to earlier ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from sites import Build, the_course

from exercises.course import lesson_of
from exercises.sphinx_ext.review import returning

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT = Path(__file__).parents[2]
LESSON, PRACTICE = "04-visa-run-or-new-worker", "04-visa-run-or-new-worker-practice"


def answer(page: Page, id: str, choice: str, sure: str) -> None:
    """Say how sure, choose, and check."""
    page.select_option(f"#{id}__sure", sure)
    page.check(f"#{id} [value={choice}]")
    page.click(f"#{id} .button-check")


def kept(page: Page, id: str) -> dict[str, object]:
    """Return what the browser keeps of an exercise."""
    value: dict[str, object] = json.loads(page.evaluate("id => localStorage.getItem(`said-a-source/${id}`)", id))
    return value


@pytest.mark.slow
def test_how_sure_is_kept_with_the_score_and_fixed_once_checked(page: Page, address: str) -> None:
    page.goto(f"{address}/course/lessons/{PRACTICE}.html")
    answer(page, "run-or-new", "age", "90")
    assert kept(page, "run-or-new") == {"answer": "age", "checked": True, "sure": "90"}
    assert page.locator("#run-or-new__sure").is_disabled()
    page.reload()
    assert page.locator("#run-or-new__sure").input_value() == "90"


@pytest.mark.slow
def test_saying_nothing_keeps_nothing_and_changes_no_score(page: Page, address: str) -> None:
    page.goto(f"{address}/course/lessons/{PRACTICE}.html")
    answer(page, "run-or-new", "baggage", "")
    assert kept(page, "run-or-new") == {"answer": "baggage", "checked": True}


@pytest.mark.slow
def test_certainty_has_a_label_and_graded_exercises_do_not_ask(page: Page, address: str) -> None:
    page.goto(f"{address}/course/lessons/{LESSON}.html")
    assert page.get_by_label("How sure are you?").count() > 5
    page.goto(f"{address}/course/lessons/{LESSON}-hand-in.html")
    assert page.get_by_label("How sure are you?").count() == 0


@pytest.mark.slow
def test_the_review_page_sets_certainty_beside_what_was_right(page: Page, address: str) -> None:
    page.goto(f"{address}/course/lessons/{PRACTICE}.html")
    answer(page, "run-or-new", "age", "90")
    answer(page, "a-summary-of-the-first-source", "adequate", "70")
    page.goto(f"{address}/course/review.html")
    said = page.locator(".review-result").inner_text()
    assert "and said of 2 how sure you were." in said
    assert "Your Brier score is 0.45" in said
    rows = [row.inner_text().split("\t") for row in page.locator(".review table tr").all()]
    assert ["70 percent", "1 of 1: too few to say"] in rows
    assert ["90 percent", "0 of 1: too few to say"] in rows


@pytest.mark.slow
def test_sure_and_wrong_comes_back_first(page: Page, address: str) -> None:
    page.goto(f"{address}/course/lessons/{PRACTICE}.html")
    answer(page, "a-summary-of-the-first-source", "overstated", "60")
    answer(page, "run-or-new", "age", "100")
    page.goto(f"{address}/course/review.html")
    items = page.locator(".review-result li").all_inner_texts()
    assert [item.split(" (")[1] for item in items] == ["you were 100 percent sure)", "you were 60 percent sure)"]
    page.locator(".review-result li a").first.click()
    assert page.url.endswith(f"lessons/{PRACTICE}.html#run-or-new")


@pytest.mark.slow
def test_a_first_check_counts_with_what_was_said_of_it_until_it_is_reset(page: Page, address: str) -> None:
    """Whoever checks again has seen the key."""
    lesson = f"{address}/course/lessons/{PRACTICE}.html"
    page.goto(lesson)
    answer(page, "run-or-new", "age", "90")
    page.check("#run-or-new [value=baggage]")
    page.reload()
    assert page.locator("#run-or-new__sure").is_disabled()
    for press_check in (False, True):
        if press_check:
            page.goto(lesson)
            page.click("#run-or-new .button-check")
        page.goto(f"{address}/course/review.html")
        said = page.locator(".review-result").inner_text()
        assert "You have checked 1 of" in said
        assert "Your Brier score is 0.81" in said
        assert "you were 90 percent sure" in said
    page.goto(lesson)
    page.locator("#run-or-new").get_by_role("button", name="Reset").click()
    answer(page, "run-or-new", "baggage", "80")
    page.goto(f"{address}/course/review.html")
    assert "Your Brier score is 0.04" in page.locator(".review-result").inner_text()


@pytest.mark.slow
def test_an_estimate_is_not_among_what_was_wrong(page: Page, address: str) -> None:
    page.goto(f"{address}/course/review.html")
    page.evaluate('localStorage.setItem(\'said-a-source/sample-estimate\', \'{"answer": "20", "checked": true}\')')
    page.reload()
    said = page.locator(".review-result").inner_text()
    assert "You have checked 1 of" in said
    assert "Nothing that you checked was wrong." in said


@pytest.mark.slow
def test_looking_back_says_where_the_browser_keeps_nothing(page: Page, address: str) -> None:
    page.goto(f"{address}/course/review.html")
    assert "not kept" not in page.locator(".review-result").inner_text()
    other = page.context.new_page()
    other.add_init_script("Storage.prototype.setItem = () => { throw new Error('blocked'); };")
    other.goto(page.url)
    assert "Your answers are not kept in this browser." in other.locator(".review-result").inner_text()
    other.close()


ANSWER_MANY = """() => {
    const put = (id, answer, sure) => localStorage.setItem(`said-a-source/${id}`, JSON.stringify({ answer, checked: true, sure }));
    const links = [...document.querySelectorAll(".review [data-what='']")].map(one => one.dataset);
    const single = links.filter(one => typeof JSON.parse(one.key).correct === "string");
    single.slice(0, 4).forEach(one => put(one.exercise, JSON.parse(one.key).correct, "90"));
    single.slice(4, 5).forEach(one => put(one.exercise, JSON.parse(one.key).correct, "60"));
    single.slice(5, 9).forEach(one => put(one.exercise, "nothing of the kind", "60"));
    single.slice(9, 15).forEach(one => put(one.exercise, "nothing of the kind", "50"));
    put("sample-multiple-choice", ["baggage"], "100");
    put("sample-classify", { together: "saw" }, "100");
}"""
"""Answers seventeen: four and one right, of which they were 90 and 60 percent sure; ten wrong; two right in part."""


@pytest.mark.slow
def test_what_is_right_in_part_comes_back_worst_first_and_five_in_a_row_are_counted(page: Page, address: str) -> None:
    page.goto(f"{address}/course/review.html")
    page.evaluate(ANSWER_MANY)
    page.reload()
    rows = [row.inner_text().split("\t") for row in page.locator(".review table tr").all()]
    assert ["60 percent", "1 of 5, 20 percent"] in rows
    assert ["90 percent", "4 of 4: too few to say"] in rows
    assert ["100 percent", "0 of 2: too few to say"] in rows
    places = page.locator(".calibration circle").evaluate_all("all => all.map(one => one.getAttribute('cy'))")
    assert places == ["230", "190", "30", "230"]
    back = page.locator(".review-result li a")
    links = back.evaluate_all("all => all.map(one => one.hash)")
    assert (links[:2], len(links)) == (["#sample-classify", "#sample-multiple-choice"], 10)
    page.get_by_text("2 more after these.", exact=True).wait_for()


@pytest.mark.slow
def test_an_answer_is_marked_by_the_key_of_the_day(page: Page, address: str) -> None:
    """Whatever score an older edition has kept with it."""
    page.goto(f"{address}/course/review.html")
    kept = {"answer": "baggage", "checked": True, "sure": "90", "score": 0}
    page.evaluate("kept => localStorage.setItem('said-a-source/run-or-new', kept)", json.dumps(kept))
    page.reload()
    assert "Nothing that you checked was wrong." in page.locator(".review-result").inner_text()
    assert "Your Brier score is 0.01" in page.locator(".review-result").inner_text()


@pytest.mark.slow
def test_the_review_page_says_so_where_nothing_was_checked(page: Page, address: str) -> None:
    page.goto(f"{address}/course/review.html")
    assert "Nothing yet: check some exercises first." in page.locator(".review-result").inner_text()


@pytest.mark.slow
def test_nonsense_in_the_browsers_store_breaks_nothing(page: Page, address: str) -> None:
    page.goto(f"{address}/course/review.html")
    page.evaluate(
        'localStorage.setItem(\'said-a-source/run-or-new\', \'{"checked": true, "sure": "<b>", "score": []}\')'
    )
    page.evaluate("localStorage.setItem('said-a-source/a-summary-of-the-first-source', 'null')")
    page.evaluate("localStorage.setItem('said-a-source/sample-match', '{\"answer\": null, \"checked\": true}')")
    page.reload()
    assert "You have checked 1 of" in page.locator(".review-result").inner_text()


def test_every_lesson_but_the_first_leads_back_to_earlier_ones(student: Build) -> None:
    """From the lesson's page, or from its page of more practice."""
    found: dict[str, list[bool]] = {}
    for path in sorted((student.out / "course" / "lessons").glob("[01]*.html")):
        lesson, _ = lesson_of(path.stem)
        links = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser").select("p.earlier-exercises a")
        found[lesson] = found.get(lesson, []) + [str(link["href"]).split(".html")[0] < lesson for link in links]
    assert [len(earlier) for earlier in found.values()] == [0, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3, 3]
    assert all(all(earlier) for earlier in found.values())


def test_a_lesson_without_practice_that_is_marked_at_once_brings_nothing_back() -> None:
    bank = the_course().bank
    kept = [
        one.model_copy(
            update={"use": "practice" if one.kind == "written" else "graded"} if one.lesson[:2] == "07" else {}
        )
        for one in bank.exercises
    ]
    left = bank.model_copy(update={"exercises": tuple(kept)})
    assert [one.lesson[:2] for one in returning(left, "10-what-else-was-in-print")] == ["09", "04"]


def test_the_gaps_grow_and_the_hardest_come_back() -> None:
    bank = the_course().bank
    found = returning(bank, "10-what-else-was-in-print")
    assert [one.lesson[:2] for one in found] == ["09", "07", "04"]
    assert all(one.use == "practice" for one in found)
    assert max(e.level for e in bank.exercises if e.lesson[:2] == "07" and e.use == "practice") == found[1].level
