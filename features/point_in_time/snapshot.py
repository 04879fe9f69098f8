"""What was known of each child of the cohort at a date: the only thing a feature gets to see."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numpy as np
import numpy.typing as npt
import pandas as pd

from features.arrays import Booleans, Codes, Days, Floats, Integers, Positions
from features.as_of import known_before
from features.days import LONG_AGO
from features.point_in_time.cohort import begun_enrolments, cohort_at, known_outcomes, standing_outcomes
from features.point_in_time.events import EventIndex, EventsAsOf, Window, WindowStats
from features.point_in_time.record_index import HUNDREDTHS, RecordIndex

T = TypeVar("T")

DAYS_PER_YEAR = 365


class Snapshot:
    """Records as known at one date, one entry per child of the cohort.

    Everything it gives is cut by ``as_of`` already; windows end the day before. What is asked for twice, of the same
    window, is kept.

    Parameters
    ----------
    histories
        The sorted records.
    as_of
        The date, in days.
    """

    def __init__(self, index: RecordIndex, as_of: int) -> None:
        self.as_of = as_of
        self.index = index
        self._kept: dict[object, Any] = {}
        self.cohort = cohort_at(index, as_of)
        self.pupils: Integers = self.cohort["pupil"].to_numpy(np.int64)
        self.school: Positions = self.cohort["school"].to_numpy(np.intp)
        self.class_: Positions = self.cohort["class"].to_numpy(np.intp)
        self._county: Positions = self.cohort["county"].to_numpy(np.intp)

    def __len__(self) -> int:
        return len(self.cohort)

    # Windows

    def last_school_days(self, count: int, *, skip: int = 0) -> Window:
        """Return the last ``count`` school days, or those before the last ``skip``."""
        return self.keep(
            ("window", count, skip),
            lambda: Window(self._school_days_ago(count + skip), self._school_days_ago(skip)),
        )

    def this_year(self) -> Window:
        """Return the school year up to now; all that happened where the label is no year.

        Children enrolled in August for September are in a year that has not begun: their window is empty.
        """
        return self.keep(
            "this year",
            lambda: Window(np.minimum(self.cohort["year_starts_on"].to_numpy(np.int64), self.as_of), self._now()),
        )

    def last_year(self) -> Window:
        """Return the school year before, from its 1 September on; empty where the label is no year."""
        return self.keep("last year", self._last_year)

    def ever(self) -> Window:
        """Return all that happened."""
        return Window(np.full(len(self), LONG_AGO), self._now())

    def school_days_in(self, window: Window) -> Floats:
        """Count the school days in each child's window; NaN where its start is unknown."""
        owner = np.arange(len(self))
        counts = self.school_day_numbers(window.stop - 1, owner) - self.school_day_numbers(window.start - 1, owner)
        return np.where(window.start > LONG_AGO, counts, np.nan).astype(float)

    # Sums and rows

    def window_stats(self, events: str, window: Window) -> WindowStats:
        """Tally a ledger's known rows over each child's window, in whole units of the ledger."""
        return self.keep(("tally", events, window), lambda: self._events(events).window_stats(window))

    def codes_below(self, events: str, window: Window) -> Integers:
        """Count the codes of a ledger whose mean value over the child's window is below passing."""
        return self._events(events).codes_below(window)

    def hours(self, window: Window, *, excused: bool | None = None) -> Floats:
        """Sum absent hours over a window: all, or only those excused or not excused by now.

        NaN where the child's absences come as totals over periods longer than the window: their hours cannot be placed.
        """
        absent = self.window_stats("absences", window).total
        if excused is not None:
            of_excused = self.window_stats("excuses", window).total
            absent = of_excused if excused else absent - of_excused
        return np.where(self._has_longer_period(window), np.nan, absent / HUNDREDTHS)

    def mean_level(self, window: Window) -> Floats:
        """Return the mean level of the marks in a window, in points of 100; NaN without marks."""
        marks = self.window_stats("marks", window)
        return ratio(marks.total / HUNDREDTHS, marks.rows)

    def rows(self, events: str, window: Window) -> tuple[Positions, Positions]:
        """Return the known rows of a ledger in each child's window, and the places of their children in the cohort."""
        return self._events(events).rows(window)

    def has_periods(self) -> Booleans:
        """Tell whose absences of this year come as totals of periods: their days and streaks are unknown."""
        return self.window_stats("periods", self.this_year()).rows > 0

    def school_day_numbers(self, days: Codes, owner: Positions) -> Days:
        """Number days by the calendar of the children at ``owner``: school days in a row differ by one."""
        numbers = np.zeros(len(days), dtype=np.int64)
        for code, county in enumerate(self.index.counties):
            mine = np.flatnonzero(self._county[owner] == code)
            numbers[mine] = self.index.calendar.number(days[mine], self.as_of, county=county)
        return numbers

    # Tables

    def enrolment(self, column: str) -> Floats:
        """Return a number of each child's enrolment; NaN where it is missing."""
        return np.asarray(self.cohort[column].to_numpy(float))

    def age(self) -> Floats:
        """Return the age reached in the calendar year the school year began in; without a year, in that of now."""
        starts = self.cohort["year_starts_on"].to_numpy(np.int64)
        days = np.where(starts > LONG_AGO, starts, self.as_of).astype("datetime64[D]")
        years = days.astype("datetime64[Y]").astype(np.float64) + 1970
        return np.asarray(years - self.enrolment("birth_year"))

    def has_school_year(self) -> Booleans:
        """Tell whose enrolment is for a school year by the calendar, not for some other label."""
        return np.asarray(self.this_year().start > LONG_AGO)

    def was_enrolled_last_year(self) -> Booleans:
        """Tell who had an enrolment for another year that held on a day of the school year before.

        An enrolment made in August for September is none of the year before.
        """
        window, enrolments = self.last_year(), self.enrolments()
        place = np.full(len(self.index.pupils), -1)
        place[self.pupils] = np.arange(len(self))
        owner = place[enrolments["pupil"]]
        each, owner = enrolments[owner >= 0], owner[owner >= 0]
        held = (each["enrolled_on"] < window.stop[owner]) & (each["ends_on"] >= window.start[owner])
        of_another_year = each["year"] != self.cohort["year"].to_numpy()[owner]
        return np.bincount(owner[held & of_another_year], minlength=len(self)) > 0

    def family(self) -> pd.DataFrame:
        """Return each child's situation: of every column the value known last; one row per child of the cohort."""
        return self.keep("family", self._last_family)

    def family_rows(self) -> pd.DataFrame:
        """Return the rows of ``family`` known by now, in order of knowledge."""
        family = self.index.family
        return family[known_before(family["known_on"].to_numpy(), self.as_of)]

    def enrolments(self) -> pd.DataFrame:
        """Return all enrolments begun by now, of the cohort and of others, oldest first."""
        return self.keep("enrolments", lambda: begun_enrolments(self.index, self.as_of))

    def outcomes(self) -> pd.DataFrame:
        """Return the standing outcome of every pupil that has one known by now; index: the pupil's number."""
        return standing_outcomes(known_outcomes(self.index, self.as_of))

    # Comparisons

    def school_mean(self, values: Floats) -> Floats:
        """Return the mean over the child's school, of the children whose value is known; NaN if there are none."""
        return _group_mean(values, self.school)

    def class_mean(self, values: Floats) -> Floats:
        """Return the mean over the child's class, of the children whose value is known; NaN if there are none."""
        return _group_mean(values, self.class_)

    def minus_class(self, values: Floats) -> Floats:
        """Return how far a child is above the mean of the others in the class; NaN where there are no others."""
        return _minus_others(values, self.class_)

    def minus_school(self, values: Floats) -> Floats:
        """Return how far a child is above the mean of the others in the school; NaN where there are no others."""
        return _minus_others(values, self.school)

    def keep(self, key: object, make: Callable[[], T]) -> T:
        """Return what ``make`` gives; it is made once for each key."""
        if key not in self._kept:
            self._kept[key] = make()
        return cast(T, self._kept[key])

    def _events(self, name: str) -> EventsAsOf:
        events: EventIndex = getattr(self.index, name)
        return self.keep(("ledger", name), lambda: events.at(self.pupils, self.as_of))

    def _now(self) -> Days:
        return self.keep("now", lambda: np.full(len(self), self.as_of))

    def _last_year(self) -> Window:
        this = self.this_year().start
        months = self.cohort["year_starts_on"].to_numpy("datetime64[D]").astype("datetime64[M]") - 12
        return Window(np.where(this > LONG_AGO, months.astype("datetime64[D]").astype(np.int64), LONG_AGO), this)

    def _school_days_ago(self, count: int) -> Days:
        if count == 0:
            return self._now()
        starts = [
            self.index.calendar.window_start(self.as_of, school_days=count, county=county)
            for county in self.index.counties
        ]
        return np.asarray(np.array(starts, dtype=np.int64)[self._county])

    def _has_longer_period(self, window: Window) -> Booleans:
        """Tell whose absences of this year come as totals over longer periods than the window."""
        if not self.has_periods().any():
            return self.has_periods()
        rows, owner = self.rows("periods", self.this_year())
        length = self.index.periods.value[rows]
        longer = length > (window.stop - window.start)[owner]
        return np.bincount(owner[longer], minlength=len(self)) > 0

    def _last_family(self) -> pd.DataFrame:
        columns = self.family_rows().drop(columns=["valid_from", "known_on"])
        return columns.groupby("pupil").last().reindex(self.pupils).reset_index(drop=True)


def ratio(numerator: npt.ArrayLike, denominator: npt.ArrayLike) -> Floats:
    """Divide, giving NaN where the denominator is not above zero or is unknown.

    >>> ratio(np.array([1.0, 1.0]), np.array([2.0, 0.0]))
    array([0.5, nan])
    """
    top, bottom = np.asarray(numerator, dtype=float), np.asarray(denominator, dtype=float)
    return np.asarray(np.divide(top, bottom, out=np.full(bottom.shape, np.nan), where=bottom > 0))


def _group_mean(values: Floats, groups: Positions) -> Floats:
    known = ~np.isnan(values)
    size = int(groups.max(initial=-1)) + 1
    sums = np.bincount(groups[known], weights=values[known], minlength=size)
    return np.asarray(ratio(sums, np.bincount(groups[known], minlength=size))[groups])


def _minus_others(values: Floats, groups: Positions) -> Floats:
    known = ~np.isnan(values)
    size = int(groups.max(initial=-1)) + 1
    counts = np.bincount(groups[known], minlength=size)[groups] - 1
    sums = np.bincount(groups[known], weights=values[known], minlength=size)[groups] - values
    return np.asarray(values - ratio(sums, counts))
