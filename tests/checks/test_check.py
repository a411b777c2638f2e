"""The rules that the bank is held to: a sound one gives nothing, and each breach gives exactly its sentence."""

from __future__ import annotations

import re
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
BANK = "exercises/bank/01-ferry/strike-or-winter.toml"
DAYS = "exercises/keys/01-ferry/days-between.toml"
CLAIMS = "course/evidence/rfa-2019/claims.toml"
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
    "feedback that begins with the other verdict": (
        KEY,
        ('text = "Only a strike', 'text = "No, only a strike'),
        f"{KEY}: feedback.pickets: is written for 'right', and begins with 'No'; mend the text or its `for` "
        "[feedback-verdict]",
    ),
    "unnamed misconception": (
        KEY,
        ('misconception = "fits-so-proves"\n', ""),
        f"{KEY}: feedback.empty.misconception: must be named, and is not [misconception]",
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
    "a choice that is named by its place": (
        KEY,
        ("The signs. Winter", "The third does not. Winter"),
        f"{KEY}: solution: must say what a choice says, since its place may change; found 'The third'; reword it "
        "[named-by-place]",
    ),
    "a test of a claim without a result": (
        CLAIMS,
        ("A notice that ends it.", "A notice."),
        f"{CLAIMS}: p02-line-closes.confirm: must say where one would look, and what one would find there; "
        "found 'A notice.' [claim-test]",
    ),
    "a claim that nothing would refute": (
        CLAIMS,
        ('refute = "A timetable with the line on it."\n', ""),
        f"{CLAIMS}: p02-line-closes.refute: must say where one would look, and what one would find there; "
        "found none [claim-test]",
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
            'kind = "name"\nsubject = "case:back-in-august/refit/P2"\n[query.choices]\nempty = { verdict = ["meets"] }\npickets = { verdict = ["breaches"] }',
        ),
        f"{KEY}: query: a graded exercise must not judge back-in-august, which a lesson answers; "
        "add a case of its own [graded-lookup]",
    ),
    "what to read that tells one of two places": (
        BANK,
        (
            'id = "empty"\ntext = "The empty deck"\n[[choices]]\nid = "pickets"\ntext = "The signs at the pier"',
            'id = "empty"\ntext = "The deck of P1"\n[[choices]]\nid = "pickets"\ntext = "The line of P2"',
        ),
        f"{BANK}: claims: must name all the places that the exercise offers, or none; found 1 of 2: take them out "
        "[given-away]",
    ),
    "what to read that leaves out a paragraph of the stem": (
        BANK,
        ("Which clue tells a strike from winter?", "By P2, which clue tells a strike from winter?"),
        f"{BANK}: claims: must have a claim of each paragraph that the stem names; add one of P2 [reading]",
    ),
    "what to read that tells a paragraph's number": (
        DAYS.replace("keys", "bank"),
        ('unit = "days"', 'unit = "the paragraph’s number"\nclaims = ["p02-line-closes"]'),
        f"{DAYS.replace('keys', 'bank')}: claims: must name no place where a paragraph is asked for; found 1: "
        "take them out [given-away]",
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


SAY = tiny.SAY


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
    assert found(tiny.with_written(tmp_path, old, new)) == sentences


def test_a_forecast_must_not_send_the_reader_to_what_came_out() -> None:
    course = the_course()
    exercise = course.bank.exercise("still-there-in-july")
    told = exercise.model_copy(update={"record": ("D07",)})
    bank = course.bank.model_copy(
        update={"exercises": tuple(told if one is exercise else one for one in course.bank.exercises)}
    )
    changed = [one for one in check_course(replace(course, bank=bank)) if one.rule == "given-away"]
    assert [str(one) for one in changed] == [
        "exercises/bank/11-what-happened-next/still-there-in-july.toml: record: must not send the reader to what came "
        "out; found D07: take it out [given-away]"
    ]


def test_test_forms_that_differ_are_a_finding() -> None:
    course = the_course()
    exercises = tuple(
        one.model_copy(update={"minutes": 5}) if one.id == "exit-a" else one for one in course.bank.exercises
    )
    changed = replace(course, bank=course.bank.model_copy(update={"exercises": exercises}))
    found = [finding for finding in check_course(changed) if finding.rule == "form-match"]
    others = "entry-a (16, 20), entry-b (16, 20), {}, exit-b (16, 20), return-a (16, 20), return-b (16, 20)"
    shapes = others.format("exit-a (16, 5)")
    assert [finding.message for finding in found] == [f"forms must be alike in (verdicts, minutes); found {shapes}"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ('[figures.compass]\ntitle = "x"\n', "compass: must be one of the figures, and is not"),
        ('[figures.timeline]\ntitle = "x"\n', "timeline.about: must be given, and is not; add it [figure]"),
        ('[figures.posts]\ntitle = "x"\n', "posts.about: must be given, and is not; add it [figure]"),
    ],
)
def test_a_figure_that_cannot_be_drawn_is_a_finding(data: str, said: str, tmp_path: Path) -> None:
    root = tiny.write(tmp_path)
    (root / "course/evidence/rfa-2019/figures.toml").write_text(data, encoding="utf-8")
    findings = found(root)
    assert [one for one in findings if not one.startswith("course/evidence/rfa-2019/figures.toml: ")] == []
    assert any(said in one for one in findings)


