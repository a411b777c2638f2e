"""From an exercise to the question that it asks: the one place where kinds of exercise become forms of question."""

from __future__ import annotations

from itertools import count

from exercises.questions.kinds import RUN, Exercise, Grid, SelectWords, id_of_run
from exercises.questions.question import Asked, Choose, Enter, Option, Place, Question, Write


def ask(exercise: Exercise) -> Question:
    """Return the exercise's question; whatever is drawn, read, marked or exported, is drawn from it."""
    match exercise.kind:
        case "single-choice" | "multiple-choice":
            return Choose(_asked(exercise.choices), several=exercise.kind == "multiple-choice")
        case "select-words":
            return _passage(exercise)
        case "classify":
            return Place(_asked(exercise.statements), exercise.bins, "bins")
        case "match":
            return Place(_asked(exercise.items), exercise.options, "lists", once=True)
        case "order":
            places = tuple(Option(id=str(place), text=str(place)) for place in range(1, len(exercise.items) + 1))
            return Place(_asked(exercise.items), places, "places", once=True)
        case "grid":
            return _grid(exercise)
        case "date":
            return Enter("date")
        case "number":
            return Enter("number", exercise.unit)
        case "estimate":
            return Enter("percent", "percent")
        case "short-text":
            return Enter("words")
        case "written":
            return Write(exercise.words)


def _asked(options: tuple[Option, ...]) -> tuple[Asked, ...]:
    return tuple(Asked(option.id, option.text) for option in options)


def _grid(exercise: Grid) -> Place:
    cells = tuple(
        Asked(f"{row.id}/{column.id}", f"{row.text} · {column.text}")
        for row in exercise.rows
        for column in exercise.columns
    )
    return Place(cells, exercise.values, "grid", rows=exercise.rows, columns=exercise.columns, corner=exercise.corner)


def _passage(exercise: SelectWords) -> Choose:
    """Return the passage's braced runs as the asked: their ids are their words joined by hyphens, numbered if taken."""
    runs: list[tuple[str, str | None]] = []
    taken: set[str] = set()
    for index, text in enumerate(RUN.split(exercise.passage)):
        if index % 2 == 0:
            runs += [(text, None)] if text else []
            continue
        id = _free(id_of_run(text), taken)
        taken.add(id)
        runs.append((text, id))
    return Choose(tuple(Asked(id, text) for text, id in runs if id is not None), several=True, passage=tuple(runs))


def _free(id: str, taken: set[str]) -> str:
    """Return the id, or with the lowest number from 2 that makes it one of its own."""
    return id if id not in taken else next(one for number in count(2) if (one := f"{id}-{number}") not in taken)
