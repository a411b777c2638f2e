"""The report's words: what is so in a world, told with the words marked that carry each property."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from exercises.dispatch.tables import Fact, Variant, facts
from exercises.dispatch.world import Person, Source, World
from exercises.ledger.types import Report
from exercises.words import day

_WIDTH = 80
INVENTED = "No place, person, office or rule in it exists."
"""What a dispatch's ledger says of it; whatever shows its words begins with *Invented for practice*."""
State = Mapping[str, bool]
"""For each fact that is asked about, whether the report has it as its statement needs it."""


class Mark(NamedTuple):
    """Words of a sentence that carry a fact's property, and those that hold it back; no fact, where none is asked."""

    fact: str | None
    phrase: str = ""
    hedges: tuple[str, ...] = ()


class Sentence(NamedTuple):
    """A sentence, or a few that are told together, with the words that carry what is asked about."""

    text: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class Told:
    """A report as it reads: its headline, and its paragraphs as sentences."""

    headline: str
    paragraphs: tuple[tuple[Sentence, ...], ...]

    def sentences(self) -> list[str]:
        """Return the sentences' words."""
        return [sentence.text for paragraph in self.paragraphs for sentence in paragraph]

    def texts(self) -> list[str]:
        """Return the paragraphs' words."""
        return [" ".join(sentence.text for sentence in paragraph) for paragraph in self.paragraphs]

    @property
    def words(self) -> int:
        """Return how many words the paragraphs have."""
        return sum(len(text.split()) for text in self.texts())


class _Line(NamedTuple):
    """A sentence to be, or the rest of one: its template, its fact, and who speaks."""

    template: str
    fact: str | None = None
    speaker: Source | None = None
    source: Source | None = None
    """The source who tells it whatever its fact's state is."""


def state_of(fact: Fact, holds: bool) -> Variant:
    """Return what a report says of the fact."""
    return fact.yes if holds else fact.no


def speaker_of(variant: Variant, x: Source) -> Source | None:
    """Return which of the two sources speaks, or None where it is neither; brackets stand in A's words."""
    match variant.voice:
        case "A" | "B" as source:
            return source
        case "X":
            return x
        case "Y":
            return "B" if x == "A" else "A"
        case "editor":
            return "A"
    return None


def tell(world: World, state: State) -> Told:
    """Return the report of a world whose facts are in this state."""
    paragraphs = (list(_paragraph(world, some, state)) for some in world.story.paragraphs)
    return Told(
        _polished(world.headline.format_map(_words(world))),
        tuple(tuple(_sentences(world, lines)) for lines in paragraphs if lines),
    )


def _paragraph(world: World, ids: Sequence[str], state: State) -> Iterator[_Line]:
    """Yield what the ids of a paragraph stand for; nothing for a fact that is not asked about."""
    follows = False
    for id in ids:
        lines = _lines(world, id, state, follows)
        yield from lines
        follows = bool(lines)


def _lines(world: World, id: str, state: State, follows: bool) -> list[_Line]:
    """Return what an id stands for, in the form that it has behind what is named before it, or alone."""
    if id in world.around:
        return [_Line(line) for line in forms(world.around[id])[follows].split("\n")]
    if id not in state:
        return []
    fact, drawn = facts()[id], world.drawn[id]
    template = forms(world.story.facts[id].of(state[id])[drawn.text])[follows]
    return [_Line(template, id, speaker_of(state_of(fact, state[id]), drawn.x), fact.source)]


@lru_cache(maxsize=8192)
def forms(wording: str) -> tuple[str, str]:
    """Return how a wording reads alone, and how behind what its paragraph names before it; what parts them is ``~``."""
    alone, _, behind = wording.partition("~")
    return alone.strip(), behind.strip() or alone.strip()


def _sentences(world: World, paragraph: list[_Line]) -> list[Sentence]:
    """Return a paragraph's sentences; what begins with a comma goes on with the sentence before it."""
    told: list[Sentence] = []
    last: _Line | None = None
    for line in paragraph:
        one = _sentence(world, line, last is not None and last.speaker == line.speaker)
        if one.text.startswith(","):
            before = told.pop()
            one = Sentence(before.text.removesuffix(".") + one.text, before.marks + one.marks)
        told.append(one)
        # Where either source may tell a thing, each is named: who has told the one before is another fact.
        last = line if line.source else None
    return told


