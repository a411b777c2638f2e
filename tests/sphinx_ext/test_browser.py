"""The pages in a real browser: a reader with a keyboard alone, scores, memory, both colour schemes, no network.

Only the student edition is read here; what pages hold before any script runs is in test_page.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from cases import CASES, FOLDED, LEANINGS, READINGS, Case
from playwright.sync_api import Browser, Locator, Page, expect
from robot import AXE, PATIENCE, fill_in, open_exercise, pick_radio, sort_statements, tab_to, type_date, type_text
from sites import KINDS, ROOT, SAMPLE, Build, page_of, the_course

from exercises.questions.ask import ask
from exercises.questions.grade import best_response, number, score
from exercises.questions.key import Key
from exercises.questions.kinds import Exercise
from exercises.questions.question import Choose, Enter, Place

SCRIPT = ROOT / "exercises" / "sphinx_ext" / "static" / "exercises.js"

CLOSED_KINDS = tuple(kind for kind in KINDS if kind != "written")
WRONG = {
    "single-choice": "factory",
    "multiple-choice": ("first-time",),
    "classify": {"together": "inferred", "new": "saw", "again": "saw"},
    "match": {"june": "members", "end-2019": "north-korea"},
    "order": {"deadlines": "1", "trade": "2", "visas": "3", "crossing": "4"},
    "grid": {"run/baggage": "no", "run/women": "yes", "student/baggage": "yes", "student/women": "yes"},
    "date": "2019-06-30",
    "number": "183",
    "estimate": "100",
    "short-text": "narration",
    "select-words": ("come-home",),
}
"""An answer to each case of exercises/examples that scores 0."""
SPOKEN_OF = {"estimate": ["1"]}
"""What the feedback on a wrong answer speaks of, where that is not the answer itself."""
RIGHTLY_TOLD = {
    "single-choice": {"not-told": "right"},
    "multiple-choice": {"baggage": "right", "together": "right"},
    "classify": {"together": "right", "new": "right", "again": "right"},
    "match": {"june": "right", "end-2019": "right"},
    "order": {"crossing": "right", "visas": "right", "trade": "right", "deadlines": "right"},
    "grid": {"run/baggage": "right", "run/women": "right", "student/baggage": "right", "student/women": "right"},
    "date": {"2019-12-31": "right"},
    "number": {"184": "right"},
    "estimate": {"*": "said"},
    "short-text": {"North Korea": "right"},
    "select-words": {"reportedly": "right", "may": "right"},
}
"""What is said to the right answer of each case."""
LEFT_OUT = {
    "multiple-choice": {"baggage": "left-out", "together": "left-out"},
    "select-words": {"reportedly": "left-out", "may": "left-out"},
}
"""What a wrong answer is told that it has left out."""
TOLD = {"estimate": ("You said 0 percent; it was not so. Very near: 100 of 100.", "Far off: 0 of 100.")}
"""What a right and a wrong answer are told, where it is not how many places are right."""


@pytest.fixture(scope="module")
def practice(course: Path) -> dict[str, tuple[Exercise, Key]]:
    """Return every closed practice exercise of the course with its key, by id."""
    loaded = the_course(course)
    bank, keys = loaded.bank, loaded.keys
    return {e.id: (e, keys[e.id]) for e in bank.exercises if e.use == "practice" and e.kind != "written"}


class Reader:
    """One browser profile for all tests, so that it loads the theme once; it notes what should not happen."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.faults: list[str] = []
        self.context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-US")
        self.context.set_default_timeout(PATIENCE)
        self.context.on("console", lambda said: self.note(said.text, said.type in {"error", "warning"}))
        self.context.on("weberror", lambda error: self.note(str(error.error)))
        own = (address, "file:", "data:")
        self.context.on("request", lambda asked: self.note(asked.url, not asked.url.startswith(own)))
        self.context.on("response", lambda got: self.note(f"{got.status} {got.url}", got.status >= 400))

    def note(self, fault: str, holds: bool = True) -> None:
        """Keep a complaint of the console, a request to anyone else, or an answer that nothing is there."""
        if holds:
            self.faults.append(fault)

    def emptied(self) -> list[str]:
        """Return what was noted, and forget it."""
        faults, self.faults = self.faults, []
        return faults


@pytest.fixture(scope="module")
def visitor(browser: Browser, address: str) -> Iterator[Reader]:
    """Yield the one reader, under a name that no part of the tests has."""
    reader = Reader(browser, address)
    yield reader
    reader.context.close()


@pytest.fixture
def page(visitor: Reader) -> Iterator[Page]:
    """Yield an empty page; at the end nothing is remembered, and whatever the reader noted fails the test."""
    page = visitor.context.new_page()
    yield page
    page.evaluate("localStorage.clear()")
    page.close()
    assert visitor.emptied() == []


@pytest.fixture(scope="module")
def tab(visitor: Reader) -> Page:
    """Return one page for all tests that leave it as it was: to open another takes as long as to load it."""
    return visitor.context.new_page()


@pytest.fixture
def lesson(visitor: Reader, tab: Page, address: str) -> Iterator[Page]:
    """Yield the sample lesson, opened; what it is left with is treated as a page's is."""
    tab.goto(f"{address}/course/lessons/{SAMPLE}.html")
    yield tab
    tab.evaluate("localStorage.clear()")
    tab.goto("about:blank")
    assert visitor.emptied() == []


# The robot presses keys, and never points


def press(page: Page, one: Locator, name: str) -> None:
    """Go to an exercise's button with Tab and press Enter."""
    tab_to(page, one.get_by_role("button", name=name))
    page.keyboard.press("Enter")


