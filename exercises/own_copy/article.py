"""The reader's own copy of the article: recognised by digests, verified against the ledger, marked claim by claim.

The article is not ours and is not here.  What is here is ``verified.toml`` beside each ledger: for each paragraph the
number of its words and a digest of them, and one digest for each phrase that somebody found in a copy.  A digest
recognises words; nobody can read them out of it.

Words are compared after folding: quotes, dashes, spaces, line breaks and invisible characters make no difference.
"""

from __future__ import annotations

import hashlib
import itertools
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints, ValidationError

from exercises.errors import CourseError, Finding
from exercises.files import write_whole
from exercises.ledger.types import Claim, Data, Report

LIMIT = 0.35
"""The largest share of the article's words that all phrases of a ledger may cover together."""
LONGEST = 8
"""The most words that a phrase may have."""
AGAIN = "python -m exercises check --article COPY"
"""The command that verifies a ledger."""
LARGEST = 256 * 1024
"""The most bytes that a copy may have; the report itself is a few thousand."""

_WORD = re.compile(r"[^\W_]+(?:['’‘ʼ′`´][^\W_]+)*")
_APOSTROPHE = re.compile(r"['’‘ʼ′`´]")
_DATE = re.compile(r"[A-Z][a-z]+ \d{1,2}, \d{4}")

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Span = tuple[int, int]


class Passage(Data):
    """What recognises a paragraph or a line of the page: how many words it has, and their digest."""

    words: Annotated[int, Field(ge=1)]
    digest: Sha256


class Verified(Data):
    """What was once found true of a copy; the content of ``verified.toml``."""

    digest: Sha256
    """Of all words of the paragraphs, in order."""
    share: Annotated[float, Field(ge=0, le=1)]
    """How much of the article the ledger's phrases cover."""
    paragraphs: dict[str, Passage]
    furniture: Annotated[dict[str, Passage], Field(default_factory=dict)]
    phrases: dict[str, tuple[Sha256, ...]]
    """One digest for each phrase and hedge of a claim, by the claim's id."""
    quotations: tuple[Sha256, ...] = ()
    """One digest for each quotation in lessons and exercises."""


@dataclass(frozen=True, order=True)
class Quotation:
    """Words that a lesson or an exercise gives in quotation marks as the article's, and where it does."""

    path: str
    where: str
    text: str


@dataclass(frozen=True)
class Copy:
    """A reader's own copy, recognised: its paragraphs in order, and whatever page furniture it has."""

    path: str
    paragraphs: tuple[str, ...]
    furniture: Mapping[str, str] = field(default_factory=dict)
    known: Verified | None = None
    """What it was recognised by; None where nothing was verified before."""

    @property
    def places(self) -> dict[str, str]:
        """Return the text of each place that the copy has, ``P1`` first, then the furniture."""
        return {**{f"P{number}": text for number, text in enumerate(self.paragraphs, 1)}, **self.furniture}


@dataclass(frozen=True)
class Run:
    """A run of text that the same claims cover from its first letter to its last."""

    text: str
    claims: tuple[str, ...] = ()
    hedge: bool = False
    ends: tuple[str, ...] = ()
    """The claims whose last word this is."""


@dataclass(frozen=True)
class _Word:
    text: str
    start: int
    end: int


def _words(text: str) -> list[_Word]:
    found = _WORD.finditer(text)
    return [_Word(_APOSTROPHE.sub("'", match[0]), match.start(), match.end()) for match in found]


def folded(text: str) -> tuple[str, ...]:
    """Return the words of a text as they are compared: no quotes, dashes, spaces or invisible characters."""
    return tuple(word.text for word in _words(_tidy(text)))


def _tidy(text: str) -> str:
    """Return the text in one Unicode form and without invisible characters, such as a byte order mark."""
    composed = unicodedata.normalize("NFKC", text)
    return "".join(letter for letter in composed if unicodedata.category(letter) != "Cf")


