"""Sets and assignments: what is drawn, what students get, and that nothing secret is in it."""

from __future__ import annotations

import json
from contextlib import AbstractContextManager
from decimal import Decimal
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from classes import assignment, item
from seeds import free, given
from sites import the_course

from exercises.classroom import commands
from exercises.classroom.assignment import SIGNS, Assignment, Sheet, read_manifest, sheet_code
from exercises.classroom.handing_out import drawing as drawn_by
from exercises.classroom.handing_out.assign import make_assignment, shuffled
from exercises.classroom.handing_out.folder import _fingerprint, write_assignment
from exercises.classroom.handing_out.key_page import key_html
from exercises.classroom.handing_out.page import page_html
from exercises.classroom.handing_out.paper import paper_html
from exercises.classroom.handing_out.sets import SETS, ExerciseSet, Rule, check_sets, chosen, load_set, set_names
from exercises.classroom.roster import Pupil
from exercises.cli import main
from exercises.draw.markup import html, plain, typeset
from exercises.errors import CourseError
from exercises.files import alone_in
from exercises.questions.key import Feedback
from exercises.questions.wording import slot_texts

ROOT = Path(__file__).resolve().parents[2]
COURSE = the_course()
ONE, TWO = free(2)
PUPILS = (Pupil(id="s1", name="Mira Okafor"), Pupil(id="s2", name="Jonas Lindqvist"))


def made(name: str = "checkpoint-2", pupils: tuple[Pupil, ...] = PUPILS, seed: int = 3) -> Assignment:
    """Return an assignment of one of the course's sets."""
    one = load_set(ROOT, name, COURSE)
    return make_assignment(COURSE, chosen(one, COURSE, seed), pupils, title=one.title, due="", seed=seed)


@pytest.mark.parametrize("name", set_names(ROOT))
def test_each_set_of_the_course_draws_exercises_to_hand_in(name: str) -> None:
    drawn = chosen(load_set(ROOT, name, COURSE), COURSE, 1)
    assert len({exercise.id for exercise in drawn}) == len(drawn) > 0
    assert {exercise.use for exercise in drawn} <= {"graded", "test"}


def test_the_same_seed_draws_the_same_and_another_seed_others() -> None:
    one = load_set(ROOT, "checkpoint-2", COURSE)
    first, again, other = (chosen(one, COURSE, seed) for seed in (1, 1, 2))
    assert first == again != other


def test_what_a_rule_draws_stands_in_the_order_of_lessons_and_levels() -> None:
    drawn = chosen(ExerciseSet(title="T", about="A", rules=(Rule(needs=("report",), count=20),)), COURSE, 1)
    places = [(exercise.lesson, exercise.level, exercise.id) for exercise in drawn]
    assert len({lesson for lesson, _, _ in places}) > 1
    assert places == sorted(places)


def test_a_rule_keeps_to_its_lessons_levels_kinds_outcomes_and_minutes() -> None:
    rule = Rule(lessons=("06-whose-deadline",), levels=(1, 2), kinds=("single-choice", "date"), minutes=5)
    drawn = chosen(ExerciseSet(title="T", about="A", rules=(rule,)), COURSE, 1)
    assert sum(exercise.minutes for exercise in drawn) <= 5
    assert {exercise.lesson for exercise in drawn} == {"06-whose-deadline"}
    assert {exercise.kind for exercise in drawn} <= {"single-choice", "date"}
    outcome = chosen(ExerciseSet(title="T", about="A", rules=(Rule(outcomes=("weigh-a-clue",), count=2),)), COURSE, 1)
    assert all("weigh-a-clue" in exercise.outcomes for exercise in outcome)
    assert len(outcome) == 2
    needing = chosen(ExerciseSet(title="T", about="A", rules=(Rule(needs=("record",), count=9),)), COURSE, 1)
    assert [exercise.needs for exercise in needing] == ["record"] * 9


def test_a_rule_keeps_to_its_reports() -> None:
    drawn = chosen(ExerciseSet(title="T", about="A", rules=(Rule(reports=("halvia-2032",), count=3),)), COURSE, 1)
    assert [exercise.report for exercise in drawn] == ["halvia-2032"] * 3


def test_the_set_for_guessers_is_all_graded_work_with_a_key_that_needs_the_report() -> None:
    drawn = chosen(load_set(ROOT, "read-or-guessed", COURSE), COURSE, 1)
    of_report = [e for e in COURSE.bank.exercises if (e.use, e.needs, e.report) == ("graded", "report", "rfa-2019")]
    assert {exercise.id for exercise in drawn} == {e.id for e in of_report if e.kind != "written"}


