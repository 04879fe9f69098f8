"""Events sorted by pupil and day: what happened to each pupil in a window of days, as far as it was known.

Rows are sorted once by (pupil, day). The rows of a window are then found by halving among the pupil's own, whatever
other years hold, and those not known yet are left out:

    total(p, start, stop) = the sum of value[r] over the rows r of p with start <= day[r] < stop, known before the date

Values are whole numbers, so the order of the rows cannot move a digit. Where rows are many the same is done by the
compiled loops of ``events_numba``; loading those takes longer than a school's whole list: few rows are done here.

The event indexes of a county have tens of millions of rows: a row keeps its days and values in four bytes each.
"""

import importlib
import sys
from dataclasses import dataclass, field, fields, replace
from typing import Any

import numpy as np

from features.arrays import Codes, Days, Integers, Positions
from features.as_of import known_before
from features.days import NEVER

MANY_ROWS = 1_000_000  # so many rows pay for loading the compiled loops

_COMPILED = "features.point_in_time.events_numba"


@dataclass(frozen=True, eq=False)
class Window:
    """Days from ``start`` (included) to ``stop`` (excluded), one of each per pupil of the cohort.

    A window is itself and no other: what was found for it is kept under it.
    """

    start: Days
    stop: Days


@dataclass(frozen=True)
class WindowStats:
    """What the known rows in each pupil's window come to, in whole numbers, shape (n,).

    ``rows`` is how many there are, ``total`` the sum of their values, ``below`` how many values are below the
    ``pass_value`` value, ``lowest`` the lowest one; ``last_day`` the latest day with a row, and ``last_rows``,
    ``last_total`` and ``last_lowest`` the same of that day. ``weight`` and ``last_weight`` are the sums of the weights
    by which the values in totals are multiplied, or numbers of rows if all weigh the same. Without rows all are 0.
    """

    rows: Integers
    total: Integers
    below: Integers
    lowest: Integers
    last_day: Integers
    last_rows: Integers
    last_total: Integers
    last_lowest: Integers
    weight: Integers
    last_weight: Integers


@dataclass(frozen=True)
class EventRows:
    """Rows in order of their owners, of one owner in order of day; ``code`` is empty where rows have none.

    ``owner`` is the position of the row's pupil among those asked for; ``weight`` is 1 where all rows weigh the same.
    """

    owner: Positions
    day: Codes
    value: Codes
    code: Codes
    weight: Integers


@dataclass(frozen=True)
class EventIndex:
    """Dated rows of many pupils, sorted by pupil and day.

    The rows of pupil ``p`` are those from ``starts[p]`` up to ``starts[p + 1]``; rows of unknown pupils, numbered -1,
    stand before them all. ``day`` is the day a row happened, ``known`` the one from whose morrow on it may be used.
    ``value`` is an amount in whole units, ``code`` a number from -1 to ``codes`` - 1 that stands for something;
    ``pass_value`` is the value below which a row is counted as ``below``; all weigh the same where ``weight`` is empty.
    Days, values, codes and weights have four bytes each.
    The rows at ``retracted`` were taken back on ``retracted_on``: until then, and on that day, they are seen.
    """

    starts: Integers
    day: Codes
    known: Codes
    value: Codes
    code: Codes
    codes: int
    pass_value: int
    weight: Codes
    retracted: Positions = field(default_factory=lambda: np.empty(0, np.intp))
    retracted_on: Codes = field(default_factory=lambda: np.empty(0, np.int32))

    def at(self, pupils: Integers, as_of: int) -> "EventsAsOf":
        """Return the events as some pupils, each at most once, are seen in it at a date."""
        gone = self.retracted[known_before(self.retracted_on, as_of)]
        if not len(gone):
            return EventsAsOf(self, pupils, as_of)
        known = self.known.copy()
        known[gone] = NEVER
        return EventsAsOf(replace(self, known=known), pupils, as_of)


