"""Marks, counted by hand. On the scale 1-10 a mark of 4 is at 37.5 points, 5 at 50, 6 at 60, 10 at 100."""

from tests.support.small_records import declarations, values_at

ENROLMENTS = """
    pupil_id school_id school_year enrolled_on class_label
    P1       S1        2024-2025   2024-09-01  5A
    P2       S1        2024-2025   2024-09-01  5A
    P3       S1        2024-2025   2024-09-01  5A
    P4       S1        2024-2025   2024-09-01  5B
"""
MARKS = """
    pupil_id date       mark scale subject
    P1       2024-10-01 4    1-10  istorie
    P1       2024-11-05 6    1-10  istorie
    P1       2025-01-20 10   1-10  sport
    P1       2025-01-20 9    1-10  desen
    P2       2025-01-20 6    1-10  istorie
"""


def test_the_pass_mark_is_at_50_points_on_every_scale() -> None:
    grades = """
        pupil_id date       mark scale
        P1       2025-01-20 5    1-10
        P2       2025-01-20 S    FB-I
        P3       2025-01-20 10   0-20
        P4       2025-01-20 50   0-100
        P5       2025-01-20 4    1-6
    """
    values = values_at("mark_mean_year", "2025-02-03", grades=grades)
    assert values == {"P1": 50, "P2": 50, "P3": 50, "P4": 50, "P5": 50}


def test_marks_between_are_placed_in_proportion() -> None:
    grades = """
        pupil_id date       mark scale
        P1       2025-01-20 3    1-10
        P2       2025-01-20 B    FB-I
        P3       2025-01-20 15   0-20
        P4       2025-01-20 1    1-6
        P5       2025-01-20 7.50 1-10
    """
    values = values_at("mark_mean_year", "2025-02-03", grades=grades)
    assert values == {"P1": 25, "P2": 75, "P3": 75, "P4": 0, "P5": 75}


def test_marks_of_several_scales_have_one_mean() -> None:
    grades = """
        pupil_id date       mark scale
        P1       2025-01-20 10   1-10
        P1       2025-01-21 I    FB-I
        P1       2025-01-22 10   0-20
    """
    assert values_at("mark_mean_year", "2025-02-03", grades=grades) == {"P1": 50}


def test_a_declared_scale_has_its_own_pass_mark() -> None:
    declared = declarations({"scales": {"0-100": {"lowest": 0, "pass": 40, "highest": 100}}})
    grades = """
        pupil_id date       mark scale
        P1       2025-01-20 40   0-100
        P2       2025-01-20 70   0-100
    """
    assert values_at("mark_mean_year", "2025-02-03", declared, grades=grades) == {"P1": 50, "P2": 75}


def test_a_mark_entered_late_counts_from_the_day_after() -> None:
    grades = """
        pupil_id date       mark scale known_on
        P1       2025-01-20 10   1-10  -
        P1       2025-01-21 5    1-10  2025-02-03
    """
    assert values_at("mark_mean_year", "2025-02-03", grades=grades) == {"P1": 100}
    assert values_at("mark_mean_year", "2025-02-04", grades=grades) == {"P1": 75}


def test_the_mean_of_60_school_days_leaves_out_what_is_older() -> None:
    grades = """
        pupil_id date       mark scale
        P1       2024-11-10 5    1-10
        P1       2024-11-11 10   1-10
    """
    assert values_at("mark_mean_60d", "2025-02-03", grades=grades) == {"P1": 100}


def test_the_latest_mark_is_the_mean_of_its_day() -> None:
    values = values_at("mark_latest", "2025-02-03", grades=MARKS, enrolments=ENROLMENTS)
    assert values == {"P1": 95, "P2": 60, "P3": None, "P4": None}


def test_the_latest_day_is_compared_with_the_days_before() -> None:
    """P1 had 4 and 6 before, at 37.5 and 60 points."""
    values = values_at("mark_change", "2025-02-03", grades=MARKS, enrolments=ENROLMENTS)
    assert values == {"P1": 95 - 48.75, "P2": None, "P3": None, "P4": None}


def test_the_lowest_mark_of_the_year() -> None:
    values = values_at("mark_lowest_year", "2025-02-03", grades=MARKS, enrolments=ENROLMENTS)
    assert values == {"P1": 37.5, "P2": 60, "P3": None, "P4": None}


