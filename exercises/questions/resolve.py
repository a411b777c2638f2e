"""Keys computed from the ledger: a query and a report give the correct answer, so that the two cannot disagree."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from exercises.ledger.subjects import WORKED_OUT, Subject, Where, day_of, fields_of, has, parts, passes
from exercises.ledger.types import Report
from exercises.questions.ask import ask
from exercises.questions.grade import fold
from exercises.questions.key import Figure, Key, KeyFile, Name, Pick, Query, Sort
from exercises.questions.kinds import Exercise
from exercises.questions.question import Answer, Choose, Enter, Option, Place, Question, Write
from exercises.questions.reading import readings


@dataclass(frozen=True)
class Fault:
    """Why a key cannot be resolved: the place in its file, what must be true, and the rule's name."""

    where: str
    message: str
    rule: str


# Answers


def answer(query: Query, question: Question, report: Report) -> Answer:
    """Return the query's answer in the form of the question's.

    Raises KeyError for an id that is not there, ValueError where the ledger leaves no answer of that form.
    """
    match query:
        case Pick():
            right = [
                slot for slot, subject in subjects(query, question).items() if passes(report, subject, query.where)
            ]
            return _chosen(right or filter(None, [query.none]), question)
        case Sort():
            return {slot: _bin(report, subject, query) for slot, subject in subjects(query, question).items()}
        case Name():
            named = (choice for choice, where in query.choices.items() if passes(report, query.subject, where))
            return _chosen(named, question)
        case Figure():
            return _figure(query, report)


def subjects(query: Query, question: Question) -> dict[str, Subject]:
    """Return what the query looks at, by the asked where each has its own subject, else by a number.

    A count looks at every claim of the report and names none.
    Raises ValueError where a query over several subjects names none.
    """
    match query:
        case Name():
            return {"0": query.subject}
        case Figure():
            return {str(number): address for number, address in enumerate(query.of)}
    if query.slots:
        return {slot: _address(query.of, it) if isinstance(it, str) else it for slot, it in query.slots.items()}
    if "{}" in query.of:
        raise ValueError("slots must name a subject for each of the asked, and are not given; add them")
    cells = (slot.partition("/")[::2] for slot in question.slots)
    named = ((row, column, query.rows.get(row, row), query.columns.get(column, column)) for row, column in cells)
    return {
        f"{row}/{column}": query.of.replace("{row}", to_row).replace("{column}", to_column)
        for row, column, to_row, to_column in named
    }


def _address(of: str, id: str) -> str:
    return of.replace("{}", id)


def _chosen(right: Iterable[str], question: Question) -> Answer:
    chosen = tuple(right)
    if isinstance(question, Choose) and question.several:
        return tuple(slot for slot in question.slots if slot in chosen)
    if len(chosen) != 1:
        found = ", ".join(chosen) or "none"
        raise ValueError(f"exactly one choice must be right, and the ledger makes right: {found}; change the choices")
    return chosen[0]


def _bin(report: Report, subject: Subject, query: Sort) -> str:
    fields = fields_of(report, subject)
    right = [name for name, where in query.bins.items() if has(fields, subject, where)]
    if right:
        return right[0]
    found = ", ".join(f"{name} {value}" for name, value in fields.items())
    it = subject if isinstance(subject, str) else "a summary"
    raise ValueError(f"every subject must fall into a bin, and {it} ({found}) falls into none; widen a bin")


_FIGURES = {
    "count": ("claims that pass a test", 0),
    "paragraphs": ("claims that pass a test", 0),
    "day": ("one day", 1),
    "days": ("two days", 2),
    "sum": ("two entries or more", 2),
}
"""What each figure is taken of, in words, and how many subjects that makes at least."""
_OF_CLAIMS = ("count", "paragraphs")
_TALLIED = {"voice", "kind"}
"""What the ledger's page counts its claims by."""


def _figure(query: Figure, report: Report) -> str:
    wanted, least = _FIGURES[query.figure]
    number_fits = len(query.of) == least or (query.figure == "sum" and len(query.of) > least)
    stray = bool(query.where) != (query.figure in _OF_CLAIMS) or (query.months and query.figure != "day")
    if stray or not number_fits:
        found = query.model_dump(include={"of", "where", "months"}, exclude_defaults=True) or "nothing"
        raise ValueError(f"{query.figure} must be of {wanted}, and of nothing else; found {found}")
    if query.figure in _OF_CLAIMS:
        places = [claim.at for claim in report.claims if passes(report, f"claim:{claim.id}", query.where)]
        paragraphs = {paragraph.place for paragraph in report.paragraphs}
        return str(len(places) if query.figure == "count" else len(paragraphs.intersection(places)))
    if query.figure == "sum":
        return str(sum(_number(report, address) for address in query.of))
    first, *second = (day_of(report, address) for address in query.of)
    return str((second[0] - first).days) if second else _after(first, query.months).isoformat()


