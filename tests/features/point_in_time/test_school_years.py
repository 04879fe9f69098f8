"""When does a school year begin and end? By its terms, by who was enrolled first, by the calendar."""

import datetime as dt

import pytest

from features.days import NEVER, date_of, day_of
from features.point_in_time.record_index import index_records
from features.point_in_time.snapshot import Snapshot
from tests.support.small_records import Row, records_of, rows

GUJARAT = """
    school_year term starts_on  ends_on
    2024-2025   1    2024-06-10 2024-10-25
    2024-2025   2    2024-11-18 2025-04-30
    2025-2026   1    2025-06-09 2026-04-30
"""
TWO_COUNTIES = """
    school_year term starts_on  ends_on    county
    2025-2026   1    2025-08-11 2026-06-05 -
    2025-2026   1    2025-09-01 2026-06-19 XB
"""
PRESENTATIONS = """
    school_year term starts_on  ends_on
    2013B       1    2013-02-01 2013-10-01
    2013J       1    2013-10-07 2014-06-20
    2014B       1    2014-02-03 2014-10-01
"""


def enrolment(pupil: str = "P1", year: str = "2025-2026", on: str = "2025-08-11", **more: object) -> Row:
    return {"pupil_id": pupil, "school_id": "S1", "school_year": year, "enrolled_on": on, **more}


def bounds(*enrolments: Row, terms: str = "", county: str = "") -> list[tuple[str, str, str]]:
    """Return the label, the first and the last day of each enrolment's school year as known beforehand."""
    tables = {
        "schools": [{"school_id": "S1", "county": county}],
        "enrolments": list(enrolments),
        "terms": rows(terms) if terms else [],
    }
    found = index_records(records_of(tables)).enrolments
    columns = zip(found["school_year"], found["year_starts_on"], found["year_ends_on"], strict=True)
    return [(label, written(starts), written(ends)) for label, starts, ends in columns]


def written(day: int) -> str:
    return "never" if day == NEVER else date_of(day).isoformat()


def cohort(as_of: str, *enrolments: Row, terms: str = "") -> list[tuple[str, str, str]]:
    """Return who is in school on a date: pupil, school and year."""
    index = index_records(records_of({"enrolments": list(enrolments), "terms": rows(terms) if terms else []}))
    found = Snapshot(index, day_of(dt.date.fromisoformat(as_of))).cohort
    return list(zip(found["pupil_id"], found["school_id"], found["school_year"], strict=True))


def test_a_year_begins_with_its_first_term_and_ends_before_the_next_one_begins() -> None:
    last, this = enrolment(year="2024-2025", on="2024-06-10"), enrolment(on="2025-06-09")
    assert bounds(last, this, terms=GUJARAT) == [
        ("2024-2025", "2024-06-10", "2025-06-08"),
        ("2025-2026", "2025-06-09", "2026-06-08"),
    ]


def test_a_county_may_have_a_year_of_its_own() -> None:
    assert bounds(enrolment(), terms=TWO_COUNTIES) == [("2025-2026", "2025-08-11", "2026-08-10")]
    assert bounds(enrolment(), terms=TWO_COUNTIES, county="XB") == [("2025-2026", "2025-09-01", "2026-08-31")]


def test_without_terms_a_year_begins_when_the_first_was_enrolled_for_it() -> None:
    assert bounds(enrolment("P1", on="2025-08-11"), enrolment("P2", on="2025-10-01")) == [
        ("2025-2026", "2025-08-11", "2026-08-10"),
        ("2025-2026", "2025-08-11", "2026-08-10"),
    ]


def test_who_came_to_the_school_years_before_does_not_make_this_year_begin_then() -> None:
    assert bounds(enrolment(on="2021-09-13")) == [("2025-2026", "2025-09-01", "2026-08-31")]
    assert bounds(enrolment(year="2025", on="2021-03-01")) == [("2025", "2025-01-01", "2025-12-31")]


