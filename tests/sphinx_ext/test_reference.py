"""Pages that an invented course has beside its lessons: the tally, the grid, the guide, corrections, a reader's copy."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest
import small
import tiny
from bs4 import BeautifulSoup
from sites import parsed

from exercises.course import load_course
from exercises.ledger.load import load_evidence
from exercises.ledger.rules import judge
from exercises.ledger.types import Case
from exercises.own_copy.digests import write_verified
from exercises.own_copy.recognise import Copy
from exercises.own_copy.verify import verify
from exercises.sphinx_ext.edition import BANNER, add_banner
from exercises.sphinx_ext.guide import NOTES, PAGES, leave_out_of_student_edition
from exercises.sphinx_ext.review import reviewed

CLAIMS, REPORT, GRID, DEADLINES, FIGURES = (
    f"course/evidence/rfa-2019/{name}.toml" for name in ("claims", "report", "grid", "deadlines", "figures")
)


def built(root: Path, page: str, **config: object) -> BeautifulSoup:
    """Return the only page of the small course, built."""
    (root / "conf.py").write_text(small.CONF, encoding="utf-8")
    (root / "course/index.md").write_text(f"# Course\n\n{page}\n", encoding="utf-8")
    return parsed(small.build(root, **config).page("index"))


def rows(table: str, soup: BeautifulSoup) -> list[list[str]]:
    """Return the words of each cell of a table, row by row."""
    found = soup.select(f"table.{table} tr")
    return [[" ".join(cell.get_text(" ").split()) for cell in row.select("th, td")] for row in found]


# The evidence


def test_the_tally_adds_up_both_ways(tmp_path: Path) -> None:
    changes = {CLAIMS: ('voice = "source-1"\nbasis = "inferred"\nkind = "prediction"', 'voice = "narration"\nbasis = "inferred"\nkind = "prediction"')}  # fmt: skip
    root = tiny.write(tmp_path / "tree", changes)
    more = tiny.FILES[CLAIMS].split("[[claims]]")[1].replace("p01-empty-ferry", "p01-again")
    (root / CLAIMS).write_text(f"{(root / CLAIMS).read_text(encoding='utf-8')}[[claims]]{more}", encoding="utf-8")
    head, *body = rows("claim-tally", built(root, "```{evidence-tally}\n```"))
    assert head == ["Kind", "Narr.", "S1", "All"]
    found = {row[0]: row[1:] for row in body}
    told = {kind: found.pop(kind) for kind in ("observation", "prediction", "all")}
    assert told == {"observation": ["–", "2", "2"], "prediction": ["1", "–", "1"], "all": ["1", "2", "3"]}
    assert set(map(tuple, found.values())) == {("–", "–", "0")}


def test_the_grid_gives_each_fit_its_own_sign(tmp_path: Path) -> None:
    root = tiny.write(tmp_path / "tree", {GRID: ('fit = "expected"\nreason = "Nobody wanted to."', 'fit = "no-telling"\nreason = "Nobody wanted to."')})  # fmt: skip
    root = tiny_changed(root, GRID, 'fit = "expected"\nreason = "Strikers', 'fit = "possible"\nreason = "Strikers')
    assert rows("evidence-grid", built(root, "```{evidence-grid}\n```")) == [
        ["Hypothesis", "Empty", "Pickets"],
        ["A strike", "+ expected", "~ possible"],
        ["Winter", "? no telling", "− unexpected"],
    ]


def tiny_changed(root: Path, path: str, old: str, new: str) -> Path:
    """Change one file of the small course, in which ``old`` must stand."""
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new), encoding="utf-8")
    return root


@pytest.mark.parametrize(
    ("relayed", "voice", "facts"),
    [("", "source 1", "Source 1;"), ("relayed = true\n", "source 1 (relayed)", "Source 1, relayed;")],
)
def test_a_claim_that_is_relayed_is_said_to_be(relayed: str, voice: str, facts: str, tmp_path: Path) -> None:
    root = tiny.write(tmp_path / "tree", {CLAIMS: ('basis = "saw"', f'{relayed}basis = "saw"')})
    page = built(root, "```{evidence-claims}\n```\n\n```{evidence-paragraphs}\n```")
    text, line = page.select_one("#claim-p01-empty-ferry + dd"), page.select_one("#paragraph-1 li")
    assert text is not None
    assert line is not None
    assert text.get_text().startswith(f"Voice: {voice}. Basis: saw.")
    assert line.get_text() == f"The ferry carried nobody. {facts} saw; observation; attributed."


EXISTING, NEW = (
    {"permit": permit, "given": {"first": "2031-01-01", "last": "2031-01-31"}} for permit in ("existing", "new")
)


@pytest.mark.parametrize(
    ("covers", "told", "verdicts"),
    [
        ("all", "all that stands under Covering", ["breaches", "breaches"]),
        (
            "some",
            "all or some of what stands under Covering, and the passage does not say which",
            ["cannot-be-told", "cannot-be-told"],
        ),
        ("already-there", "those who are there when the report speaks", ["not-covered", "not-covered"]),
        (
            "permit-in-force",
            "those with papers in force when the report speaks (of new or renewed ones that cannot be told)",
            ["breaches", "cannot-be-told"],
        ),
    ],
)
def test_whom_a_passage_covers_is_told_as_cases_are_judged(
    covers: str, told: str, verdicts: list[str], tmp_path: Path
) -> None:
    """Of two that come after the report speaks and are late, one on a paper from before and one on a new one."""
    wording = 'covering = "all ferries"\n{}where = "China"'
    root = tiny.write(tmp_path / "tree", {DEADLINES: (wording.format(""), wording.format(f'covers = "{covers}"\n'))})
    page = " ".join(built(root, "```{evidence-deadlines}\n```").get_text(" ").split())
    assert f"How we judge cases: by P2 the rule covers {told}." in page
    report = load_evidence(root).main
    rule, usual = report.deadline["refit"], report.case["back-in-august"].model_dump()
    later = {"there": {"first": "2031-06-01", "last": "2031-06-30"}}
    cases = [Case.model_validate({**usual, **later, **paper}) for paper in (EXISTING, NEW)]
    assert [judge(case, rule, rule.wordings[0], report.now).value for case in cases] == verdicts


@pytest.mark.parametrize(("end", "years"), [("2032-01-01", "2031"), ("2032-01-02", "2031 and 2032")])
def test_the_slider_of_the_line_of_days_knows_its_ends_each_last_day_and_the_day_of_the_report(
    end: str, years: str, tmp_path: Path
) -> None:
    root = tiny.write(tmp_path / "tree")
    line = f'[figures.timeline]\ntitle = "Days"\nabout = "A year."\nstart = 2031-01-01\nend = {end}\n'
    (root / FIGURES).write_text(line, encoding="utf-8")
    (figure,) = built(root, "```{drawing} timeline\nDays.\n```").select("[data-moves]")
    rules = [{"label": "The refit", "by": "2031-06-30"}, {"label": "The licence", "by": "2031-12-31"}]
    ends = {"start": "2031-01-01", "end": end, "left": 10, "right": 270}
    assert json.loads(str(figure["data-moves"])) == {**ends, "years": years, "rules": rules, "from": "2031-05-02"}


def test_words_of_others_are_not_printed_as_ours(tmp_path: Path) -> None:
    root = tiny.write(tmp_path / "tree")
    (root / "conf.py").write_text(small.CONF, encoding="utf-8")
    (root / "course/index.md").write_text("# Course\n\n```{evidence-dispatch}\n```\n", encoding="utf-8")
    site = small.build(root)
    assert "report must be one whose text is ours; rfa-2019 has none" in site.warnings
    assert not parsed(site.page("index")).select(".dispatch")


# Editions


@pytest.mark.parametrize(("edition", "banner"), [("student", ""), ("instructor", BANNER)])
def test_the_banner_is_the_instructors_alone(edition: str, banner: str) -> None:
    context: dict[str, object] = {}
    add_banner(SimpleNamespace(config=SimpleNamespace(edition=edition)), "index", "page.html", context, None)
    assert context == {"edition": edition, "banner": banner}


def test_a_folder_keeps_its_edition(tmp_path: Path) -> None:
    root = tiny.write(tmp_path / "tree")
    built(root, "Words.", edition="instructor")
    with pytest.raises(SystemExit):
        built(root, "Words.", edition="student")


def test_an_edition_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SystemExit):
        built(tiny.write(tmp_path / "tree"), "Words.", edition="teacher")


@pytest.mark.parametrize(("edition", "left_out"), [("student", PAGES), ("instructor", NOTES)])
def test_the_guide_is_left_out_of_what_students_get(edition: str, left_out: str) -> None:
    config = SimpleNamespace(edition=edition, exclude_patterns=["out"])
    leave_out_of_student_edition(SimpleNamespace(), config)
    assert config.exclude_patterns == ["out", left_out]


def test_only_practice_that_a_key_marks_comes_back(tmp_path: Path) -> None:
    assert [one.id for one in reviewed(load_course(tiny.with_written(tmp_path)))] == ["days-between"]


def test_the_catalogue_lists_no_test_form(tmp_path: Path) -> None:
    root = tiny.write(tmp_path / "tree", {"exercises/bank/01-ferry/days-between.toml": ('"practice"', '"test"')})
    page = "```{exercise-catalogue}\n```\n\n:::{exercise} strike-or-winter\n:::"
    listed = built(root, page).select(".catalogue > li")
    assert [one.get_text().split("? ")[0] for one in listed] == ["Exercise 1.A: Strike or winter"]


def test_the_catalogue_adds_up_a_lessons_minutes(tmp_path: Path) -> None:
    root = tiny.write(tmp_path / "tree", {"exercises/bank/01-ferry/days-between.toml": ("minutes = 1", "minutes = 5")})
    (summary,) = built(root, "```{exercise-catalogue}\n```").select("summary")
    assert summary.get_text() == "2 exercises, about 6 minutes"


# What is drawn from the keys


def test_the_most_frequent_misconception_comes_first(tmp_path: Path) -> None:
    """By the alphabet alone the other would."""
    root = tiny.write(tmp_path / "tree")
    more = '[[misconceptions]]\nid = "days-lost"\ntext = "The last day does not count."\n'
    path = root / "exercises/lists/misconceptions.toml"
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    days = "exercises/keys/01-ferry/days-between.toml"
    lost = 'text = "One short."\nsee = ["P2"]\nmisconception = "days-lost"'
    tiny_changed(root, days, 'text = "One short."\nsee = ["P2"]', lost)
    twice = '[feedback.182]\nfor = "wrong"\ntext = "Two short."\nsee = ["P2"]\nmisconception = "fits-so-proves"\n'
    (root / days).write_text((root / days).read_text(encoding="utf-8") + twice, encoding="utf-8")
    page = built(root, "```{lesson-misconceptions} 01-ferry\n```", edition="instructor")
    assert [line.get_text() for line in page.select("div.body li")] == [
        "What fits one explanation counts against the others. How long?: 182 days; Strike or winter?: The empty deck.",
        "The last day does not count. How long?: 183 days.",
    ]


def test_the_newest_correction_stands_first_with_both_versions(tmp_path: Path) -> None:
    root = tiny.write(tmp_path / "tree")
    entry = '[[corrections]]\nexercise = "{}"\ndate = {}\nbefore = "{}"\nafter = "{}"\nwhy = "A day late."\n'
    text = entry.format("days-between", "2031-02-01", "a" * 12, "b" * 12)
    text += entry.format("gone", "2031-01-01", "c" * 12, "d" * 12)
    (root / "exercises/lists/corrections.toml").write_text(text, encoding="utf-8")
    found = [line.get_text().strip() for line in built(root, "```{corrections}\n```").select("div.body li")]
    assert found == [
        "2031-02-01, How long?: key aaaaaaaaaaaa is now bbbbbbbbbbbb. A day late.",
        "2031-01-01, gone: key cccccccccccc is now dddddddddddd. A day late.",
    ]


@pytest.mark.parametrize(
    ("edition", "told"),
    [
        ("student", "It is handed in, so what has changed is told to teachers alone."),
        ("instructor", "It was the deck, and is the signs."),
    ],
)
def test_a_correction_of_a_key_that_students_are_marked_by_is_told_to_teachers_alone(
    tmp_path: Path, edition: str, told: str
) -> None:
    root = tiny.write(tmp_path / "tree")
    entry = '[[corrections]]\nexercise = "strike-or-winter"\ndate = 2031-02-01\nbefore = "{}"\nafter = "{}"\n'
    text = entry.format("a" * 12, "b" * 12) + 'why = "It was the deck, and is the signs."\n'
    (root / "exercises/lists/corrections.toml").write_text(text, encoding="utf-8")
    page = built(root, "```{corrections}\n```", edition=edition)
    found = [line.get_text().strip() for line in page.select("div.body li")]
    assert found == [f"2031-02-01, Strike or winter?: key aaaaaaaaaaaa is now bbbbbbbbbbbb. {told}"]


def test_reference_marks_are_those_of_the_samples(tmp_path: Path) -> None:
    page = built(tiny.with_written(tmp_path / "tree"), "```{marker-training}\n```", edition="instructor")
    marks = {row.select("td")[2].get_text(): row.select("td")[0].get_text() for row in page.select("#reference-marks tbody tr")}  # fmt: skip
    assert marks == {
        "All there.": "2 of 2, 2 of 2, 1 of 1",
        "No doubt.": "2 of 2, 0 of 2, 1 of 1",
        "Neither.": "0 of 2, 0 of 2, 1 of 1",
    }
    fields = [
        [name for name in cell["class"] if name.startswith(("reference", "out-of"))]
        for cell in page.select("table.training tbody td:last-child")
    ]
    told = ["reference-2 out-of-2", "reference-2 out-of-2", "reference-1 out-of-1"]
    told += ["reference-2 out-of-2", "reference-0 out-of-2", "reference-1 out-of-1"]
    told += ["reference-0 out-of-2", "reference-0 out-of-2", "reference-1 out-of-1"]
    assert sorted(" ".join(names) for names in fields) == sorted(told)


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ('text = "Keeps the doubt."', 'text = "Keeps *why*."', "table.training th em"),
        ('why = "No doubt."', 'why = "No *why*."', "#reference-marks td em"),
    ],
    ids=["criterion", "reason"],
)
def test_emphasis_in_a_rubric_is_set_and_its_marks_are_not_shown(
    tmp_path: Path, old: str, new: str, where: str
) -> None:
    root = tiny.with_written(tmp_path / "tree", old, new)
    page = built(root, "```{marker-training}\n```", edition="instructor")
    assert {one.get_text() for one in page.select(where)} == {"why"}
    assert "*" not in page.select_one("div.body").get_text()  # type: ignore[union-attr]


# A reader's own copy

BODY = (
    "The ferry sailed with not a soul aboard today, said a deckhand who asked that his name be left out of it.",
    "“The line probably will close before winter,” he said, and looked out over the empty pier for a while.",
)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Return a site whose ledger was verified, its rights with a third party, and beside it a copy of the report."""
    root = small.write(tmp_path / "site", {"index": "# Course\n\n```{evidence-claims}\n```\n"})
    tiny_changed(root, REPORT, 'carrier = "Harbour News"', 'carrier = "Pier Times"\nrights = "Ferry Press"')
    report = load_evidence(root).main
    write_verified(root / "course/evidence/rfa-2019/verified.json", verify(report, Copy("copy.txt", BODY, {}))[1])
    (tmp_path / "copy.txt").write_text("\n\n".join(BODY), encoding="utf-8")
    return root


