"""What every target has in common: an export is read back as its system reads it, and is what it was."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import golden
import pytest
from lms import canvas, cartridge, gift, moodle, qti
from lms.found import Found, plain
from lms.nasty import item_of, items
from lms.readers import READERS
from lms.responses import in_words, responses
from seeds import free
from sites import KINDS, ROOT, copy_course, the_course

from exercises.classroom.assignment import read_manifest
from exercises.classroom.handing_out.sets import chosen, load_set
from exercises.cli import main
from exercises.dispatch.pool import Pool
from exercises.draw.markup import html
from exercises.export.export import TARGETS, place_beside, selection, table
from exercises.export.item import SHAPES, Item
from exercises.export.target import Selection, losses
from exercises.questions.grade import best_response, score

SITE = "https://example.org/course"
ALL = pytest.mark.parametrize("name", TARGETS)
WHOLE_ORDERS = {"qti-2.1", "qti-3.0"}
"""Where an order is dragged, so that every item has a place."""


@cache
def of_examples(nasty: bool = False) -> Selection:
    """Return the example of every kind as one selection."""
    return Selection("examples", "Examples", items(nasty))


@cache
def selected(name: str) -> Selection:
    """Return the examples with nasty texts, or a pool of invented reports, or the whole bank."""
    if name == "nasty":
        return of_examples(nasty=True)
    if name == "pool":
        return selection(the_course(), "pool", "Pool", (), pools=(Pool(seeds=free(2)),))
    return selection(the_course(), "bank", "Said a Source", the_course().bank.exercises)


@cache
def written(target: str, name: str) -> bytes:
    """Return what the target writes of a selection."""
    return TARGETS[target].write(selected(name))


@cache
def read(target: str, name: str) -> dict[str, Found]:
    """Return what the target's system takes in of a selection."""
    ids = {f"i{item.uuid}": item.id for item in selected(name).items}
    return {ids.get(id, id): found for id, found in READERS[target](written(target, name)).items()}


def test_there_is_a_reader_of_every_target() -> None:
    assert set(READERS) == set(TARGETS)


@ALL
@pytest.mark.parametrize("which", ["nasty", "bank", "pool"])
def test_an_export_is_read_back_as_it_was(name: str, which: str) -> None:
    found, chosen = read(name, which), selected(which)
    assert sorted(found) == sorted(item.id for item in chosen.items)
    assert [fault for item in chosen.items for fault in faults(name, item, found[item.id])] == []


def faults(name: str, item: Item, found: Found) -> list[str]:
    """Return what came back otherwise than it went."""
    target = TARGETS[name]
    texts = tuple(plain(item.text(thing.text)) for thing in item.things)
    same = {
        "title": found.title == item.exercise.title,
        "stem": plain(html(item._cited(item.exercise.stem))) in found.stem,
        "asked": sorted(found.asked) == sorted(texts),
        "offered": found.offered == {plain(item.text(text)) for text in item.offered.values()},
        "scored": (found.score is None) == (item.shape == "text" or target.fits[item.shape].form.startswith("essay")),
    }
    best = best_response(item.question, item.key)
    if found.score and best is not None:
        same["right"] = found.score(in_words(item, best)) == pytest.approx(1, abs=1e-5)
    if target.held("feedback", item.shape) == "native":
        same["said"] = all(plain(item.said(slot)) in found.said.values() for slot in item.key.feedback)
        same["otherwise"] = not item.otherwise or plain(item.otherwise) in found.said.values()
    if target.held("feedback", item.shape) == "equivalent":
        same["said"] = all(plain(html(item._cited(said.text))) in found.solution for said in item.key.feedback.values())
        same["otherwise"] = plain(item.otherwise) in found.solution
    if target.held("solution", item.shape) != "lost":
        same["solution"] = plain(item.solution) in found.solution
    if target.held("hints", item.shape) == "native":
        same["hints"] = found.hints == tuple(map(plain, item.hints))
    if target.held("tags", item.shape) == "native":
        same["tags"] = found.tags == item.tags
    if target.held("rubric", item.shape) == "equivalent":
        same["rubric"] = all(plain(html(point.text)) in found.solution for point in item.key.rubric)
    if item.shape == "text" and target.held("rubric", item.shape) == "native":
        same["rubric"] = found.rubric == plain(item.rubric)
    return [f"{item.id}: {what}" for what, is_same in same.items() if not is_same]


