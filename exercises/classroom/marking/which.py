"""Which of several pieces by one student counts.

What the teacher typed into the paper table counts before everything, cell by cell; where she left one empty, the
student's own work counts.  Of that, an untouched sheet never beats a filled one, and later beats earlier:

1. by the time that was saved in the piece;
2. else by the time in its name, as Blackboard writes it;
3. else by the numbers in names that are otherwise the same: an LMS's attempt, Canvas's number of the file, or a copy's
   number, ``answers (2).pdf``, in the order of numbers and not of letters;
4. else by the dates that one zip has for both, where these are more than ten minutes apart;
5. else by whatever time each has, where they are further apart than any two time zones.  Of a piece without a time of
   its own, the date in a zip, which may be that of the zip's making, says when it was there at the latest: it shows
   that the piece is earlier, and never that it is later.

A code that agrees with a file in all that a code carries is the same work, and the file counts, which holds the rest.

Of downloads from an LMS, each quiz has its own piece: those that share no exercise are marked together.

When a file was last changed on this computer is not looked at: copying and unpacking change it.  A time after tomorrow
is no time.  What cannot be put in order is the teacher's to decide, and none of it counts until then.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import chain

from exercises.classroom.assignment import OVERRIDES, Assignment
from exercises.classroom.roster import letters, same, spellings
from exercises.classroom.spreadsheet import written_rows
from exercises.classroom.taking_in.answers import Answers, Quiz, unknown
from exercises.classroom.taking_in.intake import HandedIn, Remark, SetAside
from exercises.classroom.taking_in.sender import number_of
from exercises.questions.question import Answer
from exercises.words import in_runs

GRACE = timedelta(days=1)
"""How far a clock may be ahead."""
ZONES = timedelta(hours=26)
"""How far apart the clocks of two places are at most."""
PACKING = timedelta(minutes=10)
"""Dates in a zip that are closer than this may be those of its making."""
DECIDE = "to-decide.csv"

_NO_SUCH = (
    "overrides.csv names this piece, and the student has handed in none of that name: copy it whole from set-aside.csv"
)
_NAMESAKES = (
    "two students of one name handed in this sheet: find out whose piece is whose, and name it in overrides.csv"
)
_MISSED = (
    "{} has no line of this student, so exercises {} count as left open: where they were not asked, excuse the student "
    "from them in overrides.csv, or mark each download in a folder of its own"
)
_NEVER = datetime.min.replace(tzinfo=UTC)


_ONE_ID = (
    "handed in under one id: ask whose it is, name that piece in overrides.csv, and ask the other for the right id"
)
_NO_ID = (
    "two pieces under one name, without an id, may be of two students: "
    "ask for their ids, or take the older away if it is one student"
)
_NO_DATE = 1980
"""The year that a zip has where it has none."""
_TIME = re.compile(r"(\d{4})-(\d\d)-(\d\d)[-_t ]+(\d\d)[-.:](\d\d)(?:[-.:](\d\d))?", re.IGNORECASE)
_CANVAS = re.compile(r"([^_]+)(?:_late)?_(\d+)_(\d+)_(?!assign)(.*)")
_ATTEMPT = re.compile(r"attempt[ _-]?(\d+)")
_COPY = re.compile(r"(?:[ _-]?\((\d{1,3})\)|[ _-](\d{1,3}))?(\.[a-z0-9]{1,5})$")
_PART = re.compile(r", (?:code|line|sheet) \d+$")


@dataclass(frozen=True)
class ToDecide:
    """Something about a student's work that the teacher should look at."""

    student: str
    name: str
    where: str
    what: str


@dataclass
class Parted:
    """What came in, parted: one piece a student that counts, what is set aside, and what is to decide."""

    kept: list[HandedIn] = field(default_factory=list)
    aside: list[SetAside] = field(default_factory=list)
    decide: list[ToDecide] = field(default_factory=list)