def test_marks_below_the_pass_mark_are_counted_and_shared() -> None:
    count = values_at("marks_below_pass_year", "2025-02-03", grades=MARKS, enrolments=ENROLMENTS)
    assert count == {"P1": 1, "P2": 0, "P3": None, "P4": None}
    share = values_at("below_pass_share_year", "2025-02-03", grades=MARKS, enrolments=ENROLMENTS)
    assert share == {"P1": 25, "P2": 0, "P3": None, "P4": None}


def test_a_subject_is_below_the_pass_mark_by_its_mean() -> None:
    """History has 4 and 6, at 48.75 points; sport has 4 and 10."""
    grades = """
        pupil_id date       mark scale subject
        P1       2024-10-01 4    1-10  istorie
        P1       2024-11-05 6    1-10  istorie
        P1       2024-10-01 4    1-10  sport
        P1       2024-11-05 10   1-10  sport
        P1       2024-11-05 2    1-10  -
    """
    assert values_at("subjects_below_pass_year", "2025-02-03", grades=grades) == {"P1": 2}


def test_there_may_be_more_subjects_than_one_byte_can_count() -> None:
    subjects = [f"subject-{number}" for number in range(300)]
    grades = [
        {"pupil_id": "P1", "date": "2024-11-04", "mark": 4, "scale": "1-10", "subject": each} for each in subjects
    ]
    for count in (127, 128, 129, 300):
        assert values_at("subjects_below_pass_year", "2025-02-03", grades=grades[:count]) == {"P1": count}


def test_marks_are_compared_with_last_years() -> None:
    grades = """
        pupil_id date       mark scale
        P1       2023-08-31 10   1-10
        P1       2023-09-01 5    1-10
        P1       2024-08-31 5    1-10
        P1       2024-09-01 10   1-10
        P2       2024-09-01 10   1-10
    """
    assert values_at("mark_mean_vs_last_year", "2025-02-03", grades=grades) == {"P1": 50, "P2": None}


def test_a_childs_marks_are_compared_with_the_others_of_the_class() -> None:
    """The means in class 5A are 71.875 and 60; P3 has no marks, P4 nobody beside."""
    values = values_at("mark_mean_vs_class", "2025-02-03", grades=MARKS, enrolments=ENROLMENTS)
    assert values == {"P1": 11.875, "P2": -11.875, "P3": None, "P4": None}


def test_the_number_of_marks_is_compared_with_the_others_of_the_class() -> None:
    values = values_at("marks_count_vs_class", "2025-02-03", grades=MARKS, enrolments=ENROLMENTS)
    assert values == {"P1": 3.5, "P2": -1, "P3": -2.5, "P4": None}


def test_the_last_mark_is_counted_in_calendar_days() -> None:
    values = values_at("days_since_mark", "2025-02-03", grades=MARKS, enrolments=ENROLMENTS)
    assert values == {"P1": 14, "P2": 14, "P3": None, "P4": None}
    against_class = values_at("days_since_mark_vs_class", "2025-02-03", grades=MARKS, enrolments=ENROLMENTS)
    assert against_class == {"P1": 0, "P2": 0, "P3": None, "P4": None}


def test_conduct_stands_by_itself() -> None:
    grades = """
        pupil_id date       mark scale kind
        P1       2025-01-20 6    1-10  conduct
        P1       2025-01-20 10   1-10  mark
    """
    assert values_at("conduct_latest", "2025-02-03", grades=grades) == {"P1": 60}
    assert values_at("mark_lowest_year", "2025-02-03", grades=grades) == {"P1": 100}


def test_the_latest_conduct_mark_may_be_of_an_earlier_year() -> None:
    grades = """
        pupil_id date       mark scale kind
        P1       2023-06-15 6    1-10  conduct
        P1       2024-06-15 9    1-10  conduct
    """
    assert values_at("conduct_latest", "2025-02-03", grades=grades) == {"P1": 90}


def test_of_two_conduct_marks_on_a_day_the_lower_counts() -> None:
    for marks in (("7", "9"), ("9", "7")):
        grades = [
            {"pupil_id": "P1", "date": "2025-01-20", "mark": mark, "scale": "1-10", "kind": "conduct"} for mark in marks
        ]
        assert values_at("conduct_latest", "2025-02-03", grades=grades) == {"P1": 70}


def test_averages_and_exams_count_as_marks() -> None:
    grades = """
        pupil_id date       mark scale kind
        P1       2025-01-20 6    1-10  average
        P1       2025-01-20 10   1-10  exam
        P1       2025-01-20 8    1-10  -
    """
    assert values_at("mark_mean_year", "2025-02-03", grades=grades) == {"P1": 80}
