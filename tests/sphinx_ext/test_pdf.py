"""The PDF: all of it there, nothing secret in it, tagged and linked, and the same bytes each time."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
from docutils import nodes
from docutils.utils import new_document
from fontTools.ttLib import TTFont
from pypdf import PdfReader
from pypdf.generic import DictionaryObject
from pypdfium2 import PdfDocument
from sites import ROOT, SENTINEL, Build, build, doctrees, the_course

from exercises.draw.markup import plain
from exercises.draw.typst import call, string
from exercises.sphinx_ext.typst.builder import FONTS, TypstBuilder
from exercises.sphinx_ext.typst.fonts.subset import characters
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
    contents = 3
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
    chapters = [mark.title for mark in reader.outline if not isinstance(mark, list)]
    wanted = ["Lesson 4: Visa run or new worker?", "Lesson 6: Whose deadline is it?", "Glossary"]
    assert [title for title in chapters if title in wanted] == wanted


@pytest.mark.parametrize(
    "printed",
    [
        "At the foot of the page.",
        "upper",
        "A table with a caption",
        "second cell",
        "Inside the box.",
        "A block of quotation.",
        '#let not = "markup"',
        "What it means.",
        "훈춘",
    ],
)
def test_every_kind_of_node_is_printed(printed: str, student_text: str) -> None:
    assert squeezed(printed) in squeezed(student_text)


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
