"""QTI 2.1 (1EdTech, Question and Test Interoperability 2.1, Information Model and XML binding).

Each item marks itself: by a mapping where the share of what is right counts, else by its own response processing.
A number's tolerance is written as a least and a most, since some players leave out that of ``equal``; every entry of a
mapping says whether case counts; what a player may not know (templates by address) is not used.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from lxml import etree
from lxml.builder import ElementMaker

from exercises.export.item import Item
from exercises.export.target import DAYS, NUMBERS, PERCENTS, Fit, How, Selection, Target, whole
from exercises.export.xml import Element, as_elements, in_lines
from exercises.files import zipped

QTI = "http://www.imsglobal.org/xsd/imsqti_v2p1"
PACKAGE = "http://www.imsglobal.org/xsd/imscp_v1p1"
LOM = "http://ltsc.ieee.org/xsd/LOM"
MAKE = ElementMaker(namespace=QTI, nsmap={None: QTI})


class Profile(NamedTuple):
    """A version's profile of Content Packaging: its types, its namespace, and what the manifest must call itself."""

    version: str
    space: str
    schema: str
    schemaversion: str


PROFILE = Profile("v2p1", PACKAGE, "QTIv2.1 Package", "1.0.0")
_UNKNOWN = ("style", "start")
"""What markdown-it writes into HTML and QTI has no place for."""
_POINTS = "POINTS"
"""The weight by which a test counts an item; an item without it counts once."""


def chosen(slot: str) -> str:
    """Return one of the asked as an identifier, which may have no slash and begin with no figure."""
    return f"c-{slot.replace('/', '--')}"


def offered(id: str) -> str:
    """Return one of the offered as an identifier."""
    return f"o-{id}"


def name_of(item: Item) -> str:
    """Return the item's identifier, which is also its file's stem."""
    return f"sas-{item.id}"


def html(text: str, tag: str = "div") -> Element:
    """Return HTML of ours as an element of the item's body."""
    made = as_elements(text, tag, QTI)
    for element in made.iter(etree.Element):
        for name in _UNKNOWN:
            element.attrib.pop(name, None)
    return made


# What is declared


def _value(text: str) -> Element:
    return MAKE.value(text)


def _declared(cardinality: str, type: str, right: Iterable[str], mapped: Mapping[str, float] | None = None) -> Element:
    parts = [MAKE.correctResponse(*map(_value, right))]
    if mapped is not None:
        entries = (
            MAKE.mapEntry(mapKey=key, mappedValue=repr(worth), caseSensitive="false") for key, worth in mapped.items()
        )
        parts.append(MAKE.mapping(*entries, lowerBound="0", upperBound="1", defaultValue="0"))
    return MAKE.responseDeclaration(*parts, identifier="RESPONSE", cardinality=cardinality, baseType=type)


def _declaration(item: Item) -> Element:
    correct = str(item.key.correct)
    match item.shape:
        case "one":
            return _declared("single", "identifier", [chosen(correct)])
        case "several" | "passage":
            share = 1 / len(item.right)
            worth = {chosen(thing.id): share if thing.id in item.right else -share for thing in item.things}
            return _declared("multiple", "identifier", map(chosen, item.right), worth)
        case "places":
            return _declared("ordered", "identifier", map(chosen, item.in_turn))
        case "bins" | "lists" | "grid":
            pairs = [f"{chosen(slot)} {offered(id)}" for slot, id in item.placed.items()]
            return _declared("multiple", "directedPair", pairs, dict.fromkeys(pairs, 1 / len(pairs)))
        case "date" | "words":
            return _declared("single", "string", [correct], dict.fromkeys(item.accepted, 1.0))
        case "percent":
            return _declared("single", "float", ["100" if correct == "1" else "0"])
        case "number":
            return _declared("single", "float", [correct])
    return MAKE.responseDeclaration(identifier="RESPONSE", cardinality="single", baseType="string")


def _outcome(name: str, type: str, cardinality: str = "single", value: str = "") -> Element:
    default = [MAKE.defaultValue(_value(value))] if value else []
    return MAKE.outcomeDeclaration(*default, identifier=name, cardinality=cardinality, baseType=type)


# What is shown


