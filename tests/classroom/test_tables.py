"""Tables: the roster, what is typed from paper, and cells that no spreadsheet runs."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest
from classes import ALL, CORRECT, KINDS, RESPONSES, assignment, class_of, read_rows
from hypothesis import given
from hypothesis import strategies as st

from exercises.classroom import spreadsheet
from exercises.classroom.columns import WHO, cells, headings, sure_columns
from exercises.classroom.handing_out.tables import letters_csv, paper_csv
from exercises.classroom.roster import Pupil, file_stems, read_roster, same
from exercises.classroom.spreadsheet import cell_of, read_lines, unquoted, written_rows
from exercises.classroom.taking_in.intake import Remark, take_in
from exercises.classroom.taking_in.refused import Refused
from exercises.classroom.taking_in.table import read_line
from exercises.errors import CourseError
from exercises.questions.question import Answer, letter

HEADS = (
    *("Q1.1", "Q1.2", "Q1.3", "Q1 sure", "Q2", "Q2 sure", "Q3", "Q4.1", "Q4.2", "Q4.3", "Q4.4", "Q4 sure"),
    *("Q5.1", "Q5.2", "Q5 sure", "Q6", "Q6 sure", "Q7", "Q7 sure", "Q8.1", "Q8.2", "Q8.3", "Q8.4", "Q8 sure"),
    *("Q9", "Q9 sure", "Q10", "Q10 sure", "Q11", "Q11 sure", "Q12"),
)


def row(**typed: str) -> dict[str, str]:
    """Return a line of the table for the first sheet."""
    return {"sheet": ALL.sheets[0].code, **{head.lower().replace("_", "."): cell for head, cell in typed.items()}}


def test_each_thing_to_answer_has_a_column_in_the_order_of_the_sheet() -> None:
    assert headings(ALL) == (*WHO, *HEADS)


def test_the_table_has_a_line_for_each_sheet() -> None:
    both = class_of("Ada", "=Bo", kinds=("date",))
    first, second = (sheet.code for sheet in both.sheets)
    assert paper_csv(both) == f"\ufeffsheet,student,name,Q1,Q1 sure\n{first},s1,Ada,,\n{second},s2,'=Bo,,\n"


def test_letters_are_those_that_the_students_own_sheet_prints() -> None:
    read = read_line(row(Q1_1="D", Q1_2="b", Q11="B", Q6="a; B", Q9="A C"), ALL)
    assert read.answers == {
        "classify": {"new": "inferred", "again": "not-told"},  # this sheet prints “again” first
        "multiple-choice": ("baggage", "first-time"),
        "select-words": ("reportedly", "may"),
        "single-choice": "factory",  # and the school as A
    }


@pytest.mark.parametrize("typed", ["ad", "A D", "a,d", "D A", "A+D", "a & d", "A/D."])
def test_several_letters_may_stand_close_together_or_parted(typed: str) -> None:
    assert read_line(row(Q9=typed), ALL).answers == {"select-words": ("reportedly", "replaced")}


def test_letters_are_read_and_told_by_the_order_of_each_sheet() -> None:
    one, two = class_of("Ada", "Bo", kinds=("single-choice",)).sheets
    both = assignment("single-choice").model_copy(
        update={
            "sheets": (one, two.model_copy(update={"orders": {"single-choice": ("not-told", "school", "factory")}}))
        }
    )
    told = [read_line({"sheet": sheet.code, "q1": "A"}, both).answers for sheet in both.sheets]
    assert told == [{"single-choice": "school"}, {"single-choice": "not-told"}]
    assert [line["q1"] for line in read_rows(letters_csv(both))] == ["C", "A"]


def test_whatever_can_be_answered_can_be_typed() -> None:
    sheet = ALL.sheets[0]
    typed = [
        cell
        for item in ALL.items
        for cell in (*cells(item, sheet, RESPONSES[item.exercise.id]), *("" for _ in sure_columns(item)))
    ]
    line = dict(zip((head.lower() for head in HEADS), typed, strict=True))
    assert read_line({"sheet": sheet.code, **line}, ALL).answers == RESPONSES


def test_the_right_letters_typed_in_are_the_right_answers() -> None:
    rows = list(read_rows(letters_csv(ALL)))
    right: dict[str, Answer] = {**CORRECT, "estimate": "0"}
    assert read_line(rows[0], ALL).answers == right


def test_a_line_without_a_sheet_is_found_by_the_students_id() -> None:
    both = class_of("Ada", "Bo")
    assert read_line({"student": " S2 ", "q2": "2019-12-31"}, both).name == "Bo"


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ({"Q1_1": "E"}, "in column Q1.1, “E” is none of A, B, C, D"),
        ({"Q6": "A, Z"}, "in column Q6, “Z” is none of A, B, C, D"),
        ({"Q8_1": "5"}, "in column Q8.1, “5” is none of 1, 2, 3, 4"),
        (
            {"Q2": "03/04/2019"},
            "in column Q2, 03/04/2019 can be read as 2019-04-03 or as 2019-03-04: type 2019-06-30 as text",
        ),
    ],
)
def test_a_cell_that_cannot_be_read_is_told_with_its_column_and_the_rest_of_the_line_counts(
    typed: dict[str, str], reason: str
) -> None:
    found = read_line(row(Q7="184", **typed), ALL)
    assert (found.answers, found.doubts) == ({"number": "184"}, [reason])


def test_every_cell_that_cannot_be_read_is_told() -> None:
    found = read_line(row(Q1_1="E", Q1_2="F", Q6="Z", Q2="2019-12-31"), ALL)
    assert (found.answers, len(found.doubts)) == ({"date": "2019-12-31"}, 3)


@pytest.mark.parametrize("sure", ["12", "49", "72.5", "101"])
def test_a_certainty_that_is_no_percentage_is_told_and_its_answer_counts(sure: str) -> None:
    found = read_line(row(**{"Q2": "2019-12-31", "Q2 sure": sure}), ALL)
    assert (found.answers, found.sure, found.doubts) == ({"date": "2019-12-31"}, {}, [])
    assert found.beside == f"in column Q2 sure, {sure} is no percentage from 50 to 100"


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ({"sheet": "ffffffff"}, "in column sheet, ffffffff is none of this assignment’s sheets"),
        ({"sheet": "", "student": "nobody"}, "in column student, nobody is none of this assignment’s students"),
        ({"sheet": "", "name": "nobody"}, "it names neither a sheet nor a student of the roster"),
        ({"sheet": "", "student": ""}, "it names neither a sheet nor a student of the roster"),
    ],
)
def test_a_line_of_nobody_is_refused_with_its_column(typed: dict[str, str], reason: str) -> None:
    with pytest.raises(Refused) as caught:
        read_line(row(**typed), ALL)
    assert caught.value.reason == reason


@pytest.mark.parametrize("mark", ["", "-", "?", "–", " ). "])
def test_what_cannot_be_read_on_paper_is_left_open(mark: str) -> None:
    typed = row(Q11=mark, Q6=mark, Q1_1=mark, Q2="2019-12-31")
    assert read_line(typed, ALL).answers == {"date": "2019-12-31"}


def test_letters_go_on_after_z() -> None:
    assert [letter(index) for index in (0, 25, 26, 51, 52)] == ["A", "Z", "AA", "AZ", "BA"]


# Rosters


@pytest.mark.parametrize(
    "text",
    [
        "id,name\ns1,Ada Lee\n",
        "\ufeffID;Name\r\n s1 ; Ada  Lee \r\n;\r\n",
        "Student\tID\tSIS User ID\nAda Lee\t9\ts1\n",
        "Student,ID,SIS User ID,SIS Login ID\nAda Lee,9,,s1\n",
        "id,name\ns1,Ada Lee\n;;\n-,-\n",
        "First name,Last name,ID number,Email address\nAda,Lee,s1,ada@school.example\n",
    ],
)
def test_a_roster_from_any_gradebook_is_read(tmp_path: Path, text: str) -> None:
    path = tmp_path / "class.csv"
    path.write_text(text, encoding="utf-8")
    assert read_roster(path) == (Pupil(id="s1", name="Ada Lee"),)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "file: must have a line of headings (id, name) and a line for each student, and has no student"),
        (
            b"who\nAda\n",
            "headings: must have one for the students’ ids, and are who; call that column id (looked for: id, student id,",
        ),
        (b"id,name\n,Ada\n", "student 1: must have an id in column id, and has none; give one, or take the line out"),
        (b"id,name\ns1,Ada\nS1,Bo\n", "student 2: must have an id of their own, and S1 is student 1’s, too"),
        (
            "id,name\ns1,Łukasz\n".encode("cp1250"),
            "must be a CSV file in UTF-8 or a workbook, and cannot be read (it is of another encoding); save it as",
        ),
        (b"id,name\ns1,\xc0\xc1\n", "and cannot be read (its names can be read as ÀÁ or as 읒); save it as"),
        (
            b"\xef\xbb\xbf \n<HTML><table><tr><td>id",
            "cannot be read (it is a web page, whatever its name says: open it,",
        ),
        (b'id,name\ns1,"Ada\ns2,Bo\n', "a quotation mark in line 2 is not closed, and takes in the lines below"),
        (
            b"name,id,,\n\nOkafor, Mira,s1\n",
            "line 3: has more cells than headings: put a cell with a comma or semicolon",
        ),
        (b"id,name\ns1,a\0b\n", "cannot be read (it has characters of another encoding in it)"),
    ],
)
def test_a_roster_that_cannot_be_used_says_where_and_why(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "class.csv"
    path.write_bytes(data)
    with pytest.raises(CourseError) as caught:
        read_roster(path)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("text", "id", "name"),
    [
        ("First name,Last name,ID number,Email address\nMira,Okafor,,mira@x.org\n", "mira@x.org", "Mira Okafor"),
        ("Vorname;Nachname;ID-Nummer\nMira;Okafor;7\n", "7", "Mira Okafor"),
        ('"Last Name"\t"First Name"\t"Username"\t"Student ID"\nOkafor\tMira\tmok\t\n', "mok", "Mira Okafor"),
        ('Student,ID,SIS User ID\n,,\n    Points Possible,,\n"Okafor, Mira",90,u1\n', "u1", "Okafor, Mira"),
        ("Last Name,First Name,Email Address\nOkafor,Mira,m@x.org\n", "m@x.org", "Mira Okafor"),
        ("sep=;\nid;nom\ns1;Okafor\n", "s1", "Okafor"),
        ("id,Given name,Family name\ns1,Mira,Okafor\n", "s1", "Mira Okafor"),
        ("student_id,first_name,last_name\n1001.0,Mira,Okafor\n", "1001", "Mira Okafor"),
        ("Class 9b autumn,,\nid,name,\ns01,Mira,\n", "s01", "Mira"),
        ("姓,名,学号\n王,小明,7\n", "7", "王 小明"),
        ("student,name,status\ns1,Mira,marked\n", "s1", "Mira"),
        ('"id";"full\nname";"note"\n"s1";"Mira";"a\nb, ""c"""\n', "s1", "Mira"),
        ("id\ns1\n", "s1", "s1"),
        ("id,name\ns1,\n", "s1", "s1"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_rosters_of_learning_platforms_are_read_as_they_export_them(
    tmp_path: Path, text: str, id: str, name: str, encoding: str
) -> None:
    path = tmp_path / "class.csv"
    path.write_text(text, encoding=encoding)
    assert [(pupil.id, pupil.name) for pupil in read_roster(path)] == [(id, name)]


@pytest.mark.parametrize(
    ("text", "encoding", "name"),
    [
        ("id,name\ns1,Zoë Novák\n", "cp1252", "Zoë Novák"),
        ("Prénom;Nom;Matrícula\nZoë;Müller;s1\n", "cp1252", "Zoë Müller"),
        ("학번,이름\ns1,김민준\n", "cp949", "김민준"),
        ("id,name\ns1,김민준\n", "cp949", "김민준"),
    ],
)
def test_a_roster_in_an_old_encoding_is_read_where_its_names_can_be_read_in_one_way_and_says_how(
    tmp_path: Path, text: str, encoding: str, name: str
) -> None:
    path, said = tmp_path / "class.csv", []
    path.write_text(text, encoding=encoding)
    assert read_roster(path, said.append) == (Pupil(id="s1", name=name),)
    assert said == [
        f"{path}: it is not in UTF-8; if {name} is not what it says, save it as “CSV UTF-8”, and run this again"
    ]


def test_a_table_of_a_program_whose_files_are_not_read_says_what_to_save_it_as(tmp_path: Path) -> None:
    path = tmp_path / "class.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    with pytest.raises(
        CourseError, match=r"is an OpenDocument table \(\.ods\), and these are not read: open it, and save"
    ):
        read_roster(path)
    path.write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    with pytest.raises(CourseError, match=r"is a workbook of an older kind \(\.xls\), and these are not read: open it"):
        read_roster(path)


