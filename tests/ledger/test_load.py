"""What must hold together in the evidence: each fault gives exactly its sentences, and what is allowed gives none."""

from __future__ import annotations

from pathlib import Path

import pytest
import tiny

from exercises.errors import CourseError
from exercises.ledger.load import load_evidence

FOLDER = "course/evidence/rfa-2019"
REPORT, CLAIMS, GRID, DEADLINES, TABLES = (
    f"{FOLDER}/{name}.toml" for name in ("report", "claims", "grid", "deadlines", "tables")
)
RECORD, STUDIES, TOPICS = (f"course/evidence/{name}.toml" for name in ("record", "studies", "topics"))
FACT = """[[record]]
id = "R01"
topic = "law"
statement = "A ferry must be counted."
verb = "text-says"
source = "A law"
publisher = "A state"
url = "https://law.example/ferry"
read = "original"
"""
STUDY = """[[studies]]
id = "ng-2020"
authors = "Ng, A."
year = 2020
title = "Ferries"
journal = "Piers, 3"
finding = "Ferries float."
limits = "Most of them."
read = "copy"
"""
TOPIC = '[[topics]]\nid = "law"\nlabel = "The law"\n'
FURNITURE = '[[furniture]]\nid = "headline"\nlabel = "Headline"\ngist = "It sails empty."\n'
MISSING = '[[missing]]\nid = "count"\nlabel = "A count"\ngist = "Nobody counted."\n'


def found(root: Path) -> list[str]:
    """Return what loading the evidence says, each sentence without its file, or an empty list."""
    try:
        load_evidence(root)
    except CourseError as error:
        return [f"{finding.path.rpartition('/')[2]}: {finding.where}: {finding.message}" for finding in error.findings]
    return []


def again(id: str) -> str:
    return f"ids must be unique; {id} stands 2 times: rename or remove one"


def dangling(id: str, what: str) -> str:
    return f"{id} must be {what}, and is not; mend its spelling or add it"


