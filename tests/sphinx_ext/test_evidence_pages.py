"""The reference pages say what the ledger says, all of it, and a reader's own copy stays on one page of one site."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
import small
from bs4 import BeautifulSoup, Tag
from sites import ROOT, parsed, searchable, the_course

from exercises.ledger.address import short_name
from exercises.ledger.load import load_evidence
from exercises.ledger.types import Evidence, Fit, Report
from exercises.own_copy.digests import write_verified
from exercises.own_copy.recognise import Copy
from exercises.own_copy.verify import verify
from exercises.sphinx_ext.own_copy import VOICES

pytestmark = pytest.mark.filterwarnings("ignore:'myst_parser")  # MyST's own calls of what Sphinx will drop

HERE = "evidence/rfa-2019"
PAGES = (
    *(f"{HERE}/{name}" for name in ("index", "paragraphs", "claims", "grid", "deadlines")),
    "evidence/record",
    "sources",
)
BODY = (
    "The ferry sailed with not a soul aboard today, said a deckhand who asked that his name be left out of it.",
    "“The line probably will close before winter,” he said, and looked out over the empty pier for a while.",
)
HEADLINE = "Ferry sails empty"


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> small.Site:
    """Build the course's own reference pages."""
    return small.build(small.write_real(tmp_path_factory.mktemp("real") / "site"))


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    """Return the course's evidence."""
    return the_course().evidence


@pytest.fixture(scope="module")
def report(evidence: Evidence) -> Report:
    """Return the course's first report."""
    return evidence.report["rfa-2019"]


def soup(site: small.Site, page: str) -> BeautifulSoup:
    return parsed(site.page(page))


def said(element: Tag | BeautifulSoup) -> str:
    """Return an element's words on one line, quotes and spaces in one form."""
    return re.sub(r"\s+", " ", plain(element.get_text(" ")))


def plain(text: str) -> str:
    """Return our words as they are compared: straight quotes and one kind of space, none before a full stop."""
    straight = re.sub("[“”]", '"', re.sub("[‘’]", "'", text.replace("\N{NO-BREAK SPACE}", " ").replace("…", "...")))
    return re.sub(r"\s+([.,;:?!)])", r"\1", re.sub(r"\s+", " ", re.sub(r"([(])\s+", r"\1", straight)))


def at(site: small.Site, page: str, id: str) -> Tag:
    """Return the element with this anchor; for a term, what is said of it as well."""
    found = soup(site, page).find(id=id)
    assert isinstance(found, Tag), f"{page} has no #{id}"
    if found.name != "dt":
        return found
    body = found.find_next_sibling("dd")
    assert isinstance(body, Tag)
    return BeautifulSoup(f"<div>{found}{body}</div>", "html.parser")


# All of the ledger is there


def test_the_reference_pages_build_without_a_warning(real: small.Site) -> None:
    assert real.warnings == ""


@pytest.mark.parametrize("page", PAGES)
def test_headings_nest_without_a_gap(page: str, real: small.Site) -> None:
    levels = [int(heading.name[1]) for heading in soup(real, page).select("div.body :is(h1, h2, h3, h4, h5, h6)")]
    assert levels[0] == 1
    assert [f"h{level} after h{before}" for before, level in pairwise(levels) if level > before + 1] == []


@pytest.mark.parametrize("page", PAGES)
def test_no_anchor_stands_twice(page: str, real: small.Site) -> None:
    ids = [str(element["id"]) for element in soup(real, page).find_all(id=True)]
    assert sorted({id for id in ids if ids.count(id) > 1}) == []


@pytest.mark.parametrize("page", ["evidence/index", *PAGES])
def test_every_link_within_the_site_has_an_end(page: str, real: small.Site) -> None:
    dead = []
    assert soup(real, page).select("div.body a[href]")
    out = Path(real.app.outdir)
    for link in soup(real, page).select("a[href]"):
        path, id = urldefrag(unquote(str(link["href"])))
        if re.match("[a-z]+:", path):
            continue
        target = (out / "course" / f"{page}.html").parent / path if path else out / "course" / f"{page}.html"
        text = target.read_text(encoding="utf-8") if target.is_file() else ""
        if not text or (id and f'id="{id}"' not in text):
            dead.append(str(link["href"]))
    assert dead == []