def test_a_sheet_says_where_to_read_as_the_exercises_page_does() -> None:
    exercises = tuple(COURSE.bank.exercise(id) for id in ("words-for-a-rule", "words-that-point"))
    given = make_assignment(COURSE, exercises, (), title="T", due="", seed=1)
    for document in (page_html(given, given.sheets[0]), paper_html(given, given.sheets[0])):
        assert [found.get_text() for found in BeautifulSoup(document, "lxml").select(".read")] == ["Read P14, R05."]


def test_the_sheet_for_guessers_holds_no_report_to_read() -> None:
    drawn = chosen(load_set(ROOT, "read-or-guessed", COURSE), COURSE, 1)
    assert make_assignment(COURSE, drawn, (), title="T", due="", seed=1).texts == {}


@pytest.mark.parametrize("name", ["my set", "Woche-1", "a--b", "a_b"])
def test_a_set_is_named_so_that_every_system_can_know_it(name: str, tmp_path: Path) -> None:
    (tmp_path / SETS).mkdir(parents=True)
    (tmp_path / SETS / f"{name}.toml").write_text('title = "T"\nabout = "A"\nexercises = ["words-that-point"]\n')
    (finding,) = check_sets(tmp_path, COURSE)
    assert str(finding).startswith(f"{SETS.as_posix()}/{name}.toml: file: must be named in small letters, figures and")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            'title = "T"\nabout = "A"\n',
            "file: must name exercises, twins, rules or dispatches, and has none of them; add some [set-empty]",
        ),
        ('title = "T"\nabout = "A"\nexercises = ["gohst"]\n', "must be an exercise of the bank"),
        (
            'title = "T"\nabout = "A"\nexercises = ["words-that-point"]\n[points]\ntwo-todays = 2\n',
            "points: two-todays must be an exercise that this set names or can draw",
        ),
        (
            'title = "T"\nabout = "A"\nexercises = ["words-that-point"]\n[points]\nwords-that-point = 0\n',
            "points.words-that-point: input should be greater than 0",
        ),
        ('title = "T"\nabout = "A"\n[[rules]]\nlessons = ["99-none"]\n', "rules[0].lessons: 99-none must be a lesson"),
        ('title = "T"\nabout = "A"\n[[rules]]\nkinds = ["clasify"]\n', "rules[0].kinds: clasify must be a kind"),
        ('title = "T"\nabout = "A"\n[[rules]]\nreports = ["rfa"]\n', "rules[0].reports: rfa must be a report"),
        ('title = "T"\nabout = "A"\n[[rules]]\nlevel = 2\n', "rules[0].level: is not a field here"),
        ("title = \n", "must be TOML"),
        (
            'title = "T"\nabout = "A"\n[[dispatches]]\nseeds = []\n',
            "dispatches[0].seeds: must hold 1 at least, and holds none; add to it [too-short]",
        ),
        (
            f'title = "T"\nabout = "A"\n[[dispatches]]\nseeds = [{ONE}]\n[[dispatches]]\nseeds = [{ONE}, {TWO}]\n',
            f"dispatches: ids must be unique; {ONE} of difficulty 2 stands 2 times",
        ),
        (
            f'title = "T"\nabout = "A"\ntwins = [["entry-a", "entry-b"]]\n[[dispatches]]\nseeds = [{ONE}]\n',
            "dispatches: must stand without twins, which make two assignments of one set, and stands with them",
        ),
        (
            f'title = "T"\nabout = "A"\n[[dispatches]]\nseeds = [{given()}]\ndifficulty = 1\n',
            f"dispatches[0].seeds: must be of reports that no student knows, and {given()} is given for practice, with its key; "
            "take another, as ",
        ),
        (
            'title = "T"\nabout = "A"\n[[dispatches]]\nseeds = [99999999999999999]\n',
            "dispatches[0].seeds: must be of reports that no student knows, and 99999999999999999 can be found by trying, "
            "with its key, since it has fewer than 18 digits; take another, as ",
        ),
    ],
)
def test_a_set_that_cannot_be_used_says_where_and_why(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / SETS).mkdir(parents=True)
    (tmp_path / SETS / "mine.toml").write_text(text, encoding="utf-8")
    with pytest.raises(CourseError) as caught:
        load_set(tmp_path, "mine", COURSE)
    assert said in str(caught.value)


