"""Cases under a dispatch's rule, and explanations against clues: what the ledger answers."""

from __future__ import annotations

from functools import cache

import pytest

from exercises.dispatch.ledger import OTHER, STOP
from exercises.dispatch.tables import facts
from exercises.dispatch.twins import Dispatch, make_twins
from exercises.dispatch.weighing import weigh
from exercises.questions.kinds import Classify, Grid


@cache
def both(seed: int) -> tuple[Dispatch, Dispatch]:
    twins = make_twins(seed)
    return twins.a, twins.b


def judged(dispatch: Dispatch) -> dict[str, str]:
    """Return the verdict on each town, by what is said of it."""
    exercise, key = dispatch.beside()[0]
    assert isinstance(exercise, Classify)
    assert isinstance(key.correct, dict)
    return {said.text: key.correct[said.id] for said in exercise.statements}


@pytest.mark.parametrize("seed", range(8))
def test_towns_are_judged_by_the_rules_own_last_day_and_not_by_the_other(seed: int) -> None:
    for dispatch in both(seed):
        found = judged(dispatch)
        assert found["A member town that never does so"] == "breaches"
        assert found["A town that is no member, and never does so"] == "not-covered"
        assert found["A member town that does so; when, nobody says"] == "cannot-be-told"
        by = [dispatch.report.deadline[rule].by for rule in (STOP, OTHER)]
        assert by[0] is not None
        assert by[1] is not None
        dated = [verdict for text, verdict in found.items() if " on " in text]
        assert sorted(dated) == (["meets", "meets"] if by[0] > by[1] else ["breaches", "meets"])


def test_twins_whose_rules_have_changed_places_judge_one_town_differently() -> None:
    one, other = next(pair for pair in map(both, range(20)) if "rule-date" in pair[0].state)
    assert len({text for text, verdict in judged(one).items() if judged(other)[text] != verdict}) == 1


@pytest.mark.parametrize("seed", range(8))
def test_a_clue_that_no_source_saw_tells_nothing_and_the_others_what_their_figures_say(seed: int) -> None:
    for dispatch in both(seed):
        exercise, key = dispatch.beside()[1]
        assert isinstance(exercise, Grid)
        assert isinstance(key.correct, dict)
        clues = weigh(dispatch.world, dispatch.state).clues
        asked = [
            next(clue for clue in clues if clue.text.casefold() == column.text.casefold())
            for column in exercise.columns
        ]
        assert asked == sorted(asked, key=clues.index)
        assert sum(clue.seen for clue in asked) == min(2, sum(clue.seen for clue in clues))
        for place, clue in enumerate(asked, start=1):
            basis = dispatch.report.claim[clue.fact].basis
            assert clue.seen == (basis == "saw")
            assert facts()[clue.fact].clue
            fits = [key.correct[f"{row}/k{place}"] for row in ("broken", "kept")]
            if basis != "saw":
                assert fits == ["no-telling", "no-telling"]
            else:
                assert fits == [
                    "expected" if number >= 7 else "unexpected" if number <= 3 else "possible"
                    for number in (clue.broken, clue.kept)
                ]
            said = [key.feedback[f"{row}/k{place}"].text for row in ("broken", "kept")]
            saw = [f"A source saw it, and it is seen in {number} of ten." for number in (clue.broken, clue.kept)]
            assert said == (saw if clue.seen else ["No source saw it."] * 2)
