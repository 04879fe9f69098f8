"""What was known of each child of the cohort at a date: the only thing a feature gets to see."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numpy as np
import pandas as pd

from features.arrays import Booleans, Codes, Days, Floats, Integers, Positions, Texts, group_mean, minus_others, ratio
from features.counting.event_rows import HUNDREDTHS
from features.days import LONG_AGO
from features.point_in_time.cohort import (
    begun_enrolments,
    cohort_at,
    endings,
    known_events,
    known_family,
    known_outcomes,
    unlisted_at,
)
from features.point_in_time.events import EventRows, EventsAsOf, Window, WindowStats
from features.point_in_time.record_index import RecordIndex

T = TypeVar("T")

DAYS_PER_YEAR = 365
CHILDREN_TO_COMPARE = 4.0  # of so few, half of a difference is chance: empirical Bayes, docs/decisions/0040
EXCUSE_COLUMNS = frozenset({"excused_on", "excused"})  # of attendance


class Snapshot:
    """Records as known at one date, one entry per child of the cohort.

    Everything it gives is cut by ``as_of`` already, and the records themselves are no part of it; windows end the day
    before. What is asked for twice, of the same window, is computed once.

    ``given_tables`` are those that the records have, ``cohort`` the children (``cohort.COHORT_COLUMNS``), and
    ``pupils``, ``school`` and ``class_`` the numbers of each one's own, shape (n,).

    Parameters
    ----------
    index
        The sorted records.
    as_of
        The date, in days.
    """

    def __init__(self, index: RecordIndex, as_of: int) -> None:
        self.as_of = as_of
        self.given_tables = index.records.given
        self._tells_excuses = bool(index.records.given_columns.get("attendance", frozenset()) & EXCUSE_COLUMNS)
        self.cohort = cohort_at(index, as_of)
        self.pupils: Integers = self.cohort["pupil"].to_numpy(np.int64)
        self.school: Positions = self.cohort["school"].to_numpy(np.intp)
        self.class_: Positions = self.cohort["class"].to_numpy(np.intp)
        self._county: Positions = self.cohort["county"].to_numpy(np.intp)
        self._counties, self._calendar, self._subjects = index.counties, index.calendar, index.subjects
        self._incident_kinds = index.incident_kinds
        self._pupil_count = len(index.pupils)
        self._cache: dict[object, Any] = {}
        pupils = self.pupils
        # The index itself is no attribute: no way leads from a snapshot to what was not known yet.
        self._read_events: Callable[[str], EventsAsOf] = lambda name: known_events(index, name, as_of).at(pupils, as_of)
        self._read_enrolments: Callable[[], pd.DataFrame] = lambda: begun_enrolments(index, as_of)
        self._read_unlisted: Callable[[], pd.DataFrame] = lambda: unlisted_at(index, as_of)
        self._read_family: Callable[[], pd.DataFrame] = lambda: known_family(index, as_of)
        self._read_endings: Callable[[pd.DataFrame], Texts] = lambda of: endings(of, known_outcomes(index, as_of))

    def __len__(self) -> int:
        return len(self.cohort)

    def unlisted(self) -> pd.DataFrame:
        """Return who is enrolled now in a school and not of the cohort there, and why (``cohort.unlisted_at``)."""
        return self._read_unlisted()

    # Windows

    def since(self, days: int) -> int:
        """Return the first of the last ``days`` calendar days."""
        return self.as_of - days

    def last_school_days(self, count: int, *, skip: int = 0) -> Window:
        """Return the last ``count`` school days, or those before the last ``skip``."""
        return self.cached(
            ("window", count, skip),
            lambda: Window(self._school_days_ago(count + skip), self._school_days_ago(skip)),
        )

    def this_year(self) -> Window:
        """Return the school year up to now."""
        return self.cached("this year", lambda: Window(self._days("year_starts_on"), self._now()))

    def last_year(self) -> Window:
        """Return the school year before."""
        return self.cached("last year", lambda: Window(self._days("last_year_on"), self.this_year().start))

    def ever(self) -> Window:
        """Return all that happened."""
        return self.cached("ever", lambda: Window(np.full(len(self), LONG_AGO), self._now()))

    def school_days_in(self, window: Window) -> Floats:
        """Count the school days in each child's window; NaN where its start is unknown."""
        owner = np.arange(len(self))
        counts = self.school_day_numbers(window.stop - 1, owner) - self.school_day_numbers(window.start - 1, owner)
        return np.where(window.start > LONG_AGO, counts, np.nan).astype(float)

    # Sums and rows

    def window_stats(self, events: str, window: Window) -> WindowStats:
        """Return the statistics of the known events of a kind in each child's window, in their whole units."""
        return self.cached(("window_stats", events, window), lambda: self._events(events).window_stats(window))

    def codes_below(self, events: str, window: Window) -> Integers:
        """Count the codes of events whose mean value over the child's window is below the pass value."""
        return self._events(events).codes_below(window)

    def hours(self, window: Window, *, excused: bool | None = None) -> Floats:
        """Sum the hours lost in a window: all, or only those excused or not excused by now.

        NaN where the child's absences come as totals over periods longer than the window: their hours cannot be placed.
        Where it is not known of any of the child's hours whether they are excused, or the school says so of nobody's,
        they are neither excused nor unexcused: NaN.
        """
        hours = self.window_stats("absences", window).total
        unplaced = self._has_longer_period(window)
        if excused is not None:
            of_excused, unknown = (self.window_stats(name, window).total for name in ("excuses", "unknown_excuses"))
            hours = of_excused if excused else hours - of_excused - unknown
            unplaced = unplaced | ~self.records_excuses() | ((unknown > 0) & (unknown == self._lost(window)))
        return np.where(unplaced, np.nan, hours / HUNDREDTHS)

    def missed_unless_excused(self, window: Window) -> Floats:
        """Sum the hours lost in a window that are not known to be excused, as a school without excuses counts them."""
        hours, excused = (self.window_stats(name, window).total for name in ("absences", "excuses"))
        return np.where(self._has_longer_period(window), np.nan, (hours - excused) / HUNDREDTHS)

    def records_excuses(self) -> Booleans:
        """Tell whose school says of absences whether they are excused.

        It does not where the children who are in it now have absences of which none is said to be excused or not; a
        single one tells nothing yet, if the records have a column for it.
        """
        return self.cached("records excuses", self._records_excuses)

    def records_late_coming(self) -> Booleans:
        """Tell whose school records that somebody came late."""
        return self.cached("records late coming", lambda: self._rows_in_school("late") > 0)

    def absence_rate(self, window: Window) -> Floats:
        """Return the percent of the hours in a window that were lost; NaN where hours attended are not recorded."""
        lost, attended = (self.window_stats(name, window).total for name in ("absences", "present"))
        rate = ratio(100.0 * lost, lost + attended)
        return np.where((attended > 0) & ~self._has_longer_period(window), rate, np.nan)

    def mean_level(self, window: Window) -> Floats:
        """Return the weighted mean level of the marks in a window, in points of 100; NaN without marks."""
        marks = self.window_stats("marks", window)
        return ratio(marks.total / HUNDREDTHS, marks.weight)

    def rows(self, events: str, window: Window) -> EventRows:
        """Return the known events of a kind in each child's window; their owners are places in the cohort."""
        return self._events(events).rows(window)

    def subject_codes(self, names: tuple[str, ...]) -> list[int]:
        """Return the codes, in the rows of marks, of the subjects of these names, however they are capitalised."""
        return [code for code, subject in enumerate(self._subjects) if subject.lower() in names]

    def incident_code(self, kind: str) -> int:
        """Return the code, in the rows of incidents, of a kind; -2, the code of no row, where none is of it."""
        return self._incident_kinds.index(kind) if kind in self._incident_kinds else -2

    def has_periods(self) -> Booleans:
        """Tell whose absences of this year come as totals of periods: their days and streaks are unknown."""
        return self.window_stats("periods", self.this_year()).rows > 0

    def school_day_numbers(self, days: Codes, owner: Positions) -> Days:
        """Number days by the calendar of the children at ``owner``: school days in a row differ by one."""
        numbers = np.zeros(len(days), dtype=np.int64)
        for code, county in enumerate(self._counties):
            mine = np.flatnonzero(self._county[owner] == code)
            numbers[mine] = self._calendar.number(days[mine], self.as_of, county=county)
        return numbers

    # Tables

    def enrolment(self, column: str) -> Floats:
        """Return a number of each child's enrolment; NaN where it is missing."""
        return np.asarray(self.cohort[column].to_numpy(float))

    def age(self) -> Floats:
        """Return the age reached in the calendar year the school year began in."""
        days = self.cohort["year_starts_on"].to_numpy("datetime64[D]")
        years = days.astype("datetime64[Y]").astype(np.float64) + 1970
        return np.asarray(years - self.enrolment("birth_year"))

    def was_enrolled_last_year(self) -> Booleans:
        """Tell who had an enrolment for another year that held on a day of the school year before.

        An enrolment made in August for September is none of the year before.
        """
        window, enrolments = self.last_year(), self.enrolments()
        place = np.full(self._pupil_count, -1)
        place[self.pupils] = np.arange(len(self))
        owner = place[enrolments["pupil"]]
        each, owner = enrolments[owner >= 0], owner[owner >= 0]
        held = (each["enrolled_on"] < window.stop[owner]) & (each["ends_on"] >= window.start[owner])
        of_another_year = each["year"] != self.cohort["year"].to_numpy()[owner]
        return np.bincount(owner[held & of_another_year], minlength=len(self)) > 0

    def family(self) -> pd.DataFrame:
        """Return each child's situation: of every column the value known last; one row per child of the cohort."""
        return self.cached("family", self._last_family)

    def family_rows(self) -> pd.DataFrame:
        """Return the rows of ``family`` known by now, in order of knowledge."""
        return self._read_family()

    def enrolments(self) -> pd.DataFrame:
        """Return all enrolments begun by now, of the cohort and of others, oldest first."""
        return self.cached("enrolments", self._read_enrolments)

    def enrolments_with_endings(self) -> pd.DataFrame:
        """Return all enrolments begun by now with ``ending``, the outcome that each ended with as known by now."""
        return self.cached("endings", lambda: self.enrolments().assign(ending=self._read_endings(self.enrolments())))

    # Comparisons

    # A small class or school says little, so what it says is shrunk by n / (n + CHILDREN_TO_COMPARE).

    def school_mean(self, values: Floats, usual: Floats | float) -> Floats:
        """Return the mean over the child's school, shrunk towards what is usual; NaN where no value is known."""
        return group_mean(values, self.school, weight=CHILDREN_TO_COMPARE, usual=usual)

    def class_minus_school(self, values: Floats) -> Floats:
        """Return how far the mean of the class is above that of the school, shrunk by the children of the class."""
        difference = group_mean(values, self.class_) - group_mean(values, self.school)
        return group_mean(np.where(np.isnan(values), np.nan, difference), self.class_, weight=CHILDREN_TO_COMPARE)

    def minus_class(self, values: Floats) -> Floats:
        """Return how far a child is above the mean of the others in the class, shrunk; 0 where there are no others."""
        return minus_others(values, self.class_, weight=CHILDREN_TO_COMPARE)

    def minus_school(self, values: Floats) -> Floats:
        """Return how far a child is above the mean of the others in the school, shrunk; 0 where there are no others."""
        return minus_others(values, self.school, weight=CHILDREN_TO_COMPARE)

    def cached(self, key: object, compute: Callable[[], T]) -> T:
        """Return what ``compute`` gives; it is computed once for each key."""
        if key not in self._cache:
            self._cache[key] = compute()
        return cast(T, self._cache[key])

    def clear_cache(self) -> None:
        """Give back the memory of all that was computed; what is asked for again is computed again."""
        self._cache.clear()

    def _events(self, name: str) -> EventsAsOf:
        return self.cached(("events", name), lambda: self._read_events(name))

    def _days(self, column: str) -> Days:
        return np.array(self.cohort[column], dtype=np.int64)  # a copy: a frame's own column cannot be written

    def _now(self) -> Days:
        return self.cached("now", lambda: np.full(len(self), self.as_of))

    def _school_days_ago(self, count: int) -> Days:
        if count == 0:
            return self._now()
        starts = [
            self._calendar.window_start(self.as_of, school_days=count, county=county) for county in self._counties
        ]
        return np.asarray(np.array(starts, dtype=np.int64)[self._county])

    def _lost(self, window: Window) -> Integers:
        return self.window_stats("absences", window).total

    def _records_excuses(self) -> Booleans:
        told, absences = (self._rows_in_school(name) for name in ("excuse_records", "absences"))
        return (told > 0) | (absences < (2 if self._tells_excuses else 1))

    def _rows_in_school(self, events: str) -> Integers:
        """Count the events of a kind, whenever they were, of the children who are in each child's school now."""
        rows = self.window_stats(events, self.ever()).rows
        return np.bincount(self.school, rows, minlength=1)[self.school].astype(np.int64)

    def _has_longer_period(self, window: Window) -> Booleans:
        """Tell whose absences of this year come as totals over longer periods than the window."""
        if not self.has_periods().any():
            return self.has_periods()
        periods = self.rows("periods", self.this_year())
        longer = periods.value > (window.stop - window.start)[periods.owner]
        return np.bincount(periods.owner[longer], minlength=len(self)) > 0

    def _last_family(self) -> pd.DataFrame:
        columns = self.family_rows().drop(columns=["valid_from", "known_on", "retracted_on"])
        return columns.groupby("pupil").last().reindex(self.pupils).reset_index(drop=True)
