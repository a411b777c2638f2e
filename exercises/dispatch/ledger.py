"""A told report taken down in the types of every report's ledger."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from exercises.dispatch.tables import Variant, facts
from exercises.dispatch.text import INVENTED, Mark, Sentence, State, Told, speaker_of, state_of
from exercises.dispatch.world import World
from exercises.ledger.types import (
    Basis,
    Claim,
    Column,
    Deadline,
    Kind,
    Paragraph,
    Report,
    Row,
    Strength,
    Table,
    Wording,
)
from exercises.words import MONTHS

POINTS = "points"
"""The table of what is told of reach, number and month."""
STOP, OTHER, FREEZE = "stop", "other-date", "freeze"
NOT_GIVEN = "not given"


def take_down(world: World, state: State, told: Told, id: str) -> Report:
    """Return the ledger of a told report."""
    claims = tuple(_claims(world, state, told))
    return Report(
        id=id,
        title=told.headline,
        origin=world.words["outlet"],
        carrier=world.words["outlet"],
        date=world.date,
        about=INVENTED,
        words="ours",
        paragraphs=tuple(
            Paragraph(number=number, gist=text, text=text) for number, text in enumerate(told.texts(), start=1)
        ),
        claims=claims,
        deadlines=tuple(_deadlines(world, state, {claim.id: claim.at for claim in claims})),
        tables=tuple(_tables(world, state)),
    )


def voice_of(world: World, id: str, variant: Variant) -> str:
    """Return the voice of a fact's variant: the source that the report brings in first is ``source-1``."""
    if variant.voice in ("narration", "the-sources", "editor"):
        return variant.voice
    return "source-1" if speaker_of(variant, world.drawn[id].x) == world.first else "source-2"


def says_of(world: World, variant: Variant) -> str:
    """Return what the variant tells of reach, number or month."""
    return (variant.says or NOT_GIVEN).format_map(world.words)


def _claims(world: World, state: State, told: Told) -> Iterator[Claim]:
    for number, paragraph in enumerate(told.paragraphs, start=1):
        for sentence in paragraph:
            for mark in sentence.marks:
                yield _claim(world, state, sentence, mark, f"P{number}") if mark.fact else _lead(sentence, mark)


def _claim(world: World, state: State, sentence: Sentence, mark: Mark, at: str) -> Claim:
    fact = str(mark.fact)
    variant = state_of(facts()[fact], state.get(fact, True))
    return Claim(
        id=fact,
        at=at,
        gist=sentence.text,
        voice=voice_of(world, fact, variant),
        relayed=variant.voice in ("A", "B", "X", "Y", "the-sources") and "“" not in sentence.text,
        basis=variant.basis,
        kind=variant.kind,
        strength=variant.strength,
        hedges=mark.hedges,
        phrases=(mark.phrase,),
    )


def _lead(sentence: Sentence, mark: Mark) -> Claim:
    """Return what the first paragraph says of the whole."""
    return Claim(
        id="lead",
        at="P1",
        gist=sentence.text,
        voice="the-sources",
        relayed=True,
        basis=Basis.INFERRED,
        kind=Kind.INFERENCE,
        strength=Strength.HEDGED,
        hedges=mark.hedges,
        phrases=(mark.hedges[0],),
    )


def _deadlines(world: World, state: State, at: dict[str, str]) -> Iterator[Deadline]:
    swapped = not state.get("rule-date", True)
    days = (world.day, world.second_day)
    own, other = reversed(days) if swapped else days
    yield _deadline(world, STOP, own, world.words["league"], Strength.FLAT, at["rule-date"], "rule-date")
    yield _deadline(world, OTHER, other, world.words["association"], Strength.FLAT, at["rule-date"], "rule-date")
    if "freeze" in state:
        when = "since the vote" if state["freeze"] else NOT_GIVEN
        wording = _wording(world, when, world.words["league"], Strength.FLAT, at["freeze"], "freeze")
        wording = wording.model_copy(update={"binding": NOT_GIVEN})  # its sentence says of nobody that they must
        label = f"No new {world.words['passes']}"
        yield Deadline(id=FREEZE, label=label, kind="none-new", wordings=(wording,))


def _deadline(world: World, id: str, day: datetime.date, owner: str, sure: Strength, at: str, claim: str) -> Deadline:
    wording = _wording(world, f"the end of {month(day)}", owner, sure, at, claim)
    label = world.words["Stop"] if id == STOP else f"The {month(day)} date"
    return Deadline(id=id, label=label, kind="by", act=world.words["duty"], by=day, wordings=(wording,))


def month(day: datetime.date) -> str:
    """Return the month of a day, in words."""
    return MONTHS[day.month - 1]


def _wording(world: World, when: str, owner: str, sure: Strength, at: str, claim: str) -> Wording:
    return Wording(
        at=at,
        when=when,
        set_by=owner,
        binding="member towns" if owner == world.words["league"] else NOT_GIVEN,
        covering=NOT_GIVEN,
        where=NOT_GIVEN,
        said_by="narration",
        sure=sure,
        claims=(claim,),
    )


def _tables(world: World, state: State) -> Iterator[Table]:
    rows = [
        Row(id=id, label=id.replace("-", " "), cells={"says": says_of(world, variant)}, see=(id,))
        for id, holds in state.items()
        if (variant := state_of(facts()[id], holds)).says
    ]
    if rows:
        yield Table(
            id=POINTS,
            title="Reach, number and month",
            about="What the report tells of how many, how far and since when.",
            corner="Claim",
            columns=(Column(id="says", label="It says"),),
            rows=tuple(rows),
        )
