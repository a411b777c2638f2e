"""The command line, as its user meets it: one line a finding, 0, 1 or 2, and never a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import tiny

from exercises import cli
from exercises.classroom import commands
from exercises.cli import main
from exercises.course import load_course
from exercises.own_copy.digests import write_verified
from exercises.own_copy.quotations import quotations
from exercises.own_copy.recognise import Copy
from exercises.own_copy.verify import verify

REPOSITORY = Path(__file__).parents[1]
BANK = "exercises/bank/01-ferry/strike-or-winter.toml"
KEY = "exercises/keys/01-ferry/strike-or-winter.toml"
COPY = "The ferry sailed with not a soul aboard today.\n\nThe line probably will close before winter, he said.\n"


def verified(root: Path) -> Path:
    """Keep the digests of an invented article of two paragraphs beside the small ledger."""
    report = load_course(root).evidence.report["rfa-2019"]
    findings, digests = verify(report, Copy("copy.txt", tuple(COPY.split("\n\n"))), tuple(quotations(root)))
    assert [finding for finding in findings if finding.rule != "phrase-share"] == []
    write_verified(root / "course/evidence/rfa-2019/verified.json", digests.model_copy(update={"share": 0.3}))
    return root


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return the small course, its phrases verified."""
    return verified(tiny.write(tmp_path))


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[str]]:
    """Run the command line; return its status and the lines that it printed."""
    status = main(arguments)
    return status, capsys.readouterr().out.splitlines()


def test_a_sound_course_ends_with_0(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "check", "--root", str(root)) == (0, ["2 exercises, 2 with computed keys: nothing to mend"])


def test_one_exercise_of_one_minute_is_said_in_the_singular(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for folder in ("bank", "keys"):
        (root / f"exercises/{folder}/01-ferry/days-between.toml").unlink()
    (root / "exercises/sets").mkdir()
    one = 'title = "One"\nabout = "One."\nexercises = ["strike-or-winter"]\n'
    (root / "exercises/sets/one.toml").write_text(one, encoding="utf-8")
    assert run(capsys, "check", "--root", str(root)) == (0, ["1 exercise, 1 with computed keys: nothing to mend"])
    assert run(capsys, "check", "--census", "--root", str(root))[1][0] == "1 exercise, 1 with computed keys"
    out = str(root / "out")
    assert main(["assign", "one", "--no-pdf", "--out", out, "--root", str(root)]) == 0
    assert "1 exercise, about 1 minute, on 1 sheet" in capsys.readouterr().out


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux alone has a disk that is always full")
def test_a_command_whose_words_a_full_disk_does_not_take_says_so_in_a_line(root: Path) -> None:
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "exercises", "check", "--root", str(root), "--census"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, "Not all could be printed (No space left on device).\n")


def test_a_command_whose_reader_is_gone_ends_without_a_traceback(root: Path) -> None:
    command = (sys.executable, "-m", "exercises", "check", "--census", "--root", str(root))
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, cwd=REPOSITORY, check=False)
    os.close(writer)
    assert (done.returncode, done.stderr) == (2, b"")


