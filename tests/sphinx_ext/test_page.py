"""What the built pages hold before any script runs, and what they must never hold."""

from __future__ import annotations

import filecmp
import json
import re
import shutil
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from sites import (
    KINDS,
    SAMPLE,
    SENTINEL,
    Build,
    add_sample,
    add_to_the_book,
    build,
    build_afresh,
    copy_course,
    page_of,
    parsed,
    searchable,
    the_course,
    write_case,
)

from exercises.draw.markup import plain
from exercises.questions.ask import ask
from exercises.questions.key import Key
from exercises.questions.kinds import Bank
from exercises.sphinx_ext.web import LOST

CONTROLS = ["input", "select", "textarea"]


@pytest.fixture(scope="module")
def bank(course: Path) -> Bank:
    """Return the bank of the course with the sample lesson."""
    return the_course(course).bank


@pytest.fixture(scope="module")
def keys(course: Path, bank: Bank) -> dict[str, Key]:
    """Return its keys."""
    return the_course(course).keys


def page(done: Build, name: str) -> BeautifulSoup:
    """Return a page of the course, parsed."""
    return parsed(done.page(name))


def exercise(soup: BeautifulSoup, id: str) -> Tag:
    """Return the exercise's element."""
    found = soup.select_one(f"#{id}.exercise")
    assert found is not None, f"{id} is not on its page"
    return found


def small(folder: Path, lesson: str | None = None) -> Path:
    """Return a course of the sample lesson alone, which builds quickly; ``lesson`` is its text if another is wanted."""
    root = copy_course(folder / "tree")
    for path in [*(root / "course").rglob("*.md"), *(root / "exercises").glob("*/[0-9]*")]:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    add_sample(root)
    (root / "course" / "index.md").write_text("# Sample\n", encoding="utf-8")
    if lesson is not None:
        text = f"---\norphan: true\n---\n\n# Sample\n\n{lesson}"
        (root / "course" / "lessons" / f"{SAMPLE}.md").write_text(text, encoding="utf-8")
    return root


# Forms


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_has_a_control_for_everything_that_can_be_answered(student: Build, bank: Bank, kind: str) -> None:
    """Each slot of the exercise is a place of the form, and each place holds a control of the browser's own."""
    for use, name in (("sample", SAMPLE), ("graded", f"{SAMPLE}-hand-in")):
        one = exercise(page(student, f"lessons/{name}"), f"{use}-{kind}")
        places = one.select("form [data-slot]")
        slots = tuple(str(place["data-slot"]) for place in places)
        assert ask(bank.exercise(f"{use}-{kind}")).slots == slots
        assert all(place.name in CONTROLS or place.find(CONTROLS) for place in places)


@pytest.mark.parametrize("name", [SAMPLE, f"{SAMPLE}-hand-in"])
def test_every_control_has_a_label_and_every_group_a_legend(student: Build, name: str) -> None:
    """No control is named by its place alone; ids are used once."""
    soup = page(student, f"lessons/{name}")
    ids = [str(element["id"]) for element in soup.select("[id]")]
    assert sorted(set(ids)) == sorted(ids)
    controls = soup.select(f".exercise :is({', '.join(CONTROLS)})")
    assert len(controls) > len(KINDS)
    for control in controls:
        labels = str(control.get("aria-labelledby", "")).split()
        named = control.find_parent("label") or soup.select_one(f'label[for="{control.get("id")}"]')
        assert named or (labels and set(labels) <= set(ids)), control
    for group in soup.select(".exercise fieldset"):
        legend = group.find("legend", recursive=False)
        assert legend is not None
        assert legend.get_text(strip=True)


def test_an_exercise_says_its_number_title_kind_and_minutes(student: Build) -> None:
    """And its permanent anchor is its id."""
    one = exercise(page(student, f"lessons/{SAMPLE}"), "sample-single-choice")
    assert "Exercise 99.11 The bus" == one.select_one(".exercise-title").get_text()
    assert "One choice · about 2 minutes" == one.select_one(".exercise-facts").get_text()
    assert "sample-single-choice" == one["id"]


