"""How a case stands to a rule, for every fact that may be known or not, and what an address must be."""

from __future__ import annotations

import datetime

import pytest

from exercises.ledger.rules import judge
from exercises.ledger.subjects import parts
from exercises.ledger.types import Case, Deadline, Span

WORDING = {
    "at": "P1",
    **dict.fromkeys(("when", "set_by", "binding", "covering", "where"), "not given"),
    "said_by": "source-1",
    "sure": "flat",
    "claims": ["p01"],
}
BY = {"id": "d", "label": "D", "kind": "by", "act": "a return", "by": datetime.date(2031, 6, 30), "wordings": [WORDING]}
NONE_NEW = {"id": "d", "label": "D", "kind": "none-new", "wordings": [WORDING]}
NOW = Span(first=datetime.date(2031, 1, 1), last=datetime.date(2031, 1, 1))
HERE = {"reach": "port"}
LATE = {"concerned": "yes", "locality": "port", "permit": "new", "done": datetime.date(2031, 7, 1)}
CASES = {
    "late": (BY, {}, "breaches"),
    "late, and no rule's concern": (BY, {"concerned": "no"}, "not-covered"),
    "late, and perhaps the rule's concern": (BY, {"concerned": "unknown"}, "cannot-be-told"),
    "late where the rule reaches": (BY | HERE, {}, "breaches"),
    "late elsewhere": (BY | HERE, {"locality": "elsewhere"}, "not-covered"),
    "late, and nobody knows where": (BY | HERE, {"locality": "unknown"}, "cannot-be-told"),
    "late, nobody knows where, and the rule reaches everywhere": (BY, {"locality": "unknown"}, "breaches"),
    "perhaps the rule's concern, and elsewhere": (
        BY | HERE,
        {"concerned": "unknown", "locality": "elsewhere"},
        "not-covered",
    ),
    "a new permit": (NONE_NEW, {}, "breaches"),
    "a permit from before": (NONE_NEW, {"permit": "existing"}, "not-covered"),
    "a renewed permit": (NONE_NEW, {"permit": "renewed"}, "cannot-be-told"),
    "a permit that no rule speaks of": (NONE_NEW, {"permit": "other"}, "not-covered"),
    "a permit that nobody knows": (NONE_NEW, {"permit": "unknown"}, "cannot-be-told"),
    "a new permit, and no rule's concern": (NONE_NEW, {"concerned": "no"}, "not-covered"),
}


@pytest.mark.parametrize("what", CASES)
def test_a_case_stands_to_a_rule_as_it_is_worded(what: str) -> None:
    rule, facts, verdict = CASES[what]
    case = Case.model_validate({"id": "c", "gist": "C."} | LATE | facts)
    found = Deadline.model_validate(rule)
    assert judge(case, found, found.wordings[0], NOW).value == verdict


@pytest.mark.parametrize("address", ["claim:a/b", "pair:a/b", "case:a", "couple:a", "report:a/b"])
def test_an_address_has_as_many_ids_as_its_sort(address: str) -> None:
    with pytest.raises(KeyError, match=address):
        parts(address)
