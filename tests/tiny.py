"""A course small enough to read: one invented report of two paragraphs, two exercises and their keys."""

from __future__ import annotations

from pathlib import Path

FILES = {
    "course/evidence/record.toml": "record = []\n",
    "course/evidence/studies.toml": "studies = []\n",
    "course/evidence/rfa-2019/report.toml": """
id = "rfa-2019"
title = "Ferry said to sail empty"
origin = "Harbour News"
carrier = "Harbour News"
date = 2031-05-02
main = true
about = "An invented report."
[[paragraphs]]
number = 1
gist = "A source saw an empty ferry."
[[paragraphs]]
number = 2
gist = "The source thinks that the line will close."
""",
    "course/evidence/rfa-2019/claims.toml": """
[[claims]]
id = "p01-empty-ferry"
at = "P1"
gist = "The ferry carried nobody."
voice = "source-1"
basis = "saw"
kind = "observation"
strength = "attributed"
phrases = ["not a soul aboard"]
confirm = "A passenger count with nobody on it."
refute = "A passenger count with somebody on it."
[[claims]]
id = "p02-line-closes"
at = "P2"
gist = "The line will close."
voice = "source-1"
basis = "inferred"
kind = "prediction"
strength = "hedged"
hedges = ["probably"]
phrases = ["will close"]
confirm = "A notice that ends it."
refute = "A timetable with the line on it."
""",
    "course/evidence/rfa-2019/grid.toml": """
[[hypotheses]]
id = "strike"
label = "A strike"
gist = "The crew would let nobody on."
[[hypotheses]]
id = "winter"
label = "Winter"
gist = "Nobody travels in winter."
[[clues]]
id = "empty"
label = "Empty"
gist = "Nobody aboard."
claims = ["p01-empty-ferry"]
[[clues]]
id = "pickets"
label = "Pickets"
gist = "People with signs at the pier."
claims = ["p01-empty-ferry"]
[[cells]]
hypothesis = "strike"
clue = "empty"
fit = "expected"
reason = "Nobody was let on."
[[cells]]
hypothesis = "winter"
clue = "empty"
fit = "expected"
reason = "Nobody wanted to."
[[cells]]
hypothesis = "strike"
clue = "pickets"
fit = "expected"
reason = "Strikers stand there."
[[cells]]
hypothesis = "winter"
clue = "pickets"
fit = "unexpected"
reason = "Winter pickets nobody."
""",
    "course/evidence/rfa-2019/deadlines.toml": """
[[localities]]
id = "china"
label = "in China"
[[deadlines]]
id = "refit"
label = "The refit"
kind = "by"
act = "a refit"
by = 2031-06-30
reach = "china"
[[deadlines.wordings]]
at = "P2"
when = "end of June"
set_by = "not given"
binding = "not given"
covering = "all ferries"
where = "China"
said_by = "source-1"
sure = "hedged"
claims = ["p02-line-closes"]
[[deadlines]]
id = "licence"
label = "The licence"
kind = "by"
act = "a refit"
by = 2031-12-31
[[deadlines.wordings]]
at = "P2"
when = "end of 2031"
set_by = "the port"
binding = "owners"
covering = "all ferries"
where = "anywhere"
said_by = "narration"
sure = "flat"
claims = ["p02-line-closes"]
[[cases]]
id = "back-in-august"
gist = "A ferry is back in August."
concerned = "yes"
locality = "china"
permit = "existing"
done = 2031-08-15
worked = true
[[cases]]
id = "elsewhere-in-august"
gist = "A ferry elsewhere is back in August."
concerned = "yes"
locality = "elsewhere"
permit = "existing"
done = 2031-08-15
""",
    "course/evidence/rfa-2019/tables.toml": """
[[tables]]
id = "refits"
title = "Three refits"
about = "What the port's book says."
corner = "Ferry"
columns = [
  { id = "begun", label = "Begun" },
  { id = "yard", label = "Yard" },
  { id = "hull", label = "Hull, tons" },
  { id = "deck", label = "Deck, tons" },
]
[[tables.rows]]
id = "alder"
label = "Alder"
cells = { begun = "2031-01-31", yard = "north", hull = "1,200", deck = "300" }
see = ["p01-empty-ferry"]
[[tables.rows]]
id = "birch"
label = "Birch"
cells = { begun = "2031-05-12", yard = "north", hull = "90", deck = "5" }
see = ["P2"]
[[tables.rows]]
id = "cedar"
label = "Cedar"
cells = { begun = "2031-06-01", yard = "south", hull = "80", deck = "5" }
see = ["P2"]
""",
    "exercises/lists/outcomes.toml": """
[[outcomes]]
id = "weigh-clues"
lesson = "01-ferry"
text = "say which clue tells two explanations apart"
""",
    "exercises/lists/misconceptions.toml": """
[[misconceptions]]
id = "fits-so-proves"
text = "What fits one explanation counts against the others."
""",
    "exercises/bank/01-ferry/strike-or-winter.toml": """
kind = "single-choice"
title = "Strike or winter?"
use = "graded"
outcomes = ["weigh-clues"]
level = 1
minutes = 1
claims = ["p01-empty-ferry"]
stem = "Which clue tells a strike from winter?"
[[choices]]
id = "empty"
text = "The empty deck"
[[choices]]
id = "pickets"
text = "The signs at the pier"
""",
    "exercises/keys/01-ferry/strike-or-winter.toml": """
solution = "The signs. Winter brings none."
[query]
kind = "pick"
of = "pair:strike/winter/{}"
where = { separates = true }
[query.slots]
empty = "empty"
pickets = "pickets"
[feedback.empty]
for = "wrong"
text = "An empty deck fits both."
see = ["p01-empty-ferry"]
misconception = "fits-so-proves"
[feedback.pickets]
for = "right"
text = "Only a strike brings signs."
see = ["P1"]
""",
    "exercises/bank/01-ferry/days-between.toml": """
kind = "number"
title = "How long?"
use = "practice"
outcomes = ["weigh-clues"]
level = 1
minutes = 1
stem = "How many days lie between refit and licence?"
unit = "days"
""",
    "exercises/keys/01-ferry/days-between.toml": """
solution = "184 days."
otherwise = "Count from 30 June to 31 December."
[query]
kind = "figure"
figure = "days"
of = ["deadline:refit", "deadline:licence"]
[feedback.184]
for = "right"
text = "Half a year."
see = ["P2"]
[feedback.183]
for = "wrong"
text = "One short."
see = ["P2"]
""",
}

