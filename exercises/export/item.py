"""An exercise as every target needs it: its question, its key, and its words as HTML.

The words are MyST in the subset of ``exercises/draw/markup.py``: paragraphs, emphasis, quotations, lists, tables and
code, with references to the evidence.  Choices, statements and options are plain text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from html import unescape
from typing import Any

from exercises.course import Course
from exercises.draw.beside import full_text
from exercises.draw.markup import ROLE, html, typeset
from exercises.draw.templates import macros
from exercises.ledger.address import Address
from exercises.questions.ask import ask
from exercises.questions.grade import fold
from exercises.questions.ids import code_of, uuid_of
from exercises.questions.key import Key
from exercises.questions.kinds import Exercise
from exercises.questions.question import Asked, Choose, Enter, Place, Question, Write
from exercises.questions.reading import day
from exercises.questions.wording import slot_label, value_texts
from exercises.words import MONTHS

SHAPES = (
    *("one", "several", "passage"),
    *("bins", "lists", "places", "grid"),
    *("date", "number", "percent", "words"),
    "text",
)
"""What a question can be to a target: the four forms, with how each is answered."""
_ARTICLES = ("", "the ", "a ", "an ")
_PAGES = {"claim": ("{}/claims", "{}/index"), "paragraph": ("{}/paragraphs", "{}/index"), "record": ("record",)}
"""The page of the published course that shows a thing, below ``course/evidence``: the first of these that is there."""


def shape_of(question: Question) -> str:
    """Return which of the shapes a question has."""
    match question:
        case Choose():
            return "passage" if question.passage else "several" if question.several else "one"
        case Place():
            return question.layout
        case Enter():
            return question.what
        case Write():
            return "text"


@dataclass(frozen=True)
class Item:
    """One exercise of an export.

    ``site`` is where the course is published, or nothing, and ``pool`` names those of which a student gets one.
    """

    course: Course
    exercise: Exercise
    key: Key
    site: str = ""
    pool: str = ""
    points: float = 1
    """What it earns in the set."""

    @property
    def id(self) -> str:
        """Return the exercise's id."""
        return self.exercise.id

    @cached_property
    def uuid(self) -> str:
        """Return the id that stays the same in every export, 32 hexadecimal digits made from the exercise's id."""
        return uuid_of(self.id)

    @cached_property
    def question(self) -> Question:
        """Return what the exercise asks."""
        return ask(self.exercise)

    @cached_property
    def shape(self) -> str:
        """Return what the question is to a target."""
        return shape_of(self.question)

    @cached_property
    def tags(self) -> tuple[str, ...]:
        """Return outcomes, lesson, level, use, and what the exercise needs, as tags."""
        given = self.exercise
        outcomes = (f"outcome:{outcome}" for outcome in given.outcomes)
        level, use, needs = f"level:{given.level}", f"use:{given.use}", f"needs:{given.needs}"
        return (f"id:{self.id}", f"lesson:{given.lesson}", *outcomes, level, use, needs)

    @property
    def things(self) -> tuple[Asked, ...]:
        """Return what is chosen from or placed, in the bank's order; () where something is entered or written."""
        return self.question.asked if isinstance(self.question, Choose | Place) else ()

    @property
    def passage(self) -> tuple[tuple[str, str | None], ...]:
        """Return the passage's runs, each with its id where it can be chosen; () where there is no passage."""
        return self.question.passage if isinstance(self.question, Choose) else ()

    # What is right

    @property
    def right(self) -> tuple[str, ...]:
        """Return the ids of the choices that are right."""
        correct = self.key.correct
        return correct if isinstance(correct, tuple) else (str(correct),)

    @property
    def placed(self) -> dict[str, str]:
        """Return the id of the offered that each of the asked gets."""
        return self.key.correct if isinstance(self.key.correct, dict) else {}

    @property
    def in_turn(self) -> tuple[str, ...]:
        """Return the ids of the asked in their right order, where there is one."""
        return tuple(sorted(self.placed, key=lambda slot: int(self.placed[slot])))

    def forms(self, answer: str) -> tuple[str, ...]:
        """Return how a short answer or a day may be typed and is still the same, for a target that compares letters.

        Case and the spaces around it are left to the target.
        """
        if self.shape == "date":
            return tuple(_written_days(answer))
        plain = answer.strip().removesuffix(".")
        bare = (plain, fold(plain))
        return tuple(
            dict.fromkeys(f"{article}{form}{stop}" for form in bare for article in _ARTICLES for stop in ("", "."))
        )

    @property
    def accepted(self) -> tuple[str, ...]:
        """Return every form of a short answer or a day that a target must take, the key's own first."""
        forms = (form for answer in (str(self.key.correct), *self.key.accepted) for form in self.forms(answer))
        return tuple({form.lower(): form for form in reversed(tuple(forms))}.values())[::-1]

    @property
    def refused(self) -> tuple[tuple[str, str], ...]:
        """Return each wrong short answer or day that feedback names, and each form of it: pairs of slot and form."""
        right = {form.lower() for form in self.accepted}
        pairs = ((slot, form) for slot in self.key.feedback for form in self.forms(slot))
        return tuple((slot, form) for slot, form in pairs if form.lower() not in right)

    # Words

    @cached_property
    def stem(self) -> str:
        """Return what is asked, how to answer and where to read, as HTML."""
        return self.asked(self.passage)

    def asked(self, passage: tuple[tuple[str, str | None], ...] = (), how: str | None = None) -> str:
        """Return what is asked as HTML, with this passage, and these words on how to answer or the usual ones."""
        report = self.course.report(self.exercise)
        return str(
            _words().stem(
                stem=self._cited(self.exercise.stem),
                report=full_text(report) if report.words == "ours" and not report.main else "",
                passage=passage,
                how=_how(self.question) if how is None else how,
                read=self._where(self._read),
                code=code_of(self.id),
            )
        ).strip()

    @property
    def _read(self) -> tuple[str, ...]:
        claim = self.course.report(self.exercise).claim
        return (*dict.fromkeys(claim[id].at for id in self.exercise.claims), *self.exercise.record)

    def text(self, words: str) -> str:
        """Return a choice's, a statement's or an option's words as HTML."""
        return typeset(words)

    def plain(self, words: str) -> str:
        """Return a choice's, a statement's or an option's words as plain text, with the quotes that prose has."""
        return unescape(typeset(words))

    def said(self, slot: str) -> str:
        """Return what is said to one of the asked or to an answer, as HTML; nothing where nothing is."""
        return self._said.get(slot, "")

    @cached_property
    def _said(self) -> dict[str, str]:
        said = self.key.feedback.items()
        return {slot: _html("said", self._cited(one.text), self._where(one.see)) for slot, one in said}

    @cached_property
    def otherwise(self) -> str:
        """Return what is said to an answer that no feedback names, as HTML."""
        return self._blocks(self.key.otherwise or "")

    @cached_property
    def solution(self) -> str:
        """Return the worked solution as HTML."""
        return self._blocks(self.key.solution)

    @cached_property
    def together(self) -> str:
        """Return the worked solution as HTML, with what is said to each of the asked under its words."""
        told = [
            (slot_label(self.question, self.key, slot), self._cited(said.text), self._where(said.see))
            for slot, said in self.key.feedback.items()
        ]
        if self.key.otherwise:
            told.append(("Any other answer", self._cited(self.key.otherwise), []))
        return _html("together", self._cited(self.key.solution), told)

    @cached_property
    def hints(self) -> tuple[str, ...]:
        """Return the hints as HTML."""
        return tuple(map(self._blocks, self.exercise.hints))

    @cached_property
    def rubric(self) -> str:
        """Return the rubric with its samples as HTML; nothing where there is none."""
        if not self.key.rubric:
            return ""
        return _html("rubric", self.key.rubric, self.key.samples, sum(point.marks for point in self.key.rubric))

    @cached_property
    def offered(self) -> dict[str, str]:
        """Return the words of each of the offered, by id."""
        return value_texts(self.question)

    def _blocks(self, text: str) -> str:
        return html(self._cited(text)).rstrip()

    def _cited(self, text: str) -> str:
        """Return words in which each reference is its label, as a link where there is an address."""
        return ROLE.sub(self._citation, text)

    def _citation(self, role: re.Match[str]) -> str:
        address = self.course.book.find(role[1], role[2].removeprefix("P") if role[1] == "paragraph" else role[2])
        if address is None:
            return role[2]
        link = self._address(address)
        return f"[{address.label}]({link})" if link else address.label

    def _where(self, ids: tuple[str, ...]) -> list[tuple[str, str]]:
        """Return label and address of each place to look at, once each; the address is empty where there is none."""
        found = self.course.book.sources(ids, self.exercise.report) if ids else ()
        return list({address.label: (address.label, self._address(address)) for address in found}.values())

    def _address(self, address: Address) -> str:
        of, _, id = address.id.rpartition("/")
        report = of or self.course.evidence.main.id
        pages = (page.format(report) for page in _PAGES.get(address.kind, ()) if self.site)
        page = next((page for page in pages if (self.course.root / f"course/evidence/{page}.md").exists()), "")
        if not page:
            return ""
        anchor = self.course.book.anchor(address.kind, id, report)
        return f"{self.site.rstrip('/')}/course/evidence/{page}.html#{anchor}"