def test_a_rule_that_finds_too_few_says_so() -> None:
    one = ExerciseSet(title="T", about="A", rules=(Rule(kinds=("estimate",), count=500),))
    with pytest.raises(CourseError, match=r"rules\[0\]: must find 500, and finds \d+; ask for fewer or widen the rule"):
        chosen(one, COURSE, 1)


def test_a_rule_draws_nothing_twice_and_nothing_that_the_set_names() -> None:
    graded = [one for one in COURSE.bank.exercises if (one.lesson, one.use) == ("06-whose-deadline", "graded")]
    named, left = graded[0].id, len(graded) - 1
    rule = {"lessons": ("06-whose-deadline",)}
    drawn = chosen(ExerciseSet(title="T", about="A", exercises=(named,), rules=(Rule(**rule, count=left),)), COURSE, 1)
    assert sorted(one.id for one in drawn) == sorted(one.id for one in graded)
    assert drawn[0].id == named
    with pytest.raises(CourseError, match=f"must find {left + 1}, and finds {left};"):
        chosen(ExerciseSet(title="T", about="A", exercises=(named,), rules=(Rule(**rule, count=left + 1),)), COURSE, 1)
    halves = (Rule(**rule, count=2), Rule(**rule, count=2))
    assert len({one.id for one in chosen(ExerciseSet(title="T", about="A", rules=halves), COURSE, 1)}) == 4


@pytest.mark.parametrize("level", [1, 2, 3])
def test_a_rule_keeps_to_one_level_and_to_what_is_handed_in(level: int) -> None:
    wanted = {one.id for one in COURSE.bank.exercises if (one.level, one.use) == (level, "graded")}
    drawn = chosen(ExerciseSet(title="T", about="A", rules=(Rule(levels=(level,), count=len(wanted)),)), COURSE, 1)
    assert {one.id for one in drawn} == wanted


def test_a_rule_by_minutes_takes_what_fills_them_to_the_last() -> None:
    written = next(one for one in COURSE.bank.exercises if (one.kind, one.use) == ("written", "graded"))
    rule = Rule(lessons=(written.lesson,), kinds=("written",), minutes=written.minutes)
    least = min(
        one.minutes
        for one in COURSE.bank.exercises
        if (one.lesson, one.kind, one.use) == (written.lesson, "written", "graded")
    )
    drawn = chosen(ExerciseSet(title="T", about="A", rules=(rule.model_copy(update={"minutes": least}),)), COURSE, 1)
    assert [one.minutes for one in drawn] == [least]
    with pytest.raises(CourseError, match="must find 1, and finds 0;"):
        chosen(ExerciseSet(title="T", about="A", rules=(rule.model_copy(update={"minutes": least - 1}),)), COURSE, 1)


def test_a_set_that_is_not_there_names_those_that_are() -> None:
    with pytest.raises(CourseError, match=r"must be one of the sets checkpoint-1, .*delayed, final, hard-passages"):
        load_set(ROOT, "chekpoint", COURSE)


def test_each_student_has_a_sheet_of_their_own_with_shuffled_choices() -> None:
    one = made()
    assert [sheet.name for sheet in one.sheets] == ["Mira Okafor", "Jonas Lindqvist"]
    assert one.sheets[0].orders != one.sheets[1].orders
    assert len({sheet.code for sheet in one.sheets}) == 2
    assert one == made()


def test_a_sheet_stays_the_same_when_others_join_the_class() -> None:
    assert made(pupils=(*PUPILS, Pupil(id="s3", name="Late"))).sheets[:2] == made().sheets


def test_cells_bins_and_words_keep_their_order() -> None:
    """And what is entered has none: only what is chosen, sorted, matched or put in order is shuffled."""
    named = ("choices", "statements", "items")
    options = {one.id: next((getattr(one, n) for n in named if hasattr(one, n)), ()) for one in COURSE.bank.exercises}
    orders = {one.id: shuffled(one, "x") for one in COURSE.bank.exercises}
    assert {id: sorted(order) for id, order in orders.items()} == {
        id: sorted(option.id for option in listed) for id, listed in options.items()
    }
    assert shuffled(COURSE.bank.exercise("seen-or-worked-out"), "x") != shuffled(
        COURSE.bank.exercise("seen-or-worked-out"), "y"
    )


def test_the_order_of_a_seed_never_changes() -> None:
    """A set that is drawn again must print the sheets that are out; what was printed of each is in the manifest."""
    orders = [shuffled(item(1, kind).exercise, "1/0a1b2c3d/s1") for kind in ("classify", "order")]
    assert orders == [("new", "together", "again"), ("crossing", "trade", "deadlines", "visas")]


