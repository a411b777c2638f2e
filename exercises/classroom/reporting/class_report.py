"""A class's work on one page: what to reteach first, and each figure with how far it can be trusted."""

from __future__ import annotations

import math
from collections import ChainMap, Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, median, quantiles

from exercises.classroom.assignment import Assignment
from exercises.classroom.marking.marked import Marked
from exercises.classroom.reporting.detection import Detection, signed
from exercises.classroom.reporting.plots import certainty, difficulty, histogram
from exercises.classroom.reporting.statistics import (
    FEW,
    USEFUL,
    Calibration,
    Called,
    Change,
    Figures,
    Hardest,
    Interval,
    Misread,
    Switch,
    Taken,
    bootstrap,
    calibration,
    changes,
    choices_taken,
    closed_items,
    detections,
    exercise_figures,
    extremes,
    gain,
    hardest,
    marked_by_hand,
    mean_interval,
    misreadings,
    pooled,
    scores_by_student,
    statements_placed,
    switched,
    switches,
    switches_within,
    total,
    wilson,
)
from exercises.classroom.roster import same
from exercises.draw.markup import plain
from exercises.draw.templates import render
from exercises.files import write_whole
from exercises.questions.question import Enter
from exercises.questions.wording import slot_texts, value_texts, worded
from exercises.words import counted

Work = tuple[Assignment, Sequence[Marked]]
COMMON = 3
"""An entry is printed where at least so many students gave it, so that none can be known by it."""
_CUT = 40
_NEITHER = 0.1
"""Where the interval of c lies within twice this of 0, in standard deviations, a class leans neither way."""
_RETEACH = 5


@dataclass(frozen=True)
class Table:
    """Plain cells; the first of each row is its head."""

    caption: str
    heads: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]


@dataclass(frozen=True)
class Section:
    """A part of the report: plain sentences, then a picture and a table where there are any."""

    title: str
    lines: list[str]
    picture: str = ""
    table: Table | None = None


def write_class_report(
    assignment: Assignment,
    marked: Sequence[Marked],
    path: Path,
    *,
    set_aside: int,
    unmarked: int = 0,
    excused: Collection[str] = (),
    before: Sequence[Work] = (),
    twin: Work | None = None,
) -> None:
    """Write the report as one HTML page.  It names no student, so that it can be shown to the class.

    ``marked`` is the work that counts, ``unmarked`` says how many students handed in nothing but what is set aside or
    to decide, ``excused`` has the students who are excused from everything, by :func:`same` id,
    ``before`` earlier work, of one assignment or of twins, and ``twin`` the work of those who had the other twin.
    """
    items = closed_items(assignment)
    students, exercises = counted(len(marked), "student"), counted(len({item.number for item in items}), "exercise")
    opening = [f"{students}, {exercises} marked by key, {counted(set_aside, 'piece')} set aside."]
    said = [one.points is None for work in marked for one in work.overrides.values()]
    unread = sum(len(work.unread - work.overrides.keys()) for work in marked)
    for number, what, told in (
        (said.count(False), "score", "by the teacher’s own word (overrides.csv)"),
        (unread, "answer", "that could not be read in one way, not counted until somebody has asked"),
        (said.count(True), "exercise", "from which a single student is excused, not counted there"),
        (len(excused), "student", "excused from all of it, not counted"),
    ):
        opening += [f"{counted(number, what)} {told}."] if number else []
    if assignment.has_roster:
        here = {same(work.student) for work in marked}
        asked = [student for sheet in assignment.sheets if (student := same(sheet.student)) not in excused]
        more = f" what is marked, {unmarked} more what is set aside or to decide" if unmarked else ""
        opening.append(f"{len(here.intersection(asked))} of the {len(asked)} on the roster handed in{more}.")
    sections: list[Section] = []
    if marked and items:
        sections += _sections(assignment, marked, before, twin)
    elif marked:
        sections += _by_hand(assignment, marked)
    else:
        opening.append("There is nothing to count yet.")
    title = f"Class report: {assignment.title}"
    write_whole(path, render("report", title=title, opening=opening, sections=sections))


