"""The page that gives fresh reports: what lies beside it, and what a reader does with it, from disk."""

from __future__ import annotations

import gzip
import json
import math
import pickle
import re
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from robot import AXE
from sites import Build, doctrees, parsed, the_course

from exercises.dispatch.fresh import EACH
from exercises.dispatch.new import DIFFICULTIES
from exercises.dispatch.tables import places, subjects
from exercises.sphinx_ext.fresh import GAP, MADE

pytestmark = pytest.mark.slow

BUDGET = 15_000
"""Bytes, gzipped, that a reader's next page may weigh, and so a file of dispatches, too."""

PROFILE = {"locale": "en-US"}


def files(student: Build) -> dict[str, list[Any]]:
    """Return the dispatches of each file, as the script in it passes them on."""
    found = {}
    for path in sorted((student.out / "dispatches").iterdir()):
        called = re.fullmatch(r'saidADispatch\("(.*?)",(.*)\);\n', path.read_text(encoding="utf-8"), re.DOTALL)
        assert called is not None
        assert called[1] == path.stem
        found[path.stem] = json.loads(called[2])
    return found


def test_a_few_hundred_reports_lie_beside_the_page_in_files_of_a_few(student: Build) -> None:
    found = files(student)
    assert sum(map(len, found.values())) == EACH * len(DIFFICULTIES) >= 200
    titles = [(one[0], *one[2]) for some in found.values() for one in some]
    assert len(set(titles)) == len(titles)
    for path in [*(student.out / "dispatches").iterdir(), student.out / "course/fresh.html"]:
        assert len(gzip.compress(path.read_bytes(), 9)) <= BUDGET, path


def test_the_page_is_read_again_where_its_reports_have_changed(student: Build) -> None:
    env = pickle.loads((doctrees(student.out) / "environment.pickle").read_bytes())  # noqa: S301 - a build of our own
    assert MADE.name in {Path(path).name for path in env.dependencies["course/fresh"]}


def test_no_report_has_the_place_or_the_goods_of_a_test(student: Build) -> None:
    course = the_course()
    tests = {one.report for one in course.bank.exercises if one.use == "test"}
    taken = {
        name
        for subject, towns in places().towns.items()
        for town in towns
        if any(report.startswith(town.lower().replace(" ", "-")) for report in tests)
        for name in (town, str(subjects()[subject]["goods"]))
    }
    assert len(taken) == 6
    for some in files(student).values():
        for one in some:
            told = " ".join((one[0], *one[2]))
            assert [name for name in taken if re.search(rf"\b{name}\b", told)] == []


def test_what_fills_the_gaps_makes_an_exercise_with_sixteen_sentences_and_a_key(student: Build) -> None:
    common = parsed(student.page("fresh")).select_one(".fresh template")
    assert common is not None
    form = common.decode_contents()
    for some in files(student).values():
        assert {form.count(GAP)} == {len(own) for *_, own in some}
        for *_, own in some[:1]:  # to parse each takes long, and all are filled in alike
            pieces = iter(own)
            soup = parsed(re.sub(GAP, lambda _: next(pieces), form))  # noqa: B023 - used within this turn
            exercise, rule, grid, likely = soup.select(".exercise")
            marks = exercise.select_one("details")
            assert marks is not None
            correct = json.loads(str(marks["data-key"]))["correct"]
            said = {str(one["data-slot"]): str(one["data-verdict"]) for one in exercise.select(".feedback")}
            assert len(exercise.select(".statement")) == len(correct) == 16
            assert said == correct
            assert (len(rule.select(".statement")), len(grid.select("td"))) == (5, 4)
            assert 0 < float(str(likely["data-warranted"])) < 1


def test_the_solution_and_the_page_round_the_same_share(student: Build) -> None:
    for some in files(student).values():
        for *_, own in some:
            (share,) = [float(one) for one in own if re.fullmatch(r"0\.\d+", one)]
            assert f"about <strong>{math.floor(100 * share + 0.5)} percent</strong>" in " ".join(own)


def give(page: Page, words: str = "Give me a report") -> str:
    """Press the button, and return the title of the report that comes."""
    before = page.locator(".fresh h2")
    old = before.text_content() if before.count() else ""
    page.get_by_role("button", name=words).click()
    expect(page.locator(".fresh h2")).not_to_have_text(old or "\N{BULLET}")
    return page.locator(".fresh h2").text_content() or ""


def test_a_reader_gets_a_report_judges_it_and_finds_it_recorded_from_disk(page: Page, student: Build) -> None:
    page.goto((student.out / "course/fresh.html").as_uri())
    title = give(page)
    expect(page.locator(".fresh h2")).to_be_focused()
    assert "Invented for practice." in page.locator(".fresh-byline").inner_text()
    for radio in page.locator(".fresh input[value=adequate]").all():
        radio.check()
    page.locator("#fresh").get_by_role("button", name="Check").click()
    expect(page.locator("#fresh .exercise-status")).to_contain_text("Partly right: 8 of 16.")
    record = page.locator(".fresh-record tbody tr")
    expect(record).to_have_text(f"{title}Middling8 of 16")
    other = give(page, "Give me another")
    page.reload()
    expect(record).to_have_count(1)
    expect(record).to_contain_text(title)
    assert other != title


