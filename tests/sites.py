"""Courses to build and change in tests, and what a build wrote and said."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import warnings
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from bs4 import BeautifulSoup

from exercises.course import Course, load_course, pages_of
from exercises.questions.kinds import Exercise

ROOT = Path(__file__).parents[1]
CASES = ROOT / "exercises" / "examples"


@cache
def the_course(root: Path = ROOT) -> Course:
    """Return the course, read once however many tests ask for it; neither it nor its files are to be changed."""
    return load_course(root)


def page_of(exercise: Exercise, root: Path) -> str:
    """Return the page of a course on which an exercise stands: the one that names it, or that lists all of its use."""
    for name in pages_of(exercise.lesson):
        path = root / f"course/lessons/{name}.md"
        if path.exists() and f"{{exercise}} {exercise.id}\n" in path.read_text(encoding="utf-8"):
            return f"lessons/{name}"
    return f"lessons/{exercise.lesson}-hand-in"


@lru_cache(maxsize=256)
def parsed(html: str) -> BeautifulSoup:
    """Return a page, parsed once however many tests ask for it; it is not to be changed."""
    return BeautifulSoup(html, "html.parser")


KINDS = tuple(sorted(path.name for path in CASES.iterdir()))
SAMPLE = "99-sample"
SENTINEL = "Quillfish"
"""A word in every text of the sample's graded keys, and nowhere else."""

PRACTICE = """\
---
orphan: true
minutes: 20
outcomes: [sample-outcome]
---

# Sample lesson

:::{outcomes}
:::

## Practice

"""
HAND_IN = """\
---
orphan: true
---

# Sample lesson: to hand in

:::{exercise-list}
:lesson: 99-sample
:use: graded
:::
"""


NODES = """\
# Every node

A note.[^one] A [term](#a-part), `code`, *italics*, **bold**, [훈춘]{.language-ko}, and <https://example.org>.

[^one]: At the foot of the page.

(a-part)=
## A part

| Left | Right |
|:--|--:|
| upper | 1 |
| lower | 2 |

:::{list-table} A table with a caption
:header-rows: 1

* - Head
  - Other head
* - first cell
  - second cell
:::

:::{admonition} A box
Inside the box.
:::

> A block of quotation.

```text
#let not = "markup"
```

1. first
2. second

Term
: What it means.
"""
"""A page with every kind of node."""


def copy_course(root: Path) -> Path:
    """Copy what a build reads to ``root``, so that tests can change it, and return ``root``."""
    root.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "conf.py", root)
    for folder in ("course", "exercises"):
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__"))
    return root


def add_sample(root: Path) -> Path:
    """Add a lesson with each case of exercises/examples, once to practise and once to hand in, and return ``root``."""
    for kind in KINDS:
        bank, key = ((CASES / kind / f"{name}.toml").read_text(encoding="utf-8") for name in ("bank", "key"))
        write_case(root, f"sample-{kind}", bank, key)
        for field in ("text", "solution", "otherwise", "why"):
            key = key.replace(f'{field} = "', f'{field} = "{SENTINEL} ')
        write_case(root, f"graded-{kind}", bank.replace('use = "practice"', 'use = "graded"'), key)
    outcome = f'\n[[outcomes]]\nid = "sample-outcome"\nlesson = "{SAMPLE}"\ntext = "say what the report says"\n'
    with (root / "exercises" / "lists" / "outcomes.toml").open("a", encoding="utf-8") as file:
        file.write(outcome)
    lessons = root / "course" / "lessons"
    placed = "\n".join(f":::{{exercise}} sample-{kind}\n:::\n" for kind in KINDS)
    (lessons / f"{SAMPLE}.md").write_text(PRACTICE + placed, encoding="utf-8")
    (lessons / f"{SAMPLE}-hand-in.md").write_text(HAND_IN, encoding="utf-8")
    return root


def add_to_the_book(root: Path) -> Path:
    """Add the sample lesson, and a page with every kind of node, to the course's contents, and return ``root``."""
    (root / "course/lessons/98-nodes.md").write_text(NODES, encoding="utf-8")
    index = root / "course/index.md"
    last, pages = "lessons/06-whose-deadline\n", f"lessons/98-nodes\nlessons/{SAMPLE}\nlessons/{SAMPLE}-hand-in\n"
    index.write_text(index.read_text(encoding="utf-8").replace(last, last + pages), encoding="utf-8")
    return root


def write_case(root: Path, id: str, bank: str, key: str) -> None:
    """Write an exercise and its key into the sample lesson."""
    for folder, text in (("bank", bank), ("keys", key)):
        path = root / "exercises" / folder / SAMPLE / f"{id}.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("read-the-report", "sample-outcome"), encoding="utf-8")


@dataclass(frozen=True)
class Build:
    """One run of sphinx-build: where it wrote, how it ended, and everything it said."""

    out: Path
    code: int
    said: str

    def page(self, name: str) -> str:
        """Return a page's HTML; ``name`` is its place in the course, without ``.html``."""
        return (self.out / "course" / f"{name}.html").read_text(encoding="utf-8")


def searchable(out: Path) -> str:
    """Return all that the search of a built site reads."""
    files = sorted((out / "_static" / "search").glob("*.js"))
    assert any(path.name == "words.js" for path in files)
    return "".join(path.read_text(encoding="utf-8") for path in files)


def build(root: Path, out: Path, edition: str = "student", *options: str) -> Build:
    """Build the HTML of one edition as `make html` does, with doctrees beside the output.

    This Python builds it, which has read Sphinx and the course's code already; ``root`` is to hold the same code.
    """
    import sphinx.cmd.build  # not at the top: most tests build nothing
    from remembered import remember

    remember()
    said, path = io.StringIO(), [*sys.path]
    own_copy = os.environ.pop("ARTICLE", None)
    try:
        with redirect_stdout(said), redirect_stderr(said), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            code = sphinx.cmd.build.main(arguments(root, out, edition, *options))
    except SystemExit as stopped:
        code = int(stopped.code or 0)
    finally:
        sys.path[:] = path  # conf.py puts its own folder there
        if own_copy is not None:
            os.environ["ARTICLE"] = own_copy
    return Build(out, code, said.getvalue())


def build_afresh(root: Path, out: Path, edition: str = "student", *options: str) -> Build:
    """Build as :func:`build` does, in a Python of its own that reads the code below ``root``."""
    environment = {name: value for name, value in os.environ.items() if name != "ARTICLE"}
    command = [sys.executable, "-m", "sphinx", *arguments(root, out, edition, *options)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    return Build(out, done.returncode, done.stdout + done.stderr)


def arguments(root: Path, out: Path, edition: str, *options: str) -> list[str]:
    """Return what Sphinx is called with."""
    return ["-b", "html", "-D", f"edition={edition}", *options, "-d", str(doctrees(out)), str(root), str(out)]


def doctrees(out: Path) -> Path:
    """Return where a build that writes to ``out`` keeps what it has read."""
    return out.with_name(f"{out.name}-doctrees")
