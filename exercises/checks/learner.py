"""Can keys be guessed from the wording?  What a learner finds who knows the bank's other lessons and reads no report.

Naive Bayes over words, pairs of words and the form of what is asked (Lewis 1998, doi:10.1007/BFb0026666), trained with
one lesson left out and asked about that lesson.  It meets three tasks: the right choice among those offered, the
verdict among those offered from title, id and stem, and the statements of a test, trained on the other tests.  Of
twins it meets one, as students do: over both, each wording is right as often as wrong, and nothing could be found.

Verdicts are few, and among so few the many words that mark nothing drown the one that does.  So they are guessed a
second time, each left out alone, by the one word or form that tells most.

Were wording and key apart, the learner would hit each answer with the chance of a blind guess, so the hits follow a
sum of such draws.  The learner betrays keys where its hits lie in the upper tail; fewer than chance betray nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp, log

from exercises.checks.guess import LEVEL, Strategy, convolve, verdicts_asked, words_in
from exercises.course import Course
from exercises.draw.markup import plain
from exercises.questions.ask import ask
from exercises.questions.kinds import Exercise
from exercises.questions.question import Choose, Place
from exercises.questions.resolve import adequacy_bins

Features = frozenset[str]
_FORMS = {
    "a hedge": r"may|might|could|seem\w*|perhaps|probably|possib\w+|likely|about|some|believe\w*|appear\w*|reportedly",
    "a negation": r"not|no|none|nobody|nothing|never|neither|nor|without|cannot",
    "an absolute word": r"always|never|all|every|only|certain\w*|must|prove\w*|whole|entire\w*",
    "a speaker": r"say\w*|said|told|tell\w*|hear\w*|source\w*|account|report\w*|according|by",
    "a number": r"\d+|one|two|three|four|five|six|seven|eight|nine|ten|twenty|fifty|dozens?|hundred\w*",
}
_FORM = {name: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for name, words in _FORMS.items()}


@dataclass(frozen=True)
class Example:
    """One answer to guess: what the candidates look like, which are right, and the group that it is left out with."""

    group: str
    candidates: tuple[Features, ...]
    right: frozenset[int]


def learned(course: Course) -> tuple[Strategy, ...]:
    """Return what the learner finds in each task that has two groups or more, so that one can be left out."""
    tasks = {"the wording of choices": _choices, "the wording of verdicts": _verdicts}
    examples = {name: tuple(task(course)) for name, task in tasks.items()}
    examples |= {f"the wording of {', '.join(tests)}": found for tests, found in _sittings(course)}
    whole = tuple(guess(name, found) for name, found in examples.items() if _groups(found)[1:])
    alone = tuple(_verdicts(course, lambda exercise: exercise.id))
    return (*whole, guess("one word of verdicts", alone, _strongest)) if alone[1:] else whole


def telling_words(course: Course, count: int = 8) -> tuple[str, ...]:
    """Return the features of choices that carry most, with the factor by which each makes a choice likelier right."""
    weights = _weights(_choices(course))
    most = sorted(weights, key=lambda feature: (-abs(weights[feature]), feature))[:count]
    return tuple(f"{feature} ({exp(weights[feature]):.1f})" for feature in most)


Best = Callable[[Sequence[Features], dict[str, float]], int]


def _best(candidates: Sequence[Features], weights: dict[str, float]) -> int:
    scores = [sum(weights.get(feature, 0.0) for feature in features) for features in candidates]
    return scores.index(max(scores))


def _strongest(candidates: Sequence[Features], weights: dict[str, float]) -> int:
    scores = [max(weights.get(feature, 0.0) for feature in features) for features in candidates]
    return scores.index(max(scores))


def guess(name: str, examples: Sequence[Example], best: Best = _best) -> Strategy:
    """Return how many answers the learner hits, each with its own group left out of the training."""
    hits, expected, distribution = 0, 0.0, [1.0]
    for group in _groups(examples):
        weights = _weights(example for example in examples if example.group != group)
        for example in examples:
            if example.group == group:
                hits += best(example.candidates, weights) in example.right
                share = len(example.right) / len(example.candidates)
                expected += share
                distribution = convolve(distribution, [1 - share, share])
    tails = [sum(distribution[count:]) for count in range(len(distribution) + 1)]
    found_from = next(count for count, chance in enumerate(tails) if chance < LEVEL)
    return Strategy(name, hits, len(examples), expected, tails[hits], found_from)


def _groups(examples: Iterable[Example]) -> list[str]:
    return sorted({example.group for example in examples})


def _weights(examples: Iterable[Example]) -> dict[str, float]:
    """Return the logarithm of how much likelier each feature is in a right candidate than in a wrong one."""
    counts, total = {True: Counter[str](), False: Counter[str]()}, Counter[bool]()
    for example in examples:
        for place, features in enumerate(example.candidates):
            counts[place in example.right].update(features)
            total[place in example.right] += 1

    def share(right: bool, feature: str) -> float:
        return (counts[right][feature] + 1) / (total[right] + 2)

    return {feature: log(share(True, feature) / share(False, feature)) for feature in counts[True] | counts[False]}


def _choices(course: Course) -> Iterator[Example]:
    for exercise in course.bank.exercises:
        question = ask(exercise)
        if isinstance(question, Choose) and not question.passage:
            correct = course.keys[exercise.id].correct
            right = {correct} if isinstance(correct, str) else set(correct or ())
            texts = [f"{plain(asked.text)} {asked.id}" for asked in question.asked]
            places = frozenset(place for place, asked in enumerate(question.asked) if asked.id in right)
            yield Example(exercise.lesson, tuple(_compared(texts)), places)


def _lesson(exercise: Exercise) -> str:
    return exercise.lesson


def _verdicts(course: Course, group: Callable[[Exercise], str] = _lesson) -> Iterator[Example]:
    for exercise, key in course.pairs():
        if verdicts := verdicts_asked(exercise):
            text = f"{exercise.title} {exercise.id} {plain(exercise.stem)}"
            yield verdict_of(group(exercise), text, str(key.correct), verdicts)


def _sittings(course: Course) -> Iterator[tuple[tuple[str, ...], tuple[Example, ...]]]:
    """Yield tests that one student may meet, one of each pair of twins, with what is asked in them.

    These are the first of each pair, and the same with one of them changed for its twin.  Turned round as a whole, the
    tests would give the learner the same hits.
    """
    pairs: dict[frozenset[str], list[tuple[str, tuple[Example, ...]]]] = {}
    for exercise in course.bank.exercises:
        bins = adequacy_bins(course.files[exercise.id].query)
        correct = course.keys[exercise.id].correct
        question = ask(exercise)
        if exercise.use == "test" and bins and isinstance(question, Place) and isinstance(correct, dict):
            verdicts = {plain(asked.text): TWO[correct[asked.id] != bins[0]] for asked in question.asked}
            found = tuple(verdict_of(exercise.id, said, verdict) for said, verdict in verdicts.items())
            pairs.setdefault(frozenset(verdicts), []).append((exercise.id, found))
    firsts = [twins[0] for twins in pairs.values()]
    changed = [
        [*firsts[:place], other, *firsts[place + 1 :]]
        for place, twins in enumerate(pairs.values())
        for other in twins[1:]
    ]
    for sat in (firsts, *changed):
        yield tuple(id for id, _ in sat), tuple(example for _, found in sat for example in found)


TWO = ("adequate", "overstated")
"""The verdicts of a test's statements."""


