"""What importers need of a Common Cartridge, and what they would refuse or lose otherwise."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest
from lms import cartridge
from lms.canvas import _NS
from lms.nasty import item_of, items
from sites import the_course

from exercises.errors import CourseError
from exercises.export.cartridge import write
from exercises.export.export import TARGETS, selection
from exercises.export.target import Selection, losses
from exercises.questions.kinds import Option

LINK = "{http://www.imsglobal.org/xsd/imsccv1p1/imswl_v1p1}"


LESSON = next(exercise.lesson for exercise in the_course().bank.exercises if exercise.use == "graded")


def one_lesson(site: str) -> Selection:
    """Return a lesson's exercises."""
    course = the_course()
    return selection(course, "one", "One", course.chosen(LESSON, "graded"), site)


def test_lessons_are_web_links_where_the_course_is_published_and_pages_elsewhere() -> None:
    for site, kind, suffix in (("https://example.org/c/", "imswl_xmlv1p1", "xml"), ("", "webcontent", "html")):
        manifest, files = cartridge.contents(write(one_lesson(site)))
        (name,) = [name for name in files if name.startswith("lessons/")]
        (resource,) = [one for one in manifest.iter() if one.get("identifier", "").startswith("lesson_")]
        assert resource.get("type") == kind
        assert name.endswith(suffix)
        assert name in [file.get("href") for file in resource]
        if site:
            url = ET.fromstring(files[name]).find(f"{LINK}url")
            assert url is not None
            assert url.get("href") == f"https://example.org/c/course/lessons/{LESSON}.html"
        else:
            assert "After this lesson you can:" in files[name].decode()


def test_the_lessons_stand_in_their_order() -> None:
    course = the_course()
    lessons = [id for id, _, _ in selection(course, "bank", "Bank", reversed(course.bank.exercises)).lessons]
    assert lessons == sorted({exercise.lesson for exercise in course.bank.exercises if exercise.use != "test"})


def test_a_lesson_that_is_not_utf_8_is_named(tmp_path: Path) -> None:
    course = replace(the_course(), root=tmp_path)
    page = tmp_path / f"course/lessons/{LESSON}.md"
    page.parent.mkdir(parents=True)
    page.write_bytes("# Türen".encode("cp1252"))
    with pytest.raises(CourseError, match=f"course/lessons/{LESSON}.md: byte 3: must be UTF-8, and is not"):
        selection(course, "one", "One", course.chosen(LESSON, "graded"))


def test_no_profile_is_used_but_those_that_importers_know() -> None:
    found = cartridge.assessment(write(Selection("all", "All", items()))).findall(".//q:item", _NS)
    known = {"multiple_choice", "multiple_response", "true_false", "fib", "essay"}
    assert {cartridge.profile(item) for item in found} <= known


def test_several_choices_say_that_case_counts_or_they_are_marked_wrong() -> None:
    data = write(Selection("one", "One", (item_of("multiple-choice"),)))
    equals = [one for one in cartridge.assessment(data).iter(f"{{{_NS['q']}}}varequal") if one.get("case")]
    assert len(equals) == len(item_of("multiple-choice").things)
    assert {one.get("case") for one in equals} == {"Yes"}


@pytest.mark.parametrize(("ids", "profile"), [(("true", "false"), "true_false"), (("yes", "no"), "multiple_choice")])
def test_a_choice_of_true_or_false_has_those_idents_and_its_own_profile(ids: tuple[str, str], profile: str) -> None:
    item = item_of("single-choice")
    two = item.exercise.model_copy(update={"choices": tuple(Option(id=id, text=id.title()) for id in ids)})
    key = item.key.model_copy(update={"correct": ids[0], "feedback": {}})
    data = write(Selection("one", "One", (type(item)(item.course, two, key),)))
    (only,) = cartridge.assessment(data).findall(".//q:item", _NS)
    assert cartridge.profile(only) == profile
    assert cartridge.question(only).asked == tuple(id.title() for id in ids)


def test_what_is_placed_is_a_question_for_each_part_and_the_report_says_so() -> None:
    item = item_of("grid")
    found = cartridge.assessment(write(Selection("one", "One", (item,)))).findall(".//q:item", _NS)
    assert len(found) == len(item.things) > 1
    line = "grid: grid becomes multiple choice, a question of a point for each part"
    assert line in losses(TARGETS["common-cartridge"], Selection("one", "One", (item,)))
