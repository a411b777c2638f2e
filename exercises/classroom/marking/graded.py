"""All work that came in for an assignment, read and marked."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

from exercises.classroom.assignment import Assignment
from exercises.classroom.marking.marked import Marked
from exercises.classroom.marking.marker import Marker
from exercises.classroom.marking.overrides import Overrides
from exercises.classroom.marking.typed_twice import FromPaper, look_again
from exercises.classroom.marking.which import ToDecide, handed_in_at, one_each
from exercises.classroom.marking.written import Typed, scores
from exercises.classroom.roster import same
from exercises.classroom.taking_in.intake import HandedIn, NoWork, SetAside, take_in

_LATE = re.compile(r"_LATE_\d+_\d+_")


@dataclass(frozen=True)
class Graded:
    """An assignment with all work that came in: what was marked, and what was set aside."""

    assignment: Assignment
    marked: tuple[Marked, ...]
    kept: tuple[HandedIn, ...]
    """The piece that each student's work came in, in the same order."""
    aside: tuple[SetAside, ...]
    decide: tuple[ToDecide, ...]
    typed: Typed
    overrides: Overrides
    now: datetime
    paper: FromPaper
    no_work: int = 0
    """How many files came in that no student handed in as work."""

    @property
    def came_in(self) -> int:
        """Return how many pieces came in: each was marked or set aside."""
        return len(self.marked) + len(self.aside)

    def is_late(self, work: Marked, piece: HandedIn) -> bool | None:
        """Return whether a student's work came after the deadline; None where nobody can tell.

        That is what the teacher says, or Canvas in the file's name, or the time at which it was saved or handed in
        where the assignment's ``due`` is an ISO date, whose whole day counts, or an ISO time.
        """
        said = self.overrides.late.get(same(work.student))
        if said is not None:
            return said
        if _LATE.search(piece.where):
            return True
        due, at = deadline(self.assignment.due, self.now), handed_in_at(piece, self.now)
        return at > due if due and at else None

    def by(self, assignment: Assignment, typed: Typed) -> Graded:
        """Return the same work marked by other keys for the same exercises."""
        here = _as_asked(assignment, self.kept, self.overrides)
        return replace(self, assignment=here, typed=typed, marked=_marked(here, self.kept, typed, self.overrides))


def graded(
    assignment: Assignment,
    paths: Sequence[Path],
    now: datetime,
    *,
    typed: Typed | None = None,
    overrides: Overrides | None = None,
    twins: Mapping[str, Path] | None = None,
    say: Callable[[str], None] = lambda line: None,
) -> Graded:
    """Return the assignment with the work under the paths marked, and what the teacher typed counted in.

    What downloads from an LMS show that nobody was asked is no part of it.

    ``now`` has a time zone: a time after it is not trusted, and times without one are taken to be in its, with the
    offset that it has on their own day.  ``twins``
    has the folders of other assignments, by id, of which work may lie among this one's.
    """
    typed, overrides = typed or {}, overrides or Overrides()
    pieces = []
    no_work = 0
    for number, piece in enumerate(take_in(paths, assignment, twins), 1):
        if isinstance(piece, NoWork):
            no_work += 1
        else:
            pieces.append(piece)
        if number % 1000 == 0:
            say(f"{number} pieces read")
    parted = one_each(pieces, assignment, now, overrides.work)
    here = _as_asked(assignment, parted.kept, overrides)
    marked = _marked(here, parted.kept, typed, overrides)
    kept, aside, decide = tuple(parted.kept), tuple(parted.aside), tuple(parted.decide)
    paper = look_again(pieces, assignment)
    return Graded(here, marked, kept, aside, decide, typed, overrides, now, paper, no_work)


def _as_asked(assignment: Assignment, kept: Sequence[HandedIn], overrides: Overrides) -> Assignment:
    """Return the assignment without what none of these students was asked, and the teacher says nothing of."""
    said = {assignment.item[id].number for some in overrides.exercises.values() for id in some}
    unasked = [piece.answers.unasked - said for piece in kept]
    nobody = frozenset.intersection(*unasked) if unasked else frozenset[int]()
    return assignment.without(nobody) if nobody else assignment


def _marked(assignment: Assignment, kept: Sequence[HandedIn], typed: Typed, overrides: Overrides) -> tuple[Marked, ...]:
    marker = Marker(assignment, scores(assignment, typed))
    return tuple(overrides.apply(assignment, marker.mark(piece.answers)) for piece in kept)


def deadline(due: str, now: datetime) -> datetime | None:
    """Return the moment after which work is late, or None where ``due`` is words and no ISO date or time."""
    try:
        return datetime.combine(date.fromisoformat(due.strip()), time.min, now.tzinfo) + timedelta(days=1)
    except OverflowError:  # the last day of all
        return None
    except ValueError:
        pass
    try:
        moment = datetime.fromisoformat(due.strip())
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=now.tzinfo)
