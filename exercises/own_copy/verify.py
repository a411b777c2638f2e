"""A ledger verified: its phrases, and what lessons quote, against a copy, or against what somebody found in one."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

from exercises.errors import Finding
from exercises.ledger.load import file_of
from exercises.ledger.types import LONGEST, Claim, Report
from exercises.own_copy.digests import AGAIN, Verified, passage_of, phrase_digest, quotation_digest, verified_path
from exercises.own_copy.folding import Place, digest_of, folded, quoted_by
from exercises.own_copy.recognise import Copy

LIMIT = 0.35
"""The largest share of the article's words that all phrases of a ledger may cover together."""


@dataclass(frozen=True, order=True)
class Quotation:
    """Words that a lesson or an exercise gives in quotation marks as the article's, and where it does."""

    path: str
    where: str
    text: str


def verify(
    report: Report, copy: Copy, quotations: Iterable[Quotation] = (), elsewhere: Container[str] = ()
) -> tuple[tuple[Finding, ...], Verified]:
    """Return what is wrong with phrases and quotations, and the digests of those that were found in the copy.

    A quotation whose digest is among those found ``elsewhere``, in another report's copy, need not stand in this one.
    Furniture that the copy lacks keeps the digests by which the copy was recognised.
    """
    quotations = tuple(quotations)
    findings: list[Finding] = []
    phrases: dict[str, tuple[str, ...]] = {}
    covered: dict[str, set[int]] = {}
    for claim in report.claims:
        text = copy.places.get(claim.at)
        if text is None:
            phrases[claim.id] = _digests_kept(claim, copy.known)
            continue
        place = Place(text)
        findings.extend(_phrase_findings(report, claim, place))
        there = (phrase for phrase in quoted_by(claim) if place.find(phrase))
        phrases[claim.id] = tuple(sorted({phrase_digest(claim, phrase) for phrase in there}))
        covered.setdefault(claim.at, set()).update(n for span in place.spans(claim) for n in range(*span))
    total = sum(len(folded(text)) for text in copy.places.values())
    share = sum(map(len, covered.values())) / total
    if share > LIMIT:
        findings.append(Finding(file_of(report, "claims"), "claims", _too_much(share), "phrase-share"))
    absent = {quotation for quotation in quotations if not _stands(quotation, copy)}
    findings += [_absent(quotation) for quotation in absent if quotation_digest(quotation.text) not in elsewhere]
    standing = tuple(sorted({quotation_digest(quotation.text) for quotation in {*quotations} - absent}))
    return tuple(sorted(set(findings))), _verified(copy, phrases, standing, share)


def _stands(quotation: Quotation, copy: Copy) -> bool:
    return any(Place(text).find(quotation.text, case=False) for text in copy.places.values())


def _absent(quotation: Quotation) -> Finding:
    message = f"{quotation.text!r} must be the article's words, and is not; mend it, or set words of ours in italics"
    return Finding(quotation.path, quotation.where, message, "quotation-absent")


def _too_much(share: float) -> str:
    return f"all phrases together must cover at most {LIMIT:.0%} of the article; they cover {share:.1%}: shorten some"


def _digests_kept(claim: Claim, known: Verified | None) -> tuple[str, ...]:
    kept = set(known.phrases.get(claim.id, ())) if known else set()
    return tuple(sorted({phrase_digest(claim, phrase) for phrase in quoted_by(claim)} & kept))


def _verified(copy: Copy, phrases: dict[str, tuple[str, ...]], quotations: tuple[str, ...], share: float) -> Verified:
    furniture = {id: passage_of(text) for id, text in copy.furniture.items()}
    return Verified(
        digest=digest_of(word for text in copy.paragraphs for word in folded(text)),
        share=round(share, 4),
        paragraphs={f"P{number}": passage_of(text) for number, text in enumerate(copy.paragraphs, 1)},
        furniture={**(copy.known.furniture if copy.known else {}), **furniture},
        phrases=phrases,
        quotations=quotations,
    )


def _phrase_findings(report: Report, claim: Claim, place: Place) -> Iterator[Finding]:
    for phrase in quoted_by(claim):
        words = folded(phrase)
        if len(words) > LONGEST:
            message = f"a phrase must have at most {LONGEST} words; {phrase!r} has {len(words)}: shorten it"
            yield Finding(file_of(report, "claims"), f"claims.{claim.id}", message, "phrase-length")
        span = place.find(phrase)
        if span is None:
            message = f"{phrase!r} must stand in {claim.at} of the copy, and does not; mend the phrase or the place"
            yield Finding(file_of(report, "claims"), f"claims.{claim.id}", message, "phrase-absent")
        elif place.is_sentence(span):
            message = f"{phrase!r} must not be a whole sentence, and is; shorten it"
            yield Finding(file_of(report, "claims"), f"claims.{claim.id}", message, "phrase-sentence")


def check_verified(
    report: Report, verified: Verified | None, quotations: Iterable[Quotation] = (), elsewhere: Container[str] = ()
) -> tuple[Finding, ...]:
    """Return what is wrong where no copy is at hand: phrases that nobody found in one, and digests of phrases gone.

    A quotation whose digest is among those found ``elsewhere``, in another report's copy, needs none here.
    """
    path = verified_path(report).as_posix()
    if verified is None:
        message = f"must exist, and does not; write it with `{AGAIN}`"
        return (Finding(path, "file", message, "verified-missing"),)
    digests = ((quotation, quotation_digest(quotation.text)) for quotation in quotations)
    unfound = (_unfound(it) for it, digest in digests if digest not in verified.quotations and digest not in elsewhere)
    return tuple(sorted({*_unchecked(report, verified), *_stale(report, verified, path), *unfound}))


def _unfound(quotation: Quotation) -> Finding:
    message = f"nobody found {quotation.text!r} in a copy; run `{AGAIN}`"
    return Finding(quotation.path, quotation.where, message, "quotation-unverified")


def _unchecked(report: Report, verified: Verified) -> Iterator[Finding]:
    for claim in report.claims:
        for phrase in quoted_by(claim):
            if phrase_digest(claim, phrase) not in verified.phrases.get(claim.id, ()):
                message = f"nobody found {phrase!r} in {claim.at} of a copy; run `{AGAIN}`"
                yield Finding(file_of(report, "claims"), f"claims.{claim.id}", message, "phrase-unverified")


def _stale(report: Report, verified: Verified, path: str) -> Iterator[Finding]:
    for id, digests in verified.phrases.items():
        claim = report.claim.get(id)
        wanted = {phrase_digest(claim, phrase) for phrase in quoted_by(claim)} if claim else set()
        if set(digests) - wanted or not claim:
            message = f"must verify phrases that the ledger has, and verifies others; run `{AGAIN}`"
            yield Finding(path, f"phrases.{id}", message, "verified-stale")
    if set(verified.paragraphs) != {paragraph.place for paragraph in report.paragraphs}:
        message = f"must name the report's paragraphs; found {', '.join(verified.paragraphs) or 'none'}; run `{AGAIN}`"
        yield Finding(path, "paragraphs", message, "verified-stale")
    if verified.share > LIMIT:
        yield Finding(path, "share", _too_much(verified.share), "phrase-share")
