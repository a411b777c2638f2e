"""Keys computed from the ledger: what separates what, who complies with what, and which fact moves which key."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
import tiny
from pydantic import TypeAdapter

from exercises.course import load_course
from exercises.errors import CourseError
from exercises.ledger.load import load_evidence
from exercises.ledger.types import Case, Evidence, Report, Verdict
from exercises.questions.key import (
    DaysToQuery,
    FidelityQuery,
    MonthsAfterQuery,
    RowBinsQuery,
    RowCellsQuery,
    RowsQuery,
    SumQuery,
    Where,
)
from exercises.questions.kinds import Exercise
from exercises.questions.resolve import answer, judge, passes, prints_one_field, separates

ROOT = Path(__file__).parents[2]


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


# Tables


EXERCISE: TypeAdapter[Exercise] = TypeAdapter(Exercise)
FERRIES = {"a": "alder", "b": "birch", "c": "cedar"}
OPTIONS = [{"id": id, "text": name} for id, name in FERRIES.items()]


@pytest.fixture(scope="module")
def ferries(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """Return the small course's report, which has a table."""
    return load_evidence(tiny.write(tmp_path_factory.mktemp("ferries"))).report["rfa-2019"]


def exercise(kind: str, **fields: object) -> Exercise:
    """Return an exercise of the kind, with what every exercise has."""
    common = {"id": "x", "lesson": "l", "title": "t", "use": "practice", "outcomes": ["o"], "level": 1, "minutes": 1}
    return EXERCISE.validate_python({"kind": kind, "stem": "s", **common, **fields})


def test_a_row_is_right_when_each_column_named_holds_a_listed_text(ferries: Report) -> None:
    choose = exercise("multiple-choice", choices=OPTIONS)
    where = {"yard": ("north",), "deck": ("5", "6")}
    query = RowsQuery(kind="rows", table="refits", where=where, choices=FERRIES)
    assert answer(query, choose, ferries) == ("b",)


def test_where_no_row_fits_the_choice_that_says_so_is_right(ferries: Report) -> None:
    choose = exercise("multiple-choice", choices=[*OPTIONS, {"id": "none", "text": "none"}])
    query = RowsQuery(kind="rows", table="refits", where={"yard": ("west",)}, choices=FERRIES, none="none")
    assert answer(query, choose, ferries) == ("none",)


def test_rows_go_into_the_bin_that_lists_their_cell(ferries: Report) -> None:
    sort = exercise("classify", statements=OPTIONS, bins=[{"id": "n", "text": "N"}, {"id": "s", "text": "S"}])
    query = RowBinsQuery(
        kind="row-bins", table="refits", column="yard", statements=FERRIES, bins={"n": ("north",), "s": ("south",)}
    )
    assert answer(query, sort, ferries) == {"a": "n", "b": "n", "c": "s"}


def test_a_cell_that_no_bin_lists_is_an_error_that_names_it(ferries: Report) -> None:
    sort = exercise("classify", statements=OPTIONS, bins=[{"id": "n", "text": "N"}, {"id": "s", "text": "S"}])
    query = RowBinsQuery(kind="row-bins", table="refits", column="yard", statements=FERRIES, bins={"n": ("north",)})
    with pytest.raises(ValueError, match="'south' is not; add it"):
        answer(query, sort, ferries)


def test_a_grid_is_filled_from_the_tables_cells(ferries: Report) -> None:
    grid = exercise(
        "grid",
        corner="Ferry",
        rows=[{"id": "b", "text": "B"}],
        columns=[{"id": "where", "text": "where"}, {"id": "deck", "text": "deck"}],
        values=[{"id": "north", "text": "north"}, {"id": "small", "text": "small"}],
    )
    query = RowCellsQuery(
        kind="row-cells",
        table="refits",
        rows={"b": "birch"},
        columns={"where": "yard", "deck": "deck"},
        values={"north": ("north",), "small": ("5",)},
    )
    assert answer(query, grid, ferries) == {"b/where": "north", "b/deck": "small"}


def test_months_are_counted_to_the_same_day_of_a_later_month(ferries: Report) -> None:
    query = MonthsAfterQuery(kind="months-after", table="refits", row="birch", column="begun", months=20)
    assert answer(query, exercise("date"), ferries) == "2033-01-12"


def test_months_to_a_day_that_does_not_exist_are_an_error(ferries: Report) -> None:
    query = MonthsAfterQuery(kind="months-after", table="refits", row="alder", column="begun", months=1)
    with pytest.raises(ValueError, match="day"):
        answer(query, exercise("date"), ferries)


def test_days_are_counted_from_the_reports_date(ferries: Report) -> None:
    query = DaysToQuery(kind="days-to", table="refits", row="birch", column="begun")
    assert answer(query, exercise("number", unit="days"), ferries) == "10"


def test_figures_of_a_row_are_added_with_their_commas(ferries: Report) -> None:
    query = SumQuery(kind="sum", table="refits", row="alder", columns=("hull", "deck"))
    assert answer(query, exercise("number", unit="tons"), ferries) == "1500"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('yard = "south", ', "", "must fill yard"),
        ('yard = "south"', 'yard = "south", mast = "2"', "mast must be a column of the table"),
        ('id = "cedar"', 'id = "birch"', "birch stands 2 times"),
        ('see = ["p01-empty-ferry"]', 'see = ["X77"]', "X77 must be a claim, a paragraph or an entry of the record"),
    ],
)
def test_a_table_that_does_not_hang_together_is_a_finding(old: str, new: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(CourseError, match=said):
        load_evidence(tiny.write(tmp_path, {"course/evidence/rfa-2019/tables.toml": (old, new)}))


def test_a_graded_query_on_one_column_of_a_table_is_a_lookup() -> None:
    one = RowsQuery(kind="rows", table="refits", where={"yard": ("north",)}, choices=FERRIES)
    two = RowsQuery(kind="rows", table="refits", where={"yard": ("north",), "deck": ("5",)}, choices=FERRIES)
    assert (prints_one_field(one), prints_one_field(two)) == (True, False)


def test_a_cell_that_is_no_figure_cannot_be_added(ferries: Report) -> None:
    query = SumQuery(kind="sum", table="refits", row="alder", columns=("hull", "yard"))
    with pytest.raises(ValueError, match="'north' is not; mend it"):
        answer(query, exercise("number", unit="tons"), ferries)


@pytest.mark.parametrize(("basis", "verdict"), [("saw", "fair"), ("heard", "too-much")])
def test_a_summary_is_adequate_when_all_that_it_tells_is_so(basis: str, verdict: str, ferries: Report) -> None:
    choose = exercise("single-choice", choices=[{"id": "fair", "text": "F"}, {"id": "too-much", "text": "T"}])
    query = FidelityQuery.model_validate(
        {
            "kind": "fidelity",
            "tells": [
                {"claim": "p01-empty-ferry", "where": {"basis": [basis]}},
                {"claim": "p02-line-closes", "where": {"hedged": True}},
            ],
            "adequate": "fair",
            "overstated": "too-much",
        }
    )
    assert answer(query, choose, ferries) == verdict
