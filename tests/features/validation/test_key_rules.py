"""Rows that contradict other rows: repeated keys, pupils without an enrolment, schools that are not there."""

import datetime as dt
from collections.abc import Mapping

import numpy as np
import pandas as pd
import pytest

from features.reading.declarations import Declarations
from features.reading.folder import RawTable
from features.schema.tables import table
from features.validation.checked_table import CheckedTable
from features.validation.key_rules import check_together
from features.validation.row_rules import check_table
from tests.support.small_records import rows

TODAY = dt.date(2025, 2, 3)
ENROLLED = """
    pupil_id school_id school_year enrolled_on
    P1       S1        2024-2025   2024-09-09
    P2       S1        2024-2025   2024-09-09
"""


def typed(file: str, text: str, *, whole: bool = True) -> tuple[CheckedTable, list[str]]:
    """Type a table written as text, named after its file, with the start of each sentence."""
    frame = pd.DataFrame(rows(text), dtype="str")
    raw = RawTable(table(file.rpartition("/")[2].removesuffix(".csv")), file, frame, whole=whole)
    result, problems = check_table(raw, Declarations(), today=TODAY)
    return result, [problem.sentence("en").split(";")[0] for problem in problems]


def together(files: Mapping[str, str], *, damaged: str = "") -> list[str]:
    tables = [typed(file, text, whole=file != damaged)[0] for file, text in files.items()]
    return [problem.sentence("en").split(";")[0] for problem in check_together(tables)]


@pytest.mark.parametrize(
    ("file", "text", "sentences"),
    [
        (
            "outcomes.csv",
            """
            pupil_id date       outcome     known_on
            P1       2024-06-20 promoted    -
            P1       2024-06-20 failed      -
            P1       2024-06-20 promoted    2024-07-01
            """,
            ["outcomes.csv, rows 2, 4, column pupil_id: found 'P1, 2024-06-20, promoted'"],
        ),
        (
            "family.csv",
            """
            pupil_id valid_from known_on
            P1       2024-09-09 -
            P1       2024-09-09 2024-10-01
            P1       2024-09-09 2024-09-01
            """,
            ["family.csv, rows 2, 4, column pupil_id: found 'P1, 2024-09-09, 2024-09-09'"],
        ),
        (
            "family.csv",
            """
            pupil_id valid_from household_size
            P1       2024-09-09 4
            P1       2024-09-09 5
            """,
            ["family.csv, rows 2, 3, column pupil_id: found 'P1, 2024-09-09, 2024-09-09'"],
        ),
        (
            "terms.csv",
            """
            school_year term county starts_on  ends_on
            2024-2025   M1   CJ     2024-09-09 2024-10-25
            2024-2025   M1   -      2024-09-09 2024-10-25
            2024-2025   M1   -      2024-09-09 2024-10-26
            """,
            ["terms.csv, rows 3, 4, column school_year: found '2024-2025, M1, -'"],
        ),
        (
            "grades.csv",
            """
            pupil_id date       mark scale
            P1       2024-10-01 7    1-10
            P1       2024-10-01 7    1-10
            """,
            [],
        ),
    ],
    ids=["outcomes", "family", "family without known_on", "terms", "grades have no key"],
)
def test_a_key_is_in_one_row_only(file: str, text: str, sentences: list[str]):
    assert typed(file, text)[1] == sentences


@pytest.mark.parametrize(
    ("file", "text", "twins"),
    [
        ("schools.csv", "school_id name\nS1 Sud\nS2 Nord\nS1 Sud", [4]),
        ("enrolments.csv", ENROLLED + "P1 S1 2024-2025 2024-09-09", [4]),
        ("terms.csv", "school_year term starts_on ends_on\n" + "2024-2025 M1 2024-09-09 2024-10-25\n" * 3, [3, 4]),
        ("family.csv", "pupil_id valid_from\nP1 2024-09-09\nP1 09.09.2024", [3]),
        ("outcomes.csv", "pupil_id date outcome\nP1 2024-06-20 failed\nP1 2024-06-20 failed", [3]),
        ("family.csv", "pupil_id valid_from household_size\nP1 2024-09-09 4\nP1 2024-09-09 4.0", [3]),
        ("grades.csv", "pupil_id date mark scale\nP1 2024-10-01 7 1-10\nP1 2024-10-01 7 1-10", []),
    ],
)
def test_rows_that_say_exactly_the_same_are_no_problem(file: str, text: str, twins: list[int]):
    checked, problems = typed(file, text)
    assert (problems, checked.row_numbers(checked.twins).tolist()) == ([], twins)
    kept = [row for row in range(2, 2 + len(checked.frame)) if row not in twins]
    without = checked.without_twins()
    assert without.row_numbers(np.arange(len(without.frame))).tolist() == kept


