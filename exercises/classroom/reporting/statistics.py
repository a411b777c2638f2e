"""A class in figures, each with how far it can be trusted for a class of its size.  Pure: no file is touched."""

from __future__ import annotations

import math
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from statistics import NormalDist, correlation, fmean, quantiles
from typing import TypeVar

from exercises.classroom.assignment import Assignment, Item
from exercises.classroom.marking.marked import Marked, who
from exercises.classroom.reporting.detection import Detection, detect
from exercises.classroom.roster import same
from exercises.questions.grade import feedback
from exercises.questions.question import Answer, Choose, Place
from exercises.questions.wording import slot_texts

T = TypeVar("T")

Z = NormalDist().inv_cdf(0.975)
USEFUL = 0.2
"""The relation of an exercise with the others below which it is of little use (Ebel and Frisbie 1991)."""
FEW = 10
"""Below so many students no relation between answers is told, and below so many answers no share of them."""
DRAWS = 1000
_NOTHING = 1e-9
"""What sums of fractions may miss 0 by."""
ADEQUATE, OVERSTATED = "adequate", "overstated"


@dataclass(frozen=True)
class Interval:
    """Where a figure lies with 95 percent confidence."""

    low: float
    high: float

    @property
    def width(self) -> float:
        """Return how far apart its ends are."""
        return self.high - self.low

    @property
    def holds_nothing(self) -> bool:
        """Return whether 0 lies in it as it is printed, in hundredths, so that the figure may be nothing."""
        return self.low < 0.01 and self.high > -0.01


def wilson(hits: float, number: float) -> Interval:
    """Return the score interval of a share, which holds for few answers too (Wilson 1927, JASA 22: 209-212).

    It takes each of the number for independent of the others: for students, and not for answers of which several are
    one student's.
    """
    if number == 0:
        return Interval(0.0, 1.0)
    share, spread = hits / number, Z * Z / number
    middle = (share + spread / 2) / (1 + spread)
    half = Z * math.sqrt(share * (1 - share) / number + spread / (4 * number)) / (1 + spread)
    return Interval(middle - half if hits else 0.0, middle + half if hits < number else 1.0)


def share_interval(students: Sequence[tuple[int, int]]) -> Interval:
    """Return the interval of the share of answers that is right; ``students`` are (right, answers) of each.

    Answers of one student are alike, so it is Wilson's for as many answers as would tell so much if each were another
    student's (Korn and Graubard 1998, Survey Methodology 24: 193-201; with Wilson's interval, Dean and Pagano 2015,
    Journal of Survey Statistics and Methodology 3: 484-503): their number over the design effect, which is the variance
    of the share between students over that of as many independent answers, at least 1, and for the freedom that
    students leave.
    Below :data:`FEW` students, or where all answers are alike, that cannot be estimated, and each student counts once.
    """
    right, number, count = sum(r for r, _ in students), sum(n for _, n in students), len(students)
    share = right / number
    if count < FEW or share in (0.0, 1.0):
        return wilson(share * count, count)
    between = sum((r - share * n) ** 2 for r, n in students) * count / (count - 1) / number**2
    effect = max(1.0, between * (number - 1) / (share * (1 - share)))
    effect *= (t_quantile(count - 1) / t_quantile(number - 1)) ** 2
    return wilson(right / effect, number / effect)


def mean_interval(values: Sequence[float]) -> Interval:
    """Return the interval of a mean of scores between 0 and 1.

    Wilson's where every score is 0 or 1.  For part scores Student's t, cut off at 0 and 1; and never narrower than
    Wilson's would be if all agree, since a dozen equal part scores do not make certain.
    """
    number, mean = len(values), fmean(values) if values else 0.0
    if number < 2 or all(value in (0.0, 1.0) for value in values):
        return wilson(round(mean * number), number)
    deviation = math.sqrt(sum((value - mean) ** 2 for value in values) / (number - 1))
    half = t_quantile(number - 1) * deviation / math.sqrt(number)
    half = max(half, wilson(number, number).width / 2)
    return Interval(max(0.0, mean - half), min(1.0, mean + half))


