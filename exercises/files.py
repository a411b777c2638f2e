"""Files: TOML read into values with every fault reported at once, and what is written is whole or not there at all."""

from __future__ import annotations

import argparse
import datetime
import io
import os
import re
import shutil
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO, Any, TypeVar

import tomli
from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from exercises.errors import CourseError, Finding

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

T = TypeVar("T")
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What no page, sheet or export can hold: XML has no place for these signs, and nobody can see them."""
DRAFT = ".draft-"
"""How the name of a folder begins in which something is made before it takes its place."""
LOCK = ".at-work"
"""The file that a run holds while it works in a folder."""
_FAR = 1 << 20
"""The byte that is locked where the system locks bytes: far behind what stands in the file, so that it can be read."""


class Reader:
    """Reads text and TOML below one folder and collects what is wrong with them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.findings: list[Finding] = []

    def note(self, path: Path, where: str, message: str, rule: str) -> None:
        """Note a finding about a file."""
        self.findings.append(Finding(path.as_posix(), where, message, rule))

    def text(self, path: Path) -> str | None:
        """Return the file's text, or None after noting why it cannot be read."""
        try:
            return (self.root / path).read_text(encoding="utf-8-sig")
        except FileNotFoundError:
            self.note(path, "file", "must exist, and does not; create it", "file-missing")
        except UnicodeDecodeError as error:
            self.note(path, f"byte {error.start}", "must be UTF-8, and is not; save it in that encoding", "encoding")
        except OSError as error:
            self.note(path, "file", f"must be a file that can be read: {error.strerror}", "file-unreadable")
        return None

    def toml(self, path: Path) -> dict[str, Any] | None:
        """Return the file's table, or None after noting why; a sign that no text can have is noted, too."""
        text = self.text(path)
        try:
            data = None if text is None else tomli.loads(text)
        except (tomli.TOMLDecodeError, RecursionError) as error:
            self.note(path, "file", f"must be TOML, and is not; mend this: {error}", "toml")
            return None
        if text and ("\\" in text or _NO_TEXT.search(text)):  # no other file can have such a sign
            for where, sign in _signs(data):
                message = f"must have no sign that cannot be seen, and has U+{ord(sign):04X}"
                self.note(path, where, f"{message}; write \\\\ for a backslash, or remove it", "sign")
        return data

    def value(self, path: Path, adapter: TypeAdapter[T], data: object, within: str = "") -> T | None:
        """Return ``data`` as the adapter's type, or None after noting each fault in it; ``within`` is its field."""
        try:
            return adapter.validate_python(data)
        except ValidationError as error:
            for place, sentence, rule in faults_of(error, data):
                self.note(path, within + place.removeprefix("file" if within else ""), sentence, rule)
        return None

    def table(self, path: Path, name: str, adapter: TypeAdapter[tuple[T, ...]]) -> tuple[T, ...]:
        """Return the file's one array of tables, empty after noting faults."""
        data = self.toml(path)
        if data is None:
            return ()
        for extra in sorted(data.keys() - {name}):
            self.note(path, extra, f"must be [[{name}]]; rename or remove it", "extra-forbidden")
        values = self.value(path, adapter, data.get(name, ()), name)
        return values or ()

    def unique(self, path: Path, name: str, ids: Iterable[str]) -> None:
        """Note each id that stands more than once."""
        for id, times in sorted(Counter(ids).items()):
            if times > 1:
                self.note(path, name, f"ids must be unique; {id} stands {times} times: rename or remove one", "unique")

    def known(self, path: Path, where: str, wanted: Iterable[str], known: Iterable[str], what: str) -> None:
        """Note each wanted id that is not known."""
        for id in sorted(set(wanted) - set(known)):
            self.note(path, where, f"{id} must be {what}, and is not; mend its spelling or add it", "dangling")

    def done(self) -> None:
        """Raise CourseError if anything was found."""
        if self.findings:
            raise CourseError(self.findings)


def _signs(data: object, where: str = "") -> Iterator[tuple[str, str]]:
    """Yield the place of each text with a sign that no text can have, and the first of these signs."""
    if isinstance(data, str):
        if found := _NO_TEXT.search(data):
            yield where, found[0]
    elif isinstance(data, Mapping):
        for name, value in data.items():
            yield from _signs(value, f"{where}.{name}" if where else name)
    elif isinstance(data, list):
        for place, value in enumerate(data):
            yield from _signs(value, f"{where}[{place}]")


def text_of(root: Path, path: Path) -> str:
    """Return the text of a file below a folder.  Raises CourseError where it cannot be read."""
    reader = Reader(root)
    text = reader.text(path)
    reader.done()
    return text or ""


