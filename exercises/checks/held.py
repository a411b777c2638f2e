"""The figures and the names of sources that prose takes from what it cites: each must stand there, or be worked out.

In a page a line answers by what it cites itself, or else by what its paragraph cites; ``{figure}`` works a figure out.
In an exercise a feedback answers by its ``see``, other texts by everything that exercise and key name; what no source
gives stands in the key's ``[working]``.  A wrong choice and a weak sample may say what is not so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from exercises.checks.numerals import figures_in, held_by
from exercises.checks.working import terms_of, value_of
from exercises.course import Course
from exercises.errors import Finding
from exercises.files import text_of
from exercises.ledger.address import KINDS, Address
from exercises.ledger.types import Data, Report
from exercises.own_copy.quotations import prose
from exercises.questions.ask import ask
from exercises.questions.key import Key
from exercises.questions.kinds import Exercise, Written
from exercises.questions.load import bank_path, key_path
from exercises.questions.question import Choose
from exercises.questions.resolve import looked_at

RULE = "unheld"
FIGURE = re.compile(r"\{figure\}`(?:([^`<]+?) <([^`>]+)>|([^`<]+))`")
"""The role: a text with its working, or the working alone."""
_CITATION = re.compile(rf"\{{({'|'.join(KINDS)})\}}`(?:[^`<]*<)?([^`>]+)>?`")
_PLAIN_CITATION = re.compile(r"\b(?:P[1-9]\d?|[A-Z]\d\d)\b")
_ASIDE = re.compile(
    r"^\s*(?:\d+\.|:::.*|:[a-z-]+:.*|`{3}.*)|\{[a-z-]+\}`[^`]*`|`[^`]*`|\]\([^)]*\)|(?<=\|)\s*\d+\s*(?=\|)"
)
"""What in a line of a page is no prose: a list's number, directives, roles, code, addresses, a table's bare number."""


_CITE_IN_KEY = "name in see, claims or record what has it, or add it to [working]"
_WHOLE = {"1", "10", "100", "1000"}
"""What a share is taken of, which no source need give."""


@dataclass(frozen=True)
class Held:
    """What stands in the sources of a line: their figures, and their words, in which an outlet's name is looked for."""

    figures: frozenset[str] = frozenset()
    words: str = ""

    def __or__(self, other: Held) -> Held:
        """Return what stands in either."""
        return Held(self.figures | other.figures, f"{self.words}\n{other.words}")


def of_text(*texts: object) -> Held:
    """Return what the texts themselves hold."""
    words = "\n".join(str(text) for text in texts if text is not None)
    return Held(frozenset(held_by(words)), words)


@dataclass
class Sources:
    """What each thing that can be cited holds, and the names of those who published it."""

    course: Course
    _known: dict[Address, Held] = field(default_factory=dict)

    def held(self, addresses: Iterable[Address]) -> Held:
        """Return what the cited things hold together."""
        all_held = Held()
        for address in addresses:
            if address not in self._known:
                self._known[address] = of_text(*self._texts(address))
            all_held |= self._known[address]
        return all_held

    def see(self, ids: Iterable[str], report: str) -> Held:
        """Return what the things hold that a key means by these ids."""
        return self.held(address for id in ids if (address := self.course.book.see(id, report)))

    def _texts(self, address: Address) -> Iterator[object]:
        evidence = self.course.evidence
        if address.kind == "record":
            yield from _words(evidence.fact[address.id], "statement", "note", "source", "publisher", "published")
            return
        if address.kind == "study":
            yield from _words(evidence.study[address.id], "authors", "year", "journal", "finding", "limits")
            return
        report_id, _, id = address.id.rpartition("/")
        report = evidence.report[report_id] if report_id else evidence.main
        yield from (report.origin, report.carrier, address.title, address.label)
        for paragraph in report.paragraphs if address.kind == "paragraph" else ():
            yield paragraph.text if paragraph.place == address.place else None
        for claim in report.claims:
            if id == claim.id or (address.kind == "paragraph" and claim.at == address.place):
                yield from (claim.gist, *claim.phrases, *claim.hedges, claim.confirm, claim.refute, claim.note)
                yield from _days_of(report, claim.id)

    @cached_property
    def names(self) -> dict[str, tuple[str, ...]]:
        """Return the ways of writing each outlet that the evidence names: its name, its initials if three or more."""
        evidence = self.course.evidence
        written = [fact.publisher for fact in evidence.record]
        written += [name for report in evidence.reports for name in (report.origin, report.carrier)]
        ways = {way for names in written for name in re.split(r"[;,()]| via | and ", names) if (way := _named(name))}
        return {
            way: tuple(other for other in ways if {other, _initials(other)} & {way, _initials(way)}) for way in ways
        }

    @cached_property
    def any_name(self) -> re.Pattern[str]:
        """Return what finds the name of an outlet in a line, the longer of two that begin alike."""
        longest_first = sorted(self.names, key=len, reverse=True)
        return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first)) or '(?!)'})(?!\w)")