def t_quantile(freedom: int) -> float:
    """Return the 97.5 percent point of Student's t (Abramowitz and Stegun 1964, 26.7.5; within 0.5 percent from 3)."""
    if freedom < 3:
        return {1: 12.706, 2: 4.303}[freedom]
    z, n = Z, float(freedom)
    return (
        z
        + (z**3 + z) / (4 * n)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * n**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * n**3)
        + (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / (92160 * n**4)
    )


def total(work: Marked, items: Sequence[Item]) -> float | None:
    """Return a student's share of the points of these exercises; None where none of them has a score."""
    some = [(work.scores[item.exercise.id], item.points) for item in items if item.exercise.id in work.scores]
    return fmean((score for score, _ in some), weights=[points for _, points in some]) if some else None


@dataclass(frozen=True)
class Figures:
    """One exercise in a class."""

    item: Item
    answered: int
    compared: int
    """How many have a score for it and for another exercise."""
    counted: int
    """How many have a score for it, 0 where they left it open; none has who is excused from it or must be asked."""
    mean: float
    interval: Interval
    relation: float | None
    """The corrected item-rest correlation; None where there are too few students, or all have the same score."""
    relation_interval: Interval | None

    @property
    def verdict(self) -> str:
        """Return what the relation's interval allows to be said."""
        found = self.relation_interval
        if found is None:
            return "too few to say" if self.compared < FEW else "nothing to compare: equal scores"
        if not found.holds_nothing:
            return "look at its key first" if found.high < 0 else "tells strong work from weak"
        return "does not tell strong work from weak" if found.high < USEFUL else "too few to say"


def closed_items(assignment: Assignment) -> list[Item]:
    """Return the exercises that their keys alone mark."""
    return [item for item in assignment.items if item.closed]


def exercise_figures(assignment: Assignment, marked: Sequence[Marked]) -> list[Figures]:
    """Return difficulty and discrimination of each closed exercise, in the order of the sheet.

    Discrimination is the correlation of an exercise's score with the mean of the others (Henrysson 1963, Psychometrika
    28: 211-218), with Fisher's interval.
    """
    ids = {item.exercise.id for item in closed_items(assignment)}
    closed = [{id: score for id, score in work.scores.items() if id in ids} for work in marked]
    return [_figures(item, marked, closed) for item in closed_items(assignment)] if marked else []


def _figures(item: Item, marked: Sequence[Marked], closed: Sequence[Mapping[str, float]]) -> Figures:
    id = item.exercise.id
    scores = [one[id] for one in closed if id in one]
    pairs = [(one[id], (sum(one.values()) - one[id]) / (len(one) - 1)) for one in closed if id in one and len(one) > 1]
    relation = together(*zip(*pairs, strict=True)) if len(pairs) >= FEW else None
    interval = None if relation is None else fisher(relation, len(pairs))
    answered = sum(id in work.responses for work in marked)
    mean = fmean(scores) if scores else 0.0
    return Figures(item, answered, len(pairs), len(scores), mean, mean_interval(scores), relation, interval)


@dataclass(frozen=True)
class Hardest:
    """The exercise with the lowest mean, the one above it, and whether the class is enough to tell these apart."""

    first: Figures
    next: Figures
    is_told: bool


def hardest(figures: Sequence[Figures], marked: Sequence[Marked]) -> Hardest | None:
    """Return which exercise is hardest of those that somebody answered.

    None below :data:`FEW` students with a score for both, where there are not two to compare, or where nothing was lost
    on the lowest.  Two are told apart where 0 is outside the interval of the mean difference of each student's scores.
    """
    some = sorted((one for one in figures if one.answered), key=lambda one: one.mean)
    if len(some) < 2 or some[0].mean > 1 - _NOTHING:
        return None
    first, second = (one.item.exercise.id for one in some[:2])
    apart = [work.scores[second] - work.scores[first] for work in marked if {first, second} <= work.scores.keys()]
    if len(apart) < FEW:
        return None
    return Hardest(some[0], some[1], difference_interval(apart).low > 0)


