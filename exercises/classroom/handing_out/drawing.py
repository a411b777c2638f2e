"""The sheets of a class drawn as PDF, by as many processes as the computer has processors."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import lru_cache, partial
from multiprocessing.connection import wait
from pathlib import Path

from exercises.classroom.assignment import Assignment, Sheet
from exercises.classroom.handing_out.laid_out import LaidOut
from exercises.classroom.handing_out.pdf import write_pdfs
from exercises.errors import CourseError, Finding

FILL_IN, PRINT = "-fill-in.pdf", "-print.pdf"
"""How the names of a sheet's two PDFs end."""
_WORTH = 4
"""Below so many sheets another process takes longer to begin than it saves."""


def draw_sheets(assignment: Assignment, sheets: tuple[Sheet, ...], folder: Path, say: Callable[[str], None]) -> None:
    """Write both PDFs of each sheet into the folder, whole; those that an earlier run has left there stay.

    Raises CourseError where a process that draws has died.
    """
    left = [sheet for sheet in sheets if not (folder / f"{sheet.file}{PRINT}").exists()]
    left.sort(key=lambda sheet: sheet.drawn)  # what is laid out alike, one after another
    done = len(sheets) - len(left)
    if done:
        say(f"{done} of {len(sheets)} sheets are drawn already")
    for number, _ in enumerate(_drawn(assignment, left, folder), done + 1):
        say(f"sheet {number} of {len(sheets)}")


def _drawn(assignment: Assignment, sheets: list[Sheet], folder: Path) -> Iterator[None]:
    """Yield once for each sheet that is drawn."""
    processes = min(_processors(), len(sheets) // _WORTH)
    if processes < 2:
        if sheets:
            _begin(assignment, folder)
        yield from map(_draw, sheets)
        return
    with ProcessPoolExecutor(processes, initializer=_begin_apart, initargs=(assignment, folder)) as pool:
        try:
            yield from pool.map(_draw, sheets)
        except BrokenProcessPool as error:
            message = "must be drawn by a process that lives, and it was ended (is there too little memory?); run again"
            raise CourseError([Finding("sheets as PDF", "process", message, "sheets")]) from error
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


_job: list[tuple[Callable[[tuple[str, ...]], LaidOut], Path]] = []
"""In a process that draws: what it draws, by the alternatives that a sheet asks, and where to."""


def _begin(assignment: Assignment, folder: Path) -> None:
    _job[:] = [(lru_cache(maxsize=1)(partial(LaidOut, assignment)), folder)]


def _begin_apart(assignment: Assignment, folder: Path) -> None:
    """Get a process ready to draw; it ends when the run does, however that ends."""
    _begin(assignment, folder)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the run itself is told, and ends this one
    threading.Thread(target=_end_with_run, daemon=True).start()


def _end_with_run() -> None:
    run = multiprocessing.parent_process()
    if run is not None:
        wait([run.sentinel])
        os._exit(1)


def _draw(sheet: Sheet) -> None:
    laid_out, folder = _job[0]
    stem = folder / sheet.file
    write_pdfs(laid_out(sheet.drawn).draw(sheet), Path(f"{stem}{FILL_IN}"), Path(f"{stem}{PRINT}"))
