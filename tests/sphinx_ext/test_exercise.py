"""How an exercise and its key stand on a page: every word of both, in an invented course of a few exercises."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import small
import tiny
from bs4 import BeautifulSoup, Tag
from sites import parsed, searchable

from exercises.sphinx_ext import build, web

COMMON = """title = "{title}"
use = "practice"
outcomes = ["weigh-clues"]
level = 1
minutes = 2
claims = ["p01-empty-ferry", "p02-line-closes"]
stem = "Think of the line."
"""
KEYED = 'proof = ["p02-line-closes"]\nsolution = "So says P2."\n'
SAID = '[feedback."{}"]\nfor = "{}"\ntext = "{}"\nsee = ["{}"]\n'
WRONG = 'misconception = "fits-so-proves"\n'
EXERCISES = {
    "turns": (
        'kind = "order"\nhints = ["Begin at the beginning.", "End at the end."]\n',
        'items = [{ id = "closed", text = "It closes" }, { id = "seen", text = "It is seen" }, { id = "told", text = "It is told" }]\n',
        'correct = ["seen", "told", "closed"]\n'
        + SAID.format("seen", "1", "P1 begins with it.", "P1")
        + SAID.format("told", "2", "Then he speaks.", "P1")
        + SAID.format("closed", "3", "That lies ahead.", "P2"),
    ),
    "likely": (
        'kind = "estimate"\nhints = ["Think of winter."]\n',
        "",
        'correct = "1"\notherwise = "Half and half."\n' + SAID.format("0", "wrong", "Too low.", "P2"),
    ),
    "weight": (
        'kind = "number"\n',
        'unit = "tons"\n',
        'correct = "90"\ntolerance = "5"\notherwise = "Weigh again."\n' + SAID.format("90", "right", "Yes.", "P2"),
    ),
    "word": (
        'kind = "short-text"\n',
        "",
        'correct = "a ferry"\naccepted = ["a boat"]\notherwise = "Look at P1."\n'
        + SAID.format("a ferry", "right", "Yes.", "P1"),
    ),
    "some": (
        'kind = "multiple-choice"\n',
        'choices = [{ id = "deck", text = "The deck" }, { id = "crew", text = "The crew" }, { id = "line", text = "The line" }]\n',
        'correct = ["deck", "line"]\n'
        + SAID.format("deck", "right", "He saw it.", "p01-empty-ferry")
        + SAID.format("crew", "wrong", "Nobody says so.", "P1")
        + WRONG
        + SAID.format("line", "right", "He says so.", "P2"),
    ),
}  # fmt: skip
PAGES = {
    "index": "# Course\n\n```{toctree}\nevidence\nlessons/01-ferry\nlessons/01-ferry-hand-in\nlessons/10-pier\n```\n",
    "evidence": "# Evidence\n\n```{evidence-paragraphs}\n```\n\n```{evidence-claims}\n```\n",
    "lessons/01-ferry": "---\nminutes: 30\noutcomes: [weigh-clues]\n---\n\n# Ferry\n\n```{outcomes}\n```\n\n"
    ":::{exercise} days-between\n:::\n\n:::{exercise} say-it\n:::\n",
    "lessons/01-ferry-hand-in": "# Hand in\n\n:::{exercise-list}\n:::\n",
    "lessons/10-pier": "# Pier\n\n" + "".join(f":::{{exercise}} {id}\n:::\n\n" for id in EXERCISES),
}


def write(root: Path, pages: dict[str, str] = PAGES) -> Path:
    """Write the small course with the exercises above, one graded exercise more, and the pages."""
    tiny.with_written(root)
    for id, (head, bank, key) in EXERCISES.items():
        for folder, text in (("bank", head + COMMON.format(title=id.title()) + bank), ("keys", KEYED + key)):
            path = root / f"exercises/{folder}/10-pier/{id}.toml"
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
    for folder in ("bank", "keys"):  # a harder one, whose name comes first
        text = tiny.FILES[f"exercises/{folder}/01-ferry/strike-or-winter.toml"]
        path = root / f"exercises/{folder}/01-ferry/again.toml"
        path.write_text(text.replace("level = 1", "level = 3"), encoding="utf-8")
    (root / "conf.py").write_text(small.CONF, encoding="utf-8")
    for name, text in pages.items():
        path = root / "course" / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the course with its pages.  Not to be changed."""
    return write(tmp_path_factory.mktemp("course") / "tree")