def difference_interval(values: Sequence[float]) -> Interval:
    """Return the interval of a mean of differences between -1 and 1, from two students, by Student's t.

    It is never narrower than if one student more had differed by a whole point the other way, or not at all.
    """
    number, mean = len(values), fmean(values)
    deviation = math.sqrt(sum((value - mean) ** 2 for value in values) / (number - 1))
    half = max(t_quantile(number - 1) * deviation / math.sqrt(number), (abs(mean) + 1) / (number + 1))
    return Interval(mean - half, mean + half)


@dataclass(frozen=True)
class Taken:
    """One choice of an exercise, or one statement of it, in a class."""

    item: Item
    slot: str
    is_right: bool
    """Whether the choice belongs to the key; a statement's count is of those who placed it right."""
    number: int
    answered: int
    instead: str = ""
    """What was most often given to a statement that was placed wrong; "" where nothing was, or two as often."""
    times: int = 0


def choices_taken(assignment: Assignment, marked: Sequence[Marked]) -> list[Taken]:
    """Return how often each choice was taken, by those who answered its exercise."""
    found = []
    for item in closed_items(assignment):
        if isinstance(item.question, Choose):
            right = _several(item.key.correct)
            given = [_several(answer) for answer in _answers(item, marked)]
            found += [
                Taken(item, slot, slot in right, sum(slot in chosen for chosen in given), len(given))
                for slot in item.question.slots
            ]
    return found


def statements_placed(assignment: Assignment, marked: Sequence[Marked]) -> list[Taken]:
    """Return how often each of what is placed was placed right, by those who placed it, and where it went instead."""
    found = []
    for item in closed_items(assignment):
        if isinstance(item.question, Place) and isinstance(item.key.correct, Mapping):
            answers = [answer for answer in _answers(item, marked) if isinstance(answer, Mapping)]
            for slot in item.question.slots:
                right = item.key.correct.get(slot, "")
                given = Counter(answer[slot] for answer in answers if answer.get(slot))
                wrong = [*Counter({value: n for value, n in given.items() if value != right}).most_common(2), ("", 0)]
                instead = wrong[0] if len(wrong) == 1 or wrong[0][1] > wrong[1][1] else ("", 0)
                found.append(Taken(item, slot, True, given[right], given.total(), *instead))
    return found


def _answers(item: Item, marked: Sequence[Marked]) -> list[Answer]:
    return [work.responses[item.exercise.id] for work in marked if item.exercise.id in work.responses]


def _several(answer: object) -> tuple[str, ...]:
    return answer if isinstance(answer, tuple) else (str(answer),)


@dataclass(frozen=True)
class ByHand:
    """One written exercise in a class: how many wrote something, and what those earned that a person has marked."""

    item: Item
    answered: int
    scores: tuple[float, ...]


def marked_by_hand(assignment: Assignment, marked: Sequence[Marked]) -> list[ByHand]:
    """Return each written exercise, in the order of the sheet."""
    found = []
    for item in assignment.items:
        id = item.exercise.id
        if not item.closed:
            scores = tuple(work.scores[id] for work in marked if id in work.scores and id in work.responses)
            found.append(ByHand(item, len(_answers(item, marked)), scores))
    return found


def together(left: Sequence[float], right: Sequence[float]) -> float | None:
    """Return Pearson's correlation, or None where one side does not vary."""
    if any(max(side) - min(side) < _NOTHING for side in (left, right)):
        return None
    return correlation(left, right)


