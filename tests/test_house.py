"""The house around the course: what the README promises, what is pinned, what is handed out, what lies where."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import tomllib
import zipfile
from itertools import chain
from pathlib import Path

import bench
import pytest
from hypothesis import HealthCheck, settings
from needs import PARTS, Part
from pydantic import TypeAdapter
from sites import the_course

from exercises import cli
from exercises.classroom.packages import SYSTEM
from exercises.questions.key import KeyFile
from exercises.questions.kinds import Exercise
from exercises.questions.resolve import resolve
from exercises.sphinx_ext import archive

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
REQUIREMENTS = sorted(ROOT.glob("requirements*.txt"))
TOP_LEVEL = {
    *("course", "conf.py", "exercises", "tests", "README.md"),
    *("pyproject.toml", "Makefile", "LICENSE", "LICENSE-CONTENT", "CHANGELOG.md", "CONTRIBUTING.md", "CITATION.cff"),
    *(".ci", ".gitattributes", ".gitignore", ".pre-commit-config.yaml"),
    *(
        "requirements.txt",
        "requirements-pdf.txt",
        "requirements-sheets.txt",
        "requirements-export.txt",
        "requirements-live.txt",
        "requirements-test.txt",
        "requirements-dev.txt",
    ),
}
IGNORED = {
    ".git",
    ".venv",
    "_build",
    "out",
    "__pycache__",
    ".hypothesis",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
}


def project_files() -> list[Path]:
    """Return the project's own files: what git tracks or would; where there is no git, all but what is built."""
    command = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    if (ROOT / ".git").exists():
        listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\0")
        files = {ROOT / name for name in listed if name}
    else:
        files = {p for p in ROOT.rglob("*") if not IGNORED & set(p.relative_to(ROOT).parts)}
    return sorted(path for path in files if path.is_file())


