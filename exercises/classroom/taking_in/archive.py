"""Zips taken apart in memory, within a budget: nothing is ever unpacked to disk, run, or followed as a link."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import IO

from exercises.classroom.taking_in.refused import Refused

MAX_PIECE = 20_000_000
"""The bytes of one file that a student can hand in."""
MAX_FILES, MAX_FILES_INSIDE = 250_000, 200
MAX_UNPACKED, MAX_UNPACKED_INSIDE = 4_000_000_000, 200_000_000
"""The files and bytes of a zip in the folder, and of one inside it, which one student has made, with all in them."""
MAX_DEPTH = 3
MAX_RATIO = 200
"""How many times larger an entry of more than a megabyte may be than what it was packed to."""
ASK = "ask for the answers file or the code"
TOO_LARGE = f"it is larger than {MAX_PIECE // 1_000_000} megabytes: {ASK}"
_TOO_MUCH = f"it unpacks to more than any work would: {ASK}"


@dataclass
class Budget:
    """What may still be unpacked from one archive, all that lies in it counted; and of what it is a part."""

    files: int
    bytes: int
    depth: int = 0
    above: Budget | None = None

    def spend(self, size: int) -> None:
        """Take a file and its size off.  Raises Refused where too much was unpacked already."""
        self.files -= 1
        self.bytes -= size
        if self.files < 0 or self.bytes < 0:
            raise Refused(_TOO_MUCH)
        if self.above:
            self.above.spend(size)

    def inside(self) -> Budget:
        """Return the budget of a file in the archive: its own where an LMS has made the archive, else the same."""
        if self.depth:
            return replace(self, depth=self.depth + 1, above=self)
        return Budget(MAX_FILES_INSIDE, MAX_UNPACKED_INSIDE, 1, self)


def is_zip(start: bytes) -> bool:
    """Return whether a file that starts so is a zip."""
    return start[:4] in (b"PK\x03\x04", b"PK\x05\x06")


def opened(file: IO[bytes], budget: Budget) -> tuple[zipfile.ZipFile, list[zipfile.ZipInfo]]:
    """Return a zip and the files in it, in the order of their names.  Raises Refused where it cannot be taken apart."""
    try:
        archive = zipfile.ZipFile(file)
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    except Exception as error:  # whatever a broken archive raises
        raise Refused("it is a zip that is damaged or cut off: ask for it again") from error
    if len(entries) > budget.files:
        raise Refused(f"it is a zip of more than {budget.files} files: {ASK}")
    if not entries:
        raise Refused(f"it is a zip with nothing in it: {ASK}")
    if budget.depth >= MAX_DEPTH:
        raise Refused(f"it is a zip inside {MAX_DEPTH} others: unpack them")
    return archive, sorted(entries, key=lambda entry: entry.filename)


def unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: Budget) -> bytes:
    """Return the bytes of a file in a zip.  Raises Refused where no LMS would pack it so, or it is too large."""
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or re.match(r"[A-Za-z]:", entry.filename):
        raise Refused(f"its path leads out of the zip, which no LMS writes: {ASK}")
    if entry.flag_bits & 1:
        raise Refused(f"it is packed with a password: {ASK}, without one")
    if entry.file_size > MAX_PIECE:
        raise Refused(TOO_LARGE)
    if entry.file_size > 1_000_000 and entry.file_size > MAX_RATIO * max(1, entry.compress_size):
        raise Refused(_TOO_MUCH)
    budget.spend(entry.file_size)
    try:
        with archive.open(entry) as file:
            data = file.read(MAX_PIECE + 1)
    except Exception as error:
        raise Refused("it is damaged, and cannot be unpacked: ask for it again") from error
    if len(data) > MAX_PIECE:
        raise Refused(TOO_LARGE)
    return data
