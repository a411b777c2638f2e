"""Invented reports in twins: what they differ in, what follows from it, and what wording does not tell."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from itertools import groupby, pairwise
from pathlib import Path

import pytest
import tiny
from hypothesis import given, settings
from hypothesis import strategies as st
from sites import ROOT

from exercises.checks.rules import check_course
from exercises.cli import main
from exercises.course import load_course
from exercises.dispatch.balance import FORMS, Form, alike, overlaps, tokens, twin_faults
from exercises.dispatch.form import made
from exercises.dispatch.ledger import POINTS, STOP
from exercises.dispatch.pool import hidden
from exercises.dispatch.reader import Read, read, sentences
from exercises.dispatch.tables import Story, Wordings, facts, places, stories, subjects
from exercises.dispatch.text import INVENTED, Mark, Sentence, as_page, forms, tell
from exercises.dispatch.twins import WORDS, Dispatch, Twins, make_twins
from exercises.dispatch.world import ALWAYS, World, askable, band, imagine, stands
from exercises.ledger.types import Claim, Report
from exercises.words import MONTHS, grade_of

SEEDS = st.integers(min_value=0, max_value=10**9)
LEVELS = st.sampled_from((1, 2, 3))
ENOUGH = settings(max_examples=12)


@cache
def twins_of(seed: int, difficulty: int = 2) -> Twins:
    return make_twins(seed, difficulty)


def both(twins: Twins) -> tuple[Dispatch, Dispatch]:
    return twins.a, twins.b


# What twins are


@ENOUGH
@given(SEEDS, LEVELS)
def test_twins_are_sound(seed: int, difficulty: int) -> None:
    assert twins_of(seed, difficulty).faults() == []


@ENOUGH
@given(SEEDS, LEVELS)
def test_each_statement_is_adequate_for_one_twin_and_overstated_for_the_other(seed: int, difficulty: int) -> None:
    (_, one, key), (_, other, opposite) = (dispatch.asked() for dispatch in both(twins_of(seed, difficulty)))
    assert one.statements == other.statements
    assert len(one.statements) == 16
    assert isinstance(key.correct, dict)
    assert isinstance(opposite.correct, dict)
    assert Counter(key.correct.values()) == {"adequate": 8, "overstated": 8}
    assert all({key.correct[slot], opposite.correct[slot]} == {"adequate", "overstated"} for slot in key.correct)


@ENOUGH
@given(SEEDS, LEVELS)
def test_the_ledger_gives_the_key_that_the_world_has(seed: int, difficulty: int) -> None:
    for dispatch in both(twins_of(seed, difficulty)):
        _, exercise, key = dispatch.asked()
        assert isinstance(key.correct, dict)
        of = dict(zip((said.id for said in exercise.statements), dispatch.order, strict=True))
        assert {of[slot]: verdict == "adequate" for slot, verdict in key.correct.items()} == dispatch.state


@ENOUGH
@given(SEEDS, LEVELS)
def test_each_twin_is_firmer_on_half_of_the_facts(seed: int, difficulty: int) -> None:
    for dispatch in both(twins_of(seed, difficulty)):
        of = Counter((facts()[id].wording, holds) for id, holds in dispatch.state.items())
        assert set(of.values()) == {4}
        assert len(of) == 4


@ENOUGH
@given(SEEDS, LEVELS)
def test_twins_have_the_same_places_people_and_order(seed: int, difficulty: int) -> None:
    twins = twins_of(seed, difficulty)
    assert twins.a.world == twins.b.world
    assert twins.a.told.headline == twins.b.told.headline
    assert len(twins.a.told.paragraphs) == len(twins.b.told.paragraphs)
    assert [[one.fact for one in marks(p)] for p in twins.a.told.paragraphs] == [
        [one.fact for one in marks(p)] for p in twins.b.told.paragraphs
    ]
    assert WORDS[0] <= twins.a.told.words <= WORDS[1]


@ENOUGH
@given(SEEDS, LEVELS)
def test_a_difficulty_holds_its_band(seed: int, difficulty: int) -> None:
    assert band([facts()[id] for id in twins_of(seed, difficulty).a.order]) == difficulty


def test_no_other_difficulty_is_made() -> None:
    with pytest.raises(ValueError, match="difficulty must be 1, 2 or 3; found 4"):
        make_twins(1, 4)


def test_a_seed_makes_the_same_bytes_on_any_machine() -> None:
    text = "\n".join(
        as_page(dispatch.tables()[0]) + "\n".join(dispatch.form().statements) for dispatch in both(twins_of(1))
    )
    assert hashlib.sha256(text.encode()).hexdigest()[:16] == "619dd7a8053036c4"


@ENOUGH
@given(SEEDS, LEVELS)
def test_a_report_reads_at_the_level_that_the_guide_states(seed: int, difficulty: int) -> None:
    for dispatch in both(twins_of(seed, difficulty)):
        assert 5 <= round(grade_of(" ".join(dispatch.told.texts()))) <= 9


@pytest.mark.parametrize(
    ("said", "grade"),
    [("It is so, as we all do say. ", -6), ("Municipal administrators reconsidered regulations. ", 44)],
)
def test_a_report_that_reads_easier_or_harder_than_that_is_not_kept(said: str, grade: int) -> None:
    twins = twins_of(1)
    told = replace(twins.a.told, paragraphs=((Sentence(said * 50),),))
    faults = replace(twins, a=replace(twins.a, told=told)).faults()
    assert f"a: a report must read at grade 5 to 9, and reads at {grade}" in faults


def test_half_of_all_dispatches_are_well_made() -> None:
    chains = Counter(imagine(seed).chain for seed in range(1200))
    assert set(chains) == {"kept", "hedge-lost", "multiplied", "stronger"}
    assert 540 < chains["kept"] < 660


def test_of_seventeen_seeds_in_a_row_no_two_tell_the_same_story() -> None:
    assert sorted(stories()) == sorted(subjects())
    for first in range(18):
        assert len({imagine(seed).subject for seed in range(first, first + 17)}) == len(stories()) == 17


def told_by(story: Story) -> tuple[str, ...]:
    """Return who tells a story's facts, in order and each run once: A, B, either, or the report."""
    by = [
        facts()[id].source or ("either" if facts()[id].yes.voice == "X" else "report")
        for paragraph in story.paragraphs
        for id in paragraph
        if id in story.facts
    ]
    return tuple(name for name, _ in groupby(by))


