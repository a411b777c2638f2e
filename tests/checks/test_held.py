"""Figures and outlets' names in prose: those that the cited entry has pass, all others are found with file and line."""

from __future__ import annotations

import datetime
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import tiny
from sites import the_course

from exercises.checks.held import Held, Sources, _in_page, figures_are_held, of_text
from exercises.checks.numerals import figures_in, held_by
from exercises.checks.working import value_of, written
from exercises.course import load_course
from exercises.questions.ask import ask
from exercises.questions.resolve import subjects

ROOT = Path(__file__).parents[2]
DAYS = "exercises/keys/01-ferry/days-between.toml"
RECORD = """
[[record]]
id = "F01"
topic = "ferries"
statement = "The port counted 3,000 passengers in March 2031."
verb = "reported"
source = "The port's book"
publisher = "Harbour Times"
published = "2031-04-02"
read = "original"
[[record]]
id = "F02"
topic = "ferries"
statement = "The line sold some tickets."
verb = "reported"
source = "The line's book"
publisher = "Coast Daily News"
published = "2031-04-02"
read = "original"
"""


def found(root: Path, page: str) -> list[str]:
    """Return what is found in the tiny course with this page and two entries of the record."""
    tiny.write(root)
    (root / "course/evidence/record.toml").write_text(RECORD, encoding="utf-8")
    (root / "course/page.md").write_text(page, encoding="utf-8")
    return [str(one) for one in figures_are_held(load_course(root)) if one.path == "course/page.md"]


@pytest.mark.parametrize(
    "line",
    [
        "Three thousand came in March 2031 ({record}`F01`).",
        "The port counted 3,000 ({record}`F01`).",
        "The Harbour Times had 3,000 ({record}`F01`).",
        "A line that cites nothing may have 4,000.",
        "Two deadlines, one port, and lesson 7 ({record}`F01`).",
        "Write 40 words on it ({record}`F01`).",
        "It went down by a {figure}`third <ours: a manner of speaking>` ({record}`F01`).",
        "All {figure}`2 <count paragraphs>` paragraphs ({record}`F01`).",
        "The refit ends {figure}`184 <days deadline:refit deadline:licence>` days before ({claim}`p02-line-closes`).",
        "By the end of June ({claim}`p02-line-closes`).",
    ],
)
def test_a_figure_that_the_cited_entry_has_or_that_is_worked_out_passes(tmp_path: Path, line: str) -> None:
    assert found(tmp_path, f"{line}\n") == []


@pytest.mark.parametrize(
    ("line", "missing"),
    [
        ("Four thousand came in March 2031 ({record}`F01`).", "Four thousand"),
        ("The port counted 3,001 ({record}`F01`).", "3,001"),
        ("It was counted in May 2031 ({record}`F01`).", "May 2031"),
        ("It was counted three months later ({record}`F01`).", "three"),
        ("The port counted 3,000 (F02).", "3,000"),
        ("Coast Daily News had 3,000 ({record}`F01`).", "Coast Daily News"),
        ("By the end of July ({claim}`p02-line-closes`).", "July"),
    ],
)
def test_a_figure_or_a_name_that_the_cited_entry_has_not_is_found_with_its_line(
    tmp_path: Path, line: str, missing: str
) -> None:
    where = "course/page.md: line 3: must stand in what is cited, and does not"
    assert found(tmp_path, f"# A page\n\n{line}\n")[-1:] == [
        f"{where}: {missing}; mend it, cite what has it, or work it out with {{figure}} [unheld]"
    ]


def test_a_line_without_a_citation_answers_by_its_paragraph(tmp_path: Path) -> None:
    page = "The port counted.\nIt found 3,000.\nNo, 4,000.\nSo it said ({record}`F01`).\n\nElsewhere 5,000.\n"
    assert [one.split(": must")[0] for one in found(tmp_path, page)] == ["course/page.md: line 3"]


