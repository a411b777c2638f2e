"""Tables of results as Moodle and Canvas write them, from what students answered there.

Moodle: quiz, Results, Responses, with the question text, as CSV (mod/quiz/report/responses; ``summarise_response`` of
each question type).  Canvas: Student Analysis (app/models/quizzes/quiz_statistics/student_analysis.rb).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from exercises.export.item import Item
from exercises.questions.question import Answer
from lms.found import plain

Work = dict[str, dict[str, Answer]]
"""Each student's answers, by the exercise's id; a student with a space behind the id is the same, a second time."""
NO_DAYS: Mapping[str, int] = {}
_TOLD = ("Status", "Started", "Completed", "Grade/10.00")


def _texts(item: Item) -> dict[str, str]:
    return {thing.id: plain(item.text(thing.text)) for thing in item.things}


def _moodle_answer(item: Item, answer: Answer) -> str:
    texts, offered = _texts(item), {id: item.text(text) for id, text in item.offered.items()}
    if isinstance(answer, dict):  # what is offered comes as it is stored, which is HTML
        return "; ".join(f"{texts[slot]} -> {offered[value]}" for slot, value in answer.items()) or "-"
    if isinstance(answer, tuple):
        return "; ".join(texts[slot] for slot in answer) or "-"
    return texts.get(answer, answer) or "-"


def ordered(item: Item, answer: dict[str, str]) -> str:
    """Return what Moodle's own ordering has of an answer: each item to ten signs (``shorten_text``, exact)."""
    texts = [_texts(item)[slot] for slot in sorted(answer, key=lambda slot: int(answer[slot]))]
    return "; ".join(text if len(text) <= 10 else f"{text[:7]}..." for text in texts)


def moodle(items: tuple[Item, ...], work: Work, name: str = "Mira Okafor", days: Mapping[str, int] = NO_DAYS) -> str:
    """Return Moodle's table, which ends with a line of averages; ``days`` are of May, when each handed in."""
    out = io.StringIO(newline="")
    table = csv.writer(out)
    numbers = range(1, len(items) + 1)
    heads = [head for number in numbers for head in (f"Question {number}", f"Response {number}")]
    table.writerow(["Last name", "First name", "ID number", "Email address", *_TOLD, *heads])
    for student, answers in work.items():
        cells = []
        for item in items:
            shown = "; ".join(_texts(item).values())
            cells += [f"{plain(item.stem)}: {shown}", _moodle_answer(item, answers.get(item.id, ""))]
        first, last = name.split()
        told = ["Finished", "1 May 2026  9:40 AM", f"{days.get(student, 1)} May 2026  10:00 AM", "5.00"]
        table.writerow([last, first, student.strip(), f"{student.strip()}@example.org", *told, *cells])
    table.writerow(["Overall average", "", "", "", "", "", "", "5.00", *[""] * len(heads)])
    return out.getvalue()


def _canvas_answer(item: Item, answer: Answer) -> str:
    texts, offered = _texts(item), {id: plain(item.text(text)) for id, text in item.offered.items()}
    if isinstance(answer, dict):
        pairs = ((texts[slot], offered.get(answer.get(slot, ""), "")) for slot in texts)
        escaped = ("=>".join(text.replace("=>", "\\=>") for text in pair) for pair in pairs)
        return ",".join(pair.replace(",", "\\,") for pair in escaped)
    if isinstance(answer, tuple):
        return ",".join(texts[slot].replace(",", "\\,") for slot in answer)
    return texts.get(answer, answer)


def canvas(items: tuple[Item, ...], work: Work, name: str = "Mira Okafor", days: Mapping[str, int] = NO_DAYS) -> str:
    """Return Canvas's table, whose heads are the questions' numbers and texts; ``days`` as for Moodle's."""
    out = io.StringIO(newline="")
    table = csv.writer(out)
    heads = [head for place, item in enumerate(items) for head in (f"{9000 + place}: {_lines(item)}", "1.0")]
    last = ["n correct", "n incorrect", "score"]
    table.writerow(["name", "id", "sis_id", "section", "section_id", "submitted", "attempt", *heads, *last])
    for place, (student, answers) in enumerate(work.items()):
        cells = [cell for item in items for cell in (_canvas_answer(item, answers.get(item.id, "")), "0.5")]
        at = f"2026-05-{days.get(student, 1):02} 10:00:00 UTC"
        table.writerow([name, 70 + place, student.strip(), "A", "3", at, "1", *cells, "3", "4", "5.0"])
    return out.getvalue()


def _lines(item: Item) -> str:
    """Return a question's text with its line ends, as strip_tags leaves it."""
    return "\n".join(plain(line) for line in item.stem.splitlines())
