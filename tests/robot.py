"""A reader with a keyboard alone: it presses keys, and never points."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

PATIENCE = 30_000
"""Milliseconds after which a page is given up that does not answer: a busy machine is no fault of the page."""
expect.set_options(timeout=PATIENCE)

AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
    "preload": False,  # it asks for style sheets at wrong addresses
}


class Tab:
    """One page for many tests: to open another takes as long as to load it several times."""

    def __init__(self, browser: Browser, **options: Any) -> None:  # noqa: ANN401 - whatever a context can be given
        self.context = browser.new_context(**options)
        self.context.set_default_timeout(PATIENCE)
        self.page = self.context.new_page()
        self.viewport = self.page.viewport_size
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", lambda said: self.faults.append(said.text) if said.type == "error" else None)

    @contextmanager
    def lent(self) -> Iterator[Page]:
        """Lend the page for a test, and take it back as it was; an error of a script is an error of the test."""
        yield self.page
        if self.viewport:
            self.page.set_viewport_size(self.viewport)
        self.page.emulate_media(color_scheme="null")
        self.page.evaluate("localStorage.clear()")
        self.page.goto("about:blank")
        faults, self.faults = self.faults, []
        assert faults == []


def open_exercise(page: Page, id: str) -> Locator:
    """Follow the exercise's permanent link, so that Tab goes on from there, and return the exercise."""
    page.evaluate("id => { location.hash = id; }", id)
    return page.locator(f"#{id}")


BETWEEN = """element => {
  const here = document.activeElement;
  if (element.closest("[popover]") !== here.closest("[popover]")) return [false, 0];  // it follows its button for Tab
  const before = (one, other) => Boolean(one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING);
  const back = before(element, here) && !here.contains(element);
  const [first, last] = back ? [element, here] : [here, element];
  const sure = [...document.querySelectorAll("a[href], button, select, input[type=text], textarea, summary")];
  const between = sure.filter(one => before(first, one) && before(one, last) && one.tabIndex >= 0 && !one.disabled
    && one.checkVisibility({ visibilityProperty: true }) && !one.closest("[inert]"));
  return [back, here === document.body ? 0 : between.length];
}"""
"""Whether an element lies behind the focus, and at how many others Tab stops on the way, as far as that is sure."""


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab, or Shift and Tab where the element lies behind, until it has the focus."""
    element = wanted.element_handle()
    back, between = element.evaluate(BETWEEN)
    key = "Shift+Tab" if back else "Tab"
    for _ in range(between):  # without a look after each, which takes as long again
        page.keyboard.press(key)
    for _ in range(300):
        if element.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press(key)
    pytest.fail(f"Tab never reaches {wanted}")


def pick_radio(page: Page, group: Locator, value: str) -> None:
    """Go into a group of radio buttons with Tab and to the one wanted with the arrows."""
    radios = group.locator("input[type=radio]")
    values = radios.evaluate_all("all => all.map(one => one.value)")
    chosen = group.locator("input[type=radio]:checked")
    start = chosen if chosen.count() else radios.first
    tab_to(page, start)
    page.keyboard.press("Space")
    here = start.evaluate("one => one.value")
    for _ in range((values.index(value) - values.index(here)) % len(values)):
        page.keyboard.press("ArrowDown")


def tick(page: Page, form: Locator, values: tuple[str, ...]) -> None:
    """Tick the boxes wanted with Tab and Space."""
    for box in form.locator("input[type=checkbox]").all():
        if box.get_attribute("value") in values:
            tab_to(page, box)
            page.keyboard.press("Space")


def sort_statements(page: Page, form: Locator, answer: dict[str, str]) -> None:
    """Put each statement into its bin."""
    for statement, bin_ in answer.items():
        pick_radio(page, form.locator(f'[data-slot="{statement}"]'), bin_)


def fill_cells(page: Page, form: Locator, answer: dict[str, str]) -> None:
    """Choose each cell's value, or each item's, with the arrow keys."""
    for slot, value in answer.items():
        cell = form.locator(f'[data-slot="{slot}"] select')
        tab_to(page, cell)
        values = cell.evaluate("cell => Array.from(cell.options, option => option.value)")
        for _ in range(values.index(value)):
            page.keyboard.press("ArrowDown")


def type_date(page: Page, form: Locator, answer: str) -> None:
    """Type a date as this locale writes it: month, day, year."""
    year, month, day = answer.split("-")
    tab_to(page, form.locator("input"))
    page.keyboard.type(month + day + year)


def type_text(page: Page, form: Locator, answer: str) -> None:
    """Type into the one field."""
    tab_to(page, form.locator("input, textarea"))
    page.keyboard.type(answer)


def fill_in(page: Page, form: Locator, answer: object) -> None:
    """Answer a question's form, whatever it asks."""
    if isinstance(answer, dict):
        (fill_cells if form.locator("[data-slot] select").count() else sort_statements)(page, form, answer)
    elif isinstance(answer, tuple):
        tick(page, form, answer)
    elif form.locator("input[type=radio]").count():
        pick_radio(page, form, str(answer))
    else:
        (type_date if form.locator("input[type=date]").count() else type_text)(page, form, str(answer))
