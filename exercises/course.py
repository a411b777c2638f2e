"""The course, read once: its evidence, its exercises, their keys as written and as resolved."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from exercises.errors import CourseError, Finding
from exercises.ledger.address import AddressBook
from exercises.ledger.load import evidence_files, load_evidence
from exercises.ledger.types import Evidence, Report
from exercises.questions.key import Key, KeyFile
from exercises.questions.kinds import Bank, Exercise
from exercises.questions.load import load_bank, load_keys

T = TypeVar("T")
BESIDE = {"practice": "More practice", "hand-in": "To hand in"}
"""The pages that a lesson may have beside its own, in their order: what a page's name ends with, and its short title.

``04-visa-run-practice`` is a page of the lesson ``04-visa-run``, so no lesson's own name ends so.
"""


def lesson_of(page: str) -> tuple[str, str]:
    """Return the lesson that a page is of, by the page's name, and which page beside it, which is "" for its own."""
    found = [(page.removesuffix(f"-{kind}"), kind) for kind in BESIDE if page.endswith(f"-{kind}")]
    return found[0] if found else (page, "")


MINUTES = re.compile(r"[1-9][0-9]*")
"""What a page says of how long it takes."""


def without_minutes(path: str, found: str) -> Finding:
    """Return what is amiss with a page whose minutes are something else than a number."""
    message = f"must be a number in figures, from 1 on, and is {found!r}; mend it or take it out"
    return Finding(path, "minutes", message, "minutes")


def pages_of(lesson: str) -> list[str]:
    """Return the names that a lesson's pages have, in their order: its own, and those that may be beside it."""
    return [lesson, *(f"{lesson}-{kind}" for kind in BESIDE)]


@dataclass(frozen=True)
class Course:
    """Everything that pages, checks and sheets are made from, loaded and sound."""

    root: Path
    evidence: Evidence
    bank: Bank
    files: dict[str, KeyFile]
    """The keys as they are written, by the exercise's id."""
    keys: dict[str, Key]
    """The keys resolved, by the exercise's id."""

    def report(self, exercise: Exercise) -> Report:
        """Return the report that the exercise is about."""
        return self.evidence.report[exercise.report]

    def pairs(self) -> Iterator[tuple[Exercise, Key]]:
        """Yield each exercise with its key, in the bank's order."""
        for exercise in self.bank.exercises:
            yield exercise, self.keys[exercise.id]

    def with_more(self, drawn: Iterable[tuple[Report, Exercise, Key]]) -> Course:
        """Return the course with these reports, exercises and keys besides its own."""
        drawn = tuple(drawn)
        reports, exercises = [report for report, _, _ in drawn], [exercise for _, exercise, _ in drawn]
        known, bank = self.evidence, self.bank
        return Course(
            self.root,
            known.model_copy(update={"reports": (*known.reports, *reports)}),
            bank.model_copy(update={"exercises": (*bank.exercises, *exercises)}),
            self.files,
            {**self.keys, **{key.exercise: key for _, _, key in drawn}},
        )

    def chosen(self, lesson: str, use: str) -> list[Exercise]:
        """Return a lesson's exercises of one use, easy ones first, then by id."""
        found = (e for e in self.bank.exercises if e.lesson == lesson and e.use == use)
        return sorted(found, key=lambda e: (e.level, e.id))

    @property
    def tests(self) -> list[Report]:
        """Return the reports that forms of tests are about, by id."""
        ids = {exercise.report for exercise in self.bank.exercises if exercise.use == "test"}
        return [self.evidence.report[id] for id in sorted(ids)]

    @property
    def test_words(self) -> tuple[str, ...]:
        """Return the words of each of these reports."""
        return tuple(" ".join(one.text or "" for one in report.paragraphs) for report in self.tests)

    @cached_property
    def evidence_files(self) -> tuple[Path, ...]:
        """Return the evidence's files, sorted: what whatever shows evidence depends on."""
        return evidence_files(self.root)

    @cached_property
    def book(self) -> AddressBook:
        """Return the address book of everything that can be cited."""
        return AddressBook(self.evidence)

    @cached_property
    def misconceptions(self) -> dict[str, str]:
        """Return what each misconception is, by its id."""
        return {misconception.id: misconception.text for misconception in self.bank.misconceptions}


def load_course(root: Path) -> Course:
    """Return the whole course.  Raises CourseError with the findings of evidence, bank and keys together."""
    findings: list[Finding] = []
    evidence = _or_findings(lambda: load_evidence(root), findings)
    bank = _or_findings(lambda: load_bank(root, evidence.main.id if evidence else "none"), findings)
    if evidence is None or bank is None:
        raise CourseError(findings)
    files, keys = load_keys(root, bank, evidence)
    return Course(root, evidence, bank, files, keys)


def _or_findings(load: Callable[[], T], findings: list[Finding]) -> T | None:
    try:
        return load()
    except CourseError as error:
        findings.extend(error.findings)
        return None