def _digest(words: Iterable[str]) -> str:
    return hashlib.sha256(" ".join(words).encode()).hexdigest()


def _passage(text: str) -> Passage:
    words = folded(text)
    return Passage(words=len(words), digest=_digest(words))


# Reading a copy


def read_copy(
    path: Path, verified: Verified | None, *, paragraphs: int = 15, begins: str = "North Korea is continuing"
) -> Copy:
    """Return the copy at ``path``, recognised by ``verified``, or by its build where nothing was verified before.

    Raises CourseError with one finding, which names the first paragraph that differs.
    """
    text = _tidy(_read_text(path))
    if verified:
        return _recognise(path, text, verified)
    return _read_by_build(path, text, paragraphs, begins)


def _refusal(path: Path, where: str, message: str, rule: str) -> CourseError:
    name = path.as_posix().encode("utf-8", "replace").decode()  # a file's name may be no text at all
    return CourseError([Finding(name, where, message, rule)])


def _read_text(path: Path) -> str:
    data = _read_bytes(path)
    if b"\0" in data:
        message = "must be plain text, and holds bytes that no text has; save it as plain text in UTF-8"
        raise _refusal(path, f"byte {data.index(0)}", message, "copy-binary")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        message = "must be UTF-8, and is not; save it in that encoding"
        raise _refusal(path, f"byte {error.start}", message, "copy-encoding") from error
    if not _words(text):
        raise _refusal(path, "file", "must hold the article, and is empty; save the page's text in it", "copy-empty")
    return text


def _read_bytes(path: Path) -> bytes:
    try:
        if not path.exists():
            message = "must be your copy of the article, and does not exist; mend the path"
            raise _refusal(path, "file", message, "copy-missing")
        if not path.is_file():
            raise _refusal(path, "file", "must be a text file, and is no file; name a file", "copy-unreadable")
        if (size := path.stat().st_size) > LARGEST:
            message = f"must be at most {LARGEST} bytes, and has {size}; save the article alone as plain text"
            raise _refusal(path, "file", message, "copy-too-large")
        return path.read_bytes()
    except OSError as error:
        raise _refusal(path, "file", f"must be a file that can be read: {error.strerror}", "copy-unreadable") from error


def _recognise(path: Path, text: str, verified: Verified) -> Copy:
    scan = _Scan(text)
    places = [f"P{number}" for number in range(1, len(verified.paragraphs) + 1)]
    found: dict[str, Span] = {}
    after = 0
    for place in places:
        span = scan.find(verified.paragraphs[place], after)
        if span is None:
            raise _refusal(path, place, _why_not(scan, verified, place), "copy-differs")
        found[place], after = span, span[1]
    furniture = {id: span for id, passage in verified.furniture.items() if (span := scan.find(passage))}
    return Copy(
        path=str(path),
        paragraphs=tuple(scan.text(found[place]) for place in places),
        furniture={id: scan.text(span) for id, span in furniture.items()},
        known=verified,
    )


def _why_not(scan: _Scan, verified: Verified, place: str) -> str:
    others = [other for other, passage in verified.paragraphs.items() if scan.find(passage)]
    if place in others:
        return "must stand in the report's order, and stands elsewhere; put the paragraphs in order"
    if not others:
        return (
            "must have the report's words, and no paragraph does: this is another text; save the article as plain text"
        )
    return "must have the report's words, and differs from them or is missing; compare it with the public article"


