"""What exports wrote when somebody last looked: ``PYTHONPATH=.:tests .venv/bin/python tests/golden.py`` writes it anew.

A file for each target and kind, and for a target that writes a package what lies in it, one after another; and the
table of what each target makes of each kind, which the guide has.
"""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

from lms.nasty import item_of
from sites import KINDS

from exercises.export.export import TARGETS, table
from exercises.export.target import Selection

FOLDER = Path(__file__).parent / "golden"
GUIDE = FOLDER.parents[1] / "course/teaching/export.md"
_TABLE = re.compile(r"^\|  \|(?: [\w.-]+ \|)+\n(?:\|.*\n)+", re.MULTILINE)
"""The guide's table, which is the one whose first column has no head."""


def written(target: str, kind: str) -> str:
    """Return what the target writes for the example of a kind, nasty texts and all."""
    item = item_of(kind, nasty=True, site="https://example.org")
    return as_text(TARGETS[target].write(Selection(kind, item.exercise.title, (item,), "Have it beside you.")))


def as_text(data: bytes) -> str:
    """Return a file as text; a zip as its files under their names."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return data.decode()
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return "\n".join(f"== {name}\n{package.read(name).decode()}" for name in package.namelist())


def place(target: str, kind: str) -> Path:
    """Return where the golden file of a target and kind lies."""
    return FOLDER / target / f"{kind}.txt"


def main() -> None:
    """Write every golden file, and the guide's table."""
    for target in TARGETS:
        for kind in KINDS:
            path = place(target, kind)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(written(target, kind), encoding="utf-8")
            print(path)
    GUIDE.write_text(_TABLE.sub(lambda _: f"{table()}\n", GUIDE.read_text(encoding="utf-8")), encoding="utf-8")
    print(GUIDE)


if __name__ == "__main__":
    main()