def test_an_entry_that_is_typed_in_no_form_that_is_read_is_told(tmp_path: Path) -> None:
    given = class_of("Ada", kinds=("date", "number", "estimate"))
    line = "student,Q1,Q2,Q3\ns1,31 décembre 2019,about 7,many\n"
    (tmp_path / "paper.csv").write_text(line, encoding="utf-8")
    read = [piece for piece in take_in([tmp_path], given) if isinstance(piece, Remark)]
    assert [remark.reason for remark in read if remark.where == "paper.csv, line 2"] == [
        "in column Q1, “31 décembre 2019” is no date that can be read, and earns nothing; "
        "in column Q2, “about 7” is no number that can be read, and earns nothing; "
        "in column Q3, “many” is no percentage that can be read, and earns nothing"
    ]


@pytest.mark.parametrize("cell", ["170", "-5", "170 %", "170%", "-5 %"])
def test_a_likelihood_that_is_no_percentage_is_told(cell: str) -> None:
    given = assignment("estimate")
    line = {"sheet": "5e6f7a8b", "student": "", "name": "", "q1": cell}
    assert read_line(line, given).doubts == [
        f"in column Q1, {cell} is no percentage from 0 to 100: leave it empty if it says so"
    ]


def test_what_is_said_of_a_table_that_a_student_handed_in_names_the_student(tmp_path: Path) -> None:
    (tmp_path / "Ada Lee").mkdir()
    (tmp_path / "Ada Lee/paper.csv").write_text("student,Q1\ns1,2019-12-31\n")
    found = take_in([tmp_path], class_of("Ada Lee", kinds=("date", "number")))
    assert [(piece.where, piece.student) for piece in found if isinstance(piece, Remark)] == [
        ("Ada Lee/paper.csv, headings", "s1")
    ]


