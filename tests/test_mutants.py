"""The list of faults that `make mutants` plants, and how it tells a fault that was noticed from one that was not."""

from __future__ import annotations

from pathlib import Path

import pytest
from mutants import ROOT, main, read_mutants, unsound

MUTANTS = read_mutants(ROOT)
SUM = "def added(one: int, other: int) -> int:\n    return one + other\n\n\ndef halved(one: int) -> float:\n    return one / 2\n"
PROOF = "from sums import added\n\n\ndef test_sums_are_added() -> None:\n    assert added(2, 3) == 5\n"
LIST = """
[[mutants]]
file = "sums.py"
find = "one + other"
put = "one - other"
gives = "A class is told a wrong sum."
notices = ["tests/test_sums.py::test_sums_are_added"]
[[mutants]]
file = "sums.py"
find = "one / 2"
put = "one / 3"
gives = "A class is told a wrong half."
notices = ["tests/test_sums.py"]
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Return a project with two functions, a test of the first, and a fault for each."""
    files = {
        "sums.py": SUM,
        "pyproject.toml": '[tool.pytest.ini_options]\npythonpath = ["."]\n',
        "tests/test_sums.py": PROOF,
        "tests/mutants/sums.toml": LIST,
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def change(tree: Path, old: str, new: str) -> None:
    """Change the project's list of faults, in which ``old`` must stand."""
    path = tree / "tests/mutants/sums.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_each_fault_can_be_planted_and_says_what_it_gives_and_what_notices_it() -> None:
    assert [fault for mutant in MUTANTS for fault in unsound(mutant, ROOT)] == []


def test_there_are_a_hundred_and_fifty_faults_and_no_two_are_the_same() -> None:
    planted = {(mutant.file, mutant.find, mutant.put) for mutant in MUTANTS}
    assert len(planted) == len(MUTANTS) >= 150


def test_a_fault_that_nothing_notices_is_printed_with_what_a_user_would_get(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And so is one that is noticed although it is said to survive; a reason to survive excuses the others."""
    with (tree / "tests/mutants/more.toml").open("w", encoding="utf-8") as file:
        file.write(LIST.replace("\nnotices", '\nsurvives = "Nobody halves."\nnotices'))
    assert main([], tree) == 1
    printed = capsys.readouterr().out
    assert "survived: sums.py: 'one / 2' becomes 'one / 3'\n    A class is told a wrong half.\n" in printed
    assert (
        "noticed after all: sums.py: 'one + other' becomes 'one - other'\n    A class is told a wrong sum.\n" in printed
    )
    assert printed.endswith(
        "more         0 noticed, 1 accepted, 0 survived, 1 noticed after all\n"
        "sums         1 noticed, 0 accepted, 1 survived, 0 noticed after all\n"
        "all          1 noticed, 1 accepted, 1 survived, 1 noticed after all\n"
    )
    assert (tree / "sums.py").read_text(encoding="utf-8") == SUM


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"one + other"', '"one * other"', "'one * other' must stand there once, and stands 0 times; mend `find`"),
        ('"one + other"', '"return"', "'return' must stand there once, and stands 2 times; mend `find`"),
        ('"one - other"', '"one + other"', "'one + other' must become something else; mend `put`"),
        ("A class is told a wrong sum.", "Wrong.", "must say what a user would get; found 'Wrong.'"),
        ("::test_sums_are_added", "::test_sums", "tests/test_sums.py::test_sums must be a test or 'check', and is not"),
        ('["tests/test_sums.py::test_sums_are_added"]', "[]", "must name what notices; add a test or 'check'"),
    ],
)
def test_an_entry_that_cannot_be_planted_is_named_and_nothing_is_run(
    old: str, new: str, said: str, tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(tree, old, new)
    assert main(["--room", "sums"], tree) == 1
    printed = capsys.readouterr()
    assert (printed.out, said in printed.err) == ("", True)


def test_what_fails_without_a_fault_notices_nothing(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tree / "tests/test_sums.py").write_text(PROOF.replace("== 5", "== 6"), encoding="utf-8")
    assert main([], tree) == 1
    assert "what should notice fails without a fault, too; mend that first:" in capsys.readouterr().err


def test_a_room_that_is_none_is_no_success(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--room", "cellar"], tree) == 1
    assert capsys.readouterr().err == "no fault of the list is meant; mend ROOM or ONLY\n"
