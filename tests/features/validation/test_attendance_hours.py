"""Which hours do the codes of a roll call and the rates of a period stand for, and what is said where they cannot?"""

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

from features.records.fingerprint import data_fingerprint
from features.records.records import Records, load_records, records_from_rows
from features.schema.problems import RecordsError
from tests.support.records.record_files import write_folder
from tests.support.small_records import declarations, records_of, rows

TODAY = dt.date(2025, 6, 30)
CODES = """
[attendance.codes]
present = "present"
absent = "absent"
tardy = "late"
sick = { kind = "absent", excused = "yes" }
detention = { kind = "late", hours = 2, excused = "no" }
missing = "not_recorded"
"""
COLUMNS = ["date", "hours", "kind", "lessons", "excused"]


def records(folder: Path, attendance: str, declared: str = CODES) -> Records:
    """Read a folder whose attendance is written with a space for each line end."""
    files = {"attendance.csv": attendance.replace(" ", "\n") + "\n", "prezent.toml": declared}
    return load_records(write_folder(folder, files), today=TODAY)


def told(folder: Path, attendance: str, declared: str = CODES) -> list[str]:
    with pytest.raises(RecordsError) as refused:
        records(folder, attendance, declared)
    assert all(problem.sentence("ro") for problem in refused.value.problems)
    return [problem.sentence("en").removeprefix("attendance.csv, ") for problem in refused.value.problems]


def read(folder: Path, attendance: str, declared: str = CODES) -> list[list[object]]:
    frame = records(folder, attendance, declared)["attendance"][COLUMNS]
    frame["date"] = frame["date"].dt.strftime("%d.%m")
    return frame.astype(object).where(frame.notna(), None).to_numpy().tolist()


def test_each_code_stands_for_hours_of_a_kind_and_for_the_lessons_held(tmp_path: Path):
    attendance = (
        "pupil_id,date,status p1,2024-10-01,present p1,2024-10-02,absent p1,2024-10-03,tardy p1,2024-10-04,sick "
        "p1,2024-10-07,detention"
    )
    assert read(tmp_path, attendance) == [
        ["01.10", 6.0, "present", 6.0, None],
        ["02.10", 6.0, "absent", 6.0, None],
        ["03.10", 1.0, "late", 6.0, None],
        ["04.10", 6.0, "absent", 6.0, "yes"],
        ["07.10", 2.0, "late", 6.0, "no"],
    ]


def test_a_day_on_which_nobody_took_the_register_is_no_row(tmp_path: Path):
    attendance = "pupil_id,date,status p1,2024-10-01,missing p1,2024-10-02, p1,2024-10-03,absent"
    assert read(tmp_path, attendance) == [["03.10", 6.0, "absent", 6.0, None]]


def test_a_school_day_has_the_hours_that_are_declared(tmp_path: Path):
    declared = '[attendance]\nday_hours = 4.5\n[attendance.codes]\nN = "absent"\nY = "present"\n'
    attendance = "pupil_id,date,status p1,2024-10-01,N p1,2024-10-02,Y"
    assert [row[1] for row in read(tmp_path, attendance, declared)] == [4.5, 4.5]


def test_a_register_of_lessons_has_codes_of_one_hour(tmp_path: Path):
    declared = '[attendance]\nday_hours = 1\n[attendance.codes]\nA = "absent"\nT = "late"\n'
    attendance = "pupil_id,date,subject,status p1,2024-10-01,maths,A p1,2024-10-01,history,T"
    assert [row[1:4] for row in read(tmp_path, attendance, declared)] == [[1.0, "absent", 1.0], [1.0, "late", 1.0]]


def test_what_a_row_says_itself_is_kept(tmp_path: Path):
    attendance = (
        "pupil_id,date,status,hours,kind,excused,lessons p1,2024-10-01,absent,3,,,5 p1,2024-10-02,sick,,late,unknown, "
        "p1,2024-10-03,,2,,no,"
    )
    assert read(tmp_path, attendance) == [
        ["01.10", 3.0, "absent", 5.0, None],
        ["02.10", 6.0, "late", 6.0, "unknown"],
        ["03.10", 2.0, None, None, "no"],
    ]


def test_records_of_codes_are_the_same_records_as_those_with_hours(tmp_path: Path):
    coded = records(tmp_path / "a", "pupil_id,date,status p1,2024-10-01,absent p1,2024-10-02,tardy")
    plain = "pupil_id,date,hours,kind,lessons p1,2024-10-01,6,absent,6 p1,2024-10-02,1,late,6"
    as_of = dt.date(2025, 1, 1)
    assert data_fingerprint(coded, as_of) == data_fingerprint(records(tmp_path / "b", plain, ""), as_of)
    pd.testing.assert_frame_equal(
        coded["attendance"].astype({"kind": object, "pupil_id": object}),
        records(tmp_path / "b", plain, "")["attendance"].astype({"kind": object, "pupil_id": object}),
        check_categorical=False,
    )