@pytest.mark.parametrize("page", PAGES)
def test_every_table_names_its_columns_and_rows(page: str, real: small.Site) -> None:
    for table in soup(real, page).select("table"):
        assert table.select_one("caption"), page
        assert all(row.find("th") for row in table.select("tr")), page


def test_every_paragraph_is_told_with_its_claims(real: small.Site, report: Report) -> None:
    for paragraph in report.paragraphs:
        words = said(at(real, f"{HERE}/paragraphs", f"paragraph-{paragraph.number}"))
        claims = [claim.gist for claim in report.claims if claim.at == paragraph.place]
        assert [gist for gist in (paragraph.gist, *claims) if plain(gist) not in words] == []


def test_every_piece_of_furniture_is_told(real: small.Site, report: Report) -> None:
    for piece in report.furniture:
        assert plain(piece.gist) in said(at(real, f"{HERE}/paragraphs", f"paragraph-{piece.id}"))


def test_every_claim_is_told_whole(real: small.Site, report: Report) -> None:
    page = soup(real, f"{HERE}/claims")
    for claim in report.claims:
        term = page.find(id=f"claim-{claim.id}")
        assert isinstance(term, Tag)
        body = term.find_next_sibling("dd")
        assert isinstance(body, Tag)
        words = said(term) + " " + said(body)
        facts = [
            f"Voice: {claim.voice.replace('-', ' ')}{' (relayed)' if claim.relayed else ''}.",
            f"Basis: {claim.basis.replace('-', ' ')}.",
            f"Kind: {claim.kind}.",
            f"Strength: {claim.strength}.",
        ]
        quoted = [f'"{phrase}"' for phrase in (*claim.phrases, *claim.hedges)]
        tests = {"Would confirm": claim.confirm, "Would refute": claim.refute}
        labelled = {**tests, "Note": claim.note, "Arguable": claim.arguable}
        said_of_it = (f"{label}: {words}" for label, words in labelled.items() if words)
        wanted = (claim.gist, *facts, *quoted, *said_of_it)
        assert [part for part in wanted if plain(part) not in words] == [], claim.id


def tally(site: small.Site, page: str) -> list[list[str]]:
    """Return the cells of the table that counts claims by kind and voice, its heads first."""
    table = soup(site, page).select_one("table.claim-tally")
    assert table is not None
    return [[said(cell).strip() for cell in row.select("th, td")] for row in table.select("tr")]


def test_the_tally_counts_each_claim_once(real: small.Site, report: Report) -> None:
    heads, *rows, all_ = tally(real, f"{HERE}/claims")
    kinds = Counter(str(claim.kind) for claim in report.claims)
    voices = Counter(claim.voice for claim in report.claims)
    assert {kind: int(total) for kind, *_, total in rows} == kinds
    counts = [[int(cell) if cell != "–" else 0 for cell in row[1:]] for row in rows]
    assert [sum(row[:-1]) for row in counts] == [row[-1] for row in counts]
    assert [int(cell) for cell in all_[1:]] == [sum(column) for column in zip(*counts, strict=True)]
    assert sorted(map(int, all_[1:-1])) == sorted(voices.values())
    assert (heads[0], heads[-1], all_[0], all_[-1]) == ("Kind", "All", "all", str(len(report.claims)))


def test_the_tally_of_three_claims_is_what_a_reader_counts(tmp_path: Path) -> None:
    pages = {"index": "# Course\n\n```{evidence-tally}\n```\n\n```{evidence-claims}\n```\n"}
    rows = tally(small.build(small.write(tmp_path / "site", pages)), "index")
    assert [row for row in rows if row[-1] != "0"] == [
        ["Kind", "S1", "Page", "All"],
        ["observation", "1", "–", "1"],
        ["inference", "–", "1", "1"],
        ["prediction", "1", "–", "1"],
        ["all", "2", "1", "3"],
    ]