@pytest.fixture(scope="module")
def student(root: Path) -> small.Site:
    """Return the student edition."""
    return small.build(root, out="student")


@pytest.fixture(scope="module")
def instructor(root: Path) -> small.Site:
    """Return the instructor edition."""
    return small.build(root, out="instructor", edition="instructor")


def page(site: small.Site, name: str) -> BeautifulSoup:
    """Return a page, parsed."""
    return parsed(site.page(f"lessons/{name}"))


def words(tag: Tag | None) -> str:
    """Return what a reader sees of an element, its spaces made one."""
    return " ".join(tag.get_text(" ").split()).replace(" .", ".").replace(" ,", ",") if tag else ""


def told(site: small.Site, id: str, lesson: str = "10-pier") -> list[str]:
    """Return what the answer to an exercise says, block by block."""
    answer = page(site, lesson).select_one(f"#{id} .exercise-answer")
    assert answer is not None
    return [words(block) for block in answer.find_all(True, recursive=False)]


def test_the_pages_are_built_without_a_warning(student: small.Site, instructor: small.Site) -> None:
    assert (student.warnings, instructor.warnings) == ("", "")


ANSWERS = {
    "turns": [
        "Answer: It is seen; It is told; It closes",
        "It is seen (1) P1 begins with it. See P1.",
        "It is told (2) Then he speaks. See P1.",
        "It closes (3) That lies ahead. See P2.",
        "Worked solution So says P2.",
    ],
    "likely": [
        "Answer: It was so",
        "Less than 50 percent Too low. See P2.",
        "Any other answer Half and half.",
        "Worked solution So says P2.",
    ],
    "weight": [
        "Answer: 90 tons",
        "90 tons Yes. See P2.",
        "Any other answer Weigh again.",
        "Worked solution So says P2.",
    ],
    "word": [
        "Answer: a ferry; a boat",
        "a ferry Yes. See P1.",
        "Any other answer Look at P1.",
        "Worked solution So says P2.",
    ],
    "some": [
        "Answer: The deck; The line",
        "The deck He saw it. See P1.",
        "The crew Nobody says so. See P1.",
        "The line He says so. See P2.",
        "Worked solution So says P2.",
    ],
}


@pytest.mark.parametrize("id", ANSWERS)
def test_an_answer_tells_what_is_right_why_and_where_to_look(id: str, student: small.Site) -> None:
    assert told(student, id) == ["Answer and why", *ANSWERS[id]]


@pytest.mark.parametrize("id", ANSWERS)
def test_instructors_are_told_the_same_and_the_version_of_a_stated_key(id: str, instructor: small.Site) -> None:
    *found, version = (line for line in told(instructor, id) if "Key version" in line or line != "Key")
    crew = "The crew Nobody says so. See P1."
    misconception = "Misconception: What fits one explanation counts against the others."
    assert found == [f"{line} {misconception}" if line == crew else line for line in ANSWERS[id]]
    assert version.endswith(", stated, with its proof; practice.")


def test_a_computed_key_is_said_to_be_one(instructor: small.Site) -> None:
    assert told(instructor, "days-between", "01-ferry")[-1].endswith(", computed from the ledger; practice.")
    assert told(instructor, "again", "01-ferry-hand-in")[-1].endswith(", computed from the ledger; graded.")


def test_no_student_is_shown_a_misconception_a_version_or_a_key_to_hand_in(student: small.Site) -> None:
    for name in ("01-ferry", "10-pier", "01-ferry-hand-in"):
        assert not page(student, name).select(".feedback-misconception, .exercise-version")
        assert "Misconception" not in page(student, name).get_text()
    assert not page(student, "01-ferry-hand-in").select(".exercise-answer, .feedback, [data-key]")


