"""Averages beside the marks they are made of."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from features.arrays import Booleans, Codes, Integers, Positions
from features.days import NEVER

_ANY = -2  # every subject, and none


@dataclass(frozen=True)
class MarkSpans:
    """When each row of marks counts: from the morrow of ``known`` up to ``retracted_on``.

    Both have one entry for each row, and after them one for each of ``repeated``: averages that count once more, since
    the marks that took their place were taken back.
    """

    known: Codes
    retracted_on: Codes
    repeated: Positions


def spans_of_marks(
    *, pupil: Codes, day: Codes, known: Codes, retracted_on: Codes, subject: Codes, is_average: Booleans,
    is_mark: Booleans, enrolments: pd.DataFrame,
) -> MarkSpans:  # fmt: skip
    """Return when each row counts: all as long as they stand, averages only while no mark stands in their place.

    An average is no further mark beside the marks it is made of. It counts until a mark or an exam of its subject and
    school year is known, of whatever day of that year; from then on the marks count and it does not. One that becomes
    known later than such a mark never counts. A mark without a subject may be of any, and an average without one is of
    all. The school year of a row is the latest that the child's enrolments had begun by its day, so that no enrolment
    that comes later changes what was seen.

    Parameters
    ----------
    pupil, day, known, retracted_on, subject
        Of each row; the subject is -1 where none is given.
    is_average, is_mark
        Which rows are averages, and which are marks or exams.
    enrolments
        With ``pupil``, ``begins_on`` and ``year_starts_on``.
    """
    averages = np.flatnonzero(is_average)
    marks = np.flatnonzero(is_mark & np.isin(pupil, pupil[averages])) if len(averages) else averages
    if not len(marks):
        return MarkSpans(known, retracted_on, averages[:0])
    rows = np.concatenate([averages, marks])
    year = _school_years(pupil[rows], day[rows], enrolments)
    child_year = pd.factorize(_pairs(pupil[rows], year))[0].astype(np.int64)
    own = _OwnMarks(child_year, subject[rows].astype(np.int64), len(averages))
    until = retracted_on.copy()
    until[averages] = np.minimum(until[averages], own.earliest(known[marks]))
    come_back = own.earliest(retracted_on[marks]) != NEVER
    spans = list(own.free_spans(np.flatnonzero(come_back), known[rows], retracted_on[rows]))
    places = averages[np.array([place for place, _ in spans], np.intp)]
    starts, ends = (np.array([span[end] for _, span in spans], known.dtype) for end in (0, 1))
    until[averages[come_back]] = known[averages[come_back]]  # these count in their spans alone
    return MarkSpans(np.append(known, starts), np.append(until, ends), places)


class _OwnMarks:
    """Which marks each average is made of: those of its child, school year and subject.

    The averages come first, then the marks.
    """

    def __init__(self, child_year: Integers, subject: Integers, averages: int) -> None:
        self._child_year, self._subject, self._averages = child_year, subject, averages
        self._group = pd.factorize(_pairs(child_year, subject))[0].astype(np.int64)

    def earliest(self, days: Codes) -> Codes:
        """Return, for each average, the earliest of the days of its marks; never without any."""
        averages, marks = slice(None, self._averages), slice(self._averages, None)
        without = self._subject[marks] < 0
        of_subject = _minima(self._group, days, marks)[self._group[averages]]
        of_none = _minima(self._child_year, np.where(without, days, NEVER), marks)[self._child_year[averages]]
        of_any = _minima(self._child_year, days, marks)[self._child_year[averages]]
        return np.where(self._subject[averages] < 0, of_any, np.minimum(of_subject, of_none))

    def free_spans(
        self, averages: Positions, known: Codes, retracted_on: Codes
    ) -> Iterator[tuple[int, tuple[int, int]]]:
        """Yield some averages with each span of days in which they stand and none of their marks does.

        There are hardly any: it is asked of averages only that have a mark that was taken back.
        """
        marks: dict[tuple[int, int], list[tuple[int, int]]] = {}
        for row in self._marks_of(averages).tolist():
            span = int(known[row]), int(retracted_on[row])
            for subject in (int(self._subject[row]), _ANY):
                marks.setdefault((int(self._child_year[row]), subject), []).append(span)
        free: dict[tuple[int, int], list[tuple[int, int]]] = {}
        for average in averages.tolist():
            year, subject = key = int(self._child_year[average]), int(self._subject[average])
            if key not in free:
                own = (_ANY,) if subject < 0 else (subject, -1)
                free[key] = _gaps(span for each in own for span in marks.get((year, each), ()))
            for start, end in free[key]:
                first, last = max(start, int(known[average])), min(end, int(retracted_on[average]))
                if first < last:
                    yield average, (first, last)

    def _marks_of(self, averages: Positions) -> Positions:
        """Return the rows of all marks that some of these averages are made of."""
        of_all = averages[self._subject[averages] < 0]
        same_group = np.isin(self._group, self._group[averages])
        same_year = np.isin(self._child_year, self._child_year[averages])
        wanted = same_group | same_year & (self._subject < 0) | np.isin(self._child_year, self._child_year[of_all])
        return self._averages + np.flatnonzero(wanted[self._averages :])


def _gaps(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the spans between spans, the first from long ago and the last for ever.

    >>> _gaps([(5, 7), (1, 3), (2, 4)]) == [(-NEVER, 1), (4, 5), (7, NEVER)]
    True
    """
    gaps, end = [], -NEVER
    for start, stop in sorted(spans):
        if start > end:
            gaps.append((end, start))
        end = max(end, stop)
    return [*gaps, (end, NEVER)]


def _school_years(pupil: Codes, day: Codes, enrolments: pd.DataFrame) -> Integers:
    """Return the first day of each row's school year, or a number before all of them where none had begun."""
    of, starts, begins = (enrolments[name].to_numpy(np.int64) for name in ("pupil", "year_starts_on", "begins_on"))
    order = np.lexsort([starts, begins, of])
    of, starts, begins = of[order], starts[order], begins[order]
    low = min(int(begins.min(initial=0)), int(day.min(initial=0)))
    width = max(int(begins.max(initial=0)), int(day.max(initial=0))) - low + 1
    place = np.searchsorted(of * width + begins - low, pupil.astype(np.int64) * width + day - low, side="right") - 1
    earliest = int(starts.min(initial=0)) - 1
    span = int(starts.max(initial=0)) - earliest + 1
    latest = np.maximum.accumulate(of * span + starts - earliest) % span + earliest  # within each child
    mine = (place >= 0) & (of[place] == pupil)
    return np.where(mine, latest[place], earliest)


def _pairs(first: Codes, second: Codes) -> Integers:
    """Return one number for each pair of numbers."""
    low = int(second.min(initial=0))
    width = int(second.max(initial=0)) - low + 1
    return first.astype(np.int64) * width + second - low


def _minima(groups: Integers, days: Codes, marks: slice) -> Codes:
    """Return the earliest day of each group's marks; never for a group without any."""
    first = np.full(int(groups.max(initial=-1)) + 1, NEVER, dtype=np.int64)
    np.minimum.at(first, groups[marks], days.astype(np.int64))
    return first
