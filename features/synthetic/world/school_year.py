"""The days on which there is school, and their hours."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from features.arrays import Integers
from features.days import school_year_label
from features.schema.romania import MODULES

Days = NDArray[np.datetime64]

WINTER_BOUNDS = slice(5, 7)
# Lessons a week in classes CP to XII (domain.md 1.4).
WEEKLY_HOURS = np.array([20, 20, 20, 21, 22, 26, 27, 29, 30, 30, 31, 32, 30])
# Class VIII has 35 weeks, class XII 34, the others 36 (domain.md 1.2); the 37th of vocational classes is left out.
WEEKS_EARLY = np.array([0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 2])


@dataclass(frozen=True)
class SchoolYear:
    """One school year: ``starts`` and ``ends`` of its five modules, its teaching ``days`` and the module of each.

    ``winter_week`` is the county's choice of its free week in February: 0, 1 or 2 weeks late.
    """

    first: int
    winter_week: int
    starts: Days
    ends: Days
    days: Days
    module: Integers

    @property
    def label(self) -> str:
        """The school year as records write it, such as ``2025-2026``."""
        return school_year_label(self.first)

    @property
    def weekday(self) -> Integers:
        """The weekday of each teaching day, Monday 0 to Friday 4."""
        return weekday_of(self.days)

    def until_day(self, grade: Integers) -> Integers:
        """Number of teaching days each of these classes has: class VIII stops a week early, class XII two."""
        last_weeks = np.arange(WEEKS_EARLY.max() + 1) * np.timedelta64(7, "D")
        stop: Integers = np.searchsorted(self.days, self.ends[-1] + np.timedelta64(1, "D") - last_weeks)
        day: Integers = stop[WEEKS_EARLY[grade]]
        return day

    def date_at(self, day: Integers) -> Days:
        """The date of each teaching day number."""
        return self.days[np.minimum(day, len(self.days) - 1)]


def school_year(first: int, winter_week: int = 1) -> SchoolYear:
    """Return the school year that begins in September of the year ``first``, in a county that chose this winter week.

    >>> year = school_year(2025)
    >>> year.label, str(year.days[0]), str(year.days[-1]), len(year.days)
    ('2025-2026', '2025-09-08', '2026-06-19', 172)
    """
    bounds = _modules(first)
    bounds[WINTER_BOUNDS] += np.timedelta64(7 * (winter_week - 1), "D")
    starts, ends = bounds[0::2], bounds[1::2]
    every = np.concatenate([np.arange(start, end + 1) for start, end in zip(starts, ends, strict=True)])
    module = np.repeat(np.arange(len(starts)), (ends - starts).astype(np.int64) + 1)
    taught = (weekday_of(every) < 5) & ~np.isin(every, free_days((first, first + 1)))
    return SchoolYear(first, winter_week, starts, ends, every[taught], module[taught])


def terms_table(years: Sequence[SchoolYear], county: str) -> pd.DataFrame:
    """Return the ``terms`` table of these school years."""
    return pd.concat(
        [
            pd.DataFrame(
                {
                    "school_year": year.label,
                    "term": [f"M{number}" for number in range(1, len(year.starts) + 1)],
                    "starts_on": year.starts.astype("datetime64[s]"),
                    "ends_on": year.ends.astype("datetime64[s]"),
                    "county": county,
                }
            )
            for year in years
        ],
        ignore_index=True,
    )


def hours_on(grade: Integers, weekday: Integers) -> Integers:
    """Lessons in the timetable of a class on a weekday; the hours of a week are spread evenly, the rest from Monday on.

    >>> hours_on(np.full(5, 5), np.arange(5)).tolist()
    [6, 5, 5, 5, 5]
    """
    week = WEEKLY_HOURS[grade]
    spread: Integers = week // 5 + (weekday < week % 5)
    return spread


def weekday_of(days: Days) -> Integers:
    """Monday is 0; 1970-01-01, where numpy counts from, was a Thursday."""
    number: Integers = (days.astype(np.int64) + 3) % 7
    return number


def free_days(years: Iterable[int]) -> Days:
    """Public and school holidays that may fall into a module, Orthodox Easter and Whit Monday among them."""
    days: list[datetime.date] = []
    for year in years:
        easter = orthodox_easter(year)
        days += [easter + datetime.timedelta(days=step) for step in (-2, 1, 50)]
        fixed = ((1, 24), (5, 1), (6, 1), (10, 5), (11, 30), (12, 1))
        days += [datetime.date(year, month, day) for month, day in fixed]
    return np.array(sorted(days), dtype="datetime64[D]")


def orthodox_easter(year: int) -> datetime.date:
    """Orthodox Easter Sunday by Meeus's Julian rule, 13 days later in our calendar; right for 1900 to 2099.

    >>> orthodox_easter(2026)
    datetime.date(2026, 4, 12)
    """
    moon = (19 * (year % 19) + 15) % 30
    month, day = divmod(moon + (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7 + 114, 31)
    return datetime.date(year, month, day + 1) + datetime.timedelta(days=13)


def _modules(first: int) -> Days:
    """First and last days in turn; a year that is not in the list follows the nearest one, moved by whole weeks."""
    near = min(max(first, min(MODULES)), max(MODULES))
    weeks = round((first - near) * 365.25 / 7)
    texts = [f"{near if text > '08' else near + 1}-{text}" for text in MODULES[near].split()]
    days: Days = np.array(texts, dtype="datetime64[D]")
    days += np.timedelta64(7 * weeks, "D")
    return days
