"""The instructor's commands: ``assign``, ``grade`` and ``regrade``."""

from __future__ import annotations

import argparse
import os
import re
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from exercises.checks.corrections import load_corrections
from exercises.classroom.assignment import (
    GRADES,
    INSTRUCTOR,
    MANIFEST,
    MARKED,
    OVERRIDES,
    REGRADED,
    SET_ASIDE,
    STUDENTS,
    WORKBOOK,
    WRITTEN,
    Assignment,
    read_manifest,
)
from exercises.classroom.handing_out.assign import extended, make_assignment
from exercises.classroom.handing_out.folder import INDEX, PAPER, TO_PRINT, extend_assignment, write_assignment
from exercises.classroom.handing_out.sets import SETS, ExerciseSet, chosen, load_set, set_names
from exercises.classroom.handing_out.twins import TWINS, dealt, is_made, joining, require_room, twin_folders
from exercises.classroom.marking.graded import Graded, deadline, graded
from exercises.classroom.marking.overrides import misplaced, read_overrides
from exercises.classroom.marking.regrade import MOVED, Change, changes, moved_csv, with_todays_keys
from exercises.classroom.marking.typed_twice import TWICE, UNREADABLE
from exercises.classroom.marking.which import DECIDE
from exercises.classroom.marking.written import HandMarking
from exercises.classroom.reporting.gradebook import IN_PART, WAITING, lines
from exercises.classroom.reporting.results import FEEDBACK, REPORT, write_results
from exercises.classroom.roster import Pupil, read_roster, same
from exercises.classroom.zone import now_here
from exercises.course import Course, load_course
from exercises.errors import CourseError, Finding
from exercises.files import alone_in, clear_drafts, named_path
from exercises.words import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


_DAY = re.compile(r"\d{4}-\d[\d:.TZ +-]*")
"""What is meant as a day, or a time."""


def add_commands(commands: Commands) -> None:
    """Add the three commands to the command line."""
    assign = commands.add_parser("assign", help="make sheets of a set of exercises: pages, PDFs, key and manifest")
    name = f"the name of a file in {SETS.as_posix()}, or “list”; left out to extend what --out holds"
    assign.add_argument("set", metavar="SET", nargs="?", default="", help=name)
    assign.add_argument("--out", type=named_path, metavar="DIR", help="the new folder for it, or the one to extend")
    assign.add_argument(
        "--roster", type=named_path, metavar="CSV", help="the class (columns id and name): one sheet each"
    )
    assign.add_argument(
        "--add", type=named_path, metavar="CSV", help="students who join later: a sheet for each new one"
    )
    assign.add_argument("--seed", type=int, default=1, help="draws exercises and shuffles choices (default: 1)")
    assign.add_argument("--title", default="", help="what the sheets are called (default: the set's title)")
    assign.add_argument(
        "--due", default="", help="when to hand in, as students read it; 2026-05-03 tells who is late; alone, it moves"
    )
    assign.add_argument("--no-pdf", action="store_true", help="pages only: nothing but the course is needed")
    assign.set_defaults(run=_assign)
    for name, run, told in (
        ("grade", _grade, "mark everything that came back, by the keys of the day it was assigned"),
        ("regrade", _regrade, "mark it by the keys of today, and list whose score moves, and why"),
    ):
        parser = commands.add_parser(name, help=told)
        parser.set_defaults(run=_for_twins(run))
        add = parser.add_argument
        add("work", nargs="+", type=named_path, metavar="DIR", help="an assignment's folder, or what came back")
        add("--manifest", type=named_path, help="the assignment's manifest (default: found beside the work)")
        add("--out", type=named_path, metavar="DIR", help=f"where results go (default: {MARKED} beside them)")
        add("--no-feedback", action="store_true", help="no page for each student: for very large courses")
        parser.set_defaults(twin=None)
        if name == "grade":
            add("--before", type=named_path, metavar="DIR", help="the folder of a pre-test, to compare with")
            add(
                "--twin",
                type=named_path,
                metavar="DIR",
                help="the folder of the twin that neighbours had, to compare with",
            )


def _assign(options: argparse.Namespace) -> int:
    if _DAY.fullmatch(options.due.strip()) and not deadline(options.due, now_here()):
        message = f"must be words, or a day that there is, as 2026-05-03 or 2026-05-03 20:00, and is “{options.due}”"
        raise CourseError([Finding("--due", "assign", f"{message}; mend it", "due")])
    if not options.set or options.add:
        return _extend(options)
    course = load_course(options.root)
    if options.set == "list":
        for name in set_names(options.root):
            print(f"{name}: {load_set(options.root, name, course).title}")
        return 0
    out = _named_out(options)
    named = load_set(options.root, options.set, course)
    pupils = read_roster(options.roster, print) if options.roster else ()
    if not named.twins:
        _assign_one(out, options, named, course, pupils, 0)
        return 0
    if len(pupils) == 1:
        message = "must be empty or have two students or more, since neighbours get different twins; found one"
        raise CourseError([Finding(str(options.roster), "roster", message, "roster")])
    require_room(out)
    for twin, (name, some) in enumerate(zip(TWINS, dealt(pupils), strict=True)):
        _assign_one(out / name, options, named, course, some, twin)
    return 0