@pytest.mark.parametrize(
    ("role", "fault"),
    [
        ("three <count paragraphs>", "must be 2, by 'count paragraphs'; found 'three'; mend one of them"),
        ("7 <3 + 4>", "'3 + 4' must take its numbers from what is cited or given, and 3, 4 is not; cite it"),
        ("7 <7>", "'7' must take its numbers from what is cited or given, and 7 is not; cite it"),
        ("ours: no figure", "a figure of ours must be written before its reason: `7 <ours: no figure>`"),
        ("7 <ours:>", "a working must be an expression over what the ledger has; 'ours:' is not"),
        ("7 <days deadline:refit>", "a working must be an expression"),
        ("7 <__import__('os')>", "a working must be an expression"),
    ],
)
def test_a_working_that_does_not_give_its_figure_is_found(tmp_path: Path, role: str, fault: str) -> None:
    assert fault in found(tmp_path, f"It is {{figure}}`{role}` ({{record}}`F01`).\n")[0]


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (('text = "Half a year."', 'text = "It is 185 days."'), "line 10"),
        (('solution = "184 days."', 'solution = "184 days, from May on."'), "line 2"),
        (("Count from 30 June", "Count from 29 June"), "line 3"),
        (('otherwise = "Count', 'working = { "185" = "184 + 2" }\notherwise = "Count'), "working.185"),
    ],
)
def test_a_wrong_figure_in_a_key_is_found(tmp_path: Path, change: tuple[str, str], where: str) -> None:
    sound = {
        DAYS: ('otherwise = "Count', 'working = { "184" = "days deadline:refit deadline:licence" }\notherwise = "Count')
    }
    assert list(figures_are_held(load_course(tiny.write(tmp_path / "sound", sound)))) == []
    course = load_course(tiny.write(tmp_path / "wrong", {DAYS: change}))
    assert [(one.path, one.where) for one in figures_are_held(course)] == [(DAYS, where)]


@pytest.mark.parametrize("span", ["2018-19", "1999-20", "2019-00"])
def test_a_span_of_years_is_no_month(span: str) -> None:
    assert [parts for _, parts in figures_in(f"In {span} nobody counted.")] != []


def test_figures_are_read_in_digits_words_and_dates() -> None:
    text = "On 22 March 2019 some 1,200 of two hundred and 0.5 percent. May one go in May, on March 22 or in 2019-04?"
    assert [parts for _, parts in figures_in(text)] == [
        ("22 March", "2019"), ("1200",), ("200",), ("0.5",), ("May",), ("22 March",), ("April", "2019"),
    ]  # fmt: skip
    assert held_by("a hundred women") == {"100"}
    assert held_by("two women on 3 May") == {"2", "3 May", "May"}


def test_a_working_gives_counts_spans_days_and_sums(tmp_path: Path) -> None:
    report = load_course(tiny.write(tmp_path)).evidence.main
    workings = {
        "count claims": "2",
        "count claims basis=saw": "1",
        "weeks 2031-05-02 deadline:refit": "8",
        "months 2030-11 2031-05": "6",
        "months 2019-01 2025-01": "72",
        "day done:back-in-august": "2031-08-15",
        "(1 - 80 / 100) * 2": "0.4",
        "entry:refits/alder/hull + 800": "2000",
    }
    assert {working: value_of(working, report) for working in workings} == workings
    assert [written(value) for value in ("2000", "2031-08-15")] == ["2,000", "15 August 2031"]


def test_nearly_every_figure_in_a_line_that_cites_is_noticed_when_it_changes(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "course/lessons", tmp_path / "course/lessons")
    course = replace(the_course(), root=tmp_path)
    sources = Sources(course)
    noticed = []
    for path in sorted((tmp_path / "course/lessons").glob("[0-9]*.md")):
        lines = path.read_text(encoding="utf-8").split("\n")
        for place, line in enumerate(lines):
            for digits in re.finditer(
                r"(?<![\w`.,-])\d[\d,]*(?![\w`])", line if re.search(r"{(claim|record)}", line) else ""
            ):
                changed = (
                    f"{line[: digits.start()]}{int(digits[0].replace(',', '').rstrip(',')) + 1}{line[digits.end() :]}"
                )
                path.write_text("\n".join([*lines[:place], changed, *lines[place + 1 :]]), encoding="utf-8")
                noticed.append(bool(list(_in_page(sources, path))))
        path.write_text("\n".join(lines), encoding="utf-8")
    assert len(noticed) > 80
    assert sum(noticed) > 0.8 * len(noticed), f"{sum(noticed)} of {len(noticed)}"