def secrets(one: Assignment) -> set[str]:
    """Return every sentence of the keys that no question holds too."""
    asked = plain(json.dumps([item.exercise.model_dump(mode="json") for item in one.items], ensure_ascii=False))
    asked += "".join(one.texts.values())
    told = [
        text for item in one.items for text in _texts(item.key.model_dump(mode="json", exclude={"exercise", "correct"}))
    ]
    return {text for text in told if len(text) > 12 and plain(text) not in asked}


def _texts(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for one in value.values() for text in _texts(one)]
    if isinstance(value, list):
        return [text for one in value for text in _texts(one)]
    return [value.strip()] if isinstance(value, str) else []


@pytest.mark.parametrize("lesson", sorted({exercise.lesson for exercise in COURSE.bank.exercises}))
def test_no_sheet_holds_anything_of_a_key(lesson: str) -> None:
    exercises = tuple(exercise for exercise in COURSE.bank.exercises if exercise.lesson == lesson)
    one = make_assignment(COURSE, exercises, PUPILS[:1], title="All", due="", seed=1)
    sheet = one.sheets[0]
    given = page_html(one, sheet) + paper_html(one, sheet)
    told = secrets(one)
    assert len(told) > len(exercises)
    leaked = [text for text in told if text in given or html(text).strip() in given or typeset(text) in given]
    assert leaked == []
    assert all(item.key.version not in given for item in one.items)