def test_codes_without_a_meaning_are_told_with_an_example_of_how_to_declare_them(tmp_path: Path):
    attendance = "pupil_id,date,status p1,2024-10-01,present p1,2024-10-02,absent p1,2024-10-03,tardy"
    assert told(tmp_path, attendance, "") == [
        "row 1, column status: found the codes present, absent, tardy; expected codes whose meaning is declared; write "
        'in prezent.toml, under [attendance.codes], what each one means: "present" = "present", "absent" = "absent", '
        '"tardy" = "late" (also late, not_recorded, or with hours: see docs/how-to/status_codes.md).'
    ]


@pytest.mark.parametrize(
    ("codes", "example"),
    [
        ("Y N", '"Y" = "present", "N" = "absent"'),
        ("P A L", '"P" = "present", "A" = "absent", "L" = "late"'),
        ("prezent absent întârziat", '"prezent" = "present", "absent" = "absent", "întârziat" = "late"'),
        ("missing", '"missing" = "not_recorded"'),
        ("1 0", '"1" = "present", "0" = "absent"'),
    ],
)
def test_the_example_guesses_what_usual_codes_mean(tmp_path: Path, codes: str, example: str):
    lines = [f"p1,2024-10-{day:02},{code}" for day, code in enumerate(codes.split(), start=1)]
    assert example in told(tmp_path, " ".join(["pupil_id,date,status", *lines]), "")[0]


def test_a_code_that_is_not_declared_is_a_problem_of_its_cell(tmp_path: Path):
    attendance = "pupil_id,date,status p1,2024-10-01,present p1,2024-10-02,away"
    assert told(tmp_path, attendance) == [
        "row 3, column status: found 'away'; expected one of present, absent, tardy, sick, detention, missing; "
        "correct the cell or leave it empty."
    ]


def test_a_rate_is_hours_missed_of_the_lessons_held_in_its_period(tmp_path: Path):
    attendance = (
        "pupil_id,from_date,date,rate,lessons p1,2024-10-01,2024-10-31,85.5,120 p2,2024-10-01,2024-10-31,100,120 "
        "p1,2024-11-01,2024-11-29,0,100"
    )
    assert [row[:4] for row in read(tmp_path, attendance, "")] == [
        ["31.10", 17.4, None, 120.0],
        ["31.10", 0.0, None, 120.0],
        ["29.11", 100.0, None, 100.0],
    ]


@pytest.mark.parametrize(
    ("attendance", "sentences"),
    [
        (
            "pupil_id,from_date,date,rate p1,2024-10-01,2024-10-31,85.5",
            ["row 2, column rate: found '85.5'; expected the hours that the rate is of, in the column lessons"],
        ),
        (
            "pupil_id,from_date,date,rate,lessons p1,2024-10-01,2024-10-31,85.5,",
            ["row 2, column rate: found '85.5'; expected the hours that the rate is of, in the column lessons"],
        ),
        (
            "pupil_id,date,rate,lessons p1,2024-10-31,90,120",
            ["row 2, column rate: found '90'; expected the first day of the period that the rate is of"],
        ),
        (
            "pupil_id,from_date,date,rate,lessons p1,2024-10-01,2024-10-31,0.86,120 p2,2024-10-01,2024-10-31,1,120",
            ["row 2, column rate: found '0.86'; expected percent from 0 to 100; multiply the rates by 100"],
        ),
        (
            "pupil_id,from_date,date,rate,lessons p1,2024-10-01,2024-10-31,104,120",
            ["row 2, column rate: found '104'; expected a number from 0 to 100"],
        ),
        (
            "pupil_id,from_date,date,rate,lessons p1,2024-10-01,2024-10-31,,120",
            ["row 2, column rate: found nothing; expected a value: percent of the lessons of a period"],
        ),
        (
            "pupil_id,date p1,2024-10-31",
            ["row 1: found nothing; expected the column hours; add it: hours missed, or a column status or rate "],
        ),
    ],
    ids=["no lessons", "lessons empty", "no period", "a share", "above 100", "empty", "nothing at all"],
)
def test_what_a_rate_lacks_is_said(tmp_path: Path, attendance: str, sentences: list[str]):
    said = told(tmp_path, attendance, "")
    assert [line[: len(sentence)] for line, sentence in zip(said, sentences, strict=True)] == sentences


def test_a_request_may_have_codes_and_rates_too():
    declared = declarations({"attendance": {"codes": {"A": "absent"}}})
    enrolment = {"pupil_id": "p1", "school_id": "S1", "school_year": "2024-2025", "enrolled_on": "2024-09-09"}
    absence = {"pupil_id": "p1", "date": "2024-10-01", "status": "A"}
    tables = {"enrolments": [enrolment], "attendance": [absence]}
    assert records_from_rows(tables, declared, [], today=TODAY)["attendance"]["hours"].tolist() == [6.0]


def test_without_codes_and_rates_attendance_stays_what_it_is():
    enrolments = rows("pupil_id school_id school_year enrolled_on\np1 S1 2024-2025 2024-09-09")
    attendance = rows("pupil_id date hours\np1 2024-10-01 2")
    found = records_of({"enrolments": enrolments, "attendance": attendance})["attendance"]
    assert found["hours"].tolist() == [2.0]
    assert "status" not in found
    assert "rate" not in found