# What the evidence says twice, it says alike

COURSE = the_course()
REPORT = COURSE.evidence.main
WORKED_OUT = {
    ("clock", "12", "day"): "twelve months after the resolution",
    ("paraphrases", "end-of-2019", "difference"): "the days between two dates",
    ("open-readings", "for-a-season", "statement"): "a reading of ours",
}
"""The cells of tables that say a figure of no source, with what it is."""


def stated(ids: tuple[str, ...]) -> Held:
    """Return what the named claims and entries say, with the day of the report; when a page appeared is not said."""
    facts = [COURSE.evidence.fact[id] for id in ids if id in COURSE.evidence.fact]
    said = of_text(REPORT.date, *(part for fact in facts for part in (fact.statement, fact.source, fact.note)))
    return said | Sources(COURSE).see([id for id in ids if id not in COURSE.evidence.fact], REPORT.id)


def test_each_figure_of_a_table_stands_in_what_its_row_names_or_is_told_to_be_worked_out() -> None:
    unheld = {
        (table.id, row.id, column)
        for table in REPORT.tables
        for row in table.rows
        if row.see
        for column, cell in row.cells.items()
        if not {part for _, parts in figures_in(cell) for part in parts} <= stated(row.see).figures | appeared(row.see)
    }
    assert unheld == set(WORKED_OUT)


def appeared(ids: tuple[str, ...]) -> set[str]:
    """Return the months in which named pages appeared; the day is the page's own and none of what it tells."""
    published = [COURSE.evidence.fact[id].published for id in ids if id in COURSE.evidence.fact]
    return held_by(" ".join(day[:7] for day in published if day))


def test_each_figure_of_a_grids_reason_stands_in_the_entry_that_its_clause_names() -> None:
    clauses = [part for cell in REPORT.cells for part in re.split(r"[;.] ", cell.reason)]
    named = {part: tuple(re.findall(r"\b[A-Z][0-9]{2}\b", part)) for part in clauses}
    assert [ids for ids in named.values() if ids]
    unheld = {part: held_by(part) - stated(ids).figures for part, ids in named.items() if ids}
    assert {part: figures for part, figures in unheld.items() if figures} == {}


def test_a_case_says_the_day_that_it_is_judged_by() -> None:
    days = {case.id: case.done for case in REPORT.cases if isinstance(case.done, datetime.date)}
    told = {id: held_by(str(done)) - held_by(REPORT.case[id].gist) for id, done in days.items()}
    till_summer = {"1 July", "July"}  # who studies until 2021 is told by the year alone
    assert {id: rest for id, rest in told.items() if rest} == dict.fromkeys(
        ("student-until-2021", "women-who-study"), till_summer
    )


def test_an_exercise_tells_a_case_with_the_cases_own_days() -> None:
    asked = [
        (exercise.id, option.text, REPORT.case[str(address).split(":")[1].split("/")[0]])
        for exercise in COURSE.bank.exercises
        if exercise.report == REPORT.id and (query := COURSE.files[exercise.id].query)
        for slot, address in subjects(query, ask(exercise)).items()
        if str(address).startswith("case:")
        for options in exercise.lists.values()
        for option in options
        if option.id == slot.partition("/")[0]
    ]
    assert len(asked) > 15
    told = [
        (id, {part for _, parts in figures_in(text) for part in parts}, held_by(case.gist)) for id, text, case in asked
    ]
    assert [(id, figures - own) for id, figures, own in told if figures - own] == []


def test_a_study_is_called_by_the_year_in_which_it_appeared() -> None:
    assert [study.id for study in COURSE.evidence.studies if not study.id.endswith(f"-{study.year}")] == []


def test_what_is_called_agreed_is_listed_one_by_one() -> None:
    assert {fact.id for fact in COURSE.evidence.record if fact.verb == "agreed"} == {"L13"}