def test_the_student_that_canvas_adds_to_try_a_course_gets_no_sheet_and_is_told(tmp_path: Path) -> None:
    path, said = tmp_path / "class.csv", []
    heads, pupil = "Student,ID,SIS User ID", '"Okafor, Mira",90,u1'
    path.write_text(f'{heads}\n    Points Possible,,\n{pupil}\n"Student, Test",91,\n')
    assert read_roster(path, said.append) == (Pupil(id="u1", name="Okafor, Mira", canvas="90"),)
    assert said == [f"{path}: “Student, Test” is Canvas’s own and gets no sheet"]
    path.write_text("id,name\ns1,Test Student\n")
    assert read_roster(path) == (Pupil(id="s1", name="Test Student"),)


def test_canvas_s_own_number_is_kept_only_from_canvas_s_own_export(tmp_path: Path) -> None:
    path = tmp_path / "class.csv"
    path.write_text('Student,ID,Section\n    Points Possible,,\n"Okafor, Mira",90,9b\n')
    assert read_roster(path) == (Pupil(id="90", name="Okafor, Mira", canvas="90"),)
    path.write_text('Student,ID,Section\n"Okafor, Mira",90,9b\nClass average,,\n')
    assert read_roster(path) == (Pupil(id="90", name="Okafor, Mira"),)