def test_a_rubric_is_told_to_its_last_line_and_each_sample_with_its_marks(student: small.Site) -> None:
    rubric = page(student, "01-ferry").select_one("#say-it .exercise-rubric")
    assert words(rubric) == (
        "Look for Names the deck. (2 marks) Keeps the doubt. (2 marks) Is short. (1 mark) "
        "A strong answer, 5 of 5 The deck was empty; why is not known. All there. "
        "A middling answer, 3 of 5 The deck was empty. No doubt. "
        "A weak answer, 1 of 5 A strike. Neither."
    )


@pytest.mark.parametrize(
    ("page_name", "numbers"),
    [
        ("10-pier", ["10.1", "10.2", "10.3", "10.4", "10.5"]),
        ("01-ferry", ["1.1", "1.2"]),
        ("01-ferry-hand-in", ["1.A", "1.B"]),
    ],
)
def test_exercises_are_numbered_by_lesson_and_place(page_name: str, numbers: list[str], student: small.Site) -> None:
    found = [words(tag) for tag in page(student, page_name).select(".exercise-number")]
    assert found == [f"Exercise {number}" for number in numbers]


def test_practice_and_what_is_handed_in_are_counted_apart_on_one_page(tmp_path: Path) -> None:
    ids = ("strike-or-winter", "days-between", "again", "say-it")
    text = "# Both\n\n" + "".join(f":::{{exercise}} {id}\n:::\n\n" for id in ids)
    site = small.build(write(tmp_path / "tree", {"index": text}))
    found = [words(tag) for tag in parsed(site.page("index")).select(".exercise-number")]
    assert found == ["Exercise 1.A", "Exercise 1.1", "Exercise 1.B", "Exercise 1.2"]


def test_what_is_handed_in_goes_from_easy_to_hard(student: small.Site) -> None:
    assert [tag["id"] for tag in page(student, "01-ferry-hand-in").select(".exercise")] == ["strike-or-winter", "again"]


def test_an_exercise_says_what_it_is_what_to_read_and_hints_one_by_one(student: small.Site) -> None:
    one = page(student, "10-pier").select_one("#turns")
    assert one is not None
    assert words(one.select_one(".exercise-facts")) == "Ordering · about 2 minutes"
    assert words(one.select_one(".exercise-stem")) == "Think of the line."
    assert words(one.select_one(".exercise-sources")) == "Read P1, P2."
    hints = ["Hint 1 Begin at the beginning.", "Hint 2 End at the end."]
    assert [words(hint) for hint in one.select(".exercise-hint")] == hints
    assert [words(hint) for hint in page(student, "10-pier").select("#likely .exercise-hint")] == [
        "Hint Think of winter."
    ]


@pytest.mark.parametrize(
    ("id", "verdicts"),
    [
        ("some", ["right", "wrong", "right"]),
        ("likely", ["", ""]),
        ("weight", ["right", "wrong"]),
        ("turns", ["", "", ""]),
    ],
)
def test_feedback_is_marked_right_or_wrong_but_not_that_on_an_estimate(
    id: str, verdicts: list[str], student: small.Site
) -> None:
    found = page(student, "10-pier").select(f"#{id} .feedback")
    marked = [[name for name in tag["class"] if name != "feedback"] for tag in found]
    assert marked == [[f"feedback-{verdict}"] if verdict else [] for verdict in verdicts]


@pytest.mark.parametrize(
    ("id", "key"),
    [
        ("weight", {"correct": "90", "tolerance": "5"}),
        ("word", {"correct": "a ferry", "accepted": ["a boat"]}),
        ("some", {"correct": ["deck", "line"]}),
        ("turns", {"correct": {"seen": "1", "told": "2", "closed": "3"}}),
    ],
)
def test_a_page_marks_by_the_whole_key(id: str, key: dict[str, object], student: small.Site) -> None:
    answer = page(student, "10-pier").select_one(f"#{id} details.exercise-answer")
    assert answer is not None
    assert json.loads(str(answer["data-key"])) == key


