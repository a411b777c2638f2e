"""Cut a CJK font down to the characters that the course uses: ``python subset.py NotoSansCJKjp-Regular.otf``.

Needs fonttools[woff].
Writes SaidCJK.otf beside this file for the PDF, and SaidCJK.woff2 among the pages' static files.
The font is Noto Sans CJK JP under the SIL Open Font License (OFL.txt).
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
ROOT = HERE.parents[3]
FIRST = "\u2e80"
"""Where the East Asian scripts begin."""


def characters(root: Path) -> str:
    """Return the East Asian characters of the course's sources, sorted."""
    files = [*root.glob("course/**/*.md"), *root.glob("course/**/*.toml"), *root.glob("exercises/**/*.toml")]
    return "".join(sorted({letter for file in files for letter in file.read_text(encoding="utf-8") if letter >= FIRST}))


def main(font: str) -> None:
    """Write the two subsets."""
    cut = HERE / "SaidCJK.otf"
    options = [f"--text={characters(ROOT)}", "--layout-features=", "--notdef-outline", "--no-hinting"]
    subprocess.run([sys.executable, "-m", "fontTools.subset", font, *options, f"--output-file={cut}"], check=True)
    subset = TTFont(cut, recalcTimestamp=False)
    say_each_width(subset)
    subset.save(cut)
    subset.flavor = "woff2"
    subset.save(HERE.parent.parent / "static" / "SaidCJK.woff2")


def say_each_width(font: TTFont) -> None:
    """Write the outlines anew so that each glyph says its own width.

    Noto groups its glyphs and leaves out a width that is usual in a group.
    A checker of PDF/UA that looks the usual width up in another group finds widths that are not so.
    """
    glyphs, name = font.getGlyphSet(), font["name"].getDebugName(6)
    drawn = {}
    for glyph, (width, _) in font["hmtx"].metrics.items():
        pen = T2CharStringPen(width, glyphs)
        glyphs[glyph].draw(pen)
        drawn[glyph] = pen.getCharString()
    FontBuilder(font=font).setupCFF(name, {"FullName": font["name"].getDebugName(4)}, drawn, {})


if __name__ == "__main__":
    main(sys.argv[1])