def test_an_exercise_of_lesson_10_is_numbered_from_10(student: Build) -> None:
    shown = page(student, "lessons/10-what-else-was-in-print").select(".exercise .exercise-number")
    assert [number.get_text() for number in shown] == [f"Exercise 10.{place}" for place in range(1, len(shown) + 1)]
    assert len(shown) > 5


@pytest.mark.slow
def test_students_are_not_told_which_misconception_a_choice_shows(student: Build, instructor: Build) -> None:
    lesson = "lessons/04-visa-run-or-new-worker"
    assert page(instructor, lesson).select(".feedback-misconception")
    assert page(student, lesson).select(".feedback-misconception") == []
    assert "Misconception" not in student.page(lesson)


def test_a_page_of_a_lesson_knows_what_counts_with_its_own_exercises(student: Build) -> None:
    """A script tells by it how far a reader is in the whole lesson; what is handed in is counted alone."""
    lesson = "lessons/04-visa-run-or-new-worker"
    pages = [page(student, name) for name in (lesson, f"{lesson}-practice", f"{lesson}-hand-in")]
    own = [sorted(str(one["id"]) for one in soup.select(".exercise")) for soup in pages]
    told = [str(article.get("data-elsewhere", "")).split() for soup in pages if (article := soup.article)]
    assert told == [own[1], own[0], []]


def test_exercises_to_hand_in_are_lettered_and_go_from_easy_to_hard(student: Build, bank: Bank) -> None:
    """The list is in order of level, then id."""
    shown = page(student, f"lessons/{SAMPLE}-hand-in").select(".exercise")
    graded = sorted((e for e in bank.exercises if e.id.startswith("graded-")), key=lambda e: (e.level, e.id))
    assert [e.id for e in graded] == [one["id"] for one in shown]
    assert "Exercise 99.A" == shown[0].select_one(".exercise-number").get_text()


def test_outcomes_come_from_the_front_matter(student: Build) -> None:
    """The box names the minutes and each outcome."""
    box = page(student, f"lessons/{SAMPLE}").select_one(".outcomes")
    assert ["In about 20 minutes you can", "say what the report says"] == [e.get_text() for e in box.select("p")]


# Answers


@pytest.mark.parametrize("kind", KINDS)
def test_without_javascript_the_answer_to_practice_lies_in_details(
    student: Build, keys: dict[str, Key], kind: str
) -> None:
    """The feedback on every choice, the solution and the key's scored part are all there, closed."""
    key = keys[f"sample-{kind}"]
    answer = exercise(page(student, f"lessons/{SAMPLE}"), f"sample-{kind}").select_one("details.exercise-answer")
    said = [str(node["data-slot"]) for node in answer.select(".feedback")]
    assert [*key.feedback, *(["*"] if key.otherwise else [])] == said
    assert answer.select_one(".exercise-solution")
    assert not answer.has_attr("open")
    scored = json.loads(str(answer["data-key"]))
    dumped = json.loads(key.model_dump_json())
    untold = {"accepted": [], "tolerance": "0"}
    assert untold | scored == {name: dumped[name] for name in ("correct", "accepted", "tolerance")}


def test_where_to_look_is_a_link(student: Build) -> None:
    """A paragraph and a claim of the feedback lead to the pages that hold them."""
    one = exercise(page(student, f"lessons/{SAMPLE}"), "sample-single-choice")
    links = [link["href"] for link in one.select(".feedback-see a")]
    assert links
    for link in links:
        target, _, anchor = str(link).partition("#")
        path = (student.out / "course" / "lessons" / target).resolve()
        assert f'id="{anchor}"' in path.read_text(encoding="utf-8")


def test_search_does_not_find_answers(student: Build) -> None:
    """No word that only an answer holds is among those that the search reads."""
    read = searchable(student.out)
    assert "Sample lesson" in read
    assert "swallow" not in read.lower()  # stands in the sample of the written exercise alone