def test_stories_have_orders_of_their_own() -> None:
    assert len({told_by(story) for story in stories().values()}) > 12
    assert len({told_by(story)[:2] for story in stories().values()}) >= 5


def test_no_two_stories_share_a_sentence() -> None:
    """What is known of one must not come back in another."""
    said = [
        wording
        for story in stories().values()
        for wording in {text for id in (*story.around, *story.facts) for text in texts_of(story, id)}
    ]
    assert len(said) > 1500
    assert [wording for wording, count in Counter(said).items() if count > 1] == []


def test_no_town_lives_on_two_things() -> None:
    towns = [town for some in places().towns.values() for town in some]
    assert sorted(places().towns) == sorted(subjects())
    assert len(set(towns)) == len(towns)


def test_the_last_days_lie_behind_four_stories_in_ten_and_ahead_of_the_others() -> None:
    for world in map(imagine, range(100)):
        days = (world.day, world.second_day)
        assert max(days) < world.date if world.time == "past" else world.date < min(days)
    assert Counter(story.time for story in stories().values()) == {"ahead": 10, "past": 7}


SPOKEN = (
    dict.fromkeys(("who", "Who", "whom", "whose", "tag"), "the clerk")
    | {
        name: "the clerk"
        for who in "abAB"
        for name in (who, *(f"{who}_{of}" for of in ("full", "he", "him", "his", "self")))
    }
    | {"he": "he", "his": "his", "him": "him"}
)
"""How a source is named, at its longest."""


@cache
def of_each_subject() -> dict[str, World]:
    """Return a world of each subject."""
    worlds = {world.subject: world for world in map(imagine, range(17))}
    assert len(worlds) == len(subjects())
    return worlds


def texts_of(story: Story, id: str) -> tuple[str, ...]:
    """Return all wordings of a fact, or of what no question touches, in every form."""
    wordings = (*story.facts[id].yes, *story.facts[id].no) if id in story.facts else story.around[id]
    return tuple(form for wording in wordings for form in dict.fromkeys(forms(wording)))


