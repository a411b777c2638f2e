"""What a machine can hold of the lessons: their parts, their length, their pace, and plain words."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml
from sites import the_course

from exercises.course import BESIDE, lesson_of, pages_of

ROOT = Path(__file__).parents[2]
LESSONS = sorted(p for p in (ROOT / "course" / "lessons").glob("[0-9]*.md") if not lesson_of(p.stem)[1])
TEMPLATE = ROOT / "course" / "lessons" / "_template.md"
BANK = the_course().bank

_HEAD = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_DIRECTIVE = re.compile(r"^(:{3,}|`{3,})\{[^\n]*\n.*?^\1[ \t]*$", re.DOTALL | re.MULTILINE)
_EXERCISE = re.compile(r"^:{3,}\{exercise\} (\S+)$", re.MULTILINE)
_TABLE = re.compile(r"^\|.*$", re.MULTILINE)
_ROLE = re.compile(r"\s*\(?\{(claim|paragraph|record|study)\}`[^`]*`,?\)?|\{[a-z]+\}|(?<=`)?\s<[^<>`]+>(?=`)")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")


class Lesson(NamedTuple):
    """A lesson's front matter and text."""

    path: Path
    head: dict[str, object]
    text: str


def read(path: Path) -> Lesson:
    """Return the lesson in the file."""
    source = path.read_text(encoding="utf-8")
    head = _HEAD.match(source)
    assert head, f"{path.name} has no front matter"
    return Lesson(path, yaml.safe_load(head[1]), source[head.end() :])


def prose(text: str) -> str:
    """Return what is read as prose: no directives, tables, roles or headings."""
    bare = _TABLE.sub("", _DIRECTIVE.sub("", text))
    bare = _LINK.sub(r"\1", _ROLE.sub("", bare))
    return "\n".join(line for line in bare.splitlines() if not line.startswith(("#", "{", "(")))


def words(text: str) -> list[str]:
    """Return the words of a text."""
    return re.findall(r"[A-Za-z0-9][\w'’-]*", text)


@pytest.fixture(params=LESSONS, ids=lambda path: path.stem)
def lesson(request: pytest.FixtureRequest) -> Lesson:
    """Return each lesson in turn."""
    return read(request.param)


def test_a_lesson_has_the_parts_of_the_template(lesson: Lesson) -> None:
    template = read(TEMPLATE)
    ends = re.findall(r"^## (.*)$", template.text, re.MULTILINE)[2:]
    assert re.findall(r"^## (.*)$", lesson.text, re.MULTILINE)[-len(ends) :] == ends
    assert len(re.findall(r"^# ", lesson.text, re.MULTILINE)) == 1
    assert lesson.head.keys() == template.head.keys()
    assert ":::{outcomes}" in lesson.text


def test_the_first_page_gives_a_lesson_the_minutes_that_it_gives_itself(lesson: Lesson) -> None:
    first = (ROOT / "course/index.md").read_text(encoding="utf-8")
    (row,) = (line for line in first.splitlines() if f"(lessons/{lesson.path.name})" in line)
    assert row.endswith(f" | {lesson.head['minutes']} |")


def test_a_lesson_has_its_page_to_hand_in(lesson: Lesson) -> None:
    page = lesson.path.with_name(f"{lesson.path.stem}-hand-in.md").read_text(encoding="utf-8")
    assert f":lesson: {lesson.path.stem}\n:use: graded\n" in page


def test_a_page_beside_a_lesson_says_whose_it_is_and_stands_behind_it_in_the_contents(lesson: Lesson) -> None:
    pages = [name for name in pages_of(lesson.path.stem) if lesson.path.with_name(f"{name}.md").exists()]
    contents = (ROOT / "course/index.md").read_text(encoding="utf-8")
    assert "\n" + "".join(f"lessons/{name}\n" for name in pages) in contents
    number = int(lesson.path.stem[:2])
    for name in pages[1:]:
        title = f"# Lesson {number}, {BESIDE[lesson_of(name)[1]].lower()}: "
        assert title in lesson.path.with_name(f"{name}.md").read_text(encoding="utf-8")
        assert f"(lessons/{name}.md)" in contents


def test_a_lesson_leads_to_its_page_of_more_practice_which_leads_back(lesson: Lesson) -> None:
    practice = lesson.path.with_name(f"{lesson.path.stem}-practice.md")
    led = f"[More practice]({practice.name})" in lesson.text
    assert led is practice.exists()
    assert not led or f"({lesson.path.name})" in practice.read_text(encoding="utf-8")


def test_a_lesson_is_900_to_1800_words(lesson: Lesson) -> None:
    assert 900 <= len(words(prose(lesson.text))) <= 1800


def test_there_is_an_exercise_at_least_every_400_words(lesson: Lesson) -> None:
    upto_last = lesson.text[: [m.start() for m in _EXERCISE.finditer(lesson.text)][-1]]
    stretches = [len(words(prose(part))) for part in _EXERCISE.split(upto_last)[::2]]
    assert max(stretches) <= 400, stretches


def test_sentences_are_short_on_average(lesson: Lesson) -> None:
    sentences = [words(s) for s in re.split(r"[.!?:]\s", prose(lesson.text)) if len(words(s)) > 2]
    assert 9 <= sum(map(len, sentences)) / len(sentences) <= 18


