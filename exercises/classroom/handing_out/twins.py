"""Twins in one folder: neighbours on the roster get different ones, each in an assignment with a key of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from exercises.classroom.assignment import INSTRUCTOR, MANIFEST, Assignment, read_manifest
from exercises.classroom.handing_out.folder import require_empty
from exercises.classroom.roster import Pupil, same

TWINS = ("a", "b")


def dealt(pupils: Iterable[Pupil], have: Sequence[int] = (0, 0)) -> tuple[tuple[Pupil, ...], tuple[Pupil, ...]]:
    """Return who gets which twin, in turn; ``have`` says how many have each already, and the fewer come first."""
    sides: tuple[list[Pupil], list[Pupil]] = ([], [])
    for pupil in pupils:
        counts = [number + len(side) for number, side in zip(have, sides, strict=True)]
        sides[counts.index(min(counts))].append(pupil)
    return tuple(sides[0]), tuple(sides[1])


def joining(pupils: Iterable[Pupil], olds: Sequence[Assignment]) -> tuple[tuple[Pupil, ...], ...]:
    """Return who of those that have neither twin gets which, behind the students of both assignments."""
    known = {same(sheet.student) for old in olds for sheet in old.sheets}
    return dealt((pupil for pupil in pupils if same(pupil.id) not in known), [len(old.sheets) for old in olds])


def twin_folders(folder: Path) -> tuple[Path, ...]:
    """Return the folders of the two assignments in ``folder``, or () where it is not that of twins."""
    found = tuple(folder / name for name in TWINS)
    return found if all((one / INSTRUCTOR / MANIFEST).is_file() for one in found) else ()


def require_room(out: Path) -> None:
    """Raise CourseError where ``out`` holds something else than one of two twins, which a run that ended has left."""
    if twin_folders(out) or not out.is_dir() or {path.name for path in out.iterdir()} - set(TWINS):
        require_empty(out)


def is_made(assignment: Assignment, out: Path) -> bool:
    """Return whether a run that ended after it has made this assignment in ``out`` already."""
    manifest = out / INSTRUCTOR / MANIFEST
    return manifest.is_file() and read_manifest(manifest) == assignment
