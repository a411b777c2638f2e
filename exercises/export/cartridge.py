"""Common Cartridge 1.1 (1EdTech, Common Cartridge 1.1, with its profile of QTI 1.2.1), since Moodle refuses 1.3.

Lessons are web links where the course is published, and else pages that say what a lesson teaches; the exercises are
one assessment.  The profile has six kinds of question and no partial credit: what is placed becomes a question of one
choice for each thing that is placed, a number the ways to write it, and an estimate is marked by hand.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from decimal import Decimal

from lxml.builder import ElementMaker

from exercises.draw.templates import render
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
from exercises.export.target import Fit, How, Selection, Target, whole
from exercises.export.xml import Element, to_bytes
from exercises.files import zipped

PACKAGE = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
LOM = "http://ltsc.ieee.org/xsd/imsccv1p1/LOM/manifest"
LINK = "http://www.imsglobal.org/xsd/imsccv1p1/imswl_v1p1"
_REPORT, _BESIDE = "report", "The report to read"
_SUFFIX = {"assessment": "", "question-bank": "_bank"}
_COMMA = str.maketrans({".": ",", ",": " "})
"""What makes of a number with a decimal point one with a comma, its thousands parted by spaces."""
TRUTH = {"true", "false"}
"""The idents of a question of true or false, and no others, in the profile."""


def _item(
    item: Item, part: str, profile: str, response: Element, marking: list[Element], said: dict[str, str]
) -> Element:
    fields = [("cc_profile", f"cc.{profile}.v0p1")]
    if profile == "essay":
        fields.append(("qmd_computerscored", "No"))
    general = condition(MAKE.other(), shown("general_fb"), go_on=True)
    return MAKE.item(
        MAKE.itemmetadata(metadata(fields)),
        MAKE.presentation(material(_stem(item, part)), response),
        processing([general, *marking]),
        *feedback({"general_fb": _told(item, part), **said}),
        ident=_ident(item, part),
        title=item.exercise.title,
    )


def _ident(item: Item, part: str) -> str:
    return f"i{item.uuid}" + (f"_{ident_of(part)}" if part else "")


def _stem(item: Item, part: str) -> str:
    text = next((thing.text for thing in item.things if thing.id == part), "")
    return item.asked(item.passage) + f"<p><strong>{item.text(text)}</strong></p>" if text else item.stem


def _told(item: Item, part: str) -> str:
    if part:
        return item.said(part) + item.solution
    return item.solution if item.things else item.together + item.rubric


def _choose(item: Item) -> Iterator[Element]:
    several = item.shape != "one"
    slots = {thing.id for thing in item.things}
    profile = "multiple_response" if several else "true_false" if slots == TRUTH else "multiple_choice"
    case = {"case": "Yes"} if several else {}
    wrong = [thing.id for thing in item.things if thing.id not in item.right]
    right = all_of(item.right, wrong, **case) if several else equal(item.right[0])
    told = [
        condition(equal(one.id), shown(said_of(place)), go_on=True)
        for place, one in enumerate(item.things, 1)
        if item.said(one.id)
    ]
    labels = ((thing.id, item.plain(thing.text)) for thing in item.things)
    said = {said_of(place): item.said(thing.id) for place, thing in enumerate(item.things, 1)}
    response = choices("response1", labels, several=several)
    yield _item(item, "", profile, response, [*told, condition(right, points("100"))], said)


def _placed(item: Item) -> Iterator[Element]:
    for thing in item.things:
        labels = ((id, item.plain(text)) for id, text in item.offered.items())
        marking = [condition(equal(item.placed[thing.id]), points("100"))]
        yield _item(item, thing.id, "multiple_choice", choices("response1", labels), marking, {})


def written_ways(item: Item) -> tuple[str, ...]:
    """Return the ways to write a number that the key's exact value allows."""
    value = Decimal(str(item.key.correct))
    plain = f"{value:f}"
    longer = f"{plain}.0" if "." not in plain else f"{plain}0"
    ways = [plain, f"{value:,f}", f"{value:+f}" if value > 0 else plain, longer]
    return tuple(dict.fromkeys([*ways, *(way.translate(_COMMA) for way in ways)]))