MOODLE = "First name,Last name,ID number,Email address\nMira,Okafor,1001,mira@x\nJonas,Lind,1002,jonas@x\n"
CANVAS = """Student,ID,SIS User ID,SIS Login ID,Section
    Points Possible,,,,
"Okafor, Mira",501,S100,mira,A
"Lind, Jonas",502,S101,,A
"""


@pytest.mark.parametrize(
    ("whole", "late", "ids", "column"),
    [
        (MOODLE, "Guest,Account,,guest@x\n", ["1001", "1002", "guest@x"], "id number"),
        (CANVAS, '"Neu, Nia",504,,,A\n', ["S100", "S101", "504"], "sis user id"),
        ("id,name,email\n1,Mira,\n2,Jonas,j@x\n", ",Nia,nia@x\n", ["1", "2", "nia@x"], "id"),
    ],
    ids=["Moodle", "Canvas", "ours"],
)
def test_one_more_student_without_an_id_leaves_everybody_else_theirs(
    tmp_path: Path, whole: str, late: str, ids: list[str], column: str
) -> None:
    path, said = tmp_path / "class.csv", []
    path.write_text(whole)
    have = read_roster(path)
    path.write_text(whole + late)
    found = read_roster(path, said.append, have)
    assert ([pupil.id for pupil in found], found[:2]) == (ids, have)
    told = f"{found[2].name} has nothing in column {column}, by which the others are known: {ids[2]} it is"
    assert said == [f"{path}: {told}"]
    assert read_roster(path, said.append, found) == found
    assert len(said) == 1


