"""Answers on paper, typed into the table: a line for each sheet, and in each cell the letter that this sheet prints."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from exercises.classroom.assignment import Assignment, Item, Sheet
from exercises.classroom.columns import WHO, answer_columns, headings, sure_columns
from exercises.classroom.roster import letters, same, spellings
from exercises.classroom.spreadsheet import Table, read_lines, too_long
from exercises.classroom.taking_in.answers import Answers, answers_of, unknown
from exercises.classroom.taking_in.refused import Refused
from exercises.questions.question import Enter, Place, Write
from exercises.questions.reading import in_two_ways, numbers, percent, percents

_LEFT = ("", "-", "?", "\u2013")
"""What says that nothing, or nothing that can be read, stands on the paper."""
_OTHER_WORDS = {"code": "sheet", "sheetcode": "sheet", "id": "student", "studentid": "student", "studentname": "name"}
_ASKED = re.compile(r"(?:q|question|exercise)?([0-9]{1,3})(?:[.,]([0-9]{1,3}))?(?:sure|certainty|howsure)?")
_SERIAL = re.compile(r"([1-9][0-9]{4})(?:[.,]0+)?")
_POWER = re.compile(r"([0-9](?:[.,]([0-9]+))?)E\+?([0-9]+)", re.IGNORECASE)
_CLEARER = {
    "date": "type 2019-06-30 as text",
    "number": "type it without the comma or point, or with a 0 at its end",
    "percent": "type the one that is meant",
}
_FIRST_DAY = datetime.date(1899, 12, 30)
"""The day that spreadsheet programs count from."""


def column_of(heading: str) -> str:
    """Return the column that a heading means, in small letters (:mod:`exercises.classroom.columns`), or nothing."""
    plain = re.sub(r"[\s_:?#’'()]+|\.$", "", unicodedata.normalize("NFKC", heading).casefold())
    if plain in (*WHO, *_OTHER_WORDS):
        return _OTHER_WORDS.get(plain, plain)
    found = _ASKED.fullmatch(plain)
    if not found:
        return ""
    place = f".{int(found[2])}" if found[2] else ""
    return f"q{int(found[1])}{place}{' sure' if plain[-1] not in '0123456789' else ''}"


def is_heading(cells: Sequence[str]) -> bool:
    """Return whether the cells are the headings of such a table: who it is and an exercise, or several exercises."""
    columns = {column_of(cell): cell for cell in cells}
    asked = [cell for column, cell in columns.items() if column and column not in WHO]
    return bool(asked) and (
        any(who in columns for who in WHO) or len([cell for cell in asked if cell[0].isalpha()]) > 1
    )


def is_empty(row: Mapping[str, str]) -> bool:
    """Return whether a line has no answer in it, as all of them before any is typed."""
    return all(cell in _LEFT for heading, cell in row.items() if heading not in WHO)


def read_table(table: Table, assignment: Assignment) -> Iterator[tuple[str, str, Answers | Refused | str]]:
    """Yield the place, the student's cell and the answers of each line with any, or why it has none.

    What is said of the table and of no line, as of a column that is not used, is a sentence.
    Raises Refused where the headings do not tell what stands below them.
    """
    heads, lines = table
    columns = [column_of(head) for head in heads]
    if not set(WHO) & set(columns):
        found = ", ".join(heads[:6])
        raise Refused(f"it has no column sheet, student or name, which say whose a line is, but {found}: add one")
    rows, end = _all(lines)
    yield from _unused(heads, columns, rows, assignment)
    for number, cells in rows:
        row, differing = _row(heads, columns, cells)
        if is_empty(row):
            continue
        where = f"line {number}", row.get("student", "")
        two = f"has two columns {differing}, which say different things: take one of them out" if differing else ""
        if fault := too_long(heads, cells) or two:
            yield *where, Refused(f"it {fault}")
            continue
        try:
            yield *where, read_line(row, assignment)
        except Refused as refused:
            yield *where, refused
    if end:
        yield "end", "", end
    elif len(rows) > 1 and len(rows[-1][1]) < len(heads) == len(rows[-2][1]):
        last = f"line {rows[-1][0]}"
        yield last, "", f"it ends before the column {heads[len(rows[-1][1])]}: if it was cut off, save the table again"


def _all(lines: Iterator[tuple[int, list[str]]]) -> tuple[list[tuple[int, list[str]]], Refused | None]:
    """Return the lines, and why there are no more where one cannot be read."""
    rows: list[tuple[int, list[str]]] = []
    try:
        rows.extend(iter(lines))
    except ValueError as error:
        after = f" behind line {rows[-1][0]}" if rows else ""
        return rows, Refused(f"it cannot be read{after} ({error}): mend that, and save it as “CSV UTF-8”")
    return rows, None


def _unused(
    heads: Sequence[str], columns: Sequence[str], rows: Sequence[tuple[int, Sequence[str]]], assignment: Assignment
) -> Iterator[tuple[str, str, str]]:
    """Yield what is said of columns that are not known or not there; Refused is raised where one may be the other."""
    wanted = headings(assignment)
    known = {heading.lower() for heading in wanted}
    filled = {at for _, cells in rows for at, cell in enumerate(cells) if cell}
    extra = [f"“{heads[at][:40]}”" for at, column in enumerate(columns) if column not in known and at in filled]
    answers = [column for place in assignment.places for column in answer_columns(place[0])]
    lacking = [column for column in answers if column.lower() not in columns]
    looked = f"looked for {', '.join(wanted[:5])} … {wanted[-1]}"
    if extra and lacking:
        raise Refused(f"its heading {extra[0]} is not known, and {lacking[0]} is missing ({looked}): mend the headings")
    if extra and rows:
        yield "headings", "", f"nothing was read in {', '.join(extra)}, no column of this table ({looked})"
    if lacking and any(not is_empty(_row(heads, columns, cells)[0]) for _, cells in rows):
        more = f" and {len(lacking) - 3} more" if len(lacking) > 3 else ""
        yield "headings", "", f"without column {', '.join(lacking[:3])}{more}, nothing was read there ({looked})"


def _row(heads: Sequence[str], columns: Sequence[str], cells: Sequence[str]) -> tuple[dict[str, str], str]:
    """Return a line by its columns, and the heading of one that stands twice with different cells, if there is one."""
    row: dict[str, str] = {}
    differing = ""
    for head, column, cell in zip(heads, columns, cells, strict=False):
        if column and row.get(column) and cell and row[column] != cell:
            differing = head
        if column and (cell or column not in row):
            row[column] = cell
    return row, differing


def in_one_reading(texts: Sequence[str], assignment: Assignment) -> str:
    """Return the text of a table whose bytes may be several: the one in which students of the roster stand.

    Raises Refused where that does not tell, and letters hang on it.
    """
    known = {same(sheet.student) for sheet in assignment.sheets} | {letters(sheet.name) for sheet in assignment.sheets}
    found = [_told(text, known - {""}) for text in texts]
    most = max((count for count, _ in found), default=0)
    best = [(text, plain) for text, (count, plain) in zip(texts, found, strict=True) if count == most]
    if len({plain for _, plain in best}) != 1 or not (most or best[0][1].isascii()):
        raise Refused("it is not in UTF-8, and its letters may be several: save it as “CSV UTF-8”")
    return best[0][0]


def _told(text: str, known: set[str]) -> tuple[int, str]:
    """Return how many lines have a student who is known, and all else that the lines say."""
    heads, lines = read_lines(text, is_heading)
    columns = [column_of(head) for head in heads]
    rows = [_row(heads, columns, cells)[0] for _, cells in _all(lines)[0]]
    count = sum(bool({same(row.get("student", "")), letters(row.get("name", ""))} & known) for row in rows)
    return count, repr([{column: cell for column, cell in row.items() if column not in WHO} for row in rows])


def read_line(row: Mapping[str, str], assignment: Assignment) -> Answers:
    """Return what one line of the table says; a cell that says nothing that can be is told, and the others count.

    Raises Refused where it does not tell whose it is.
    """
    sheet = sheet_of(row, assignment)
    answers, unread = {}, {}
    asked = assignment.asked(sheet.drawn)
    for item in asked:
        answer, faults = _answer(item, sheet, row)
        if faults:
            unread[item.exercise.id] = tuple(faults)
        else:
            answers[item.exercise.id] = answer
    sure = {item.exercise.id: _cell(row, column) for item in asked for column in sure_columns(item)}
    unsure = {id: cell for id, cell in sure.items() if cell and not _is_certainty(cell)}
    student, name = (sheet.student or row.get("student", "")), (sheet.name or row.get("name", ""))
    sure = {id: cell for id, cell in sure.items() if id not in unsure}
    found = answers_of(assignment, sheet.code, student, name, answers, sure, unread=unread)
    certain = ((assignment.item[id].number, cell[:40]) for id, cell in unsure.items())
    told = [f"Q{number} sure, {cell} is no percentage from 50 to 100" for number, cell in certain]
    told += [f"Q{number}, {why}" for number, why in unknown(found, assignment)]
    return replace(found, beside="; ".join(f"in column {place}" for place in told))


def _is_certainty(cell: str) -> bool:
    said = percent(cell)
    return said is not None and said >= 50 and said % 1 == 0


# Whose line it is


def sheet_of(row: Mapping[str, str], assignment: Assignment) -> Sheet:
    """Return the one sheet that all filled cells of sheet, student and name can mean.  Raises Refused if there is none.

    What a spreadsheet makes of a code or an id (``5.5637E+88``, or 7 for 007) means every one that it may have been.
    """
    typed = {column: row.get(column, "").strip() for column in WHO}
    if not assignment.has_roster:
        typed = {"sheet": typed["sheet"], "student": "", "name": ""}
    named = {column: meant(column, cell, assignment) for column, cell in typed.items() if cell}
    told = {column: sheets for column, sheets in named.items() if sheets}
    if len(assignment.sheets) == 1 and not (assignment.has_roster or named):
        return assignment.sheets[0]
    for column in named.keys() - told.keys() - {"name"}:
        if column != "sheet" or not told or not _POWER.fullmatch(typed[column]):
            who = "sheets" if column == "sheet" else "students"
            raise Refused(f"in column {column}, {typed[column][:40]} is none of this assignment’s {who}")
    if not told:
        raise Refused("it names neither a sheet nor a student of the roster")
    common = frozenset.intersection(*told.values())
    if not common:
        raise Refused(f"its columns {' and '.join(told)} name different students: mend the one that is wrong")
    exact = {code for code in common if same(assignment.sheet[code].student) == same(typed["student"])}
    if len(common) > 1 and len(exact) != 1:
        ids = " or ".join(sorted(assignment.sheet[code].student for code in common))
        raise Refused(f"it may be the line of {ids}: type the code of the sheet")
    return assignment.sheet[min(exact if len(common) > 1 else common)]


def meant(column: str, cell: str, assignment: Assignment) -> frozenset[str]:
    """Return the codes of the sheets that a cell can mean."""
    sheets = assignment.sheets
    if column == "name":
        return frozenset(sheet.code for sheet in sheets if letters(cell) in spellings(sheet.name))
    own = {sheet.code: sheet.code if column == "sheet" else sheet.student for sheet in sheets}
    return frozenset(code for code, text in own.items() if text and (same(text) == same(cell) or rewritten(text, cell)))


def rewritten(text: str, cell: str) -> bool:
    """Return whether a spreadsheet may have made this cell of the text, taking it for a number."""
    if not re.fullmatch(r"[0-9]+(?:e[0-9]{1,3})?", text, re.IGNORECASE):
        return False
    power = _POWER.fullmatch(cell)
    if not power:
        return bool(re.fullmatch("[1-9][0-9]*", cell)) and float(cell) == float(text)
    places = len(power[2] or "")
    return f"{float(text):.{places}e}" == f"{power[1].replace(',', '.')}e+{int(power[3]):02}"


# What it says


def _cell(row: Mapping[str, str], column: str) -> str:
    cell = row.get(column.lower(), "").strip()
    return "" if cell in _LEFT else cell


def _answer(item: Item, sheet: Sheet, row: Mapping[str, str]) -> tuple[object, list[str]]:
    """Return what the line says to one exercise, in ids where the sheet prints letters, and why a cell says nothing."""
    question, columns = item.asked_on(sheet), answer_columns(item)
    cells = [_cell(row, column) for column in columns]
    faults: list[str] = []
    if isinstance(question, Enter):
        return _entry(question.what, columns[0], cells[0], faults), faults
    if isinstance(question, Write):
        return cells[0], faults
    ids = {mark: id for id, mark in question.marks.items()}
    if isinstance(question, Place):
        typed = zip(question.slots, columns, cells, strict=True)
        return {slot: _id(ids, column, cell, faults) for slot, column, cell in typed}, faults
    if question.several:
        return [id for mark in _marks(cells[0], ids) if (id := _id(ids, columns[0], mark, faults))], faults
    return _id(ids, columns[0], cells[0], faults), faults


def _entry(what: str, column: str, cell: str, faults: list[str]) -> str:
    """Return an entry as it was typed, but a day that a spreadsheet has counted as the day that it is."""
    if what == "date" and (serial := _SERIAL.fullmatch(cell)):
        return (_FIRST_DAY + datetime.timedelta(days=int(serial[1]))).isoformat()
    if ways := in_two_ways(what, cell):
        faults.append(f"in column {column}, {cell[:40]} can be read as {ways}: {_CLEARER[what]}")
    if what == "percent" and numbers(cell.rstrip(" %")) and not percents(cell):
        faults.append(f"in column {column}, {cell[:40]} is no percentage from 0 to 100: leave it empty if it says so")
    return cell


def _marks(cell: str, ids: Mapping[str, str]) -> list[str]:
    """Return the letters in a cell that may hold several, parted or not."""
    parts = [part for part in re.split(r"[\s,;.+&/]+", cell) if part]
    return parts if len(ids) > 26 or any(part.upper() in ids for part in parts) else list("".join(parts))


def _id(ids: Mapping[str, str], column: str, cell: str, faults: list[str]) -> str:
    """Return the id that the letter in a cell stands for, or nothing where the cell is empty."""
    mark = re.sub(r"(?<=[0-9])[.,]0+$", "", cell).strip(" .)(").upper()
    if not mark:
        return ""
    if mark not in ids:
        faults.append(f"in column {column}, “{cell[:20]}” is none of {', '.join(ids)}")
    return ids.get(mark, "")
