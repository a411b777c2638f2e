"""Keys computed from the ledger: a query and a report give the correct answer, so that the two cannot disagree."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import singledispatch

from exercises.ledger.types import Case, Claim, Deadline, Fit, Report, Verdict, Wording
from exercises.questions.grade import fold
from exercises.questions.key import (
    BinsQuery,
    CellsQuery,
    ClaimsQuery,
    CountQuery,
    DateQuery,
    DaysQuery,
    DaysToQuery,
    FidelitiesQuery,
    FidelityQuery,
    FieldQuery,
    Key,
    KeyFile,
    MonthsAfterQuery,
    PairsQuery,
    Query,
    RowBinsQuery,
    RowCellsQuery,
    RowsQuery,
    SeparatesQuery,
    SumQuery,
    Told,
    ToldApartQuery,
    VerdictGridQuery,
    VerdictQuery,
    VerdictsQuery,
    Where,
    WordingsQuery,
)
from exercises.questions.kinds import Classify, Exercise, Grid, Match
from exercises.questions.question import Answer, Option


@dataclass(frozen=True)
class Fault:
    """Why a key cannot be resolved: the place in its file, what must be true, and the rule's name."""

    where: str
    message: str
    rule: str


# What the ledger says


def passes(claim: Claim, where: Where) -> bool:
    """Return whether the claim has one of the listed values in every field that the test names."""
    for field in where.fields:
        wanted = getattr(where, field)
        value = getattr(claim, field)
        if value not in (wanted if isinstance(wanted, tuple) else (wanted,)):
            return False
    return True


def faithful(tells: Iterable[Told], report: Report) -> bool:
    """Return whether everything that a summary tells is so of its claims."""
    return all(passes(report.claim[told.claim], told.where) for told in tells)


def separates(report: Report, clue: str, one: str, other: str) -> bool:
    """Return whether the clue separates two hypotheses: their cells differ, and both tell."""
    fits = {report.cell[one, clue].fit, report.cell[other, clue].fit}
    return len(fits) == 2 and Fit.NO_TELLING not in fits


def judge(case: Case, deadline: Deadline) -> Verdict:
    """Return how the case stands to the deadline, as the report words it and with the year that the ledger assumes.

    A rule that does not reach the person gives ``not-covered``, even where other facts are unknown.
    The freeze reaches whoever is given a new working visa.  A replaced visa may be an existing one or a new one: the
    report does not say, so neither do we.
    """
    if case.worker == "no" or (deadline.place == "china" and case.place == "elsewhere"):
        return Verdict.NOT_COVERED
    if case.worker == "unknown" or (deadline.place == "china" and case.place == "unknown"):
        return Verdict.CANNOT_BE_TOLD
    return _judge_return(case, deadline) if deadline.kind == "return" else _judge_visa(case)


def _judge_return(case: Case, deadline: Deadline) -> Verdict:
    if case.home == "unknown" or deadline.by is None:
        return Verdict.CANNOT_BE_TOLD
    if case.home == "stays":
        return Verdict.BREACHES
    return Verdict.MEETS if case.home <= deadline.by else Verdict.BREACHES


def _judge_visa(case: Case) -> Verdict:
    return {
        "existing": Verdict.NOT_COVERED,
        "new": Verdict.BREACHES,
        "education": Verdict.NOT_COVERED,
    }.get(case.visa, Verdict.CANNOT_BE_TOLD)


# Answers


@singledispatch
def answer(query: object, exercise: Exercise, report: Report) -> Answer:
    """Return the query's answer in the form of the exercise's kind.

    Raises KeyError for an id that is not there, ValueError where the ledger leaves no answer of that form.
    """
    raise TypeError(f"no answer is written for {type(query).__name__}")


@answer.register
def _(query: ClaimsQuery, exercise: Exercise, report: Report) -> Answer:
    right = (choice for choice, id in query.choices.items() if passes(report.claim[id], query.where))
    return _chosen(right, exercise, query.none)


