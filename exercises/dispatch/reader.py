"""A second reader, who has a report's words alone: who speaks in each sentence, how they know, and how surely.

Written from the words, and not from the world that a dispatch is made of: it imports none of its makers.  Where it and
the ledger differ, one of them is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Read:
    """What a reader makes of one sentence, or of a part that can stand alone."""

    paragraph: int
    text: str
    voice: str
    basis: str
    hedged: bool
    asked: bool
    """Whether it is a question, or tells of one."""
    open: bool
    """Whether it says that something is not known or not said."""
    limit: str
    """How far it reaches, how many it counts, whether it orders or advises, which month: its own word for that."""
    names: frozenset[str]
    """The bodies and months that it names."""


_SPEECH = (
    r"said|says|asked|wondered|added|granted|estimated|guessed|thought|put|spoke|could not|did not know|"
    r"had heard|had not heard|has heard|had been told|noticed"
)
_NOUN = r"(?P<noun>[a-z]+)"
_PLACE = r"(?: (?:who|at|on|by|in) [^,.“”]*?)?"
_NAMED = (
    re.compile(rf"\b[Aa]n? {_NOUN}{_PLACE} (?:{_SPEECH})\b"),
    re.compile(rf"\b[Tt]he {_NOUN} (?:{_SPEECH})\b"),
    re.compile(rf"(?:”|,) (?:said|asked|granted|added) (?:an?|the) {_NOUN}\b"),
    re.compile(rf"\b(?:spoke to|told|[Aa]ccording to) (?:an?|the) {_NOUN}\b"),
    re.compile(rf"\b(?:sources?|two)(?:,| is) (?:an?|the) {_NOUN}\b"),
    re.compile(rf"\baccount (?:comes from|of|is that of) (?:an?|the) {_NOUN}\b"),
    re.compile(rf"\b[Bb]y (?:the|an?) {_NOUN}’s (?:estimate|account|reading)\b"),
)
_BROUGHT_IN = re.compile(r"(?<!at )(?<!on )\b[Aa]n? (?P<noun>[a-z]+) (?:who (?:works|lives)|at|on|by|in a village)\b")
"""How a source is brought in."""
_PRONOUN = re.compile(
    rf"\b(?:[Hh]e|[Ss]he) (?:{_SPEECH})\b|\b(?:told|according to) (?:him|her)\b|"
    r"\b[Bb]y (?:his|her) (?:estimate|account|reading)\b"
)
_BOTH = re.compile(
    r"\b(?:[Bb]oth (?:sources|said|also said|had)|[Aa]ccording to both|[Bb]y both accounts|[Nn]either source|"
    r"[Tt]he two (?:agree|asked|are|could|spoke)|"
    r"the sources (?:said|asked)|[Tt]he sources (?:asked|could|do))\b"
)
_HEDGE = re.compile(
    r"\b(?:may|might|[Pp]erhaps|seem(?:s|ed)?|appear(?:s|ed)?|look(?:s|ed)?(?! at| from)|[Pp]robably|[Mm]ost likely|"
    r"not be (?:far )?wrong)\b"
)
_ROUGH = re.compile(r"\b(?:guess(?:ed)?|about (?:a|half))\b", re.IGNORECASE)
_NO_GUESS = re.compile(r"\b(?:(?:not have to|no) guess|not guessed)\b")
_MUST = re.compile(r"\bmust (?:be|have)\b")
_DENIED = re.compile(r"\b(?:[Nn]obody|not|haven’t)(?: had)? counted\b")
_MYSELF = re.compile(r"\b(?:read it myself|my own eyes)\b")
_HEARD = re.compile(r"\b(?:(?<!when I )hear(?:ing)?|heard|told|had it from)\b")
_SAW = re.compile(
    r"\b(?:saw|seen|watched|counted|read|looked at|had stood by|was shown|held one|(?:a|my) count|"
    r"(?<!no )time to count|was (?:at|in|close by)[a-z ]* when)\b"
)
_RULE = re.compile(
    r"\b(?:tells|requires?d?|(?:have|had) to|orders?|ordered|advice|advises|advised|allows?|allowed|forbidden|"
    r"not break|no breach of|ruled out)\b"
)
_OPEN = re.compile(
    r"\b(?:(?:(?:could|can|did|do) ?not|(?:couldn|can|didn|don)’t) (?:say|tell|know|hear)|"
    r"(?:not|haven’t) heard (?:of|that)|not say|not (?:said|clear|known)|"
    r"knew whether|unclear)\b"
)
_JOINED = re.compile(r"; |, (?:and|but|while) ")
_ASKED = re.compile(r"\?|\b(?:asked|wondered) whether\b")
_SOURCES = 2
"""How many people a sentence brings in, where it tells nothing but who they are."""
_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_BODY = r"(?:Association|Federation|Union)"
_NAME = re.compile(rf"\b(?:{_MONTH})\b|\b(?:[A-Z][a-z]+’? )+{_BODY}\b|\b[A-Z][a-z]+(?: (?:of the )?[A-Z][a-z]+)+\b")
_LIMITS = (
    (re.compile(rf"\bby the end of ({_MONTH})\b"), ""),
    (
        re.compile(r"\b(?:[Nn]early every|[Hh]ardly (?:a|one)|mostly|[Mm]ost (?:of the|of them|member))\b"),
        "most",
    ),
    (re.compile(r"(?<![Nn]ot )\b[Oo]ne of the(?:m)?\b"), "one"),
    (re.compile(r"\b(?:[Ss]everal|[Qq]uite a few|[Mm]ore than a few|[Aa] good many)\b"), "several"),
    (re.compile(r"\b[Ss]ome, by no means all\b"), "some"),
    (re.compile(r"\b(?:[Aa]ll|[Ee]very|[Nn]ot one|knew no|[Nn]o member)\b"), "all"),
    (re.compile(r"\border(?:s|ed)?\b"), "ordered"),
    (re.compile(r"\badv(?:ise[sd]|ice)\b"), "advised"),
    (re.compile(r"\bwhether [a-z ]*the vote\b"), "not given"),
    (re.compile(r"\b(?:from the day of|since|with) the vote\b"), "since the vote"),
    (re.compile(rf"\bsince ({_MONTH})\b"), ""),
    (re.compile(r"\b[Aa]t least ([a-z-]+) (?!slept)"), ""),
    (re.compile(r"\bguessed that ([a-z-]+)"), ""),
)
"""Words of reach, in the order in which they are looked for, each with what it comes to; its own group where empty."""


def read(paragraphs: Sequence[str]) -> list[Read]:
    """Return what a reader makes of a report, sentence by sentence."""
    people: list[str] = []
    return [one for number, text in enumerate(paragraphs, start=1) for one in _read(number, text, people)]


def sentences(paragraph: str) -> Iterator[str]:
    """Yield a paragraph's sentences, each with the whole of what is quoted in it."""
    start = 0
    for found in re.finditer(r"[.?!]”? +(?=[A-Z“])", paragraph):
        before = paragraph[start : found.end()]
        if before.count("“") == before.count("”"):
            yield before.strip()
            start = found.end()
    yield paragraph[start:].strip()