def fisher(relation: float, number: int) -> Interval:
    """Return the interval of a correlation by Fisher's z (Fisher 1921, Metron 1: 3-32)."""
    middle = math.atanh(max(-0.999999, min(0.999999, relation)))
    half = Z / math.sqrt(number - 3)
    return Interval(math.tanh(middle - half), math.tanh(middle + half))


# What went wrong


@dataclass(frozen=True)
class Misread:
    """A misconception in a class: which students showed it at least once, of how many who could have.

    Students are counted, and not answers: what one student gets wrong in three exercises is no news of three students.
    """

    id: str
    shown: frozenset[int]
    """The places of those students in the class."""
    could: int
    """How many answered an exercise in which it could show."""
    exercises: tuple[Item, ...]

    @property
    def hits(self) -> int:
        """Return how many students showed it."""
        return len(self.shown)

    @property
    def interval(self) -> Interval:
        """Return where the share of students who show it lies."""
        return wilson(self.hits, self.could)

    def is_ahead_of(self, other: Misread) -> bool:
        """Return whether more students show this one than the other, beyond chance.

        Only those who show one and not the other tell (McNemar 1947, Psychometrika 12: 153-157): the interval of this
        one's share of them lies above a half.
        """
        alone, others = len(self.shown - other.shown), len(other.shown - self.shown)
        return wilson(alone, alone + others).low > 0.5

    @cached_property
    def see(self) -> tuple[str, ...]:
        """Return the places and claims that its feedback points to."""
        tagged = (
            said for item in self.exercises for said in item.key.feedback.values() if said.misconception == self.id
        )
        return tuple(dict.fromkeys(place for said in tagged for place in said.see))


def misreadings(assignment: Assignment, marked: Sequence[Marked]) -> list[Misread]:
    """Return the misconceptions that students show, the most frequent first.

    An answer shows one where what is said to it is tagged with it; it could, where any feedback of its exercise is.
    """
    shown: defaultdict[str, set[int]] = defaultdict(set)
    could: defaultdict[str, set[int]] = defaultdict(set)
    where: defaultdict[str, list[Item]] = defaultdict(list)
    for item in closed_items(assignment):
        known: dict[str, set[str]] = {}  # most answers were given by several students
        answers = [(place, work.responses.get(item.exercise.id)) for place, work in enumerate(marked)]
        given = [(place, answer) for place, answer in answers if answer is not None]
        for tag in {said.misconception for said in item.key.feedback.values() if said.misconception}:
            could[tag].update(place for place, _ in given)
            where[tag].append(item)
        for place, answer in given:
            told = repr(answer)
            if told not in known:
                known[told] = revealed(item, answer)
            for tag in known[told]:
                shown[tag].add(place)
    found = [Misread(tag, frozenset(some), len(could[tag]), tuple(where[tag])) for tag, some in shown.items()]
    return sorted(found, key=lambda misread: (-misread.hits, misread.could, misread.id))


def revealed(item: Item, response: Answer) -> set[str]:
    """Return the misconceptions that what is said to a response is tagged with."""
    wrong = [said.slot for said in feedback(item.question, item.key, response) if not said.right]
    told = [item.key.feedback[slot] for slot in wrong if slot in item.key.feedback]
    return {feedback.misconception for feedback in told if feedback.misconception}


# How sure


@dataclass(frozen=True)
class Level:
    """The answers of which students were so sure, to the nearest ten percent."""

    percent: int
    students: tuple[tuple[int, int], ...]
    """How many each student has right, and how many in all."""

    @property
    def number(self) -> int:
        """Return how many answers there are."""
        return sum(number for _, number in self.students)

    @property
    def right(self) -> int:
        """Return how many of them are right."""
        return sum(right for right, _ in self.students)

    @property
    def interval(self) -> Interval:
        """Return where the share of right ones lies, for the students that they come from."""
        return share_interval(self.students)