class _Scan:
    """Finds passages in a text by their digests alone, however its lines and paragraphs are broken."""

    def __init__(self, text: str) -> None:
        self._source = text
        self._words = _words(text)
        self._line = " ".join(word.text for word in self._words).encode()
        self._starts = [0]
        for word in self._words:
            self._starts.append(self._starts[-1] + len(word.text.encode()) + 1)

    def find(self, passage: Passage, after: int = 0) -> Span | None:
        """Return the first run of words at or after ``after`` that is the passage, as word numbers, or None."""
        for first in range(after, len(self._words) - passage.words + 1):
            last = first + passage.words
            words = self._line[self._starts[first] : self._starts[last] - 1]
            if hashlib.sha256(words).hexdigest() == passage.digest:
                return first, last
        return None

    def text(self, span: Span) -> str:
        """Return the run's text with the punctuation that touches it, on one line."""
        start, end = self._words[span[0]].start, self._words[span[1] - 1].end
        while start > 0 and not self._source[start - 1].isspace():
            start -= 1
        while end < len(self._source) and not self._source[end].isspace():
            end += 1
        return " ".join(self._source[start:end].split())


def _read_by_build(path: Path, text: str, paragraphs: int, begins: str) -> Copy:
    """Return the copy by its outward build: blocks from the one that begins rightly to the credits."""
    counts = []
    for pattern in (r"\n\s*\n", r"\n"):
        blocks = [block.strip() for block in re.split(pattern, re.sub(r"\r\n?", "\n", text)) if block.strip()]
        first = next((i for i, block in enumerate(blocks) if _starts(block, begins)), None)
        if first is None:
            raise _refusal(path, "P1", f"must begin with the words {begins!r}, and no paragraph does", "copy-differs")
        last = next((i for i, b in enumerate(blocks) if i > first and _starts(b, "Reported by")), len(blocks))
        if last - first == paragraphs:
            body = tuple(" ".join(block.split()) for block in blocks[first:last])
            return Copy(str(path), body, _furniture(blocks[:first], blocks[last : last + 1]))
        counts.append(last - first)
    message = f"must have {paragraphs} paragraphs with a blank line between them; found {counts[0]}"
    raise _refusal(path, "file", message, "copy-differs")


def _starts(block: str, words: str) -> bool:
    wanted = folded(words)
    return folded(block)[: len(wanted)] == wanted


def _furniture(before: Sequence[str], after: Sequence[str]) -> dict[str, str]:
    """Return the page's lines around the report, told by their form and order."""
    lines = [" ".join(line.split()) for block in before for line in block.split("\n")]
    notice = next((line for line in lines if "originally published" in line), None)
    date = next((line for line in lines if _DATE.fullmatch(line)), None)
    above = lines[: lines.index(date)] if date else []
    names = dict(zip(("caption", "headline", "promo"), reversed(above), strict=False))
    found = {**names, "date-line": date, "reprint-notice": notice, "credits": " ".join(after)}
    return {id: " ".join(text.split()) for id, text in found.items() if text}


# Verifying a ledger against a copy


def verify(report: Report, copy: Copy, quotations: Iterable[Quotation] = ()) -> tuple[tuple[Finding, ...], Verified]:
    """Return what is wrong with phrases and quotations, and the digests of those that were found in the copy.

    Furniture that the copy lacks keeps the digests by which the copy was recognised.
    """
    findings: list[Finding] = []
    phrases: dict[str, tuple[str, ...]] = {}
    covered: dict[str, set[int]] = {}
    for claim in report.claims:
        text = copy.places.get(claim.at)
        if text is None:
            phrases[claim.id] = _digests_kept(claim, copy.known)
            continue
        place = _Place(text)
        findings.extend(_phrase_findings(report, claim, place))
        there = (phrase for phrase in _quoted(claim) if place.find(phrase))
        phrases[claim.id] = tuple(sorted({phrase_digest(claim, phrase) for phrase in there}))
        covered.setdefault(claim.at, set()).update(n for span in place.spans(claim) for n in range(*span))
    total = sum(len(folded(text)) for text in copy.places.values())
    share = sum(map(len, covered.values())) / total
    if share > LIMIT:
        findings.append(Finding(_ledger(report), "claims", _too_much(share), "phrase-share"))
    absent = {quotation for quotation in quotations if not _stands(quotation, copy)}
    findings.extend(_absent(quotation) for quotation in absent)
    standing = tuple(sorted({quotation_digest(quotation.text) for quotation in {*quotations} - absent}))
    return tuple(sorted(set(findings))), _verified(copy, phrases, standing, share)