def _interaction(item: Item) -> Element:
    shuffle = "false" if item.shape == "grid" else "true"
    given = {"responseIdentifier": "RESPONSE"}
    match item.shape:
        case "one" | "several":
            labels = [MAKE.simpleChoice(item.plain(one.text), identifier=chosen(one.id)) for one in item.things]
            most = "1" if item.shape == "one" else "0"
            return MAKE.choiceInteraction(*labels, **given, shuffle=shuffle, maxChoices=most)
        case "passage":
            return MAKE.hottextInteraction(_passage(item), **given, maxChoices="0")
        case "places":
            labels = [MAKE.simpleChoice(item.plain(one.text), identifier=chosen(one.id)) for one in item.things]
            return MAKE.orderInteraction(*labels, **given, shuffle=shuffle)
        case "bins" | "lists" | "grid":
            asked = ((chosen(one.id), one.text, "1") for one in item.things)
            given_out = ((offered(id), text, "0") for id, text in item.offered.items())
            sets = (MAKE.simpleMatchSet(*(_match(item, *one) for one in ones)) for ones in (asked, given_out))
            return MAKE.matchInteraction(*sets, **given, shuffle=shuffle, maxAssociations=str(len(item.things)))
        case "text":
            return MAKE.extendedTextInteraction(**given, expectedLines="10")
    return MAKE.p(MAKE.textEntryInteraction(**given, expectedLength="24"))


def _match(item: Item, identifier: str, text: str, most: str) -> Element:
    return MAKE.simpleAssociableChoice(item.plain(text), identifier=identifier, matchMax=most)


def _passage(item: Item) -> Element:
    line = MAKE.p()
    for text, id in item.passage:
        if id:
            line.append(MAKE.hottext(item.plain(text), identifier=chosen(id)))
        elif len(line):
            line[-1].tail = item.plain(text)
        else:
            line.text = item.plain(text)
    return line


def _body(item: Item) -> Element:
    rubric = [html(item.rubric, "rubricBlock")] if item.rubric else []
    for block in rubric:
        block.set("view", "scorer")
    how = {"passage": "Choose all that apply.", "places": ""}.get(item.shape)
    return MAKE.itemBody(*rubric, html(item.asked((), how)), _interaction(item))


# How it is marked, and what is said


def _base(type: str, value: object) -> Element:
    return MAKE.baseValue(str(value), baseType=type)


def _response() -> Element:
    return MAKE.variable(identifier="RESPONSE")


def _set(name: str, expression: Element) -> Element:
    return MAKE.setOutcomeValue(expression, identifier=name)


def _score(expression: Element) -> Element:
    return _set("SCORE", expression)


def _between(least: object, most: object) -> Element:
    low = MAKE.gte(_response(), _base("float", least))
    return getattr(MAKE, "and")(low, MAKE.lte(_response(), _base("float", most)))


def _either(*branches: tuple[Element, Iterable[Element]], otherwise: Iterable[Element] = ()) -> Element:
    (test, then), *others = branches
    rest = [MAKE.responseElseIf(test, *then) for test, then in others]
    last = [MAKE.responseElse(*otherwise)] if (otherwise := tuple(otherwise)) else []
    return MAKE.responseCondition(MAKE.responseIf(test, *then), *rest, *last)


def _processing(item: Item) -> Iterator[Element]:
    """Yield the rules; those that read a response stand under a test for one, since players differ on NULL."""
    if rules := tuple(_rules(item)):
        yield _either((getattr(MAKE, "not")(MAKE.isNull(_response())), rules))
    yield _set("SOLUTION", _base("identifier", "solution"))


def _rules(item: Item) -> Iterator[Element]:
    match item.shape:
        case "one":
            right = MAKE.match(_response(), MAKE.correct(identifier="RESPONSE"))
            yield _either((right, [_score(_base("float", 1))]))
        case "several" | "passage" | "bins" | "lists" | "grid" | "date" | "words":
            yield _score(MAKE.mapResponse(identifier="RESPONSE"))
        case "places":
            yield from _in_place(item)
        case "number":
            value, off = Decimal(str(item.key.correct)), item.key.tolerance
            yield _either((_between(value - off, value + off), [_score(_base("float", 1))]))
        case "percent":
            yield _either((_between(0, 100), [_score(_near(str(item.key.correct)))]))
    if item.shape in ("one", "several", "passage"):
        yield _set("FEEDBACK", _response())
    elif said := _sayings(item):
        *named, (_, last, _) = said
        branches = [(test, [_set("FEEDBACK", _base("identifier", name))]) for test, name, _ in named]
        otherwise = [_set("FEEDBACK", _base("identifier", last))]
        yield _either(*branches, otherwise=otherwise) if branches else otherwise[0]


