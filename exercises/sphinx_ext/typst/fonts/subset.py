"""Cut a CJK font down to the characters that the course uses: ``python subset.py NotoSansCJKjp-Regular.otf``.

Needs fonttools[woff].
Writes SaidCJK.otf beside this file for the PDF, and SaidCJK.woff2 among the pages' static files.
The font is Noto Sans CJK JP under the SIL Open Font License (OFL.txt).
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

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
    web = HERE.parent.parent / "static" / "SaidCJK.woff2"
    options = [f"--text={characters(ROOT)}", "--layout-features=", "--notdef-outline", "--no-hinting"]
    command = [sys.executable, "-m", "fontTools.subset", font, *options]
    subprocess.run([*command, f"--output-file={HERE / 'SaidCJK.otf'}"], check=True)
    subprocess.run([*command, "--flavor=woff2", f"--output-file={web}"], check=True)


if __name__ == "__main__":
    main(sys.argv[1])
