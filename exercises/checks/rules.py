"""What must be true of the bank and its keys: one rule, one generator.

A rule takes a :class:`Course` and yields findings; :func:`check_course` runs them all.
Faults of form (unknown fields, missing files, dangling ids) are found earlier, by ``load``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from exercises.checks.guess import strategies
from exercises.checks.held import figures_are_held
from exercises.checks.learner import learned
from exercises.course import MINUTES, Course, without_minutes
from exercises.draw.figures import FIGURES, drawn
from exercises.draw.markup import not_held, plain
from exercises.errors import CourseError, Finding
from exercises.files import text_of
from exercises.ledger.load import file_of
from exercises.own_copy.folding import folded, stands_in
from exercises.questions.ask import ask
from exercises.questions.grade import fold, score
from exercises.questions.key import Key
from exercises.questions.kinds import Exercise
from exercises.questions.load import BANK, KEYS, bank_path, key_path
from exercises.questions.question import Choose, Enter, Place, Question, Write
from exercises.questions.reading import day, number
from exercises.questions.resolve import adequacy_bins, cases_of, looks_up_one_field

_ENTERED: dict[str, Callable[[str], bool]] = {
    "date": lambda slot: day(slot) is not None,
    "number": lambda slot: number(slot) is not None,
    "words": lambda slot: fold(slot) != "",
    "percent": lambda slot: slot in ("0", "1"),
}
"""What can be entered, each with the answers that feedback can speak of."""


def check_course(course: Course) -> tuple[Finding, ...]:
    """Return every finding of every rule, sorted."""
    return tuple(sorted(finding for rule in RULES for finding in rule(course)))


def _of_key(exercise: Exercise, where: str, message: str, rule: str) -> Finding:
    return Finding(key_path(exercise).as_posix(), where, message, rule)


# Rules


def feedback_is_complete(course: Course) -> Iterator[Finding]:
    """Every choice, statement and cell has its feedback, and no feedback is for something else."""
    for exercise, key in course.pairs():
        question = ask(exercise)
        slots = set(_feedback_slots(question, key))
        for slot in sorted(slots - set(key.feedback)):
            message = "must be given, and is not; say why it is right or wrong"
            yield _of_key(exercise, f"feedback.{slot}", message, "feedback-missing")
        if isinstance(question, Enter) and not key.otherwise:
            message = "must say what to tell any other answer, and is not given"
            yield _of_key(exercise, "otherwise", message, "feedback-missing")
        for slot in sorted(slot for slot in set(key.feedback) - slots if not _may_have_feedback(question, slot)):
            message = "must belong to the exercise, and does not; mend its id"
            yield _of_key(exercise, f"feedback.{slot}", message, "feedback-stray")


def _feedback_slots(question: Question, key: Key) -> tuple[str, ...]:
    if isinstance(question, Enter):
        return () if question.what == "percent" else (str(key.correct),)
    return question.slots


def _may_have_feedback(question: Question, slot: str) -> bool:
    """Return whether feedback may be given on this, though it need not."""
    return isinstance(question, Enter) and _ENTERED[question.what](slot)


def feedback_agrees_with_the_key(course: Course) -> Iterator[Finding]:
    """Each feedback was written for the verdict that the key gives."""
    for exercise, key in course.pairs():
        for slot, said in key.feedback.items():
            verdict = verdict_of(ask(exercise), key, slot)
            if said.verdict != verdict:
                found = f"is written for {said.verdict!r}, and the key says {verdict!r}"
                message = f"{found}; mend the text and its `for`, or the fact"
                yield _of_key(exercise, f"feedback.{slot}", message, "feedback-verdict")


def verdict_of(question: Question, key: Key, slot: str) -> str:
    """Return ``right`` or ``wrong`` for a choice or answer; what is correct for a statement, item or cell."""
    if isinstance(key.correct, dict):
        return key.correct.get(slot, "nothing")
    if isinstance(key.correct, tuple):
        return "right" if slot in key.correct else "wrong"
    if isinstance(question, Enter) and question.what == "percent":
        return "right" if slot == key.correct else "wrong"
    return "right" if score(question, key, slot) else "wrong"


def feedback_begins_with_its_verdict(course: Course) -> Iterator[Finding]:
    """No feedback on a right choice begins with *No*, and none on a wrong one with *Yes*."""
    for exercise, key in course.pairs():
        for slot, said in key.feedback.items():
            found = _VERDICT_WORD.match(said.text)
            if found and said.verdict == ("wrong" if found["right"] else "right"):
                message = f"is written for {said.verdict!r}, and begins with {found[0]!r}; mend the text or its `for`"
                yield _of_key(exercise, f"feedback.{slot}", message, "feedback-verdict")


_VERDICT_WORD = re.compile(r"(?:(?P<right>Yes|Right|Correct)|No|Wrong|Not so)(?=[,.:;!])")


def proofs_bear_on_the_answer(course: Course) -> Iterator[Finding]:
    """What proves a stated key is pointed to by the feedback on its right answer, and each part of it by some text."""
    for exercise, key in course.pairs():
        file = course.files[exercise.id]
        if file.correct is None or not key.feedback:
            continue
        seen = {slot: _held_in(course, exercise, said.see) for slot, said in key.feedback.items()}
        for slot in (slot for slot, said in key.feedback.items() if said.verdict == "right"):
            if not seen[slot] & set(file.proof):
                message = (
                    f"must name some of the proof, {', '.join(file.proof)}, and does not; add it or mend the proof"
                )
                yield _of_key(exercise, f"feedback.{slot}.see", message, "proof")
        told = set().union(*seen.values(), _held_in(course, exercise, _ID.findall(key.solution)))
        for id in sorted(set(file.proof) - told):
            message = f"{id} must be named in the `see` of some feedback, or in the solution, and is not; add it"
            yield _of_key(exercise, "proof", message, "proof")


_ID = re.compile(r"\b[A-Z][0-9]+\b")


def _held_in(course: Course, exercise: Exercise, ids: Iterable[str]) -> set[str]:
    """Return the ids with the claims of each place among them."""
    named = set(ids)
    return named | {claim.id for claim in course.report(exercise).claims if claim.at in named}


def wrong_choices_name_a_misconception(course: Course) -> Iterator[Finding]:
    """Each wrong choice names a misconception."""
    for exercise, key in course.pairs():
        for slot, said in key.feedback.items():
            if not said.misconception and _is_wrong_choice(exercise, key, slot):
                yield _of_key(exercise, f"feedback.{slot}.misconception", "must be named, and is not", "misconception")


def _is_wrong_choice(exercise: Exercise, key: Key, slot: str) -> bool:
    question = ask(exercise)
    chosen = isinstance(question, Choose) and not question.passage and slot in question.slots
    return chosen and verdict_of(question, key, slot) == "wrong"


def feedback_points_somewhere(course: Course) -> Iterator[Finding]:
    """Each feedback points to a paragraph, a claim or an entry of the record that exists."""
    for exercise, key in course.pairs():
        for slot, said in key.feedback.items():
            for see in course.book.unknown(said.see, exercise.report):
                message = f"{see} must be a paragraph, a claim or an entry of the record, and is not; mend it"
                yield _of_key(exercise, f"feedback.{slot}.see", message, "dangling")


def graded_keys_join_two_facts(course: Course) -> Iterator[Finding]:
    """No graded key stands in one printed cell of the ledger, or in a worked case."""
    for exercise in course.bank.exercises:
        query = course.files[exercise.id].query
        if exercise.use == "practice" or query is None:
            continue
        if looks_up_one_field(query, ask(exercise)):
            message = (
                f"a {exercise.use} query must join two facts; this one returns one printed field: test a second one"
            )
            yield _of_key(exercise, "query", message, "graded-lookup")
        report = course.report(exercise)
        for case in sorted(cases_of(query, ask(exercise))):
            if report.case[case].worked:
                message = (
                    f"a {exercise.use} exercise must not judge {case}, which a lesson answers; add a case of its own"
                )
                yield _of_key(exercise, "query", message, "graded-lookup")


def rubrics_add_up(course: Course) -> Iterator[Finding]:
    """Each written exercise has three to five criteria, and samples at three levels whose marks add up and fall."""
    for exercise, key in course.pairs():
        if not isinstance(ask(exercise), Write):
            continue
        if not 3 <= len(key.rubric) <= 5:
            yield _of_key(exercise, "rubric", f"must have three to five criteria; found {len(key.rubric)}", "rubric")
        if [sample.level for sample in key.samples] != ["strong", "middling", "weak"]:
            yield _of_key(exercise, "samples", "must be one strong, one middling, one weak, in that order", "samples")
        yield from _sample_findings(exercise, key)


def _sample_findings(exercise: Exercise, key: Key) -> Iterator[Finding]:
    most = {criterion.id: criterion.marks for criterion in key.rubric}
    for sample in key.samples:
        where = f"samples.{sample.level}"
        if set(sample.marks) != set(most):
            yield _of_key(exercise, where, f"must mark each of {sorted(most)}; found {sorted(sample.marks)}", "samples")
        elif any(marks > most[id] for id, marks in sample.marks.items()):
            yield _of_key(exercise, where, "must not give more marks than a criterion has", "samples")
        if sum(sample.marks.values()) != sample.total:
            added = sum(sample.marks.values())
            message = f"the marks must add up to the total; they add up to {added}, the total says {sample.total}"
            yield _of_key(exercise, where, message, "samples")
    totals = [sample.total for sample in key.samples]
    if totals != sorted(set(totals), reverse=True):
        yield _of_key(exercise, "samples", f"totals must fall from strong to weak; found {totals}", "samples")


_BELITTLES = re.compile(
    r"\b(?:simply|obviously|clearly|of course|just(?! (?:under|over|before|after|then)\b))\b", re.IGNORECASE
)
_QUOTED = re.compile(r'"[^"]*"|“[^”]*”')


def words_are_plain(course: Course) -> Iterator[Finding]:
    """No stem, hint, solution, feedback, criterion or sample says simply, obviously, clearly, of course or just.

    A quotation may, and so may *just under* and the like, which measure.
    """
    for exercise, key in course.pairs():
        for path, where, text in _texts(exercise, key):
            if found := _BELITTLES.search(_QUOTED.sub("", text)):
                yield Finding(path.as_posix(), where, f"must do without {found[0]!r}; remove it", "plain-words")


_THIRD = re.compile(r"\b[Tt]he (?:third|fourth|fifth|sixth)(?= (?:[a-z]+s|do|and|or)\b|[,.;:])")


def choices_are_not_named_by_place(course: Course) -> Iterator[Finding]:
    """No solution calls a choice *the third*: a sheet or another system may put choices into another order.

    *The first* and *the second* are what the course calls two sources, and may be two sentences of a stem.
    """
    for exercise, key in course.pairs():
        if not isinstance(question := ask(exercise), Choose | Place) or not question.movable:
            continue
        if found := _THIRD.search(key.solution):
            message = f"must say what a choice says, since its place may change; found {found[0]!r}; reword it"
            yield _of_key(exercise, "solution", message, "named-by-place")


def markup_can_be_held(course: Course) -> Iterator[Finding]:
    """No words of an exercise or a key hold markup that a sheet, a book or an export has no place for."""
    held = "paragraphs, emphasis, quotations, lists from 1, tables and code"
    for exercise, key in course.pairs():
        for path, where, text in _texts(exercise, key):
            if found := not_held(text):
                message = f"must be of {held} alone, and has {found}; take it out"
                yield Finding(path.as_posix(), where, message, "markup")


def _texts(exercise: Exercise, key: Key) -> Iterator[tuple[Path, str, str]]:
    """Yield what is said to a reader around the choices, each text with its file and its place there."""
    asked = (("stem", exercise.stem), *_numbered("hints", exercise.hints))
    yield from ((bank_path(exercise), where, text) for where, text in asked)
    told = (
        ("solution", key.solution),
        ("otherwise", key.otherwise or ""),
        *((f"feedback.{slot}", said.text) for slot, said in key.feedback.items()),
        *_numbered("rubric", [point.text for point in key.rubric]),
        *_numbered("samples", [f"{one.text}\n\n{one.why}" for one in key.samples]),
    )
    yield from ((key_path(exercise), where, text) for where, text in told)


def _numbered(name: str, texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    yield from ((f"{name}[{number}]", text) for number, text in enumerate(texts))


def phrases_stand_in_their_text(course: Course) -> Iterator[Finding]:
    """Where a report's text is ours, each claim's phrases and hedges stand in its paragraph."""
    for report in course.evidence.reports:
        texts = {one.place: folded(one.text) for one in report.paragraphs if one.text}
        for claim in report.claims:
            for phrase in (*claim.phrases, *claim.hedges):
                if claim.at in texts and not stands_in(folded(phrase), texts[claim.at]):
                    message = f"{phrase!r} must stand in {claim.at}, and does not; mend the phrase or the text"
                    yield Finding(file_of(report, "claims"), claim.id, message, "phrase")


def tests_of_claims_name_a_result(course: Course) -> Iterator[Finding]:
    """Where a report's words are not ours, each claim says what would have to be found to confirm or refute it."""
    for report in course.evidence.reports:
        for claim in report.claims if report.words == "theirs" else ():
            for name, test in (("confirm", claim.confirm), ("refute", claim.refute)):
                if not test or not _RESULT.search(test) or claim.confirm == claim.refute:
                    told = repr(test) if test else "none"
                    message = f"must say where one would look, and what one would find there; found {told}"
                    path = file_of(report, "claims")
                    yield Finding(path, f"{claim.id}.{name}", message, "claim-test")


