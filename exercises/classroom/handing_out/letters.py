"""Whether this computer's fonts have every letter of the names on the sheets, asked of Pango, which will draw them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from exercises.classroom.assignment import Sheet
from exercises.errors import CourseError, Finding

_FONTS = {
    "CJK": "fonts-noto-cjk",
    "HANGUL": "fonts-noto-cjk",
    "HIRAGANA": "fonts-noto-cjk",
    "KATAKANA": "fonts-noto-cjk",
}
"""Packages of Debian and Ubuntu by the first word of a letter's name in Unicode."""
_SIGNS, _ELSE = "fonts-noto-color-emoji", "fonts-noto-core"


def require_letters(sheets: Iterable[Sheet]) -> None:
    """Raise CourseError, naming each student of whose name or id a letter is in no font, and a package to install.

    Where :mod:`exercises.classroom.handing_out.ready` finds something missing, this must not be called.
    """
    sheets = list(sheets)
    lacking = without_font("".join(f"{sheet.name}{sheet.student}" for sheet in sheets))
    findings = [
        Finding("sheets as PDF", sheet.name or sheet.student, _said(letters), "font")
        for sheet in sheets
        if (letters := [letter for letter in dict.fromkeys(f"{sheet.name}{sheet.student}") if letter in lacking])
    ]
    if findings:
        raise CourseError(findings)


def _said(letters: list[str]) -> str:
    named = ", ".join(f"{letter} (U+{ord(letter):04X})" for letter in letters)
    packages = " ".join(sorted({_package(letter) for letter in letters}))
    return (
        f"must have letters that a font on this computer has, and none has {named}; on Debian or Ubuntu type "
        f"apt-get install {packages}, or make pages alone with --no-pdf"
    )


def _package(letter: str) -> str:
    if unicodedata.category(letter) == "So":
        return _SIGNS
    return _FONTS.get(unicodedata.name(letter, "").partition(" ")[0], _ELSE)


def without_font(text: str) -> set[str]:
    """Return the letters of a text that no font has; what cannot be seen needs none."""
    from weasyprint.text.ffi import ffi, gobject, pango
    from weasyprint.text.fonts import FontConfiguration

    ffi.cdef("int pango_layout_get_unknown_glyphs_count(PangoLayout *layout);", override=True)
    fonts = FontConfiguration()
    context = ffi.gc(pango.pango_font_map_create_context(fonts.font_map), gobject.g_object_unref)

    def lacks(some: str) -> bool:
        layout = ffi.gc(pango.pango_layout_new(context), gobject.g_object_unref)
        data = some.encode()
        pango.pango_layout_set_text(layout, data, len(data))
        return bool(pango.pango_layout_get_unknown_glyphs_count(layout))

    letters = {letter for letter in text if unicodedata.category(letter) not in ("Cf", "Zs")}
    return {letter for letter in letters if lacks(letter)} if lacks("".join(sorted(letters))) else set()
