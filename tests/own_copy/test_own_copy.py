"""A reader's own copy is recognised by its words alone, and every phrase of the ledger was found in one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sites import the_course

from exercises.checks.quotations import quotations_of_others
from exercises.errors import CourseError, Finding
from exercises.ledger.types import Claim, Furniture, Paragraph, Report
from exercises.own_copy.digests import Verified, phrase_digest, read_verified, verified_path, write_verified
from exercises.own_copy.folding import folded
from exercises.own_copy.marks import Run, marks
from exercises.own_copy.recognise import Copy, read_copy
from exercises.own_copy.verify import LIMIT, check_verified, verify

ROOT = Path(__file__).parents[2]
QUOTED = quotations_of_others(the_course())
LEDGER = "course/evidence/harbour/claims.toml"
BODY = (
    "The ferry “Anna” sailed without a soul aboard on Monday, a deckhand told our paper at the pier.",
    "“It’s the third time this month – they will probably close the line,” he said. Nobody at the company’s "
    "office answered the telephone in the days before we went to print.",
    "The company has run the line since 1921. It has never missed a winter.",
)
HEADLINE = "Ferry sails empty"
PAGE = f"{HEADLINE}\n\n" + "\n\n".join(BODY) + "\n\nReported by A. Nobody.\n"


def claim(id: str, at: str, *phrases: str, hedges: tuple[str, ...] = ()) -> Claim:
    return Claim(
        id=id,
        at=at,
        gist="Something is so.",
        voice="source-1",
        basis="saw",
        kind="observation",
        strength="hedged" if hedges else "attributed",
        hedges=hedges,
        phrases=phrases,
        confirm="A log.",
        refute="A log.",
    )


EMPTY = claim("p01-empty", "P1", "without a soul")
THIRD = claim("p02-third", "P2", "third time")
CLOSES = claim("p02-closes", "P2", "close the line", hedges=("probably",))


AROUND: dict[str, dict[str, str]] = {
    "promo": {"before": "headline"},
    "headline": {"before": "caption"},
    "caption": {"before": "date-line"},
    "date-line": {"pattern": r"^[A-Z][a-z]+ \d{1,2}, \d{4}$"},
    "credits": {"pattern": "^Reported by"},
}
"""How each line around the report is told in a copy."""


def report(*claims: Claim) -> Report:
    return Report(
        id="harbour",
        title=HEADLINE,
        origin="Harbour News",
        carrier="Harbour News",
        date="2031-05-02",
        about="An invented report.",
        paragraphs=tuple(Paragraph(number=number, gist="Says something.") for number in (1, 2, 3)),
        begins="The ferry",
        ends="Reported by",
        furniture=tuple(Furniture(id=id, label=id, gist="Said around it.", **told) for id, told in AROUND.items()),
        claims=claims or (EMPTY, THIRD, CLOSES),
    )


def copy_of(*body: str, **furniture: str) -> Copy:
    return Copy("copy.txt", body or BODY, {id.replace("_", "-"): text for id, text in furniture.items()})


VERIFIED = verify(report(), copy_of(headline=HEADLINE))[1]


def write(tmp_path: Path, text: str | bytes) -> Path:
    path = tmp_path / "copy.txt"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def refusal(path: Path, verified: Verified | None = VERIFIED) -> list[str]:
    """Return the one finding with which a copy is refused, its file left out."""
    with pytest.raises(CourseError) as error:
        read_copy(path, verified, report())
    return [str(finding).removeprefix(f"{path.as_posix()}: ") for finding in error.value.findings]


# Which texts count as the report


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text,
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("“", '"').replace("”", '"').replace("’", "'"),
        lambda text: text.replace("–", "-"),
        lambda text: text.replace(" – ", " — "),
        lambda text: text.replace(" ", "\N{NO-BREAK SPACE}"),
        lambda text: text.replace("telephone", "tele\N{SOFT HYPHEN}phone"),
        lambda text: text.replace(" ", "\n"),
        lambda text: text.replace("\n\n", "\n"),
        lambda text: text.removeprefix(HEADLINE),
        lambda text: text.replace("\n\nReported by A. Nobody.\n", ""),
        lambda text: text.replace("\n\n", "\n\nShare this story\n\n"),
        lambda text: "Menu\nNews\n\n" + text + "\n\nMore from the harbour\n",
    ],
    ids=[
        *("as-saved", "byte-order-mark", "windows-lines", "straight-quotes", "hyphens", "long-dashes"),
        *("no-break-spaces", "soft-hyphens", "hard-wrapped", "no-blank-lines", "no-headline", "no-credits"),
        *("lines-between", "more-furniture"),
    ],
)
def test_a_copy_counts_when_its_words_match(change: object, tmp_path: Path) -> None:
    assert callable(change)
    copy = read_copy(write(tmp_path, change(PAGE)), VERIFIED, report())
    assert [folded(text) for text in copy.paragraphs] == [folded(text) for text in BODY]


def test_furniture_is_kept_where_the_copy_has_it(tmp_path: Path) -> None:
    assert dict(read_copy(write(tmp_path, PAGE), VERIFIED, report()).furniture) == {"headline": HEADLINE}
    assert dict(read_copy(write(tmp_path, "\n\n".join(BODY)), VERIFIED, report()).furniture) == {}


def test_a_paragraph_keeps_its_own_quotes_on_one_line(tmp_path: Path) -> None:
    wrapped = PAGE.replace(" at the pier", "\nat the pier")
    assert read_copy(write(tmp_path, wrapped), VERIFIED, report()).paragraphs == BODY


@given(st.lists(st.sampled_from([" ", "\n", "\t", "\N{NO-BREAK SPACE}", " \r\n "]), min_size=60, max_size=60))
def test_no_spacing_changes_the_words(spaces: list[str]) -> None:
    words = BODY[1].split(" ")
    assert folded("".join(word + space for word, space in zip(words, spaces, strict=False))) == folded(BODY[1])


# Which do not


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("on Monday", "on Tuesday", "P1"),
        ("probably ", "", "P2"),
        ("since 1921", "since about 1921", "P3"),
        (BODY[1], "", "P2"),
    ],
    ids=["another-word", "a-word-gone", "a-word-more", "a-paragraph-gone"],
)
def test_the_first_paragraph_that_differs_is_named(old: str, new: str, place: str, tmp_path: Path) -> None:
    assert refusal(write(tmp_path, PAGE.replace(old, new))) == [
        f"{place}: must have the report's words, and differs from them or is missing; "
        "compare it with the public article [copy-differs]"
    ]


def test_of_two_paragraphs_that_differ_the_first_is_named(tmp_path: Path) -> None:
    assert refusal(write(tmp_path, PAGE.replace("third", "fourth").replace("1921", "1912")))[0].startswith("P2: ")


def test_paragraphs_out_of_order_are_refused(tmp_path: Path) -> None:
    swapped = "\n\n".join((BODY[1], BODY[0], BODY[2]))
    assert refusal(write(tmp_path, swapped)) == [
        "P2: must stand in the report's order, and stands elsewhere; put the paragraphs in order [copy-differs]"
    ]


def test_another_text_is_told_apart_from_a_damaged_copy(tmp_path: Path) -> None:
    assert refusal(write(tmp_path, "Something else was in the paper that day.\n" * 30)) == [
        "P1: must have the report's words, and no paragraph does: this is another text; "
        "save the article as plain text [copy-differs]"
    ]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "file: must hold the article, and is empty; save the page's text in it [copy-empty]"),
        (b"\xef\xbb\xbf \r\n", "file: must hold the article, and is empty; save the page's text in it [copy-empty]"),
        (PAGE.encode("cp1252"), "byte 29: must be UTF-8, and is not; save it in that encoding [copy-encoding]"),
        (b"%PDF-1.7\n\x00\x01", "byte 9: must be plain text, and holds bytes that no text has; save it as plain text in UTF-8 [copy-binary]"),
        (b"a " * 200_000, "file: must be at most 262144 bytes, and has 400000; save the article alone as plain text [copy-too-large]"),
    ],
    ids=["empty", "blank", "not-utf-8", "binary", "huge"],
)  # fmt: skip
@pytest.mark.parametrize("verified", [VERIFIED, None], ids=["verified", "first-time"])
def test_what_is_no_text_is_refused_in_one_line(
    content: bytes, told: str, verified: Verified | None, tmp_path: Path
) -> None:
    assert refusal(write(tmp_path, content), verified) == [told]


def test_a_folder_or_nothing_is_refused_in_one_line(tmp_path: Path) -> None:
    assert refusal(tmp_path) == ["file: must be a text file, and is no file; name a file [copy-unreadable]"]
    missing = "file: must be your copy of the article, and does not exist; mend the path [copy-missing]"
    assert refusal(tmp_path / "nowhere.txt") == [missing]
    assert refusal(tmp_path / os.fsdecode(b"no-\xff-text"))[0].endswith("[copy-missing]")
    assert refusal(Path("nul\0byte"))[0].endswith("[copy-missing]")
    assert refusal(tmp_path / ("long" * 100))[0].endswith(("[copy-missing]", "[copy-unreadable]"))


def test_the_largest_text_that_is_read_is_refused_if_it_is_another(tmp_path: Path) -> None:
    assert refusal(write(tmp_path, "a b c d " * 30_000)) == [
        "P1: must have the report's words, and no paragraph does: this is another text; "
        "save the article as plain text [copy-differs]"
    ]


# The first time, by its build


def test_the_first_copy_is_read_by_its_build(tmp_path: Path) -> None:
    page = f"Buy now!\n\n{HEADLINE}\n\nA ferry. (nobody/Flickr)\nMay 2, 2031\n\n" + PAGE.removeprefix(f"{HEADLINE}\n\n")
    copy = read_copy(write(tmp_path, page), None, report())
    assert copy.paragraphs == BODY
    assert copy.furniture == {
        "promo": "Buy now!",
        "headline": HEADLINE,
        "caption": "A ferry. (nobody/Flickr)",
        "date-line": "May 2, 2031",
        "credits": "Reported by A. Nobody.",
    }


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (PAGE.replace("The ferry", "A ferry"), "P1: must begin with the words 'The ferry', and no paragraph does [copy-differs]"),
        (PAGE.replace(BODY[2], ""), "file: must have 3 paragraphs with a blank line between them; found 2 [copy-differs]"),
    ],
    ids=["another-beginning", "too-few"],
)  # fmt: skip
def test_the_first_copy_must_have_the_reports_build(text: str, told: str, tmp_path: Path) -> None:
    assert refusal(write(tmp_path, text), None) == [told]


def test_a_report_that_does_not_say_how_it_begins_cannot_be_recognised_by_its_build(tmp_path: Path) -> None:
    silent = report().model_copy(update={"begins": None})
    with pytest.raises(CourseError) as error:
        read_copy(write(tmp_path, PAGE), None, silent)
    assert [str(finding) for finding in error.value.findings] == [
        "course/evidence/harbour/report.toml: begins: must say with which words the report begins (`begins`), "
        "so that a copy can be recognised; add it [copy-build]"
    ]


def test_without_an_end_the_copy_ends_with_as_many_paragraphs_as_the_ledger_has(tmp_path: Path) -> None:
    endless = report().model_copy(update={"ends": None})
    assert read_copy(write(tmp_path, PAGE), None, endless).paragraphs == BODY


def test_digests_without_a_paragraph_are_no_traceback(tmp_path: Path) -> None:
    two = {place: passage for place, passage in VERIFIED.paragraphs.items() if place != "P1"}
    verified = VERIFIED.model_copy(update={"paragraphs": two})
    assert read_copy(write(tmp_path, PAGE), verified, report()).paragraphs == BODY[1:]
    assert [finding.rule for finding in check_verified(report(), verified)] == ["verified-stale"]


# Verifying the ledger


def findings(*claims: Claim, copy: Copy | None = None) -> list[Finding]:
    """Return what is wrong with these claims, the share apart."""
    found, _ = verify(report(*claims), copy or copy_of())
    return [finding for finding in found if finding.rule != "phrase-share"]


def test_phrases_that_stand_in_their_place_are_sound() -> None:
    assert findings(EMPTY, THIRD, CLOSES, claim("p02-its", "P2", "It's the third")) == []


@pytest.mark.parametrize(
    ("wrong", "message", "rule"),
    [
        (claim("p01-x", "P1", "third time"), "'third time' must stand in P1 of the copy, and does not; mend the phrase or the place", "phrase-absent"),
        (claim("p01-x", "P1", "without a sole"), "'without a sole' must stand in P1 of the copy, and does not; mend the phrase or the place", "phrase-absent"),
        (claim("p01-x", "P1", "out a soul"), "'out a soul' must stand in P1 of the copy, and does not; mend the phrase or the place", "phrase-absent"),
        (claim("p02-x", "P2", "line", hedges=("possibly",)), "'possibly' must stand in P2 of the copy, and does not; mend the phrase or the place", "phrase-absent"),
        (claim("p03-x", "P3", "It has never missed a winter"), "'It has never missed a winter' must not be a whole sentence, and is; shorten it", "phrase-sentence"),
        (claim("p03-x", "P3", "The company has run the line since 1921"), "'The company has run the line since 1921' must not be a whole sentence, and is; shorten it", "phrase-sentence"),
    ],
    ids=["other-paragraph", "other-word", "part-of-a-word", "hedge", "last-sentence", "first-sentence"],
)  # fmt: skip
def test_a_phrase_that_is_not_there_is_a_finding(wrong: Claim, message: str, rule: str) -> None:
    assert findings(wrong) == [Finding(LEDGER, f"claims.{wrong.id}", message, rule)]


def test_nine_words_are_too_many() -> None:
    nine = claim("p01-x", "P1", "a soul aboard on Monday, a deckhand told our")
    assert [(finding.rule, finding.where) for finding in findings(nine)] == [("phrase-length", "claims.p01-x")]


def test_phrases_may_not_cover_too_much_of_the_article() -> None:
    covering = claim("p03-x", "P3", "company has run the line since", "It has never missed a"), EMPTY, THIRD, CLOSES
    found, verified = verify(report(*covering), copy_of("Ferry without a soul.", BODY[1], BODY[2]))
    assert verified.share > LIMIT
    assert [finding.rule for finding in found] == ["phrase-share"]


def test_the_share_counts_each_word_once() -> None:
    once, twice = claim("p01-a", "P1", "without a soul"), claim("p01-b", "P1", "a soul aboard")
    words = sum(len(folded(text)) for text in BODY)
    assert verify(report(once, twice), copy_of())[1].share == round(4 / words, 4)


def test_furniture_is_verified_only_where_the_copy_has_it() -> None:
    wrong = claim("headline-x", "headline", "sails full")
    assert findings(wrong) == []
    assert [finding.rule for finding in findings(wrong, copy=copy_of(headline=HEADLINE))] == ["phrase-absent"]


def test_a_copy_without_furniture_keeps_what_was_verified_with_it(tmp_path: Path) -> None:
    whole = report(claim("headline-empty", "headline", "sails empty"), EMPTY)
    _, first = verify(whole, copy_of(headline=HEADLINE))
    _, again = verify(whole, read_copy(write(tmp_path, "\n\n".join(BODY)), first, whole))
    assert (again.phrases, again.furniture) == (first.phrases, first.furniture)


# The file of digests


def test_what_is_written_is_read_back_the_same(tmp_path: Path) -> None:
    path = tmp_path / "verified.json"
    write_verified(path, VERIFIED)
    first = path.read_bytes()
    assert read_verified(path) == VERIFIED
    write_verified(path, VERIFIED)
    assert path.read_bytes() == first
    assert [one.name for one in tmp_path.iterdir()] == ["verified.json"]


def test_the_file_holds_no_word_of_the_article(tmp_path: Path) -> None:
    path = tmp_path / "verified.json"
    write_verified(path, VERIFIED)
    told = {word.lower() for word in folded(path.read_text())}
    theirs = {word.lower() for text in BODY for word in folded(text)} & told
    assert theirs <= {"a", "it", "the", "in", "has", "by", "not", "was", "and", "of", "nobody", "third", "article"}


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "verified.json"
    write_verified(path, VERIFIED)
    before = path.read_bytes()

    def fail(*_: object) -> None:
        raise OSError("no room")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="no room"):
        write_verified(path, VERIFIED.model_copy(update={"share": 0.1}))
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["verified.json"]


@pytest.mark.parametrize("content", [b"digest = 1", b"\xff", b"[", b""], ids=["type", "encoding", "json", "empty"])
def test_a_damaged_file_of_digests_is_one_finding(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "verified.json"
    path.write_bytes(content)
    with pytest.raises(CourseError) as error:
        read_verified(path)
    assert [finding.rule for finding in error.value.findings] == ["verified-unreadable"]


def test_no_file_of_digests_is_a_finding(tmp_path: Path) -> None:
    assert read_verified(tmp_path / "verified.json") is None
    assert [finding.rule for finding in check_verified(report(), None)] == ["verified-missing"]


def test_a_verified_ledger_is_sound_without_a_copy() -> None:
    assert check_verified(report(), VERIFIED) == ()


@pytest.mark.parametrize(
    ("claims", "rules"),
    [
        ((EMPTY, THIRD, claim("p02-closes", "P2", "shut the line", hedges=("probably",))), ["phrase-unverified", "verified-stale"]),
        ((EMPTY, THIRD, claim("p02-closes", "P2", "close the line", hedges=("surely",))), ["phrase-unverified", "verified-stale"]),
        ((EMPTY, claim("p02-third", "P1", "third time"), CLOSES), ["phrase-unverified", "verified-stale"]),
        ((EMPTY, CLOSES), ["verified-stale"]),
        ((EMPTY, THIRD, CLOSES, claim("p03-since", "P3", "since 1921")), ["phrase-unverified"]),
    ],
    ids=["phrase", "hedge", "place", "claim-gone", "claim-new"],
)  # fmt: skip
def test_a_ledger_that_moved_on_must_be_verified_again(claims: tuple[Claim, ...], rules: list[str]) -> None:
    assert [finding.rule for finding in check_verified(report(*claims), VERIFIED)] == rules


# Marking a copy


def test_marks_cut_a_paragraph_where_claims_begin_and_end() -> None:
    assert marks(report(EMPTY, CLOSES), copy_of())["P2"][:4] == (
        Run("“It’s the third time this month – they will "),
        Run("probably", ("p02-closes",), hedge=True),
        Run(" "),
        Run("close the line", ("p02-closes",), ends=("p02-closes",)),
    )


def test_overlapping_claims_share_a_run() -> None:
    one, two = claim("p01-one", "P1", "without a soul"), claim("p01-two", "P1", "a soul aboard")
    assert marks(report(one, two), copy_of())["P1"][1:4] == (
        Run("without ", ("p01-one",)),
        Run("a soul", ("p01-one", "p01-two"), ends=("p01-one",)),
        Run(" aboard", ("p01-two",), ends=("p01-two",)),
    )


def test_the_runs_together_are_the_text() -> None:
    copy = copy_of(headline=HEADLINE)
    joined = {place: "".join(run.text for run in runs) for place, runs in marks(report(), copy).items()}
    assert joined == copy.places


# The report itself


def test_every_phrase_of_the_course_was_found_in_a_copy() -> None:
    ledger = the_course().evidence.report["rfa-2019"]
    assert check_verified(ledger, read_verified(ROOT / verified_path(ledger)), QUOTED) == ()


def own_copy() -> Path | None:
    """Return the reader's own copy of the report, if one is at hand."""
    paths = (Path(os.environ.get("ARTICLE") or "nowhere"), ROOT.parent / "shared" / "article" / "article.txt")
    return next((path for path in paths if path.is_file()), None)


def test_the_kept_digests_say_what_a_copy_says() -> None:
    """With a copy at hand the ledger is verified anew; without one the kept digests must name each phrase."""
    ledger = the_course().evidence.report["rfa-2019"]
    kept = read_verified(ROOT / verified_path(ledger))
    assert kept is not None
    if path := own_copy():
        assert verify(ledger, read_copy(path, kept, ledger), QUOTED) == ((), kept)
    wanted = {one.id: {phrase_digest(one, phrase) for phrase in (*one.phrases, *one.hedges)} for one in ledger.claims}
    assert {id: set(digests) for id, digests in kept.phrases.items()} == wanted
    assert kept.share <= LIMIT