def verdict_of(group: str, text: str, right: str, verdicts: tuple[str, ...] = TWO) -> Example:
    """Return a verdict as one candidate for each that is offered: the same wording under each of them."""
    told = {*_features(text), f"{len(text.split()) // 6 * 6} words or more"}
    candidates = tuple(frozenset(f"{verdict}: {feature}" for feature in told) for verdict in verdicts)
    return Example(group, candidates, frozenset({verdicts.index(right)}))


def _compared(texts: Sequence[str]) -> Iterator[Features]:
    """Yield the features of texts that stand side by side: a form that one alone has, the longest and the shortest."""
    alone = {name: have[0] for name, form in _FORM.items() if len(have := _having(texts, form)) == 1}
    lengths = [len(text) for text in texts]
    for place, text in enumerate(texts):
        of_form = {f"alone with {name}" for name, one in alone.items() if one == place}
        size = {"the longest": max(lengths), "the shortest": min(lengths)}
        long = {name for name, length in size.items() if len(text) == length}
        yield frozenset({*_features(text), *of_form, *long})


def _having(texts: Sequence[str], form: re.Pattern[str]) -> list[int]:
    return [place for place, text in enumerate(texts) if form.search(text)]


def _features(text: str) -> set[str]:
    words = words_in(text)
    runs = {f"“{run}”" for run in (*words, *map(" ".join, pairwise(words)))}
    return runs | {name for name, form in _FORM.items() if form.search(text)}
