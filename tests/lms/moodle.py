"""Moodle XML as Moodle imports and marks it (question/format/xml/format.php and the question types of Moodle 4.5)."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET  # another reader than the writer's

from lms.found import Found, Response, plain

FRACTIONS = (
    *(1.0, 0.9, 0.8333333, 0.8, 0.75, 0.7, 0.6666667, 0.6, 0.5, 0.4, 0.3333333, 0.3, 0.25, 0.2),
    *(0.1666667, 0.1428571, 0.125, 0.1111111, 0.1, 0.05, 0.0),
)
"""question_bank::fraction_options_full(), which has the same below nothing."""


class ImportStoppedError(Exception):
    """Moodle stops the import here; nothing that follows is taken in."""


class Bank:
    """A question bank that files are imported into, one after another."""

    def __init__(self) -> None:
        self.questions: dict[str, Found] = {}
        self.without_id: list[Found] = []
        self.skipped: list[str] = []

    def take_in(self, data: bytes) -> None:
        """Import a file: a question whose idnumber is there already is taken in once more, without it."""
        category = ""
        for element in ET.fromstring(data).iter("question"):
            if element.get("type") == "category":
                category = _at(element, "category/text")
                continue
            found = _question(element)
            idnumber = _at(element, "idnumber")
            if found is None:
                self.skipped.append(idnumber)
            elif not idnumber or f"{category}/{idnumber}" in self.questions:
                self.without_id.append(found)
            else:
                self.questions[f"{category}/{idnumber}"] = found


def read(data: bytes) -> dict[str, Found]:
    """Return the questions by their idnumber."""
    bank = Bank()
    bank.take_in(data)
    return {id.rpartition("/")[2]: found for id, found in bank.questions.items()}


def categories(data: bytes) -> dict[str, list[str]]:
    """Return the idnumbers of each category's questions: a random question of a quiz is one of these."""
    bank = Bank()
    bank.take_in(data)
    found: dict[str, list[str]] = {}
    for id in bank.questions:
        category, _, idnumber = id.rpartition("/")
        found.setdefault(category, []).append(idnumber)
    return found


def infos(data: bytes) -> set[str]:
    """Return what is told of the categories."""
    return {
        plain(_at(one, "info/text")) for one in ET.fromstring(data).iter("question") if one.find("info") is not None
    }


def fraction(text: str) -> float | None:
    """Return what a fraction is in Moodle, or None where it is none of its own (match_grade_options, "error")."""
    share = number(text)
    share = None if share is None else share / 100
    near = [size for size in FRACTIONS if share is not None and abs(abs(share) - size) < 1e-7]
    return None if not near or share is None else (near[0] if share >= 0 else -near[0])


def number(text: str) -> float | None:
    """Return the number at the start of a text, as PHP casts it: a decimal comma ends it."""
    start = re.match(r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", text)
    return float(start[0]) if start else None


def _at(element: ET.Element, path: str) -> str:
    found = element.find(path)
    return "" if found is None else found.text or ""


def _question(element: ET.Element) -> Found | None:
    reads = {
        "multichoice": _multichoice,
        "matching": _matching,
        "shortanswer": _shortanswer,
        "numerical": _numerical,
        "essay": _essay,
    }
    parts = reads[element.get("type", "")](element)
    if parts is None:
        return None
    return Found(
        title=_at(element, "name/text"),
        stem=plain(_at(element, "questiontext/text")),
        solution=plain(_at(element, "generalfeedback/text")),
        hints=tuple(plain(_at(hint, "text")) for hint in element.iter("hint")),
        tags=tuple(_at(tag, "text") for tag in element.iter("tag")),
        **parts,
    )


def _answers(element: ET.Element) -> list[tuple[str, float, str]] | None:
    answers = []
    for answer in element.findall("answer"):
        share = fraction(answer.get("fraction", ""))
        if share is None:
            return None  # the question is skipped
        answers.append((_at(answer, "text"), share, plain(_at(answer, "feedback/text"))))
    return answers


def _multichoice(element: ET.Element) -> dict | None:
    answers = _answers(element)
    if answers is None:
        return None
    if len(answers) < 2:
        raise ImportStoppedError("a multiple choice question must have at least two choices")
    shares = {plain(text): share for text, share, _ in answers}
    single = _at(element, "single") == "true"
    right = [text for text, share in shares.items() if share > 0]

    def score(response: Response) -> float:
        if single:
            return shares.get(str(response), 0.0)
        return min(1.0, max(0.0, sum(shares[text] for text in response)))

    said = {plain(text): feedback for text, _, feedback in answers}
    return {"score": score, "asked": tuple(shares), "said": said, "right": right[0] if single else frozenset(right)}


def _matching(element: ET.Element) -> dict:
    right: dict[str, str] = {}
    offered = set()
    for pair in element.findall("subquestion"):
        stem, answer = plain(_at(pair, "text")), plain(_at(pair, "answer/text"))
        if stem and not answer:
            break  # save_question_options returns here: what follows is not saved
        offered.add(answer)
        if stem:
            right[stem] = answer

    def score(response: Response) -> float:
        assert isinstance(response, dict)
        return sum(response.get(stem) == answer for stem, answer in right.items()) / len(right)

    return {"score": score, "asked": tuple(right), "offered": frozenset(offered), "right": right}


def wildcard(pattern: str) -> re.Pattern[str]:
    """Return a short answer as Moodle compares it: a ``*`` is any letters, unless a backslash stands before it."""
    parts = re.split(r"(?<!\\)\*", pattern)
    return re.compile("^" + ".*".join(re.escape(part.replace("\\*", "*")) for part in parts) + "$", re.IGNORECASE)


def _shortanswer(element: ET.Element) -> dict | None:
    answers = _answers(element)
    if answers is None:
        return None
    patterns = [(wildcard(text), share) for text, share, _ in answers]

    def score(response: Response) -> float:
        typed = str(response).strip()
        return next((share for pattern, share in patterns if typed and pattern.match(typed)), 0.0)

    said = {text.replace("\\*", "*"): feedback for text, _, feedback in reversed(answers)}
    return {"score": score, "said": said, "right": next(text for text, share, _ in answers if share == 1)}


def _numerical(element: ET.Element) -> dict | None:
    answers = _answers(element)
    if answers is None:
        return None
    tolerances = [_at(answer, "tolerance") for answer in element.findall("answer")]
    spans = [
        (None, share) if text == "*" else ((number(text) or 0.0, number(tolerance) or 0.0), share)
        for (text, share, _), tolerance in zip(answers, tolerances, strict=True)
    ]

    def score(response: Response) -> float:
        if not re.fullmatch(r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*", str(response)):
            return 0.0
        typed = float(str(response))
        for span, share in spans:
            # get_tolerance_interval: as many binary digits as PHP prints are let through besides
            if span is None or abs(typed - span[0]) <= span[1] + 1e-10 * max(1.0, abs(span[0])):
                return share
        return 0.0

    said = {text: feedback for text, _, feedback in reversed(answers)}
    return {"score": score, "said": said, "right": next((text for text, share, _ in answers if share == 1), "")}


def _essay(element: ET.Element) -> dict:
    return {"score": None, "rubric": plain(_at(element, "graderinfo/text"))}
