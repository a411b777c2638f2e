"""A sheet as PDF: what it shows and keeps to itself, and that a filled one says just what was filled in."""

from __future__ import annotations

import contextlib
import io
import re
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from classes import (
    ALL,
    EXERCISE,
    KINDS,
    NAME,
    TEXT,
    all_drawn,
    assignment,
    class_of,
    drawn,
    entries,
    filled,
    item,
    work,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from widths import wrong_widths

from exercises.classroom.assignment import Assignment, Item
from exercises.classroom.handing_out.laid_out import LaidOut
from exercises.classroom.handing_out.paper import paper_html
from exercises.classroom.handing_out.pdf import draw, merged, write_pdfs
from exercises.classroom.taking_in import pdf as sheets
from exercises.classroom.taking_in.answers import Answers, write_answers
from exercises.classroom.taking_in.intake import HandedIn, Remark, SetAside, read_piece, take_in
from exercises.classroom.taking_in.pdf import read_pdf
from exercises.classroom.taking_in.refused import Refused
from exercises.classroom.taking_in.table import read_line
from exercises.questions.key import Key
from exercises.questions.question import Answer, Choose, Enter, Option, Place

QUESTIONS: dict[str, Any] = {one.exercise.id: one.question for one in ALL.items}


@pytest.fixture(scope="module")
def files(drawing: None) -> tuple[bytes, bytes]:
    return all_drawn()


@pytest.fixture(scope="module")
def fillable(files: tuple[bytes, bytes]) -> bytes:
    return files[0]


@pytest.fixture(scope="module")
def small(drawing: None, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return drawn(assignment("date"), tmp_path_factory.mktemp("small"))[0]


def changed(data: bytes, change: Callable[[pikepdf.Pdf], object], **options: Any) -> bytes:  # noqa: ANN401 - pikepdf's
    with pikepdf.open(io.BytesIO(data)) as pdf, warnings.catch_warnings():
        warnings.simplefilter("ignore", pikepdf.PageCopyWarning)
        change(pdf)
        out = io.BytesIO()
        pdf.save(out, **options)
    return out.getvalue()


def words(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    return " ".join("\n".join(page.get_textpage().get_text_bounded() for page in document).split())


def an_answer(asked: Item) -> Answer:
    """Return an answer that leaves one place empty, where there are several."""
    question, slots = asked.question, asked.question.slots
    if isinstance(question, Place):
        return {slot: question.offered[-1 - index % 2].id for index, slot in enumerate(slots[:-1])}
    if isinstance(question, Choose):
        return (slots[0], slots[-1]) if question.several else slots[-1]
    texts = {
        "date": "2019-03-22",
        "number": "1,200.5",
        "estimate": "75",
        "written": "Two lines:\n한국 \\(and\\) (this)",
    }
    return texts.get(asked.exercise.kind, "Some words")


def test_every_kind_of_answer_comes_back_as_it_was_given(fillable: bytes) -> None:
    answers = {id: an_answer(asked) for id, asked in ALL.item.items()}
    fill = dict(pair for id, answer in answers.items() for pair in entries(ALL.item[id].exercise, answer))
    data = filled(
        fillable, fill | {"date/?sure": "50", "grid/?sure": " 99.6 %", "order/?sure": "49", "match/?sure": "?"}
    )
    sure = {"date": 50, "grid": 100}
    assert read_pdf(data, ALL) == Answers("0a1b2c3d", "5e6f7a8b", "s-17", NAME, answers, sure)
    assert len(answers) == 12


def test_an_empty_sheet_says_whose_it_is_and_nothing_else(fillable: bytes) -> None:
    assert read_pdf(fillable, ALL) == Answers("0a1b2c3d", "5e6f7a8b", "s-17", NAME, {}, {})


def test_what_a_list_shows_stands_for_its_id(fillable: bytes) -> None:
    shown = ALL.item["match"].question.shown
    data = filled(fillable, {"match/june": shown["consulate"], "grid/run/women": "B. Does not"})
    assert read_pdf(data, ALL).answers == {"match": {"june": "consulate"}, "grid": {"run/women": "no"}}


def test_values_that_the_sheet_did_not_offer_are_dropped(fillable: bytes) -> None:
    strange = {
        "single-choice": "/elsewhere",
        "classify/new": "/elsewhere",
        "match/june": "elsewhere",
        "order/visas": "9",
    }
    assert read_pdf(filled(fillable, strange), ALL).answers == {}


def test_texts_lose_control_characters(fillable: bytes) -> None:
    data = filled(fillable, {"short-text": " a\x00b\x1b[0m  c\n", "written": "x\r\ny\x07z"})
    assert read_pdf(data, ALL).answers == {"short-text": "ab[0m c", "written": "x\nyz"}


def test_a_text_that_is_far_too_long_is_set_aside_and_not_cut(fillable: bytes) -> None:
    with pytest.raises(Refused, match="a written answer of more than 20000 letters"):
        read_pdf(filled(fillable, {"written": "z" * 30_000}), ALL)


def test_a_percentage_may_bear_its_sign(fillable: bytes) -> None:
    assert read_pdf(filled(fillable, {"estimate": "62,5 %"}), ALL).answers == {"estimate": "62.5"}
    (doubt,) = read_pdf(filled(fillable, {"estimate": "0,7"}), ALL).doubts
    assert "“0,7”, can be read as 0.7 percent (write 0.7%) or as 70 percent (write 70): ask which is meant" in doubt
    assert read_pdf(filled(fillable, {"estimate": "0,7%"}), ALL).answers == {"estimate": "0.7%"}
    assert read_pdf(filled(fillable, {"estimate": "about half"}), ALL).answers == {"estimate": "about half"}


def test_of_two_values_under_one_name_that_of_the_form_counts(small: bytes) -> None:
    def again(pdf: pikepdf.Pdf) -> None:
        """Lay a second field of that name on the page, of which the form does not know."""
        stray = {"/T": "date", "/FT": pikepdf.Name.Tx, "/V": "2018-01-01", "/Subtype": pikepdf.Name.Widget}
        pdf.pages[0].Annots.append(pdf.make_indirect(pikepdf.Dictionary(stray)))

    data = changed(filled(small, {"date": "2019-12-31"}), again)
    assert read_pdf(data, assignment("date")).answers == {"date": "2019-12-31"}


def test_a_box_that_only_shows_its_tick_is_ticked(fillable: bytes) -> None:
    """Some programs draw the tick and leave the field's value as it was."""
    slot = "multiple-choice/" + ALL.item["multiple-choice"].question.slots[0]

    def forget(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            for widget in page.get("/Annots", []):
                if str(widget.get("/T", "")) == slot:
                    widget.AS, widget.V = pikepdf.Name("/on"), pikepdf.Name("/Off")

    ticked = {"multiple-choice": (slot.partition("/")[2],)}
    assert read_pdf(changed(fillable, forget), ALL).answers == ticked


def test_fields_that_are_gone_from_the_form_are_read_from_the_pages(fillable: bytes) -> None:
    data = filled(
        fillable,
        {
            "short-text": "kept",
            "single-choice": "/school",
            "multiple-choice/" + ALL.item["multiple-choice"].question.slots[0]: "/on",
        },
    )
    orphaned = changed(data, lambda pdf: setattr(pdf.Root.AcroForm, "Fields", pikepdf.Array()))
    assert read_pdf(orphaned, ALL) == read_pdf(data, ALL)


def test_the_keywords_tell_the_sheet_where_its_fields_were_emptied(fillable: bytes) -> None:
    emptied = filled(fillable, {"?assignment": "", "?sheet": ""})
    assert read_pdf(emptied, ALL).sheet == "5e6f7a8b"


def test_scripts_and_unknown_fields_in_a_file_are_passed_over(small: bytes) -> None:
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")

    def add(pdf: pikepdf.Pdf) -> None:
        pdf.Root.OpenAction = script
        field = pikepdf.Dictionary(FT=pikepdf.Name.Tx, T="more", V="x", AA=pikepdf.Dictionary(K=script))
        pdf.Root.AcroForm.Fields.append(pdf.make_indirect(field))

    assert read_pdf(changed(small, add), assignment("date")) == read_pdf(small, assignment("date"))


def drop_fields(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.AcroForm
    for page in pdf.pages:
        del page.Annots


def ring(pdf: pikepdf.Pdf) -> None:
    first = pdf.make_indirect(pikepdf.Dictionary(T="a", Kids=pikepdf.Array()))
    first.Kids.append(pdf.make_indirect(pikepdf.Dictionary(Kids=pikepdf.Array([first]), Parent=first)))
    pdf.Root.AcroForm.Fields = pikepdf.Array([first])


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda data: b"a letter", "it is not a PDF"),
        (lambda data: data[:2000], "it is broken and cannot be read: ask for the file again, or type the answers into paper.csv"),
        (lambda data: changed(data, drop_fields), "it has no fields, for it was printed or flattened: type the answers into paper.csv, or ask for the filled file"),
        (lambda data: changed(data, lambda pdf: None, encryption=pikepdf.Encryption(owner="o", user="u")), "it is encrypted: ask for it without a password"),
        (lambda data: changed(data, lambda pdf: pdf.pages.extend([pdf.pages[0]] * 200)), "it has more than 200 pages or 100000 objects, which no sheet has"),
        (lambda data: data + b"%" * 20_000_000, "it is larger than 20 megabytes, which no sheet is: ask for the answers file"),
        (lambda data: filled(data, {"?assignment": "ffffffff"}), "it is a sheet of another assignment (ffffffff, and this one is 0a1b2c3d): put it among the answers of that one"),
        (lambda data: filled(data, {"?sheet": "ffffffff"}), "its sheet code (ffffffff) is none of this assignment's"),
        (lambda data: changed(filled(data, {"?assignment": ""}), lambda pdf: pdf.docinfo.__delitem__("/Keywords")), "it does not say of which assignment it is: it is not a sheet that `assign` has written"),
    ],
)  # fmt: skip
def test_what_cannot_be_marked_is_refused_in_a_sentence(
    make: Callable[[bytes], bytes], reason: str, small: bytes
) -> None:
    with pytest.raises(Refused, match=f"^{re.escape(reason)}$"):
        read_pdf(make(small), assignment("date"))


def test_a_file_that_opens_without_a_password_is_read(small: bytes) -> None:
    for cipher in (
        pikepdf.Encryption(owner="o", user=""),
        pikepdf.Encryption(owner="o", user="", R=3, aes=False, metadata=False),
    ):
        locked = changed(filled(small, {"date": "2019-06-30"}), lambda pdf: None, encryption=cipher)
        assert read_pdf(locked, assignment("date")).answers == {"date": "2019-06-30"}


def set_aside(data: bytes, given: Assignment) -> tuple[str, str]:
    """Return the reason and the student of a PDF that is set aside."""
    (found,) = read_piece(data, "a.pdf", given)
    assert isinstance(found, SetAside)
    return found.reason, found.student


def test_a_flattened_sheet_still_says_whose_it_is(small: bytes) -> None:
    def drop_all(pdf: pikepdf.Pdf) -> None:
        drop_fields(pdf)
        del pdf.docinfo["/Keywords"]

    reason = (
        "it has no fields, for it was printed or flattened: type the answers into paper.csv, or ask for the filled file"
    )
    assert set_aside(changed(small, drop_all), assignment("date")) == (reason, "s-17")
    assert set_aside(changed(small, drop_fields), assignment("date")) == (reason, "s-17")


def test_a_flattened_sheet_is_of_the_code_that_its_pages_say_and_not_its_keywords(small: bytes) -> None:
    """A program that joins files, or saves one as a copy, may leave the keywords of another sheet or none."""
    given = assignment("date")
    for keywords in (None, f"assignment {given.id}, sheet ffffffff"):

        def flatten(pdf: pikepdf.Pdf, keywords: str | None = keywords) -> None:
            drop_fields(pdf)
            del pdf.docinfo["/Keywords"]
            if keywords is not None:
                pdf.docinfo["/Keywords"] = keywords

        with pytest.raises(Refused) as refused:
            read_pdf(changed(small, flatten), given)
        assert refused.value.sheet == given.sheets[0].code


def write_on(kind: str) -> Callable[[pikepdf.Pdf], None]:
    """Return what lays a note of this kind on the first page."""

    def lay(pdf: pikepdf.Pdf) -> None:
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name(f"/{kind}"), Rect=[1, 1, 9, 9], Contents="B"
        )
        pdf.pages[0].Annots.append(pdf.make_indirect(note))

    return lay


@pytest.mark.parametrize("kind", ["Ink", "FreeText", "Text", "Stamp", "Highlight"])
def test_a_sheet_written_on_by_pen_is_not_an_empty_one(small: bytes, kind: str) -> None:
    reason = "its fields are empty, and its pages were written on by pen or in notes: type what is meant into paper.csv"
    assert set_aside(changed(small, write_on(kind)), assignment("date")) == (reason, "s-17")
    both, said = read_piece(changed(filled(small, {"date": "2019-06-30"}), write_on(kind)), "a.pdf", assignment("date"))
    assert isinstance(both, HandedIn)
    assert both.answers.answers == {"date": "2019-06-30"}
    assert said == Remark(
        "a.pdf",
        "its pages were written on by pen or in notes, beside the fields that were marked: look at them",
        "s-17",
    )


@pytest.mark.usefixtures("drawing")
def test_two_sheets_in_one_file_are_both_read(tmp_path: Path) -> None:
    given = class_of("Ada", "Bo", kinds=("date",))
    ada, bo = (
        filled(drawn(given.model_copy(update={"sheets": (sheet,)}), tmp_path)[0], {"date": f"2019-0{number}-01"})
        for number, sheet in enumerate(given.sheets, 1)
    )
    writer = PdfWriter()
    for one in (ada, bo):
        writer.append(io.BytesIO(one))
    out = io.BytesIO()
    writer.write(out)
    joined = changed(ada, lambda pdf: pdf.pages.extend(pikepdf.open(io.BytesIO(bo)).pages))
    for data in (out.getvalue(), joined):
        found = [one for one in read_piece(data, "a.pdf", given) if isinstance(one, HandedIn)]
        assert [(one.where, one.answers.name, dict(one.answers.answers)) for one in found] == [
            ("a.pdf, sheet 1", "Ada", {"date": "2019-01-01"}),
            ("a.pdf, sheet 2", "Bo", {"date": "2019-02-01"}),
        ]


def test_one_sheet_twice_in_a_file_is_said(small: bytes) -> None:
    twice = changed(small, lambda pdf: pdf.pages.extend(pikepdf.open(io.BytesIO(small)).pages))
    reason = "several sheets were merged into it, and cannot be told apart: ask for each by itself"
    assert set_aside(twice, assignment("date"))[0] == reason


def test_where_pdf_cannot_be_read_that_piece_alone_is_set_aside(
    small: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = assignment("date")
    (tmp_path / "a.pdf").write_bytes(small)
    (tmp_path / "b.json").write_bytes(write_answers(work(given), given))
    monkeypatch.setitem(sys.modules, "pypdf", None)
    aside, kept = take_in([tmp_path], given)
    assert aside == SetAside("a.pdf", "PDFs cannot be read here yet: run make sheets, then grade again", "s-17")
    assert isinstance(kept, HandedIn)


def test_too_many_fields_and_fields_in_a_ring_come_to_an_end(small: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_pdf(changed(small, ring), assignment("date")).answers == {}
    monkeypatch.setattr(sheets, "MAX_FIELDS", 3)
    with pytest.raises(Refused, match="more than 3 fields"):
        read_pdf(small, assignment("date"))


EDITS = st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=12), st.integers(0, 4000)), min_size=1, max_size=6)