@pytest.mark.parametrize(
    ("minutes", "shown"),
    [("ten", "ten"), ("0", "0"), ("[", "["), ('"half an hour"', "half an hour"), ("10", ""), ("'10'  # about", "")],
)
def test_minutes_of_a_page_are_a_number_in_figures(minutes: str, shown: str, tmp_path: Path) -> None:
    root = tiny.write(tmp_path)
    (root / "course/lessons").mkdir()
    text = f"---\noutcomes: [weigh-clues]\nminutes: {minutes}\n---\n\n# Ferry\n\nminutes: none\n"
    (root / "course/lessons/01-ferry.md").write_text(text, encoding="utf-8")
    must = f"must be a number in figures, from 1 on, and is {shown!r}; mend it or take it out"
    assert found(root) == ([f"course/lessons/01-ferry.md: minutes: {must} [minutes]"] if shown else [])


def test_one_finding_cannot_both_confirm_and_refute_a_claim(tmp_path: Path) -> None:
    change = ("A passenger count with nobody on it.", "A passenger count with somebody on it.")
    found = check_course(load_course(tiny.write(tmp_path, {CLAIMS: change})))
    assert [(finding.where, finding.rule) for finding in found] == [
        ("p01-empty-ferry.confirm", "claim-test"),
        ("p01-empty-ferry.refute", "claim-test"),
    ]


def test_an_invented_report_need_not_say_who_could_check(tmp_path: Path) -> None:
    root = tiny.with_words(tiny.write(tmp_path), "Not a soul aboard.", "It will close, probably.")
    path = root / CLAIMS
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub("(confirm|refute) = .*\n", "", text).replace("not a soul", "Not a soul"), encoding="utf-8")
    assert found(root) == []


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


@pytest.mark.parametrize(
    ("proof", "see", "found"),
    [
        ("p01-empty-ferry", "P1", []),
        ("p01-empty-ferry", "P2", [f"{KEY}: feedback.pickets.see: must name some of the proof, p01-empty-ferry, and does not"]),
        ("p02-line-closes", "P1", [
            f"{KEY}: feedback.pickets.see: must name some of the proof, p02-line-closes, and does not",
            f"{KEY}: proof: p02-line-closes must be named in the `see` of some feedback",
        ]),
    ],
)  # fmt: skip
def test_what_proves_a_stated_key_is_pointed_to(tmp_path: Path, proof: str, see: str, found: list[str]) -> None:
    key = tiny.write(tmp_path) / KEY
    text = key.read_text(encoding="utf-8").replace('see = ["P1"]', f'see = ["{see}"]')
    query = text[text.index("[query]") : text.index("[feedback.empty]")]
    text = f'correct = "pickets"\nproof = ["{proof}"]\n' + text.replace(query, "")
    key.write_text(text, encoding="utf-8")
    said = [str(one) for one in check_course(load_course(tmp_path)) if one.rule == "proof"]
    assert [one.startswith(start) for one, start in zip(said, found, strict=True)] == [True] * len(found)


@pytest.mark.parametrize(
    ("needs", "found"),
    [
        ("report", []),
        (
            "record",
            [
                "exercises/bank: needs: at least 60 percent must need the report, and it is record 1; write others [needs]"
            ],
        ),
        (
            "reasoning",
            [
                "exercises/bank: needs: at least 60 percent must need the report, and it is reasoning 1; write others [needs]",
                "exercises/bank: needs: at most 25 percent must need reasoning alone, and it is reasoning 1; "
                "write others [needs]",
            ],
        ),
    ],
)
def test_most_of_what_is_handed_in_needs_the_report(needs: str, found: list[str], tmp_path: Path) -> None:
    root = tiny.write(
        tmp_path,
        {"exercises/bank/01-ferry/strike-or-winter.toml": ("minutes = 1\n", f'minutes = 1\nneeds = "{needs}"\n')},
    )
    assert [str(one) for one in check_course(load_course(root))] == found


def test_no_more_may_be_overstated_than_is_adequate(tmp_path: Path) -> None:
    root = tiny.write(tmp_path, {KEY: ('solution = "The', 'verdict = "overstated"\nsolution = "The')})
    assert [str(one) for one in check_course(load_course(root))] == [
        "exercises/keys: verdict: no more must be overstated than is adequate, and there are "
        "0 adequate and 1 overstated; add reporting that stands [verdict-balance]"
    ]
