"""The edges of the rules that the bank is held to: the least that breaks one is a finding, the most it allows none."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import pytest
import tiny
from sites import the_course

from exercises.checks.corrections import Correction, check_corrections, load_corrections
from exercises.checks.rules import check_course, forms_are_matched, what_to_read_has_what_the_stem_names
from exercises.course import Course, load_course
from exercises.errors import CourseError

COURSE = the_course()
BANK = "exercises/bank/01-ferry/strike-or-winter.toml"
KEY = "exercises/keys/01-ferry/strike-or-winter.toml"
DAYS = "exercises/keys/01-ferry/days-between.toml"
SAY = tiny.SAY
QUERY = tiny.FILES[KEY][tiny.FILES[KEY].index("[query]") : tiny.FILES[KEY].index("[feedback.empty]")]
LOOK_UP = '[query]\nkind = "pick"\nof = "claim:{}"\nwhere = { basis = ["inferred"] }\n[query.slots]\nempty = "p01-empty-ferry"\npickets = "p02-line-closes"\n'
FERRY, LINE = ('{ subject = "claim:p01-empty-ferry", where = { basis = ["saw"] } }', '{ subject = "claim:p02-line-closes", where = { hedged = true } }')  # fmt: skip
JUDGED = f'[query]\nkind = "name"\nsubject = [{FERRY}, {LINE}]\n[query.choices]\npickets = {{ faithful = true }}\nempty = {{ faithful = false }}\n'


def found(root: Path) -> list[str]:
    """Return the findings as printed."""
    return [str(finding) for finding in check_course(load_course(root))]


def test_a_row_of_all_paragraphs_in_a_stem_is_the_report(tmp_path: Path) -> None:
    asked = "Which clue tells a strike from winter?"
    assert found(tiny.write(tmp_path, {BANK: (asked, f"In P1 to P2: {asked}")})) == []


def test_of_a_row_of_paragraphs_those_are_to_be_read_on_which_the_proof_rests() -> None:
    course = the_course()
    exercise = course.bank.exercise("two-people")
    left = exercise.model_copy(update={"claims": ("p03-source-from", "p09-second-source")})
    others = tuple(one for one in course.bank.exercises if one.id != exercise.id)
    told = replace(course, bank=course.bank.model_copy(update={"exercises": (*others, left)}))
    (finding,) = what_to_read_has_what_the_stem_names(told)
    assert finding.message.endswith("add one of P10, P11, P7")


# Words, markup, feedback


@pytest.mark.parametrize("word", ["simply", "obviously", "clearly", "Clearly", "just", "of course"])
@pytest.mark.parametrize(
    ("path", "text", "where"),
    [
        (BANK, "Which clue tells a strike from winter?", "stem"),
        (KEY, "The signs. Winter brings none.", "solution"),
        (KEY, "An empty deck fits both.", "feedback.empty"),
    ],
)
def test_no_stem_solution_or_feedback_belittles(word: str, path: str, text: str, where: str, tmp_path: Path) -> None:
    root = tiny.write(tmp_path, {path: (text, f"{word} so. {text}")})
    assert found(root) == [f"{path}: {where}: must do without {word!r}; remove it [plain-words]"]


def test_no_hint_belittles(tmp_path: Path) -> None:
    root = tiny.write(tmp_path, {BANK: ("level = 1", 'level = 1\nhints = ["Obviously."]')})
    assert found(root) == [f"{BANK}: hints[0]: must do without 'Obviously'; remove it [plain-words]"]


@pytest.mark.parametrize("words", ["Oversimply, unclearly", "“Just to renew”", "Some just under half"])
def test_a_word_that_holds_a_plain_one_quotes_one_or_measures_is_no_finding(words: str, tmp_path: Path) -> None:
    assert found(tiny.write(tmp_path, {KEY: ("The signs. Winter", f"{words}. Winter")})) == []


@pytest.mark.parametrize(
    ("markup", "name"),
    [
        ("![a gate](gate.png)", "image"),
        ("[a gate](https://example.org)", "link"),
        ("# A gate", "heading"),
        ("***", "hr"),
        ("3. a gate", "list that begins at another number than 1"),
    ],
)
@pytest.mark.parametrize(
    ("path", "text", "where"), [(BANK, "Which clue tells", "stem"), (KEY, "An empty deck", "feedback.empty")]
)
def test_markup_that_an_export_cannot_hold_is_a_finding(
    markup: str, name: str, path: str, text: str, where: str, tmp_path: Path
) -> None:
    root = tiny.write(tmp_path, {path: (text, f"{markup}\\n\\n{text}")})
    held = "must be of paragraphs, emphasis, quotations, lists from 1, tables and code alone"
    said = [line for line in found(root) if line.endswith("[markup]")]  # a list's number is held by nothing, besides
    assert said == [f"{path}: {where}: {held}, and has {name}; take it out [markup]"]


@pytest.mark.parametrize(
    "markup", ["*a* **gate**", "1. a gate", "- a gate", "> a gate", "| a |\\n|:--|\\n| b |", "`gate` \\\\* x"]
)
def test_markup_that_every_export_holds_is_no_finding(markup: str, tmp_path: Path) -> None:
    text = "Which clue tells"
    root = tiny.write(tmp_path, {BANK: (text, f"{markup}\\n\\n{text}")})
    assert [line for line in found(root) if line.endswith("[markup]")] == []


@pytest.mark.parametrize("kind", ["multiple-choice", "single-choice"])
def test_each_wrong_choice_names_a_misconception(kind: str, tmp_path: Path) -> None:
    root = tiny.write(tmp_path, {BANK: ("single-choice", kind), KEY: ('misconception = "fits-so-proves"\n', "")})
    assert found(root) == [f"{KEY}: feedback.empty.misconception: must be named, and is not [misconception]"]


@pytest.mark.parametrize("slot", ["many", "nan", "30 June"])
def test_feedback_on_a_number_is_on_a_number(slot: str, tmp_path: Path) -> None:
    root = tiny.write(tmp_path, {DAYS: ("[feedback.183]", f'[feedback."{slot}"]')})
    assert found(root) == [
        f"{DAYS}: feedback.{slot}: must belong to the exercise, and does not; mend its id [feedback-stray]"
    ]


def test_feedback_on_a_number_within_the_tolerance_calls_it_right(tmp_path: Path) -> None:
    root = tiny.write(tmp_path, {DAYS: ('solution = "184 days."', 'solution = "184 days."\ntolerance = "1"')})
    said = "is written for 'wrong', and the key says 'right'; mend the text and its `for`, or the fact"
    assert found(root) == [f"{DAYS}: feedback.183: {said} [feedback-verdict]"]


def test_feedback_on_a_wrong_choice_among_several_calls_it_wrong(tmp_path: Path) -> None:
    root = tiny.write(tmp_path, {BANK: ("single-choice", "multiple-choice"), KEY: ('for = "wrong"', 'for = "right"')})
    said = "is written for 'right', and the key says 'wrong'; mend the text and its `for`, or the fact"
    assert found(root) == [f"{KEY}: feedback.empty: {said} [feedback-verdict]"]


def test_the_hedge_that_an_invented_report_does_not_have_is_a_finding(tmp_path: Path) -> None:
    root = tiny.with_words(tiny.write(tmp_path), "Not a soul aboard.", "Not a soul thinks that it will close.")
    root = tiny_changed(root, "course/evidence/rfa-2019/claims.toml", '["not a soul aboard"]', '["Not a soul aboard"]')
    said = "'probably' must stand in P2, and does not; mend the phrase or the text"
    assert found(root) == [f"course/evidence/rfa-2019/claims.toml: p02-line-closes: {said} [phrase]"]


def tiny_changed(root: Path, path: str, old: str, new: str) -> Path:
    """Change one file of the small course, in which ``old`` must stand."""
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new), encoding="utf-8")
    return root


# Graded and test exercises


@pytest.mark.parametrize("use", ["graded", "test"])
def test_neither_a_graded_nor_a_test_exercise_is_a_look_up(use: str, tmp_path: Path) -> None:
    root = tiny.write(tmp_path, {BANK: ('"graded"', f'"{use}"'), KEY: (QUERY, LOOK_UP)})
    said = f"a {use} query must join two facts; this one returns one printed field: test a second one"
    assert found(root) == [f"{KEY}: query: {said} [graded-lookup]"]


def test_an_exercise_to_practise_may_be_a_look_up(tmp_path: Path) -> None:
    assert found(tiny.write(tmp_path, {BANK: ('"graded"', '"practice"'), KEY: (QUERY, LOOK_UP)})) == []


@pytest.mark.parametrize("verdict", ["", 'verdict = "overstated"\n'])
def test_a_summary_that_the_ledger_judges_has_the_verdict_that_follows(verdict: str, tmp_path: Path) -> None:
    shown = "'overstated'" if verdict else "None"
    expected = [f"{KEY}: verdict: must be 'adequate', as the ledger makes it; found {shown} [verdict]"]
    if verdict:
        said = "no more must be overstated than is adequate, and there are 0 adequate and 1 overstated"
        expected.append(f"exercises/keys: verdict: {said}; add reporting that stands [verdict-balance]")
    assert sorted(found(tiny.write(tmp_path, {KEY: (QUERY, verdict + JUDGED)}))) == sorted(expected)


def test_an_overstated_summary_must_not_be_called_adequate(tmp_path: Path) -> None:
    judged = JUDGED.replace('["saw"]', '["heard"]').replace("pickets = { faithful = true }\nempty = { faithful = false }", "empty = { faithful = true }\npickets = { faithful = false }")  # fmt: skip
    root = tiny.write(tmp_path, {KEY: (QUERY, f'verdict = "adequate"\n{judged}')})
    assert found(root) == [f"{KEY}: verdict: must be 'overstated', as the ledger makes it; found 'adequate' [verdict]"]


def test_half_of_the_verdicts_are_enough(tmp_path: Path) -> None:
    """One adequate and one overstated are balanced; two overstated to one adequate are not."""
    root = tiny.write(tmp_path, {KEY: (QUERY, f'verdict = "adequate"\n{JUDGED}')})
    assert found(tiny_changed(root, DAYS, 'solution = "184', 'verdict = "overstated"\nsolution = "184')) == []
    (root / "exercises/bank/01-ferry/more.toml").write_text(tiny.FILES[DAYS.replace("keys", "bank")], encoding="utf-8")
    (root / "exercises/keys/01-ferry/more.toml").write_text((root / DAYS).read_text(encoding="utf-8"), encoding="utf-8")
    said = "no more must be overstated than is adequate, and there are 1 adequate and 2 overstated; add reporting that stands"
    assert found(root) == [f"exercises/keys: verdict: {said} [verdict-balance]"]


def with_form(count: int, adequate: int) -> Course:
    """Return the course with its first test form cut to so many verdicts, of which so many are adequate."""
    exercise, key, file = COURSE.bank.exercise("entry-a"), COURSE.keys["entry-a"], COURSE.files["entry-a"]
    assert exercise.kind == "classify"
    assert isinstance(key.correct, dict)
    true, false = ([slot for slot, value in key.correct.items() if value == bin] for bin in ("adequate", "overstated"))
    kept = {*true[:adequate], *false[: count - adequate]}
    cut = exercise.model_copy(update={"statements": tuple(one for one in exercise.statements if one.id in kept)})
    correct = {slot: value for slot, value in key.correct.items() if slot in kept}
    feedback = {slot: said for slot, said in key.feedback.items() if slot in kept}
    assert file.query is not None
    others = tuple(one for one in COURSE.bank.exercises if one.use != "test")
    return replace(
        COURSE,
        bank=COURSE.bank.model_copy(update={"exercises": (*others, cut)}),
        keys={**COURSE.keys, "entry-a": key.model_copy(update={"correct": correct, "feedback": feedback})},
    )


@pytest.mark.parametrize(("count", "adequate"), [(14, 7), (15, 8), (15, 7)])
def test_a_test_form_has_sixteen_verdicts_half_of_them_adequate(count: int, adequate: int) -> None:
    found = forms_are_matched(with_form(count, adequate))
    assert [finding.message for finding in found] == [
        f"must have 16 verdicts or more, half adequate; found {count}, {adequate} so"
    ]


def test_a_test_form_with_more_adequate_than_overstated_is_a_finding() -> None:
    key = COURSE.keys["entry-a"]
    assert isinstance(key.correct, dict)
    flipped = next(slot for slot, verdict in key.correct.items() if verdict == "overstated")
    changed = key.model_copy(update={"correct": {**key.correct, flipped: "adequate"}})
    course = replace(COURSE, keys={**COURSE.keys, "entry-a": changed})
    found = [finding.message for finding in check_course(course) if finding.rule == "form-balance"]
    assert found == ["must have 16 verdicts or more, half adequate; found 16, 9 so"]


def test_a_whole_test_form_is_balanced() -> None:
    assert list(forms_are_matched(with_form(16, 8))) == []


# Rubrics

CRITERION = '[[rubric]]\nid = "{}"\ntext = "T."\nmarks = 1\n'


def with_criteria(root: Path, count: int) -> list[str]:
    """Return the findings where the rubric of the written exercise has so many criteria, as each sample's marks do."""
    more = [f"more{number}" for number in range(count - 3)]
    key = tiny.WRITTEN_KEY.replace("[[samples]]", "".join(map(CRITERION.format, more)) + "[[samples]]", 1)
    marks = "".join(f", {id} = 0" for id in more)
    tiny.with_written(root)
    (root / SAY).write_text(key.replace("short = 1 }", f"short = 1{marks} }}"), encoding="utf-8")
    return found(root)


