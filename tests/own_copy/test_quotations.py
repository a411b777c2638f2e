"""What counts as a quotation of the report, how much of it may be quoted, and that no whole sentence is."""

from __future__ import annotations

from pathlib import Path

import pytest

from exercises.errors import Finding
from exercises.ledger.types import Claim, Paragraph, Report
from exercises.own_copy.quotations import quotations
from exercises.own_copy.recognise import Copy
from exercises.own_copy.verify import check_verified, verify

EIGHT = "one two three four five six seven eight"


def quoted(root: Path, path: str, text: str) -> list[tuple[str, str]]:
    """Return each quotation in one file of a course, with its place."""
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")
    return [(one.where, one.text) for one in quotations(root)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('It says "closes".', ["closes"]),
        (f'It says "{EIGHT}".', [EIGHT]),
        (f'It says "{EIGHT} nine".', []),
        ("It says “will close,” he thinks.", ["will close"]),
        ('He said "—".', []),
    ],
    ids=["one-word", "eight-words", "nine-words", "curly", "no-word"],
)
def test_a_quotation_of_up_to_eight_words_must_be_the_reports(text: str, found: list[str], tmp_path: Path) -> None:
    assert [words for _, words in quoted(tmp_path, "course/page.md", text)] == found


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("course/page.md", 'It opens.\nIt "closes".\n'),
        ("course/lessons/01-ferry.md", 'It opens.\nIt "closes".\n'),
        ("exercises/bank/01-ferry/line.toml", 'level = 1\nstem = "He says \\"closes\\"."\n'),
        ("exercises/keys/01-ferry/line.toml", "level = 1\nsolution = 'He says \"closes\".'\n"),
    ],
)
def test_pages_exercises_and_keys_are_read_with_their_lines(path: str, text: str, tmp_path: Path) -> None:
    assert quoted(tmp_path, path, text) == [("line 2", "closes")]


@pytest.mark.parametrize(
    "text", ['---\ntitle: "Ferry"\n---\n\nIt "closes".\n', '```sh\ngrep "Ferry"\n```\n\nIt "closes".\n']
)
def test_code_and_front_matter_quote_nobody(text: str, tmp_path: Path) -> None:
    assert quoted(tmp_path, "course/page.md", text) == [("line 5", "closes")]


BODY = "Will the line close? It may. Nobody says so, and the harbour master would not be asked about it today at all!"


def report(*phrases: str) -> Report:
    """Return a report of one paragraph with one claim of these phrases."""
    claim = Claim(id="p01-line", at="P1", gist="G.", voice="source-1", basis="saw", kind="question", strength="open", phrases=phrases, confirm="C.", refute="R.")  # fmt: skip
    fields = {"title": "T", "origin": "O", "carrier": "O", "date": "2031-05-02", "about": "A."}
    return Report(id="line", paragraphs=(Paragraph(number=1, gist="G."),), claims=(claim,), **fields)


def found(*phrases: str) -> list[Finding]:
    """Return what is wrong with these phrases."""
    return list(verify(report(*phrases), Copy("copy.txt", (BODY,), {}))[0])


@pytest.mark.parametrize(
    ("phrase", "rules"),
    [
        ("Will the line close", ["phrase-sentence"]),
        ("It may", ["phrase-sentence"]),
        ("the line close", []),
        ("Nobody says so", []),
        ("asked about it today at all", []),
    ],
    ids=["a-question", "a-statement", "the-end-of-one", "the-beginning-of-one", "the-end-of-the-text"],
)
def test_a_whole_sentence_of_any_sort_is_no_phrase(phrase: str, rules: list[str]) -> None:
    assert [finding.rule for finding in found(phrase)] == rules


@pytest.mark.parametrize(
    ("last", "rules"), [("harbour", []), ("harbour master", ["phrase-share"])], ids=["seven-of-twenty-one", "eight"]
)
def test_a_little_more_than_a_third_of_the_report_is_too_much(last: str, rules: list[str]) -> None:
    """Seven of the twenty-one words are a third, and eight are 38 %."""
    assert [finding.rule for finding in found(f"Nobody says so, and the {last}", "today")] == rules


def test_a_kept_share_that_is_too_large_is_a_finding() -> None:
    one = report("Nobody says so")
    verified = verify(one, Copy("copy.txt", (BODY,), {}))[1].model_copy(update={"share": 0.36})
    assert [finding.rule for finding in check_verified(one, verified)] == ["phrase-share"]
