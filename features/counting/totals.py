"""Totals that hold other rows of the same child: of what is in both, nothing counts twice."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from features.arrays import Booleans, Integers
from features.counting.event_rows import HUNDREDTHS, DayRows
from features.counting.held_totals import Change, Said, changes_over_time


def without_held_hours(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the absences with each total counting only what it says beyond the rows that it holds.

    A total holds the rows of the same child and kind, excused or not as it is, whose days are all within its own: those
    of its own subject, and if it has none, of every subject. 4 hours since September by the end of that month, 6 by the
    end of October and 8 by December are 4, 2 and 2. Totals that share only some of their days count both.
    """
    return _counted(_counted(frame, by_subject=True), by_subject=False)


def held_by_totals(rows: DayRows) -> Booleans:
    """Tell which rows are held by a total."""
    if not rows.is_total.any():
        return np.zeros(len(rows.is_total), np.bool_)
    return _held(rows, _chains(rows, by_subject=True), True) | _held(rows, _chains(rows, by_subject=False), False)


def _counted(frame: pd.DataFrame, *, by_subject: bool) -> pd.DataFrame:
    rows = DayRows(frame)
    if not rows.is_total.any():
        return frame
    chain = _chains(rows, by_subject=by_subject)
    held = _held(rows, chain, by_subject)
    if not held.any():
        return frame
    concerned = np.isin(chain, chain[held])
    changes = _changes(rows, frame["lessons"].to_numpy(float), chain, np.flatnonzero(concerned), by_subject)
    return pd.concat([frame[~concerned], _rows_of(frame, rows, changes)], ignore_index=True)


def _chains(rows: DayRows, *, by_subject: bool) -> Integers:
    """Number the rows among which totals hold others; -1 for those that are not looked at."""
    chain = (rows.child * 8 + rows.kind) * 2 + rows.excused_at_once
    if not by_subject:
        return chain
    return np.where(rows.has_subject, chain * (int(rows.subject.max(initial=0)) + 1) + rows.subject, -1)


def _held(rows: DayRows, chain: Integers, by_subject: bool) -> Booleans:
    """Tell whose days all lie within those of a total of the same chain."""
    holds = rows.is_total & (rows.has_subject == by_subject)
    among = np.flatnonzero(np.isin(chain, chain[holds]))
    order = among[np.lexsort((~holds[among], -rows.day[among], rows.first_day[among], chain[among]))]
    last = pd.Series(np.where(holds[order], rows.day[order], -1)).groupby(chain[order])
    latest_before = last.cummax().groupby(chain[order]).shift(fill_value=-1).to_numpy()
    held = np.zeros(len(chain), np.bool_)
    held[order] = rows.day[order] <= latest_before
    return held


def _changes(
    rows: DayRows, lessons: "np.ndarray", chain: Integers, places: "np.ndarray", by_subject: bool
) -> list[Change]:
    """Go through the concerned children one by one."""
    places = places[np.argsort(chain[places], kind="stable")]
    holds = rows.is_total & (rows.has_subject == by_subject)
    columns = (rows.first_day, rows.day, rows.hours, lessons, rows.known, rows.retracted, holds)
    said = [Said(*each) for each in zip(places.tolist(), *(column[places].tolist() for column in columns), strict=True)]
    starts = np.flatnonzero(np.diff(chain[places], prepend=-2)).tolist()
    ends = [*starts[1:], len(said)]
    return [each for start, end in zip(starts, ends, strict=True) for each in changes_over_time(said[start:end])]


def _rows_of(frame: pd.DataFrame, rows: DayRows, changes: Sequence[Change]) -> pd.DataFrame:
    """Return a row for each change, like the row that it changes."""
    place, first, known = (np.array([each[field] for each in changes], np.int64) for field in (0, 1, 4))
    days = first.astype("datetime64[D]").astype("datetime64[s]")
    return frame.take(place).assign(
        hours=np.array([each.hours for each in changes]) / HUNDREDTHS,
        lessons=np.array([each.lessons for each in changes]),
        from_date=np.where(rows.is_total[place], days, frame["from_date"].to_numpy("datetime64[s]")[place]),
        known_on=known.astype("datetime64[D]").astype("datetime64[s]"),
        retracted_on=np.datetime64("NaT", "s"),
    )