@settings(max_examples=200)
@given(edits=EDITS, end=st.floats(0.05, 1))
def test_broken_bytes_are_read_or_refused(edits: list[tuple[float, bytes, int]], end: float, small: bytes) -> None:
    data = small
    for where, new, length in edits:
        at = int(where * len(data))
        data = data[:at] + new + data[at + min(length, len(data) // 8) :]
    with contextlib.suppress(Refused):
        read_pdf(data[: int(end * len(data)) + 1], assignment("date"))


# What the files are


def fields(data: bytes) -> list[Any]:
    return [field.get_object() for field in PdfReader(io.BytesIO(data)).trailer["/Root"]["/AcroForm"]["/Fields"]]


def test_each_choice_of_one_is_one_field_with_its_buttons_beneath_it(fillable: bytes) -> None:
    radios = {field["/T"]: field for field in fields(fillable) if "/Kids" in field}
    assert sorted(radios) == ["classify/again", "classify/new", "classify/together", "single-choice"]
    assert radios["classify/new"]["/TU"] == "1. How does he know? – 2. They were workers on their first trip"
    one = radios["single-choice"]
    kids = [kid.get_object() for kid in one["/Kids"]]
    assert [next(iter(set(kid["/AP"]["/N"]) - {"/Off"})) for kid in kids][:2] == ["/school", "/factory"]
    assert one["/TU"].endswith(" – choose one")
    assert kids[0]["/TU"].startswith("A. ")
    assert not any({"/T", "/FT"} & set(kid) for kid in kids)
    assert all(kid["/Parent"].get_object() == one for kid in kids)


@pytest.mark.usefixtures("drawing")
def test_a_group_that_the_page_parts_stays_one_field(tmp_path: Path) -> None:
    many = [{"id": f"c{number}", "text": "A choice of several words " * 12} for number in range(30)]
    given = assignment("single-choice", orders={})
    long = given.items[0].exercise.model_copy(
        update={"choices": EXERCISE.validate_python(given.items[0].exercise.model_dump() | {"choices": many}).choices}
    )
    given = given.model_copy(update={"items": (given.items[0].model_copy(update={"exercise": long}),)})
    data = drawn(given, tmp_path)[0]
    assert len(PdfReader(io.BytesIO(data)).pages) > 1
    assert [len(field["/Kids"]) for field in fields(data) if "/Kids" in field] == [30]
    assert read_pdf(filled(data, {"single-choice": "/c29"}), given).answers == {"single-choice": "c29"}


def test_every_field_has_a_name_without_full_stops_and_a_tip(fillable: bytes) -> None:
    found = fields(fillable)
    assert [field["/T"] for field in found if not field.get("/TU") or "." in field["/T"]] == []
    assert len({field["/T"] for field in found}) == len(found)
    fixed = [field["/T"] for field in found if field.get("/Ff", 0) & 1]
    assert fixed == ["?assignment", "?sheet"]
    sure = {field["/T"].split("/")[0] for field in found if field["/T"].endswith("/?sure")}
    assert sure == set(KINDS) - {"estimate", "written"}


def test_both_files_are_tagged_in_english_with_a_title_and_without_scripts(files: tuple[bytes, bytes]) -> None:
    for data in files:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            root = pdf.Root
            assert (root.Lang, root.MarkInfo.Marked, root.ViewerPreferences.DisplayDocTitle) == ("en", True, True)
            assert {page.Tabs for page in pdf.pages} == {"/S"}
            assert pdf.docinfo["/Title"] == "Checkpoint & more"
            assert re.search(rb'pdfuaid:part(="1"|>1<)', root.Metadata.read_bytes())
            assert "JavaScript" not in "".join(map(repr, pdf.objects))
            assert pdf.check_pdf_syntax() == []


def test_the_widths_that_a_sheet_says_are_those_of_its_fonts(files: tuple[bytes, bytes]) -> None:
    assert [wrong_widths(io.BytesIO(data)) for data in files] == [[], []]


def test_each_control_is_in_the_tree_of_tags(fillable: bytes) -> None:
    with pikepdf.open(io.BytesIO(fillable)) as pdf:
        widgets = [widget for page in pdf.pages for widget in page.get("/Annots", []) if widget.Subtype == "/Widget"]
        numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
        tags = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
        assert {str(tags[int(widget.StructParent)].S) for widget in widgets} == {"/Form"}
        radios = [widget for widget in widgets if "/Parent" in widget]
        assert [str(tags[int(radio.StructParent)].Alt) for radio in radios] == [str(radio.TU) for radio in radios]


def test_the_same_sheet_gives_the_same_bytes(small: bytes, tmp_path: Path) -> None:
    assert drawn(assignment("date"), tmp_path)[0] == small
    assert sorted(path.name for path in tmp_path.iterdir()) == ["fill.pdf", "print.pdf"]


def secrets(key: Key) -> Iterator[str]:
    """Yield each text of a key."""
    yield from (key.solution, key.otherwise or key.solution)
    yield from (said.text for said in key.feedback.values())
    yield from (criterion.text for criterion in key.rubric)
    yield from (text for sample in key.samples for text in (sample.text, sample.why))
    if isinstance(QUESTIONS[key.exercise], Enter) and QUESTIONS[key.exercise].what != "percent":
        yield from (str(key.correct), *key.accepted)


def test_nothing_of_a_key_is_in_either_file(files: tuple[bytes, bytes]) -> None:
    asked = "".join(EXERCISE.dump_json(one.exercise).decode() for one in ALL.items)
    told = (" ".join(text.split()) for one in ALL.items for text in secrets(one.key))
    texts = [text for text in told if len(text) > 3 and text not in asked]
    assert len(texts) > 30
    for data in files:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            streams = b"".join(one.read_bytes() for one in pdf.objects if isinstance(one, pikepdf.Stream))
            strings = "".join(repr(one) for one in pdf.objects if not isinstance(one, pikepdf.Stream))
        said = words(data)
        assert [text for text in texts if text in said or text in strings] == []
        assert [text for text in texts if text.encode() in data or text.encode() in streams] == []


# What the pages show


def test_markup_in_a_name_is_shown_as_text(files: tuple[bytes, bytes]) -> None:
    for data in files:
        assert f"{NAME} · sheet 5e6f7a8b" in words(data)


def test_the_file_to_print_is_the_same_pages_without_fields_and_with_lines_to_write_on(
    files: tuple[bytes, bytes],
) -> None:
    assert words(files[1]) == words(files[0])
    with pikepdf.open(io.BytesIO(files[1])) as pdf:
        assert "/AcroForm" not in pdf.Root
        assert not any(one.Subtype == "/Widget" for page in pdf.pages for one in page.get("/Annots", []))
        parts = [page.Contents for page in pdf.pages if isinstance(page.Contents, pikepdf.Array)]
        lines = b"".join(part[-1].read_bytes() for part in parts)
    assert lines.count(b" l S") == max(4, ALL.item["written"].question.words // 8) - 1  # type: ignore[union-attr]


def test_all_sheets_in_one_file_begin_on_leaves_of_their_own(files: tuple[bytes, bytes], tmp_path: Path) -> None:
    (tmp_path / "one.pdf").write_bytes(files[1])
    pages = len(pypdfium2.PdfDocument(files[1]))
    whole = merged([tmp_path / "one.pdf"] * 3)
    assert len(pypdfium2.PdfDocument(whole)) == 3 * (pages + pages % 2)
    assert words(whole).count("page 1 of") == 3


def test_every_page_is_numbered_and_says_whose_it_is(files: tuple[bytes, bytes]) -> None:
    document = pypdfium2.PdfDocument(files[1])
    for number, page in enumerate(document, 1):
        said = page.get_textpage().get_text_bounded()
        assert f"page {number} of {len(document)}" in said
        assert "sheet 5e6f7a8b" in said


def test_a_sheet_without_a_roster_asks_for_the_name_and_the_id() -> None:
    given = assignment("date", student="", name="")
    html = paper_html(given, given.sheets[0])
    assert '<input type="text" class="who-student" name="?student" title="Student’s id">' in html
    assert 'data-foot="Sheet 5e6f7a8b"' in html


def test_options_are_lettered_and_items_numbered_in_the_sheets_order(files: tuple[bytes, bytes]) -> None:
    said = words(files[1])
    for id, marks in (("single-choice", "ABC"), ("classify", "123"), ("order", "1234")):
        shown = ALL.item[id].asked_on(ALL.sheets[0])
        places = [said.find(f"{mark} {asked.text}") for mark, asked in zip(marks, shown.asked, strict=True)]
        assert places == sorted(places)
        assert -1 not in places
    assert ALL.item["classify"].asked_on(ALL.sheets[0]).slots == ("again", "new", "together")


def test_a_list_to_choose_from_is_printed_with_its_letters() -> None:
    paper = paper_html(ALL, ALL.sheets[0])
    for id in ("match", "grid"):
        for shown in ALL.item[id].question.shown.values():
            assert f"<li>{shown}</li>" in paper


def test_cells_are_numbered_row_by_row_however_many_columns_there_are() -> None:
    given = assignment("grid")
    three = [{"id": id, "text": id.upper()} for id in ("c1", "c2", "c3")]
    wide = EXERCISE.validate_python(given.items[0].exercise.model_dump() | {"columns": three})
    one = given.items[0].model_copy(update={"exercise": wide})
    given = given.model_copy(update={"items": (one,)})
    page = paper_html(given, given.sheets[0])
    assert re.findall(r'<span class="number">(\d+)</span>', page) == ["1", "2", "3", "4", "5", "6"]
    typed = {"sheet": given.sheets[0].code, "q1.3": "A", "q1.4": "B"}
    assert read_line(typed, given).answers == {"grid": {"run/c3": "yes", "student/c1": "no"}}


def test_an_invented_report_stands_once_before_its_first_exercise_and_is_called_so() -> None:
    first, report = item(1, "date"), {"report": "ferry-2031"}
    given = assignment("date").model_copy(
        update={
            "items": (first, item(2, "number", **report), item(3, "order", **report)),
            "texts": {"ferry-2031": TEXT},
        }
    )
    html = paper_html(given, given.sheets[0])
    assert html.count("Invented for practice") == 1
    assert html.index("<h2>1. ") < html.index("<h3>A dispatch</h3>") < html.index("<h2>2. ")
    assert "The ferry was <em>empty</em>, a docker said." in html


@pytest.mark.usefixtures("drawing")
def test_nothing_that_a_sheet_names_is_fetched(tmp_path: Path) -> None:
    picture, style = tmp_path / "picture.svg", tmp_path / "style.css"
    picture.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="40"><text y="20">a drawn secret</text></svg>'
    )
    style.write_text('p::after { content: " a styled secret" }')
    given = assignment("date")
    head = f'<link rel="stylesheet" href="{style.as_uri()}"><style>@import "{style.as_uri()}";</style></head>'
    body = f'<img alt="x" src="{picture.as_uri()}"></body>'
    html = str(paper_html(given, given.sheets[0])).replace("</head>", head).replace("</body>", body)
    write_pdfs(draw(html), tmp_path / "fill.pdf", tmp_path / "print.pdf")
    for name in ("fill.pdf", "print.pdf"):
        said = words((tmp_path / name).read_bytes())
        assert "The last day" in said
        assert "secret" not in said


# A class's sheets, laid out once


@pytest.fixture(scope="module")
def laid_out(drawing: None) -> LaidOut:
    """Return the sheet of all kinds, laid out once."""
    return LaidOut(class_of("Mira Okafor"))


@pytest.mark.parametrize("name", ["Mira Okafor", "Łukasz Żółć-Brzęczyszczykiewicz", "Jo"])
@pytest.mark.slow
def test_a_sheet_made_from_the_one_that_is_laid_out_is_the_same_bytes_as_one_laid_out_itself(
    laid_out: LaidOut, name: str
) -> None:
    sheet = class_of(name).sheets[0]
    assert sheet.orders
    assert laid_out._moves(sheet)
    laid_out._restore()
    assert laid_out.draw(sheet) == draw(paper_html(laid_out.assignment, sheet))


@pytest.mark.parametrize("name", ["", "A name that is wider than its room " * 3])
@pytest.mark.slow
def test_a_sheet_that_does_not_fit_into_the_one_laid_out_is_laid_out_by_itself(laid_out: LaidOut, name: str) -> None:
    sheet = class_of(name).sheets[0]
    assert laid_out.draw(sheet) == draw(paper_html(laid_out.assignment, sheet))


@pytest.mark.usefixtures("drawing")
@pytest.mark.slow
def test_a_list_parted_by_the_turn_of_a_page_is_moved_where_its_lines_are_alike_and_else_laid_out_again() -> None:
    classify = item(1, "classify")
    for words, moves in (("short", True), ("long " * 60, False)):
        statements = [Option(id=f"s{n}", text=words if n == 30 else f"Statement {n}") for n in range(40)]
        exercise = classify.exercise.model_copy(update={"statements": tuple(statements)})
        given = class_of("Mira").model_copy(update={"items": (classify.model_copy(update={"exercise": exercise}),)})
        order = tuple(f"s{n}" for n in reversed(range(40)))
        sheet = given.sheets[0].model_copy(update={"orders": {"classify": order}})
        found = LaidOut(given)
        assert found._moves(sheet) is moves
        found._restore()
        assert found.draw(sheet) == draw(paper_html(given, sheet))


# Where something is missing


@pytest.mark.usefixtures("drawing")
def test_where_one_file_cannot_be_written_neither_is(tmp_path: Path) -> None:
    given = assignment("date")
    drawn = draw(paper_html(given, given.sheets[0]))
    with pytest.raises(FileNotFoundError):
        write_pdfs(drawn, tmp_path / "fill.pdf", tmp_path / "no" / "print.pdf")
    assert list(tmp_path.iterdir()) == []
