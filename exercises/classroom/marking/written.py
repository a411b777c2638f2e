"""Written answers, marked by hand: a packet to read, a table to type marks into, and those marks read back.

For each written exercise the assignment's folder has ``written/NUMBER-ID.html`` with the rubric, the samples and every
distinct answer without a name, and ``written/NUMBER-ID.csv`` with a line for each answer and a column for each
criterion.  The table is the teacher's: every command reads and writes this one, wherever its results go, and nothing
that stands in it is ever taken out.  Lines and columns are added, columns of a rubric that has changed stay, and the
file is read again before it is replaced, so that what was saved in between stays, too.

Tables that lie among results, where earlier versions of the course put them, and a workbook that lies beside the table
under its name, are taken over and then called ``.old``, as is what a table was whose remarks may be read wrongly.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from exercises.classroom.assignment import GRADES, WRITTEN, Assignment, Item
from exercises.classroom.marking.marked import Marked
from exercises.classroom.marking.marker import digest
from exercises.classroom.spreadsheet import BOM, Line, below, cell_of, delimiter_of, one_text, read_lines, too_long
from exercises.classroom.taking_in.intake import is_kept_by_a_program
from exercises.classroom.workbook import as_workbook
from exercises.draw.templates import render
from exercises.errors import CourseError, Finding
from exercises.files import DRAFT, write_whole
from exercises.questions.key import Criterion, Key
from exercises.words import counted

_ANSWER, _REMARK = "answer", "remark"
_CRITERION = re.compile(r".+ \(0-\d+\)")
_ENDS = (".csv", ".xlsx", ".html")
"""How the names end of what lies in the folder for an exercise."""
_OLD = re.compile(r"\.old\d*$")
_MARK = re.compile(r"(\d{1,3})(?:[.,]([05])0*)?")


@dataclass(frozen=True)
class HandMarks:
    """What was typed for one answer: marks by criterion, where given, and a remark for the student."""

    marks: Mapping[str, float]
    remark: str = ""

    def score(self, key: Key) -> float | None:
        """Return the share of the rubric's marks, or None while a criterion has none."""
        if any(criterion.id not in self.marks for criterion in key.rubric):
            return None
        return sum(self.marks.values()) / sum(criterion.marks for criterion in key.rubric)


Typed = Mapping[str, Mapping[str, HandMarks]]
"""What was typed, by exercise and by the answer's name in the packet."""


@dataclass
class Table:
    """A table as it stands in its file: headings in small letters, and a line for each answer by its name."""

    heads: list[str] = field(default_factory=list)
    lines: dict[str, list[str]] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    """The number in its file of each line that was read."""
    delimiter: str = ","
    doubt: str = ""
    """What to say where its remarks may be read wrongly."""

    def cell(self, answer: str, head: str) -> str:
        """Return what stands in a line under a heading, or nothing."""
        place = self.heads.index(head) if head in self.heads else -1
        line = self.lines.get(answer, [])
        return line[place] if 0 <= place < len(line) else ""

    def add(self, heads: Iterable[str], answers: Iterable[str]) -> None:
        """Add the columns and lines that are not there yet."""
        self.heads += [head for head in heads if head not in self.heads]
        for answer in answers:
            self.lines.setdefault(answer, [])
        for answer, line in self.lines.items():
            line += [""] * (len(self.heads) - len(line))
            if _ANSWER in self.heads:
                line[self.heads.index(_ANSWER)] = answer

    def take_over(self, other: Table) -> Iterator[tuple[str, str, str, str]]:
        """Fill what is empty here with what stands there; yield (answer, heading, here, there) where both differ."""
        self.add(other.heads, other.lines)
        for answer in other.lines:
            for head in filter(None, other.heads):
                here, there = self.cell(answer, head), other.cell(answer, head)
                if there and not here:
                    self.lines[answer][self.heads.index(head)] = there
                elif there and here != there:
                    yield answer, head, here, there

    def written(self) -> bytes:
        """Return the table as CSV, no cell of which is a formula."""
        out = io.StringIO(newline="")
        rows = ([cell_of(cell) for cell in row] for row in (self.heads, *self.lines.values()))
        csv.writer(out, delimiter=self.delimiter, lineterminator="\n").writerows(rows)
        return (BOM + out.getvalue()).encode("utf-8", "replace")


def written_items(assignment: Assignment) -> list[Item]:
    """Return the exercises that are marked by hand."""
    return [item for item in assignment.items if not item.closed]


def file_stem(item: Item) -> str:
    """Return the name of an exercise's two files, without its ending."""
    return f"{item.number:02d}-{item.exercise.id}"


