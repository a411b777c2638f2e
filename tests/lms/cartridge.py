"""A Common Cartridge 1.1 as its profile of QTI 1.2.1 has it imported and marked (1EdTech, Common Cartridge 1.1)."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET  # another reader than the writer's
import zipfile

from lms.canvas import _NS, _labels, _text, _words, said
from lms.found import Found, Response, plain

PROFILES = {f"cc.{name}.v0p1" for name in ("multiple_choice", "multiple_response", "true_false", "fib", "essay")}
BANK = "imsqti_xmlv1p2/imscc_xmlv1p1/question-bank"
"""Which no page of a course shows, so that no organization names it."""
_CP = "{http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1}"


def contents(data: bytes) -> tuple[ET.Element, dict[str, bytes]]:
    """Return a cartridge's manifest and files, which must be the same."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        files = {name: package.read(name) for name in package.namelist()}
    manifest = ET.fromstring(files.pop("imsmanifest.xml"))
    assert _in(manifest, "schemaversion") == ["1.1.0"], "Moodle takes no other version"
    named = [file.get("href") for file in manifest.iter(f"{_CP}file")]
    assert sorted(map(str, named)) == sorted(files)
    resources = {one.get("identifier") for one in manifest.iter(f"{_CP}resource") if one.get("type") != BANK}
    assert {item.get("identifierref") for item in manifest.iter(f"{_CP}item")} - {None} == resources
    return manifest, files


def first_page(data: bytes) -> str:
    """Return the words of what comes first in the course."""
    manifest, files = contents(data)
    first = next(item.get("identifierref") for item in manifest.iter(f"{_CP}item") if item.get("identifierref"))
    (page,) = [one.get("href", "") for one in manifest.iter(f"{_CP}resource") if one.get("identifier") == first]
    return plain(files[page].decode())


def _in(element: ET.Element, name: str) -> list[str]:
    return [one.text or "" for one in element.iter(f"{_CP}{name}")]


def assessment(data: bytes, kind: str = "imsqti_xmlv1p2/imscc_xmlv1p1/assessment") -> ET.Element:
    """Return the one assessment of a cartridge, or its one question bank; an element without any where it has none."""
    manifest, files = contents(data)
    found = [one for one in manifest.iter(f"{_CP}resource") if one.get("type") == kind]
    if not found:
        return ET.Element("none")
    ((file,),) = found
    return ET.fromstring(files[file.get("href", "")])


def read(data: bytes) -> dict[str, Found]:
    """Return the exercises by their ident; the questions that one was parted into are one again."""
    parts: dict[str, list[tuple[str, ET.Element]]] = {}
    bank = assessment(data, BANK).findall("q:objectbank/q:item", _NS)
    for item in (*assessment(data).findall("q:assessment/q:section/q:item", _NS), *bank):
        whole, _, part = item.get("ident", "").partition("_")
        parts.setdefault(whole, []).append((part, item))
    return {id: _joined(found) if found[0][0] else question(found[0][1]) for id, found in parts.items()}


def profile(item: ET.Element) -> str:
    """Return a question's profile.  Raises AssertionError where it is none that is used here."""
    fields = {
        _text(one, "q:fieldlabel"): _text(one, "q:fieldentry") for one in item.findall(".//q:qtimetadatafield", _NS)
    }
    assert fields["cc_profile"] in PROFILES
    return fields["cc_profile"].split(".")[1]


def question(item: ET.Element) -> Found:
    """Return one question."""
    presentation = item.find("q:presentation", _NS)
    assert presentation is not None
    told = {one.get("ident", ""): plain(_text(one, ".//q:mattext")) for one in item.findall("q:itemfeedback", _NS)}
    texts = _labels(item)
    kind = profile(item)
    return Found(
        title=item.get("title", ""),
        stem=_words(presentation),
        score=None if kind == "essay" else _marked(item, kind, texts),
        asked=tuple(texts.values()),
        said=said(item, told, texts),
        solution=told.get("general_fb", ""),
    )


def _marked(item: ET.Element, kind: str, texts: dict[str, str]):  # noqa: ANN202
    conditions = item.findall(".//q:respcondition", _NS)
    (condition,) = [one for one in conditions if one.find("q:setvar", _NS) is not None]
    equals = condition.findall(".//q:varequal", _NS)
    wrong = {one.text for one in condition.findall(".//q:not/q:varequal", _NS)}
    if kind == "multiple_response":
        assert {one.get("case") for one in equals} == {"Yes"}, "a system that reads it otherwise marks all wrong"
    if kind == "true_false":
        assert set(texts) == {"true", "false"}
    right = {one.text or "" for one in equals} - wrong

    def score(response: Response) -> float:
        if kind == "fib":
            return float(str(response).lower() in {form.lower() for form in right})  # the profile trims nothing
        ids = {text: id for id, text in texts.items()}
        chosen = {ids[text] for text in response} if kind == "multiple_response" else {ids.get(str(response))}
        return float(chosen == right)

    return score


def _joined(parts: list[tuple[str, ET.Element]]) -> Found:
    asked: dict[str, Found] = {}
    for _, item in parts:
        found = question(item)
        strong = _text(item, "q:presentation/q:material/q:mattext").rpartition("<strong>")[2]
        asked[plain(strong)] = found
    first = next(iter(asked.values()))

    def score(response: Response) -> float:
        assert isinstance(response, dict)
        points = [found.score(response.get(stem, "")) for stem, found in asked.items() if found.score]
        return sum(points) / len(points)

    return Found(
        title=first.title,
        stem=first.stem,
        score=score,
        asked=tuple(asked),
        offered=frozenset(first.asked),
        solution=" ".join(found.solution for found in asked.values()),
    )
