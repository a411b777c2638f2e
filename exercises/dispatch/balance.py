"""Does the wording of a form's statements tell anything of its key?  What must be even, counted from the words alone.

A form's statements are sixteen sentences about one report; its verdicts say which are adequate.  Everything here reads
words: no world, no ledger and no key of another form.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, reduce
from itertools import pairwise
from operator import or_
from statistics import fmean
from typing import NamedTuple

FORMS: Mapping[str, re.Pattern[str]] = {
    name: re.compile(rf"\b(?:{words})\b")
    for name, words in {
        "a number": r"\d+|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fourteen|fifteen|sixteen|eighteen|"
        r"twenty|thirty|forty|fifty|sixty|eighty|third|quarter|fifth|half",
        "a negation": r"not|no|none|nobody|never|nor|cannot",
        "a hedge": r"may|might|could|would|seem\w*|appear\w*|apparent\w*|perhaps|probably|likely|guess\w*|about|"
        r"look\w*|sounded|estimate\w*",
        "a verb of saying": r"say\w*|said|speaks?|words?|account|grants?|calls?|according|view|passes|tells?",
        "a verb of knowing": r"saw|seen|watched|counted|count|read|heard|told",
    }.items()
}
"""What a statement's wording may have, by name; in small letters, which are found several times as fast as any."""
LENGTH = 0.5
"""How far apart the mean lengths of adequate and of overstated statements may lie, in words."""
APART = {
    "words that the report has": 0.04,
    "pairs that the report has": 0.06,
    "words that one sentence has": 0.05,
    "words in a row": 0.75,
}
"""How far apart the means of each figure of :class:`Overlap` may lie: three shares, and a number of words."""
REPORTS = 0.05
"""How far apart twins may be in length, as a share of the longer."""


_WORD = re.compile(r"[^\W_]+(?:[’-][^\W_]+)*")


@lru_cache(maxsize=4096)
def tokens(text: str) -> tuple[str, ...]:
    """Return the text's words, in small letters."""
    return tuple(_WORD.findall(text.lower()))


class Overlap(NamedTuple):
    """How much of a statement stands in the report: shares of words and of pairs, and the longest run of words.

    ``sentence`` is the largest share of its words that one sentence of the report has.  ``run`` is the number of words
    in the longest run of pairs that the report has, be it in one place or in several.
    """

    words: float
    pairs: float
    sentence: float
    run: int


def overlaps(statements: Sequence[str], sentences: Sequence[str]) -> list[Overlap]:
    """Return how much of each statement stands in a report, which is given as its sentences."""
    compared = _compared(frozenset(statements))
    found = dict(zip(compared.statements, compared.overlaps(sentences), strict=True))
    return [found[statement] for statement in statements]


@lru_cache(maxsize=4)
def _compared(statements: frozenset[str]) -> _Compared:
    """Return what compares a form's statements; both twins have the same, and more reports are tried with them."""
    return _Compared(sorted(statements))


class _Compared:
    """Statements, to be compared with sentences, of which one may stand in many reports and is looked at once."""

    def __init__(self, statements: Sequence[str]) -> None:
        self.statements = statements
        # In which statements a word stands, a byte for each, so that one sum counts the shared words of all of them;
        # and which pairs of theirs a pair is, a bit for each, in their order.
        self._words: defaultdict[str, int] = defaultdict(int)
        self._pairs: defaultdict[tuple[str, str], int] = defaultdict(int)
        self._sizes: list[tuple[int, int]] = []
        self._seen: dict[str, tuple[set[str], bytes, int]] = {}
        first = 0
        for number, statement in enumerate(statements):
            said = tokens(statement)
            own = set(said)
            for word in own:
                self._words[word] += 1 << 8 * number
            for place, pair in enumerate(pairwise(said), start=first):
                self._pairs[pair] |= 1 << place
            self._sizes.append((len(own), len(said) - 1))
            first += len(said) - 1

    def overlaps(self, sentences: Sequence[str]) -> Iterator[Overlap]:
        """Yield each statement's overlap with a report."""
        every = [self._shared(sentence) for sentence in sentences]
        shared = self._counts(set().union(*(words for words, _, _ in every)))
        most = map(max, zip(*(counts for _, counts, _ in every), strict=True))
        pairs = reduce(or_, (pairs for _, _, pairs in every))
        for (size, following), count, largest in zip(self._sizes, shared, most, strict=True):
            had = pairs & (1 << following) - 1
            pairs >>= following
            run = _row(had) + 1 if count else 0
            yield Overlap(count / size, had.bit_count() / following, largest / size, run)

    def _shared(self, sentence: str) -> tuple[set[str], bytes, int]:
        """Return which of the statements' words a sentence has, how many of each statement's, and which pairs."""
        if sentence not in self._seen:
            said = tokens(sentence)
            words = self._words.keys() & said
            pairs = reduce(or_, map(self._pairs.__getitem__, self._pairs.keys() & pairwise(said)), 0)
            self._seen[sentence] = words, self._counts(words), pairs
        return self._seen[sentence]

    def _counts(self, words: set[str]) -> bytes:
        """Return how many of the words each statement has."""
        return sum(map(self._words.__getitem__, words)).to_bytes(len(self._sizes), "little")


