"""Which page shows which exercise: the domain that remembers it, and the pages that are out of date for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any, ClassVar, cast

from docutils.nodes import Element, reference
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.domains import Domain
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from exercises.course import lesson_of, pages_of
from exercises.questions.load import bank_path
from exercises.questions.question import letter
from exercises.sphinx_ext.build import course_of, is_read

logger = logging.getLogger(__name__)


class CourseDomain(Domain):
    """Remembers which page shows which exercises, and which pages list a lesson's exercises."""

    name = "course"
    label = "Course"
    data_version = 3
    initial_data: ClassVar[dict[str, Any]] = {"placed": {}, "lists": {}, "numbers": {}, "digest": ""}

    @property
    def placed(self) -> dict[str, str]:
        """Return the page of each exercise, by exercise id, in the order of reading."""
        placed: dict[str, str] = self.data["placed"]
        return placed

    @property
    def lists(self) -> dict[str, dict[tuple[str, str], list[str]]]:
        """Return what each listing page listed: the ids by (lesson, use)."""
        lists: dict[str, dict[tuple[str, str], list[str]]] = self.data["lists"]
        return lists

    def placed_on(self, page: str) -> list[str]:
        """Return the ids of the exercises on a page, in their order there."""
        return [id for id, where in self.placed.items() if where == page]

    @property
    def numbers(self) -> dict[str, str]:
        """Return the number of each exercise that is placed, by exercise id, once all pages have been read."""
        numbers: dict[str, str] = self.data["numbers"]
        return numbers

    def clear_doc(self, docname: str) -> None:
        """Forget a page that is about to be read again or is gone."""
        self.lists.pop(docname, None)
        for id in [id for id, page in self.placed.items() if page == docname]:
            del self.placed[id]

    def merge_domaindata(self, docnames: Iterable[str], otherdata: dict[str, Any]) -> None:
        """Take over the pages that a parallel worker read."""
        wanted = set(docnames)
        self.placed.update((id, page) for id, page in otherdata["placed"].items() if page in wanted)
        self.lists.update((page, ids) for page, ids in otherdata["lists"].items() if page in wanted)

    def check_consistency(self) -> None:
        """Warn of each exercise that no page shows."""
        for exercise in course_of(self.env).bank.exercises:
            if exercise.use != "test" and exercise.id not in self.placed:
                logger.warning(
                    "%s: no page shows this exercise; place it with {exercise} or {exercise-list}",
                    bank_path(exercise),
                    type="said",
                    subtype="unplaced",
                )

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> list[tuple[str, reference]]:
        """Return nothing: an exercise's label is one of the standard domain's."""
        return []


def course_domain(env: BuildEnvironment) -> CourseDomain:
    """Return the build's record of what is shown where."""
    return cast(CourseDomain, env.domains["course"])


def forget_pages(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Forget all pages that are about to be read, so that an exercise may have moved from one of them to another."""
    for page in docnames:
        course_domain(env).clear_doc(page)


def number_exercises(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Give each exercise its number, by lesson and place: 4.1, 4.2 for practice, 4.A, 4.B for what is handed in.

    The page of more practice goes on where its lesson ends, so that numbers are known once every page has been read.
    Where none was read anew and none has gone, all have their numbers, and the course need not be read for them.
    """
    domain, standard = course_domain(env), env.domains.standard_domain
    if not is_read(env) and domain.numbers.keys() == domain.placed.keys():
        return []
    bank = course_of(env).bank
    domain.numbers.clear()
    for lesson in dict.fromkeys(lesson_of(page)[0] for page in domain.placed.values()):
        places = Counter[bool]()
        for id in (one for page in pages_of(lesson) for one in domain.placed_on(page)):
            exercise = bank.exercise(id)
            practice = exercise.use == "practice"
            place = places[practice]
            places[practice] += 1
            number = exercise.lesson.split("-")[0].lstrip("0") or "0"
            domain.numbers[id] = f"{number}.{place + 1 if practice else letter(place)}"
            standard.labels[id] = (domain.placed[id], id, f"Exercise {domain.numbers[id]}")
    return []


def outdated_lists(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Return the listing pages whose lesson has gained or lost an exercise, which no file's date would tell."""
    if not is_read(env):
        return []
    course = course_of(env)
    return [
        page
        for page, lists in course_domain(env).lists.items()
        if any([e.id for e in course.chosen(*which)] != ids for which, ids in lists.items())
    ]