def _sections(
    assignment: Assignment, marked: Sequence[Marked], before: Sequence[Work], twin: Work | None
) -> Iterator[Section]:
    figures = exercise_figures(assignment, marked)
    misread = misreadings(assignment, marked)
    yield _first(assignment, marked, figures, misread)
    shares = (total(work, closed_items(assignment)) for work in marked)
    yield from _scores([share for share in shares if share is not None])
    yield _exercises(figures, len(marked))
    yield from _by_hand(assignment, marked)
    yield _misreadings(assignment, misread, len(marked))
    yield from _choices(choices_taken(assignment, marked))
    yield from _statements(statements_placed(assignment, marked))
    yield from _common(assignment, marked)
    yield _certainty(calibration(assignment, marked))
    yield from _verdicts(detections(assignment, marked))
    if before:
        yield _change(before, (assignment, marked))
    if twin:
        yield _twins(switches((assignment, marked), twin))
    elif found := switches_within(assignment, marked):
        yield _twins(found)


def _first(
    assignment: Assignment, marked: Sequence[Marked], figures: Sequence[Figures], misread: Sequence[Misread]
) -> Section:
    if len(marked) < FEW:
        number = counted(len(marked), "student")
        return Section("In short", [f"With {number} it is too few to say what is hardest, or what to reteach first."])
    lines = _hardest(hardest(figures, marked))
    if misread:
        most = misread[0]
        text = assignment.misconceptions.get(most.id, most.id)
        where = f"the answers of {most.hits} of {counted(most.could, 'student')} ({_interval(most.interval)} percent)"
        lines.append(f"Reteach first: {text} It shows in {where}.")
    if len(misread) > 1 and not most.is_ahead_of(misread[1]):
        other = assignment.misconceptions.get(misread[1].id, misread[1].id)
        lines.append(f"It is too close to say whether this one shows as often: {other}")
    suspect = [_name(exercise) for exercise in figures if exercise.verdict == "look at its key first"]
    if suspect:
        lines.append(f"Look at the key first, since stronger work does worse on it: {', '.join(suspect)}.")
    brackets = ["In brackets stands where a figure lies with 95 percent confidence."]
    return Section("In short", lines + brackets if lines else ["No answer shows what to reteach first."])


def _hardest(found: Hardest | None) -> list[str]:
    """Return what can be said about the hardest exercise."""
    if found is None:
        return []
    first, second = (
        f"{_name(one)} ({_percent(one.mean)}, {_interval(one.interval)})" for one in (found.first, found.next)
    )
    if found.is_told:
        return [f"Hardest: {first}."]
    return [f"Too close to say which is harder: {first}, or {second}."]


def _scores(shares: Sequence[float]) -> Iterator[Section]:
    if len(shares) < 2:
        yield from (Section("Scores", [f"One student earned {_percent(share)} of the points."]) for share in shares)
        return
    counts = [0] * 10
    for share in shares:
        counts[min(9, int(share * 10 + 1e-9))] += 1
    rows = [(f"{tenth * 10} to {tenth * 10 + 10}", str(count)) for tenth, count in enumerate(counts)]
    middle = median(shares)
    line = f"Half of the students earned {_percent(middle)}{' or more' if middle < 1 else ''}"
    if len(shares) >= FEW:
        quarter = quantiles(shares, n=4, method="inclusive")
        line += f"; the middle half lies between {_percent(quarter[0])} and {_percent(quarter[2])}"
    line += f". The mean is {_percent(fmean(shares))} ({_interval(mean_interval(shares))})"
    table = Table("Students by share of the points", ("Percent", "Students"), rows)
    yield Section("Scores", [f"{line}."], histogram(counts), table)


def _by_hand(assignment: Assignment, marked: Sequence[Marked]) -> Iterator[Section]:
    """Yield what a person has given for written answers."""
    found = marked_by_hand(assignment, marked)
    if not found:
        return
    heads = ("Exercise", "Answered", "Marked", "Mean, percent", "95 percent interval")
    rows = [
        (
            f"{one.item.label}. {plain(one.item.exercise.title)}",
            str(one.answered),
            str(len(one.scores)),
            f"{100 * fmean(one.scores):.0f}" if one.scores else "",
            _interval(mean_interval(one.scores)) if len(one.scores) > 1 else "",
        )
        for one in found
    ]
    waiting = sum(one.answered - len(one.scores) for one in found)
    line = f"{counted(waiting, 'answer')} still to mark by hand." if waiting else "All of them are marked."
    yield Section("Written answers", [line], table=Table("Marked by hand", heads, rows))


