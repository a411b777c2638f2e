"""XML as it is written: the same bytes for the same tree, and HTML of ours taken in as elements where a target asks."""

from __future__ import annotations

from typing import Any

from lxml import etree

Element = Any
"""An element of lxml, which has no types."""


def to_bytes(root: Element) -> bytes:
    """Return the tree as a file in UTF-8, indented where no text stands beside elements."""
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True))


def as_elements(html: str, tag: str, namespace: str) -> Element:
    """Return HTML of ours, which is well-formed, as the content of a new element; all are of the one namespace."""
    return etree.fromstring(f'<{tag} xmlns="{namespace}">{html}</{tag}>')


def in_lines(root: Element) -> bytes:
    """Return the tree as a file in UTF-8, a line for each child of its root: in a text beside elements spaces count."""
    root.text = "\n"
    for child in root:
        child.tail = "\n"
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True)) + b"\n"