def shown_feedback(one: Locator) -> dict[str, str | None]:
    """Return the state of each piece of feedback that can be seen, by what it speaks of; a grid's is unfolded first."""
    one.locator(".exercise-cells").evaluate_all("folds => folds.forEach(fold => { fold.open = true; })")
    seen = one.locator(".feedback").filter(visible=True)
    return dict(seen.evaluate_all("all => all.map(one => [one.dataset.slot, one.dataset.state ?? null])"))


# Answering


@pytest.mark.parametrize("kind", CLOSED_KINDS)
def test_a_reader_with_a_keyboard_alone_answers_and_is_told_that_it_is_right(
    lesson: Page, practice: dict[str, tuple[Exercise, Key]], kind: str
) -> None:
    """The status says so with the score, the feedback on the answer stands open, and the solution is offered."""
    one = open_exercise(lesson, f"sample-{kind}")
    exercise, key = practice[f"sample-{kind}"]
    fill_in(lesson, one.locator("form"), best_response(ask(exercise), key))
    press(lesson, one, "Check")
    places = len(key.correct) if isinstance(key.correct, tuple | dict) else 1
    right, _ = TOLD.get(kind, (f"Right: {places} of {places}.", ""))
    expect(one.get_by_role("status")).to_contain_text(right)
    assert shown_feedback(one) == RIGHTLY_TOLD[kind]
    assert one.get_attribute("data-score") == "1"
    expect(one.locator(".exercise-answer summary")).to_be_visible()
    expect(one.locator(".exercise-answer summary")).to_have_text("Worked solution")


def test_a_wrong_answer_is_told_why_and_both_are_there_after_a_reload(lesson: Page) -> None:
    """For every kind: what is shown is said to the wrong choice; of choices not made only right ones are spoken of."""
    told = {}
    for kind in CLOSED_KINDS:
        one = open_exercise(lesson, f"sample-{kind}")
        fill_in(lesson, one.locator("form"), WRONG[kind])
        press(lesson, one, "Check")
        expect(one.get_by_role("status")).to_contain_text(TOLD.get(kind, ("", "Not right: 0 of"))[1])
        assert one.get_attribute("data-score") == "0", kind
        wrong = WRONG[kind]
        slots = SPOKEN_OF.get(kind, wrong if isinstance(wrong, tuple | dict) else [wrong])
        told[kind] = dict.fromkeys(slots, "said" if kind == "estimate" else "wrong") | LEFT_OUT.get(kind, {})
        assert shown_feedback(one) == told[kind], kind
    lesson.reload()
    expect(lesson.locator("#sample-date").get_by_role("status")).to_contain_text("Not right: 0 of 1.")
    assert {kind: shown_feedback(lesson.locator(f"#sample-{kind}")) for kind in CLOSED_KINDS} == told
    expect(lesson.locator(".progress-line")).to_have_text(f"{len(CLOSED_KINDS)} of {len(KINDS)} checked")


def test_a_partly_right_answer_says_how_much_of_it_is(lesson: Page) -> None:
    """And what is still open."""
    one = open_exercise(lesson, "sample-classify")
    sort_statements(lesson, one.locator("form"), {"together": "saw", "new": "saw"})
    press(lesson, one, "Check")
    expect(one.get_by_role("status")).to_have_text("Partly right: 1 of 3. 1 is still open.")


def test_of_several_choices_it_is_said_how_many_were_found_and_what_wrong_ones_take_away(lesson: Page) -> None:
    one = open_exercise(lesson, "sample-multiple-choice")
    fill_in(lesson, one.locator("form"), ("baggage", "first-time"))
    press(lesson, one, "Check")
    said = "Not right: 0 of 2. You found 1 of the 2 and chose 1 that is not; each of those takes one away."
    expect(one.get_by_role("status")).to_have_text(said)


MARKS = {"right": "✓ Right", "wrong": "✗ Not right", "left-out": "○ Left out"}
CELLS = {"right": "✓ Right", "wrong": "✗ Not right", "left-out": "Left out"}
SIGNS = """all => all.map(one => [one.closest("[data-state]").dataset.state,
    getComputedStyle(one, "::before").content.replace(/none|"/g, "") + (one.matches(".cell-state") ? one.innerText : "")])"""
"""Returns what stands before each piece of feedback, or in each cell, by its state."""


@pytest.mark.slow
def test_each_mark_says_what_it_marks_to_whoever_sees_no_colours(page: Page, address: str) -> None:
    page.goto(f"{address}/course/lessons/{SAMPLE}.html")
    answers = {
        "sample-multiple-choice": ("baggage", "first-time"),
        "sample-grid": {"run/baggage": "yes", "run/women": "yes"},
    }
    keep(page, answers, checked=True)
    feedback = page.locator("#sample-multiple-choice .feedback[data-state]").evaluate_all(SIGNS)
    assert dict(feedback) == MARKS
    cells = page.locator("#sample-grid .cell-state").evaluate_all(SIGNS)
    assert {tuple(cell) for cell in cells} <= set(CELLS.items())
    assert {state for state, _ in cells} >= {"wrong", "left-out"}


@pytest.mark.slow
def test_a_chosen_word_is_framed_where_colours_are_forced_and_where_the_focus_is(page: Page, address: str) -> None:
    page.goto(f"{address}/course/lessons/{SAMPLE}.html")
    frame = "one => getComputedStyle(one).outlineStyle"
    word, choice = (page.locator(f"#sample-{one}") for one in ("select-words .word", "single-choice .choice label"))
    chosen = [one.locator("input:checked + span") for one in (word, choice)]
    tab_to(page, word.nth(1).locator("input"))
    assert word.nth(1).locator("span").evaluate(frame) == "solid"
    for one in (word, choice):
        one.first.locator("input").check()
    assert [one.evaluate(frame) for one in chosen] == ["none", "none"]
    page.emulate_media(forced_colors="active")
    assert [one.evaluate(frame) for one in chosen] == ["solid", "solid"]


