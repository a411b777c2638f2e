"""A citation is a short link to where the evidence is shown, and an id that is not there is told with what is near."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import small
from bs4 import BeautifulSoup, Tag
from docutils import nodes
from sphinx.builders.singlehtml import SingleFileHTMLBuilder

from exercises.ledger.address import short_name
from exercises.ledger.types import Study
from exercises.sphinx_ext.cite import said_domain

pytestmark = pytest.mark.filterwarnings("ignore:'myst_parser")  # MyST's own calls of what Sphinx will drop

INDEX = "# Course\n\n```{toctree}\ncited\nclaims\nparagraphs\nrest\n```\n"
PAGES = {
    "index": INDEX,
    "claims": "# Claims\n\n```{evidence-claims}\n```\n",
    "paragraphs": "# Paragraphs\n\n```{evidence-paragraphs}\n```\n\n```{evidence-furniture}\n```\n",
    "rest": "# Record\n\n```{evidence-record}\n```\n\n## Studies\n\n```{evidence-studies}\n```\n",
}


def cited(root: Path, words: str, **config: object) -> small.Site:
    """Build the reference pages and one that holds these words."""
    return small.build(small.write(root, {**PAGES, "cited": f"# Cited\n\n{words}\n"}), **config)  # type: ignore[arg-type]


def links(site: small.Site) -> list[Tag]:
    """Return the links in the citing page's paragraph."""
    return BeautifulSoup(site.page("cited"), "html.parser").select("div.body p a")


@pytest.mark.parametrize(
    ("role", "text", "href", "says"),
    [
        ("{claim}`p01-empty-ferry`", "P1", "claims.html#claim-p01-empty-ferry", "The ferry carried nobody."),
        ("{claim}`headline-empty`", "Headline", "claims.html#claim-headline-empty", "The ferry is empty."),
        ("{paragraph}`2`", "P2", "paragraphs.html#paragraph-2", "The source thinks that the line will close."),
        ("{paragraph}`P2`", "P2", "paragraphs.html#paragraph-2", "The source thinks that the line will close."),
        ("{paragraph}`headline`", "Headline", "paragraphs.html#paragraph-headline", "The first claim again."),
        ("{record}`V03`", "V03", "rest.html#record-V03", "A ferry was empty before."),
        ("{study}`ng-2020`", "Ng, 2020", "rest.html#study-ng-2020", "Ferries"),
        ("{study}`abe-2021`", "Abe and others, 2021", "rest.html#study-abe-2021", "Docks"),
        ("{claim}`the count <p01-empty-ferry>`", "the count", "claims.html#claim-p01-empty-ferry", "The ferry carried nobody."),
        ("{said:claim}`p01-empty-ferry`", "P1", "claims.html#claim-p01-empty-ferry", "The ferry carried nobody."),
        ("{claim}`rfa-2019/p01-empty-ferry`", "rfa-2019/p01-empty-ferry", None, None),
    ],
)  # fmt: skip
def test_a_role_leaves_a_short_link_and_what_is_cited_is_told_beside_the_pages(
    role: str, text: str, href: str | None, says: str | None, tmp_path: Path
) -> None:
    site = cited(tmp_path / "site", f"Nobody came ({role}).")
    told = [(link.get_text(), link["href"], "cite" in link["class"]) for link in links(site)]
    assert told == ([(text, href, True)] if href else [])
    assert bool(site.warnings) is not bool(href)
    if href:
        beside = (Path(site.app.outdir) / "_static" / "cited.js").read_text(encoding="utf-8")
        assert json.loads(beside.removeprefix("saidCited(").rstrip(")\n"))[f"course/{href}"] == says


def test_every_link_leads_to_a_place_on_its_page(tmp_path: Path) -> None:
    site = cited(tmp_path / "site", "{claim}`p01-empty-ferry` {paragraph}`1` {record}`V06` {study}`ng-2020`")
    assert len(links(site)) == 4
    for link in links(site):
        page, _, id = str(link["href"]).partition("#")
        assert BeautifulSoup(site.page(page.removesuffix(".html")), "html.parser").find(id=id), link


@pytest.mark.parametrize(
    ("role", "warning"),
    [
        (
            "{claim}`p01-emty-ferry`",
            "claim must be one that the evidence has; found 'p01-emty-ferry': did you mean p01-empty-ferry? [said.claim]",
        ),
        ("{paragraph}`7`", "paragraph must be one that the evidence has; found '7': look it up on the reference pages [said.paragraph]"),
        ("{record}`V3`", "record must be one that the evidence has; found 'V3': did you mean V03? [said.record]"),
        ("{study}`ng-2002`", "study must be one that the evidence has; found 'ng-2002': did you mean ng-2020, abe-2021? [said.study]"),
    ],
    ids=["claim", "paragraph", "record", "study"],
)  # fmt: skip
def test_an_unknown_id_is_one_warning_with_what_is_near(role: str, warning: str, tmp_path: Path) -> None:
    site = cited(tmp_path / "site", role)
    assert site.warnings.splitlines() == [f"course/cited.md:3: WARNING: {warning}"]
    assert links(site) == []


