"""Plants single faults in code and data and runs what should notice: ``python tests/mutants.py``, as ``make mutants``.

Each ``tests/mutants/ROOM.toml`` lists a room's faults.  An entry names the ``file``, the text to ``find`` in it, which
stands there once, and what to ``put`` in its place; what a user ``gives`` up by it, in a sentence; and what ``notices``:
tests, or ``check`` for ``python -m exercises check``.  Where it is accepted that none does, ``survives`` says why.
"""

from __future__ import annotations

import argparse
import itertools
import multiprocessing
import os
import queue
import shutil
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
FOLDER = Path("tests/mutants")
CHECK = "check"
PREPARED = ["pytest", "hypothesis", "pydantic", "sphinx.cmd.build", "myst_parser.parsers.sphinx_", "bs4", "markdown_it"]
"""What is imported once, before a process is parted off for each fault: none of it is what faults are planted in."""
BUILT = (".git", ".venv", "_build", "out", "__pycache__", ".hypothesis", ".*_cache")
NO_TESTS = 5
"""How pytest ends where it ran no test: that notices nothing."""


@dataclass(frozen=True)
class Mutant:
    """One fault to plant, and what should notice it."""

    room: str
    file: str
    find: str
    put: str
    gives: str
    notices: tuple[str, ...]
    survives: str = ""

    def __str__(self) -> str:
        """Return where it is planted, what it changes and what a user would get."""
        change = f"{self.find!r} becomes {self.put!r}"
        return f"{self.file}: {change}\n    {self.gives}"


def read_mutants(root: Path) -> tuple[Mutant, ...]:
    """Return every fault of the list.  Raises TypeError where an entry has a field too many or too few."""
    return tuple(
        Mutant(room=path.stem, **{**entry, "notices": tuple(entry["notices"])})
        for path in sorted((root / FOLDER).glob("*.toml"))
        for entry in tomllib.loads(path.read_text(encoding="utf-8"))["mutants"]
    )


def unsound(mutant: Mutant, root: Path) -> Iterator[str]:
    """Yield why the fault cannot be planted, or not noticed, as it is listed."""
    place = root / mutant.file
    times = place.read_text(encoding="utf-8").count(mutant.find) if place.is_file() else 0
    if times != 1:
        yield f"{mutant.file}: {mutant.find!r} must stand there once, and stands {times} times; mend `find`"
    if mutant.put == mutant.find:
        yield f"{mutant.file}: {mutant.find!r} must become something else; mend `put`"
    if len(mutant.gives.split()) < 4:
        yield f"{mutant.file}: {mutant.find!r} must say what a user would get; found {mutant.gives!r}"
    if not mutant.notices:
        yield f"{mutant.file}: {mutant.find!r} must name what notices; add a test or {CHECK!r}"
    for name in mutant.notices:
        if not _exists(name, root):
            yield f"{mutant.file}: {name} must be a test or {CHECK!r}, and is not; mend `notices`"


def _exists(name: str, root: Path) -> bool:
    path, _, test = name.partition("::")
    if name == CHECK or not test:
        return name == CHECK or (root / path).exists()
    return (root / path).is_file() and f"def {test.split('[')[0]}(" in (root / path).read_text(encoding="utf-8")


def is_noticed(mutant: Mutant, tree: Path) -> bool:
    """Return whether something fails with the fault planted in the tree, which is then as it was."""
    place = tree / mutant.file
    sound = place.read_text(encoding="utf-8")
    _write(place, sound.replace(mutant.find, mutant.put))
    try:
        return bool(failing(mutant.notices, tree))
    finally:
        _write(place, sound)


_TIMES = itertools.count(1_000_000_000)


def _write(place: Path, text: str) -> None:
    """Write the file with a time that it never had: by time and size Python tells whether what it compiled still holds."""
    place.write_text(text, encoding="utf-8")
    os.utime(place, (time := next(_TIMES), time))


def failing(notices: Sequence[str], tree: Path) -> str:
    """Return what is printed by the first command that fails; nothing where all is well."""
    tests = sorted({name for name in notices if name != CHECK})
    commands = [("-x", "-q", "-p", "no:cacheprovider", f"--basetemp={tree}-built", *tests)] if tests else []
    commands += [(CHECK,)] if CHECK in notices else []
    # A process that has its libraries already, of which each command gets a copy.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PREPARED)
    said = tree.with_name(f"{tree.name}-said.txt")
    for command in commands:
        process = context.Process(target=_run, args=(command, tree, said))
        process.start()
        process.join()
        if process.exitcode not in (0, NO_TESTS):
            return said.read_text(encoding="utf-8", errors="replace") or f"ended with {process.exitcode}"
    return ""