def test_a_list_with_another_id_for_somebody_who_has_a_sheet_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "late.csv"
    have = (Pupil(id="0012", name="Mira Okafor"), Pupil(id="7", name="Kim"))
    path.write_text('id,name\n12,"Okafor, Mira"\n8,Nia\n')
    with pytest.raises(CourseError) as caught:
        read_roster(path, have=have)
    said = (
        "student 1: Okafor, Mira must have the id 0012, under which there is a sheet of that name already, and has 12; "
        "give that id, or add a line with it if they are two students"
    )
    assert [f"{one.where}: {one.message}" for one in caught.value.findings] == [said]
    path.write_text("id,name\n0012,Mira Okafor\n12,Mira Okafor\n")
    assert [pupil.id for pupil in read_roster(path, have=have)] == ["0012", "12"]


def test_a_number_in_another_column_makes_nobody_the_student_who_is_known_by_it(tmp_path: Path) -> None:
    path = tmp_path / "late.csv"
    have = (Pupil(id="501", name="Ana Petrova"), Pupil(id="guest@x", name="Guest Account"))
    path.write_text(
        "student id,name,username,email\n501,Ana Petrova,a,\n502,Nia Neu,501,\n503,Guest Account,g,guest@x\n"
    )
    assert [pupil.id for pupil in read_roster(path, have=have)] == ["501", "502", "guest@x"]


def test_whole_numbers_that_a_spreadsheet_made_of_ids_are_known_beside_an_empty_cell(tmp_path: Path) -> None:
    path = tmp_path / "late.csv"
    path.write_text("id,name,email\n1.0,Mira,m@x\n,Nia,nia@x\n")
    assert [pupil.id for pupil in read_roster(path, have=(Pupil(id="1", name="Mira"),))] == ["1", "nia@x"]


