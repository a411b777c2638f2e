"""From files to values: the evidence, the bank and the keys, with every fault found reported at once.

Each ``load_…`` takes the repository's top folder and either returns a sound value or raises CourseError.
Sound means that ids are unique and that whatever is named exists.  Nothing is written anywhere.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from exercises.errors import CourseError, Finding
from exercises.ledger import Cell, Evidence, Fact, Report, Study
from exercises.model import Bank, Exercise, Key, KeyFile, Misconception, Outcome
from exercises.query import resolve

EVIDENCE = Path("course/evidence")
BANK = Path("exercises/bank")
KEYS = Path("exercises/keys")
REPORT_FILES = ("report.toml", "claims.toml", "grid.toml", "deadlines.toml", "tables.toml")

T = TypeVar("T")

_EXERCISE: TypeAdapter[Exercise] = TypeAdapter(Exercise)
_KEY = TypeAdapter(KeyFile)
_REPORT = TypeAdapter(Report)
_FACTS = TypeAdapter(tuple[Fact, ...])
_STUDIES = TypeAdapter(tuple[Study, ...])
_OUTCOMES = TypeAdapter(tuple[Outcome, ...])
_MISCONCEPTIONS = TypeAdapter(tuple[Misconception, ...])
_KINDS = frozenset(
    {"single-choice", "multiple-choice", "classify", "match", "order", "grid", "date", "number", "estimate"}
    | {"short-text", "select-words", "written"}
    | {"claims", "bins", "count", "separates", "told-apart", "cells", "pairs"}
    | {"verdict", "verdicts", "verdict-grid", "wordings", "deadline-date", "days"}
    | {"rows", "row-bins", "row-cells", "months-after", "days-to", "sum"}
)


class Reader:
    """Reads TOML files below one folder and collects what is wrong with them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.findings: list[Finding] = []

    def note(self, path: Path, where: str, message: str, rule: str) -> None:
        """Note a finding about a file."""
        self.findings.append(Finding(path.as_posix(), where, message, rule))

    def toml(self, path: Path) -> dict[str, Any] | None:
        """Return the file's table, or None after noting why it cannot be read."""
        try:
            return tomllib.loads((self.root / path).read_text(encoding="utf-8-sig"))
        except FileNotFoundError:
            self.note(path, "file", "must exist, and does not; create it", "file-missing")
        except UnicodeDecodeError as error:
            self.note(path, f"byte {error.start}", "must be UTF-8, and is not; save it in that encoding", "encoding")
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            self.note(path, "file", f"must be TOML, and is not; mend this: {error}", "toml")
        except OSError as error:
            self.note(path, "file", f"must be a file that can be read: {error.strerror}", "file-unreadable")
        return None

    def value(self, path: Path, adapter: TypeAdapter[T], data: object) -> T | None:
        """Return ``data`` as the adapter's type, or None after noting each fault in it."""
        try:
            return adapter.validate_python(data)
        except ValidationError as error:
            for fault in error.errors(include_url=False):
                self.note(path, _place(fault["loc"]), _sentence(fault), fault["type"].replace("_", "-"))
        return None

    def table(self, path: Path, name: str, adapter: TypeAdapter[tuple[T, ...]]) -> tuple[T, ...]:
        """Return the file's one array of tables, empty after noting faults."""
        data = self.toml(path)
        if data is None:
            return ()
        for extra in sorted(data.keys() - {name}):
            self.note(path, extra, f"must be [[{name}]]; rename or remove it", "extra-forbidden")
        values = self.value(path, adapter, data.get(name, ()))
        return values or ()

    def unique(self, path: Path, name: str, ids: Iterable[str]) -> None:
        """Note each id that stands more than once."""
        for id, times in sorted(Counter(ids).items()):
            if times > 1:
                self.note(path, name, f"ids must be unique; {id} stands {times} times: rename or remove one", "unique")

    def known(self, path: Path, where: str, wanted: Iterable[str], known: Iterable[str], what: str) -> None:
        """Note each wanted id that is not known."""
        for id in sorted(set(wanted) - set(known)):
            self.note(path, where, f"{id} must be {what}, and is not; mend its spelling or add it", "dangling")

    def done(self) -> None:
        """Raise CourseError if anything was found."""
        if self.findings:
            raise CourseError(self.findings)