@answer.register
def _(query: BinsQuery, exercise: Exercise, report: Report) -> Answer:
    return {statement: _bin(report.claim[id], query.bins) for statement, id in query.statements.items()}


@answer.register
def _(query: FieldQuery, exercise: Exercise, report: Report) -> Answer:
    value = getattr(report.claim[query.claim], query.field)
    return _chosen((choice for choice, named in query.choices.items() if named == value), exercise)


@answer.register
def _(query: FidelityQuery, exercise: Exercise, report: Report) -> Answer:
    return _chosen((query.adequate if faithful(query.tells, report) else query.overstated,), exercise)


@answer.register
def _(query: FidelitiesQuery, exercise: Exercise, report: Report) -> Answer:
    return {
        slot: query.adequate if faithful(tells, report) else query.overstated
        for slot, tells in query.statements.items()
    }


@answer.register
def _(query: CountQuery, exercise: Exercise, report: Report) -> Answer:
    return str(sum(passes(claim, query.where) for claim in report.claims))


@answer.register
def _(query: SeparatesQuery, exercise: Exercise, report: Report) -> Answer:
    right = (choice for choice, clue in query.choices.items() if separates(report, clue, *query.hypotheses))
    return _chosen(right, exercise, query.none)


@answer.register
def _(query: ToldApartQuery, exercise: Exercise, report: Report) -> Answer:
    right = (c for c, other in query.choices.items() if separates(report, query.clue, query.hypothesis, other))
    return _chosen(right, exercise, query.none)


@answer.register
def _(query: CellsQuery, exercise: Exercise, report: Report) -> Answer:
    names = {fit: value for value, fit in query.values.items()}
    return {slot: names[report.cell[_pair(slot)].fit] for slot in exercise.slots}


@answer.register
def _(query: PairsQuery, exercise: Exercise, report: Report) -> Answer:
    def cell(row: str, clue: str) -> str:
        return query.yes if separates(report, clue, *query.rows[row]) else query.no

    return {slot: cell(*_pair(slot)) for slot in exercise.slots}


@answer.register
def _(query: VerdictQuery, exercise: Exercise, report: Report) -> Answer:
    verdict = judge(report.case[query.case], report.deadline[query.deadline])
    return _chosen((choice for choice, named in query.choices.items() if named == verdict), exercise)


@answer.register
def _(query: VerdictsQuery, exercise: Exercise, report: Report) -> Answer:
    return _verdicts(query.statements, query.bins, report)


@answer.register
def _(query: VerdictGridQuery, exercise: Exercise, report: Report) -> Answer:
    pairs = {slot: _pair(slot) for slot in exercise.slots}
    cells = {slot: (query.rows[row], query.columns[column]) for slot, (row, column) in pairs.items()}
    return _verdicts(cells, query.values, report)


@answer.register
def _(query: WordingsQuery, exercise: Exercise, report: Report) -> Answer:
    right = (choice for choice, id in query.choices.items() if _worded(query, report.wording[id]))
    return _chosen(right, exercise, query.none)


@answer.register
def _(query: DateQuery, exercise: Exercise, report: Report) -> Answer:
    return _day(report, query.deadline).isoformat()


@answer.register
def _(query: DaysQuery, exercise: Exercise, report: Report) -> Answer:
    return str((_day(report, query.end) - _day(report, query.start)).days)


@answer.register
def _(query: RowsQuery, exercise: Exercise, report: Report) -> Answer:
    rows = report.table[query.table].row
    right = (c for c, id in query.choices.items() if all(rows[id].cells[k] in v for k, v in query.where.items()))
    return _chosen(right, exercise, query.none)


@answer.register
def _(query: RowBinsQuery, exercise: Exercise, report: Report) -> Answer:
    rows = report.table[query.table].row
    return {slot: _listed(rows[id].cells[query.column], query.bins) for slot, id in query.statements.items()}


