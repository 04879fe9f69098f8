"""The names of the columns: which are missing, which are too many, and what was meant by them."""

import pytest

from features.reading.headers import close_name, header_problems, is_personal
from features.schema.tables import table


def told(table_name: str, *names: str) -> list[tuple[str, str]]:
    """Return the code of each problem and what it speaks of."""
    problems = header_problems(names, f"{table_name}.csv", table(table_name))
    return [(problem.code, problem.column or str(problem.values.get("column", ""))) for problem in problems]


@pytest.mark.parametrize(
    ("table_name", "names", "problems"),
    [
        ("attendance", ("pupil_id", "date", "hours"), []),
        ("attendance", ("pupil_id", "date", "hours", "", ""), []),
        ("attendance", ("pupil_id", "date"), [("missing_column", "hours")]),
        ("attendance", ("pupil_id", "date", "hour"), [("unknown_column", "hour")]),
        ("attendance", ("pupil_id", "date", "hours", "hour"), [("unknown_column", "hour")]),
        ("attendance", ("pupil_id", "date", "hours", "hours"), [("duplicate_column", "hours")]),
        ("attendance", ("pupil_id", "hours", "hours"), [("duplicate_column", "hours"), ("missing_column", "date")]),
        ("attendance", ("p1", "2024-10-01", "2"), [("no_header", "")]),
        ("attendance", ("", ""), [("no_header", "")]),
        ("attendance", ("1960101123456", "2024-10-01", "2"), [("identity_number", "1960101123456"), ("no_header", "")]),
        ("attendance", ("elev", "data", "ore"), [("unknown_column", name) for name in ("elev", "data", "ore")]),
        ("enrolments", ("cnp",), [("personal_column", "cnp"), *(
            ("missing_column", name) for name in ("pupil_id", "school_id", "school_year", "enrolled_on")
        )]),
        ("family", ("pupil_id", "valid_from", "siblings"), [("undeclared_column", "siblings")]),
        ("family", ("pupil_id", "valid_from", "etnie"), [("personal_column", "etnie")]),
        ("schools", ("school_id", "nume"), [("unknown_column", "nume")]),
    ],
)  # fmt: skip
def test_each_wrong_column_is_one_problem(table_name: str, names: tuple[str, ...], problems: list[tuple[str, str]]):
    assert told(table_name, *names) == problems


def test_nothing_is_renamed_to_a_column_that_is_there():
    there, missing = (header_problems(names, "attendance.csv", table("attendance")) for names in (
        ("pupil_id", "date", "hours", "hour"), ("pupil_id", "date", "hour")
    ))  # fmt: skip
    assert "rename it or delete it" in there[0].sentence("en")
    assert "rename it to hours or delete it" in missing[0].sentence("en")


@pytest.mark.parametrize(
    ("name", "meant"),
    [("Pupil_ID", "pupil_id"), ("pupilid", "pupil_id"), ("Școala", "school_id"), ("Şcoala", "school_id"),
     ("An școlar", ""), ("Dată", "date"), ("x", ""), ("", "")],
)  # fmt: skip
def test_a_name_is_understood_in_english_and_romanian(name: str, meant: str):
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
