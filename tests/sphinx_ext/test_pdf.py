"""The PDF: all of it there, nothing secret in it, tagged and linked, and the same bytes each time."""

from __future__ import annotations

import ctypes
import io
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from types import SimpleNamespace

import pikepdf
import pypdfium2.raw as pdfium
import pytest
import typst
from docutils import nodes
from docutils.utils import new_document
from fontTools.ttLib import TTFont
from pypdf import PdfReader
from pypdf.generic import DictionaryObject
from pypdfium2 import PdfDocument, PdfPage
from sites import ROOT, SENTINEL, Build, build, doctrees, the_course
from widths import shown, wrong_widths

from exercises.draw.markup import plain
from exercises.draw.typst import call, literal, string
from exercises.sphinx_ext.typst.builder import FONTS, TypstBuilder
from exercises.sphinx_ext.typst.course import STYLE
from exercises.sphinx_ext.typst.fonts.subset import characters
from exercises.sphinx_ext.typst.pack import pack
from exercises.sphinx_ext.typst.writer import TypstTranslator


@pytest.fixture(scope="module")
def student(course: Path, student: Build) -> Build:
    """Return the students' PDF, built without a warning."""
    return pdf(course, student)


@pytest.fixture(scope="module")
def instructor(course: Path, instructor: Build) -> Build:
    """Return the instructors' PDF and booklet, built without a warning."""
    return pdf(course, instructor)


def pdf(course: Path, pages: Build) -> Build:
    """Build an edition's PDF from what has been read for its pages, as `make pdf` does."""
    edition = pages.out.name
    out = course.with_name(f"pdf-{edition}")
    shutil.copytree(doctrees(pages.out), doctrees(out))
    done = build(course, out, edition, "-b", "typst", "-W", "--keep-going")
    assert done.code == 0, done.said
    return done


def words_of(path: Path) -> list[str]:
    """Return the words of each page."""
    with PdfDocument(path) as book:
        return [page.get_textpage().get_text_range() for page in book]


def squeezed(text: str) -> str:
    """Return letters and digits alone: where a line breaks does not matter, nor how quotes are set."""
    return re.sub(r"[\W_]+", "", text)


@pytest.fixture(scope="module")
def pages(student: Build) -> list[str]:
    """Return the words of each page of the students' PDF, read once."""
    return words_of(student.out / "said-a-source.pdf")


@pytest.fixture(scope="module")
def student_text(pages: list[str]) -> str:
    """Return the words of the students' PDF."""
    return " ".join(pages)


def test_every_exercise_is_printed_with_its_choices(student_text: str, course: Path) -> None:
    printed = squeezed(student_text)
    for exercise in (one for one in the_course(course).bank.exercises if one.use != "test"):
        for name in ("choices", "statements", "bins", "items", "options", "rows", "columns", "values"):
            for option in getattr(exercise, name, ()):
                assert squeezed(option.text) in printed, (exercise.id, option.text)
        assert squeezed(exercise.title) in printed


def test_no_test_form_is_in_the_students_pdf(student_text: str, course: Path) -> None:
    printed = squeezed(student_text)
    forms = [exercise for exercise in the_course(course).bank.exercises if exercise.use == "test"]
    assert len(forms) == 6
    assert [one.text for form in forms for one in form.statements if squeezed(one.text) in printed] == []


def test_no_graded_key_is_in_the_students_pdf(student_text: str, course: Path) -> None:
    loaded = the_course(course)
    bank, keys = loaded.bank, loaded.keys
    printed = squeezed(student_text)
    for exercise in bank.exercises:
        if exercise.use != "practice":
            key = keys[exercise.id]
            secrets = [key.solution, *(said.text for said in key.feedback.values()), *(s.text for s in key.samples)]
            assert [text for text in secrets if squeezed(plain(text))[:80] in printed] == []
    assert SENTINEL not in student_text


def test_practice_answers_stand_at_the_end_alone(pages: list[str], course: Path) -> None:
    contents = 4
    start = next(n for n, page in enumerate(pages) if "Answers to the practice exercises" in page and n > contents)
    keys = the_course(course).keys
    before, after = squeezed("".join(pages[:start])), squeezed("".join(pages[start:]))
    for exercise in the_course(course).bank.exercises:
        if exercise.use == "practice":
            solution = squeezed(plain(keys[exercise.id].solution.split("{")[0]))[:40]
            assert (solution in before, solution in after) == (False, True), (exercise.id, solution)


