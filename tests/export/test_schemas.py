"""What we write for an LMS, held against those of 1EdTech's own schemas that a registry of packages carries."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from lms.nasty import items
from lxml import etree
from seeds import free
from sites import the_course

from exercises.dispatch.pool import Pool
from exercises.export import canvas, cartridge, qti2, qti3
from exercises.export.export import selection
from exercises.export.target import Selection
from exercises.export.xml import Element

pytestmark = pytest.mark.slow
CONTENT_PACKAGING = "http://www.imsglobal.org/xsd/imscp_v1p1"
MANIFESTS = {
    "qti-2.1": (qti2, qti2.PACKAGE),
    "qti-3.0": (qti3, qti3.PACKAGE),
    "canvas": (canvas, canvas.PACKAGE),
    "common-cartridge": (cartridge, cartridge.PACKAGE),
}
"""Each target that writes a package, with the namespace of its manifest: a profile of Content Packaging has its own."""


@cache
def selections() -> tuple[Selection, ...]:
    """Return what is exported: the whole bank with a pool, linked and not, and every kind with nasty texts."""
    course, pools = the_course(), (Pool(seeds=free(2)),)
    bank = course.bank.exercises
    return (
        selection(course, "bank", "Bank", bank, "https://example.org", pools),
        selection(course, "bank", "Bank", bank[:20]),
        selection(course, "pool", "Pool", (), pools=pools),
        Selection("nasty", "Nasty", items(nasty=True)),
    )


def parsed(data: bytes, name: str) -> Iterator[Element]:
    """Yield the root of every file of a package that is called so, without its namespace."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for file in package.namelist():
            if file.endswith(".xml") and (root := etree.fromstring(package.read(file))).tag.endswith(f"}}{name}"):
                yield root


def bare(root: Element) -> Element:
    """Return a file with no namespace, which a DTD knows nothing of."""
    for element in root.iter(etree.Element):
        element.tag = etree.QName(element).localname
    etree.cleanup_namespaces(root)
    return root


@pytest.fixture(scope="module")
def dtd(schemas: Path) -> etree.DTD:
    """Return the DTD of QTI 1.2.1."""
    return etree.DTD(str(schemas / "ims_qtiasiv1p2p1.dtd"))


@pytest.fixture(scope="module")
def packaging(schemas: Path) -> etree.XMLSchema:
    """Return the schema of Content Packaging 1.1.4."""
    return etree.XMLSchema(file=str(schemas / "imscp_v1p1.xsd"))


def told(dtd: etree.DTD, data: bytes) -> set[str]:
    """Return what the DTD finds in the questions of a package, which has some."""
    roots = [bare(root) for root in parsed(data, "questestinterop")]
    assert roots
    return {error.message for root in roots if not dtd.validate(root) for error in dtd.error_log}


def test_the_questions_of_a_cartridge_are_as_the_dtd_of_qti_1_2_1_has_them(dtd: etree.DTD) -> None:
    assert [told(dtd, cartridge.write(chosen)) for chosen in selections()] == [set()] * len(selections())


def test_the_questions_for_canvas_leave_that_dtd_only_where_canvas_itself_does(dtd: etree.DTD) -> None:
    assert set().union(*(told(dtd, canvas.write(chosen)) for chosen in selections())) == {
        "No declaration for attribute margintype of element varequal",
        "No declaration for attribute margin of element varequal",
        "No declaration for element points_per_item",
    }


@pytest.mark.parametrize("name", MANIFESTS)
def test_a_manifest_is_as_the_schema_of_content_packaging_has_it(name: str, packaging: etree.XMLSchema) -> None:
    target, space = MANIFESTS[name]
    for chosen in selections():
        (root,) = parsed(target.write(chosen), "manifest")
        assert etree.QName(root).namespace == space
        same = etree.fromstring(etree.tostring(root).replace(f'"{space}"'.encode(), f'"{CONTENT_PACKAGING}"'.encode()))
        packaging.assertValid(same)


def test_the_schemas_refuse_what_is_amiss(dtd: etree.DTD, packaging: etree.XMLSchema) -> None:
    data = cartridge.write(selections()[3])
    (questions,), (manifest,) = (list(parsed(data, name)) for name in ("questestinterop", "manifest"))
    next(questions.iter("{*}item")).append(etree.Element("hint"))
    assert not dtd.validate(bare(questions))
    twice = etree.tostring(manifest).replace(cartridge.PACKAGE.encode(), CONTENT_PACKAGING.encode())
    twice = twice.replace(b'identifier="item_quiz"', b'identifier="org"')
    assert not packaging.validate(etree.fromstring(twice))