@ALL
@pytest.mark.parametrize("kind", KINDS)
def test_a_thousand_random_responses_score_there_as_here(name: str, kind: str) -> None:
    every = [item for which in ("nasty", "bank", "pool") for item in selected(which).items]
    of_kind = [item for item in every if item.exercise.kind == kind]
    target = TARGETS[name]
    found = {**read(name, "nasty"), **read(name, "bank"), **read(name, "pool")}
    if found[of_kind[0].id].score is None:
        return  # a person marks it there, as the table says
    times = 1000 // len(of_kind) + 1
    widest = 0.0
    for item in of_kind:
        theirs, gap = found[item.id].score, target.fits[item.shape].gap(item)
        assert theirs is not None
        for response in responses(item, times, name, permuted=name in WHOLE_ORDERS, by_hand=True):
            off = abs(theirs(in_words(item, response)) - score(item.question, item.key, response))
            assert off <= gap + 1e-5, (item.id, response)
            widest = max(widest, off)
    if any(target.fits[item.shape].gap(item) for item in of_kind) and kind != "short-text":
        assert widest > 1e-5, "a gap that no response shows is none"


@ALL
@pytest.mark.parametrize(
    "day",
    [
        *("2019-12-22", "20191222", "2019/12/22", "22.12.2019", "12/22/2019", "22/12/2019", "22-Dec-2019"),
        *("22 December 2019", "December 22, 2019", "Dec 22, 2019"),
    ],
)
def test_a_day_in_its_usual_forms_scores_there_as_here(name: str, day: str) -> None:
    theirs = read(name, "bank")["the-last-day"].score
    assert theirs is not None
    assert theirs(day) == 1


def test_no_day_is_taken_that_may_be_another() -> None:
    forms = Item(the_course(), the_course().bank.exercise("the-last-day"), the_course().keys["the-last-day"]).forms
    assert forms("2019-12-09") == (
        *("2019-12-09", "20191209", "2019-12-9", "2019/12/09", "2019/12/9", "2019.12.09", "2019.12.9"),
        *("9 December 2019", "December 9, 2019", "December 9 2019", "9-December-2019"),
        *("9 Dec 2019", "Dec 9, 2019", "Dec 9 2019", "9-Dec-2019"),
    )


@ALL
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_written_is_what_somebody_looked_at(name: str, kind: str) -> None:
    assert golden.written(name, kind) == golden.place(name, kind).read_text(encoding="utf-8")


@ALL
def test_what_the_rows_of_a_grid_stand_under_is_said_in_every_system(name: str) -> None:
    grids = [item for item in selected("bank").items if item.shape == "grid"]
    assert grids
    unsaid = [
        item.id for item in grids if f"stand under “{item.question.corner}”." not in read(name, "bank")[item.id].stem
    ]
    assert unsaid == []


@ALL
def test_two_exports_are_the_same_bytes(name: str) -> None:
    assert TARGETS[name].write(of_examples()) == TARGETS[name].write(of_examples())


@ALL
def test_an_export_for_practice_holds_nothing_of_a_graded_key(name: str) -> None:
    course = the_course()
    practice = [exercise for exercise in course.bank.exercises if exercise.use == "practice"]
    data = TARGETS[name].write(selection(course, "practice", "Practice", practice))
    others = [exercise for exercise in course.bank.exercises if exercise.use != "practice"]
    slugs = set(re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)+", re.sub(r"\bsas-", "", golden.as_text(data))))
    assert {one.id for one in others} & slugs == set()
    assert TARGETS[name].parts["tags"] == "lost" or {one.id for one in practice} <= slugs
    told = " ".join((found.solution + " ".join(found.said.values())) for found in READERS[name](data).values())
    solutions = {exercise.id: plain(html(course.keys[exercise.id].solution)) for exercise in course.bank.exercises}
    assert [exercise.id for exercise in others if solutions[exercise.id] in told] == []
    assert [exercise.id for exercise in practice if solutions[exercise.id] in told] == [one.id for one in practice]


