"""Words as they are compared: quotes, dashes, spaces, line breaks and invisible characters make no difference."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from exercises.ledger.types import Claim

_WORD = re.compile(r"[^\W_]+(?:['’‘ʼ′`´][^\W_]+)*")
_APOSTROPHE = re.compile(r"['’‘ʼ′`´]")

Span = tuple[int, int]


@dataclass(frozen=True)
class Word:
    """A word of a text, its apostrophes straight, and where it begins and ends."""

    text: str
    start: int
    end: int


def words_of(text: str) -> list[Word]:
    """Return the words of a tidy text, in order."""
    found = _WORD.finditer(text)
    return [Word(_APOSTROPHE.sub("'", match[0]), match.start(), match.end()) for match in found]


def folded(text: str) -> tuple[str, ...]:
    """Return the words of a text as they are compared: no quotes, dashes, spaces or invisible characters."""
    return tuple(word.text for word in words_of(tidy(text)))


def tidy(text: str) -> str:
    """Return the text in one Unicode form and without invisible characters, such as a byte order mark."""
    composed = unicodedata.normalize("NFKC", text)
    return "".join(letter for letter in composed if unicodedata.category(letter) != "Cf")


def digest_of(words: Iterable[str]) -> str:
    """Return the SHA-256 of the words, parted by spaces, in hexadecimal."""
    return hashlib.sha256(" ".join(words).encode()).hexdigest()


class Place:
    """One paragraph or line of a copy, in which phrases are looked up."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = words_of(text)
        self._folded = tuple(word.text for word in self.words)

    def find(self, phrase: str, within: Span | None = None, *, case: bool = True) -> Span | None:
        """Return where the phrase first stands, as word numbers, or None; case counts unless told otherwise."""
        wanted, text = folded(phrase), self._folded
        if not case:
            wanted, text = (tuple(word.lower() for word in words) for words in (wanted, text))
        first, last = within or (0, len(text))
        for start in range(first, last - len(wanted) + 1):
            if wanted and text[start : start + len(wanted)] == wanted:
                return start, start + len(wanted)
        return None

    def is_sentence(self, span: Span) -> bool:
        """Return whether a sentence starts where the run starts and ends where it ends."""
        first, last = span
        before = self.text[: self.words[first].start] if first == 0 else self._gap(first - 1)
        after = self.text[self.words[-1].end :] if last == len(self.words) else self._gap(last - 1)
        return (first == 0 or bool(re.search("[.!?]", before))) and bool(re.search("[.!?]", after))

    def _gap(self, number: int) -> str:
        return self.text[self.words[number].end : self.words[number + 1].start]

    def letters(self, span: Span) -> Span:
        """Return the run of words as a run of letters."""
        return self.words[span[0]].start, self.words[span[1] - 1].end

    def phrase_spans(self, claim: Claim) -> list[Span]:
        """Return where the claim's phrases stand, in order."""
        return sorted(span for phrase in claim.phrases if (span := self.find(phrase)))

    def hedge_spans(self, claim: Claim) -> list[Span]:
        """Return where the claim's hedges stand: within its phrases if they are there, else where they first stand."""
        phrases = self.phrase_spans(claim)
        spans = []
        for hedge in claim.hedges:
            inside = (self.find(hedge, span) for span in phrases)
            span = next((span for span in inside if span), None) or self.find(hedge)
            if span:
                spans.append(span)
        return sorted(spans)

    def spans(self, claim: Claim) -> list[Span]:
        """Return where all the claim's words stand, phrases and hedges, in order."""
        return sorted({*self.phrase_spans(claim), *self.hedge_spans(claim)})


def quoted_by(claim: Claim) -> tuple[str, ...]:
    """Return the words that the claim quotes: its phrases and hedges."""
    return (*claim.phrases, *claim.hedges)


def stands_in(words: tuple[str, ...], text: tuple[str, ...]) -> bool:
    """Return whether the words stand in the text, one after another."""
    return any(text[start : start + len(words)] == words for start in range(len(text) - len(words) + 1))