@pytest.mark.parametrize("subject", sorted(stories()))
def test_the_words_that_carry_a_property_stand_in_no_other_sentence_of_their_paragraph(subject: str) -> None:
    """Feedback quotes them, and whoever looks them up must find one place, whatever they are filled with."""
    world = of_each_subject()[subject]
    for paragraph in world.story.paragraphs:
        texts = [
            (id, text.replace("*", "").format_map(SPOKEN | world.words))
            for id in paragraph
            for text in texts_of(world.story, id)
        ]
        phrases = [(id, phrase) for id, text in texts for phrase in re.findall(r"<([^>]*)>", text)]
        bare = [(id, re.sub(r"[<>]", "", text)) for id, text in texts]
        assert [
            (phrase, text) for id, phrase in phrases for other, text in bare if other != id and phrase in text
        ] == []


def test_the_words_that_carry_a_property_are_eight_at_most_whatever_they_are_filled_with() -> None:
    """The check of a ledger refuses longer ones."""
    two = max((town for some in places().towns.values() for town in some), key=lambda town: len(town.split()))
    long = [
        (id, filled)
        for world in of_each_subject().values()
        for id in world.story.facts
        for text in texts_of(world.story, id)
        for phrase in re.findall(r"<([^>]*)>", text.replace("*", ""))
        if len((filled := phrase.format_map(SPOKEN | world.words | {"town": two, "Town": two, "other": two})).split())
        > 8
    ]
    assert long == []


@pytest.mark.parametrize("subject", sorted(stories()))
def test_a_story_tells_each_of_its_facts_once_and_none_of_another_plot(subject: str) -> None:
    story, plot = stories()[subject], subjects()[subject]["plot"]
    told = [id for paragraph in story.paragraphs for id in paragraph]
    assert sorted(told) == sorted([*story.facts, *story.around])
    assert [id for id in story.facts if facts()[id].plots and plot not in facts()[id].plots] == []
    assert [id for id in story.facts if not set(facts()[id].excludes).isdisjoint(story.facts)] == []
    assert Counter(facts()[id].wording for id in story.facts) == {"firm": 10, "mild": 10}


@pytest.mark.parametrize("level", [1, 2, 3])
@pytest.mark.parametrize("subject", sorted(stories()))
def test_of_each_story_twenty_reports_of_each_difficulty_ask_different_things(subject: str, level: int) -> None:
    every = askable(subject, level)
    assert len(set(every)) == len(every) >= 20
    for asked in every:
        some = [facts()[id] for id in asked]
        assert set(stories()[subject].kept) <= set(asked)
        assert Counter(fact.wording for fact in some) == {"firm": 8, "mild": 8}
        assert (ALWAYS in asked, band(some), stands(some)) == (True, level, True)


@pytest.mark.parametrize("subject", sorted(stories()))
def test_a_story_brings_both_sources_in_before_anybody_speaks(subject: str) -> None:
    story = stories()[subject]
    told = [id for paragraph in story.paragraphs for id in paragraph]
    first, second = f"{story.first.lower()}_full", f"{'ba'[story.first == 'B']}_full"
    assert all(wording.lower().index(first) < wording.lower().index(second) for wording in story.around["sources"])
    assert [id for id in told[: told.index("sources")] if id not in story.around] == []


@pytest.mark.parametrize("subject", sorted(subject for subject, story in stories().items() if "exempt" in story.facts))
def test_what_the_rule_allows_comes_after_the_denial_that_claims_it_and_is_not_taken_for_a_part_of_it(
    subject: str,
) -> None:
    places_of = {id: number for number, some in enumerate(stories()[subject].paragraphs) for id in some}
    assert places_of["reply"] < places_of["exempt"]


@pytest.mark.parametrize("subject", sorted(stories()))
def test_a_hedge_is_marked_where_a_state_holds_back_and_nowhere_else(subject: str) -> None:
    for id, wordings in stories()[subject].facts.items():
        for holds in (True, False):
            held = (facts()[id].yes if holds else facts()[id].no).strength == "hedged"
            texts = [form for wording in wordings.of(holds) for form in forms(wording)]
            assert [text for text in texts if bool(re.search(r"\*[^*]+\*", text)) != held] == []


@pytest.mark.parametrize("subject", sorted(stories()))
def test_words_that_carry_a_property_are_marked_once_in_each_form(subject: str) -> None:
    story = stories()[subject]
    assert [text for id in story.facts for text in texts_of(story, id) if len(re.findall(r"<[^<>]+>", text)) != 1] == []