def test_an_estimate_between_is_told_how_near_it_came_and_not_that_it_is_wrong(lesson: Page) -> None:
    """The general word is said where the key has none for the side that the reader leans to, or leans to neither."""
    one = open_exercise(lesson, "sample-estimate")
    for percent, sentence, spoken_of in (
        ("30", "You said 30 percent; it was not so. Nearer than not: 91 of 100.", "*"),
        ("50", "You said 50 percent; it was not so. Neither near nor far: 75 of 100.", "*"),
        ("99", "You said 99 percent; it was not so. Far off: 2 of 100.", "1"),
    ):
        one.locator("input").fill(percent)
        press(lesson, one, "Check")
        expect(one.get_by_role("status")).to_contain_text(sentence)
        expect(one.get_by_role("status")).to_have_attribute("data-state", "partly")
        assert shown_feedback(one) == {spoken_of: "said"}


@pytest.mark.slow
def test_a_grid_marks_its_cells_and_tells_no_more_at_first(lesson: Page) -> None:
    """What is said of each cell, and the solution, open on request."""
    one = open_exercise(lesson, "sample-grid")
    fill_in(lesson, one.locator("form"), {"run/baggage": "yes", "run/women": "yes"})
    press(lesson, one, "Check")
    marks = one.locator("td").evaluate_all(
        "cells => cells.map(cell => [cell.dataset.state, cell.lastElementChild.innerText])"
    )
    assert {tuple(mark) for mark in marks} <= {("right", "Right"), ("wrong", "Not right"), ("left-out", "Left out")}
    assert len({state for state, _ in marks}) > 1
    lists = one.locator("td select").all()
    for cell, (_, told) in zip(lists, marks, strict=True):
        expect(cell).to_have_accessible_description(re.compile(rf"\b{told}$"))
    assert not [node for node in one.locator(".feedback, .exercise-solution").all() if node.is_visible()]
    one.locator(".exercise-cells summary").press("Enter")
    expect(one.locator(".exercise-cells .feedback").first).to_be_visible()
    press(lesson, one, "Reset")
    assert one.locator("td[data-state], .cell-state, td [aria-describedby]").count() == 0


@pytest.mark.parametrize("words", ["none", "zero", "184 days"])
def test_a_number_in_words_or_with_words_is_asked_for_in_digits_alone(lesson: Page, words: str) -> None:
    one = open_exercise(lesson, "sample-number")
    type_text(lesson, one, words)
    press(lesson, one, "Check")
    expect(one.get_by_role("status")).to_have_text("Give the number alone, in digits, as 0 or 12, then check.")
    assert (shown_feedback(one), one.get_attribute("data-score")) == ({}, None)


@pytest.mark.slow
def test_a_date_without_its_year_is_told_to_be_not_whole(lesson: Page) -> None:
    one = open_exercise(lesson, "sample-date")
    tab_to(lesson, one.locator("input"))
    lesson.keyboard.type("1231")
    press(lesson, one, "Check")
    said = "The date is not whole: give day, month and year, then check."
    expect(one.get_by_role("status")).to_have_text(said)
    assert (shown_feedback(one), one.get_attribute("data-score")) == ({}, None)


@pytest.mark.slow
def test_a_place_that_is_given_twice_is_told_before_check(lesson: Page) -> None:
    one = open_exercise(lesson, "sample-order")
    for select in one.locator("select").all()[:2]:
        select.select_option("2")
    expect(one.get_by_role("status")).to_have_text("You have given “2” twice; each may be given once.")
    one.locator("select").first.select_option("1")
    expect(one.get_by_role("status")).to_be_empty()


@pytest.mark.slow
def test_things_are_put_in_order_by_moving_them_too(lesson: Page) -> None:
    """From where they stand, or from the numbers that they have been given; the focus stays on the button."""
    one = open_exercise(lesson, "sample-order")
    slots = one.locator(".item").evaluate_all("all => all.map(item => item.dataset.slot)")
    later = one.locator(".item").first.get_by_role("button", name="Later")
    tab_to(lesson, later)
    lesson.keyboard.press("Enter")
    assert later.evaluate("one => one.closest('.item').dataset.slot") != slots[0]
    moved = one.locator(".item").evaluate_all(
        "all => all.map(item => [item.dataset.slot, item.querySelector('select').value])"
    )
    assert moved == [[slot, str(place)] for place, slot in enumerate([slots[1], slots[0], *slots[2:]], start=1)]
    assert lesson.evaluate("document.activeElement.closest('.item').dataset.slot") == slots[0]
    expect(one.get_by_role("status")).to_have_text(f"Now number 2 of {len(slots)}.")
    press(lesson, one, "Check")
    expect(one.get_by_role("status")).to_contain_text("right")


@pytest.mark.slow
def test_moving_one_thing_keeps_the_places_chosen_for_the_others(lesson: Page) -> None:
    one = open_exercise(lesson, "sample-order")
    first, second, third, fourth = one.locator(".item").evaluate_all("all => all.map(item => item.dataset.slot)")
    given = {first: "4", second: "3", third: "1"}
    for slot, place in given.items():
        one.locator(f"[data-slot={slot}] select").select_option(place)
    one.locator(f"[data-slot={fourth}]").get_by_role("button", name="Earlier").click()
    places = "all => Object.fromEntries(all.map(item => [item.dataset.slot, item.querySelector('select').value]))"
    assert one.locator(".item").evaluate_all(places) == {**given, fourth: "1", third: "2"}


