"""The words that a search of the site finds a page by."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from exercises.sphinx_ext.search import words_of


def test_words_are_found_in_small_letters_and_without_accents() -> None:
    assert words_of("Café, CAFE\u0301 and 24 months: \ud6c8\ucd98!") == {"cafe", "and", "24", "months", "\ud6c8\ucd98"}


def test_an_owners_s_is_no_word_and_a_number_is_one_with_its_groups() -> None:
    assert words_of("the women’s 1,000 cards, China's 's, 'so', 12,3456") == {
        *("the", "women", "1000", "cards", "china", "so", "12", "3456")
    }


@given(st.text())
def test_a_word_is_the_same_wherever_it_stands(text: str) -> None:
    parts = unicodedata.normalize("NFKC", text).split()
    assert words_of(" ".join(parts)) == {word for part in parts for word in words_of(part)}