@dataclass
class HandMarking:
    """The tables of an assignment, from the moment they are read to the moment they are written again."""

    assignment: Assignment
    home: Path
    """The assignment's folder, whose ``written`` holds the tables."""
    results: tuple[Path, ...] = ()
    """Folders of results, among which tables of earlier versions may lie."""
    notes: list[str] = field(default_factory=list)
    """What the teacher should know of the tables, in sentences."""
    _read: dict[Path, bytes] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        """Return where the tables are."""
        return self.home / WRITTEN

    def typed(self) -> dict[str, dict[str, HandMarks]]:
        """Return all marks typed so far.

        Raises CourseError, naming line and column, where a mark is none of those that the rubric has.
        """
        findings: list[Finding] = []
        found = {}
        for item in written_items(self.assignment):
            path = self.folder / f"{file_stem(item)}.csv"
            table, data = read_table(path)
            self._read[path] = data
            self.notes += [f"{path}: {table.doubt}"] if table.doubt else []
            for old in self._old(item):
                _differing(path, old, table, self.notes)
            findings += _faults(path, table, item)
            self.notes += _unused(path, table, item)
            found[item.exercise.id] = {answer: _marks(table, answer, item) for answer in table.lines}
        self.notes += self._unread()
        if findings:
            raise CourseError(findings)
        return found

    def write(self, marked: Iterable[Marked]) -> None:
        """Write both files of every written exercise; whatever stands in a table by then stays."""
        marked = list(marked)
        for item in written_items(self.assignment):
            texts = {
                digest(item.exercise.id, text): text
                for work in marked
                if isinstance(text := work.responses.get(item.exercise.id), str)
            }
            self.folder.mkdir(parents=True, exist_ok=True)
            page = self.folder / f"{file_stem(item)}.html"
            write_whole(page, _packet(item, file_stem(item), texts).encode("utf-8", "replace"))
            self._write_table(item, sorted(texts))

    def _write_table(self, item: Item, answers: Sequence[str]) -> None:
        path = self.folder / f"{file_stem(item)}.csv"
        olds = self._old(item)
        while True:
            table, data = read_table(path)
            before = table.written()
            for old in olds:
                list(table.take_over(read_table(old)[0]))
            heads = [_head(one) for one in item.key.rubric if one.id not in table.heads]
            table.add((_ANSWER, *heads, _REMARK), answers)
            after = table.written()
            if _bytes(path) == data:  # nothing was saved since it was read
                break
        if not data or after != before:
            if table.doubt:
                write_whole(_free(path.with_name(f"{path.name}.old")), data)
            write_whole(path, after)
        if data != self._read.get(path, data):
            self.notes.append(f"{path} was saved while this ran: run again to count what is new in it")
        for old in olds:
            with suppress(OSError):
                old.rename(_free(old.with_name(f"{old.name}.old")))

    def _unread(self) -> Iterator[str]:
        """Yield a sentence for each file beside the tables in which nobody looks for marks."""
        stems = [file_stem(item) for item in written_items(self.assignment)]
        ours = [path for stem in stems for end in _ENDS if (path := self.folder / f"{stem}{end}").exists()]
        for path in sorted(self.folder.glob("*")):
            of_nobody = is_kept_by_a_program(path.name) or path.name.startswith(DRAFT) or _OLD.search(path.name)
            if not of_nobody and not any(map(path.samefile, ours)):
                places = [stem for stem in stems if path.name.startswith(stem)] or stems
                tables = " or ".join(f"{stem}.csv" for stem in places)
                where = f"marks belong into {tables}, or a workbook (.xlsx) of that name"
                yield f"{path} is not read: {where if places else 'no exercise of this assignment is marked by hand'}"

    def _old(self, item: Item) -> list[Path]:
        """Return this exercise's other tables: a workbook beside it, and those among results, of ``grade`` first."""
        inside = sorted(path.parent.resolve() for path in self.home.glob(f"*/{GRADES}"))
        places = dict.fromkeys([*inside, *map(Path.resolve, self.results)])
        tables = [place / WRITTEN / f"{file_stem(item)}.csv" for place in places if place != self.home.resolve()]
        return [path for path in (self.folder / f"{file_stem(item)}.xlsx", *tables) if path.is_file()]


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def read_table(path: Path) -> tuple[Table, bytes]:
    """Return a table, in CSV or a workbook, and its file's bytes; an empty one where there is none yet.

    Raises CourseError where it cannot be read, has a line with more cells than headings, or two lines for one answer
    that differ.
    """
    try:
        data = _bytes(path)
        delimiter, heads, lines, doubt = _rows(data)
    except (OSError, ValueError) as error:
        message = f"must be a CSV file in UTF-8 or a workbook, and cannot be read ({error}); save it as “CSV UTF-8”"
        raise CourseError([Finding(path.as_posix(), "file", message, "marks")]) from error
    if not heads:
        return Table(), data
    table = Table([head.lower() for head in heads], delimiter=delimiter, doubt=doubt)
    if _ANSWER not in table.heads:
        message = f"must have the column “{_ANSWER}”, which says whose marks a line holds, and has not; put it back"
        raise CourseError([Finding(path.as_posix(), "headings", message, "marks")])
    for number, row in lines:
        if long := too_long(heads, row):
            raise CourseError([Finding(path.as_posix(), f"line {number}", long, "marks")])
        table.heads += [""] * (len(row) - len(table.heads))
        line = row + [""] * (len(table.heads) - len(row))
        answer = line[table.heads.index(_ANSWER)] or f"line {number}"
        table.numbers.setdefault(answer, number)
        if table.lines.setdefault(answer, line) != line:
            message = f"must have one line for {answer}, and has two that differ; keep one of them"
            raise CourseError([Finding(path.as_posix(), f"line {number}", message, "marks")])
    return table, data