@pytest.mark.slow
def test_what_stands_first_or_last_already_is_said_and_stays(lesson: Page) -> None:
    one = open_exercise(lesson, "sample-order")
    ends = [(one.locator(".item").first, "Earlier", 1), (one.locator(".item").last, "Later", 4)]
    slots = one.locator(".item").evaluate_all("all => all.map(item => item.dataset.slot)")
    for item, name, place in ends:
        item.get_by_role("button", name=name).click()
        expect(one.get_by_role("status")).to_have_text(f"Already number {place} of 4.")
    assert one.locator(".item").evaluate_all("all => all.map(item => item.dataset.slot)") == slots


def test_a_percentage_may_have_a_decimal_comma_and_its_sign(lesson: Page) -> None:
    one = open_exercise(lesson, "sample-estimate")
    type_text(lesson, one, "12,5 %")
    press(lesson, one, "Check")
    expect(one.get_by_role("status")).to_contain_text("You said 12.5 percent; it was not so.")


@pytest.mark.slow
@pytest.mark.parametrize("percent", ["101", "-1", "half"])
def test_a_percentage_out_of_range_counts_as_none(lesson: Page, percent: str) -> None:
    """The reader is told which numbers count, and nothing is given away."""
    one = open_exercise(lesson, "sample-estimate")
    type_text(lesson, one, percent)
    press(lesson, one, "Check")
    expect(one.get_by_role("status")).to_have_text("Give a percentage from 0 to 100 first, then check.")
    assert (shown_feedback(one), one.get_attribute("data-score")) == ({}, None)


@pytest.mark.slow
@pytest.mark.parametrize(("typed", "ways"), [("0.7", ("0.7", "70")), ("0,07", ("0.07", "7")), ("1", ("1", "100"))])
def test_a_percentage_that_may_be_a_part_of_one_is_asked_for_again(
    lesson: Page, typed: str, ways: tuple[str, str]
) -> None:
    one = open_exercise(lesson, "sample-estimate")
    type_text(lesson, one, typed)
    press(lesson, one, "Check")
    either = f"{ways[0]} percent (write {ways[0]}%) or as {ways[1]} percent (write {ways[1]})"
    expect(one.get_by_role("status")).to_have_text(
        f"This can be read as {either}. Write the one that you mean, then check."
    )
    assert (shown_feedback(one), one.get_attribute("data-score")) == ({}, None)
    one.locator("input").fill(f"{typed}%")
    press(lesson, one, "Check")
    expect(one.get_by_role("status")).to_contain_text(f"You said {ways[0]} percent; it was not so.")


def test_a_number_that_can_be_read_in_two_ways_is_asked_for_again(lesson: Page) -> None:
    one = open_exercise(lesson, "sample-number")
    type_text(lesson, one, "1,234")
    press(lesson, one, "Check")
    said = "This can be read as 1234 or as 1.234. Leave the comma or point out, or add a 0 at the end, then check."
    expect(one.get_by_role("status")).to_have_text(said)
    assert (shown_feedback(one), one.get_attribute("data-score")) == ({}, None)


def test_cannot_be_told_is_a_choice_like_any_other(lesson: Page) -> None:
    """It can be right, and its feedback is announced."""
    one = open_exercise(lesson, "sample-single-choice")
    pick_radio(lesson, one, "not-told")
    press(lesson, one, "Check")
    expect(one.get_by_role("status")).to_contain_text("He says so himself")


@pytest.mark.slow
def test_an_answer_that_no_feedback_names_gets_the_keys_word_for_others(lesson: Page) -> None:
    """Numbers are read as people write them."""
    one = open_exercise(lesson, "sample-number")
    type_text(lesson, one, "1840,5")
    press(lesson, one, "Check")
    assert shown_feedback(one) == {"*": "wrong"}
    one.locator("input").fill(" 184.0 ")
    press(lesson, one, "Check")
    expect(one.get_by_role("status")).to_contain_text("Right: 1 of 1.")
    assert shown_feedback(one) == {"184": "right"}


def test_a_short_answer_may_be_written_in_any_form_that_the_key_accepts(lesson: Page) -> None:
    """Case, dashes, quotation marks and a full stop do not count; a wrong form may have its own word."""
    one = open_exercise(lesson, "sample-short-text")
    for words, state in (("“north-korea”.", "right"), ("the DPRK", "right"), ("The UN’s", "wrong"), ("Korea", "wrong")):
        one.locator("input").fill(words)
        press(lesson, one, "Check")
        expect(one.get_by_role("status")).to_have_attribute("data-state", state)
        named = {"The UN’s": "the UN's", "Korea": "*"}.get(words, "North Korea")
        assert shown_feedback(one) == {named: state}


@pytest.mark.slow
def test_an_empty_answer_is_named_and_the_focus_goes_to_the_first_control(lesson: Page) -> None:
    """Whatever the kind, nothing is marked, and nothing is given away."""
    for kind in KINDS:
        one = open_exercise(lesson, f"sample-{kind}")
        press(lesson, one, "Compare" if kind == "written" else "Check")
        expect(one.get_by_role("status")).to_contain_text("first")
        expect(one.locator("form :is(input, select, textarea)").first).to_be_focused()
        assert shown_feedback(one) == {}
        expect(one.locator(".exercise-answer")).to_be_hidden()


