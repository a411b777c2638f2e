"""The pictures of the course in README.md, taken from the built pages: ``python tests/shots.py``, as ``make shots`` calls it.

Beside each picture lies what could be read in it, so that a test can tell when the page says something else.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from needs import find_chromium
from playwright.sync_api import Browser, Locator, ViewportSize, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "tests" / "shots"
TOLD = FOLDER / "told.json"
"""What can be read in each picture, by its file's name."""


@dataclass(frozen=True)
class Shot:
    """A picture of one exercise after a choice of it was checked; ``width`` is the window's, in CSS pixels."""

    page: str
    exercise: str
    choice: str
    width: int
    colours: Literal["light", "dark"]


SHOTS: Mapping[str, Shot] = {
    "exercise.png": Shot("04-visa-run-or-new-worker-practice", "run-or-new", "age", 1000, "light"),
    "phone.png": Shot("04-visa-run-or-new-worker", "mend-the-bus", "heard", 390, "dark"),
}


@contextmanager
def shown(browser: Browser, shot: Shot, site: Path) -> Iterator[Locator]:
    """Yield the exercise, answered and checked, as it is to be seen on the built page."""
    window: ViewportSize = {
        "width": shot.width,
        "height": 2000,
    }  # as high as the exercise, so that nothing of the page lies over it
    context = browser.new_context(viewport=window, color_scheme=shot.colours, device_scale_factor=1.5)
    page = context.new_page()
    page.goto((site / "course" / "lessons" / f"{shot.page}.html").as_uri())
    exercise = page.locator(f"#{shot.exercise}")
    exercise.locator(f"input[value={shot.choice}]").check()
    exercise.locator("[type=submit]").click()
    page.mouse.move(0, 0)
    yield exercise
    context.close()


def told(exercise: Locator) -> str:
    """Return what can be read of an exercise, a line each."""
    return "\n".join(line for line in map(str.strip, exercise.inner_text().splitlines()) if line)


def main() -> int:
    """Take every picture from ``_build/html``, and write down what it shows; return 0."""
    found = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        for name, shot in SHOTS.items():
            with shown(browser, shot, ROOT / "_build" / "html") as exercise:
                exercise.screenshot(path=FOLDER / name, animations="disabled")
                found[name] = told(exercise)
    TOLD.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