_RESULT = re.compile(r"\b(that|who|which|whose|where|if|with|without|no|none|other|another)\b")
"""A word that joins a result to a place to look, as in ``a log that shows`` or ``another date``."""


def options_are_plain_text(course: Course) -> Iterator[Finding]:
    """No choice, statement or cell holds markup, which a form would print as it stands."""
    for exercise in course.bank.exercises:
        for name, options in exercise.lists.items():
            for option in options:
                if plain(option.text) != option.text:
                    message = f"must be plain text, and {option.text!r} has markup; take it out"
                    yield Finding(bank_path(exercise).as_posix(), f"{name}.{option.id}", message, "option-markup")


def verdicts_are_those_of_the_keys(course: Course) -> Iterator[Finding]:
    """A verdict agrees with the ledger where that computes it, and a summary that the ledger judges has a verdict."""
    for exercise, key in course.pairs():
        file = course.files[exercise.id]
        bins = adequacy_bins(file.query)
        if bins is None or key.correct not in bins:
            continue
        found = "adequate" if key.correct == bins[0] else "overstated"
        if file.verdict != found:
            message = f"must be {found!r}, as the ledger makes it; found {file.verdict!r}"
            yield _of_key(exercise, "verdict", message, "verdict")


def half_of_the_verdicts_are_adequate(course: Course) -> Iterator[Finding]:
    """As much is adequate as is overstated, or more, lest the course teach distrust alone."""
    given = Counter(file.verdict for file in course.files.values())
    if given["adequate"] < given["overstated"]:
        found = f"{given['adequate']} adequate and {given['overstated']} overstated"
        message = f"no more must be overstated than is adequate, and there are {found}; add reporting that stands"
        yield Finding(KEYS.as_posix(), "verdict", message, "verdict-balance")