@pytest.mark.slow
def test_a_written_answer_is_set_beside_rubric_and_samples(lesson: Page) -> None:
    """There is no score; before, nothing of the key is seen."""
    one = open_exercise(lesson, "sample-written")
    expect(one.locator(".exercise-rubric")).to_be_hidden()
    type_text(lesson, one, "The UN and Pyongyang each set a day.")
    expect(one.locator(".word-count")).to_have_text("8 words")
    press(lesson, one, "Compare with the key")
    expect(one.locator(".exercise-rubric")).to_be_visible()
    expect(one.locator(".exercise-answer summary")).to_have_text("Samples and what to look for")
    assert one.get_attribute("data-score") is None


def test_feedback_goes_when_the_answer_changes(lesson: Page) -> None:
    """Nobody reads what was said to another answer."""
    one = open_exercise(lesson, "sample-single-choice")
    pick_radio(lesson, one, "factory")
    press(lesson, one, "Check")
    assert shown_feedback(one) == {"factory": "wrong"}
    pick_radio(lesson, one, "school")
    assert shown_feedback(one) == {}
    expect(one.get_by_role("status")).to_be_empty()
    expect(one.locator(".exercise-answer")).to_be_hidden()


# Scores


def marked(case: Case) -> list[object]:
    """Return a case as the page has it: what is to be entered, the key, and the response."""
    key = {"correct": case.correct, "accepted": case.accepted, "tolerance": case.tolerance}
    return [case.question.what if isinstance(case.question, Enter) else "", key, case.response]


def test_the_script_marks_and_reads_as_python_does(browser: Browser) -> None:
    """By the table of cases that test_cases holds Python to; the script runs on a page without any exercise."""
    page = browser.new_page()
    page.add_script_tag(path=SCRIPT)
    scores = page.evaluate("all => all.map(one => saidASource.grade(...one).score)", [*map(marked, CASES)])
    wrong = [(case, said) for case, said in zip(CASES, scores, strict=True) if abs(case.score - said) > 1e-9]
    assert wrong == []
    for name, table in {"fold": FOLDED, "leaning": LEANINGS}.items():
        read = page.evaluate("([name, all]) => all.map(one => saidASource[name](one))", [name, [*table]])
        assert dict(zip(table, read, strict=True)) == table
    for what, table in READINGS.items():
        read = page.evaluate("([what, all]) => all.map(one => saidASource.readings(what, one))", [what, [*table]])
        expected = {text: ways if what == "date" else [*map(float, ways)] for text, ways in table.items()}
        assert dict(zip(table, read, strict=True)) == expected
    page.close()


@pytest.mark.slow
def test_the_page_scores_as_the_course_does(
    page: Page, address: str, practice: dict[str, tuple[Exercise, Key]], course: Path
) -> None:
    """For every practice exercise of the course: the key and a few random answers (seeded)."""
    dice = random.Random(20190322)  # noqa: S311  # no secret hangs on it
    pages = {id: page_of(exercise, course) for id, (exercise, _) in practice.items()}
    for name in sorted(set(pages.values())):
        page.goto(f"{address}/course/{name}.html")
        here = [practice[id] for id, where in pages.items() if where == name]
        for turn in range(3):
            answers = {e.id: random_answer(e, key, dice) if turn else best_response(ask(e), key) for e, key in here}
            expected = {e.id: score(ask(e), key, answers[e.id]) for e, key in here if can_be_marked(e, answers[e.id])}
            assert page_scores(page, answers) == pytest.approx(expected), answers


def can_be_marked(exercise: Exercise, answer: object) -> bool:
    """Return whether the page marks an answer: not an empty one, nor words where it asks for digits."""
    question = ask(exercise)
    asks_digits = isinstance(question, Enter) and question.what == "number"
    return bool(answer) and not (asks_digits and number(str(answer)) is None)


def page_scores(page: Page, answers: dict[str, object]) -> dict[str, float]:
    """Return what the page makes of answers that it finds kept in the browser; empty ones have no score."""
    keep(page, answers, checked=False)
    submit = "ids => ids.forEach(id => document.querySelector(`#${id} form`).requestSubmit())"
    read = "ids => ids.map(id => [id, document.getElementById(id).getAttribute('data-score')])"
    page.evaluate(submit, list(answers))
    return {id: float(value) for id, value in page.evaluate(read, list(answers)) if value is not None}


def keep(page: Page, answers: dict[str, object], *, checked: bool) -> None:
    """Put answers where the page keeps them, and load it again."""
    kept = {id: json.dumps({"answer": answer, "checked": checked}) for id, answer in answers.items()}
    page.evaluate("kept => { for (const id in kept) localStorage.setItem(`said-a-source/${id}`, kept[id]); }", kept)
    page.reload()


def random_answer(exercise: Exercise, key: Key, dice: random.Random) -> object:
    """Return some answer in the form of the exercise's question; it may be empty."""
    question = ask(exercise)
    if isinstance(question, Choose):
        some = tuple(slot for slot in question.slots if dice.random() < 0.5)
        return some if question.several else dice.choice(question.slots)
    if isinstance(question, Place):
        return {slot: dice.choice(question.offered).id for slot in question.slots if dice.random() < 0.8}
    entries = {
        "date": [f"20{dice.randint(15, 25)}-0{dice.randint(1, 9)}-1{dice.randint(0, 9)}"],
        "percent": ["", "0", "100", "37.5", str(dice.randint(1, 99))],
        "words": [f" “{str(key.correct).upper()}”. ", *key.accepted, "the", "-", "an answer of another kind"],
        "number": [f" {key.correct}.0 ", f"{key.correct}1", "1,2 0", "many", "0x10", "1e2", "-3"],
    }
    return dice.choice(entries[question.what]) if isinstance(question, Enter) else "Some words."


