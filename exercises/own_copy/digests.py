"""Digests of a copy: what recognises a report's words and says which phrases somebody found, and gives none away.

They lie in ``verified.json`` beside each ledger whose words are not ours.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints, ValidationError

from exercises.errors import CourseError, Finding
from exercises.files import write_whole
from exercises.ledger.types import Claim, Data, Report
from exercises.own_copy.folding import digest_of, folded

AGAIN = "python -m exercises check --article COPY"
"""The command that verifies a ledger."""

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Passage(Data):
    """What recognises a paragraph or a line of the page: how many words it has, and their digest."""

    words: Annotated[int, Field(ge=1)]
    digest: Sha256


class Verified(Data):
    """What was once found true of a copy; the content of ``verified.json``."""

    digest: Sha256
    """Of all words of the paragraphs, in order."""
    share: Annotated[float, Field(ge=0, le=1)]
    """How much of the article the ledger's phrases cover."""
    paragraphs: dict[str, Passage]
    furniture: Annotated[dict[str, Passage], Field(default_factory=dict)]
    phrases: dict[str, tuple[Sha256, ...]]
    """One digest for each phrase and hedge of a claim, by the claim's id."""
    quotations: tuple[Sha256, ...] = ()
    """One digest for each quotation in lessons and exercises."""


def passage_of(text: str) -> Passage:
    """Return what recognises a text."""
    words = folded(text)
    return Passage(words=len(words), digest=digest_of(words))


def phrase_digest(claim: Claim, phrase: str) -> str:
    """Return the digest that says: this phrase was found at this claim's place."""
    return digest_of((claim.id, claim.at, *folded(phrase)))


def quotation_digest(text: str) -> str:
    """Return the digest that says: these words stand somewhere in the article; case does not count."""
    return digest_of(word.lower() for word in folded(text))


def refusal(path: Path, where: str, message: str, rule: str) -> CourseError:
    """Return the one finding with which a file is turned away."""
    name = path.as_posix().encode("utf-8", "replace").decode()  # a file's name may be no text at all
    return CourseError([Finding(name, where, message, rule)])


def verified_path(report: Report) -> Path:
    """Return where the report's digests lie, from the repository's top."""
    return Path("course/evidence") / report.id / "verified.json"


def read_verified(path: Path) -> Verified | None:
    """Return the digests in the file, or None if there is no such file.  Raises CourseError if it is malformed."""
    try:
        return Verified.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValidationError) as error:
        message = f"must be as `{AGAIN}` wrote it, and is not ({_brief(error)}); write it anew"
        raise refusal(path, "file", message, "verified-unreadable") from error


def _brief(error: Exception) -> str:
    if isinstance(error, ValidationError):
        fault = error.errors(include_url=False)[0]
        return f"{'.'.join(map(str, fault['loc'])) or 'file'}: {fault['msg'].lower()}"
    return str(error).splitlines()[0]


def write_verified(path: Path, verified: Verified) -> None:
    """Write the digests as one whole file or not at all, the same bytes for the same digests."""
    write_whole(path, verified.model_dump_json(indent=1) + "\n")
