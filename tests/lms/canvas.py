"""QTI 1.2 as Canvas imports and marks it (gems/plugins/qti_exporter; app/models/quizzes/quiz_question)."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET  # another reader than the writer's
import zipfile
from decimal import Decimal, InvalidOperation

from lms.found import Found, Response, plain

_NS = {"q": "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"}
_CP = "{http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1}"


def quiz(data: bytes) -> ET.Element:
    """Return the quiz of a package, found as the manifest says."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        manifest = ET.fromstring(package.read("imsmanifest.xml"))
        resources = [one for one in manifest.iter(f"{_CP}resource") if one.get("type") == "imsqti_xmlv1p2"]
        (href,) = [file.get("href", "") for one in resources for file in one.iter(f"{_CP}file")]
        assert all(file.get("href") in package.namelist() for file in manifest.iter(f"{_CP}file"))
        return ET.fromstring(package.read(href))


def read(data: bytes) -> dict[str, Found]:
    """Return the questions by what identifies them, which a second import replaces instead of adding to."""
    return {item.get("ident", ""): _question(item) for item in quiz(data).findall(".//q:item", _NS)}


def ident(data: bytes) -> str:
    """Return the quiz's ident, by which a later import replaces it."""
    found = quiz(data).find("q:assessment", _NS)
    assert found is not None
    return found.get("ident", "")


def description(data: bytes) -> str:
    """Return what stands above the quiz."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        (name,) = [name for name in package.namelist() if name.endswith("assessment_meta.xml")]
        return plain(ET.fromstring(package.read(name)).findtext("{*}description", ""))


def groups(data: bytes) -> dict[str, tuple[str, str, list[str]]]:
    """Return each group of questions by its ident: how many are picked, what each is worth, and which there are.

    A section that says how many are selected is a group, and everything else stands in the quiz itself
    (``Qti::AssessmentTestConverter#process_section``).
    """
    found = {}
    for section in quiz(data).findall(".//q:section", _NS):
        if section.find("q:selection_ordering", _NS) is not None:
            ids = [item.get("ident", "") for item in section.findall("q:item", _NS)]
            picked = _text(section, "q:selection_ordering/q:selection/q:selection_number")
            found[section.get("ident", "")] = picked, _text(section, ".//q:points_per_item"), ids
    return found


def fields(item: ET.Element) -> dict[str, str]:
    """Return a question's metadata."""
    found = item.findall(".//q:qtimetadatafield", _NS)
    return {_text(one, "q:fieldlabel"): _text(one, "q:fieldentry") for one in found}


def _text(element: ET.Element, path: str) -> str:
    found = element.find(path, _NS)
    return "" if found is None else found.text or ""


def _words(element: ET.Element) -> str:
    mattext = element.find("q:material/q:mattext", _NS)
    assert mattext is not None
    return (
        plain(mattext.text or "") if mattext.get("texttype") == "text/html" else " ".join((mattext.text or "").split())
    )


def _question(item: ET.Element) -> Found:
    presentation = item.find("q:presentation", _NS)
    assert presentation is not None
    told = {one.get("ident", ""): plain(_text(one, ".//q:mattext")) for one in item.findall("q:itemfeedback", _NS)}
    kinds = {
        "multiple_choice_question": _choices,
        "multiple_answers_question": _choices,
        "matching_question": _matching,
        "short_answer_question": _short,
        "numerical_question": _numerical,
        "essay_question": lambda item, told: {"score": None},
    }
    parts = kinds[fields(item)["question_type"]](item, told)
    return Found(title=item.get("title", ""), stem=_words(presentation), solution=told.get("general_fb", ""), **parts)


def _labels(parent: ET.Element) -> dict[str, str]:
    return {
        label.get("ident", ""): _words(label) for label in parent.findall(".//q:render_choice/q:response_label", _NS)
    }


def _marking(item: ET.Element) -> list[ET.Element]:
    return [one for one in item.findall(".//q:respcondition", _NS) if one.find("q:setvar", _NS) is not None]


def _choices(item: ET.Element, told: dict[str, str]) -> dict:
    texts = _labels(item)
    (condition,) = _marking(item)
    wrong = {one.text for one in condition.findall(".//q:not/q:varequal", _NS)}
    right = {one.text for one in condition.findall(".//q:varequal", _NS)} - wrong
    ids = {text: id for id, text in texts.items()}
    single = fields(item)["question_type"] == "multiple_choice_question"

    def score(response: Response) -> float:
        if single:
            return float(ids.get(str(response)) in right)
        hits = [ids[text] in right for text in response]
        return max(0.0, (sum(hits) - (len(hits) - sum(hits))) / len(right))

    return {"score": score, "asked": tuple(texts.values()), "said": said(item, told, texts)}


def said(item: ET.Element, told: dict[str, str], texts: dict[str, str]) -> dict[str, str]:
    """Return what is shown to each choice by its words, and what to an answer by its ident."""
    found = {}
    for condition in item.findall(".//q:respcondition", _NS):
        ident = next((one.get("linkrefid", "") for one in condition.findall("q:displayfeedback", _NS)), "general_fb")
        if ident != "general_fb" and ident in told:
            found[texts.get(_text(condition, "q:conditionvar/q:varequal"), ident)] = told[ident]
    return found


def _matching(item: ET.Element, told: dict[str, str]) -> dict:
    lists = {one.get("ident", ""): one for one in item.findall(".//q:response_lid", _NS)}
    stems = {ident: _words(one) for ident, one in lists.items()}
    options = _labels(item)
    right = {}
    for condition in _marking(item):
        equal = condition.find(".//q:varequal", _NS)
        assert equal is not None
        right[stems[equal.get("respident", "")]] = options[equal.text or ""]

    def score(response: Response) -> float:
        assert isinstance(response, dict)
        return sum(response.get(stem) == text for stem, text in right.items()) / len(right)

    return {"score": score, "asked": tuple(stems.values()), "offered": frozenset(options.values()), "right": right}


def _short(item: ET.Element, told: dict[str, str]) -> dict:
    (condition,) = _marking(item)
    right = {(one.text or "").strip().lower() for one in condition.findall(".//q:varequal", _NS)}
    return {"score": lambda typed: float(str(typed).strip().lower() in right), "said": said(item, told, {})}


def _numerical(item: ET.Element, told: dict[str, str]) -> dict:
    (condition,) = _marking(item)
    least, most = (Decimal(_text(condition, f".//q:{name}")) for name in ("vargte", "varlte"))

    def score(response: Response) -> float:
        try:
            typed = Decimal(str(response).strip())
        except InvalidOperation:
            return 0.0
        return float(least <= typed <= most)

    return {"score": score, "said": said(item, told, {})}
