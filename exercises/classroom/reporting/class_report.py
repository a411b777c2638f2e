"""A class's work on one page: what to reteach first, and each figure with how far it can be trusted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from statistics import fmean, median, quantiles

from exercises.classroom.assignment import Assignment
from exercises.classroom.document import document, table
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
    total,
)
from exercises.draw.markup import plain
from exercises.questions.question import Enter
from exercises.questions.wording import worded

Work = tuple[Assignment, Sequence[Marked]]
COMMON = 3
"""An entry is printed where at least so many students gave it, so that none can be known by it."""
_CUT = 40
_NEITHER = 0.1
"""Below so much of c, in standard deviations, a class leans neither way."""
_RETEACH = 5


def write_class_report(
    assignment: Assignment, marked: Sequence[Marked], path: Path, *, set_aside: int, before: Work | None = None
) -> None:
    """Write the report as one HTML page.  It names no student, so that it can be shown to the class."""
    title = f"Class report: {assignment.title}"
    path.write_text(document(title, "".join(_sections(assignment, marked, set_aside, before))), encoding="utf-8")


def _sections(assignment: Assignment, marked: Sequence[Marked], set_aside: int, before: Work | None) -> Iterator[str]:
    items = closed_items(assignment)
    counts = f"{_counted(len(marked), 'student')}, {_counted(len(items), 'exercise')} marked by key"
    yield f"<p>{counts}, {_counted(set_aside, 'piece')} set aside.</p>\n"
    if not marked or not items:
        yield "<p>There is nothing to count yet.</p>\n"
        return
    figures = exercise_figures(assignment, marked)
    misread = misreadings(assignment, marked)
    yield _first(assignment, figures, misread)
    yield _scores([total(one, items) for one in marked])
    yield _exercises(figures)
    yield _misreadings(assignment, misread)
    yield _common(assignment, marked)
    yield _certainty(calibration(assignment, marked))
    yield _verdicts(detections(assignment, marked))
    if before:
        yield _change(before, (assignment, marked))


def _first(assignment: Assignment, figures: Sequence[Figures], misread: Sequence[Misread]) -> str:
    hardest = sorted(figures, key=lambda one: one.mean)[:2]
    lines = [f"Hardest: {', '.join(f'{_name(one)} ({_percent(one.mean)})' for one in hardest)}."]
    if misread:
        one = misread[0]
        text = assignment.misconceptions.get(one.id, one.id)
        lines.append(f"Reteach first: {text} It shows in {one.hits} of {one.could} answers.")
    suspect = [_name(one) for one in figures if one.verdict == "look at its key first"]
    if suspect:
        lines.append(f"Look at the key first, since stronger work does worse on it: {', '.join(suspect)}.")
    return _section("In short", "".join(f"<p>{escape(line)}</p>\n" for line in lines))


def _scores(shares: Sequence[float]) -> str:
    counts = [0] * 10
    for share in shares:
        counts[min(9, int(share * 10 + 1e-9))] += 1
    rows = [(f"{tenth * 10} to {tenth * 10 + 10}", str(count)) for tenth, count in enumerate(counts)]
    quarter = quantiles(shares, n=4) if len(shares) > 1 else [shares[0]] * 3
    words = (
        f"<p>Half of the students earned {_percent(median(shares))} or more; "
        f"the middle half lies between {_percent(quarter[0])} and {_percent(quarter[2])}.</p>\n"
    )
    return _section(
        "Scores", words + histogram(counts) + table("Students by share of the points", ("Percent", "Students"), rows)
    )


def _exercises(figures: Sequence[Figures]) -> str:
    heads = ("Exercise", "Answered", "Mean, percent", "95 percent interval", "With the others", "")
    rows = [
        (
            _name(one),
            str(one.answered),
            f"{100 * one.mean:.0f}",
            _interval(one.interval),
            "" if one.relation is None else f"{one.relation:.2f} ({_plain(one.relation_interval)})",
            one.verdict,
        )
        for one in figures
    ]
    words = (
        "<p>A mean score is an estimate, and its interval says how good a one. "
        "The last columns ask whether students who do well on the other exercises do well on this one. "
        f"Below {FEW} students, and where the interval holds 0, that is too few to say; "
        "with a class of eighteen it often is.</p>\n"
    )
    return _section("Exercises", words + difficulty(figures) + table("Each exercise", heads, rows))


def _misreadings(assignment: Assignment, misread: Sequence[Misread]) -> str:
    if not misread:
        return _section("What to reteach", "<p>No answer shows a misconception that the keys name.</p>\n")
    heads = ("What goes wrong", "Answers", "Of", "Exercises", "Lessons", "Look again at")
    rows = [
        (
            assignment.misconceptions.get(one.id, one.id),
            str(one.hits),
            str(one.could),
            ", ".join(str(item.number) for item in one.exercises),
            ", ".join(sorted({item.exercise.lesson[:2] for item in one.exercises})),
            ", ".join(one.see[:_RETEACH]),
        )
        for one in misread
    ]
    return _section("What to reteach", table("Misconceptions, by how many answers show them", heads, rows))


def _common(assignment: Assignment, marked: Sequence[Marked]) -> str:
    """Return the entries that several students gave and that earned nothing: a key may lack one of them."""
    rows = []
    for item in closed_items(assignment):
        id = item.exercise.id
        if isinstance(item.question, Enter) and item.question.what != "percent":
            wrong = Counter(str(one.responses[id]) for one in marked if id in one.responses and one.scores[id] == 0)
            rows += [
                (f"{item.number}", worded(item.question, text[:_CUT])[0], str(count))
                for text, count in wrong.most_common(_RETEACH)
                if count >= COMMON
            ]
    if not rows:
        return ""
    return _section("Wrong entries that several gave", table("Entries", ("Exercise", "Entry", "Students"), rows))


def _certainty(found: Calibration | None) -> str:
    if found is None:
        words = f"<p>Too few to say: it takes {FEW} answers for which a student said how sure.</p>\n"
        return _section("How sure, and how often right", words)
    gap = abs(found.overconfidence)
    leaning = "surer than right" if found.overconfidence > 0 else "less sure than right"
    rows = [
        (f"{one.percent} percent", str(one.number), f"{100 * one.right / one.number:.0f}", _interval(one.interval))
        for one in found.levels
    ]
    words = (
        f"<p>On {found.number} answers the class was {leaning}, by {_percent(gap)}. "
        f"Brier score {found.brier:.2f}, where 0 is best and 0.25 is what always saying 50 percent earns.</p>\n"
    )
    heads = ("How sure", "Answers", "Right, percent", "95 percent interval")
    return _section("How sure, and how often right", words + certainty(found) + table("By certainty", heads, rows))


def _verdicts(found: dict[str, Detection]) -> str:
    if not found:
        return ""
    whole = pooled(list(found.values()))
    leaning = "to neither" if abs(whole.bias) < _NEITHER else f"to “{'overstated' if whole.bias < 0 else 'adequate'}”"
    words = f"<p>The class as one: {escape(str(whole))}. It leans {leaning}.</p>\n"
    d_prime, bias = (fmean(getattr(one, name) for one in found.values()) for name in ("d_prime", "bias"))
    words += f"<p>The mean of {_counted(len(found), 'student')}: d′ = {d_prime:.2f}, c = {bias:.2f}.</p>\n"
    return _section("Overstated or adequate", words)


def _change(before: Work, after: Work) -> str:
    first, second = (scores_by_student(*work) for work in (before, after))
    found = gain(first, second)
    if found is None:
        return _section("Before and after", "<p>No student handed in both.</p>\n")
    means = f"{_percent(found.before)} before, {_percent(found.after)} after"
    words = f"<p>{_counted(found.students, 'student')} in both: {means}.</p>\n"
    if found.gain is not None:
        interval = (
            f"95 percent interval {_plain(found.interval)}"
            if found.interval
            else f"too few to say how sure; it takes {FEW}"
        )
        words += f"<p>Normalised gain {found.gain:.2f} ({interval}): that part of what there was to gain.</p>\n"
    return _section("Before and after", words + _moved(detections(*before), detections(*after)))


_SHARPER = {1: "better", -1: "worse", 0: "about as well as before"}
_CALLED = {-1: "more", 1: "fewer", 0: "about as many"}


def _moved(first: dict[str, Detection], second: dict[str, Detection]) -> str:
    """Return whether the class tells reporting apart better, or only distrusts it more or less."""
    found = changes(first, second)
    if found is None:
        return ""
    number, sharper, bias = found
    if number < FEW:
        words = (
            f"With {_counted(number, 'student')} it is too few to say whether they tell them apart better than before."
        )
    else:
        words = f"They tell overstated from adequate {_SHARPER[sharper.direction]}, and call {_CALLED[bias.direction]} "
        words += "sentences overstated."
        if bias.direction < 0 and sharper.direction <= 0:
            words += " That is distrust, and not discernment."
    rows = [_change_row("d′, telling them apart", sharper), _change_row("c, below 0 for distrust", bias)]
    heads = ("", "Before", "After", "Change", "95 percent interval")
    return f"<p>{words}</p>\n" + table("Discernment and bias, the class as one", heads, rows)


def _change_row(name: str, one: Change) -> tuple[str, ...]:
    interval = _plain(one.interval) or "too few to say"
    return name, f"{one.before:.2f}", f"{one.after:.2f}", f"{one.after - one.before:+.2f}", interval


def _name(one: Figures) -> str:
    return f"{one.item.number}. {plain(one.item.exercise.title)}"


def _counted(count: int, one: str) -> str:
    return f"{count} {one}{'' if count == 1 else 's'}"


def _percent(share: float) -> str:
    return f"{100 * share:.0f} percent"


def _interval(found: Interval) -> str:
    return f"{100 * found.low:.0f} to {100 * found.high:.0f}"


def _plain(found: Interval | None) -> str:
    return "" if found is None else f"{found.low:.2f} to {found.high:.2f}"


def _section(title: str, body: str) -> str:
    return f"<section>\n<h2>{escape(title)}</h2>\n{body}</section>\n"
