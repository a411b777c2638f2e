"""The whole Typst sources: the book with its cover and contents, and the booklet of keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from exercises.draw.typst import call, string
from exercises.ledger.types import Report
from exercises.sphinx_ext.edition import BANNER

STYLE = Path(__file__).with_name("course.typ")
SUBTITLE = "A course on reading sourced reporting"
OURS = "Text: CC BY 4.0."
THEIRS = (
    "The report that it reads belongs to {rights} and is not printed here; "
    "phrases from it stand in quotation marks with their paragraph."
)


@dataclass(frozen=True)
class KeyEntry:
    """The key of one exercise, laid out: where it belongs, and its content as Typst."""

    exercise: str
    number: str
    title: str
    content: str

    @property
    def heading(self) -> str:
        """Return what stands above it."""
        return f"Exercise {self.number}: {self.title}"


def note_of(report: Report) -> str:
    """Return what the cover says of rights, in the course's text and in the report's."""
    return OURS if report.words == "ours" else f"{OURS} {THEIRS.format(rights=report.rights or report.origin)}"


def book(title: str, note: str, body: str, keys: Sequence[KeyEntry], *, instructor: bool) -> str:
    """Return the source of the course; students find the answers to what they practise at its end."""
    end = "" if instructor or not keys else _appendix(keys)
    contents = "#outline(depth: 2)\n"
    return _whole(title, SUBTITLE, note, BANNER if instructor else "", contents + body + end)


def booklet(title: str, note: str, keys: Sequence[KeyEntry]) -> str:
    """Return the source of the booklet of keys, in the order of the course."""
    entries = "".join(f"#heading(level: 2)[{string(a.heading)}]\n{_plain(a)}\n" for a in keys)
    return _whole(
        f"{title}: answers", "Keys, solutions and rubrics", note, BANNER, f'#heading(level: 1)[#"Answers";]\n{entries}'
    )


def _appendix(keys: Sequence[KeyEntry]) -> str:
    entries = "".join(
        f"#heading(level: 2, outlined: false)[{string(a.heading)}]{call('anchor', f'answer--{a.exercise}')}\n"
        f"{a.content}\n{call('go', f'exercise--{a.exercise}', 'The exercise')}\n\n"
        for a in keys
    )
    return f"#appendix[#chapter(1)[{string('Answers to the practice exercises')}]\n{entries}]\n"


def _plain(entry: KeyEntry) -> str:
    """Return the content with its links as words, since what they lead to is in the other PDF."""
    plain = f"#{{ let go(name, body, ..about) = body; [{entry.content}] }}\n"
    return f"{call('small', content=string(entry.exercise))}\n\n{plain}"


def _whole(title: str, subtitle: str, note: str, banner: str, body: str) -> str:
    style = STYLE.read_text(encoding="utf-8")
    cover = call("cover", title, subtitle, note if not banner else f"{banner} {note}")
    return f"{style}\n#show: body => book({_quoted(title)}, {_quoted(banner)}, body)\n{cover}\n{body}"


def _quoted(words: str) -> str:
    return string(words).removeprefix("#").removesuffix(";")
