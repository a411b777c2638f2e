"""The targets by name, what an export writes, and the table of what each target makes of each kind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from pydantic import TypeAdapter

from exercises.course import Course
from exercises.dispatch.pool import Pool
from exercises.draw.beside import beside
from exercises.errors import CourseError, Finding, NotInstalledError
from exercises.export.item import Item, shape_of
from exercises.export.target import PARTS, Fit, Selection, Target, losses
from exercises.files import Reader, text_of
from exercises.questions.ask import ask
from exercises.questions.examples import EXAMPLES, KINDS
from exercises.questions.kinds import Exercise

try:
    from exercises.export.canvas import CANVAS_QTI
    from exercises.export.cartridge import COMMON_CARTRIDGE
    from exercises.export.gift import GIFT
    from exercises.export.moodle import MOODLE
    from exercises.export.qti2 import QTI_2_1
    from exercises.export.qti3 import QTI_3_0
except ModuleNotFoundError as error:
    message = "must be installed to export, and is not; type make export, or pip install -r requirements-export.txt"
    raise NotInstalledError([Finding("requirements-export.txt", str(error.name), message, "export")]) from error

TARGETS = {target.name: target for target in (MOODLE, GIFT, CANVAS_QTI, QTI_2_1, QTI_3_0, COMMON_CARTRIDGE)}
_SITE = re.compile(r"https?://[^\s/?#\"'<>()\\]+(/[^\s?#\"'<>()\\]*)?", re.IGNORECASE)
"""An address to which the names of pages can be added, and which ends no attribute that it stands in."""
_EXERCISE: TypeAdapter[Exercise] = TypeAdapter(Exercise)


def target_named(name: str) -> Target:
    """Return the target of that name.  Raises CourseError where there is none."""
    if name not in TARGETS:
        message = f"must be one of {', '.join(TARGETS)}; found {name!r}"
        raise CourseError([Finding("export", "TARGET", message, "target")])
    return TARGETS[name]


def checked_site(site: str) -> str:
    """Return the address at which the course is published, or nothing.  Raises CourseError where it is none."""
    if site and not _SITE.fullmatch(site):
        message = "must be the address of the published pages, as https://example.org/course/, and is not; mend it"
        raise CourseError([Finding("export", "--site", f"{message}; found {site!r}", "target")])
    site = re.sub(r"/(course/)?index\.html?$", "/", site)  # the first page's address is what a browser shows
    if site.endswith((".html", ".htm")):
        message = "must be the address under which all pages lie, as https://example.org/course/, and is one page’s"
        raise CourseError([Finding("export", "--site", f"{message}; found {site!r}; take its name off", "target")])
    return site


def selection(
    course: Course,
    name: str,
    title: str,
    exercises: Iterable[Exercise],
    site: str = "",
    pools: Sequence[Pool] = (),
    points: Mapping[str, float] = {},
) -> Selection:
    """Return the exercises, each with its points or one, and the dispatches of each pool, as an export takes them.

    Raises CourseError where a lesson's page cannot be read.
    """
    course = course.with_more(drawn for pool in pools for drawn in pool.asked.values())
    items = (
        *(Item(course, one, course.keys[one.id], site, points=points.get(one.id, 1)) for one in exercises),
        *(
            Item(course, exercise, key, site, pool.name, pool.points)
            for pool in pools
            for _, exercise, key in pool.asked.values()
        ),
    )
    reports = dict.fromkeys(item.exercise.report for item in items)
    theirs = (report for id in reports if (report := course.evidence.report[id]).words == "theirs")
    return Selection(
        name=name,
        title=title,
        items=items,
        beside=" ".join(beside(report) for report in theirs),
        lessons=tuple(_lessons(course, {item.exercise.lesson for item in items})),
        site=site,
    )


def _lessons(course: Course, ids: Iterable[str]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield each lesson that has a page, in their order; the forms of the tests belong to none."""
    for id in sorted(ids):
        path = Path("course/lessons", f"{id}.md")
        text = text_of(course.root, path) if (course.root / path).exists() else ""
        title = re.search(r"^# (.+)$", text, re.MULTILINE)
        if title:
            yield id, title[1], tuple(outcome.text for outcome in course.bank.outcomes if outcome.lesson == id)


def exported(target: Target, chosen: Selection, out: Path) -> dict[Path, bytes]:
    """Return what an export writes, by its place: the file, and the report of what is lost beside it."""
    lost = losses(target, chosen).encode()
    return {out: target.write(chosen), place_beside(out, "losses.txt"): lost}


def place_beside(out: Path, what: str) -> Path:
    """Return where something lies beside an export: under its name, without the ending of a target where it has one."""
    known = out.suffix in {target.suffix for target in TARGETS.values()}
    return out.with_name(f"{out.stem if known else out.name}-{what}")


def keep_earlier(out: Path, files: Mapping[Path, bytes]) -> None:
    """Raise CourseError where what lies beside an earlier export would be lost, by which its results are read."""
    for path, content in files.items():
        if path != out and path.exists() and path.read_bytes() != content:
            message = (
                "must stay, since it is of an earlier export and differs; name another file with --out, or move it"
            )
            raise CourseError([Finding(path.as_posix(), "--out", message, "out")])


# The table in the guide


def table() -> str:
    """Return, as Markdown, what each target makes of each kind of exercise and of what goes along with it."""
    heads = ["", *TARGETS]
    kinds = [[_name(kind), *(_cell(target, _shape(kind)) for target in TARGETS.values())] for kind in KINDS]
    draw = ["one of several invented reports", *(_fit(target.pool) for target in TARGETS.values())]
    parts = [[text, *(_held(target, part) for target in TARGETS.values())] for part, text in PARTS.items()]
    return "\n".join("| " + " | ".join(row) + " |" for row in (heads, [":--"] * len(heads), *kinds, draw, *parts))


def _example(kind: str) -> Exercise:
    given = Reader(EXAMPLES).toml(Path(kind, "bank.toml"))
    return _EXERCISE.validate_python({"report": "none", **(given or {}), "id": kind, "lesson": "none"})


def _name(kind: str) -> str:
    return type(_example(kind)).name


def _shape(kind: str) -> str:
    return shape_of(ask(_example(kind)))


def _cell(target: Target, shape: str) -> str:
    return _fit(target.fits[shape])


def _fit(fit: Fit) -> str:
    differs = ", score may differ" if fit.why else ""
    return f"{fit.how}: {fit.form}{differs}" if fit.how != "lost" else "lost"


def _held(target: Target, part: str) -> str:
    hows = [target.held(part, shape) for shape in target.fits]
    return hows[0] if len(set(hows)) == 1 else "by kind"
