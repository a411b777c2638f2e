"""The course with a sample lesson, built once in both editions, and a browser to read it with."""

from __future__ import annotations

import gc
import os
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings
from needs import EPUBCHECK, PARTS, find_chromium, leave_out
from schemas import FOLDER
from sites import Build, add_sample, add_to_the_book, build, copy_course

os.environ["NO_COLOR"] = "1"  # what builds say is compared word for word, and Sphinx colours it where CI is set
os.environ.pop("FORCE_COLOR", None)

# Fresh examples everywhere, none too slow on a busy machine, and a failure says how to repeat it.
settings.register_profile(
    "course", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=False, print_blob=True
)
settings.load_profile("course")

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from robot import Tab


LEFT_OUT = pytest.StashKey[dict[str, None]]()
"""What is said of tests that were left out; each worker says the same."""


def pytest_configure(config: pytest.Config) -> None:
    """Begin with nothing left out."""
    config.stash[LEFT_OUT] = {}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what this machine lacks the packages for."""
    out, lines = leave_out(items)
    config.hook.pytest_deselected(items=out)
    config.stash[LEFT_OUT] |= dict.fromkeys(lines)
    if hasattr(config, "workeroutput"):
        config.workeroutput["left out"] = lines


def pytest_collection_finish() -> None:
    """Collect garbage seldom, and never among what is there for good: builds make far more objects than they drop."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:  # noqa: ANN401 - a worker of xdist
    """Take over what a worker has left out."""
    node.config.stash[LEFT_OUT] |= dict.fromkeys(getattr(node, "workeroutput", {}).get("left out", ()))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say once for each part what was left out."""
    for line in config.stash[LEFT_OUT]:
        terminalreporter.write_line(line, yellow=True)


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that all workers of one run share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


def once(place: Path, make: Callable[[], None]) -> None:
    """Have the first worker that comes make what belongs at ``place``; the others wait until it is there."""
    done, failed = place.with_suffix(".done"), place.with_suffix(".failed")
    try:
        place.with_suffix(".lock").mkdir(parents=True)
    except FileExistsError:
        for _ in range(3000):
            if done.exists() or failed.exists():
                break
            time.sleep(0.1)
    else:
        try:
            make()
        except BaseException:
            failed.touch()
            raise
        done.touch()
    if not done.exists():
        pytest.fail(f"another worker could not make {place.name}; its own message says why")


@pytest.fixture(scope="session")
def course(shared: Path) -> Path:
    """Return a copy of the course with the sample lesson.  Not to be changed."""
    root = shared / "course" / "tree"
    once(root, lambda: _make_course(root))
    return root


def _make_course(root: Path) -> None:
    add_to_the_book(add_sample(copy_course(root)))


def built(course: Path, edition: str) -> Build:
    """Return one edition of the course, built once for all workers."""
    out = course.with_name(edition)
    said = course.with_name(f"{edition}.txt")

    def make() -> None:
        said.write_text(_sound(build(course, out, edition, "-W", "--keep-going")).said, encoding="utf-8")

    once(out, make)
    return Build(out, 0, said.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def student(course: Path) -> Build:
    """Return the student edition of the course with the sample lesson, built without a warning."""
    return built(course, "student")


@pytest.fixture(scope="session")
def instructor(course: Path) -> Build:
    """Return the instructor edition of the course with the sample lesson, built without a warning."""
    return built(course, "instructor")


def _sound(done: Build) -> Build:
    if done.code:
        pytest.fail(f"the course does not build:\n{done.said}")
    return done


class _QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def address(student: Build) -> Iterator[str]:
    """Serve the student site and yield where."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_QuietHandler, directory=str(student.out))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Yield the system's Chromium."""
    PARTS["browser"].require()
    from playwright.sync_api import sync_playwright  # not at the top: the keys are tested without it

    with sync_playwright() as playwright:
        options = ["--no-sandbox", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=options)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def tab(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Tab]:
    """Yield the one page of a module, whose ``PROFILE`` says what the browser is told of its reader."""
    from robot import Tab  # as playwright above

    tab = Tab(browser, **getattr(request.module, "PROFILE", {}))
    yield tab
    tab.context.close()


@pytest.fixture
def page(tab: Tab) -> Iterator[Page]:
    """Yield the module's page with nothing kept; an error of a script or of the policy is an error of the test."""
    with tab.lent() as page:
        yield page


@pytest.fixture(scope="session")
def player(browser: Browser) -> Browser:
    """Stand for a browser in which the player of QTI can be loaded: whoever plays an item uses this."""
    PARTS["player"].require()
    return browser


@pytest.fixture
def reader(page: Page) -> Page:
    """Return a page in which the reader of EPUBs can be loaded."""
    PARTS["reader"].require()
    return page


@pytest.fixture(scope="session")
def schemas() -> Path:
    """Return the folder of 1EdTech's schemas."""
    PARTS["schemas"].require()
    return FOLDER


@pytest.fixture(scope="session")
def epubcheck() -> list[str]:
    """Return the command that checks an EPUB."""
    PARTS["epubcheck"].require()
    return ["java", "-jar", str(EPUBCHECK)]


@pytest.fixture(scope="session")
def drawing() -> None:
    """Stand for what draws a sheet as PDF: whoever draws one uses this."""
    PARTS["drawing"].require()
