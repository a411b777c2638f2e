"""What is written is written whole or not at all, and nothing else is left lying about."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from exercises.errors import CourseError
from exercises.files import LOCK, alone_in, clear_drafts, whole_folder, write_together, write_whole


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_a_file_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    write_whole(path, "one\n")
    write_whole(path, b"two \xff\n")
    assert path.read_bytes() == b"two \xff\n"
    assert names(tmp_path) == ["a.txt"]


def test_text_is_written_as_utf_8_with_the_line_ends_that_it_has(tmp_path: Path) -> None:
    write_whole(tmp_path / "a.txt", "é\n한\r\n")
    assert (tmp_path / "a.txt").read_bytes() == b"\xc3\xa9\n\xed\x95\x9c\r\n"


def test_a_file_that_cannot_be_written_leaves_the_one_before(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("before")
    with pytest.raises(UnicodeEncodeError):
        write_whole(path, "\ud800")
    assert path.read_text() == "before"
    assert names(tmp_path) == ["a.txt"]


def test_of_files_that_belong_together_none_is_written_where_one_cannot_be(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_together({tmp_path / "a.txt": "a", tmp_path / "missing" / "b.txt": "b"})
    assert names(tmp_path) == []


def test_of_files_that_belong_together_none_is_changed_where_one_cannot_be_put_in_place(tmp_path: Path) -> None:
    """A folder of a file's name is found only when the file is put there, behind the others."""
    (tmp_path / "a.txt").write_text("before")
    (tmp_path / "c.txt").mkdir()
    with pytest.raises(OSError, match=r"c\.txt"):
        write_together({tmp_path / name: "after" for name in ("a.txt", "b.txt", "c.txt")})
    assert names(tmp_path) == ["a.txt", "c.txt"]
    assert (tmp_path / "a.txt").read_text() == "before"


def test_a_folder_is_made_with_those_above_it(tmp_path: Path) -> None:
    with whole_folder(tmp_path / "new" / "out") as folder:
        (folder / "a.txt").touch()
    assert names(tmp_path) == ["new", "new/out", "new/out/a.txt"]


def test_the_folder_that_one_stands_in_is_filled_like_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with whole_folder(Path()) as folder:
        (folder / "a.txt").write_text("a")
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_a_folder_that_is_there_keeps_its_other_files(tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / "in").mkdir(parents=True)
    (out / "in" / "old.txt").write_text("old")
    (out / "a.txt").write_text("old")
    with whole_folder(out) as folder:
        (folder / "in").mkdir()
        (folder / "in" / "new.txt").write_text("new")
        (folder / "a.txt").write_text("new")
        assert (out / "a.txt").read_text() == "old"
    assert names(out) == ["a.txt", "in", "in/new.txt", "in/old.txt"]
    assert (out / "a.txt").read_text() == "new"
    assert names(tmp_path)[0] == "out"


def test_what_was_put_into_a_folder_before_and_is_not_again_is_taken_away(tmp_path: Path) -> None:
    for name in ("a.txt", "in/old.txt", "out/old.txt", "out/mine.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("old")
    with whole_folder(tmp_path, ["a.txt", "in/old.txt", "out/old.txt", "gone/x.txt"]) as folder:
        (folder / "a.txt").write_text("new")
        assert names(tmp_path) == ["a.txt", "in", "in/old.txt", "out", "out/mine.txt", "out/old.txt"]
    assert names(tmp_path) == ["a.txt", "out", "out/mine.txt"]


def test_a_folder_is_as_it_was_where_one_of_its_files_cannot_be_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.txt", "c.txt", ".notes"):
        (tmp_path / name).write_text("old")
    real = Path.replace

    def replace(path: Path, target: Path) -> Path:
        if path == tmp_path / "c.txt":
            raise PermissionError(13, "Permission denied")
        return real(path, target)

    monkeypatch.setattr(Path, "replace", replace)
    new = tmp_path.with_name("new")
    new.mkdir()
    for name in ("a.txt", "b.txt", "c.txt", ".notes"):
        (new / name).write_text("new")
    with pytest.raises(CourseError) as caught, whole_folder(tmp_path) as folder:
        shutil.copytree(new, folder, dirs_exist_ok=True)
    assert [str(finding).removeprefix(tmp_path.as_posix()) for finding in caught.value.findings] == [
        "/c.txt: file: must be replaced, and cannot be (Permission denied); "
        "close the program that has it open, and run again [out]"
    ]
    assert {name: (tmp_path / name).read_text() for name in names(tmp_path)} == dict.fromkeys(
        (".notes", "a.txt", "c.txt"), "old"
    )


def test_nothing_of_a_folder_is_left_where_it_cannot_be_finished(tmp_path: Path) -> None:
    with pytest.raises(UnicodeEncodeError), whole_folder(tmp_path / "out") as folder:
        (folder / "a.txt").write_text("a\ud800", encoding="utf-8")
    assert names(tmp_path) == []


def test_a_folder_that_cannot_be_written_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "out").touch()
    with pytest.raises(CourseError) as caught, whole_folder(tmp_path / "out") as folder:
        (folder / "a.txt").touch()
    assert [str(finding).removeprefix(tmp_path.as_posix()) for finding in caught.value.findings] == [
        "/out: --out: must be a folder that can be written, and is not (File exists); name another with --out [out]"
    ]
    assert names(tmp_path) == ["out"]


# One run at a time

HOLD = """
import sys
from pathlib import Path
from exercises.files import alone_in
with alone_in(Path(sys.argv[1])):
    print("in", flush=True)
    sys.stdin.read()
"""


def held(folder: Path) -> subprocess.Popen[str]:
    """Return another process that is at work in the folder."""
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdout is not None
    assert other.stdout.readline() == "in\n"
    return other


def test_two_runs_are_not_at_work_in_one_folder(tmp_path: Path) -> None:
    with held(tmp_path) as other:
        with pytest.raises(CourseError) as caught, alone_in(tmp_path, patience=0):
            pass
        assert [str(finding) for finding in caught.value.findings] == [
            f"{tmp_path.as_posix()}: file: another run (process {other.pid}) is at work in this folder; "
            "wait for its end, and run again [busy]"
        ]
        other.communicate()
    with alone_in(tmp_path, patience=0):
        assert names(tmp_path) == [LOCK]
    assert names(tmp_path) == []


def test_a_run_that_died_holds_nobody_up(tmp_path: Path) -> None:
    with held(tmp_path) as other:
        other.kill()
    assert names(tmp_path) == [LOCK]
    with alone_in(tmp_path, patience=0):
        pass
    assert names(tmp_path) == []


def test_what_a_run_that_died_had_begun_is_cleared_away_and_nothing_else(tmp_path: Path) -> None:
    for name in (".draft-x/a", "in/.draft-y", "kept"):
        (tmp_path / name).mkdir(parents=True)
    clear_drafts(tmp_path, tmp_path / "none")
    assert names(tmp_path) == ["in", "in/.draft-y", "kept"]


def test_a_folder_that_cannot_be_worked_in_is_a_finding(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="must be a folder that can be written"), alone_in(tmp_path / "none"):
        pass
