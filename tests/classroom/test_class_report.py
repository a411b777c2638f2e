"""The class report: plain sentences, a table beside each picture, no student's name, and no word of theirs taken for HTML."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from classes import CORRECT, RIGHT, THREE, WRONG, assignment, class_of, item, numbered, verdicts, work
from playwright.sync_api import Browser
from robot import AXE

from exercises.classroom.assignment import Assignment
from exercises.classroom.marking.marked import Marked
from exercises.classroom.marking.marker import Marker
from exercises.classroom.reporting.class_report import write_class_report
from exercises.classroom.reporting.plots import certainty, difficulty, histogram
from exercises.classroom.reporting.statistics import calibration, exercise_figures, statements_placed, wilson
from exercises.draw.markup import plain
from exercises.questions.question import Answer
from exercises.questions.wording import value_texts

EVIL = "<script>alert(1)</script>"
VOID = {"meta", "br", "img", "input", "hr"}


class Page(HTMLParser):
    """Holds that what is opened is closed, and gathers what tests ask for."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag, and whether it must be closed."""
        self.found.append(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag that closes itself."""
        self.found.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the tag opened last."""
        assert self.open.pop() == tag


def report(
    tmp_path: Path,
    marked: list[Marked],
    given: Assignment = THREE,
    before: tuple[Assignment, list[Marked]] | None = None,
    twin: tuple[Assignment, list[Marked]] | None = None,
) -> str:
    """Return the page of a class."""
    path = tmp_path / "class.html"
    write_class_report(given, marked, path, set_aside=2, before=[before] if before else [], twin=twin)
    return path.read_text(encoding="utf-8")


CLASS = numbered(*[RIGHT] * 7, *[WRONG] * 8, *[RIGHT | {"date": "2019-06-30"}] * 3, sure=80)


@pytest.mark.parametrize("count", [0, 1, 2, 18])
def test_a_class_of_any_size_has_a_page(tmp_path: Path, count: int) -> None:
    text = report(tmp_path, CLASS[:count])
    found = Page(text).found
    assert found.count("h1") == 1
    assert found.count("table") == found.count("caption")
    assert "script" not in found
    assert f"{count} student{'' if count == 1 else 's'}, 3 exercises marked by key, 2 pieces set aside." in text


def test_it_begins_with_what_is_hardest_and_what_to_reteach(tmp_path: Path) -> None:
    text = report(tmp_path, CLASS)
    assert "Too close to say which is harder: 1. The last day (39 percent, 20\u00a0to\u00a062), or 2. " in text
    assert "Reteach first: " in text
    assert "It shows in the answers of 8 of 18 students (24\u00a0to\u00a067 percent)." in text


def test_an_exercise_is_called_hardest_where_it_can_be_told_apart_from_the_next(tmp_path: Path) -> None:
    text = report(tmp_path, numbered(*[RIGHT] * 8, *[RIGHT | {"date": "2019-06-30"}] * 10))
    assert "Hardest: 1. The last day (44 percent, 24\u00a0to\u00a067)." in text


def test_nothing_is_hardest_that_nobody_answered_or_where_nothing_was_lost(tmp_path: Path) -> None:
    without: dict[str, Answer] = {id: answer for id, answer in RIGHT.items() if id != "date"}
    text = report(tmp_path, numbered(*[without] * 18))
    assert "ard" not in text.partition("<h2>Scores</h2>")[0].partition("<h2>In short</h2>")[2]
    assert "<td>nobody answered it</td>" in text


@pytest.mark.parametrize("count", [1, 3, 9])
def test_a_few_students_rank_nothing(tmp_path: Path, count: int) -> None:
    text = report(tmp_path, numbered(*[WRONG] * count))
    assert "it is too few to say what is hardest, or what to reteach first." in text
    assert "Hardest" not in text
    assert "Reteach" not in text


def test_one_student_has_neither_intervals_nor_relations(tmp_path: Path) -> None:
    text = report(tmp_path, numbered(RIGHT))
    assert "One student earned 100 percent of the points." in text
    assert "interval" not in text
    assert "\u00a0to\u00a0" not in text
    assert "With the others" not in text


def test_of_one_exercise_alone_no_relation_to_others_is_told(tmp_path: Path) -> None:
    text = report(tmp_path, numbered(*[{"date": "2019-12-31"}] * 18, given=assignment("date")), assignment("date"))
    assert "With the others" not in text
    assert "too few" not in text.partition("<h2>Exercises</h2>")[2].partition("</section>")[0]
    assert "<p>No answer shows what to reteach first.</p>" in text


@pytest.mark.parametrize(("first", "second", "is_close"), [(15, 3, False), (10, 8, True)])
def test_no_misconception_is_first_without_a_word_on_one_that_shows_about_as_often(
    tmp_path: Path, first: int, second: int, *, is_close: bool
) -> None:
    (choice,) = assignment("single-choice").items
    feedback = dict(choice.key.feedback)
    feedback["school"] = feedback["school"].model_copy(update={"misconception": "other"})
    item = choice.model_copy(update={"key": choice.key.model_copy(update={"feedback": feedback})})
    given = assignment("single-choice").model_copy(update={"items": (item,), "misconceptions": {"other": "Another."}})
    works = [{"single-choice": "factory"}] * first + [{"single-choice": "school"}] * second
    text = report(tmp_path, numbered(*works, given=given), given)
    assert f"It shows in the answers of {first} of 18 students" in text
    assert ("It is too close to say whether this one shows as often: Another." in text) == is_close


def test_small_classes_are_told_what_they_are_too_small_for(tmp_path: Path) -> None:
    text = report(tmp_path, numbered(RIGHT, WRONG))
    assert text.count("<td>too few to say</td>") == 3
    assert "Too few to say: it takes 10 answers for which a student said how sure." in text


def test_it_says_how_many_of_the_roster_handed_in(tmp_path: Path) -> None:
    three = class_of("A", "B", "C", kinds=("date", "single-choice"))
    marker = Marker(three)
    marked = [marker.mark(work(three, place)) for place in (0, 2)]
    assert "<p>2 of the 3 on the roster handed in.</p>" in report(tmp_path, marked, three)
    stranger = replace(marked[0], student="s99")
    assert "<p>2 of the 3 on the roster handed in.</p>" in report(tmp_path, [*marked, stranger], three)


def test_it_says_how_often_each_choice_was_taken_and_each_statement_placed_right(tmp_path: Path) -> None:
    given = assignment("single-choice", "classify")
    placed = CORRECT["classify"]
    assert isinstance(placed, dict)
    odd = placed | {"new": "saw"}
    text = report(
        tmp_path,
        numbered(
            *[{"single-choice": "factory", "classify": odd}] * 3,
            {"single-choice": "not-told", "classify": placed},
            given=given,
        ),
        given,
    )
    cells = re.findall("<td>(.*?)</td>", text.partition("<caption>How often each choice was taken</caption>")[2])
    texts = {asked.id: asked.text for asked in given.items[0].question.asked}  # type: ignore[union-attr]
    assert f"1: {plain(texts['factory'])}" in text
    at = cells.index("75\u00a0(30\u00a0to\u00a096)")
    assert cells[at - 2 : at] == ["", "3\u00a0of\u00a04"]
    assert cells[cells.index("right") + 1] == "1\u00a0of\u00a04"
    assert f"{value_texts(given.items[1].question)['saw']} (3)" in cells


def test_written_answers_have_their_marks_in_it(tmp_path: Path) -> None:
    given = assignment("date", "written")
    works = numbered({"date": "2019-12-31", "written": "a"}, {"written": "b"}, {"date": "2019-12-31"}, given=given)
    marked = [works[0], replace(works[1], scores={**works[1].scores, "written": 0.5})]
    marked.append(replace(works[2], scores={**works[2].scores, "written": 1.0}))  # by the teacher's word, left open
    text = report(tmp_path, marked, given)
    assert "<p>1 answer still to mark by hand.</p>" in text
    assert "<td>2</td><td>1</td><td>50</td>" in text.replace("\n", "")


def test_it_names_no_student(tmp_path: Path) -> None:
    named = [replace(work, student=f"pupil-{n}", name=f"Zuzanna {n}") for n, work in enumerate(CLASS)]
    text = report(tmp_path, named)
    assert "18 students" in text
    assert "pupil-" not in text
    assert "Zuzanna" not in text


def test_wrong_entries_are_shown_escaped_and_where_three_gave_them(tmp_path: Path) -> None:
    odd: dict[str, Answer] = {"date": EVIL}
    assert "alert" not in report(tmp_path, numbered(odd, odd))
    marked = numbered(odd, odd, odd)
    given_for_it = replace(marked[0], scores=marked[0].scores | {"date": 0.5})
    assert "alert" not in report(tmp_path, [given_for_it, *marked[1:]])
    text = report(tmp_path, marked)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "script" not in Page(text).found


def test_a_title_is_shown_as_text(tmp_path: Path) -> None:
    text = report(tmp_path, CLASS, THREE.model_copy(update={"title": EVIL}))
    assert "script" not in Page(text).found


def test_certainty_is_told_in_a_sentence(tmp_path: Path) -> None:
    text = report(tmp_path, CLASS)
    assert "On 54 answers the class was surer than right, by 30 percent (9\u00a0to\u00a053). Brier score 0.34, " in text
    few = report(tmp_path, CLASS[:4])
    assert "On 12 answers of fewer than 10 students it is too few to say which way the class leans." in few
    half = numbered(*[RIGHT] * 12, *[WRONG] * 3, sure=80)
    assert "On 45 answers it does not show that the class was surer than right, or less sure (" in report(
        tmp_path, half
    )
    modest = numbered(*[RIGHT] * 12, sure=60)
    assert "On 36 answers the class was less sure than right, by 40 percent (29\u00a0to\u00a041)." in report(
        tmp_path, modest
    )


def test_the_mean_of_the_class_and_each_misconception_stand_with_their_intervals(tmp_path: Path) -> None:
    text = report(tmp_path, CLASS)
    assert "The mean is 50 percent (26\u00a0to\u00a074)." in text
    shown = text.partition("<caption>Misconceptions that answers show</caption>")[2].partition("</table>")[0]
    assert "<td>8\u00a0of\u00a018</td><td>44\u00a0(24\u00a0to\u00a067)</td>" in shown


def test_an_exercise_that_counts_for_one_student_has_no_interval(tmp_path: Path) -> None:
    kept = ("single-choice", "multiple-choice")
    excused = replace(CLASS[0], scores=dict.fromkeys(kept, 1.0), responses={id: RIGHT[id] for id in kept})
    table = report(tmp_path, [excused, CLASS[-1]]).partition("<caption>Each exercise</caption>")[2]
    assert "<td>1\u00a0of\u00a01</td><td>0</td>" in table
    assert "<td>2\u00a0of\u00a02</td><td>100\u00a0(34\u00a0to\u00a0100)</td>" in table


def test_an_exercise_is_told_to_be_answered_by_so_many_of_all_who_have_a_score_for_it(tmp_path: Path) -> None:
    alone = replace(CLASS[0], scores={"date": 1.0}, responses={"date": RIGHT["date"]})
    table = report(tmp_path, [alone, *numbered(WRONG, {})]).partition("<caption>Each exercise</caption>")[2]
    assert re.findall(r"<td>(\d\u00a0of\u00a0\d)</td>", table)[:2] == ["2\u00a0of\u00a03", "1\u00a0of\u00a02"]


def test_a_misconception_names_each_lesson_once_in_which_it_can_show(tmp_path: Path) -> None:
    lessons = ("04-visa-run-or-new-worker", "02-who-said-it", "04-visa-run-or-new-worker")
    items = [item(n, "single-choice", id=f"choice-{n}", lesson=lesson) for n, lesson in enumerate(lessons, 1)]
    given = assignment("single-choice").model_copy(update={"items": tuple(items)})
    text = report(tmp_path, numbered({"choice-1": "factory"}, given=given), given)
    shown = text.partition("<caption>Misconceptions that answers show</caption>")[2].partition("</table>")[0]
    see = ", ".join(items[0].key.feedback["factory"].see)
    assert f"<td>1, 2, 3</td><td>02, 04</td><td>{see}</td>" in re.sub(r">\s+<", "><", shown)


def test_answers_that_could_not_be_read_are_told(tmp_path: Path) -> None:
    unread = [replace(work, unread=frozenset({"date"})) for work in CLASS[:2]]
    assert "2 answers that could not be read in one way, not counted until somebody has asked." in report(
        tmp_path, unread + CLASS[2:]
    )
    assert "could not be read" not in report(tmp_path, CLASS)


def test_students_are_counted_by_tenths_of_the_points(tmp_path: Path) -> None:
    third = {"date": RIGHT["date"]}
    text = report(tmp_path, numbered(*[RIGHT] * 5, *[third] * 3, {}))
    cells = re.findall(r"<th[^>]*>(\d+ to \d+)</th>\s*<td>(\d+)</td>", text)
    counts = dict.fromkeys((f"{low} to {low + 10}" for low in range(0, 100, 10)), "0")
    assert dict(cells) == counts | {"90 to 100": "5", "30 to 40": "3", "0 to 10": "1"}
    assert "Half of the students earned 100 percent." in text


def test_the_middle_of_a_class_is_told_with_the_half_around_it(tmp_path: Path) -> None:
    third, two = {"date": RIGHT["date"]}, {id: RIGHT[id] for id in ("date", "single-choice")}
    text = report(tmp_path, numbered(*[RIGHT] * 4, *[two] * 4, *[third] * 4))
    assert (
        "Half of the students earned 67 percent or more; the middle half lies between 33 percent and 100 percent. "
        "The mean is 67 percent ("
    ) in text


def test_a_share_that_rounding_leaves_below_a_tenth_counts_to_it(tmp_path: Path) -> None:
    given = assignment("date")
    almost = sum([0.1] * 8)
    assert almost < 0.8
    none, some = numbered({}, RIGHT, given=given)
    text = report(tmp_path, [none, replace(some, scores={"date": almost})], given)
    cells = re.findall(r"<th[^>]*>(\d+ to \d+)</th>\s*<td>([1-9]\d*)</td>", text)
    assert dict(cells) == {"0 to 10": "1", "80 to 90": "1"}


def test_the_highest_bar_fills_the_picture_and_the_others_stand_to_it_as_their_counts() -> None:
    heights = [
        float(height) for height in re.findall(r'height="([\d.]+)" fill="var\(--bar\)"', histogram([4, 2, 0, 1]))
    ]
    assert [height / heights[0] for height in heights] == [1, 0.5, 0, 0.25]
    assert heights[0] == 130


def test_the_dot_of_an_exercise_stands_at_its_mean_within_its_interval() -> None:
    given = assignment("date")
    (figures,) = exercise_figures(given, numbered(RIGHT, RIGHT, RIGHT, WRONG, given=given))
    drawn = difficulty([figures])
    (zero,), (whole,), (dot,) = (
        map(float, re.findall(shape, drawn))
        for shape in (r'x="([\d.]+)"[^>]*>0<', r'x="([\d.]+)"[^>]*>100<', r'<circle cx="([\d.]+)"')
    )
    assert (dot - zero) / (whole - zero) == pytest.approx(0.75, abs=0.001)
    ends = re.findall(r'x1="([\d.]+)" y1="([\d.]+)" x2="([\d.]+)" y2="\2"', drawn)
    interval = [(float(end) - zero) / (whole - zero) for end in (ends[0][0], ends[0][2])]
    assert interval == pytest.approx([wilson(3, 4).low, wilson(3, 4).high], abs=0.001)


def test_the_dot_of_a_certainty_stands_at_the_share_that_is_right_within_its_interval() -> None:
    """Of those who were 90 percent sure, nine answers of twelve are right, three of four students' all."""
    found = calibration(THREE, [*numbered(*[RIGHT] * 3, sure=90), *numbered(WRONG, sure=90)])
    assert found is not None
    drawn = certainty(found)
    (zero,), (whole,) = (map(float, re.findall(rf' y="([\d.]+)"[^>]*>{share}<', drawn)) for share in (0, 100))
    (dot,) = (float(height) for height in re.findall(r'<circle[^>]* cy="([\d.]+)"', drawn))
    lines = [tuple(map(float, ends)) for ends in re.findall(r'y1="([\d.]+)"[^>]* y2="([\d.]+)"', drawn)]
    even, _, interval = ([(zero - end - 4) / (zero - whole) for end in ends] for ends in lines)
    assert (zero - dot - 4) / (zero - whole) == pytest.approx(0.75, abs=0.001)
    assert even == pytest.approx([0.5, 1], abs=0.001)
    assert interval == pytest.approx([wilson(3, 4).low, wilson(3, 4).high], abs=0.001)


def test_of_two_wrong_places_that_are_as_frequent_none_is_told_for_the_most_frequent() -> None:
    given = assignment("classify")
    placed = CORRECT["classify"]
    assert isinstance(placed, dict)
    first, second = ({"classify": placed | {"new": wrong}} for wrong in ("saw", "general"))
    one_each, two_and_one = (
        {taken.slot: (taken.instead, taken.times) for taken in statements_placed(given, numbered(*works, given=given))}
        for works in ([first, second], [first, second, second])
    )
    assert one_each["new"] == ("", 0)
    assert two_and_one["new"] == ("general", 2)


def verdict_class(bin_of_overstated: str, bin_of_adequate: str, count: int) -> list[Marked]:
    """Return a class that puts overstated and adequate sentences into these bins."""
    answer: dict[str, Answer] = {
        "classify": {"a": bin_of_adequate, "b": bin_of_adequate, "c": bin_of_overstated, "d": bin_of_overstated}
    }
    return numbered(*[answer] * count, given=verdicts())


@pytest.mark.parametrize(
    ("bins", "count", "said"),
    [
        (("overstated", "overstated"), 12, "It leans to “overstated”. 95 percent intervals: d′ "),
        (("overstated", "adequate"), 12, "Which way it leans is too close to say. 95 percent intervals: d′ "),
        (("overstated", "overstated"), 4, "With 4 students it is too few to say which way the class leans."),
    ],
)
def test_which_way_a_class_leans_is_said_by_an_interval(
    tmp_path: Path, bins: tuple[str, str], count: int, said: str
) -> None:
    assert said in report(tmp_path, verdict_class(*bins, count), verdicts())


def test_a_class_that_errs_both_ways_alike_leans_to_neither(tmp_path: Path) -> None:
    right, wrong = (
        verdict_class(*bins, 1)[0].responses for bins in (("overstated", "adequate"), ("adequate", "overstated"))
    )
    half = numbered(*[dict(right)] * 150, *[dict(wrong)] * 50, given=verdicts())
    text = report(tmp_path, half, verdicts())
    assert "The class as one: discrimination d′ = 1.35, bias c = 0.00 (300 of 400 overstated and 100 of 400 " in text
    intervals = "d′ [01][.]\\d\\d\u00a0to\u00a01[.]\\d\\d, c −0[.]0\\d\u00a0to\u00a00[.]0\\d[.]"
    assert re.search(f"It leans to neither. 95 percent intervals: {intervals}", text)


def test_a_class_that_only_learned_to_distrust_is_told_so(tmp_path: Path) -> None:
    given = verdicts()
    before, after = verdict_class("adequate", "adequate", 12), verdict_class("overstated", "overstated", 12)
    text = report(tmp_path, after, given, (given, before))
    assert "call more sentences overstated. That is distrust, and not discernment." in text


def test_a_class_that_learned_to_tell_them_apart_is_told_so(tmp_path: Path) -> None:
    given = verdicts()
    before, after = verdict_class("adequate", "adequate", 12), verdict_class("overstated", "adequate", 12)
    text = report(tmp_path, after, given, (given, before))
    assert "They tell overstated from adequate better, and call more sentences overstated." in text
    assert "distrust, and not" not in text
    assert "12 students in both: 50 percent before, 100 percent after." in text
    assert "Normalised gain 1.00 (95 percent interval 0.83\u00a0to\u00a01.00)" in text
    table = text.partition("<caption>Discernment and bias, the class as one</caption>")[2].partition("</table>")[0]
    cells = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", table)
    assert cells[:5] == ["", "Before", "After", "Change", "95 percent interval"]
    assert (cells[5:9], cells[10:14]) == (
        ["d\u2032, telling them apart", "0.00", "4.11", "+4.11"],
        ["c, below 0 for distrust", "2.05", "0.00", "\u22122.05"],
    )


def test_a_class_that_tells_them_apart_worse_is_told_so(tmp_path: Path) -> None:
    given = verdicts()
    before, after = verdict_class("overstated", "adequate", 12), verdict_class("adequate", "adequate", 12)
    text = report(tmp_path, after, given, (given, before))
    assert "They tell overstated from adequate worse, and call fewer sentences overstated." in text


def test_four_students_are_too_few_to_say_that_they_learned_it(tmp_path: Path) -> None:
    given = verdicts()
    text = report(
        tmp_path, verdict_class("overstated", "adequate", 4), given, (given, verdict_class("adequate", "adequate", 4))
    )
    assert "<td>too few to say</td>" in text
    assert "With 4 students it is too few to say whether they tell them apart better than before." in text
    assert "Normalised gain 1.00 (too few to say how sure; it takes 10)" in text


def opposite() -> Assignment:
    """Return the twin of the assignment of four sentences: its verdicts are the other way about."""
    given = verdicts()
    turned = {"a": "overstated", "b": "overstated", "c": "adequate", "d": "adequate"}
    item = given.items[0]
    return given.model_copy(
        update={"items": (item.model_copy(update={"key": item.key.model_copy(update={"correct": turned})}),)}
    )


def test_who_goes_by_wording_is_told_apart_from_who_reads_by_the_twin(tmp_path: Path) -> None:
    by_wording = verdict_class("overstated", "adequate", 5)
    text = report(tmp_path, by_wording, verdicts(), twin=(opposite(), by_wording))
    assert "Over all statements it is 0.00 (too few to say how sure)." in text
    assert "<td>1.00 of 5</td><td>1.00 of 5</td><td>+0.00</td>" in re.sub(r">\s+<", "><", text)
    by_reading = verdict_class("adequate", "overstated", 5)
    text = report(tmp_path, by_wording, verdicts(), twin=(opposite(), by_reading))
    assert "Over all statements it is 1.00 (too" in text
    table = text.partition("<caption>Each statement, over both versions</caption>")[2].partition("</table>")[0]
    assert re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", table)[:8] == [
        *("Statement", "Called adequate where it is", "Called adequate where it is not", "Difference"),
        *("a", "1.00 of 5", "0.00 of 5", "+1.00"),
    ]