def test_of_twins_and_a_row_that_contradicts_them_one_twin_and_that_row_are_told():
    text = "school_id name\nS1 Sud\nS1 Sud\nS1 Nord\nS2 Est"
    assert typed("schools.csv", text)[1] == ["schools.csv, rows 2, 4, column school_id: found 'S1'"]


@pytest.mark.parametrize(
    "text",
    [
        """
        pupil_id date       outcome
        P1       30.06.2023 promoted
        P1       30.06.2024 promoted
        """,
        """
        pupil_id date       outcome
        P1       -          promoted
        P1       -          promoted
        """,
        """
        pupil_id date
        P1       2024-06-30
        P1       2024-06-30
        """,
    ],
    ids=["dates that cannot be read", "dates that are missing", "a column that is missing"],
)
def test_what_cannot_be_told_is_not_a_repeated_key(text: str):
    assert not [sentence for sentence in typed("outcomes.csv", text)[1] if "promoted" in sentence]


def test_every_pupil_needs_an_enrolment_and_every_school_its_row():
    marks = """
        pupil_id date       mark scale
        P1       2024-10-01 7    1-10
        P9       2024-10-01 7    1-10
    """
    school_units = """
        school_id parent_school_id
        S1        S7
    """
    elsewhere = ENROLLED.replace("P2       S1", "P2       S8")
    assert together({"schools.csv": school_units, "enrolments.csv": elsewhere, "grades.csv": marks}) == [
        "schools.csv, row 2, column parent_school_id: found 'S7'",
        "enrolments.csv, row 3, column school_id: found 'S8'",
        "grades.csv, row 3, column pupil_id: found 'P9'",
    ]


def test_without_a_schools_table_any_school_will_do():
    assert together({"enrolments.csv": ENROLLED}) == []


def test_what_was_not_read_in_full_accuses_nobody():
    files = {
        "schools.csv": "school_id\nS5",
        "enrolments.csv": ENROLLED,
        "family.csv": "pupil_id valid_from\nP9 2024-09-09",
    }
    school = "enrolments.csv, rows 2, 3, column school_id: found 'S1'"
    pupil = "family.csv, row 2, column pupil_id: found 'P9'"
    assert together(files) == [school, pupil]
    assert together(files, damaged="enrolments.csv") == [school]
    assert together(files, damaged="schools.csv") == [pupil]


def test_no_enrolment_at_all_is_one_problem():
    header = ENROLLED.strip().splitlines()[0]
    assert together({"enrolments.csv": header, "family.csv": "pupil_id valid_from\nP9 2024-09-09"}) == [
        "enrolments.csv: found nothing"
    ]


def test_a_pupil_may_move_between_counties_but_not_be_in_both():
    moved = ENROLLED.replace("S1", "S2")
    assert together({"county=CJ/enrolments.csv": ENROLLED, "county=MM/enrolments.csv": moved}) == []
    assert together({"county=CJ/enrolments.csv": ENROLLED, "county=MM/enrolments.csv": ENROLLED.split("P2")[0]}) == [
        "county=CJ/enrolments.csv, row 2, column pupil_id: found 'P1, S1, 2024-2025, 2024-09-09'",
        "county=MM/enrolments.csv, row 2, column pupil_id: found 'P1, S1, 2024-2025, 2024-09-09'",
    ]


