"""Moodle XML, as its question bank imports it (docs.moodle.org/en/Moodle_XML_format; question/format/xml/format.php).

What the importer makes of a file is held by ``tests/export``: fractions are those of its own list
(``question_bank::fraction_options_full``), or it skips the question; a pair without an answer ends a matching
question; a ``*`` in a short answer stands for any letters.  What is put in order is matched with its place:
``qtype_ordering`` marks the order in which its items happened to stand where a student touched none of them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import groupby, pairwise

from lxml.builder import E

from exercises.draw.markup import typeset
from exercises.export.item import Item
from exercises.export.target import DAYS, NUMBERS, PERCENTS, Fit, Selection, Target, whole
from exercises.export.xml import Element, to_bytes

FRACTIONS = (
    *("100", "90", "83.33333", "80", "75", "70", "66.66667", "60", "50", "40", "33.33333", "30", "25", "20"),
    *("16.66667", "14.28571", "12.5", "11.11111", "10", "5", "0"),
)
"""What an answer may be worth in Moodle, in percent; less than nothing is the same with a minus."""

LONGEST = 255
"""The letters that an option of a matching question may have (``qtype_match_subquestions.answertext``)."""


def fraction(share: float) -> str:
    """Return the one of Moodle's fractions that is nearest to a share of 1."""
    size = min(FRACTIONS, key=lambda percent: abs(float(percent) - 100 * abs(share)))
    return f"-{size}" if share < 0 and size != "0" else size


def several_gap(item: Item) -> float:
    """Return by how much a question of several choices may be off: its shares may be none of Moodle's fractions."""
    right = len(item.right)
    off = right * abs(float(fraction(1 / right)) / 100 - 1 / right)
    return off if off > 1e-4 else 0.0


def bands(outcome: str) -> Iterator[tuple[str, float, float]]:
    """Yield each fraction with the percentages it is for, where a thing turned out so (``1``) or not (``0``).

    A percentage gets the fraction that is nearest to ``grade.score``'s; no band has both sides of 50 percent.
    """
    sizes = [float(size) / 100 for size in FRACTIONS]
    edges = [1.0, *((above + below) / 2 for above, below in pairwise(sizes)), 0.0]
    for size, high, low in zip(FRACTIONS[:-1], edges[:-2], edges[1:-1], strict=True):
        near, far = (100 * math.sqrt(1 - score) for score in (high, low))
        for start, end in ((near, min(far, 50)), (max(near, 50), far)):
            if start < end:
                yield (size, start, end) if outcome == "0" else (size, 100 - end, 100 - start)


def escaped(answer: str) -> str:
    """Return a short answer in which no ``*`` stands for any letters."""
    return answer.replace("*", "\\*")


# The questions


def _text(name: str, html: str) -> Element:
    return E(name, E.text(html), format="html")


def _answer(share: str, text: str, feedback: str, *more: Element, format: str = "html") -> Element:
    return E.answer(E.text(text), _text("feedback", feedback), *more, fraction=share, format=format)


def _choices(item: Item) -> Iterator[Element]:
    several = item.shape != "one"
    yield E.single("false" if several else "true")
    yield E.shuffleanswers("false" if item.passage else "true")
    yield E.answernumbering("abc")
    for asked in item.things:
        right = asked.id in item.right
        share = (1 if right else -1) / len(item.right) if several else float(right)
        yield _answer(fraction(share), item.text(asked.text), item.said(asked.id))


def _pairs(item: Item) -> Iterator[Element]:
    yield E.shuffleanswers("false" if item.shape == "grid" else "true")
    for asked in item.things:
        right = item.text(item.offered[item.placed[asked.id]])  # shown by format_string(), which reads HTML
        yield E.subquestion(E.text(item.text(asked.text)), E.answer(E.text(right)), format="html")
    for id, text in item.offered.items():
        if id not in item.placed.values():
            yield E.subquestion(E.text(""), E.answer(E.text(item.text(text))), format="html")


def _numerical(share: str, answer: str, tolerance: float, feedback: str) -> Element:
    return _answer(share, answer, feedback, E.tolerance(f"{tolerance:.6f}"), format="moodle_auto_format")


def _number(item: Item) -> Iterator[Element]:
    right = str(item.key.correct)
    yield _numerical("100", right, float(item.key.tolerance), item.said(right))
    for slot in item.key.feedback:
        if slot != right:
            yield _numerical("0", slot, 0, item.said(slot))
    yield from _unitless(item)


def _percent(item: Item) -> Iterator[Element]:
    yield _numerical(fraction(0.75), "50", 0, item.otherwise)  # the one percentage that leans to neither side
    for share, low, high in bands(str(item.key.correct)):
        side = "1" if low >= 50 else "0"
        yield _numerical(share, f"{(low + high) / 2:.6f}", (high - low) / 2, item.said(side) or item.otherwise)
    yield from _unitless(item)


