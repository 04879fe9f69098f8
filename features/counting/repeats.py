"""Rows of a table without a key that say exactly what another row says."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from features.arrays import Integers, Positions
from features.days import NEVER, to_days

WHEN_KNOWN = ("known_on", "retracted_on")  # when a row could be seen is not what it says
_PRIME = np.uint64(0x9E3779B97F4A7C15)
_ENDING = np.uint64(2**20 - 1)

Numbers = npt.NDArray[np.uint64]


class Repeats(NamedTuple):
    """The places of rows that have an equal one, and the number of each one's group; in order of group, then place."""

    rows: Positions
    group: Integers


def find_repeats(frame: pd.DataFrame, *, besides: Sequence[str] = WHEN_KNOWN) -> Repeats:
    """Find the rows that are equal to another row in all columns but some.

    Rows are compared by a number made of all their cells; those whose number occurs twice are then compared cell by
    cell, so that a chance meeting of two numbers does no harm.
    """
    names = [name for name in frame.columns if name not in besides and _has_any(frame[name])]
    if not names or len(frame) < 2:
        return Repeats(np.empty(0, np.intp), np.empty(0, np.int64))
    numbers = np.zeros(len(frame), np.uint64)
    signed, shifted = numbers.view(np.int64), np.empty(len(frame), np.uint64)
    for name in names:  # in place: on tables of events, making arrays anew takes longer than the sums
        np.add(signed, _cell_numbers(frame[name]), out=signed)
        numbers *= _PRIME
        np.right_shift(numbers, np.uint64(29), out=shifted)
        numbers ^= shifted
    ordered = np.sort(numbers)
    twice = np.unique(ordered[1:][ordered[1:] == ordered[:-1]])
    alike = _positions_among(numbers, twice)
    group = frame[names].take(alike).groupby(names, dropna=False, sort=False, observed=True).ngroup().to_numpy(np.int64)
    repeated = np.bincount(group, minlength=1)[group] > 1
    order = np.argsort(group[repeated], kind="stable")
    return Repeats(alike[repeated][order], np.asarray(group[repeated][order], np.int64))


def without_repeats(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the table with one row of equal ones, seen whenever any of them was to be seen.

    Of absences that differ in nothing but the day of the excuse one counts, excused as soon as any of them was. A row
    that was said again later was known when it was said first; one that was taken back and said again is two rows, the
    second from when the first one was not to be seen any more.
    """
    besides = (*WHEN_KNOWN, "excused_on")
    rows, group = find_repeats(frame, besides=besides)
    if not len(rows):
        return frame
    known, retracted = (_days_at(frame, name, rows) for name in WHEN_KNOWN)
    order = np.lexsort((-retracted, known, group))
    rows, group, known, retracted = (each[order] for each in (rows, group, known, retracted))
    until = pd.Series(retracted).groupby(group).cummax().groupby(group).shift(fill_value=-NEVER).to_numpy()
    seen_from = np.maximum(known, until)
    stays = seen_from < retracted
    columns = {"known_on": _with_days(frame["known_on"], rows, seen_from)}
    if "excused_on" in frame:
        excused = np.maximum(_days_at(frame, "excused_on", rows), known)
        first = pd.Series(excused).groupby(group).transform("min").to_numpy()
        columns["excused_on"] = _with_days(frame["excused_on"], rows, first)
    kept = np.ones(len(frame), np.bool_)
    kept[rows[~stays]] = False
    return frame.assign(**columns)[kept].reset_index(drop=True)


def _has_any(cells: "pd.Series") -> bool:
    """Tell whether a column has any value; as a rule its first rows say it."""
    return bool(cells.iloc[:1000].notna().any() or cells.notna().any())


def _cell_numbers(cells: "pd.Series") -> npt.NDArray[np.signedinteger]:
    """Return a number for each cell, the same for equal ones."""
    if isinstance(cells.dtype, pd.CategoricalDtype):
        return np.asarray(cells.cat.codes)
    values = cells.to_numpy()
    if values.dtype == object:
        return np.asarray(pd.factorize(cells)[0])
    if values.dtype.kind == "f":
        values = np.where(np.isnan(values), np.inf, values + 0.0)  # no minus zero, one kind of missing
    return np.ascontiguousarray(values).view(np.int64)


def _positions_among(numbers: Numbers, wanted: Numbers) -> Positions:
    """Return the places of the wanted numbers; only those that end like a wanted one are looked for."""
    if not len(wanted):
        return np.empty(0, np.intp)
    ending = np.zeros(int(_ENDING) + 1, np.bool_)
    ending[wanted & _ENDING] = True
    maybe = np.flatnonzero(ending[numbers & _ENDING])
    places = np.minimum(np.searchsorted(wanted, numbers[maybe]), len(wanted) - 1)
    return np.asarray(maybe[wanted[places] == numbers[maybe]])


def _days_at(frame: pd.DataFrame, column: str, rows: Positions) -> Integers:
    """Return the days of a column in some rows; ``NEVER`` where it is missing or there is no such column."""
    return to_days(frame[column].iloc[rows]) if column in frame else np.full(len(rows), NEVER, np.int64)


def _with_days(dates: "pd.Series", rows: Positions, days: Integers) -> npt.NDArray[np.datetime64]:
    """Return the dates with other days in some rows."""
    changed = dates.to_numpy("datetime64[s]").copy()
    missing = days >= NEVER
    changed[rows] = np.where(missing, np.datetime64("NaT"), np.where(missing, 0, days).astype("datetime64[D]"))
    return changed