def _stands(quotation: Quotation, copy: Copy) -> bool:
    return any(_Place(text).find(quotation.text, case=False) for text in copy.places.values())


def _absent(quotation: Quotation) -> Finding:
    message = f"{quotation.text!r} must be the article's words, and is not; mend it, or set words of ours in italics"
    return Finding(quotation.path, quotation.where, message, "quotation-absent")


def quotation_digest(text: str) -> str:
    """Return the digest that says: these words stand somewhere in the article; case does not count."""
    return _digest(word.lower() for word in folded(text))


def _ledger(report: Report) -> str:
    return f"course/evidence/{report.id}/claims.toml"


def _too_much(share: float) -> str:
    return f"all phrases together must cover at most {LIMIT:.0%} of the article; they cover {share:.1%}: shorten some"


def _quoted(claim: Claim) -> tuple[str, ...]:
    return (*claim.phrases, *claim.hedges)


def _digests_kept(claim: Claim, known: Verified | None) -> tuple[str, ...]:
    kept = set(known.phrases.get(claim.id, ())) if known else set()
    return tuple(sorted({phrase_digest(claim, phrase) for phrase in _quoted(claim)} & kept))


def phrase_digest(claim: Claim, phrase: str) -> str:
    """Return the digest that says: this phrase was found at this claim's place."""
    return _digest((claim.id, claim.at, *folded(phrase)))


def _verified(copy: Copy, phrases: dict[str, tuple[str, ...]], quotations: tuple[str, ...], share: float) -> Verified:
    furniture = {id: _passage(text) for id, text in copy.furniture.items()}
    return Verified(
        digest=_digest(word for text in copy.paragraphs for word in folded(text)),
        share=round(share, 4),
        paragraphs={f"P{number}": _passage(text) for number, text in enumerate(copy.paragraphs, 1)},
        furniture={**(copy.known.furniture if copy.known else {}), **furniture},
        phrases=phrases,
        quotations=quotations,
    )


def _phrase_findings(report: Report, claim: Claim, place: _Place) -> Iterator[Finding]:
    for phrase in _quoted(claim):
        words = folded(phrase)
        if len(words) > LONGEST:
            message = f"a phrase must have at most {LONGEST} words; {phrase!r} has {len(words)}: shorten it"
            yield Finding(_ledger(report), f"claims.{claim.id}", message, "phrase-length")
        span = place.find(phrase)
        if span is None:
            message = f"{phrase!r} must stand in {claim.at} of the copy, and does not; mend the phrase or the place"
            yield Finding(_ledger(report), f"claims.{claim.id}", message, "phrase-absent")
        elif place.is_sentence(span):
            message = f"{phrase!r} must not be a whole sentence, and is; shorten it"
            yield Finding(_ledger(report), f"claims.{claim.id}", message, "phrase-sentence")


