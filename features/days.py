"""Dates as whole days since 1970-01-01, so that the sorted records compare integers."""

import datetime as dt

import numpy as np
import pandas as pd

from features.arrays import Days

NEVER = 2**31 - 1  # a day that does not come: not excused, not left
LONG_AGO = -(2**20)

_IN_A_DAY = {"s": 86_400, "ms": 86_400 * 10**3, "us": 86_400 * 10**6, "ns": 86_400 * 10**9}
_NO_TIME = np.iinfo(np.int64).min  # how NumPy writes a missing date
_EPOCH = dt.date(1970, 1, 1)


def to_days(dates: "pd.Series") -> Days:
    """Turn a date column into days; a missing date is ``NEVER``.

    >>> to_days(pd.Series(["1970-01-11", None], dtype="datetime64[s]"))
    array([        10, 2147483647])
    """
    times = dates.to_numpy()  # in seconds where they were checked, in milliseconds in many a Parquet file
    counts = times.view(np.int64)
    unit, _ = np.datetime_data(times.dtype)
    days: Days = counts // _IN_A_DAY[unit]
    missing = counts == _NO_TIME
    if missing.any():  # in numbers, since choosing row by row takes three times as long
        days += missing * (NEVER - _NO_TIME // _IN_A_DAY[unit])
    return days


def school_year_label(first: int) -> str:
    """Return the school year that begins in the autumn of a year, as records write it.

    >>> school_year_label(2025)
    '2025-2026'
    """
    return f"{first}-{first + 1}"


def day_of(date: dt.date) -> int:
    """Turn a date into a day."""
    return (date - _EPOCH).days


def date_of(day: int) -> dt.date:
    """Turn a day back into a date.

    >>> date_of(day_of(dt.date(2025, 2, 3)))
    datetime.date(2025, 2, 3)
    """
    return _EPOCH + dt.timedelta(days=int(day))


def next_month_day(day_before: dt.date, month: int, day: int) -> dt.date:
    """Return the first such day of a year after a date.

    >>> str(next_month_day(dt.date(2026, 2, 15), 9, 30)), str(next_month_day(dt.date(2026, 9, 30), 9, 30))
    ('2026-09-30', '2027-09-30')
    """
    this_year = dt.date(day_before.year, month, day)
    return this_year if this_year > day_before else dt.date(day_before.year + 1, month, day)