@dataclass(frozen=True)
class Calibration:
    """How sure a class was, and how often it was right."""

    levels: tuple[Level, ...]
    number: int
    brier: float
    overconfidence: float
    """Mean certainty less the share that was right: above 0 the class was surer than right."""
    interval: Interval | None
    """Of that, over samples of the students; None below :data:`FEW` of them."""


def calibration(assignment: Assignment, marked: Sequence[Marked]) -> Calibration | None:
    """Return how certainty and success went together; None below :data:`FEW` answers with a certainty.

    An answer is right where it earns the whole point.  The score is Brier's (1950, Monthly Weather Review 78: 1-3) for
    one yes-or-no event: 0 is best.
    """
    closed = {item.exercise.id for item in closed_items(assignment)}
    by_student = [
        [
            (percent, work.scores[id] == 1.0)
            for id, percent in work.sure.items()
            if id in closed and id in work.responses
        ]
        for work in marked
    ]
    said = Counter(one for student in by_student for one in student)
    number = said.total()
    if number < FEW:
        return None
    brier = sum(count * (percent / 100 - right) ** 2 for (percent, right), count in said.items()) / number
    sums = [(sum(percent / 100 - right for percent, right in one), len(one)) for one in by_student if one]
    each = number / len(sums)
    ends = (-each / 2, each), (each, each)  # as unsure as can be and right, as sure as can be and wrong
    interval = bootstrap(sums, _gap, ends) if len(sums) >= FEW else None
    return Calibration(tuple(_levels(by_student)), number, brier, _gap(sums), interval)


def _gap(sums: Sequence[tuple[float, float]]) -> float:
    return sum(gap for gap, _ in sums) / sum(number for _, number in sums)


