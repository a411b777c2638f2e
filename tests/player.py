"""A real player of QTI 3.0 for the tests: ``make player`` fetches ``@citolab/qti-components`` with npm, once.

It is under the GPL and no part of this repository; its one file is taken out of the package, whose digest is pinned.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

PACKAGE = "@citolab/qti-components@7.27.4"
SHA512 = (
    "08e640ecabce566f990e3d78e23987192b24fdf0595a1eb282467f4eceaebcf7"
    "923f5dc9d710cc9da5af18f404485ad5c3f257e5e005033f8ea80df9c0735b82"
)
SCRIPT = Path(__file__).parents[1] / ".venv" / "player.js"


def main() -> int:
    """Fetch the player; return 0, or 1 where npm is missing, cannot fetch it, or brings another."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["npm", "pack", "--silent", PACKAGE]
        try:
            subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
        except (OSError, subprocess.CalledProcessError) as error:
            print(
                f"make: {PACKAGE} could not be fetched ({error}); on Debian or Ubuntu: apt-get install npm",
                file=sys.stderr,
            )
            return 1
        (archive,) = Path(folder).iterdir()
        found = hashlib.sha512(archive.read_bytes()).hexdigest()
        if found != SHA512:
            print(f"make: {PACKAGE} must have the SHA-512 {SHA512}, and has {found}", file=sys.stderr)
            return 1
        with tarfile.open(archive) as package:
            script = package.extractfile("package/cdn/index.global.js")
            assert script is not None
            SCRIPT.write_bytes(script.read())
    print(f"Ready: {SCRIPT}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
