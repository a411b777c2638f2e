"""The command line: ``python -m exercises check``.

Exit status: 0 where all is well, 1 where something was found, 2 where the command itself cannot be understood.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from exercises.check import Course, check_course, check_quotations, load_course, verify_copy
from exercises.errors import CourseError, Finding
from exercises.guess import strategies


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except CourseError as error:
        return _print_findings(error.findings)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m exercises", description="Check the course's evidence, exercises and keys."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    check = commands.add_parser("check", help="report every finding in the evidence, the bank and the keys at once")
    check.add_argument("--root", type=Path, default=Path(), help="the repository's top folder (default: this one)")
    check.add_argument(
        "--article",
        type=Path,
        metavar="COPY",
        help="your own copy of the article: verify every phrase and write verified.toml",
    )
    check.add_argument(
        "--figures", action="store_true", help="also print how well keys can be guessed, and the bank's counts"
    )
    check.set_defaults(run=_check)
    return parser


def _check(options: argparse.Namespace) -> int:
    course = load_course(options.root)
    copy = options.article
    words = verify_copy(options.root, course, copy) if copy else check_quotations(options.root, course)
    findings = [*check_course(course), *words]
    if options.figures:
        _print_figures(course)
    return _print_findings(findings) if findings else _print_success(course)


def _print_findings(findings: Sequence[Finding]) -> int:
    for finding in sorted(set(findings)):
        print(finding)
    print(f"{len(set(findings))} finding{'s' if len(set(findings)) > 1 else ''}", file=sys.stderr)
    return 1


def _print_success(course: Course) -> int:
    computed = sum(key.computed for key in course.keys.values())
    print(f"{len(course.keys)} exercises, {computed} with computed keys: nothing to mend")
    return 0


def _print_figures(course: Course) -> None:
    for use in ("practice", "graded", "test"):
        print(f"{use}: {sum(exercise.use == use for exercise in course.bank.exercises)} exercises")
    for strategy in strategies(course.bank, course.keys):
        print(strategy)
