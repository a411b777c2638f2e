"""Figures drawn from the ledger, as SVG: a fact that changes there changes here.

A figure is a module with ``draw(report)``, which returns the SVG's text, and ``alt(report)``, which says what to see.
Colours are ``currentColor`` and the page's own, each with a fallback for print, so that a figure follows the reader's
colour scheme; whatever a colour says is said by a line's style or a word as well.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from exercises.draw.figures import argument_map, base_rates, junes, posts, readings, scales, steps, timeline
from exercises.draw.figures.given import not_drawn, table_of
from exercises.ledger.types import Report

Data = tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]
"""The heads of a table, and its rows."""


@dataclass(frozen=True)
class Figure:
    """A figure by name: how it is drawn, what it says to somebody who cannot see it, and its data as a table."""

    draw: Callable[[Report], str]
    alt: Callable[[Report], str]
    data: Callable[[Report], Data] | None = None


@dataclass(frozen=True)
class Drawn:
    """A figure as it is drawn of a report: its SVG, its words, and its data as a table, where it has some."""

    svg: str
    alt: str
    data: Data | None


def table_data(name: str) -> Callable[[Report], Data]:
    """Return what gives heads and rows of one of the report's tables."""

    def data(report: Report) -> Data:
        table = table_of(report, name)
        rows = tuple((row.label, *(row.cells[column.id] for column in table.columns)) for row in table.rows)
        return (table.corner, *(column.label for column in table.columns)), rows

    return data


FIGURES = {
    "argument-map": Figure(argument_map.draw, argument_map.alt),
    "base-rates": Figure(base_rates.draw, base_rates.alt, base_rates.data),
    "four-junes": Figure(junes.draw, junes.alt, table_data("junes")),
    "open-readings": Figure(readings.draw, readings.alt, table_data("open-readings")),
    "pedigree": Figure(steps.draw_pedigree, steps.alt_pedigree),
    "posts": Figure(posts.draw, posts.alt, table_data("posts")),
    "provenance-chain": Figure(steps.draw_hands, steps.alt_hands),
    "scales": Figure(scales.draw, scales.alt, table_data("scales")),
    "timeline": Figure(timeline.draw, timeline.alt),
}


def drawn(report: Report, name: str) -> Drawn:
    """Return one of the figures as the report has it.  Raises CourseError, which says what it lacks."""
    figure = FIGURES[name]
    try:
        return Drawn(figure.draw(report), figure.alt(report), figure.data(report) if figure.data else None)
    except LookupError as error:
        message = f"must have {error.args[0]!r} among what it draws, and has not; mend its spelling or add it"
        raise not_drawn(report, name, message) from error
    except (ValueError, ArithmeticError) as error:
        raise not_drawn(report, name, f"must be such as can be drawn, and is not: {error}; mend it") from error
