"""From an exercise to the question that it asks: the one place where kinds of exercise become forms of question."""

from __future__ import annotations

import re

from exercises.questions.kinds import Exercise, Grid, SelectWords
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
        Asked(f"{row.id}/{column.id}", f"{row.text}, {column.text}")
        for row in exercise.rows
        for column in exercise.columns
    )
    return Place(cells, exercise.values, "grid", rows=exercise.rows, columns=exercise.columns, corner=exercise.corner)


def _passage(exercise: SelectWords) -> Choose:
    """Return the passage's braced runs as the asked: their ids are their words joined by hyphens, numbered if again."""
    runs: list[tuple[str, str | None]] = []
    times: dict[str, int] = {}
    for index, text in enumerate(re.split(r"\{([^{}]+)\}", exercise.passage)):
        if index % 2 == 0:
            runs += [(text, None)] if text else []
            continue
        slug = "-".join(re.findall(r"[a-z0-9]+", text.lower()))
        times[slug] = times.get(slug, 0) + 1
        runs.append((text, slug if times[slug] == 1 else f"{slug}-{times[slug]}"))
    return Choose(tuple(Asked(id, text) for text, id in runs if id), several=True, passage=tuple(runs))
