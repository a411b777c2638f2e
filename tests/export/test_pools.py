"""A pool of invented reports in an LMS: each student draws one whole, and it is marked by its own key."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import golden
import pytest
from lms import canvas, cartridge, downloads, gift, moodle, qti
from lms.found import plain
from lms.readers import READERS
from seeds import free, given, shared
from sites import ROOT, the_course

from exercises.classroom.assignment import Assignment, read_manifest
from exercises.classroom.handing_out.assign import make_assignment
from exercises.classroom.marking.graded import graded
from exercises.classroom.reporting.gradebook import earned
from exercises.cli import main
from exercises.dispatch.pool import Pool
from exercises.draw.markup import html
from exercises.export.export import TARGETS, selection
from exercises.export.target import Selection, losses
from exercises.questions.grade import best_response

NOW = datetime(2026, 6, 1, tzinfo=UTC)
ONE, TWO, OTHER = free(3)
POOL = Pool(seeds=(ONE, TWO))
FIRST = the_course().bank.exercise("two-todays")
ALL = pytest.mark.parametrize("name", TARGETS)


@cache
def chosen(*pools: Pool) -> Selection:
    """Return an exercise of the bank, and a pool or several."""
    return selection(the_course(), "mine", "Mine", (FIRST,), pools=pools or (POOL,))


@cache
def written(name: str) -> bytes:
    """Return what a target makes of the exercise and the pool."""
    return TARGETS[name].write(chosen())


def ids(which: Callable[[str], str] = str) -> list[str]:
    """Return the ids of the pool's reports as a system has them."""
    return [which(item.id) for item in chosen().items if item.pool]


# What a student draws


@ALL
def test_each_question_of_a_pool_is_a_whole_report_marked_as_invented_with_all_its_sentences(name: str) -> None:
    found = READERS[name](written(name))
    for item in chosen().pools[POOL.name]:
        one = found.get(item.id) or found[f"i{item.uuid}"]
        assert one.stem.startswith("Invented for practice: the people, places and events of this report are made up.")
        paragraphs = item.course.report(item.exercise).paragraphs
        assert [p.number for p in paragraphs if plain(html(p.text or "")) not in one.stem] == []
        assert len(one.asked) == 16


@pytest.mark.parametrize(("name", "read"), [("moodle-xml", moodle.categories), ("gift", gift.categories)])
def test_moodle_has_a_category_of_the_pool_alone_to_draw_a_random_question_from(
    name: str, read: Callable[[bytes], dict[str, list[str]]]
) -> None:
    assert read(written(name)) == {
        f"$course$/top/Mine (instructor)/{FIRST.lesson}": [FIRST.id],
        f"$course$/top/Mine (instructor)/{POOL.name}": ids(),
    }


def test_canvas_has_a_group_that_picks_one_and_the_quiz_counts_it_once() -> None:
    uuids = {item.id: f"i{item.uuid}" for item in chosen().items}
    (group,) = canvas.groups(written("canvas")).values()
    assert group == ("1", "1.0", ids(uuids.__getitem__))
    assert "<points_possible>2.0</points_possible>" in golden.as_text(written("canvas"))


@pytest.mark.parametrize("name", ["qti-2.1", "qti-3.0"])
def test_a_test_of_qti_selects_one_of_the_pools_section(name: str) -> None:
    assert qti.sections(written(name)) == {
        "section": ("", [f"sas-{FIRST.id}"]),
        POOL.name: ("1", ids("sas-{}".format)),
    }


def test_a_cartridge_has_the_pool_as_its_one_question_bank_and_asks_none_of_it() -> None:
    items = cartridge.assessment(written("common-cartridge"), cartridge.BANK).findall("q:objectbank/q:item", canvas._NS)
    assert len(items) == 4 * 16
    (only,) = cartridge.assessment(written("common-cartridge")).findall(".//q:item", canvas._NS)
    assert only.get("title") == FIRST.title


def test_a_pool_alone_is_a_quiz_without_other_questions() -> None:
    alone = selection(the_course(), "mine", "Mine", (), pools=(POOL,))
    assert list(qti.sections(TARGETS["qti-2.1"].write(alone))) == [POOL.name]
    assert len(cartridge.read(TARGETS["common-cartridge"].write(alone))) == 4


def test_the_report_of_what_is_lost_says_what_becomes_of_the_draw() -> None:
    last = {name: losses(target, chosen()).splitlines()[-1] for name, target in TARGETS.items()}
    category = "the draw of one of 4 reports becomes a category, from which you add a random question to a quiz"
    assert last["moodle-xml"] == last["gift"] == f"{POOL.name}: {category}"
    bank = "the draw of one of 4 reports is lost: they become a question bank, a question for each sentence"
    assert last["common-cartridge"] == f"{POOL.name}: {bank}"
    assert [name for name, line in last.items() if not line.startswith(POOL.name)] == ["canvas", "qti-2.1", "qti-3.0"]


# Ids, and what may be in a pool