@ALL
def test_which_report_to_read_is_said_in_every_system(name: str) -> None:
    chosen = selection(the_course(), "one", "One", [the_course().bank.exercise("two-todays")])
    assert chosen.beside.startswith("Have the report beside you: ")
    data = TARGETS[name].write(chosen)
    match name:
        case "moodle-xml":
            assert moodle.infos(data) == {chosen.beside}
        case "gift":
            assert gift.descriptions(data) == [chosen.beside]
        case "canvas":
            assert canvas.description(data) == chosen.beside
        case "common-cartridge":
            assert cartridge.first_page(data).endswith(chosen.beside)
        case _:
            assert qti.heads(data) == [chosen.beside]


@ALL
def test_a_choice_may_be_called_like_another_piece_of_feedback(name: str) -> None:
    item = item_of("single-choice")
    old = [thing.id for thing in item.things]
    new = dict(zip(old, ("general", "correct", "general_incorrect", *old[3:]), strict=False))
    choices = tuple(one.model_copy(update={"id": new[one.id]}) for one in item.exercise.lists["choices"])
    said = {new[slot]: one for slot, one in item.key.feedback.items()}
    key = item.key.model_copy(update={"correct": new[str(item.key.correct)], "feedback": said})
    called = Item(item.course, item.exercise.model_copy(update={"choices": choices}), key)
    (found,) = READERS[name](TARGETS[name].write(Selection("one", "One", (called,)))).values()
    assert faults(name, called, found) == []


@ALL
def test_no_list_is_empty(name: str) -> None:
    assert "<ul></ul>" not in re.sub(r"\s+", "", golden.as_text(written(name, "bank"))).replace("&lt;", "<").replace(
        "&gt;", ">"
    )


def test_a_stem_says_to_read_the_paragraphs_and_the_entries_of_the_record_that_it_needs() -> None:
    course = the_course()
    needy = [exercise for exercise in course.bank.exercises if exercise.record]
    assert needy
    for exercise in needy:
        read = Item(course, exercise, course.keys[exercise.id]).stem.rpartition("<p>Read ")[2]
        assert [id for id in exercise.record if id not in read] == []


def test_a_reference_to_an_invented_report_of_the_course_leads_to_its_page() -> None:
    course = the_course()
    pages = {}
    for exercise in course.bank.exercises:
        item = Item(course, exercise, course.keys[exercise.id], SITE)
        shown = item.stem + item.together
        pages[exercise.report] = pages.get(exercise.report, set()) | set(
            re.findall(r"evidence/([\w/-]+)\.html#", shown)
        )
    assert pages["halvia-2032"] == {"halvia-2032/index"}
    assert {"rfa-2019/claims", "rfa-2019/paragraphs"} <= pages["rfa-2019"]
    assert pages["mirrovane-2039-a"] == set()


@ALL
def test_references_are_links_where_the_course_is_published_and_plain_words_elsewhere(name: str) -> None:
    linked, bare = (
        golden.as_text(TARGETS[name].write(Selection("one", "One", (item_of("single-choice", site=site),))))
        for site in ("https://example.org/course/", "")
    )
    assert "https://example.org/course/course/evidence/rfa-2019/claims.html" in linked.replace("\\", "")
    assert "example.org" not in bare
    assert "p08-took-bus" not in plain(bare).replace("id:", "")


# What is lost


@ALL
def test_a_target_says_of_every_shape_and_part_what_becomes_of_it(name: str) -> None:
    assert set(TARGETS[name].fits) == set(SHAPES)
    assert {part.partition("/")[2] for part in TARGETS[name].parts} <= {"", *SHAPES}


def test_the_report_of_what_is_lost_has_a_line_for_each_exercise_that_loses() -> None:
    lines = losses(TARGETS["moodle-xml"], of_examples()).splitlines()
    lost = [line for line in lines if line.split(":")[0] in KINDS]
    whole = len(KINDS) - len(lost)
    assert len(lost) != whole
    assert lines[0] == f"Moodle XML: {len(KINDS)} exercises of “Examples”, {whole} of them whole."
    assert (
        "estimate: estimate becomes numerical; the score differs by up to 1: Moodle's fractions go in steps, "
        "and a percentage may score 0 that has its sign or a decimal comma" in lines
    )
    assert "grid: grid becomes matching; what is said to each choice or answer: told with the worked solution" in lines
    assert not [line for line in lines if line.startswith("single-choice:")]