def graded_exercises_need_reading(course: Course) -> Iterator[Finding]:
    """Most of what is handed in needs the report, and a quarter at most reasoning alone: a mark tells of reading."""
    needs = Counter(exercise.needs for exercise in course.bank.exercises if exercise.use == "graded")
    for told, wrong in (
        ("at least 60 percent must need the report", needs["report"] < 0.6 * needs.total()),
        ("at most 25 percent must need reasoning alone", needs["reasoning"] > 0.25 * needs.total()),
    ):
        if wrong:
            found = ", ".join(f"{name} {count}" for name, count in sorted(needs.items()))
            yield Finding("exercises/bank", "needs", f"{told}, and it is {found}; write others", "needs")


def forms_are_matched(course: Course) -> Iterator[Finding]:
    """Test forms have equally many verdicts, sixteen at least, half of them adequate, and take as long."""
    shapes = {}
    for exercise in course.bank.exercises:
        bins = adequacy_bins(course.files[exercise.id].query)
        correct = course.keys[exercise.id].correct
        if exercise.use != "test" or bins is None or not isinstance(correct, dict):
            continue
        verdicts = list(correct.values())
        adequate = verdicts.count(bins[0])
        shapes[exercise.id] = (len(verdicts), exercise.minutes)
        if len(verdicts) < FORM_VERDICTS or adequate * 2 != len(verdicts):
            message = f"must have {FORM_VERDICTS} verdicts or more, half adequate; found {len(verdicts)}, {adequate} so"
            yield _of_key(exercise, "query", message, "form-balance")
    if len(set(shapes.values())) > 1:
        found = ", ".join(f"{id} {shape}" for id, shape in shapes.items())
        message = f"forms must be alike in (verdicts, minutes); found {found}"
        yield Finding((BANK / "00-tests").as_posix(), "forms", message, "form-match")


