"""Has sample answers marked a second time by somebody who has not seen the first marks.

``python tests/second_marks.py --sheets FOLDER`` writes, for each sample whose text, task or criteria have changed since its second marks,
a sheet without marks and in no order of quality, and ``form.tsv`` to fill in; ``--read FOLDER`` takes the filled form into
``tests/questions/second_marks.tsv``.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import random
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from exercises.course import Course, load_course
from exercises.files import write_whole
from exercises.questions.key import Criterion, Sample
from exercises.questions.kinds import Exercise

ROOT = Path(__file__).resolve().parents[1]
MARKED = Path(__file__).parent / "questions" / "second_marks.tsv"
COLUMNS = ("exercise", "level", "digest", "criterion", "mark", "note")
FORM = ("exercise", "sample", "criterion", "of", "mark", "note")


class Second(NamedTuple):
    """One second mark: for which text it was given, and what the marker, or the editor after him, says of it."""

    digest: str
    mark: int
    note: str


class Marked(NamedTuple):
    """A sample with its exercise and the criteria by which it is marked."""

    exercise: Exercise
    rubric: tuple[Criterion, ...]
    sample: Sample

    def digest(self) -> str:
        """Return what changes when task, criteria or answer change: eight hexadecimal digits."""
        said = [self.exercise.stem, *(f"{one.id} {one.marks} {one.text}" for one in self.rubric), self.sample.text]
        return hashlib.sha256("\n".join(said).encode()).hexdigest()[:8]

    def letter(self) -> str:
        """Return the letter under which the sample stands on its sheet: X, Y or Z, by the exercise's id and not by quality."""
        levels = ["strong", "middling", "weak"]
        random.Random(f"second {self.exercise.id}").shuffle(levels)  # noqa: S311 - repeatable on purpose
        return "XYZ"[levels.index(self.sample.level)]


def samples(course: Course) -> Iterator[Marked]:
    """Yield every sample of the course, lesson by lesson."""
    for exercise, key in sorted(course.pairs(), key=lambda pair: (pair[0].lesson, pair[0].id)):
        yield from (Marked(exercise, tuple(key.rubric), sample) for sample in key.samples)


def second_marks(path: Path = MARKED) -> dict[tuple[str, str, str], Second]:
    """Return the second marks by exercise, level and criterion."""
    with path.open(encoding="utf-8", newline="") as file:
        return {
            (row["exercise"], row["level"], row["criterion"]): Second(row["digest"], int(row["mark"]), row["note"])
            for row in csv.DictReader(file, delimiter="\t")
        }


def is_marked(one: Marked, seconds: dict[tuple[str, str, str], Second]) -> bool:
    """Return whether each criterion of the sample, as it reads now, has a second mark."""
    found = [seconds.get((one.exercise.id, one.sample.level, criterion.id)) for criterion in one.rubric]
    return all(second and second.digest == one.digest() for second in found)


def sheet(of: list[Marked]) -> str:
    """Return the task, the criteria and the answers, by their letters."""
    exercise, rubric, _ = of[0]
    lines = [f"# {exercise.title} ({exercise.id})", exercise.stem]
    if exercise.record:
        lines.append(f"To look up in course/evidence/record.toml: {', '.join(exercise.record)}.")
    lines.append("## Criteria")
    lines += [f"- **{one.id}** (0 to {one.marks}): {one.text}" for one in rubric]
    for one in sorted(of, key=Marked.letter):
        lines += [f"## Answer {one.letter()}", one.sample.text]
    return "\n\n".join(lines) + "\n"


def write_sheets(folder: Path, course: Course) -> int:
    """Write a sheet for each exercise with a sample to mark, and the form; return how many samples there are."""
    seconds = second_marks()
    waiting: dict[str, list[Marked]] = defaultdict(list)
    for one in samples(course):
        if not is_marked(one, seconds):
            waiting[one.exercise.id].append(one)
    folder.mkdir(parents=True, exist_ok=True)
    rows = ["\t".join(FORM)]
    for id, of in waiting.items():
        write_whole(folder / f"{id}.md", sheet(of))
        rows += [
            "\t".join((id, one.letter(), criterion.id, str(criterion.marks), "", ""))
            for one in sorted(of, key=Marked.letter)
            for criterion in one.rubric
        ]
    write_whole(folder / "form.tsv", "\n".join(rows) + "\n")
    return sum(map(len, waiting.values()))


def read_form(folder: Path, course: Course) -> None:
    """Take the filled form into the second marks, those of changed or lost samples left out; what is not a mark ends the run."""
    if not (folder / "form.tsv").is_file():
        sys.exit(f"{folder}: must have the form.tsv that --sheets wrote, and has none; write the sheets first")
    seconds = second_marks()
    with (folder / "form.tsv").open(encoding="utf-8", newline="") as file:
        filled = {
            (row["exercise"], row["sample"], row["criterion"]): row for row in csv.DictReader(file, delimiter="\t")
        }
    rows = ["\t".join(COLUMNS)]
    for one in samples(course):
        for criterion in one.rubric:
            place = (one.exercise.id, one.sample.level, criterion.id)
            row = filled.get((one.exercise.id, one.letter(), criterion.id))
            if row:
                second = Second(one.digest(), _mark(row, criterion), row["note"].strip())
            elif place in seconds and seconds[place].digest == one.digest():
                second = seconds[place]
            else:
                continue
            rows.append("\t".join((*place[:2], second.digest, criterion.id, str(second.mark), second.note)))
    write_whole(MARKED, "\n".join(rows) + "\n")


def _mark(row: dict[str, str], criterion: Criterion) -> int:
    text = row["mark"].strip()
    if not text.isdigit() or int(text) > criterion.marks:
        sys.exit(
            f"form.tsv: {row['exercise']}, answer {row['sample']}, {criterion.id}: "
            f"a mark is a whole number from 0 to {criterion.marks}, found {text!r}; mend it and read again"
        )
    return int(text)


def main() -> None:
    """Write sheets, or read what was marked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--sheets", type=Path, metavar="FOLDER", help="write what is to be marked")
    which.add_argument("--read", type=Path, metavar="FOLDER", help="take the filled form")
    args = parser.parse_args()
    course = load_course(ROOT)
    if args.sheets:
        count = write_sheets(args.sheets, course)
        said = f"{count} samples to mark: {args.sheets}/form.tsv" if count else "every sample is marked a second time"
        sys.stdout.write(said + "\n")
    else:
        read_form(args.read, course)


if __name__ == "__main__":
    main()