@pytest.mark.parametrize(("name", "longest"), [("moodle-xml", 255), ("gift", 255), ("canvas", None)])
def test_an_option_that_is_too_long_for_a_system_is_told(name: str, longest: int | None) -> None:
    told = f"an option has more than {longest} letters, or signs of HTML, which it cannot hold: shorten it"
    for letters, too_long in (("x" * 255, False), ("x" * 256, True), ("x" * 254 + "&", True)):
        item = item_of("match")
        options = item.exercise.lists["options"]
        changed = (options[0].model_copy(update={"text": letters}), *options[1:])
        long = Item(item.course, item.exercise.model_copy(update={"options": changed}), item.key)
        lost = losses(TARGETS[name], Selection("one", "One", (long,)))
        assert (told in lost) is (too_long and longest is not None), letters[-1]


POINTS = {
    "moodle-xml": tuple(f"<defaultgrade>{points}</defaultgrade>" for points in ("2.0000000", "0.1250000", "4.0000000")),
    "canvas": (
        "<fieldlabel>points_possible</fieldlabel><fieldentry>2.0</fieldentry>",
        "<points_per_item>4.0</points_per_item>",
        "<fieldlabel>points_possible</fieldlabel><fieldentry>0.125</fieldentry>",
        "<points_possible>7.125</points_possible>",
    ),
    "qti-2.1": (
        '<assessmentItemRef identifier="sas-words-that-point" href="items/sas-words-that-point.xml"><weight identifier="POINTS" value="2"/>',
        '<weight identifier="POINTS" value="0.125"/>',
        '<weight identifier="POINTS" value="4"/>',
        '<testVariables variableIdentifier="SCORE" weightIdentifier="POINTS"/>',
    ),
    "qti-3.0": (
        '<qti-weight identifier="POINTS" value="2"/>',
        '<qti-weight identifier="POINTS" value="0.125"/>',
        '<qti-weight identifier="POINTS" value="4"/>',
        '<qti-test-variables variable-identifier="SCORE" weight-identifier="POINTS"/>',
    ),
    "gift": (),
    "common-cartridge": (),
}
"""How each target writes two points for an exercise and four for one of a pool; nothing where it has no place for it."""


@pytest.mark.parametrize("name", POINTS)
def test_a_sets_points_go_along_or_the_report_says_that_they_are_lost(name: str, tmp_path: Path) -> None:
    root, out = copy_course(tmp_path / "course"), tmp_path / "mine"
    (root / "exercises/sets/mine.toml").write_text(
        f"""
        title = "Mine"
        about = "Weighed."
        exercises = ["words-that-point", "six-names", "words-and-places"]
        points = {{ words-that-point = 2, six-names = 0.125 }}
        dispatches = [{{ seeds = {list(free(1))}, points = 4 }}]
        """,
        encoding="utf-8",
    )
    assert main(["export", name, "mine", "--out", str(out), "--root", str(root)]) == 0
    written = re.sub(r">\s+<", "><", golden.as_text(out.read_bytes()))
    assert [words for words in POINTS[name] if words not in written] == []
    lost = (tmp_path / "mine-losses.txt").read_text(encoding="utf-8")
    found = [line.split(":")[0] for line in lost.splitlines() if "a set’s points: lost" in line]
    assert len(found) == (0 if POINTS[name] else 4)  # both of the set, and both twins of the pool
    assert [place[0].points for place in read_manifest(tmp_path / "mine-manifest.json").places] == [2, 0.125, 1, 4]


def test_the_report_says_which_twin_is_left_out(tmp_path: Path) -> None:
    assert main(["export", "gift", "pre", "--out", str(tmp_path / "pre.txt"), "--root", str(ROOT)]) == 0
    told = (tmp_path / "pre-losses.txt").read_text(encoding="utf-8")
    assert told.endswith("entry-b: is left out: of two twins the first is exported, here entry-a\n")