def _in_place(item: Item) -> Iterator[Element]:
    """Yield the adding of a share for each item that is in its place."""
    for place, slot in enumerate(item.in_turn, 1):
        here = MAKE.match(MAKE.index(_response(), n=str(place)), _base("identifier", chosen(slot)))
        share = MAKE.sum(MAKE.variable(identifier="SCORE"), _base("float", repr(1 / len(item.things))))
        yield _either((here, [_score(share)]))


def _near(outcome: str) -> Element:
    """Return 1 - (p - outcome)^2 as an expression (``grade.score``)."""

    def off() -> Element:
        return MAKE.subtract(MAKE.divide(_response(), _base("float", 100)), _base("float", outcome))

    return MAKE.subtract(_base("float", 1), MAKE.product(off(), off()))


def _sayings(item: Item) -> list[tuple[Element | None, str, str]]:
    """Return what is said to an entered answer: a test, an identifier and the words; the last is for all others."""
    correct = str(item.key.correct)
    tests: dict[str, Element]
    if item.shape == "number":
        off = item.key.tolerance
        spans = {slot: off if slot == correct else Decimal(0) for slot in item.key.feedback}
        tests = {slot: _between(Decimal(slot) - width, Decimal(slot) + width) for slot, width in spans.items()}
    elif item.shape in ("date", "words"):
        tests = {slot: _any_of(item.accepted if slot == correct else item.forms(slot)) for slot in item.key.feedback}
    elif item.shape == "percent":
        half = ("1", MAKE.gt(_response(), _base("float", 50))), ("0", MAKE.lt(_response(), _base("float", 50)))
        tests = {side: test for side, test in half if side in item.key.feedback}
    else:
        return []
    named = [(test, f"said-{place}", item.said(slot)) for place, (slot, test) in enumerate(tests.items(), 1)]
    return [*named, (None, "otherwise", item.otherwise)]


def _any_of(forms: Iterable[str]) -> Element:
    tests = [
        MAKE.stringMatch(_response(), _base("string", form), caseSensitive="false", substring="false") for form in forms
    ]
    return getattr(MAKE, "or")(*tests)


def _shown(outcome: str, identifier: str, text: str) -> Element:
    made = html(text, "modalFeedback")
    for name, value in (("outcomeIdentifier", outcome), ("identifier", identifier), ("showHide", "show")):
        made.set(name, value)
    return made


def _feedback(item: Item) -> Iterator[Element]:
    if item.shape in ("one", "several", "passage"):
        said = [(chosen(thing.id), item.said(thing.id)) for thing in item.things]
    else:
        said = [(name, text) for _, name, text in _sayings(item)]
    yield from (_shown("FEEDBACK", name, text) for name, text in said if text)
    yield _shown("SOLUTION", "solution", item.together if item.placed else item.solution)


def question(item: Item) -> Element:
    """Return the item as an element."""
    many = "multiple" if item.shape in ("several", "passage") else "single"
    return MAKE.assessmentItem(
        _declaration(item),
        _outcome("SCORE", "float", value="0"),
        _outcome("MAXSCORE", "float", value="1"),
        _outcome("FEEDBACK", "identifier", many),
        _outcome("SOLUTION", "identifier"),
        _body(item),
        MAKE.responseProcessing(*_processing(item)),
        *_feedback(item),
        identifier=name_of(item),
        title=item.exercise.title,
        adaptive="false",
        timeDependent="false",
    )


def assessment(selection: Selection) -> Element:
    """Return the test that has the items in their order and one of each pool, its score the sum of theirs."""
    beside = [MAKE.rubricBlock(MAKE.p(selection.beside), view="candidate")] if selection.beside else []
    sections = [_section("section", selection.title, selection.alone, *beside)] if selection.alone else []
    for name, items in selection.pools.items():
        sections.append(_section(name, "Invented report", items, MAKE.selection(select="1")))
    part = MAKE.testPart(*sections, identifier="part", navigationMode="nonlinear", submissionMode="individual")
    weighed = {"weightIdentifier": _POINTS} if any(item.points != 1 for item in selection.items) else {}
    total = MAKE.sum(MAKE.testVariables(variableIdentifier="SCORE", **weighed))
    return MAKE.assessmentTest(
        _outcome("SCORE", "float", value="0"),
        part,
        MAKE.outcomeProcessing(_score(total)),
        identifier=f"sas-{selection.name}",
        title=selection.title,
    )