def test_the_folders_hold_what_they_say(tmp_path: Path) -> None:
    write_assignment(made(), tmp_path / "out", pdf=False, say=lambda line: None)
    files = sorted(path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*.*"))
    assert files == [
        "answers/paper.csv",
        "instructor/index.html",
        "instructor/key.html",
        "instructor/letters.csv",
        "instructor/manifest.json",
        "students/jonas-lindqvist-s2.html",
        "students/mira-okafor-s1.html",
    ]
    assert read_manifest(tmp_path / "out/instructor/manifest.json") == made()


@pytest.mark.slow
@pytest.mark.usefixtures("drawing")
def test_two_runs_write_the_same_bytes(tmp_path: Path) -> None:
    exercises = tuple(COURSE.bank.exercise(id) for id in ("run-or-new", "days-between"))
    one = make_assignment(COURSE, exercises, PUPILS[:1], title="T", due="", seed=1)
    for name in ("a", "b"):
        write_assignment(one, tmp_path / name, pdf=True, say=lambda line: None)
    first, second = ({path.name: path.read_bytes() for path in (tmp_path / name).rglob("*.*")} for name in ("a", "b"))
    assert first == second
    stem = "mira-okafor-s1"
    own = {f"{stem}.html", f"{stem}-fill-in.pdf", f"{stem}-print.pdf"}
    assert set(first) == own | {"index.html", "key.html", "letters.csv", "manifest.json", "paper.csv", "to-print.pdf"}


def test_the_key_says_what_is_right_what_else_counts_and_how_far_off_a_number_may_be() -> None:
    near = item(1, "number")
    near = near.model_copy(update={"key": near.key.model_copy(update={"tolerance": Decimal("0.5")})})
    given = assignment("number", "short-text", "order", "estimate", "written")
    page = key_html(given.model_copy(update={"items": (near, *given.items[1:])}))
    lines = [" ".join(text.split()) for text in BeautifulSoup(page, "html.parser").stripped_strings]
    assert [line for line in IN_THE_KEY if line not in lines] == []
    assert (lines.count("within 0.5"), sum(line.startswith("also: ") for line in lines)) == (1, 1)


def test_the_key_says_what_is_said_to_a_day_to_a_number_and_to_any_other_answer() -> None:
    items = [
        one.model_copy(update={"key": one.key.model_copy(update={"feedback": {slot: said}, "otherwise": "Read P13."})})
        for one, slot in ((item(1, "date"), "2019-06-30"), (item(2, "number"), "90"))
        for said in [Feedback.model_validate({"for": "wrong", "text": "That is another one.", "see": ["P12"]})]
    ]
    page = key_html(assignment("date", "number").model_copy(update={"items": tuple(items)}))
    lines = [" ".join(line.get_text().split()) for line in BeautifulSoup(page, "html.parser").find_all("li")]
    unit = getattr(items[1].exercise, "unit")  # noqa: B009 - of a number alone
    for slot in ("30 June 2019", f"90 {unit}"):
        assert f"{slot} – That is another one." in lines
    assert lines.count("Any other answer – Read P13.") == 2


def test_the_key_says_what_is_said_to_each_choice_by_the_choices_text() -> None:
    choice = item(1, "single-choice")
    text, said = slot_texts(choice.question)["factory"], choice.key.feedback["factory"].text
    page = BeautifulSoup(key_html(assignment("single-choice")), "html.parser")
    assert f"{text} – {plain(said)}" in [" ".join(line.get_text().split()) for line in page.find_all("li")]


IN_THE_KEY = (
    *("184 days", "within 0.5", "North Korea", "also: DPRK, Democratic People's Republic of Korea", "0 percent"),
    *("A group is seen at the border: 1", "How a visa is exchanged: 2", "What trade their age suggests: 3"),
    *("Two dates by which workers must be home: 4", "Give each deadline its owner and its day."),
    *("Each deadline has its owner", "Each deadline has its day", "It is one sentence of at most thirty words"),
    *("A strong answer: 4", "A middling answer: 2", "A weak answer: 1"),
)


def test_paper_says_in_which_figures_it_asks_how_likely_and_how_sure() -> None:
    given = assignment("date", "estimate")
    text = BeautifulSoup(paper_html(given, given.sheets[0]), "html.parser").get_text()
    assert text.count("How likely is it, from 0 to 100 percent?") == 1
    assert text.count("How sure are you? 50–100 percent, or leave empty") == 1


def test_an_invented_report_stands_on_the_sheet_and_is_marked_as_invented() -> None:
    one = made("post")
    page = page_html(one, one.sheets[0])
    assert page.count("Invented for practice") == 1
    paragraphs = COURSE.evidence.report[one.items[0].exercise.report].paragraphs
    assert all(typeset(str(paragraph.text)) in page for paragraph in paragraphs)


def test_a_sheet_says_which_report_to_have_at_hand_and_where_it_is() -> None:
    one, sheet = made(), made().sheets[0]
    address = str(COURSE.evidence.report["rfa-2019"].url)
    line = f'as reprinted by American Military News on 22 March 2019: <a href="{address}">{address}</a>'
    assert all(line in given for given in (page_html(one, sheet), paper_html(one, sheet)))
    form = made("pre")
    assert "Have the report beside you" not in page_html(form, form.sheets[0])


def test_a_folder_that_holds_something_is_not_touched(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    assert main(["assign", "checkpoint-1", "--out", str(tmp_path), "--root", str(ROOT), "--no-pdf"]) == 1
    assert "must be a new or empty folder, so that nothing is lost, and is not" in capsys.readouterr().out
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_roster_that_cannot_be_used_leaves_nothing_behind(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    roster = tmp_path / "class.csv"
    roster.write_text("id,name\ns1,A\ns1,B\n")
    out = tmp_path / "out"
    assert main(["assign", "checkpoint-1", "--out", str(out), "--roster", str(roster), "--root", str(ROOT)]) == 1
    assert "[roster]" in capsys.readouterr().out
    assert not out.exists()


def test_a_manifest_that_was_changed_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "manifest.json"
    for text in ("", "{", '{"id": "x"}'):
        path.write_text(text)
        with pytest.raises(CourseError, match="must be as `assign` wrote it"):
            read_manifest(path)
    with pytest.raises(CourseError, match="must be a manifest that can be read"):
        read_manifest(tmp_path / "none.json")


def test_points_of_a_set_stand_on_the_sheets_and_in_the_manifest(tmp_path: Path) -> None:
    """A set that gives no points prints none."""
    (tmp_path / SETS).mkdir(parents=True)
    for folder in ("course", "exercises/bank", "exercises/keys", "exercises/lists"):
        (tmp_path / folder).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / folder).symlink_to(ROOT / folder)
    exercises = 'title = "T"\nabout = "A"\nexercises = ["words-that-point", "two-todays"]\n'
    (tmp_path / SETS / "plain.toml").write_text(exercises)
    (tmp_path / SETS / "mine.toml").write_text(f"{exercises}[points]\ntwo-todays = 2.5\n")
    for name in ("plain", "mine"):
        assert main(["assign", name, "--out", str(tmp_path / name), "--no-pdf", "--root", str(tmp_path)]) == 0
    given = read_manifest(tmp_path / "mine/instructor/manifest.json")
    assert {item.exercise.id: item.points for item in given.items} == {"words-that-point": 1, "two-todays": 2.5}
    assert (tmp_path / "mine/students/sheet.html").read_text(encoding="utf-8").count(" · 2.5 points</p>") == 1
    assert paper_html(given, given.sheets[0]).count(" · 2.5 points</p>") == 1
    assert "points</p>" not in (tmp_path / "plain/students/sheet.html").read_text(encoding="utf-8")


# Codes


def test_a_sheets_code_is_letters_that_are_not_confused_and_that_no_spreadsheet_rewrites() -> None:
    codes = {sheet_code("0a1b2c3d", f"s{number}") for number in range(3000)}
    assert len(codes) == 3000
    assert set("".join(codes)) == set(SIGNS)
    assert not set(SIGNS) & set("aeiouyl0123456789")
    assert {len(code) for code in codes} == {8}


def test_no_two_students_of_a_class_have_one_code() -> None:
    code = sheet_code("0a1b2c3d", "s1")
    assert sheet_code("0a1b2c3d", "s1", {code}) not in ("", code)


def test_a_moved_deadline_is_the_same_assignment() -> None:
    one = load_set(ROOT, "checkpoint-2", COURSE)
    exercises = chosen(one, COURSE, 3)
    ids = {make_assignment(COURSE, exercises, PUPILS, title="T", due=due, seed=3).id for due in ("", "Friday")}
    assert len(ids) == 1


# A class that changes

LATE = "id,name\ns3,김민준\ns2,Jonas Lindqvist\n"


def folder_with(tmp_path: Path) -> Path:
    """Return the folder of an assignment of pages for two students."""
    write_assignment(made(), tmp_path / "out", pdf=False, say=lambda line: None)
    (tmp_path / "late.csv").write_text(LATE, encoding="utf-8")
    return tmp_path / "out"


def test_who_joins_late_gets_the_sheet_they_would_have_had_and_all_others_stay(tmp_path: Path) -> None:
    out = folder_with(tmp_path)
    before = {path: path.read_bytes() for path in (out / "students").iterdir()}
    assert main(["assign", "--add", str(tmp_path / "late.csv"), "--out", str(out), "--due", "Monday"]) == 0
    after = read_manifest(out / "instructor/manifest.json")
    assert after.sheets == made(pupils=(*PUPILS, Pupil(id="s3", name="김민준"))).sheets
    assert (after.id, after.due) == (made().id, "Monday")
    assert all(path.read_bytes() == data for path, data in before.items())
    assert "Hand in by Monday." in (out / "students/김민준-s3.html").read_text(encoding="utf-8")
    tables = [(out / name).read_text(encoding="utf-8-sig") for name in ("answers/paper.csv", "instructor/letters.csv")]
    assert all(table.count("\n") == 4 and "김민준" in table for table in tables)


def test_what_was_typed_from_paper_stays_when_somebody_joins(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = folder_with(tmp_path)
    table = out / "answers/paper.csv"
    table.write_bytes(typed := table.read_bytes() + b"x")
    assert main(["assign", "--add", str(tmp_path / "late.csv"), "--out", str(out)]) == 0
    assert table.read_bytes() == typed
    added = (out / "answers/paper-added.csv").read_text(encoding="utf-8-sig")
    assert [line.split(",")[1] for line in added.splitlines()] == ["student", "s3"]
    assert f"{out / 'answers/paper-added.csv'} has their lines, since paper.csv" in capsys.readouterr().out


def test_what_was_typed_into_a_second_table_stays_when_somebody_else_joins(tmp_path: Path) -> None:
    out = folder_with(tmp_path)
    (tmp_path / "later.csv").write_text("id,name\ns4,Ada Novak\n", encoding="utf-8")
    for table, joining in (("paper.csv", "late.csv"), ("paper-added.csv", "later.csv")):
        path = out / "answers" / table
        path.write_bytes(path.read_bytes() + b"typed")
        assert main(["assign", "--add", str(tmp_path / joining), "--out", str(out)]) == 0
    tables = sorted(path.name for path in (out / "answers").glob("paper*.csv"))
    assert tables == ["paper-added-2.csv", "paper-added.csv", "paper.csv"]
    ends = [(out / "answers" / table).read_bytes().endswith(b"typed") for table in tables]
    assert ends == [False, True, True]


def test_the_deadline_of_an_assignment_moves_and_nobody_gets_another_sheet(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = folder_with(tmp_path)
    assert main(["assign", "--out", str(out), "--due", "2026-05-03"]) == 0
    moved = "To hand in by 2026-05-03: new sheets say so, those that are out do not"
    assert moved in capsys.readouterr().out
    after = read_manifest(out / "instructor/manifest.json")
    assert after == made().model_copy(update={"due": "2026-05-03"})
    assert main(["assign", "--add", str(tmp_path / "late.csv"), "--out", str(out)]) == 0
    assert "To hand in by" not in capsys.readouterr().out
    assert read_manifest(out / "instructor/manifest.json").due == "2026-05-03"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ([], "must be told what to do; name a set, or students with --add, or a new deadline with --due"),
        (["checkpoint-1", "--add", "late.csv"], "must be extended as it is, without a set"),
        (["--roster", "late.csv", "--due", "x"], "must be extended as it is, without a set"),
    ],
)
def test_what_cannot_be_extended_says_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], more: list[str], said: str
) -> None:
    out = folder_with(tmp_path)
    assert main(["assign", *more, "--out", str(out)]) == 1
    assert said in capsys.readouterr().out


