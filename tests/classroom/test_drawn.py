"""Invented reports drawn for a class: each student gets one, no neighbour the same, and each is marked by its own key."""

from __future__ import annotations

import csv
import re
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from seeds import free, shared
from sites import the_course

from exercises.classroom.assignment import INSTRUCTOR, MANIFEST, Assignment, Sheet, manifest_json, read_manifest
from exercises.classroom.columns import answer_columns, cells
from exercises.classroom.handing_out.assign import extended, make_assignment
from exercises.classroom.handing_out.folder import write_assignment
from exercises.classroom.handing_out.laid_out import LaidOut
from exercises.classroom.handing_out.page import page_html
from exercises.classroom.handing_out.paper import paper_html
from exercises.classroom.handing_out.pdf import draw
from exercises.classroom.handing_out.sets import SETS, check_sets
from exercises.classroom.marking.marker import Marker
from exercises.classroom.marking.overrides import read_overrides
from exercises.classroom.marking.regrade import changes
from exercises.classroom.reporting.class_report import write_class_report
from exercises.classroom.reporting.statistics import switches_within
from exercises.classroom.roster import Pupil
from exercises.classroom.taking_in.answers import Answers, answers_of, read_code, write_answers, write_code
from exercises.classroom.taking_in.refused import Refused
from exercises.classroom.taking_in.table import read_line
from exercises.cli import main
from exercises.dispatch.pool import DIGITS, Pool, new_seed
from exercises.draw.markup import plain

ROOT = Path(__file__).resolve().parents[2]
FIRST = the_course().bank.exercise("two-todays")
ONE, TWO, THREE = free(3)


def pupils(number: int, start: int = 1) -> tuple[Pupil, ...]:
    """Return so many students."""
    return tuple(Pupil(id=f"s{one}", name=f"Student {one}") for one in range(start, start + number))


@cache
def drawn(number: int = 5, *pools: Pool, seed: int = 1) -> Assignment:
    """Return an assignment of one exercise of the bank, and of each pool a report for each student."""
    pools = pools or (Pool(seeds=(ONE, TWO)),)
    return make_assignment(the_course(), (FIRST,), pupils(number), title="Fresh", due="", seed=seed, pools=pools)


def right(one: Assignment, sheet: Sheet) -> dict[str, object]:
    """Return what is right on a sheet."""
    return {item.exercise.id: item.key.correct for item in one.asked(sheet.drawn)}


def handed_in(one: Assignment, sheet: Sheet, answers: dict[str, object]) -> Answers:
    """Return a student's work."""
    return Answers(one.id, sheet.code, sheet.student, sheet.name, answers, {}, drawn=sheet.drawn)  # type: ignore[arg-type]


# Who gets what


def test_no_neighbours_get_the_same_report_and_all_are_given_as_often() -> None:
    given = [sheet.drawn for sheet in drawn(9).sheets]
    assert all(len(one) == 1 for one in given)
    assert all(one != other for one, other in pairwise(given))
    assert sorted(map(given.count, set(given))) == [2, 2, 2, 3]


def test_a_pool_of_enough_seeds_gives_each_student_a_report_of_their_own() -> None:
    assert len({sheet.drawn for sheet in drawn(4).sheets}) == 4


def test_of_one_seed_neighbours_get_twins() -> None:
    ids = [sheet.drawn[0] for sheet in drawn(5, Pool(seeds=(ONE,))).sheets]
    assert {id[-1] for id in ids} == {"a", "b"}
    assert len({id[:-1] for id in ids}) == 1
    assert all(one != other for one, other in pairwise(ids))


def test_of_each_pool_a_student_gets_one() -> None:
    one = drawn(3, Pool(seeds=(ONE,)), Pool(seeds=(THREE,), difficulty=1, points=2))
    assert [len(sheet.drawn) for sheet in one.sheets] == [2, 2, 2]
    assert [[item.number for item in one.asked(sheet.drawn)] for sheet in one.sheets] == [[1, 2, 3]] * 3
    assert {item.points for item in one.items if item.number == 3} == {2}


def test_another_seed_of_the_set_deals_otherwise_and_the_same_the_same() -> None:
    assert drawn(5) == drawn.__wrapped__(5)
    assert len({tuple(sheet.drawn[0] for sheet in drawn(5, seed=seed).sheets) for seed in range(1, 6)}) > 1


def test_who_joins_late_gets_what_they_would_have_got_from_the_start() -> None:
    assert extended(drawn(3), pupils(5)).sheets == drawn(5).sheets


def test_the_manifest_says_what_each_report_is_drawn_from(tmp_path: Path) -> None:
    one = drawn(4)
    write_assignment(one, tmp_path / "out", pdf=False, say=print)
    again = read_manifest(tmp_path / "out" / INSTRUCTOR / MANIFEST)
    assert again == one
    assert [item.drawn for item in again.places[1]] == [
        f"seed {seed}, difficulty 2, twin {twin}" for seed in (ONE, TWO) for twin in "ab"
    ]
    index = (tmp_path / "out/instructor/index.html").read_text(encoding="utf-8")
    assert [again.item[sheet.drawn[0]].drawn in index for sheet in again.sheets] == [True] * 4


