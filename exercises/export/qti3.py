"""QTI 3.0 (1EdTech, Question and Test Interoperability 3.0): the items of 2.1 under their new names.

An element is called after its old name in small letters with ``qti-`` before it, an attribute by its words parted with
hyphens; what a rubric or a piece of feedback says stands in a body of its own.
"""

from __future__ import annotations

import re
from functools import cache

from lxml import etree

from exercises.export import qti2
from exercises.export.qti2 import FITS, PARTS, POOL, name_of
from exercises.export.target import Selection, Target
from exercises.export.xml import Element

QTI = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
PACKAGE = "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"
PROFILE = qti2.Profile("v3p0", PACKAGE, "QTI Package", "3.0.0")
_HTML = re.compile("div|p|small|em|strong|a|ul|ol|li|blockquote|code|pre|br|hr|h[1-6]|table|thead|tbody|tr|th|td")
_WITH_BODY = ("rubricBlock", "modalFeedback")


@cache
def words(name: str) -> str:
    """Return a name with its words parted by hyphens."""
    return re.sub("[A-Z]", lambda letter: f"-{letter[0].lower()}", name)


@cache
def _tag(name: str) -> str:
    return f"{{{QTI}}}{name if _HTML.fullmatch(name) else f'qti-{words(name)}'}"


def renamed(old: Element, into: Element = None) -> Element:
    """Return an element of 2.1, and all in it, as 3.0 calls it; ``into`` is what it becomes the last part of."""
    name = old.tag.rpartition("}")[2]
    new = etree.Element(_tag(name), nsmap={None: QTI}) if into is None else etree.SubElement(into, _tag(name))
    for attribute, value in old.attrib.items():
        new.set(words(attribute), value)
    inside = new
    if name in _WITH_BODY:
        inside = etree.SubElement(new, f"{{{QTI}}}qti-content-body")
    if name == "rubricBlock":
        new.set("use", "scoring" if old.get("view") == "scorer" else "instructions")
    inside.text = old.text
    for child in old:
        renamed(child, inside)
    new.tail = old.tail
    return new


def write(selection: Selection) -> bytes:
    """Return the exercises as a package of items and a test."""
    items = {name_of(item): renamed(qti2.question(item)) for item in selection.items}
    return qti2.package(selection, PROFILE, items, renamed(qti2.assessment(selection)))


QTI_3_0 = Target(name="qti-3.0", title="QTI 3.0", suffix=".zip", fits=FITS, parts=PARTS, write=write, pool=POOL)