@pytest.mark.slow
def test_the_instructors_pdf_has_the_keys_in_place_and_a_banner_on_every_page(instructor: Build) -> None:
    printed = words_of(instructor.out / "said-a-source-instructor.pdf")
    assert [number for number, page in enumerate(printed) if "Instructor edition" not in page] == []
    assert SENTINEL in " ".join(printed)


@pytest.mark.slow
def test_the_booklet_has_every_key(instructor: Build, course: Path) -> None:
    printed = squeezed(" ".join(words_of(instructor.out / "answers.pdf")))
    assert [exercise.id for exercise in the_course(course).bank.exercises if squeezed(exercise.id) not in printed] == []


@pytest.mark.slow
def test_the_pdf_is_tagged_with_a_language_a_title_and_bookmarks(student: Build) -> None:
    reader = PdfReader(student.out / "said-a-source.pdf")
    catalogue = reader.trailer["/Root"].get_object()
    assert isinstance(catalogue, DictionaryObject)
    mark = catalogue["/MarkInfo"].get_object()
    assert isinstance(mark, DictionaryObject)
    assert (bool(mark["/Marked"]), str(catalogue["/Lang"])) == (True, "en")
    assert reader.metadata is not None
    assert reader.metadata.title == "Said a Source"
    assert b"pdfuaid" in catalogue["/Metadata"].get_object().get_data()  # type: ignore[attr-defined]
    parts = [mark.title for mark in reader.outline if not isinstance(mark, list)]
    assert parts[2:] == [
        "Part 1. On the page",
        "Part 2. The two hard passages",
        "Part 3. Off the page",
        "Reference",
        "Answers to the practice exercises",
    ]


def test_every_kind_of_node_is_printed(student_text: str) -> None:
    printed = ["At the foot of the page.", "upper", "A table with a caption", "second cell", "Inside the box.",
               "A block of quotation.", '#let not = "markup"', "What it means.", "훈춘"]  # fmt: skip
    assert [words for words in printed if squeezed(words) not in squeezed(student_text)] == []


# As a book


@dataclass(frozen=True)
class Seen:
    """What can be measured on a page: its lines of running text, the size of its smallest letter, and its lowest ink."""

    lines: list[str]
    smallest: float
    foot: float


@pytest.fixture(scope="module")
def seen(student: Build) -> list[Seen]:
    """Return what is seen on each page."""
    with PdfDocument(student.out / "said-a-source.pdf") as book:
        return [look(page) for page in book]


def look(page: PdfPage) -> Seen:
    """Measure a page; sizes and heights are in points, heights from the paper's foot."""
    text, lines, foots, sizes = page.get_textpage(), list[str](), [page.get_height()], [99.0]
    for one in page.get_objects(max_depth=3):
        if one.type == pdfium.FPDF_PAGEOBJ_TEXT:
            size = ctypes.c_float()
            pdfium.FPDFTextObj_GetFontSize(one.raw, size)
            sizes.append(size.value * abs(one.get_matrix().d))
        foots += [one.get_bounds()[1]] if one.get_bounds()[1] > FOOT else []
    for number in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(number)
        lines.append(text.get_text_bounded(left, bottom, right, top).strip())
    return Seen(lines, min(sizes), min(foots))


FOOT, HEAD = 2.4 / 2.54 * 72, (29.7 - 2.6) / 2.54 * 72
"""Where the text of a page ends and begins."""


def test_the_contents_have_parts_and_numbered_lessons_with_their_pages(pages: list[str]) -> None:
    contents = " ".join(pages[1].split())
    for title in ("Part 2. The two hard passages", "Lesson 4: Visa run or new worker?", "Lesson 12: Write it so that"):
        (page,) = re.findall(rf"{re.escape(title)}[^0-9]*([0-9]+)", contents)
        assert title in " ".join(pages[int(page) - 1].split())


def test_every_link_within_the_book_says_its_page(student: Build) -> None:
    with PdfDocument(student.out / "said-a-source.pdf") as book:
        found = [one for page in list(book)[2:] for one in links(book, page)]
    joined = [(place, " ".join(one[1] for one in both)) for place, both in groupby(found, itemgetter(0))]
    told = [(place, words) for place, words in joined if not words.strip().isdigit()]  # a footnote is on its page
    assert [(place, words) for place, words in told if not re.search(rf"p\.\s+{place}\b", words)] == []
    assert len(told) > 2000