FORM_VERDICTS = 16


def items_are_out_of_order(course: Course) -> Iterator[Finding]:
    """No exercise on order shows its items in the right one."""
    for exercise, key in course.pairs():
        question = ask(exercise)
        if not isinstance(question, Place) or question.layout != "places":
            continue
        if key.correct == {asked.id: place.id for asked, place in zip(question.asked, question.offered, strict=True)}:
            message = "must not stand in the right order, and do; move some"
            yield Finding(bank_path(exercise).as_posix(), "items", message, "given-away")


def what_to_read_keeps_the_answer(course: Course) -> Iterator[Finding]:
    """What an exercise tells the reader to read is no part of the places among which it asks, and no outcome."""
    for exercise, _ in course.pairs():
        question, report = ask(exercise), course.report(exercise)
        read = {report.claim[id].at.lower() for id in exercise.claims}
        offered = _places_offered(question)
        if read & offered and offered - read:
            found = f"{len(read & offered)} of {len(offered)}"
            message = f"must name all the places that the exercise offers, or none; found {found}: take them out"
            yield Finding(bank_path(exercise).as_posix(), "claims", message, "given-away")
        if read and isinstance(question, Enter) and "paragraph" in question.unit:
            message = f"must name no place where a paragraph is asked for; found {len(read)}: take them out"
            yield Finding(bank_path(exercise).as_posix(), "claims", message, "given-away")
        outcome = set(course.files[exercise.id].proof) & set(exercise.record)
        if outcome and isinstance(question, Enter) and question.what == "percent":
            message = f"must not send the reader to what came out; found {', '.join(sorted(outcome))}: take it out"
            yield Finding(bank_path(exercise).as_posix(), "record", message, "given-away")