def _entered(item: Item) -> Iterator[Element]:
    ways = written_ways(item) if item.shape == "number" else item.accepted
    right = condition((equal(way, case="No") for way in ways), points("100"), shown("correct_fb"))
    wrong = [condition(MAKE.other(), shown("general_incorrect_fb"), go_on=True)] if item.otherwise else []
    said = {"correct_fb": item.said(str(item.key.correct)), "general_incorrect_fb": item.otherwise}
    yield _item(item, "", "fib", entry(), [right, *wrong], said)


def _essay(item: Item) -> Iterator[Element]:
    yield _item(item, "", "essay", entry(), [], {})


_BODIES = {
    **dict.fromkeys(("one", "several", "passage"), _choose),
    **dict.fromkeys(("bins", "lists", "places", "grid"), _placed),
    **dict.fromkeys(("date", "words", "number"), _entered),
    **dict.fromkeys(("percent", "text"), _essay),
}


def _questions(items: Iterable[Item]) -> Iterator[Element]:
    yield from (question for item in items for question in _BODIES[item.shape](item))


def bank(selection: Selection, ident: str) -> Element:
    """Return what the pools hold as the one question bank that a cartridge may have: an assessment has no draw."""
    items = (item for some in selection.pools.values() for item in some)
    return MAKE.questestinterop(MAKE.objectbank(*_questions(items), ident=ident))


def assessment(selection: Selection, ident: str) -> Element:
    """Return the exercises as one assessment."""
    fields = [
        ("cc_profile", "cc.exam.v0p1"),
        ("qmd_assessmenttype", "Examination"),
        ("qmd_scoretype", "Percentage"),
        ("cc_maxattempts", "1"),
    ]
    section = MAKE.section(*_questions(selection.alone), ident="root_section")
    return MAKE.questestinterop(MAKE.assessment(metadata(fields), section, ident=ident, title=selection.title))


# The lessons


def _lesson_file(selection: Selection, lesson: str, title: str, outcomes: tuple[str, ...]) -> tuple[str, bytes]:
    """Return a lesson's file in the package: a web link where the course is published, else a page."""
    if not selection.site:
        page = render("export/lesson", title=title, outcomes=outcomes)
        return f"lessons/{lesson}.html", str(page).encode()
    make = ElementMaker(namespace=LINK, nsmap={None: LINK})
    address = f"{selection.site.rstrip('/')}/course/lessons/{lesson}.html"
    link = make.webLink(make.title(title), make.url(href=address))
    return f"lessons/{lesson}.xml", to_bytes(link)


def _beside(selection: Selection) -> dict[str, bytes]:
    """Return the page that says which report to have at hand; none where every report is in its questions."""
    page = render("export/beside", title=_BESIDE, beside=selection.beside)
    return {f"{_REPORT}.html": str(page).encode()} if selection.beside else {}