def _choices(found: Sequence[Taken]) -> Iterator[Section]:
    heads = ("Exercise and choice", "Key", "Taken", "Percent")
    rows = [
        (_slot(one), "right" if one.is_right else "", *_counts(one.number, one.answered))
        for one in found
        if one.answered
    ]
    if rows:
        yield Section("What was chosen", [], table=Table("How often each choice was taken", heads, rows))


def _statements(found: Sequence[Taken]) -> Iterator[Section]:
    heads = ("Exercise and statement", "Right", "Percent", "Most often instead")
    rows = [
        (
            _slot(one),
            *_counts(one.number, one.answered),
            f"{value_texts(one.item.question)[one.instead]} ({one.times})" if one.instead else "",
        )
        for one in found
    ]
    if rows:
        yield Section("What was placed", [], table=Table("How often each statement was placed right", heads, rows))


def _slot(one: Taken) -> str:
    return f"{one.item.label}: {plain(slot_texts(one.item.question)[one.slot])}"


def _counts(hits: int, number: int) -> tuple[str, str]:
    """Return so many of so many, and their share in percent with its interval where they are two or more."""
    share = f"{100 * hits / number:.0f}\u00a0({_interval(wilson(hits, number))})" if number > 1 else ""
    return f"{hits}\u00a0of\u00a0{number}", share


def _exercises(figures: Sequence[Figures], students: int) -> Section:
    if students == 1:
        single = [
            (_name(one), "yes" if one.answered else "no", f"{100 * one.mean:.0f}" if one.counted else "")
            for one in figures
        ]
        return Section("Exercises", [], table=Table("Each exercise", ("Exercise", "Answered", "Percent"), single))
    heads = ("Exercise", "Answered", "Mean, percent", "With the others", "What that tells")
    rows = [
        (
            _name(exercise),
            f"{exercise.answered}\u00a0of\u00a0{exercise.counted}",
            _mean(exercise) if exercise.answered else "",
            "" if exercise.relation is None else f"{signed(exercise.relation)} ({_plain(exercise.relation_interval)})",
            exercise.verdict if exercise.answered else "nobody answered it",
        )
        for exercise in figures
    ]
    lines = [
        "A mean score is an estimate; the interval in brackets holds it with 95 percent confidence. "
        "What is left open counts as 0.",
        "The last columns ask whether students who do well on the other exercises do well on this one. "
        f"It takes {FEW} students. An exercise tells where the whole interval is above 0; it does not tell where the "
        f"interval holds 0 and ends below {USEFUL}; else the students are too few to say, as eighteen often are.",
    ]
    if any(exercise.item.drawn for exercise in figures):
        lines.append("A letter after a number is the twin of an invented report: each student had one report.")
    table = Table("Each exercise", heads, rows)
    if len(figures) < 2:  # then there are no others
        table, lines = Table(table.caption, heads[:3], [row[:3] for row in rows]), [lines[0], *lines[2:]]
    answered = [one for one in figures if one.answered]
    return Section("Exercises", lines, difficulty(answered) if answered else "", table)


def _mean(one: Figures) -> str:
    """Return a mean score in percent, with its interval where it is of two students or more."""
    return f"{100 * one.mean:.0f}" + (f"\u00a0({_interval(one.interval)})" if one.counted > 1 else "")


def _misreadings(assignment: Assignment, misread: Sequence[Misread], students: int) -> Section:
    title = "What to reteach"
    if not misread:
        return Section(title, ["No answer shows a misconception that the keys name."])
    heads = ("What goes wrong", "Students", "Percent", "Exercises", "Lessons", "Look again at")
    rows = [
        (
            assignment.misconceptions.get(shown.id, shown.id),
            *(_counts(shown.hits, shown.could) if students > 1 else (f"{shown.hits}\u00a0of\u00a0{shown.could}", "")),
            ", ".join(item.label for item in shown.exercises),
            ", ".join(sorted({item.exercise.lesson[:2] for item in shown.exercises})),
            ", ".join(shown.see[:_RETEACH]),
        )
        for shown in misread
    ]
    line = (
        "Counted are students who showed it at least once, of those who answered an exercise in which it can show. "
        "What can show in many exercises has more occasions to."
    )
    return Section(title, [line], table=Table("Misconceptions that answers show", heads, rows))