def _levels(by_student: Sequence[Sequence[tuple[int, bool]]]) -> Iterator[Level]:
    for percent in range(50, 101, 10):
        near = [[right for said, right in one if (said + 5) // 10 * 10 == percent] for one in by_student]
        students = tuple((sum(one), len(one)) for one in near if one)
        if students:
            yield Level(percent, students)


# Before and after


@dataclass(frozen=True)
class Gain:
    """The same students before and after."""

    students: int
    before: float
    after: float
    gain: float | None
    """Hake's: what was gained of what there was to gain; None where nothing was."""
    interval: Interval | None
    """From samples drawn from the students with replacement; None below :data:`FEW` students."""


def gain(before: Mapping[str, float], after: Mapping[str, float]) -> Gain | None:
    """Return the class's normalised gain, (after - before) / (1 - before) of its means; None where nobody is in both.

    Hake 1998, American Journal of Physics 66: 64-74.  The interval is the percentile bootstrap with a fixed seed.
    """
    pairs = [(before[id], after[id]) for id in before if id in after]
    if not pairs:
        return None
    first, second = fmean(b for b, _ in pairs), fmean(a for _, a in pairs)
    interval = bootstrap(pairs, _hake, ((0.0, 1.0), (1.0, 0.0))) if len(pairs) >= FEW else None
    return Gain(len(pairs), first, second, _hake(pairs), interval)


def _hake(pairs: Sequence[tuple[float, float]]) -> float | None:
    first, second = fmean(b for b, _ in pairs), fmean(a for _, a in pairs)
    return (second - first) / (1 - first) if first < 1 else None


def bootstrap(pairs: Sequence[T], figure: Callable[[Sequence[T]], float | None], ends: Iterable[T]) -> Interval | None:
    """Return the percentile interval of a figure over samples of the students; None where some sample has no figure.

    It is never narrower than what one student more would move it by, at any of the ``ends`` that a student can be at:
    a dozen who are all alike do not make certain.
    Of a class larger than :data:`DRAWS` that many are drawn, and the interval is narrowed by the root of the share.
    """
    dice = random.Random(1998)  # noqa: S311 - repeatable on purpose
    sample = pairs if len(pairs) <= DRAWS else dice.sample(pairs, DRAWS)
    middle, drawn = figure(pairs), figure(sample)
    found = [value for _ in range(DRAWS) if (value := figure(dice.choices(sample, k=len(sample)))) is not None]
    if middle is None or drawn is None or len(found) < DRAWS:
        return None
    cuts, narrower = quantiles(found, n=40), math.sqrt(len(sample) / len(pairs))
    moved = [value for end in ends if (value := figure([*pairs, end])) is not None]
    low, high = (middle + (cut - drawn) * narrower for cut in (cuts[0], cuts[-1]))
    return Interval(min(low, *moved), max(high, *moved))


def scores_by_student(assignment: Assignment, marked: Sequence[Marked]) -> dict[str, float]:
    """Return each student's mean score over the closed exercises, by the id as ids are compared."""
    shares = {same(work.student): total(work, closed_items(assignment)) for work in marked if same(work.student)}
    return {student: share for student, share in shares.items() if share is not None}


def detections(assignment: Assignment, marked: Sequence[Marked]) -> dict[tuple[str, str], Detection]:
    """Return what each student made of overstated and adequate sentences; {} where no exercise asks for verdicts.

    Students are told apart by id, and those without one by name, as :func:`who` does.
    """
    items = [
        item
        for item in closed_items(assignment)
        if isinstance(item.question, Place) and item.question.values == {ADEQUATE, OVERSTATED}
    ]
    found = {}
    for work in marked:
        verdicts = [_detected(item, work) for item in items if item.exercise.id in work.responses]
        if verdicts:
            found[who(work)] = pooled(verdicts)
    return found


def _detected(item: Item, work: Marked) -> Detection:
    correct, response = item.key.correct, work.responses[item.exercise.id]
    if not isinstance(correct, dict) or not isinstance(response, Mapping):
        raise TypeError("what is placed has a dictionary for its key and its response")
    return detect(correct, response, OVERSTATED)


Called = Mapping[tuple[int, int], bool]
"""Whether each student called a statement adequate, by the student's version and place in it."""


@dataclass(frozen=True)
class Switch:
    """A statement of twins: who calls it adequate, where it is and where it is not."""

    text: str
    adequate: Called
    overstated: Called

    @property
    def difference(self) -> float:
        """Return by how much reading moves the verdict: 0 for whoever goes by wording, 1 for whoever reads right."""
        return fmean(self.adequate.values()) - fmean(self.overstated.values())


def switches(one: tuple[Assignment, Sequence[Marked]], other: tuple[Assignment, Sequence[Marked]]) -> list[Switch]:
    """Return each statement that is adequate in one of the two and overstated in the other, with who called it what."""
    sides = _called(0, *one), _called(1, *other)
    found = []
    for text, (verdict, called) in sides[0].items():
        again, heard = sides[1].get(text, (verdict, {}))
        if verdict != again and called and heard:
            yes, no = (called, heard) if verdict == ADEQUATE else (heard, called)
            found.append(Switch(text, yes, no))
    return found


def switches_within(assignment: Assignment, marked: Sequence[Marked]) -> list[Switch]:
    """Return each statement of twins that were drawn in one assignment: those of its reports that have the same."""
    found = []
    for pair in combinations([item for item in assignment.items if item.drawn], 2):
        texts = [set(slot_texts(item.question).values()) for item in pair]
        if texts[0] == texts[1]:
            one, other = (assignment.model_copy(update={"items": (item,)}) for item in pair)
            found += switches((one, marked), (other, marked))
    return found


def _called(version: int, assignment: Assignment, marked: Sequence[Marked]) -> dict[str, tuple[str, Called]]:
    """Return each statement's verdict, and for each student who judged it whether they called it adequate."""
    found: dict[str, tuple[str, Called]] = {}
    for item in closed_items(assignment):
        if not isinstance(item.question, Place) or item.question.values != {ADEQUATE, OVERSTATED}:
            continue
        given = [(place, work.responses.get(item.exercise.id)) for place, work in enumerate(marked)]
        said = [((version, place), answer) for place, answer in given if isinstance(answer, Mapping)]
        for id, text in slot_texts(item.question).items():
            called = {student: answer[id] == ADEQUATE for student, answer in said if id in answer}
            found[text] = item.key.correct[id] if isinstance(item.key.correct, dict) else "", called
    return found


def switched(found: Sequence[Switch]) -> Interval | None:
    """Return the interval of the mean difference over statements, for the students of two versions.

    None below :data:`FEW` of them in either.  A student judges many statements, so the variance is that of what each
    student adds to the mean (linearised, Binder 1983, International Statistical Review 51: 279-292), for each version
    by itself, with Welch's freedom (1947, Biometrika 34: 28-35); and the interval is never narrower than what one
    student more could move it by.
    """
    adds: list[defaultdict[int, float]] = [defaultdict(float), defaultdict(float)]
    for switch in found:
        for called, sign in ((switch.adequate, 1), (switch.overstated, -1)):
            share = fmean(called.values())
            for (version, student), is_adequate in called.items():
                adds[version][student] += sign * (is_adequate - share) / (len(called) * len(found))
    numbers = [len(one) for one in adds]
    if min(numbers) < FEW:
        return None
    spread = [sum(add**2 for add in one.values()) * len(one) / (len(one) - 1) for one in adds]
    whole, parts = sum(spread), sum(one**2 / (number - 1) for one, number in zip(spread, numbers, strict=True))
    freedom = int(whole**2 / parts) if parts else min(numbers) - 1
    half = max(t_quantile(freedom) * math.sqrt(whole), 1 / (min(numbers) + 1))
    mean = fmean(switch.difference for switch in found)
    return Interval(max(-1.0, mean - half), min(1.0, mean + half))


@dataclass(frozen=True)
class Change:
    """How discernment or bias of the same students, taken as one, has moved."""

    before: float
    after: float
    interval: Interval | None
    """Of the difference, over samples of the students; None below :data:`FEW` of them."""

    @property
    def direction(self) -> int:
        """Return 1 where it has grown, -1 where it has fallen, 0 where that is too few to say."""
        if self.interval is None or self.interval.holds_nothing:
            return 0
        return 1 if self.interval.low > 0 else -1


def changes(
    before: Mapping[tuple[str, str], Detection], after: Mapping[tuple[str, str], Detection]
) -> tuple[int, Change, Change] | None:
    """Return how many students are in both, and how d' and c of these have moved; None where nobody is."""
    pairs = [(before[one], after[one]) for one in before if one[0] and one in after]
    if not pairs:
        return None
    return len(pairs), _change(pairs, lambda found: found.d_prime), _change(pairs, lambda found: found.bias)


def _change(pairs: Sequence[tuple[Detection, Detection]], figure: Callable[[Detection], float]) -> Change:
    def moved(some: Sequence[tuple[Detection, Detection]]) -> float:
        return figure(pooled([b for _, b in some])) - figure(pooled([a for a, _ in some]))

    before, after = (extremes([pair[side] for pair in pairs]) for side in (0, 1))
    ends = zip(before, reversed(after), strict=True)
    interval = bootstrap(pairs, moved, ends) if len(pairs) >= FEW else None
    return Change(figure(pooled([a for a, _ in pairs])), figure(pooled([b for _, b in pairs])), interval)


def extremes(found: Sequence[Detection]) -> list[Detection]:
    """Return the ends that a student can be at: none called overstated, all wrong ones, all right ones, or all."""
    some, others = max(one.overstated for one in found), max(one.adequate for one in found)
    return [Detection(hits, some, alarms, others) for hits in (0, some) for alarms in (0, others)]


def pooled(found: Sequence[Detection]) -> Detection:
    """Return the work of several students taken as one."""
    return sum(found[1:], found[0])