def _everything(out: Path) -> Iterator[tuple[Path, str]]:
    for path in sorted(out.rglob("*")):
        if path.is_file():
            text = path.read_text(encoding="utf-8", errors="replace")
            yield path, straight(unescape(re.sub(r"<[^>]+>", "", text)))


def _secrets(key: Key) -> Iterator[str]:
    yield key.solution
    yield from (said.text for said in key.feedback.values())
    yield from filter(None, [key.otherwise])
    yield from (point.text for point in key.rubric)
    for sample in key.samples:
        yield from (sample.text, sample.why)


def test_no_file_of_the_student_site_holds_a_graded_key(student: Build, bank: Bank, keys: dict[str, Key]) -> None:
    """Neither feedback, solution, rubric nor samples, in pages, scripts or the search index.

    What is said of a test's sentences is said of other invented reports too; that no test is there, test_guide holds.
    """
    hidden = [e for e in bank.exercises if e.use == "graded"]
    secrets = {straight(text) for e in hidden for text in _secrets(keys[e.id])} | {SENTINEL, SENTINEL.lower()}
    assert len(secrets) > len(hidden)
    found = [(path.name, s) for path, text in _everything(student.out) for s in secrets if s in text]
    assert [] == found


def straight(text: str) -> str:
    """Return text without markup, with straight quotes, so that typography hides nothing."""
    return re.sub(r"\s+", " ", plain(text).translate(str.maketrans("“”‘’", "\"\"''"))).strip()


def test_pages_to_hand_in_have_forms_and_no_key(student: Build, bank: Bank, course: Path) -> None:
    """Each graded exercise is complete, and nothing in its page says which answer is right."""
    graded = [e for e in bank.exercises if e.use == "graded"]
    assert graded
    for e in graded:
        one = exercise(page(student, page_of(e, course)), e.id)
        assert one.select_one("form")
        assert not one.select(".exercise-answer, .feedback, [data-key], [checked], [selected]")


def test_a_graded_exercise_placed_in_a_lesson_shows_no_key(tmp_path: Path) -> None:
    """The directive itself withholds the key, wherever it stands."""
    root = small(tmp_path, ":::{exercise} graded-single-choice\n:::\n")
    done = build(root, tmp_path / "out")
    soup = page(done, f"lessons/{SAMPLE}")
    assert not exercise(soup, "graded-single-choice").select(".exercise-answer")
    assert SENTINEL not in done.page(f"lessons/{SAMPLE}")


def test_a_test_exercise_stops_the_student_edition(tmp_path: Path) -> None:
    """And the message says which page to mend."""
    root = small(tmp_path, ":::{exercise} graded-date\n:::\n")
    path = root / "exercises" / "bank" / SAMPLE / "graded-date.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('"graded"', '"test"'), encoding="utf-8")
    done = build(root, tmp_path / "out")
    assert done.code != 0
    assert f"{SAMPLE}.md" in done.said
    assert "graded-date is a test exercise" in done.said
    assert "Traceback" not in done.said


# Editions


@pytest.mark.slow
def test_every_page_of_the_instructor_edition_has_the_banner(instructor: Build) -> None:
    """Search and the forwarding page, too."""
    pages = [path for path in instructor.out.rglob("*.html") if "_static" not in path.parts]
    assert len(pages) > 4
    assert [] == [path.name for path in pages if "Instructor edition" not in path.read_text(encoding="utf-8")]


def test_no_page_of_the_student_edition_has_the_banner(student: Build) -> None:
    """Students are not told of another edition."""
    assert [] == [path.name for path in student.out.rglob("*.html") if "Instructor" in path.read_text(encoding="utf-8")]


@pytest.mark.slow
def test_the_instructor_edition_shows_every_key_in_place(
    instructor: Build, bank: Bank, keys: dict[str, Key], course: Path
) -> None:
    """With the key's version; nothing needs to be opened."""
    shown = [e for e in bank.exercises if e.use != "test"]
    pages = {name: page(instructor, name) for name in {page_of(e, course) for e in shown}}
    for e in shown:
        answer = exercise(pages[page_of(e, course)], e.id).select_one("div.exercise-answer")
        assert answer is not None
        assert keys[e.id].version in answer.get_text()