@answer.register
def _(query: RowCellsQuery, exercise: Exercise, report: Report) -> Answer:
    rows = report.table[query.table].row
    pairs = {slot: _pair(slot) for slot in exercise.slots}
    cells = {slot: rows[query.rows[row]].cells[query.columns[column]] for slot, (row, column) in pairs.items()}
    return {slot: _listed(cell, query.values) for slot, cell in cells.items()}


@answer.register
def _(query: MonthsAfterQuery, exercise: Exercise, report: Report) -> Answer:
    return _after(_cell_day(report, query), query.months).isoformat()


@answer.register
def _(query: DaysToQuery, exercise: Exercise, report: Report) -> Answer:
    return str((_cell_day(report, query) - report.date).days)


@answer.register
def _(query: SumQuery, exercise: Exercise, report: Report) -> Answer:
    cells = report.table[query.table].row[query.row].cells
    return str(sum(_figure(cells[column]) for column in query.columns))


def _listed(cell: str, names: Mapping[str, tuple[str, ...]]) -> str:
    for name, texts in names.items():
        if cell in texts:
            return name
    raise ValueError(f"every cell must be listed, and {cell!r} is not; add it to a bin or value")


def _figure(cell: str) -> Decimal:
    try:
        return Decimal(cell.replace(",", ""))
    except ArithmeticError as error:
        raise ValueError(f"a cell to be added must be a figure, and {cell!r} is not; mend it") from error


def _cell_day(report: Report, query: MonthsAfterQuery | DaysToQuery) -> datetime.date:
    return datetime.date.fromisoformat(report.table[query.table].row[query.row].cells[query.column])


def _after(day: datetime.date, months: int) -> datetime.date:
    """Return the same day of the month, so many months on.  Raises ValueError where that month has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    return day.replace(year=day.year + years, month=month + 1)


def _chosen(right: Iterable[str], exercise: Exercise, none: str | None = None) -> Answer:
    chosen = tuple(right) or tuple(filter(None, [none]))
    if exercise.kind != "single-choice":
        return tuple(slot for slot in exercise.slots if slot in chosen)
    if len(chosen) != 1:
        found = ", ".join(chosen) or "none"
        raise ValueError(f"exactly one choice must be right, and the ledger makes right: {found}; change the choices")
    return chosen[0]


def _bin(claim: Claim, bins: Mapping[str, Where]) -> str:
    for name, where in bins.items():
        if passes(claim, where):
            return name
    raise ValueError(f"every claim must fall into a bin, and {claim.id} falls into none; widen a bin")


def _pair(slot: str) -> tuple[str, str]:
    row, column = slot.split("/")
    return row, column


def _verdicts(cells: Mapping[str, tuple[str, str]], names: Mapping[str, Verdict], report: Report) -> dict[str, str]:
    by_verdict = {verdict: name for name, verdict in names.items()}
    return {slot: by_verdict[judge(report.case[case], report.deadline[id])] for slot, (case, id) in cells.items()}


def _worded(query: WordingsQuery, wording: Wording) -> bool:
    return all(getattr(wording, field) in wanted for field, wanted in query.where.items())


def _day(report: Report, id: str) -> datetime.date:
    day = report.deadline[id].by
    if day is None:
        raise ValueError(f"{id} must have a last day, and has none")
    return day


# What a query looks at


def prints_one_field(query: Query) -> bool:
    """Return whether the answer stands in one printed cell of the ledger's pages, so that it may not be graded."""
    match query:
        case ClaimsQuery():
            return len(query.where.fields) < 2
        case BinsQuery():
            return len({field for where in query.bins.values() for field in where.fields}) < 2
        case WordingsQuery() | RowsQuery():
            return len(query.where) < 2
        case FidelityQuery():
            return sum(len(told.where.fields) for told in query.tells) < 2
        case FidelitiesQuery():
            return len(query.statements) < 2
    return isinstance(query, FieldQuery | CellsQuery | DateQuery | RowBinsQuery | RowCellsQuery)