def test_an_instructors_page_marks_nothing_and_shows_all_open(instructor: small.Site) -> None:
    for name in ("01-ferry", "01-ferry-hand-in", "10-pier"):
        exercises = page(instructor, name).select(".exercise")
        assert len(page(instructor, name).select("div.exercise-answer > .answer-title")) == len(exercises) > 0
        assert not page(instructor, name).select("[data-key], details.exercise-answer")


def test_no_answer_is_found_by_a_search(student: small.Site) -> None:
    index = searchable(Path(student.app.outdir))
    assert "pier" in index
    assert [word for word in ("weigh", "speak", "ahead") if word in index.lower()] == []  # feedback says these


def test_what_to_read_and_see_are_links_to_their_places(student: small.Site) -> None:
    one = page(student, "10-pier").select_one("#some")
    assert one is not None
    links = [str(link["href"]) for link in one.select(".exercise-sources a, .feedback-see a")]
    claims, paragraphs = ("../evidence.html#claim-p01-empty-ferry", "../evidence.html#claim-p02-line-closes"), ("../evidence.html#paragraph-1", "../evidence.html#paragraph-2")  # fmt: skip
    assert links == [*paragraphs, claims[0], *paragraphs]


def test_outcomes_are_told_with_their_minutes(student: small.Site) -> None:
    box = page(student, "01-ferry").select_one(".outcomes")
    assert words(box) == "In about 30 minutes you can say which clue tells two explanations apart"


def test_a_lesson_of_one_minute_says_so_in_the_singular(tmp_path: Path) -> None:
    text = PAGES["lessons/01-ferry"].replace("minutes: 30", "minutes: 1")
    built = small.build(write(tmp_path / "tree", {**PAGES, "lessons/01-ferry": text}))
    assert words(page(built, "01-ferry").select_one(".outcomes")).startswith("In about 1 minute you can")


def test_minutes_that_are_no_number_stop_the_build_and_say_where(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*findings: object) -> None:
        raise SystemExit("\n".join(map(str, findings)))

    monkeypatch.setattr(web, "stop", stopped)
    text = PAGES["lessons/01-ferry"].replace("minutes: 30", "minutes: ten")
    must = "must be a number in figures, from 1 on, and is 'ten'; mend it or take it out"
    with pytest.raises(SystemExit, match=re.escape(f"course/lessons/01-ferry.md: minutes: {must} [minutes]")):
        small.build(write(tmp_path / "tree", {**PAGES, "lessons/01-ferry": text}))


def test_one_outcome_may_stand_without_brackets(tmp_path: Path) -> None:
    pages = {**PAGES, "lessons/01-ferry": PAGES["lessons/01-ferry"].replace("[weigh-clues]", "weigh-clues")}
    bare, bracketed = (
        small.build(write(tmp_path / name, given)).page("lessons/01-ferry")
        for name, given in (("bare", pages), ("bracketed", PAGES))
    )
    assert bare == bracketed


def test_mistakes_of_a_page_are_warnings_that_name_the_place(tmp_path: Path) -> None:
    text = "---\noutcomes: [swim]\n---\n\n# Wrong\n\n```{outcomes}\n```\n\n:::{exercise} gone\n:::\n\n" + 2 * ":::{exercise} some\n:::\n\n" + ":::{exercise-list}\n:lesson: 11-dock\n:::\n"  # fmt: skip
    site = small.build(write(tmp_path / "tree", {"index": text}))
    found = {line.partition(": WARNING: ")[2].partition(" [said.")[0] for line in site.warnings.splitlines()}
    assert {
        "no outcome 'swim' in exercises/lists/outcomes.toml",
        "no exercise 'gone': exercises/bank/*/gone.toml must exist",
        "exercise 'some' is already on course/index; place it once",
        "no graded exercise in exercises/bank/11-dock",
    } <= found
    assert any(
        "exercises/bank/10-pier/turns.toml: no page shows this exercise" in line for line in site.warnings.splitlines()
    )