def text_of(path: Path) -> str:
    """Return a file's text, or nothing where it is not text."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def make_targets() -> set[str]:
    """Return the targets that the Makefile offers."""
    return set(re.findall(r"^\.PHONY: ([a-z]+)$", MAKEFILE, re.MULTILINE))


def helped(capsys: pytest.CaptureFixture[str], *command: str) -> str:
    """Return what ``python -m exercises COMMAND --help`` prints."""
    with pytest.raises(SystemExit):
        cli.main([*command, "--help"])
    return capsys.readouterr().out


# The README


def test_readme_names_every_make_target_and_no_other() -> None:
    assert set(re.findall(r"`make ([a-z]+)", README)) - make_targets() == set()
    assert make_targets() - set(re.findall(r"`make ([a-z]+)", README)) == set()


def test_readme_names_every_command_and_option_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    commands = re.findall(r"^    (\w+) ", helped(capsys), re.MULTILINE)
    assert set(commands) == set(re.findall(r"`python -m exercises (\w+)", README))
    options = {option for name in commands for option in re.findall(r"--[a-z-]+", helped(capsys, name))}
    assert {option for option in options if option not in README} == {"--help"}


def told(function: str, *arguments: str) -> list[str]:
    """Return what the scripts of .ci read from the README."""
    command = ["bash", "-ec", f'. .ci/readme; {function} "$@"', "readme", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()


def test_ci_types_every_command_that_the_readme_names() -> None:
    scripts = "".join((ROOT / ".ci" / name).read_text(encoding="utf-8") for name in ("run", "bare"))
    headings = re.findall(r'^  step block "(.*)"$', scripts, re.MULTILINE)
    typed = "\n".join([scripts, *told("typed"), *(line for heading in headings for line in told("typed", heading))])
    typed = typed.replace("step live", "make live").replace("$exercises", "python -m exercises")
    named = set(re.findall(r"^\| `((?:make|python -m exercises) [a-z]+)", README, re.MULTILINE))
    assert {command for command in named if not re.search(rf"{command}\b", typed)} == {"make help", "make mutants"}
    assert "step make\n" in scripts  # which is `make help`; planting every fault takes longer than all else together


def test_ci_types_every_block_of_commands_that_the_readme_shows() -> None:
    scripts = "".join((ROOT / ".ci" / name).read_text(encoding="utf-8") for name in ("run", "bare"))
    with_blocks = {part.split("\n")[0] for part in README.split("\n## ")[1:] if "\n```sh\n" in part}
    assert set(re.findall(r'block "(.*)"', scripts)) == with_blocks
    assert told("typed") == README.split("```")[1].splitlines()[1:]
    assert [told("typed", heading) == [] for heading in with_blocks] == [False] * len(with_blocks)


def test_ci_installs_the_packages_that_the_readme_names_and_no_other() -> None:
    rows = re.findall(r"^\| .* \| ((?:`[a-z0-9.-]+`(?:, )?)+) \|$", README, re.MULTILINE)
    packages = sorted({name for row in rows for name in re.findall(r"`(.+?)`", row)})
    assert told("packages") == packages
    assert {"git", "make", "python3", "python3-venv", "chromium", "npm", "epubcheck", *SYSTEM} == set(packages)
    script = (ROOT / ".ci/run").read_text(encoding="utf-8")
    assert "$(packages)" in script
    assert re.findall(r"apt-get install (?!-q -y --no-install-recommends \"\$\{missing\[@\]\}\"\n)", script) == []


@pytest.mark.parametrize("part", PARTS.values(), ids=list(PARTS))
def test_the_readme_names_the_packages_of_each_part_of_the_tests(part: Part) -> None:
    assert told("packages", part.name) == sorted(part.packages.split())
    shows_letters = {"chromium", SYSTEM[0]} & set(part.packages.split())
    assert bool(shows_letters) == ("fonts-liberation" in part.packages.split())


def test_what_assign_says_is_missing_are_the_packages_that_the_readme_names() -> None:
    assert PARTS["drawing"].packages.split() == list(SYSTEM)


def test_every_file_that_the_readme_links_exists() -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", README)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_exercise_that_the_readme_shows_is_a_good_one() -> None:
    shown, key = (tomllib.loads(text) for text in re.findall(r"```toml\n(.*?)```", README, re.DOTALL))
    place = re.search(r"`exercises/bank/([\w-]+)/([\w-]+)\.toml`", README)
    assert place is not None
    report = the_course().evidence.main
    given_by_place = {"report": report.id, "lesson": place[1], "id": place[2]}
    exercise = TypeAdapter[Exercise](Exercise).validate_python(shown | given_by_place)
    resolved, faults = resolve(exercise, KeyFile.model_validate(key), report)
    assert faults == ()
    assert resolved is not None
    assert resolved.correct == "luggage"
    assert (ROOT / "course/lessons" / f"{place[1]}.md").exists()
    assert set(exercise.outcomes) <= {outcome.id for outcome in the_course().bank.outcomes}


def test_make_alone_lists_every_target() -> None:
    listed = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert set(re.findall(r"^  make ([a-z]+) ", listed, re.MULTILINE)) == make_targets()


# What make does, with a Python that only notes how it was called

TOOLS = ("sh", "make", "mkdir", "rm", "cp", "cat", "ls", "basename", "touch")
NOTES_ITS_CALLS = """
echo "<$ARTICLE> $*" >> calls
echo "$PYTHONHASHSEED" >> hash-seeds
case "$2" in
  venv) mkdir -p .venv/bin; cp "$0" .venv/bin/python; touch .venv/pyvenv.cfg;;
  exercises.classroom.handing_out.ready) [ ! -e undrawable ];;
  sphinx) mkdir -p _build/doctrees-student; touch _build/doctrees-student/read; [ ! -e broken ];;
esac
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a checkout that holds the Makefile and empty requirements, in a folder with a space in its name."""
    folder = tmp_path / "check out"
    folder.mkdir()
    (folder / "Makefile").write_text(MAKEFILE, encoding="utf-8")
    for path in REQUIREMENTS:
        (folder / path.name).touch()
    return folder


def run_make(checkout: Path, python: str | None, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run make where nothing is on the PATH but its own tools and ``python``, a shell script that stands for Python."""
    tools = checkout.parent / "bin"
    tools.mkdir(exist_ok=True)
    for tool in TOOLS:
        found = shutil.which(tool)
        assert found is not None
        if not (tools / tool).exists():
            (tools / tool).symlink_to(found)
    if python is not None:
        (tools / "python3").write_text(f"#!/bin/sh\n{python}\n", encoding="utf-8")
        (tools / "python3").chmod(0o755)
    env = {"PATH": str(tools), "PWD": str(checkout)}
    return subprocess.run(["make", *arguments], cwd=checkout, env=env, capture_output=True, text=True, check=False)


