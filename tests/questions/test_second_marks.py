"""Each sample answer was marked a second time by a reader who had not seen the first marks.

``tests/second_marks.py`` writes the sheets; a sample, a task or a criterion that has changed since is to be marked again.
"""

from __future__ import annotations

import pytest
import second_marks as second
from second_marks import Marked
from sites import the_course

COURSE = the_course()
SAMPLES = list(second.samples(COURSE))
SECONDS = second.second_marks()


@pytest.mark.parametrize("one", SAMPLES, ids=lambda one: f"{one.exercise.id}-{one.sample.level}")
def test_a_sample_as_it_reads_now_was_marked_twice(one: Marked) -> None:
    assert second.is_marked(one, SECONDS), "write its sheet: python tests/second_marks.py --sheets FOLDER"


@pytest.mark.parametrize("one", SAMPLES, ids=lambda one: f"{one.exercise.id}-{one.sample.level}")
def test_the_second_marks_are_the_first_or_a_note_says_why_the_first_stand(one: Marked) -> None:
    seconds = {each.id: SECONDS[one.exercise.id, one.sample.level, each.id] for each in one.rubric}
    apart = {id for id, found in seconds.items() if found.mark != one.sample.marks[id]}
    assert apart == {id for id, found in seconds.items() if found.note.startswith("the first stands: ")}


def test_of_twenty_marks_at_most_one_was_given_otherwise() -> None:
    apart = [
        (one.exercise.id, one.sample.level, each.id)
        for one in SAMPLES
        for each in one.rubric
        if SECONDS[one.exercise.id, one.sample.level, each.id].mark != one.sample.marks[each.id]
    ]
    assert len(apart) * 20 <= len(SECONDS), apart


def test_no_second_mark_is_kept_of_a_sample_that_is_gone() -> None:
    assert set(SECONDS) == {(one.exercise.id, one.sample.level, each.id) for one in SAMPLES for each in one.rubric}


def test_a_changed_answer_is_to_be_marked_again() -> None:
    one = SAMPLES[0]
    changed = one._replace(sample=one.sample.model_copy(update={"text": f"{one.sample.text} So it is."}))
    assert second.is_marked(one, SECONDS)
    assert not second.is_marked(changed, SECONDS)


def test_a_sheet_shows_no_mark_no_level_and_no_reason() -> None:
    of = [one for one in SAMPLES if one.exercise.id == SAMPLES[0].exercise.id]
    text = second.sheet(of)
    assert all(one.sample.text in text for one in of)
    assert not any(word in text for one in of for word in (one.sample.level, one.sample.why, "total"))
    assert [line for line in text.splitlines() if line.startswith("## Answer")] == [
        "## Answer X",
        "## Answer Y",
        "## Answer Z",
    ]
