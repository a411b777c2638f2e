"""What students' programs wrap a code or a file in: mail, rich text, a document of an office program."""

from __future__ import annotations

import email
import email.policy
import email.utils
import re
import zipfile
from collections.abc import Iterator
from email.message import EmailMessage

from exercises.classroom.taking_in.archive import Budget, unpacked
from exercises.classroom.taking_in.refused import Refused

_HEADER = re.compile(rb"\s*(?:From [^\n]*\n)?(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\n(?:[ \t][^\n]*\n)*)+\r?\n")
_NEXT = re.compile(rb"(?<=\n)(?=From [^\n]*\n[A-Za-z][A-Za-z0-9-]*:)")
"""Where the next mail of a mailbox begins; programs put a sign before a line of a letter that would begin so."""
_IS_MAIL = re.compile(rb"(?im)^(?:mime-version|content-type|message-id|received):")
_RTF = re.compile(r"\\'[0-9a-f]{2}|\\par[d]?\b ?|\\[a-z]+-?[0-9]* ?|\\[^a-z]|[{}\r\n]")
_OFFICE = {"[Content_Types].xml", "mimetype"}
_WORDS = ("word/document.xml", "content.xml")
"""Where the words of a document stand, in the zip that it is."""


def is_mail(data: bytes) -> bool:
    """Return whether a file is a mail as a mail program saves it."""
    head = _HEADER.match(data[:100_000].replace(b"\r\n", b"\n"))
    return bool(head and _IS_MAIL.search(head[0]))


def mails(data: bytes) -> list[bytes]:
    """Return each mail of a mailbox as a mail program saves it, or the one mail that the bytes are."""
    return _NEXT.split(data) if data.lstrip().startswith(b"From ") else [data]


def mail_from(data: bytes) -> list[str]:
    """Return by what a mail names its sender: the name that is shown, the address, and what stands before its @."""
    try:
        mail = email.message_from_bytes(data.lstrip(), policy=email.policy.default)
        senders = email.utils.getaddresses([str(header) for header in mail.get_all("From", [])])
    except Exception:  # whatever a broken mail raises: then it names nobody  # noqa: BLE001
        return []
    return [name for shown, address in senders for name in (shown, address, address.partition("@")[0]) if name]


def mail_parts(data: bytes) -> tuple[str, list[tuple[str, bytes]]]:
    """Return the words of a mail, each form of them once more, and the name and bytes of each file attached to it.

    Raises Refused where it cannot be read.
    """
    words, files = [], []
    try:
        mail = email.message_from_bytes(data.lstrip(), policy=email.policy.default)
        for part in mail.walk():
            if part.is_multipart() or not isinstance(part, EmailMessage):
                continue
            name, content = part.get_filename(), part.get_payload(decode=True)
            if not isinstance(content, bytes):
                continue
            if name or part.get_content_disposition() == "attachment":
                files.append((name or "attachment", content))
            elif part.get_content_maintype() == "text":
                words.append(content.decode("utf-8", "replace"))
    except Exception as error:  # whatever a broken mail raises
        raise Refused("it is a mail that cannot be read: ask for the answers file or the code") from error
    return "\n\n".join(words), files


def rich_words(text: str) -> str:
    """Return the words of rich text without what says how they look."""
    return _RTF.sub("", text)


def is_office(entries: list[zipfile.ZipInfo]) -> bool:
    """Return whether a zip is a document of an office program."""
    return any(entry.filename in _OFFICE for entry in entries)


def office_words(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], budget: Budget) -> Iterator[str]:
    """Yield the words of an office program's document, with its markup."""
    for entry in entries:
        if entry.filename in _WORDS:
            yield unpacked(archive, entry, budget).decode("utf-8", "replace")