class EventsAsOf:
    """The events before a date, for the pupils of a cohort.

    Parameters
    ----------
    index
        The events of all pupils and dates.
    pupils
        The pupils' numbers, shape (n,), each at most once.
    as_of
        Only what was known before this day is used; no window may stop after it.
    """

    def __init__(self, index: EventIndex, pupils: Integers, as_of: int) -> None:
        self._index = index
        self._as_of = as_of
        places = len(index.starts) - 1  # pupils with higher numbers have no rows
        self._low: Integers = index.starts[np.minimum(pupils, places)]
        self._high: Integers = index.starts[np.minimum(pupils + 1, places)]
        self._ends: list[tuple[Days, Positions]] = []
        self._places: dict[Window, tuple[Positions, Positions]] = {}

    def window_stats(self, window: Window) -> WindowStats:
        """Return the statistics of the rows known by now in each pupil's window."""
        index = self._index
        if not len(index.day):  # hardly any records have totals of periods
            return WindowStats(*np.zeros((len(fields(WindowStats)), len(self._low)), dtype=np.int64))
        if loops := _compiled(index):
            columns = index.day, index.known, index.value, index.weight
            return WindowStats(*loops.window_stats(*columns, *self._bounds(window)))
        return _window_stats(self.rows(window), len(self._low), index.pass_value)

    def codes_below(self, window: Window) -> Integers:
        """Count, for each pupil, the codes of rows in the window whose mean value is below ``pass_value``."""
        index = self._index
        if loops := _compiled(index):
            columns = index.day, index.known, index.value, index.weight, index.code
            return np.asarray(loops.codes_below(*columns, *self._bounds(window), index.codes))
        rows = self.rows(window)
        pairs, pair_of = np.unique(rows.owner * (index.codes + 1) + rows.code + 1, return_inverse=True)
        sums = np.zeros(len(pairs), dtype=np.int64)
        np.add.at(sums, pair_of, rows.weight * (rows.value - index.pass_value))
        return np.bincount(pairs[sums < 0] // (index.codes + 1), minlength=len(self._low))

    def rows(self, window: Window) -> EventRows:
        """Return the known rows inside each pupil's window, in order of pupil and day; rows of a day keep theirs."""
        places, owner = self._known_places(window)
        index = self._index
        code = index.code[places] if len(index.code) else index.code
        weight = index.weight[places].astype(np.int64) if len(index.weight) else np.ones(len(places), np.int64)
        return EventRows(owner, index.day[places], index.value[places], code, weight)

    def _known_places(self, window: Window) -> tuple[Positions, Positions]:
        """Return where the known rows inside each pupil's window are in the index, and whose each is."""
        if window not in self._places:
            first, last = self._first_row(window.start), self._end(window)
            counts = np.maximum(last - first, 0)
            owner = np.repeat(np.arange(len(counts)), counts)
            places = np.repeat(first - (np.cumsum(counts) - counts), counts) + np.arange(counts.sum())
            visible = known_before(self._index.known[places], self._as_of)
            self._places[window] = places[visible], owner[visible]
        return self._places[window]

    def _end(self, window: Window) -> Positions:
        """Return the row after each pupil's window; most windows of a date end on it, so it is looked up once."""
        for days, rows in self._ends:
            if days is window.stop:
                return rows
        self._ends.append((window.stop, self._first_row(window.stop)))
        return self._ends[-1][1]

    def _first_row(self, days: Days) -> Positions:
        """Return the place of each pupil's first row on or after a day: halve what is left of each until nothing is."""
        low, high = self._low, self._high
        if loops := _compiled(self._index):
            return np.asarray(loops.first_rows(self._index.day, low, high, days))
        while (left := low < high).any():
            middle = (low + high) // 2
            earlier = np.zeros(len(days), dtype=np.bool_)
            earlier[left] = self._index.day[middle[left]] < days[left]
            low, high = np.where(earlier, middle + 1, low), np.where(earlier, high, middle)
        return low

    def _bounds(self, window: Window) -> tuple[Integers, Positions, Days, int, int]:
        return self._low, self._end(window), window.start, self._as_of, self._index.pass_value


def index_events(
    *, pupil: Codes, day: Codes, known: Codes, value: Codes, code: Codes | None = None, codes: int = 0,
    pass_value: int = 0, rows: Positions | None = None, retracted_on: Codes | None = None,
    weight: Codes | None = None,
) -> EventIndex:  # fmt: skip
    """Sort rows, or only those at some places, by pupil and day; rows of one day keep their order.

    Codes and weights are only there where they are given. ``retracted_on`` is ``NEVER`` for a row that stands.
    """
    order = sorted_order(pupil, day, rows=rows)
    taken_back = _sorted_or_none(retracted_on, order)
    retracted = np.flatnonzero(taken_back != NEVER)
    return EventIndex(
        starts=np.cumsum(np.bincount((pupil if rows is None else pupil[rows]) + 1, minlength=1)),
        day=_sorted(day, order),
        known=_sorted(known, order),
        value=_sorted(value, order),
        code=_sorted_or_none(code, order),
        codes=codes,
        pass_value=pass_value,
        weight=_sorted_or_none(weight, order),
        retracted=retracted,
        retracted_on=taken_back[retracted],
    )


def sorted_order(pupil: Codes, day: Codes, *, rows: Positions | None = None) -> Positions | None:
    """Return the places of the rows, or of some of them, in order of pupil and day; None where all are in that order.

    >>> sorted_order(np.array([1, 0, 1]), np.array([7, 9, 5]))
    array([1, 2, 0])
    """
    keys = _keys(pupil, day)
    if rows is not None:
        keys = keys[rows]
    if not (keys[1:] < keys[:-1]).any():
        return rows
    order = np.argsort(keys, kind="stable")
    return order if rows is None else rows[order]


def _keys(pupil: Codes, day: Codes) -> Codes:
    """Return whole numbers in the order of pupil and day, of four bytes where these hold them: they sort faster."""
    first, last = (int(day.min()), int(day.max())) if len(day) else (0, 0)
    days = last - first + 1
    narrow: type[np.signedinteger[Any]] = np.int64
    if (int(pupil.max(initial=0)) + 2) * days < 2**31:
        narrow = np.int32
    keys = np.multiply(pupil, days, dtype=narrow, casting="unsafe")
    return np.add(keys, np.subtract(day, first, dtype=narrow, casting="unsafe"), out=keys)


def _sorted(values: Codes, order: Positions | None) -> Codes:
    narrow = values.astype(np.int32, copy=False)
    return np.ascontiguousarray(narrow if order is None else narrow[order])


def _sorted_or_none(values: Codes | None, order: Positions | None) -> Codes:
    return np.empty(0, np.int32) if values is None else _sorted(values, order)


def load_compiled() -> None:
    """Load the compiled loops where many rows will come, if only part by part."""
    importlib.import_module(_COMPILED)


def _compiled(index: EventIndex) -> Any:
    """Return the compiled loops where they are loaded already, or the rows are worth loading them; else None."""
    if len(index.day) < MANY_ROWS and _COMPILED not in sys.modules:
        return None
    from features.point_in_time import events_numba

    return events_numba


def _window_stats(rows: EventRows, pupils: int, pass_value: int) -> WindowStats:
    counts = np.bincount(rows.owner, minlength=pupils)
    ends = np.cumsum(counts)
    last_day = np.zeros(pupils, dtype=np.int64)
    last_day[counts > 0] = rows.day[ends[counts > 0] - 1]
    owner, value, weight = rows.owner, rows.value.astype(np.int64), rows.weight
    last = rows.day == last_day[owner]
    return WindowStats(
        rows=counts,
        total=_by_owner(np.add, weight * value, owner, pupils),
        below=np.bincount(owner[value < pass_value], minlength=pupils),
        lowest=_by_owner(np.minimum, value, owner, pupils),
        last_day=last_day,
        last_rows=np.bincount(owner[last], minlength=pupils),
        last_total=_by_owner(np.add, (weight * value)[last], owner[last], pupils),
        last_lowest=_by_owner(np.minimum, value[last], owner[last], pupils),
        weight=_by_owner(np.add, weight, owner, pupils),
        last_weight=_by_owner(np.add, weight[last], owner[last], pupils),
    )


def _by_owner(what: np.ufunc, values: Integers, owner: Positions, pupils: int) -> Integers:
    """Return the sum or the minimum of each owner's values, which stand together; 0 without any."""
    firsts = np.flatnonzero(np.diff(owner, prepend=-1))
    found = np.zeros(pupils, dtype=np.int64)
    found[owner[firsts]] = what.reduceat(values, firsts) if len(firsts) else 0
    return found
