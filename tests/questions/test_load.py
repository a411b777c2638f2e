"""Reading the course's files: what is sound loads, and what is not is named, all of it, with its place."""

from __future__ import annotations

from pathlib import Path

import pytest
import tiny

from exercises.course import load_course
from exercises.errors import CourseError

CLAIMS = "course/evidence/rfa-2019/claims.toml"
GRID = "course/evidence/rfa-2019/grid.toml"
DEADLINES = "course/evidence/rfa-2019/deadlines.toml"
REPORT = "course/evidence/rfa-2019/report.toml"
RECORD = "course/evidence/record.toml"
BANK = "exercises/bank/01-ferry/strike-or-winter.toml"
KEY = "exercises/keys/01-ferry/strike-or-winter.toml"

FAULTS = {
    "unknown field": (
        BANK,
        ("level = 1", "level = 1\ncolour = 2"),
        f"{BANK}: colour: is not a field here; mend its spelling or remove it [extra-forbidden]",
    ),
    "missing field": (BANK, ("minutes = 1\n", ""), f"{BANK}: minutes: must be given, and is not; add it [missing]"),
    "unknown kind": (
        BANK,
        ('"single-choice"', '"pick-one"'),
        f"{BANK}: kind: must be one of single-choice, multiple-choice, classify, ",
    ),
    "no kind": (
        BANK,
        ('kind = "single-choice"\n', ""),
        f"{BANK}: kind: must be given, and is not; add it [union-tag-not-found]",
    ),
    "no kind of a query": (
        KEY,
        ('kind = "pick"\n', ""),
        f"{KEY}: query.kind: must be given, and is not; add it [union-tag-not-found]",
    ),
    "a number that is not in quotation marks": (
        KEY,
        ("[query]", "correct = 3\n[query]"),
        f"{KEY}: correct: must be text in quotation marks or a list or a table; found 3 [string-type]",
    ),
    "a day that is not in quotation marks": (
        KEY,
        ("[query]", "correct = 2032-05-31\n[query]"),
        f"{KEY}: correct: must be text in quotation marks or a list or a table; found 2032-05-31 [string-type]",
    ),
    "an entry of the record that is none": (
        RECORD,
        ("record = []", "record = [1]"),
        f"{RECORD}: record[0]: must be a table; found 1 [model-type]",
    ),
    "a record that is none": (
        RECORD,
        ("record = []", 'record = "none"'),
        f"{RECORD}: record: must be a list; found 'none' [tuple-type]",
    ),
    "wrong type": (
        BANK,
        ("level = 1", "level = 9"),
        f"{BANK}: level: input should be 1, 2 or 3; found 9 [literal-error]",
    ),
    "duplicate choice": (
        BANK,
        ('id = "pickets"', 'id = "empty"'),
        f"{BANK}: choices: ids must be unique; empty stands 2 times: rename or remove one [unique]",
    ),
    "id written in the file": (
        BANK,
        ("level = 1", 'level = 1\nid = "x"'),
        f"{BANK}: id: is given by the file's place and must not be written; remove it [extra-forbidden]",
    ),
    "a run of words without a letter": (
        BANK,
        ('kind = "single-choice"', 'kind = "select-words"\npassage = "An {empty} deck, {—} and {signs}."'),
        f"{BANK}: passage: a run must have a letter or a figure; found {{—}}: mend it or take out its braces [value-error]",
    ),
    "a brace that stands alone": (
        BANK,
        ('kind = "single-choice"', 'kind = "select-words"\npassage = "An {empty} deck and {signs} or {ropes."'),
        f"{BANK}: passage: each {{ must have its }} behind it, with words alone between; found a {{ too many [value-error]",
    ),
    "unknown outcome": (
        BANK,
        ('["weigh-clues"]', '["weigh"]'),
        f"{BANK}: outcomes: weigh must be in exercises/lists/outcomes.toml, and is not; mend its spelling or add it [dangling]",
    ),
    "dangling claim in an exercise": (
        BANK,
        ("p01-empty-ferry", "p01-full-ferry"),
        f"{BANK}: claims: p01-full-ferry must be a claim of rfa-2019, and is not; mend its spelling or add it [dangling]",
    ),
    "dangling claim in a clue": (
        GRID,
        ('claims = ["p01-empty-ferry"]\n[[clues]]', 'claims = ["p01-full"]\n[[clues]]'),
        f"{GRID}: clues.empty.claims: p01-full must be a claim of the report, and is not; mend its spelling or add it [dangling]",
    ),
    "dangling clue in a query": (
        KEY,
        ('pickets = "pickets"', 'pickets = "signs"'),
        f"{KEY}: query: 'strike/signs' must be in the ledger or among the values, and is not [dangling]",
    ),
    "a text where a test wants a list": (
        KEY,
        ("separates = true", 'separates = "yes"'),
        f"{KEY}: query.where.separates: must be true or false or a list; found 'yes' [bool-type]",
    ),
    "no such sort of subject": (
        KEY,
        ("pair:strike/winter/{}", "couple:strike/winter/{}"),
        f"{KEY}: query: 'couple:strike/winter/empty' must be in the ledger or among the values, and is not [dangling]",
    ),
    "a field that no such subject has": (
        KEY,
        ("{ separates = true }", '{ voice = ["page"] }'),
        f"{KEY}: query: must test fields of pair:strike/winter/empty, which has separates; found voice [query]",
    ),
    "a misspelt choice in a query": (
        KEY,
        ('empty = "empty"', 'emtpy = "empty"'),
        f"{KEY}: query.slots: emtpy must be one of the asked (empty, pickets), and is not; mend its spelling [dangling]",
    ),
    "a misspelt choice for where nothing fits": (
        KEY,
        ("where =", 'none = "neither"\nwhere ='),
        f"{KEY}: query.none: neither must be one of the choices (empty, pickets), and is not; mend its spelling [dangling]",
    ),
    "a row where there is no grid": (
        KEY,
        ("where =", 'rows = { empty = "empty" }\nwhere ='),
        f"{KEY}: query.rows: empty must be one of the grid's rows (none), and is not; mend its spelling [dangling]",
    ),
    "a column where there is no grid": (
        KEY,
        ("where =", 'columns = { empty = "empty" }\nwhere ='),
        f"{KEY}: query.columns: empty must be one of the grid's columns (none), and is not; mend its spelling [dangling]",
    ),
    "a bin where nothing is sorted": (
        KEY,
        (
            'kind = "pick"\nof = "pair:strike/winter/{}"\nwhere =',
            'kind = "sort"\nof = "pair:strike/winter/{}"\nbins.apart =',
        ),
        f"{KEY}: query.bins: apart must be one of those to sort into (none), and is not; mend its spelling [dangling]",
    ),
    "a test for what nothing can be": (
        KEY,
        (
            'of = "pair:strike/winter/{}"\nwhere = { separates = true }',
            'of = "cell:strike/{}"\nwhere = { fit = ["expected", "possibel"] }',
        ),
        f"{KEY}: query: fit must be tested for some of expected, possible, unexpected, no-telling; "
        "found [expected, possibel]: mend it [query]",
    ),
    "a list of texts for what is so or not": (
        KEY,
        ("separates = true", 'separates = ["true"]'),
        f"{KEY}: query: separates must be tested for true or false; found [true]: mend it [query]",
    ),
    "true for what is a text": (
        KEY,
        ('of = "pair:strike/winter/{}"\nwhere = { separates = true }', 'of = "cell:strike/{}"\nwhere = { fit = true }'),
        f"{KEY}: query: fit must be tested for a list of texts; found true: mend it [query]",
    ),
    "a voice that no ledger has": (
        KEY,
        (
            'of = "pair:strike/winter/{}"\nwhere = { separates = true }\n[query.slots]\nempty = "empty"\npickets = "pickets"',
            'of = "claim:{}"\nwhere = { voice = ["sauce-1"] }\n[query.slots]\nempty = "p01-empty-ferry"',
        ),
        f"{KEY}: query: voice must be tested for voices of the ledger; found [sauce-1]: mend it [query]",
    ),
    "a misspelt choice that a name tests": (
        KEY,
        (
            'kind = "pick"\nof = "pair:strike/winter/{}"\nwhere = { separates = true }\n[query.slots]\nempty = "empty"\npickets = "pickets"',
            'kind = "name"\nsubject = "pair:strike/winter/pickets"\n[query.choices]\npikets = { separates = true }',
        ),
        f"{KEY}: query.choices: pikets must be one of the choices (empty, pickets), and is not; mend its spelling [dangling]",
    ),
    "duplicate claim": (
        CLAIMS,
        ('"p02-line-closes"', '"p01-empty-ferry"'),
        f"{CLAIMS}: claims: ids must be unique; p01-empty-ferry stands 2 times: rename or remove one [unique]",
    ),
    "claim nowhere": (
        CLAIMS,
        ('at = "P2"', 'at = "P7"'),
        f"{CLAIMS}: claims.p02-line-closes.at: P7 must be a paragraph or furniture of the report, and is not; "
        "mend its spelling or add it [dangling]",
    ),
    "phrase too long": (
        CLAIMS,
        ("not a soul aboard", "one two three four five six seven eight nine"),
        f"{CLAIMS}: claims.p01-empty-ferry: a phrase must have at most 8 words; "
        "shorten 'one two three four five six seven eight nine' [phrase-length]",
    ),
    "empty cell": (
        GRID,
        ('hypothesis = "winter"\nclue = "pickets"', 'hypothesis = "winter"\nclue = "empty"'),
        f"{GRID}: cells: every cell must be filled; winter/pickets is not: add it [cell-missing]",
    ),
    "return without a day": (
        DEADLINES,
        ("by = 2031-06-30\n", ""),
        f"{DEADLINES}: deadlines.refit.by: a rule to do something by a day must have its last day, and say what is to be done (`act`); add what is missing [deadline-date]",
    ),
    "words of others printed": (
        REPORT,
        ('gist = "A source saw an empty ferry."', 'gist = "A source saw an empty ferry."\ntext = "It was empty."'),
        f"{REPORT}: paragraphs.P1: must not give words of others; mend it or `words` [report-words]",
    ),
    "words of ours left out": (
        REPORT,
        ("main = true", 'main = true\nwords = "ours"'),
        f"{REPORT}: paragraphs.P1: must give its text, since its words are ours; mend it or `words` [report-words]",
    ),
    "a pattern that is none": (
        REPORT,
        (
            "[[paragraphs]]\nnumber = 1",
            '[[furniture]]\nid = "credits"\nlabel = "Credits"\ngist = "Who."\npattern = "("\n[[paragraphs]]\nnumber = 1',
        ),
        f"{REPORT}: furniture[0].pattern: input should be a valid regular expression; found '(' [pattern-regex]",
    ),
    "no report that the course is about": (
        REPORT,
        ("main = true\n", ""),
        "course/evidence: report.toml: must say `main = true` in the one that the course is about; found none [report-main]",
    ),
    "two wordings of a rule in one place": (
        DEADLINES,
        (
            '[[deadlines]]\nid = "licence"',
            '[[deadlines.wordings]]\nat = "P2"\nwhen = "never"\nset_by = "x"\nbinding = "x"\ncovering = "x"\nwhere = "x"\n'
            'said_by = "narration"\nsure = "flat"\nclaims = ["p02-line-closes"]\n[[deadlines]]\nid = "licence"',
        ),
        f"{DEADLINES}: deadlines.refit.wordings: ids must be unique; P2 stands 2 times: rename or remove one [unique]",
    ),
    "a time that ends before it begins": (
        DEADLINES,
        (
            'permit = "existing"\ndone = 2031-08-15\nworked',
            'permit = "existing"\ngiven = { first = 2033-01-01, last = 2031-01-01 }\ndone = 2031-08-15\nworked',
        ),
        f"{DEADLINES}: cases[0].given: first must not lie after last; found 2033-01-01 and 2031-01-01: mend one of them [value-error]",
    ),
    "a report written before it was begun": (
        REPORT,
        ("main = true", "main = true\npresent = { first = 2031-05-02, last = 2031-05-01 }"),
        f"{REPORT}: present: first must not lie after last; found 2031-05-02 and 2031-05-01: mend one of them [value-error]",
    ),
    "furniture before a piece that is not there": (
        REPORT,
        (
            "[[paragraphs]]\nnumber = 1",
            '[[furniture]]\nid = "credits"\nlabel = "Credits"\ngist = "Who."\nbefore = "headline"\n[[paragraphs]]\nnumber = 1',
        ),
        f"{REPORT}: furniture.credits.before: headline must be another piece of furniture, and is not; "
        "mend its spelling or add it [dangling]",
    ),
    "a replacement of what is still there": (
        BANK,
        ("level = 1", 'level = 1\nreplaces = "days-between"'),
        f"{BANK}: replaces: days-between must be the id of an exercise that has gone, and is in the bank; mend it [replaces]",
    ),
    "a rule that reaches a place unknown": (
        DEADLINES,
        ('reach = "china"', 'reach = "chian"'),
        f"{DEADLINES}: deadlines.refit.reach: chian must be one of the localities, and is not; "
        "mend its spelling or add it [dangling]",
    ),
    "paragraph left out": (
        REPORT,
        ("number = 2", "number = 3"),
        f"{REPORT}: paragraphs: must be numbered from 1 without gaps; found [1, 3] [paragraph-number]",
    ),
    "not TOML": (BANK, ("level = 1", "level ="), f"{BANK}: file: must be TOML, and is not; mend this: "),
    "both stated and computed": (
        KEY,
        ("[query]", 'correct = "empty"\nproof = ["p01-empty-ferry"]\n[query]'),
        f"{KEY}: correct: either correct or query must be given, and not both [key-shape]",
    ),
}