def _section(identifier: str, title: str, items: Iterable[Item], *head: Element) -> Element:
    refs = map(_reference, items)
    return MAKE.assessmentSection(*head, *refs, identifier=identifier, title=title, visible="true")


def _reference(item: Item) -> Element:
    """Return an item's place in the test; where nothing is told an item's weight is one."""
    weight = [MAKE.weight(identifier=_POINTS, value=f"{item.points:.10g}")] if item.points != 1 else []
    return MAKE.assessmentItemRef(*weight, identifier=name_of(item), href=f"items/{name_of(item)}.xml")


def package(selection: Selection, profile: Profile, items: Mapping[str, Element], whole: Element) -> bytes:
    """Return a package of items by name and the test that has them: a manifest and a file for each."""
    make = ElementMaker(namespace=profile.space, nsmap={None: profile.space, "lom": LOM})
    resources = [
        make.resource(
            make.file(href="test.xml"),
            *(make.dependency(identifierref=name) for name in items),
            identifier="test",
            type=f"imsqti_test_xml{profile.version}",
            href="test.xml",
        )
    ]
    for item in selection.items:
        href = f"items/{name_of(item)}.xml"
        about = make.metadata(_lom(item.exercise.title, item.tags))
        given = {"identifier": name_of(item), "type": f"imsqti_item_xml{profile.version}", "href": href}
        resources.append(make.resource(about, make.file(href=href), **given))
    manifest = make.manifest(
        make.metadata(
            make.schema(profile.schema),
            make.schemaversion(profile.schemaversion),
            _lom(f"{selection.title}, for the instructor: it holds the keys", ()),
        ),
        make.organizations(),
        make.resources(*resources),
        identifier=f"sas-{selection.name}-manifest",
    )
    files = {
        "imsmanifest.xml": manifest,
        "test.xml": whole,
        **{f"items/{name}.xml": one for name, one in items.items()},
    }
    return zipped({name: in_lines(root) for name, root in files.items()})


def _lom(title: str, tags: Iterable[str]) -> Element:
    lom = ElementMaker(namespace=LOM, nsmap={"lom": LOM})
    keywords = (lom.keyword(lom.string(tag, language="en")) for tag in tags)
    return lom.lom(lom.general(lom.title(lom.string(title, language="en")), *keywords))


def write(selection: Selection) -> bytes:
    """Return the exercises as a package of items and a test."""
    items = {name_of(item): question(item) for item in selection.items}
    return package(selection, PROFILE, items, assessment(selection))


_LETTERS = (
    "letters count but their case: other quotation marks, dashes or spaces than the key's, or some around it, score 0"
)
FITS = {
    "one": Fit("native", "choice"),
    "several": Fit("native", "choice"),
    "passage": Fit("native", "hottext"),
    "bins": Fit("native", "match"),
    "lists": Fit("native", "match"),
    "grid": Fit("native", "match"),
    "places": Fit("native", "order"),
    "date": Fit("equivalent", "text entry", f"{DAYS} or with spaces around it", whole),
    "number": Fit("native", "text entry", NUMBERS, whole),
    "percent": Fit("native", "text entry", PERCENTS, whole),
    "words": Fit("native", "text entry", _LETTERS, whole),
    "text": Fit("native", "extended text"),
}
PARTS: dict[str, How] = {
    "feedback": "native",
    **dict.fromkeys(("feedback/bins", "feedback/lists", "feedback/grid", "feedback/places"), "equivalent"),
    "hints": "lost",
    "solution": "native",
    "rubric": "native",
    "tags": "native",
    "points": "native",
}
POOL = Fit("native", "section that selects one")
QTI_2_1 = Target(name="qti-2.1", title="QTI 2.1", suffix=".zip", fits=FITS, parts=PARTS, write=write, pool=POOL)
