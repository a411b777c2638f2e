"""What Canvas's QTI 1.2 and Common Cartridge's have in common: questions, choices, feedback (IMS QTI 1.2.1 ASI)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml.builder import ElementMaker

from exercises.export.xml import Element

QTI = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
MAKE = ElementMaker(namespace=QTI, nsmap={None: QTI})


def metadata(fields: Iterable[tuple[str, str]]) -> Element:
    """Return fields of metadata, each a label and an entry."""
    made = (MAKE.qtimetadatafield(MAKE.fieldlabel(label), MAKE.fieldentry(entry)) for label, entry in fields)
    return MAKE.qtimetadata(*made)


def material(text: str, type: str = "text/html") -> Element:
    """Return words, as HTML unless said otherwise."""
    return MAKE.material(MAKE.mattext(text, texttype=type))


def choices(ident: str, labels: Iterable[tuple[str, str]], *head: Element, several: bool = False) -> Element:
    """Return something to choose from: pairs of id and plain text, with ``head`` before them."""
    made = (MAKE.response_label(material(text, "text/plain"), ident=id) for id, text in labels)
    cardinality = "Multiple" if several else "Single"
    return MAKE.response_lid(*head, MAKE.render_choice(*made), ident=ident, rcardinality=cardinality)


def entry(**attributes: str) -> Element:
    """Return a field to type into."""
    blank = MAKE.render_fib(MAKE.response_label(ident="answer1", rshuffle="No"), **attributes)
    return MAKE.response_str(blank, ident="response1", rcardinality="Single")


def equal(value: str, respident: str = "response1", **attributes: str) -> Element:
    """Return the condition that a response has a value."""
    return MAKE.varequal(value, respident=respident, **attributes)


def condition(test: Element | Iterable[Element], *then: Element, go_on: bool = False) -> Element:
    """Return what follows where a test is passed; of several tests one is enough."""
    tests = [test] if hasattr(test, "tag") else list(test)
    return MAKE.respcondition(MAKE.conditionvar(*tests), *then, **{"continue": "Yes" if go_on else "No"})


def points(percent: str, action: str = "Set") -> Element:
    """Return the setting of the score."""
    return MAKE.setvar(percent, action=action, varname="SCORE")


def said_of(place: int) -> str:
    """Return the ident of what is said to one of the asked, by its place; no other piece of feedback has one like it.

    It has no word of an id in it, since Canvas goes by words: what has *correct*, *wrong* or *_all* in its ident is
    told to whoever was right, or wrong, or to everybody (``get_feedback`` in instructure/QTIMigrationTool).
    """
    return f"said_{place}_fb"


def shown(ident: str) -> Element:
    """Return the showing of a piece of feedback."""
    return MAKE.displayfeedback(feedbacktype="Response", linkrefid=ident)


def processing(conditions: Iterable[Element]) -> Element:
    """Return how responses are marked, out of 100."""
    score = MAKE.decvar(maxvalue="100", minvalue="0", varname="SCORE", vartype="Decimal")
    return MAKE.resprocessing(MAKE.outcomes(score), *conditions)


def feedback(said: dict[str, str]) -> Iterator[Element]:
    """Yield each piece of feedback, HTML by its ident."""
    for ident, text in said.items():
        if text:
            yield MAKE.itemfeedback(MAKE.flow_mat(material(text)), ident=ident)


def ident_of(slot: str) -> str:
    """Return the id of one of the asked as an ident: a grid's cells have a slash."""
    return slot.replace("/", "--")


def all_of(right: Iterable[str], wrong: Iterable[str], **attributes: str) -> Element:
    """Return the condition that the right ones are chosen and no wrong one."""
    nots = (getattr(MAKE, "not")(equal(id, **attributes)) for id in wrong)
    return getattr(MAKE, "and")(*(equal(id, **attributes) for id in right), *nots)
