"""The students' edition in one zip, as ``make zip`` has it made.

``python -m exercises.sphinx_ext.archive ARCHIVE PAGES PDF…``
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from exercises.files import write_whole, zipped

TOP = "said-a-source"
AS_IT_IS = ".nojekyll"
"""The empty file without which a host that runs Jekyll leaves out each folder whose name begins with ``_``."""


def write_handout(archive: Path, pages: Path, documents: Iterable[Path]) -> int:
    """Write the folder ``pages`` as ``html/`` and the documents beside it; return the number of files.

    The archive depends on nothing but names and contents, and is put in place whole or not at all.
    """
    entries = sorted([*_page_entries(pages), *((document.name, document) for document in documents)])
    write_whole(archive, zipped({f"{TOP}/{name}": path.read_bytes() for name, path in entries}))
    return len(entries)


def _page_entries(pages: Path) -> Iterator[tuple[str, Path]]:
    for path in pages.rglob("*"):
        inside = path.relative_to(pages)
        hidden = any(part.startswith(".") for part in inside.parts) and inside.name != AS_IT_IS
        if path.is_file() and not hidden:  # hidden: what Sphinx notes down for its next run
            yield f"html/{inside.as_posix()}", path


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