@pytest.mark.parametrize("subject", sorted(stories()))
def test_what_goes_on_with_a_sentence_stands_behind_one_that_ends_in_a_stop(subject: str) -> None:
    story = stories()[subject]
    told = [text for fact in story.facts.values() for text in (*fact.yes, *fact.no)]
    told += [text for some in story.around.values() for text in some]
    assert [text for text in told if forms(text)[0].startswith(",")] == []
    for paragraph in story.paragraphs:
        for before, id in pairwise(paragraph):
            if any(form.startswith(",") for form in texts_of(story, id)):
                assert [text for text in texts_of(story, before) if not text.endswith(".")] == []


@pytest.mark.parametrize(
    ("wording", "read_as"),
    [
        ("It came.", ("It came.", "It came.")),
        ("The carts came. ~ They came.", ("The carts came.", "They came.")),
        ("The carts came. ~ , and they came.", ("The carts came.", ", and they came.")),
    ],
)
def test_a_wording_reads_as_it_does_alone_or_behind_what_its_paragraph_names_before_it(
    wording: str, read_as: tuple[str, str]
) -> None:
    assert forms(wording) == read_as


def test_what_is_told_behind_another_thing_goes_on_with_it_and_stands_alone_without_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = imagine(3)
    fact = {
        id: {"yes": [text, text]}
        for id, text in {"bound": "They <came>.", "load-seen": "It <went>. ~ , and <went>."}.items()
    }
    story = world.story.model_copy(
        update={
            "paragraphs": (("bound", "load-seen"),),
            "facts": {id: Wordings.model_validate(wordings) for id, wordings in fact.items()},
        }
    )
    monkeypatch.setattr(World, "story", story)
    both, alone = (tell(world, dict.fromkeys(asked, True)) for asked in (("bound", "load-seen"), ("load-seen",)))
    assert both.texts() == ["They came, and went."]
    assert [mark.phrase for one in both.paragraphs[0] for mark in one.marks] == ["came", "went"]
    assert alone.texts() == ["It went."]


@pytest.mark.parametrize("subject", sorted(stories()))
def test_each_wording_may_meet_a_statement(subject: str) -> None:
    for id, wordings in stories()[subject].facts.items():
        for text in range(len(wordings.yes)):
            assert any((text, number) not in wordings.apart for number in range(len(facts()[id].statements)))


def test_a_report_says_how_many_weeks_the_nearer_of_its_last_days_is_away() -> None:
    for world in map(imagine, range(200)):
        away = min(abs((day - world.date).days) for day in (world.day, world.second_day))
        weeks = places().weeks.index(world.words["left"])
        assert (weeks > 0) == (away >= 6)
        assert weeks == 0 or abs(7 * weeks - away) <= 3


def test_no_story_makes_a_rounded_number_of_weeks_the_least_or_the_most() -> None:
    told = [
        line
        for story in stories().values()
        for lines in story.around.values()
        for line in lines
        if "left}" in line.lower()
    ]
    assert len(told) > 20
    assert [line for line in told if re.search(r"\b(at least|or more|at most|or less|over|under)\b", line)] == []


def test_no_clue_has_a_verb_that_its_thing_may_not_agree_with() -> None:
    clues = [fact.clue for fact in facts().values() if fact.clue]
    assert len(clues) > 10
    assert [clue for clue in clues if re.search(r"\b(is|are|was|were|has|have)\b", clue)] == []


def test_who_takes_the_associations_day_for_the_rules_is_told_whose_day_the_report_has() -> None:
    told = []
    for dispatch in (one for seed in range(40) for one in both(twins_of(seed)) if one.state.get("rule-date") is False):
        _, exercise, key = dispatch.asked()
        slot = exercise.statements[dispatch.order.index("rule-date")].id
        told.append(key.feedback[slot].text)
        own = MONTHS[dispatch.world.day.month - 1]
        rule = next(one for one in dispatch.report.deadlines if one.id == STOP)
        assert rule.by is not None
        assert MONTHS[rule.by.month - 1] != own
        assert f"“by the end of {MONTHS[rule.by.month - 1]}”: that is the rule's own day" in told[-1]
    assert len(told) > 5


def test_at_most_three_things_that_a_report_is_asked_about_may_be_unknown() -> None:
    for seed in range(100):
        asked = [facts()[id] for id in imagine(seed).asked]
        assert sum("open" in (fact.yes.strength, fact.no.strength) for fact in asked) <= 3