def test_means_over_students_stand_with_their_intervals(tmp_path: Path) -> None:
    one, other = verdict_class("overstated", "adequate", 14), verdict_class("adequate", "overstated", 14)
    text = report(tmp_path, one, verdicts(), twin=(opposite(), other))
    assert "Over all statements it is 1.00 (0.93\u00a0to\u00a01.00)." in text
    assert "The mean of 14 students: d′ = 1.93 (1.67\u00a0to\u00a01.94), c = 0.00 (−0.07\u00a0to\u00a00.07)." in text
    assert "The mean of 5 students: d′ = 1.93, c = 0.00." in report(tmp_path, one[:5], verdicts())


def test_a_certainty_says_of_how_many_students_it_is_and_has_no_interval_for_one(tmp_path: Path) -> None:
    sure = numbered(*[RIGHT] * 3, sure=90) + numbered(WRONG, sure=60)
    table = report(tmp_path, sure).partition("<caption>By certainty</caption>")[2].partition("</table>")[0]
    cells = re.findall(r"<td>(.*?)</td>", table)
    assert cells == ["3", "1", "0", "", "9", "3", "100", "43\u00a0to\u00a0100"]


def test_an_assignment_is_no_twin_of_itself(tmp_path: Path) -> None:
    marked = verdict_class("overstated", "adequate", 5)
    text = report(tmp_path, marked, verdicts(), twin=(verdicts(), marked))
    assert "The two have no statement in common that is adequate for one of them alone." in text


def test_two_assignments_without_a_student_in_common_say_so(tmp_path: Path) -> None:
    assert "No student handed in both." in report(tmp_path, CLASS, before=(THREE, []))


def test_an_assignment_of_written_answers_alone_has_nothing_to_count(tmp_path: Path) -> None:
    text = report(tmp_path, numbered({}, given=assignment("written")), assignment("written"))
    assert "<h2>Written answers</h2>" in text
    assert "<h2>Scores</h2>" not in text
    assert "There is nothing to count yet." in report(tmp_path, [], assignment("written"))


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_the_page_is_no_wider_than_a_phone(browser: Browser, tmp_path: Path, scheme: str) -> None:
    report(tmp_path, CLASS)
    page = browser.new_page(viewport={"width": 360, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    page.goto((tmp_path / "class.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    found = Axe().run(page, options=AXE).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
    page.close()
