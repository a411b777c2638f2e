"""All work that came in for an assignment, read and marked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from exercises.classroom.assignment import Assignment
from exercises.classroom.marking.marked import Marked
from exercises.classroom.marking.marker import Marker, one_each
from exercises.classroom.marking.typed_twice import FromPaper, look_again
from exercises.classroom.marking.written import Typed, read_typed_marks, scores
from exercises.classroom.roster import same
from exercises.classroom.taking_in.intake import SetAside, take_in


@dataclass(frozen=True)
class Graded:
    """An assignment with all work that came in: what was marked, and what was set aside."""

    assignment: Assignment
    marked: tuple[Marked, ...]
    sources: dict[str, str]
    """Where each student's work came from, by their id as ids are compared."""
    aside: tuple[SetAside, ...]
    typed: Typed
    paper: FromPaper = field(default_factory=FromPaper)

    @property
    def came_in(self) -> int:
        """Return how many pieces came in: each was marked or set aside."""
        return len(self.marked) + len(self.aside)


def graded(
    assignment: Assignment, paths: Sequence[Path], out: Path, say: Callable[[str], None] = lambda line: None
) -> Graded:
    """Return the assignment with the work under the paths marked, and marks typed into ``out`` earlier counted in.

    Raises CourseError where a mark typed by hand cannot be used.
    """
    typed = read_typed_marks(out, assignment)
    pieces = []
    for number, piece in enumerate(take_in(paths, assignment), 1):
        pieces.append(piece)
        if number % 1000 == 0:
            say(f"{number} pieces read")
    kept, aside = one_each(pieces, assignment)
    marker = Marker(assignment, scores(assignment, typed))
    marked = tuple(marker.mark(piece.answers) for piece in kept)
    sources = {same(work.student): piece.where for work, piece in zip(marked, kept, strict=True)}
    return Graded(assignment, marked, sources, tuple(aside), typed, look_again(pieces, assignment))