def what_to_read_has_what_the_stem_names(course: Course) -> Iterator[Finding]:
    """Where an exercise tells the reader what to read, each paragraph that its stem names is told, too.

    Of a row of them, as *P3 to P8*, it is those on which the proof rests; a row of all of them is the whole report.
    """
    for exercise, _ in course.pairs():
        report, stem = course.report(exercise), plain(exercise.stem)
        read = {report.claim[id].at for id in exercise.claims}
        proof = {report.claim[id].at for id in course.files[exercise.id].proof if id in report.claim}
        rows = [{f"P{number}" for number in range(int(one), int(other) + 1)} for one, other in _ROW.findall(stem)]
        in_rows = set().union(*(row for row in rows if len(row) < len(report.paragraphs)))
        named = set(re.findall(r"\bP\d+\b", _ROW.sub("", stem))) | in_rows & proof
        if read and (missing := sorted(named - read)):
            message = f"must have a claim of each paragraph that the stem names; add one of {', '.join(missing)}"
            yield Finding(bank_path(exercise).as_posix(), "claims", message, "reading")


_ROW = re.compile(r"\bP(\d+) to P(\d+)\b")


def _places_offered(question: Question) -> set[str]:
    """Return the places that the choices, the things placed or what they are placed by name, where each names one."""
    match question:
        case Place():
            lists = [[one.text for one in question.asked], [one.text for one in question.offered]]
        case Choose(passage=()):
            lists = [[one.text for one in question.asked]]
        case _:
            lists = []
    named = [[_PLACE.findall(text) for text in texts] for texts in lists]
    return {place.lower() for places in named if all(places) for found in places for place in found}