def test_the_guide_has_the_table_that_the_targets_give() -> None:
    assert table() in (ROOT / "course/teaching/export.md").read_text(encoding="utf-8")


# The command


def test_the_command_writes_the_file_what_is_lost_and_a_manifest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "moodle-xml", "checkpoint-1", "--out", str(tmp_path / "c1.xml")]) == 0
    said = capsys.readouterr().out
    assert "for the instructor alone" in said
    assert sorted(path.name for path in tmp_path.iterdir()) == ["c1-losses.txt", "c1-manifest.json", "c1.xml"]
    found = moodle.read((tmp_path / "c1.xml").read_bytes())
    assert set(read_manifest(tmp_path / "c1-manifest.json").item) == set(found)
    assert set(re.findall(r"^([\w-]+): ", (tmp_path / "c1-losses.txt").read_text(), re.MULTILINE)) <= set(found)


def test_what_lies_beside_an_export_is_named_after_all_of_its_name_but_a_targets_ending() -> None:
    assert place_beside(Path("a/c1.imscc"), "losses.txt") == Path("a/c1-losses.txt")
    assert place_beside(Path("a/my-qti-2.1"), "losses.txt") == Path("a/my-qti-2.1-losses.txt")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["word"], "export: TARGET: must be one of moodle-xml"),
        (["moodle-xml", "no-set"], "exercises/sets: no-set: must be one of the sets "),
        (
            ["moodle-xml", "final", "--out", "/nowhere/f.xml"],
            "/nowhere/f.xml: --out: must be a file that can be written",
        ),
        *(
            (["moodle-xml", "final", "--out", out], f"{Path(out)}: --out: must be a file, and is a folder; name a file")
            for out in (".", "/", "..")
        ),
        (["moodle-xml", ""], "exercises/sets: : must be one of the sets "),
        (["moodle-xml", "final", "--difficulty", "3"], "export: --difficulty: must stand with --dispatches, whose "),
        *(
            (["gift", "final", "--site", site], "export: --site: must be the address of the published pages, as https:")
            for site in (
                "example.org/course",
                "javascript:alert(1)",
                'https://a"b/',
                "https://",
                "https://a b/",
                "https://a/?x",
            )
        ),
    ],
)
def test_the_command_says_what_is_wrong(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", *arguments]) == 1
    assert capsys.readouterr().out.startswith(message)


def test_another_draw_of_a_set_is_another_quiz(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for seed in ("1", "2"):
        assert main(["export", "canvas", "checkpoint-1", "--seed", seed, "--root", str(ROOT)]) == 0
    files = [Path(line) for line in capsys.readouterr().out.splitlines() if line.endswith(".zip")]
    assert [path.name for path in files] == [
        "said-a-source-checkpoint-1-canvas-instructor.zip",
        "said-a-source-checkpoint-1-seed-2-canvas-instructor.zip",
    ]
    one, two = (canvas.ident(path.read_bytes()) for path in files)
    assert one != two
    drawn = [chosen(load_set(ROOT, "checkpoint-1", the_course()), the_course(), seed) for seed in (1, 2)]
    asked = [READERS["canvas"](path.read_bytes()).values() for path in files]
    titles = [{exercise.title for exercise in some} for some in drawn]
    assert [{found.title for found in some} for some in asked] == titles
    assert titles[0] != titles[1]


def test_what_lies_beside_an_earlier_export_is_never_replaced_by_another(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = ["--out", str(tmp_path / "p.xml")]
    assert main(["export", "moodle-xml", "final", *out]) == 0
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    assert main(["export", "moodle-xml", "final", *out]) == 0
    capsys.readouterr()
    for another, lost in ((["moodle-xml", "final", "--seed", "2"], "manifest.json"), (["gift", "final"], "losses.txt")):
        assert main(["export", *another, *out]) == 1
        said = capsys.readouterr().out.split(": ")
        assert said[1:] == [
            "--out",
            "must stay, since it is of an earlier export and differs; name another file with --out, or move it [out]\n",
        ]
        assert said[0].endswith((lost, "losses.txt"))
        assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_the_command_lists_what_each_target_makes_of_each_kind(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "list"]) == 0
    assert capsys.readouterr().out == table() + "\n"
