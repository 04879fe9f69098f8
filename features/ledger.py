"""How much happened to each pupil in a window of days, as far as it was known?

Rows are sorted once by (pupil, day) and their values summed up along the way in whole numbers. The sum over a window
is then the difference of two running sums, found by binary search among the pupil's rows:

    total(p, start, stop) = S[first row of p on or after stop] - S[first row of p on or after start]

That counts every row that had *happened*. A row that was learnt of later than it happened stands in ``late`` too: those
of them that were not known yet are taken off again. Whole numbers make both steps exact, so the rows of other pupils
cannot move a digit.

A county's ledgers have tens of millions of rows: a row keeps its days and values in four bytes each.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from features.asof import known_before
from features.days import Days

Whole = npt.NDArray[np.int64]
Narrow = npt.NDArray[Any]  # whole numbers in as few bytes as hold them
Positions = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Window:
    """Days from ``start`` (included) to ``stop`` (excluded), one of each per pupil of the cohort."""

    start: Days
    stop: Days


@dataclass(frozen=True)
class Ledger:
    """Dated rows of many pupils, sorted by pupil and day.

    The rows of pupil ``p`` are those from ``starts[p]`` up to ``starts[p + 1]``; rows of unknown pupils, numbered -1,
    stand before them all. ``day`` is the day a row happened, ``known`` the one from whose morrow on it may be used.
    ``values`` are whole numbers; those that are amounts have running ``sums``. ``late`` are the rows that were learnt
    of later than they happened.
    """

    starts: Whole
    day: Narrow
    known: Narrow
    values: Mapping[str, Narrow]
    sums: Mapping[str, Narrow]
    late: Positions

    def at(self, pupils: Whole, as_of: int) -> "LedgerAt":
        """Return the ledger as some pupils, each at most once, are seen in it at a date."""
        return LedgerAt(self, pupils, as_of)


class LedgerAt:
    """A ledger at a date, for the pupils of a cohort.

    Many features ask for the same windows, so the places of their ends are looked up once.

    Parameters
    ----------
    ledger
        The ledger.
    pupils
        The pupils' numbers, shape (n,), each at most once.
    as_of
        Only what was known before this day is used; no window may stop after it.
    """

    def __init__(self, ledger: Ledger, pupils: Whole, as_of: int) -> None:
        self._ledger = ledger
        self._pupils = pupils
        self._as_of = as_of
        self._places: dict[bytes, Positions] = {}
        self._unknown, self._owner = self._not_yet_known()

    def total(self, value: str, window: Window) -> Whole:
        """Sum one value over each pupil's window, of the rows known by now.

        Returns
        -------
        Whole
            Sums in the value's unit, shape (n,).
        """
        sums = self._ledger.sums[value]
        happened = sums[self._at(window.stop)].astype(np.int64) - sums[self._at(window.start)]
        day = self._ledger.day[self._unknown]
        inside = (day >= window.start[self._owner]) & (day < window.stop[self._owner])
        np.subtract.at(happened, self._owner[inside], self._ledger.values[value][self._unknown[inside]])
        return happened

    def rows(self, window: Window) -> tuple[Positions, Positions]:
        """Return the known rows inside each pupil's window, in order of pupil and day, and whose each is.

        The second array holds positions in the pupils.
        """
        first, last = self._at(window.start), self._at(window.stop)
        counts = np.maximum(last - first, 0)
        owner = np.repeat(np.arange(len(counts)), counts)
        rows = np.repeat(first - (np.cumsum(counts) - counts), counts) + np.arange(counts.sum())
        visible = known_before(self._ledger.known[rows], self._as_of)
        return rows[visible], owner[visible]

    def _at(self, days: Days) -> Positions:
        """Return the place of each pupil's first row on or after a day."""
        asked = days.tobytes()
        if asked not in self._places:
            self._places[asked] = self._search(days)
        return self._places[asked]

    def _search(self, days: Days) -> Positions:
        """Search the rows of all pupils at once: halve what is left of each pupil's until nothing is."""
        low, high = self._first_rows(self._pupils), self._first_rows(self._pupils + 1)
        while (left := low < high).any():
            middle = (low + high) // 2
            earlier = np.zeros(len(days), dtype=np.bool_)
            earlier[left] = self._ledger.day[middle[left]] < days[left]
            low, high = np.where(earlier, middle + 1, low), np.where(earlier, high, middle)
        return low

    def _first_rows(self, pupils: Whole) -> Positions:
        starts = self._ledger.starts
        return np.asarray(starts[np.minimum(pupils, len(starts) - 1)])  # later pupils have no rows

    def _not_yet_known(self) -> tuple[Positions, Positions]:
        """Return the pupils' rows that had happened but were not known, and whose each is."""
        late = self._ledger.late
        rows = late[known_before(self._ledger.day[late], self._as_of)]
        rows = rows[~known_before(self._ledger.known[rows], self._as_of)]
        pupil = np.searchsorted(self._ledger.starts, rows, side="right") - 1
        place = np.full(max(len(self._ledger.starts), int(self._pupils.max(initial=0))) + 2, -1)
        place[self._pupils] = np.arange(len(self._pupils))
        owner = place[pupil]
        return rows[owner >= 0], owner[owner >= 0]


def make_ledger(
    *,
    pupil: Narrow,
    day: Narrow,
    known: Narrow,
    values: Mapping[str, Narrow],
    codes: Mapping[str, Narrow] | None = None,
) -> Ledger:
    """Sort rows by pupil and day (rows of one day keep their order) and sum up their values.

    ``values`` are amounts of 0 or more; ``codes`` are numbers that stand for something and have no sum.
    """
    key = pupil.astype(np.int64) * 2**32 + day  # sorts by pupil, then by day
    order: Positions | slice = slice(None)
    if (key[1:] < key[:-1]).any():  # rows that were written pupil by pupil may need no sorting
        order = np.argsort(key, kind="stable")
    day, known = day[order].astype(np.int32), known[order].astype(np.int32)
    return Ledger(
        starts=np.cumsum(np.bincount(pupil + 1, minlength=1)),
        day=day,
        known=known,
        values={name: each[order] for name, each in {**values, **(codes or {})}.items()},
        sums={name: _running_sum(each[order]) for name, each in values.items()},
        late=np.flatnonzero(known > day),
    )


def _running_sum(values: Narrow) -> Narrow:
    """Return the sums of the first 0, 1, 2, ... values, in four bytes each where they fit."""
    sums = np.append(0, np.cumsum(values, dtype=np.int64))
    return sums.astype(np.int32) if sums[-1] <= np.iinfo(np.int32).max else sums