def one_each(
    handed: Iterable[HandedIn | SetAside | Remark], assignment: Assignment, now: datetime, chosen: Mapping[str, str]
) -> Parted:
    """Return one piece of work for each student, in the order in which they first came, and what is set aside.

    ``now`` has a time zone, which times that name none are taken to be in.  ``chosen`` says by :func:`same` id where
    the piece is that the teacher has chosen.
    """
    parted = Parted()
    pieces: dict[str, list[HandedIn]] = {}
    for piece in (_as_chosen(one, chosen) for one in handed):
        who = _who(piece, assignment) if isinstance(piece, HandedIn) else ""
        if isinstance(piece, Remark):
            parted.decide += [] if piece.typed else [ToDecide(piece.student, "", piece.where, piece.reason)]
        elif isinstance(piece, SetAside):
            parted.aside.append(piece)
        elif who:
            pieces.setdefault(who, []).append(piece)
        else:
            reason = "it names no student: find out whose it is, and type it into paper.csv"
            parted.aside.append(SetAside(piece.where, reason))
    names = Counter(letters(sheet.name) for sheet in assignment.sheets)
    for of_one in pieces.values():
        first = of_one[0].answers
        place = chosen.get(same(first.student), "")
        is_free = not assignment.sheet[first.sheet].student
        if not place and (doubt := _may_be_several(of_one, names, is_free=is_free)):
            _leave_to_decide(of_one, doubt, parted)
            continue
        _choose(of_one, _Order(now), place, parted)
    downloads = {
        _table(piece): quiz for of_one in pieces.values() for piece in of_one for quiz in piece.answers.quizzes
    }
    parted.kept = [_asked(piece, downloads, assignment, parted) for piece in parted.kept]
    parted.decide += _in_no_download(downloads, assignment)
    here = {same(of_one[0].answers.student) for of_one in pieces.values()}
    parted.decide += [
        ToDecide(id, "", place, _no_such(place, parted)) for id, place in chosen.items() if id not in here
    ]
    for piece in parted.kept:
        student, name = piece.answers.student, piece.answers.name
        others = () if piece.typed else unknown(piece.answers, assignment)
        doubts = [*piece.answers.doubts, *(f"the answer to exercise {number}, {why}" for number, why in others)]
        parted.decide += [ToDecide(student, name, piece.where, why) for why in doubts]
    return parted


def _table(piece: HandedIn) -> str:
    return _PART.sub("", piece.where)


def _asked(piece: HandedIn, downloads: Mapping[str, Quiz], assignment: Assignment, parted: Parted) -> HandedIn:
    """Return the work with what its student was not asked, where downloads tell.

    Of a quiz in which the student has no line, what everybody has who has one was asked, too, and is left open.
    """
    given = piece.answers
    if not given.quizzes:
        return piece
    own = frozenset[int]().union(*(quiz.some for quiz in given.quizzes))
    asked = {number for quiz in given.quizzes for number in quiz.asked} | {
        assignment.item[id].number for id in given.said
    }
    for table, quiz in downloads.items():
        if not quiz.some & own and not quiz.every <= asked:
            what = _MISSED.format(table, in_runs(quiz.every - asked))
            parted.decide.append(ToDecide(given.student, given.name, piece.where, what))
            asked |= quiz.every
    return replace(piece, answers=replace(given, unasked=frozenset(item.number for item in assignment.items) - asked))


def _in_no_download(downloads: Mapping[str, Quiz], assignment: Assignment) -> Iterator[ToDecide]:
    """Yield what to say of exercises that the manifest has and no quiz asked."""
    numbers = {item.number for item in assignment.items}
    missing = numbers.difference(*(quiz.some for quiz in downloads.values()))
    if downloads and missing:
        what = f"{len(missing)} of the manifest’s {len(numbers)} exercises are in no download ({in_runs(missing)})"
        yield ToDecide("", "", ", ".join(downloads), f"{what}: they count for nobody whose work came so")


def to_decide_csv(decide: Iterable[ToDecide]) -> str:
    """Return a line for each piece that the teacher should look at."""
    rows = ((one.student, one.name, one.where, one.what) for one in decide)
    return written_rows(("student", "name", "where", "what"), rows)


def _as_chosen(piece: HandedIn | SetAside | Remark, chosen: Mapping[str, str]) -> HandedIn | SetAside | Remark:
    """Return a piece as handed in where it was set aside, can be read, and is the one that the teacher has chosen."""
    if not isinstance(piece, SetAside) or not piece.answers:
        return piece
    is_chosen = _place(piece.where) == _place(chosen.get(same(piece.answers.student), ""))
    return HandedIn(piece.where, piece.answers) if is_chosen else piece


def _place(where: str) -> str:
    """Return where a piece is as places are compared, however a keyboard, a system or a spreadsheet writes them."""
    return unicodedata.normalize("NFC", where.casefold()).replace("\\", "/")


def _is_at(piece: HandedIn | SetAside, place: str) -> bool:
    return f"/{_place(piece.where)}".endswith(f"/{_place(place)}")