def _manifest(
    selection: Selection, ident: str, pages: Iterable[str], lessons: dict[str, str], quizzes: dict[str, str]
) -> Element:
    make = ElementMaker(namespace=PACKAGE, nsmap={None: PACKAGE, "lomimscc": LOM})
    lom = ElementMaker(namespace=LOM, nsmap={"lomimscc": LOM})
    name = lom.string(f"{selection.title}, for the instructor: it holds the keys", language="en-US")
    kind = "imswl_xmlv1p1" if selection.site else "webcontent"
    entries = [make.item(make.title(_BESIDE), identifier=f"item_{_REPORT}", identifierref=_REPORT) for _ in pages]
    entries += [
        make.item(make.title(title), identifier=f"item_{lesson}", identifierref=f"lesson_{lesson}")
        for lesson, title, _ in selection.lessons
    ]
    if selection.alone:
        entries.append(make.item(make.title(selection.title), identifier="item_quiz", identifierref=ident))
    resources = [
        make.resource(make.file(href=href), identifier=_REPORT, type="webcontent", href=href) for href in pages
    ]
    resources += [
        make.resource(
            make.file(href=href),
            identifier=f"lesson_{lesson}",
            type=kind,
            **({} if selection.site else {"href": href}),
        )
        for lesson, href in lessons.items()
    ]
    for kind, href in quizzes.items():
        made = {"identifier": f"{ident}{_SUFFIX[kind]}", "type": f"imsqti_xmlv1p2/imscc_xmlv1p1/{kind}"}
        resources.append(make.resource(make.file(href=href), **made))
    return make.manifest(
        make.metadata(
            make.schema("IMS Common Cartridge"),
            make.schemaversion("1.1.0"),
            lom.lom(lom.general(lom.title(name))),
        ),
        make.organizations(
            make.organization(make.item(*entries, identifier="root"), identifier="org", structure="rooted-hierarchy")
        ),
        make.resources(*resources),
        identifier=f"{ident}_manifest",
    )


def write(selection: Selection) -> bytes:
    """Return the exercises and their lessons as one cartridge."""
    ident = f"cc{uuid.uuid5(uuid.NAMESPACE_URL, f'said-a-source/{selection.name}').hex}"
    quizzes = {"assessment": assessment(selection, ident)} if selection.alone else {}
    if selection.pools:
        quizzes["question-bank"] = bank(selection, f"{ident}_bank")
    hrefs = {kind: f"{ident}/{kind}.xml" for kind in quizzes}
    lessons = {lesson: _lesson_file(selection, lesson, title, can) for lesson, title, can in selection.lessons}
    pages = _beside(selection)
    manifest = _manifest(selection, ident, pages, {lesson: name for lesson, (name, _) in lessons.items()}, hrefs)
    files = {"imsmanifest.xml": to_bytes(manifest), **pages, **dict(lessons.values())}
    return zipped({**files, **{hrefs[kind]: to_bytes(root) for kind, root in quizzes.items()}})


_WHOLE = "there is no partial credit: all is right, or it scores 0"
_EXACT = "what is typed must be one of the ways that are listed, letter by letter but for its case"


def _all_or_nothing(item: Item) -> float:
    """Return the most that a response can lose: one choice short of all, or one too many."""
    return 1 - 1 / len(item.right) if len(item.right) > 1 else 0.0


PARTS: dict[str, How] = {
    "feedback": "equivalent",
    **dict.fromkeys(("feedback/one", "feedback/several", "feedback/passage"), "native"),
    "hints": "lost",
    "solution": "native",
    "rubric": "equivalent",
    "tags": "lost",
    "points": "lost",
}
_APART = Fit("equivalent", "multiple choice, a question of a point for each part")
COMMON_CARTRIDGE = Target(
    name="common-cartridge",
    title="Common Cartridge 1.1",
    suffix=".imscc",
    fits={
        "one": Fit("native", "multiple choice"),
        "several": Fit("native", "multiple response", _WHOLE, _all_or_nothing),
        "passage": Fit("equivalent", "multiple response", _WHOLE, _all_or_nothing),
        "bins": _APART,
        "lists": _APART,
        "places": _APART,
        "grid": _APART,
        "date": Fit("equivalent", "fill in the blank", _EXACT, whole),
        "number": Fit("equivalent", "fill in the blank", _EXACT, whole),
        "percent": Fit("equivalent", "essay, marked by hand"),
        "words": Fit("native", "fill in the blank", _EXACT, whole),
        "text": Fit("native", "essay"),
    },
    parts=PARTS,
    write=write,
    pool=Fit("lost", "a question bank, a question for each sentence"),
)
