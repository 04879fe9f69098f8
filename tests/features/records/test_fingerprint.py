"""One hash over what was known: the same for the same facts, another for any other."""

import datetime as dt

import pandas as pd
import pytest

from features.reading.declarations import Declarations
from features.reading.folder import RawTable, ReadTable
from features.records.fingerprint import data_fingerprint
from features.records.records import checked_records
from features.schema.tables import table
from tests.support.small_records import Rows, declarations, records_of, rows

ENROLMENTS = """
    pupil_id school_id school_year enrolled_on left_on    left_known_on
    P1       S1        2024-2025   2024-09-01  2025-01-20 2025-02-10
    P2       S1        2024-2025   2024-09-01  -          -
"""
ABSENCES = """
    pupil_id date       hours excused_on known_on
    P1       2025-01-20 3     2025-02-05 -
    P2       2025-01-20 2     -          -
    P2       2025-01-21 2     -          2025-02-03
"""
SUBJECTS = """
    pupil_id date       hours excused_on known_on   subject
    P1       2025-01-20 3     2025-02-05 -          art
    P2       2025-01-20 2     -          -          -
    P2       2025-01-21 2     -          2025-02-03 art
"""


def fingerprint(as_of: str = "2025-02-03", enrolments: str = ENROLMENTS, attendance: str | Rows = ABSENCES) -> str:
    absences = rows(attendance) if isinstance(attendance, str) else attendance
    records = records_of({"enrolments": rows(enrolments), "attendance": absences})
    return data_fingerprint(records, dt.date.fromisoformat(as_of))


def test_a_fingerprint_is_a_sha_256() -> None:
    assert len(fingerprint()) == 64
    assert int(fingerprint(), 16) >= 0


def test_the_order_of_the_rows_does_not_matter() -> None:
    assert fingerprint(attendance=rows(ABSENCES)[::-1]) == fingerprint()


@pytest.mark.parametrize("rows_at_once", [1, 2])
def test_how_many_rows_are_looked_at_at_once_does_not_matter(
    rows_at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = fingerprint("2025-02-06")
    monkeypatch.setattr("features.records.fingerprint._ROWS_AT_ONCE", rows_at_once)
    assert fingerprint("2025-02-06") == whole


def test_a_fingerprint_stays_the_one_it_was_in_earlier_versions() -> None:
    """Reports and lists of earlier versions name their data by it."""
    assert fingerprint() == "cfc47bfa1bb6298dfe9c96dc7ed7525a71961f734d11a4c775f02bd50668238c"
    assert (
        fingerprint("2025-02-10", attendance=SUBJECTS)
        == "2818c74d3004ad5dde5e1dfc6033938ae43a67bcc193f9900c65003a75b7ec06"
    )


def test_how_the_rows_are_split_into_counties_does_not_matter() -> None:
    def raw(name: str, text: str, *kept: int) -> ReadTable:
        return RawTable(table(name), f"{name}.csv", pd.DataFrame(rows(text), dtype="str").iloc[list(kept)]), []

    parts = [raw("enrolments", ENROLMENTS, 0, 1), raw("attendance", SUBJECTS, 2), raw("attendance", SUBJECTS, 0, 1)]
    records = checked_records(parts, Declarations(), [], today=dt.date(2030, 1, 1))
    assert data_fingerprint(records, dt.date(2025, 2, 10)) == fingerprint("2025-02-10", attendance=SUBJECTS)


def test_how_a_value_is_written_does_not_matter() -> None:
    assert fingerprint(attendance=ABSENCES.replace(" 3 ", " 3.0 ")) == fingerprint()
    known_the_same_day = ABSENCES.replace("2     -          -", "2     -          2025-01-20")
    assert fingerprint(attendance=known_the_same_day) == fingerprint()


def test_an_empty_column_is_as_none() -> None:
    without = [{name: row[name] for name in ("pupil_id", "date", "hours")} for row in rows(ABSENCES)[1:2]]
    assert fingerprint(attendance=rows(ABSENCES)[1:2]) == fingerprint(attendance=without)


@pytest.mark.parametrize(
    ("written", "instead"), [("P2       2025-01-20 2", "P2       2025-01-20 1"), ("2025-01-20 2", "2025-01-19 2")]
)
def test_another_value_is_another_fingerprint(written: str, instead: str) -> None:
    assert fingerprint(attendance=ABSENCES.replace(written, instead)) != fingerprint()


def test_a_row_twice_is_not_a_row_once() -> None:
    assert fingerprint(attendance=[*rows(ABSENCES), rows(ABSENCES)[1]]) != fingerprint()


def test_a_row_known_on_the_date_is_not_in_it() -> None:
    assert fingerprint(attendance=rows(ABSENCES)[:2]) == fingerprint()
    assert fingerprint("2025-02-04", attendance=rows(ABSENCES)[:2]) != fingerprint("2025-02-04")


def test_an_excuse_and_a_leaving_are_in_it_once_they_are_told() -> None:
    unexcused = ABSENCES.replace("2025-02-05", "-")
    still_there = ENROLMENTS.replace("2025-01-20 2025-02-10", "- -")
    assert fingerprint("2025-02-05", still_there, unexcused) == fingerprint("2025-02-05")
    assert fingerprint("2025-02-06", still_there, unexcused) != fingerprint("2025-02-06")
    assert fingerprint("2025-02-10", still_there) == fingerprint("2025-02-10")
    assert fingerprint("2025-02-11", still_there) != fingerprint("2025-02-11")


def test_declared_columns_are_in_it() -> None:
    declared = declarations({"situation": {"siblings": {"type": "whole", "en": "siblings", "ro": "frați"}}})
    prints = {
        data_fingerprint(
            records_of(
                {
                    "enrolments": rows(ENROLMENTS),
                    "family": [{"pupil_id": "P1", "valid_from": "2024-09-01", "siblings": siblings}],
                },
                declared,
            ),
            dt.date(2025, 2, 3),
        )
        for siblings in (1, 2)
    }
    assert len(prints) == 2