@lru_cache(maxsize=2048)
def _sentence(world: World, line: _Line, goes_on: bool) -> Sentence:
    """Return a line as it reads; where the same source goes on, by a pronoun.  Most stand in several reports."""
    style = world.drawn[line.fact].style if line.fact else 0
    words = _spoken(world, line.speaker, goes_on, style) if line.speaker else _words(world)
    return _unmarked(_polished(line.template.format_map(words)), line.fact)


@lru_cache(maxsize=8)
def _words(world: World) -> Mapping[str, str]:
    return {**world.words, **_named(world)}


@lru_cache(maxsize=64)
def _spoken(world: World, speaker: Source, goes_on: bool, style: int) -> Mapping[str, str]:
    """Return the world's words, and those that name who speaks."""
    person = world.people[speaker]
    return {**_words(world), **(_by_pronoun(person) if goes_on else _by_name(person, style))}


def _named(world: World) -> dict[str, str]:
    """Return the words by which a story names its sources, whoever tells a sentence."""
    found: dict[str, str] = {}
    for source, person in world.people.items():
        a = source.lower()
        who = {a: f"the {person.noun}", f"{a}_full": f"a {person.noun} {person.place}"}
        who |= {f"{a}_{name}": word for name, word in person.pronouns.items()}
        found |= who | {f"{name[0].upper()}{name[1:]}": f"{word[0].upper()}{word[1:]}" for name, word in who.items()}
    return found


def _by_pronoun(person: Person) -> dict[str, str]:
    he = person.pronouns["he"]
    named = {"who": he, "Who": he.capitalize(), "whom": person.pronouns["him"], "whose": person.pronouns["his"]}
    return {**person.pronouns, **named, "tag": f"{he} said"}


def _by_name(person: Person, style: int) -> dict[str, str]:
    """Return how a speaker is named."""
    who = f"the {person.noun}"
    tag = f"said {who}" if style else f"{who} said"
    named = {"who": who, "Who": f"The {person.noun}", "whom": who, "whose": f"{who}’s"}
    return {**person.pronouns, **named, "tag": tag}


_ARTICLE = re.compile(r"(?<=\b[Aa]) (?=[<*]*[aeiouAEIOU])")
"""The space between *a* and a vowel."""
_START = re.compile(r"^[“<*]*[a-z]")
_HEDGE = re.compile(r"\*([^*]+)\*")
_CARRYING = re.compile(r"<([^>]*)>")
_MARKS = re.compile(r"[<>*]")


def _polished(text: str) -> str:
    """Return the text with a capital at its beginning, and *an* before a vowel."""
    text = _ARTICLE.sub("n ", text)
    start = _START.match(text)
    return start[0].upper() + text[start.end() :] if start else text


def _unmarked(marked: str, fact: str | None) -> Sentence:
    hedges = tuple(_HEDGE.findall(marked))
    carrying = _CARRYING.search(marked.replace("*", ""))
    asked = (Mark(fact, carrying[1] if carrying else "", hedges),) if fact or hedges else ()
    return Sentence(_MARKS.sub("", marked), asked)


def as_page(report: Report) -> str:
    """Return a report as plain text, with its paragraphs numbered, and with the line that says it is invented."""
    texts = (f"{one.place}  {one.text}" for one in report.paragraphs)
    head = (report.title, f"{report.origin}, {day(report.date)}", f"Invented for practice. {report.about}")
    return "\n\n".join("\n".join(textwrap.wrap(text, _WIDTH)) for text in (*head, *texts))


def _rank(world: World, source: Source) -> str:
    """Return which of the two a source is; by a name that reports use, words in common would tell who speaks."""
    return "first" if source == world.first else "second"


@lru_cache(maxsize=512)
def statement(world: World, id: str) -> str:
    """Return the statement about a fact, in the wording that was drawn."""
    fact, drawn = facts()[id], world.drawn[id]
    names: dict[str, str] = {source: f"the {_rank(world, source)} source" for source in world.people}
    speaker = speaker_of(fact.yes, drawn.x)
    words = {**world.words, **names, "X": names[drawn.x]}
    if speaker:
        words.update(world.people[speaker].pronouns)
    return _polished(fact.statements[drawn.statement].format_map(words))
