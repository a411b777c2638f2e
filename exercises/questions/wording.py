"""An answer in the words that the student saw."""

from __future__ import annotations

from collections.abc import Mapping

from exercises.classroom.handing_out.paper import values
from exercises.questions.kinds import Answer, Exercise


def slot_texts(exercise: Exercise) -> dict[str, str]:
    """Return the words of each choice, statement, item, cell or run of a passage, by its id."""
    if exercise.kind == "select-words":
        return {id: text for text, id in exercise.parts if id}
    named = {
        option.id: option.text
        for name in ("choices", "statements", "items", "rows", "columns")
        for option in getattr(exercise, name, ())
    }
    return {slot: " – ".join(named[id] for id in slot.split("/")) for slot in exercise.slots}


def value_texts(exercise: Exercise) -> dict[str, str]:
    """Return the words of each bin, option, place or value, by its id."""
    return {id: shown.partition(". ")[2] or shown for id, shown in values(exercise)}


def worded(exercise: Exercise, response: Answer | None) -> list[str]:
    """Return the answer, a line for each thing that was chosen, placed or filled in; [] where nothing was."""
    slots = slot_texts(exercise)
    if isinstance(response, Mapping):
        given = value_texts(exercise)
        return [f"{slots[slot]}: {given[response[slot]]}" for slot in exercise.slots if slot in response]
    if isinstance(response, tuple):
        return [slots[slot] for slot in exercise.slots if slot in response]
    if not response:
        return []
    if exercise.kind == "single-choice":
        return [slots[response]]
    unit = {"number": f" {getattr(exercise, 'unit', '')}", "estimate": " percent"}.get(exercise.kind, "")
    return [f"{response}{unit}"]
