"""The report's words: what is so in a world, told with the words marked that carry each property."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from exercises.dispatch.tables import Fact, Variant, facts
from exercises.dispatch.world import Person, Source, World
from exercises.ledger.types import Report
from exercises.words import day

_WIDTH = 80
INVENTED = "No place, person, office or rule in it exists."
"""What a dispatch's ledger says of it; whatever shows its words begins with *Invented for practice*."""
_LONGEST = 2
"""How many sentences a paragraph has at most."""
_RULE = "rule"
"""What stands for the rule among those whom a report has named."""
State = Mapping[str, bool]
"""For each fact that is asked about, whether the report has it as its statement needs it."""


@dataclass(frozen=True)
class Sentence:
    """A sentence, with the words that carry its fact's property and those that hold it back."""

    text: str
    fact: str | None = None
    span: tuple[int, int] = (0, 0)
    """Where in ``text`` the words stand that carry the property."""
    hedges: tuple[str, ...] = ()

    @property
    def phrase(self) -> str:
        """Return the words that carry the property."""
        return self.text[slice(*self.span)]


@dataclass(frozen=True)
class Told:
    """A report as it reads: its headline, and its paragraphs as sentences."""

    headline: str
    paragraphs: tuple[tuple[Sentence, ...], ...]

    def texts(self) -> list[str]:
        """Return the paragraphs' words."""
        return [" ".join(sentence.text for sentence in paragraph) for paragraph in self.paragraphs]

    @property
    def words(self) -> int:
        """Return how many words the paragraphs have."""
        return sum(len(text.split()) for text in self.texts())


@dataclass(frozen=True)
class _Line:
    """A sentence to be: its template, what it shares a paragraph with, its fact, and who speaks."""

    template: str
    group: str
    fact: str | None = None
    speaker: Source | None = None


def state_of(fact: Fact, holds: bool) -> Variant:
    """Return what a report says of the fact."""
    return fact.yes if holds else fact.no


def speaker_of(variant: Variant, x: Source) -> Source | None:
    """Return which of the two sources speaks, or None where it is neither; brackets stand in A's words."""
    other: Source = "B" if x == "A" else "A"
    by: dict[str, Source] = {"A": "A", "B": "B", "X": x, "Y": other, "editor": "A"}
    return by.get(variant.voice)


def tell(world: World, state: State) -> Told:
    """Return the report of a world whose facts are in this state."""
    paragraphs = [p for block in world.order for p in _paragraphs(world, block, state)]
    met: set[str] = set()
    return Told(
        _polished(world.headline.format_map(world.words)),
        tuple(tuple(_sentences(world, paragraph, met)) for paragraph in paragraphs),
    )


