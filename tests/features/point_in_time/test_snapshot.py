"""What features get to see at a date: it is made once, for each child of the cohort, and for nobody else."""

import datetime as dt

import numpy as np

from features.arrays import ratio
from features.days import day_of
from tests.support.small_records import snapshot_at, table_at

ENROLMENTS = """
    pupil_id school_id school_year enrolled_on class_label grade_level
    P1       S1        2023-2024   2023-09-01  4A          4
    P1       S1        2024-2025   2024-09-01  -           5
    P2       S1        2024-2025   2024-09-01  -           5
    P3       S2        2024-2025   2024-09-01  -           5
    P4       S2        2024-2025   2024-09-01  -           -
    P5       S2        2024-2025   2025-03-03  -           -
"""
SCHOOLS = """
    school_id county
    S1        CJ
    S2        -
"""
TERMS = """
    school_year term starts_on  ends_on    county
    2024-2025   M1   2025-01-13 2025-01-31 CJ
"""


def test_what_was_made_for_a_key_is_kept() -> None:
    snapshot = snapshot_at("2025-02-03", enrolments=ENROLMENTS)
    made: list[int] = []
    answers = [snapshot.cached(key, lambda: made.append(1) or len(made)) for key in ("a", "b", "a")]
    assert answers == [1, 2, 1]


def test_windows_asked_for_twice_are_the_same() -> None:
    snapshot = snapshot_at("2025-02-03", enrolments=ENROLMENTS)
    assert snapshot.this_year() is snapshot.this_year()
    assert snapshot.last_school_days(20) is snapshot.last_school_days(20)


def test_schools_and_classes_are_groups_of_children() -> None:
    """P1 and P2 are both in class 5 of S1; P4 of S2 has no class at all, which is one of its own."""
    snapshot = snapshot_at("2025-02-03", enrolments=ENROLMENTS)
    assert snapshot.cohort["pupil_id"].tolist() == ["P1", "P2", "P3", "P4"]
    for groups, same in ((snapshot.school, [{0, 1}, {2, 3}]), (snapshot.class_, [{0, 1}, {2}, {3}])):
        assert [set(np.flatnonzero(groups == group).tolist()) for group in dict.fromkeys(groups)] == same


def test_a_child_was_enrolled_last_year_if_another_year_held_then() -> None:
    assert snapshot_at("2025-02-03", enrolments=ENROLMENTS).was_enrolled_last_year().tolist() == [True] + [False] * 3
    assert snapshot_at("2024-02-05", enrolments=ENROLMENTS).was_enrolled_last_year().tolist() == [False]


def test_days_are_numbered_by_the_calendar_of_each_childs_county() -> None:
    """In CJ lessons begin on 13 January, a Monday; S2 has no county and no terms: a week is five days."""
    snapshot = snapshot_at("2025-02-03", enrolments=ENROLMENTS, schools=SCHOOLS, terms=TERMS)
    friday, monday = (day_of(dt.date(2025, 1, day)) for day in (10, 13))
    numbers = snapshot.school_day_numbers(np.array([friday, monday] * 2), np.array([0, 0, 2, 2]))
    assert numbers[:2].tolist() == [0, 1]
    assert numbers[3] - numbers[2] == 1


def test_a_date_before_all_enrolments_has_no_children_and_their_table_no_rows() -> None:
    table = table_at("2020-02-03", enrolments=ENROLMENTS, terms=TERMS)
    assert len(table) == len(table.values) == len(table.rules) == 0


def test_a_ratio_without_a_denominator_is_missing() -> None:
    assert np.isnan(ratio(np.ones(3), np.array([0.0, -1.0, np.nan]))).all()
