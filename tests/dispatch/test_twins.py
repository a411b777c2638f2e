"""Invented reports in twins: what they differ in, what follows from it, and what wording does not tell."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
import tiny
from hypothesis import given, settings
from hypothesis import strategies as st

from exercises.checks.census import grade_of
from exercises.checks.rules import check_course
from exercises.cli import main
from exercises.course import load_course
from exercises.dispatch.balance import FORMS, Form, ReportWords, alike, tokens, twin_faults
from exercises.dispatch.form import made
from exercises.dispatch.ledger import POINTS
from exercises.dispatch.reader import Read, read, sentences
from exercises.dispatch.tables import Fact, facts, facts_of, places, subjects
from exercises.dispatch.text import INVENTED, as_page, tell
from exercises.dispatch.twins import WORDS, Dispatch, Twins, make_twins
from exercises.dispatch.world import World, band, imagine, turn
from exercises.ledger.types import Claim, Report
from exercises.words import MONTHS

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
    assert [[one.fact for one in p] for p in twins.a.told.paragraphs] == [
        [one.fact for one in p] for p in twins.b.told.paragraphs
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
    assert hashlib.sha256(text.encode()).hexdigest()[:16] == "29b6798a61159eec"


@ENOUGH
@given(SEEDS, LEVELS)
def test_a_report_reads_at_the_level_that_the_guide_states(seed: int, difficulty: int) -> None:
    for dispatch in both(twins_of(seed, difficulty)):
        assert 5 <= round(grade_of(" ".join(dispatch.told.texts()))) <= 9


def test_half_of_all_dispatches_are_well_made() -> None:
    chains = Counter(imagine(seed).chain for seed in range(1200))
    assert set(chains) == {"kept", "hedge-lost", "multiplied", "stronger"}
    assert 540 < chains["kept"] < 660


def test_reports_come_in_eight_structures_three_plots_and_seventeen_subjects() -> None:
    worlds = [imagine(seed) for seed in range(300)]
    assert len({world.structure for world in worlds}) == len(places().structures) == 8
    assert len({world.subject for world in worlds}) == len(subjects()) == 17
    plots = Counter(world.words["plot"] for world in worlds)
    assert len(plots) == 3
    assert min(plots.values()) > 75


def test_no_town_lives_on_two_things() -> None:
    towns = [town for some in places().towns.values() for town in some]
    assert sorted(places().towns) == sorted(subjects())
    assert len(set(towns)) == len(towns)


def test_the_last_days_lie_behind_four_reports_in_ten_and_ahead_of_the_others() -> None:
    worlds = [imagine(seed) for seed in range(400)]
    for world in worlds:
        days = (world.day, world.second_day)
        assert max(days) < world.date if world.time == "past" else world.date < min(days)
    assert 130 < sum(world.time == "past" for world in worlds) < 190


def test_of_as_many_seeds_in_a_row_as_there_are_wordings_each_has_another() -> None:
    assert sorted(turn("x", seed, "abcde") for seed in range(5, 10)) == list("abcde")
    assert len({tuple(turn("x", seed, "abcde") for seed in range(5 * round, 5 * round + 5)) for round in range(9)}) > 1


SPOKEN = dict.fromkeys(("who", "Who", "whom", "whose", "tag"), "the clerk") | {
    "he": "he",
    "his": "his",
    "him": "him",
}
"""How a source is named, at its longest."""


@cache
def of_each_subject() -> dict[str, World]:
    """Return a world of each subject."""
    worlds = {world.subject: world for world in map(imagine, range(300))}
    assert len(worlds) == len(subjects())
    return worlds


@pytest.mark.parametrize("of", ["A1", "A2", "B1", "B2"])
def test_the_words_that_carry_a_property_stand_in_no_other_sentence_of_their_paragraph(of: str) -> None:
    """Feedback quotes them, and whoever looks them up must find one place, whatever they are filled with."""
    for world in of_each_subject().values():
        texts = [
            (id, text.replace("*", "").format_map(SPOKEN | world.words))
            for id in facts_of(world.words["plot"])
            for variant in (facts()[id].yes, facts()[id].no)
            for text in variant.texts
            if facts()[id].block == of
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
        for id in facts_of(world.words["plot"])
        for variant in (facts()[id].yes, facts()[id].no)
        for text in variant.texts
        for phrase in re.findall(r"<([^>]*)>", text.replace("*", ""))
        if len((filled := phrase.format_map(SPOKEN | world.words | {"town": two, "Town": two, "other": two})).split())
        > 8
    ]
    assert long == []


def test_each_plot_asks_for_facts_of_its_own() -> None:
    """A crossing is watched, a building site starts up, seals come off: what is told differs, and not the names alone."""
    of = {plot: set(facts_of(plot)) for plot in places().leads}
    assert all(len(of[one] - of[other]) > 4 for one in of for other in of if one != other)
    for world in map(imagine, range(60)):
        assert set(world.asked) <= of[world.words["plot"]]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (
            {"apart": [[1, 0], [1, 1], [1, 2], [1, 3]]},
            "text 1 must be able to meet a statement, and is kept apart from",
        ),
        ({"no": {**facts()["count"].no.model_dump(), "texts": ("It went.", "It fell.")}}, "and have 8 and 2"),
    ],
)
def test_a_fact_that_no_report_could_be_even_about_is_refused(changed: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Fact.model_validate({**facts()["count"].model_dump(), **changed})


def test_what_either_source_may_tell_stands_after_both_have_been_brought_in() -> None:
    for order in places().structures.values():
        both_met = max(order.index("A1"), order.index("B1"))
        assert [part for part in order[:both_met] if part[0] in "MCD" or ("+" in part and "D" in part)] in ([], ["R+D"])
        assert order.index("A1") < order.index("A2")
        assert order.index("B1") < order.index("B2")


def test_a_report_says_how_many_weeks_the_nearer_of_its_last_days_is_away() -> None:
    for world in map(imagine, range(200)):
        away = min(abs((day - world.date).days) for day in (world.day, world.second_day))
        assert abs(7 * places().weeks.index(world.words["left"]) - away) <= 3


def test_whoever_is_accused_replies_once_after_the_rule_or_at_the_end() -> None:
    after = Counter()
    for world in map(imagine, range(200)):
        assert world.order.count("E") == 1
        assert world.background["E"] in places().replies
        after[world.order[world.order.index("E") - 1][0] == "R"] += 1
    assert after[True] > 40
    assert after[False] > 80


def test_what_is_said_of_the_two_dates_follows_them_at_once() -> None:
    for seed in range(60):
        world, told = twins_of(seed).a.world, twins_of(seed).a.told
        said = [one for paragraph in told.paragraphs for one in paragraph]
        date = "rule-date" if "rule-date" in world.asked else "association-date"
        dated = next(place for place, one in enumerate(said) if one.fact == date)
        of_both = [line.format_map(world.words) for line in places().passed[world.time]]
        assert said[dated + 1].text in of_both


def test_the_association_and_the_league_are_named_before_a_source_speaks_of_them() -> None:
    for seed in range(60):
        dispatch = twins_of(seed).a
        words, said = dispatch.world.words, [one for p in dispatch.told.paragraphs for one in p]
        first = next(number for number, one in enumerate(said) if one.fact and one.fact != "rule-date")
        before = " ".join(one.text for one in said[:first])
        assert words["association"] in before
        assert words["league"] in before


def test_a_rule_is_named_in_full_once() -> None:
    later = 0
    for seed in range(60):
        dispatch = twins_of(seed).a
        stop, ban = dispatch.world.words["stop"], f"the {dispatch.world.words['ban']}"
        named = False
        for one in (one for paragraph in dispatch.told.paragraphs for one in paragraph):
            assert not (named and stop in one.text)
            later += named and ban in one.text.lower()
            named = named or (one.fact in (None, "rule-date") and stop in one.text)
    assert later > 200


def test_words_in_quotation_marks_are_not_given_to_their_speaker_twice_in_the_same_way() -> None:
    for seed in range(60):
        for paragraph in twins_of(seed).a.told.paragraphs:
            ends = [re.search(r"” (the \w+ said)\.$", one.text) for one in paragraph]
            assert not any(one and other and one[1] == other[1] for one, other in pairwise(ends))


def test_facts_of_a_part_are_told_in_the_tables_order() -> None:
    table = {id: place for place, id in enumerate(facts())}
    for seed in range(60):
        told = [one.fact for p in twins_of(seed).a.told.paragraphs for one in p if one.fact]
        for block in {facts()[id].block for id in told}:
            places_ = [table[id] for id in told if facts()[id].block == block]
            assert places_ == sorted(places_)


def test_at_most_three_things_that_a_report_is_asked_about_may_be_unknown() -> None:
    for seed in range(100):
        asked = [facts()[id] for id in imagine(seed).asked]
        assert sum("open" in (fact.yes.strength, fact.no.strength) for fact in asked) <= 3


def test_people_contract_their_words_as_one_does_in_speech() -> None:
    spoken = [
        quote
        for fact in facts().values()
        for variant in (fact.yes, fact.no)
        for text in variant.texts
        for quote in re.findall(r"“([^”]*)”", text)
    ]
    assert len(spoken) > 100
    stiff = re.compile(r"\b(?:do|did|could|have) not\b|\bcannot\b|\bI would\b|\b[TtIi]\w* is not\b")
    assert [quote for quote in spoken if stiff.search(quote.replace("*", ""))] == []


# One fact, its sentences and its key


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
            Counter((one.fact, one.text) for p in one_of.told.paragraphs for one in p)
            for one_of in (dispatch, with_other(dispatch, id))
        )
        assert {fact for fact, _ in before - after} == {id}


@ENOUGH
@given(SEEDS, st.integers(min_value=0, max_value=15))
def test_one_fact_moves_its_own_key_and_no_other(seed: int, place: int) -> None:
    dispatch = twins_of(seed).a
    first, second = (one.asked()[2].correct for one in (dispatch, with_other(dispatch, dispatch.order[place])))
    assert isinstance(first, dict)
    assert isinstance(second, dict)
    assert [slot for slot in first if first[slot] != second[slot]] == [f"s{place + 1:02}"]


def test_what_else_is_counted_or_dated_is_as_often_above_as_below_what_is_asked_about() -> None:
    """Which of two numbers or months is the larger must not stand in the place of reading which is which."""
    worlds = [imagine(seed).words for seed in range(400)]
    order = {number: place for place, number in enumerate(places().numbers)}
    for asked, side in (("big", "yes"), ("small", "no")):
        for other in (f"{side}_other", f"{side}_own"):
            assert 160 < sum(order[world[other]] > order[world[asked]] for world in worlds) < 240
        assert all({world[f"{side}_other"], world[f"{side}_own"]}.isdisjoint({world[asked]}) for world in worlds)
    assert all(world["big"] in (world["no_other"], world["no_own"]) for world in worlds)
    for since, vote in (("early", "yes_vote"), ("late", "no_vote")):
        assert all((MONTHS.index(w[since]) < MONTHS.index(w[vote])) == (w["side"] == "before") for w in worlds)
    assert all(world["early"] in (world["no_vote"], world["no_head"]) for world in worlds)
    assert 160 < sum(world["side"] == "before" for world in worlds) < 240
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
        if (
            deadline.id == "other-date"
            and wording.claims == ("association-date",)
            and (wording.sure == "open") != it.open
        ):
            wrong.append(f"{deadline.id}: {wording.sure} {it.open}")
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
    report = ReportWords(["The clerk saw six carts go.", "The nurse slept."])
    assert report.overlap("The nurse saw six mules").figures == (4 / 5, 2 / 4, 3 / 5, 2)


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
    assert re.findall(r"^  \d+\) (adequate|overstated) ", keyed, re.MULTILINE) == list(key.values())


def test_a_dispatch_as_files_is_an_exercise_of_the_course_and_its_check_finds_nothing(tmp_path: Path) -> None:
    root = tiny.write(tmp_path)
    (root / "exercises/lists/outcomes.toml").write_text(
        (root / "exercises/lists/outcomes.toml").read_text(encoding="utf-8")
        + '\n[[outcomes]]\nid = "read-a-new-report"\nlesson = "01-ferry"\ntext = "read a report"\n',
        encoding="utf-8",
    )
    assert main(["dispatch", "--seed", "3", "--key", "--out", str(root)]) == 0
    made_of = load_course(root)
    id = twins_of(3).a.id
    assert made_of.keys[id].correct == twins_of(3).a.asked()[2].correct
    assert made_of.bank.exercise(id).use == "test"
    assert [finding for finding in check_course(made_of) if id in str(finding)] == []


def test_the_key_is_written_only_where_it_is_asked_for_and_nothing_is_overwritten(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["dispatch", "--seed", "3", "--out", str(tmp_path)]) == 0
    assert list(tmp_path.glob("exercises/keys/**/*.toml")) == []
    assert main(["dispatch", "--seed", "3", "--out", str(tmp_path)]) == 1
    assert "must not be there yet, so that nothing is lost" in capsys.readouterr().out


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