@pytest.fixture(autouse=True)
def _read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the command take the course that the other tests have read."""
    monkeypatch.setattr("exercises.cli.load_course", the_course)


def test_a_report_has_one_id_in_every_pool_and_its_twin_and_other_difficulties_have_others() -> None:
    more = [report.id for report, _, _ in Pool(seeds=(OTHER, TWO)).asked.values()]
    assert more[2:] == ids()[2:]
    other = [report.id for report, _, _ in Pool(seeds=(ONE, TWO), difficulty=3).asked.values()]
    assert len({*ids(), *more, *other}) == 10


@ALL
def test_nothing_of_a_pools_file_tells_a_seed_or_anything_of_another_exercise(name: str) -> None:
    course = the_course()
    data = TARGETS[name].write(selection(course, "mine", "Mine", (), pools=(POOL,)))
    text = golden.as_text(data)
    assert re.findall(r"203(?:03|08)(?!\d)", re.sub(r"[0-9a-f]{10,}", "", text)) == []
    told = " ".join(found.solution + " ".join(found.said.values()) for found in READERS[name](data).values())
    solutions = {
        one.id: plain(html(course.keys[one.id].solution))
        for one in course.bank.exercises
        if one.report == course.evidence.main.id
    }
    assert [id for id, solution in solutions.items() if solution in told] == []
    reports = [words for words in course.test_words if words[:80] in text]
    assert reports == []


@ALL
def test_two_exports_of_a_pool_are_the_same_bytes(name: str) -> None:
    again = selection(the_course(), "mine", "Mine", (FIRST,), pools=(Pool(seeds=(ONE, TWO)),))
    assert TARGETS[name].write(again) == written(name)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            [f"{given()}", f"{ONE}", "--difficulty", "1"],
            f"--dispatches: seeds: must be of reports that no student knows, and {given()} is given for practice",
        ),
        (
            [f"{shared()}"],
            f"--dispatches: seeds: must be of reports that no student knows, and {shared()} shares a place or goods with a test",
        ),
        ([f"{ONE}", f"{ONE}"], f"--dispatches: dispatches: ids must be unique; {ONE} of difficulty 2 stands 2 times"),
    ],
)
def test_a_pool_of_reports_that_students_may_know_is_refused_and_nothing_is_written(
    arguments: list[str], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(tmp_path / "pool.xml")
    assert main(["export", "moodle-xml", "--out", out, "--root", str(ROOT), "--dispatches", *arguments]) == 1
    assert capsys.readouterr().out.startswith(message)
    assert list(tmp_path.iterdir()) == []


def test_a_set_and_seeds_are_not_exported_together(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "gift", "final", "--dispatches", f"{ONE}", "--root", str(ROOT)]) == 1
    assert "must stand without a set, and stands with final" in capsys.readouterr().out


# Results that come back


def manifest() -> Assignment:
    """Return the manifest that the export has beside it."""
    return make_assignment(the_course(), (FIRST,), (), title="Mine", due="", seed=1, pools=(POOL,))


def test_the_command_writes_the_pool_and_the_manifest_by_which_results_are_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "pool.xml"
    seeds = ["--dispatches", f"{ONE}", f"{TWO}"]
    assert main(["export", "moodle-xml", *seeds, "--out", str(out), "--root", str(ROOT)]) == 0
    assert capsys.readouterr().out.startswith("4 invented reports for Moodle XML, with their keys")
    assert sorted(moodle.read(out.read_bytes())) == sorted(read_manifest(tmp_path / "pool-manifest.json").item)


def works() -> list[downloads.Work]:
    """Return the work of four students who draw a report each, and of one who draws the first again and leaves it."""
    first, *pool = chosen().items
    best = {item.id: best_response(item.question, item.key) or "" for item in chosen().items}
    return [
        *({f"s{place}": {first.id: best[first.id], item.id: best[item.id]}} for place, item in enumerate(pool)),
        {"s4": {first.id: best[first.id]}},
    ]


def moodle_tables() -> list[str]:
    """Return a table of each student, with the text of the question that was drawn."""
    first, *pool = chosen().items
    return [downloads.moodle((first, item), work) for item, work in zip([*pool, pool[0]], works(), strict=True)]


def canvas_tables() -> list[str]:
    """Return one table, with a column of each question of the group."""
    return [downloads.canvas(chosen().items, {id: work for one in works() for id, work in one.items()})]


@pytest.mark.parametrize("tables", [moodle_tables, canvas_tables])
def test_each_student_is_marked_by_the_report_that_was_drawn_there(
    tables: Callable[[], list[str]], tmp_path: Path
) -> None:
    for place, table in enumerate(tables()):
        (tmp_path / f"results-{place}.csv").write_text(table, encoding="utf-8")
    done = graded(manifest(), sorted(tmp_path.iterdir()), NOW)
    assert [piece.reason for piece in done.aside] == []
    points = {work.student: earned(done.assignment, work) for work in done.marked}
    assert points == {"s0": (2, 2), "s1": (2, 2), "s2": (2, 2), "s3": (2, 2), "s4": (1, 2)}