def faults_of(error: ValidationError, data: object) -> Iterator[tuple[str, str, str]]:
    """Yield where each of pydantic's faults in the data is, what must be true there, and its rule: one for a place.

    What may be of several types has a fault for each, and all of them are one to its author.
    """
    found: dict[str, list[ErrorDetails]] = {}
    for fault in error.errors(include_url=False):
        tag = fault["ctx"]["discriminator"].strip("'") if fault["type"].startswith("union_tag") else None
        found.setdefault(place_of((*fault["loc"], *([tag] if tag else [])), data), []).append(fault)
    for place, faults in found.items():
        yield place, sentence_of(*faults), faults[0]["type"].replace("_", "-")


def place_of(loc: tuple[int | str, ...], data: object) -> str:
    """Return pydantic's location in ``data`` as ``choices[2].id``, without the tags that it puts in for unions."""
    text = ""
    for part in loc:
        if isinstance(part, int):
            text += f"[{part}]"
            data = data[part] if isinstance(data, (list, tuple)) and part < len(data) else None
            continue
        if not isinstance(data, Mapping) or (part not in data and part in (data.get("kind"), data.get("is"))):
            continue
        text += f".{part}" if text else part
        data = data.get(part)
    return text or "file"


_WANTED = {
    "bool_type": "true or false",
    "dict_type": "a table",
    "int_type": "a whole number",
    "model_type": "a table",
    "string_type": "text in quotation marks",
    "tuple_type": "a list",
}
"""What is wanted where a value is of another type, in an author's words."""


def sentence_of(*faults: ErrorDetails) -> str:
    """Return what must be true and what was found, for pydantic's faults at one place."""
    fault = faults[0]
    match fault["type"]:
        case "missing":
            return "must be given, and is not; add it"
        case "extra_forbidden":
            return "is not a field here; mend its spelling or remove it"
        case "union_tag_not_found":
            return "must be given, and is not; add it"
        case "union_tag_invalid":
            return f"must be one of {fault['ctx']['expected_tags'].replace(chr(39), '')}; found {fault['ctx']['tag']!r}"
        case "value_error":
            return str(fault["ctx"]["error"])  # in words of ours
        case "too_short":
            least, number = fault["ctx"]["min_length"], fault["ctx"]["actual_length"]
            return f"must hold {least} at least, and holds {number or 'none'}; add to it"
    if wanted := [_WANTED[one["type"]] for one in faults if one["type"] in _WANTED]:
        message = f"must be {' or '.join(dict.fromkeys(wanted))}"
    else:
        message = " or ".join(dict.fromkeys(one["msg"][0].lower() + one["msg"][1:] for one in faults))
    return f"{message}; found {short(fault['input'])}"


def short(value: object) -> str:
    """Return a value as Python writes it, or a day as TOML does, cut off after sixty letters."""
    text = str(value) if isinstance(value, datetime.date) else repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def named_path(text: str) -> Path:
    """Return a path from the command line.

    Raises ArgumentTypeError where it is empty, as a variable leaves it that is not set: that would be this folder.
    """
    if not text.strip():
        raise argparse.ArgumentTypeError("must be a path, and is empty; write one, or leave the option out")
    return Path(text)


# Writing


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file whole or not at all: what was there stays until the new content takes its place."""
    write_together({path: content})


def write_together(files: Mapping[Path, str | bytes]) -> None:
    """Write several files, each whole, and none where one of them cannot be written."""
    with ExitStack() as stack:
        folders = {parent: stack.enter_context(_drafts(parent)) for parent in {path.parent for path in files}}
        drafts = {path: folders[path.parent] / path.name for path in files}
        for path, content in files.items():
            drafts[path].write_bytes(content if isinstance(content, bytes) else content.encode())
        with ExitStack() as undo:
            for path, draft in drafts.items():
                if len(files) > 1 and path.is_file():
                    kept = draft.with_name(f"{draft.name}.before")
                    shutil.copy2(path, kept)
                    undo.callback(kept.replace, path)
                elif not path.exists():
                    undo.callback(path.unlink, missing_ok=True)
                draft.replace(path)
            undo.pop_all()


EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of every entry of an archive, the earliest that a zip can hold, so that equal contents are equal bytes."""


