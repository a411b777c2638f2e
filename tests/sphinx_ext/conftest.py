"""Which tests go first where two workers share them, file by file."""

from __future__ import annotations

import pytest

LONGEST = ("test_browser.py", "test_guide.py", "test_pdf.py", "test_page.py")
"""Files that take longest, or make a site that others wait for: the first the students', the second the instructors'."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first, so that no worker is left with one at the end; the rest stays in its order."""
    items.sort(key=lambda item: LONGEST.index(item.path.name) if item.path.name in LONGEST else len(LONGEST))