def _named(name: str) -> str:
    """Return a publisher's name without its article, or nothing where these words are no name."""
    name = name.strip().removeprefix("The ")
    return name if name[:1].isupper() else ""


def _initials(name: str) -> str:
    initials = "".join(word[0] for word in name.split())
    return initials if len(initials) > 2 and initials.isupper() else name


def _words(entry: Data, *names: str) -> Iterator[object]:
    return (getattr(entry, name) for name in names)


def _days_of(report: Report, claim: str) -> Iterator[object]:
    """Yield how the deadlines that rest on a claim word their day, and the day."""
    for deadline in report.deadlines:
        for wording in deadline.wordings:
            if claim in wording.claims:
                yield from (wording.when, deadline.by)


# The rule


def figures_are_held(course: Course) -> Iterator[Finding]:
    """Each figure and each outlet's name in a line that cites stands in what it cites, or carries its working."""
    sources = Sources(course)
    for path in sorted((course.root / "course").rglob("*.md")):
        yield from _in_page(sources, path)
    for exercise, key in course.pairs():
        yield from _in_exercise(sources, exercise, key)


def _unheld(line: str, held: Held, sources: Sources) -> list[str]:
    """Return the figures and outlets' names of a line that its sources do not hold."""
    missing = [text for text, parts in figures_in(line) if not held.figures.issuperset(parts)]
    said = sources.any_name.findall(line)
    return missing + [name for name in said if not any(way in held.words for way in sources.names[name])]


def _finding(path: Path, where: str, missing: Iterable[str], how: str) -> Finding:
    found = ", ".join(dict.fromkeys(missing))
    return Finding(path.as_posix(), where, f"must stand in what is cited, and does not: {found}; mend it, {how}", RULE)


# Pages


def _in_page(sources: Sources, path: Path) -> Iterator[Finding]:
    place, main = path.relative_to(sources.course.root), sources.course.evidence.main
    text = prose(text_of(sources.course.root, place))
    for paragraph in _paragraphs(text):
        around = [address for _, line in paragraph for address in _cited(sources.course, line)]
        worked = of_text(main.date.year, *(match[1] for _, line in paragraph for match in FIGURE.finditer(line)))
        for number, line in paragraph:
            own = _cited(sources.course, line)
            held = sources.held(own or around) | worked
            yield from (
                Finding(place.as_posix(), f"line {number}", fault, RULE) for fault in _worked_wrong(line, held, main)
            )
            missing = _unheld(_PLAIN_CITATION.sub(" ", _ASIDE.sub(" ", line)), held, sources)
            if missing and around:
                yield _finding(place, f"line {number}", missing, "cite what has it, or work it out with {figure}")


def _paragraphs(text: str) -> Iterator[list[tuple[int, str]]]:
    """Yield the lines that stand together, each with its number; a table's row and a list's item stand alone."""
    together: list[tuple[int, str]] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if together and (not line.strip() or line.lstrip().startswith(("|", "- "))):
            yield together
            together = []
        if line.strip():
            together.append((number, line))
    yield together


def _cited(course: Course, line: str) -> list[Address]:
    roles = (course.book.find(kind, id.removeprefix("P") if kind == "paragraph" else id) for kind, id in
             _CITATION.findall(line))  # fmt: skip
    return [address for address in roles if address] + _plainly_cited(course, line, course.evidence.main.id)


def _plainly_cited(course: Course, line: str, report: str) -> list[Address]:
    ids = _PLAIN_CITATION.findall(_CITATION.sub(" ", line))
    return [address for id in ids if (address := course.book.see(id, report))]


def _worked_wrong(line: str, held: Held, report: Report) -> Iterator[str]:
    """Yield what is wrong with the figures that a line works out."""
    for text, working, alone in FIGURE.findall(line):
        if fault := fault_of(text, working or alone, held, report):
            yield fault


def fault_of(text: str, working: str, held: Held, report: Report) -> str | None:
    """Return why a figure's working does not stand, if it does not: what it gives, or what it takes for given."""
    try:
        value = value_of(working, report)
    except ValueError as error:
        return str(error)
    if not value and not text:
        return f"a figure of ours must be written before its reason: `7 <{working}>`"
    if value and text and not held_by(text) <= held_by(rounded(value, text)):
        return f"must be {value}, by {working!r}; found {text!r}; mend one of them"
    if missing := ", ".join(sorted(held_by(terms_of(working)) - (held.figures - held_by(text)) - _WHOLE)):
        return f"{working!r} must take its numbers from what is cited or given, and {missing} is not; cite it"
    return None


