"""The way through school: age, class, repeated years and changes of school, counted by hand."""

from tests.support.small_records import values_at

ENROLMENTS = """
    pupil_id school_id school_year enrolled_on grade_level birth_year repeated_years
    P1       S1        2024-2025   2024-09-01  5           2013       0
    P2       S1        2024-2025   2024-09-01  5           2011       2
    P3       S1        2024-2025   2024-09-01  0           2018       -
    P4       S1        2024-2025   2024-09-11  9           -          0
"""


def values(feature: str, enrolments: str = ENROLMENTS, as_of: str = "2025-02-03") -> dict[str, float | None]:
    return values_at(feature, as_of, enrolments=enrolments)


def test_a_child_of_11_in_class_5_has_the_usual_age() -> None:
    assert values("over_age") == {"P1": 0, "P2": 2, "P3": 0, "P4": None}


def test_age_is_that_reached_in_the_autumn_the_year_began() -> None:
    assert values("over_age", as_of="2024-12-01") == values("over_age", as_of="2025-06-01")


def test_repeated_years_and_class_are_as_the_enrolment_says() -> None:
    assert values("repeated_years") == {"P1": 0, "P2": 2, "P3": None, "P4": 0}
    assert values("grade_level") == {"P1": 5, "P2": 5, "P3": 0, "P4": 9}


def test_classes_5_and_9_begin_a_cycle() -> None:
    assert values("first_year_of_cycle") == {"P1": 1, "P2": 1, "P3": 0, "P4": 1}


def test_where_the_class_is_not_recorded_age_is_compared_with_the_school() -> None:
    """Ages 12, 14 and 13 in 2024; the others' means are 13.5, 12.5 and 13."""
    enrolments = """
        pupil_id school_id school_year enrolled_on grade_level birth_year
        P1       S1        2024-2025   2024-09-01  -           2012
        P2       S1        2024-2025   2024-09-01  -           2010
        P3       S1        2024-2025   2024-09-01  7           2011
    """
    assert values("age_vs_school", enrolments) == {"P1": -1.5 * 2 / 6, "P2": 1.5 * 2 / 6, "P3": None}


def test_the_age_in_a_course_is_that_of_the_year_in_which_it_began() -> None:
    enrolments = """
        pupil_id school_id school_year enrolled_on left_on    grade_level birth_year
        P1       S1        2013J       2013-10-01  2014-06-01 12          1995
    """
    assert values("over_age", enrolments, as_of="2014-01-15") == {"P1": 0}


def test_earlier_schools_are_counted_once_each() -> None:
    enrolments = """
        pupil_id school_id school_year enrolled_on
        P1       S1        2022-2023   2022-09-01
        P1       S2        2023-2024   2023-09-01
        P1       S1        2024-2025   2024-09-01
        P2       S1        2024-2025   2024-09-01
        P2       S3        2024-2025   2025-02-03
    """
    assert values("schools_before", enrolments) == {"P1": 1, "P2": 0}


def test_late_enrolment_is_counted_from_the_schools_median_day() -> None:
    assert values("enrolled_later_than_school") == {"P1": 0, "P2": 0, "P3": 0, "P4": 10}