def test_people_contract_their_words_as_one_does_in_speech() -> None:
    spoken = [
        quote
        for story in stories().values()
        for id in (*story.facts, *story.around)
        for text in texts_of(story, id)
        for quote in re.findall(r"“([^”]*)”", text)
    ]
    assert len(spoken) > 100
    stiff = re.compile(r"\b(?:do|did|could|have) not\b|\bcannot\b|\bI would\b|\b[TtIi]\w* is not\b")
    assert [quote for quote in spoken if stiff.search(quote.replace("*", ""))] == []


# One fact, its sentences and its key


def marks(sentences: Iterable[Sentence]) -> list[Mark]:
    """Return the marks of sentences, in order."""
    return [mark for one in sentences for mark in one.marks]


def with_other(dispatch: Dispatch, id: str) -> Dispatch:
    """Return the dispatch as it is where one fact is not so."""
    state = {**dispatch.state, id: not dispatch.state[id]}
    return Dispatch(dispatch.world, state, tell(dispatch.world, state), dispatch.order, dispatch.id, dispatch.use)


@ENOUGH
@given(SEEDS, LEVELS)
def test_each_fact_moves_its_own_sentences_and_no_other(seed: int, difficulty: int) -> None:
    dispatch = twins_of(seed, difficulty).a
    for id in dispatch.order:
        before, after = (
            Counter(one for p in one_of.told.paragraphs for one in p) for one_of in (dispatch, with_other(dispatch, id))
        )
        (moved,) = before - after
        assert id in [mark.fact for mark in moved.marks]
        assert [mark for mark in moved.marks if mark.fact != id and mark not in marks(after)] == []


@ENOUGH
@given(SEEDS, st.integers(min_value=0, max_value=15))
def test_one_fact_moves_its_own_key_and_no_other(seed: int, place: int) -> None:
    dispatch = twins_of(seed).a
    first, second = (one.asked()[2].correct for one in (dispatch, with_other(dispatch, dispatch.order[place])))
    assert isinstance(first, dict)
    assert isinstance(second, dict)
    assert [slot for slot in first if first[slot] != second[slot]] == [f"s{place + 1:02}"]


def test_both_numbers_and_both_months_stand_in_both_reports() -> None:
    """Finding the one that a statement names must not stand in the place of reading what it is of."""
    pairs = {"crew-number": ("big", "small"), "since": ("early", "late"), "since-work": ("early", "late")}
    pairs["rule-date"] = ("day", "second")
    found = 0
    for story in stories().values():
        for id, (one, other) in pairs.items():
            for text in texts_of(story, id) if id in story.facts else ():
                found += 1
                assert f"{{{one}}}" in text.lower()
                assert f"{{{other}}}" in text.lower()
    assert found > 60
    worlds = [imagine(seed).words for seed in range(400)]
    assert 160 < sum(MONTHS.index(world["day"]) > MONTHS.index(world["second"]) for world in worlds) < 240


# The second reader


def found(claim: Claim, reading: list[Read]) -> Read:
    """Return what the reader made of the sentence in which the claim's words stand."""
    hits = [one for one in reading if one.paragraph == claim.paragraph and claim.phrases[0] in one.text]
    assert len(hits) == 1, claim.phrases
    return hits[0]


def differences(report: Report) -> list[str]:
    """Return each field of a claim that a reader of the words alone makes something else of."""
    reading = read([one.text or "" for one in report.paragraphs])
    wrong = []
    for claim in report.claims:
        it = found(claim, reading)
        told = {"basis": claim.basis.value, "hedged": claim.strength == "hedged", "asked": claim.kind == "question"}
        made_of = {"basis": it.basis, "hedged": it.hedged, "asked": it.asked}
        if claim.id == "lead":
            told = made_of = {}
        else:
            told["voice"], made_of["voice"] = claim.voice, it.voice
        wrong += [f"{claim.id}: {name} {told[name]} {made_of[name]}" for name in told if told[name] != made_of[name]]
    rows = report.table[POINTS].row if POINTS in report.table else {}
    wrong += [
        f"{id}: says {row.cells['says']} {limit}"
        for id, row in rows.items()
        if (limit := found(report.claim[id], reading).limit) != row.cells["says"]
    ]
    for deadline in report.deadlines:
        wording = deadline.wordings[0]
        it = found(report.claim[wording.claims[0]], reading)
        if deadline.id == "stop" and (it.limit != wording.when.split()[-1] or wording.set_by not in it.names):
            wrong.append(f"{deadline.id}: {wording.when} {wording.set_by} {sorted(it.names)}")
    return wrong


