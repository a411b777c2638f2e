"""Parts of the tests that need packages of the system, and what becomes of them where those are not there.

A test needs a part where it uses the part's fixture, itself or through other fixtures.  Without the packages such
tests are left out, and one line at the end of the run says so; where CI is set they fail instead, unless BARE is set.
"""

from __future__ import annotations

import ctypes
import os
import re
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from player import PACKAGE, SCRIPT
from schemas import FILES

from exercises.classroom.handing_out.ready import require_drawing
from exercises.errors import NotInstalledError

README = Path(__file__).parents[1] / "README.md"


def find_chromium() -> str | None:
    """Return where the system's Chromium is; none is ever downloaded."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def has_font() -> bool:
    """Return whether fontconfig finds a font, without which Chromium ends at once; a system may do without it."""
    try:
        fontconfig = ctypes.CDLL("libfontconfig.so.1")
    except OSError:
        return True
    fontconfig.FcConfigGetFonts.argtypes = [ctypes.c_void_p, ctypes.c_int]
    fontconfig.FcConfigGetFonts.restype = ctypes.POINTER(ctypes.c_int)
    found = fontconfig.FcConfigGetFonts(None, 0)
    return bool(found) and found[0] > 0


@cache
def lacking_to_browse() -> str:
    """Return what is missing to open a page in a browser, or nothing."""
    missing = {"Chromium": find_chromium() is None, "a font": not has_font()}
    return " and ".join(name for name, is_missing in missing.items() if is_missing)


def lacking_to_play() -> str:
    """Return what is missing to play an item of QTI, or nothing."""
    return "" if SCRIPT.exists() else "the player that make player fetches"


def lacking_to_read() -> str:
    """Return what is missing to read an EPUB, or nothing."""
    return "" if PACKAGE.exists() else "the reader that make player fetches"


def lacking_to_validate() -> str:
    """Return what is missing to hold a package against 1EdTech's schemas, or nothing."""
    return "" if all(path.exists() for path in FILES) else "the schemas that make schemas fetches"


@cache
def lacking_to_draw() -> str:
    """Return what is missing to draw a sheet as PDF, or nothing."""
    try:
        require_drawing()
    except NotInstalledError as error:
        return error.findings[0].where
    return ""


EPUBCHECK = Path("/usr/share/java/epubcheck.jar")
"""Where Debian puts it; its command of that name is this file, which not every system can run."""


@cache
def lacking_to_check_books() -> str:
    """Return what is missing to run EPUBCheck, or nothing."""
    missing = {"Java": shutil.which("java") is None, "EPUBCheck": not EPUBCHECK.exists()}
    return " and ".join(name for name, is_missing in missing.items() if is_missing)


@dataclass(frozen=True)
class Part:
    """Tests that need the same packages: what they try, as README.md calls it, and what is missing to do so."""

    name: str
    lacking: Callable[[], str]

    @property
    def packages(self) -> str:
        """Return the packages that README.md names for the part."""
        (row,) = re.findall(rf"^\| {re.escape(self.name)} \|(.*)\|$", README.read_text(encoding="utf-8"), re.MULTILINE)
        return " ".join(re.findall(r"`(.+?)`", row))

    @property
    def remedy(self) -> str:
        """Return what is missing and how to install it."""
        return f"{self.name} need {self.lacking()}: apt-get install {self.packages}"

    def require(self) -> None:
        """Fail where something is missing."""
        if self.lacking():
            pytest.fail(f"{self.remedy} (or set BARE=1 where these tests shall be left out)", pytrace=False)


PARTS = {
    "browser": Part("pages in a browser", lacking_to_browse),
    "player": Part("items in a QTI player", lacking_to_play),
    "reader": Part("the EPUB in a reader", lacking_to_read),
    "schemas": Part("exports in 1EdTech's schemas", lacking_to_validate),
    "drawing": Part("sheets as PDF", lacking_to_draw),
    "epubcheck": Part("the EPUB in EPUBCheck", lacking_to_check_books),
}
"""Each part, by its fixture."""


def parts_of(test: pytest.Item) -> list[Part]:
    """Return the parts that a test needs."""
    fixtures = getattr(test, "fixturenames", ())
    return [part for fixture, part in PARTS.items() if fixture in fixtures]


def leave_out(tests: list[pytest.Item]) -> tuple[list[pytest.Item], list[str]]:
    """Take the tests that cannot run here out of the list; return them, and a line for each part."""
    if os.environ.get("CI") and not os.environ.get("BARE"):
        return [], []
    wanting = {test.nodeid: [part for part in parts_of(test) if part.lacking()] for test in tests}
    out = [test for test in tests if wanting[test.nodeid]]
    tests[:] = [test for test in tests if not wanting[test.nodeid]]
    counts = Counter(part.remedy for test in out for part in wanting[test.nodeid])
    return out, [f"left out, {count} tests: {remedy}" for remedy, count in counts.items()]