def _common(assignment: Assignment, marked: Sequence[Marked]) -> Iterator[Section]:
    """Yield the entries that several students gave and that earned nothing: a key may lack one of them."""
    rows = []
    for item in closed_items(assignment):
        id = item.exercise.id
        if isinstance(item.question, Enter) and item.question.what != "percent":
            wrong = Counter(str(work.responses[id]) for work in marked if id in work.responses and work.scores[id] == 0)
            rows += [
                (item.label, worded(item.question, text[:_CUT])[0], str(count))
                for text, count in wrong.most_common(_RETEACH)
                if count >= COMMON
            ]
    if rows:
        table = Table("Entries", ("Exercise", "Entry", "Students"), rows)
        yield Section("Wrong entries that several gave", [], table=table)


def _certainty(found: Calibration | None) -> Section:
    title = "How sure, and how often right"
    if found is None:
        return Section(title, [f"Too few to say: it takes {FEW} answers for which a student said how sure."])
    rows = [
        (
            f"{level.percent} percent",
            str(level.number),
            str(len(level.students)),
            f"{100 * level.right / level.number:.0f}",
            _interval(level.interval) if len(level.students) > 1 else "",
        )
        for level in found.levels
    ]
    line = (
        f"{_leaning(found)} "
        f"Brier score {found.brier:.2f}, where 0 is best and 0.25 is what always saying 50 percent earns."
    )
    heads = ("How sure", "Answers", "Students", "Right, percent", "95 percent interval")
    return Section(title, [line], certainty(found), Table("By certainty", heads, rows))


def _leaning(found: Calibration) -> str:
    """Return whether a class was surer than right, as far as its interval tells."""
    gap, where = found.overconfidence, found.interval
    if where is None:
        return f"On {found.number} answers of fewer than {FEW} students it is too few to say which way the class leans."
    low, high = _outwards(where)
    if where.holds_nothing:
        span = f"{low}\u00a0to\u00a0{high}".replace("-", "\u2212")
        return f"On {found.number} answers it does not show that the class was surer than right, or less sure ({span})."
    leaning = "surer than right" if gap > 0 else "less sure than right"
    near, far = sorted((abs(low), abs(high)))
    by = f"{_percent(abs(gap))} ({near}\u00a0to\u00a0{far})"
    return f"On {found.number} answers the class was {leaning}, by {by}."


def _verdicts(found: dict[tuple[str, str], Detection]) -> Iterator[Section]:
    if not found:
        return
    students = list(found.values())
    whole = pooled(students)
    ends = extremes(students)
    d_prime = _mean_of([each.d_prime for each in students], [end.d_prime for end in ends])
    bias = _mean_of([each.bias for each in students], [end.bias for end in ends])
    yield Section(
        "Overstated or adequate",
        [
            f"The class as one: {whole}.",
            _bias(students),
            f"The mean of {counted(len(found), 'student')}: d′ = {d_prime}, c = {bias}.",
        ],
    )


def _mean_of(figures: Sequence[float], ends: Sequence[float]) -> str:
    """Return a mean over students, with its interval over samples of them where they are enough."""
    interval = bootstrap(figures, fmean, ends) if len(figures) >= FEW else None
    return signed(fmean(figures)) + (f" ({_plain(interval)})" if interval else "")


def _twins(found: Sequence[Switch]) -> Section:
    """Return each statement's share of *adequate* where it is so, less the share where it is not."""
    title = "Read, or guessed from the wording?"
    if not found:
        return Section(title, ["The two have no statement in common that is adequate for one of them alone."])
    mean, interval = fmean(switch.difference for switch in found), switched(found)
    line = (
        "Each statement is adequate for one version and overstated for the other. "
        "Whoever goes by its wording says the same of both, so the difference is 0; reading moves it, up to 1. "
        f"Over all statements it is {signed(mean)} ({_plain(interval) or 'too few to say how sure'}). "
        f"Below {FEW} students a version, one statement's figure says little."
    )
    rows = [
        (
            switch.text,
            _called(switch.adequate),
            _called(switch.overstated),
            f"{switch.difference:+.2f}",
        )
        for switch in found
    ]
    heads = ("Statement", "Called adequate where it is", "Called adequate where it is not", "Difference")
    return Section(title, [line], table=Table("Each statement, over both versions", heads, rows))