@ENOUGH
@given(SEEDS, LEVELS)
def test_a_reader_of_the_words_alone_agrees_with_the_ledger(seed: int, difficulty: int) -> None:
    assert [differences(dispatch.tables()[0]) for dispatch in both(twins_of(seed, difficulty))] == [[], []]


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("“I saw it,” said a clerk at the mill.", ("source-1", "saw", False)),
        ("It must have gone, said a clerk at the mill.", ("source-1", "inferred", False)),
        ("A clerk at the mill had heard that it went.", ("source-1", "heard", False)),
        ("The carts were probably bound for the coast, a clerk at the mill said.", ("source-1", "inferred", True)),
        ("“Those are their [the Carters’ Union’s] carts,” said a clerk at the mill.", ("editor", "not-given", False)),
        ("It orders mills to refuse bales.", ("narration", "legal-gloss", False)),
        ("Both sources said that the carts run without lights.", ("the-sources", "not-given", False)),
        ("The carts run without lights, according to both.", ("the-sources", "not-given", False)),
        ("Of the two, the clerk said that the carts run without lights.", ("source-1", "not-given", False)),
        (
            "“The carts were theirs,” said a clerk at the mill, meaning the Carters’ Union’s.",
            ("editor", "not-given", False),
        ),
        ("“The Carters’ Union’s carts [from others] have it,” said a clerk.", ("source-1", "not-given", False)),
        ("“I was told of it, so I read it myself,” said a clerk at the mill.", ("source-1", "saw", False)),
        ("Neither source knew whether the carts will stop.", ("the-sources", "not-given", False)),
        ("Probably it went, a clerk who lives at the mill said.", ("source-1", "inferred", True)),
        ("Under the ban, towns had to close by the end of May.", ("narration", "legal-gloss", False)),
        ("“Nobody counted them, at a guess six,” said a clerk at the mill.", ("source-1", "not-given", True)),
    ],
)
def test_the_reader_goes_by_words(text: str, read_as: tuple[str, str, bool]) -> None:
    (one,) = read([text])
    assert (one.voice, one.basis, one.hedged) == read_as


def test_the_reader_takes_the_parts_of_a_sentence_one_by_one_and_gives_them_to_whoever_tells_it() -> None:
    reading = read(["A nurse on the road said it went, and she had heard why; “it rained, but it went,” she said."])
    assert [(one.text, one.voice, one.basis) for one in reading] == [
        ("A nurse on the road said it went", "source-1", "not-given"),
        ("she had heard why", "source-1", "heard"),
        ("“it rained, but it went,” she said.", "source-1", "not-given"),
    ]


def test_the_reader_numbers_sources_as_they_come_in_and_follows_pronouns() -> None:
    first, second, third = read(
        ["“It went,” said a nurse on the road. She had heard why.", "A guard at the gate said so."]
    )
    assert (first.voice, second.voice, third.voice) == ("source-1", "source-1", "source-2")


def test_the_reader_gives_words_that_stand_alone_to_whoever_the_paragraph_is_about() -> None:
    reading = read(
        ["A nurse on the road said it went.", "The nurse was mending a shoe. “It came back.”", "“It rained.”"]
    )
    assert [one.voice for one in reading] == ["source-1", "source-1", "source-1", "narration"]


def test_a_quotation_of_two_sentences_is_read_as_one() -> None:
    assert list(sentences("“They are new. I saw them,” he said. “So what?” she asked. It rained.")) == [
        "“They are new. I saw them,” he said.",
        "“So what?” she asked.",
        "It rained.",
    ]


def test_the_reader_imports_none_of_the_makers() -> None:
    source = (Path(__file__).parents[2] / "exercises/dispatch/reader.py").read_text(encoding="utf-8")
    assert "exercises" not in source


# What wording must not tell


def form(**changed: object) -> Form:
    """Return an even form of four statements, with what is changed."""
    even = {
        "statements": ["The one cart went", "Each two ships came", "The odd mule stood", "Six fine boats sank"],
        "adequate": [True, False, False, True],
        "firm": [True, True, False, False],
        "sentences": ["Nothing of this."],
    }
    return Form(**{**even, **changed})  # type: ignore[arg-type]


