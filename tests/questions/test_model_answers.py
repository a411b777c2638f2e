"""What earns full marks says no more than the report: references, quotations and reserve of each model answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from exercises.course import Course, load_course
from exercises.ledger.types import Claim, Report, Strength
from exercises.questions.kinds import Exercise

ROOT = Path(__file__).parents[2]
COURSE: Course = load_course(ROOT)
REPORT = COURSE.evidence.main
LESSON = ROOT / "course/lessons/12-write-it-so-that-it-would-stand.md"
BRIEFS = "mark-three-briefs"

_SENTENCE = re.compile(r"(?<=[.!?;])\s+")
_REFERENCE = re.compile(r"\bP(\d+)\b")
_CITED = re.compile(r"\((P\d+(?:, P\d+)*)\)")
_QUOTED = re.compile(r"[\"“]([^\"“”]+)[\"”]")
_HELD = re.compile(
    r"\b(?:seem\w*|appear\w*|look(?:s|ed)? like|believe\w*|thinks?|may|might|perhaps|possibl\w+|probabl\w+|about|"
    r"reportedly|heard|saw|says?|said|tells?|told|calls?|concludes?|finds?|sources?|report|narration|rule|take|"
    r"not (?:confirmed|uncommon|ruled out)|stretch)\b",
    re.IGNORECASE,
)
"""A hedge, or somebody whose word it is."""


def claims_at(report: Report, paragraph: int) -> list[Claim]:
    """Return what the report claims in the paragraph."""
    return [claim for claim in report.claims if claim.paragraph == paragraph]


def words_at(report: Report, paragraph: int) -> list[str]:
    """Return the words of the paragraph that the ledger holds as the report's own."""
    return [words.lower() for claim in claims_at(report, paragraph) for words in (*claim.phrases, *claim.hedges)]


def faults(text: str, report: Report) -> Iterator[str]:
    """Yield each reference to no paragraph, each quotation that is not there, and each sentence without reserve."""
    known = {paragraph.number for paragraph in report.paragraphs}
    for sentence in _SENTENCE.split(text):
        named = [int(number) for number in _REFERENCE.findall(sentence)]
        yield from (f"no P{number}: {sentence}" for number in named if number not in known)
        for quoted in _QUOTED.findall(sentence):
            own = [words for number in named for words in words_at(report, number)]
            if not any(quoted.lower() in words or words in quoted.lower() for words in own):
                yield f"{quoted!r} stands in no paragraph that is named: {sentence}"
        cited = [int(number) for group in _CITED.findall(sentence) for number in _REFERENCE.findall(group)]
        weak = {claim.strength for number in cited for claim in claims_at(report, number)}
        if weak & {Strength.HEDGED, Strength.OPEN} and not _HELD.search(sentence):
            yield f"no hedge and nobody's word: {sentence}"


def model_answers() -> Iterator[tuple[str, str, Report]]:
    """Yield each sample that earns full marks, and each brief of lesson 12 that is as strong as the report."""
    for exercise, key in COURSE.pairs():
        full = sum(criterion.marks for criterion in key.rubric)
        yield from ((exercise.id, one.text, COURSE.report(exercise)) for one in key.samples if one.total == full)
    correct = COURSE.keys[BRIEFS].correct
    assert isinstance(correct, dict)
    quoted = re.findall(r"^\*\*Brief (\w)\*\*\n\n((?:>.*\n)+)", LESSON.read_text(encoding="utf-8"), re.MULTILINE)
    for letter, lines in quoted:
        if correct[f"{letter.lower()}/strength"] == "yes":
            yield f"Brief {letter}", re.sub(r"^> ", "", lines, flags=re.MULTILINE), REPORT


MODELS = list(model_answers())
WRITTEN = [exercise for exercise in COURSE.bank.exercises if exercise.kind == "written"]


@pytest.mark.parametrize("exercise", WRITTEN, ids=lambda exercise: exercise.id)
def test_every_written_exercise_has_an_answer_that_earns_full_marks(exercise: Exercise) -> None:
    assert exercise.id in {name for name, _, _ in MODELS}


def test_the_briefs_that_are_as_strong_as_the_report_are_read_too() -> None:
    assert [name for name, _, _ in MODELS if name.startswith("Brief")] == ["Brief A", "Brief B"]


@pytest.mark.parametrize(("text", "report"), [model[1:] for model in MODELS], ids=[model[0] for model in MODELS])
def test_a_model_answer_says_no_more_than_the_paragraphs_that_it_names(text: str, report: Report) -> None:
    assert list(faults(text, report)) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("The first source saw a great deal of luggage (P19).", "no P19"),
        ('To have no luggage, he says, is "not uncommon" (P5).', "'not uncommon' stands in no paragraph"),
        ('He says that it is "very common" (P6).', "'very common' stands in no paragraph"),
        ("Visa runners have no luggage (P6).", "no hedge and nobody's word"),
        ("All workers must be home by the end of June (P13).", "no hedge and nobody's word"),
    ],
)
def test_a_model_answer_that_says_more_is_found(text: str, fault: str) -> None:
    assert [found[: len(fault)] for found in faults(text, REPORT)] == [fault]