def _number(report: Report, address: str) -> Decimal:
    text = fields_of(report, address).get("text")
    try:
        return Decimal(str(text).replace(",", ""))
    except ArithmeticError as error:
        raise ValueError(f"a cell to be added must be a figure, and {text!r} is not; mend it") from error


def _after(day: datetime.date, months: int) -> datetime.date:
    """Return the same day of the month, so many months on.  Raises ValueError where that month has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    try:
        return day.replace(year=day.year + years, month=month + 1)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{months} months after {day} must be a day of the calendar, and is not; mend it") from error


# What a query looks at


def looks_up_one_field(query: Query, question: Question) -> bool:
    """Return whether the answer stands in one printed cell of the ledger's pages, so that it may not be graded."""
    if isinstance(query, Figure):
        counted = query.figure == "count" and query.where.keys() <= _TALLIED
        return counted or (query.figure == "day" and not query.months)
    found = subjects(query, question).values()
    told = [it for subject in found if not isinstance(subject, str) for it in subject]
    if told:
        return sum(len(it.where) for it in told) < 2
    tested = {name for where in _tests(query).values() for name in where}
    return len(tested) < 2 and any(sort not in WORKED_OUT for sort, _ in looked_at(query, question))


def _tests(query: Query) -> Mapping[str, Where]:
    """Return what the query asks of its subjects, by the bin or choice where there are several tests."""
    match query:
        case Sort():
            return query.bins
        case Name():
            return query.choices
    return {"": query.where}


def looked_at(query: Query, question: Question) -> set[tuple[str, tuple[str, ...]]]:
    """Return the sort and the ids of every subject that the query names, or that a summary in it tells of."""
    found = subjects(query, question).values()
    return {
        parts(address)
        for subject in found
        for address in ([subject] if isinstance(subject, str) else (told.subject for told in subject))
    }


def cases_of(query: Query, question: Question) -> frozenset[str]:
    """Return the ids of the cases that the query judges."""
    return frozenset(ids[0] for sort, ids in looked_at(query, question) if sort == "case")


def adequacy_bins(query: Query | None) -> tuple[str, str] | None:
    """Return the ids of what stands for adequate and for overstated where the query judges summaries, else None."""
    bins = {where["faithful"]: id for id, where in (_tests(query) if query else {}).items() if "faithful" in where}
    return (bins[True], bins[False]) if bins.keys() >= {True, False} else None


# From key file to key


_KEPT = KeyFile.model_fields.keys() & Key.model_fields.keys() - {"correct"}
"""The fields that a key has as its file has them."""


def resolve(exercise: Exercise, file: KeyFile, report: Report) -> tuple[Key | None, tuple[Fault, ...]]:
    """Return the exercise's key and the faults found; the key is None where there is a fault."""
    question = ask(exercise)
    faults = (*_shape_faults(question, file), *_name_faults(question, file.query))
    if faults:
        return None, faults
    correct = file.correct
    if file.query:
        try:
            correct = answer(file.query, question, report)
        except KeyError as error:
            id = "/".join(error.args[0]) if isinstance(error.args[0], tuple) else error.args[0]
            message = f"{id!r} must be in the ledger or among the values, and is not"
            return None, (Fault("query", message, "dangling"),)
        except ValueError as error:
            return None, (Fault("query", str(error), "query"),)
    if _is_order(question) and isinstance(correct, tuple):
        correct = {id: str(place) for place, id in enumerate(correct, start=1)}
    key = Key(
        exercise=exercise.id,
        correct=correct,
        computed=file.query is not None,
        **{name: getattr(file, name) for name in _KEPT},
    )
    faults = tuple(_answer_faults(question, key))
    return (None if faults else key), faults


def _is_order(question: Question) -> bool:
    return isinstance(question, Place) and question.layout == "places"


def _takes_words(question: Question) -> bool:
    return isinstance(question, Enter) and question.what == "words"


def _shape_faults(question: Question, file: KeyFile) -> Iterator[Fault]:
    if isinstance(question, Write):
        if file.correct is not None or file.query:
            yield Fault("correct", "a written exercise is marked by its rubric; remove this", "key-shape")
        return
    if file.accepted and not _takes_words(question):
        yield Fault("accepted", "belongs to a short text alone; remove this", "key-shape")
    if file.tolerance and not (isinstance(question, Enter) and question.what == "number"):
        yield Fault("tolerance", "belongs to a number alone; remove this", "key-shape")
    if _is_order(question) and isinstance(file.correct, dict):
        yield Fault("correct", "must list the items' ids in order; found a table", "key-shape")
    if (file.correct is None) == (file.query is None):
        yield Fault("correct", "either correct or query must be given, and not both", "key-shape")
    if file.correct is not None and not file.proof:
        yield Fault("proof", "a stated key must name the claims that prove it", "proof")