@pytest.mark.parametrize(("count", "rules"), [(3, []), (5, []), (6, ["must have three to five criteria; found 6"])])
def test_a_rubric_has_three_to_five_criteria(count: int, rules: list[str], tmp_path: Path) -> None:
    assert with_criteria(tmp_path, count) == [f"{SAY}: rubric: {rule} [rubric]" for rule in rules]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            "marks = { deck = 0, doubt = 0, short = 1 }\ntotal = 1",
            "marks = { deck = 2, doubt = 0, short = 1 }\ntotal = 3",
            "samples: totals must fall from strong to weak; found [5, 3, 3]",
        ),
        (
            "marks = { deck = 0, doubt = 0, short = 1 }\ntotal = 1",
            "marks = { deck = 2, doubt = 2, short = 0 }\ntotal = 4",
            "samples: totals must fall from strong to weak; found [5, 3, 4]",
        ),
        (
            "marks = { deck = 0, doubt = 0, short = 1 }\ntotal = 1",
            "marks = { deck = 0, doubt = 0, short = 2 }\ntotal = 2",
            "samples.weak: must not give more marks than a criterion has",
        ),
    ],
    ids=["two-equal-totals", "a-total-that-rises", "one-mark-too-many"],
)
def test_the_totals_of_samples_fall_and_no_criterion_gives_more_than_it_has(
    old: str, new: str, sentence: str, tmp_path: Path
) -> None:
    assert found(tiny.with_written(tmp_path, old, new)) == [f"{SAY}: {sentence} [samples]"]