def _written_days(answer: str) -> Iterator[str]:
    """Yield the usual ways to write a day, in words and in figures, but none that may be another day."""
    when = day(answer)
    if when is None:
        yield answer
        return
    y, m, d, month = when.year, when.month, when.day, MONTHS[when.month - 1]
    ways = [f"{y}-{m:02}-{d:02}", f"{y}{m:02}{d:02}", f"{y}-{m}-{d}"]
    ways += [f"{y}{mark}{first}{mark}{last}" for mark in "/." for first, last in ((f"{m:02}", f"{d:02}"), (m, d))]
    for name in (month, month[:3]):
        ways += [f"{d} {name} {y}", f"{name} {d}, {y}", f"{name} {d} {y}", f"{d}-{name}-{y}"]
    for first, last in ((d, m), (m, d)):
        ways += [f"{first}{mark}{last}{mark}{y}" for mark in "./-"]
        ways += [f"{first:02}{mark}{last:02}{mark}{y}" for mark in "./-"]
    yield from (way for way in dict.fromkeys(ways) if day(way) == when)


@cache
def _words() -> Any:  # noqa: ANN401 - its macros are functions of their own
    return macros("export/words")


def _html(macro: str, *values: object) -> str:
    return str(getattr(_words(), macro)(*values)).strip()


def _how(question: Question) -> str:
    """Return how to answer, where the form of the question does not show it everywhere."""
    match question:
        case Choose(passage=()):
            return "Choose all that apply." if question.several else ""
        case Choose():
            return "Choose all that apply, from the words in bold."
        case Place(layout="places"):
            return "Give each its place: 1 for the first."
        case Place(layout="grid"):
            return f"The words before each “·” stand under “{question.corner}”."
        case Place():
            return ""
        case Enter(what="date"):
            return "Write the day as year, month and day: 2000-01-31."
        case Enter(what="percent"):
            return "Give a number from 0 to 100, without a percent sign: 70 for 70 percent."
        case Enter(what="number"):
            return f"Give a number in plain figures, as 1234.5, without its unit: {question.unit}."
        case Enter():
            return ""
        case Write():
            return f"About {question.words} words."
