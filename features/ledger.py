"""How much happened to each pupil in a window of days, as far as it was known?

Rows are sorted once by (pupil, day) and their values summed up along the way in whole numbers. The sum over a window
is then the difference of two running sums, found by binary search:

    total(p, start, stop) = S[first row of p on or after stop] - S[first row of p on or after start]

That counts every row that had *happened*. A row that was learnt of later than it happened stands in ``late`` too: those
of them that were not known yet are taken off again. Whole numbers make both steps exact, so the rows of other pupils
cannot move a digit.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from features.asof import known_before
from features.days import Days

Whole = npt.NDArray[np.int64]
Positions = npt.NDArray[np.intp]

_SPAN = 2**22  # more days than any calendar has, so that pupil * span + day sorts by pupil first
_SHIFT = 2**21  # keeps days before 1970 positive


@dataclass(frozen=True)
class Window:
    """Days from ``start`` (included) to ``stop`` (excluded), one of each per pupil of the cohort."""

    start: Days
    stop: Days


@dataclass(frozen=True)
class Ledger:
    """Dated rows of many pupils, sorted by pupil and day.

    ``pupil`` is a pupil's number, ``known`` the day from whose morrow on the row may be used, ``values`` whole numbers.
    """

    pupil: Whole
    day: Days
    known: Days
    values: Mapping[str, Whole]
    sums: Mapping[str, Whole]
    key: Whole
    late: Positions

    def total(self, value: str, pupils: Whole, window: Window, as_of: int) -> Whole:
        """Sum one value over each pupil's window, of the rows known before ``as_of``.

        Parameters
        ----------
        value
            Name of the value.
        pupils
            The pupils' numbers, shape (n,), each at most once.
        window
            One window per pupil; no stop is after ``as_of``.
        as_of
            The day from whose point of view the sum is asked.

        Returns
        -------
        Whole
            Sums in the value's unit, shape (n,).
        """
        sums = self.sums[value]
        happened = sums[self._at(pupils, window.stop)] - sums[self._at(pupils, window.start)]
        rows, owner = self._not_yet_known(pupils, window, as_of)
        np.subtract.at(happened, owner, self.values[value][rows])
        return happened

    def rows(self, pupils: Whole, window: Window, as_of: int) -> tuple[Positions, Positions]:
        """Return the known rows inside each pupil's window, in order of pupil and day, and whose each is.

        The second array holds positions in ``pupils``.
        """
        first, last = self._at(pupils, window.start), self._at(pupils, window.stop)
        counts = np.maximum(last - first, 0)
        owner = np.repeat(np.arange(len(pupils)), counts)
        offsets = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        rows = np.repeat(first, counts) + offsets
        visible = known_before(self.known[rows], as_of)
        return rows[visible], owner[visible]

    def _at(self, pupils: Whole, days: Days) -> Positions:
        return np.searchsorted(self.key, _key(pupils, days), side="left")

    def _not_yet_known(self, pupils: Whole, window: Window, as_of: int) -> tuple[Positions, Positions]:
        rows = self.late[~known_before(self.known[self.late], as_of)]
        place = np.full(int(max(self.pupil.max(initial=-1), pupils.max(initial=-1))) + 2, -1)
        place[pupils] = np.arange(len(pupils))
        owner = place[self.pupil[rows]]
        rows, owner = rows[owner >= 0], owner[owner >= 0]
        inside = (self.day[rows] >= window.start[owner]) & (self.day[rows] < window.stop[owner])
        return rows[inside], owner[inside]


def make_ledger(*, pupil: Whole, day: Days, known: Days, values: Mapping[str, Whole]) -> Ledger:
    """Sort rows by pupil and day (rows of one day keep their order) and sum up their values."""
    key = _key(pupil, day)
    order = np.argsort(key, kind="stable")
    ordered = {name: value[order] for name, value in values.items()}
    known, day = known[order], day[order]
    return Ledger(
        pupil=pupil[order],
        day=day,
        known=known,
        values=ordered,
        sums={name: np.concatenate([[0], np.cumsum(value)]) for name, value in ordered.items()},
        key=key[order],
        late=np.flatnonzero(known > day),
    )


def _key(pupils: Whole, days: Days) -> Whole:
    return pupils * _SPAN + np.clip(days, 1 - _SHIFT, _SHIFT - 1) + _SHIFT