def test_minutes_and_outcomes_are_given(lesson: Lesson) -> None:
    known = {outcome.id for outcome in BANK.outcomes if outcome.lesson == lesson.path.stem}
    outcomes = lesson.head["outcomes"]
    assert isinstance(outcomes, list)
    assert isinstance(lesson.head["minutes"], int)
    assert 30 <= lesson.head["minutes"] <= 50
    assert 2 <= len(outcomes) <= 4
    assert set(outcomes) == known


def test_words_are_plain(lesson: Lesson) -> None:
    assert re.findall(r"\b(?:simply|obviously|clearly|of course)\b", lesson.text, re.IGNORECASE) == []


def test_every_paragraph_with_a_figure_or_a_quotation_cites(lesson: Lesson) -> None:
    body = _DIRECTIVE.sub("", lesson.text)
    paragraphs = [block for block in re.split(r"\n\s*\n", body) if not block.lstrip().startswith(("#", "|", "{"))]
    fact = re.compile(r"[“\"][^“”\"]+[”\"]|\b(?:19|20)\d\d\b")
    with_fact = [block for block in paragraphs if fact.search(_LINK.sub(r"\1", block))]
    cited = re.compile(r"\{(?:claim|paragraph|record|study)\}`|\bP\d+\b")
    assert [block for block in with_fact if not cited.search(block)] == []


def test_the_source_has_one_sentence_a_line(lesson: Lesson) -> None:
    lines = [line for line in prose(lesson.text).splitlines() if not line.startswith(("|", "-", ":"))]
    assert [line for line in lines if re.search(r"[a-z)][.?!] [A-Z]", line)] == []


@pytest.mark.parametrize("outcome", BANK.outcomes, ids=lambda outcome: outcome.id)
def test_each_outcome_has_two_exercises_to_practise_and_two_to_hand_in(outcome) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    uses = [exercise.use for exercise in BANK.exercises if outcome.id in exercise.outcomes]
    assert (uses.count("practice") >= 2, uses.count("graded") >= 2) == (True, True)


def test_every_entry_of_the_record_and_every_study_is_cited() -> None:
    evidence = the_course().evidence
    files = [*ROOT.glob("course/**/*.md"), *ROOT.glob("course/evidence/*/*.toml"), *ROOT.glob("exercises/*/*/*.toml")]
    cited = {
        name for file in files for name in re.findall(r"\b[A-Z]\d\d\b|[a-z-]+-\d{4}", file.read_text(encoding="utf-8"))
    }
    assert [one.id for one in (*evidence.record, *evidence.studies) if one.id not in cited] == []


STRONG = re.compile(r"\b(?:shows?|showed|shown|finds?|found|proves?|proved|establish(?:es|ed)?|confirms?|confirmed)\b")
DENIED = re.compile(r"\b(?:not|no|nothing|none|nor|neither|never|whether|without|cannot)\b", re.IGNORECASE)
FIRM = {fact.id for fact in the_course().evidence.record if fact.verb in ("agreed", "computed")}


def overstated(text: str) -> list[str]:
    """Return each line that says of a mere report what it shows, finds, proves or confirms; a denial may stand."""
    return [
        line
        for line in text.splitlines()
        if (cited := re.findall(r"\{record\}`([A-Z]\d\d)`", line))
        and not set(cited) & FIRM
        and STRONG.search(_ROLE.sub("", line))
        and not DENIED.search(line)
    ]


def test_strong_verbs_stand_beside_agreed_or_computed_entries_alone(lesson: Lesson) -> None:
    assert overstated(lesson.text) == []


def test_the_rule_on_strong_verbs_knows_a_breach_and_a_denial() -> None:
    assert overstated("A report shows that they left ({record}`V09`).") != []
    assert overstated("The dates show it ({record}`R10`).") == []
    assert overstated("A report does not show that they left ({record}`V09`).") == []


NAMES = re.compile(
    r"\b(?:Radio Free Asia|American Military News|Daily NK|Tokyo Shimbun|Dong-A Ilbo|Reuters|Hunchun|Namyang|Quanhe|"
    r"Shatuozi|Tumen|Dandong|Security Council|Jieun Kim|Leejin Jun|Eugene Whong|NKDB|INHL|Vietnam|Russia)\b"
)


def test_every_paragraph_with_a_proper_name_cites(lesson: Lesson) -> None:
    body = _DIRECTIVE.sub("", lesson.text).split("## Going further")[0]
    blocks = [b for b in re.split(r"\n\s*\n", body) if not b.lstrip().startswith(("#", "|", "{", ">", "**Brief"))]
    cited = re.compile(r"\{(?:claim|paragraph|record|study)\}`|\bP\d+\b")
    assert [b for b in blocks if NAMES.search(_LINK.sub(r"\1", b)) and not cited.search(b)] == []


def test_no_page_to_hand_in_speaks_of_buttons_which_paper_has_not() -> None:
    pages = sorted(ROOT.glob("course/lessons/[0-9]*-hand-in.md"))
    assert len(pages) == 12
    assert [path.name for path in pages if re.search(r"\b[Bb]utton", read(path).text)] == []
