"""The students' edition in one zip, as ``make zip`` has it made.

``python -m exercises.sphinx_ext.archive ARCHIVE PAGES PDF…``
"""

from __future__ import annotations

import os
import sys
import zipfile
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

from exercises.files import write_whole

TOP = "said-a-source"
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of every entry, the earliest that a zip can hold, so that equal contents make equal archives."""


def write_handout(archive: Path, pages: Path, documents: Iterable[Path]) -> int:
    """Write the folder ``pages`` as ``html/`` and the documents beside it; return the number of files.

    The archive depends on nothing but names and contents, and is put in place whole or not at all.
    """
    entries = sorted([*_page_entries(pages), *((document.name, document) for document in documents)])
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as out:
        for name, path in entries:
            out.writestr(entry(f"{TOP}/{name}"), path.read_bytes(), compresslevel=9)
    write_whole(archive, made.getvalue())
    return len(entries)


def _page_entries(pages: Path) -> Iterator[tuple[str, Path]]:
    for path in pages.rglob("*"):
        inside = path.relative_to(pages)
        hidden = any(part.startswith(".") for part in inside.parts)
        if path.is_file() and not hidden:  # hidden: what Sphinx notes down for its next run
            yield f"html/{inside.as_posix()}", path


def entry(name: str) -> zipfile.ZipInfo:
    """Return how a file stands in an archive that is the same bytes wherever and whenever it is made."""
    made = zipfile.ZipInfo(name, EPOCH)
    made.compress_type = zipfile.ZIP_DEFLATED
    made.create_system = 3  # Unix wherever it is made, so that the permissions below are read
    made.external_attr = 0o644 << 16
    return made


def main(arguments: list[str]) -> int:
    """Write the archive named first; return 0, or 2 where a reader's own copy of the report might be in it."""
    if os.environ.get("ARTICLE"):
        print("handout: ARTICLE is set, and a copy for your own use is not handed out", file=sys.stderr)
        return 2
    archive, pages, *documents = map(Path, arguments)
    count = write_handout(archive, pages, documents)
    print(f"{count} files")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