SIGNS = {Fit.EXPECTED: "+", Fit.POSSIBLE: "~", Fit.UNEXPECTED: "−", Fit.NO_TELLING: "?"}


def test_the_grid_tells_each_fit_by_sign_and_word(real: small.Site, report: Report) -> None:
    found = {}
    for table in soup(real, f"{HERE}/grid").select("table.evidence-grid"):
        heads = [said(head).strip() for head in table.select("thead th")]
        for row in table.select("tbody tr"):
            cells = [said(cell).strip() for cell in row.select("th, td")]
            found |= {(cells[0], head): cell for head, cell in zip(heads[1:], cells[1:], strict=True)}
    assert found == {
        (report.hypothesis[row].label, report.clue[column].label): f"{SIGNS[cell.fit]} {cell.fit.replace('-', ' ')}"
        for (row, column), cell in report.cell.items()
    }


def test_every_cell_has_its_reason_below(real: small.Site, report: Report) -> None:
    for hypothesis in report.hypotheses:
        words = said(at(real, f"{HERE}/grid", f"hypothesis-{hypothesis.id}"))
        for clue in report.clues:
            cell = report.cell[hypothesis.id, clue.id]
            assert plain(f"{clue.label}: {cell.fit.replace('-', ' ')}. {cell.reason}") in words


def test_a_cell_that_can_be_argued_with_says_so(real: small.Site, report: Report) -> None:
    arguable = [cell for cell in report.cells if cell.arguable]
    assert arguable
    for cell in arguable:
        words = said(at(real, f"{HERE}/grid", f"hypothesis-{cell.hypothesis}"))
        assert plain(f"{cell.reason} Arguable: {cell.arguable}") in words


def test_clues_and_missing_evidence_are_told(real: small.Site, report: Report) -> None:
    for kind, things in (("clue", report.clues), ("missing", report.missing)):
        for thing in things:
            words = said(at(real, f"{HERE}/grid", f"{kind}-{thing.id}"))
            assert plain(thing.label) in words
            assert plain(thing.gist) in words


def test_the_deadline_tables_have_a_row_for_each_wording(real: small.Site, report: Report) -> None:
    for deadline in report.deadlines:
        rows = at(real, f"{HERE}/deadlines", f"deadline-{deadline.id}").select("tbody tr")
        assert [[said(cell).strip() for cell in row.select("th, td")] for row in rows] == [
            [
                one.at,
                one.when,
                one.set_by,
                one.binding,
                one.covering,
                one.where,
                one.said_by.replace("-", " "),
                one.sure,
            ]
            for one in deadline.wordings
        ]


def test_the_year_that_is_ours_is_said_to_be(real: small.Site) -> None:
    words = said(at(real, f"{HERE}/deadlines", "deadline-june"))
    assert "30 June 2019. The report gives no year" in words
    assert "gives no year" not in said(at(real, f"{HERE}/deadlines", "deadline-end-of-2019"))


def test_worked_cases_are_shown_without_verdicts_and_no_others_at_all(real: small.Site, report: Report) -> None:
    page = soup(real, f"{HERE}/deadlines")
    shown = {str(item["id"]): said(item).strip() for item in page.select("[id^=case-]")}
    assert shown == {f"case-{case.id}": plain(case.gist) for case in report.cases if case.worked}
    for case in report.cases:
        if not case.worked:
            assert all(plain(case.gist) not in said(soup(real, name)) for name in PAGES)


VERBS = {
    "text-says": "The text says so",
    "computed": "Computed",
    "agreed": "Agreed among those who wrote of it",
    "reported": "Reported",
    "disputed": "Disputed",
}
READ = {
    "original": "the publisher's own page was read",
    "copy": "a copy or summary was read",
    "computed": "worked out for this course",
}


