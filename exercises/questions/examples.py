"""A sound pair of files for each kind of exercise, to begin from; the tests of exercises are driven by the same."""

from __future__ import annotations

from pathlib import Path

from exercises.errors import CourseError, Finding
from exercises.files import write_together
from exercises.ledger.types import SLUG
from exercises.questions.load import BANK, KEYS

EXAMPLES = Path(__file__).parents[1] / "examples"
KINDS = tuple(sorted(path.name for path in EXAMPLES.iterdir()))
OUTCOME = "read-the-report"
"""Stands in the examples where an outcome of the lesson belongs."""


def write_new(root: Path, kind: str, lesson: str, id: str, outcome: str) -> tuple[Path, Path]:
    """Write a new exercise's two files and return where they lie.

    Raises CourseError, and writes nothing, where the id is none or some exercise has it already.
    """
    _check_id(root, id)
    files = {
        root / folder / lesson / f"{id}.toml": f"#:schema ../../schema/{schema}.json\n{_example(kind, name)}"
        for folder, name, schema in ((BANK, "bank", "exercise"), (KEYS, "key", "key"))
    }
    for path in files:
        path.parent.mkdir(parents=True, exist_ok=True)
    bank, key = files
    write_together({bank: files[bank].replace(OUTCOME, outcome), key: files[key]})
    return bank, key


def _check_id(root: Path, id: str) -> None:
    if not SLUG.fullmatch(id):
        message = f"must be an id, of small letters and figures with single hyphens between; found {id!r}: mend it"
        raise CourseError([Finding("new", "--id", message, "new")])
    for folder in (BANK, KEYS):
        for path in sorted((root / folder).glob(f"*/{id}.toml")):
            message = "must not be there yet, and is; choose another id"
            raise CourseError([Finding(path.as_posix(), "file", message, "new")])


def _example(kind: str, name: str) -> str:
    return (EXAMPLES / kind / f"{name}.toml").read_text(encoding="utf-8")