def _paragraphs(world: World, blocks: str, state: State) -> Iterator[list[_Line]]:
    told = [line for block in blocks.split("+") for line in _lines(world, block, state)]
    for _, some in groupby(told, key=lambda line: line.group):
        lines = list(some)
        count = -(-len(lines) // _LONGEST)
        for number in range(count):
            # As even as can be: three sentences are two and one.
            yield lines[len(lines) * number // count : len(lines) * (number + 1) // count]


def _lines(world: World, block: str, state: State) -> Iterator[_Line]:
    told = [id for id, fact in facts().items() if id in state and fact.block == block]
    source = _source(block)
    if block == "L":
        yield from (_Line(template, block) for template in world.lead)
    elif block == "R":
        yield _line(world, "rule-date", state.get("rule-date", True), asked="rule-date" in state)
    elif block in ("A1", "B1") and source != world.first and world.second:
        yield _Line(world.second, block, speaker=source)
    for id in told:
        if before := state_of(facts()[id], state[id]).before:
            yield _Line(_turn(before, world.drawn[id].text), "rule")
        if id != "rule-date":
            yield _line(world, id, state[id])
        for template in world.background.get(id, ()):
            yield _Line(template, "rule")
    for template in world.background.get(block, ()):
        yield _Line(template, block, speaker=world.closer if "{who}" in template.lower() else None)


def _source(block: str) -> Source | None:
    """Return the source who alone speaks in a part."""
    sources: dict[str, Source] = {"A": "A", "B": "B"}
    return sources.get(block[0])


def _line(world: World, id: str, holds: bool, *, asked: bool = True) -> _Line:
    fact, drawn = facts()[id], world.drawn[id]
    variant = state_of(fact, holds)
    template = variant.texts[drawn.text] if asked else _turn(variant.alone, drawn.text)
    return _Line(template, "rule" if fact.block in "RD" else fact.block, id, speaker_of(variant, drawn.x))


def _turn(wordings: tuple[str, ...], number: int) -> str:
    """Return the wording whose turn it is; there may be fewer than there are texts."""
    return wordings[number % len(wordings)]


def _sentences(world: World, paragraph: list[_Line], met: set[str]) -> Iterator[Sentence]:
    """Yield a paragraph's sentences; to ``met`` are added the sources that they name in full, and the rule."""
    last: _Line | None = None
    for number, line in enumerate(paragraph):
        before = last if last and last.speaker == line.speaker else None
        ends = number == len(paragraph) - 1
        worded = replace(
            line, template=_worded(line.template, number, named=_RULE in met, alone=ends and before is not None)
        )
        yield _sentence(world, worded, met, before, last=ends)
        if _names_stop(world, line):
            met.add(_RULE)
        if line.speaker:
            met.add(line.speaker)
            # Where either source may tell a thing, each is named: who has told the one before is another fact.
            last = line if _source(line.group) else None


def _worded(template: str, number: int, *, named: bool, alone: bool) -> str:
    """Return the template as its place in the paragraph asks for."""
    if named:
        template = template.replace("{stop}", "{ban}")
    if alone:
        # Who has been named need not be named again after the last words.
        return _UNTAGGED.sub(".”", template)
    return _SAID.sub("” said {who}.", template) if number % 2 else template


def _names_stop(world: World, line: _Line) -> bool:
    """Return whether a sentence names the rule, whatever its fact is."""
    fact = facts()[line.fact] if line.fact else None
    number = world.drawn[line.fact].text if line.fact else 0
    wordings = [line.template] if fact is None else [of.texts[number] for of in (fact.yes, fact.no)]
    return all(re.search(r"\{(?:[Ss]top|despite|although)\}", wording) for wording in wordings)


def _sentence(world: World, line: _Line, met: set[str], before: _Line | None, *, last: bool) -> Sentence:
    words = world.words
    if line.speaker:
        style = world.drawn[line.fact].style if line.fact else 0
        if before:
            # Nobody adds to what they have not begun to say, and nobody adds twice.
            words = {**words, **_by_pronoun(world.people[line.speaker], adds=last and bool(before.fact))}
        else:
            words = {**words, **_by_name(world.people[line.speaker], line.speaker in met, style)}
    marked = _polished(line.template.format_map(words))
    return _unmarked(marked, line.fact)


def _by_pronoun(person: Person, *, adds: bool) -> dict[str, str]:
    he = person.pronouns["he"]
    tag = f"{he} {'added' if adds else 'said'}"
    named = {"who": he, "Who": he.capitalize(), "whom": person.pronouns["him"], "whose": person.pronouns["his"]}
    return {**person.pronouns, **named, "tag": tag}


def _by_name(person: Person, met: bool, style: int) -> dict[str, str]:
    """Return how a speaker is named, in full at first."""
    who = f"the {person.noun}" if met else f"a {person.noun} {person.place}"
    tag = f"said {who}" if style or not met else f"{who} said"
    named = {"who": who, "Who": who[0].upper() + who[1:], "whom": who, "whose": f"{who}’s"}
    return {**person.pronouns, **named, "tag": tag}


_UNTAGGED = re.compile(r",” \{tag\}\.$")
_SAID = re.compile(r"” \{who\} said\.$")
_ARTICLE = re.compile(r"\b([Aa]) (?=[<*]*[aeiouAEIOU])")
_START = re.compile(r"^[“<*]*[a-z]")
_MARKS = re.compile(r"[<>*]")


def _polished(text: str) -> str:
    """Return the text with a capital at its beginning, and *an* before a vowel."""
    text = _ARTICLE.sub(r"\1n ", text)
    start = _START.match(text)
    return start[0].upper() + text[start.end() :] if start else text


def _unmarked(marked: str, fact: str | None) -> Sentence:
    hedges = tuple(re.findall(r"\*([^*]+)\*", marked))
    bare = marked.replace("*", "")
    first = bare.find("<")
    span = (first, bare.find(">") - 1) if first >= 0 else (0, 0)
    return Sentence(_MARKS.sub("", marked), fact, span, hedges)


def as_page(report: Report) -> str:
    """Return a report as plain text, with its paragraphs numbered, and with the line that says it is invented."""
    texts = (f"{one.place}  {one.text}" for one in report.paragraphs)
    head = (report.title, f"{report.origin}, {day(report.date)}", f"Invented for practice. {report.about}")
    return "\n\n".join("\n".join(textwrap.wrap(text, _WIDTH)) for text in (*head, *texts))


def _rank(world: World, source: Source) -> str:
    """Return which of the two a source is; by a name that reports use, words in common would tell who speaks."""
    return "first" if source == world.first else "second"


def statement(world: World, id: str) -> str:
    """Return the statement about a fact, in the wording that was drawn."""
    fact, drawn = facts()[id], world.drawn[id]
    names: dict[str, str] = {source: f"the {_rank(world, source)} source" for source in world.people}
    speaker = speaker_of(fact.yes, drawn.x)
    words = {**world.words, **names, "X": names[drawn.x]}
    if speaker:
        words.update(world.people[speaker].pronouns)
    return _polished(fact.statements[drawn.statement].format_map(words))