def _no_such(place: str, parted: Parted) -> str:
    """Return why the piece that the teacher has chosen does not count."""
    unread = next((piece for piece in parted.aside if _is_at(piece, place)), None)
    return f"overrides.csv names this piece, which cannot be marked: {unread.reason}" if unread else _NO_SUCH


def _who(piece: HandedIn, assignment: Assignment) -> str:
    sheet = assignment.sheet[piece.answers.sheet]
    if sheet.student:
        return f"sheet {sheet.code}"
    if student := same(piece.answers.student):
        return f"id {student}"
    return f"name {same(piece.answers.name)}" if same(piece.answers.name) else ""


def _may_be_several(pieces: Sequence[HandedIn], names: Mapping[str, int], *, is_free: bool) -> str:
    """Return why these pieces may be of several students, or nothing; on a free sheet students say who they are."""
    first = pieces[0].answers
    if names[letters(first.name)] > 1 and len({number_of(one.where) for one in pieces} - {""}) > 1:
        return _NAMESAKES
    if not is_free:
        return ""
    if not same(first.student):
        said = [one.answers.said for one in pieces if one.answers.said and not one.typed]
        return _NO_ID if any(one != said[0] for one in said) else ""
    called = [one.answers.name for one in pieces if letters(one.answers.name)]
    others = [name for name in called if letters(name) not in spellings(called[0])]
    return f"{called[0]} and {others[0]} {_ONE_ID}" if others else ""


def _choose(pieces: list[HandedIn], order: _Order, chosen: str, parted: Parted) -> None:
    """Part one student's pieces into what counts and the rest."""
    parted.decide += [told for piece in pieces if (told := order.distrusted(piece))]
    lines = [piece for piece in pieces if piece.typed]
    own = [(_under(piece, lines), bool(piece.answers.said)) for piece in pieces if not piece.typed]
    if clash := _contradiction(lines):
        _leave_to_decide(pieces, f"{' and '.join(clash)} say different things of one student: keep one", parted)
        return
    if not own:
        kept = _under(lines[-1], lines)
        parted.kept.append(kept)
        parted.aside += [SetAside(one.where, _typed_above(kept), one.answers.student) for one in lines[:-1]]
        return
    every, filled = [piece for piece, _ in own], [piece for piece, is_filled in own if is_filled]
    at_choice = [piece for piece in every if chosen and _is_at(piece, chosen)]
    at_choice = [piece for piece in at_choice if piece.where == chosen] or at_choice
    if chosen and not at_choice:
        whose = pieces[0].answers
        parted.decide.append(ToDecide(whose.student, whose.name, chosen, _no_such(chosen, parted)))
    bests = []
    for quiz in _by_quiz(every):
        picked = _among(at_choice, quiz)
        best = order.best(picked or _among(filled, quiz) or quiz)
        rest = [piece for piece in quiz if not _among([piece], best)]
        chose = f"you chose {best[0].where} in {OVERRIDES}" if picked else ""
        parted.aside += [_beaten(piece, best[0], order, chose) for piece in rest]
        bests.append(best)
    if unclear := next((best for best in bests if len(best) > 1), []):
        names = " and ".join(piece.where for piece in unclear)
        what = f"no time or number says which of {names} is the later: name one in overrides.csv, or take one away"
        _leave_to_decide([*chain(*bests), *lines], what, parted)
        return
    first, *others = (best[0] for best in bests)
    parted.aside += [SetAside(one.where, _another_quiz(first), one.answers.student) for one in others]
    parted.aside += [SetAside(one.where, _typed_above(first), one.answers.student) for one in lines]
    whole = _together([first, *others], order)
    places = ", ".join(line.where for line in lines)
    parted.kept.append(replace(whole, where=f"{places}, and {whole.where}") if lines else whole)


def _among(pieces: Iterable[HandedIn], some: Sequence[HandedIn]) -> list[HandedIn]:
    return [piece for piece in pieces if any(piece is one for one in some)]


def _by_quiz(pieces: Iterable[HandedIn]) -> list[list[HandedIn]]:
    """Return the pieces by the quiz of an LMS that they are of; one that came in another way is of each."""
    groups: list[list[HandedIn]] = []
    for piece in pieces:
        again = [group for group in groups if any(_is_again(piece, one) for one in group)]
        groups = [group for group in groups if all(group is not one for one in again)] + [[*chain(*again), piece]]
    return groups


