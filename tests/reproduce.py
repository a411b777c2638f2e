"""Whether the course is the same bytes wherever it is built: ``make reproduce``.

It is built twice, at once, in two folders, with another locale, time zone, umask and home.  Python takes the locale C
for UTF-8 unless it is told not to.
Prints what differs, and ends with 1 where anything does.
"""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).parents[1]
TARGETS = ("epub", "zip")
MADE = ("_build/epub", "_build/said-a-source.zip")
"""The zip holds the pages and the PDF, built afresh for it."""
WAYS = {
    "here": ({"LC_ALL": "C", "PYTHONUTF8": "0", "TZ": "UTC"}, 0o022),
    "a folder that lies deeper/and elsewhere": (
        {"LC_ALL": "C.UTF-8", "TZ": "Asia/Seoul", "HOME": "/nonexistent"},
        0o077,
    ),
}
"""Each folder's name, with what is different there."""


def copy_to(folder: Path) -> None:
    """Copy what git knows, as it is now, with its times, so that nothing is installed anew."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    for name in filter(None, os.fsdecode(listed).split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    (folder / ".venv").symlink_to((ROOT / ".venv").resolve())


def build_in(folder: Path, settings: dict[str, str], umask: int) -> None:
    """Build everything."""
    environment = {name: value for name, value in os.environ.items() if name not in ("ARTICLE", "MAKEFLAGS")}
    command = ["make", "-s", *TARGETS]
    subprocess.run(command, cwd=folder, env=environment | settings, umask=umask, check=True, stdout=subprocess.DEVNULL)


def digests(folder: Path) -> dict[str, str]:
    """Return a digest of every file that a reader is given, by its place, and of each that lies in a zip or an EPUB."""
    found = [path for made in MADE for path in ((folder / made).rglob("*") if "." not in made else [folder / made])]
    shown = {
        str(path.relative_to(folder)): path.read_bytes() for path in found if path.is_file() and path.name[0] != "."
    }
    packed = {f"{name}: {inner}": data for name, whole in shown.items() for inner, data in _unpacked(whole)}
    return {name: hashlib.sha256(data).hexdigest() for name, data in (shown | packed).items()}


def _unpacked(whole: bytes) -> Iterator[tuple[str, bytes]]:
    if zipfile.is_zipfile(file := io.BytesIO(whole)):
        with zipfile.ZipFile(file) as archive:
            yield from ((name, archive.read(name)) for name in archive.namelist())


def _made(folder: Path, settings: dict[str, str], umask: int) -> dict[str, str]:
    copy_to(folder)
    build_in(folder, settings, umask)
    return digests(folder)


def main() -> int:
    """Build twice and compare."""
    with tempfile.TemporaryDirectory() as place, ThreadPoolExecutor(len(WAYS)) as at_once:
        first, second = at_once.map(lambda name: _made(Path(place) / name, *WAYS[name]), WAYS)
    differing = sorted(name for name in first.keys() | second.keys() if first.get(name) != second.get(name))
    for name in differing:
        print(f"{name}: not the same bytes", file=sys.stderr)
    print(f"{len(first)} files, {len(differing)} of them different")
    return 1 if differing or not first else 0


if __name__ == "__main__":
    sys.exit(main())
