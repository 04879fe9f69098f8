"""The names of the columns: which are missing, which are too many, and what was meant by them."""

import pandas as pd
import pytest

from features.headings.headers import Headings, close_name, is_personal, read_headings
from features.schema.tables import table


def told(table_name: str, *names: str) -> list[tuple[str, str]]:
    """Return the code of each problem and what it speaks of."""
    problems = headings(table_name, *names).problems
    return [
        (problem.code, problem.column or str(getattr(problem.values.get("column", ""), "en", "")))
        for problem in problems
    ]


def headings(table_name: str, *names: str, cells: tuple[str, ...] = ()) -> Headings:
    """Read the headings of a file; all its columns have the same cells."""
    frame = pd.DataFrame([[cell] * len(names) for cell in cells], columns=list(names), dtype="object")
    return read_headings(frame, f"{table_name}.csv", table(table_name))


@pytest.mark.parametrize(
    ("table_name", "names", "problems"),
    [
        ("attendance", ("pupil_id", "date", "hours"), []),
        ("attendance", ("pupil_id", "date", "hours", "", ""), []),
        ("attendance", ("pupil_id", "date"), [("missing_column", "hours")]),
        ("attendance", ("pupil_id", "date", "hour"), [("close_column", "hour")]),
        ("attendance", ("pupil_id", "date", "hour", "x", "y"), [
            ("close_column", "hour"), ("unknown_column", "x"), ("another_column", "y")
        ]),
        ("attendance", ("pupil_id", "date", "hours", "hour"), [("unknown_column", "hour")]),
        ("attendance", ("pupil_id", "date", "hours", "hours"), [("duplicate_column", "hours")]),
        ("attendance", ("pupil_id", "hours", "hours"), [("duplicate_column", "hours"), ("missing_column", "date")]),
        ("attendance", ("p1", "2024-10-01", "2"), [("no_header", "")]),
        ("attendance", ("", ""), [("no_header", "")]),
        ("attendance", ("1960101123456", "2024-10-01", "2"), [("identity_number", "1960101123456"), ("no_header", "")]),
        ("attendance", ("elev", "data", "ore"), []),
        ("attendance", ("elev", "pupil_id", "data", "ore"), [("duplicate_column", "pupil_id")]),
        ("enrolments", ("cnp",), [("personal_column", "cnp"), *(
            ("missing_column", name) for name in ("pupil_id", "school_id", "school_year", "enrolled_on")
        )]),
        ("family", ("pupil_id", "valid_from", "siblings"), [("undeclared_column", "siblings")]),
        ("family", ("pupil_id", "valid_from", "etnie"), [("personal_column", "etnie")]),
        ("schools", ("school_id", "nume"), []),
    ],
)  # fmt: skip
def test_each_wrong_column_is_one_problem(table_name: str, names: tuple[str, ...], problems: list[tuple[str, str]]):
    assert told(table_name, *names) == problems


def test_nothing_is_renamed_to_a_column_that_is_there():
    there, missing = (headings("attendance", *names).problems for names in (
        ("pupil_id", "date", "hours", "hour"), ("pupil_id", "date", "hour")
    ))  # fmt: skip
    assert "rename it or delete it" in there[0].sentence("en")
    assert "rename it to hours or delete it" in missing[0].sentence("en")


@pytest.mark.parametrize(
    ("table_name", "columns"),
    [
        ("attendance", {"Elev": "pupil_id", "DATA": "date", "Nr. ore": "hours", "Motivată la": "excused_on"}),
        ("attendance", {"Student ID": "pupil_id", "day": "date", "Absences": "hours", "materia": "subject"}),
        ("grades", {"cod_elev": "pupil_id", "Data": "date", "Nota": "mark", "Scara": "scale", "Disciplina": "subject"}),
        ("grades", {"pupil_id": "pupil_id", "date": "date", "calificativ": "mark", "scala": "", "scale": "scale"}),
        ("schools", {"Cod şcoală": "school_id", "Numele școlii": "name", "Județ": "county", "Mediu": "locality"}),
        ("family", {"ELEV": "pupil_id", "data": "valid_from", "Tutela": "guardianship", "naveta": "commute_minutes",
                    "Studii mama": "mother_education",
                    "Părinţi plecați": "parents_abroad", "Ajutor  social": "social_benefit"}),
        ("outcomes", {"Elev": "pupil_id", "Data": "date", "Situația școlară": "outcome"}),
        ("terms", {"An școlar": "school_year", "Modul": "term", "Început": "starts_on", "Sfârșit": "ends_on"}),
        ("enrolments", {"elev": "pupil_id", "Școala": "school_id", "an școlar": "school_year", "CES": "special_needs",
                        "data înscrierii": "enrolled_on", "An naştere": "birth_year", "Filiera": "track"}),
    ],
)  # fmt: skip
def test_a_heading_is_understood_in_english_and_romanian(table_name: str, columns: dict[str, str]):
    read = headings(table_name, *columns)
    assert read.columns == {name: column for name, column in columns.items() if column}


def test_it_is_said_which_headings_were_understood():
    note = headings("attendance", "Elev", "date", "Ore").note
    assert note == (('"Elev" as pupil_id, "Ore" as hours', "„Elev” ca pupil_id, „Ore” ca hours"),)
    assert headings("attendance", "pupil_id", "date", "hours").note == ()


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        (("VII", "7", "a VII-a"), "grade_level"),
        (("CP", "0", "pregătitoare"), "grade_level"),
        (("7.0", ""), "grade_level"),
        (("VII B", "VII"), "class_label"),
        (("9A",), "class_label"),
        ((), "class_label"),
    ],
)
def test_a_column_of_classes_is_what_its_cells_are(cells: tuple[str, ...], column: str):
    names = ("elev", "scoala", "an scolar", "data inscrierii", "Clasa")
    assert headings("enrolments", *names, cells=cells).columns["Clasa"] == column


def test_a_column_of_classes_beside_the_levels_holds_their_names():
    names = ("elev", "scoala", "an scolar", "data inscrierii")
    assert headings("enrolments", *names, "nivel", "clasa", cells=("7",)).columns["clasa"] == "class_label"
    assert headings("enrolments", *names, "class_label", "clasa", cells=("7",)).columns["clasa"] == "grade_level"


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("Pupil_ID", "pupil_id"),
        ("pupilid", "pupil_id"),
        ("An școlar", ""),
        ("Dată", "date"),
        ("x", ""),
        ("", ""),
        ("sdate", "date"),
        ("ID", ""),
    ],
)
def test_a_slip_of_writing_is_close_to_a_name(name: str, meant: str):
    assert close_name(name, ["pupil_id", "school_id", "date"]) == meant


@pytest.mark.parametrize(
    "name",
    ["name", "Nume", "Prenume", "Numele elevului", "nume_mama", "first name", "surname", "CNP", "CNP_elev", "cnp elev",
     "etnie", "Etnia", "ethnicity", "Naționalitate", "roma", "rrom"],
)  # fmt: skip
def test_a_personal_column_is_recognised(name: str):
    assert is_personal(name)


@pytest.mark.parametrize(
    "name", ["pupil_id", "subject", "romantic", "renumeration", "school_year", "numeracy", "comments"]
)
def test_another_column_is_not_personal(name: str):
    assert not is_personal(name)