def _place(loc: tuple[int | str, ...]) -> str:
    """Return pydantic's location as ``choices[2].id``, without the tags of unions."""
    text = ""
    for part in loc:
        if isinstance(part, int):
            text += f"[{part}]"
        elif part not in _KINDS:
            text += f".{part}" if text else part
    return text or "file"


def _sentence(fault: ErrorDetails) -> str:
    """Return what must be true and what was found, for one of pydantic's faults."""
    match fault["type"]:
        case "missing":
            return "must be given, and is not; add it"
        case "extra_forbidden":
            return "is not a field here; mend its spelling or remove it"
        case "union_tag_not_found":
            return "must have a kind; add one"
    message = fault["msg"][0].lower() + fault["msg"][1:]
    return f"{message}; found {_short(fault['input'])}"


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


# The evidence


def load_evidence(root: Path) -> Evidence:
    """Return every report's ledger, the record and the studies.  Raises CourseError with every finding."""
    reader = Reader(root)
    record = reader.table(EVIDENCE / "record.toml", "record", _FACTS)
    studies = reader.table(EVIDENCE / "studies.toml", "studies", _STUDIES)
    reader.unique(EVIDENCE / "record.toml", "record", (fact.id for fact in record))
    reader.unique(EVIDENCE / "studies.toml", "studies", (study.id for study in studies))
    folders = sorted(path.parent.relative_to(root) for path in (root / EVIDENCE).glob("*/report.toml"))
    if not folders:
        reader.note(EVIDENCE, "folder", "must hold a report (<report>/report.toml), and holds none", "file-missing")
    reports = [report for folder in folders if (report := _load_report(reader, folder))]
    for report in reports:
        _check_sources(reader, EVIDENCE / report.id, report, record)
    reader.done()
    return Evidence(reports=tuple(reports), record=record, studies=studies)


def evidence_files(root: Path) -> tuple[Path, ...]:
    """Return the evidence's files, sorted: what a page that shows evidence depends on."""
    return tuple(sorted((root / EVIDENCE).rglob("*.toml")))


def _load_report(reader: Reader, folder: Path) -> Report | None:
    tables = {
        name: reader.toml(folder / name) for name in REPORT_FILES if name == "report.toml" or _is(reader, folder / name)
    }
    if any(table is None for table in tables.values()):
        return None
    owner: dict[str, Path] = {}
    data: dict[str, Any] = {}
    for name, table in tables.items():
        for field in table or {}:
            if field in owner:
                reader.note(folder / name, field, f"must stand once; it stands in {owner[field].name} too", "unique")
            owner[field] = folder / name
        data |= table or {}
    return _sound_report(reader, folder, owner, data)


def _is(reader: Reader, path: Path) -> bool:
    return (reader.root / path).exists()


def _sound_report(reader: Reader, folder: Path, owner: dict[str, Path], data: dict[str, Any]) -> Report | None:
    try:
        report = _REPORT.validate_python(data)
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            path = owner.get(str(fault["loc"][0]), folder / "report.toml")
            reader.note(path, _place(fault["loc"]), _sentence(fault), fault["type"].replace("_", "-"))
        return None
    _check_report(reader, folder, report)
    return report


def _check_report(reader: Reader, folder: Path, report: Report) -> None:
    """Note what does not hang together in one report."""
    main, claims, grid, deadlines, tables = (folder / name for name in REPORT_FILES)
    if report.id != folder.name:
        reader.note(main, "id", f"must be the folder's name, {folder.name}; found {report.id}", "report-id")
    numbers = [paragraph.number for paragraph in report.paragraphs]
    if numbers != list(range(1, len(numbers) + 1)):
        reader.note(main, "paragraphs", f"must be numbered from 1 without gaps; found {numbers}", "paragraph-number")
    reader.unique(main, "furniture", (piece.id for piece in report.furniture))
    reader.unique(claims, "claims", (claim.id for claim in report.claims))
    for claim in report.claims:
        reader.known(
            claims, f"claims.{claim.id}.at", [claim.at], report.places, "a paragraph or furniture of the report"
        )
        _check_words(reader, claims, claim.id, (*claim.phrases, *claim.hedges))
    _check_grid(reader, grid, report)
    _check_deadlines(reader, deadlines, report)
    _check_tables(reader, tables, report)