_PLACE = re.compile(r"\bP[0-9]+\b|\b[Hh]eadline\b")


def figures_can_be_drawn(course: Course) -> Iterator[Finding]:
    """Each figure for which a report has data can be drawn from them."""
    for report in course.evidence.reports:
        path = file_of(report, "figures")
        for name in report.figures:
            if name not in FIGURES:
                known = ", ".join(FIGURES)
                yield Finding(path, name, f"must be one of the figures, and is not; it is one of {known}", "figure")
                continue
            try:
                drawn(report, name)
            except CourseError as error:
                yield from error.findings


def minutes_are_a_number(course: Course) -> Iterator[Finding]:
    """What a page says of its minutes, in the lines above its heading, is a number of them."""
    for path in sorted((course.root / "course").rglob("*.md")):
        place = path.relative_to(course.root)
        head = _HEAD.match(text_of(course.root, place))
        for minutes in _MINUTES.findall(head[1]) if head else ():
            if not MINUTES.fullmatch(minutes):
                yield without_minutes(place.as_posix(), minutes)


_HEAD = re.compile(r"---\n(.*?)\n---\n", re.DOTALL)
_MINUTES = re.compile(r"""^minutes:[ \t]*["']?(.*?)["']?[ \t]*(?:#.*)?$""", re.MULTILINE)


def keys_cannot_be_guessed(course: Course) -> Iterator[Finding]:
    """Neither position, length, absolute words nor what can be learned of the wording gives answers away."""
    for strategy in (*strategies(course.bank, course.keys), *learned(course)):
        if strategy.betrays:
            message = f"must not give keys away: {strategy}; reorder or reword what is asked"
            yield Finding("exercises/bank", strategy.name, message, "guessable")


RULES: tuple[Callable[[Course], Iterator[Finding]], ...] = (
    feedback_is_complete,
    feedback_agrees_with_the_key,
    feedback_begins_with_its_verdict,
    proofs_bear_on_the_answer,
    wrong_choices_name_a_misconception,
    feedback_points_somewhere,
    graded_keys_join_two_facts,
    rubrics_add_up,
    words_are_plain,
    choices_are_not_named_by_place,
    markup_can_be_held,
    phrases_stand_in_their_text,
    tests_of_claims_name_a_result,
    options_are_plain_text,
    verdicts_are_those_of_the_keys,
    half_of_the_verdicts_are_adequate,
    graded_exercises_need_reading,
    forms_are_matched,
    items_are_out_of_order,
    what_to_read_keeps_the_answer,
    what_to_read_has_what_the_stem_names,
    figures_can_be_drawn,
    figures_are_held,
    minutes_are_a_number,
    keys_cannot_be_guessed,
)
