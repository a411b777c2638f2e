"""The page around what instructors and students read: one file, no script, nothing fetched."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'"


def document(title: str, body: str, note: str = "") -> str:
    """Return a whole HTML page.  ``title`` and ``note`` are plain text; ``body`` is HTML."""
    style = Path(__file__).with_name("document.css").read_text(encoding="utf-8")
    said = f'<p class="note">{escape(note)}</p>\n' if note else ""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{escape(title)}</h1>\n{said}{body}</main>\n</body>\n</html>\n"
    )


def listed(lines: list[str]) -> str:
    """Return plain lines as HTML: one as a paragraph, more as a list."""
    if len(lines) == 1:
        return f"<p>{_line(lines[0])}</p>\n"
    return "<ul>\n" + "".join(f"<li>{_line(line)}</li>\n" for line in lines) + "</ul>\n" if lines else ""


def _line(text: str) -> str:
    return escape(text).replace("\n", "<br>\n")


def table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return plain cells as a table that scrolls sideways by keyboard too; the first cell of each row is its head."""
    head = "".join(f'<th scope="col">{escape(one)}</th>' if one else "<td></td>" for one in heads)
    body = "".join(
        f'<tr><th scope="row">{escape(first)}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in rest)}</tr>\n'
        for first, *rest in rows
    )
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{escape(caption)}"><table>\n'
        f"<caption>{escape(caption)}</caption>\n"
        f"<thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody></table></div>\n"
    )