def test_an_even_form_has_no_fault_but_that_it_is_short() -> None:
    assert [fault for fault in form(adequate=[True, False, False, True]).faults() if "number" not in fault] == []


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"adequate": [True, True, True, False]}, "half of the statements must be adequate, and 3 of 4 are"),
        ({"firm": [True, False, False, True]}, "firm wording must be as often adequate as overstated, and is 2 and 0"),
        ({"adequate": [True, True, False, False]}, "a place in the first half must be as often adequate as"),
        ({"adequate": [True, False, True, False]}, "an even place must be as often adequate as overstated"),
        ({"sentences": ["The one cart went.", "Six fine boats sank."]}, "words that the report has: means must lie"),
    ],
)
def test_what_is_not_even_is_found(changed: dict[str, object], fault: str) -> None:
    assert any(one.startswith(fault) for one in form(**changed).faults())


@pytest.mark.parametrize("name", sorted(FORMS))
def test_a_form_of_words_that_goes_with_one_verdict_is_found(name: str) -> None:
    having = {
        "a number": "six",
        "a negation": "not",
        "a hedge": "may",
        "a verb of saying": "says",
        "a verb of knowing": "saw",
    }[name]
    statements = [f"It {having} carts", "It has wheels", "It has mules", f"It {having} boats"]
    assert f"{name} must be as often adequate as overstated, and is 2 and 0" in form(statements=statements).faults()


def test_forms_that_are_no_twins_are_found() -> None:
    one = form()
    assert twin_faults(one, one) == ["each statement must be adequate for one and overstated for the other"]
    longer = form(adequate=[False, True, True, False], sentences=["Nothing of this at all, and much more."])
    assert twin_faults(one, longer) == ["their lengths must lie within 5%, and are 3 and 8 words"]


def test_a_statement_that_repeats_another_is_found() -> None:
    pair = ("The watchman saw six trucks leave", "Six trucks leave, as somebody saw")
    assert alike(pair) == [pair]
    assert alike(pair, frozenset({"trucks"})) == [pair]
    assert alike(("The watchman saw trucks", "The nurse counted hives")) == []


def test_overlap_is_counted_in_words_in_pairs_in_one_sentence_and_in_a_row() -> None:
    statements = ["The nurse saw six mules", "Not one slept"]
    found = overlaps(statements, ["The clerk saw six carts go.", "The nurse slept."])
    assert found == [(4 / 5, 2 / 4, 3 / 5, 2), (1 / 3, 0, 1 / 3, 1)]
    nothing = overlaps(statements, ["Bees do."])
    assert nothing == [(0, 0, 0, 0)] * 2


# What nobody may take for real

TOWNS = (Path(__file__).parent / "towns.txt").read_text(encoding="utf-8").split("\n")


def test_no_invented_name_equals_a_real_place_of_the_region() -> None:
    real = {town.casefold() for town in TOWNS if town}
    assert len(real) > 180
    by_kind = (places().towns, places().leagues, places().outlets)
    named = [*places().crossings, *(name for kind in by_kind for some in kind.values() for name in some)]
    assert [name for name in named if {name.casefold(), *tokens(name)} & real] == []


def test_every_dispatch_says_that_it_is_invented() -> None:
    report, exercise, _ = twins_of(3).a.asked()
    assert report.about == INVENTED
    assert f"Invented for practice. {INVENTED}" in " ".join(as_page(report).split())
    assert "invented for practice" in exercise.stem


def test_a_key_that_the_ledger_does_not_bear_out_is_refused() -> None:
    report, exercise, key = twins_of(3).a.tables()
    key["query"]["slots"]["s01"][0]["subject"] = "claim:nobody-said-so"
    with pytest.raises(ValueError, match="nobody-said-so"):
        made(exercise, key, report, "x")


# In the terminal, and as files


def test_a_dispatch_is_printed_without_its_key_unless_it_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dispatch", "--seed", "3", "--twin", "b"]) == 0
    bare = capsys.readouterr().out
    assert "Invented for practice." in bare
    assert "Key:" not in bare
    assert main(["dispatch", "--seed", "3", "--twin", "b", "--key"]) == 0
    keyed = capsys.readouterr().out
    assert keyed.startswith(bare.rstrip())
    key = twins_of(3).b.asked()[2].correct
    assert isinstance(key, dict)
    said = re.findall(r"^  (\d+)\) (adequate|overstated) ", keyed, re.MULTILINE)
    assert said == [(str(number), verdict) for number, verdict in enumerate(key.values(), 1)]


