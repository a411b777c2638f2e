"""Written answers, marked by hand: a packet to read, a table to type marks into, and those marks read back.

For each written exercise there are ``NUMBER-ID.html`` with the rubric, the samples and every distinct answer without a
name, and ``NUMBER-ID.csv`` with a line for each answer and a column for each criterion.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from exercises.classroom.assignment import Assignment, Item
from exercises.classroom.document import document
from exercises.classroom.handing_out.key_page import rubric_html, sample_html
from exercises.classroom.marking.marked import Marked
from exercises.classroom.marking.marker import digest
from exercises.classroom.spreadsheet import decoded, read_rows, written_rows
from exercises.draw.markup import html
from exercises.errors import CourseError, Finding
from exercises.questions.key import Criterion, Key

FOLDER = "written"
_NOTE = "Answers are in no order and without names. Type the marks into {name}.csv, and run grade again."


@dataclass(frozen=True)
class HandMarks:
    """What was typed for one answer: marks by criterion, where given, and a remark for the student."""

    marks: Mapping[str, int]
    remark: str = ""

    def score(self, key: Key) -> float | None:
        """Return the share of the rubric's marks, or None while a criterion has none."""
        if any(criterion.id not in self.marks for criterion in key.rubric):
            return None
        return sum(self.marks.values()) / sum(criterion.marks for criterion in key.rubric)


Typed = Mapping[str, Mapping[str, HandMarks]]
"""What was typed, by exercise and by the answer's name in the packet."""


def written_items(assignment: Assignment) -> list[Item]:
    """Return the exercises that are marked by hand."""
    return [item for item in assignment.items if not item.closed]


def file_stem(item: Item) -> str:
    """Return the name of an exercise's two files, without its ending."""
    return f"{item.number:02d}-{item.exercise.id}"


def read_typed_marks(folder: Path, assignment: Assignment) -> dict[str, dict[str, HandMarks]]:
    """Return all marks typed so far; {} where there is no packet yet.

    Raises CourseError, naming line and column, where a mark is none of those that the rubric has.
    """
    findings: list[Finding] = []
    typed: dict[str, dict[str, HandMarks]] = {}
    for item in written_items(assignment):
        path = folder / FOLDER / f"{file_stem(item)}.csv"
        typed[item.exercise.id] = dict(_typed(path, item, findings)) if path.exists() else {}
    if findings:
        raise CourseError(findings)
    return typed


def _typed(path: Path, item: Item, findings: list[Finding]) -> Iterator[tuple[str, HandMarks]]:
    try:
        rows = list(read_rows(decoded(path.read_bytes())))
    except (OSError, ValueError) as error:
        message = f"must be a CSV file in UTF-8, and cannot be read ({error}); save it as “CSV UTF-8”"
        findings.append(Finding(path.as_posix(), "file", message, "marks"))
        return
    missing = {"answer", *map(_head, item.key.rubric)} - set(rows[0] if rows else ())
    if rows and missing:
        message = f"must have the columns that grade wrote, and lacks {', '.join(sorted(missing))}; put them back"
        findings.append(Finding(path.as_posix(), "headings", message, "marks"))
        return
    for number, row in enumerate(rows, 2):
        marks = {}
        for criterion in item.key.rubric:
            cell = row.get(_head(criterion), "")
            if cell.isdecimal() and int(cell[:4]) <= criterion.marks:
                marks[criterion.id] = int(cell)
            elif cell:
                message = f"must be a whole number from 0 to {criterion.marks}, and is “{cell[:20]}”"
                where = f"line {number}, {criterion.id}"
                findings.append(Finding(path.as_posix(), where, f"{message}; mend it and run again", "marks"))
        yield row.get("answer", ""), HandMarks(marks, row.get("remark", ""))


def _head(criterion: Criterion) -> str:
    return f"{criterion.id} (0-{criterion.marks})"


def scores(assignment: Assignment, typed: Typed) -> dict[tuple[str, str], float]:
    """Return the score of each answer that has a mark for every criterion, by exercise and answer."""
    return {
        (item.exercise.id, answer): score
        for item in written_items(assignment)
        for answer, marks in typed.get(item.exercise.id, {}).items()
        if (score := marks.score(item.key)) is not None
    }


def write_packet(folder: Path, assignment: Assignment, marked: Iterable[Marked], typed: Typed) -> None:
    """Write both files of every written exercise; what was typed stays, also for answers that came only earlier."""
    place = folder / FOLDER
    marked = list(marked)
    for item in written_items(assignment):
        texts = {
            digest(item.exercise.id, text): text
            for work in marked
            if isinstance(text := work.responses.get(item.exercise.id), str)
        }
        stem = file_stem(item)
        place.mkdir(exist_ok=True)
        kept = typed.get(item.exercise.id, {})
        (place / f"{stem}.html").write_text(_packet(item, stem, texts), encoding="utf-8", errors="replace")
        (place / f"{stem}.csv").write_text(_table(item, texts, kept), encoding="utf-8", errors="replace")


def _packet(item: Item, stem: str, texts: Mapping[str, str]) -> str:
    answers = "".join(
        f'<section>\n<h2>{name}</h2>\n<p class="facts">{len(text.split())} words</p>\n'
        f"<blockquote>{'<br>'.join(map(escape, text.splitlines()))}</blockquote>\n</section>\n"
        for name, text in sorted(texts.items())
    )
    rubric = f"{rubric_html(item.key.rubric)}{''.join(map(sample_html, item.key.samples))}"
    body = (
        f"{html(item.exercise.stem)}<h2>Rubric and samples</h2>\n{rubric}{answers or '<p>Nobody has answered it.</p>'}"
    )
    return document(f"{item.number}. {item.exercise.title}: {len(texts)} answers", body, _NOTE.format(name=stem))


def _table(item: Item, texts: Mapping[str, str], typed: Mapping[str, HandMarks]) -> str:
    head = ("answer", *map(_head, item.key.rubric), "remark")
    return written_rows(head, (_row(item, name, typed.get(name)) for name in sorted({*texts, *typed})))


def _row(item: Item, name: str, typed: HandMarks | None) -> Sequence[object]:
    marks = typed.marks if typed else {}
    return name, *(marks.get(criterion.id, "") for criterion in item.key.rubric), typed.remark if typed else ""
