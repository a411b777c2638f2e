"""What must hold together in the bank, its lists and its keys: each fault gives exactly its sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
import tiny

from exercises.course import load_course
from exercises.errors import CourseError

BANK = "exercises/bank/01-ferry/strike-or-winter.toml"
KEY = "exercises/keys/01-ferry/strike-or-winter.toml"
DAYS = "exercises/bank/01-ferry/days-between.toml"
DAYS_KEY = "exercises/keys/01-ferry/days-between.toml"
OUTCOMES, MISCONCEPTIONS = (f"exercises/lists/{name}.toml" for name in ("outcomes", "misconceptions"))
QUERY = tiny.FILES[KEY][tiny.FILES[KEY].index("[query]") : tiny.FILES[KEY].index("[feedback.empty]")]
COUNTED = '[query]\nkind = "figure"\nfigure = "days"\nof = ["deadline:refit", "deadline:licence"]\n'


def found(root: Path) -> list[str]:
    """Return what loading says, or an empty list."""
    try:
        load_course(root)
    except CourseError as error:
        return [str(finding) for finding in error.findings]
    return []


def stated(correct: str, proof: str) -> tuple[str, str]:
    """Return the change that makes the small course's choice a stated one."""
    return (f'solution = "The signs. Winter brings none."\n{QUERY}', f'{proof}solution = "S."\ncorrect = {correct}\n')


FAULTS: dict[str, tuple[str, tuple[str, str], str]] = {
    "an outcome twice": (
        OUTCOMES,
        ("[[outcomes]]", '[[outcomes]]\nid = "weigh-clues"\nlesson = "01-ferry"\ntext = "weigh"\n[[outcomes]]'),
        f"{OUTCOMES}: outcomes: ids must be unique; weigh-clues stands 2 times: rename or remove one [unique]",
    ),
    "a misconception twice": (
        MISCONCEPTIONS,
        ("[[misconceptions]]", '[[misconceptions]]\nid = "fits-so-proves"\ntext = "T."\n[[misconceptions]]'),
        f"{MISCONCEPTIONS}: misconceptions: ids must be unique; fits-so-proves stands 2 times: "
        "rename or remove one [unique]",
    ),
    "the lesson written in the file": (
        BANK,
        ("level = 1", 'level = 1\nlesson = "02-pier"'),
        f"{BANK}: lesson: is given by the file's place and must not be written; remove it [extra-forbidden]",
    ),
    "two choices of one text": (
        BANK,
        ('"The signs at the pier"', '"The empty deck"'),
        f"{BANK}: choices (texts): ids must be unique; The empty deck stands 2 times: rename or remove one [unique]",
    ),
    "a report that is not there": (
        BANK,
        ("level = 1", 'level = 1\nreport = "pier-2031"'),
        f"{BANK}: report: pier-2031 must be in course/evidence, and is not [dangling]",
    ),
    "an entry of the record that is not there": (
        BANK,
        ("level = 1", 'level = 1\nrecord = ["R77"]'),
        f"{BANK}: record: R77 must be in the record, and is not; mend its spelling or add it [dangling]",
    ),
    "a proof that is not there": (
        KEY,
        stated('"pickets"', 'proof = ["p01-full-ferry"]\n'),
        f"{KEY}: proof: p01-full-ferry must be a claim of rfa-2019 or in the record, and is not; "
        "mend its spelling or add it [dangling]",
    ),
    "a paragraph for a proof": (
        KEY,
        stated('"pickets"', 'proof = ["P1"]\n'),
        f"{KEY}: proof: P1 must be a claim of rfa-2019 or in the record, and is not; mend its spelling or add it [dangling]",
    ),
    "a stated key without proof": (
        KEY,
        stated('"pickets"', ""),
        f"{KEY}: proof: a stated key must name the claims that prove it [proof]",
    ),
    "a stated key to practise without proof": (
        DAYS_KEY,
        (COUNTED, 'correct = "184"\n'),
        f"{DAYS_KEY}: proof: a stated key must name the claims that prove it [proof]",
    ),
    "neither stated nor computed": (
        KEY,
        (QUERY, ""),
        f"{KEY}: correct: either correct or query must be given, and not both [key-shape]",
    ),
    "a choice that is not there": (
        KEY,
        stated('"signs"', 'proof = ["p01-empty-ferry"]\n'),
        f"{KEY}: correct: must be one of the choices; found 'signs' [key-shape]",
    ),
    "two right choices of one": (
        KEY,
        stated('["empty", "pickets"]', 'proof = ["p01-empty-ferry"]\n'),
        f"{KEY}: correct: must be one of the choices; found ('empty', 'pickets') [key-shape]",
    ),
    "a number that is none": (
        DAYS_KEY,
        (COUNTED, 'correct = "half a year"\nproof = ["p01-empty-ferry"]\n'),
        f"{DAYS_KEY}: correct: must be a number in quotation marks, as 1234.5; found 'half a year' [key-shape]",
    ),
    "a number that can be read in two ways": (
        DAYS_KEY,
        (COUNTED, 'correct = "1.184"\nproof = ["p01-empty-ferry"]\n'),
        f"{DAYS_KEY}: correct: must be read in one way, not as 1.184 or as 1184; add a 0 at its end [key-shape]",
    ),
    "a misconception that the list does not have": (
        KEY,
        ("fits-so-proves", "fits"),
        f"{KEY}: feedback.empty.misconception: fits must be in exercises/lists/misconceptions.toml, and is not; mend its spelling or add it [dangling]",
    ),
    "a tolerance below nothing": (
        DAYS_KEY,
        (COUNTED, f"tolerance = -1\n{COUNTED}"),
        f"{DAYS_KEY}: tolerance: input should be greater than or equal to 0; found -1 [greater-than-equal]",
    ),
    "a tolerance of a choice": (
        KEY,
        ("[query]", "tolerance = 2\n[query]"),
        f"{KEY}: tolerance: belongs to a number alone; remove this [key-shape]",
    ),
    "months beyond every calendar": (
        DAYS_KEY,
        (COUNTED, '[query]\nkind = "figure"\nfigure = "day"\nof = ["deadline:refit"]\nmonths = 99999999999999999999\n'),
        f"{DAYS_KEY}: query: 99999999999999999999 months after 2031-06-30 must be a day of the calendar, and is not; "
        "mend it [query]",
    ),
    "accepted forms of a number": (
        DAYS_KEY,
        (COUNTED, f'accepted = ["half a year"]\n{COUNTED}'),
        f"{DAYS_KEY}: accepted: belongs to a short text alone; remove this [key-shape]",
    ),
}


