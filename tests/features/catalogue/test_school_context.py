"""The school and the class around a child, counted by hand."""

import pytest

from tests.support.small_records import values_at

ENROLMENTS = """
    pupil_id school_id school_year enrolled_on class_label
    P1       S1        2024-2025   2024-09-01  5A
    P2       S1        2024-2025   2024-09-01  5A
    P3       S1        2024-2025   2024-09-01  6A
    P4       S2        2024-2025   2024-09-01  5A
"""
ABSENCES = """
    pupil_id date       hours excused
    P1       2024-12-20 9     no
    P2       2025-01-20 3     no
    P4       2025-01-20 7     no
"""
EARLIER = """
    pupil_id school_id school_year enrolled_on left_on
    P1       S1        2024-2025   2024-09-01  -
    P4       S2        2024-2025   2024-09-01  -
    Q1       S1        2023-2024   2023-09-01  -
    Q2       S1        2023-2024   2023-09-01  -
    Q3       S1        2023-2024   2023-09-01  2024-05-31
    Q4       S1        2023-2024   2023-09-01  2023-10-31
"""


def test_school_and_class_are_as_large_as_the_cohort() -> None:
    assert values_at("school_size", "2025-02-03", enrolments=ENROLMENTS) == {"P1": 3, "P2": 3, "P3": 3, "P4": 1}
    assert values_at("class_size", "2025-02-03", enrolments=ENROLMENTS) == {"P1": 2, "P2": 2, "P3": 1, "P4": 1}


def test_where_classes_have_no_name_the_grade_is_the_class() -> None:
    enrolments = """
        pupil_id school_id school_year enrolled_on grade_level
        P1       S1        2024-2025   2024-09-01  5
        P2       S1        2024-2025   2024-09-01  5
        P3       S1        2024-2025   2024-09-01  6
        P4       S1        2024-2025   2024-09-01  -
    """
    assert values_at("class_size", "2025-02-03", enrolments=enrolments) == {"P1": 2, "P2": 2, "P3": 1, "P4": 1}


def test_a_school_is_rural_or_urban_or_unknown() -> None:
    schools = """
        school_id locality
        S1        rural
        S2        urban
        S3        -
    """
    enrolments = """
        pupil_id school_id school_year enrolled_on
        P1       S1        2024-2025   2024-09-01
        P2       S2        2024-2025   2024-09-01
        P3       S3        2024-2025   2024-09-01
    """
    values = values_at("school_rural", "2025-02-03", enrolments=enrolments, schools=schools)
    assert values == {"P1": 1, "P2": 0, "P3": None}
    assert values_at("school_rural", "2025-02-03", enrolments=enrolments) == {"P1": None, "P2": None, "P3": None}


def test_the_first_seven_days_of_september_are_week_1() -> None:
    for as_of, week in (("2024-09-02", 1), ("2024-09-07", 1), ("2024-09-08", 2), ("2025-02-03", 23)):
        assert values_at("school_year_week", as_of, enrolments=ENROLMENTS)["P1"] == week


def test_the_weeks_of_a_label_that_is_no_year_are_counted_from_its_first_enrolment() -> None:
    enrolments = """
        pupil_id school_id school_year enrolled_on left_on
        P1       S1        2013J       2013-10-01  2014-06-01
    """
    assert values_at("school_year_week", "2014-01-15", enrolments=enrolments) == {"P1": 16}


def test_unexcused_hours_are_averaged_over_all_children_of_the_school_and_four_usual_ones() -> None:
    """The sums are 12 and 7; in week 23 a usual child has 23 * 0.35 hours."""
    values = values_at("school_unexcused_hours_year", "2025-02-03", enrolments=ENROLMENTS, attendance=ABSENCES)
    of_three, of_one = (12 + 4 * 23 * 0.35) / 7, (7 + 4 * 23 * 0.35) / 5
    assert values == pytest.approx({"P1": of_three, "P2": of_three, "P3": of_three, "P4": of_one})


def test_the_schools_absences_are_compared_with_those_of_the_weeks_before() -> None:
    values = values_at("school_absence_change_20d", "2025-02-03", enrolments=ENROLMENTS, attendance=ABSENCES)
    assert values == pytest.approx({"P1": -6 / 7, "P2": -6 / 7, "P3": -6 / 7, "P4": 7 / 5})


def test_the_class_is_compared_with_its_school() -> None:
    values = values_at("class_unexcused_vs_school", "2025-02-03", enrolments=ENROLMENTS, attendance=ABSENCES)
    assert values == pytest.approx({"P1": 2 * 2 / 6, "P2": 2 * 2 / 6, "P3": -4 * 1 / 5, "P4": 0})


def test_the_schools_marks_are_the_mean_of_its_childrens_means() -> None:
    grades = """
        pupil_id date       mark scale
        P1       2025-01-20 5    1-10
        P1       2025-01-21 5    1-10
        P2       2025-01-20 10   1-10
    """
    values = values_at("school_mark_mean_year", "2025-02-03", enrolments=ENROLMENTS, grades=grades)
    shrunk = (50 + 100 + 4 * 80) / 6
    assert values == {"P1": shrunk, "P2": shrunk, "P3": shrunk, "P4": None}


def test_earlier_pupils_who_left_early_are_counted_among_those_still_there_at_this_time() -> None:
    """At the beginning of February Q4 had left long before; of the other three Q3 dropped out later.

    Twenty usual ones, of whom 0.4 have it, count along.
    """
    outcomes = """
        pupil_id date       outcome
        Q1       2024-06-20 promoted
        Q2       2024-06-20 failed
        Q3       2024-05-31 dropped_out
        Q4       2023-10-31 dropped_out
    """
    left = values_at("school_past_left_share", "2025-02-03", enrolments=EARLIER, outcomes=outcomes)
    failed = values_at("school_past_failed_share", "2025-02-03", enrolments=EARLIER, outcomes=outcomes)
    assert {pupil: value and round(value, 1) for pupil, value in left.items()} == {"P1": 6.1, "P4": None}
    assert {pupil: value and round(value, 1) for pupil, value in failed.items()} == {"P1": 6.1, "P4": None}


def test_what_became_of_earlier_pupils_counts_once_it_is_known() -> None:
    outcomes = """
        pupil_id date       outcome     known_on
        Q3       2024-05-31 dropped_out 2025-02-03
    """
    feature = "school_past_left_share"
    assert values_at(feature, "2025-02-03", enrolments=EARLIER, outcomes=outcomes)["P1"] == pytest.approx(
        100 * 0.4 / 23
    )
    assert values_at(feature, "2025-02-04", enrolments=EARLIER, outcomes=outcomes)["P1"] == pytest.approx(
        100 * 1.4 / 23
    )


def test_a_year_that_is_not_over_tells_nothing_yet() -> None:
    outcomes = """
        pupil_id date       outcome
        P2       2024-12-01 dropped_out
    """
    values = values_at("school_past_left_share", "2025-02-03", enrolments=ENROLMENTS, outcomes=outcomes)
    assert values == {"P1": None, "P3": None, "P4": None}
