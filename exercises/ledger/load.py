"""From files to the evidence: every report's ledger, the record and the studies.

``load_evidence`` takes the repository's top folder and either returns a sound value or raises CourseError.
Sound means that ids are unique and that whatever is named exists.  Nothing is written anywhere.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from exercises.files import Reader, faults_of, short
from exercises.ledger.address import AddressBook
from exercises.ledger.types import LONGEST, Cell, Evidence, Fact, Report, Study, Topic

EVIDENCE = Path("course/evidence")
TOPICS = EVIDENCE / "topics.toml"
REPORT_FILES = ("report.toml", "claims.toml", "grid.toml", "deadlines.toml", "tables.toml", "figures.toml")

_REPORT = TypeAdapter(Report)
_FACTS = TypeAdapter(tuple[Fact, ...])
_STUDIES = TypeAdapter(tuple[Study, ...])
_TOPICS = TypeAdapter(tuple[Topic, ...])


def load_evidence(root: Path) -> Evidence:
    """Return every report's ledger, the record and the studies.  Raises CourseError with every finding."""
    reader = Reader(root)
    record = reader.table(EVIDENCE / "record.toml", "record", _FACTS)
    studies = reader.table(EVIDENCE / "studies.toml", "studies", _STUDIES)
    topics = reader.table(TOPICS, "topics", _TOPICS) if _is(reader, TOPICS) else ()
    reader.unique(TOPICS, "topics", (topic.id for topic in topics))
    reader.unique(EVIDENCE / "record.toml", "record", (fact.id for fact in record))
    reader.unique(EVIDENCE / "studies.toml", "studies", (study.id for study in studies))
    folders = sorted(path.parent.relative_to(root) for path in (root / EVIDENCE).glob("*/report.toml"))
    if not folders:
        reader.note(EVIDENCE, "folder", "must hold a report (<report>/report.toml), and holds none", "file-missing")
    reports = [report for folder in folders if (report := _load_report(reader, folder))]
    if len(reports) == len(folders) and [report.main for report in reports].count(True) != 1:
        named = ", ".join(report.id for report in reports if report.main) or "none"
        message = f"must say `main = true` in the one that the course is about; found {named}"
        reader.note(EVIDENCE, "report.toml", message, "report-main")
    reader.done()
    evidence = Evidence(reports=tuple(reports), record=record, studies=studies, topics=topics)
    _check_sources(reader, evidence)
    reader.done()
    return evidence


def evidence_files(root: Path) -> tuple[Path, ...]:
    """Return the evidence's files, sorted: what a page that shows evidence depends on."""
    return tuple(sorted((root / EVIDENCE).rglob("*.toml")))


def file_of(report: Report, name: str) -> str:
    """Return where one of a report's files lies, such as its ``claims``, from the repository's top."""
    return (EVIDENCE / report.id / f"{name}.toml").as_posix()


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
        for place, sentence, rule in faults_of(error, data):
            reader.note(owner.get(re.split(r"[.\[]", place)[0], folder / "report.toml"), place, sentence, rule)
        return None
    _check_report(reader, folder, report)
    return report


def _check_report(reader: Reader, folder: Path, report: Report) -> None:
    """Note what does not hang together in one report."""
    main, claims, grid, deadlines, tables, _ = (folder / name for name in REPORT_FILES)
    if report.id != folder.name:
        reader.note(main, "id", f"must be the folder's name, {folder.name}; found {report.id}", "report-id")
    numbers = [paragraph.number for paragraph in report.paragraphs]
    if numbers != list(range(1, len(numbers) + 1)):
        reader.note(main, "paragraphs", f"must be numbered from 1 without gaps; found {numbers}", "paragraph-number")
    for paragraph in report.paragraphs:
        if bool(paragraph.text) != (report.words == "ours"):
            must = "give its text, since its words are ours" if report.words == "ours" else "not give words of others"
            reader.note(main, f"paragraphs.{paragraph.place}", f"must {must}; mend it or `words`", "report-words")
    reader.unique(main, "furniture", (piece.id for piece in report.furniture))
    for piece in report.furniture:
        before, others = [piece.before] if piece.before else [], {one.id for one in report.furniture} - {piece.id}
        reader.known(main, f"furniture.{piece.id}.before", before, others, "another piece of furniture")
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
        if len(phrase.split()) > LONGEST:
            reader.note(
                path,
                f"claims.{id}",
                f"a phrase must have at most {LONGEST} words; shorten {short(phrase)}",
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


_BY = "a rule to do something by a day must have its last day, and say what is to be done (`act`)"


def _check_deadlines(reader: Reader, path: Path, report: Report) -> None:
    reader.unique(path, "deadlines", (deadline.id for deadline in report.deadlines))
    reader.unique(path, "localities", (locality.id for locality in report.localities))
    reader.unique(path, "cases", (case.id for case in report.cases))
    for case in report.cases:
        known = {*report.locality, "elsewhere", "unknown"}
        reader.known(path, f"cases.{case.id}.locality", [case.locality], known, "a locality, elsewhere or unknown")
    for deadline in report.deadlines:
        where = f"deadlines.{deadline.id}"
        if deadline.kind == "by" and not (deadline.by and deadline.act):
            reader.note(path, f"{where}.by", f"{_BY}; add what is missing", "deadline-date")
        reach = [deadline.reach] if deadline.reach else []
        reader.known(path, f"{where}.reach", reach, report.locality, "one of the localities")
        reader.unique(path, f"{where}.wordings", (wording.at for wording in deadline.wordings))
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


def _check_sources(reader: Reader, evidence: Evidence) -> None:
    """Note each source of a table's row that is neither in the report nor in the record."""
    book = AddressBook(evidence)
    for report in evidence.reports:
        path = EVIDENCE / report.id / "tables.toml"
        for table in report.tables:
            for row in table.rows:
                where, what = f"tables.{table.id}.{row.id}.see", "a claim, a paragraph or an entry of the record"
                for id in book.unknown(row.see, report.id):
                    reader.note(
                        path, where, f"{id} must be {what}, and is not; mend its spelling or add it", "dangling"
                    )