def _name_faults(question: Question, query: Query | None) -> Iterator[Fault]:
    """Yield each id that a query names and its question has not: a choice that is misspelt would be wrong unseen."""
    for name, (ids, known, what) in _named(question, query).items():
        for id in sorted(set(ids) - known):
            message = (
                f"{id} must be one of {what} ({', '.join(sorted(known)) or 'none'}), and is not; mend its spelling"
            )
            yield Fault(f"query.{name}", message, "dangling")


def _named(question: Question, query: Query | None) -> dict[str, tuple[Iterable[str], set[str], str]]:
    """Return what a query names of its question, field by field: the ids, those that there are, and what they are."""
    slots = set(question.slots)
    if isinstance(query, Name):
        return {"choices": (query.choices, slots, "the choices")}
    if not isinstance(query, Pick | Sort):
        return {}
    rows, columns = ({one.id for one in of} for of in _sides(question))
    found: dict[str, tuple[Iterable[str], set[str], str]] = {
        "slots": (query.slots, slots, "the asked"),
        "rows": (query.rows, rows, "the grid's rows"),
        "columns": (query.columns, columns, "the grid's columns"),
    }
    if isinstance(query, Sort):
        offered = set(question.values) if isinstance(question, Place) else set()
        return found | {"bins": (query.bins, offered, "those to sort into")}
    return found | {"none": (filter(None, [query.none]), slots, "the choices")}


def _sides(question: Question) -> tuple[tuple[Option, ...], tuple[Option, ...]]:
    return (question.rows, question.columns) if isinstance(question, Place) else ((), ())


def _answer_faults(question: Question, key: Key) -> Iterator[Fault]:
    """Yield why a resolved answer does not fit its question."""
    match question:
        case Choose():
            yield from _choice_faults(question, key.correct)
        case Place():
            yield from _place_faults(question, key.correct)
        case Enter(what="words"):
            yield from _form_faults(key)
        case Enter(what="percent"):
            if key.correct not in ("0", "1"):
                yield Fault("correct", f'must be "1" (it is so) or "0" (it is not); found {key.correct!r}', "key-shape")
        case Enter():
            yield from _entry_faults(question.what, key.correct)


def _entry_faults(what: str, correct: Answer | None) -> Iterator[Fault]:
    """Yield why a date or a number cannot be what an entry is held against: it is read as every entry is."""
    found = readings(what, correct) if isinstance(correct, str) else ()
    if len(found) > 1:
        instead = "write it as 2019-06-30" if what == "date" else "add a 0 at its end"
        message = f"must be read in one way, not as {' or as '.join(found)}; {instead}"
        yield Fault("correct", message, "key-shape")
    elif not found or (found != (correct,) if what == "date" else not _parses(correct)):
        form = "date in quotation marks, as 2019-06-30" if what == "date" else "number in quotation marks, as 1234.5"
        yield Fault("correct", f"must be a {form}; found {correct!r}", "key-shape")


def _choice_faults(question: Choose, correct: Answer | None) -> Iterator[Fault]:
    slots = set(question.slots)
    if not question.several:
        if not isinstance(correct, str) or correct not in slots:
            yield Fault("correct", f"must be one of the choices; found {correct!r}", "key-shape")
    elif not isinstance(correct, tuple) or not correct or len(slots & set(correct)) != len(correct):
        yield Fault("correct", f"must be some of {sorted(slots)}, each once; found {correct!r}", "key-shape")


def _place_faults(question: Place, correct: Answer | None) -> Iterator[Fault]:
    slots = set(question.slots)
    given = correct if isinstance(correct, Mapping) else {}
    if set(given) != slots or not set(given.values()) <= question.values:
        wanted = "once, in order" if question.layout == "places" else f"one of {sorted(question.values)}"
        verb = "list" if question.layout == "places" else "give"
        yield Fault("correct", f"must {verb} each of {sorted(slots)} {wanted}", "key-shape")
    elif question.once and len(set(given.values())) < len(given):
        yield Fault("correct", f"must use no option twice; found {sorted(given.values())}", "key-shape")


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


def _parses(number: Answer | None) -> bool:
    """Return whether it is a number as programs write it, with a point and no more."""
    try:
        Decimal(str(number))
    except ArithmeticError:
        return False
    return True