def _rows(data: bytes) -> tuple[str, list[str], list[Line], str]:
    """Return the delimiter, headings, each line below that is not empty, and what is in doubt, which is never a mark.

    Raises ValueError where there is no table.
    """
    if (book := as_workbook(data)) is not None:
        sheets = [below(iter(lines), any) for lines in book.values() if lines]
        heads, lines = next((one for one in sheets if _ANSWER in map(str.lower, one[0])), [*sheets, ([], ())][0])
        return ",", heads, list(lines), ""
    text, doubt = one_text(data)  # the names of answers, criteria and marks are in ASCII, so alike in all readings
    heads, lines = read_lines(text)
    return delimiter_of(text), heads, list(lines), doubt


def _free(path: Path) -> Path:
    """Return the path, or one like it that nothing has yet."""
    names = (path, *(path.with_name(f"{path.name}{number}") for number in range(2, 1000)))
    return next(name for name in names if not name.exists())


def _differing(path: Path, old: Path, table: Table, notes: list[str]) -> None:
    """Take over what only the old table says, and note where both say something else."""
    for answer, head, here, there in table.take_over(read_table(old)[0]):
        notes.append(f"{path}: {answer}, {head}: “{here}” counts, and {old} has “{there}”: type the one that is right")


def _head(criterion: Criterion) -> str:
    return f"{criterion.id} (0-{criterion.marks})"


def _typed_for(table: Table, answer: str, criterion: Criterion) -> str:
    return table.cell(answer, _head(criterion)) or table.cell(answer, criterion.id)


def _mark(cell: str) -> float | None:
    """Return a mark, a half at the finest, with a point or a comma; None where it is none."""
    found = _MARK.fullmatch(cell)
    return int(found[1]) + int(found[2] or 0) / 10 if found else None


def _marks(table: Table, answer: str, item: Item) -> HandMarks:
    typed = {one.id: _mark(_typed_for(table, answer, one)) for one in item.key.rubric}
    return HandMarks({id: mark for id, mark in typed.items() if mark is not None}, table.cell(answer, _REMARK))


def _faults(path: Path, table: Table, item: Item) -> Iterator[Finding]:
    """Yield a finding for each mark that the rubric does not have."""
    for answer in table.lines:
        where = f"line {table.numbers[answer]}" if answer in table.numbers else answer
        for one in item.key.rubric:
            cell = _typed_for(table, answer, one)
            mark = _mark(cell)
            if cell and (mark is None or mark > one.marks):
                wanted = f"must be a whole or half number from 0 to {one.marks}"
                message = f"{wanted}, and is “{cell[:20]}”; mend it and run again"
                yield Finding(path.as_posix(), f"{where}, {one.id}", message, "marks")


def _unused(path: Path, table: Table, item: Item) -> Iterator[str]:
    """Yield a sentence for each column with marks that no criterion of the rubric has."""
    for head in table.heads:
        marks = sum(bool(table.cell(answer, head)) for answer in table.lines)
        if marks and _CRITERION.fullmatch(head) and head not in map(_head, item.key.rubric):
            yield f"{path}: this rubric has no “{head}”: what stands there ({marks}) is kept, and does not count here"


def scores(assignment: Assignment, typed: Typed) -> dict[tuple[str, str], float]:
    """Return the score of each answer that has a mark for every criterion, by exercise and answer."""
    return {
        (item.exercise.id, answer): score
        for item in written_items(assignment)
        for answer, marks in typed.get(item.exercise.id, {}).items()
        if (score := marks.score(item.key)) is not None
    }


def _packet(item: Item, stem: str, texts: Mapping[str, str]) -> str:
    title = f"{item.number}. {item.exercise.title}: {counted(len(texts), 'answer')}"
    answers = sorted(texts.items())
    return render("packet", title=title, name=stem, stem=item.exercise.stem, key=item.key, answers=answers)