# Memory


@pytest.mark.slow
def test_reset_clears_one_exercise_and_is_remembered(lesson: Page) -> None:
    """The others keep their answers."""
    keep(lesson, {f"sample-{kind}": WRONG[kind] for kind in ("date", "number")}, checked=True)
    one = open_exercise(lesson, "sample-number")
    press(lesson, one, "Reset")
    expect(one.get_by_role("status")).to_have_text("Cleared.")
    lesson.reload()
    assert one.locator("input").input_value() == ""
    assert lesson.locator("#sample-date input").input_value() == "2019-06-30"


@pytest.mark.slow
def test_a_written_answer_is_reset_after_a_question_where_there_is_one(page: Page, address: str) -> None:
    page.goto(f"{address}/course/lessons/{SAMPLE}.html")
    one = open_exercise(page, "sample-written")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), [dialog.dismiss, dialog.accept][len(asked) - 1]()))
    one.locator("textarea").fill("Two rules, two owners.")
    for kept in ("Two rules, two owners.", "", ""):
        press(page, one, "Reset")
        assert one.locator("textarea").input_value() == kept
    assert asked == ["Clear this answer? It cannot be brought back."] * 2


@pytest.mark.slow
def test_the_whole_page_is_reset_after_a_question(page: Page, address: str) -> None:
    """And not if the reader says no."""
    page.goto(f"{address}/course/lessons/{SAMPLE}.html")
    keep(page, {"sample-date": WRONG["date"]}, checked=True)
    answers = iter([False, True])
    page.on("dialog", lambda dialog: dialog.accept() if next(answers) else dialog.dismiss())
    for kept in ("2019-06-30", ""):
        tab_to(page, page.get_by_role("button", name="Reset this page"))
        page.keyboard.press("Enter")
        assert page.locator("#sample-date input").input_value() == kept


@pytest.mark.slow
def test_nothing_breaks_where_the_browser_keeps_nothing(page: Page, address: str) -> None:
    """Answers are checked all the same, also where something foreign lies under the exercise's name."""
    page.add_init_script("""
        const set = Storage.prototype.setItem;
        Storage.prototype.setItem = function (name, value) {
            if (name.includes("/")) throw new Error("full");
            set.call(this, name, value);
        };
        Storage.prototype.getItem = name => name.includes("/") ? "{not json" : null;
    """)
    page.goto(f"{address}/course/lessons/{SAMPLE}.html")
    one = open_exercise(page, "sample-number")
    type_text(page, one, "184")
    press(page, one, "Check")
    expect(one.get_by_role("status")).to_contain_text("Right")
    expect(page.locator(".progress-line")).to_have_text(re.compile("checked, not kept in this browser$"))
    page.evaluate("dispatchEvent(new StorageEvent('storage'))")
    assert one.locator("input").input_value() == "184"


@pytest.mark.slow
def test_a_page_says_at_once_that_the_browser_keeps_nothing(page: Page, address: str) -> None:
    """Before anything is typed, and after all of it is cleared."""
    page.add_init_script("Storage.prototype.setItem = () => { throw new Error('blocked'); };")
    page.goto(f"{address}/course/lessons/{SAMPLE}-hand-in.html")
    line = page.locator(".progress-line")
    lost = "answered, not kept in this browser: print or save before you leave"
    expect(line).to_have_text(f"0 of {len(KINDS)} {lost}")
    one = page.locator("#graded-written")
    one.locator("textarea").fill("Two rules.")
    page.once("dialog", lambda dialog: dialog.accept())
    one.get_by_role("button", name="Reset").click()
    expect(line).to_have_text(f"0 of {len(KINDS)} {lost}")


@pytest.mark.slow
def test_what_a_page_tries_to_keep_leaves_nothing_behind(lesson: Page) -> None:
    assert lesson.evaluate("Object.keys(localStorage)") == []


@pytest.mark.slow
def test_what_could_not_be_kept_to_hand_in_is_said_so_until_it_can(page: Page, address: str) -> None:
    page.add_init_script("""
        const set = Storage.prototype.setItem;
        Storage.prototype.setItem = function (name, value) {
            if (value.length > 100) throw new Error("full");
            set.call(this, name, value);
        };
    """)
    page.goto(f"{address}/course/lessons/{SAMPLE}-hand-in.html")
    area, line = page.locator("#graded-written textarea"), page.locator(".progress-line")
    area.fill("Two rules, two owners.")
    expect(line).to_have_text(f"1 of {len(KINDS)} answered, kept in this browser")
    area.fill("Two rules, two owners. " * 10)
    lost = "not kept in this browser: print or save before you leave"
    expect(line).to_have_text(f"1 of {len(KINDS)} answered, {lost}")
    expect(page.locator(".course-progress").get_by_role("status")).to_have_text(f"Your answers are {lost}.")
    area.fill("Two rules.")
    expect(line).to_have_text(f"1 of {len(KINDS)} answered, kept in this browser")
    expect(page.locator(".course-progress").get_by_role("status")).to_have_text("")


@pytest.mark.slow
def test_a_second_tab_shows_what_was_answered_in_the_first(page: Page, visitor: Reader, address: str) -> None:
    """So that it cannot put an older answer, or a word, in the place of a long one."""
    second = visitor.context.new_page()
    for tab in (page, second):
        tab.goto(f"{address}/course/lessons/{SAMPLE}.html")
    page.locator("#sample-written textarea").fill("Two rules, two owners.")
    area = second.locator("#sample-written textarea")
    expect(area).to_have_value("Two rules, two owners.")
    fill_in(page, open_exercise(page, "sample-number"), "184")
    press(page, page.locator("#sample-number"), "Check")
    expect(second.locator("#sample-number").get_by_role("status")).to_contain_text("Right")
    press(page, page.locator("#sample-number"), "Reset")
    expect(second.locator("#sample-number input")).to_have_value("")
    expect(second.locator("#sample-number").get_by_role("status")).to_be_empty()
    second.close()


