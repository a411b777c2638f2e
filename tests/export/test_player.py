"""QTI 3.0 in a real player, in a browser: every kind is drawn, takes answers and scores them as we do."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from lms.nasty import item_of
from lms.responses import responses
from player import SCRIPT
from playwright.sync_api import Browser, Page
from sites import KINDS

from exercises.export import qti2
from exercises.export.item import Item
from exercises.export.qti3 import renamed
from exercises.export.xml import in_lines
from exercises.questions.grade import score
from exercises.questions.question import Answer

pytestmark = pytest.mark.slow
ROUNDED = 0.00051
"""The player keeps three decimal places of a score."""
LOAD = """async xml => {
  const holder = document.querySelector('item-container');
  holder.itemXML = xml;
  const wanted = new DOMParser().parseFromString(xml, 'text/xml').documentElement.getAttribute('identifier');
  for (;;) {
    const item = holder.shadowRoot.querySelector('qti-assessment-item');
    if (item && item.getAttribute('identifier') === wanted && item.variables.length) return item.innerText;
    await new Promise(next => requestAnimationFrame(next));
  }
}"""
ANSWER = """given => {
  const item = document.querySelector('item-container').shadowRoot.querySelector('qti-assessment-item');
  item.updateResponseVariable('RESPONSE', given);
  item.processResponse();
  return [item.getOutcome('SCORE').value, item.getOutcome('SOLUTION').value];
}"""
CLICK = """() => {
  const item = document.querySelector('item-container').shadowRoot.querySelector('qti-assessment-item');
  item.querySelectorAll('qti-simple-choice, qti-hottext').forEach(one => one.click());
  return item.getResponse('RESPONSE').value;
}"""


@pytest.fixture(scope="module")
def page(player: Browser) -> Iterator[Page]:
    """Yield a page with the player and no item yet."""
    page = player.new_page()
    page.set_content("<!doctype html><qti-item><item-container></item-container></qti-item>")
    page.add_script_tag(path=SCRIPT)
    yield page
    page.close()


def given(item: Item, response: Answer) -> object:
    """Return a response as the player takes it."""
    if isinstance(response, tuple):
        return [qti2.chosen(slot) for slot in response] or None
    if isinstance(response, dict) and item.shape == "places":
        return [qti2.chosen(slot) for slot in sorted(response, key=lambda slot: int(response[slot]))]
    if isinstance(response, dict):
        return [f"{qti2.chosen(slot)} {qti2.offered(value)}" for slot, value in response.items()] or None
    return (qti2.chosen(response) if item.shape == "one" else response.strip()) if response else None


@pytest.mark.parametrize("kind", KINDS)
def test_a_player_draws_and_scores_it_as_we_do(kind: str, page: Page) -> None:
    item = item_of(kind, nasty=True)
    text = page.evaluate(LOAD, in_lines(renamed(qti2.question(item))).decode())
    assert "남양 세관, 珲春 {x} =5 ~y" in text
    if item.shape == "text":
        return
    scores = set()
    for response in responses(item, 100, "player", permuted=True):
        theirs, told = page.evaluate(ANSWER, given(item, response))
        ours = score(item.question, item.key, response)
        assert float(theirs) == pytest.approx(ours, abs=ROUNDED), response
        assert told == "solution"
        scores.add(ours)
    assert len(scores) > 1


@pytest.mark.parametrize(
    ("kind", "several"), [("single-choice", False), ("multiple-choice", True), ("select-words", True)]
)
def test_a_click_chooses(kind: str, several: bool, page: Page) -> None:
    item = item_of(kind)
    page.evaluate(LOAD, in_lines(renamed(qti2.question(item))).decode())
    clicked = page.evaluate(CLICK)
    ids = [qti2.chosen(thing.id) for thing in item.things]
    assert sorted(clicked) == sorted(ids) if several else clicked in ids
