"""What earns full marks says no more than the report and is as long as was asked, and what it earns is said.

References, quotations, reserve and length of each model answer; and the criteria by which it is marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from exercises.checks.numerals import number_in
from exercises.course import Course, load_course
from exercises.ledger.types import Claim, Report, Strength
from exercises.questions.key import Criterion
from exercises.questions.kinds import Exercise, Written

ROOT = Path(__file__).parents[2]
COURSE: Course = load_course(ROOT)
REPORT = COURSE.evidence.main
LESSON = ROOT / "course/lessons/12-write-it-so-that-it-would-stand.md"
BRIEFS = "mark-three-briefs"
BRIEF = "the-brief"

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
_ABOUT = re.compile(r"\babout ([\w-]+) words\b", re.IGNORECASE)
_AT_MOST = re.compile(r"\bat most ([\w-]+)")
_HALF = re.compile(r"\(1\)")
_OR_LESS = re.compile(r"\b(\d) marks? if\b")
_EACH = re.compile(r": a mark for each$")


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
    yield from ((f"Brief {letter}", text, REPORT) for letter, text in briefs("strength"))


def briefs(*criteria: str) -> Iterator[tuple[str, str]]:
    """Yield letter and text of each brief of lesson 12 that meets these criteria by the key."""
    correct = COURSE.keys[BRIEFS].correct
    assert isinstance(correct, dict)
    stem = COURSE.bank.exercise(BRIEFS).stem
    for letter, lines in re.findall(r"^\*\*Brief (\w)\*\*\n\n((?:>.*\n)+)", stem, re.MULTILINE):
        if all(correct[f"{letter.lower()}/{criterion}"] == "yes" for criterion in criteria):
            yield letter, re.sub(r"^> ", "", lines, flags=re.MULTILINE)


def length(text: str) -> int:
    """Return how many words the text has; the dash of a list is none."""
    return sum(any(letter.isalnum() for letter in word) for word in text.split())


def is_about(words: int, asked: int) -> bool:
    """Return whether a length is within a tenth of the one asked for."""
    return 10 * abs(words - asked) <= asked


def earned_by(criterion: Criterion) -> bool:
    """Return whether the criterion says what earns each of its marks: its halves, its levels, or a mark for each."""
    halves, levels = len(_HALF.findall(criterion.text)), [int(mark) for mark in _OR_LESS.findall(criterion.text)]
    return (
        criterion.marks == 1
        or halves == criterion.marks
        or levels == list(range(criterion.marks - 1, 0, -1))
        or bool(_EACH.search(criterion.text))
    )


MODELS = list(model_answers())
WRITTEN = [exercise for exercise in COURSE.bank.exercises if isinstance(exercise, Written)]


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


@pytest.mark.parametrize("exercise", WRITTEN, ids=lambda exercise: exercise.id)
def test_a_task_asks_for_about_so_many_words_or_marks_its_limit(exercise: Written) -> None:
    asked = [int(number_in(words)) for words in _ABOUT.findall(exercise.stem)]
    limits = _AT_MOST.findall(exercise.stem)
    assert (asked == [exercise.words], bool(limits)) in [(True, False), (False, True)]
    assert any("length" in criterion.text for criterion in COURSE.keys[exercise.id].rubric) == bool(limits)


@pytest.mark.parametrize("exercise", WRITTEN, ids=lambda exercise: exercise.id)
def test_an_answer_with_full_marks_is_as_long_as_the_task_asks(exercise: Written) -> None:
    limits = [int(number_in(words)) for words in _AT_MOST.findall(exercise.stem)]
    texts = [text for name, text, _ in MODELS if name == exercise.id]
    if limits:
        parts = [text.split("\n\n")[: len(limits)] for text in texts]
        assert [[length(part) <= limit for part, limit in zip(of, limits, strict=True)] for of in parts] == [
            [True] * len(limits) for _ in texts
        ]
    else:
        assert [length(text) for text in texts if not is_about(length(text), exercise.words)] == []


def test_a_brief_that_meets_every_criterion_is_as_long_as_the_task_asks() -> None:
    exercise = COURSE.bank.exercise(BRIEF)
    assert isinstance(exercise, Written)
    met = list(briefs(*(criterion.id for criterion in COURSE.keys[BRIEF].rubric)))
    assert [(letter, is_about(length(text), exercise.words)) for letter, text in met] == [("A", True)]


@pytest.mark.parametrize(("words", "fits"), [(134, False), (135, True), (165, True), (166, False)])
def test_about_150_words_are_135_to_165(words: int, fits: bool) -> None:
    assert is_about(words, 150) is fits


@pytest.mark.parametrize("exercise", WRITTEN, ids=lambda exercise: exercise.id)
def test_a_criterion_says_what_earns_each_of_its_marks(exercise: Exercise) -> None:
    assert [one.id for one in COURSE.keys[exercise.id].rubric if not earned_by(one)] == []


@pytest.mark.parametrize(
    ("text", "marks", "said"),
    [
        ("Keeps both lengths", 1, True),
        ("Names the origin, with its year", 2, False),
        ("Names the origin (1), with its year (1)", 2, True),
        ("Names the origin (1), with its year (1)", 3, False),
        ("Names three offices: a mark for each", 3, True),
        ("Each claim has its speaker; 2 marks if one has none, 1 mark if two have none", 3, True),
        ("Each claim has its speaker; 1 mark if two have none", 3, False),
    ],
)
def test_what_earns_a_mark_is_said_by_halves_by_levels_or_by_a_mark_for_each(text: str, marks: int, said: bool) -> None:
    assert earned_by(Criterion(id="one", text=text, marks=marks)) is said


def test_lesson_12_and_its_rubric_word_the_five_criteria_alike() -> None:
    listed = re.findall(r"^\d\. \*[\w ]+\.\* (.+?)(?: \(\{claim\}.*\))?\.$", LESSON.read_text("utf-8"), re.MULTILINE)
    assert listed == [one.text.replace(" (1)", "").split("; ")[0] for one in COURSE.keys[BRIEF].rubric]