def _assign_one(
    out: Path, options: argparse.Namespace, named: ExerciseSet, course: Course, pupils: tuple[Pupil, ...], twin: int
) -> None:
    exercises = chosen(named, course, options.seed, twin)
    most = max((len(pool.asked) for pool in named.dispatches), default=0)
    assignment = make_assignment(
        course,
        exercises,
        pupils or (Pupil(id="", name=""),) * most,
        title=options.title or named.title,
        due=options.due,
        seed=options.seed,
        points=named.points,
        pools=named.dispatches,
    )
    if not named.twins or not is_made(assignment, out):
        write_assignment(assignment, out, pdf=not options.no_pdf, say=_progress)
    minutes = counted(sum(place[0].exercise.minutes for place in assignment.places), "minute")
    asked, sheets = counted(len(assignment.places), "exercise"), counted(len(assignment.sheets), "sheet")
    _done(f"{asked}, about {minutes}, on {sheets}")
    _say_where(out)


def _extend(options: argparse.Namespace) -> int:
    """Add students to an assignment that is there, or to twins, or move its deadline."""
    folders = _assignments(_named_out(options))
    _require_both(options, folders)
    with ExitStack() as stack:
        for folder in folders:
            if (folder / INSTRUCTOR / MANIFEST).exists():  # else reading it says what is amiss
                stack.enter_context(alone_in(folder, patience=0))
        olds = [read_manifest(folder / INSTRUCTOR / MANIFEST) for folder in folders]
        wrong = next((why for old in olds if (why := _not_extended(options, old))), "")
        if wrong:
            raise CourseError([Finding(options.out.as_posix(), "assign", wrong, "out")])
        have = [Pupil(id=sheet.student, name=sheet.name, canvas=sheet.canvas) for old in olds for sheet in old.sheets]
        pupils = read_roster(options.add, print, have) if options.add else ()
        joined = joining(pupils, olds) if len(olds) > 1 else (pupils,)
        for out, old, some in zip(folders, olds, joined, strict=True):
            _extend_one(out, old, extended(old, some, options.due), options)
    return 0


def _require_both(options: argparse.Namespace, folders: Sequence[Path]) -> None:
    """Raise CourseError where students would be added to one of two twins, who may have the other already."""
    both = folders[0].resolve().parent
    if options.add and len(folders) == 1 and folders[0].resolve() in twin_folders(both):
        message = (
            f"must be the folder of both twins, so that nobody gets both, and is one of them; name {both.as_posix()}"
        )
        raise CourseError([Finding(options.out.as_posix(), "--out", message, "out")])


def _extend_one(out: Path, old: Assignment, new: Assignment, options: argparse.Namespace) -> None:
    table = extend_assignment(old, new, out, pdf=not options.no_pdf, say=_progress)
    added = len(new.sheets) - len(old.sheets)
    _done(f"{counted(added, 'sheet')} more, {len(new.sheets)} in all; those that were there are as they were")
    if new.due != old.due:
        print(f"To hand in by {new.due}: new sheets say so, those that are out do not")
    _say_where(out)
    if table.name != PAPER:
        print(f"Paper:    {table} has their lines, since {PAPER} has been typed into")


def _not_extended(options: argparse.Namespace, old: Assignment) -> str:
    """Return why an assignment cannot be extended so, or nothing."""
    if options.set or options.roster or options.title:
        return "must be extended as it is, without a set, --roster or --title; leave them out"
    if options.add and not old.has_roster:
        return "must have a sheet for each student, and has one for all, which whoever joins later takes, too"
    if not options.add and not options.due:
        return "must be told what to do; name a set, or students with --add, or a new deadline with --due"
    return ""


def _named_out(options: argparse.Namespace) -> Path:
    if options.out is None:
        message = "must name the assignment’s folder, and is missing; add --out DIR"
        raise CourseError([Finding("--out", options.set or "assign", message, "out")])
    return Path(options.out)


def _say_where(out: Path) -> None:
    print(f"Give out: {out / STUDENTS}")
    print(f"Keep:     {out / INSTRUCTOR}; who has which sheet: {INDEX}")
    if (out / INSTRUCTOR / TO_PRINT).exists():
        print(f"Print:    {out / INSTRUCTOR / TO_PRINT}")


def _assignments(folder: Path) -> tuple[Path, ...]:
    return twin_folders(folder) or (folder,)