def _called(by: Called) -> str:
    return f"{fmean(by.values()):.2f} of {len(by)}"


def _bias(students: Sequence[Detection]) -> str:
    """Return which way a class leans, as far as the intervals over samples of its students tell."""
    if len(students) < FEW:
        return f"With {counted(len(students), 'student')} it is too few to say which way the class leans."
    sharp, lean = (
        bootstrap(students, figure, extremes(students))
        for figure in (lambda some: pooled(some).d_prime, lambda some: pooled(some).bias)
    )
    if lean is None:
        return ""
    where = f"95 percent intervals: d\u2032 {_plain(sharp)}, c {_plain(lean)}."
    if lean.holds_nothing:
        narrow = max(-lean.low, lean.high) < 2 * _NEITHER
        return f"{'It leans to neither' if narrow else 'Which way it leans is too close to say'}. {where}"
    return f"It leans to “{'overstated' if lean.high < 0 else 'adequate'}”. {where}"


def _change(before: Sequence[Work], after: Work) -> Section:
    """Return how students have changed; of twins, the one that each of them had before is found."""
    title = "Before and after"
    found = gain(dict(ChainMap(*(scores_by_student(*work) for work in before))), scores_by_student(*after))
    if found is None:
        return Section(title, ["No student handed in both."])
    means = f"{_percent(found.before)} before, {_percent(found.after)} after"
    lines = [f"{counted(found.students, 'student')} in both: {means}."]
    if found.gain is not None:
        interval = f"95 percent interval {_plain(found.interval)}"
        if found.interval is None:
            interval = f"too few to say how sure; it takes {FEW}"
        lines.append(f"Normalised gain {found.gain:.2f} ({interval}): that part of what there was to gain.")
    moved = changes(dict(ChainMap(*(detections(*work) for work in before))), detections(*after))
    if moved is None:
        return Section(title, lines)
    return Section(title, [*lines, _moved(*moved)], table=_moved_table(*moved[1:]))


_SHARPER = {1: "better", -1: "worse", 0: "about as well as before"}
_CALLED = {-1: "more", 1: "fewer", 0: "about as many"}


def _moved(number: int, sharper: Change, bias: Change) -> str:
    """Return whether the class tells reporting apart better, or only distrusts it more or less."""
    if number < FEW:
        students = counted(number, "student")
        return f"With {students} it is too few to say whether they tell them apart better than before."
    better, more = _SHARPER[sharper.direction], _CALLED[bias.direction]
    distrust = " That is distrust, and not discernment." if bias.direction < 0 and sharper.direction <= 0 else ""
    return f"They tell overstated from adequate {better}, and call {more} sentences overstated.{distrust}"


def _moved_table(sharper: Change, bias: Change) -> Table:
    rows = [_change_row("d′, telling them apart", sharper), _change_row("c, below 0 for distrust", bias)]
    heads = ("", "Before", "After", "Change", "95 percent interval")
    return Table("Discernment and bias, the class as one", heads, rows)


def _change_row(name: str, change: Change) -> tuple[str, ...]:
    moved = change.after - change.before
    figures = signed(change.before), signed(change.after), f"{'+' * (moved >= 0.005)}{signed(moved)}"
    return name, *figures, _plain(change.interval) or "too few to say"


def _name(exercise: Figures) -> str:
    return f"{exercise.item.label}. {plain(exercise.item.exercise.title)}"


def _percent(share: float) -> str:
    return f"{100 * share:.0f} percent"


def _interval(found: Interval) -> str:
    low, high = _outwards(found)
    return f"{low}\u00a0to\u00a0{high}"


def _plain(found: Interval | None) -> str:
    return "" if found is None else "\u00a0to\u00a0".join(signed(edge / 100) for edge in _outwards(found))


def _outwards(found: Interval) -> tuple[int, int]:
    """Return an interval's ends in hundredths, rounded outwards: it is never told narrower than it is."""
    return math.floor(round(100 * found.low, 6)), math.ceil(round(100 * found.high, 6))