def test_the_report_that_was_being_read_is_there_after_a_reload_with_its_answers(page: Page, student: Build) -> None:
    page.goto((student.out / "course/fresh.html").as_uri())
    page.get_by_label("How hard?").select_option("3")
    title = give(page)
    chosen = page.locator(".fresh input[value=adequate]").all()[:8]
    for radio in chosen:
        radio.check()
    page.reload()
    expect(page.locator(".fresh h2")).to_have_text(title)
    expect(page.locator("#fresh input:checked")).to_have_count(8)
    expect(page.get_by_label("How hard?")).to_have_value("3")
    assert page.evaluate("document.activeElement === document.body")
    assert page.get_by_text("How sure are you?").count() == 0  # which the record would make nothing of
    page.evaluate("localStorage.setItem('said-a-source/dispatches', '{ \"reading\": \"7-1\" }')")
    page.reload()
    expect(page.get_by_role("button", name="Give me a report")).to_be_visible()
    expect(page.locator(".fresh h2")).to_have_count(0)


def test_nothing_of_fresh_reports_is_kept_once_the_record_is_forgotten(page: Page, student: Build) -> None:
    page.goto((student.out / "course/fresh.html").as_uri())
    page.evaluate('localStorage.setItem(\'said-a-source/dispatch-3-79-4\', \'{"answer": "70", "checked": false}\')')
    page.evaluate('localStorage.setItem(\'said-a-source/words-that-point\', \'{"answer": "a", "checked": true}\')')
    give(page)
    page.locator("#fresh-likely input").fill("70")
    page.locator("#fresh-likely").get_by_role("button", name="Check").click()
    give(page, "Give me another")
    page.locator("#fresh-likely input").fill("40")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    page.get_by_role("button", name="Forget this record").click()
    expect(page.get_by_role("button", name="Give me a report")).to_be_focused()
    assert ["and all answers to them, those on this page too?" in question for question in asked] == [True]
    assert page.evaluate("Object.keys(localStorage)") == ["said-a-source/words-that-point"]
    page.reload()
    expect(page.locator(".fresh h2")).to_have_count(0)


def test_axe_finds_nothing_on_a_report_that_was_judged_and_weighed(page: Page, student: Build) -> None:
    page.goto((student.out / "course/fresh.html").as_uri())
    give(page)
    for radio in page.locator(".fresh input[value=adequate]").all():
        radio.check()
    page.locator("#fresh").get_by_role("button", name="Check").click()
    expect(page.locator("#fresh .exercise-status")).to_contain_text("Partly right: 8 of 16.")
    page.locator("#fresh-likely input").fill("70")
    page.locator("#fresh-likely").get_by_role("button", name="Check").click()
    expect(page.locator(".fresh-record tr", has_text="60 to 80 percent")).to_be_visible()
    assert Axe().run(page, options=AXE).response["violations"] == []


def test_a_report_that_was_practised_on_is_not_given_again_until_the_record_is_forgotten(
    page: Page, student: Build
) -> None:
    page.goto((student.out / "course/fresh.html").as_uri())
    done = {f"1-{number}": {"title": f"T{number}", "right": 8, "of": 16} for number in range(EACH)}
    page.evaluate("done => localStorage.setItem('said-a-source/dispatches', JSON.stringify({ done }))", done)
    page.reload()
    page.get_by_label("How hard?").select_option("1")
    page.get_by_role("button", name="Give me a report").click()
    expect(page.locator(".fresh > [role=status]")).to_contain_text("You have had all reports of this sort.")
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Forget this record").click()
    expect(page.locator(".fresh-record tbody tr")).to_have_count(0)
    give(page)


def test_the_next_report_is_its_neighbour_which_tells_another_story(page: Page, student: Build) -> None:
    page.goto((student.out / "course/fresh.html").as_uri())
    titles = [give(page), *(give(page, "Give me another") for _ in range(2))]
    assert len(set(titles)) == 3
    page.evaluate(
        "localStorage.setItem('said-a-source/dispatches', JSON.stringify({ done: "
        "{ '2-0': { title: 'T', right: 8, of: 16 }, '2-79': { title: 'U', right: 8, of: 16 } } }))"
    )
    page.reload()
    give(page)
    name = page.locator(".fresh [data-name]").get_attribute("data-name")
    assert name == "2-1"


def test_the_file_that_a_report_comes_from_is_the_only_one_loaded(page: Page, student: Build) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(Path(request.url).name))
    page.goto((student.out / "course/fresh.html").as_uri())
    give(page)
    assert len([name for name in asked if re.fullmatch(r"\d-\d\d\.js", name)]) == 1