def sphinx_calls(checkout: Path) -> list[str]:
    """Return ``<ARTICLE> … OUTPUT`` for each call of Sphinx."""
    calls = (checkout / "calls").read_text(encoding="utf-8").splitlines()
    return [f"{call.split('>')[0]}> {call.split()[-1]}" for call in calls if "-m sphinx" in call]


@pytest.mark.parametrize(
    ("python", "message"),
    [
        (None, "Python 3.11 or newer is missing. On Debian or Ubuntu: apt-get install python3 python3-venv"),
        ('[ "$1" = --version ] && echo Python 3.9.2 && exit 0; exit 1', "Python 3.9.2 is too old"),
        ('case "$2" in *ensurepip*) exit 1;; esac; exit 0', "apt-get install python3-venv"),
        ('[ "$2" = venv ] && exit 1; exit 0', ".venv could not be made; Python says why above."),
        ('[ "$2" = venv ] && mkdir -p .venv/bin && cp "$0" .venv/bin/python; [ "$2" != pip ]', "It needs the network"),
    ],
    ids=["no-python", "old-python", "no-venv", "venv-fails", "no-network"],
)
def test_make_says_what_is_missing(checkout: Path, python: str | None, message: str) -> None:
    made = run_make(checkout, python, "html")
    assert made.returncode != 0
    assert message in made.stderr
    assert not (checkout / ".venv/base.stamp").exists()
    assert not (checkout / "_build").exists()


def test_make_html_installs_the_base_requirements_once_and_says_where_the_page_is(checkout: Path) -> None:
    first, second = (run_make(checkout, NOTES_ITS_CALLS, "html") for _ in range(2))
    calls = (checkout / "calls").read_text(encoding="utf-8")
    assert re.findall(r"-r (\S+)", calls) == ["requirements.txt"]
    assert first.stdout.count("(once)") == 2
    assert second.stdout == f"The course: {checkout}/_build/html/index.html\n"


EDITIONS = {
    "html": ["html student _build/html"],
    "pdf": ["typst student _build/pdf"],
    "epub": ["epub student _build/epub"],
    "instructor": ["html instructor _build/instructor/html", "typst instructor _build/instructor/pdf"],
    "zip": ["html student _build/handout/html", "typst student _build/handout/pdf"],
}


@pytest.mark.parametrize("target", EDITIONS)
def test_make_builds_each_edition_in_its_folder_and_fails_at_a_warning(checkout: Path, target: str) -> None:
    assert run_make(checkout, NOTES_ITS_CALLS, target).returncode == 0
    calls = (checkout / "calls").read_text(encoding="utf-8")
    called = re.findall(r"-m sphinx (.*) -b (\w+) -D edition=(\w+) -d \S+ \. (\S+)$", calls, re.MULTILINE)
    assert [" ".join(call[1:]) for call in called] == EDITIONS[target]
    assert {call[0] for call in called} == {"-W --keep-going -q"}


def test_make_has_every_python_order_sets_alike_so_that_two_builds_are_the_same_bytes(checkout: Path) -> None:
    run_make(checkout, NOTES_ITS_CALLS, "html")
    assert set((checkout / "hash-seeds").read_text(encoding="utf-8").split("\n")) == {"0", ""}


def test_a_failed_build_is_said_to_have_failed_and_is_read_anew_next_time(checkout: Path) -> None:
    (checkout / "broken").touch()
    made = run_make(checkout, NOTES_ITS_CALLS, "html")
    assert made.returncode != 0
    assert "the build failed, as said above; _build/html is not complete" in made.stderr
    assert "The course:" not in made.stdout
    assert not (checkout / "_build/doctrees-student").exists()


def test_make_sheets_says_ready_only_where_a_sheet_can_be_drawn(checkout: Path) -> None:
    made = run_make(checkout, NOTES_ITS_CALLS, "sheets")
    assert (made.returncode, "Ready" in made.stdout) == (0, True)
    (checkout / "undrawable").touch()
    made = run_make(checkout, NOTES_ITS_CALLS, "sheets")
    assert (made.returncode, "Ready" in made.stdout) == (2, False)


def test_an_environment_whose_python_has_gone_is_made_anew(checkout: Path) -> None:
    run_make(checkout, NOTES_ITS_CALLS, "html")
    (checkout / ".venv/bin/python").unlink()
    assert "Making .venv" in run_make(checkout, NOTES_ITS_CALLS, "html").stdout


# A reader's own copy