# What a student sees


def test_a_sheet_has_its_own_report_marked_as_invented_and_nothing_of_another() -> None:
    one = drawn(2)
    for form in (page_html, paper_html):
        sheets = [form(one, sheet) for sheet in one.sheets]
        for sheet, html, other in zip(one.sheets, sheets, reversed(sheets), strict=True):
            (id,) = sheet.drawn
            headline = plain(one.item[id].exercise.title)
            assert html.count("Invented for practice: the people, places and events of this report are made up.") == 1
            assert id in html
            assert id not in other
            assert headline.removeprefix("A report to judge: ") in plain(html)


def test_no_sheet_tells_the_seed_by_which_anybody_could_ask_for_the_key() -> None:
    one = drawn(4)
    sheets = " ".join(form(one, sheet) for form in (page_html, paper_html) for sheet in one.sheets)
    assert all(str(seed) in manifest_json(one) for seed in (ONE, TWO))
    assert [seed for seed in (ONE, TWO) if str(seed) in sheets] == []


def test_a_sheet_that_is_laid_out_for_many_is_what_it_is_alone(drawing: None) -> None:
    one = make_assignment(the_course(), (), pupils(2), title="Fresh", due="", seed=1, pools=(Pool(seeds=(ONE,)),))
    sheet = one.sheets[1]
    assert LaidOut(one, sheet.drawn).draw(sheet) == draw(paper_html(one, sheet))


# Marks


def typed(one: Assignment, sheet: Sheet) -> dict[str, str]:
    """Return a line of the table for paper with everything right, by its headings."""
    line = {"sheet": sheet.code}
    for item in one.asked(sheet.drawn):
        line |= zip(answer_columns(item), cells(item, sheet, item.key.correct), strict=True)
    return line


def test_each_student_is_marked_by_the_key_of_their_own_report(tmp_path: Path) -> None:
    """One hands in a file, one the other verdict on everything, one a code, one paper, and one nothing."""
    one, out = drawn(5), tmp_path / "out"
    write_assignment(one, out, pdf=False, say=print)
    first, second, third, fourth, _ = one.sheets
    turn = {"adequate": "overstated", "overstated": "adequate"}
    report = right(one, second)[second.drawn[0]]
    assert isinstance(report, dict)
    turned = {second.drawn[0]: {slot: turn[said] for slot, said in report.items()}}
    (out / "answers/1.json").write_bytes(write_answers(handed_in(one, first, right(one, first)), one))
    (out / "answers/2.json").write_bytes(write_answers(handed_in(one, second, turned), one))
    (out / "answers/3.txt").write_text(write_code(handed_in(one, third, right(one, third)), one))
    head, *_ = (out / "answers/paper.csv").read_text(encoding="utf-8-sig").splitlines()
    line = ",".join(typed(one, fourth).get(heading, "") for heading in head.split(","))
    (out / "answers/paper.csv").write_text(f"{head}\n{line}\n", encoding="utf-8")
    assert main(["grade", str(out)]) == 0
    rows = csv.DictReader((out / "marked/grades.csv").read_text(encoding="utf-8-sig").splitlines())
    assert [(row["student"], row["points"], row["out of"], row["2 report"]) for row in rows] == [
        ("s1", "2", "2", "1"),
        ("s2", "0", "2", "0"),
        ("s3", "2", "2", "1"),
        ("s4", "2", "2", "1"),
        ("s5", "", "", ""),
    ]
    assert "4 of the 5 on the roster handed in" in (out / "marked/class.html").read_text(encoding="utf-8")
    assert '"Points Possible","","","","","2"' in (out / "marked/lms/canvas.csv").read_text(encoding="utf-8")


def test_the_class_report_holds_the_twins_that_were_drawn_against_each_other(tmp_path: Path) -> None:
    one = drawn(4, Pool(seeds=(ONE,)))
    marker = Marker(one)
    marked = [marker.mark(handed_in(one, sheet, right(one, sheet))) for sheet in one.sheets]
    found = switches_within(one, marked)
    assert [switch.difference for switch in found] == [1.0] * 16
    assert [(len(switch.adequate), len(switch.overstated)) for switch in found] == [(2, 2)] * 16
    write_class_report(one, marked, tmp_path / "class.html", set_aside=0)
    assert "Over all statements it is 1.00 (too few" in (tmp_path / "class.html").read_text(encoding="utf-8")
    blind = {
        id: dict.fromkeys(said, "adequate")
        for sheet in one.sheets
        for id, said in right(one, sheet).items()
        if isinstance(said, dict)
    }
    guessed = [marker.mark(handed_in(one, sheet, {sheet.drawn[0]: blind[sheet.drawn[0]]})) for sheet in one.sheets]
    assert {switch.difference for switch in switches_within(one, guessed)} == {0.0}