def _is_again(one: HandedIn, other: HandedIn) -> bool:
    """Return whether two pieces may answer the same: no two downloads do that have no exercise in common."""
    pairs = [(quiz.some, same.some) for quiz in one.answers.quizzes for same in other.answers.quizzes]
    return not pairs or any(some & others for some, others in pairs)


def _together(pieces: Sequence[HandedIn], order: _Order) -> HandedIn:
    """Return the work of one student in several quizzes as one piece, handed in with the last of them."""
    last = max(pieces, key=lambda piece: order.saved(piece) or _NEVER)
    all = [piece.answers for piece in pieces]
    joined = replace(
        last.answers,
        answers={id: given for one in all for id, given in one.answers.items()},
        unread={id: why for one in all for id, why in one.unread.items()},
        drawn=tuple(chain(*(one.drawn for one in all))),
        quizzes=tuple(chain(*(one.quizzes for one in all))),
    )
    return replace(last, where=", and ".join(piece.where for piece in pieces), answers=joined)


def _leave_to_decide(pieces: Sequence[HandedIn], what: str, parted: Parted) -> None:
    for piece in pieces:
        parted.aside.append(SetAside(piece.where, f"to decide: {what}", piece.answers.student))
        parted.decide.append(ToDecide(piece.answers.student, piece.answers.name, piece.where, what))


def _under(piece: HandedIn, lines: Sequence[HandedIn]) -> HandedIn:
    """Return a piece with what the teacher typed above it."""
    answers: Answers = piece.answers
    for line in lines:
        over = line.answers
        sure = {id: said for id, said in answers.sure.items() if id not in over.answers} | dict(over.sure)
        typed = {id: _over(given, answers.answers.get(id)) for id, given in over.answers.items()}
        unread = {id: why for id, why in answers.unread.items() if id not in typed} | dict(over.unread)
        kept = {id: given for id, given in (dict(answers.answers) | typed).items() if id not in unread}
        answers = replace(answers, answers=kept, sure=sure, unread=unread)
    return replace(piece, answers=answers)


def _over(typed: Answer, own: Answer | None) -> Answer:
    return own | typed if isinstance(typed, dict) and isinstance(own, dict) else typed


def _contradiction(lines: Sequence[HandedIn]) -> tuple[str, ...]:
    """Return where the first two typed lines are that answer an exercise in two ways."""
    for place, line in enumerate(lines):
        for other in lines[:place]:
            one, two = other.answers.answers, line.answers.answers
            if any(_over(one[id], two[id]) != _over(two[id], one[id]) for id in one.keys() & two.keys()):
                return other.where, line.where
    return ()


def _another_quiz(other: HandedIn) -> str:
    return f"it is marked together with {other.where}: it is of another quiz"


def _typed_above(other: HandedIn) -> str:
    return f"it is marked together with {other.where}: what is typed in it counts first"


def _beaten(piece: HandedIn, best: HandedIn, order: _Order, chose: str) -> SetAside:
    """Return a piece as set aside, with why: the teacher's choice where there is one."""
    if chose:
        reason = chose
    elif _is_code_of(piece, best):
        reason = f"it says the same as {best.where}, as far as a code can, by the same student"
    elif piece.answers.said == best.answers.said:
        reason = f"it says the same as {best.where}, by the same student"
    elif not piece.answers.said:
        reason = f"nothing is filled in, and the same student handed in {best.where}, which counts"
    else:
        why = order.later(best, piece) or "it is the latest of several"
        reason = f"the same student handed in {best.where}, which counts: {why}"
    return SetAside(piece.where, reason, piece.answers.student)


def _is_code_of(code: HandedIn, whole: HandedIn) -> bool:
    """Return whether the one says what the other says, save what its way of handing in cannot carry."""
    uncarried = code.answers.uncarried
    if not uncarried > whole.answers.uncarried:
        return False
    return code.answers.said == {id: said for id, said in whole.answers.said.items() if id not in uncarried}


