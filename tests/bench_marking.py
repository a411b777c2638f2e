"""How fast a large course is marked: ``python tests/bench_marking.py --students 100000``, as ``make bench`` calls it.

Every student answers sixty exercises of the bank at random, as students might: rather the right way than not.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from exercises.classroom.assignment import Assignment
from exercises.classroom.handing_out.assign import make_assignment
from exercises.classroom.marking.graded import graded
from exercises.classroom.marking.marker import Marker
from exercises.classroom.taking_in.answers import Answers, write_answers
from exercises.course import load_course
from exercises.questions.ask import ask
from exercises.questions.grade import best_response
from exercises.questions.question import Answer, Place, Question, is_marked_by_key

ROOT = Path(__file__).resolve().parent.parent
EXERCISES = 60
ONE_BY_ONE = 1_000
"""The students who are also marked without memory, for the ratio."""


def course_of_sixty() -> Assignment:
    """Return an assignment of sixty closed exercises, the kinds mixed as in the bank, without a roster."""
    course = load_course(ROOT)
    exercises = (exercise for exercise in course.bank.exercises if exercise.use != "test")
    closed = [exercise for exercise in exercises if is_marked_by_key(ask(exercise))]
    return make_assignment(
        course, tuple(closed[:: len(closed) // EXERCISES][:EXERCISES]), (), title="T", due="", seed=1
    )


def some_answer(question: Question, right: Answer, dice: random.Random) -> Answer:
    """Return the right answer, or one that a student might give."""
    if dice.random() < 0.6:
        return right
    if isinstance(question, Place) and isinstance(right, dict):
        return {
            slot: value if dice.random() < 0.7 else dice.choice(question.offered).id for slot, value in right.items()
        }
    if isinstance(right, tuple):
        return tuple(slot for slot in question.slots if dice.random() < 0.5)
    return dice.choice(question.slots) if question.slots else str(dice.randrange(40))


def students(given: Assignment, number: int) -> Iterator[Answers]:
    """Yield the work of so many students."""
    dice = random.Random(60)  # noqa: S311 - repeatable on purpose
    asked = [(item, best_response(item.question, item.key)) for item in given.items]
    for place in range(number):
        answers = {
            item.exercise.id: some_answer(item.question, right, dice) for item, right in asked if right is not None
        }
        yield Answers(given.id, given.sheets[0].code, f"s{place}", "", answers, {}, "")


def mark_all(given: Assignment, number: int) -> float:
    """Mark so many students, keep all of it, and return the seconds that marking took."""
    marker, kept, seconds = Marker(given), [], 0.0
    for one in students(given, number):
        start = time.perf_counter()
        kept.append(marker.mark(one))
        seconds += time.perf_counter() - start
    return seconds


def one_by_one(given: Assignment, number: int) -> float:
    """Mark so many students with nothing remembered from one to the next, and return the seconds."""
    seconds = 0.0
    for one in students(given, number):
        marker = Marker(given)
        start = time.perf_counter()
        marker.mark(one)
        seconds += time.perf_counter() - start
    return seconds


def from_files(given: Assignment, number: int) -> float:
    """Return the seconds from a zip of answers files to marks."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "in")
        folder.mkdir()
        with zipfile.ZipFile(folder / "all.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for one in students(given, number):
                archive.writestr(f"{one.student}.json", write_answers(one, given))
        start = time.perf_counter()
        done = graded(given, [folder], datetime(2026, 6, 1, tzinfo=UTC))
        seconds = time.perf_counter() - start
    if len(done.marked) != number:
        sys.exit(f"bench: {number} files came in, and {len(done.marked)} were marked")
    return seconds


def main(arguments: list[str]) -> int:
    """Measure and print; return 0."""
    parser = argparse.ArgumentParser(description="Time the marking of a large course.")
    parser.add_argument("--students", type=int, default=100_000)
    number = parser.parse_args(arguments).students
    given = course_of_sixty()
    answers = number * len(given.items)
    seconds = mark_all(given, number)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / 1024
    few = min(ONE_BY_ONE, number)
    ratio = (one_by_one(given, few) / few) / (seconds / number)
    print(f"\nMarking {number:,} students × {len(given.items)} exercises")
    print(f"  {'answers a second':<44}{answers / seconds:>12,.0f}")
    print(f"  {'seconds in all':<44}{seconds:>12.1f}")
    print(f"  {'peak memory, GiB':<44}{peak:>12.2f}")
    print(f"  {'times as fast as scoring them one by one':<44}{ratio:>12.1f}")
    part = max(1, number // 20)
    print(
        f"  {f'answers a second from a zip of {part:,} files':<44}{part * len(given.items) / from_files(given, part):>12,.0f}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
