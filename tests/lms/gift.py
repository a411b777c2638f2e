"""GIFT as Moodle imports and marks it (question/format/gift/format.php of Moodle 4.5)."""

from __future__ import annotations

import re

from lms.found import Found, Response, plain
from lms.moodle import ImportStoppedError, fraction, number, wildcard

_ESCAPES = dict(zip(":#={}~n", ":#={}~\n", strict=True))
_HELD = {letter: chr(0xE000 + place) for place, letter in enumerate(_ESCAPES.values())}
"""Escaped letters stand as private ones until the question is taken apart, as Moodle has it."""
_BACKSLASH = "\ue100"


def read(data: bytes) -> dict[str, Found]:
    """Return the questions by the id that stands in the comment before each."""
    found = {}
    for block in _blocks(data):
        id = re.search(r"^//.*\[id:([^\]]+)\]", block, re.MULTILINE)
        tags = tuple(re.findall(r"\[tag:([^\]]+)\]", block.splitlines()[0]))
        text = "\n".join(line for line in block.splitlines() if not line.strip().startswith("//")).strip()
        if "{" in _hold(text) and not text.startswith("$CATEGORY:"):
            found[id[1] if id else f"without-{len(found)}"] = _question(_hold(text), tags)
    return found


def _blocks(data: bytes) -> list[str]:
    return re.split(r"\n[ \t]*\n", data.decode())


def descriptions(data: bytes) -> list[str]:
    """Return the words of each question without an answer, which Moodle shows and asks nothing about."""
    held = [_hold(block) for block in _blocks(data) if block.startswith("::")]
    return [_question(text, ()).stem for text in held if "{" not in text]


def categories(data: bytes) -> dict[str, list[str]]:
    """Return the ids of each category's questions."""
    found: dict[str, list[str]] = {}
    category = ""
    for line in data.decode().splitlines():
        if line.startswith("$CATEGORY:"):
            category = line.removeprefix("$CATEGORY:").strip()
        elif id := re.search(r"^//.*\[id:([^\]]+)\]", line):
            found.setdefault(category, []).append(id[1])
    return found


def _hold(text: str) -> str:
    text = text.replace("\\\\", _BACKSLASH)
    return re.sub(r"\\([:#={}~n])", lambda match: _HELD[_ESCAPES[match[1]]], text)


def _free(text: str) -> str:
    for letter, held in _HELD.items():
        text = text.replace(held, letter)
    return text.replace(_BACKSLASH, "\\").strip()


def _html(text: str) -> str:
    return plain(_free(text).removeprefix("[html]"))


def _question(text: str, tags: tuple[str, ...]) -> Found:
    _, title, text = text.split("::", 2) if text.startswith("::") else ("", "", text)
    start, end = text.find("{"), text.find("}")
    if (start < 0) != (end < 0):
        raise ImportStoppedError("could not find braces")
    stem, answer = text[:start] if start >= 0 else text, text[start + 1 : end].strip() if start >= 0 else ""
    answer, _, told = answer.rpartition("####") if "####" in answer else (answer, "", "")
    parts = _parts(answer.strip())
    return Found(title=_free(title), stem=_html(stem), solution=_html(told), tags=tags, **parts)


def _parts(answer: str) -> dict:
    if not answer:
        return {"score": None}
    if answer[0] == "#":
        return _numerical(answer[1:])
    if "~" in answer:
        return _multichoice(answer)
    if "=" in answer and "->" in answer:
        return _match(answer)
    return _shortanswer(answer)


def _pieces(answer: str, mark: str) -> list[str]:
    first, *rest = answer.split(mark)
    return [piece.strip() for piece in ([first] if first.strip() else []) + rest]


def _weighed(piece: str, usual: float) -> tuple[float, str, str]:
    weight = re.match(r"%(-*[0-9]{1,2}\.?[0-9]*)%", piece)
    text, _, feedback = (piece[weight.end() :] if weight else piece).partition("#")
    share = usual if weight is None else fraction(weight[1])
    if share is None:
        raise ImportStoppedError(f"{piece[:20]} has a weight that is none of Moodle's")
    return share, text, _html(feedback)


def _multichoice(answer: str) -> dict:
    single = "=" in answer
    answers = []
    for piece in _pieces(answer.replace("=", "~="), "~"):
        if piece.startswith("="):  # it is worth all, whatever follows
            text, _, feedback = piece.removeprefix("=").partition("#")
            answers.append((_html(text), 1.0, _html(feedback)))
        else:
            share, text, feedback = _weighed(piece, 0.0)
            answers.append((_html(text), share, feedback))
    shares = {text: share for text, share, _ in answers}

    def score(response: Response) -> float:
        if single:
            return shares.get(str(response), 0.0)
        return min(1.0, max(0.0, sum(shares[text] for text in response)))

    return {"score": score, "asked": tuple(shares), "said": {text: said for text, _, said in answers}}


def _match(answer: str) -> dict:
    right, offered = {}, set()
    for piece in _pieces(answer, "="):
        stem, arrow, text = piece.partition("->")
        if not arrow:
            raise ImportStoppedError("improperly formatted matching question")
        offered.add(plain(_free(text)))
        if stem.strip():
            right[_html(stem)] = plain(_free(text))

    def score(response: Response) -> float:
        assert isinstance(response, dict)
        return sum(response.get(stem) == text for stem, text in right.items()) / len(right)

    return {"score": score, "asked": tuple(right), "offered": frozenset(offered), "right": right}


def _shortanswer(answer: str) -> dict:
    answers = [_weighed(piece, 1.0) for piece in _pieces(answer, "=")]
    patterns = [(wildcard(_free(text)), share) for share, text, _ in answers]

    def score(response: Response) -> float:
        typed = str(response).strip()
        return next((share for pattern, share in patterns if typed and pattern.match(typed)), 0.0)

    return {"score": score, "said": {_free(text): said for _, text, said in reversed(answers)}}


def _numerical(answer: str) -> dict:
    answer, _, wrong = answer.partition("~")
    spans, said = [], {"*": _html(wrong.partition("#")[2])}
    for piece in _pieces(answer, "="):
        share, text, feedback = _weighed(piece, 1.0)
        middle, _, tolerance = text.partition(":")
        for figure in (middle, tolerance or "0"):
            if not re.fullmatch(r"-?(\d+\.?\d*|\.\d+)", figure.strip()):
                raise ImportStoppedError(f"{figure} is not a number")
        spans.append((number(middle) or 0.0, number(tolerance) or 0.0, share))
        said[middle.strip()] = feedback

    def score(response: Response) -> float:
        if not re.fullmatch(r"\s*[+-]?(\d+\.?\d*|\.\d+)\s*", str(response)):
            return 0.0
        typed = float(str(response))
        near = (share for middle, off, share in spans if abs(typed - middle) <= off + 1e-10 * max(1.0, abs(middle)))
        return next(near, 0.0)

    return {"score": score, "said": said}
