"""The instructor's commands: ``assign``, ``grade`` and ``regrade``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from exercises.checks.corrections import load_corrections
from exercises.classroom.assignment import INSTRUCTOR, MANIFEST, MARKED, STUDENTS, read_manifest
from exercises.classroom.handing_out.assign import make_assignment, require_new, write_assignment
from exercises.classroom.handing_out.sets import SETS, ExerciseSet, chosen, load_set, set_names
from exercises.classroom.marking.graded import Graded, graded
from exercises.classroom.marking.regrade import MOVED, changes, moved_csv, with_todays_keys
from exercises.classroom.reporting.results import write_results
from exercises.classroom.roster import Pupil, read_roster
from exercises.course import Course, load_course
from exercises.errors import CourseError, Finding
from exercises.files import write_whole
from exercises.words import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def add_commands(commands: Commands) -> None:
    """Add the three commands to the command line."""
    assign = commands.add_parser("assign", help="make sheets of a set of exercises: pages, PDFs, key and manifest")
    assign.add_argument("set", metavar="SET", help=f"the name of a file in {SETS.as_posix()}, or “list”")
    assign.add_argument("--out", type=Path, metavar="DIR", help="the new folder for it")
    assign.add_argument("--roster", type=Path, metavar="CSV", help="the class (columns id and name): one sheet each")
    assign.add_argument("--seed", type=int, default=1, help="draws exercises and shuffles choices (default: 1)")
    assign.add_argument("--title", default="", help="what the sheets are called (default: the set's title)")
    assign.add_argument("--due", default="", help="by when to hand in, as students shall read it")
    assign.add_argument("--no-pdf", action="store_true", help="pages only: nothing but the course is needed")
    assign.set_defaults(run=_assign)
    for name, run, told in (
        ("grade", _grade, "mark everything that came back, by the keys of the day it was assigned"),
        ("regrade", _regrade, "mark it by the keys of today, and list whose score moves, and why"),
    ):
        parser = commands.add_parser(name, help=told)
        parser.set_defaults(run=run)
        add = parser.add_argument
        add("work", nargs="+", type=Path, metavar="DIR", help="an assignment's folder, or what came back")
        add("--manifest", type=Path, help="the assignment's manifest (default: found beside the work)")
        add("--out", type=Path, metavar="DIR", help=f"where results go (default: {MARKED} beside them)")
        add("--no-feedback", action="store_true", help="no page for each student: for very large courses")
        if name == "grade":
            add("--before", type=Path, metavar="DIR", help="the folder of a pre-test, to compare with")
            add("--twin", type=Path, metavar="DIR", help="the folder of the twin that neighbours had, to compare with")


def _assign(options: argparse.Namespace) -> int:
    course = load_course(options.root)
    if options.set == "list":
        for name in set_names(options.root):
            print(f"{name}: {load_set(options.root, name, course).title}")
        return 0
    if options.out is None:
        raise CourseError(
            [Finding("--out", options.set, "must name a new folder, and is missing; add --out DIR", "out")]
        )
    named = load_set(options.root, options.set, course)
    pupils = read_roster(options.roster) if options.roster else ()
    if not named.twins:
        _assign_one(options, course, named, pupils, options.out, 0)
        return 0
    if len(pupils) == 1:
        message = "must be empty or have two students or more, since neighbours get different twins; found one"
        raise CourseError([Finding(str(options.roster), "roster", message, "roster")])
    require_new(options.out)
    # Neighbours on the roster get different twins, each in an assignment of its own with its own key.
    _assign_one(options, course, named, pupils[0::2], options.out / "a", 0)
    _assign_one(options, course, named, pupils[1::2], options.out / "b", 1)
    return 0


def _assign_one(
    options: argparse.Namespace,
    course: Course,
    named: ExerciseSet,
    pupils: Sequence[Pupil],
    out: Path,
    twin: Literal[0, 1],
) -> None:
    exercises = chosen(named, course, options.seed, twin)
    assignment = make_assignment(
        course, exercises, tuple(pupils), title=options.title or named.title, due=options.due, seed=options.seed
    )
    write_assignment(assignment, out, pdf=not options.no_pdf, say=_progress)
    minutes = sum(exercise.minutes for exercise in exercises)
    asked, sheets = counted(len(exercises), "exercise"), counted(len(assignment.sheets), "sheet")
    _done(f"{asked}, about {minutes} minutes, on {sheets}")
    print(f"Give out: {out / STUDENTS}")
    print(f"Keep:     {out / INSTRUCTOR}")


def _grade(options: argparse.Namespace) -> int:
    manifest = options.manifest or _manifest(options.work)
    assignment = read_manifest(manifest)
    out = options.out or _home(manifest) / MARKED
    before = _marked(options.before) if options.before else None
    twin = _marked(options.twin) if options.twin else None
    done = graded(assignment, _existing(options.work), out, _progress)
    write_results(done, out, before, _progress, twin=twin, feedback=not options.no_feedback)
    _say_result(done, out)
    return 0


def _regrade(options: argparse.Namespace) -> int:
    manifest = options.manifest or _manifest(options.work)
    assignment = read_manifest(manifest)
    home = _home(manifest)
    found = changes(assignment, load_course(options.root), load_corrections(options.root))
    if not found:
        print("Every key is as it was when this was assigned: nothing moves.")
        return 0
    work = _existing(options.work)
    then = graded(assignment, work, home / MARKED, _progress)
    now = graded(with_todays_keys(assignment, found), work, home / MARKED, _progress)
    out = options.out or home / "regraded"
    write_results(now, out, None, _progress, feedback=not options.no_feedback)
    table, students = moved_csv(found, then.marked, now.marked)
    write_whole(out / MOVED, table)
    for change in found:
        print(change)
    print(f"{counted(students, 'student')} with a score that moved: {out / MOVED}")
    _say_result(now, out)
    return 0


def _marked(folder: Path) -> Graded:
    manifest = _manifest([folder])
    return graded(read_manifest(manifest), _existing([folder]), _home(manifest) / MARKED, _progress)


def _existing(paths: Sequence[Path]) -> list[Path]:
    findings = [
        Finding(path.as_posix(), "file", "must be a file or folder with what came back, and is not there", "work")
        for path in paths
        if not path.exists()
    ]
    if findings:
        raise CourseError(findings)
    return list(paths)


def _manifest(paths: Sequence[Path]) -> Path:
    """Return the one manifest in or beside the paths.  Raises CourseError where there is none, or more than one."""
    places = [place for path in map(Path.resolve, paths) for place in (path, path.parent)]
    found = {path for place in places for path in (place / INSTRUCTOR / MANIFEST, place / MANIFEST) if path.is_file()}
    if len(found) == 1:
        return found.pop()
    what = "none" if not found else f"{len(found)}"
    message = f"must have one {INSTRUCTOR}/{MANIFEST} in it or beside it, and {what} is there; name it with --manifest"
    raise CourseError([Finding(str(paths[0]), "manifest", message, "manifest")])


def _home(manifest: Path) -> Path:
    return manifest.parent.parent if manifest.parent.name == INSTRUCTOR else manifest.parent


def _say_result(done: Graded, out: Path) -> None:
    _done(f"{counted(done.came_in, 'piece')} came in: {len(done.marked)} marked, {len(done.aside)} set aside")
    for piece in done.aside[:10]:
        print(f"  {piece.where}: {piece.reason}")
    if len(done.aside) > 10:
        print(f"  … all of them in {out / 'set-aside.csv'}")
    print(f"Results: {out}")


def _progress(line: str) -> None:
    """Show how far a long run is, on one line of the terminal; a file that takes the messages gets none."""
    if sys.stderr.isatty():
        print(f"\r\033[K{line}", end="", file=sys.stderr, flush=True)


def _done(line: str) -> None:
    _progress("")
    print(line)
