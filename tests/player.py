"""What tests show our files in: ``make player`` fetches a player of QTI 3.0 and a reader of EPUBs with npm, once.

Neither is part of this repository (the player is under the GPL, the reader under the MIT licence), and the digest of
each package is pinned.  Of the player its one file is kept, and of the reader the package as it is.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

PLAYER = "@citolab/qti-components@7.27.4"
READER = "foliate-js@1.0.1"
SHA512 = {
    PLAYER: (
        "08e640ecabce566f990e3d78e23987192b24fdf0595a1eb282467f4eceaebcf7"
        "923f5dc9d710cc9da5af18f404485ad5c3f257e5e005033f8ea80df9c0735b82"
    ),
    READER: (
        "0a3e21dae6f969503ec9481b86f5610b2c708b418f178a723416ba2f0f7ee962"
        "98d51781c62a48b67da41013babbb56eff16178caef5d51ef8fadfb25bfd2ee7"
    ),
}
SCRIPT = Path(__file__).parents[1] / ".venv" / "player.js"
PACKAGE = SCRIPT.with_name("reader.tgz")


class NotFetchedError(Exception):
    """A package could not be fetched, or is another than the pinned one; the message says which."""


def main() -> int:
    """Fetch both; return 0, or 1 where npm is missing, cannot fetch one, or brings another."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            player, reader = (fetch(package, Path(folder)) for package in (PLAYER, READER))
        except NotFetchedError as error:
            print(f"make: {error}", file=sys.stderr)
            return 1
        with tarfile.open(player) as package:
            script = package.extractfile("package/cdn/index.global.js")
            assert script is not None
            SCRIPT.write_bytes(script.read())
        PACKAGE.write_bytes(reader.read_bytes())
    print(f"Ready: {SCRIPT} and {PACKAGE}")
    return 0


def fetch(package: str, folder: Path) -> Path:
    """Return where in the folder the package lies that npm has fetched and whose digest is the pinned one."""
    command = ["npm", "pack", "--silent", package]
    try:
        done = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise NotFetchedError(
            f"{package} could not be fetched ({error}); on Debian or Ubuntu: apt-get install npm"
        ) from error
    archive = folder / done.stdout.split()[-1]
    found = hashlib.sha512(archive.read_bytes()).hexdigest()
    if found != SHA512[package]:
        raise NotFetchedError(f"{package} must have the SHA-512 {SHA512[package]}, and has {found}")
    return archive


if __name__ == "__main__":
    sys.exit(main())