@pytest.mark.slow
def test_a_lesson_counts_what_is_checked_on_its_other_page_in_a_second_tab(
    page: Page, visitor: Reader, address: str
) -> None:
    lesson = f"{address}/course/lessons/04-visa-run-or-new-worker"
    page.goto(f"{lesson}.html")
    second = visitor.context.new_page()
    second.goto(f"{lesson}-practice.html")
    second.check("#run-or-new [value=baggage]")
    second.click("#run-or-new .button-check")
    expect(page.locator(".progress-line")).to_have_text(re.compile("^1 of .*, 0 of "))
    second.close()


@pytest.mark.slow
def test_a_page_that_one_comes_back_to_shows_what_is_kept_now_and_leaves_open_what_was(lesson: Page) -> None:
    keep(lesson, {"sample-date": WRONG["date"], "sample-number": "184"}, checked=True)
    solution = lesson.locator("#sample-date .exercise-answer")
    solution.locator("summary").press("Enter")
    lesson.evaluate("""
        localStorage.removeItem("said-a-source/sample-number");
        dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
    """)
    expect(lesson.locator("#sample-number input")).to_have_value("")
    expect(solution).to_have_attribute("open", "")


@pytest.mark.slow
def test_what_another_page_keeps_leaves_open_what_is_open_here(lesson: Page) -> None:
    """In whichever order the parts of an answer have come to lie."""
    order = {"trade": "1", "deadlines": "2", "crossing": "3", "visas": "4"}
    keep(lesson, {"sample-order": order}, checked=True)
    solution = lesson.locator("#sample-order .exercise-answer")
    solution.locator("summary").press("Enter")
    lesson.evaluate("dispatchEvent(new StorageEvent('storage'))")
    expect(solution).to_have_attribute("open", "")


# To hand in


@pytest.mark.slow
def test_pages_to_hand_in_keep_answers_and_check_nothing(page: Page, address: str) -> None:
    """There is no Check; the answers are there after a reload."""
    page.goto(f"{address}/course/lessons/{SAMPLE}-hand-in.html")
    assert page.get_by_role("button", name="Check").count() == 0
    type_text(page, open_exercise(page, "graded-written"), "Two rules, two owners.")
    expect(page.locator(".progress-line")).to_contain_text(f"1 of {len(KINDS)} answered")
    page.reload()
    assert page.locator("#graded-written textarea").input_value() == "Two rules, two owners."


# Paper, disk, network


@pytest.mark.slow
def test_print_parts_only_an_exercise_that_may_be_long(page: Page, address: str) -> None:
    page.goto(f"{address}/course/lessons/{SAMPLE}.html")
    page.emulate_media(media="print")
    parted = page.evaluate(
        "[...document.querySelectorAll('.exercise')].filter(one => getComputedStyle(one).breakInside === 'auto')"
        ".map(one => one.id)"
    )
    assert sorted(parted) == ["sample-classify", "sample-grid", "sample-match", "sample-select-words"]


@pytest.mark.slow
def test_a_drawing_and_its_caption_fit_one_sheet_of_either_size(page: Page, address: str, student: Build) -> None:
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 673, "height": 920})  # A4 and Letter at their narrower and lower, less the margins
    names = [path.stem for path in student.out.glob("course/lessons/*.html") if "<svg" in path.read_text("utf-8")]
    found = []
    for name in names:
        page.goto(f"{address}/course/lessons/{name}.html", wait_until="domcontentloaded")
        heights = page.locator("figure.drawn").evaluate_all("all => all.map(one => one.getBoundingClientRect().height)")
        found += [(name, height) for height in heights]
    assert len(found) > 6
    assert [one for one in found if one[1] > 920] == []


@pytest.mark.slow
def test_print_hides_answers_and_keeps_what_the_reader_wrote(page: Page, address: str) -> None:
    """Feedback, hints, solutions and buttons stay off the paper."""
    page.goto(f"{address}/course/lessons/{SAMPLE}.html")
    keep(page, {f"sample-{kind}": answer for kind, answer in WRONG.items()}, checked=True)
    assert shown_feedback(page.locator("#sample-grid"))
    page.emulate_media(media="print")
    line = page.locator("#sample-match select").first
    ink = "one => getComputedStyle(one).color"
    assert line.evaluate(ink) != (unseen := "rgba(0, 0, 0, 0)")
    page.locator("#sample-match select").first.evaluate("one => { one.value = ''; }")
    assert line.evaluate(ink) == unseen  # a line to write on, without "Choose …"
    area = page.locator("#sample-written textarea")
    area.fill("A line.\n" * 40)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert area.evaluate("one => one.clientHeight >= one.scrollHeight")
    assert page.locator("#sample-date input").evaluate(ink) != unseen
    assert page.locator(".exercise-hint").count()
    hidden = ".feedback, .exercise-answer, .exercise-hint, .exercise-status, .exercise-buttons, .course-progress"
    assert page.locator(hidden).count() > len(CLOSED_KINDS)
    assert page.locator(f":is({hidden})").filter(visible=True).count() == 0
    expect(page.locator("#sample-number input")).to_be_visible()


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["date", "number"])
def test_print_shows_nothing_of_where_the_cursor_is(page: Page, address: str, kind: str) -> None:
    page.goto(f"{address}/course/lessons/{SAMPLE}.html")
    field = page.locator(f"#sample-{kind} input")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    unfocused = field.screenshot()
    field.press("Tab")
    page.keyboard.press("Shift+Tab")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert field.evaluate("one => getComputedStyle(one).outlineStyle") == "none"
    assert field.screenshot() == unfocused