def test_a_dispatch_as_files_is_an_exercise_of_the_course_and_its_check_finds_nothing(tmp_path: Path) -> None:
    root = tiny.write(tmp_path)
    (root / "exercises/lists/outcomes.toml").write_text(
        (root / "exercises/lists/outcomes.toml").read_text(encoding="utf-8")
        + '\n[[outcomes]]\nid = "read-a-new-report"\nlesson = "01-ferry"\ntext = "read a report"\n',
        encoding="utf-8",
    )
    assert main(["dispatch", "--seed", "3", "--key", "--out", str(root)]) == 0
    made_of = load_course(root)
    id = hidden(twins_of(3).a, "a").id
    assert made_of.keys[id].correct == twins_of(3).a.asked()[2].correct
    assert made_of.bank.exercise(id).use == "test"
    assert [finding for finding in check_course(made_of) if id in str(finding)] == []


def test_the_key_is_written_only_where_it_is_asked_for_and_nothing_is_overwritten(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["dispatch", "--seed", "3", "--out", str(tmp_path)]
    assert main(command) == 0
    assert capsys.readouterr().err == (
        "Of fewer than 18 digits a seed can be found by trying, and the key with it\n"
        "Without its key, which check asks for: the same command with --key and the seed adds it\n"
    )
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.toml")}
    assert list(tmp_path.glob("exercises/keys/**/*.toml")) == []
    assert main(command) == 1
    assert "must not be there yet, so that nothing is lost" in capsys.readouterr().out
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.toml")} == before


def test_the_key_is_added_to_files_that_were_written_without_it_and_to_no_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["dispatch", "--seed", "3", "--key", "--out"]
    assert main([*command, str(tmp_path / "whole")]) == 0
    assert main(["dispatch", "--seed", "3", "--out", str(tmp_path / "parts")]) == 0
    capsys.readouterr()
    [exercise] = tmp_path.glob("parts/exercises/bank/**/*.toml")
    made = exercise.read_bytes()
    exercise.write_bytes(made + b"# changed by its teacher")
    assert main([*command, str(tmp_path / "parts")]) == 1
    assert capsys.readouterr().out.startswith(f"{exercise}: --out: must not be there yet")
    exercise.write_bytes(made)
    assert main([*command, str(tmp_path / "parts")]) == 0
    [key] = tmp_path.glob("parts/exercises/keys/**/*.toml")
    assert capsys.readouterr().out == f"{key}\n"
    files = [
        {path.relative_to(root): path.read_bytes() for path in root.rglob("*.toml")}
        for root in (tmp_path / "whole", tmp_path / "parts")
    ]
    assert files[0] == files[1]


def test_nothing_that_is_printed_or_written_tells_the_seed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    seed = "314744437739076288"
    assert main(["dispatch", "--seed", seed, "--key"]) == 0
    assert main(["dispatch", "--seed", seed, "--key", "--out", str(tmp_path)]) == 0
    told = capsys.readouterr()
    files = [path.read_text(encoding="utf-8") for path in tmp_path.rglob("*.toml")]
    assert len(files) == 6
    assert [text for text in (told.out, told.err, *files) if seed in text] == []


def test_without_a_seed_a_new_one_is_drawn_and_told_beside_the_report(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dispatch", "--root", str(ROOT)]) == 0
    drawn = capsys.readouterr()
    assert re.fullmatch(r"Drawn by --seed \d{18}\n", drawn.err)
    assert main(["dispatch", "--seed", drawn.err.split()[-1]]) == 0
    assert capsys.readouterr().out == drawn.out


def test_feedback_on_an_estimate_that_is_passed_on_names_the_body_of_its_own_report() -> None:
    passed_on = [
        (dispatch.world.words["league"], said.text)
        for seed in range(8)
        for dispatch in both(twins_of(seed))
        for said in dispatch.asked()[2].feedback.values()
        if said.text.endswith("passes it on.")
    ]
    assert len({body for body, _ in passed_on}) > 1
    assert [text for body, text in passed_on if f"the estimate is the {body}'s" not in text] == []