def _for_twins(run: Callable[[argparse.Namespace], int]) -> Callable[[argparse.Namespace], int]:
    """Return a command that marks each of two twins where it is given the folder of both, each beside the other."""

    def run_each(options: argparse.Namespace) -> int:
        folders = () if options.work[1:] or options.manifest else twin_folders(options.work[0])
        if not folders:
            return run(options)
        codes = []
        for folder, other in zip(folders, reversed(folders), strict=True):
            out = options.out and options.out / folder.name
            print(f"{folder}:")
            codes.append(run(argparse.Namespace(**{**vars(options), "work": [folder], "twin": other, "out": out})))
        return max(codes)

    return run_each


def _grade(options: argparse.Namespace) -> int:
    _require_others(options)
    return _run(options, MARKED, lambda done, hand: (done, hand))


def _require_others(options: argparse.Namespace) -> None:
    """Raise CourseError where an assignment would be compared with itself."""
    manifest = options.manifest or _manifest(options.work)
    for name, folders in (
        ("--before", _assignments(options.before) if options.before else ()),
        ("--twin", (options.twin,) if options.twin else ()),
    ):
        if any(_manifest([folder]).samefile(manifest) for folder in folders):
            message = "must be the folder of another assignment to compare with, and is the one to mark; name that one"
            raise CourseError([Finding(name, "grade", message, "manifest")])


def _regrade(options: argparse.Namespace) -> int:
    assignment = read_manifest(options.manifest or _manifest(options.work))
    found = changes(assignment, load_course(options.root), load_corrections(options.root))
    if not found:
        print("Every key is as it was when this was assigned: nothing moves.")
        return 0
    for change in found:
        print(change)

    def by_todays_keys(then: Graded, hand: HandMarking) -> tuple[Graded, HandMarking]:
        later = with_todays_keys(hand.assignment, found)
        today = replace(hand, assignment=later, notes=[])
        return then.by(later, today.typed()), today

    return _run(options, REGRADED, by_todays_keys, found)


def _run(
    options: argparse.Namespace,
    name: str,
    again: Callable[[Graded, HandMarking], tuple[Graded, HandMarking]],
    found: Sequence[Change] = (),
) -> int:
    """Mark what came back, once or ``again`` by other keys, write the results and say what there is to say.

    Whatever another run may write is read when that has ended.
    """
    manifest = options.manifest or _manifest(options.work)
    home, work = _home(manifest), _existing(options.work)
    _require_work(home, work)
    out = options.out or home / name
    _check_place(out, home, work)
    read_manifest(manifest)  # before a folder is made where none is
    # Where nothing can be written beside the manifest, all goes to the results.
    ours = os.access(home if home.exists() else home.parent, os.W_OK)
    findings: list[Finding] = []
    with alone_in(_made(home if ours else out.parent)):
        if ours:
            clear_drafts(home, home / WRITTEN)
        assignment = read_manifest(manifest)
        hand = HandMarking(assignment, home if ours else out, (home, home / MARKED, out))
        overrides = read_overrides(home, assignment)
        twins = {read_manifest(_manifest([folder])).id: folder for folder in [options.twin] if folder}
        then = graded(assignment, work, now_here(), typed=hand.typed(), overrides=overrides, twins=twins, say=_progress)
        before, twin = ([], None) if found else _others(options)
        done, hand = again(then, hand)
        table, students = moved_csv(found, then.marked, done.marked)
        more = {MOVED: table} if found else {}
        kept = write_results(done, out, before, _progress, twin=twin, feedback=not options.no_feedback, more=more)
        if found:
            print(f"{counted(students, 'student')} with a score that moved: {out / MOVED}")
        try:
            hand.write(done.marked)
        except CourseError as error:
            findings += error.findings
        except OSError as error:
            message = (
                f"must be a folder that can be written, and is not ({error.strerror}); make it yours, and run again"
            )
            findings.append(Finding(hand.folder.as_posix(), "file", message, "marks"))
    if not ours and hand.folder.exists():
        hand.notes.append(f"{home} cannot be written: marks typed into {hand.folder} count with --out {out} alone")
    _say_result(done, hand, out)
    for path in kept:
        print(f"Changed by hand, kept, and not counted: {path}; what shall count belongs in {OVERRIDES}")
    known = {same(sheet.student) for sheet in assignment.sheets} | {same(work.student) for work in done.marked}
    tops = (home.parent,) if twin_folders(home.parent) else ()
    findings += [*overrides.findings, *overrides.missing(known), *misplaced(home, (*tops, out))]
    for finding in findings:
        print(finding)
    return 1 if findings else 0


