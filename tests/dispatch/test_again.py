"""Whether sentences come back: what somebody notices who reads one invented report after the other."""

from __future__ import annotations

from dispatches import AGAIN, IN_A_ROW, bare_sentences, come_again

from exercises.dispatch.twins import make_twins


def test_hardly_a_sentence_comes_a_third_time_in_sixteen_reports() -> None:
    reports = [list(bare_sentences(make_twins(seed, seed % 3 + 1).a)) for seed in range(2 * IN_A_ROW)]
    assert sum(map(len, reports)) > 500
    assert come_again(reports) < AGAIN


def test_a_sentence_that_comes_three_times_in_a_row_of_reports_counts_once_and_in_two_rows_not_at_all() -> None:
    once = ["The clerk saw it.", "Nobody else did."]
    assert come_again([once] * 3) == 1 / 3
    assert come_again([once] * 2 + [[]] * (IN_A_ROW - 2) + [once] * 2) == 0


def test_names_numbers_and_people_do_not_make_a_sentence_another() -> None:
    """Two reports of one seed differ in nothing but their facts; what they share must be bare in both."""
    dispatch = make_twins(3).a
    bare = list(bare_sentences(dispatch))
    named = {word for name, word in dispatch.world.words.items() if name in ("town", "other", "association", "league")}
    assert bare
    assert [sentence for sentence in bare for word in named if word.lower() in sentence] == []
    nouns = [one.noun for one in dispatch.world.people.values()]
    assert [sentence for sentence in bare for noun in nouns if f"the {noun}" in sentence] == []
