"""The one rule about time, and the one place that applies it: what was known before a date."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from features.arrays import Booleans, Days
from features.days import to_days

# What an enrolment or an absence tells later than itself: the columns to hide while that day has not come.
_TOLD_LATER = {
    "left_known_on": ("left_on", "left_known_on"), "excused_on": ("excused_on",), "retracted_on": ("retracted_on",),
}  # fmt: skip


def known_before(known_on: npt.NDArray[Any], as_of: int) -> Booleans:
    """Tell which rows may be seen at ``as_of``: those known strictly before that day.

    An absence of 2025-01-20 that was excused on 2025-02-05 is unexcused at as-of 2025-02-03; a mark entered on
    2025-02-03 is not seen at all.

    >>> known_before(np.array([9, 10, 11]), 10)
    array([ True, False, False])
    """
    return known_on < as_of


def seen_before(known_on: npt.NDArray[Any], retracted_on: npt.NDArray[Any], as_of: int) -> Booleans:
    """Tell which rows may be seen at ``as_of``: those known before that day and not taken back before it.

    A row that was known on day 3 and taken back on day 10 is seen at day 10, and is not at day 11.

    >>> [seen_before(np.array([3, 3]), np.array([10, 99]), day).tolist() for day in (3, 10, 11)]
    [[False, False], [True, True], [False, True]]
    """
    return known_before(known_on, as_of) & ~known_before(retracted_on, as_of)


def told_before(days: Days, told_on: Days, as_of: int, *, otherwise: Days) -> Days:
    """Return each day that was told before ``as_of``, and where it was not, the day that holds until it is told.

    A leaving on day 7 that was told on day 10 is not seen at day 10: the enrolment ends with its year, on day 90.

    >>> told_before(np.array([7, 7]), np.array([9, 10]), 10, otherwise=np.array([90, 90]))
    array([ 7, 90])
    """
    return np.where(known_before(told_on, as_of), days, otherwise)


def rows_before(table: pd.DataFrame, as_of: int) -> pd.DataFrame:
    """Return the rows of a table of records that were known before ``as_of``, without what they told only later.

    The leaving of an enrolment and the excuse of an absence are missing until they are told. All rows of a table
    without a day of knowledge (schools, terms) are known beforehand. A row that was taken back before ``as_of`` is not
    there; one that was taken back later still is.
    """
    learnt = next((name for name in ("known_on", "enrolled_on") if name in table), None)
    rows = table[known_before(to_days(table[learnt]), as_of)] if learnt else table
    if "retracted_on" in rows and rows["retracted_on"].notna().any():
        rows = rows[~known_before(to_days(rows["retracted_on"]), as_of)]
    if "excused" in rows:  # "yes" with a day is told on that day
        told_yes = rows["excused"] == "yes"
        later = rows["excused_on"].notna() & ~known_before(to_days(rows["excused_on"]), as_of)
        rows = rows.assign(excused=rows["excused"].mask(told_yes & later))
    for told, hidden in _TOLD_LATER.items():
        if told in rows:
            untold = ~known_before(to_days(rows[told]), as_of)
            rows = rows.assign(**{name: rows[name].mask(untold) for name in hidden})
    return rows
