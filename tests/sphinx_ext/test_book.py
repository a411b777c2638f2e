"""The source of the PDF, edition by edition: where answers stand, what is asked for, and whose the report is."""

from __future__ import annotations

import os
import runpy
import sys
from pathlib import Path

import pytest
import small
import tiny
from sites import ROOT

from exercises.course import load_course
from exercises.sphinx_ext.build import EPOCH, made_at
from exercises.sphinx_ext.edition import BANNER
from exercises.sphinx_ext.typst.builder import TypstBuilder
from exercises.sphinx_ext.typst.course import note_of

PAGE = "# Course\n\n" + "".join(
    f":::{{exercise}} {id}\n:::\n\n" for id in ("days-between", "strike-or-winter", "say-it")
)
SOLUTION, GRADED = "184 days.", "Winter brings none."


def sources(root: Path, edition: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Return the source of each PDF of one edition of the small course, by the PDF's name."""
    found: dict[str, str] = {}
    monkeypatch.setattr(TypstBuilder, "compile", lambda _self, name, source: found.update({name: source}))
    tiny.with_written(root)
    (root / "conf.py").write_text(small.CONF, encoding="utf-8")
    (root / "course/index.md").write_text(PAGE, encoding="utf-8")
    small.build(root, "typst", edition=edition)
    return found


def test_students_find_answers_to_practice_at_the_end_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (name, source), *others = sources(tmp_path / "tree", "student", monkeypatch).items()
    body, _, end = source.partition("Answers to the practice exercises")
    assert (name, others) == ("said-a-source", [])
    assert (SOLUTION in body, SOLUTION in end) == (False, True)
    assert GRADED not in source
    assert BANNER not in source
    assert body.count('"The answer is on"') == 2
    assert '#go("answer--days-between", ' in body
    assert end.count('"The exercise"') == 2


def test_instructors_have_each_key_in_place_and_in_a_booklet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = sources(tmp_path / "tree", "instructor", monkeypatch)
    assert set(found) == {"said-a-source-instructor", "answers"}
    for source in found.values():
        assert (SOLUTION in source, GRADED in source, BANNER in source) == (True, True, True)
        assert "Answers to the practice exercises" not in source
        assert '"The answer is on"' not in source
    headings = ["Exercise 1.1: How long?", "Exercise 1.A: Strike or winter?", "Exercise 1.2: Say it"]
    places = [found["answers"].index(heading) for heading in headings]
    assert places == sorted(places)


def test_feedback_in_print_says_whether_it_is_on_a_right_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = sources(tmp_path / "tree", "student", monkeypatch)["said-a-source"]
    assert '#feedback("184 days", "right")[#"Half a year.";' in source
    assert '#feedback("183 days", "wrong")[#"One short.";' in source


@pytest.mark.parametrize(
    ("old", "new", "note"),
    [
        ("", "", "The report that it reads belongs to Harbour News and is not printed here"),
        ("main = true", 'main = true\nrights = "Ferry Press"', "The report that it reads belongs to Ferry Press and"),
    ],
)
def test_the_cover_says_whose_the_report_is(old: str, new: str, note: str, tmp_path: Path) -> None:
    changes = {"course/evidence/rfa-2019/report.toml": (old, new)} if old else None
    report = load_course(tiny.write(tmp_path, changes)).evidence.main
    assert note in note_of(report)


def test_the_cover_claims_no_words_of_ours_for_others(tmp_path: Path) -> None:
    root = tiny.with_words(tiny.write(tmp_path), "Not a soul aboard.", "It probably will close.")
    assert note_of(load_course(root).evidence.main) == "Text: CC BY 4.0."


@pytest.mark.parametrize(("given", "left"), [("", None), ("soon", None), ("1700000000", "1700000000")])
def test_an_epoch_that_is_no_number_counts_as_none(
    given: str, left: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", given)
    monkeypatch.setattr(sys, "path", [*sys.path])
    runpy.run_path(str(ROOT / "conf.py"))
    assert os.environ.get("SOURCE_DATE_EPOCH") == left
    assert made_at() == int(left or EPOCH)


def test_what_an_epub_says_of_the_course_holds_of_one_on_another_report(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [*sys.path])
    said = runpy.run_path(str(ROOT / "conf.py"))["epub_description"]
    assert said == "An open course on reading sourced reporting, with exercises and their answers."
