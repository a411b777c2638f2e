"""From files to exercises and keys, with every fault found reported at once.

Each ``load_…`` takes the repository's top folder and either returns a sound value or raises CourseError.
Sound means that ids are unique and that whatever is named exists.  Nothing is written anywhere.
"""

from __future__ import annotations

from pathlib import Path

from pydantic import TypeAdapter

from exercises.files import Reader
from exercises.ledger.address import AddressBook
from exercises.ledger.types import Evidence
from exercises.questions.key import Key, KeyFile
from exercises.questions.kinds import Bank, Exercise, Misconception, Outcome
from exercises.questions.resolve import resolve

BANK = Path("exercises/bank")
KEYS = Path("exercises/keys")

_EXERCISE: TypeAdapter[Exercise] = TypeAdapter(Exercise)
_KEY = TypeAdapter(KeyFile)
_OUTCOMES = TypeAdapter(tuple[Outcome, ...])
_MISCONCEPTIONS = TypeAdapter(tuple[Misconception, ...])


def load_bank(root: Path, main: str) -> Bank:
    """Return every exercise with the outcomes and misconceptions; ``main`` is the report that they are mostly about.

    Raises CourseError with every finding.
    """
    reader = Reader(root)
    outcomes = reader.table(Path("exercises/lists/outcomes.toml"), "outcomes", _OUTCOMES)
    misconceptions = reader.table(Path("exercises/lists/misconceptions.toml"), "misconceptions", _MISCONCEPTIONS)
    reader.unique(Path("exercises/lists/outcomes.toml"), "outcomes", (outcome.id for outcome in outcomes))
    reader.unique(Path("exercises/lists/misconceptions.toml"), "misconceptions", (one.id for one in misconceptions))
    exercises = [exercise for path in _files(root, BANK) if (exercise := _load_exercise(reader, path, main))]
    reader.unique(BANK, "id", (path.stem for path in _files(root, BANK)))
    for exercise in exercises:
        _check_exercise(reader, exercise, outcomes)
    _check_replaced(reader, exercises)
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


def _load_exercise(reader: Reader, path: Path, main: str) -> Exercise | None:
    table = reader.toml(path)
    if table is None:
        return None
    for name in ("id", "lesson"):
        if name in table:
            reader.note(
                path, name, "is given by the file's place and must not be written; remove it", "extra-forbidden"
            )
    return reader.value(path, _EXERCISE, {"report": main, **table, "id": path.stem, "lesson": path.parent.name})


def _check_exercise(reader: Reader, exercise: Exercise, outcomes: tuple[Outcome, ...]) -> None:
    path = bank_path(exercise)
    reader.known(
        path, "outcomes", exercise.outcomes, (outcome.id for outcome in outcomes), "in exercises/lists/outcomes.toml"
    )
    for name, options in exercise.lists.items():
        reader.unique(path, name, (option.id for option in options))
        reader.unique(path, f"{name} (texts)", (option.text for option in options))


def _check_replaced(reader: Reader, exercises: list[Exercise]) -> None:
    """Note each exercise that replaces one which is still there; what has gone is known by its id alone."""
    there = {exercise.id for exercise in exercises}
    for exercise in exercises:
        if exercise.replaces in there:
            message = f"{exercise.replaces} must be the id of an exercise that has gone, and is in the bank; mend it"
            reader.note(bank_path(exercise), "replaces", message, "replaces")


# The keys


def load_keys(root: Path, bank: Bank, evidence: Evidence) -> tuple[dict[str, KeyFile], dict[str, Key]]:
    """Return every exercise's key as it is written and as it is resolved, each by the exercise's id.

    Raises CourseError with every finding.
    """
    reader = Reader(root)
    files = {exercise.id: file for exercise in bank.exercises if (file := _load_key(reader, exercise))}
    for exercise in bank.exercises:
        if exercise.id in files:
            _check_misconceptions(reader, exercise, files[exercise.id], bank)
    book = AddressBook(evidence)
    keys = {
        exercise.id: key
        for exercise in bank.exercises
        if exercise.id in files and (key := _resolved(reader, exercise, files[exercise.id], evidence, book))
    }
    wanted = {key_path(exercise) for exercise in bank.exercises}
    for path in _files(root, KEYS):
        if path not in wanted:
            reader.note(
                path, "file", "must have an exercise of the same name in the bank; add it or remove this", "key-stray"
            )
    reader.done()
    return files, keys


def _load_key(reader: Reader, exercise: Exercise) -> KeyFile | None:
    table = reader.toml(key_path(exercise))
    return None if table is None else reader.value(key_path(exercise), _KEY, table)


def _check_misconceptions(reader: Reader, exercise: Exercise, file: KeyFile, bank: Bank) -> None:
    known = {one.id for one in bank.misconceptions}
    for slot, said in file.feedback.items():
        named = [said.misconception] if said.misconception else []
        where = f"feedback.{slot}.misconception"
        reader.known(key_path(exercise), where, named, known, "in exercises/lists/misconceptions.toml")


def _resolved(reader: Reader, exercise: Exercise, file: KeyFile, evidence: Evidence, book: AddressBook) -> Key | None:
    path = key_path(exercise)
    report = evidence.report.get(exercise.report)
    if report is None:
        reader.note(
            bank_path(exercise), "report", f"{exercise.report} must be in course/evidence, and is not", "dangling"
        )
        return None
    reader.known(bank_path(exercise), "claims", exercise.claims, report.claim, f"a claim of {report.id}")
    reader.known(bank_path(exercise), "record", exercise.record, evidence.fact, "in the record")
    cited = {id for id in file.proof if (address := book.see(id, report.id)) and address.kind != "paragraph"}
    reader.known(path, "proof", file.proof, cited, f"a claim of {report.id} or in the record")
    key, faults = resolve(exercise, file, report)
    for fault in faults:
        reader.note(path, fault.where, fault.message, fault.rule)
    return key