@pytest.mark.parametrize("given", ["my copy.txt", "/somewhere/my copy.txt"], ids=["relative", "absolute"])
def test_make_passes_the_readers_copy_on_from_where_it_was_typed(checkout: Path, given: str) -> None:
    run_make(checkout, NOTES_ITS_CALLS, "html", f"ARTICLE={given}")
    assert sphinx_calls(checkout) == [f"<{checkout / given}> _build/html"]


def test_no_page_of_the_readers_copy_stays_behind(checkout: Path) -> None:
    run_make(checkout, NOTES_ITS_CALLS, "html", "ARTICLE=copy.txt")
    page = checkout / "_build/html/copy.html"
    page.parent.mkdir()
    page.touch()
    run_make(checkout, NOTES_ITS_CALLS, "html", "ARTICLE=copy.txt")
    assert page.exists()
    run_make(checkout, NOTES_ITS_CALLS, "html")
    assert not page.exists()


def test_make_zip_builds_without_the_readers_copy(checkout: Path) -> None:
    made = run_make(checkout, NOTES_ITS_CALLS, "zip", "ARTICLE=copy.txt")
    assert made.returncode == 0
    assert sphinx_calls(checkout) == ["<> _build/handout/html", "<> _build/handout/pdf"]


def test_what_is_handed_out_never_holds_a_readers_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARTICLE", "copy.txt")
    assert archive.main([str(tmp_path / "out.zip"), str(tmp_path)]) == 2
    assert list(tmp_path.iterdir()) == []


# What is handed out