def findings(root: Path) -> list[str]:
    """Return what loading says, or an empty list."""
    try:
        load_course(root)
    except CourseError as error:
        return [str(finding) for finding in error.findings]
    return []


def test_a_sound_course_loads(tmp_path: Path) -> None:
    """The small course has nothing wrong with it, and its keys are computed."""
    course = load_course(tiny.write(tmp_path))
    assert {id: key.correct for id, key in course.keys.items()} == {
        "strike-or-winter": "pickets",
        "days-between": "184",
    }


@pytest.mark.parametrize("fault", FAULTS, ids=[name.replace(" ", "-") for name in FAULTS])
def test_each_fault_is_named_with_file_place_and_remedy(fault: str, tmp_path: Path) -> None:
    """One fault in one file gives the sentence that mends it."""
    path, change, sentence = FAULTS[fault]
    found = findings(tiny.write(tmp_path, {path: change}))
    assert any(finding.startswith(sentence) for finding in found), found


def test_what_may_be_of_several_types_and_is_of_none_is_one_finding(tmp_path: Path) -> None:
    tiny.write(tmp_path, {KEY: ("separates = true", "separates = 3")})
    assert findings(tmp_path) == [f"{KEY}: query.where.separates: must be true or false or a list; found 3 [bool-type]"]


