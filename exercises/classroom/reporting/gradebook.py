"""What the work is worth, as a table for a gradebook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from exercises.classroom.assignment import Assignment, Item
from exercises.classroom.marking.graded import Graded
from exercises.classroom.marking.marked import Marked, rounded, who
from exercises.classroom.roster import same
from exercises.classroom.spreadsheet import written_rows
from exercises.classroom.taking_in.intake import HandedIn, SetAside

MARKED, WAITING, TO_ASK, EXCUSED = "marked", "some to mark by hand", "some to ask about", "excused"
NOT_CARRIED = "not handed in by this channel"
IN_PART = f"some {NOT_CARRIED}"
TO_DECIDE, ASIDE = "to decide", "set aside"
_HEAD = ("student", "name", "status", "late", "answered", "points", "out of", "percent")
_LATE = {True: "late", False: "on time", None: ""}


@dataclass(frozen=True)
class Line:
    """One student of the class, whether or not work of theirs was marked."""

    student: str
    name: str
    status: str
    work: Marked | None
    piece: HandedIn | None


def lines(done: Graded) -> Iterator[Line]:
    """Yield each student: those of the roster in its order, and others by their id.

    Who handed in nothing, and has the teacher's word on some exercises, has work in which nothing is known of the rest.
    """
    found = {who(work): (work, piece) for work, piece in zip(done.marked, done.kept, strict=True)}
    for sheet in done.assignment.sheets:
        if sheet.student:
            work, piece = found.pop((same(sheet.student), ""), (None, None))
            if work is None and same(sheet.student) in done.overrides.exercises:
                unknown, drawn = frozenset(done.assignment.item), sheet.drawn
                nothing = Marked(sheet.student, sheet.name, {}, {}, {}, uncarried=unknown, drawn=drawn)
                work = done.overrides.apply(done.assignment, nothing)
            yield Line(sheet.student, sheet.name, _status(done, sheet.student, work, piece), work, piece)
    for work, piece in (found[one] for one in sorted(found)):
        yield Line(work.student, work.name, _status(done, work.student, work, piece), work, piece)


def _status(done: Graded, student: str, work: Marked | None, piece: HandedIn | None) -> str:
    id = same(student)
    if id and id in done.overrides.excused:
        return EXCUSED
    if work and any(is_unread(item, work) for item in done.assignment.items):
        return TO_ASK
    if work and piece:
        return _how_far(done.assignment.items, work)
    if any(same(one.student) == id for one in done.decide):
        return TO_DECIDE
    if any(same(one.student) == id for one in done.aside):
        return ASIDE
    asked = {item.exercise.id for item in done.assignment.asked(work.drawn, work.unasked)} if work else set()
    return MARKED if work and work.overrides.keys() == asked else "not handed in"


def _how_far(items: Sequence[Item], work: Marked) -> str:
    """Return whether all that a student was to hand in is here and marked."""
    if any(_is_waiting(item, work) for item in items):
        return WAITING
    return IN_PART if any(_is_uncarried(item, work) for item in items) else MARKED


def grades_csv(done: Graded) -> str:
    """Return a line for each student, those of the roster who handed in nothing among them."""
    firsts = (place[0] for place in done.assignment.places)
    names = (f"{first.number} {'report' if first.drawn else first.exercise.id}" for first in firsts)
    head = (*_HEAD, *names, "from", "your word")
    return written_rows(head, (_row(done, line) for line in lines(done)))


def _row(done: Graded, line: Line) -> list[object]:
    items, places, work = done.assignment.items, done.assignment.places, line.work
    late = _LATE[done.is_late(work, line.piece)] if work and line.piece else ""
    known: list[object] = [line.student, line.name, line.status, late]
    source = line.piece.where if line.piece else ""
    if work is None or line.status == EXCUSED:
        word = _word(f"{EXCUSED}: {done.overrides.excused[same(line.student)]}") if line.status == EXCUSED else ""
        return [*known, 0 if work is None else _answered(items, work), *[""] * (3 + len(places)), source, word]
    points, most = earned(done.assignment, work)
    is_whole = line.piece or line.status == MARKED  # else a part of it would look like all
    percent = rounded(100 * points / most) if most and is_whole else ""
    asked = {item.exercise.id for item in done.assignment.asked(work.drawn, work.unasked)}
    cells = [
        "; ".join(_cell(item, work, line.piece) for item in place if item.exercise.id in asked) for place in places
    ]
    return [
        *known,
        _answered(items, work),
        rounded(points),
        rounded(most),
        percent,
        *cells,
        source,
        "; ".join([*done.overrides.words.get(same(line.student), {}).values(), *_words(items, work)]),
    ]


def _answered(items: Iterable[Item], work: Marked) -> int:
    return sum(item.exercise.id in work.responses for item in items)


def _cell(item: Item, work: Marked, piece: HandedIn | None) -> str:
    if is_excused(item, work):
        return EXCUSED
    if _is_uncarried(item, work):
        return NOT_CARRIED if piece else ""
    if is_unread(item, work):
        return "not read"
    return "" if _is_waiting(item, work) else rounded(work.scores.get(item.exercise.id, 0.0) * item.points)


def _words(items: Iterable[Item], work: Marked) -> Iterator[str]:
    """Yield what the teacher has said of each of a student's exercises."""
    said = ((item, work.overrides[item.exercise.id]) for item in items if item.exercise.id in work.overrides)
    yield from (_word(f"{item.number}: {one.reason}") for item, one in said)


