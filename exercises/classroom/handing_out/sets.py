"""Sets: which exercises an instructor hands out together, named one by one or by rules."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from exercises.course import Course
from exercises.dispatch.pool import Drawn, Pool
from exercises.errors import CourseError, Finding
from exercises.files import Reader
from exercises.ledger.types import SLUG, Data, Slug, Text
from exercises.questions.kinds import Exercise, Needs

SETS = Path("exercises/sets")


class Rule(Data):
    """Exercises that pass every test that is given, drawn by the seed until the count or the minutes are full."""

    use: Literal["practice", "graded", "test"] = "graded"
    outcomes: tuple[Slug, ...] = ()
    lessons: tuple[Slug, ...] = ()
    levels: tuple[Literal[1, 2, 3], ...] = ()
    kinds: tuple[str, ...] = ()
    needs: tuple[Needs, ...] = ()
    reports: tuple[Slug, ...] = ()
    """The reports that the exercises are about: a sheet prints an invented one, so that whoever has it has read it."""
    count: Annotated[int, Field(ge=1)] | None = None
    minutes: Annotated[int, Field(ge=1)] | None = None

    def fits(self, exercise: Exercise) -> bool:
        """Return whether the exercise passes every test."""
        return (
            exercise.use == self.use
            and (not self.outcomes or bool(set(self.outcomes) & set(exercise.outcomes)))
            and (not self.lessons or exercise.lesson in self.lessons)
            and (not self.levels or exercise.level in self.levels)
            and (not self.kinds or exercise.kind in self.kinds)
            and (not self.needs or exercise.needs in self.needs)
            and (not self.reports or exercise.report in self.reports)
        )


class ExerciseSet(Data):
    """A set's file: exercises by id, then one of each pair of twins, then what rules draw, then invented reports."""

    title: Text
    about: Text
    exercises: tuple[Slug, ...] = ()
    twins: tuple[tuple[Slug, Slug], ...] = ()
    """Pairs of which a student gets one and a neighbour the other, and nobody both."""
    rules: tuple[Rule, ...] = ()
    dispatches: tuple[Pool, ...] = ()
    """Invented reports, drawn by seeds: of each pool a student gets one, and a neighbour another."""
    points: dict[Slug, Annotated[float, Field(gt=0, le=100)]] = {}  # noqa: RUF012 - pydantic copies it
    """What an exercise earns, by its id; one point where it is not here."""


_SET = TypeAdapter(ExerciseSet)
_POOLS: TypeAdapter[tuple[Pool, ...]] = TypeAdapter(tuple[Pool, ...])


def set_names(root: Path) -> list[str]:
    """Return the names of the sets, by the alphabet."""
    return sorted(path.stem for path in (root / SETS).glob("*.toml"))


def load_set(root: Path, name: str, course: Course) -> ExerciseSet:
    """Return the set of that name.  Raises CourseError where its file cannot be used."""
    path = SETS / f"{name}.toml"
    names = set_names(root)
    if name not in names:
        message = f"must be one of the sets {', '.join(names)}, or a new file there; {name} is not"
        raise CourseError([Finding(SETS.as_posix(), name, message, "dangling")])
    reader = Reader(root)
    if not SLUG.fullmatch(name):
        message = (
            "must be named in small letters, figures and hyphens, since other systems know the set by it; rename it"
        )
        reader.note(path, "file", message, "set-name")
    table = reader.toml(path)
    found = None if table is None else reader.value(path, _SET, table)
    if found is not None:
        _check(reader, path, found, course)
        _check_pools(reader, path, "dispatches[{}].seeds", found.dispatches, course, name)
    reader.done()
    if found is None:
        raise AssertionError("a set that cannot be read leaves a finding")
    return found


def set_schema() -> dict[str, Any]:
    """Return the schema of a set's file."""
    return _SET.json_schema()


def check_sets(root: Path, course: Course) -> list[Finding]:
    """Return what is wrong with the files of sets."""
    findings: list[Finding] = []
    for name in set_names(root):
        try:
            load_set(root, name, course)
        except CourseError as error:
            findings += error.findings
    return findings


