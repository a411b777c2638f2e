"""What answers are worth, and how texts, numbers and days are read: one table for Python and for the page's script."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from exercises.questions.key import Key
from exercises.questions.question import Answer, Asked, Choose, Enter, Option, Place, Question


@dataclass(frozen=True)
class Case:
    """A question with its key, a response in the question's form, and the response's score."""

    question: Question
    correct: Answer
    response: Answer
    score: float
    accepted: tuple[str, ...] = ()
    tolerance: str = "0"

    @property
    def key(self) -> Key:
        """Return the case's key."""
        return Key(
            exercise="case",
            correct=self.correct,
            computed=False,
            accepted=self.accepted,
            tolerance=Decimal(self.tolerance),
            solution="Solved.",
        )


ASKED = tuple(Asked(id, id.upper()) for id in "abcd")
OFFERED = tuple(Option(id=id, text=id.upper()) for id in "xyz")
PLACES = tuple(Option(id=place, text=place) for place in "1234")

ONE = Choose(ASKED, several=False)
SEVERAL = Choose(ASKED, several=True)
SORT = Place(ASKED, OFFERED, "bins")
ORDER = Place(ASKED, PLACES, "places", once=True)
MATCH = Place(ASKED[:2], OFFERED, "lists", once=True)
GRID = Place(
    (Asked("r/s", "R, S"), Asked("r/t", "R, T")),
    OFFERED[:2],
    "grid",
    rows=(Option(id="r", text="R"),),
    columns=(Option(id="s", text="S"), Option(id="t", text="T")),
)
PASSAGE = Choose(ASKED, several=True, passage=tuple((text, id) for id, text in zip("abcd", "ABCD", strict=True)))
DATE, NUMBER, PERCENT, WORDS = Enter("date"), Enter("number", "days"), Enter("percent", "percent"), Enter("words")

SORTED = {"a": "x", "b": "y", "c": "x", "d": "z"}
IN_PLACE = {"a": "2", "b": "1", "c": "4", "d": "3"}