def zipped(entries: Mapping[str, bytes]) -> bytes:
    """Return a zip of the entries, by name, in their order; it depends on nothing but names and contents."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as out:
        for name, content in entries.items():
            out.writestr(zip_entry(name), content)
    return made.getvalue()


def zip_entry(name: str) -> zipfile.ZipInfo:
    """Return how a file stands in an archive that is the same bytes wherever and whenever it is made."""
    made = zipfile.ZipInfo(name, EPOCH)
    made.compress_type = zipfile.ZIP_DEFLATED
    made.create_system = 3  # Unix wherever it is made, so that the permissions below are read
    made.external_attr = 0o644 << 16
    return made


@contextmanager
def whole_folder(out: Path, before: Iterable[str] = ()) -> Iterator[Path]:
    """Yield an empty folder; once it is filled, what it holds goes into ``out``, and other files there stay.

    Of the files ``before``, which an earlier run has put there, those that are not put there again are taken away.
    Raises CourseError, and leaves ``out`` as it was, where it or a file in it cannot be written.
    """
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with _drafts(out.parent) as drafts:
            folder = drafts / "whole"
            folder.mkdir()
            yield folder
            _move(folder, out, before, drafts / "before")
    except OSError as error:
        message = f"must be a folder that can be written, and is not ({error.strerror}); name another with --out"
        raise CourseError([Finding(out.as_posix(), "--out", message, "out")]) from error


def _move(folder: Path, out: Path, before: Iterable[str], aside: Path) -> None:
    """Put every file in its place, take away what was there before and is not again, and put files of notes in last.

    All of it is undone where a file cannot be moved.
    """
    if not out.exists():
        folder.replace(out)
        return
    new = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    order = sorted(new | set(before), key=lambda name: (name.startswith("."), name not in new, name))
    with ExitStack() as undo:
        for name in order:
            try:
                _replace(folder / name, out / name, aside / name, undo)
            except OSError as error:
                if not (out / name).is_file() or not os.access((out / name).parent, os.W_OK):
                    raise
                message = f"must be replaced, and cannot be ({error.strerror}); close the program that has it open"
                finding = Finding((out / name).as_posix(), "file", f"{message}, and run again", "out")
                raise CourseError([finding]) from error
        undo.pop_all()
    for emptied in {(out / name).parent for name in order if name not in new} - {out}:
        with suppress(OSError):  # it is not empty
            emptied.rmdir()


def _replace(new: Path, place: Path, aside: Path, undo: ExitStack) -> None:
    """Put a new file, if there is one, into the place of what is there, and note how that is undone."""
    if place.is_file():
        aside.parent.mkdir(parents=True, exist_ok=True)
        place.replace(aside)
        undo.callback(aside.replace, place)
    if new.is_file():
        place.parent.mkdir(parents=True, exist_ok=True)
        new.replace(place)
        undo.callback(place.unlink)


@contextmanager
def _drafts(parent: Path) -> Iterator[Path]:
    """Yield a folder within another that no other run writes to; what is left of it at the end is removed."""
    folder = tempfile.mkdtemp(dir=parent, prefix=DRAFT)
    try:
        yield Path(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def clear_drafts(*folders: Path) -> None:
    """Remove what runs that died had begun to write into these folders; none may be at work in them."""
    for folder in folders:
        for draft in folder.glob(f"{DRAFT}*"):
            shutil.rmtree(draft, ignore_errors=True)


# One run at a time


@contextmanager
def alone_in(folder: Path, patience: float = 10) -> Iterator[None]:
    """Keep other runs out of a folder for as long as the block lasts.

    The system lets go of the lock of a run that has died, so that nothing has to be cleared away after one.
    Raises CourseError where another run is still at work after ``patience`` seconds, or nothing can be written there.
    """
    try:
        held = _held(folder / LOCK, patience)
    except OSError as error:
        message = f"must be a folder that can be written, and is not ({error.strerror}); copy it to a place of yours"
        raise CourseError([Finding(folder.as_posix(), "file", message, "busy")]) from error
    with held:
        try:
            yield
        finally:
            with suppress(OSError):  # Windows removes no file that is open: an empty one stays, and holds nobody up
                (folder / LOCK).unlink()


def _held(path: Path, patience: float) -> IO[bytes]:
    """Return the lock's file, open and locked, with the number of this process in it."""
    for left in range(int(patience * 10), -1, -1):
        file = path.open("a+b")
        if _lock(file) and _is_still(path, file):
            file.truncate(0)
            file.write(str(os.getpid()).encode())
            file.flush()
            return file
        file.seek(0)
        other = file.read(20).decode("ascii", "replace")
        file.close()
        if left:
            time.sleep(0.1)
    message = f"another run (process {other or 'unknown'}) is at work in this folder; wait for its end, and run again"
    raise CourseError([Finding(path.parent.as_posix(), "file", message, "busy")])


def _is_still(path: Path, file: IO[bytes]) -> bool:
    """Return whether the open file is the one that lies there: the run before may have removed it in between."""
    try:
        return os.path.samestat(path.stat(), os.fstat(file.fileno()))
    except FileNotFoundError:
        return False


def _lock(file: IO[bytes]) -> bool:
    """Return whether nobody else holds the file."""
    try:
        if sys.platform == "win32":
            file.seek(_FAR)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True
