"""The levels of EduAlert, by hand: 2 urgent, 1 warning, 0 neither."""

import pytest

from tests.support.small_records import by_pupil, table_at

FIRST_SEMESTER, SECOND_SEMESTER = "2024-11-18", "2025-03-03"


def level(as_of: str, *, attendance: str | None = None, grades: str | None = None) -> float | None:
    """Return the level of the one pupil P1."""
    tables = {"attendance": attendance, "grades": grades}
    given = {name: f"pupil_id {table}" for name, table in tables.items() if table}
    return by_pupil(table_at(as_of, **given), "edualert_level")["P1"]


def mark(value: object, subject: str = "matematică", kind: str = "mark", date: str = "2024-11-05") -> str:
    return f"date mark scale subject kind\n P1 {date} {value} 1-10 {subject} {kind}"


@pytest.mark.parametrize(("hours", "expected"), [(0, 0), (1, 1), (3, 1), (4, 2), (20, 2)])
def test_unexcused_hours_of_the_semester_make_the_level(hours: int, expected: int) -> None:
    assert level(FIRST_SEMESTER, attendance=f"date hours\n P1 2024-11-05 {hours}") == expected


def test_excused_hours_do_not_count_once_they_are_excused() -> None:
    attendance = "date hours excused_on\n P1 2024-11-05 4 2024-11-18"
    assert level("2024-11-18", attendance=attendance) == 2
    assert level("2024-11-19", attendance=attendance) == 0


def test_in_the_first_semester_only_absences_count() -> None:
    assert level(FIRST_SEMESTER, grades=mark(2)) == 0
    assert level(FIRST_SEMESTER, grades=mark(5, subject="purtare", kind="conduct")) == 0


def test_the_first_semester_lasts_until_the_end_of_january() -> None:
    assert level("2025-02-01", attendance="date hours\n P1 2024-11-05 4") == 2
    assert level("2025-02-02", attendance="date hours\n P1 2024-11-05 4") == 0
    assert level("2025-02-02", attendance="date hours\n P1 2025-02-01 4") == 2


@pytest.mark.parametrize(
    ("average", "expected"), [("4", 2), ("4.50", 2), ("4.99", 2), ("5", 1), ("6", 1), ("6.10", 0), ("10", 0)]
)
def test_in_the_second_semester_the_average_of_a_core_subject_counts(average: str, expected: int) -> None:
    assert level(SECOND_SEMESTER, grades=mark(average)) == expected


def test_the_lower_of_two_core_subjects_counts() -> None:
    grades = """date mark scale subject
        P1 2024-11-05 10 1-10 matematică
        P1 2024-11-05 3  1-10 Romanian
        P1 2024-12-05 4  1-10 Romanian
    """
    assert level(SECOND_SEMESTER, grades=grades) == 2


def test_other_subjects_count_only_where_there_is_no_core_subject() -> None:
    history = mark(3, subject="istorie")
    assert level(SECOND_SEMESTER, grades=history) == 2
    assert level(SECOND_SEMESTER, grades=f"{history}\n P1 2024-11-05 10 1-10 matematică mark") == 0


def test_marks_of_the_second_semester_are_not_looked_at() -> None:
    assert level(SECOND_SEMESTER, grades=mark(2, date="2025-02-10")) == 0


@pytest.mark.parametrize(("conduct", "expected"), [(6, 2), (7, 2), (8, 1), (9, 1), (10, 0)])
def test_in_the_second_semester_the_conduct_mark_counts(conduct: int, expected: int) -> None:
    assert level(SECOND_SEMESTER, grades=mark(conduct, subject="purtare", kind="conduct")) == expected


def test_without_a_school_year_only_absences_count() -> None:
    table = table_at(
        "2014-03-03",
        enrolments="""
            pupil_id school_id school_year enrolled_on left_on
            P1       S1        2013J       2013-10-01  2014-06-01
        """,
        attendance="""
            pupil_id date       hours
            P1       2013-10-15 3
        """,
        grades="""
            pupil_id date       mark scale
            P1       2013-11-05 2    1-10
        """,
    )
    assert by_pupil(table, "edualert_level") == {"P1": 1}


def test_the_hours_and_days_beside_the_level_are_this_years() -> None:
    table = table_at(
        SECOND_SEMESTER,
        attendance="""
            pupil_id date       hours excused_on from_date
            P1       2024-06-03 7     -          -
            P1       2024-11-05 2     -          -
            P1       2025-02-10 1     2025-02-11 -
            P2       2025-02-28 9     -          2025-02-01
        """,
    )
    assert by_pupil(table, "unexcused_hours") == {"P1": 2, "P2": 9}
    assert by_pupil(table, "absent_days") == {"P1": 2, "P2": None}
