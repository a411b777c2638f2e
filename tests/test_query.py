"""Keys computed from the ledger: what separates what, who complies with what, and which fact moves which key."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
import tiny

from exercises.check import load_course
from exercises.ledger import Case, Evidence, Report, Verdict
from exercises.load import load_evidence
from exercises.model import Where
from exercises.query import judge, passes, separates

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def report() -> Report:
    """Return the report's ledger."""
    return load_evidence(ROOT).report["rfa-2019"]


BAGGAGE = {"visa-run"}


def test_baggage_tells_a_visa_run_from_everything_that_speaks_of_baggage(report: Report) -> None:
    """The one clue of the report tells one hypothesis from five others."""
    apart = {h for h in report.hypothesis if separates(report, "baggage", "visa-run", h)}
    assert apart == set(report.hypothesis) - {"visa-run", "other-travel"}


def test_no_other_clue_separates_anything(report: Report) -> None:
    """Age, group, sex, bus, direction, looks and lull leave every pair as it was."""
    pairs = [(a, b) for a in report.hypothesis for b in report.hypothesis if a < b]
    assert {clue for clue in report.clue for a, b in pairs if separates(report, clue, a, b)} == {"baggage"}


def test_nothing_separates_a_new_worker_from_a_student(report: Report) -> None:
    """The rival that the first source names himself stands."""
    assert not any(separates(report, clue, "new-work-visa", "student-or-trainee") for clue in report.clue)


CASES = {
    "home-in-november": {"june": "breaches", "end-of-2019": "meets", "visa-freeze": "not-covered"},
    "in-march-out-by-june": {"june": "meets", "end-of-2019": "meets", "visa-freeze": "breaches"},
    "third-country-in-august": {"june": "not-covered", "end-of-2019": "meets", "visa-freeze": "not-covered"},
    "renewal-at-customs": {"june": "cannot-be-told", "end-of-2019": "cannot-be-told", "visa-freeze": "cannot-be-told"},
}


@pytest.mark.parametrize("case", CASES)
def test_the_worked_cases_are_judged(case: str, report: Report) -> None:
    """Each of the lesson's cases under each rule."""
    assert {id: judge(report.case[case], rule).value for id, rule in report.deadline.items()} == CASES[case]


@pytest.mark.parametrize(
    ("home", "verdict"),
    [
        (datetime.date(2019, 6, 30), Verdict.MEETS),
        (datetime.date(2019, 7, 1), Verdict.BREACHES),
        ("stays", Verdict.BREACHES),
        ("unknown", Verdict.CANNOT_BE_TOLD),
    ],
)
def test_the_last_day_still_meets_a_deadline(home: object, verdict: Verdict, report: Report) -> None:
    """The day itself is in time, the next is not."""
    case = Case.model_validate(
        {"id": "x", "gist": "x", "worker": "yes", "place": "china", "visa": "existing", "home": home}
    )
    assert judge(case, report.deadline["june"]) is verdict


def test_meeting_june_in_china_always_meets_december(report: Report) -> None:
    """For every day of 2019 and 2020: whoever is home by the recall is home by the UN's date."""
    june, december = report.deadline["june"], report.deadline["end-of-2019"]
    for offset in range(731):
        home = datetime.date(2019, 1, 1) + datetime.timedelta(offset)
        case = Case.model_validate(
            {"id": "x", "gist": "x", "worker": "yes", "place": "china", "visa": "new", "home": home}
        )
        if judge(case, june) is Verdict.MEETS:
            assert judge(case, december) is Verdict.MEETS


def test_where_asks_for_every_field(report: Report) -> None:
    """A claim passes when each named field has a listed value."""
    seen = Where(basis=("saw",), hedged=True)
    assert {c.id for c in report.claims if passes(c, seen)} == {
        "p05-early-twenties",
        "p05-groups-of-twenty",
        "p11-about-fifty",
        "p11-early-twenties",
    }


def test_flipping_one_cell_flips_the_keys_that_rest_on_it_and_no_other(tmp_path: Path) -> None:
    """The ledger is the only place where the answer stands."""
    before = load_course(tiny.write(tmp_path / "before")).keys
    changed = tiny.write(
        tmp_path / "after",
        {
            "course/evidence/rfa-2019/grid.toml": (
                'clue = "empty"\nfit = "expected"\nreason = "Nobody wanted to."',
                'clue = "empty"\nfit = "unexpected"\nreason = "Nobody wanted to."',
            ),
            "exercises/bank/01-ferry/strike-or-winter.toml": ("single-choice", "multiple-choice"),
        },
    )
    after = load_course(changed).keys
    assert after["strike-or-winter"].correct == ("empty", "pickets")
    assert after["days-between"] == before["days-between"]


def test_a_moved_deadline_moves_the_days_and_the_version(tmp_path: Path) -> None:
    """A key's version is a digest of what it marks by."""
    before = load_course(tiny.write(tmp_path / "a")).keys["days-between"]
    moved = {"course/evidence/rfa-2019/deadlines.toml": ("2031-12-31", "2031-12-30")}
    after = load_course(tiny.write(tmp_path / "b", moved)).keys["days-between"]
    assert (before.correct, after.correct, before.version == after.version) == ("184", "183", False)


def test_the_ledger_splits_the_article_into_its_claims() -> None:
    """Every paragraph and every piece of furniture has claims; there are 91 in the body."""
    evidence: Evidence = load_evidence(ROOT)
    report = evidence.report["rfa-2019"]
    assert {claim.at for claim in report.claims} == set(report.places)
    assert sum(claim.paragraph is not None for claim in report.claims) == 91
