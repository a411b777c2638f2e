"""Workbooks (``.xlsx``) read as the tables that they show: nothing in one is ever run, and no formula worked out.

A formula counts as the value that the spreadsheet program saved with it, and a day, a percentage or an id with leading
zeros as the cell shows it.
"""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterable
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

from exercises.classroom.spreadsheet import Line, unquoted

MAX_UNPACKED = 100_000_000
MAX_CELLS = 5_000_000
"""The bytes and the cells of a workbook, far above what a whole course fills."""
_SAVE = "open it, and save it as a workbook (.xlsx) or as “CSV UTF-8”"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
NO_OPENPYXL = "workbooks cannot be read here yet: run make sheets, then run this again, or save it as “CSV UTF-8”"

_UNSAVED = re.compile(
    rb"<(?:\w+:)?f\b[^>]*(?:/>|>[^<]*</(?:\w+:)?f>)\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
"""A formula without the value that a spreadsheet program saves with it."""


def is_workbook(names: Iterable[str]) -> bool:
    """Return whether a zip of these files is a workbook of a spreadsheet program."""
    return "xl/workbook.xml" in names


def other_table(archive: zipfile.ZipFile) -> str:
    """Return why a table of another program is not read; nothing where the zip is none."""
    try:
        with archive.open("mimetype") as file:
            kind = file.read(200)
    except Exception:  # noqa: BLE001 - whatever a broken archive raises, or one that has no such file
        kind = b""
    if b"opendocument.spreadsheet" in kind:
        return f"it is an OpenDocument table (.ods), and these are not read: {_SAVE}"
    if any(name.endswith(".iwa") for name in archive.namelist()):
        return f"it is a document of Numbers or Pages, and these are not read: {_SAVE}"
    return ""


def as_workbook(data: bytes) -> dict[str, list[Line]] | None:
    """Return the tables of a workbook, or None where the bytes are none.

    Raises ValueError as read_workbook does, and for tables of other programs, which are not read.
    """
    if data.startswith(_OLD_OFFICE):
        raise ValueError(f"it is a workbook of an older kind (.xls), and these are not read: {_SAVE}")
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names, other = archive.namelist(), other_table(archive)
    except Exception:  # noqa: BLE001 - whatever a broken archive raises
        return None
    if other:
        raise ValueError(other)
    return read_workbook(data) if is_workbook(names) else None


def read_workbook(data: bytes) -> dict[str, list[Line]]:
    """Return the lines of each sheet that are not empty, with their numbers, by the sheet's name.

    Raises ValueError where it is damaged, too large, or lacks what a formula comes to.
    """
    try:
        import openpyxl
    except ImportError as error:
        raise ValueError(NO_OPENPYXL) from error
    _require_sound(data)
    try:
        with warnings.catch_warnings(action="ignore"):  # of decoration that it leaves out
            book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
            return {sheet.title: _lines(sheet) for sheet in book.worksheets}
    except _TooLargeError:
        raise
    except Exception as error:  # whatever a broken workbook raises
        raise ValueError("it is a workbook that is damaged: open it, and save it again") from error


class _TooLargeError(ValueError):
    def __init__(self) -> None:
        super().__init__("it is a workbook that unpacks to more than any table would")


def _require_sound(data: bytes) -> None:
    """Raise ValueError where a workbook is a zip bomb, damaged, or has a formula without its value."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
            raise _TooLargeError
        try:
            sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/")]
        except Exception as error:  # whatever a broken archive raises
            raise ValueError("it is a workbook that is damaged or locked: open it, and save it again") from error
    if any(map(_UNSAVED.search, sheets)):
        raise ValueError("it has formulas whose results were not saved: open it in a spreadsheet program, and save it")


def _lines(sheet: Any) -> list[Line]:  # noqa: ANN401 - openpyxl has no types
    sheet.reset_dimensions()  # a file may say more than there is
    lines, cells = [], 0
    for number, row in enumerate(sheet.iter_rows(), 1):
        cells += len(row) + 1
        if cells > MAX_CELLS:
            raise _TooLargeError
        line = [_shown(cell) for cell in row]
        if any(line):
            lines.append((number, line))
    return lines


def _shown(cell: Any) -> str:  # noqa: ANN401 - the same
    """Return a cell's value as the cell shows it, whatever language the program speaks."""
    value, form = cell.value, str(getattr(cell, "number_format", ""))
    if value is None or isinstance(value, str):
        return unquoted((value or "").strip())
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value).upper()
    if "%" in form:
        return f"{value * 100:.15g}%"
    if re.fullmatch("0+", form) and value == int(value):
        return f"{int(value):0{len(form)}}"
    return f"{value:.15g}"