def links(book: PdfDocument, page: PdfPage) -> Iterator[tuple[int, str]]:
    """Yield the number of the page that each link within the book leads to, and the link's words."""
    at, link, text = ctypes.c_int(0), pdfium.FPDF_LINK(), page.get_textpage()
    while pdfium.FPDFLink_Enumerate(page, at, link):
        if not (dest := pdfium.FPDFLink_GetDest(book, link)):
            continue
        boxes = []
        for number in range(pdfium.FPDFLink_CountQuadPoints(link)):
            pdfium.FPDFLink_GetQuadPoints(link, number, quad := pdfium.FS_QUADPOINTSF())
            boxes.append((min(quad.x1, quad.x3), min(quad.y1, quad.y3), max(quad.x2, quad.x4), max(quad.y2, quad.y4)))
        pdfium.FPDFLink_GetAnnotRect(link, whole := pdfium.FS_RECTF())
        boxes = boxes or [(whole.left, whole.bottom, whole.right, whole.top)]
        yield pdfium.FPDFDest_GetDestPageIndex(book, dest) + 1, " ".join(text.get_text_bounded(*box) for box in boxes)


@pytest.mark.slow
def test_a_line_of_text_has_60_to_75_letters_and_no_letter_is_below_8_points(seen: list[Seen]) -> None:
    lines = sorted(len(line) for page in seen[2:130] for line in page.lines if len(line) > 50)
    median, most = lines[len(lines) // 2], lines[len(lines) * 4 // 5]
    assert 60 <= median <= most <= 75
    assert round(min(page.smallest for page in seen), 2) >= 8


@pytest.mark.slow
def test_a_page_is_half_full_unless_it_is_the_last_of_its_part(seen: list[Seen], student: Build) -> None:
    book = PdfReader(student.out / "said-a-source.pdf")
    starts = [book.get_destination_page_number(mark) for mark in book.outline if not isinstance(mark, list)]
    half = [number for number, page in enumerate(seen, 1) if page.foot > (HEAD + FOOT) / 2]
    assert set(half) - {1, len(seen)} - set(starts) == set()  # type: ignore[arg-type]


def test_each_page_to_hand_in_has_lines_for_name_class_and_date(student_text: str, course: Path) -> None:
    pages = [*course.glob("course/lessons/*-hand-in.md")]
    assert squeezed(student_text).count("NameClassDate") == len(pages) > 12


def test_the_book_speaks_of_no_answers_that_are_kept_in_a_browser(student_text: str) -> None:
    kept = ("kept in this browser", "stay in your browser", "Save them to a file")
    assert [words for words in kept if words in student_text] == []


def test_titles_are_not_hyphenated(pages: list[str], course: Path) -> None:
    printed = " ".join(" ".join(pages).split())
    assert [
        one.title for one in the_course(course).bank.exercises if one.use != "test" and one.title not in printed
    ] == []


def test_the_book_takes_no_more_than_a_megabyte_and_a_half(student: Build) -> None:
    """The sample lesson and the page with every node, which are in no reader's book, take some 50 kB of their own."""
    assert (student.out / "said-a-source.pdf").stat().st_size <= 1_550_000


def test_what_takes_up_to_half_a_page_stays_whole_and_more_begins_on_the_upper_half(tmp_path: Path) -> None:
    sizes = [("10", "one"), ("10", "two"), ("10", "three")]
    body = "".join(
        f"#kept(block(height: {size}cm)[#{literal(word)}; #v(1fr) #{literal(word)};])" for size, word in sizes
    )
    long = f"#v(2cm) #kept[#{literal('four')}; #v(20cm) #{literal('four')};]"
    compile_(tmp_path, f'{STYLE.read_text(encoding="utf-8")}#show: body => book("A", "", body)\n{body}{long}')
    assert [Counter(re.findall("one|two|three|four", page)) for page in words_of(tmp_path / "small.pdf")] == [
        {"one": 2, "two": 2},
        {"three": 2, "four": 1},
        {"four": 1},
    ]


def test_a_packed_pdf_has_the_same_objects_in_less_room(tmp_path: Path) -> None:
    source = tmp_path / "small.typ"
    source.write_text(
        '#set document(title: "A")\n= A (b) 1.23456\n' + "#link(<x>)[word] " * 40 + "\n= B <x>", encoding="utf-8"
    )
    plain = typst.compile(str(source), format="pdf", timestamp=0, ignore_system_fonts=True)
    packed = pack(plain)
    one, two = PdfReader(io.BytesIO(plain)), PdfReader(io.BytesIO(packed))
    assert [a.extract_text() for a in one.pages] == [a.extract_text() for a in two.pages]
    assert [mark["/Title"] for mark in two.outline] == ["A (b) 1.23456", "B"]
    assert (len(one.pages[0].annotations or []), len(two.pages[0].annotations or [])) == (40, 40)
    assert len(packed) < len(plain) * 0.7
    with pytest.raises(ValueError, match="must end with one table"):
        pack(packed)


@pytest.mark.slow
def test_two_builds_give_the_same_bytes(student: Build, course: Path) -> None:
    again = build(course, course.with_name("pdf-again"), "student", "-b", "typst")
    names = ("said-a-source.pdf",)
    assert [(again.out / n).read_bytes() == (student.out / n).read_bytes() for n in names] == [True]


def test_a_node_without_a_way_to_print_it_is_a_warning(caplog: pytest.LogCaptureFixture) -> None:
    document = new_document("page")
    document["docname"] = "page"
    document += nodes.math_block("a = b", "a = b")
    document.walkabout(TypstTranslator(document, SimpleNamespace(config=None, env=SimpleNamespace(domains=None))))  # type: ignore[arg-type]
    (record,) = caplog.records
    assert "the PDF has no way to print math_block" in record.getMessage()


# The compiler as a test


def compile_(folder: Path, body: str) -> None:
    """Compile a small document as the builder does."""
    source = f'#set document(title: "A title")\n#set text(font: ("Libertinus Serif", "Noto Sans CJK JP"), lang: "en")\n{body}\n'
    TypstBuilder.compile(SimpleNamespace(outdir=folder), "small", source)  # type: ignore[arg-type]


SQUARE = '<svg xmlns=\\"http://www.w3.org/2000/svg\\" viewBox=\\"0 0 9 9\\"><rect width=\\"9\\" height=\\"9\\"/></svg>'
FAULTS = {
    "a picture without words for it": f'#image(bytes("{SQUARE}"))',
    "a character that no font has": '#"ꙮ";',
    "a level of headings left out": "#heading(level: 1)[a] #heading(level: 3)[b]",
    "a link to nothing": '#link(label("nowhere"))[x]',
}


@pytest.mark.parametrize("fault", FAULTS, ids=[name.replace(" ", "-") for name in FAULTS])
def test_the_build_stops_at(fault: str, tmp_path: Path) -> None:
    (tmp_path / "small.pdf").write_bytes(b"the old one")
    with pytest.raises(SystemExit) as stopped:
        compile_(tmp_path, FAULTS[fault])
    assert stopped.value.code == 2
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("small.pdf", b"the old one")]