def test_a_command_that_is_stopped_says_how_to_go_on_without_a_traceback(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("exercises.cli.load_course", stopped)
    assert main(["check", "--root", str(root)]) == 130
    assert capsys.readouterr().err == "\nStopped; type the same again to go on.\n"


@pytest.mark.parametrize(
    "place",
    [
        "course/lessons/01-ferry.md",
        "course/evidence/index.md",
        "course/teaching/notes.md",
        "exercises/keys/answers.tsv",
    ],
)
def test_a_text_in_another_encoding_is_a_finding(place: str, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / place).parent.mkdir(exist_ok=True)
    (root / place).write_bytes(b"# caf\xe9\n")
    said = f"{place}: byte 5: must be UTF-8, and is not; save it in that encoding [encoding]"
    assert run(capsys, "check", "--census", "--root", str(root)) == (1, [said])


@pytest.mark.parametrize(
    "command",
    [
        ["grade", "work", "--out"],
        ["grade", "work", "--manifest"],
        ["grade", "work", "--before"],
        ["grade", "work", "--twin"],
        ["grade"],
        ["regrade", "work", "--out"],
        ["regrade"],
        ["assign", "checkpoint-1", "--out"],
        ["assign", "checkpoint-1", "--out", "x", "--roster"],
        ["assign", "--out", "x", "--add"],
        ["export", "gift", "--out"],
        ["dispatch", "--seed", "1", "--out"],
        ["check", "--article"],
        ["check", "--root"],
    ],
    ids=" ".join,
)
def test_a_path_that_is_empty_is_refused_and_nothing_goes_into_the_folder_that_one_stands_in(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as ended:
        main([*command, ""])
    assert ended.value.code == 2
    assert "must be a path, and is empty; write one, or leave the option out" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_every_option_that_is_a_path_refuses_an_empty_one() -> None:
    rooms = (Path(cli.__file__), Path(commands.__file__))
    assert [path.name for path in rooms if "type=Path" in path.read_text(encoding="utf-8")] == []


@pytest.mark.parametrize("command", [["dispatch", "--seed"], ["export", "gift", "--dispatches"]])
@pytest.mark.parametrize("seed", ["-1", "one", "1.5", "١"])
def test_a_seed_of_an_invented_report_is_a_whole_number_from_0(
    command: list[str], seed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([*command, seed])
    said = f"argument {command[-1]}: must be a whole number from 0; found {seed!r}\n"
    assert (stopped.value.code, capsys.readouterr().err.endswith(said)) == (2, True)


def test_a_finding_is_one_line_and_ends_with_1(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tiny.write(root, {BANK: ("level = 1", "level = 9")})
    assert run(capsys, "check", "--root", str(root)) == (
        1,
        [f"{BANK}: level: input should be 1, 2 or 3; found 9 [literal-error]"],
    )


@pytest.mark.parametrize(
    ("typed", "sign"),
    [(r"\beta", "U+0008"), (r"\frac", "U+000C"), (r"\u000b", "U+000B"), (r"\u001b", "U+001B"), ("\ufffe", "U+FFFE")],
)
@pytest.mark.parametrize("command", [["check"], ["export", "canvas", "--out", "bank.zip"]])
def test_a_sign_that_no_text_can_have_is_a_finding(
    command: list[str], typed: str, sign: str, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (root / BANK).read_text(encoding="utf-8")
    (root / BANK).write_text(text.replace('title = "', f'title = "A share {typed} ', 1), encoding="utf-8")
    said = f"must have no sign that cannot be seen, and has {sign}; write \\\\ for a backslash, or remove it [sign]"
    assert run(capsys, *command, "--root", str(root)) == (1, [f"{BANK}: title: {said}"])


def test_the_check_holds_the_bank_against_its_rules(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tiny.write(root, {KEY: ('misconception = "fits-so-proves"\n', "")})
    line = f"{KEY}: feedback.empty.misconception: must be named, and is not [misconception]"
    assert run(capsys, "check", "--root", str(root)) == (1, [line])


def test_the_check_holds_corrections_against_the_keys(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    entry = '[[corrections]]\nexercise = "days-between"\ndate = 2031-02-01\nbefore = "0123456789ab"\n'
    path = root / "exercises/lists/corrections.toml"
    path.write_text(f'{entry}after = "ba9876543210"\nwhy = "A day late."\n', encoding="utf-8")
    status, (line,) = run(capsys, "check", "--root", str(root))
    assert (status, line.startswith("exercises/lists/corrections.toml: days-between: must end at today’s key, ")) == (
        1,
        True,
    )


@pytest.mark.parametrize("arguments", [[], ["chekc"], ["check", "--nonsense"]])
def test_a_command_that_cannot_be_understood_ends_with_2(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        main(arguments)
    assert end.value.code == 2
    assert "usage: python -m exercises" in capsys.readouterr().err


def test_the_census_is_printed_on_request(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, lines = run(capsys, "check", "--root", str(root), "--census")
    assert "by use: graded 1, practice 1" in lines
    assert "guessing by last: 1 of 1 marked are right, 0.5 by chance (p = 0.50)" in lines


def test_a_phrase_that_nobody_checked_is_a_finding(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tiny.write(root, {"course/evidence/rfa-2019/claims.toml": ("not a soul aboard", "not a soul")})
    status, lines = run(capsys, "check", "--root", str(root))
    assert (status, [line for line in lines if "phrase-unverified" in line]) == (
        1,
        [
            "course/evidence/rfa-2019/claims.toml: claims.p01-empty-ferry: nobody found 'not a soul' in P1 of a copy; "
            "run `python -m exercises check --article COPY` [phrase-unverified]"
        ],
    )


def test_a_quotation_that_nobody_checked_is_a_finding(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tiny.write(root, {KEY: ("Only a strike", 'Only \\"a soul adrift\\" strike')})
    status, lines = run(capsys, "check", "--root", str(root))
    assert (status, lines) == (
        1,
        [
            f"{KEY}: line 17: nobody found 'a soul adrift' in a copy; run `python -m exercises check --article COPY` [quotation-unverified]"
        ],
    )


def test_checking_against_a_copy_keeps_its_digests(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tiny.write(root, {KEY: ("Only a strike", 'Only \\"A soul aboard\\" strike')})
    (root / "copy.txt").write_text(COPY)
    _, lines = run(capsys, "check", "--root", str(root), "--article", str(root / "copy.txt"))
    assert [line for line in lines if "quotation" in line] == []
    _, lines = run(capsys, "check", "--root", str(root))
    assert [line for line in lines if "quotation" in line] == []


@pytest.mark.parametrize("content", [b"", b"\x00\xff", b"Quite another text, about something else."])
def test_a_wrong_copy_is_refused_and_nothing_is_written(
    content: bytes, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = root / "course/evidence/rfa-2019/verified.json"
    before = kept.read_bytes()
    (root / "copy.txt").write_bytes(content)
    status, lines = run(capsys, "check", "--root", str(root), "--article", str(root / "copy.txt"))
    assert (status, len(lines), kept.read_bytes() == before) == (1, 1, True)
    assert lines[0].startswith(f"{root}/copy.txt: ")


def test_a_copy_that_is_not_there_is_named(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, lines = run(capsys, "check", "--root", str(root), "--article", "nowhere.txt")
    assert (status, lines) == (
        1,
        ["nowhere.txt: file: must be your copy of the article, and does not exist; mend the path [copy-missing]"],
    )


def test_a_copy_is_recognised_as_the_report_that_it_is(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A second report with words of others is verified by its own copy, and by no other's."""
    other = root / "course/evidence/pier-2031"
    other.mkdir()
    text = (root / "course/evidence/rfa-2019/report.toml").read_text(encoding="utf-8")
    changed = text.replace("rfa-2019", "pier-2031").replace("main = true", 'begins = "A pier"')
    (other / "report.toml").write_text(changed, encoding="utf-8")
    claims = (root / "course/evidence/rfa-2019/claims.toml").read_text(encoding="utf-8")
    first, _ = claims.split('[[claims]]\nid = "p02')
    phrased = first.replace("not a soul aboard", "a pier").replace("p01-empty-ferry", "p01-pier")
    (other / "claims.toml").write_text(phrased, encoding="utf-8")
    copy = root / "pier.txt"
    copy.write_text("Quite another text.\n")
    _, lines = run(capsys, "check", "--root", str(root), "--article", str(copy))
    assert [line.split(": ")[1] for line in lines] == ["pier-2031 P1", "rfa-2019 P1"]
    copy.write_bytes(b"")
    assert len(run(capsys, "check", "--root", str(root), "--article", str(copy))[1]) == 1
    copy.write_text("A pier was painted, and a pier was mended, on a day in May that was dry.\n\nIt is green.\n")
    status, lines = run(capsys, "check", "--root", str(root), "--article", str(copy))
    assert (status, [line for line in lines if "pier-2031" in line]) == (0, [])
    assert (other / "verified.json").exists()
    assert run(capsys, "check", "--root", str(root))[0] == 0