def test_a_roster_in_a_workbook_is_read_as_one_in_csv(tmp_path: Path) -> None:
    path, made = tmp_path / "class.xlsx", openpyxl.Workbook()
    made.active.append(["a page of notes"])
    sheet = made.create_sheet("class")
    for row in (["Class 9b"], ["id", "name"], [7, "김민준"]):
        sheet.append(row)
    sheet["A3"].number_format = "000"
    made.save(path)
    assert read_roster(path) == (Pupil(id="007", name="김민준"),)
    path.write_bytes(path.read_bytes()[:-300])
    with pytest.raises(CourseError, match="and cannot be read"):
        read_roster(path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "id,who\ns1,Mira\n",
            "headings: must have one for the students’ names, and are id, who; call that column name",
        ),
        ("s01,Mira Okafor\n", "headings: must have one for the students’ ids, and are s01, mira okafor;"),
        (
            "Klasse 7b\n\nStand;Mai\nNr;Nachname;Vorname\n1;Okafor;Mira\n",
            "headings: must have one for the students’ ids, and are nr, nachname, vorname; call that column id",
        ),
        ("id,name\n1.23E+17,Mira\n", "student 1: must have an id of their own, and 1.23E+17 was rounded"),
        ("id;name\n1,23457E+11;Mira\n", "student 1: must have an id of their own, and 1,23457E+11 was rounded"),
        ("id;name\n1E+11;Mira\n", "student 1: must have an id of their own, and 1E+11 was rounded"),
    ],
)
def test_a_column_that_is_not_known_is_told_with_what_was_looked_for(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "class.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CourseError) as caught:
        read_roster(path)
    assert said in str(caught.value)


def test_a_roster_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(
        CourseError, match=r"none.csv: file: must be a CSV file that can be opened, and is not \(No such"
    ):
        read_roster(tmp_path / "none.csv")


def test_files_are_named_in_the_letters_of_every_script_and_none_twice() -> None:
    names = [
        "Ada Lee s1",
        "ADA LEE s1",
        "../김민준 학번",
        "Đào 7",
        "Łukasz",
        "नीता",
        "e\u0301",
        "🎉",
        "!",
        "con",
        "x" * 900,
    ]
    assert file_stems(names) == [
        *("ada-lee-s1", "ada-lee-s1-2", "김민준-학번", "đào-7", "łukasz", "नीता", "é", "sheet", "sheet-2", "con-"),
        "x" * 150,
    ]
    assert file_stems(["Ada"], taken=["ADA"]) == ["ada-2"]


def test_ids_are_the_same_whatever_their_capitals_and_spaces() -> None:
    assert same(" Ａda  S1") == same("ada s1")


# Cells


SEPARATORS = ',;\t|: \n/"('
FORMULA = "=+@-＝＋－＠﹦﹢﹣﹫"


def formulas(written: str) -> list[str]:
    """Return every cell that begins a formula, at whichever sign a program parts cells; a dash alone is none."""
    cells = (cell.strip(' "\t\r\n') for sign in SEPARATORS for cell in written.removeprefix("\ufeff").split(sign))
    return [cell for cell in cells if cell[:1] in FORMULA and cell not in ("", "-")]


ODD = st.text(st.sampled_from("a1=+-@;,\t\n|\"' ＝－:é")) | st.text(
    st.characters(exclude_categories=["Cs"]), max_size=12
)


@given(st.lists(ODD, min_size=1, max_size=4))
def test_no_cell_is_a_formula_at_any_separator(texts: list[str]) -> None:
    assert [cell for text in texts for cell in formulas(cell_of(text)) if not cell.startswith("- ")] == []
    assert formulas(written_rows(["a"], [[text.replace(" - ", "")] for text in texts])) == []


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("Ada;=1+1", "Ada;'=1+1"),
        ("Ada\t@x", "Ada\t'@x"),
        ("Ada\n－1", "Ada\n'－1"),
        (';"+1"', ';"\'+1"'),
        ("\r=1", " '=1"),
        ("-Minus Man", "'-Minus Man"),
        ("Anne-Marie - a@b.c", "Anne-Marie - a@b.c"),
        ("1 -\n1", "1 '-\n1"),
        ("'=1", "''=1"),
        ("007", "'007"),
        ("0012", "'0012"),
        ("5563e788", "'5563e788"),
        ("1234567890123456789", "'1234567890123456789"),
        ("4-12", "'4-12"),
        ("e617a816", "e617a816"),
        ("12", "12"),
        ("0.75", "0.75"),
    ],
)
def test_a_cell_says_what_it_said_and_no_program_runs_or_rewrites_it(text: str, cell: str) -> None:
    assert cell_of(text) == cell
    assert unquoted(cell) == text.replace("\r", " ")


@given(st.lists(ODD.filter(lambda text: cell_of(text).strip()), min_size=1, max_size=4))
def test_what_is_written_is_read_again(texts: list[str]) -> None:
    names = [f"h{number}" for number in range(len(texts))]
    (read,) = read_rows(written_rows(names, [texts]))
    assert read == {name: unquoted(cell_of(text).strip()) for name, text in zip(names, texts, strict=True)}
    assert all(
        unquoted(cell_of(text))
        == "".join(" " if (c < " " and c not in "\n\t") or "\x7f" <= c <= "\x9f" else c for c in text)
        for text in texts
    )


def test_a_sheet_without_a_roster_takes_who_was_typed() -> None:
    free = assignment(*KINDS, student="", name="")
    assert read_line({"student": "s9", "name": "Ren", "q2": "2019-12-31"}, free).student == "s9"


def test_a_table_is_looked_through_for_an_open_quotation_mark_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many cells have lines of their own: looked through for each, a table of thousands takes minutes."""
    looked = []
    is_closed = spreadsheet._is_closed
    monkeypatch.setattr(spreadsheet, "_is_closed", lambda *given: looked.append(given) or is_closed(*given))
    _, lines = read_lines("id,remark\n" + "".join(f's{number},"one\ntwo"\n' for number in range(20)))
    assert [cells for _, cells in lines] == [[f"s{number}", "one\ntwo"] for number in range(20)]
    assert len(looked) == 1
