"""What can be wrong, and how it is said.

Exception
└── CourseError          some file of the course cannot be used; carries every finding at once
    └── NotInstalledError     the course is sound, and what a command needs is not on this machine
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, order=True)
class Finding:
    """One thing to mend: the file, the place in it, what must be true and what was found, and the rule's name."""

    path: str
    where: str
    message: str
    rule: str

    def __str__(self) -> str:
        """Return ``path: where: message [rule]``, the one form in which findings are printed."""
        return f"{self.path}: {self.where}: {self.message} [{self.rule}]"


class CourseError(Exception):
    """Files of the course cannot be used; ``findings`` says which, where and why, sorted and without repeats."""

    status: ClassVar[int] = 1
    """What a command ends with."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(sorted(set(findings)))
        super().__init__("\n".join(map(str, self.findings)))


class NotInstalledError(CourseError):
    """What a command needs is not on this machine; the finding says what, and how to install it."""

    status = 2