def test_an_exercise_names_the_entries_of_the_record_that_it_rests_on(tmp_path: Path) -> None:
    root = write(tmp_path / "tree", {"index": "# One\n\n:::{exercise} weight\n:::\n"})
    (root / "course/evidence/record.toml").write_text(small.RECORD, encoding="utf-8")
    path = root / "exercises/bank/10-pier/weight.toml"
    path.write_text(path.read_text(encoding="utf-8") + 'record = ["V06"]\n', encoding="utf-8")
    sources = parsed(small.build(root).page("index")).select_one("#weight .exercise-sources")
    assert words(sources) == "Read P1, P2, V06."


def test_a_test_form_may_stand_on_no_page(tmp_path: Path) -> None:
    root = write(tmp_path / "tree", {"index": "# None\n"})
    for id in ("weight", "word"):
        path = root / f"exercises/bank/10-pier/{id}.toml"
        use = '"test"' if id == "weight" else '"practice"'
        path.write_text(path.read_text(encoding="utf-8").replace('"practice"', use), encoding="utf-8")
    warnings = small.build(root).warnings
    assert ("word.toml: no page shows" in warnings, "weight.toml: no page shows" in warnings) == (True, False)


def test_a_test_exercise_stops_the_student_edition_and_stands_in_the_instructors(tmp_path: Path) -> None:
    root = write(tmp_path / "tree", {"index": "# Test\n\n:::{exercise} weight\n:::\n"})
    path = root / "exercises/bank/10-pier/weight.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('"practice"', '"test"'), encoding="utf-8")
    with pytest.raises(SystemExit):
        small.build(root)
    assert parsed(small.build(root, out="all", edition="instructor").page("index")).select("#weight")


# A lesson's page of more practice

TWO_PAGES = {
    "index": "# Course\n\n```{course-progress}\n```\n\n```{toctree}\n"
    "lessons/10-pier\nlessons/10-pier-practice\nlessons/01-ferry-hand-in\n```\n",
    "lessons/10-pier": "# Pier\n\n:::{exercise} turns\n:::\n",
    "lessons/10-pier-practice": "# More pier\n\n:::{exercise} word\n:::\n\n:::{exercise} some\n:::\n",
    "lessons/01-ferry-hand-in": PAGES["lessons/01-ferry-hand-in"],
}


@pytest.fixture(scope="module")
def two_pages(tmp_path_factory: pytest.TempPathFactory) -> small.Site:
    """Return a course one of whose lessons has a page of more practice.  Not to be changed."""
    return small.build(write(tmp_path_factory.mktemp("two") / "tree", TWO_PAGES))


def numbers(site: small.Site, name: str) -> list[str]:
    """Return the numbers of a page's exercises."""
    return [words(tag).removeprefix("Exercise ") for tag in page(site, name).select(".exercise-number")]


def test_numbers_go_on_from_a_lesson_to_its_page_of_more_practice(two_pages: small.Site) -> None:
    assert (numbers(two_pages, "10-pier"), numbers(two_pages, "10-pier-practice")) == (["10.1"], ["10.2", "10.3"])


def test_more_practice_counts_towards_its_lesson_and_what_is_handed_in_alone(two_pages: small.Site) -> None:
    progress = parsed(two_pages.page("index")).select_one(".all-progress")
    assert progress is not None
    assert json.loads(str(progress["data-pages"])) == {
        "lessons/01-ferry-hand-in.html": "again strike-or-winter",
        "lessons/10-pier.html": "some turns word",
    }


def test_an_exercise_may_move_from_one_page_of_a_lesson_to_the_other(tmp_path: Path) -> None:
    """Whichever of the two is read first; and the numbers on both are then those of the new order."""
    root = write(tmp_path / "tree", TWO_PAGES)
    small.build(root)
    for name, ids in (("10-pier", ("word", "turns")), ("10-pier-practice", ("some",))):
        text = "# Pier\n\n" + "".join(f":::{{exercise}} {id}\n:::\n\n" for id in ids)
        (root / f"course/lessons/{name}.md").write_text(text, encoding="utf-8")
    moved = small.build(root)
    found = [numbers(moved, name) for name in ("10-pier", "10-pier-practice")]
    assert found == [["10.1", "10.2"], ["10.3"]]
    assert "already on" not in moved.warnings