@pytest.mark.slow
def test_without_javascript_a_page_is_complete(browser: Browser, address: str) -> None:
    """Each answer opens on request, and no button stands there that would do nothing."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/course/lessons/{SAMPLE}.html")
    answers = page.locator(".exercise-answer")
    assert answers.count() == len(KINDS)
    answers.first.locator("summary").press("Enter")
    expect(answers.first.locator(".exercise-solution")).to_be_visible()
    assert page.locator(".exercise button:visible").count() == 0
    context.close()


@pytest.mark.slow
def test_the_site_works_when_opened_from_disk(page: Page, student: Build) -> None:
    """Exercises, memory and search."""
    lesson = (student.out / "course" / "lessons" / f"{SAMPLE}.html").as_uri()
    page.goto(lesson)
    one = open_exercise(page, "sample-date")
    type_date(page, one, "2019-12-31")
    press(page, one, "Check")
    # From disk a browser writes in its own time, and a reload at once can come before it.
    other = page.context.new_page()
    other.goto(lesson)
    other.wait_for_function("JSON.parse(localStorage.getItem('said-a-source/sample-date') ?? '{}').checked")
    other.close()
    page.reload()
    expect(one.get_by_role("status")).to_contain_text("Right")
    page.goto((student.out / "search.html").as_uri() + "?q=luggage")
    expect(page.locator(".search-results li a").first).to_be_visible()


def test_the_first_page_of_the_site_opens_the_course(page: Page, address: str) -> None:
    """As a folder's index does."""
    page.goto(f"{address}/")
    page.wait_for_url("**/course/index.html")


# Both colour schemes, phone and desk


FORMS = (f"course/lessons/{SAMPLE}", f"course/lessons/{SAMPLE}-hand-in")
OTHERS = (
    "course/index",
    "course/lessons/06-whose-deadline",
    "course/evidence/rfa-2019/claims",
    "course/evidence/rfa-2019/grid",
    "search",
)
SHORTEN = """() => {
    const parents = [...document.querySelectorAll("main *")].filter(one => one.children.length > 12);
    for (const parent of parents) [...parent.children].slice(12).forEach(child => child.remove());
}"""
"""Leaves twelve of a kind on a page: contrast is slow to compute, and entries of a list look alike."""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("width", "scheme", "names"),
    [
        (390, "light", FORMS),
        (390, "dark", FORMS + OTHERS),
        (1280, "light", FORMS + OTHERS),
        (1280, "dark", FORMS),
    ],
)
def test_axe_finds_nothing_and_no_page_is_wider_than_the_screen(
    page: Page, address: str, width: int, scheme: Literal["light", "dark"], names: tuple[str, ...]
) -> None:
    """On a phone and a desk, in light and dark, with every exercise of the sample answered wrong and checked."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    found = []
    for name in names:
        page.goto(f"{address}/{name}.html")
        expect(page.locator(f"html[data-theme={scheme}]")).to_be_attached()
        if name.endswith(SAMPLE):
            keep(page, {f"sample-{kind}": answer for kind, answer in WRONG.items()}, checked=True)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append((name, "wider than the screen", ""))
        page.evaluate(SHORTEN)
        for fault in Axe().run(page, options=AXE).response["violations"]:
            found += [(name, fault["id"], node["html"][:90]) for node in fault["nodes"]]
    assert found == []


@pytest.mark.slow
@pytest.mark.parametrize(("width", "letters"), [(320, "100%"), (320, "200%"), (768, "200%")])
def test_no_page_is_wider_than_the_screen_in_letters_of_any_size(
    page: Page, address: str, student: Build, width: int, letters: str
) -> None:
    """From 320 CSS pixels on, the narrowest that WCAG 1.4.10 asks for, and in letters twice as large, as 1.4.4 does.

    With all opened; tables scroll in their own frame.
    """
    page.set_viewport_size({"width": width, "height": 600})
    names = sorted(path.relative_to(student.out).as_posix() for path in student.out.glob("course/**/*.html"))
    wide = []
    for name in names:
        page.goto(f"{address}/{name}", wait_until="domcontentloaded")
        page.evaluate("size => { document.documentElement.style.fontSize = size; }", letters)
        page.eval_on_selector_all("details", "all => all.forEach(one => { one.open = true; })")
        page.wait_for_timeout(50)  # what is opened tells so a moment later
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(name)
    assert wide == []


@pytest.mark.slow
def test_targets_are_large_enough(lesson: Page) -> None:
    """24 by 24 CSS pixels at least, label included, for all that can be pressed in an exercise."""
    pressed = ".exercise :is(.choice label, .bin, .word, select, button, summary, textarea)"
    boxes = lesson.eval_on_selector_all(
        pressed,
        "all => all.map(one => [one.tagName, one.innerText, one.getBoundingClientRect()])"
        ".filter(([, , box]) => box.width).map(([tag, text, {width, height}]) => [tag, text, width, height])",
    )
    assert {tag for tag, *_ in boxes} == {"LABEL", "SELECT", "BUTTON", "TEXTAREA", "SUMMARY"}
    assert [(text, width, height) for _, text, width, height in boxes if min(width, height) < 24] == []