A_PLACE, A_CLAIM = "a paragraph or furniture of the report", "a claim of the report"
BY = "a rule to do something by a day must have its last day, and say what is to be done (`act`); add what is missing"
FAULTS: dict[str, tuple[str, tuple[str, str], list[str]]] = {
    "an entry of the record twice": (RECORD, ("record = []\n", FACT + FACT), [f"record.toml: record: {again('R01')}"]),
    "a study twice": (STUDIES, ("studies = []\n", STUDY + STUDY), [f"studies.toml: studies: {again('ng-2020')}"]),
    "a topic twice": (TOPICS, ("", TOPIC + TOPIC), [f"topics.toml: topics: {again('law')}"]),
    "a second list in the record": (
        RECORD,
        ("record = []\n", 'record = []\nrecords = "x"\n'),
        ["record.toml: records: must be [[record]]; rename or remove it"],
    ),
    "a field in two files of the report": (
        GRID,
        ('[[hypotheses]]\nid = "strike"', 'about = "Again."\n[[hypotheses]]\nid = "strike"'),
        ["grid.toml: about: must stand once; it stands in report.toml too"],
    ),
    "a report that is not called after its folder": (
        REPORT,
        ('id = "rfa-2019"', 'id = "rfa-2018"'),
        ["report.toml: id: must be the folder's name, rfa-2019; found rfa-2018"],
    ),
    "a piece of furniture twice": (
        REPORT,
        ("[[paragraphs]]\nnumber = 1", f"{FURNITURE}{FURNITURE}[[paragraphs]]\nnumber = 1"),
        [f"report.toml: furniture: {again('headline')}"],
    ),
    "a hedge of nine words": (
        CLAIMS,
        ('hedges = ["probably"]', 'hedges = ["one two three four five six seven eight nine"]'),
        [
            "claims.toml: claims.p02-line-closes: a phrase must have at most 8 words; "
            "shorten 'one two three four five six seven eight nine'"
        ],
    ),
    "a hypothesis twice": (
        GRID,
        ('[[hypotheses]]\nid = "winter"', '[[hypotheses]]\nid = "winter"\nlabel = "W"\ngist = "W."\n[[hypotheses]]\nid = "winter"'),
        [f"grid.toml: hypotheses: {again('winter')}"],
    ),
    "a clue twice": (
        GRID,
        ('[[clues]]\nid = "pickets"', '[[clues]]\nid = "pickets"\nlabel = "P"\ngist = "P."\nclaims = ["p01-empty-ferry"]\n[[clues]]\nid = "pickets"'),
        [f"grid.toml: clues: {again('pickets')}"],
    ),
    "missing evidence twice": (
        GRID,
        ('[[hypotheses]]\nid = "strike"', f'{MISSING}{MISSING}[[hypotheses]]\nid = "strike"'),
        [f"grid.toml: missing: {again('count')}"],
    ),
    "a cell twice": (
        GRID,
        ('[[cells]]\nhypothesis = "strike"\nclue = "empty"', '[[cells]]\nhypothesis = "strike"\nclue = "empty"\nfit = "possible"\nreason = "R."\n[[cells]]\nhypothesis = "strike"\nclue = "empty"'),
        [f"grid.toml: cells: {again('strike/empty')}"],
    ),
    "a cell of no clue": (
        GRID,
        ('[[cells]]\nhypothesis = "strike"\nclue = "empty"', '[[cells]]\nhypothesis = "strike"\nclue = "signs"\nfit = "possible"\nreason = "R."\n[[cells]]\nhypothesis = "strike"\nclue = "empty"'),
        [f"grid.toml: cells: {dangling('strike/signs', 'a hypothesis and a clue of the grid')}"],
    ),
    "a deadline twice": (
        DEADLINES,
        ('id = "licence"', 'id = "refit"'),
        [f"deadlines.toml: deadlines: {again('refit')}"],
    ),
    "a locality twice": (
        DEADLINES,
        ("[[localities]]", '[[localities]]\nid = "china"\nlabel = "there"\n[[localities]]'),
        [f"deadlines.toml: localities: {again('china')}"],
    ),
    "a case twice": (
        DEADLINES,
        ('id = "elsewhere-in-august"', 'id = "back-in-august"'),
        [f"deadlines.toml: cases: {again('back-in-august')}"],
    ),
    "a case at no place": (
        DEADLINES,
        ('locality = "elsewhere"', 'locality = "chian"'),
        [f"deadlines.toml: cases.elsewhere-in-august.locality: {dangling('chian', 'a locality, elsewhere or unknown')}"],
    ),
    "a deadline that does not say what is to be done": (
        DEADLINES,
        ('act = "a refit"\nby = 2031-06-30', "by = 2031-06-30"),
        [f"deadlines.toml: deadlines.refit.by: {BY}"],
    ),
    "a wording that stands nowhere": (
        DEADLINES,
        ('[[deadlines.wordings]]\nat = "P2"\nwhen = "end of June"', '[[deadlines.wordings]]\nat = "P7"\nwhen = "end of June"'),
        [f"deadlines.toml: deadlines.refit.P7: {dangling('P7', A_PLACE)}"],
    ),
    "a wording of no claim": (
        DEADLINES,
        ('sure = "hedged"\nclaims = ["p02-line-closes"]', 'sure = "hedged"\nclaims = ["p02-line"]'),
        [f"deadlines.toml: deadlines.refit.P2: {dangling('p02-line', A_CLAIM)}"],
    ),
    "a table twice": (
        TABLES,
        ("[[tables]]", '[[tables]]\nid = "refits"\ntitle = "T"\nabout = "A."\ncorner = "C"\ncolumns = [{ id = "c", label = "C" }]\nrows = [{ id = "r", label = "R", cells = { c = "1" }, see = ["P2"] }]\n[[tables]]'),
        [f"tables.toml: tables: {again('refits')}"],
    ),
    "a column twice": (
        TABLES,
        ('  { id = "yard", label = "Yard" },\n', '  { id = "yard", label = "Yard" },\n  { id = "yard", label = "Dock" },\n'),
        [f"tables.toml: tables.refits.columns: {again('yard')}"],
    ),
    "a row of no source": (
        TABLES,
        ('see = ["p01-empty-ferry"]', 'see = ["p01-empty"]'),
        [f"tables.toml: tables.refits.alder.see: {dangling('p01-empty', 'a claim, a paragraph or an entry of the record')}"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS, ids=[name.replace(" ", "-") for name in FAULTS])
def test_each_fault_of_the_evidence_gives_exactly_its_sentence(fault: str, tmp_path: Path) -> None:
    path, (old, new), sentences = FAULTS[fault]
    root = tiny.write(tmp_path)
    text = (root / path).read_text(encoding="utf-8") if (root / path).exists() else ""
    assert old in text
    (root / path).write_text(text.replace(old, new, 1), encoding="utf-8")
    assert found(root) == sentences


def test_a_second_main_report_is_a_finding(tmp_path: Path) -> None:
    root = tiny.write(tmp_path)
    for name in ("report", "claims"):
        text = (root / f"{FOLDER}/{name}.toml").read_text(encoding="utf-8")
        path = root / f"course/evidence/pier-2031/{name}.toml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text.replace('id = "rfa-2019"', 'id = "pier-2031"'), encoding="utf-8")
    must = "must say `main = true` in the one that the course is about"
    assert found(root) == [f"evidence: report.toml: {must}; found pier-2031, rfa-2019"]


@pytest.mark.parametrize(
    ("old", "new"),
    [('locality = "elsewhere"', 'locality = "unknown"'), ('by = 2031-06-30\nreach = "china"', "by = 2031-06-30")],
    ids=["a-case-whose-place-nobody-knows", "a-deadline-that-reaches-everywhere"],
)
def test_what_may_be_left_open_is_no_fault(old: str, new: str, tmp_path: Path) -> None:
    assert found(tiny.write(tmp_path, {DEADLINES: (old, new)})) == []


@pytest.mark.parametrize("field", ["phrases", "hedges"])
def test_eight_words_are_not_too_many(field: str, tmp_path: Path) -> None:
    old = {"phrases": "will close", "hedges": "probably"}[field]
    assert found(tiny.write(tmp_path, {CLAIMS: (f'"{old}"', '"one two three four five six seven eight"')})) == []


ODD_VALUES = [
    ('url = "https://law.example/ferry"', 'url = "javascript:alert(1)"', "url"),
    ('url = "https://law.example/ferry"', 'url = "//law.example/ferry"', "url"),
    ('id = "R01"', 'id = "law-one"', "id"),
    ('verb = "text-says"', 'verb = "proves"', "verb"),
    ('read = "original"', 'read = "maybe"', "read"),
    ('topic = "law"', 'topic = "The law"', "topic"),
    ('publisher = "A state"', 'publisher = " "', "publisher"),
]


@pytest.mark.parametrize(("old", "new", "field"), ODD_VALUES)
def test_an_entry_of_the_record_takes_no_other_value(old: str, new: str, field: str, tmp_path: Path) -> None:
    assert old in FACT
    root = tiny.write(tmp_path, {RECORD: ("record = []\n", FACT.replace(old, new))})
    assert [sentence.split(": ")[1] for sentence in found(root)] == [f"record[0].{field}"]


ODD_CLAIMS = [
    ('voice = "source-1"\nbasis = "saw"', 'voice = "source"\nbasis = "saw"', "voice"),
    ('basis = "saw"', 'basis = "seen"', "basis"),
    ('kind = "observation"', 'kind = "sight"', "kind"),
    ('strength = "attributed"', 'strength = "strong"', "strength"),
    ('phrases = ["not a soul aboard"]', "phrases = []", "phrases"),
]


@pytest.mark.parametrize(("old", "new", "field"), ODD_CLAIMS)
def test_a_claim_takes_no_other_value(old: str, new: str, field: str, tmp_path: Path) -> None:
    (sentence,) = found(tiny.write(tmp_path, {CLAIMS: (old, new)}))
    assert sentence.startswith(f"claims.toml: claims[0].{field}: ")


def test_the_address_of_a_report_is_a_web_page(tmp_path: Path) -> None:
    root = tiny.write(tmp_path, {REPORT: ("main = true", 'main = true\nurl = "file:///etc/passwd"')})
    (sentence,) = found(root)
    assert sentence.startswith("report.toml: url: ")
