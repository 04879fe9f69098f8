"""School days, counted by hand. 2025-01-06 was a Monday."""

import datetime as dt

import numpy as np
import pytest

from features.days import date_of, day_of
from features.point_in_time.school_calendar import Calendar, make_calendar
from features.point_in_time.school_years import terms_in_force
from tests.support.small_records import records_of, rows

TWO_WEEKS = """
    school_year term starts_on  ends_on
    2024-2025   1    2025-01-06 2025-01-10
    2024-2025   2    2025-01-20 2025-01-24
"""
OWN_TERMS = """
    school_year term starts_on  ends_on    county
    2024-2025   1    2025-01-06 2025-01-17 -
    2024-2025   1    2025-01-13 2025-01-17 AB
"""


def calendar(terms: str = "") -> Calendar:
    enrolment = {"pupil_id": "P1", "school_id": "S1", "school_year": "2024-2025", "enrolled_on": "2024-09-01"}
    tables = {"enrolments": [enrolment], "terms": rows(terms) if terms else []}
    return make_calendar(records_of(tables)["terms"])


def day(text: str) -> int:
    return day_of(dt.date.fromisoformat(text))


def start(terms: str, as_of: str, *, school_days: int, county: str = "") -> str:
    return str(date_of(calendar(terms).window_start(day(as_of), school_days=school_days, county=county)))


def numbers(terms: str, *days: str, as_of: str = "2025-02-03") -> list[int]:
    """Number days, counted from the first of them."""
    found = calendar(terms).number(np.array([day(each) for each in days]), day(as_of), county="")
    return (found - found[0]).tolist()


def test_the_last_school_day_before_a_monday_is_friday() -> None:
    assert start(TWO_WEEKS, "2025-01-27", school_days=1) == "2025-01-24"


def test_a_window_skips_the_days_between_terms() -> None:
    assert start(TWO_WEEKS, "2025-01-22", school_days=4) == "2025-01-09"


def test_the_as_of_date_itself_is_in_no_window() -> None:
    assert start(TWO_WEEKS, "2025-01-21", school_days=1) == "2025-01-20"


def test_where_too_few_school_days_are_known_the_window_begins_with_the_first() -> None:
    assert start(TWO_WEEKS, "2025-01-22", school_days=60) == "2025-01-06"


@pytest.mark.parametrize(("school_days", "first"), [(5, "2025-01-27"), (20, "2025-01-06"), (60, "2024-11-11")])
def test_without_terms_five_school_days_are_seven_days(school_days: int, first: str) -> None:
    assert start("", "2025-02-03", school_days=school_days) == first


def test_a_county_follows_its_own_terms() -> None:
    assert start(OWN_TERMS, "2025-01-20", school_days=7, county="AB") == "2025-01-13"
    assert start(OWN_TERMS, "2025-01-20", school_days=7, county="CJ") == "2025-01-09"


def test_a_county_follows_the_terms_for_all_until_its_own_begin() -> None:
    assert start(OWN_TERMS, "2025-01-13", school_days=2, county="AB") == "2025-01-09"


def test_school_days_in_a_row_differ_by_one() -> None:
    assert numbers(TWO_WEEKS, "2025-01-09", "2025-01-10", "2025-01-20", "2025-01-21") == [0, 1, 2, 3]
    assert numbers("", "2025-01-09", "2025-01-10", "2025-01-13", "2025-01-14") == [0, 1, 2, 3]


def test_a_day_off_counts_as_the_school_day_before_it() -> None:
    assert numbers(TWO_WEEKS, "2025-01-10", "2025-01-12", "2025-01-15") == [0, 0, 0]
    assert numbers("", "2025-01-10", "2025-01-11", "2025-01-12") == [0, 0, 0]


def test_terms_that_begin_later_number_no_day() -> None:
    assert numbers(TWO_WEEKS, "2025-01-10", "2025-01-13", as_of="2025-01-15") == [0, 0]
    assert numbers(TWO_WEEKS, "2025-01-02", "2025-01-03", as_of="2025-01-04") == [0, 1]


def test_other_weeks_than_monday_to_friday_are_as_the_terms_say() -> None:
    saturday_too = "school_year term starts_on ends_on weekdays\n2024-2025 1 2025-01-06 2025-01-24 1-6"
    assert start(saturday_too, "2025-01-21", school_days=3) == "2025-01-17"
    sunday_to_thursday = "school_year term starts_on ends_on weekdays\n2024-2025 1 2025-01-05 2025-01-24 7,1-4"
    assert start(sunday_to_thursday, "2025-01-20", school_days=2) == "2025-01-16"
    assert numbers(sunday_to_thursday, "2025-01-16", "2025-01-17", "2025-01-19") == [0, 0, 1]


def test_long_after_the_last_known_term_the_days_are_those_of_a_calendar() -> None:
    assert start(TWO_WEEKS, "2025-05-24", school_days=5) == "2025-01-20"
    assert start(TWO_WEEKS, "2025-05-25", school_days=5) == "2025-05-18"


def test_the_published_calendar_serves_where_a_county_of_romania_is_named_without_terms() -> None:
    schools = records_of(
        {
            "schools": [{"school_id": "S1", "county": "Iași"}, {"school_id": "S2", "county": "Kent"}],
            "enrolments": [
                {"pupil_id": "P1", "school_id": "S1", "school_year": "2025-2026", "enrolled_on": "2025-09-08"}
            ],
        }
    )
    published = make_calendar(terms_in_force(schools["terms"], schools["schools"]))
    after_autumn_holidays = day("2025-11-03")
    assert (
        date_of(published.window_start(after_autumn_holidays, school_days=1, county="Iași")).isoformat() == "2025-10-24"
    )
    assert (
        date_of(published.window_start(after_autumn_holidays, school_days=5, county="Kent")).isoformat() == "2025-10-27"
    )
