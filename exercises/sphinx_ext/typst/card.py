"""The picture that others show beside a link to the course: ``python -m exercises.sphinx_ext.typst.card`` draws it."""

from __future__ import annotations

from pathlib import Path

from exercises.files import write_whole
from exercises.sphinx_ext.web import CARD

SOURCE = Path(__file__).with_name("card.typ")
PICTURE = Path(__file__).parents[1] / "static" / CARD


def draw() -> bytes:
    """Return the picture as PNG, 1200 by 630 pixels, in the fonts that Typst brings with it."""
    import typst

    return bytes(typst.compile(str(SOURCE), format="png", ppi=144, ignore_system_fonts=True))


if __name__ == "__main__":
    write_whole(PICTURE, draw())
