"""The table of evidence as it was last read: each entry has its line, and none changes unseen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import tiny
from sites import ROOT, the_course

from exercises.checks.as_read import AS_READ, as_read, check_as_read, write_as_read
from exercises.cli import main
from exercises.course import load_course
from exercises.ledger.load import EVIDENCE


def test_every_entry_of_our_evidence_is_as_it_was_read() -> None:
    course = the_course()
    assert (ROOT / AS_READ).exists()
    assert list(check_as_read(course)) == []
    names = {of for of, _ in as_read(course)}
    assert {"claims", "cells", "cases", "deadlines", "tables", "paragraphs", "report", "record", "studies"} <= names
    assert len([of for of, _ in as_read(course) if of == "record"]) == len(course.evidence.record)


@pytest.mark.parametrize(
    ("file", "field", "entry"), [("claims.toml", "gist", "claims"), ("report.toml", "about", "report")]
)
def test_an_entry_that_has_changed_is_found_until_it_was_read_again(
    file: str, field: str, entry: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tiny.write(tmp_path)
    course = load_course(root)
    write_as_read(course)
    path = root / EVIDENCE / course.evidence.main.id / file
    path.write_text(path.read_text(encoding="utf-8").replace(f'{field} = "', f'{field} = "Once: ', 1), encoding="utf-8")
    [found] = check_as_read(load_course(root))
    assert re.fullmatch(
        rf"course/evidence/as-read.tsv: {entry} [a-z0-9-]+: must be as it was last read against its source, and has "
        r"changed; read it there, and then: python -m exercises check --write-evidence \[as-read\]",
        str(found),
    )
    main(["check", "--write-evidence", "--root", str(root)])
    assert AS_READ.as_posix() in capsys.readouterr().out
    assert list(check_as_read(load_course(root))) == []


def test_an_entry_that_is_new_or_gone_is_found(tmp_path: Path) -> None:
    course = load_course(tiny.write(tmp_path))
    table = write_as_read(course)
    first, *_, last = table.read_text(encoding="utf-8").splitlines()[1:]
    lines = [line for line in table.read_text(encoding="utf-8").splitlines() if line != first]
    table.write_text("\n".join([*lines, last.replace("\t", "\tgone-", 1)]) + "\n", encoding="utf-8")
    assert {found.message.split(", and ")[1].split(";")[0] for found in check_as_read(course)} == {"is new", "is gone"}


def test_a_course_without_the_table_holds_nothing_there(tmp_path: Path) -> None:
    assert list(check_as_read(load_course(tiny.write(tmp_path)))) == []
