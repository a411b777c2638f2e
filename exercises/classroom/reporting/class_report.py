"""A class's work on one page: what to reteach first, and each figure with how far it can be trusted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, median, quantiles

from exercises.classroom.assignment import Assignment
from exercises.classroom.marking.marked import Marked
from exercises.classroom.reporting.detection import Detection
from exercises.classroom.reporting.plots import certainty, difficulty, histogram
from exercises.classroom.reporting.statistics import (
    FEW,
    Calibration,
    Change,
    Figures,
    Interval,
    Misread,
    calibration,
    changes,
    closed_items,
    detections,
    exercise_figures,
    gain,
    misreadings,
    pooled,
    scores_by_student,
    switches,
    total,
)
from exercises.draw.markup import plain
from exercises.draw.templates import render
from exercises.questions.question import Enter
from exercises.questions.wording import worded
from exercises.words import counted

Work = tuple[Assignment, Sequence[Marked]]
COMMON = 3
"""An entry is printed where at least so many students gave it, so that none can be known by it."""
_CUT = 40
_NEITHER = 0.1
"""Below so much of c, in standard deviations, a class leans neither way."""
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
    before: Work | None = None,
    twin: Work | None = None,
) -> None:
    """Write the report as one HTML page.  It names no student, so that it can be shown to the class."""
    items = closed_items(assignment)
    students, exercises = counted(len(marked), "student"), counted(len(items), "exercise")
    opening = [f"{students}, {exercises} marked by key, {counted(set_aside, 'piece')} set aside."]
    sections: list[Section] = []
    if marked and items:
        sections += _sections(assignment, marked, before, twin)
    else:
        opening.append("There is nothing to count yet.")
    title = f"Class report: {assignment.title}"
    path.write_text(render("report", title=title, opening=opening, sections=sections), encoding="utf-8")


def _sections(
    assignment: Assignment, marked: Sequence[Marked], before: Work | None, twin: Work | None
) -> Iterator[Section]:
    figures = exercise_figures(assignment, marked)
    misread = misreadings(assignment, marked)
    yield _first(assignment, figures, misread)
    yield _scores([total(work, closed_items(assignment)) for work in marked])
    yield _exercises(figures)
    yield _misreadings(assignment, misread)
    yield from _common(assignment, marked)
    yield _certainty(calibration(assignment, marked))
    yield from _verdicts(detections(assignment, marked))
    if before:
        yield _change(before, (assignment, marked))
    if twin:
        yield _twins((assignment, marked), twin)


def _first(assignment: Assignment, figures: Sequence[Figures], misread: Sequence[Misread]) -> Section:
    hardest = sorted(figures, key=lambda exercise: exercise.mean)[:2]
    named = ", ".join(f"{_name(exercise)} ({_percent(exercise.mean)})" for exercise in hardest)
    lines = [f"Hardest: {named}."]
    if misread:
        most = misread[0]
        text = assignment.misconceptions.get(most.id, most.id)
        lines.append(f"Reteach first: {text} It shows in {most.hits} of {most.could} answers.")
    suspect = [_name(exercise) for exercise in figures if exercise.verdict == "look at its key first"]
    if suspect:
        lines.append(f"Look at the key first, since stronger work does worse on it: {', '.join(suspect)}.")
    return Section("In short", lines)


def _scores(shares: Sequence[float]) -> Section:
    counts = [0] * 10
    for share in shares:
        counts[min(9, int(share * 10 + 1e-9))] += 1
    rows = [(f"{tenth * 10} to {tenth * 10 + 10}", str(count)) for tenth, count in enumerate(counts)]
    quarter = quantiles(shares, n=4) if len(shares) > 1 else [shares[0]] * 3
    line = (
        f"Half of the students earned {_percent(median(shares))} or more; "
        f"the middle half lies between {_percent(quarter[0])} and {_percent(quarter[2])}."
    )
    table = Table("Students by share of the points", ("Percent", "Students"), rows)
    return Section("Scores", [line], histogram(counts), table)


def _exercises(figures: Sequence[Figures]) -> Section:
    heads = ("Exercise", "Answered", "Mean, percent", "95 percent interval", "With the others", "")
    rows = [
        (
            _name(exercise),
            str(exercise.answered),
            f"{100 * exercise.mean:.0f}",
            _interval(exercise.interval),
            "" if exercise.relation is None else f"{exercise.relation:.2f} ({_plain(exercise.relation_interval)})",
            exercise.verdict,
        )
        for exercise in figures
    ]
    line = (
        "A mean score is an estimate, and its interval says how good a one. "
        "The last columns ask whether students who do well on the other exercises do well on this one. "
        f"Below {FEW} students, and where the interval holds 0, that is too few to say; "
        "with a class of eighteen it often is."
    )
    return Section("Exercises", [line], difficulty(figures), Table("Each exercise", heads, rows))


def _misreadings(assignment: Assignment, misread: Sequence[Misread]) -> Section:
    title = "What to reteach"
    if not misread:
        return Section(title, ["No answer shows a misconception that the keys name."])
    heads = ("What goes wrong", "Answers", "Of", "Exercises", "Lessons", "Look again at")
    rows = [
        (
            assignment.misconceptions.get(shown.id, shown.id),
            str(shown.hits),
            str(shown.could),
            ", ".join(str(item.number) for item in shown.exercises),
            ", ".join(sorted({item.exercise.lesson[:2] for item in shown.exercises})),
            ", ".join(shown.see[:_RETEACH]),
        )
        for shown in misread
    ]
    return Section(title, [], table=Table("Misconceptions, by how many answers show them", heads, rows))


def _common(assignment: Assignment, marked: Sequence[Marked]) -> Iterator[Section]:
    """Yield the entries that several students gave and that earned nothing: a key may lack one of them."""
    rows = []
    for item in closed_items(assignment):
        id = item.exercise.id
        if isinstance(item.question, Enter) and item.question.what != "percent":
            wrong = Counter(str(work.responses[id]) for work in marked if id in work.responses and work.scores[id] == 0)
            rows += [
                (f"{item.number}", worded(item.question, text[:_CUT])[0], str(count))
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
    gap = abs(found.overconfidence)
    leaning = "surer than right" if found.overconfidence > 0 else "less sure than right"
    rows = [
        (
            f"{level.percent} percent",
            str(level.number),
            f"{100 * level.right / level.number:.0f}",
            _interval(level.interval),
        )
        for level in found.levels
    ]
    line = (
        f"On {found.number} answers the class was {leaning}, by {_percent(gap)}. "
        f"Brier score {found.brier:.2f}, where 0 is best and 0.25 is what always saying 50 percent earns."
    )
    heads = ("How sure", "Answers", "Right, percent", "95 percent interval")
    return Section(title, [line], certainty(found), Table("By certainty", heads, rows))


def _verdicts(found: dict[str, Detection]) -> Iterator[Section]:
    if not found:
        return
    whole = pooled(list(found.values()))
    leaning = "to neither" if abs(whole.bias) < _NEITHER else f"to “{'overstated' if whole.bias < 0 else 'adequate'}”"
    d_prime, bias = fmean(each.d_prime for each in found.values()), fmean(each.bias for each in found.values())
    yield Section(
        "Overstated or adequate",
        [
            f"The class as one: {whole}. It leans {leaning}.",
            f"The mean of {counted(len(found), 'student')}: d′ = {d_prime:.2f}, c = {bias:.2f}.",
        ],
    )


def _twins(one: Work, other: Work) -> Section:
    """Return each statement's share of *adequate* where it is so, less the share where it is not."""
    title = "Read, or guessed from the wording?"
    found = switches(one, other)
    if not found:
        return Section(title, ["The two have no statement in common that is adequate for one of them alone."])
    mean = fmean(switch.difference for switch in found)
    line = (
        "Each statement is adequate for one version and overstated for the other. "
        "Whoever goes by its wording says the same of both, so the difference is 0; reading alone moves it, up to 1. "
        f"Over all statements it is {mean:.2f}. Below {FEW} students a version, one statement's figure says little."
    )
    rows = [
        (
            switch.text,
            f"{switch.adequate:.2f} of {switch.adequate_of}",
            f"{switch.overstated:.2f} of {switch.overstated_of}",
            f"{switch.difference:+.2f}",
        )
        for switch in found
    ]
    heads = ("Statement", "Called adequate where it is", "Called adequate where it is not", "Difference")
    return Section(title, [line], table=Table("Each statement, over both versions", heads, rows))