def _unitless(item: Item) -> Iterator[Element]:
    yield _numerical("0", "*", 0, item.otherwise)
    yield E.unitgradingtype("0")
    yield E.showunits("3")


def _words(item: Item) -> Iterator[Element]:
    yield E.usecase("0")
    said = item.said(str(item.key.correct))
    for form in item.accepted:
        yield _answer("100", escaped(form), said, format="moodle_auto_format")
    for slot, form in item.refused:
        yield _answer("0", escaped(form), item.said(slot), format="moodle_auto_format")
    yield _answer("0", "*", item.otherwise, format="moodle_auto_format")


def _essay(item: Item) -> Iterator[Element]:
    yield E.responseformat("editor")
    yield E.responserequired("1")
    yield E.responsefieldlines("15")
    yield E.attachments("0")
    yield _text("graderinfo", item.rubric)


_BODIES = {
    "one": ("multichoice", _choices),
    "several": ("multichoice", _choices),
    "passage": ("multichoice", _choices),
    **dict.fromkeys(("bins", "lists", "places", "grid"), ("matching", _pairs)),
    "date": ("shortanswer", _words),
    "words": ("shortanswer", _words),
    "number": ("numerical", _number),
    "percent": ("numerical", _percent),
    "text": ("essay", _essay),
}


def question(item: Item) -> Element:
    """Return the question as an element."""
    type, body = _BODIES[item.shape]
    return E.question(
        E.name(E.text(item.exercise.title)),
        _text("questiontext", item.stem),
        _text("generalfeedback", item.together if type == "matching" else item.solution),
        E.defaultgrade(f"{item.points:.7f}"),
        E.penalty("0.0000000"),
        E.hidden("0"),
        E.idnumber(item.id),
        *body(item),
        *(_text("hint", hint) for hint in item.hints if type != "essay"),
        E.tags(*(E.tag(E.text(tag)) for tag in item.tags)),
        type=type,
    )


DRAW = (
    "<p>Add one random question from this category to your quiz. Each is a whole invented report with its sentences, "
    "so a student gets a report and all that is asked about it.</p>"
)


def place_of(item: Item) -> str:
    """Return the category that a question stands in, below the selection's own."""
    return item.pool or item.exercise.lesson


def by_place(selection: Selection) -> Iterator[tuple[str, list[Item]]]:
    """Yield each category with its questions: lessons in their order, then pools."""
    items = sorted(selection.items, key=lambda item: (item.pool, item.exercise.lesson))
    yield from ((place, list(some)) for place, some in groupby(items, key=place_of))


def _category(selection: Selection, place: str) -> Element:
    top = f"{selection.title} (instructor)".replace("/", "//")
    return E.question(
        E.category(E.text(f"$course$/top/{top}/{place}")),
        _text("info", DRAW if place in selection.pools else typeset(selection.beside)),
        E.idnumber(f"{selection.name}/{place}"),
        type="category",
    )


def write(selection: Selection) -> bytes:
    """Return the exercises as one file, a category for each lesson and each pool."""
    quiz = E.quiz()
    for place, items in by_place(selection):
        quiz.append(_category(selection, place))
        quiz.extend(map(question, items))
    return to_bytes(quiz)


_NO_SHARE = "none of Moodle's fractions is the share of one right choice"
_FORMS = "a right answer with other quotation marks, dashes or spaces than the key's scores 0"

FITS = {
    "one": Fit("native", "multichoice"),
    "several": Fit("native", "multichoice", _NO_SHARE, several_gap),
    "passage": Fit("equivalent", "multichoice", _NO_SHARE, several_gap),
    **dict.fromkeys(("bins", "places", "grid"), Fit("equivalent", "matching", longest=LONGEST)),
    "lists": Fit("native", "matching", longest=LONGEST),
    "date": Fit("equivalent", "shortanswer", DAYS, whole),
    "number": Fit("native", "numerical", NUMBERS, whole),
    "percent": Fit("equivalent", "numerical", f"Moodle's fractions go in steps, and {PERCENTS}", whole),
    "words": Fit("native", "shortanswer", _FORMS, whole),
    "text": Fit("native", "essay"),
}
POOL = Fit("equivalent", "a category, from which you add a random question to a quiz")
MOODLE = Target(
    name="moodle-xml",
    title="Moodle XML",
    suffix=".xml",
    fits=FITS,
    parts={
        "feedback": "native",
        **dict.fromkeys(("feedback/bins", "feedback/lists", "feedback/grid", "feedback/places"), "equivalent"),
        "hints": "native",
        "hints/text": "lost",
        "solution": "native",
        "rubric": "native",
        "tags": "native",
        "points": "native",
    },
    write=write,
    pool=POOL,
)
