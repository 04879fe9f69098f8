"""Every column of the records is seen by a feature, a cohort or an outcome, or is said to be for audits or kept only.

One cell of a small set of records is changed at a time: something must become different.
"""

import datetime as dt
from collections.abc import Mapping
from functools import cache

import pytest

from features.point_in_time.record_index import index_records
from features.schema.tables import TABLES
from features.table.feature_table import build_features
from tests.support.small_records import Row, records_of

AS_OF = dt.date(2025, 2, 3)
RECORDS: Mapping[str, list[Row]] = {
    "schools": [
        {"school_id": "S1", "county": "CJ", "locality": "rural"}, {"school_id": "S2", "locality": "urban"},
        {"school_id": "S3"},
    ],
    "enrolments": [
        {
            "pupil_id": "P1", "school_id": "S1", "school_year": "2024-2025", "enrolled_on": "2024-09-09",
            "grade_level": 9, "class_label": "A", "track": "real", "main": "yes", "birth_year": 2009,
            "repeated_years": 0,
        },
        {
            "pupil_id": "P1", "school_id": "S2", "school_year": "2024-2025", "enrolled_on": "2024-09-09",
            "grade_level": 9, "class_label": "A", "main": "no",
        },
        *(
            {
                "pupil_id": pupil, "school_id": school, "school_year": "2024-2025", "enrolled_on": "2024-09-09",
                "grade_level": 9, "class_label": "A",
            }
            for pupil, school in (("P2", "S1"), ("P3", "S1"), ("P4", "S2"))
        ),
        {
            "pupil_id": "P6", "school_id": "S1", "school_year": "2024-2025", "enrolled_on": "2024-09-09",
            "left_on": "2025-02-01", "left_known_on": "2025-02-02",
        },
    ],
    "attendance": [
        {"pupil_id": "P2", "date": "2025-01-20", "hours": 4, "excused_on": "2025-01-25", "known_on": "2025-01-21"},
        {"pupil_id": "P3", "date": "2025-01-20", "hours": 3},
        {"pupil_id": "P3", "date": "2024-10-30", "hours": 1},
        {"pupil_id": "P3", "date": "2024-10-21", "hours": 1},
    ],
    "grades": [
        {
            "pupil_id": "P2", "date": "2025-01-20", "mark": 7, "scale": "1-10", "subject": "maths", "kind": "mark",
            "known_on": "2025-01-21",
        },
        {"pupil_id": "P2", "date": "2025-01-20", "mark": 4, "scale": "1-10", "subject": "history"},
    ],
    "family": [
        {
            "pupil_id": "P2", "valid_from": "2024-09-09", "guardianship": "both_parents", "parents_abroad": "none",
            "mother_education": 3, "father_education": 3, "household_size": 4, "social_benefit": "no",
            "commute_minutes": 10, "home_internet": "yes", "known_on": "2024-09-10",
        },
        {"pupil_id": "P2", "valid_from": "2024-10-09", "guardianship": "one_parent", "known_on": "2024-10-10"},
    ],
    "incidents": [{"pupil_id": "P2", "date": "2025-01-20", "kind": "fight", "severity": 2, "known_on": "2025-01-21"}],
    "outcomes": [{"pupil_id": "P4", "date": "2025-01-20", "outcome": "transferred", "known_on": "2025-01-21"}],
    "terms": [
        {"school_year": "2024-2025", "term": "1", "starts_on": "2024-09-09", "ends_on": "2024-12-20", "county": "CJ"},
        {"school_year": "2024-2025", "term": "2", "starts_on": "2025-01-08", "ends_on": "2025-06-20", "county": "CJ"},
        {"school_year": "2024-2025", "term": "1", "starts_on": "2024-09-16", "ends_on": "2025-06-20", "county": ""},
    ],
}  # fmt: skip
LAST = {"enrolments.left_on", "enrolments.left_known_on", "attendance.excused"}
# Another value for the first row of each table, or for the last one.
OTHERWISE: Mapping[str, Row] = {
    "schools": {"county": "", "locality": "urban"},
    "enrolments": {
        "pupil_id": "P5", "school_id": "S3", "school_year": "2023-2024", "enrolled_on": "2024-10-09",
        "left_on": "2025-02-09", "left_known_on": "2025-02-10", "grade_level": 10, "class_label": "B", "track": "uman",
        "main": "no", "birth_year": 2008, "repeated_years": 1, "known_on": "2025-02-09", "retracted_on": "2025-01-30",
    },
    "attendance": {
        "pupil_id": "P3", "date": "2025-01-22", "hours": 5, "from_date": "2025-01-01", "excused_on": "2025-02-09",
        "known_on": "2025-02-09", "kind": "late", "lessons": 6, "excused": "yes", "retracted_on": "2025-01-30",
    },
    "grades": {
        "pupil_id": "P3", "date": "2025-01-22", "mark": 3, "scale": "0-20", "subject": "history", "kind": "conduct",
        "known_on": "2025-02-09", "weight": 5, "retracted_on": "2025-01-30",
    },
    "family": {
        "pupil_id": "P3", "valid_from": "2024-11-09", "guardianship": "one_parent", "parents_abroad": "one",
        "mother_education": 5, "father_education": 5, "household_size": 5, "social_benefit": "yes",
        "commute_minutes": 30, "home_internet": "no", "known_on": "2024-12-10", "retracted_on": "2025-01-30",
    },
    "incidents": {
        "pupil_id": "P3", "date": "2024-09-20", "severity": 3, "known_on": "2025-02-09", "retracted_on": "2025-01-30",
    },
    "outcomes": {
        "pupil_id": "P3", "date": "2025-01-21", "outcome": "promoted", "known_on": "2025-02-09",
        "retracted_on": "2025-01-30",
    },
    "terms": {
        "school_year": "2023-2024", "starts_on": "2024-09-10", "ends_on": "2024-12-13", "county": "AB",
        "weekdays": "1-6",
    },
}  # fmt: skip
# Names for people, or seen where kinds are declared and terms are named.
SEEN_ELSEWHERE = {"schools.school_id", "schools.name", "incidents.kind", "terms.term"}
COLUMNS = [
    f"{table.name}.{column.name}"
    for table in TABLES
    for column in table.columns
    if not column.audit_only and not column.kept_only and f"{table.name}.{column.name}" not in SEEN_ELSEWHERE
]


def observed(records: Mapping[str, list[Row]]) -> str:
    """Return all that is seen at a date: who is in school, every feature, the outcomes."""
    index = index_records(records_of(records))
    table = build_features(index, AS_OF)
    outcomes = index.outcomes.drop(columns="pupil").assign(pupil_id=index.pupils[index.outcomes["pupil"]])
    return "\n".join(frame.to_csv() for frame in (table.pupils, table.values, table.rules, outcomes))


@cache
def before() -> str:
    return observed(RECORDS)


@pytest.mark.parametrize("column", COLUMNS)
def test_a_cell_of_every_column_makes_a_difference(column: str) -> None:
    table, _, name = column.partition(".")
    rows = [dict(row) for row in RECORDS[table]]
    rows[-1 if column in LAST else 0][name] = OTHERWISE[table][name]
    assert observed({**RECORDS, table: rows}) != before()