def test_a_sound_document_compiles(tmp_path: Path) -> None:
    compile_(tmp_path, string('quotes " and #hash and 훈춘'))
    assert 'quotes " and #hash and' in words_of(tmp_path / "small.pdf")[0]


def test_words_never_become_markup() -> None:
    assert string('a"#b\\') == '#"a\\"#b\\\\";'
    assert call("go", "x", content=string("y")) == '#go("x")[#"y";]'


def test_the_font_has_every_character_that_the_course_uses() -> None:
    has = set(TTFont(FONTS / "SaidCJK.otf").getBestCmap())
    assert [letter for letter in characters(ROOT) if ord(letter) not in has] == []


def test_each_character_of_the_font_says_its_own_width() -> None:
    font = TTFont(FONTS / "SaidCJK.otf")["CFF "].cff[0]
    assert not hasattr(font, "FDSelect")  # no groups of glyphs, for each of which another width is usual
    assert font.Private.defaultWidthX == font.Private.nominalWidthX == 0


@pytest.mark.slow
def test_the_widths_that_a_book_says_are_those_of_its_fonts(student: Build, instructor: Build) -> None:
    books = sorted([*student.out.glob("*.pdf"), *instructor.out.glob("*.pdf")])
    assert [book.name for book in books] == ["answers.pdf", "said-a-source-instructor.pdf", "said-a-source.pdf"]
    assert {book.name: wrong_widths(book) for book in books} == {book.name: [] for book in books}


def test_a_width_that_is_not_the_fonts_is_told_with_font_and_glyph(tmp_path: Path) -> None:
    compile_(tmp_path, string("훈춘"))
    assert wrong_widths(tmp_path / "small.pdf") == []
    with pikepdf.open(tmp_path / "small.pdf") as pdf:
        (font,) = (font for font, _ in shown(pdf))
        font.DescendantFonts[0].W = pikepdf.Array([1, pikepdf.Array([920, 922])])
        pdf.save(tmp_path / "wrong.pdf")
    (told,) = wrong_widths(tmp_path / "wrong.pdf")
    assert re.fullmatch(r"/[A-Z]{6}\+NotoSansCJK.*: glyph 2: the PDF says 922, and the font has 920", told)
