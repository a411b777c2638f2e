"""Keys computed from the ledger: what separates what, who complies with what, and which fact moves which key."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
import tiny
from pydantic import TypeAdapter, ValidationError
from sites import the_course

from exercises.course import load_course
from exercises.errors import CourseError
from exercises.ledger.load import load_evidence
from exercises.ledger.rules import judge, separates
from exercises.ledger.subjects import passes
from exercises.ledger.types import Case, Evidence, Report, Verdict
from exercises.questions.ask import ask
from exercises.questions.key import Query
from exercises.questions.kinds import Exercise
from exercises.questions.question import Question
from exercises.questions.resolve import _entry_faults, adequacy_bins, answer, cases_of, looks_up_one_field

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def report() -> Report:
    """Return the report's ledger."""
    return the_course().evidence.report["rfa-2019"]


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


RULES = ("june/P13", "june/P14", "end-of-2019/P2", "end-of-2019/P14", "visa-freeze/P1", "visa-freeze/P2")
KEPT, BROKEN, OUTSIDE, OPEN = "meets", "breaches", "not-covered", "cannot-be-told"
CASES = {
    "home-in-november": (BROKEN, BROKEN, KEPT, KEPT, OUTSIDE, OUTSIDE),
    "in-march-out-by-june": (KEPT, KEPT, OPEN, OPEN, OPEN, BROKEN),
    "third-country-in-august": (OUTSIDE, OUTSIDE, KEPT, KEPT, OUTSIDE, OUTSIDE),
    "renewal-at-customs": (OPEN, OPEN, OPEN, OPEN, OPEN, OPEN),
    "first-visa-in-april": (OUTSIDE, OUTSIDE, KEPT, OUTSIDE, OPEN, BROKEN),
    "at-home-till-april": (OUTSIDE, OUTSIDE, OUTSIDE, KEPT, OUTSIDE, OUTSIDE),
    "student-until-2021": (OUTSIDE,) * 6,
    "still-there-in-2020": (BROKEN, BROKEN, BROKEN, BROKEN, OUTSIDE, OUTSIDE),
    "third-country-new-visa": (OUTSIDE, OUTSIDE, OPEN, OUTSIDE, OPEN, BROKEN),
    "visa-run-out": (OUTSIDE, OUTSIDE, KEPT, OUTSIDE, OUTSIDE, OUTSIDE),
    "papers-not-seen": (KEPT, KEPT, OPEN, OPEN, OPEN, OPEN),
    "women-new-for-a-season": (KEPT, KEPT, OPEN, OPEN, OPEN, BROKEN),
}
"""Each case's verdict by each wording, worked out by hand from the report's words."""


def verdict(case: Case, rule: str, report: Report) -> Verdict:
    """Return how the case stands to a rule by one wording of it, such as ``june/P13``."""
    return judge(case, report.deadline[rule.partition("/")[0]], report.wording[rule], report.now)


def invented(**facts: object) -> Case:
    """Return a worker in China who meets every rule that concerns old permits, but for these facts."""
    old = {"first": datetime.date(2016, 1, 1), "last": datetime.date(2016, 12, 31)}
    usual = {"id": "x", "gist": "x", "concerned": "yes", "locality": "china", "permit": "existing"}
    return Case.model_validate({**usual, "given": old, "there": old, "done": datetime.date(2019, 5, 1), **facts})


@pytest.mark.parametrize("case", CASES)
def test_a_case_is_judged_by_the_words_of_each_passage(case: str, report: Report) -> None:
    """A wording that covers fewer people lets others go."""
    assert tuple(verdict(report.case[case], rule, report).value for rule in RULES) == CASES[case]


def test_the_passages_on_the_end_of_2019_cover_two_classes(report: Report) -> None:
    """P2 goes by who works abroad when the report speaks, P14 by whose visa is in force then."""
    apart = {
        id for id, case in report.case.items() if verdict(case, RULES[2], report) != verdict(case, RULES[3], report)
    }
    assert apart == {"first-visa-in-april", "at-home-till-april", "third-country-new-visa", "visa-run-out"}