@pytest.mark.parametrize("fault", FAULTS, ids=[name.replace(" ", "-") for name in FAULTS])
def test_each_fault_of_bank_and_keys_gives_exactly_its_sentence(fault: str, tmp_path: Path) -> None:
    path, change, sentence = FAULTS[fault]
    assert found(tiny.write(tmp_path, {path: change})) == [sentence]


SEVERAL = "must be some of ['empty', 'pickets'], each once; found "


@pytest.mark.parametrize(
    ("correct", "shown"),
    [("[]", "()"), ('["empty", "empty"]', "('empty', 'empty')"), ('["empty", "signs"]', "('empty', 'signs')"), ('"empty"', "'empty'")],
    ids=["none", "one-twice", "one-that-is-not-there", "one-alone"],
)  # fmt: skip
def test_of_several_choices_some_are_right_and_each_once(correct: str, shown: str, tmp_path: Path) -> None:
    changes = {KEY: stated(correct, 'proof = ["p01-empty-ferry"]\n'), BANK: ("single-choice", "multiple-choice")}
    assert found(tiny.write(tmp_path, changes)) == [f"{KEY}: correct: {SEVERAL}{shown} [key-shape]"]


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1_000", "1,234.5", "1 000"])
def test_a_number_of_a_key_is_one_that_a_reader_can_enter_and_a_program_read(number: str, tmp_path: Path) -> None:
    changes = {DAYS_KEY: (COUNTED, f'correct = "{number}"\nproof = ["p01-empty-ferry"]\n')}
    said = f"must be a number in quotation marks, as 1234.5; found {number!r}"
    assert found(tiny.write(tmp_path, changes)) == [f"{DAYS_KEY}: correct: {said} [key-shape]"]


@pytest.mark.parametrize("day", ["2031-02-30", "2032-W22-1", "20310228", "28 February 2031"])
def test_a_day_of_a_key_exists_and_is_written_year_first(day: str, tmp_path: Path) -> None:
    root = tiny.write(tmp_path, {DAYS_KEY: (COUNTED, f'correct = "{day}"\nproof = ["p01-empty-ferry"]\n')})
    entered = tiny.FILES[DAYS].replace('"number"', '"date"').replace('unit = "days"\n', "")
    (root / DAYS).write_text(entered, encoding="utf-8")
    said = f"must be a date in quotation marks, as 2019-06-30; found {day!r}"
    assert found(root) == [f"{DAYS_KEY}: correct: {said} [key-shape]"]


WRITTEN = tiny.FILES[DAYS].replace('"number"', '"written"').replace('unit = "days"', "words = 20")


@pytest.mark.parametrize("key", ['correct = "184"\n', COUNTED], ids=["stated", "computed"])
def test_a_written_exercise_has_no_key_but_its_rubric(key: str, tmp_path: Path) -> None:
    root = tiny.write(tmp_path)
    (root / DAYS).write_text(WRITTEN, encoding="utf-8")
    (root / DAYS_KEY).write_text(f'solution = "S."\n{key}', encoding="utf-8")
    said = "a written exercise is marked by its rubric; remove this"
    assert found(root) == [f"{DAYS_KEY}: correct: {said} [key-shape]"]


def test_an_entry_of_the_record_proves_a_key(tmp_path: Path) -> None:
    fact = '[[record]]\nid = "R01"\ntopic = "law"\nstatement = "S."\nverb = "agreed"\nsource = "A law"\n'
    fact += 'publisher = "A state"\nread = "original"\n'
    changes = {"course/evidence/record.toml": ("record = []\n", fact), KEY: stated('"pickets"', 'proof = ["R01"]\n')}
    assert found(tiny.write(tmp_path, changes)) == []
