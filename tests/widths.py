"""Whether a PDF is true to its fonts: for each glyph that a page shows, the width that the PDF says and the font's own.

PDF/UA-1 asks in 7.21.5 that the two agree to a thousandth of the font's size.
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import pikepdf
from fontTools.cffLib import CFFFontSet
from fontTools.pens.basePen import NullPen
from fontTools.ttLib import TTFont

NEAR = 1.0
"""How far the two may lie apart, in thousandths of the font's size."""
Widths = dict[int, float]


def wrong_widths(made: Path | IO[bytes]) -> list[str]:
    """Return a line for each glyph that is shown and whose widths disagree; ValueError for a font that is not read."""
    with pikepdf.open(made) as pdf:
        return [
            f"{font.BaseFont}: glyph {glyph}: the PDF says {says:g}, and the font has {has:g}"
            for font, glyphs in shown(pdf)
            for glyph, says, has in compare(font.DescendantFonts[0], glyphs)
            if abs(says - has) > NEAR
        ]


def compare(font: Any, glyphs: set[int]) -> Iterator[tuple[int, float, float]]:  # noqa: ANN401 - an object of the PDF
    """Yield each glyph, its width by the PDF and its width by the font program, in thousandths of the size."""
    if font.get("/CIDToGIDMap", "/Identity") != "/Identity":
        raise ValueError(f"{font.BaseFont}: a glyph must have the number that the PDF gives it, or is not read here")
    said, usual, own = widths_said(font), float(font.get("/DW", 1000)), widths_of(font.FontDescriptor)
    for glyph in sorted(glyphs):
        yield glyph, said.get(glyph, usual), own[glyph]


def shown(pdf: pikepdf.Pdf) -> list[tuple[Any, set[int]]]:
    """Return each font of the pages with the glyphs that they show."""
    fonts: dict[Any, Any] = {}
    glyphs: dict[Any, set[int]] = defaultdict(set)
    for page in pdf.pages:
        _read(page.obj, page.obj.get("/Resources", {}), fonts, glyphs)
    return [(font, glyphs[key]) for key, font in fonts.items()]


def _read(content: Any, resources: Any, fonts: dict[Any, Any], glyphs: dict[Any, set[int]]) -> None:  # noqa: ANN401
    """Note the glyphs that a page or a form shows, and those of the forms in it."""
    key, kept = None, []
    for operands, operator in pikepdf.parse_content_stream(content, "q Q Tf Tj TJ ' \" Do"):
        match str(operator):
            case "q":
                kept.append(key)
            case "Q":
                key = kept.pop()
            case "Tf":
                font = resources["/Font"][operands[0]]
                if font.Subtype != "/Type0" or font.Encoding != "/Identity-H":
                    raise ValueError(f"{font.BaseFont}: a font must be of Type0 in Identity-H, or is not read here")
                fonts[key := font.objgen] = font
            case "Do":
                form = resources["/XObject"][operands[0]]
                if form.Subtype == "/Form":
                    _read(form, form.get("/Resources", resources), fonts, glyphs)
            case _:
                texts = operands[0] if str(operator) == "TJ" else operands[-1:]
                for text in texts:
                    if isinstance(text, pikepdf.String):
                        codes = bytes(text)
                        glyphs[key].update(codes[at] << 8 | codes[at + 1] for at in range(0, len(codes), 2))


def widths_said(font: Any) -> Widths:  # noqa: ANN401 - an object of the PDF
    """Return the widths of the font's /W, which names glyphs one by one or by ranges."""
    said: Widths = {}
    parts = iter(font.get("/W", ()))
    for first in parts:
        second = next(parts)
        if isinstance(second, pikepdf.Array):
            said |= {int(first) + place: float(width) for place, width in enumerate(second)}
        else:
            said |= dict.fromkeys(range(int(first), int(second) + 1), float(next(parts)))
    return said


def widths_of(descriptor: Any) -> Widths:  # noqa: ANN401 - an object of the PDF
    """Return the widths of the font program, by glyph."""
    if "/FontFile2" in descriptor:
        return _of_tables(TTFont(io.BytesIO(descriptor.FontFile2.read_bytes())))
    program = descriptor.FontFile3
    if program.Subtype == "/OpenType":
        return _of_tables(TTFont(io.BytesIO(program.read_bytes())))
    return _of_outlines(program.read_bytes())


def _of_tables(font: TTFont) -> Widths:
    unit = 1000 / font["head"].unitsPerEm
    return {glyph: font["hmtx"][name][0] * unit for glyph, name in enumerate(font.getGlyphOrder())}


def _of_outlines(program: bytes) -> Widths:
    fonts = CFFFontSet()
    fonts.decompile(io.BytesIO(program), None)
    (font,) = (fonts[name] for name in fonts.fontNames)
    widths: Widths = {}
    for glyph, name in enumerate(font.charset):
        outline = font.CharStrings[name]
        outline.draw(NullPen())  # reads the width on the way
        widths[int(name.removeprefix("cid")) if name.startswith("cid") else glyph] = outline.width
    return widths
