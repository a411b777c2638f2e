"""QTI 2.1 and 3.0 read and marked by their own rules: response processing, run as the specification has it.

The names of both versions are brought to one form: ``qti-map-response`` and ``mapResponse`` are ``mapresponse``.
"""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET  # another reader than the writer's
import zipfile
from collections.abc import Callable
from functools import cache
from typing import Any

from lms.found import Found, Response

Value = Any
"""A number, a string, a list, or None for NULL."""


def read(data: bytes) -> dict[str, Found]:
    """Return the items by their identifier, in the order of the test that has them."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        manifest = tree(package.read("imsmanifest.xml"))
        resources = {one.get("identifier", ""): one for one in manifest.iter() if one.tag == "resource"}
        missing = [file.get("href") for file in manifest.iter() if file.tag == "file"]
        assert set(missing) | {"imsmanifest.xml"} == set(package.namelist())
        (test,) = [one for one in resources.values() if "_test_" in one.get("type", "")]
        whole = tree(package.read(test.get("href", "")))
        refs = [one.get("href", "") for one in whole.iter() if one.tag == "assessmentitemref"]
        tags = {one.get("href", ""): _tags(one) for one in resources.values()}
        found = [item(package.read(href), tags[href]) for href in refs]
    return {id.removeprefix("sas-"): one for id, one in found}


def sections(data: bytes) -> dict[str, tuple[str, list[str]]]:
    """Return each section of the test: how many of its items it selects (nothing: all), and which items it has."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        test = tree(package.read("test.xml"))
    found = {}
    for section in every(test, "assessmentsection"):
        selection = every(section, "selection")
        assert not selection or section[0].tag == "selection", "it stands before what it selects from"
        ids = [at(one, "identifier") for one in every(section, "assessmentitemref")]
        found[at(section, "identifier")] = (at(selection[0], "select") if selection else "", ids)
    return found


def heads(data: bytes) -> list[str]:
    """Return what stands above the sections of the test for those who answer it, before the items as it must."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        test = tree(package.read("test.xml"))
    found = []
    for section in every(test, "assessmentsection"):
        kinds = [one.tag for one in section]
        assert kinds == sorted(kinds, key=["selection", "rubricblock", "assessmentitemref"].index)
        found += [words(one) for one in section if one.tag == "rubricblock" and at(one, "view") == "candidate"]
        assert {at(one, "use") for one in section if one.tag == "rubricblock"} <= {"", "instructions"}
    return found


def tree(data: bytes) -> ET.Element:
    """Return a file as elements whose names, and whose attributes' names, have no namespace, hyphens or version."""
    root = ET.fromstring(data)
    for one in root.iter():
        one.tag = one.tag.rpartition("}")[2].removeprefix("qti-").replace("-", "").lower()
        one.attrib = {key.replace("-", "").lower(): value for key, value in one.attrib.items()}
    return root


def at(element: ET.Element, attribute: str) -> str:
    """Return an attribute, or nothing."""
    return element.get(attribute, "")


def every(element: ET.Element, wanted: str) -> list[ET.Element]:
    """Return every element of that name."""
    return list(element.iter(wanted))


def words(element: ET.Element) -> str:
    """Return all text in an element."""
    return " ".join(" ".join(element.itertext()).split())


def _tags(resource: ET.Element) -> tuple[str, ...]:
    return tuple(words(one) for one in every(resource, "keyword"))


def item(data: bytes, tags: tuple[str, ...] = ()) -> tuple[str, Found]:
    """Return an item's identifier, and the item."""
    root = tree(data)
    (body,) = every(root, "itembody")
    choices = {at(one, "identifier"): words(one) for one in root.iter() if one.tag in ("simplechoice", "hottext")}
    sets = [{at(c, "identifier"): words(c) for c in one} for one in every(root, "simplematchset")]
    told = {at(one, "identifier"): words(one) for one in every(root, "modalfeedback")}
    (shown,) = [one for one in body if one.tag == "div"]
    asked = tuple((sets[0] if sets else choices).values())
    ordered = any(one.tag == "orderinteraction" for one in root.iter())
    places = {str(place) for place in range(1, len(choices) + 1)}
    return at(root, "identifier"), Found(
        title=at(root, "title"),
        stem=words(shown),
        score=None if every(root, "extendedtextinteraction") else _marked(root, choices, sets),
        asked=asked,
        offered=frozenset(sets[1].values()) if sets else frozenset(places) if ordered else frozenset(),
        said={choices.get(id, id): text for id, text in told.items() if id != "solution"},
        solution=told.get("solution", ""),
        tags=tags,
        rubric=" ".join(words(one) for one in every(root, "rubricblock")),
    )


