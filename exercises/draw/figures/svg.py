"""A little SVG: elements as text, with everything escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

WIDTH = 400
"""The width of every figure, in its own units, so that letters stay readable on a phone."""
ACCENT = "var(--said-accent, #1d5f82)"
MUTED = "var(--said-muted, #4f5b62)"
INK = "currentColor"
CARD = "var(--said-card, #f6f8f9)"


def element(name: str, *children: str, **attributes: object) -> str:
    """Return an element; an underscore in an attribute's name stands for a hyphen."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(str(value))}"' for key, value in attributes.items()
    )
    return f"<{name}{written}>{''.join(children)}</{name}>" if children else f"<{name}{written}/>"


def words(text: str, x: float, y: float, **attributes: object) -> str:
    """Return one line of words, its baseline at ``y``."""
    return element("text", escape(text), x=x, y=y, **attributes)


def picture(name: str, title: str, height: float, parts: Iterable[str], **more: object) -> str:
    """Return the whole drawing; ``name`` keeps its ids apart from those of other drawings on a page."""
    return element(
        "svg",
        element("title", escape(title), id=f"drawing-{name}"),
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH} {height:g}",
        role="img",
        aria_labelledby=f"drawing-{name}",
        font_family="system-ui, 'Libertinus Serif', sans-serif",
        font_size=13,
        fill=INK,
        class_="drawing",
        **more,
    )