def test_every_fact_is_told_with_its_source_and_linked_only_to_its_own_page(
    real: small.Site, evidence: Evidence
) -> None:
    for fact in evidence.record:
        entry = at(real, "evidence/record", f"record-{fact.id}")
        words = said(entry)
        how_sure = f"{VERBS[fact.verb]}; {READ[fact.read]}."
        wanted = (fact.statement, fact.source, fact.publisher, how_sure)
        assert [part for part in wanted if plain(part) not in words] == []
        outward = [link["href"] for link in entry.select("a[href^=http]")]
        assert outward == ([fact.url] if fact.url else [])


def test_every_study_is_told_with_its_limits(real: small.Site, evidence: Evidence) -> None:
    for study in evidence.studies:
        words = said(at(real, "sources", f"study-{study.id}"))
        wanted = (short_name(study), study.title, study.journal, f"Found: {study.finding}", f"Limits: {study.limits}")
        assert [part for part in wanted if plain(part) not in words] == []


def test_every_page_describes_itself(real: small.Site) -> None:
    told = [meta["content"] for page in PAGES for meta in soup(real, page).select("meta[name=description]")]
    assert len(set(told)) == len(PAGES)


# Directives on a small ledger


def test_ids_that_our_words_name_become_links(tmp_path: Path) -> None:
    pages = {
        "index": "# Course\n\n```{evidence-record}\n```\n\n## P\n\n```{evidence-paragraphs}\n```\n\n```{evidence-claims}\n```\n",
    }
    site = small.build(small.write(tmp_path / "site", pages))
    links = {link.get_text(): link["href"] for link in soup(site, "index").select("dd a[href^='#']")}
    assert links == {"P1": "#paragraph-1", "V03": "#record-V03"}


@pytest.mark.parametrize(
    ("directive", "told"),
    [
        ("```{evidence-claims}\n:report: other\n```", "report must be one of rfa-2019; found other"),
        ("```{evidence-grid}\n:clues: empty smell\n```", "clues must be of empty, pickets; found smell"),
    ],
)
def test_a_wrong_option_is_told_where_it_stands(directive: str, told: str, tmp_path: Path) -> None:
    site = small.build(small.write(tmp_path / "site", {"index": f"# Course\n\n{directive}\n"}))
    assert told in site.warnings
    assert site.warnings.startswith("course/index.md:3: ")


def test_a_fact_that_changes_rebuilds_the_pages_that_show_it(tmp_path: Path) -> None:
    root = small.write(tmp_path / "site", {"index": "# Course\n\n```{evidence-record}\n```\n"})
    small.build(root)
    record = root / "course" / "evidence" / "record.toml"
    record.write_text(record.read_text().replace("A ferry was empty before", "A ferry was half full before"))
    assert "A ferry was half full before" in small.build(root).page("index")


@pytest.mark.parametrize(
    ("topics", "heading"),
    [("", "Visa"), ('[[topics]]\nid = "visa"\nlabel = "Papers to travel on"\n', "Papers to travel on")],
    ids=["by-its-id", "by-its-label"],
)
def test_a_topic_is_called_by_its_label_or_else_by_its_id(topics: str, heading: str, tmp_path: Path) -> None:
    root = small.write(tmp_path / "site", {"index": "# Course\n\n```{evidence-record}\n```\n"})
    if topics:
        (root / "course" / "evidence" / "topics.toml").write_text(topics, encoding="utf-8")
    found = soup(small.build(root), "index").select_one("#record-visa h2")
    assert found is not None
    assert found.get_text().startswith(heading)


def test_dates_are_written_out(tmp_path: Path) -> None:
    site = small.build(small.write(tmp_path / "site", {"index": "# Course\n\n```{evidence-record}\n```\n"}))
    assert "Harbour News, May 2029. Reported; the publisher's own page was read." in said(soup(site, "index"))


