"""The one way in which something handed in is turned away."""

from __future__ import annotations


class Refused(Exception):  # noqa: N818 - it is said to a teacher, and is no fault of the program
    """A piece of work cannot be marked; ``reason`` is a sentence for the teacher who reads the list.

    It may quote what was handed in, so what could move a terminal's cursor is left out.  ``sheet`` is the code of the
    sheet that it can still be seen to be, or nothing.
    """

    def __init__(self, reason: str, sheet: str = "") -> None:
        self.sheet = sheet
        self.reason = " ".join("".join(letter if letter.isprintable() else " " for letter in reason).split())
        super().__init__(self.reason)


class OfAnother(Refused):
    """A piece of work is of another assignment, whose ``id`` is told."""

    def __init__(self, what: str, id: str, ours: str) -> None:
        self.id = id
        super().__init__(
            f"{what} of another assignment ({id[:20]}, and this one is {ours}): put it among the answers of that one"
        )