def _run(command: Sequence[str], tree: Path, said: Path) -> None:
    """Run the check, or else pytest, in the tree, and end the process as it ends."""
    with said.open("wb") as file:
        for stream in (1, 2):
            os.dup2(file.fileno(), stream)
    os.chdir(tree)
    os.environ |= {"PYTHONHASHSEED": "0", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "ARTICLE": ""}
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    sys.path[:] = [str(tree), *(path for path in sys.path if Path(path or ".") not in (ROOT, ROOT / "tests"))]
    if command == (CHECK,):
        from exercises.cli import main as check  # not at the top: it is the tree's, with its fault

        sys.exit(check([CHECK]))
    import pytest

    sys.exit(pytest.main([*command]))


def chosen(mutants: Sequence[Mutant], room: str, only: str) -> list[Mutant]:
    """Return the faults of the room, and of those the ones in whose file, change or consequence the words stand."""
    return [one for one in mutants if room in ("", one.room) and only in str(one)]


def judged(mutants: Sequence[Mutant], root: Path, jobs: int) -> Iterator[tuple[Mutant, bool]]:
    """Yield each fault with whether it was noticed, as they are done, each in a copy that no other uses meanwhile."""
    with tempfile.TemporaryDirectory() as folder:
        trees: queue.Queue[Path] = queue.Queue()
        for number in range(jobs):
            tree = Path(folder, str(number))
            shutil.copytree(root, tree, ignore=shutil.ignore_patterns(*BUILT))
            trees.put(tree)

        def run(mutant: Mutant) -> bool:
            tree = trees.get()
            try:
                return is_noticed(mutant, tree)
            finally:
                trees.put(tree)

        with ThreadPoolExecutor(jobs) as pool:
            running = {pool.submit(run, mutant): mutant for mutant in mutants}
            for done in as_completed(running):
                yield running[done], done.result()


def sound_without(mutants: Sequence[Mutant], root: Path) -> str:
    """Return what fails although no fault is planted; nothing where all is well."""
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder, "tree")
        shutil.copytree(root, tree, ignore=shutil.ignore_patterns(*BUILT))
        return failing([name for mutant in mutants for name in mutant.notices], tree)


def main(arguments: Sequence[str], root: Path = ROOT) -> int:
    """Run and print each fault that nothing noticed, and totals by room; return 1 where the list does not hold."""
    parser = argparse.ArgumentParser(description="Plant faults, and see whether they are noticed.")
    parser.add_argument("--room", default="", help="the faults of one room: a file's name in tests/mutants")
    parser.add_argument("--only", default="", help="only those in whose file, change or consequence these words stand")
    parser.add_argument("--jobs", type=int, default=2, help="how many at a time (default: 2)")
    options = parser.parse_args(arguments)
    mutants = chosen(read_mutants(root), options.room, options.only)
    faults = [fault for mutant in mutants for fault in unsound(mutant, root)]
    if not mutants:
        faults = ["no fault of the list is meant; mend ROOM or ONLY"]
    elif not faults and (printed := sound_without(mutants, root)):
        faults = [f"what should notice fails without a fault, too; mend that first:\n{printed}"]
    if faults:
        print(*faults, sep="\n", file=sys.stderr)
        return 1
    return _report(judged(mutants, root, options.jobs))


def _report(results: Iterator[tuple[Mutant, bool]]) -> int:
    counts: Counter[tuple[str, str]] = Counter()
    for mutant, noticed in results:
        what = _OUTCOMES[noticed, bool(mutant.survives)]
        counts[mutant.room, what] += 1
        if what in _WRONG:
            print(f"{what}: {mutant}", flush=True)
    for room in sorted({room for room, _ in counts}):
        print(f"{room:<12}", ", ".join(f"{counts[room, what]} {what}" for what in _OUTCOMES.values()))
    print(f"{'all':<12}", ", ".join(f"{_total(counts, what)} {what}" for what in _OUTCOMES.values()))
    return int(any(_total(counts, what) for what in _WRONG))


_OUTCOMES = {
    (True, False): "noticed",
    (False, True): "accepted",
    (False, False): "survived",
    (True, True): "noticed after all",
}
"""What became of a fault, by whether it was noticed and whether it may survive; one noticed after all needs no reason."""
_WRONG = (_OUTCOMES[False, False], _OUTCOMES[True, True])


def _total(counts: Counter[tuple[str, str]], what: str) -> int:
    return sum(count for (_, found), count in counts.items() if found == what)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
