"""What was typed from paper, checked: where two tables say different things of one sheet, and what could not be read.

Two people who type the same pile make different mistakes, so where their tables agree both are right as a rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from exercises.classroom.assignment import Assignment, Item
from exercises.classroom.columns import answer_columns, cells, sure_columns
from exercises.classroom.roster import same
from exercises.classroom.spreadsheet import written_rows
from exercises.classroom.taking_in.answers import Answers
from exercises.classroom.taking_in.intake import HandedIn, Remark, SetAside

TWICE, UNREADABLE = "typed-twice.csv", "unreadable.csv"
_NO_LINE = "no line"


@dataclass(frozen=True)
class Difference:
    """A cell that two tables have differently, or a line that one of them lacks."""

    student: str
    name: str
    column: str
    places: tuple[str, str]
    cells: tuple[str, str]


@dataclass(frozen=True)
class FromPaper:
    """What is to look up on the paper again."""

    differing: tuple[Difference, ...] = ()
    unread: tuple[tuple[str, str, str], ...] = ()
    """Where it stands, whose it is, and why it could not be read."""


def look_again(pieces: Iterable[HandedIn | SetAside | Remark], assignment: Assignment) -> FromPaper:
    """Return where two tables of the teacher's differ, by the roster, and all in them that could not be read."""
    tables: dict[str, dict[str, HandedIn]] = {}
    unread = []
    for piece in pieces:
        if not piece.typed:
            continue
        if isinstance(piece, HandedIn):
            tables.setdefault(piece.where.rpartition(", ")[0], {})[_whose(piece.answers)] = piece
            unread += [(piece.where, piece.answers.student, why) for why in piece.answers.doubts]
        else:
            unread.append((piece.where, piece.student, piece.reason))
    return FromPaper(tuple(_differing(tables, assignment)), tuple(unread))


def _whose(answers: Answers) -> str:
    return f"{answers.sheet} {same(answers.student)}"


def _differing(tables: dict[str, dict[str, HandedIn]], assignment: Assignment) -> Iterator[Difference]:
    """Yield what differs between each table and each that comes after it, where both have a sheet in common."""
    names = sorted(tables, key=lambda name: (len(name), name))
    for at, first in enumerate(names):
        for second in names[at + 1 :]:
            one, other = tables[first], tables[second]
            if one.keys() & other.keys():
                for whose in dict.fromkeys([*one, *other]):
                    yield from _between(one.get(whose), other.get(whose), (first, second), assignment)


def _between(
    one: HandedIn | None, other: HandedIn | None, names: tuple[str, str], assignment: Assignment
) -> Iterator[Difference]:
    piece = one or other
    if piece is None:
        return
    answers = piece.answers
    student, name = answers.student, answers.name
    if one is None or other is None:
        places = one.where if one else names[0], other.where if other else names[1]
        yield Difference(student, name, "", places, ("" if one else _NO_LINE, "" if other else _NO_LINE))
        return
    for item in assignment.asked(answers.drawn):
        typed = zip(_typed(item, one.answers, assignment), _typed(item, other.answers, assignment), strict=True)
        for (column, left), (_, right) in typed:
            if left != right:
                yield Difference(student, name, column, (one.where, other.where), (left, right))


def _typed(item: Item, answers: Answers, assignment: Assignment) -> Iterator[tuple[str, str]]:
    """Yield each column of an exercise with what an answer to it is typed as."""
    id = item.exercise.id
    yield from zip(
        answer_columns(item), cells(item, assignment.sheet[answers.sheet], answers.answers.get(id)), strict=True
    )
    yield from ((column, str(answers.sure.get(id, ""))) for column in sure_columns(item))


def twice_csv(differing: Iterable[Difference]) -> str:
    """Return a line for each cell that two tables have differently."""
    head = ("student", "name", "column", "in", "says", "and in", "says this")
    rows = ((one.student, one.name, one.column, *_beside(one)) for one in differing)
    return written_rows(head, rows)


def _beside(one: Difference) -> tuple[str, str, str, str]:
    (left, right), (first, second) = one.cells, one.places
    return first, left, second, right


def unreadable_csv(unread: Iterable[tuple[str, str, str]]) -> str:
    """Return a line for each typed cell or line that could not be read, with the reason."""
    return written_rows(("where", "student", "reason"), unread)