def test_each_study_says_how_it_was_read(tmp_path: Path) -> None:
    site = small.build(small.write(tmp_path / "site", {"index": "# Course\n\n```{evidence-studies}\n```\n"}))
    assert [words for line in soup(site, "index").select("dd p") if (words := said(line)).startswith("Limits:")] == [
        "Limits: Some do. The abstract or text was read on the publisher's own page.",
        "Limits: Most of them. A copy or a library's record of the abstract was read.",
    ]


# The reader's own copy

COPY_PAGES = {
    "index": "# Course\n\n```{toctree}\nclaims\nparagraphs\nrecord\n```\n",
    "record": "# Record\n\n```{evidence-record}\n```\n",
    "claims": "# Claims\n\n```{evidence-claims}\n```\n",
    "paragraphs": "# Paragraphs\n\n```{your-copy}\n```\n\n```{evidence-paragraphs}\n```\n\n```{evidence-furniture}\n```\n",
}


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Write a site whose ledger was verified, and beside it a copy of the invented article."""
    root = small.write(tmp_path / "site", COPY_PAGES)
    ledger = load_evidence(root).report["rfa-2019"]
    findings, verified = verify(ledger, Copy("copy.txt", BODY, {"headline": HEADLINE}))
    assert [finding for finding in findings if finding.rule != "phrase-share"] == []
    write_verified(root / "course" / HERE / "verified.json", verified)
    (tmp_path / "copy.txt").write_text("\n\n".join((HEADLINE, *BODY)), encoding="utf-8")
    return root


def article(root: Path) -> str:
    return str(root.with_name("copy.txt"))


def test_with_a_copy_the_site_gains_its_page(own: Path) -> None:
    site = small.build(own, article=article(own))
    assert site.warnings == ""
    words = said(soup(site, f"{HERE}/your-copy"))
    assert "For your own use" in words
    assert "do not hand this page out" in words
    assert [link["href"] for link in soup(site, "paragraphs").select("div.body p a") if "copy" in link.get_text()] == [
        f"{HERE}/your-copy.html"
    ]


def test_the_copy_is_numbered_and_its_text_is_whole(own: Path) -> None:
    page = BeautifulSoup(small.build(own, article=article(own)).page(f"{HERE}/your-copy"), "html.parser")
    for tag in page.select(".claim-tag"):
        tag.decompose()
    found = [page.find(id=f"copy-{place}") for place in ("p1", "p2", "headline")]
    assert [element.get_text() for element in found if element] == [
        f"P1 {BODY[0]}",
        f"P2 {BODY[1]}",
        f"Headline {HEADLINE}",
    ]


def test_each_claim_is_marked_by_voice_kind_and_hedge_and_linked(own: Path) -> None:
    site = small.build(own, article=article(own))
    page = soup(site, f"{HERE}/your-copy")
    tags = {link.get_text(): str(link["href"]) for link in page.select(".claim-tag a")}
    assert tags == {
        "[S1 obs]": "../../claims.html#claim-p01-empty-ferry",
        "[S1 pre, hedged]": "../../claims.html#claim-p02-line-closes",
        "[P inf]": "../../claims.html#claim-headline-empty",
    }
    claims = site.page("claims")
    assert all(f'id="{href.partition("#")[2]}"' in claims for href in tags.values())
    marked = [(mark.get_text(), mark["class"]) for mark in page.select("#report .claimed")]
    voice = ["claimed", "voice-source-1"]
    assert marked == [("not a soul aboard", voice), ("probably", voice), ("will close", voice)]
    assert [hedge.get_text() for hedge in page.select("#report .hedge")] == ["probably"]


def test_the_legend_names_the_voices_and_kinds(own: Path) -> None:
    legend = said(at(small.build(own, article=article(own)), f"{HERE}/your-copy", "marks"))
    assert "S1 source 1 underlined twice" in legend
    assert "pre prediction" in legend


LINES = {
    "underlined once": "border-bottom: 2px solid",
    "underlined twice": "border-bottom: 4px double",
    "underlined with dots": "border-bottom: 3px dotted",
    "underlined with dashes": "border-bottom: 2px dashed",
    "underlined with a wave": "text-decoration: underline wavy",
    "a thin line above and below": "border-top: 1px solid",
    "a thin line below": "border-bottom: 1px solid",
}


@pytest.mark.parametrize(("voice", "line"), [(voice, line) for voice, (_, line) in VOICES.items()])
def test_the_legend_says_of_each_voice_the_line_that_the_style_sheet_draws(voice: str, line: str) -> None:
    rules = (ROOT / "exercises/sphinx_ext/static/copy.css").read_text(encoding="utf-8")
    of_voice = rules.partition(f".claimed.voice-{voice} {{")[2] or rules.partition(".claimed {")[2]
    assert LINES[line] in of_voice.partition("}")[0]


def test_the_text_is_on_its_page_and_nowhere_else(own: Path, tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in own.rglob("*") if path.is_file()}
    site = small.build(own, article=article(own))
    holding = [
        path.relative_to(tmp_path).as_posix()
        for path in tmp_path.rglob("*")
        if path.is_file() and b"deckhand who asked" in path.read_bytes()
    ]
    assert sorted(holding) == ["copy.txt", f"site-out/course/{HERE}/your-copy.html"]
    assert {path: path.read_bytes() for path in own.rglob("*") if path.is_file()} == before
    assert "deckhand" not in searchable(Path(site.app.outdir))


def test_without_a_copy_there_is_no_page_and_no_link(own: Path) -> None:
    small.build(own, article=article(own))
    site = small.build(own)
    assert not (Path(site.app.outdir) / "course" / HERE / "your-copy.html").exists()
    assert "your-copy" not in site.page("paragraphs")


@pytest.mark.parametrize("builder", ["text", "singlehtml", "latex"])
def test_no_other_builder_has_the_page_or_the_link(builder: str, own: Path) -> None:
    site = small.build(own, builder, article=article(own))
    written = [path for path in Path(site.app.outdir).rglob("*") if path.is_file()]
    assert [path.name for path in written if b"deckhand who" in path.read_bytes()] == []
    assert [path.name for path in written if b"your-copy" in path.read_bytes()] == []


def test_a_copy_that_changes_is_read_again(own: Path) -> None:
    small.build(own, article=article(own))
    Path(article(own)).write_text("\n\n".join(BODY), encoding="utf-8")
    page = soup(small.build(own, article=article(own)), f"{HERE}/your-copy")
    assert page.find(id="copy-p1")
    assert page.find(id="copy-headline") is None


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (BODY[0].encode(), "P2: must have the report's words, and differs from them or is missing"),
        (b"", "file: must hold the article, and is empty"),
        (b"\xff\xfe\x00", "byte 2: must be plain text"),
        ("“Über”".encode("cp1252"), "byte 0: must be UTF-8"),
    ],
    ids=["paragraph-gone", "empty", "binary", "not-utf-8"],
)
def test_a_wrong_copy_stops_the_build_with_one_message(
    content: bytes, told: str, own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path(article(own)).write_bytes(content)
    with pytest.raises(SystemExit) as end:
        small.build(own, article=article(own))
    assert end.value.code == 2
    assert list(own.with_name("site-out").rglob("*.html")) == []
    assert "Traceback" not in capsys.readouterr().err


def test_the_message_names_the_copy_and_the_paragraph(own: Path) -> None:
    Path(article(own)).write_text(BODY[0], encoding="utf-8")
    command = [sys.executable, "-m", "sphinx", "-q", "-D", f"article={article(own)}", str(own), str(own.with_name("x"))]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=small.ROOT)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines() == [
        f"ERROR: {article(own)}: P2: must have the report's words, and differs from them or is missing; "
        "compare it with the public article [copy-differs]"
    ]
