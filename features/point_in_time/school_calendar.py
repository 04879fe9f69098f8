"""School days, and the days on which school years start."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from features.arrays import Days
from features.days import LONG_AGO, NEVER, day_of, to_days
from features.schema.tables import is_school_year

CALENDAR_DAYS_PER_SCHOOL_DAY = 7 / 5
YEAR_STARTS = (9, 1)
YEAR_ENDS = (8, 31)


@dataclass(frozen=True)
class Calendar:
    """The school days of each county; a county without terms of its own follows those given for all.

    Without any terms, 5 school days are taken as 7 calendar days.
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
            if len(past):
                return past
        return np.empty(0, np.int64)


def make_calendar(terms: pd.DataFrame) -> Calendar:
    """Make the calendar of the ``terms`` table; its rows without a county hold for every county that has none."""
    days: dict[str, list[Days]] = {}
    spans = zip(terms["county"].fillna(""), to_days(terms["starts_on"]), to_days(terms["ends_on"]), strict=True)
    for county, first, last in spans:
        span = np.arange(first, last + 1)
        days.setdefault(county, []).append(span[(span + 3) % 7 < 5])
    return Calendar({county: np.unique(np.concatenate(spans)) for county, spans in days.items()})


def year_starts(labels: "pd.Series") -> Days:
    """Return the first day of each school year; long ago for a label that is no year."""
    return _year_days(labels, *YEAR_STARTS, second=False, otherwise=LONG_AGO)


def year_ends(labels: "pd.Series") -> Days:
    """Return 31 August of each school year; never for a label that is no year."""
    return _year_days(labels, *YEAR_ENDS, second=True, otherwise=NEVER)


def _year_days(labels: "pd.Series", month: int, day: int, *, second: bool, otherwise: int) -> npt.NDArray[np.int64]:
    codes, distinct = pd.factorize(labels)
    days = [
        day_of(pd.Timestamp(int(label[:4]) + second, month, day).date()) if is_school_year(label) else otherwise
        for label in distinct
    ]
    return np.asarray(np.array([*days, otherwise], dtype=np.int64)[codes])
