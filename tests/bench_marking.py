"""How fast a large course is marked, and its sheets drawn: ``python tests/bench_marking.py``, as ``make bench`` does.

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
from exercises.classroom.handing_out.drawing import draw_sheets
from exercises.classroom.handing_out.paper import paper_html
from exercises.classroom.handing_out.pdf import draw
from exercises.classroom.handing_out.sets import chosen, load_set
from exercises.classroom.marking.graded import graded
from exercises.classroom.marking.marker import Marker
from exercises.classroom.roster import Pupil
from exercises.classroom.taking_in.answers import Answers, write_answers
from exercises.course import load_course
from exercises.questions.ask import ask
from exercises.questions.grade import best_response
from exercises.questions.question import Answer, Place, Question, is_marked_by_key

ROOT = Path(__file__).resolve().parent.parent
EXERCISES = 60
ALONE = 10
"""The sheets that are also laid out one by one, for the ratio."""
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


def sheets_drawn(number: int) -> tuple[float, float]:
    """Return the seconds in which so many sheets of a set are drawn as assign does, and one by one as before."""
    course = load_course(ROOT)
    exercises = chosen(load_set(ROOT, "pre", course), course, 1)
    pupils = tuple(Pupil(id=f"s{place:03}", name=f"Student {place:03}") for place in range(number))
    given = make_assignment(course, exercises, pupils, title="T", due="", seed=1)
    seconds = []
    for draw_all in (
        lambda folder: draw_sheets(given, given.sheets, folder, lambda line: None),
        lambda _: alone(given),
    ):
        with tempfile.TemporaryDirectory() as name:
            start = time.perf_counter()
            draw_all(Path(name))
            seconds.append(time.perf_counter() - start)
    return seconds[0], seconds[1] * number / min(number, ALONE)


def alone(given: Assignment) -> None:
    """Lay the first sheets out one by one, the file to fill in and its twin each by itself."""
    for sheet in given.sheets[:ALONE]:
        for _ in ("to fill in", "to print"):
            draw(paper_html(given, sheet))


def main(arguments: list[str]) -> int:
    """Measure and print; return 0."""
    parser = argparse.ArgumentParser(description="Time the marking of a large course, and the drawing of its sheets.")
    parser.add_argument("--students", type=int, default=100_000)
    parser.add_argument("--sheets", type=int, default=300)
    options = parser.parse_args(arguments)
    number = options.students
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
    drawn, one_each = sheets_drawn(options.sheets)
    print(f"\nDrawing the PDFs of {options.sheets} sheets, as assign does")
    print(f"  {'seconds in all':<44}{drawn:>12.1f}")
    print(f"  {f'times as fast as {ALONE} laid out one by one':<44}{one_each / drawn:>12.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
