"""Who missed a tenth of the teaching days? A school year of 20 days, so that two missed ones are a tenth."""

import datetime as dt

import pytest

from features.days import date_of
from features.derived_outcomes.chronic_absence import ChronicAbsence, chronic_absence, why_not_derived
from tests.support.small_records import ENROLMENT, index_of

# Four weeks from Monday 2 September on, and a year that ends on the last August day.
TERMS = """
    school_year term starts_on  ends_on
    2024-2025   1    2024-09-02 2024-09-27
"""


def found(attendance: str, *, known_by: str | None = None, pupils: int = 3, terms: str = TERMS) -> ChronicAbsence:
    enrolments = [{"pupil_id": f"P{number + 1}", **ENROLMENT} for number in range(pupils)]
    index = index_of(None, enrolments=enrolments, attendance=attendance, terms=terms)
    return chronic_absence(index, known_by=dt.date.fromisoformat(known_by) if known_by else None)


def reached(attendance: str, **changes: object) -> dict[str, str]:
    rows = found(attendance, **changes).reached
    return {pupil: str(date_of(day)) for pupil, day in zip(rows["pupil_id"], rows["date"], strict=True)}


TWO_DAYS = """
    pupil_id date       hours
    P1       2024-09-03 6
    P1       2024-09-10 6
    P2       2024-09-03 6
"""


def test_it_comes_on_the_day_on_which_the_missed_days_are_a_tenth():
    assert reached(TWO_DAYS) == {"P1": "2024-09-10"}
    more = TWO_DAYS + "    P1 2024-09-20 6\n"
    assert reached(more) == {"P1": "2024-09-10"}


def test_of_everybody_in_a_school_that_records_absences_it_can_be_said():
    assert found(TWO_DAYS).years["pupil_id"].tolist() == ["P1", "P2", "P3"]


def test_a_tenth_is_rounded_up():
    longer = TERMS + "    2024-2025 2 2024-09-30 2024-09-30\n"  # 21 days
    assert reached(TWO_DAYS, terms=longer) == {}
    assert reached(TWO_DAYS + "    P1 2024-09-20 6\n", terms=longer) == {"P1": "2024-09-20"}


def test_a_day_with_several_rows_counts_once():
    rows = """
        pupil_id date       hours
        P1       2024-09-03 3
        P1       2024-09-03 3
        P2       2024-09-04 6
    """
    assert reached(rows) == {}


def test_less_than_half_of_a_whole_day_is_no_missed_day():
    rows = TWO_DAYS + "    P2 2024-09-04 2\n    P3 2024-09-04 3\n    P3 2024-09-05 3\n"
    assert reached(rows) == {"P1": "2024-09-10", "P3": "2024-09-05"}


def test_where_days_are_written_as_one_hour_one_hour_is_a_day():
    assert reached(TWO_DAYS.replace(" 6\n", " 1\n")) == {"P1": "2024-09-10"}


def test_days_without_lessons_do_not_count():
    rows = TWO_DAYS.replace("2024-09-10", "2024-09-07")  # a Saturday
    assert reached(rows) == {}
    assert reached(TWO_DAYS.replace("2024-09-10", "2024-10-10")) == {}  # after the last term


def test_excused_days_count_too():
    rows = """
        pupil_id date       hours excused_on
        P1       2024-09-03 6     2024-09-05
        P1       2024-09-04 6     2024-09-05
    """
    assert reached(rows) == {"P1": "2024-09-04"}


def test_who_came_late_in_the_year_has_fewer_days():
    enrolments = [{"pupil_id": "P1", **ENROLMENT, "enrolled_on": "2024-09-23"}, {"pupil_id": "P2", **ENROLMENT}]
    rows = "pupil_id date hours\nP1 2024-09-24 6\nP2 2024-09-24 6"
    index = index_of(None, enrolments=enrolments, attendance=rows, terms=TERMS)
    assert chronic_absence(index).reached["pupil_id"].tolist() == ["P1"]  # one of five days


def test_each_school_year_counts_for_itself():
    enrolments = [
        {"pupil_id": "P1", **ENROLMENT},
        {"pupil_id": "P1", **ENROLMENT, "school_year": "2025-2026", "enrolled_on": "2025-09-01"},
    ]
    terms = TERMS + "    2025-2026 1 2025-09-01 2025-09-26\n"
    rows = "pupil_id date hours\nP1 2024-09-24 6\nP1 2025-09-02 6\nP1 2025-09-03 6"
    found = chronic_absence(index_of(None, enrolments=enrolments, attendance=rows, terms=terms)).reached
    assert found["school_year"].tolist() == ["2025-2026"]


# Of whom it cannot be said


def test_totals_of_a_period_cannot_be_placed_on_days():
    rows = """
        pupil_id date       hours from_date
        P1       2024-09-27 60    2024-09-02
        P2       2024-09-03 6     -
    """
    assert found(rows).years["pupil_id"].tolist() == ["P2", "P3"]


def test_without_terms_or_absences_of_the_year_of_nobody_can_it_be_said():
    assert found(TWO_DAYS, terms=TERMS.replace("2024-", "2022-").replace("2022-2025", "2022-2023")).years.empty
    assert found("pupil_id date hours\nP1 2023-09-05 6").years.empty


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"enrolments"}, "there is no table attendance and terms."),
        ({"enrolments", "terms"}, "there is no table attendance."),
        ({"enrolments", "attendance"}, "there is no table terms."),
        ({"attendance", "terms"}, "terms does not hold their school years"),
    ],
)
def test_it_is_said_why_it_cannot(given: set[str], said: str):
    assert said in why_not_derived(given).en
    assert "nu se poate deduce" in why_not_derived(given).ro


# The time rule


def test_it_is_known_when_so_many_days_are():
    rows = """
        pupil_id date       hours known_on
        P1       2024-09-03 6     2024-10-01
        P1       2024-09-10 6     2024-09-10
        P1       2024-09-17 6     2024-09-17
    """
    (row,) = found(rows).reached.to_dict("records")
    assert (str(date_of(row["date"])), str(date_of(row["known_on"]))) == ("2024-09-10", "2024-09-17")
    assert reached(rows, known_by="2024-09-17") == {}
    assert reached(rows, known_by="2024-09-18") == {"P1": "2024-09-17"}  # the earlier day was not known yet
    assert reached(rows, known_by="2024-10-02") == {"P1": "2024-09-10"}