def test_a_key_twice_in_one_county_and_once_in_another_names_every_row():
    school_units = {"county=A/schools.csv": "school_id\nS1\nS2\nS1", "county=B/schools.csv": "school_id\nS3\nS1"}
    assert together(school_units) == [
        "county=A/schools.csv, rows 2, 4, column school_id: found 'S1'",
        "county=B/schools.csv, row 3, column school_id: found 'S1'",
    ]


def test_the_same_situation_in_two_counties_is_told_even_if_one_says_when_it_was_known():
    files = {
        "county=A/enrolments.csv": ENROLLED,
        "county=A/family.csv": "pupil_id valid_from\nP1 2024-09-09",
        "county=B/family.csv": "pupil_id valid_from known_on\nP1 2024-09-09 2024-09-09",
    }
    assert [sentence.split(":")[0] for sentence in together(files)] == [
        "county=A/family.csv, row 2, column pupil_id",
        "county=B/family.csv, row 2, column pupil_id",
    ]


def test_counties_may_have_the_same_terms():
    text = "school_year term starts_on ends_on\n2024-2025 M1 2024-09-09 2024-10-25"
    assert together({"county=CJ/terms.csv": text, "county=MM/terms.csv": text}) == []


def test_a_key_written_in_two_ways_is_one_key():
    frame = pd.DataFrame({"school_id": ["S1", " S1"], "name": ["a", "b"]}, dtype="str")
    _, problems = check_table(RawTable(table("schools"), "schools.csv", frame), Declarations(), today=TODAY)
    assert [(problem.code, problem.rows) for problem in problems] == [("duplicate_key", (2, 3))]


# Versions of one row

VERSIONS = """
    pupil_id school_id school_year enrolled_on class_label known_on   retracted_on
    P1       S1        2024-2025   2024-09-09  V_A         -          {back}
    P1       S1        2024-2025   2024-09-09  V_B         {known}    -
"""


@pytest.mark.parametrize(
    ("back", "known", "is_refused"),
    [
        ("2024-11-04", "2024-11-04", False),
        ("2024-11-04", "2024-12-02", False),
        ("2024-11-04", "2024-11-03", True),
        ("-", "2024-11-04", True),
        ("2024-11-04", "-", True),
        ("2024-09-09", "-", False),  # taken back on the day on which it was known: never seen
    ],
)
def test_two_versions_of_an_enrolment_may_not_be_valid_at_once(back: str, known: str, *, is_refused: bool) -> None:
    _, sentences = typed("enrolments.csv", VERSIONS.format(back=back, known=known))
    found = "enrolments.csv, rows 2, 3, column pupil_id: found 'P1, S1, 2024-2025, 2024-09-09'"
    assert sentences == ([found] if is_refused else [])


def test_of_three_versions_those_that_overlap_are_named() -> None:
    *before, last = VERSIONS.format(back="2025-01-20", known="2024-11-04").strip().splitlines()
    third = last.replace("2024-11-04", "2025-01-20")
    _, sentences = typed("enrolments.csv", "\n".join([*before, last.removesuffix("-") + "2024-12-02", third]))
    assert sentences == ["enrolments.csv, rows 2, 3, column pupil_id: found 'P1, S1, 2024-2025, 2024-09-09'"]


@pytest.mark.parametrize(("known", "count"), [("2024-11-04", 0), ("2024-11-03", 2)])
def test_versions_of_an_enrolment_may_be_in_the_files_of_two_counties(known: str, count: int) -> None:
    header, first, second = VERSIONS.format(back="2024-11-04", known=known).strip().splitlines()
    files = {f"county={county}/enrolments.csv": f"{header}\n{row}" for county, row in (("CJ", first), ("IS", second))}
    assert len(together(files)) == count


def test_an_outcome_that_was_taken_back_may_be_written_down_again() -> None:
    text = """
        pupil_id date       outcome     known_on   retracted_on
        P1       2024-11-01 dropped_out 2024-11-04 2024-12-02
        P1       2024-11-01 dropped_out 2025-01-20 -
    """
    assert typed("outcomes.csv", text)[1] == []
    assert len(typed("outcomes.csv", text.replace("2024-12-02", "2025-01-21"))[1]) == 1