def test_a_page_says_who_has_which_sheet(tmp_path: Path) -> None:
    out = folder_with(tmp_path)
    page = (out / "instructor/index.html").read_text(encoding="utf-8")
    for sheet in made().sheets:
        assert f'<th scope="row">{sheet.name}</th><td>{sheet.student}</td><td>{sheet.code}</td>' in page
        assert f'<a href="../students/{sheet.file}.html">page</a>' in page


# Runs that meet, and runs that end


def test_two_runs_do_not_write_into_one_folder(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    with alone_in(tmp_path / "out"), pytest.raises(CourseError, match=r"another run \(process \d+\) is at work"):
        write_assignment(made(), tmp_path / "out", pdf=False, say=lambda line: None)


@pytest.mark.usefixtures("drawing")
@pytest.mark.slow
def test_a_run_that_was_killed_is_taken_up_and_ends_in_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, out = made("pre"), tmp_path / "out"
    write_assignment(one, tmp_path / "whole", pdf=True, say=lambda line: None)

    def killed(line: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_assignment(one, out, pdf=True, say=killed)
    drawn: list[Sheet] = []
    draw = drawn_by._draw
    monkeypatch.setattr(drawn_by, "_draw", lambda sheet: (drawn.append(sheet), draw(sheet)))
    write_assignment(one, out, pdf=True, say=lambda line: None)
    assert drawn == [one.sheets[1]]
    files = [
        {path.relative_to(top): path.read_bytes() for path in top.rglob("*") if path.is_file()}
        for top in (tmp_path / "whole", out)
    ]
    assert files[0] == files[1]


def test_a_run_that_was_killed_is_not_mixed_with_another(tmp_path: Path) -> None:
    (tmp_path / "out" / ".other.part" / "students").mkdir(parents=True)
    write_assignment(made(), tmp_path / "out", pdf=False, say=lambda line: None)
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"students", "instructor", "answers"}
    assert _fingerprint(made(), pdf=True) != _fingerprint(made(), pdf=False) != _fingerprint(made("pre"), pdf=False)


@pytest.mark.parametrize("draft", ["submissions.zip.part", ".submissions.zip.part", ".0123456789ab.part/students"])
def test_a_whole_assignment_is_never_replaced_whatever_lies_beside_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], draft: str
) -> None:
    """A download that is running is called so, and a run that was killed may have left its folder."""
    out = folder_with(tmp_path)
    (out / "answers/kim.json").write_text("work", encoding="utf-8")
    if draft.endswith("students"):
        (out / draft).mkdir(parents=True)
    else:
        (out / draft).touch()
    assert main(["assign", "checkpoint-1", "--seed", "7", "--out", str(out), "--no-pdf", "--root", str(ROOT)]) == 1
    assert "must be a new or empty folder, so that nothing is lost, and is not" in capsys.readouterr().out
    assert (out / "answers/kim.json").read_text(encoding="utf-8") == "work"