def cases_of(query: Query | None) -> frozenset[str]:
    """Return the ids of the cases that the query judges."""
    match query:
        case VerdictQuery():
            return frozenset({query.case})
        case VerdictsQuery():
            return frozenset(case for case, _ in query.statements.values())
        case VerdictGridQuery():
            return frozenset(query.rows.values())
    return frozenset()


def clues_of(query: Query | None, exercise: Exercise) -> frozenset[str]:
    """Return the ids of the clues that the query looks at."""
    match query:
        case SeparatesQuery():
            return frozenset(query.choices.values())
        case ToldApartQuery():
            return frozenset({query.clue})
        case CellsQuery() | PairsQuery():
            return frozenset(_pair(slot)[1] for slot in exercise.slots)
    return frozenset()


def deadlines_of(query: Query | None) -> frozenset[str]:
    """Return the ids of the deadlines that the query looks at."""
    match query:
        case VerdictQuery() | DateQuery():
            return frozenset({query.deadline})
        case VerdictsQuery():
            return frozenset(deadline for _, deadline in query.statements.values())
        case VerdictGridQuery():
            return frozenset(query.columns.values())
        case WordingsQuery():
            return frozenset(id.split("/")[0] for id in query.choices.values())
        case DaysQuery():
            return frozenset({query.start, query.end})
    return frozenset()


def rows_of(query: Query | None) -> frozenset[tuple[str, str]]:
    """Return the (table, row) ids that the query looks at."""
    match query:
        case RowsQuery():
            rows: Iterable[str] = query.choices.values()
        case RowBinsQuery():
            rows = query.statements.values()
        case RowCellsQuery():
            rows = query.rows.values()
        case MonthsAfterQuery() | DaysToQuery() | SumQuery():
            rows = (query.row,)
        case _:
            return frozenset()
    return frozenset((query.table, row) for row in rows)


def claims_of(query: Query | None, exercise: Exercise, report: Report) -> frozenset[str]:
    """Return the ids of the claims that the query rests on: named, counted, or behind its clues and deadlines."""
    named: Iterable[str] = ()
    match query:
        case ClaimsQuery():
            named = query.choices.values()
        case BinsQuery():
            named = query.statements.values()
        case FieldQuery():
            named = (query.claim,)
        case FidelityQuery():
            named = (told.claim for told in query.tells)
        case FidelitiesQuery():
            named = (told.claim for tells in query.statements.values() for told in tells)
        case CountQuery():
            named = (claim.id for claim in report.claims if passes(claim, query.where))
    clues = (id for clue in clues_of(query, exercise) for id in report.clue[clue].claims)
    wordings = (wording for deadline in deadlines_of(query) for wording in report.deadline[deadline].wordings)
    behind = {id for table, row in rows_of(query) for id in report.table[table].row[row].see if id in report.claim}
    return frozenset({*named, *clues, *behind, *(id for wording in wordings for id in wording.claims)})


# From key file to key


def resolve(exercise: Exercise, file: KeyFile, report: Report) -> tuple[Key | None, tuple[Fault, ...]]:
    """Return the exercise's key and the faults found; the key is None where there is a fault."""
    faults = tuple(_shape_faults(exercise, file))
    if faults:
        return None, faults
    correct = file.correct
    if file.query:
        try:
            correct = answer(file.query, exercise, report)
        except KeyError as error:
            return None, (
                Fault("query", f"{error.args[0]!r} must be in the ledger or among the values, and is not", "dangling"),
            )
        except (ValueError, AttributeError) as error:
            return None, (Fault("query", str(error), "query"),)
    if exercise.kind == "order" and isinstance(correct, tuple):
        correct = {id: str(place) for place, id in enumerate(correct, start=1)}
    key = Key(
        exercise=exercise.id,
        correct=correct,
        computed=file.query is not None,
        **file.model_dump(exclude={"correct", "query", "proof", "verdict"}, by_alias=True),
    )
    faults = tuple(_answer_faults(exercise, key))
    return (None if faults else key), faults


