"""What only sheets as PDF need, and what is said where it is missing."""

from __future__ import annotations

from exercises.errors import Finding, NotInstalledError

SYSTEM = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-liberation")
"""The packages of Debian and Ubuntu that WeasyPrint draws with."""


def no_package(reason: str) -> NotInstalledError:
    """Return what to say where a Python package cannot be loaded."""
    message = (
        f"must be installed to make or read PDF, and are not ({reason}); "
        "type make sheets, or pip install -r requirements-sheets.txt"
    )
    return NotInstalledError([Finding("requirements-sheets.txt", "WeasyPrint, pikepdf, pypdf", message, "sheets")])


def no_library(reason: str) -> NotInstalledError:
    """Return what to say where the packages are there, and the system lacks what they draw with."""
    message = (
        f"must be there to draw, and something is missing ({reason}); on Debian or Ubuntu type apt-get install "
        f"{' '.join(SYSTEM)}, or make pages alone with assign --no-pdf"
    )
    return NotInstalledError([Finding("sheets as PDF", "Pango, HarfBuzz and a font", message, "sheets")])