def _check_words(reader: Reader, path: Path, id: str, phrases: tuple[str, ...]) -> None:
    for phrase in phrases:
        if len(phrase.split()) > 8:
            reader.note(
                path,
                f"claims.{id}",
                f"a phrase must have at most eight words; shorten {_short(phrase)}",
                "phrase-length",
            )


def _check_grid(reader: Reader, path: Path, report: Report) -> None:
    reader.unique(path, "hypotheses", (hypothesis.id for hypothesis in report.hypotheses))
    reader.unique(path, "clues", (clue.id for clue in report.clues))
    reader.unique(path, "missing", (missing.id for missing in report.missing))
    for one in report.clues:
        reader.known(path, f"clues.{one.id}.claims", one.claims, report.claim, "a claim of the report")
    wanted = {(hypothesis, clue) for hypothesis in report.hypothesis for clue in report.clue}
    reader.unique(path, "cells", (_cell_name(cell) for cell in report.cells))
    reader.known(
        path, "cells", map("/".join, report.cell), map("/".join, wanted), "a hypothesis and a clue of the grid"
    )
    for hypothesis, clue in sorted(wanted - set(report.cell)):
        reader.note(path, "cells", f"every cell must be filled; {hypothesis}/{clue} is not: add it", "cell-missing")


def _cell_name(cell: Cell) -> str:
    return f"{cell.hypothesis}/{cell.clue}"


def _check_deadlines(reader: Reader, path: Path, report: Report) -> None:
    reader.unique(path, "deadlines", (deadline.id for deadline in report.deadlines))
    reader.unique(path, "cases", (case.id for case in report.cases))
    for deadline in report.deadlines:
        if deadline.kind == "return" and deadline.by is None:
            reader.note(path, f"deadlines.{deadline.id}.by", "a return must have a last day; add it", "deadline-date")
        for wording in deadline.wordings:
            where = f"deadlines.{deadline.id}.{wording.at}"
            reader.known(path, where, [wording.at], report.places, "a paragraph or furniture of the report")
            reader.known(path, where, wording.claims, report.claim, "a claim of the report")


def _check_tables(reader: Reader, path: Path, report: Report) -> None:
    reader.unique(path, "tables", (table.id for table in report.tables))
    for table in report.tables:
        where = f"tables.{table.id}"
        columns = [column.id for column in table.columns]
        reader.unique(path, f"{where}.columns", columns)
        reader.unique(path, f"{where}.rows", (row.id for row in table.rows))
        for row in table.rows:
            reader.known(path, f"{where}.{row.id}.cells", row.cells, columns, "a column of the table")
            for column in sorted(set(columns) - set(row.cells)):
                reader.note(
                    path, f"{where}.{row.id}.cells", f"must fill {column}, and does not; add it", "cell-missing"
                )


def _check_sources(reader: Reader, folder: Path, report: Report, record: tuple[Fact, ...]) -> None:
    """Note each source of a table's row that is neither in the report nor in the record."""
    known = {*report.claim, *report.places, *(fact.id for fact in record)}
    for table in report.tables:
        for row in table.rows:
            what = "a claim, a paragraph or an entry of the record"
            reader.known(folder / "tables.toml", f"tables.{table.id}.{row.id}.see", row.see, known, what)


# The bank