def _shape_faults(exercise: Exercise, file: KeyFile) -> Iterator[Fault]:
    if exercise.kind == "written":
        if file.correct is not None or file.query:
            yield Fault("correct", "a written exercise is marked by its rubric; remove this", "key-shape")
        return
    if file.accepted and exercise.kind != "short-text":
        yield Fault("accepted", "belongs to a short text alone; remove this", "key-shape")
    if exercise.kind == "order" and isinstance(file.correct, dict):
        yield Fault("correct", "must list the items' ids in order; found a table", "key-shape")
    if (file.correct is None) == (file.query is None):
        yield Fault("correct", "either correct or query must be given, and not both", "key-shape")
    if file.correct is not None and not file.proof:
        yield Fault("proof", "a stated key must name the claims that prove it", "proof")


def _answer_faults(exercise: Exercise, key: Key) -> Iterator[Fault]:
    """Yield why a resolved answer does not fit its exercise."""
    correct, slots = key.correct, set(exercise.slots)
    match exercise.kind:
        case "single-choice":
            if not isinstance(correct, str) or correct not in slots:
                yield Fault("correct", f"must be one of the choices; found {correct!r}", "key-shape")
        case "multiple-choice" | "select-words":
            if (
                not isinstance(correct, tuple)
                or not correct
                or not set(correct) <= slots
                or len(set(correct)) != len(correct)
            ):
                yield Fault("correct", f"must be some of {sorted(slots)}, each once; found {correct!r}", "key-shape")
        case "classify" | "match" | "grid":
            values = {option.id for option in _values(exercise)}
            if not isinstance(correct, dict) or set(correct) != slots or not set(correct.values()) <= values:
                yield Fault("correct", f"must give each of {sorted(slots)} one of {sorted(values)}", "key-shape")
            elif exercise.kind == "match" and len(set(correct.values())) < len(correct):
                yield Fault("correct", f"must use no option twice; found {sorted(correct.values())}", "key-shape")
        case "order":
            if not isinstance(correct, dict) or set(correct) != slots or set(correct.values()) != set(exercise.places):
                yield Fault("correct", f"must list each of {sorted(slots)} once, in order", "key-shape")
        case "estimate":
            if correct not in ("0", "1"):
                yield Fault("correct", f'must be "1" (it is so) or "0" (it is not); found {correct!r}', "key-shape")
        case "short-text":
            yield from _form_faults(key)
        case "date" | "number":
            parse = datetime.date.fromisoformat if exercise.kind == "date" else Decimal
            if not isinstance(correct, str) or not _parses(parse, correct):
                yield Fault("correct", f"must be a {exercise.kind} in quotation marks; found {correct!r}", "key-shape")


def _values(exercise: Classify | Match | Grid) -> tuple[Option, ...]:
    if exercise.kind == "classify":
        return exercise.bins
    return exercise.options if exercise.kind == "match" else exercise.values


def _form_faults(key: Key) -> Iterator[Fault]:
    """Yield why the accepted forms of a short text cannot stand."""
    if not isinstance(key.correct, str) or not fold(key.correct):
        yield Fault("correct", f"must be words; found {key.correct!r}", "key-shape")
        return
    seen = {fold(key.correct), ""}
    for form in key.accepted:
        if fold(form) in seen:
            message = f"must be a form that is not accepted without it; {form!r} is, or has no letters: remove it"
            yield Fault("accepted", message, "key-shape")
        seen.add(fold(form))


def _parses(parse: Callable[[str], object], text: str) -> bool:
    try:
        parse(text)
    except (ValueError, ArithmeticError):
        return False
    return True
