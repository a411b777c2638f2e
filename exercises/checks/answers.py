"""The right answers in words, a line an exercise, so that no key changes without a line of the difference saying so.

With each stands what is said to whoever gives it, so that two choices' feedback cannot be exchanged unseen, and a
digest of all else that explains it, so that a solution or what is said to a wrong answer cannot change unseen.

The table gives every answer away, and so it lies with the keys.  ``released`` is the version that a key had when its
line was first written; a key that has moved since must be told in the corrections, step by step.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from exercises.checks.corrections import CORRECTIONS, Correction
from exercises.course import Course
from exercises.errors import Finding
from exercises.files import text_of, write_whole
from exercises.questions.ask import ask
from exercises.questions.grade import right_in_words
from exercises.questions.key import Key
from exercises.questions.kinds import Exercise
from exercises.questions.load import KEYS

ANSWERS = KEYS / "answers.tsv"
HEAD = ("exercise", "released", "version", "answer", "because", "explained")
COMMAND = "python -m exercises check --write-answers"


def answer_in_words(exercise: Exercise, key: Key) -> str:
    """Return the right answer in words, or the marks of a written exercise with what they are given for."""
    if key.rubric:
        whole = sum(criterion.marks for criterion in key.rubric)
        return f"{whole} marks: " + "; ".join(f"{criterion.text} {criterion.marks}" for criterion in key.rubric)
    return "; ".join(right_in_words(ask(exercise), key))


def explained(key: Key) -> str:
    """Return the digest (12 hexadecimal digits) of all that a key says: solution, feedback, criteria and samples."""
    said = key.model_dump_json(include={"solution", "feedback", "otherwise", "rubric", "samples"})
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def rows_of(course: Course) -> dict[str, tuple[str, ...]]:
    """Return the table as the keys of today make it, by the exercise's id, with the releases that the file tells."""
    told = read_answers(course)
    return {
        exercise.id: (
            exercise.id,
            told[exercise.id][1] if exercise.id in told else key.version,
            key.version,
            " ".join(answer_in_words(exercise, key).split()),
            " ".join(" / ".join(said.text for said in key.feedback.values() if said.verdict == "right").split()) or "-",
            explained(key),
        )
        for exercise, key in sorted(course.pairs(), key=lambda pair: pair[0].id)
    }


def read_answers(course: Course) -> dict[str, tuple[str, ...]]:
    """Return the table as it is written, by the exercise's id; empty where a course has none."""
    there = (course.root / ANSWERS).exists()
    lines = text_of(course.root, ANSWERS).splitlines()[1:] if there else []
    rows = (tuple(line.split("\t")) for line in lines)
    return {row[0]: row for row in rows if len(row) > HEAD.index("version")}


def write_answers(course: Course) -> Path:
    """Write the table anew and return where it lies; what was released stays as it was told."""
    lines = ["\t".join(row) for row in (HEAD, *rows_of(course).values())]
    write_whole(course.root / ANSWERS, "\n".join(lines) + "\n")
    return course.root / ANSWERS


def check_answers(corrections: Sequence[Correction], course: Course) -> Iterator[Finding]:
    """Yield each line that is not as the keys make it, and each change since a release that no correction tells.

    An exercise without a line is new; the tests see to it that ours have theirs.
    """
    told, today = read_answers(course), rows_of(course)
    for id, row in told.items():
        if row != today.get(id):
            message = f"must be {_said(today.get(id))}; found {_said(row)}; if the change is meant: {COMMAND}"
            yield Finding(ANSWERS.as_posix(), id, message, "answers")
    for id, (_, version, now, *_words) in today.items():
        for step in (one for one in corrections if one.exercise == id):
            version = step.after if step.before == version else version
        if version != now:
            message = f"must tell why the key moved from {version} to {now}, and does not; add it for {id}"
            yield Finding(CORRECTIONS.as_posix(), id, message, "correction")


def _said(row: tuple[str, ...] | None) -> str:
    if not row:
        return "no line"
    digest = " ".join(row[5:]) or "nowhere"
    return f"{' '.join(row[1:3])} {' because '.join(map(repr, row[3:5]))} explained {digest}"
