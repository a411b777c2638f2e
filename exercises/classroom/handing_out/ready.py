"""Whether a sheet can be drawn as PDF on this machine: ``python -m exercises.classroom.handing_out.ready``.

One is drawn, in a process of its own.  Where something is missing, Pango may end the process that draws: then it
ends that one, and this one says so.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from exercises.classroom.packages import no_library, no_package
from exercises.errors import NotInstalledError

_TOP = Path(__file__).parents[3]
_DRAW = """
import pikepdf, weasyprint
from exercises.classroom.handing_out.pdf import draw
draw('<html lang="en"><title>A sheet</title><p>A word <input name="word" title="A word"></p></html>')
"""
_STRICT = ("-W", "error:::weasyprint.text.ffi", "-W", "error:::weasyprint.text.fonts")
"""WeasyPrint only warns of a system without HarfBuzz's subsetter, where two runs differ, and of one without fonts."""


def require_drawing() -> None:
    """Draw a sheet and throw it away.  Raises NotInstalledError, with what to install, where that cannot be done."""
    drawn = subprocess.run([sys.executable, *_STRICT, "-c", _DRAW], cwd=_TOP, capture_output=True, text=True)
    if drawn.returncode == 0:
        return
    said = drawn.stderr.strip().splitlines() or [""]
    if drawn.returncode < 0 or not said[-1]:
        raise no_library(f"the process that drew one ended with {drawn.returncode}")
    kind, _, reason = said[-1].partition(": ")
    short = reason.partition(". ")[0].partition(": ")[0]
    raise (no_package if kind == "ModuleNotFoundError" else no_library)(short or said[-1])


def main() -> int:
    """Return 0 where a sheet can be drawn; print what is missing and return 2 where not."""
    try:
        require_drawing()
    except NotInstalledError as error:
        print(error, file=sys.stderr)
        return error.status
    return 0


if __name__ == "__main__":
    sys.exit(main())