def rounded(value: str, text: str) -> str:
    """Return the value to as many places as the text gives, where the text gives any."""
    places = re.fullmatch(r"\d+\.(\d+)", text)
    return f"{float(value):.{len(places[1])}f}" if places else value


# Exercises


def _in_exercise(sources: Sources, exercise: Exercise, key: Key) -> Iterator[Finding]:
    file = sources.course.files[exercise.id]
    report = sources.course.report(exercise)
    given = of_text(*(text for _, text in _texts_of(exercise)))
    worked = of_text(*file.working, report.date.year)
    named = [
        *exercise.claims,
        *exercise.record,
        *file.proof,
        *(id for said in key.feedback.values() for id in said.see),
    ]
    sound = sources.see(named, report.id) | worked | _asked(sources, exercise, key)
    for text, working in file.working.items():
        if fault := fault_of(text, working, sound | given, report):
            yield Finding(key_path(exercise).as_posix(), f"working.{text}", fault, RULE)
    cites = bool(exercise.claims or exercise.record)
    asked = [(text, sound) for slot, text in _texts_of(exercise) if cites and not _is_wrong(exercise, key, slot)]
    for path, texts in (
        (bank_path(exercise), asked),
        (key_path(exercise), [*_texts_of_key(sources, exercise, key, given | worked, given | sound)]),
    ):
        lines = text_of(sources.course.root, path).split("\n")
        for text, held in texts:
            for line in text.split("\n"):
                own = sources.held(_plainly_cited(sources.course, line, report.id))
                if missing := _unheld(_PLAIN_CITATION.sub(" ", line), held | own, sources):
                    yield _finding(path, _line(lines, line), missing, _CITE_IN_KEY)


def _line(lines: list[str], text: str) -> str:
    """Return where a file has this line of a text."""
    written = text.replace('"', '\\"')
    return next((f"line {n}" for n, line in enumerate(lines, start=1) if text in line or written in line), "text")


def _texts_of(exercise: Exercise) -> Iterator[tuple[str, str]]:
    """Yield what a learner reads, with the choice's id, or with nothing; a title only names."""
    yield from (("", text) for text in (exercise.stem, *exercise.hints, getattr(exercise, "passage", "")))
    yield from ((option.id, option.text) for options in exercise.lists.values() for option in options)


def _is_wrong(exercise: Exercise, key: Key, slot: str) -> bool:
    right = (key.correct,) if isinstance(key.correct, str) else key.correct
    return isinstance(ask(exercise), Choose) and bool(slot) and slot not in (right or ())


def _texts_of_key(
    sources: Sources, exercise: Exercise, key: Key, given: Held, everything: Held
) -> Iterator[tuple[str, Held]]:
    """Yield each text of a key with what it may draw on."""
    for slot, said in key.feedback.items():
        yield said.text, given | of_text(slot) | _answered(key) | sources.see(said.see, exercise.report)
    for text in (key.solution, key.otherwise or "", *(criterion.text for criterion in key.rubric)):
        yield text, everything
    for sample in key.samples:
        if sample.level != "weak":
            yield sample.text, everything
        yield sample.why, everything | of_text(sample.text)


def _answered(key: Key) -> Held:
    return of_text(key.correct) if isinstance(key.correct, str) else Held()


def _asked(sources: Sources, exercise: Exercise, key: Key) -> Held:
    """Return what the ledger has of everything that the key's query looks at, and what was asked for by number."""
    report, query = sources.course.report(exercise), sources.course.files[exercise.id].query
    held = _answered(key) | of_text(exercise.words if isinstance(exercise, Written) else None)
    for sort, ids in looked_at(query, ask(exercise)) if query else ():
        match sort:
            case "claim":
                held |= sources.see(ids, report.id)
            case "wording":
                held |= of_text(report.wording["/".join(ids)].when, report.deadline[ids[0]].by)
            case "deadline":
                held |= of_text(report.deadline[ids[0]].by)
            case "report":
                held |= of_text(report.date)
            case "case":
                held |= of_text(report.case[ids[0]].gist, report.case[ids[0]].done, report.deadline[ids[1]].by)
            case "row" | "entry":
                row = report.table[ids[0]].row[ids[1]]
                held |= of_text(row.label, *row.cells.values()) | sources.see(row.see, report.id)
    return held