def clauses(sentence: str) -> Iterator[str]:
    """Yield the parts of a sentence that can stand alone but for a word that joins them, none out of what is quoted."""
    start = 0
    for found in _JOINED.finditer(sentence):
        before = sentence[start : found.start()]
        if before.count("“") == before.count("”"):
            yield before
            start = found.end()
    yield sentence[start:]


def _read(number: int, paragraph: str, people: list[str]) -> Iterator[Read]:
    last = ""
    for sentence in sentences(paragraph):
        outside = re.sub(r"“[^”]*”", "“”", sentence)
        brought = [match["noun"] for match in _BROUGHT_IN.finditer(outside)]
        if not people and len(brought) == _SOURCES:
            people += brought
            yield _judged(number, sentence, "narration", sentence)
            continue
        named = _person(outside) or _known(outside, people)
        if named and named not in people:
            people.append(named)
        last = named or last
        voice = _voice(sentence, outside, named, last, people)
        for clause in clauses(sentence):
            own = _own(clause, people) if voice.startswith("source-") else ""
            yield _judged(number, clause, own or voice, sentence)


def _person(outside: str) -> str:
    found = (match["noun"] for form in _NAMED for match in form.finditer(outside))
    return next((noun for noun in found if noun not in ("sources", "source", "report", "two")), "")


def _known(outside: str, people: list[str]) -> str:
    """Return whom a sentence speaks of, where it is one of those whom the report knows, and one alone."""
    found = [noun for noun in people if re.search(rf"\b[Tt]he {noun}\b", outside)]
    return found[0] if len(found) == 1 else ""


def _own(clause: str, people: list[str]) -> str:
    """Return whose words a part of a sentence says that it tells, where it names them itself."""
    named = _person(re.sub(r"“[^”]*”", "“”", clause))
    return f"source-{people.index(named) + 1}" if named in people else ""


def _voice(sentence: str, outside: str, named: str, last: str, people: list[str]) -> str:
    if "“" in sentence and re.search(rf"\b{_BODY}\b", outside + " ".join(re.findall(r"\[.*?\]", sentence))):
        return "editor"
    if _BOTH.search(outside):
        return "the-sources"
    # Words that stand alone in quotation marks are those of whoever has just spoken.
    who = named or (last if _PRONOUN.search(outside) or outside == "“”" else "")
    return f"source-{people.index(who) + 1}" if who else "narration"


def _judged(number: int, clause: str, voice: str, sentence: str) -> Read:
    sure = _NO_GUESS.sub("", clause)
    asked = bool(_ASKED.search(clause))
    is_open = asked or bool(_OPEN.search(clause))
    held = bool(_HEDGE.search(sure)) and not is_open
    return Read(
        paragraph=number,
        text=clause,
        voice=voice,
        basis=_basis(clause, voice, held, sentence),
        hedged=held or bool(_ROUGH.search(sure)),
        asked=asked,
        open=is_open,
        limit=_limit(clause),
        names=frozenset(_NAME.findall(sentence)),
    )


def _basis(clause: str, voice: str, held: bool, sentence: str) -> str:
    tests = (
        (_MUST, "inferred"),
        (_MYSELF, "saw"),
        (_HEARD, "heard"),
        (_SAW, "saw"),
    )
    for form, basis in tests:
        if form.search(_DENIED.sub("", clause)):
            return basis
    if held:
        return "inferred"
    return "legal-gloss" if voice == "narration" and _RULE.search(sentence) else "not-given"


def _limit(clause: str) -> str:
    for form, limit in _LIMITS:
        if found := form.search(clause):
            return limit or found[1]
    return ""
