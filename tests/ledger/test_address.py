"""Whatever can be cited is found by one book: by what is written, for what report, and in words that a reader knows."""

from __future__ import annotations

import pytest
from sites import the_course

BOOK = the_course().book
MAIN, OTHER = "rfa-2019", "halvia-2032"


@pytest.mark.parametrize(
    ("ids", "words"),
    [
        (["P5", "V03"], "P5, V03"),
        (["p05-huge-baggage"], "P5"),
        (["p05-huge-baggage", "p05-early-twenties"], "P5"),
        (["P5", "P6", "p05-huge-baggage"], "P6, P5"),
        (["headline"], "Headline"),
        ([], ""),
    ],
    ids=["as-they-are", "a-claim-by-its-place", "a-place-once", "a-claim-for-its-place", "furniture", "nothing"],
)
def test_where_to_look_is_said_in_words_that_a_reader_knows(ids: list[str], words: str) -> None:
    assert BOOK.words(ids, MAIN) == words


@pytest.mark.parametrize(
    ("id", "report", "found"),
    [
        ("p05-huge-baggage", MAIN, ("claim", "p05-huge-baggage", "P5")),
        ("P5", MAIN, ("paragraph", "5", "P5")),
        ("headline", MAIN, ("paragraph", "headline", "headline")),
        ("p3-three-ships", OTHER, ("claim", "halvia-2032/p3-three-ships", "P3")),
        ("P5", OTHER, ("paragraph", "halvia-2032/5", "P5")),
        ("V03", OTHER, ("record", "V03", "")),
    ],
)
def test_an_id_means_what_its_own_report_has(id: str, report: str, found: tuple[str, str, str]) -> None:
    address = BOOK.see(id, report)
    assert address is not None
    assert (address.kind, address.id, address.place) == found


def test_what_another_report_has_is_unknown_to_this_one() -> None:
    assert BOOK.unknown(["p3-three-ships", "P99", "V03", "p05-huge-baggage"], MAIN) == ["P99", "p3-three-ships"]


def test_a_study_is_cited_by_its_authors_and_never_as_a_source_of_an_exercise() -> None:
    address = BOOK.find("study", "brier-1950")
    assert address is not None
    assert address.label == "Brier, 1950"
    assert BOOK.see("brier-1950", MAIN) is None