@pytest.mark.slow
def test_editions_do_not_share_a_folder(course: Path, instructor: Build) -> None:
    """A student build into the instructor's folder would leave instructor's pages in it."""
    done = build(course, instructor.out, "student")
    assert done.code != 0
    assert "holds the instructor edition" in done.said


def test_an_edition_that_does_not_exist_is_refused(course: Path, tmp_path: Path) -> None:
    """The message lists those that do."""
    done = build(course, tmp_path / "out", "teacher")
    assert done.code != 0
    assert "edition must be one of student, instructor (found 'teacher')" in done.said


# The site


def test_each_page_describes_itself(student: Build) -> None:
    """Exactly one description, and none of them empty."""
    for path in student.out.rglob("*.html"):
        head = path.read_text(encoding="utf-8").split("</head>")[0]
        metas = BeautifulSoup(head, "html.parser").select("meta[name=description]")
        assert [True] == [bool(meta["content"]) for meta in metas], path


def test_the_first_page_forwards_to_the_course(student: Build) -> None:
    """By a tag and by a link, without a script."""
    soup = BeautifulSoup((student.out / "index.html").read_text(encoding="utf-8"), "html.parser")
    assert "0; url=course/index.html" == soup.select_one("meta[http-equiv=refresh]")["content"]
    assert "course/index.html" == soup.select_one("main a")["href"]


def test_the_site_holds_no_sources_and_nothing_that_no_page_uses(student: Build) -> None:
    """Neither page sources, source maps nor the theme's icon script."""
    names = {path.name for path in student.out.rglob("*")}
    assert not names & {"_sources", "locales", "fontawesome.js"}
    assert not [name for name in names if name.endswith((".map", ".md", ".toml", ".txt.license"))]


@pytest.mark.slow
def test_every_local_address_in_the_site_exists(student: Build) -> None:
    """Styles, scripts, icons and links all lead to a file; nothing is asked of another site."""
    pages = [path for path in student.out.rglob("*.html") if "_static" not in path.parts and path.name != LOST]
    assert len(pages) > 30
    for path in pages:
        soup = parsed(path.read_text(encoding="utf-8"))
        loaded = [
            e.get("src") or e.get("href")
            for e in soup.select("script[src], img[src], link[rel=stylesheet], link[rel=icon]")
        ]
        linked = [e["href"] for e in soup.select("a[href]") if not re.match(r"[a-z]+:", str(e["href"]))]
        assert loaded, path
        for address in [*loaded, *linked]:
            target = re.split(r"[?#]", str(address))[0]
            assert "//" not in target, (path, address)
            assert not target or (path.parent / target).is_file(), (path, address)


@pytest.mark.slow
def test_two_builds_of_one_course_are_the_same_bytes(student: Build, tmp_path: Path) -> None:
    """Wherever they are built."""
    root = add_to_the_book(add_sample(copy_course(tmp_path / "elsewhere")))
    again = build(root, tmp_path / "out")
    assert [] == differences(student.out, again.out)


EDITS = {
    "a title": ("course/lessons/04-visa-run-or-new-worker.md", "# Lesson 4: Visa run", "# Lesson 4: A visa run"),
    "the order": ("course/index.md", "glossary\nsources\n", "sources\nglossary\n"),
    "a word": ("course/lessons/02-who-says-so.md", "# Lesson 2: Who says so?\n", "# Lesson 2: Who says so?\n\nZebras.\n"),
    "a claim": ("course/evidence/rfa-2019/claims.toml", 'gist = "', 'gist = "Once more: '),
    "a key": ("exercises/keys/04-visa-run-or-new-worker/run-or-new.toml", 'text = "', 'text = "So: '),
    "a page that goes": ("course/passing.md", "", None),
}  # fmt: skip


