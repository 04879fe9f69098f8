"""Statistics of windows by compiled loops; ``point_in_time.events`` does the same in numpy.

For pupil p with the rows from low[p] on, in order of their days, a window from ``first`` up to row end[p], and a date:

    rows    = the number of r in low[p] .. end[p] - 1 with first <= day[r], known[r] before the date
    total   = the sum of weight[r] * value[r] over them, weight = the sum of weight[r]
    below   = how many value[r] are below the pass value, lowest = their minimum
    last_*  = the same over those of the latest day

Where all rows weigh the same, ``weight`` is empty, and each weighs 1.

The row after a window is found by halving, once for all windows that end on a day; from there on the rows inside are
looked at once, the latest first, so that the years before a window cost nothing.

Importing this module loads numba and compiles the loops (some seconds, the first time on a machine) or takes them from
the disk (a second or two). They are beside this file or, where that cannot be written, in the user's cache folder. The
functions with ``_`` are the same loops as Python runs them: the tests compare both with ``point_in_time.events``.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numba import njit

from features.as_of import known_before

STATISTICS = 10  # fields of a `WindowStats`, for each pupil

_DAYS, _ROWS = "int64[::1]", "int32[::1]"
_known_before: Callable[..., Any] = njit(known_before)


def _first_rows(day: Any, low: Any, high: Any, days: Any) -> Any:
    """Return, for each pupil, the first of the rows low .. high - 1 whose day is not before ``days``, else high."""
    found = np.empty(len(low), dtype=np.int64)
    for pupil in range(len(low)):
        first, last = low[pupil], high[pupil]
        while first < last:
            middle = (first + last) // 2
            if day[middle] < days[pupil]:
                first = middle + 1
            else:
                last = middle
        found[pupil] = first
    return found


def _window_stats(
    day: Any, known: Any, value: Any, weight: Any, low: Any, end: Any, first: Any, date: int,
    pass_value: int,
) -> Any:  # fmt: skip
    """Return an array of shape (10, pupils): the fields of a ``WindowStats`` in their order."""
    found = np.empty((STATISTICS, len(low)), dtype=np.int64)
    for pupil in range(len(low)):
        rows = total = below = lowest = last_day = last_rows = last_total = last_lowest = weights = last_weight = 0
        for row in range(end[pupil] - 1, low[pupil] - 1, -1):
            if day[row] < first[pupil]:
                break
            if not _known_before(known[row], date):
                continue
            amount = int(value[row])
            share = int(weight[row]) if len(weight) > 0 else 1
            if rows == 0:
                last_day, lowest = int(day[row]), amount
            rows, total, weights, lowest = rows + 1, total + share * amount, weights + share, min(lowest, amount)
            below += amount < pass_value
            if day[row] == last_day:
                last_rows, last_total, last_lowest, last_weight = rows, total, lowest, weights
        found[0, pupil], found[1, pupil], found[2, pupil], found[3, pupil] = rows, total, below, lowest
        found[4, pupil], found[5, pupil] = last_day, last_rows
        found[6, pupil], found[7, pupil] = last_total, last_lowest
        found[8, pupil], found[9, pupil] = weights, last_weight
    return found


def _codes_below(
    day: Any, known: Any, value: Any, weight: Any, code: Any, low: Any, end: Any, first: Any, date: int,
    pass_value: int, codes: int,
) -> Any:  # fmt: skip
    """Return, for each pupil, how many codes (-1 .. codes - 1) have a mean value below the pass value."""
    found = np.empty(len(low), dtype=np.int64)
    above = np.zeros(codes + 1, dtype=np.int64)  # the sum of value - passing: its sign is that of mean - passing
    for pupil in range(len(low)):
        above[:] = 0
        for row in range(end[pupil] - 1, low[pupil] - 1, -1):
            if day[row] < first[pupil]:
                break
            if _known_before(known[row], date):
                share = int(weight[row]) if len(weight) > 0 else 1
                above[code[row]] += share * (value[row] - pass_value)
        found[pupil] = (above < 0).sum()
    return found


_BOUNDS = f"{_DAYS}, {_DAYS}, {_DAYS}, int64, int64"

first_rows: Callable[..., Any] = njit(f"{_DAYS}({_ROWS}, {_DAYS}, {_DAYS}, {_DAYS})", cache=True, nogil=True)(
    _first_rows
)
window_stats: Callable[..., Any] = njit(
    f"int64[:, ::1]({_ROWS}, {_ROWS}, {_ROWS}, {_ROWS}, {_BOUNDS})", cache=True, nogil=True
)(_window_stats)  # fmt: skip
codes_below: Callable[..., Any] = njit(
    f"{_DAYS}({_ROWS}, {_ROWS}, {_ROWS}, {_ROWS}, {_ROWS}, {_BOUNDS}, int64)", cache=True, nogil=True
)(_codes_below)  # fmt: skip
