"""The command line: ``python -m exercises`` with ``check``, ``assign``, ``grade`` and the others that ``--help`` lists.

Exit status: 0 where all is well, 1 where something was found, 2 where the command itself cannot be understood, what it
needs is not installed, a disk is full or a folder closed, or nobody reads what it prints any more; 130 where it was
stopped with Ctrl-C.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path

from exercises.checks.answers import check_answers, write_answers
from exercises.checks.as_read import check_as_read, write_as_read
from exercises.checks.census import lines, read_lessons
from exercises.checks.corrections import check_corrections, load_corrections
from exercises.checks.quotations import check_quotations, verify_copy
from exercises.checks.rules import check_course
from exercises.classroom.assignment import manifest_json
from exercises.classroom.commands import add_commands
from exercises.classroom.handing_out.assign import make_assignment
from exercises.classroom.handing_out.sets import (
    SETS,
    ExerciseSet,
    check_sets,
    chosen,
    left_out,
    load_set,
    set_of,
    set_schema,
)
from exercises.classroom.reporting.detection import detect
from exercises.course import Course, load_course
from exercises.dispatch.files import files_of
from exercises.dispatch.pool import DIGITS, hidden, new_seed
from exercises.dispatch.text import as_page
from exercises.dispatch.twins import Dispatch, make_twins
from exercises.draw.text import answer, as_text, marked
from exercises.errors import CourseError, Finding
from exercises.files import named_path, write_together
from exercises.questions.examples import KINDS, write_new
from exercises.questions.key import Key
from exercises.questions.kinds import Exercise
from exercises.questions.resolve import adequacy_bins
from exercises.questions.schema import SCHEMAS, write_schemas
from exercises.words import counted


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    options = _parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a name may have letters that the terminal has not
    try:
        status = _run(options)
        sys.stdout.flush()  # here, where a reader that is gone can still be met
    except KeyboardInterrupt:
        print("\nStopped; type the same again to go on.", file=sys.stderr)
        status = 130  # as shells say of what Ctrl-C has ended
    except OSError as error:  # nobody reads any more, as `head` when it has its lines, or the disk is full
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python says so once more as it ends
        if not isinstance(error, BrokenPipeError):
            print(f"Not all could be printed ({error.strerror}).", file=sys.stderr)
        status = 2
    return status


def _run(options: argparse.Namespace) -> int:
    try:
        return int(options.run(options))
    except CourseError as error:
        _print_findings(error.findings)
        return error.status
    except BrokenPipeError:
        raise
    except OSError as error:  # a disk that is full, a folder of somebody else's
        message = f"must be yours to read and write, with room on its disk, and is not ({error.strerror}); mend that"
        _print_findings([Finding(str(error.filename or "a file"), "file", message, "file")])
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m exercises", description="Check the course's evidence, exercises and keys."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    check = commands.add_parser("check", help="report every finding in the evidence, the bank and the keys at once")
    check.add_argument(
        "--article",
        type=named_path,
        metavar="COPY",
        help="your own copy of the article: verify every phrase and write verified.json",
    )
    check.add_argument(
        "--census",
        action="store_true",
        help="also print the bank and the lessons in figures, and how well keys can be guessed",
    )
    check.add_argument(
        "--write-answers",
        action="store_true",
        help="first write the table of the right answers, exercises/keys/answers.tsv",
    )
    check.add_argument(
        "--write-evidence",
        action="store_true",
        help="first write that all evidence was read against its sources, course/evidence/as-read.tsv",
    )
    check.set_defaults(run=_check)
    for name, run, told in (
        ("show", _show, "print an exercise as plain text, without its key"),
        ("try", _try, "answer an exercise here, and see what is said to the answer"),
    ):
        command = commands.add_parser(name, help=told)
        command.add_argument("id", metavar="ID", help="the exercise's id: the stem of its file's name")
        command.set_defaults(run=run)
    new = commands.add_parser("new", help="write the two files of a new exercise, filled in, to change")
    new.add_argument("kind", metavar="KIND", choices=KINDS, help=f"one of {', '.join(KINDS)}")
    new.add_argument("lesson", metavar="LESSON", help="the lesson's folder, such as 01-what-is-on-this-page")
    new.add_argument("--id", default="new-exercise", help="the exercise's id (default: new-exercise)")
    new.set_defaults(run=_new)
    export = commands.add_parser("export", help="write the bank or a set for an LMS, with what is lost there")
    export.add_argument("target", metavar="TARGET", help="a format, or “list” for what each makes of each kind")
    export.add_argument("set", metavar="SET", nargs="?", help=f"the name of a file in {SETS.as_posix()} (default: all)")
    export.add_argument(
        "--out", type=named_path, metavar="FILE", help="the file to write (default: named after the set)"
    )
    export.add_argument("--site", default="", metavar="URL", help="where the course is published, to link what to read")
    export.add_argument("--seed", type=int, default=1, help="draws exercises where a set has rules (default: 1)")
    export.add_argument(
        "--dispatches", type=_seed, nargs="+", metavar="N", help="no set, but a pool of two invented reports a seed"
    )
    export.add_argument("--difficulty", type=int, choices=(1, 2, 3), help="theirs (default: 2)")
    export.set_defaults(run=_export)
    dispatch = commands.add_parser("dispatch", help="print an invented report in twins, with sentences to judge")
    dispatch.add_argument("--seed", type=_seed, metavar="N", help="the number that it is drawn by (default: a new one)")
    dispatch.add_argument("--difficulty", type=int, choices=(1, 2, 3), default=2, help="1 easy, 3 hard (default: 2)")
    dispatch.add_argument("--twin", choices=("a", "b"), default="a", help="which of the two (default: a)")
    dispatch.add_argument("--key", action="store_true", help="also print, or write, what is right")
    dispatch.add_argument(
        "--out", type=named_path, metavar="DIR", help="write it as files of a course into this folder"
    )
    dispatch.set_defaults(run=_dispatch)
    schema = commands.add_parser("schema", help="write the JSON Schemas that editors complete and underline by")
    schema.set_defaults(run=_schema)
    add_commands(commands)
    for command in commands.choices.values():
        command.add_argument(
            "--root", type=named_path, default=Path(), help="the repository's top folder (default: this one)"
        )
    return parser


def _seed(text: str) -> int:
    """Return what an invented report is drawn by."""
    if not (text.isascii() and text.isdecimal()):
        raise argparse.ArgumentTypeError(f"must be a whole number from 0; found {text!r}")
    return int(text)


def _show(options: argparse.Namespace) -> int:
    print(as_text(_exercise(load_course(options.root), options.id)))
    return 0


def _try(options: argparse.Namespace) -> int:
    course = load_course(options.root)
    exercise = _exercise(course, options.id)
    print(as_text(exercise), end="\n\n")
    try:
        response = answer(exercise, input)
    except (EOFError, KeyboardInterrupt):
        print("\nStopped: nothing was marked.")
        return 0
    key = course.keys[exercise.id]
    print("\n" + marked(exercise, key, response, course.book))
    bins = adequacy_bins(course.files[exercise.id].query)
    if bins and isinstance(key.correct, dict) and isinstance(response, dict):
        print(f"\n{detect(key.correct, response, bins[1])}")
    return 0


def _exercise(course: Course, id: str) -> Exercise:
    try:
        return course.bank.exercise(id)
    except KeyError:
        near = get_close_matches(id, [exercise.id for exercise in course.bank.exercises])
        hint = f"; did you mean {', '.join(near)}?" if near else ""
        message = f"must be the id of an exercise, and is not{hint}"
        raise CourseError([Finding("exercises/bank", id, message, "dangling")]) from None


def _new(options: argparse.Namespace) -> int:
    outcomes = [outcome.id for outcome in load_course(options.root).bank.outcomes if outcome.lesson == options.lesson]
    if not outcomes:
        message = "must be a lesson with outcomes in exercises/lists/outcomes.toml, and has none; add one first"
        raise CourseError([Finding("exercises/lists/outcomes.toml", options.lesson, message, "dangling")])
    for path in write_new(options.root, options.kind, options.lesson, options.id, outcomes[0]):
        print(path)
    try:
        load_course(options.root)
    except CourseError as error:  # an example speaks of our report, and a course may be about another
        print(
            f"{counted(len(error.findings), 'thing')} to mend before it loads, since it begins as an exercise on "
            "another report: put claims of yours for those that it names, and type check"
        )
    return 0


def _dispatch(options: argparse.Namespace) -> int:
    seed = options.seed
    if seed is None:
        seed = new_seed(options.difficulty, load_course(options.root).test_words)
        print(f"Drawn by --seed {seed}", file=sys.stderr)
    # What is written to files is handed out by `assign`, as tests are, and stands in no lesson.
    twins = make_twins(seed, options.difficulty, use="test" if options.out else "practice")
    one = hidden({"a": twins.a, "b": twins.b}[options.twin], options.twin)
    if options.out and len(str(seed)) < DIGITS:
        print(f"Of fewer than {DIGITS} digits a seed can be found by trying, and the key with it", file=sys.stderr)
    if options.out:
        _write_dispatch(one, options.out, key=options.key)
        return 0
    report, exercise, key = one.asked()
    others = [*one.beside(), one.likely()[1:]]
    print(as_page(report), as_text(exercise), *(as_text(other) for other, _ in others), sep="\n\n")
    if options.key:
        print("\nKey:", *_said(key), sep="\n")
        for other, found in others:
            print(f"\n{other.title}", *_said(found), *filter(None, (found.otherwise, found.solution)), sep="\n")
    return 0


def _write_dispatch(one: Dispatch, out: Path, *, key: bool) -> None:
    """Write a dispatch as files, or add the key to those of an earlier run."""
    every = {out / path: text for path, text in files_of(one, one.id, key=True).items()}
    asked = [out / path for path in files_of(one, one.id, key=key)]
    there = [path for path in asked if path.exists()]
    other = [path for path in there if not path.is_file() or path.read_bytes() != every[path].encode()]
    if there and (other or there == asked):
        message = "must not be there yet, so that nothing is lost, and is; name another folder with --out"
        raise CourseError([Finding((other or there)[0].as_posix(), "--out", message, "out")])
    files = {path: every[path] for path in asked if path not in there}
    for path in files:
        path.parent.mkdir(parents=True, exist_ok=True)
    write_together(files)
    print(*files, sep="\n")
    if not key:
        print(
            "Without its key, which check asks for: the same command with --key and the seed adds it", file=sys.stderr
        )


def _said(key: Key) -> Iterator[str]:
    for number, said in enumerate(key.feedback.values(), start=1):
        yield f"  {number}) {said.verdict} ({said.see[0]}: {said.text})"


def _schema(options: argparse.Namespace) -> int:
    for path in write_schemas(options.root, {**SCHEMAS, "set.json": set_schema}):
        print(path)
    return 0


def _export(options: argparse.Namespace) -> int:
    from exercises.export import export as lms  # lxml is in a group of its own

    if options.target == "list":
        print(lms.table())
        return 0
    target, site = lms.target_named(options.target), lms.checked_site(options.site)
    course = load_course(options.root)
    name, given = _to_export(options, course)
    exercises, pools = chosen(given, course, options.seed), given.dispatches
    out = (
        options.out
        if options.out is not None
        else Path(f"said-a-source-{name}-{target.name}-instructor{target.suffix}")
    )
    if out.is_dir():
        message = "must be a file, and is a folder; name a file in it"
        raise CourseError([Finding(out.as_posix(), "--out", message, "out")])
    picked = lms.selection(course, name, given.title, exercises, site, pools, given.points)
    files = lms.exported(target, replace(picked, left_out=tuple(left_out(given))), out)
    assignment = make_assignment(
        course, exercises, (), title=given.title, due="", seed=options.seed, points=given.points, pools=pools
    )
    manifest = lms.place_beside(out, "manifest.json")
    written = {**files, manifest: manifest_json(assignment).encode()}
    try:
        lms.keep_earlier(out, written)
        write_together(written)
    except OSError as error:
        message = f"must be a file that can be written, and is not ({error.strerror}); name another with --out"
        raise CourseError([Finding(out.as_posix(), "--out", message, "out")]) from error
    numbers = {"exercise": len(exercises), "invented report": sum(len(pool.asked) for pool in pools)}
    what = ", ".join(counted(number, name) for name, number in numbers.items() if number)
    print(f"{what} for {target.title}, with their keys: for the instructor alone")
    print(*(*files, manifest), sep="\n")
    return 0


def _to_export(options: argparse.Namespace, course: Course) -> tuple[str, ExerciseSet]:
    """Return the name of what is exported, and the set: one with a file, the whole bank, or one of invented reports."""
    if options.difficulty and not options.dispatches:
        message = "must stand with --dispatches, whose reports it is for, and stands without; leave it out"
        raise CourseError([Finding("export", "--difficulty", message, "target")])
    if options.dispatches and options.set is not None:
        message = f"must stand without a set, and stands with {options.set}; write [[dispatches]] into that set's file"
        raise CourseError([Finding("export", "--dispatches", message, "target")])
    if options.dispatches:
        given = set_of({"seeds": options.dispatches, "difficulty": options.difficulty or 2}, options.root, course)
        return given.dispatches[0].name, given
    if options.set is not None:
        given = load_set(options.root, options.set, course)
        is_another = given.rules and options.seed != 1  # draw, which no system may take for the first
        return f"{options.set}-seed-{options.seed}" if is_another else options.set, given
    ids = tuple(exercise.id for exercise in course.bank.exercises)
    return "bank", ExerciseSet(title="Said a Source", about="The whole bank.", exercises=ids)


def _check(options: argparse.Namespace) -> int:
    course = load_course(options.root)
    copy = options.article
    words = verify_copy(course, copy) if copy else check_quotations(course)
    if options.write_answers:
        print(write_answers(course))
    if options.write_evidence:
        print(write_as_read(course))
    corrections = load_corrections(options.root)
    told = [*check_corrections(corrections, course), *check_answers(corrections, course), *check_as_read(course)]
    findings = [*check_course(course), *check_sets(options.root, course), *told, *words]
    if options.census:
        print(*lines(course, read_lessons(options.root)), sep="\n")
    return _print_findings(findings) if findings else _print_success(course)


def _print_findings(findings: Sequence[Finding]) -> int:
    for finding in sorted(set(findings)):
        print(finding)
    print(counted(len(set(findings)), "finding"), file=sys.stderr)
    return 1


def _print_success(course: Course) -> int:
    computed = sum(key.computed for key in course.keys.values())
    print(f"{counted(len(course.keys), 'exercise')}, {computed} with computed keys: nothing to mend")
    return 0
