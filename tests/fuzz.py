"""Hands in nonsense, a hundred thousand times: ``python tests/fuzz.py --inputs 100000``, as ``make fuzz`` calls it.

Files, codes, tables, zips and PDFs are made as students and teachers would, and then cut, repeated, mixed and bent.
Each must come out as answers that the sheet offers or as a reason; anything else ends the run with the bytes kept.
Of a teacher's own tables, marks and overrides, nothing that stands in them may be lost, and what is wrong is said.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import random
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import openpyxl
from classes import ALL, RESPONSES, class_of, drawn, work

from exercises.classroom.handing_out.ready import require_drawing
from exercises.classroom.handing_out.tables import paper_csv
from exercises.classroom.marking.marker import Marker
from exercises.classroom.marking.overrides import read_overrides
from exercises.classroom.marking.written import HandMarking, file_stem, read_table
from exercises.classroom.roster import file_stems, read_roster, same
from exercises.classroom.taking_in.answers import file_check, write_answers, write_code
from exercises.classroom.taking_in.intake import HandedIn, NoWork, Piece, SetAside, read_piece
from exercises.errors import CourseError, NotInstalledError

CLASS = class_of("Mira Okafor", "Jonas Lindqvist")
ODD = (
    b"",
    b"\0",
    b'"',
    b"{",
    b"[",
    b"]}",
    b"\xff",
    b"\xed\xa0\x80",
    b"<script>",
    b"=1+1",
    b"../",
    b"SAS1.",
    b"9" * 40,
    b"\n",
)
MARKS = """answer,owners (0-2),days (0-1),length (0-1),remark,My own
w0,2,"0,5",1,Well seen,?
w1,,1,1.5,,=1+1
"""
OVERRIDES = "student,exercise,points,reason\ns1,Q3,1,x\ns2,all,excused,\ns1,work,a.pdf,\n"
SLOW = {"pdf": 100, "workbook": 25, "marks": 25, "overrides": 25}
"""Kinds that are read slowly, each with how many of the others come for one of it."""


def seeds() -> dict[str, list[bytes]]:
    """Return sound pieces of every kind, to be bent."""
    whole = [work(CLASS, place, saved="2026-05-03T10:00:00Z") for place in (0, 1)]
    files = [write_answers(one, CLASS) for one in whole]
    codes = [f"<p>{write_code(one, CLASS)}</p>".encode() for one in whole]
    table = paper_csv(CLASS).replace(",,,", ",A,70,", 1)
    tables = [
        table.encode(),
        table.replace(",", ";").encode("utf-16"),
        f"sep=,\nA title\n{table[1:]}é".encode("cp1252"),
    ]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, data in enumerate([*files, *codes, *tables, *wrapped(codes[0])]):
            archive.writestr(f"Mira Okafor_{number}_assignsubmission_file/{number}.json", data)
    own = {"marks": [MARKS.encode(), MARKS.replace(",", ";").encode()], "overrides": [OVERRIDES.encode()]}
    return {
        "file": files,
        "code": codes,
        "table": tables,
        "mail": wrapped(codes[0]),
        "workbook": [workbook(table)],
        "zip": [out.getvalue()],
        "pdf": [sheet()],
    } | own


def workbook(table: str) -> bytes:
    """Return a table as a workbook."""
    made, out = openpyxl.Workbook(), io.BytesIO()
    for row in csv.reader(table.lstrip("\ufeff").splitlines()):
        made.active.append(row)
    made.save(out)
    return out.getvalue()


def wrapped(code: bytes) -> list[bytes]:
    """Return a code in a mail, with a file attached, and in rich text."""
    mail = EmailMessage()
    mail["Subject"] = "answers"
    mail.set_content(code.decode(), cte="base64")
    mail.add_attachment(code, maintype="application", subtype="octet-stream", filename="code.txt")
    return [mail.as_bytes(), rb"{\rtf1\ansi " + code + rb"\par}"]


def sheet() -> bytes:
    """Return a PDF to fill in."""
    with tempfile.TemporaryDirectory() as name:
        return drawn(CLASS, Path(name))[0]


def bent(data: bytes, dice: random.Random) -> bytes:
    """Return the bytes cut, repeated, moved or overwritten in a few places."""
    for _ in range(dice.randint(1, 4)):
        start = dice.randrange(len(data) + 1)
        end = min(len(data), start + dice.choice((0, 1, 2, 8, 60)))
        part = dice.choice((dice.choice(ODD), data[start:end] * 3, bytes([dice.randrange(256)]), b""))
        data = data[:start] + part + data[end:]
    return data


def sound_check(data: bytes, dice: random.Random) -> bytes:
    """Return an answers file with odd answers in it and a check that fits, so that it is read to the end."""
    odd = (
        None,
        1,
        [],
        {},
        "x",
        ["x"],
        {"x": "y"},
        [["x"]],
        {"new": "saw", "ghost": 1},
        "9" * 600,
        "\ud800",
        True,
        1e308,
    )
    file = json.loads(data)
    for id in dice.sample(sorted(RESPONSES), 3):
        file["answers"][id] = dice.choice(odd)
    file["check"] = file_check(file)
    return json.dumps(file).encode()


def hold(found: list[Piece], marker: Marker) -> str:
    """Return what became of a piece; raises AssertionError where that is not what was promised."""
    for one in found:
        if isinstance(one, HandedIn):
            marked = marker.mark(one.answers)
            assert all(0 <= score <= 1 for score in marked.scores.values())
            assert set(one.answers.answers) <= set(ALL.item)
        elif isinstance(one, SetAside):
            assert one.reason
            assert one.reason.isprintable()
    if found and all(isinstance(one, NoWork) for one in found):
        return "no work"
    return "marked" if any(isinstance(one, HandedIn) for one in found) else "set aside"


def hold_marks(data: bytes) -> str:
    """Return what became of a table of marks; raises AssertionError where a cell of it was lost."""
    with tempfile.TemporaryDirectory() as name:
        hand = HandMarking(CLASS, Path(name))
        path = hand.folder / f"{file_stem(CLASS.item['written'])}.csv"
        path.parent.mkdir()
        path.write_bytes(data)
        try:
            before = cells(path)
            hand.typed()
            hand.write([])
        except CourseError:
            assert path.read_bytes() == data
            return "told"
        assert not before - cells(path)
    return "kept"


def cells(path: Path) -> Counter[str]:
    """Return what stands in a table of marks, below its headings and but for lines that stand twice."""
    table, _ = read_table(path)
    return Counter(cell for line in table.lines.values() for cell in line if cell)


def hold_overrides(data: bytes) -> str:
    """Return what became of a table of overrides."""
    with tempfile.TemporaryDirectory() as name:
        Path(name, "overrides.csv").write_bytes(data)
        try:
            found = read_overrides(Path(name), CLASS)
        except CourseError:
            return "refused"
    assert all(finding.message for finding in found.findings)
    return "told" if found.findings else "read"


def rosters() -> list[bytes]:
    """Return rosters as learning platforms export them, to be bent."""
    texts = (
        "id,name\ns1,Mira Okafor\ns2,김민준\n",
        "sep=;\nid;nom\ns1;Okafor\n",
        'Student,ID,SIS User ID\n    Points Possible,,\n"Okafor, Mira",90,u1\n',
        "First name,Last name,ID number,Email address\nMira,Okafor,,mira@x.org\n",
    )
    return [text.encode(encoding) for text in texts for encoding in ("utf-8", "utf-8-sig", "utf-16")]


def hold_roster(data: bytes) -> str:
    """Return what became of a roster; raises AssertionError where it is neither a class nor a reason."""
    with tempfile.TemporaryDirectory() as folder:
        path, reasons = Path(folder, "class.csv"), [""]
        path.write_bytes(data)
        try:
            pupils = read_roster(path)
        except CourseError as error:
            reasons = [finding.message for finding in error.findings]
            pupils = ()
    if not pupils:
        assert all(reasons)
        assert reasons
        return "refused"
    stems = file_stems(f"{pupil.name} {pupil.id}" for pupil in pupils)
    assert len({same(stem) for stem in stems}) == len(pupils) > 0
    assert all(
        pupil.id and len(stem.encode()) < 200 and "/" not in stem for pupil, stem in zip(pupils, stems, strict=True)
    )
    return "read"


def main(arguments: list[str]) -> int:
    """Run and print what became of how many; return 0, or 1 where a piece was not dealt with, and keep its bytes.

    Where no PDF can be drawn to hand in, say what is missing and return 2.
    """
    parser = argparse.ArgumentParser(description="Hand in nonsense.")
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    try:
        require_drawing()
    except NotInstalledError as error:
        print(error, file=sys.stderr)
        return error.status
    dice = random.Random(options.seed)  # noqa: S311 - repeatable on purpose
    sound = seeds()
    sound["roster"] = rosters()
    kinds = [kind for kind in sound for _ in range(max(SLOW.values()) // SLOW.get(kind, 4))]
    bends: list[Callable[[bytes, random.Random], bytes]] = [bent, bent, bent, sound_check]
    counts: Counter[str] = Counter()
    marker = Marker(CLASS)
    own: dict[str, Callable[[bytes], str]] = {"marks": hold_marks, "overrides": hold_overrides, "roster": hold_roster}
    for number in range(options.inputs):
        kind = dice.choice(kinds)
        bend = dice.choice(bends) if kind == "file" else bent
        data = bend(dice.choice(sound[kind]), dice)
        try:
            if kind in own:
                counts[f"{kind} {own[kind](data)}"] += 1
                continue
            counts[f"{kind} {hold(list(read_piece(data, f'{number}.{kind}', CLASS)), marker)}"] += 1
        except Exception as error:  # noqa: BLE001 - anything raised is what is looked for
            kept = Path(tempfile.gettempdir(), f"said-a-source-fuzz-{number}.{kind}")
            kept.write_bytes(data)
            print(f"input {number}: {type(error).__name__}: {error}; its bytes are in {kept}", file=sys.stderr)
            return 1
    for name, count in sorted(counts.items()):
        print(f"{name:<20}{count:>9,}")
    print(f"{'all':<20}{counts.total():>9,}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