def _word(text: str) -> str:
    return text.removesuffix(": ")


def is_excused(item: Item, work: Marked) -> bool:
    """Return whether the teacher has excused the student from an exercise."""
    said = work.overrides.get(item.exercise.id)
    return said is not None and said.points is None


def _is_waiting(item: Item, work: Marked) -> bool:
    """Return whether a person has yet to mark the answer."""
    id = item.exercise.id
    return id in work.responses and id not in work.scores and not is_excused(item, work)


def _is_uncarried(item: Item, work: Marked) -> bool:
    """Return whether nothing is known of an answer, since the way in which the work came carries none of its kind."""
    id = item.exercise.id
    known = id in work.responses or id in work.scores or is_excused(item, work)
    return id in work.uncarried and not known


def is_unread(item: Item, work: Marked) -> bool:
    """Return whether an answer could not be read in one way, and nobody has said yet what it is worth."""
    return item.exercise.id in work.unread and item.exercise.id not in work.overrides


def earned(assignment: Assignment, work: Marked) -> tuple[float, float]:
    """Return a student's points, and of how many.

    Not counted are exercises whose answer a person has yet to mark, could not come in with the work or could not be
    read, and those that the student is excused from.
    """
    apart = is_excused, is_unread, _is_waiting, _is_uncarried
    asked = assignment.asked(work.drawn, work.unasked)
    counted = [item for item in asked if not any(is_apart(item, work) for is_apart in apart)]
    points = sum(work.scores.get(item.exercise.id, 0.0) * item.points for item in counted)
    return points, sum(item.points for item in counted) + _unknown(assignment, asked, work)


def _unknown(assignment: Assignment, asked: Iterable[Item], work: Marked) -> float:
    """Return the points of places of which nobody can tell what the student got, who answered nothing there."""
    known = {item.number for item in asked} | work.unasked
    return sum(place[0].points for place in assignment.places if place[0].number not in known)


def in_figures(done: Graded) -> list[Marked]:
    """Return the work that a class's figures are made of, as it counts in the table of grades.

    It is without students who are excused from everything, and without the answer and the score of an exercise from
    which its student is excused, or whose answer could not be read.
    """
    excused = done.overrides.excused
    return [_as_counted(done.assignment, work) for work in done.marked if same(work.student) not in excused]


def _as_counted(assignment: Assignment, work: Marked) -> Marked:
    apart = {item.exercise.id for item in assignment.items if is_excused(item, work) or is_unread(item, work)}
    scores = {id: score for id, score in work.scores.items() if id not in apart}
    return replace(work, scores=scores, responses={id: said for id, said in work.responses.items() if id not in apart})


def set_aside_csv(aside: Iterable[SetAside]) -> str:
    """Return a line for each piece that was not marked, with the reason."""
    return written_rows(("where", "student", "reason"), ((piece.where, piece.student, piece.reason) for piece in aside))