class _Place:
    """One paragraph or line of a copy, in which phrases are looked up."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = _words(text)
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


# The file of digests


def verified_path(report: Report) -> Path:
    """Return where the report's digests lie, from the repository's top."""
    return Path("course/evidence") / report.id / "verified.toml"


def read_verified(path: Path) -> Verified | None:
    """Return the digests in the file, or None if there is no such file.  Raises CourseError if it is malformed."""
    try:
        return Verified.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, ValidationError) as error:
        message = f"must be as `{AGAIN}` wrote it, and is not ({_brief(error)}); write it anew"
        raise _refusal(path, "file", message, "verified-unreadable") from error


def _brief(error: Exception) -> str:
    if isinstance(error, ValidationError):
        fault = error.errors(include_url=False)[0]
        return f"{'.'.join(map(str, fault['loc']))}: {fault['msg'].lower()}"
    return str(error).splitlines()[0]


def write_verified(path: Path, verified: Verified) -> None:
    """Write the digests, sorted, as one whole file or not at all."""
    write_whole(path, _toml(verified))


def _toml(verified: Verified) -> str:
    lines = [
        f"# Written by `{AGAIN}`, not by hand: what was found in a copy of the article.",
        "# A digest recognises words and does not give them away.",
        "",
        f'digest = "{verified.digest}"',
        f"share = {verified.share}",
    ]
    for name, passages in (("paragraphs", verified.paragraphs), ("furniture", verified.furniture)):
        lines += ["", f"[{name}]"]
        for place, passage in sorted(passages.items(), key=lambda item: _order(item[0])):
            lines.append(f'{place} = {{ words = {passage.words}, digest = "{passage.digest}" }}')
    lines += ["", "[phrases]"]
    for id, digests in sorted(verified.phrases.items()):
        lines.append(_phrase_line(id, digests))
    lines.insert(5, _phrase_line("quotations", verified.quotations))
    return "\n".join(lines) + "\n"


def _phrase_line(id: str, digests: Iterable[str]) -> str:
    listed = "".join(f'\n  "{digest}",' for digest in sorted(digests))
    return f"{id} = [{listed}\n]"


def _order(place: str) -> tuple[int, str]:
    return (int(place[1:]) if place[1:].isdecimal() else 0, place)


def check_verified(
    report: Report, verified: Verified | None, quotations: Iterable[Quotation] = ()
) -> tuple[Finding, ...]:
    """Return what is wrong where no copy is at hand: phrases that nobody found in one, and digests of phrases gone."""
    path = verified_path(report).as_posix()
    if verified is None:
        message = f"must exist, and does not; write it with `{AGAIN}`"
        return (Finding(path, "file", message, "verified-missing"),)
    unfound = (
        _unfound(quotation) for quotation in quotations if quotation_digest(quotation.text) not in verified.quotations
    )
    return tuple(sorted({*_unchecked(report, verified), *_stale(report, verified, path), *unfound}))


def _unfound(quotation: Quotation) -> Finding:
    message = f"nobody found {quotation.text!r} in a copy; run `{AGAIN}`"
    return Finding(quotation.path, quotation.where, message, "quotation-unverified")


def _unchecked(report: Report, verified: Verified) -> Iterator[Finding]:
    for claim in report.claims:
        for phrase in _quoted(claim):
            if phrase_digest(claim, phrase) not in verified.phrases.get(claim.id, ()):
                message = f"nobody found {phrase!r} in {claim.at} of a copy; run `{AGAIN}`"
                yield Finding(_ledger(report), f"claims.{claim.id}", message, "phrase-unverified")


def _stale(report: Report, verified: Verified, path: str) -> Iterator[Finding]:
    for id, digests in verified.phrases.items():
        claim = report.claim.get(id)
        wanted = {phrase_digest(claim, phrase) for phrase in _quoted(claim)} if claim else set()
        if set(digests) - wanted or not claim:
            message = f"must verify phrases that the ledger has, and verifies others; run `{AGAIN}`"
            yield Finding(path, f"phrases.{id}", message, "verified-stale")
    if set(verified.paragraphs) != {paragraph.place for paragraph in report.paragraphs}:
        message = f"must name the report's paragraphs; found {', '.join(verified.paragraphs) or 'none'}; run `{AGAIN}`"
        yield Finding(path, "paragraphs", message, "verified-stale")
    if verified.share > LIMIT:
        yield Finding(path, "share", _too_much(verified.share), "phrase-share")


# Marking a copy


def marks(report: Report, copy: Copy) -> dict[str, tuple[Run, ...]]:
    """Return each place's text cut into runs, each with the claims that cover it, in the ledger's order."""
    return {place: _runs(text, [c for c in report.claims if c.at == place]) for place, text in copy.places.items()}


def _runs(text: str, claims: Sequence[Claim]) -> tuple[Run, ...]:
    place = _Place(text)
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