@pytest.mark.parametrize("permit", ["existing", "other"])
@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        ((2017, 12, 1), (2017, 12, 21), Verdict.MEETS),
        ((2017, 12, 1), (2017, 12, 22), Verdict.CANNOT_BE_TOLD),
        ((2019, 3, 22), (2019, 3, 31), Verdict.CANNOT_BE_TOLD),
        ((2019, 3, 23), (2019, 3, 31), Verdict.NOT_COVERED),
    ],
)
def test_what_the_report_calls_existing_is_dated_by_when_it_can_have_been_written(
    first: tuple[int, int, int], last: tuple[int, int, int], found: Verdict, permit: str, report: Report
) -> None:
    """From the day on which the rule that it tells of was adopted to the day of the reprint."""
    days = {"first": datetime.date(*first), "last": datetime.date(*last)}
    assert verdict(invented(permit=permit, given=days), "end-of-2019/P14", report) is found
    assert verdict(invented(permit=permit, there=days), "end-of-2019/P2", report) is found


@pytest.mark.parametrize("permit", ["renewed", "unknown", "new"])
def test_of_a_permit_that_may_be_new_it_cannot_be_told_whether_it_is_an_existing_one(
    permit: str, report: Report
) -> None:
    """Even where it had been given by the time the report speaks."""
    assert verdict(invented(permit=permit), "end-of-2019/P14", report) is Verdict.CANNOT_BE_TOLD


def test_where_a_worker_is_decides_whether_a_rule_for_one_country_covers_the_case(report: Report) -> None:
    found = {
        place: verdict(invented(locality=place), "june/P13", report) for place in ("china", "elsewhere", "unknown")
    }
    assert found == {"china": KEPT, "elsewhere": OUTSIDE, "unknown": OPEN}


def test_a_report_that_does_not_say_when_it_was_written_speaks_on_its_date(report: Report) -> None:
    undated = report.model_copy(update={"present": None})
    assert (undated.now.first, undated.now.last) == (report.date, report.date)


@pytest.mark.parametrize(
    ("done", "found"),
    [
        (datetime.date(2019, 6, 30), Verdict.MEETS),
        (datetime.date(2019, 7, 1), Verdict.BREACHES),
        ("never", Verdict.BREACHES),
        ("unknown", Verdict.CANNOT_BE_TOLD),
    ],
)
def test_the_last_day_still_meets_a_deadline(done: object, found: Verdict, report: Report) -> None:
    """The day itself is in time, the next is not."""
    assert verdict(invented(done=done), "june/P13", report) is found


def test_one_worker_home_for_good_by_june_is_home_by_december(report: Report) -> None:
    """For every day of 2019 and 2020, and a worker whom both wordings cover."""
    in_time = 0
    for offset in range(731):
        home = datetime.date(2019, 1, 1) + datetime.timedelta(offset)
        case = invented(done=home)
        if verdict(case, "june/P13", report) is Verdict.MEETS:
            in_time += 1
            assert verdict(case, "end-of-2019/P2", report) is Verdict.MEETS
    assert in_time == 181  # from 1 January to 30 June