# The bank as a whole


def test_keys_that_stand_at_one_place_throughout_can_be_guessed(tmp_path: Path) -> None:
    root = tiny.write(tmp_path)
    for number in range(9):
        for folder in ("bank", "keys"):
            path = root / f"exercises/{folder}/01-ferry"
            text = (path / "strike-or-winter.toml").read_text(encoding="utf-8")
            (path / f"again-{number}.toml").write_text(text, encoding="utf-8")
    assert {finding.rule for finding in check_course(load_course(root))} == {"guessable"}
    assert "exercises/bank: second: must not give keys away: second: 10 of 10 marked are right, 5.0 by chance (p = 0.00); reorder or reword what is asked [guessable]" in found(root)  # fmt: skip


# Keys that changed

BEFORE = "0" * 12
WHY = "The day was a day late."


def correction(exercise: str, after: str, day: int = 1) -> Correction:
    """Return a correction of an exercise that leads to this version."""
    date = datetime.date(2031, 1, day)
    return Correction(exercise=exercise, date=date, before=BEFORE, after=after, why=WHY)


def test_the_last_correction_of_a_key_ends_at_the_key_of_today(tmp_path: Path) -> None:
    course = load_course(tiny.write(tmp_path))
    today = course.keys["days-between"].version
    told = (correction("days-between", "1" * 12), correction("days-between", today, 2))
    assert list(check_corrections(told, course)) == []
    (finding,) = check_corrections(told[:1], course)
    message = f"must end at today’s key, {today}, and ends at 111111111111; add what changed"
    assert (finding.where, finding.message, finding.rule) == ("days-between", message, "correction")


def test_a_correction_is_of_an_exercise_of_the_bank(tmp_path: Path) -> None:
    (finding,) = check_corrections((correction("gone", BEFORE),), load_course(tiny.write(tmp_path)))
    assert (finding.where, finding.rule) == ("gone", "dangling")


def test_corrections_are_read_oldest_first_and_odd_ones_refused(tmp_path: Path) -> None:
    path = tmp_path / "exercises/lists/corrections.toml"
    path.parent.mkdir(parents=True)
    entry = '[[corrections]]\nexercise = "days-between"\ndate = {}\nbefore = "{}"\nafter = "{}"\nwhy = "W."\n'
    path.write_text(entry.format("2031-02-01", BEFORE, "1" * 12) + entry.format("2031-01-01", BEFORE, BEFORE), encoding="utf-8")  # fmt: skip
    assert [one.date.month for one in load_corrections(tmp_path)] == [1, 2]
    path.write_text(entry.format("2031-02-01", "before", BEFORE), encoding="utf-8")
    with pytest.raises(CourseError, match="before"):
        load_corrections(tmp_path)