@pytest.mark.parametrize("download", ["a.zip.part", ".a.zip.part"])
def test_a_folder_with_a_download_in_it_is_not_empty(tmp_path: Path, download: str) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / download).touch()
    with pytest.raises(CourseError, match="must be a new or empty folder"):
        write_assignment(made(), tmp_path / "out", pdf=False, say=lambda line: None)


# Letters and fonts


@pytest.mark.usefixtures("drawing")
def test_a_letter_that_no_font_has_is_told_with_whose_name_it_is_before_anything_is_made(tmp_path: Path) -> None:
    pupil = Pupil(id="s1", name="Mira \U0010fffd")
    with pytest.raises(CourseError, match=r"Mira .*: must have letters that a font .* none has .* \(U\+10FFFD\); on"):
        write_assignment(made(pupils=(pupil,)), tmp_path / "out", pdf=True, say=lambda line: None)
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
def test_two_processes_draw_what_one_does(tmp_path: Path, drawing: None, monkeypatch: pytest.MonkeyPatch) -> None:
    pupils = tuple(Pupil(id=f"s{number}", name="A") for number in range(8))
    one = made("pre", pupils=pupils)
    found = []
    for processes in (1, 2):
        folder = tmp_path / str(processes)
        folder.mkdir()
        monkeypatch.setattr(drawn_by, "_processors", lambda count=processes: count)
        lines: list[str] = []
        drawn_by.draw_sheets(one, one.sheets, folder, lines.append)
        assert lines == [f"sheet {number} of 8" for number in range(1, 9)]
        found.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert found[0] == found[1]
    assert len(found[0]) == 16


