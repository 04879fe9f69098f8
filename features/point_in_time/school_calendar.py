"""School days, by the terms of each county."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from features.arrays import Days
from features.days import to_days
from features.schema.school_time import weekday_numbers

CALENDAR_DAYS_PER_SCHOOL_DAY = 7 / 5
LONGEST_HOLIDAYS = 120  # days; so long after the last known day of school the terms have stopped being known


@dataclass(frozen=True)
class Calendar:
    """The school days of each county; a county without terms of its own follows those given for all.

    Without any terms, or long after the last ones that are known, 5 school days are taken as 7 calendar days.
    """

    by_county: Mapping[str, Days]

    def window_start(self, as_of: int, *, school_days: int, county: str) -> int:
        """Return the first day of the last ``school_days`` school days before ``as_of``."""
        days = self._before(as_of, county)
        if not len(days):
            return as_of - round(school_days * CALENDAR_DAYS_PER_SCHOOL_DAY)
        return int(days[max(len(days) - school_days, 0)])

    def number(self, days: Days, as_of: int, *, county: str) -> Days:
        """Number days before ``as_of`` so that school days in a row differ by one; a day off counts as the last."""
        school_days = self._before(as_of, county)
        if not len(school_days):
            weeks, weekday = np.divmod(days + 3, 7)  # 1970-01-01 was a Thursday
            return np.asarray(weeks * 5 + np.minimum(weekday, 4))
        return np.searchsorted(school_days, days, side="right")

    def _before(self, as_of: int, county: str) -> Days:
        """Return the sorted school days before a day: the county's own, else those given for all, else none.

        Terms that begin later must not matter, not even by being the first ones of their county.
        """
        for key in (county, ""):
            days = self.by_county.get(key, np.empty(0, np.int64))
            past = days[: np.searchsorted(days, as_of, side="left")]
            recent = past[np.searchsorted(past, as_of - LONGEST_HOLIDAYS) :]
            if len(recent):
                return past
        return np.empty(0, np.int64)


def make_calendar(terms: pd.DataFrame) -> Calendar:
    """Make the calendar of the ``terms`` table; its rows without a county hold for every county that has none."""
    days: dict[str, list[Days]] = {}
    columns = (terms["county"].fillna(""), to_days(terms["starts_on"]), to_days(terms["ends_on"]), terms["weekdays"])
    for county, first, last, weekdays in zip(*columns, strict=True):
        span = np.arange(first, last + 1)
        taught = weekday_numbers(weekdays if isinstance(weekdays, str) else "1-5")
        days.setdefault(county, []).append(span[np.isin((span + 3) % 7 + 1, taught)])  # 1970-01-01 was a Thursday
    return Calendar({county: np.unique(np.concatenate(spans)) for county, spans in days.items()})
