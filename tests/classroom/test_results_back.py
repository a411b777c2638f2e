"""Results that come back from Moodle and Canvas, and go into the class report."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from lms import downloads
from lms.nasty import item_of, items
from lms.responses import responses
from sites import the_course

from exercises.classroom.assignment import Assignment, manifest_json
from exercises.classroom.handing_out.assign import make_assignment
from exercises.classroom.marking.graded import Graded, graded
from exercises.classroom.marking.overrides import read_overrides
from exercises.classroom.marking.which import _PART, one_each
from exercises.classroom.reporting.gradebook import earned, grades_csv
from exercises.classroom.roster import Pupil
from exercises.classroom.taking_in.intake import HandedIn, Piece, SetAside, read_piece, take_in
from exercises.cli import main
from exercises.export.export import selection
from exercises.export.item import Item
from exercises.questions.grade import best_response, score
from exercises.questions.ids import code_of
from exercises.questions.question import Answer

Download = Callable[..., str]
SYSTEMS = pytest.mark.parametrize("download", [downloads.moodle, downloads.canvas], ids=["moodle", "canvas"])


def assignment_of(chosen: tuple[Item, ...], *pupils: Pupil) -> Assignment:
    """Return the manifest that an export of these items has beside it, or that of sheets for some students."""
    course = chosen[0].course
    keys = {**course.keys, **{item.id: item.key for item in chosen}}
    known = type(course)(course.root, course.evidence, course.bank, course.files, keys)
    return make_assignment(known, tuple(item.exercise for item in chosen), pupils, title="Set", due="", seed=1)


def taken_in(chosen: tuple[Item, ...], table: str, *pupils: Pupil) -> list[Piece]:
    """Return what is read from a table by the manifest."""
    return list(read_piece(table.encode(), "results.csv", assignment_of(chosen, *pupils)))


def work_of(chosen: tuple[Item, ...], students: int) -> downloads.Work:
    """Return what some students answered at random."""
    work: downloads.Work = {f"s{place}": {} for place in range(students)}
    for item in chosen:
        if item.shape == "text":
            given = [f"Text, with “quotes”; {place} -> x" for place in range(students)]
        else:
            given = list(responses(item, students, "back"))
        for student, answer in zip(work.values(), given, strict=True):
            if answer:
                student[item.id] = answer
    return work


def bank() -> tuple[Item, ...]:
    """Return the whole bank."""
    return selection(the_course(), "bank", "Bank", the_course().bank.exercises).items


@SYSTEMS
@pytest.mark.parametrize("chosen", [items(nasty=True), bank()], ids=["nasty", "bank"])
def test_what_students_answered_there_is_what_is_marked_here(download: Download, chosen: tuple[Item, ...]) -> None:
    work = work_of(chosen, 12)
    found = taken_in(chosen, download(chosen, work))
    assert [piece for piece in found if isinstance(piece, SetAside)] == []
    assert [piece.answers.student for piece in found if isinstance(piece, HandedIn)] == list(work)
    for piece in found:
        assert isinstance(piece, HandedIn)
        assert piece.answers.name.startswith("Mira")
        answers = work[piece.answers.student]
        closed = [item for item in chosen if item.shape != "text"]
        theirs, ours = (
            {item.id: score(item.question, item.key, given.get(item.id)) for item in closed}
            for given in (answers, piece.answers.answers)
        )
        assert ours == theirs
        written = {item.id: answers.get(item.id) for item in chosen if item.shape == "text"}
        assert {id: piece.answers.answers.get(id) for id in written} == written


def test_a_table_without_the_questions_texts_is_set_aside_once_with_what_to_tick() -> None:
    table = downloads.moodle(items(), work_of(items(), 2)).replace("Question", "Frage")
    (piece,) = taken_in(items(), table)
    assert isinstance(piece, SetAside)
    assert "tick the question text" in piece.reason


@SYSTEMS
def test_an_answer_whose_wording_was_changed_there_is_asked_about_and_the_others_count(download: Download) -> None:
    item, other = item_of("single-choice"), item_of("number")
    answers: dict[str, Answer] = {item.id: item.things[0].id, other.id: "184"}
    (piece,) = taken_in(
        (item, other), download((item, other), {"s1": answers}).replace(item.things[0].text, "To a mine")
    )
    assert isinstance(piece, HandedIn)
    assert piece.answers.answers == {"number": "184"}
    assert piece.answers.doubts == [
        "the answer to exercise 1, “To a mine”, is none that was offered: was its wording changed there?"
    ]


def test_a_student_without_an_id_is_known_by_name_and_one_without_either_is_set_aside() -> None:
    item = item_of("single-choice")
    table = downloads.moodle((item,), {"s1": {item.id: item.things[0].id}})
    nameless = table.replace(",s1,s1@example.org,", ",,,")
    (named,) = taken_in((item,), nameless)
    assert isinstance(named, HandedIn)
    assert (named.answers.student, named.answers.name) == ("Mira Okafor", "Mira Okafor")
    (nobody,) = taken_in((item,), nameless.replace("Okafor,Mira", ","))
    assert isinstance(nobody, SetAside)
    assert nobody.reason == "it names no student: download it with names or ID numbers"


@SYSTEMS
@pytest.mark.parametrize(("id", "name"), [("s2", "Any Body"), ("x7", "Jonas Lindqvist")], ids=["id", "name"])
def test_where_there_is_a_roster_a_line_is_the_sheet_of_its_student(download: Download, id: str, name: str) -> None:
    item = item_of("single-choice")
    table = download((item,), {id: {item.id: item.things[0].id}}, name)
    (piece,) = taken_in((item,), table, Pupil(id="s1", name="Mira Okafor"), Pupil(id="s2", name="Jonas Lindqvist"))
    assert isinstance(piece, HandedIn)
    assert (piece.answers.student, piece.answers.name) == ("s2", "Jonas Lindqvist")


@SYSTEMS
@pytest.mark.parametrize("days", [(1, 2), (2, 1)])
def test_of_two_attempts_the_later_counts_and_the_other_is_set_aside(download: Download, days: tuple[int, int]) -> None:
    item = item_of("single-choice")
    work: downloads.Work = {id: {item.id: item.things[place].id} for place, id in enumerate(("s1", "s1 "))}
    found = taken_in((item,), download((item,), work, days=dict(zip(work, days, strict=True))))
    parted = one_each(found, assignment_of((item,)), datetime(2026, 6, 1, tzinfo=UTC), {})
    later = item.things[days.index(2)].id
    assert [piece.answers.answers[item.id] for piece in parted.kept] == [later]
    (aside,) = parted.aside
    assert aside.reason.endswith("which counts: it was saved later")


@SYSTEMS
def test_what_was_typed_from_paper_counts_before_what_came_back(download: Download, tmp_path: Path) -> None:
    item = item_of("single-choice")
    given = assignment_of((item,), Pupil(id="s1", name="Mira Okafor"))
    (sheet,) = given.sheets
    order = sheet.orders.get(item.id) or tuple(thing.id for thing in item.things)
    (tmp_path / "paper.csv").write_text(f"sheet,Q1\n{sheet.code},A\n", encoding="utf-8")
    table = download((item,), {"s1": {item.id: order[1]}})
    (tmp_path / "results.csv").write_text(table, encoding="utf-8")
    done = graded(given, [tmp_path], datetime(2026, 6, 1, tzinfo=UTC))
    assert [dict(piece.answers.answers) for piece in done.kept] == [{item.id: order[0]}]
    assert done.came_in == 2
    assert done.paper.unread == ()


@pytest.mark.parametrize("place", ["deep/results.csv", "Mira Okafor_7_assignsubmission_file_/results.csv"])
def test_results_that_a_student_could_have_put_there_count_for_nobody(place: str, tmp_path: Path) -> None:
    item = item_of("single-choice")
    (tmp_path / place).parent.mkdir()
    (tmp_path / place).write_text(downloads.moodle((item,), {"s1": {item.id: item.things[0].id}}), encoding="utf-8")
    (piece,) = take_in([tmp_path], assignment_of((item,), Pupil(id="s1", name="Mira Okafor")))
    assert isinstance(piece, SetAside)
    assert piece.reason == (
        "it is a table that lies in a folder or a zip: put it at the top of the folder if it is yours"
    )


def test_results_saved_anew_in_another_encoding_are_to_be_downloaded_again() -> None:
    item = item_of("single-choice")
    table = downloads.moodle((item,), {"s1": {item.id: item.things[0].id}}, "Märta Böök")
    (piece,) = read_piece(table.encode("cp1252", "replace"), "results.csv", assignment_of((item,)))
    assert isinstance(piece, SetAside)
    assert "download it again" in piece.reason


def test_results_are_read_from_a_workbook_too(tmp_path: Path) -> None:
    item = item_of("single-choice")
    table = downloads.moodle((item,), {"s1": {item.id: item.things[0].id}})
    book = openpyxl.Workbook()
    for row in csv.reader(io.StringIO(table)):
        book.active.append(row)
    book.save(tmp_path / "results.xlsx")
    (piece,) = take_in([tmp_path], assignment_of((item,)))
    assert isinstance(piece, HandedIn)
    assert dict(piece.answers.answers) == {item.id: item.things[0].id}


def test_an_answer_that_could_be_two_is_not_guessed() -> None:
    item = item_of("multiple-choice")
    texts = ("one", "two", "one; two", "other")
    choices = tuple(
        choice.model_copy(update={"text": text})
        for choice, text in zip(item.exercise.lists["choices"], texts, strict=False)
    )
    same = Item(item.course, item.exercise.model_copy(update={"choices": choices}), item.key)
    (piece,) = taken_in((same,), downloads.moodle((same,), {"s1": {same.id: (choices[0].id, choices[1].id)}}))
    assert isinstance(piece, HandedIn)
    assert piece.answers.answers == {}
    assert "could be two answers" in piece.answers.doubts[0]


def with_texts(kind: str, field: str, *texts: str) -> Item:
    """Return the example of a kind with other words in one of its lists."""
    item = item_of(kind)
    options = item.exercise.lists[field]
    changed = {field: tuple(one.model_copy(update={"text": text}) for one, text in zip(options, texts, strict=False))}
    return Item(item.course, item.exercise.model_copy(update=changed), item.key)


@SYSTEMS
@pytest.mark.parametrize("texts", [("2.5 million", "25 million", "2,5 million"), ("+5 percent", "-5 percent", "5")])
def test_choices_that_differ_in_a_sign_alone_are_told_apart(download: Download, texts: tuple[str, ...]) -> None:
    item, several = with_texts("single-choice", "choices", *texts), with_texts("multiple-choice", "choices", *texts)
    for place in range(3):
        work: downloads.Work = {
            "s1": {item.id: item.things[place].id, several.id: tuple(thing.id for thing in several.things[:2])}
        }
        (piece,) = taken_in((item, several), download((item, several), work))
        assert isinstance(piece, HandedIn)
        assert dict(piece.answers.answers) == work["s1"]


@SYSTEMS
@pytest.mark.parametrize("texts", [("+", "\u2013", "?"), ("AT&T", "a < b", "a > b")])
def test_bins_of_signs_alone_or_that_html_writes_otherwise_are_read(download: Download, texts: tuple[str, ...]) -> None:
    item = with_texts("classify", "bins", *texts)
    bins = tuple(item.offered)
    answer = {thing.id: bins[place % len(bins)] for place, thing in enumerate(item.things)}
    (piece,) = taken_in((item,), download((item,), {"s1": {item.id: answer}}))
    assert isinstance(piece, HandedIn)
    assert dict(piece.answers.answers) == {item.id: answer}


def test_of_an_order_that_moodle_shortens_the_items_are_known_by_their_first_letters() -> None:
    item = item_of("order")
    answer = {thing.id: str(place) for place, thing in enumerate(item.things, 1)}
    matched = downloads.moodle((item,), {"s1": {item.id: answer}})
    pairs = "; ".join(f"{thing.text} -> {place}" for place, thing in enumerate(item.things, 1))
    (piece,) = taken_in((item,), matched.replace(pairs, downloads.ordered(item, answer)))
    assert isinstance(piece, HandedIn)
    assert dict(piece.answers.answers) == {item.id: answer}


def test_items_of_an_order_that_moodle_shortens_to_the_same_are_not_guessed() -> None:
    item = with_texts("order", "items", "The first speaker", "The first claim", "Another", "Last")
    answer = {thing.id: str(place) for place, thing in enumerate(item.things, 1)}
    cell = downloads.ordered(item, answer)
    assert cell == "The fir...; The fir...; Another; Last"
    pairs = "; ".join(f"{thing.text} -> {place}" for place, thing in enumerate(item.things, 1))
    (piece,) = taken_in((item,), downloads.moodle((item,), {"s1": {item.id: answer}}).replace(pairs, cell))
    assert isinstance(piece, HandedIn)
    assert piece.answers.doubts == [
        f"the answer to exercise 1, “{cell}”, could be two answers: Moodle shortens its items so"
    ]


@pytest.mark.parametrize("heading", ["Status", "State"])
@pytest.mark.parametrize("state", ["In progress", "Overdue", "Never submitted"])
def test_an_attempt_that_is_not_handed_in_counts_for_nothing_and_is_told(heading: str, state: str) -> None:
    item = item_of("single-choice")
    table = downloads.moodle((item,), {"s1": {item.id: item.things[0].id}, "s2": {item.id: item.things[1].id}})
    under_way = table.replace("Status", heading).replace("Finished", state, 1)
    aside, handed_in = taken_in((item,), under_way)
    assert isinstance(aside, SetAside)
    assert aside.reason == f"its attempt is not handed in ({state}): download the results again when it is"
    assert isinstance(handed_in, HandedIn)


def test_a_student_without_an_attempt_is_told_to_have_none() -> None:
    item = item_of("single-choice")
    heads, first, *_ = csv.reader(io.StringIO(downloads.moodle((item,), {"s1": {item.id: item.things[0].id}})))
    table = io.StringIO()
    csv.writer(table).writerows([heads, first, ["Petrova", "Ana", "s2", "s2@example.org", *["-"] * (len(heads) - 4)]])
    _, nobody = taken_in((item,), table.getvalue())
    assert isinstance(nobody, SetAside)
    assert (nobody.student, nobody.reason) == ("s2", "it has no attempt of this student: nothing is to be marked")


def test_a_table_of_canvas_in_another_language_is_known_by_its_questions() -> None:
    item = item_of("single-choice")
    table = downloads.canvas((item,), {"s1": {item.id: item.things[0].id}})
    french = table.replace("name,id", "nom,id", 1).replace("n correct", "nb correct", 1)
    (piece,) = taken_in((item,), french)
    assert isinstance(piece, HandedIn)
    assert (piece.answers.student, piece.answers.name) == ("s1", "Mira Okafor")
    assert dict(piece.answers.answers) == {item.id: item.things[0].id}


# Quizzes that ask a part of an export


def right_of(chosen: tuple[Item, ...]) -> dict[str, Answer]:
    """Return what is right of each exercise that a key marks."""
    best = {item.id: best_response(item.question, item.key) for item in chosen}
    return {id: answer for id, answer in best.items() if answer is not None}


def graded_from(folder: Path, given: Assignment, tables: dict[str, str], *overrides: str) -> Graded:
    """Return the work in these tables, marked with what the lines of overrides.csv say."""
    for name, table in tables.items():
        (folder / name).write_text(table, encoding="utf-8")
    (folder / "overrides.csv").write_text("\n".join(["student,exercise,points", *overrides]), encoding="utf-8")
    paths = [folder / name for name in tables]
    return graded(given, paths, datetime(2026, 6, 1, tzinfo=UTC), overrides=read_overrides(folder, given))


CLOSED = tuple(item for item in items() if item.shape not in ("text", "percent"))
FIRST, SECOND, THIRD = CLOSED[:2], CLOSED[2:5], CLOSED[5:]


@SYSTEMS
def test_what_a_quiz_did_not_ask_counts_for_nobody_and_is_told(download: Download, tmp_path: Path) -> None:
    done = graded_from(tmp_path, assignment_of(CLOSED), {"quiz.csv": download(SECOND, {"s1": right_of(SECOND)})})
    assert [earned(done.assignment, work) for work in done.marked] == [(3, 3)]
    assert [item.number for item in done.assignment.items] == [3, 4, 5]
    (told,) = done.decide
    assert (told.student, told.where) == ("", "quiz.csv")
    assert told.what.startswith("7 of the manifest’s 10 exercises are in no download (1, 2, 6 to 10): they count for")


@SYSTEMS
def test_questions_that_the_manifest_does_not_know_are_named(download: Download, tmp_path: Path) -> None:
    table = download(CLOSED, {"s1": right_of(CLOSED)})
    done = graded_from(tmp_path, assignment_of(SECOND), {"quiz.csv": table})
    assert [earned(done.assignment, work) for work in done.marked] == [(3, 3)]
    (told,) = done.decide
    assert (told.student, told.where) == ("", "quiz.csv, headings")
    codes = ", ".join(sorted(code_of(item.id) for item in (*FIRST, *THIRD))[:5])
    assert told.what.startswith(f"7 of its questions ({codes} …) are not of this assignment, and are not counted")


@SYSTEMS
def test_quizzes_that_share_no_exercise_are_marked_together(download: Download, tmp_path: Path) -> None:
    tables = {
        "one.csv": download(FIRST, {"s1": right_of(FIRST), "s2": {}}, days={"s1": 3}),
        "two.csv": download(SECOND, {"s1": right_of(SECOND), "s2": right_of(SECOND)}, days={"s1": 2}),
    }
    done = graded_from(tmp_path, assignment_of((*FIRST, *SECOND)), tables)
    assert [earned(done.assignment, work) for work in done.marked] == [(5, 5), (3, 5)]
    one, two = done.kept[0].where.split(", and ")
    assert (_PART.sub("", one), _PART.sub("", two)) == ("one.csv", "two.csv")
    assert done.kept[0].answers.saved.startswith("2026-05-03")
    told = [(piece.where, piece.reason) for piece in done.aside]
    assert told[0] == (two, f"it is marked together with {one}: it is of another quiz")
    assert done.decide == ()


@SYSTEMS
def test_of_two_quizzes_that_share_an_exercise_the_later_counts(download: Download, tmp_path: Path) -> None:
    tables = {
        "one.csv": download(FIRST, {"s1": right_of(FIRST)}, days={"s1": 1}),
        "two.csv": download(CLOSED[1:5], {"s1": right_of(SECOND[:1])}, days={"s1": 2}),
    }
    done = graded_from(tmp_path, assignment_of(CLOSED[:5]), tables)
    assert [earned(done.assignment, work) for work in done.marked] == [(1, 4)]


@SYSTEMS
def test_a_quiz_in_which_a_student_has_no_line_counts_as_left_open_and_is_told(
    download: Download, tmp_path: Path
) -> None:
    tables = {
        "one.csv": download(FIRST, {"s1": right_of(FIRST), "s2": right_of(FIRST)}),
        "two.csv": download(SECOND, {"s1": right_of(SECOND)}),
    }
    given = assignment_of((*FIRST, *SECOND))
    done = graded_from(tmp_path, given, tables)
    assert [earned(done.assignment, work) for work in done.marked] == [(5, 5), (2, 5)]
    (told,) = done.decide
    assert (told.student, _PART.sub("", told.where)) == ("s2", "one.csv")
    assert told.what.startswith("two.csv has no line of this student, so exercises 3 to 5 count as left open")
    excused = graded_from(tmp_path, given, tables, "s2,3,excused", "s2,4,excused", "s2,5,excused")
    assert [earned(excused.assignment, work) for work in excused.marked] == [(5, 5), (2, 2)]


def test_of_random_questions_a_student_is_marked_by_those_that_moodle_asked(tmp_path: Path) -> None:
    one, two = (
        list(csv.reader(io.StringIO(downloads.moodle(some, {id: right_of(some)}))))
        for id, some in (("s1", CLOSED[:2]), ("s2", CLOSED[1:3]))
    )
    table = io.StringIO()
    csv.writer(table).writerows([one[0], one[1], two[1]])
    done = graded_from(tmp_path, assignment_of(CLOSED), {"quiz.csv": table.getvalue()})
    assert [sorted(work.scores) for work in done.marked] == [
        sorted(item.id for item in some) for some in (CLOSED[:2], CLOSED[1:3])
    ]
    assert [earned(done.assignment, work) for work in done.marked] == [(2, 2), (2, 2)]
    assert [row.split(",")[7:11] for row in grades_csv(done).splitlines()[1:]] == [
        ["100", "1", "1", ""],
        ["100", "", "1", "1"],
    ]


def test_of_random_questions_those_alone_count_as_left_open_that_everybody_was_asked(tmp_path: Path) -> None:
    one, two = (
        list(csv.reader(io.StringIO(downloads.moodle(some, {id: right_of(some)}))))
        for id, some in (("s1", CLOSED[:2]), ("s2", CLOSED[1:3]))
    )
    table = io.StringIO()
    csv.writer(table).writerows([one[0], one[1], two[1]])
    other = downloads.moodle(THIRD, {"s3": right_of(THIRD)})
    done = graded_from(tmp_path, assignment_of(CLOSED), {"quiz.csv": table.getvalue(), "other.csv": other})
    assert [earned(done.assignment, work) for work in done.marked] == [(2, 7), (2, 7), (5, 6)]
    told = [one.what for one in done.decide if one.student == "s3"]
    assert [what.partition(" count")[0] for what in told] == ["quiz.csv has no line of this student, so exercises 2"]


def test_work_marked_by_other_keys_counts_no_exercise_that_no_quiz_asked(tmp_path: Path) -> None:
    given = assignment_of(CLOSED)
    done = graded_from(tmp_path, given, {"quiz.csv": downloads.moodle(SECOND, {"s1": right_of(SECOND)})})
    again = done.by(given, {})
    assert [item.number for item in again.assignment.items] == [3, 4, 5]
    assert grades_csv(again) == grades_csv(done)


def test_the_teachers_word_on_what_no_quiz_asked_counts(tmp_path: Path) -> None:
    table = downloads.moodle(SECOND, {"s1": right_of(SECOND)})
    done = graded_from(tmp_path, assignment_of(CLOSED), {"quiz.csv": table}, "s1,1,1")
    assert [earned(done.assignment, work) for work in done.marked] == [(4, 4)]


@pytest.mark.parametrize(
    ("download", "saved"), [(downloads.moodle, "2026-05-01T10:00:00"), (downloads.canvas, "2026-05-01T10:00:00Z")]
)
def test_the_time_of_an_attempt_is_of_the_zone_that_the_lms_says_it_is_of(download: Download, saved: str) -> None:
    (piece,) = taken_in(CLOSED, download(CLOSED, {"s1": right_of(CLOSED)}))
    assert isinstance(piece, HandedIn)
    assert piece.answers.saved == saved


@pytest.mark.parametrize("written", ["3 May 2026 09:30 PM", "3 May 2026, 9:30 PM", "3 May 2026 21:30"])
def test_moodles_times_are_read_in_american_and_in_other_english(written: str) -> None:
    head, line, *rest = csv.reader(io.StringIO(downloads.moodle(CLOSED, {"s1": right_of(CLOSED)})))
    line[[cell.lower() for cell in head].index("completed")] = written
    table = io.StringIO()
    csv.writer(table).writerows([head, line, *rest])
    (piece,) = (one for one in taken_in(CLOSED, table.getvalue()) if isinstance(one, HandedIn))
    assert piece.answers.saved == "2026-05-03T21:30:00"


@SYSTEMS
def test_results_go_into_the_class_report(download: Download, tmp_path: Path) -> None:
    chosen = tuple(item for item in bank() if item.exercise.use == "graded" and item.shape != "text")[:8]
    right = {item.id: best_response(item.question, item.key) for item in chosen}
    work = {f"s{place}": dict(list(right.items())[place:]) for place in range(5)}
    (tmp_path / "answers").mkdir()
    (tmp_path / "answers/results.csv").write_text(download(chosen, work), encoding="utf-8")
    exercises = tuple(item.exercise for item in chosen)
    assignment = make_assignment(the_course(), exercises, (), title="Set", due="", seed=1)
    (tmp_path / "set-manifest.json").write_text(manifest_json(assignment), encoding="utf-8")
    command = ["grade", str(tmp_path / "answers"), "--manifest", str(tmp_path / "set-manifest.json")]
    assert main([*command, "--out", str(tmp_path / "marked")]) == 0
    with (tmp_path / "marked/grades.csv").open(encoding="utf-8-sig") as table:
        assert [row["points"] for row in csv.DictReader(table)] == ["8", "7", "6", "5", "4"]
    assert (tmp_path / "marked/class.html").exists()


def exported(folder: Path, *names: str) -> tuple[Item, ...]:
    """Write what lies beside an export of each name, and results in which all is right, and return what is asked."""
    chosen = tuple(item for item in bank() if item.exercise.use == "graded" and item.shape != "text")[:2]
    exercises = tuple(item.exercise for item in chosen)
    for name in names:
        assignment = make_assignment(the_course(), exercises, (), title=name, due="", seed=1)
        (folder / f"{name}-manifest.json").write_text(manifest_json(assignment), encoding="utf-8")
    right = {item.id: best_response(item.question, item.key) for item in chosen}
    (folder / "answers").mkdir()
    (folder / "answers/results.csv").write_text(downloads.canvas(chosen, {"s1": right}), encoding="utf-8")
    return chosen


def test_what_is_said_of_one_export_is_not_taken_for_anothers_in_the_same_folder(tmp_path: Path) -> None:
    exported(tmp_path, "c1", "c3")
    (tmp_path / "c1-class").mkdir()
    (tmp_path / "c1-class/overrides.csv").write_text("student,exercise,points\ns1,1,0\n", encoding="utf-8")
    for name in ("c1", "c3"):
        assert main(["grade", str(tmp_path / "answers"), "--manifest", str(tmp_path / f"{name}-manifest.json")]) == 0
    points = {}
    for name in ("c1", "c3"):
        with (tmp_path / f"{name}-class/marked/grades.csv").open(encoding="utf-8-sig") as table:
            points[name] = [row["points"] for row in csv.DictReader(table)]
    assert points == {"c1": ["1"], "c3": ["2"]}


def test_the_teachers_word_beside_an_exports_manifest_stops_the_marking_and_is_told_where_it_belongs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    exported(tmp_path, "c1")
    (tmp_path / "overrides.csv").write_text("student,exercise,points\ns1,1,0\n", encoding="utf-8")
    assert main(["grade", str(tmp_path / "answers"), "--manifest", str(tmp_path / "c1-manifest.json")]) == 1
    assert capsys.readouterr().out == (
        f"{tmp_path.as_posix()}/overrides.csv: file: must lie in {tmp_path.as_posix()}/c1-class, which is this export's "
        "alone, and does not; move it there, and run this again; nothing is marked [place]\n"
    )
    assert not (tmp_path / "c1-class").exists()
