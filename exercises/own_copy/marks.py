"""A copy marked: its text cut into runs, each with the claims that its words carry."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from exercises.ledger.types import Claim, Report
from exercises.own_copy.folding import Place, Span
from exercises.own_copy.recognise import Copy


@dataclass(frozen=True)
class Run:
    """A run of text that the same claims cover from its first letter to its last."""

    text: str
    claims: tuple[str, ...] = ()
    hedge: bool = False
    ends: tuple[str, ...] = ()
    """The claims whose last word this is."""


def marks(report: Report, copy: Copy) -> dict[str, tuple[Run, ...]]:
    """Return each place's text cut into runs, each with the claims that cover it, in the ledger's order."""
    return {place: _runs(text, [c for c in report.claims if c.at == place]) for place, text in copy.places.items()}


def _runs(text: str, claims: Sequence[Claim]) -> tuple[Run, ...]:
    place = Place(text)
    hedges = [place.letters(span) for claim in claims for span in place.hedge_spans(claim)]
    covers = {claim.id: [place.letters(span) for span in place.spans(claim)] for claim in claims}
    last = {id: max(end for _, end in spans) for id, spans in covers.items() if spans}
    cuts = sorted({0, len(text), *(cut for spans in covers.values() for span in spans for cut in span)})
    return tuple(
        Run(
            text[start:end],
            tuple(id for id, spans in covers.items() if _within(start, end, spans)),
            _within(start, end, hedges),
            tuple(id for id, stop in last.items() if stop == end),
        )
        for start, end in itertools.pairwise(cuts)
    )


def _within(start: int, end: int, spans: Iterable[Span]) -> bool:
    return any(first <= start and end <= last for first, last in spans)
