"""The calendar of the invented county."""

import datetime

import numpy as np
import pytest

from features.synthetic.world.school_year import (
    WEEKLY_HOURS,
    hours_on,
    orthodox_easter,
    school_year,
    terms_table,
    weekday_of,
)


@pytest.mark.parametrize(
    ("year", "month", "day"), [(2019, 4, 28), (2023, 4, 16), (2024, 5, 5), (2025, 4, 20), (2027, 5, 2)]
)
def test_orthodox_easter_falls_on_its_known_day(year: int, month: int, day: int) -> None:
    assert orthodox_easter(year) == datetime.date(year, month, day)


def test_the_modules_of_2025_2026_are_those_of_the_ministry() -> None:
    year = school_year(2025)
    assert year.starts.astype(str).tolist() == ["2025-09-08", "2025-11-03", "2026-01-08", "2026-02-23", "2026-04-15"]
    assert year.ends.astype(str).tolist() == ["2025-10-24", "2025-12-19", "2026-02-13", "2026-04-03", "2026-06-19"]


@pytest.mark.parametrize("first", range(2015, 2030))
def test_a_school_year_is_five_modules_of_weekdays_from_september_to_june(first: int) -> None:
    year = school_year(first)
    assert (year.starts < year.ends).all()
    assert (year.ends[:-1] < year.starts[1:]).all()
    assert 155 <= len(year.days) <= 180
    assert (np.diff(year.days).astype(int) > 0).all()
    assert set(year.weekday.tolist()) == {0, 1, 2, 3, 4}
    assert year.days[0].astype(str).startswith(f"{first}-09")
    assert year.days[-1].astype(str).startswith(f"{first + 1}-06")


@pytest.mark.parametrize("day", ["2025-12-01", "2026-01-24", "2026-05-01", "2026-06-01", "2025-10-05", "2026-02-16"])
def test_there_is_no_school_on_a_holiday(day: str) -> None:
    assert np.datetime64(day) not in school_year(2025).days


def test_each_day_lies_in_its_module() -> None:
    year = school_year(2023)
    assert (year.days >= year.starts[year.module]).all()
    assert (year.days <= year.ends[year.module]).all()


def test_class_eight_stops_a_week_early_and_class_twelve_two() -> None:
    year = school_year(2025)
    until = year.until_day(np.array([7, 8, 11, 12]))
    assert year.days[until - 1].astype(str).tolist() == ["2026-06-19", "2026-06-12", "2026-06-19", "2026-06-05"]


def test_a_county_chooses_its_winter_week() -> None:
    early, late = school_year(2025, 0), school_year(2025, 2)
    assert early.ends[2].astype(str) == "2026-02-06"
    assert early.starts[3].astype(str) == "2026-02-16"
    assert late.ends[2].astype(str) == "2026-02-20"
    assert late.starts[3].astype(str) == "2026-03-02"
    assert (early.ends[3], len(early.days)) == (late.ends[3], len(late.days))


def test_the_hours_of_a_week_add_up_to_the_timetable() -> None:
    for grade, hours in enumerate(WEEKLY_HOURS):
        week = hours_on(np.full(5, grade), np.arange(5))
        assert week.sum() == hours
        assert week.max() - week.min() <= 1


def test_monday_is_day_zero() -> None:
    assert weekday_of(np.array(["2026-11-23", "2026-11-22"], dtype="datetime64[D]")).tolist() == [0, 6]


def test_the_terms_table_names_five_modules_of_each_year_and_the_county() -> None:
    table = terms_table([school_year(2024), school_year(2025)], "VL")
    assert table["school_year"].tolist() == ["2024-2025"] * 5 + ["2025-2026"] * 5
    assert table["term"].tolist() == ["M1", "M2", "M3", "M4", "M5"] * 2
    assert set(table["county"]) == {"VL"}