def test_a_probability_is_scored_against_what_is_warranted_and_apart_from_that_against_what_was_so(
    page: Page, student: Build
) -> None:
    page.goto((student.out / "course/fresh.html").as_uri())
    give(page)
    likely = page.locator("#fresh-likely")
    warranted, so = (
        float(likely.get_attribute("data-warranted") or ""),
        json.loads(likely.locator("details").get_attribute("data-key") or "")["correct"],
    )
    likely.locator("input").fill("0.7")
    likely.get_by_role("button", name="Check").click()
    ways = "0.7 percent (write 0.7%) or as 70 percent (write 70)"
    expect(likely.get_by_role("status")).to_contain_text(f"This can be read as {ways}.")
    expect(page.locator(".fresh-record")).to_be_empty()
    likely.locator("input").fill("70,0 per cent")
    likely.get_by_role("button", name="Check").click()
    near = [math.floor(100 * (1 - (0.7 - figure) ** 2) + 0.5) for figure in (warranted, float(so))]
    said = likely.get_by_role("status")
    expect(said).to_contain_text(
        f"Against what the report warrants, {math.floor(100 * warranted + 0.5)} percent: {near[0]} of 100."
    )
    expect(said).to_contain_text(f"since the rule was {'broken' if so == '1' else 'kept'}: {near[1]} of 100.")
    record = page.locator(".fresh-record")
    expect(record).to_contain_text(f"Over one report, your probabilities earned {near[0]} of 100")
    expect(record.locator("tr", has_text="60 to 80 percent")).to_contain_text(f"1{so} of 1")


def test_the_record_has_the_first_check_alone_and_a_hundred_percent_in_its_last_line(
    page: Page, student: Build
) -> None:
    page.goto((student.out / "course/fresh.html").as_uri())
    give(page)
    for radio in page.locator(".fresh input[value=adequate]").all():
        radio.check()
    check = page.locator("#fresh").get_by_role("button", name="Check")
    check.click()
    likely = page.locator("#fresh-likely")
    last = page.locator(".fresh-record tr", has_text="80 to 100 percent").locator("td").first
    for said in ("100", "5"):
        likely.locator("input").fill(said)
        likely.get_by_role("button", name="Check").click()
        expect(last).to_have_text("1")
    page.locator(".fresh input[value=overstated]").first.check()
    check.click()
    expect(page.locator("#fresh .exercise-status")).not_to_contain_text("8 of 16")
    expect(page.locator(".fresh-record tbody tr").first).to_contain_text("8 of 16")


def test_what_was_weighed_is_there_after_a_reload(page: Page, address: str) -> None:
    page.goto(f"{address}/course/fresh.html")
    give(page)
    for _ in range(2):
        page.locator("#fresh-likely input").fill("70")
        page.locator("#fresh-likely").get_by_role("button", name="Check").click()
        expect(page.locator(".fresh-record tr", has_text="60 to 80 percent")).to_be_visible()
        page.reload()
        expect(page.locator(".fresh-record tr", has_text="60 to 80 percent")).to_be_visible()
        expect(page.get_by_role("button", name="Forget this record")).to_be_visible()
        give(page)


def test_what_is_cleared_on_another_page_is_gone_from_report_and_record(page: Page, address: str) -> None:
    page.goto(f"{address}/course/fresh.html")
    give(page)
    page.locator("#fresh-likely input").fill("70")
    page.locator("#fresh-likely").get_by_role("button", name="Check").click()
    expect(page.locator(".fresh-record tr", has_text="60 to 80 percent")).to_be_visible()
    page.evaluate("localStorage.clear(); dispatchEvent(new StorageEvent('storage'))")
    expect(page.locator(".fresh-record")).to_be_empty()
    expect(page.locator("#fresh-likely input")).to_have_value("")


def test_a_record_that_cannot_be_kept_is_told_above_the_report_and_at_what_was_checked(
    page: Page, address: str
) -> None:
    page.goto(f"{address}/course/fresh.html")
    page.evaluate("void (Storage.prototype.setItem = () => { throw new Error('full'); })")
    above = page.locator(".fresh > [role=status]")
    expect(above).to_have_text("")
    give(page)
    expect(above).to_have_text("Your answers are not kept in this browser.")
    page.locator("#fresh-likely input").fill("70")
    page.locator("#fresh-likely").get_by_role("button", name="Check").click()
    expect(page.locator("#fresh-likely").get_by_role("status")).to_contain_text(
        "of 100. This browser could not keep the record: its store is full or closed."
    )


def test_the_page_says_at_once_that_the_browser_keeps_nothing(page: Page, address: str) -> None:
    page.goto(f"{address}/course/fresh.html")
    expect(page.locator(".fresh > [role=status]")).to_have_text("")
    other = page.context.new_page()
    other.add_init_script("Storage.prototype.setItem = () => { throw new Error('blocked'); };")
    other.goto(page.url)
    expect(other.locator(".fresh > [role=status]")).to_have_text("Your answers are not kept in this browser.")
    other.close()
