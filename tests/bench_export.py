"""How long the whole bank takes to each target, beside text2qti: ``python tests/bench_export.py``, as ``make bench`` calls it.

text2qti reads a quiz as text and writes QTI 1.2 for Canvas; it gets the questions of the bank whose kinds it knows, with
the same stems, choices and feedback.  Both do all of their work in this process, one after the other, and processor time is counted.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from text2qti.config import Config
from text2qti.qti import QTI
from text2qti.quiz import Quiz

from exercises.course import load_course
from exercises.draw import markup
from exercises.export.export import TARGETS, selection
from exercises.export.item import Item
from exercises.export.target import Selection

ROOT = Path(__file__).resolve().parent.parent
KNOWN = ("one", "several", "number", "text")
"""The shapes that text2qti knows as we mean them."""


def as_text2qti(items: list[Item]) -> str:
    """Return questions as text2qti reads them."""
    return "\n\n".join(f"{place}. {_question(item)}" for place, item in enumerate(items, 1)) + "\n"


def _question(item: Item) -> str:
    lines = [_indented(item.exercise.stem), f"... {_indented(item.key.solution)}"]
    if item.shape == "text":
        return "\n".join([*lines, "____"])
    if item.shape == "number":
        return "\n".join([*lines, f"=   {item.key.correct} +- {item.key.tolerance}"])
    for place, thing in enumerate(item.things):
        right = thing.id in item.right
        mark = ("[*]" if right else "[ ]") if item.shape == "several" else f"{'*' if right else ''}{'abcdefgh'[place]})"
        lines.append(f"{mark} {_indented(thing.text)}")
        if thing.id in item.key.feedback:
            lines.append(f"... {_indented(item.key.feedback[thing.id].text)}")
    return "\n".join(lines)


def _indented(text: str) -> str:
    return " ".join(text.split())


def seconds(work: Callable[[], object], runs: int) -> float:
    """Return the median processor time of some runs, nothing remembered from one to the next."""
    times = []
    for _ in range(runs):
        markup.html.cache_clear()
        markup.typeset.cache_clear()
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return statistics.median(times)


def main(arguments: list[str]) -> int:
    """Measure and print; return 0."""
    parser = argparse.ArgumentParser(description="Time exports of the whole bank.")
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args(arguments).runs
    course = load_course(ROOT)

    def bank() -> Selection:
        return selection(course, "bank", "Bank", course.bank.exercises)

    number = len(course.bank.exercises)
    known = [item for item in bank().items if item.shape in KNOWN]
    text = as_text2qti(known)
    taken = len(Quiz(text, config=Config()).questions_and_delims)
    if taken != len(known):
        sys.exit(f"bench: text2qti must take {len(known)} questions, and took {taken}")
    theirs = seconds(lambda: QTI(Quiz(text, config=Config())).zip_bytes(), runs) / len(known)
    print(f"\nExporting {number} exercises, and {len(known)} of the same with text2qti, median of {runs}")
    print(f"  {'':<24}{'seconds':>10}{'ms a question':>16}{'times as fast':>16}")
    print(f"  {'text2qti':<24}{theirs * len(known):>10.2f}{theirs * 1000:>16.2f}{1:>16.1f}")
    for name, target in TARGETS.items():
        ours = seconds(lambda write=target.write: write(bank()), runs) / number
        print(f"  {name:<24}{ours * number:>10.2f}{ours * 1000:>16.2f}{theirs / ours:>16.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