@pytest.mark.slow
def test_building_again_after_any_edit_leaves_what_a_build_from_nothing_makes(tmp_path: Path) -> None:
    """Menus, search, citations and the style sheet among it; and a build that shares the work makes the same."""
    root = copy_course(tmp_path / "tree")
    (root / "course" / "passing.md").write_text("---\norphan: true\n---\n\n# Passing\n", encoding="utf-8")
    build(root, tmp_path / "again")
    assert (tmp_path / "again" / "course" / "passing.html").exists()
    for number, (name, old, new) in enumerate(EDITS.values()):
        path = root / name
        if new is None:
            path.unlink()
        else:
            text = path.read_text(encoding="utf-8")
            assert old in text, name
            path.write_text(text.replace(old, new, 1), encoding="utf-8")
        if number % 2:  # two edits at a time
            build(root, tmp_path / "again")
            build(root, tmp_path / f"afresh-{number}", "student", "-j", "2")
            assert differences(tmp_path / "again", tmp_path / f"afresh-{number}") == [], name


def differences(one: Path, other: Path) -> list[str]:
    """Return the files that differ or that only one of two folders has."""
    names = sorted({p.relative_to(top).as_posix() for top in (one, other) for p in top.rglob("*") if p.is_file()})
    _, different, missing = filecmp.cmpfiles(one, other, names, shallow=False)
    return [*different, *missing]


# Building again


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a course that has been built once and that tests may change."""
    root = small(tmp_path_factory.mktemp("workshop"))
    build(root, root.with_name("out"))
    return root


def rebuild(root: Path) -> Build:
    """Build the workshop again."""
    return build(root, root.with_name("out"))


def edit(path: Path, old: str, new: str) -> None:
    """Change a file, whose text must hold ``old``."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_build_without_a_change_reads_no_page(workshop: Path) -> None:
    """So that building again is quick."""
    assert "0 added, 0 changed, 0 removed" in rebuild(workshop).said


def test_a_changed_exercise_changes_its_page(workshop: Path) -> None:
    """Although the page's own source is as before."""
    edit(workshop / "exercises" / "bank" / SAMPLE / "sample-date.toml", "The last day", "The very last day")
    done = rebuild(workshop)
    assert "The very last day" in done.page(f"lessons/{SAMPLE}")
    assert "0 added, 1 changed, 0 removed" in done.said


def test_a_changed_key_changes_its_page(workshop: Path) -> None:
    """Feedback is as fresh as the exercise."""
    edit(workshop / "exercises" / "keys" / SAMPLE / "sample-date.toml", "The last day of the year.", "New Year's Eve.")
    assert "New Year’s Eve." in rebuild(workshop).page(f"lessons/{SAMPLE}")


def test_a_changed_fact_changes_the_keys_that_rest_on_it(tmp_path: Path) -> None:
    """A deadline moved in the ledger moves the key on a page that cites nothing of the ledger itself."""
    root = small(tmp_path, ":::{exercise} sample-date\n:::\n")
    build(root, tmp_path / "out")
    edit(root / "course" / "evidence" / "rfa-2019" / "deadlines.toml", "by = 2019-12-31", "by = 2019-12-30")
    done = build(root, tmp_path / "out")
    key = exercise(page(done, f"lessons/{SAMPLE}"), "sample-date").select_one("[data-key]")["data-key"]
    assert "2019-12-30" == json.loads(str(key))["correct"]


def test_a_citation_of_what_no_page_shows_is_a_warning_without_make_too(tmp_path: Path) -> None:
    """Whoever builds with Sphinx alone is told of it as well."""
    done = build(small(tmp_path, "{claim}`p05-huge-baggage`\n"), tmp_path / "out")
    assert "claim p05-huge-baggage must be shown on a reference page to be linked, and is on none" in done.said


