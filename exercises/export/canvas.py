"""QTI 1.2 as Canvas writes and takes it, in Classic and New Quizzes (lib/cc/qti, gems/plugins/qti_exporter).

``question_type`` in the metadata says what a question is, so this is not, and must not be bent to, the profile of
Common Cartridge.  Canvas marks several choices by the rule that is ours, and matching by the share that is right
(app/models/quizzes/quiz_question).
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from lxml.builder import ElementMaker

from exercises.draw.markup import typeset
from exercises.export.item import Item
from exercises.export.qti1 import (
    MAKE,
    all_of,
    choices,
    condition,
    entry,
    equal,
    feedback,
    ident_of,
    material,
    metadata,
    points,
    processing,
    said_of,
    shown,
)
from exercises.export.target import DAYS, NUMBERS, Fit, Selection, Target, whole
from exercises.export.xml import Element, to_bytes
from exercises.files import zipped

_GROUP = "Invented report"
CANVAS = "http://canvas.instructure.com/xsd/cccv1p0"
PACKAGE = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
LOM = "http://www.imsglobal.org/xsd/imsmd_v1p2"


class Body(NamedTuple):
    """What a question of one shape is made of."""

    type: str
    responses: list[Element]
    conditions: list[Element]
    said: dict[str, str]


def _choose(item: Item) -> Body:
    several = item.shape != "one"
    labels = ((thing.id, item.plain(thing.text)) for thing in item.things)
    wrong = [thing.id for thing in item.things if thing.id not in item.right]
    told = [
        condition(equal(thing.id), shown(said_of(place)), go_on=True)
        for place, thing in enumerate(item.things, 1)
        if item.said(thing.id)
    ]
    right = all_of(item.right, wrong) if several else equal(item.right[0])
    said = {said_of(place): item.said(thing.id) for place, thing in enumerate(item.things, 1)}
    type = "multiple_answers_question" if several else "multiple_choice_question"
    return Body(type, [choices("response1", labels, several=several)], [*told, condition(right, points("100"))], said)


def _pairs(item: Item) -> Body:
    """Return a matching, whose options are told by numbers alone.

    Canvas takes the first number in an option's ident for the whole of it, so that ``in-2019`` and ``after-2019`` would
    be one option (``get_canvas_matches`` in instructure/canvas-lms, associate_interaction.rb).
    """
    numbers = {id: str(place) for place, id in enumerate(item.offered, 1)}
    offered = [(numbers[id], item.plain(text)) for id, text in item.offered.items()]
    responses, conditions = [], []
    for thing in item.things:
        ident = f"response_{ident_of(thing.id)}"
        responses.append(choices(ident, offered, material(item.plain(thing.text), "text/plain")))
        share = points(f"{100 / len(item.things):.2f}", "Add")
        conditions.append(condition(equal(numbers[item.placed[thing.id]], ident), share, go_on=True))
    return Body("matching_question", responses, conditions, {})


def _entered(item: Item) -> dict[str, str]:
    return {"correct_fb": item.said(str(item.key.correct)), "general_incorrect_fb": item.otherwise}


def _words(item: Item) -> Body:
    right = condition((equal(form) for form in item.accepted), points("100"), shown("correct_fb"))
    return Body("short_answer_question", [entry()], [right, *_wrong(item)], _entered(item))


def _wrong(item: Item) -> Iterator[Element]:
    if item.otherwise:
        yield condition(MAKE.other(), shown("general_incorrect_fb"), go_on=True)


def _number(item: Item) -> Body:
    value, margin = Decimal(str(item.key.correct)), item.key.tolerance
    least, most = (str(bound) for bound in (value - margin, value + margin))
    span = getattr(MAKE, "and")(MAKE.vargte(least, respident="response1"), MAKE.varlte(most, respident="response1"))
    exact = {"margintype": "absolute", "margin": str(margin)} if margin else {}
    test = getattr(MAKE, "or")(equal(str(value), **exact), span)
    right = condition(test, points("100"), shown("correct_fb"))
    return Body("numerical_question", [entry(fibtype="Decimal")], [right, *_wrong(item)], _entered(item))


def _essay(item: Item) -> Body:
    by_hand = [condition(MAKE.other(), go_on=False)]
    return Body("essay_question", [entry()], by_hand, {})


_BODIES = {
    **dict.fromkeys(("one", "several", "passage"), _choose),
    **dict.fromkeys(("bins", "lists", "places", "grid"), _pairs),
    **dict.fromkeys(("date", "words"), _words),
    "number": _number,
    **dict.fromkeys(("percent", "text"), _essay),
}


def told(item: Item) -> str:
    """Return what is told to everybody afterwards: the solution, and what has no other place."""
    if item.shape in ("one", "several", "passage"):
        return item.solution
    return item.together + item.rubric


def question(item: Item) -> Element:
    """Return the question as an element."""
    body = _BODIES[item.shape](item)
    fields = (
        ("question_type", body.type),
        ("points_possible", _exact(item.points)),
        ("assessment_question_identifierref", f"q{item.uuid}"),
    )
    general = condition(MAKE.other(), shown("general_fb"), go_on=True)
    return MAKE.item(
        MAKE.itemmetadata(metadata(fields)),
        MAKE.presentation(material(item.stem), *body.responses),
        processing([general, *body.conditions]),
        *feedback({"general_fb": told(item), **body.said}),
        ident=f"i{item.uuid}",
        title=item.exercise.title,
    )


def _exact(points: float) -> str:
    """Return points as Canvas writes them, and none of them rounded away."""
    return str(round(float(points), 10))


def _assessment(selection: Selection, ident: str) -> Element:
    groups = (_group(ident, name, items) for name, items in selection.pools.items())
    section = MAKE.section(*map(question, selection.alone), *groups, ident="root_section")
    attempts = metadata([("cc_maxattempts", "1")])
    return MAKE.questestinterop(MAKE.assessment(attempts, section, ident=ident, title=selection.title))


def _group(quiz: str, name: str, items: list[Item]) -> Element:
    """Return a group of questions from which Canvas picks one for each student (lib/cc/qti/qti_generator.rb)."""
    worth = MAKE.selection_extension(MAKE.points_per_item(_exact(items[0].points)))
    pick = MAKE.selection_ordering(MAKE.selection(MAKE.selection_number("1"), worth))
    return MAKE.section(pick, *map(question, items), ident=f"{quiz}_{name}", title=_GROUP)


def _meta(selection: Selection, ident: str) -> Element:
    make = ElementMaker(namespace=CANVAS, nsmap={None: CANVAS})
    return make.quiz(
        make.title(selection.title),
        make.description(typeset(selection.beside)),
        make.shuffle_answers("true"),
        make.scoring_policy("keep_highest"),
        make.quiz_type("assignment"),
        make.points_possible(_exact(selection.points)),
        make.allowed_attempts("1"),
        make.available("false"),
        identifier=ident,
    )


def _manifest(selection: Selection, ident: str) -> Element:
    make = ElementMaker(namespace=PACKAGE, nsmap={None: PACKAGE, "imsmd": LOM})
    lom = ElementMaker(namespace=LOM, nsmap={"imsmd": LOM})
    name = lom.lom(lom.general(lom.title(lom.string(f"{selection.title}, for the instructor: it holds the keys"))))
    meta = f"{ident}/assessment_meta.xml"
    extra = "associatedcontent/imscc_xmlv1p1/learning-application-resource"
    return make.manifest(
        make.metadata(make.schema("IMS Content"), make.schemaversion("1.1.3"), name),
        make.organizations(),
        make.resources(
            make.resource(
                make.file(href=f"{ident}/{ident}.xml"),
                make.dependency(identifierref=f"{ident}_meta"),
                identifier=ident,
                type="imsqti_xmlv1p2",
            ),
            make.resource(make.file(href=meta), identifier=f"{ident}_meta", type=extra, href=meta),
        ),
        identifier=f"{ident}_manifest",
    )


def write(selection: Selection) -> bytes:
    """Return the exercises as one package with one quiz."""
    ident = f"g{uuid.uuid5(uuid.NAMESPACE_URL, f'said-a-source/{selection.name}').hex}"
    files = {
        "imsmanifest.xml": _manifest(selection, ident),
        f"{ident}/{ident}.xml": _assessment(selection, ident),
        f"{ident}/assessment_meta.xml": _meta(selection, ident),
    }
    return zipped({name: to_bytes(root) for name, root in files.items()})


CANVAS_QTI = Target(
    name="canvas",
    title="Canvas (QTI 1.2)",
    suffix=".zip",
    fits={
        "one": Fit("native", "multiple choice"),
        "several": Fit("native", "multiple answers"),
        "passage": Fit("equivalent", "multiple answers"),
        "bins": Fit("equivalent", "matching"),
        "lists": Fit("native", "matching"),
        "grid": Fit("equivalent", "matching"),
        "places": Fit("equivalent", "matching"),
        "date": Fit("equivalent", "fill in the blank", DAYS, whole),
        "number": Fit("native", "numerical", NUMBERS, whole),
        "percent": Fit("equivalent", "essay, marked by hand"),
        "words": Fit(
            "native",
            "fill in the blank",
            "a right answer with other quotation marks, dashes or spaces than the key's scores 0",
            whole,
        ),
        "text": Fit("native", "essay"),
    },
    parts={
        "feedback": "equivalent",
        **dict.fromkeys(("feedback/one", "feedback/several", "feedback/passage"), "native"),
        "hints": "lost",
        "solution": "native",
        "rubric": "equivalent",
        "tags": "lost",
        "points": "native",
    },
    write=write,
    pool=Fit("native", "question group that picks one"),
)