def _marked(root: ET.Element, choices: dict[str, str], sets: list[dict[str, str]]) -> Callable[[Response], float]:
    (declared,) = every(root, "responsedeclaration")
    ids = {text: id for id, text in choices.items()}
    pairs = [{text: id for id, text in one.items()} for one in sets]

    def given(response: Response) -> Value:
        if isinstance(response, dict):
            if pairs:
                return [f"{pairs[0][stem]} {pairs[1][text]}" for stem, text in response.items()] or None
            return [ids[text] for text in sorted(response, key=lambda text: int(response[text]))]
        if isinstance(response, frozenset):
            return [ids[text] for text in response] or None
        if at(declared, "basetype") == "identifier":
            return ids.get(response)
        if at(declared, "basetype") == "float":
            return float(response) if re.fullmatch(r"\s*[+-]?[0-9]*\.?[0-9]+([eE][+-]?[0-9]+)?\s*", response) else None
        return response or None

    def score(response: Response) -> float:
        outcomes = process(root, given(response))
        return float(outcomes["SCORE"])

    return score


# Response processing


def process(root: ET.Element, response: Value) -> dict[str, Value]:
    """Return the outcomes after a response."""
    outcomes: dict[str, Value] = {}
    for one in every(root, "outcomedeclaration"):
        default = [words(value) for value in every(one, "value")]
        outcomes[at(one, "identifier")] = float(default[0]) if default else None
    (declared,) = every(root, "responsedeclaration")
    (rules,) = every(root, "responseprocessing")
    _run(list(rules), declared, response, outcomes)
    return outcomes


def _run(rules: list[ET.Element], declared: ET.Element, response: Value, outcomes: dict[str, Value]) -> None:
    for rule in rules:
        if rule.tag == "setoutcomevalue":
            outcomes[at(rule, "identifier")] = _value(rule[0], declared, response, outcomes)
            continue
        assert rule.tag == "responsecondition", rule.tag
        for branch in rule:
            if branch.tag == "responseelse":
                _run(list(branch), declared, response, outcomes)
            elif _value(branch[0], declared, response, outcomes) is True:
                _run(list(branch)[1:], declared, response, outcomes)
                break


def _value(element: ET.Element, declared: ET.Element, response: Value, outcomes: dict[str, Value]) -> Value:
    what = element.tag
    if what == "variable":
        return response if at(element, "identifier") == "RESPONSE" else outcomes[at(element, "identifier")]
    if what == "basevalue":
        return float(words(element)) if at(element, "basetype") == "float" else element.text
    if what == "correct":
        return words(every(declared, "value")[0])
    if what == "mapresponse":
        return _mapped(declared, response)
    inside = [_value(child, declared, response, outcomes) for child in element]
    if what == "isnull":
        return inside[0] is None
    if what in ("and", "or"):
        return None if None in inside else (all if what == "and" else any)(inside)
    if None in inside:
        return None
    if what == "index":
        place = int(at(element, "n")) - 1
        return inside[0][place] if place < len(inside[0]) else None
    if what == "stringmatch":
        assert at(element, "casesensitive") == "false"
        return inside[0].lower() == inside[1].lower()
    first, *rest = inside
    return _OPERATORS[what](first, *rest)


_OPERATORS: dict[str, Callable[..., Value]] = {
    "not": lambda a: not a,
    "gte": lambda a, b: a >= b,
    "lte": lambda a, b: a <= b,
    "gt": lambda a, b: a > b,
    "lt": lambda a, b: a < b,
    "match": lambda a, b: a == b,
    "sum": lambda *terms: sum(terms),
    "subtract": lambda a, b: a - b,
    "product": lambda a, b: a * b,
    "divide": lambda a, b: a / b,
}


@cache
def _mapping(declared: ET.Element) -> tuple[dict[str, float], float, float, float]:
    """Return what each answer adds, what any other does, and the bounds."""
    (mapping,) = every(declared, "mapping")
    text = at(declared, "basetype") == "string"
    worth = {}
    for one in every(mapping, "mapentry"):
        key = at(one, "mapkey")
        assert at(one, "casesensitive"), "whether case counts must be said, since players take it for either"
        worth[key.lower() if text and at(one, "casesensitive") == "false" else key] = float(at(one, "mappedvalue"))
    default, least, most = (float(at(mapping, name)) for name in ("defaultvalue", "lowerbound", "upperbound"))
    return worth, default, least, most


def _mapped(declared: ET.Element, response: Value) -> float:
    worth, default, least, most = _mapping(declared)
    text = at(declared, "basetype") == "string"
    given = response if isinstance(response, list) else [] if response is None else [response]
    return min(most, max(least, sum(worth.get(one.lower() if text else one, default) for one in set(given))))