def test_a_page_of_more_practice_is_renumbered_when_its_lesson_has_gone(tmp_path: Path) -> None:
    root = write(tmp_path / "tree", TWO_PAGES)
    small.build(root)
    (root / "course/lessons/10-pier.md").unlink()
    assert numbers(small.build(root), "10-pier-practice") == ["10.1", "10.2"]


def test_a_build_that_finds_nothing_changed_does_not_read_the_course(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write(tmp_path / "tree", TWO_PAGES)
    before = small.build(root).page("lessons/10-pier")
    monkeypatch.setattr(build, "load_course", None)
    assert small.build(root).page("lessons/10-pier") == before


def test_a_page_of_more_practice_is_renumbered_when_its_lesson_alone_has_changed(tmp_path: Path) -> None:
    root = write(tmp_path / "tree", TWO_PAGES)
    small.build(root)
    (root / "course/lessons/10-pier.md").write_text(
        "# Pier\n\n:::{exercise} turns\n:::\n\n:::{exercise} weight\n:::\n", encoding="utf-8"
    )
    assert numbers(small.build(root), "10-pier-practice") == ["10.3", "10.4"]


# What of an exercise stands on the page that looks back

BACK = {
    "index": "# Course\n\n```{toctree}\nlessons/10-pier\nback\nkeep\n```\n",
    "back": "# Looking back\n\n```{exercise-review}\n```\n",
    "keep": "# Keep it\n\n```{course-progress} tools\n```\n",
    "lessons/10-pier": PAGES["lessons/10-pier"],
}


@pytest.fixture(scope="module")
def looked_back(tmp_path_factory: pytest.TempPathFactory) -> small.Site:
    """Return a course with a page that looks back.  Not to be changed."""
    return small.build(write(tmp_path_factory.mktemp("back") / "tree", BACK))


def marked_by(site: small.Site, id: str) -> tuple[str, object]:
    """Return what is to be entered and what it is marked by, as the page that looks back has it."""
    (link,) = parsed(site.page("back")).select(f".review [data-exercise={id}]")
    return str(link["data-what"]), json.loads(str(link["data-key"]))


def answers(site: small.Site) -> dict[str, object]:
    """Return which answers the exercises can have, as the page that takes them in has it."""
    (place,) = parsed(site.page("keep")).select(".all-progress")
    told: dict[str, object] = json.loads(str(place["data-answers"]))
    return told


def test_the_page_that_looks_back_has_what_answers_are_marked_by(looked_back: small.Site) -> None:
    assert marked_by(looked_back, "some") == ("", {"correct": ["deck", "line"]})
    assert marked_by(looked_back, "weight") == ("number", {"correct": "90", "tolerance": "5"})
    assert marked_by(looked_back, "word") == ("words", {"correct": "a ferry", "accepted": ["a boat"]})


def test_the_page_that_takes_answers_in_knows_which_an_exercise_can_have(looked_back: small.Site) -> None:
    assert answers(looked_back) == {
        "likely": {"what": "percent"},
        "some": {"slots": ["deck", "crew", "line"], "several": True},
        "turns": {"slots": ["closed", "seen", "told"], "offered": ["1", "2", "3"]},
        "weight": {"what": "number"},
        "word": {"what": "words"},
    }


def test_both_pages_are_read_again_when_an_exercise_or_its_key_has_changed(tmp_path: Path) -> None:
    root = write(tmp_path / "tree", BACK)
    small.build(root)
    changes = [("keys", "weight", '"5"', '"4"'), *((one, "some", '"crew"', '"mate"') for one in ("bank", "keys"))]
    for folder, id, old, new in changes:
        path = root / f"exercises/{folder}/10-pier/{id}.toml"
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    changed = small.build(root)
    assert marked_by(changed, "weight") == ("number", {"correct": "90", "tolerance": "4"})
    assert answers(changed)["some"] == {"slots": ["deck", "mate", "line"], "several": True}
