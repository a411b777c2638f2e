"""Who handed a piece in, by what an LMS or a teacher has called the file or the folder that it lies in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from exercises.classroom.assignment import Assignment, Sheet
from exercises.classroom.roster import letters, same, spellings
from exercises.classroom.taking_in.refused import Refused

_MOODLE = re.compile(r"(.+?)_\d+_assignsubmission_")
_CANVAS = re.compile(r"([^_]+)(?:_LATE)?_(\d+)_\d+_")
_BLACKBOARD = re.compile(r"(.+)_attempt_\d{4}(?:-\d\d){5}")
_NUMBER = re.compile(r"_(\d+)_assignsubmission_|^[^_]+(?:_LATE)?_(\d+)_\d+_|_([^_]+)_attempt_\d{4}-")
_RECEIPT = re.compile(r"\s*Name: (?P<name>.+) \((?P<user>[^()\n]+)\)\s*\n\s*Assignment: .*\n\s*Date Submitted: ")
_PARTS = re.compile(r" ?› |[/\\]")
_TELLING = 4
"""How many letters an id has at least that a folder may be called after; ``7`` or ``S1`` may be a class or a term."""


@dataclass
class Senders:
    """Who is in the class, by name, id and the name of the sheet's files, and by what an LMS's receipts tell."""

    assignment: Assignment
    users: dict[str, str] = field(default_factory=dict)
    """Names by the names under which students log in, from the receipts read so far."""
    mailed: dict[str, frozenset[str]] = field(default_factory=dict)
    """The sheets of who sent each mail read so far, by where it is."""
    _known: dict[str, set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for sheet in self.assignment.sheets:
            for known in self._called(sheet) if sheet.student else ():
                self._known.setdefault(known, set()).add(sheet.code)
        self._ids = {same(sheet.student): sheet.code for sheet in self.assignment.sheets if sheet.student}
        self._canvas = {sheet.canvas: sheet.code for sheet in self.assignment.sheets if sheet.canvas}

    def _called(self, sheet: Sheet) -> Iterator[str]:
        yield from spellings(sheet.name)
        yield letters(f"{sheet.name} {sheet.student}")
        yield from (letters(name) for name in (sheet.student, sheet.file) if len(name) >= _TELLING)

    def note_receipt(self, text: str) -> bool:
        """Return whether the text is an LMS's receipt for a submission, and remember whose it is."""
        found = _RECEIPT.match(text)
        if found:
            self.users[same(found["user"])] = found["name"]
        return bool(found)

    def note_mail(self, where: str, names: list[str]) -> None:
        """Remember by whom a mail is, where a name or an address in it is a student's; a teacher's tells nothing."""
        ids = (self._ids.get(same(name)) for name in names if "@" in name or len(name) >= _TELLING)
        code = next(filter(None, ids), None)
        if found := frozenset([code]) if code else self._called_after(names):
            self.mailed.setdefault(where, found)

    def of(self, where: str) -> frozenset[str]:
        """Return the sheets of whoever handed a piece in: none where nothing tells, several for students of one name.

        The outermost folder or mail that tells counts, since whatever lies in it a student may have named.
        """
        mail = next(
            (place for place in self.mailed if where == place or where.startswith((f"{place} ›", f"{place}, "))), ""
        )
        return self._by_place(mail) or self.mailed[mail] if mail else self._by_place(where)

    def _by_place(self, where: str) -> frozenset[str]:
        *folders, file = _PARTS.split(where)
        for part in folders:
            if found := self._handed_in(part) or self._called_after([part, *re.split(r" - |_", part)]):
                return found
        stem = re.sub(r"\.\w{1,5}$", "", file)
        return self._handed_in(file) or self._called_after([stem, *stem.split(" - ")])

    def is_a_students(self, where: str) -> bool:
        """Return whether where it lies says that a student handed it in, even if not which."""
        return bool(_lms_names(_PARTS.split(where)[-1]) or self.of(where))

    def _handed_in(self, part: str) -> frozenset[str]:
        """Return the sheets of the student whom an LMS names in a part of the place, Canvas by its own number, too."""
        if (numbered := _CANVAS.match(part)) and (code := self._canvas.get(numbered[2])):
            return frozenset([code])
        for name in _lms_names(part):
            if code := self._ids.get(same(name)):
                return frozenset([code])
            if found := self._called_after([self.users.get(same(name), name)]):
                return found
        return frozenset()

    def _called_after(self, names: list[str]) -> frozenset[str]:
        return next((frozenset(found) for name in names if (found := self._known.get(letters(name)))), frozenset())

    def hold(self, sheet: str, where: str) -> None:
        """Raise Refused where another student than the sheet's handed it in."""
        by = self.of(where)
        if by and sheet not in by:
            owner, sender = (self.assignment.sheet[code] for code in (sheet, min(by)))
            raise Refused(
                f"it is the sheet of {owner.name or owner.student}, handed in by {sender.name or sender.student}: "
                "it does not count; ask both, and name it in overrides.csv if it shall"
            )


def number_of(where: str) -> str:
    """Return by what the LMS tells whoever handed a piece in from others of the same name, or nothing."""
    found = (_NUMBER.search(part) for part in _PARTS.split(where))
    return next((next(filter(None, one.groups())) for one in found if one), "")


def _lms_names(part: str) -> list[str]:
    """Return the names that an LMS put at the beginning of a file's or folder's name, if one did."""
    if found := _MOODLE.match(part) or _CANVAS.match(part):
        return [found[1]]
    if found := _BLACKBOARD.match(part):
        words = found[1].split("_")
        return ["_".join(words[start:]) for start in range(1, len(words))] or words
    return []