def _others(options: argparse.Namespace) -> tuple[list[Graded], Graded | None]:
    """Return what ``grade`` compares with, where there is something: an earlier test's work, and the twin's."""
    before = [_marked(folder) for folder in _assignments(options.before)] if options.before else []
    return before, _marked(options.twin) if options.twin else None


def _marked(folder: Path) -> Graded:
    manifest = _manifest([folder])
    assignment, home = read_manifest(manifest), _home(manifest)
    typed = HandMarking(assignment, home, (home / MARKED,)).typed()
    overrides = read_overrides(home, assignment)
    return graded(assignment, _existing([folder]), now_here(), typed=typed, overrides=overrides, say=_progress)


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _require_work(home: Path, work: Sequence[Path]) -> None:
    """Raise CourseError where what lies in a folder of the assignment's own would be read for what came back."""
    own = [(home / name).resolve() for name in (STUDENTS, INSTRUCTOR, WRITTEN, MARKED, REGRADED)]
    message = f"must be what came back, and lies in a folder of the assignment’s own; name {home.as_posix()}"
    wrong = [path for path in work if any(path.resolve().is_relative_to(folder) for folder in own)]
    if wrong:
        raise CourseError([Finding(path.as_posix(), "file", message, "work") for path in wrong])


def _check_place(out: Path, home: Path, work: Sequence[Path]) -> None:
    """Raise CourseError where results would lie among what came back, and be taken for it."""
    place, wholes = out.resolve(), [path.resolve() for path in (home, *work)]
    among = any(place.is_relative_to(path) for path in wholes) and place.is_dir() and any(place.iterdir())
    ours = any((place / name).exists() for name in (GRADES, SET_ASIDE, REPORT, FEEDBACK))
    if any(path.is_relative_to(place) for path in wholes) or (among and not ours):
        message = "must be a folder of its own, in which nothing lies but results, and is not; name another with --out"
        raise CourseError([Finding(out.as_posix(), "--out", message, "out")])


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
    """Return the folder in which the teacher's word and typed marks lie: an export has one of its own beside it.

    Raises CourseError where they lie beside an export's manifest, since another export may lie there, too.
    """
    if manifest.parent.name == INSTRUCTOR:
        return manifest.parent.parent
    if not manifest.name.endswith(f"-{MANIFEST}"):
        return manifest.parent
    home = manifest.with_name(f"{manifest.name.removesuffix(MANIFEST)}class")
    if not (manifest.parent / INSTRUCTOR).is_dir():
        message = f"must lie in {home.as_posix()}, which is this export's alone, and does not; move it there"
        again = "and run this again; nothing is marked"
        paths = (manifest.parent / name for name in (OVERRIDES, WORKBOOK, WRITTEN))
        if found := [
            Finding(path.as_posix(), "file", f"{message}, {again}", "place") for path in paths if path.exists()
        ]:
            raise CourseError(found)
    return home


def _say_result(done: Graded, hand: HandMarking, out: Path) -> None:
    beside = f"; not work: {done.no_work}" if done.no_work else ""
    _done(f"{counted(done.came_in, 'piece')} came in: {len(done.marked)} marked, {len(done.aside)} set aside{beside}")
    for piece in done.aside[:10]:
        print(f"  {piece.where}: {piece.reason}")
    if len(done.aside) > 10:
        print(f"  … all of them in {out / SET_ASIDE}")
    for note in (*done.overrides.notes, *hand.notes):
        print(note)
    for number, what, table in (
        (len(done.paper.differing), "that two tables have differently", TWICE),
        (len(done.paper.unread), "that could not be read", UNREADABLE),
    ):
        if number:
            print(f"Typed from paper, {counted(number, 'place')} {what}: {out / table}")
    if done.decide:
        print(f"To decide: {out / DECIDE}")
    for one in done.decide:
        if not one.student and not one.name:
            print(f"  {one.where}: {one.what}")
    if waiting := sum(line.status == WAITING for line in lines(done)):
        print(f"To mark by hand, for {counted(waiting, 'student')}: {hand.folder}")
    if in_part := sum(line.status == IN_PART for line in lines(done)):
        print(
            f"Without the written part, which a code does not carry, {counted(in_part, 'student')}: "
            f"ask for the answers file, or give points for it or excuse from it in {OVERRIDES}"
        )
    print(f"Results: {out}")


_EVERY = 5.0
"""The seconds between two lines on how far a run is, where they go into a file."""
_told = [0.0]


def _progress(line: str) -> None:
    """Show how far a long run is: on one line of the terminal, or as a line every so often where there is none."""
    if sys.stderr.isatty():
        print(f"\r\033[K{line}", end="", file=sys.stderr, flush=True)
    elif line and time.monotonic() - _told[0] >= _EVERY:
        _told[0] = time.monotonic()
        print(line, file=sys.stderr, flush=True)


def _done(line: str) -> None:
    _progress("")
    print(line)
