"""Makes invented reports by the thousand and prints what can be told of their keys without reading.

``python tests/dispatches.py --seeds 10000``, as ``make dispatches`` calls it.  Each pair must be sound, each ledger
must agree with the second reader, and three guessers must find no more than sampling gives: one that sees statements,
one that sees the report alone, and one that sees only how statement and report overlap.  Each is trained with whole
subjects left out, on one twin of each pair, as students meet them; what it finds is held against keys that were dealt
out anew within each form.  And of sixteen reports in a row, hardly a sentence may come a third time.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import log
from statistics import fmean, stdev

from dispatch.test_twins import differences
from sites import the_course

from exercises.checks.learner import verdict_of
from exercises.dispatch.balance import Overlap, tokens
from exercises.dispatch.fresh import TABLE, searched
from exercises.dispatch.text import as_page
from exercises.dispatch.twins import Dispatch, make_twins
from exercises.files import write_whole
from exercises.sphinx_ext.fresh import MADE
from exercises.sphinx_ext.fresh_files import lines

BOUND = 0.52
"""What share a guesser may hit.  Of fifteen hundred forms they found 0.500 by statements, 0.494 by the report and 0.500
by overlap, no more than where keys were dealt anew."""
FAR = 3
"""How many deviations beyond what keys dealt anew give a share must lie, too, to tell of more than chance.  Of a hundred
forms, where a deviation is some 0.02, chance alone comes past the bound once in six times; of fifteen hundred the bound
lies more than three away, and decides alone."""
DEALS = 40
"""How many times keys are dealt out anew, to see what chance gives."""
MOST = {"the statements": 4000, "the report": 1500, "their overlap": 10000}
"""On how many pairs each guesser is tried: what it sees of one has to stay in memory."""


IN_A_ROW = 16
"""How many reports somebody reads, of whom it is asked whether sentences come back."""
TWICE = 2
"""How often a sentence may come in them."""
LONG = 6
"""Up to how many words a sentence is short, and may come as often as it likes."""
AGAIN = 0.01
"""What share of the others may have come that often before.  Of fifteen hundred reports in a row it was 0.0052."""


@dataclass(frozen=True)
class Sat:
    """A form as somebody sat it: its subject, what a guesser sees of each statement, and the key."""

    subject: str
    seen: tuple[frozenset[str], ...]
    adequate: tuple[bool, ...]


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the dispatches, print the figures, and return 1 where something is wrong."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, default=10000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--write-practice", action="store_true", help="only write the reports for practice anew")
    options = parser.parse_args(arguments)
    if options.write_practice:
        write_whole(TABLE, "".join(f"{line}\n" for line in searched(told_in_tests())).encode())
        write_whole(MADE, gzip.compress("".join(f"{line}\n" for line in lines()).encode(), mtime=0))
        return 0
    wrong, sittings, counts, again = made(range(options.first, options.first + options.seeds))
    print(*counts, *wrong[:20], sep="\n")
    print(f"{len(wrong)} faults")
    betrayed = [name for name, forms in sittings.items() if guessed(name, forms)]
    return 1 if wrong or betrayed or again > AGAIN else 0


def told_in_tests() -> tuple[str, ...]:
    """Return the words of each report that a test of the course asks about."""
    course = the_course()
    ids = sorted({str(one.report) for one in course.bank.exercises if one.use == "test"})
    return tuple(" ".join(one.text or "" for one in course.evidence.report[id].paragraphs) for id in ids)


def made(seeds: range) -> tuple[list[str], dict[str, list[Sat]], list[str], float]:
    """Return what is wrong, what each guesser sees of a twin of each pair, figures, and the share that comes again."""
    wrong: list[str] = []
    sittings: dict[str, list[Sat]] = {"the statements": [], "the report": [], "their overlap": []}
    words: list[int] = []
    read: list[list[str]] = []
    of: Counter[str] = Counter()
    digest = hashlib.sha256()
    began = time.perf_counter()
    for seed in seeds:
        twins = make_twins(seed, seed % 3 + 1)
        wrong += [f"seed {seed}: {fault}" for fault in twins.faults()]
        for dispatch in (twins.a, twins.b):
            report, _, key = dispatch.asked()
            digest.update(as_page(report).encode())
            wrong += [f"seed {seed}, {dispatch.id}: {one}" for one in differences(report)]
            if [verdict == "adequate" for verdict in key.correct.values()] != [
                dispatch.state[id] for id in dispatch.order
            ]:
                wrong.append(f"seed {seed}, {dispatch.id}: ledger and world give different keys")
            words.append(dispatch.told.words)
        of.update((twins.a.world.subject, twins.a.world.chain))
        sat = random.Random(f"sat/{seed}").choice((twins.a, twins.b))  # noqa: S311
        for name in [name for name, most in MOST.items() if len(sittings[name]) < most]:
            see = GUESSERS[name]
            sittings[name].append(Sat(sat.world.subject, tuple(see(sat)), tuple(sat.form().adequate)))
        read.append(list(bare_sentences(sat)))
    took = time.perf_counter() - began
    again = come_again(read)
    figures = [
        f"{len(seeds)} pairs, {2 * len(seeds) / took:.0f} dispatches with keys a second, checks and reader included",
        f"words: {min(words)} to {max(words)}, {fmean(words):.0f} on average",
        f"well made: {of['kept'] / len(seeds):.0%}",
        "stories and what became of their words: " + ", ".join(f"{name} {count}" for name, count in sorted(of.items())),
        f"longer sentences that come a third time, or more, in {IN_A_ROW} reports: {again:.2%}",
        f"digest of all reports: {digest.hexdigest()[:16]}",
    ]
    return wrong, sittings, figures, again


# What comes again


def bare_sentences(dispatch: Dispatch) -> Iterator[str]:
    """Yield the longer sentences of a report without what a seed puts into them: names, numbers, things and people."""
    world = dispatch.world
    filled = sorted({re.escape(word) for word in world.words.values()}, key=len, reverse=True)
    drawn = re.compile(rf"\b(?:{'|'.join(filled)})(?![^\W_])")
    people = "|".join(rf"{one.noun}(?: {re.escape(one.place)})?" for one in world.people.values())
    person = re.compile(rf"\b(?:[Tt]he|[Aa]n?) (?:\d\d-year-old )?(?:{people})|\b[Ss]?[Hh]e\b|\b(?:him|his|her)\b")
    for paragraph in dispatch.told.paragraphs:
        for sentence in paragraph:
            if len(sentence.text.split()) > LONG:
                yield drawn.sub("_", person.sub("_", sentence.text)).lower()


def come_again(reports: Sequence[Sequence[str]]) -> float:
    """Return the share of sentences that had come as often as they may, reading sixteen reports, and sixteen others."""
    again = total = 0
    for start in range(0, len(reports), IN_A_ROW):
        counts = Counter(sentence for report in reports[start : start + IN_A_ROW] for sentence in report)
        again += sum(count - TWICE for count in counts.values() if count > TWICE)
        total += counts.total()
    return again / total


# What each guesser sees


def see_statements(dispatch: Dispatch) -> Iterator[frozenset[str]]:
    """Yield the wording of each statement, as the learner of the bank takes it."""
    for place, said in enumerate(dispatch.form().statements):
        example = verdict_of("", said, "adequate")
        yield frozenset({feature.partition(": ")[2] for feature in example.candidates[0]} | {f"place {place}"})


def see_report(dispatch: Dispatch) -> Iterator[frozenset[str]]:
    """Yield the report's words, with the statement's place."""
    told = {word for text in dispatch.told.texts() for word in tokens(text) if not re.search(r"\d", word)}
    for place in range(len(dispatch.order)):
        yield frozenset({f"place {place}", *(f"{place % 2} {word}" for word in told)})


def see_overlap(dispatch: Dispatch) -> Iterator[frozenset[str]]:
    """Yield how much of a statement stands in the report, in figures and in ranks within the form."""
    overlaps = dispatch.form().overlaps
    for one in overlaps:
        yield frozenset(_overlap_features(one, overlaps))


def _overlap_features(one: Overlap, overlaps: Sequence[Overlap]) -> Iterator[str]:
    for place, figure in enumerate(one):
        column = [other[place] for other in overlaps]
        rank = sum(other < figure for other in column)
        yield f"{place}: {round(figure * 10) if place < 3 else figure}"
        yield f"{place}: rank {rank // 2}"
        yield f"{place}: above the middle {rank >= len(column) / 2}"


GUESSERS: dict[str, Callable[[Dispatch], Iterator[frozenset[str]]]] = {
    "the statements": see_statements,
    "the report": see_report,
    "their overlap": see_overlap,
}


# The guesser


def guessed(name: str, forms: Sequence[Sat]) -> bool:
    """Print what a guesser finds, beside what it finds where keys were dealt out anew; return whether it is more."""
    share = hits(forms) / sum(len(form.seen) for form in forms)
    null = []
    for deal in range(DEALS):
        dice = random.Random(f"deal/{deal}")  # noqa: S311
        dealt = [Sat(form.subject, form.seen, tuple(dice.sample(form.adequate, len(form.adequate)))) for form in forms]
        null.append(hits(dealt) / sum(len(form.seen) for form in forms))
    far = (share - fmean(null)) / (stdev(null) or 1)
    more = sum(one >= share for one in null)
    print(
        f"sees {name}, {len(forms)} forms: right {share:.4f}; with keys dealt anew {fmean(null):.4f}, {min(null):.4f} to {max(null):.4f} "
        f"({more} of {DEALS} as many; {far:+.1f} deviations)"
    )
    return share > BOUND and far > FAR


def hits(forms: Sequence[Sat]) -> int:
    """Return how many verdicts naive Bayes hits, each subject's forms with that subject left out of the training."""
    counts = {verdict: Counter[str]() for verdict in (True, False)}
    own = {(form.subject, verdict): Counter[str]() for form in forms for verdict in (True, False)}
    for form in forms:
        for seen, adequate in zip(form.seen, form.adequate, strict=True):
            own[form.subject, adequate].update(seen)
    for (_, verdict), found in own.items():
        counts[verdict].update(found)
    weights: dict[str, dict[str, float]] = {}
    for subject in {form.subject for form in forms}:
        yes, no = (counts[verdict] - own[subject, verdict] for verdict in (True, False))
        weights[subject] = {feature: log((yes[feature] + 1) / (no[feature] + 1)) for feature in yes | no}
    return sum(
        (sum(weights[form.subject].get(feature, 0.0) for feature in seen) > 0) == adequate
        for form in forms
        for seen, adequate in zip(form.seen, form.adequate, strict=True)
    )


if __name__ == "__main__":
    sys.exit(main())
