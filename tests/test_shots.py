"""The pictures of the course in README.md: what they show is what the pages say today."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from sites import ROOT, Build

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def test_readme_shows_the_pictures_that_are_taken() -> None:
    shown = re.findall(r'<img src="([^"]+)"[^>]* alt="[^"]+">', (ROOT / "README.md").read_text(encoding="utf-8"))
    told = json.loads((ROOT / "tests/shots/told.json").read_text(encoding="utf-8"))
    assert sorted(shown) == sorted(f"tests/shots/{name}" for name in told)
    assert sorted(path.name for path in (ROOT / "tests/shots").glob("*.png")) == sorted(told)


@pytest.mark.slow
def test_a_picture_shows_what_the_page_says(browser: Browser, student: Build) -> None:
    from shots import SHOTS, TOLD, shown, told  # needs the browser's package

    found = {}
    for name, shot in SHOTS.items():
        with shown(browser, shot, student.out) as exercise:
            found[name] = told(exercise)
    assert found == json.loads(TOLD.read_text(encoding="utf-8")), "type `make shots`"