def test_the_class_report_says_which_twin_a_row_is_of(tmp_path: Path) -> None:
    one = drawn(4, Pool(seeds=(ONE,)))
    marked = [Marker(one).mark(handed_in(one, sheet, right(one, sheet))) for sheet in one.sheets]
    write_class_report(one, marked, tmp_path / "report.html", set_aside=0)
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert [text.count(f">2{twin}. A report to judge: ") for twin in "ab"] == [1, 1]
    assert [text.count(f">2{twin}: ") for twin in "ab"] == [16, 16]
    assert "A letter after a number is the twin of an invented report: each student had one report." in text


def test_the_teachers_word_on_a_number_is_on_the_report_that_the_student_got(tmp_path: Path) -> None:
    one = drawn(2)
    (tmp_path / "overrides.csv").write_text("student,exercise,points,reason\ns2,2,0.5,Told me\ns2,3,1,\n")
    found = read_overrides(tmp_path, one)
    assert list(found.exercises["s2"]) == list(one.sheets[1].drawn)
    assert [finding.message for finding in found.findings] == [
        "must be a number from 1 to 2, an exercise’s id, all or work, and is “3”; mend it"
    ]


def test_without_a_roster_there_is_a_sheet_for_each_report_and_a_line_that_names_none_is_of_nobody(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("exercises.classroom.commands.load_course", lambda root: the_course())
    root = small_root(tmp_path, f"[[dispatches]]\nseeds = [{ONE}]\n")
    out = tmp_path / "out"
    assert main(["assign", "mine", "--out", str(out), "--no-pdf", "--root", str(root)]) == 0
    assert "1 exercise, about 20 minutes, on 2 sheets" in capsys.readouterr().out
    one = read_manifest(out / INSTRUCTOR / MANIFEST)
    assert sorted(sheet.drawn[0][-1] for sheet in one.sheets) == ["a", "b"]
    assert [sheet.file for sheet in one.sheets] == ["sheet", "sheet-2"]
    row = typed(one, one.sheets[1])
    assert read_line({key.lower(): cell for key, cell in row.items()}, one).sheet == one.sheets[1].code
    with pytest.raises(Refused, match="it names neither a sheet nor a student"):
        read_line({"q1.1": "A"}, one)


def small_root(folder: Path, text: str) -> Path:
    """Return a folder with one set."""
    root = folder / "root"
    (root / SETS).mkdir(parents=True)
    (root / SETS / "mine.toml").write_text(f'title = "Mine"\nabout = "A report."\n{text}', encoding="utf-8")
    return root


def test_two_sets_do_not_draw_the_same_report_and_check_says_so(tmp_path: Path) -> None:
    root = small_root(tmp_path, f"[[dispatches]]\nseeds = [{ONE}, {shared()}]\n")
    other = (root / SETS / "mine.toml").read_text(encoding="utf-8").replace(f", {shared()}", f", {TWO}")
    (root / SETS / "other.toml").write_text(other, encoding="utf-8")
    found = [re.sub(r"as [0-9]+", "as N", str(finding)) for finding in check_sets(root, the_course())]
    begins = "dispatches[0].seeds: must be of reports that no student knows, and"
    ends = "; take another, as N [dispatch-known]"
    assert set(found) == {
        f"exercises/sets/mine.toml: {begins} {ONE} is in another set{ends}",
        f"exercises/sets/mine.toml: {begins} {shared()} shares a place or goods with a test of the course{ends}",
        f"exercises/sets/other.toml: {begins} {ONE} is in another set{ends}",
    }
    assert len(found) == 3


def test_seeds_that_readme_and_guide_name_are_of_reports_that_no_student_knows() -> None:
    pages = [ROOT / "README.md", *(ROOT / "course" / "teaching").glob("*.md")]
    texts = [page.read_text(encoding="utf-8") for page in pages]
    named = [found for text in texts for found in re.findall(r"(?:seeds = \[|--dispatches )([0-9, ]+)", text)]
    seeds = {int(seed) for found in named for seed in re.findall(r"[0-9]+", found)}
    assert len(seeds) > 1
    assert list(Pool(seeds=tuple(seeds)).faults(the_course().test_words, ())) == []


def test_a_number_that_is_proposed_can_be_taken_and_is_another_each_time() -> None:
    proposed = [new_seed(difficulty, the_course().test_words) for difficulty in (1, 2, 3) for _ in range(5)]
    assert {len(str(seed)) for seed in proposed} == {DIGITS}
    assert len(set(proposed)) == 15
    assert [list(Pool(seeds=(seed,)).faults(the_course().test_words, ())) for seed in proposed[5:10]] == [[]] * 5


def test_regrading_leaves_a_drawn_report_with_the_key_of_its_day() -> None:
    one = drawn(2)
    items = [
        item.model_copy(update={"key": item.key.model_copy(update={"correct": {}, "version": "0"})})
        if item.drawn
        else item
        for item in one.items
    ]
    assert changes(one.model_copy(update={"items": tuple(items)}), the_course(), ()) == []


def test_an_answer_to_another_students_report_is_refused() -> None:
    one = drawn(2)
    sheet, other = one.sheets
    assert read_code(write_code(handed_in(one, sheet, right(one, sheet)), one), one).drawn == sheet.drawn
    with pytest.raises(Refused, match="it answers an exercise that was not asked"):
        answers_of(one, sheet.code, "", "", right(one, other), {})