@pytest.mark.parametrize("on", ["2026-02-02", "2026-03-04", "2026-04-06"])
def test_a_year_of_the_calendar_begins_when_it_does(on: str) -> None:
    assert bounds(enrolment(year="2026", on=on)) == [
        ("2026", on, (dt.date.fromisoformat(on).replace(year=2027) - dt.timedelta(days=1)).isoformat())
    ]


def test_the_running_year_of_the_calendar_can_be_written() -> None:
    assert cohort("2026-06-01", enrolment(year="2026", on="2026-03-02")) == [("P1", "S1", "2026")]


def test_a_label_that_is_no_year_stays_open_and_begins_when_the_first_was_enrolled() -> None:
    course = enrolment(year="2013J", on="2013-10-05", left_on="2014-06-01")
    assert bounds(course) == [("2013J", "2013-10-05", "never")]


def test_courses_that_overlap_end_with_their_own_last_term() -> None:
    first, second = enrolment(year="2013B", on="2013-01-10"), enrolment(year="2013J", on="2013-09-10")
    assert bounds(first, second, terms=PRESENTATIONS) == [
        ("2013B", "2013-02-01", "2013-10-06"),
        ("2013J", "2013-10-07", "2014-06-20"),
    ]


def test_a_label_that_the_terms_know_needs_no_day_of_leaving() -> None:
    assert cohort("2013-12-01", enrolment(year="2013J", on="2013-09-10"), terms=PRESENTATIONS) == [
        ("P1", "S1", "2013J")
    ]


def test_who_is_enrolled_in_july_is_in_the_year_just_ended_until_the_next_begins() -> None:
    last = enrolment(year="2024-2025", on="2024-06-10")
    coming = enrolment(on="2025-05-20") | {"school_id": "S2"}
    assert cohort("2025-06-05", last, coming, terms=GUJARAT) == [("P1", "S1", "2024-2025")]
    assert cohort("2025-06-10", last, coming, terms=GUJARAT) == [("P1", "S2", "2025-2026")]


def test_who_is_only_enrolled_for_a_year_that_has_not_begun_is_in_no_school_yet() -> None:
    assert cohort("2025-06-05", enrolment(on="2025-05-20"), terms=GUJARAT) == []
    assert cohort("2025-06-09", enrolment(on="2025-05-20"), terms=GUJARAT) == []
    assert cohort("2025-06-10", enrolment(on="2025-05-20"), terms=GUJARAT) == [("P1", "S1", "2025-2026")]


def test_without_terms_a_year_is_over_once_the_schools_next_one_has_begun() -> None:
    stays, goes = (enrolment(pupil, year="2024-2025", on="2024-09-09") for pupil in ("P1", "P2"))
    again = enrolment("P1", on="2025-09-01")
    assert cohort("2025-09-01", stays, goes, again) == [("P1", "S1", "2024-2025"), ("P2", "S1", "2024-2025")]
    assert cohort("2025-09-02", stays, goes, again) == [("P1", "S1", "2025-2026")]
    assert cohort("2025-09-09", stays, goes) == []


def test_a_planned_end_is_kept_and_not_yet_true() -> None:
    planned = enrolment(left_on="2026-06-18")
    assert cohort("2025-12-01", planned) == [("P1", "S1", "2025-2026")]
    assert cohort("2026-06-19", planned) == []


def test_of_two_schools_at_once_the_child_is_listed_in_the_main_one() -> None:
    school = enrolment(on="2025-09-08", main="da")
    music = enrolment(on="2025-10-01") | {"school_id": "S2"}
    assert cohort("2025-12-01", school, music) == [("P1", "S1", "2025-2026")]
    assert cohort("2025-12-01", school | {"main": ""}, music) == [("P1", "S2", "2025-2026")]
    assert cohort("2025-12-01", school | {"main": ""}, music | {"main": "nu"}) == [("P1", "S1", "2025-2026")]
    assert cohort("2025-12-01", school | {"main": "nu", "left_on": "2025-11-20"}, music | {"main": "nu"}) == [
        ("P1", "S2", "2025-2026")
    ]