def _row(bits: int) -> int:
    """Return how many bits in a row are set, at most."""
    longest = 0
    while bits:
        bits &= bits << 1
        longest += 1
    return longest


@lru_cache(maxsize=8192)
def having(name: str, said: str) -> bool:
    """Return whether a statement has what a name in :data:`FORMS` stands for."""
    return bool(FORMS[name].search(said.lower()))


@dataclass(frozen=True)
class Form:
    """A form: its statements in order, which of them are adequate, which are worded firmly, and the report."""

    statements: Sequence[str]
    adequate: Sequence[bool]
    firm: Sequence[bool]
    sentences: Sequence[str]
    speakers: Sequence[str] = ()
    """The names by which statements speak of the sources."""

    @cached_property
    def overlaps(self) -> list[Overlap]:
        """Return each statement's overlap with the report."""
        return overlaps(self.statements, self.sentences)

    def faults(self) -> list[str]:
        """Return a sentence for each thing that is not even."""
        return [*self.wording_faults(), *self.overlap_faults()]

    def wording_faults(self) -> Iterator[str]:
        """Yield a sentence for each thing that is not even, of what statements and verdicts alone tell."""
        count, half = len(self.statements), len(self.statements) // 2
        if count % 4 or sum(self.adequate) != half:
            yield f"half of the statements must be adequate, and {sum(self.adequate)} of {count} are"
        lengths = [len(tokens(statement)) for statement in self.statements]
        short = sorted(range(count), key=lambda place: (lengths[place], len(self.statements[place])))[:half]
        yield from self._uneven("firm wording", self.firm)
        yield from self._uneven("a short wording", [place in short for place in range(count)])
        yield from self._uneven("a place in the first half", [place < half for place in range(count)])
        yield from self._uneven("an even place", [place % 2 == 1 for place in range(count)])
        for name in FORMS:
            yield from self._uneven(name, [having(name, statement) for statement in self.statements])
        for name in self.speakers:
            yield from self._uneven(f"the {name}", [name in statement for statement in self.statements])
        yield from self._apart("words", lengths, LENGTH)

    def overlap_faults(self) -> Iterator[str]:
        """Yield a sentence for each thing that is not even, of what statements have of the report."""
        for (name, most), figure in zip(APART.items(), zip(*self.overlaps, strict=True), strict=True):
            yield from self._apart(name, figure, most)

    def _uneven(self, name: str, having: Sequence[bool]) -> Iterator[str]:
        right = sum(has and adequate for has, adequate in zip(having, self.adequate, strict=True))
        wrong = sum(having) - right
        if abs(right - wrong) > sum(having) % 2:
            yield f"{name} must be as often adequate as overstated, and is {right} and {wrong}"

    def _apart(self, name: str, figures: Sequence[float], most: float) -> Iterator[str]:
        of = {
            verdict: fmean([figure for figure, right in zip(figures, self.adequate, strict=True) if right == verdict])
            for verdict in (True, False)
        }
        if abs(of[True] - of[False]) > most + 1e-9:
            yield f"{name}: means must lie within {most}, and are {of[True]:.2f} and {of[False]:.2f}"


def twin_faults(one: Form, other: Form) -> list[str]:
    """Return a sentence for each way in which two forms are not twins."""
    lengths = sorted(sum(len(sentence.split()) for sentence in form.sentences) for form in (one, other))
    found = []
    if sorted(one.statements) != sorted(other.statements):
        found.append("both must have the same statements")
    verdicts = dict(zip(one.statements, one.adequate, strict=True))
    if any(verdicts.get(said) == right for said, right in zip(other.statements, other.adequate, strict=True)):
        found.append("each statement must be adequate for one and overstated for the other")
    if lengths[1] - lengths[0] > REPORTS * lengths[1]:
        found.append(f"their lengths must lie within {REPORTS:.0%}, and are {lengths[0]} and {lengths[1]} words")
    return found


MOST_ALIKE = 0.6
"""Which share of the shorter statement's own words another may have."""
_COMMON = frozenset(
    tokens(
        "the a an of to in by that it is was were be been has have had and or for at on as from his her he she himself "
        "herself says say who there first second source sources"
    )
)


def alike(statements: Sequence[str], names: frozenset[str] = frozenset()) -> list[tuple[str, str]]:
    """Return the pairs of statements that share more of their words than may be, so that one may answer the other."""
    bare = {said: set(tokens(said)) - _COMMON - names for said in statements}
    return [
        (one, other)
        for place, one in enumerate(statements)
        for other in statements[place + 1 :]
        if len(shared := bare[one] & bare[other]) > 2
        and len(shared) > MOST_ALIKE * min(len(bare[one]), len(bare[other]))
    ]