SAY = "exercises/keys/01-ferry/say-it.toml"
WRITTEN_BANK = """
kind = "written"
title = "Say it"
use = "practice"
outcomes = ["weigh-clues"]
level = 1
minutes = 5
stem = "Say what the ferry shows."
words = 20
"""
WRITTEN_KEY = """
solution = "It shows an empty deck."
[[rubric]]
id = "deck"
text = "Names the deck."
marks = 2
[[rubric]]
id = "doubt"
text = "Keeps the doubt."
marks = 2
[[rubric]]
id = "short"
text = "Is short."
marks = 1
[[samples]]
level = "strong"
text = "The deck was empty; why is not known."
marks = { deck = 2, doubt = 2, short = 1 }
total = 5
why = "All there."
[[samples]]
level = "middling"
text = "The deck was empty."
marks = { deck = 2, doubt = 0, short = 1 }
total = 3
why = "No doubt."
[[samples]]
level = "weak"
text = "A strike."
marks = { deck = 0, doubt = 0, short = 1 }
total = 1
why = "Neither."
"""


def write(root: Path, changes: dict[str, tuple[str, str]] | None = None) -> Path:
    """Write the course below ``root``; ``changes`` maps a file to (old, new), which must occur in it."""
    for name, text in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for name, (old, new) in (changes or {}).items():
        path = root / name
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{name} has no {old!r}"
        path.write_text(text.replace(old, new), encoding="utf-8")
    return root


def with_words(root: Path, *texts: str) -> Path:
    """Give the invented report's paragraphs these words, so that they are ours and may be printed."""
    path = root / "course/evidence/rfa-2019/report.toml"
    head, *paragraphs = path.read_text(encoding="utf-8").split("[[paragraphs]]\n")
    blocks = (f'[[paragraphs]]\n{block}text = "{text}"\n' for block, text in zip(paragraphs, texts, strict=True))
    path.write_text(head.replace("main = true", 'main = true\nwords = "ours"') + "".join(blocks), encoding="utf-8")
    return root


def with_written(root: Path, old: str = "", new: str = "") -> Path:
    """Write the course with a written exercise more, ``old`` in its key changed to ``new``."""
    assert old in WRITTEN_KEY
    write(root)
    (root / SAY.replace("keys", "bank")).write_text(WRITTEN_BANK, encoding="utf-8")
    (root / SAY).write_text(WRITTEN_KEY.replace(old, new) if old else WRITTEN_KEY, encoding="utf-8")
    return root
