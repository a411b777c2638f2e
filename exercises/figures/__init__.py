"""Figures drawn from the ledger, as SVG: a fact that changes there changes here.

A figure is a module with ``draw(report)``, which returns the SVG's text, and ``alt(report)``, which says what to see.
Colours are ``currentColor`` and the page's own, each with a fallback for print, so that a figure follows the reader's
colour scheme; whatever a colour says is said by a line's style or a word as well.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from exercises.figures import argument_map, timeline
from exercises.ledger import Report


@dataclass(frozen=True)
class Figure:
    """A figure by name: how it is drawn, and what it says to somebody who cannot see it."""

    draw: Callable[[Report], str]
    alt: Callable[[Report], str]


FIGURES = {
    "argument-map": Figure(argument_map.draw, argument_map.alt),
    "timeline": Figure(timeline.draw, timeline.alt),
}
