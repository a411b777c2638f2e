r"""GIFT, as Moodle imports it (docs.moodle.org/en/GIFT_format; question/format/gift/format.php).

An empty line ends a question, so a line's end in a text is written ``\n``; ``~ = # { } :`` and the backslash are
escaped, and no number has a decimal comma.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from exercises.draw.markup import typeset
from exercises.export.item import Item
from exercises.export.moodle import FITS, POOL, bands, by_place, escaped, fraction
from exercises.export.target import Selection, Target


def escape(text: str) -> str:
    """Return a text in which no letter has a meaning of its own."""
    return re.sub(r"([\\~=#{}:])", r"\\\1", text.strip()).replace("\n", "\\n")


def _line(mark: str, text: str, feedback: str = "") -> str:
    return f"\t{mark}{escape(text)}" + (f"#{escape(feedback)}" if feedback else "")


def _one(item: Item) -> Iterator[str]:
    for thing in item.things:
        wrong = "~%0%" if thing.text.startswith("%") else "~"  # else ``%50%`` would be what it is worth
        yield _line("=" if thing.id in item.right else wrong, item.text(thing.text), item.said(thing.id))


def _several(item: Item) -> Iterator[str]:
    for thing in item.things:
        share = (1 if thing.id in item.right else -1) / len(item.right)
        yield _line(f"~%{fraction(share)}%", item.text(thing.text), item.said(thing.id))


def _pairs(item: Item) -> Iterator[str]:
    for thing in item.things:
        yield f"\t={escape(item.text(thing.text))} -> {escape(item.text(item.offered[item.placed[thing.id]]))}"
    for id, text in item.offered.items():
        if id not in item.placed.values():
            yield f"\t= -> {escape(item.text(text))}"


def _typed(form: str) -> str:
    """Return a short answer in which nothing makes a matching question of it, as an arrow would: a ``*`` parts that."""
    return escaped(form).replace("->", "-*>")


def _words(item: Item) -> Iterator[str]:
    right = str(item.key.correct)
    for form in item.accepted:
        yield _line("=%100%", _typed(form), item.said(right))
    for slot, form in item.refused:
        yield _line("=%0%", _typed(form), item.said(slot))
    yield _line("=%0%", "*", item.otherwise)


def _number(item: Item) -> Iterator[str]:
    right = str(item.key.correct)
    yield f"\t=%100%{right}:{item.key.tolerance}#{escape(item.said(right))}"
    for slot in item.key.feedback:
        if slot != right:
            yield f"\t=%0%{slot}:0#{escape(item.said(slot))}"
    yield f"\t~#{escape(item.otherwise)}"


def _percent(item: Item) -> Iterator[str]:
    yield f"\t=%{fraction(0.75)}%50:0#{escape(item.otherwise)}"
    for share, low, high in bands(str(item.key.correct)):
        said = item.said("1" if low >= 50 else "0") or item.otherwise
        yield f"\t=%{share}%{(low + high) / 2:.6f}:{(high - low) / 2:.6f}#{escape(said)}"
    yield f"\t~#{escape(item.otherwise)}"


def _nothing(item: Item) -> Iterator[str]:
    yield from ()


_BODIES: dict[str, Callable[[Item], Iterator[str]]] = {
    "one": _one,
    "several": _several,
    "passage": _several,
    **dict.fromkeys(("bins", "lists", "places", "grid"), _pairs),
    **dict.fromkeys(("date", "words"), _words),
    "number": _number,
    "percent": _percent,
    "text": _nothing,
}


def question(item: Item) -> str:
    """Return the question as lines, the first of them a comment with its id and tags."""
    told = item.together if item.placed else item.solution + item.rubric if item.shape == "text" else item.solution
    tags = " ".join(f"[tag:{tag}]" for tag in item.tags)
    numeric = "#" if item.shape in ("number", "percent") else ""
    return "\n".join(
        (
            f"// [id:{item.id}] {tags}",
            f"::{escape(item.exercise.title)}::[html]{escape(item.stem)}{{{numeric}",
            *_BODIES[item.shape](item),
            f"\t####{escape(told)}",
            "}",
        )
    )


def write(selection: Selection) -> bytes:
    """Return the exercises as one file, a category for each lesson and each pool."""
    parts = [f"// {selection.title}: for the instructor, since it holds the keys"]
    top = f"{selection.title} (instructor)".replace("/", "//")
    if selection.beside:  # a question without an answer is a description
        parts += [f"$CATEGORY: $course$/top/{top}", f"::The report to read::[html]{escape(typeset(selection.beside))}"]
    for place, items in by_place(selection):
        parts += [f"$CATEGORY: $course$/top/{top}/{place}", *map(question, items)]
    return ("\n\n".join(parts) + "\n").encode()


GIFT = Target(
    name="gift",
    title="GIFT",
    suffix=".txt",
    fits=FITS,
    parts={
        "feedback": "native",
        **dict.fromkeys(("feedback/bins", "feedback/lists", "feedback/grid", "feedback/places"), "equivalent"),
        "hints": "lost",
        "solution": "native",
        "rubric": "equivalent",
        "tags": "native",
        "points": "lost",
    },
    write=write,
    pool=POOL,
)