@pytest.mark.parametrize("due", ["2026-13-45", "2026-5-3", "2026-05-03 25:00"])
def test_a_deadline_that_is_no_day_is_told_and_nothing_is_made(
    due: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for arguments in (["checkpoint-1", "--root", str(ROOT)], []):
        assert main(["assign", *arguments, "--out", str(tmp_path / "out"), "--due", due]) == 1
        told = (
            f"--due: assign: must be words, or a day that there is, as 2026-05-03 or 2026-05-03 20:00, and is “{due}”"
        )
        assert told in capsys.readouterr().out
    assert not (tmp_path / "out").exists()


def test_a_manifest_that_cannot_be_written_leaves_the_one_before_and_the_run_can_be_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = folder_with(tmp_path)
    before, add = (out / "instructor/manifest.json").read_bytes(), ["assign", "--add", str(tmp_path / "late.csv")]
    written = Path.write_bytes

    def write_bytes(path: Path, data: bytes) -> int:
        if path.name == "manifest.json":
            written(path, data[:100])
            raise OSError(28, "No space left on device")
        return written(path, data)

    with monkeypatch.context() as full:
        full.setattr(Path, "write_bytes", write_bytes)
        assert main([*add, "--out", str(out)]) == 2
    assert (out / "instructor/manifest.json").read_bytes() == before
    assert main([*add, "--out", str(out)]) == 0
    assert [sheet.student for sheet in read_manifest(out / "instructor/manifest.json").sheets] == ["s1", "s2", "s3"]
    assert sorted(path.name for path in (out / "answers").iterdir()) == ["paper.csv"]


def test_what_was_typed_stays_and_has_one_more_table_where_a_run_is_made_again(tmp_path: Path) -> None:
    out = folder_with(tmp_path)
    manifest, table = out / "instructor/manifest.json", out / "answers/paper.csv"
    before = manifest.read_bytes()
    table.write_bytes(table.read_bytes() + b"x")
    for _ in range(2):
        manifest.write_bytes(before)
        assert main(["assign", "--add", str(tmp_path / "late.csv"), "--out", str(out)]) == 0
    assert sorted(path.name for path in (out / "answers").iterdir()) == ["paper-added.csv", "paper.csv"]


@pytest.mark.parametrize(
    ("command", "table"),
    [
        (["assign", "--add", "later.csv", "--out"], "instructor/letters.csv"),
        (["grade", "--no-feedback"], "marked/grades.csv"),
    ],
    ids=["assign", "grade"],
)
def test_students_whom_another_run_adds_before_one_is_alone_in_the_folder_are_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str], table: str
) -> None:
    out = folder_with(tmp_path)
    (tmp_path / "later.csv").write_text("id,name\ns4,Ada Novak\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    alone = commands.alone_in

    def after_another(folder: Path, patience: float = 10) -> AbstractContextManager[None]:
        monkeypatch.setattr(commands, "alone_in", alone)
        assert main(["assign", "--add", "late.csv", "--out", str(out)]) == 0
        return alone(folder, patience)

    monkeypatch.setattr(commands, "alone_in", after_another)
    assert main([*command, str(out)]) == 0
    here = (out / table).read_text(encoding="utf-8-sig")
    assert [id in here for id in ("s1", "s3", "s4")] == [True, True, command[0] == "assign"]


def test_two_runs_do_not_add_to_one_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = folder_with(tmp_path)
    with alone_in(out):
        assert main(["assign", "--add", str(tmp_path / "late.csv"), "--out", str(out)]) == 1
    assert "is at work in this folder" in capsys.readouterr().out