def test_faults_in_several_files_are_reported_together(tmp_path: Path) -> None:
    """One run names the fault in the ledger and the one in the bank."""
    tiny.write(tmp_path, {CLAIMS: ('at = "P2"', 'at = "P7"'), BANK: ("level = 1", "level = 9")})
    assert [finding.split(":")[0] for finding in findings(tmp_path)] == [CLAIMS, BANK]


def test_two_faults_in_one_file_are_both_named(tmp_path: Path) -> None:
    """Mending is not one fault at a time."""
    tiny.write(tmp_path, {BANK: ("level = 1\nminutes = 1", 'level = 9\nminutes = "long"')})
    assert [finding.split(": ")[1] for finding in findings(tmp_path)] == ["level", "minutes"]


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"\x00\x01", b"[" * 100_000, b'title = """'])
def test_nonsense_in_a_file_is_a_finding(content: bytes, tmp_path: Path) -> None:
    """Bytes that are no TOML give one finding for that file."""
    root = tiny.write(tmp_path)
    (root / BANK).write_bytes(content)
    (finding,) = findings(root)
    assert finding.startswith((f"{BANK}: file: must be TOML, ", f"{BANK}: byte 0: must be UTF-8, "))


def test_a_missing_key_file_is_named(tmp_path: Path) -> None:
    """An exercise without a key says which file to write."""
    root = tiny.write(tmp_path)
    (root / KEY).unlink()
    assert findings(root) == [f"{KEY}: file: must exist, and does not; create it [file-missing]"]


def test_a_key_without_its_exercise_is_named(tmp_path: Path) -> None:
    """A key that nothing asks for is not silently ignored."""
    root = tiny.write(tmp_path)
    (root / "exercises/keys/01-ferry/stray.toml").write_text('solution = "x"\n')
    assert findings(root) == [
        "exercises/keys/01-ferry/stray.toml: file: must have an exercise of the same name in the bank; "
        "add it or remove this [key-stray]"
    ]


def test_one_id_in_two_lessons_is_named(tmp_path: Path) -> None:
    """The stem is the id, so it stands once in the whole bank."""
    root = tiny.write(tmp_path)
    for tree in ("bank", "keys"):
        source = root / f"exercises/{tree}/01-ferry/days-between.toml"
        copy = root / f"exercises/{tree}/02-pier/days-between.toml"
        copy.parent.mkdir()
        copy.write_text(source.read_text())
    assert findings(root) == [
        "exercises/bank: id: ids must be unique; days-between stands 2 times: rename or remove one [unique]"
    ]


def test_a_course_without_a_report_says_so(tmp_path: Path) -> None:
    """An empty folder is no course."""
    assert any("must hold a report" in finding for finding in findings(tmp_path))