def _check(reader: Reader, path: Path, given: ExerciseSet, course: Course) -> None:
    exercises = course.bank.exercises
    reader.unique(path, "exercises", given.exercises)
    reader.known(path, "exercises", given.exercises, (e.id for e in exercises), "an exercise of the bank")
    paired = [id for pair in given.twins for id in pair]
    reader.unique(path, "twins", (*given.exercises, *paired))
    reader.known(path, "twins", paired, (e.id for e in exercises), "an exercise of the bank")
    named = {*given.exercises, *paired}
    can_be_drawn = {e.id for e in exercises if e.id in named or any(rule.fits(e) for rule in given.rules)}
    reader.known(path, "points", given.points, can_be_drawn, "an exercise that this set names or can draw")
    if not (given.exercises or given.rules or given.twins or given.dispatches):
        message = "must name exercises, twins, rules or dispatches, and has none of them; add some"
        reader.note(path, "file", message, "set-empty")
    if given.twins and given.dispatches:
        message = "must stand without twins, which make two assignments of one set, and stands with them; part the set"
        reader.note(path, "dispatches", message, "set-twins")
    for number, rule in enumerate(given.rules):
        where = f"rules[{number}]"
        reader.known(path, f"{where}.outcomes", rule.outcomes, (o.id for o in course.bank.outcomes), "an outcome")
        reader.known(path, f"{where}.lessons", rule.lessons, (e.lesson for e in exercises), "a lesson")
        reader.known(path, f"{where}.kinds", rule.kinds, (e.kind for e in exercises), "a kind of exercise")
        reader.known(path, f"{where}.reports", rule.reports, (r.id for r in course.evidence.reports), "a report")


def _check_pools(
    reader: Reader, path: Path, where: str, pools: tuple[Pool, ...], course: Course, name: str = ""
) -> None:
    """Note each seed that stands twice, or whose report somebody may know; ``name`` is the set's own."""
    taken = {draw for other in set_names(reader.root) if other != name for draw in _draws(reader.root, other)}
    draws = [draw for pool in pools for draw in pool.draws]
    reader.unique(path, "dispatches", (f"{seed} of difficulty {difficulty}" for seed, difficulty in draws))
    for number, pool in enumerate(pools):
        for fault in pool.faults(course.test_words, taken):
            reader.note(path, where.format(number), fault, "dispatch-known")


def _draws(root: Path, name: str) -> list[Drawn]:
    """Return what another set draws; nothing where its file cannot be used, which is told when it is."""
    path, reader = SETS / f"{name}.toml", Reader(root)
    table = reader.toml(path) or {}
    pools = reader.value(path, _POOLS, table.get("dispatches", ())) or ()
    return [draw for pool in pools for draw in pool.draws]


def set_of(pool: Mapping[str, object], root: Path, course: Course) -> ExerciseSet:
    """Return a set of one pool, without a file.  Raises CourseError where students may know what it would draw."""
    reader, path = Reader(root), Path("--dispatches")
    pools = reader.value(path, _POOLS, (pool,)) or ()
    _check_pools(reader, path, "seeds", pools, course)
    reader.done()
    return ExerciseSet(title="Invented reports", about="One of them for each student.", dispatches=pools)


def chosen(given: ExerciseSet, course: Course, seed: int, twin: int = 0) -> tuple[Exercise, ...]:
    """Return the set's exercises: those named, then what each rule draws, in the order of the lessons and levels.

    ``twin`` says which of each pair, 0 or 1.  The same seed draws the same.
    Raises CourseError where a rule finds none or too few.
    """
    picked = [course.bank.exercise(id) for id in (*given.exercises, *(pair[twin] for pair in given.twins))]
    for number, rule in enumerate(given.rules):
        fitting = sorted((e for e in course.bank.exercises if rule.fits(e) and e not in picked), key=lambda e: e.id)
        drawn = _drawn(rule, fitting, random.Random(f"{seed}/{number}"))  # noqa: S311 - repeatable on purpose
        if len(drawn) < (rule.count if rule.count and not rule.minutes else 1):
            message = f"must find {rule.count or 1}, and finds {len(drawn)}; ask for fewer or widen the rule"
            raise CourseError([Finding(SETS.as_posix(), f"rules[{number}]", message, "set-short")])
        picked += sorted(drawn, key=lambda e: (e.lesson, e.level, e.id))
    return tuple(picked)


def left_out(given: ExerciseSet) -> Iterator[str]:
    """Yield a line for each thing that no other system takes of a set: the second of two twins."""
    for one, other in given.twins:
        yield f"{other}: is left out: of two twins the first is exported, here {one}"


def _drawn(rule: Rule, fitting: list[Exercise], dice: random.Random) -> list[Exercise]:
    dice.shuffle(fitting)
    drawn: list[Exercise] = []
    left = rule.minutes
    for exercise in fitting:
        if rule.count is not None and len(drawn) == rule.count:
            break
        if left is None or exercise.minutes <= left:
            drawn.append(exercise)
            left = None if left is None else left - exercise.minutes
    return drawn