def test_where_asks_for_every_field(report: Report) -> None:
    """A claim passes when each named field has a listed value."""
    seen = {"basis": ("saw",), "hedged": True}
    assert {id for id in report.claim if passes(report, f"claim:{id}", seen)} == {
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
    """Every paragraph and every piece of furniture has claims; there are 100 in the body."""
    evidence: Evidence = the_course().evidence
    report = evidence.report["rfa-2019"]
    assert {claim.at for claim in report.claims} == set(report.places)
    assert sum(claim.paragraph is not None for claim in report.claims) == 100


# The four queries

QUERY: TypeAdapter[Query] = TypeAdapter(Query)
EXERCISE: TypeAdapter[Exercise] = TypeAdapter(Exercise)
FERRIES = {"a": "alder", "b": "birch", "c": "cedar"}
OPTIONS = [*({"id": id, "text": name} for id, name in FERRIES.items()), {"id": "none", "text": "none of them"}]
BINS = [{"id": "n", "text": "N"}, {"id": "s", "text": "S"}]
CLAIMS = {"a": "p01-empty-ferry", "b": "p02-line-closes"}
IS_SO = {"n": {"faithful": True}, "s": {"faithful": False}}


def question(kind: str, **fields: object) -> Question:
    """Return what an exercise of the kind asks, with what every exercise has."""
    common = {
        "id": "x",
        "lesson": "l",
        "report": "r",
        "title": "t",
        "use": "practice",
        "outcomes": ["o"],
        "level": 1,
        "minutes": 1,
    }
    return ask(EXERCISE.validate_python({"kind": kind, "stem": "s", **common, **fields}))


ONE = question("single-choice", choices=OPTIONS)
SEVERAL = question("multiple-choice", choices=OPTIONS)
SORTING = question("classify", statements=OPTIONS[:3], bins=BINS)
NUMBER, DAY = question("number", unit="tons"), question("date")
GRID = question(
    "grid",
    corner="Ferry",
    rows=[{"id": "b", "text": "B"}],
    columns=[{"id": "where", "text": "where"}, {"id": "deck", "text": "deck"}],
    values=BINS,
)


def told(basis: str) -> list[dict[str, object]]:
    """Return a summary that gives the empty ferry this basis, and the closing line a hedge."""
    return [
        {"subject": "claim:p01-empty-ferry", "where": {"basis": [basis]}},
        {"subject": "claim:p02-line-closes", "where": {"hedged": True}},
    ]


def pick(of: str, where: dict[str, object], slots: dict[str, str] = FERRIES, **more: object) -> dict[str, object]:
    return {"kind": "pick", "of": of, "where": where, "slots": slots, **more}


def sort(of: str, bins: dict[str, object], **more: object) -> dict[str, object]:
    return {"kind": "sort", "of": of, "bins": bins, **({"slots": FERRIES} | more)}


def name(subject: object, choices: dict[str, object]) -> dict[str, object]:
    return {"kind": "name", "subject": subject, "choices": choices}


def figure(figure: str, *of: str, **more: object) -> dict[str, object]:
    return {"kind": "figure", "figure": figure, "of": of, **more}


ANSWERS = {
    "rows whose columns all hold a listed text": (
        SEVERAL, pick("row:refits/{}", {"yard": ["north"], "deck": ["5", "6"]}), ("b",)),
    "none, where no row fits": (SEVERAL, pick("row:refits/{}", {"yard": ["west"]}, none="none"), ("none",)),
    "one claim, for a choice of one": (ONE, pick("claim:{}", {"basis": ["inferred"]}, CLAIMS), "b"),
    "the clue that separates": (
        ONE, pick("pair:strike/winter/{}", {"separates": True}, {"a": "empty", "b": "pickets"}), "b"),
    "the wording that holds a text": (
        ONE, pick("wording:{}", {"set_by": ["the port"]}, {"a": "refit/P2", "c": "licence/P2"}), "c"),
    "each cell into the bin that lists it": (
        SORTING, sort("entry:refits/{}/yard", {"n": {"text": ["north"]}, "s": {"text": ["south"]}}),
        {"a": "n", "b": "n", "c": "s"}),
    "the first bin that fits": (SORTING, sort("entry:refits/{}/yard", {"n": {}, "s": {}}), dict.fromkeys("abc", "n")),
    "a grid from a table, its rows and columns renamed": (
        GRID, sort("entry:refits/{row}/{column}", {"n": {"text": ["north"]}, "s": {"text": ["5"]}}, slots={},
            rows={"b": "birch"}, columns={"where": "yard"}),
        {"b/where": "n", "b/deck": "s"}),
    "cases by their verdict": (
        SORTING, sort("case:{}/refit/P2", {"n": {"verdict": ["breaches"]}, "s": {"verdict": ["not-covered"]}},
            slots={"a": "back-in-august", "b": "elsewhere-in-august"}),
        {"a": "n", "b": "s"}),
    "summaries by whether all that they tell is so": (
        SORTING, sort("{}", IS_SO, slots={"a": told("saw"), "b": told("heard")}), {"a": "n", "b": "s"}),
    "the choice that names a field's value": (
        ONE, name("claim:p01-empty-ferry", {"a": {"voice": ["narration"]}, "c": {"voice": ["source-1"]}}), "c"),
    "an adequate summary": (ONE, name(told("saw"), {"a": {"faithful": True}, "b": {"faithful": False}}), "a"),
    "an overstated summary": (ONE, name(told("heard"), {"a": {"faithful": True}, "b": {"faithful": False}}), "b"),
    "a count of claims": (NUMBER, figure("count", where={"voice": ["source-1"], "hedged": True}), "1"),
    "the paragraphs that have such claims": (NUMBER, figure("paragraphs", where={"hedged": True}), "1"),
    "the choice that names a deadline's day": (
        ONE, name("deadline:refit", {"a": {"by": ["2031-12-31"]}, "b": {"by": ["2031-06-30"]}}), "b"),
    "a deadline's day": (DAY, figure("day", "deadline:licence"), "2031-12-31"),
    "months to the same day of a later month": (DAY, figure("day", "entry:refits/birch/begun", months=20), "2033-01-12"),
    "days between two deadlines": (NUMBER, figure("days", "deadline:refit", "deadline:licence"), "184"),
    "days from the report's date": (NUMBER, figure("days", "report:date", "entry:refits/birch/begun"), "10"),
    "figures added with their commas": (NUMBER, figure("sum", "entry:refits/alder/hull", "entry:refits/alder/deck"), "1500"),
}  # fmt: skip


@pytest.fixture(scope="module")
def ferries(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """Return the small course's report, which has a table."""
    return load_evidence(tiny.write(tmp_path_factory.mktemp("ferries"))).main


@pytest.mark.parametrize("what", ANSWERS)
def test_a_query_gives(what: str, ferries: Report) -> None:
    asked, query, expected = ANSWERS[what]
    assert answer(QUERY.validate_python(query), asked, ferries) == expected


NO_ANSWERS = {
    "two right choices for a choice of one": (
        ONE, pick("row:refits/{}", {"yard": ["north"]}), "exactly one choice must be right, and the ledger makes right: a, b"),
    "a subject that falls into no bin": (
        SORTING, sort("entry:refits/{}/yard", {"n": {"text": ["north"]}}), r"cedar/yard \(text south\) falls into none"),
    "a day that its month does not have": (DAY, figure("day", "entry:refits/alder/begun", months=1), "day"),
    "a cell that is no figure": (
        NUMBER, figure("sum", "entry:refits/alder/hull", "entry:refits/alder/yard"), "'north' is not; mend it"),
    "a cell that is no day": (DAY, figure("day", "entry:refits/alder/yard"), "must name a day, and names 'north'"),
    "one day, where two are wanted": (NUMBER, figure("days", "deadline:refit"), "days must be of two days, and of nothing"),
    "one entry, where a sum is wanted": (
        NUMBER, figure("sum", "entry:refits/alder/hull"), "sum must be of two entries or more, and of nothing else"),
    "a count without a test": (NUMBER, figure("count"), "count must be of claims that pass a test, .* found nothing"),
    "a count that names a claim": (
        NUMBER, figure("count", "claim:p01-empty-ferry", where={"hedged": True}), "and of nothing else; found {'of'"),
    "a test of a day": (DAY, figure("day", "deadline:refit", where={"hedged": True}), "day must be of one day, and of nothing"),
    "months after a sum": (
        NUMBER, figure("sum", "entry:refits/alder/hull", "entry:refits/alder/deck", months=2), "and of nothing else"),
    "no subjects": (ONE, {"kind": "pick", "where": {"hedged": True}}, "slots must name a subject for each of the asked"),
    "a summary that falls into no bin": (
        SORTING, sort("{}", {"n": {"faithful": True}}, slots={"a": told("heard")}), r"a summary \(faithful False\) falls"),
    "a field of a later bin that the subject does not have": (
        SORTING, sort("claim:{}", {"n": {}, "s": {"fit": ["expected"]}}, slots=CLAIMS), "must test fields of claim:"),
    "a field that the subject does not have": (
        ONE, pick("claim:{}", {"fit": ["expected"]}, CLAIMS), "must test fields of claim:p01-empty-ferry, which has voice"),
}  # fmt: skip


@pytest.mark.parametrize("what", NO_ANSWERS)
def test_the_ledger_leaves_no_answer_for(what: str, ferries: Report) -> None:
    asked, query, said = NO_ANSWERS[what]
    with pytest.raises(ValueError, match=said):
        answer(QUERY.validate_python(query), asked, ferries)


LOOK_UPS = {
    "claims, by one field": (SEVERAL, pick("claim:{}", {"basis": ["saw"]}, CLAIMS), True),
    "claims, by two": (SEVERAL, pick("claim:{}", {"basis": ["saw"], "hedged": True}, CLAIMS), False),
    "wordings, by one field": (SEVERAL, pick("wording:{}", {"set_by": ["x"]}, {"a": "refit/P2"}), True),
    "rows, by one column": (SEVERAL, pick("row:refits/{}", {"yard": ["north"]}), True),
    "rows, by two": (SEVERAL, pick("row:refits/{}", {"yard": ["north"], "deck": ["5"]}), False),
    "clues that separate": (SEVERAL, pick("pair:strike/winter/{}", {"separates": True}, {"a": "empty"}), False),
    "claims into bins of one field": (
        SORTING, sort("claim:{}", {"n": {"voice": ["page"]}, "s": {"voice": ["editor"]}}, slots=CLAIMS), True),
    "claims into bins of two fields": (
        SORTING, sort("claim:{}", {"n": {"voice": ["page"]}, "s": {"hedged": True}}, slots=CLAIMS), False),
    "a table's column into bins": (SORTING, sort("entry:refits/{}/yard", {"n": {"text": ["north"]}}), True),
    "the grid's own cells": (GRID, sort("cell:{row}/{column}", {"n": {"fit": ["expected"]}}, slots={}), True),
    "a table's cells": (GRID, sort("entry:refits/{row}/{column}", {"n": {"text": ["5"]}}, slots={}), True),
    "pairs in a grid": (
        GRID, sort("pair:{row}/{column}", {"n": {"separates": True}}, slots={}, rows={"b": "strike/winter"}), False),
    "cases, by verdict": (SORTING, sort("case:{}/refit/P2", {"n": {"verdict": ["meets"]}}), False),
    "summaries": (SORTING, sort("{}", IS_SO, slots={"a": told("saw"), "b": told("heard")}), False),
    "a field of one claim": (ONE, name("claim:p01-empty-ferry", {"a": {"voice": ["page"]}}), True),
    "a summary of one field": (ONE, name(told("saw")[:1], {"a": {"faithful": True}}), True),
    "a summary of two": (ONE, name(told("saw"), {"a": {"faithful": True}}), False),
    "a verdict": (ONE, name("case:back-in-august/refit/P2", {"a": {"verdict": ["meets"]}}), False),
    "a count": (NUMBER, figure("count", where={"basis": ["saw"]}), False),
    "a count by voice and kind": (NUMBER, figure("count", where={"voice": ["page"], "kind": ["legal"]}), True),
    "a count by kind": (NUMBER, figure("count", where={"kind": ["legal"]}), True),
    "a count by kind and hedge": (NUMBER, figure("count", where={"kind": ["legal"], "hedged": True}), False),
    "paragraphs by voice and kind": (
        NUMBER, figure("paragraphs", where={"voice": ["page"], "kind": ["legal"]}), False),
    "a deadline's day": (DAY, figure("day", "deadline:refit"), True),
    "a day, months later": (DAY, figure("day", "entry:refits/alder/begun", months=2), False),
    "days between": (NUMBER, figure("days", "deadline:refit", "deadline:licence"), False),
    "a sum": (NUMBER, figure("sum", "entry:refits/alder/hull", "entry:refits/alder/deck"), False),
    "a deadline, by its day": (ONE, name("deadline:refit", {"a": {"by": ["2031-06-30"]}}), True),
}  # fmt: skip


@pytest.mark.parametrize("what", LOOK_UPS)
def test_a_look_up_is_what_stands_in_one_printed_cell(what: str) -> None:
    asked, query, is_look_up = LOOK_UPS[what]
    assert looks_up_one_field(QUERY.validate_python(query), asked) is is_look_up


def test_a_paragraph_counts_once_and_what_stands_around_the_report_does_not(report: Report) -> None:
    where = {"voice": ["narration", "page"], "basis": ["legal-gloss"]}
    found = [answer(QUERY.validate_python(figure(of, where=where)), NUMBER, report) for of in ("count", "paragraphs")]
    assert found == ["12", "4"]


@pytest.mark.parametrize("summary", [told("heard"), told("saw")])
def test_an_id_that_is_not_there_is_found_even_after_what_is_not_so(summary: object, ferries: Report) -> None:
    stray = [*summary, {"subject": "claim:p09-nowhere", "where": {"hedged": True}}]
    query = QUERY.validate_python(name(stray, {"a": {"faithful": True}, "b": {"faithful": False}}))
    with pytest.raises(KeyError, match="p09-nowhere"):
        answer(query, ONE, ferries)


def test_a_summary_names_the_cases_of_which_it_tells() -> None:
    tells = [*told("saw"), {"subject": "case:back-in-august/refit/P2", "where": {"verdict": ["breaches"]}}]
    assert cases_of(QUERY.validate_python(name(tells, {"a": {"faithful": True}})), ONE) == {"back-in-august"}


@pytest.mark.parametrize(
    ("tests", "bins"),
    [
        ({"a": {"faithful": False}, "b": {"faithful": True}}, ("b", "a")),
        ({"a": {"faithful": True}, "b": {}}, None),
        ({"a": {"faithful": ["yes"]}, "b": {"faithful": ["no"]}, "c": {}}, None),
        ({"a": {"basis": ["saw"]}}, None),
    ],
)
def test_summaries_have_a_bin_for_adequate_and_one_for_overstated(tests: dict[str, object], bins: object) -> None:
    assert adequacy_bins(QUERY.validate_python(name(told("saw"), tests))) == bins


@pytest.mark.parametrize("value", ["on", "saw", 1])
def test_a_test_is_a_list_of_texts_or_true_or_false(value: object) -> None:
    with pytest.raises(ValidationError, match="2 validation errors"):
        QUERY.validate_python(pick("claim:{}", {"basis": value}, CLAIMS))


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


def test_a_look_up_may_hide_beside_what_is_worked_out() -> None:
    """One printed field among verdicts and pairs is a printed field all the same."""
    query = pick("{}", {"verdict": ["meets"]}, {"a": "case:back-in-august/refit/P2", "b": "claim:p01-empty-ferry"})
    assert looks_up_one_field(QUERY.validate_python(query), SEVERAL)


def test_a_day_that_can_be_read_in_two_ways_is_told_how_to_be_written() -> None:
    (fault,) = _entry_faults("date", "03/04/2019")
    assert fault.message == "must be read in one way, not as 2019-04-03 or as 2019-03-04; write it as 2019-06-30"