def test_the_page_of_a_readers_own_copy_is_kept_from_search_engines_and_says_whose_the_words_are(own: Path) -> None:
    site = small.build(own, article=str(own.parent / "copy.txt"))
    page = parsed(site.page("evidence/rfa-2019/your-copy"))
    assert [meta["content"] for meta in page.select("meta[name=robots]")] == ["noindex"]
    notice = page.select_one(".warning")
    assert notice is not None
    assert "the text belongs to Ferry Press, so do not hand this page out" in notice.get_text()


def test_where_nobody_else_is_named_the_rights_are_the_origins(own: Path) -> None:
    tiny_changed(own, REPORT, '\nrights = "Ferry Press"', "")
    page = parsed(small.build(own, article=str(own.parent / "copy.txt")).page("evidence/rfa-2019/your-copy"))
    assert "the text belongs to Harbour News, so" in page.get_text()


def test_the_page_of_a_readers_own_copy_goes_with_the_copy(own: Path) -> None:
    site = small.build(own, article=str(own.parent / "copy.txt"))
    place = Path(site.app.outdir, "course/evidence/rfa-2019/your-copy.html")
    assert place.exists()
    small.build(own)
    assert not place.exists()


def test_a_site_of_another_form_has_no_page_of_a_readers_own_copy(own: Path) -> None:
    site = small.build(own, "dirhtml", article=str(own.parent / "copy.txt"))
    written = [path for path in Path(site.app.outdir).rglob("*") if path.is_file()]
    assert written
    assert [path.name for path in written if b"deckhand who" in path.read_bytes()] == []