def _change(before: Work, after: Work) -> Section:
    title = "Before and after"
    found = gain(*(scores_by_student(*work) for work in (before, after)))
    if found is None:
        return Section(title, ["No student handed in both."])
    means = f"{_percent(found.before)} before, {_percent(found.after)} after"
    lines = [f"{counted(found.students, 'student')} in both: {means}."]
    if found.gain is not None:
        interval = f"95 percent interval {_plain(found.interval)}"
        if found.interval is None:
            interval = f"too few to say how sure; it takes {FEW}"
        lines.append(f"Normalised gain {found.gain:.2f} ({interval}): that part of what there was to gain.")
    moved = changes(detections(*before), detections(*after))
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
    moved = f"{change.after - change.before:+.2f}"
    return name, f"{change.before:.2f}", f"{change.after:.2f}", moved, _plain(change.interval) or "too few to say"


def _name(exercise: Figures) -> str:
    return f"{exercise.item.number}. {plain(exercise.item.exercise.title)}"


def _percent(share: float) -> str:
    return f"{100 * share:.0f} percent"


def _interval(found: Interval) -> str:
    return f"{100 * found.low:.0f} to {100 * found.high:.0f}"


def _plain(found: Interval | None) -> str:
    return "" if found is None else f"{found.low:.2f} to {found.high:.2f}"