def load_bank(root: Path) -> Bank:
    """Return every exercise with the outcomes and misconceptions.  Raises CourseError with every finding."""
    reader = Reader(root)
    outcomes = reader.table(Path("exercises/outcomes.toml"), "outcomes", _OUTCOMES)
    misconceptions = reader.table(Path("exercises/misconceptions.toml"), "misconceptions", _MISCONCEPTIONS)
    reader.unique(Path("exercises/outcomes.toml"), "outcomes", (outcome.id for outcome in outcomes))
    reader.unique(Path("exercises/misconceptions.toml"), "misconceptions", (one.id for one in misconceptions))
    exercises = [exercise for path in _files(root, BANK) if (exercise := _load_exercise(reader, path))]
    reader.unique(BANK, "id", (path.stem for path in _files(root, BANK)))
    for exercise in exercises:
        _check_exercise(reader, exercise, outcomes)
    reader.done()
    return Bank(exercises=tuple(exercises), outcomes=outcomes, misconceptions=misconceptions)


def bank_path(exercise: Exercise) -> Path:
    """Return where the exercise's file lies, from the repository's top."""
    return BANK / exercise.lesson / f"{exercise.id}.toml"


def key_path(exercise: Exercise) -> Path:
    """Return where the exercise's key lies, from the repository's top."""
    return KEYS / exercise.lesson / f"{exercise.id}.toml"


def _files(root: Path, folder: Path) -> list[Path]:
    return sorted(path.relative_to(root) for path in (root / folder).glob("*/*.toml"))


def _load_exercise(reader: Reader, path: Path) -> Exercise | None:
    table = reader.toml(path)
    if table is None:
        return None
    for name in ("id", "lesson"):
        if name in table:
            reader.note(
                path, name, "is given by the file's place and must not be written; remove it", "extra-forbidden"
            )
    return reader.value(path, _EXERCISE, {**table, "id": path.stem, "lesson": path.parent.name})


def _check_exercise(reader: Reader, exercise: Exercise, outcomes: tuple[Outcome, ...]) -> None:
    path = bank_path(exercise)
    reader.known(
        path, "outcomes", exercise.outcomes, (outcome.id for outcome in outcomes), "in exercises/outcomes.toml"
    )
    for name in ("choices", "statements", "bins", "items", "options", "rows", "columns", "values"):
        options = getattr(exercise, name, ())
        reader.unique(path, name, (option.id for option in options))
        reader.unique(path, f"{name} (texts)", (option.text for option in options))


# The keys


def load_keys(root: Path, bank: Bank, evidence: Evidence) -> dict[str, Key]:
    """Return every exercise's resolved key, by the exercise's id.  Raises CourseError with every finding."""
    reader = Reader(root)
    keys = {exercise.id: key for exercise in bank.exercises if (key := _load_key(reader, exercise, evidence))}
    wanted = {key_path(exercise) for exercise in bank.exercises}
    for path in _files(root, KEYS):
        if path not in wanted:
            reader.note(
                path, "file", "must have an exercise of the same name in the bank; add it or remove this", "key-stray"
            )
    reader.done()
    return keys


def load_key_file(root: Path, exercise: Exercise) -> KeyFile:
    """Return the exercise's key as written, unresolved.  Raises CourseError."""
    reader = Reader(root)
    file = _read_key(reader, exercise)
    reader.done()
    if file is None:
        raise AssertionError("a key that cannot be read leaves a finding")
    return file


def _read_key(reader: Reader, exercise: Exercise) -> KeyFile | None:
    table = reader.toml(key_path(exercise))
    return None if table is None else reader.value(key_path(exercise), _KEY, table)


def _load_key(reader: Reader, exercise: Exercise, evidence: Evidence) -> Key | None:
    file = _read_key(reader, exercise)
    if file is None:
        return None
    path = key_path(exercise)
    report = evidence.report.get(exercise.report)
    if report is None:
        reader.note(
            bank_path(exercise), "report", f"{exercise.report} must be in course/evidence, and is not", "dangling"
        )
        return None
    reader.known(bank_path(exercise), "claims", exercise.claims, report.claim, f"a claim of {report.id}")
    reader.known(bank_path(exercise), "record", exercise.record, evidence.fact, "in the record")
    reader.known(path, "proof", file.proof, {*report.claim, *evidence.fact}, f"a claim of {report.id} or in the record")
    key, faults = resolve(exercise, file, report)
    for fault in faults:
        reader.note(path, fault.where, fault.message, fault.rule)
    return key
