"""The rules that the bank is held to: a sound one gives nothing, and each breach gives exactly its sentence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import tiny
from sites import the_course

from exercises.checks.quotations import quotations_of_others
from exercises.checks.rules import check_course
from exercises.course import load_course

ROOT = Path(__file__).parents[2]
KEY = "exercises/keys/01-ferry/strike-or-winter.toml"
DAYS = "exercises/keys/01-ferry/days-between.toml"
WRITTEN_BANK = """
kind = "written"
title = "Say it"
use = "practice"
outcomes = ["weigh-clues"]
level = 1
minutes = 5
stem = "Say what the ferry shows."
words = 20
"""
WRITTEN_KEY = """
solution = "It shows an empty deck."
[[rubric]]
id = "deck"
text = "Names the deck."
marks = 2
[[rubric]]
id = "doubt"
text = "Keeps the doubt."
marks = 2
[[rubric]]
id = "short"
text = "Is short."
marks = 1
[[samples]]
level = "strong"
text = "The deck was empty; why is not known."
marks = { deck = 2, doubt = 2, short = 1 }
total = 5
why = "All there."
[[samples]]
level = "middling"
text = "The deck was empty."
marks = { deck = 2, doubt = 0, short = 1 }
total = 3
why = "No doubt."
[[samples]]
level = "weak"
text = "A strike."
marks = { deck = 0, doubt = 0, short = 1 }
total = 1
why = "Neither."
"""

BREACHES = {
    "a choice with markup": (
        "exercises/bank/01-ferry/strike-or-winter.toml",
        ('text = "The empty deck"', 'text = "The *empty* deck"'),
        "exercises/bank/01-ferry/strike-or-winter.toml: choices.empty: must be plain text, and 'The *empty* deck' "
        "has markup; take it out [option-markup]",
    ),
    "feedback left out": (
        KEY,
        (
            '[feedback.empty]\nfor = "wrong"\ntext = "An empty deck fits both."\nsee = ["p01-empty-ferry"]\n'
            'misconception = "fits-so-proves"\n',
            "",
        ),
        f"{KEY}: feedback.empty: must be given, and is not; say why it is right or wrong [feedback-missing]",
    ),
    "feedback for nothing": (
        KEY,
        ("[feedback.pickets]", '[feedback.rain]\nfor = "wrong"\ntext = "x"\nsee = ["P1"]\n[feedback.pickets]'),
        f"{KEY}: feedback.rain: must belong to the exercise, and does not; mend its id [feedback-stray]",
    ),
    "feedback for the other verdict": (
        KEY,
        ('for = "right"', 'for = "wrong"'),
        f"{KEY}: feedback.pickets: is written for 'wrong', and the key says 'right'; "
        "mend the text and its `for`, or the fact [feedback-verdict]",
    ),
    "unnamed misconception": (
        KEY,
        ('misconception = "fits-so-proves"\n', ""),
        f"{KEY}: feedback.empty.misconception: must be named, and is not [misconception]",
    ),
    "unknown misconception": (
        KEY,
        ("fits-so-proves", "fits"),
        f"{KEY}: feedback.empty.misconception: fits must be in exercises/lists/misconceptions.toml, and is not; add it [dangling]",
    ),
    "pointer to nowhere": (
        KEY,
        ('see = ["P1"]', 'see = ["P9"]'),
        f"{KEY}: feedback.pickets.see: P9 must be a paragraph, a claim or an entry of the record, and is not; "
        "mend it [dangling]",
    ),
    "no word for other answers": (
        DAYS,
        ('otherwise = "Count from 30 June to 31 December."\n', ""),
        f"{DAYS}: otherwise: must say what to tell any other answer, and is not given [feedback-missing]",
    ),
    "a word that belittles": (
        KEY,
        ("The signs. Winter", "Obviously the signs. Winter"),
        f"{KEY}: solution: must do without 'Obviously'; remove it [plain-words]",
    ),
    "graded look-up of one field": (
        KEY,
        (
            'kind = "pick"\nof = "pair:strike/winter/{}"\nwhere = { separates = true }\n[query.slots]\nempty = "empty"\npickets = "pickets"',
            'kind = "pick"\nof = "claim:{}"\nwhere = { basis = ["inferred"] }\n[query.slots]\nempty = "p01-empty-ferry"\n'
            'pickets = "p02-line-closes"',
        ),
        f"{KEY}: query: a graded query must join two facts; this one returns one printed field: test a second one [graded-lookup]",
    ),
    "graded case that a lesson answers": (
        KEY,
        (
            'kind = "pick"\nof = "pair:strike/winter/{}"\nwhere = { separates = true }\n[query.slots]\nempty = "empty"\npickets = "pickets"',
            'kind = "name"\nsubject = "case:back-in-august/refit"\n[query.choices]\nempty = { verdict = ["meets"] }\npickets = { verdict = ["breaches"] }',
        ),
        f"{KEY}: query: a graded exercise must not judge back-in-august, which a lesson answers; "
        "add a case of its own [graded-lookup]",
    ),
}


def found(root: Path) -> list[str]:
    """Return the findings as printed."""
    return [str(finding) for finding in check_course(load_course(root))]


def test_a_sound_bank_has_no_findings(tmp_path: Path) -> None:
    assert found(tiny.write(tmp_path)) == []


@pytest.mark.parametrize("breach", BREACHES, ids=[name.replace(" ", "-") for name in BREACHES])
def test_each_breach_gives_exactly_its_sentence(breach: str, tmp_path: Path) -> None:
    path, change, sentence = BREACHES[breach]
    assert found(tiny.write(tmp_path, {path: change})) == [sentence]


def with_written(root: Path, old: str = "", new: str = "") -> Path:
    """Add a written exercise, its key changed."""
    tiny.write(root)
    (root / "exercises/bank/01-ferry/say-it.toml").write_text(WRITTEN_BANK)
    assert old in WRITTEN_KEY
    (root / "exercises/keys/01-ferry/say-it.toml").write_text(WRITTEN_KEY.replace(old, new) if old else WRITTEN_KEY)
    return root


SAY = "exercises/keys/01-ferry/say-it.toml"


@pytest.mark.parametrize(
    ("old", "new", "sentences"),
    [
        ("", "", []),
        (
            "total = 3",
            "total = 4",
            [
                f"{SAY}: samples.middling: the marks must add up to the total; they add up to 3, the total says 4 [samples]"
            ],
        ),
        (
            "marks = { deck = 2, doubt = 0, short = 1 }",
            "marks = { deck = 0, doubt = 0, short = 3 }",
            [f"{SAY}: samples.middling: must not give more marks than a criterion has [samples]"],
        ),
        (
            "marks = { deck = 0, doubt = 0, short = 1 }",
            "marks = { deck = 0, short = 1 }",
            [f"{SAY}: samples.weak: must mark each of ['deck', 'doubt', 'short']; found ['deck', 'short'] [samples]"],
        ),
        (
            '[[rubric]]\nid = "short"\ntext = "Is short."\nmarks = 1\n',
            "",
            [
                f"{SAY}: rubric: must have three to five criteria; found 2 [rubric]",
                f"{SAY}: samples.middling: must mark each of ['deck', 'doubt']; found ['deck', 'doubt', 'short'] [samples]",
                f"{SAY}: samples.strong: must mark each of ['deck', 'doubt']; found ['deck', 'doubt', 'short'] [samples]",
                f"{SAY}: samples.weak: must mark each of ['deck', 'doubt']; found ['deck', 'doubt', 'short'] [samples]",
            ],
        ),
        (
            'level = "weak"',
            'level = "strong"',
            [f"{SAY}: samples: must be one strong, one middling, one weak, in that order [samples]"],
        ),
    ],
)
def test_rubrics_and_samples_must_add_up(old: str, new: str, sentences: list[str], tmp_path: Path) -> None:
    assert found(with_written(tmp_path, old, new)) == sentences


def test_test_forms_that_differ_are_a_finding() -> None:
    course = the_course()
    exercises = tuple(
        one.model_copy(update={"minutes": 5}) if one.id == "form-2" else one for one in course.bank.exercises
    )
    changed = replace(course, bank=course.bank.model_copy(update={"exercises": exercises}))
    found = [finding for finding in check_course(changed) if finding.rule == "form-match"]
    shapes = "form-1 (16, 20), form-2 (16, 5), form-3 (16, 20)"
    assert [finding.message for finding in found] == [f"forms must be alike in (verdicts, minutes); found {shapes}"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ('[figures.compass]\ntitle = "x"\n', "compass: must be one of the figures, and is not"),
        ('[figures.timeline]\ntitle = "x"\n', "timeline.about: field required"),
        ('[figures.posts]\ntitle = "x"\n', "must have all that the figure is drawn from, and has not"),
    ],
)
def test_a_figure_that_cannot_be_drawn_is_a_finding(data: str, said: str, tmp_path: Path) -> None:
    root = tiny.write(tmp_path)
    (root / "course/evidence/rfa-2019/figures.toml").write_text(data, encoding="utf-8")
    (finding,) = check_course(load_course(root))
    assert finding.path == "course/evidence/rfa-2019/figures.toml"
    assert said in str(finding)


def test_a_phrase_that_an_invented_report_does_not_have_is_a_finding(tmp_path: Path) -> None:
    texts = ("There was not a soul on deck.", "It will close, probably.")
    found = check_course(load_course(tiny.with_words(tiny.write(tmp_path), *texts)))
    where = "course/evidence/rfa-2019/claims.toml: p01-empty-ferry"
    expected = f"{where}: 'not a soul aboard' must stand in P1, and does not; mend the phrase or the text [phrase]"
    assert [str(finding) for finding in found] == [expected]


def test_words_that_the_record_or_an_invented_report_has_need_not_be_the_articles(tmp_path: Path) -> None:
    fact = '[[record]]\nid = "R01"\ntopic = "law"\nstatement = "It reads \\"at once\\"."\nverb = "text-says"\n'
    fact += 'source = "A law"\npublisher = "A state"\nread = "original"\n'
    root = tiny.write(tmp_path, {"course/evidence/record.toml": ("record = []\n", fact)})
    tiny.with_words(root, "Not a soul aboard.", "He thinks it will close by autumn.")
    (root / "course/page.md").write_text(
        'The law says "at once", he "will close", and "nobody else".\n', encoding="utf-8"
    )
    kept = [one.text for one in quotations_of_others(load_course(root)) if one.path == "course/page.md"]
    assert kept == ["nobody else"]
