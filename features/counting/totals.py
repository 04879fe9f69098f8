"""Totals that hold other rows of the same child: of what is in both, nothing counts twice."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from features.arrays import Booleans, Integers
from features.counting.event_rows import HUNDREDTHS, DayRows
from features.counting.held_totals import Change, Said, changes_over_time


@dataclass(frozen=True)
class _Pass:
    """Which totals hold others: with a subject or without, and of known or of unknown excuses.

    A total of which nobody knows how much of it is excused holds rows that are excused and rows that are not.
    """

    by_subject: bool
    of_unknown: bool


_PASSES = tuple(_Pass(by_subject, of_unknown) for of_unknown in (False, True) for by_subject in (True, False))


def without_held_hours(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the absences with each total counting only what it says beyond the rows that it holds.

    A total holds the rows of the same child and kind, excused or not as it is, whose days are all within its own: those
    of its own subject, and if it has none, of every subject; one of unknown excuses holds excused rows, too. 4 hours
    since September by the end of that month, 6 by the end of October and 8 by December are 4, 2 and 2. Totals that
    share only some of their days count both.
    """
    for each in _PASSES:
        frame = _counted(frame, each)
    return frame


def held_by_totals(rows: DayRows) -> Booleans:
    """Tell which rows are held by a total."""
    held = np.zeros(len(rows.is_total), np.bool_)
    for each in _PASSES if rows.is_total.any() else ():
        held |= _held(rows, _chains(rows, each), _holds(rows, each))
    return held


def _counted(frame: pd.DataFrame, which: _Pass) -> pd.DataFrame:
    rows = DayRows(frame)
    holds = _holds(rows, which)
    if not holds.any():
        return frame
    chain = _chains(rows, which)
    held = _held(rows, chain, holds)
    if not held.any():
        return frame
    concerned = np.isin(chain, chain[held])
    changes = _changes(rows, frame["lessons"].to_numpy(float), chain, np.flatnonzero(concerned), holds)
    return pd.concat([frame[~concerned], _rows_of(frame, rows, changes)], ignore_index=True)


def _holds(rows: DayRows, which: _Pass) -> Booleans:
    """Tell which totals may hold other rows."""
    is_of_kind = (rows.has_subject == which.by_subject) & (rows.unknown_excuse == which.of_unknown)
    return np.asarray(rows.is_total & is_of_kind)


def _chains(rows: DayRows, which: _Pass) -> Integers:
    """Number the rows among which totals hold others; -1 for those that are not looked at."""
    chain = rows.child * 8 + rows.kind
    if not which.of_unknown:
        chain = np.where(rows.is_total & rows.unknown_excuse, -1, chain * 2 + rows.excused_at_once)
    if not which.by_subject:
        return chain
    several = chain * (int(rows.subject.max(initial=0)) + 1) + rows.subject
    return np.where(rows.has_subject & (chain >= 0), several, -1)


def _held(rows: DayRows, chain: Integers, holds: Booleans) -> Booleans:
    """Tell whose days all lie within those of a total of the same chain."""
    among = np.flatnonzero(np.isin(chain, chain[holds]))
    order = among[np.lexsort((~holds[among], -rows.day[among], rows.first_day[among], chain[among]))]
    last = pd.Series(np.where(holds[order], rows.day[order], -1)).groupby(chain[order])
    latest_before = last.cummax().groupby(chain[order]).shift(fill_value=-1).to_numpy()
    held = np.zeros(len(chain), np.bool_)
    held[order] = rows.day[order] <= latest_before
    return held


def _changes(
    rows: DayRows, lessons: "np.ndarray", chain: Integers, places: "np.ndarray", holds: Booleans
) -> list[Change]:
    """Go through the concerned children one by one."""
    places = places[np.argsort(chain[places], kind="stable")]
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