def test_what_no_page_shows_is_a_warning_where_references_are_strict(tmp_path: Path) -> None:
    pages = {"index": "# Course\n\n{claim}`p01-empty-ferry`\n"}
    root = small.write(tmp_path / "site", pages)
    message = "claim p01-empty-ferry must be shown on a reference page to be linked, and is on none [said.claim]"
    assert small.build(root).warnings == f"course/index.md:3: WARNING: {message}\n"
    assert small.build(root, out="lax", nitpicky=False).warnings == ""


def test_a_thing_shown_on_two_pages_is_a_warning(tmp_path: Path) -> None:
    pages = {**PAGES, "cited": "# Again\n\n```{evidence-studies}\n```\n"}
    warnings = small.build(small.write(tmp_path / "site", pages)).warnings.splitlines()
    assert warnings == [
        "course/rest.md: WARNING: study abe-2021 is shown on course/cited already; show it on one page [said.study]",
        "course/rest.md: WARNING: study ng-2020 is shown on course/cited already; show it on one page [said.study]",
    ]


def test_a_page_that_moves_takes_its_links_along(tmp_path: Path) -> None:
    root = small.write(tmp_path / "site", {**PAGES, "cited": "# Cited\n\n{record}`V03`\n"})
    small.build(root)
    (root / "course" / "rest.md").write_text("# Studies\n\n```{evidence-studies}\n```\n", encoding="utf-8")
    (root / "course" / "claims.md").write_text(
        "# Record\n\n```{evidence-record}\n```\n\n```{evidence-claims}\n```\n", encoding="utf-8"
    )
    (root / "course" / "cited.md").write_text("# Cited anew\n\n{record}`V03`\n", encoding="utf-8")
    again = small.build(root)
    assert again.warnings == ""
    assert [link["href"] for link in links(again)] == ["claims.html#record-V03"]


def test_a_claim_that_moves_changes_the_pages_that_cite_it(tmp_path: Path) -> None:
    root = small.write(tmp_path / "site", {**PAGES, "cited": "# Cited\n\n{claim}`p01-empty-ferry`\n"})
    small.build(root)
    ledger = root / "course" / "evidence" / "rfa-2019" / "claims.toml"
    ledger.write_text(ledger.read_text().replace('at = "P1"', 'at = "P2"', 1))
    assert [link.get_text() for link in links(small.build(root))] == ["P2"]


def test_reading_in_parallel_gives_the_same_places(tmp_path: Path) -> None:
    more = {f"page{number}": f"---\norphan: true\n---\n# Page {number}\n" for number in range(8)}
    root = small.write(tmp_path / "site", {**PAGES, "cited": "# Cited\n\n{claim}`p01-empty-ferry`\n", **more})
    one, two = small.build(root), small.build(root, parallel=2, out="parallel")
    assert said_domain(one.app.env).shown == said_domain(two.app.env).shown
    assert (one.warnings, two.warnings) == ("", "")
    assert one.page("cited") == two.page("cited")


def test_one_document_for_all_links_within_itself(tmp_path: Path) -> None:
    root = small.write(tmp_path / "site", {**PAGES, "cited": "# Cited\n\n{claim}`p01-empty-ferry`\n"})
    site = small.build(root, "singlehtml")
    assert isinstance(site.app.builder, SingleFileHTMLBuilder)
    document = site.app.builder.assemble_doctree()
    found = [node["refuri"].rpartition("#") for node in document.findall(nodes.reference) if node.astext() == "P1"]
    assert "claim-p01-empty-ferry" in [id for _, _, id in found]


@pytest.mark.parametrize(
    ("authors", "name"),
    [
        ("Ng, A.", "Ng, 2020"),
        ("Ng, A.; Abe, B.", "Ng and Abe, 2020"),
        ("Ng, A.; Abe, B.; Cole, C.", "Ng and others, 2020"),
    ],
)
def test_a_study_is_named_by_its_first_authors_and_year(authors: str, name: str) -> None:
    facts = {"id": "x", "title": "T", "journal": "J", "finding": "F", "limits": "L", "read": "copy"}
    assert short_name(Study.model_validate({**facts, "authors": authors, "year": 2020})) == name