def write_site(folder: Path, names: list[str]) -> Path:
    """Write a small built site and return its folder."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"the page {name}", encoding="utf-8")
    return folder


def test_the_zip_is_the_same_bytes_whenever_it_is_made(tmp_path: Path) -> None:
    names = ["index.html", "course/index.html", "_static/course.css", ".buildinfo"]
    first = write_site(tmp_path / "first", names)
    second = write_site(tmp_path / "second", names[::-1])
    (second / "index.html").touch()
    (tmp_path / "course.pdf").write_bytes(b"%PDF")
    for site in (first, second):
        archive.write_handout(tmp_path / f"{site.name}.zip", site, [tmp_path / "course.pdf"])
    assert (tmp_path / "first.zip").read_bytes() == (tmp_path / "second.zip").read_bytes()


def test_the_zip_holds_the_pages_and_the_documents_in_order(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", ["index.html", "course/index.html", ".buildinfo", ".nojekyll"])
    (tmp_path / "course.pdf").write_bytes(b"%PDF")
    archive.write_handout(tmp_path / "out.zip", site, [tmp_path / "course.pdf"])
    with zipfile.ZipFile(tmp_path / "out.zip") as made:
        assert made.namelist() == [
            "said-a-source/course.pdf",
            "said-a-source/html/.nojekyll",
            "said-a-source/html/course/index.html",
            "said-a-source/html/index.html",
        ]
        assert {entry.date_time for entry in made.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_zip_that_cannot_be_finished_leaves_the_old_one(tmp_path: Path) -> None:
    (tmp_path / "out.zip").write_bytes(b"the old one")
    with pytest.raises(FileNotFoundError):
        archive.write_handout(tmp_path / "out.zip", tmp_path / "none", [tmp_path / "missing.pdf"])
    assert (tmp_path / "out.zip").read_bytes() == b"the old one"


# What the benchmark weighs


def test_a_lesson_weighs_each_file_that_it_or_its_style_sheets_name_once(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", ["_static/a.js", "_static/b.css", "_static/c.woff2", "_static/unused.css"])
    (site / "_static/a.css").write_text(
        '@import "b.css"; @font-face { src: url(c.woff2?v=1) } p { background: url(x.png) }'
    )
    page = site / "lesson/page.html"
    page.parent.mkdir()
    page.write_text(
        '<link rel="stylesheet" href="../_static/a.css?v=2"><link rel="next" href="../_static/unused.css">'
        '<script src="../_static/a.js"></script><script src="../_static/a.js#again"></script>'
        '<script src="https://elsewhere.example/x.js"></script><img src="missing.svg">'
    )
    files = bench.fetched_files(page, site)
    assert [path.name for path in files] == ["page.html", "a.css", "a.js", "b.css", "c.woff2"]
    assert {kind: count for kind, (count, _, _) in bench.weigh(files).items()} == {
        "html": 1,
        "css": 2,
        "js": 1,
        "font": 1,
    }


# What is pinned


@pytest.mark.parametrize("path", REQUIREMENTS, ids=lambda path: path.stem)
def test_requirements_are_pinned_hashed_and_name_no_address(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*--(?!hash)", text, re.MULTILINE)
    entries = re.split(r"\n(?=\S)", re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE).strip())
    assert [
        e for e in entries if not re.match(r"[a-z0-9.\[\]-]+==\S+( ; .*)? \\\n    --hash=sha256:[0-9a-f]{64}", e)
    ] == []


def test_every_requirement_asked_for_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = {"requirements": project["project"]["dependencies"]}
    groups |= {f"requirements-{name}": asked for name, asked in project["dependency-groups"].items()}
    assert set(groups) == {path.stem for path in REQUIREMENTS}
    for stem, asked in groups.items():
        locked = set(re.findall(r"^([a-z0-9-]+)==", (ROOT / f"{stem}.txt").read_text(encoding="utf-8"), re.MULTILINE))
        assert {re.split(r"[<>=]", name)[0] for name in asked} - locked == set()


def test_the_locked_files_agree_on_every_version() -> None:
    versions: dict[str, set[str]] = {}
    for path in REQUIREMENTS:
        for name, version in re.findall(
            r"^([a-z0-9-]+)==(\S+ (?:; .*)?)", path.read_text(encoding="utf-8"), re.MULTILINE
        ):
            versions.setdefault(name, set()).add(version.strip())
    shared = {name for name, found in versions.items() if len({v.split()[0] for v in found}) > 1}
    assert shared - {name for name, found in versions.items() if any(";" in v for v in found)} == set()


# What the tests draw at random


def test_examples_are_fresh_have_no_clock_and_say_how_to_repeat_a_failure() -> None:
    """Also where CI is set, whose own profile would draw the same ones each time."""
    now = settings()
    assert (now.derandomize, now.deadline, now.print_blob) == (False, None, True)
    assert HealthCheck.too_slow in now.suppress_health_check


# What lies where


def test_the_top_level_holds_what_every_project_needs_and_no_more() -> None:
    found = {path.relative_to(ROOT).parts[0] for path in project_files()}
    assert found - TOP_LEVEL == set()
    assert TOP_LEVEL - found == set()


def test_no_file_names_a_place_on_one_machine() -> None:
    place = re.compile(r"(?<![\w.~-])/(?:home|root|work|Users|opt|farm)/\w")
    named = [path.relative_to(ROOT).as_posix() for path in project_files() if place.search(text_of(path))]
    assert named == []


def test_no_file_is_larger_than_a_megabyte() -> None:
    assert [path.name for path in project_files() if path.stat().st_size > 1_000_000] == []


def test_what_is_not_written_whole_goes_into_a_draft() -> None:
    """A bare write, which a full disk cuts, goes to a place in what is called a draft, and that is put in place whole."""
    rooms = ["cli.py", "classroom", "dispatch", "export", "questions", "checks", "own_copy"]
    files = [
        path for room in rooms for path in ((ROOT / "exercises" / room).rglob("*.py"), [ROOT / "exercises" / room])
    ]
    found = {
        ast.unparse(call.func.value)
        for path in chain.from_iterable(files)
        if path.is_file()
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in ("write_text", "write_bytes")
    }
    assert found
    assert {place for place in found if not place.startswith("draft / ")} == set()


def test_no_script_ends_a_pipe_before_its_other_end_has_written_all() -> None:
    """Under pipefail ``sort | head`` fails by chance where more than 4,096 bytes are sorted."""
    scripts = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / ".ci").iterdir()}
    assert {"run", "bare"} <= scripts.keys()
    assert [name for name, text in scripts.items() if re.search(r"\|\s*(?:head|grep -[a-z]*q)\b", text)] == []


def test_no_day_is_written_in_the_words_of_the_computers_language() -> None:
    """Sphinx sets the locale of whoever builds, so a month by ``%b`` would be *juin* in France."""
    named = re.compile(r"\{[^{}'\"]*:[^{}'\"]*%[aAbBpcxX]|strftime\([^)]*%[aAbBpcxX]")
    code = [path for folder in ("exercises", "conf.py") for path in sorted((ROOT / folder).rglob("*.py"))]
    assert named.search('f"{deadline.by:%b}"')
    assert [str(path) for path in code if named.search(path.read_text(encoding="utf-8"))] == []
