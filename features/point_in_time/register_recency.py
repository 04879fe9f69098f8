"""Whether the register of each class is up to date, as far as it was known at a date.

A class of which nothing was written for weeks says nothing of its children: no absence may mean that all came, or that
nobody wrote down who did not. Which of the two it is depends on how often the table was written when the model was
trained, so that is measured first: a table of yearly totals has no weekly rhythm and is never called stale.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import cast

import numpy as np
import pandas as pd

from features.arrays import Booleans, Days, Floats, Integers, Positions, ratio
from features.days import LONG_AGO, date_of, day_of
from features.point_in_time.events import Window
from features.point_in_time.record_index import RecordIndex
from features.point_in_time.snapshot import Snapshot

EVENTS: Mapping[str, str] = {"attendance": "roll_calls", "grades": "marks"}  # conduct comes once a term

WEEKLY = 0.5  # a table has a weekly rhythm if more than this share of a class's teaching weeks have a row
LONGEST_SILENCE_WEEKS = 3  # teaching weeks; a silence up to this long is never stale
STALE_CHANCE = 0.001  # stale is a silence that fewer than one class in a thousand would keep honestly
# How much classes of one grade level differ: their own paces are taken as gamma distributed with this shape, so that
# two classes in three are within half of the mean. The more weeks a class has behind it, the more its own pace counts.
PACE_SHAPE = 4.0

_WEEK = 5  # school days
_NO_LEVEL = -1


@dataclass(frozen=True)
class RecordingRate:
    """How regularly a table was written in the training for the children of one grade level (None: not known).

    ``recorded_weeks`` is the share of their classes' teaching weeks with any row, ``rate`` the share of the children's
    own teaching weeks with one.
    """

    table: str
    grade_level: int | None
    recorded_weeks: float
    rate: float


@dataclass(frozen=True)
class StaleClass:
    """A class of which nothing can be said yet: which tables are silent, since when, and whom that concerns.

    ``class_label`` None stands for the children of the school who have no class. A table is silent since its last row,
    or since the first child was enrolled.
    """

    school_id: str
    class_label: str | None
    silent_since: Mapping[str, dt.date]
    pupil_ids: tuple[str, ...]


@dataclass(frozen=True)
class _Roll:
    """Which class each child is in (``of``), and the days in it: from the enrolment, but not before the year began.

    ``first`` is the number of the last school day before, ``last`` of the last one before the as-of date.
    """

    of: Positions
    size: int
    window: Window
    first: Days
    last: Days


@dataclass(frozen=True)
class _Pages:
    """What is written in one table of each class this year.

    Per child: the school days since the class's last row (``silent``), and how many weeks have a row (``written``). Per
    class: the day of the last row or else of the first enrolment (``since``), and how many weeks have a row.
    """

    silent: Days
    written: Integers
    since: Days
    class_written: Integers


def measure_recording_rates(index: RecordIndex, dates: Iterable[dt.date]) -> tuple[RecordingRate, ...]:
    """Measure how regularly each table was written of the cohorts of these dates, as it was known then."""
    return recording_rates_of([count_weeks(index, dates)])


def count_weeks(index: RecordIndex, dates: Iterable[dt.date]) -> pd.DataFrame:
    """Count what recording_rates are made of, by table and grade level; the counts of several parts may be summed."""
    return _summed([counts for date in dates for counts in _counts(Snapshot(index, day_of(date)))])


def recording_rates_of(counted: Sequence[pd.DataFrame]) -> tuple[RecordingRate, ...]:
    """Return the recording_rates of record sets whose weeks were counted, as if they were one."""
    total = _summed(counted)
    total = total[total["days"] > 0]
    shares = zip(
        ratio(total["class_written"], total["class_weeks"]), ratio(total["written"], total["days"] / _WEEK), strict=True
    )
    return tuple(
        RecordingRate(str(table), None if level == _NO_LEVEL else int(level), float(recorded_weeks), float(rate))
        for (table, level), (recorded_weeks, rate) in zip(total.index, shares, strict=True)
    )


def stale_classes(snapshot: Snapshot, recording_rates: Sequence[RecordingRate]) -> tuple[StaleClass, ...]:
    """Return the classes with a table that has been silent for too long, in order of school and label.

    A table that is not among the records at all is no silence but a missing table.
    """
    roll = _roll(snapshot)
    silent_since: dict[int, dict[str, dt.date]] = {}
    for table in EVENTS:
        rates = _rates(
            snapshot, [each for each in recording_rates if each.table == table and each.recorded_weeks > WEEKLY]
        )
        if table in snapshot.given_tables and rates.any():
            pages = _pages(snapshot, roll, table)
            for place in np.flatnonzero(_is_stale(pages, roll, rates)):
                silent_since.setdefault(int(place), {})[table] = date_of(pages.since[place])
    snapshot.clear_cache()  # the rows of a year would stay with whoever keeps the snapshot
    silent = snapshot.cohort[["school_id", "class_label", "pupil_id"]][np.isin(roll.of, list(silent_since))]
    stale = _named(silent, roll.of[silent.index], silent_since)
    return tuple(sorted(stale, key=lambda each: (each.school_id, each.class_label or "")))


def _summed(counted: Sequence[pd.DataFrame]) -> pd.DataFrame:
    return reduce(lambda one, other: one.add(other, fill_value=0), counted)


def _is_stale(pages: _Pages, roll: _Roll, rates: Floats) -> Booleans:
    """Tell of which classes the silence is too long to be honest.

    With a gamma distributed pace, a class that wrote ``written`` rows where ``before`` were expected stays silent where
    ``silent`` more are expected with the chance ((shape + before) / (shape + before + silent)) ** (shape + written).
    Where 4 rows a week are expected, of 20 children with a row in every fifth week, a class that never wrote any is
    stale after 5 weeks, one that kept pace for 5 weeks when the silence is longer than 3.
    """
    expected = np.bincount(roll.of, rates * (roll.last - roll.first) / _WEEK)
    silent = np.bincount(roll.of, rates * pages.silent / _WEEK)
    written = np.bincount(roll.of, np.where(rates > 0, pages.written, 0))
    chance = ((PACE_SHAPE + expected - silent) / (PACE_SHAPE + expected)) ** (PACE_SHAPE + written)
    longest = _largest(pages.silent, roll.of, roll.size)
    return np.asarray((longest > LONGEST_SILENCE_WEEKS * _WEEK) & (chance < STALE_CHANCE))


def _counts(snapshot: Snapshot) -> Iterable[pd.DataFrame]:
    """Count school days, and weeks with a row, by table and grade level; a class counts once for each of its children.

    They are whole numbers, so that sums over parts are the same in any order.
    """
    roll = _roll(snapshot)
    days = roll.last - roll.first
    class_weeks = -(-_largest(days, roll.of, roll.size) // _WEEK)
    for table in EVENTS:
        pages = _pages(snapshot, roll, table)
        counts = {
            "class_written": pages.class_written[roll.of], "class_weeks": class_weeks[roll.of],
            "written": pages.written, "days": days,
        }  # fmt: skip
        keys = pd.MultiIndex.from_product([[table], _grade_levels(snapshot)])
        yield pd.DataFrame(counts, index=keys, dtype=float).groupby(level=[0, 1]).sum()


def _roll(snapshot: Snapshot) -> _Roll:
    label = pd.factorize(snapshot.cohort["class_label"].fillna(""))[0]
    _, of = np.unique(snapshot.school * (len(snapshot) + 1) + label, return_inverse=True)
    year = snapshot.this_year()
    enrolled = snapshot.cohort["enrolled_on"].to_numpy(np.int64)
    window = Window(np.minimum(np.maximum(year.start, enrolled), year.stop), year.stop)
    first, last = (
        snapshot.school_day_numbers(days - 1, np.arange(len(snapshot))) for days in (window.start, window.stop)
    )
    return _Roll(of, int(of.max(initial=-1)) + 1, window, first, last)


def _pages(snapshot: Snapshot, roll: _Roll, table: str) -> _Pages:
    rows = snapshot.rows(EVENTS[table], roll.window)
    owner = rows.owner
    weeks_ago = (roll.last[owner] - snapshot.school_day_numbers(rows.day, owner)) // _WEEK
    last_row = _largest(rows.day, roll.of[owner], roll.size)
    enrolled = -_largest(-roll.window.start, roll.of, roll.size)
    last_written = snapshot.school_day_numbers(last_row[roll.of], np.arange(len(snapshot)))
    return _Pages(
        silent=roll.last - np.maximum(last_written, roll.first),
        written=_distinct(owner, weeks_ago, len(snapshot)),
        since=np.maximum(last_row, enrolled),
        class_written=_distinct(roll.of[owner], weeks_ago, roll.size),
    )


def _named(
    children: pd.DataFrame, of: Positions, silent_since: Mapping[int, Mapping[str, dt.date]]
) -> Iterable[StaleClass]:
    """Give each silent class its name and its children."""
    for place, at in children.groupby(of).indices.items():
        silent = children.iloc[at]
        label = silent["class_label"].iloc[0]
        yield StaleClass(
            school_id=str(silent["school_id"].iloc[0]),
            class_label=label if isinstance(label, str) else None,
            silent_since=silent_since[cast(int, place)],
            pupil_ids=tuple(silent["pupil_id"]),
        )


def _grade_levels(snapshot: Snapshot) -> Integers:
    return np.nan_to_num(snapshot.enrolment("grade_level"), nan=_NO_LEVEL).astype(np.int64)


def _rates(snapshot: Snapshot, recording_rates: Sequence[RecordingRate]) -> Floats:
    """Return the rate of each child's grade level; 0 where the training knew no rhythm of it."""
    by_level = {_NO_LEVEL if each.grade_level is None else each.grade_level: each.rate for each in recording_rates}
    return np.array([by_level.get(level, 0.0) for level in _grade_levels(snapshot).tolist()])


def _largest(days: Days, groups: Positions, size: int) -> Days:
    """Return the latest day of each group, or the largest number of days; long ago for a group without any."""
    largest = np.full(size, LONG_AGO)
    np.maximum.at(largest, groups, days)
    return largest


def _distinct(groups: Positions, weeks: Integers, size: int) -> Integers:
    """Count the distinct weeks of each group."""
    has_row = np.zeros((size, int(weeks.max(initial=0)) + 1), dtype=np.bool_)
    has_row[groups, weeks] = True
    return np.asarray(has_row.sum(axis=1))