CASES = (
    Case(ONE, "b", "b", 1),
    Case(ONE, "b", "c", 0),
    Case(ONE, "b", "", 0),
    # each false choice takes one away, and no score is below 0
    Case(SEVERAL, ("a", "b"), ("a", "b"), 1),
    Case(SEVERAL, ("a", "b"), ("b", "a"), 1),
    Case(SEVERAL, ("a", "b"), ("a",), 0.5),
    Case(SEVERAL, ("a", "b"), ("a", "b", "c"), 0.5),
    Case(SEVERAL, ("a", "b"), ("a", "c"), 0),
    Case(SEVERAL, ("a", "b"), ("c", "d"), 0),
    Case(SEVERAL, ("a", "b"), ("a", "b", "c", "d"), 0),
    Case(SEVERAL, ("a", "b", "c"), ("a", "b", "c", "d"), 2 / 3),
    Case(SEVERAL, ("a",), (), 0),
    # the share that is in its place
    Case(SORT, SORTED, SORTED, 1),
    Case(SORT, SORTED, {**SORTED, "d": "x"}, 0.75),
    Case(SORT, SORTED, {"a": "x"}, 0.25),
    Case(SORT, SORTED, {}, 0),
    Case(SORT, SORTED, {"a": "y", "b": "x", "c": "z", "d": "x"}, 0),
    Case(ORDER, IN_PLACE, IN_PLACE, 1),
    Case(ORDER, IN_PLACE, {**IN_PLACE, "a": "1", "b": "2"}, 0.5),
    Case(ORDER, IN_PLACE, dict.fromkeys("abcd", "1"), 0.25),
    Case(ORDER, IN_PLACE, {"d": "3"}, 0.25),
    Case(ORDER, IN_PLACE, {}, 0),
    Case(MATCH, {"a": "x", "b": "z"}, {"a": "x", "b": "z"}, 1),
    Case(MATCH, {"a": "x", "b": "z"}, {"a": "z", "b": "x"}, 0),
    Case(MATCH, {"a": "x", "b": "z"}, {"a": "x", "b": "x"}, 0.5),
    Case(GRID, {"r/s": "x", "r/t": "x"}, {"r/s": "x", "r/t": "x"}, 1),
    Case(GRID, {"r/s": "x", "r/t": "x"}, {"r/t": "x"}, 0.5),
    Case(GRID, {"r/s": "x", "r/t": "x"}, {"r/s": "y", "r/t": "y"}, 0),
    Case(PASSAGE, ("b", "d"), ("b", "d"), 1),
    Case(PASSAGE, ("b", "d"), ("b", "c", "d"), 0.5),
    Case(PASSAGE, ("b", "d"), ("a", "b", "c", "d"), 0),
    # the tolerance holds on both sides, its ends included
    Case(NUMBER, "184", "184", 1),
    Case(NUMBER, "184", " 184.0 ", 1),
    Case(NUMBER, "184", "+184", 1),
    Case(NUMBER, "184", "1.84e2", 1),
    Case(NUMBER, "184", "185", 0),
    Case(NUMBER, "184", "-184", 0),
    Case(NUMBER, "184", "", 0),
    Case(NUMBER, "184", "about 184", 0),
    Case(NUMBER, "1200", "1,200.0", 1),
    Case(NUMBER, "1200", "1,200", 0),
    Case(NUMBER, "1.2", "1,200", 0),
    Case(NUMBER, "25", "2,5", 0),
    Case(NUMBER, "0.28", "0,28", 1),
    Case(NUMBER, "1200", "1 200", 1),
    Case(NUMBER, "1200", "1.200", 0),
    Case(NUMBER, "0.5", "0,5", 1),
    Case(NUMBER, "5", "0,5", 0),
    Case(NUMBER, "184", "1e9999999", 0),
    Case(NUMBER, "184", "184.0000000001", 1),
    Case(NUMBER, "184", "184.00000001", 0),
    Case(NUMBER, "-3", "-3", 1),
    Case(NUMBER, "-3", "3", 0),
    Case(NUMBER, "10", "9.5", 1, tolerance="0.5"),
    Case(NUMBER, "10", "10.5", 1, tolerance="0.5"),
    Case(NUMBER, "10", "9.49", 0, tolerance="0.5"),
    Case(NUMBER, "10", "10.51", 0, tolerance="0.5"),
    Case(NUMBER, "0.3", "0.1", 1, tolerance="0.2"),
    Case(NUMBER, "1", "1.1", 1, tolerance="0.1"),
    Case(DATE, "2019-06-30", "2019-06-30", 1),
    Case(DATE, "2019-06-30", " 2019-06-30 ", 1),
    Case(DATE, "2019-06-30", "2019-07-01", 0),
    Case(DATE, "2019-06-30", "30 June 2019", 1),
    Case(DATE, "2019-04-03", "03/04/2019", 0),
    Case(DATE, "2019-06-30", "", 0),
    # 1 - (p - outcome)^2, and nothing below 0 or above 100 percent
    Case(PERCENT, "1", "100", 1),
    Case(PERCENT, "1", "70", 0.91),
    Case(PERCENT, "0", "70", 0.51),
    Case(PERCENT, "0", "0", 1),
    Case(PERCENT, "1", "0", 0),
    Case(PERCENT, "1", "50", 0.75),
    Case(PERCENT, "0", "50", 0.75),
    Case(PERCENT, "0", " 37.5 ", 0.859375),
    Case(PERCENT, "0", "37,5", 0.859375),
    Case(PERCENT, "1", "100.5", 0),
    Case(PERCENT, "0", "12,5", 0.984375),
    Case(PERCENT, "0", "5,0 %", 0.9975),
    # up to 1 and without its sign, it may be a part of one, and nobody guesses
    Case(PERCENT, "1", "0.7", 0),
    Case(PERCENT, "0", "0,7", 0),
    Case(PERCENT, "0", "0.7%", 0.999951),
    Case(PERCENT, "1", "0.7 percent", 0.013951),
    Case(PERCENT, "0", "1", 0),
    Case(PERCENT, "0", "1%", 0.9999),
    Case(PERCENT, "1", "1.5", 0.029775),
    Case(PERCENT, "1", "101", 0),
    Case(PERCENT, "0", "-1", 0),
    Case(PERCENT, "1", "", 0),
    Case(PERCENT, "1", "half", 0),
    Case(WORDS, "North Korea", "north korea", 1),
    Case(WORDS, "North Korea", "“North-Korea”.", 1),
    Case(WORDS, "North Korea", "the North Korea", 1),
    Case(WORDS, "North Korea", "DPRK", 0),
    Case(WORDS, "North Korea", "the D.P.R.K", 1, accepted=("DPRK", "D.P.R.K.")),
    Case(WORDS, "North Korea", "Korea", 0, accepted=("DPRK",)),
    Case(WORDS, "North Korea", "", 0),
    Case(WORDS, "North Korea", " . ", 0),
)

FOLDED = {
    "": "",
    ".": "",
    "the": "the",
    "The Editor": "editor",
    "an answer": "answer",
    "A hedge.": "hedge",
    "A. hedge": "a. hedge",
    "the the word": "the word",
    "theatre": "theatre",
    "U.S.": "u.s",
    "well . ": "well",
    "two  words": "two words",
    " \t two \r\n words \t ": "two words",
    "well-known": "well known",
    "well\u2010known, well\u2013known, well\u2212known": "well known, well known, well known",
    "-2": "2",
    "“It’s”": "its",
    "\u2018it\u2019s\u201f": "its",
    "«Oui» ‹non› `code`": "oui non code",
    "\u00a0no\u2003break\u202f": "no break",
    "ＦＵＬＬ　ｗｉｄｔｈ": "full width",
    "ﬁnd": "find",
    "№ 5": "no 5",
    "x²": "x2",
    "e\u0301tude": "étude",
    "Pyŏngyang": "pyŏngyang",
    "한국": "한국",
    "\u1112\u1161\u11ab": "한",
    "中朝邊境": "中朝邊境",
    "STRASSE, straße": "strasse, straße",
    "İ": "i\u0307",
    "ΟΔΟΣ": "οδος",
    "😀 Yes": "😀 yes",
    "1,200": "1,200",
}
"""Short texts, and each as it is compared."""

READINGS = tomllib.loads((Path(__file__).parent / "questions" / "readings.toml").read_text(encoding="utf-8"))
"""What is typed, by what it is to be, and every way in which it can be read."""

LEANINGS = {"100": "1", "0.7%": "0", "50.1": "1", "50": "50", "50,0": "50", "49.9": "0", " 0 ": "0"}
"""What readers say of how likely a thing is, and the side to which they lean."""
