"""The ids of exercises as other systems keep them: made from the exercise's own, which never changes."""

from __future__ import annotations

import re
import uuid
from functools import lru_cache

_CODE = re.compile(r"SAS-([0-9A-F]{8})", re.IGNORECASE)


@lru_cache(4096)
def uuid_of(exercise: str) -> str:
    """Return 32 hexadecimal digits for an exercise's id (RFC 4122, version 5)."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"said-a-source:{exercise}").hex


def code_of(exercise: str) -> str:
    """Return the short code that stands under an exported question, by which its results are found again."""
    return f"SAS-{uuid_of(exercise)[:8].upper()}"


def code_in(text: str) -> str:
    """Return the code in a question's text, or nothing."""
    found = _CODE.search(text)
    return f"SAS-{found[1].upper()}" if found else ""
