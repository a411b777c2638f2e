"""What only sheets as PDF need, and what is said where it is missing."""

from __future__ import annotations

from exercises.errors import CourseError, Finding


def missing(error: Exception) -> CourseError:
    """Return what to say where a package, or a library under it, cannot be loaded."""
    reason = str(error).partition("\n")[0]
    message = (
        f"must be there to make or read PDF, and are not ({reason}); install them: make sheets, "
        "or pip install -r requirements-sheets.txt, and on Debian or Ubuntu apt-get install libpango-1.0-0 "
        "libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation"
    )
    return CourseError([Finding("requirements-sheets.txt", "WeasyPrint, pikepdf, pypdf", message, "sheets")])
