"""Warnings of what records say twice: repeated rows, totals that overlap, subjects beside the day's hours."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from features.arrays import Booleans, Integers, Positions
from features.counting.counted_once import counted_once
from features.counting.event_rows import HUNDREDTHS, DayRows
from features.counting.repeats import WHEN_KNOWN, find_repeats
from features.counting.subject_hours import day_and_subjects
from features.counting.totals import held_by_totals
from features.days import NEVER
from features.validation.row_rules import HOURS_OF_A_DAY
from features.warnings.numbered_records import NumberedRecords, numbered_texts
from features.warnings.record_warning import RecordWarning

# Two equal marks on a day are two marks, and among a hundred a few are: only more of them are a sign of repeated rows.
EQUAL_MARKS_SHARE = 0.05


def said_twice(records: NumberedRecords) -> Iterator[RecordWarning]:
    """Yield the warnings of rows that say what other rows say."""
    yield from _repeated_absences(records)
    yield from _repeated_incidents(records)
    yield from _equal_marks(records)
    yield from _averages_beside_marks(records)
    attendance = records.records["attendance"]
    if not records.records.declared.attendance.cumulative:
        yield from records.warning("overlapping_totals", "attendance", held_by_totals(attendance))
    yield from records.warning("partly_overlapping_totals", "attendance", _partly_overlapping(DayRows(attendance)))
    yield from records.warning("day_and_subjects", "attendance", day_and_subjects(DayRows(attendance)))
    yield from _full_days(records)


def _partly_overlapping(rows: DayRows) -> Booleans:
    """Tell which totals begin within an earlier one of the same child, kind and subject, and end after it."""
    overlaps = np.zeros(len(rows.child), np.bool_)
    totals = np.flatnonzero(rows.is_total)
    if not len(totals):
        return overlaps
    chain = (rows.child * 8 + rows.kind) * (int(rows.subject.max(initial=0)) + 2) + rows.subject + 1
    order = totals[np.lexsort((rows.day[totals], rows.first_day[totals], chain[totals]))]
    last = pd.Series(rows.day[order]).groupby(chain[order]).cummax()
    before = last.groupby(chain[order]).shift(fill_value=-NEVER).to_numpy()
    first, end = rows.first_day[order], rows.day[order]
    starts = pd.Series(first).groupby(chain[order]).shift(fill_value=-NEVER).to_numpy()
    overlaps[order] = (first <= before) & (end > before) & (first > starts)
    return overlaps


def _repeated_absences(records: NumberedRecords) -> list[RecordWarning]:
    found = find_repeats(records.records["attendance"], besides=(*WHEN_KNOWN, "excused_on"))
    return records.warning("repeated_absences", "attendance", _without_first(found.rows, found.group))


def _repeated_incidents(records: NumberedRecords) -> list[RecordWarning]:
    found = find_repeats(records.records["incidents"])
    return records.warning("repeated_incidents", "incidents", _without_first(found.rows, found.group))


def _full_days(records: NumberedRecords) -> list[RecordWarning]:
    """Return a warning of days that have more than 24 hours when what is said twice counts once."""
    counted = DayRows(counted_once(records.records)["attendance"])
    single = ~counted.is_total & (counted.kind == 0) & (counted.retracted >= NEVER)
    pupil, day = counted.child[single], counted.day[single]
    if len(missed := np.flatnonzero(counted.hours[single] > 0)) == 0:
        return []
    pupil, day = pupil[missed], day[missed]
    days = pd.Series(counted.hours[single][missed]).groupby(pupil * 2**20 + day).sum()
    full = days.index[days > HOURS_OF_A_DAY * HUNDREDTHS].to_numpy()
    rows = DayRows(records.records["attendance"])
    named = np.isin(rows.child * 2**20 + rows.day, full) & ~rows.is_total if len(full) else np.empty(0, np.intp)
    return records.warning("hours_above_24", "attendance", named)


def _equal_marks(records: NumberedRecords) -> list[RecordWarning]:
    """Return a warning of the marks that repeat another one, in schools where these are many."""
    found = find_repeats(records.records["grades"], besides=("retracted_on",))
    repeated = _without_first(found.rows, found.group)
    if not len(repeated):
        return []
    school = records.school_of_pupil[records.pupil("grades")]
    schools = int(records.school_of_pupil.max()) + 1
    share = np.bincount(school[repeated], minlength=schools) / np.maximum(np.bincount(school, minlength=schools), 1)
    return records.warning("equal_marks", "grades", repeated[share[school[repeated]] > EQUAL_MARKS_SHARE])


def _averages_beside_marks(records: NumberedRecords) -> list[RecordWarning]:
    """Return a warning of averages of a child and subject of which there are marks, too."""
    grades = records.records["grades"]
    kind, kinds = numbered_texts(grades["kind"])
    is_average = np.isin(kind, np.flatnonzero(kinds == "average"))
    if not is_average.any():
        return []
    subject, subjects = numbered_texts(grades["subject"])
    key = records.pupil("grades") * (len(subjects) + 1) + subject + 1
    is_mark = np.isin(kind, [-1, *np.flatnonzero(np.isin(kinds, ["mark", "exam"]))])
    return records.warning("averages_beside_marks", "grades", is_average & np.isin(key, key[is_mark]))


def _without_first(rows: Positions, group: Integers) -> Positions:
    """Return the places of all but the first row of each group."""
    return np.asarray(rows[np.diff(group, prepend=-1) == 0])
