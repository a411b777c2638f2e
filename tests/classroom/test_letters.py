"""What ``assign`` says to install where no font has a letter of a student's name."""

from __future__ import annotations

import pytest
from classes import assignment

from exercises.classroom.handing_out import letters
from exercises.errors import CourseError


@pytest.mark.parametrize(
    ("name", "package"),
    [
        ("李", "fonts-noto-cjk"),
        ("김", "fonts-noto-cjk"),
        ("さ", "fonts-noto-cjk"),
        ("サ", "fonts-noto-cjk"),
        ("ก", "fonts-noto-core"),
        ("😀", "fonts-noto-color-emoji"),
    ],
)
def test_a_letter_that_no_font_has_is_named_with_the_package_of_its_script(
    name: str, package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(letters, "without_font", lambda text: set(text) - {"s"})
    with pytest.raises(CourseError) as lacking:
        letters.require_letters(assignment("date", student="s", name=name).sheets)
    (found,) = lacking.value.findings
    assert found.where == name
    assert (
        f"none has {name} (U+{ord(name):04X}); on Debian or Ubuntu type apt-get install {package}, or" in found.message
    )


def test_names_whose_letters_the_fonts_have_are_passed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(letters, "without_font", lambda _text: set())
    letters.require_letters(assignment("date").sheets)