@dataclass(frozen=True)
class _Order:
    """Puts pieces in order, as it was at a time."""

    now: datetime

    def best(self, pieces: Sequence[HandedIn]) -> list[HandedIn]:
        """Return the piece that counts, or those between which nothing decides."""
        unbeaten = [one for one in pieces if not any(self.later(other, one) for other in pieces)] or pieces
        different: list[HandedIn] = []
        for piece in reversed(unbeaten):
            is_told = any(_is_code_of(piece, one) for one in unbeaten)
            if not is_told and all(piece.answers.said != one.answers.said for one in different):
                different.insert(0, piece)
        files = [piece for piece in pieces if len(different) == 1 and _is_code_of(different[0], piece)]
        return self.best(files) if files else different

    def later(self, one: HandedIn, other: HandedIn) -> str:
        """Return why one piece is later than the other, or nothing where it is not, or nobody can tell."""
        for times, why in (
            ((self.saved(one), self.saved(other)), "it was saved later"),
            ((self.named(one), self.named(other)), "the time in its name is later"),
        ):
            if times[0] and times[1] and times[0] != times[1]:
                return why if times[0] > times[1] else ""
        (name, numbers), (other_name, other_numbers) = _numbered(one.where), _numbered(other.where)
        if name == other_name and numbers != other_numbers:
            return "the number in its name is higher" if numbers > other_numbers else ""
        packed, other_packed = self.packed(one), self.packed(other)
        if packed and other_packed and _zip(one) == _zip(other) and abs(packed - other_packed) > PACKING:
            return "the zip has a later date for it" if packed > other_packed else ""
        time, latest = self.time(one), self.time(other) or other_packed
        return "it is later" if time and latest and time - latest > ZONES else ""

    def time(self, piece: HandedIn) -> datetime | None:
        """Return the time that a piece has of its own: when it was saved, or handed in."""
        return self.saved(piece) or self.named(piece)

    def saved(self, piece: HandedIn) -> datetime | None:
        """Return when it was saved, as it says itself."""
        return self._trusted(_saved(piece, self.now))

    def named(self, piece: HandedIn) -> datetime | None:
        """Return the time in the name that the LMS gave it."""
        return self._trusted(_read(*found[-1], zone=self.now) if (found := _TIME.findall(piece.where)) else None)

    def packed(self, piece: HandedIn) -> datetime | None:
        """Return the date that a zip has for it, when it was there at the latest."""
        found = _TIME.fullmatch(piece.packed)
        time = _read(*found.groups(), zone=self.now) if found else None
        return self._trusted(time) if time and time.year > _NO_DATE else None

    def _trusted(self, time: datetime | None) -> datetime | None:
        return time if time and time <= self.now + GRACE else None

    def distrusted(self, piece: HandedIn) -> ToDecide | None:
        """Return what to say of a piece that was saved in the future."""
        said = _saved(piece, self.now)
        if said is None or self._trusted(said):
            return None
        what = f"its clock was wrong: it says that it was saved on {said.date()}, which is still to come"
        return ToDecide(piece.answers.student, piece.answers.name, piece.where, what)


def handed_in_at(piece: HandedIn, now: datetime) -> datetime | None:
    """Return when a piece was saved or handed in, if it says so and can be trusted."""
    return _Order(now).time(piece)


def _saved(piece: HandedIn, zone: datetime) -> datetime | None:
    try:
        time = datetime.fromisoformat(piece.answers.saved)
    except ValueError:
        return None
    return time if time.tzinfo else time.replace(tzinfo=zone.tzinfo)


def _read(*parts: str | None, zone: datetime) -> datetime | None:
    try:
        return datetime(*(int(part or 0) for part in parts), tzinfo=zone.tzinfo)  # type: ignore[arg-type, misc]
    except ValueError:
        return None


def _numbered(where: str) -> tuple[str, tuple[int, ...]]:
    """Return where a piece is without the numbers that count attempts, files and copies, and those numbers."""
    numbers: list[int] = []

    def taken(found: re.Match[str]) -> str:
        numbers.append(int(next((group for group in found.groups()[:2] if group), 0)))
        return found[3] if found.re is _COPY else ""

    names = list(_names(_PART.sub("", _TIME.sub("", where.casefold()))))
    for place, name in enumerate(names):
        canvas = _CANVAS.fullmatch(name)
        if canvas:
            numbers.append(int(canvas[3]))
            name = f"{canvas[1]}_{canvas[2]}_{canvas[4]}"
        is_file = place == len(names) - 1 or name.endswith(".zip")
        names[place] = _COPY.sub(taken, _ATTEMPT.sub(taken, name)) if is_file else _ATTEMPT.sub(taken, name)
    return "/".join(names), tuple(numbers)


def _zip(piece: HandedIn) -> str:
    """Return where the zip is that a piece lies in."""
    return piece.where.rpartition(" › ")[0]


def _names(where: str) -> Iterator[str]:
    yield from where.replace(" › ", "/").split("/")