@pytest.mark.slow
def test_an_exercise_added_or_removed_changes_the_page_that_lists_it(workshop: Path) -> None:
    """No file that the page was made from has changed; the page is made again all the same."""
    folders = [workshop / "exercises" / name / SAMPLE for name in ("bank", "keys")]
    bank, key = ((folder / "graded-date.toml").read_text(encoding="utf-8") for folder in folders)
    write_case(workshop, "graded-new-day", bank, key)
    assert 'id="graded-new-day"' in rebuild(workshop).page(f"lessons/{SAMPLE}-hand-in")
    for folder in folders:
        (folder / "graded-new-day.toml").unlink()
    assert 'id="graded-new-day"' not in rebuild(workshop).page(f"lessons/{SAMPLE}-hand-in")


def test_a_fault_in_a_file_that_no_page_shows_stops_a_build_that_changes_nothing_else(workshop: Path) -> None:
    """And goes on stopping it until it is mended."""
    stray = workshop / "exercises" / "keys" / SAMPLE / "no-such-exercise.toml"
    stray.write_text('solution = "None."', encoding="utf-8")
    for _ in range(2):
        done = rebuild(workshop)
        assert done.code == 2
        assert "no-such-exercise.toml: file: must have an exercise of the same name in the bank" in done.said
    stray.unlink()
    assert "0 added, 0 changed, 0 removed" in rebuild(workshop).said


@pytest.mark.slow
def test_new_code_changes_every_page(workshop: Path) -> None:
    """Else whoever works on the code would look at pages that the old code made."""
    with (workshop / "exercises" / "words.py").open("a", encoding="utf-8") as file:
        file.write("# more\n")
    done = build_afresh(workshop, workshop.with_name("out"))
    assert "[config changed ('code')] 3 added, 0 changed, 0 removed" in done.said


# Mistakes


def test_mistakes_of_a_page_are_warnings_that_name_the_place(tmp_path: Path) -> None:
    """An unknown exercise, one placed twice, an empty list, an unknown outcome and exercises that no page shows."""
    lesson = """:::{exercise} no-such-thing
:::

:::{exercise} sample-date
:::

:::{exercise} sample-date
:::

:::{exercise-list}
:lesson: 98-nothing
:::
"""
    root = small(tmp_path, lesson)
    path = root / "course" / "lessons" / f"{SAMPLE}.md"
    path.write_text(
        path.read_text(encoding="utf-8").replace("orphan: true", "orphan: true\noutcomes: [flying]"), encoding="utf-8"
    )
    with path.open("a", encoding="utf-8") as file:
        file.write("\n:::{outcomes}\n:::\n")
    said = build(root, tmp_path / "out").said
    assert (
        f"{SAMPLE}.md:8: WARNING: no exercise 'no-such-thing': exercises/bank/*/no-such-thing.toml must exist [said.exercise]"
        in said
    )
    assert (
        f"{SAMPLE}.md:14: WARNING: exercise 'sample-date' is already on course/lessons/{SAMPLE}; place it once [said.exercise]"
        in said
    )
    assert f"{SAMPLE}.md:17: WARNING: no graded exercise in exercises/bank/98-nothing [said.exercise]" in said
    assert "WARNING: no outcome 'flying' in exercises/lists/outcomes.toml [said.outcome]" in said
    assert f"exercises/bank/{SAMPLE}/sample-grid.toml: no page shows this exercise" in said


def test_a_broken_file_stops_the_build_with_its_findings(tmp_path: Path) -> None:
    """File, place, what must be true and what was found; every finding; no traceback; nothing written."""
    root = small(tmp_path, "")
    folder = root / "exercises" / "bank" / SAMPLE
    edit(folder / "sample-date.toml", "level = 1", "level = 9")
    edit(folder / "sample-number.toml", "minutes", "minuets")
    shutil.rmtree(tmp_path / "out", ignore_errors=True)
    done = build(root, tmp_path / "out")
    assert done.code != 0
    assert f"exercises/bank/{SAMPLE}/sample-date.toml: level: " in done.said
    assert f"exercises/bank/{SAMPLE}/sample-number.toml: minuets: " in done.said
    assert "Traceback" not in done.said
    assert not list((tmp_path / "out").rglob("*.html"))
