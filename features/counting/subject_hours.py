"""A day's hours beside the hours of its subjects: of what is in both, nothing counts twice."""

import numpy as np
import pandas as pd

from features.arrays import Booleans, Integers, Positions
from features.counting.event_rows import DayRows, changed_hours
from features.days import NEVER


def day_and_subjects(rows: DayRows) -> Positions:
    """Return the places of rows of single days that have a subject and stand beside others without, or the reverse."""
    if not (rows.has_subject.any() and (~rows.has_subject).any()):
        return np.empty(0, np.intp)
    single = np.flatnonzero(~rows.is_total)
    day = pd.factorize((rows.child[single] * 8 + rows.kind[single] + 1) * 2**20 + rows.day[single])[0]
    with_subject = rows.has_subject[single]
    both = np.bincount(day[with_subject], minlength=len(single)) * np.bincount(
        day[~with_subject], minlength=len(single)
    )
    return single[both[day] > 0]


def without_day_hours_of_subjects(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the absences with the hours of a day that are said of its subjects too taken off the row without one.

    A day then has the larger of its own hours and of all its subjects' together, as known at each date: 6 hours, 2 of
    them in maths and 1 in art, are 2, 1 and 3 more. Hours of one kind (absent, late, present) are compared.
    """
    rows = DayRows(frame)
    found = day_and_subjects(rows)
    if not len(found):
        return frame
    return changed_hours(frame, *_taken_off(rows, found))


def _taken_off(rows: DayRows, found: Positions) -> tuple[Positions, Integers, Integers]:
    """Return from which rows without a subject hours are taken off, how many hundredths, and since when it is known."""
    group = pd.factorize((rows.child[found] * 8 + rows.kind[found] + 1) * 2**20 + rows.day[found])[0]
    template = np.zeros(len(found), np.intp)
    bare = ~rows.has_subject[found]
    template[group[bare][::-1]] = found[bare][::-1]
    taken_back = rows.retracted[found] < NEVER
    place = np.concatenate([found, found[taken_back]])
    group = np.concatenate([group, group[taken_back]])
    hours = np.concatenate([rows.hours[found], -rows.hours[found[taken_back]]])
    when = np.concatenate([rows.known[found], rows.retracted[found[taken_back]]])
    order = np.lexsort((when, group))
    place, group, hours, when = (each[order] for each in (place, group, hours, when))
    of_subjects = rows.has_subject[place]
    both = np.minimum(_running(hours, group, of_subjects), _running(hours, group, ~of_subjects))
    change = np.diff(both, prepend=0)
    first = np.diff(group, prepend=-1) != 0
    change[first] = both[first]
    changed = np.flatnonzero(change)
    return template[group[changed]], -change[changed], when[changed]


def _running(hours: Integers, group: Integers, wanted: Booleans) -> Integers:
    """Return the running sum of the wanted rows' hours within each group."""
    return pd.Series(np.where(wanted, hours, 0)).groupby(group).cumsum().to_numpy().astype(np.int64)
