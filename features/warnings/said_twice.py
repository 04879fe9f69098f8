"""Warnings of what records say twice: repeated rows, totals that overlap, subjects beside the day's hours."""

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from features.arrays import Booleans, Integers, Positions
from features.counting.counted_once import counted_once
from features.counting.event_rows import HUNDREDTHS, DayRows
from features.counting.repeats import WHEN_KNOWN, Repeats, find_repeats
from features.counting.subject_hours import day_and_subjects
from features.counting.totals import held_by_totals
from features.days import NEVER
from features.records.row_files import TwinRows
from features.validation.row_rules import HOURS_OF_A_DAY
from features.warnings.numbered_records import NumberedRecords, numbered_texts
from features.warnings.record_warning import RecordWarning

# Two equal marks on a day are two marks, and among a hundred a few are: only more of them are a sign of repeated rows.
EQUAL_MARKS_SHARE = 0.05


def said_twice(records: NumberedRecords) -> Iterator[RecordWarning]:
    """Yield the warnings of rows that say what other rows say."""
    yield from _twin_rows(records.records.twins)
    attendance, rows = records.records["attendance"], records.absences
    repeated = find_repeats(attendance, besides=(*WHEN_KNOWN, "excused_on"))
    held, beside = held_by_totals(rows), day_and_subjects(rows)
    yield from records.warning("repeated_absences", "attendance", _without_first(repeated))
    yield from _repeated_incidents(records)
    yield from _equal_marks(records)
    yield from _averages_beside_marks(records)
    if not records.records.declared.attendance.cumulative:
        yield from records.warning("overlapping_totals", "attendance", held)
    yield from records.warning("partly_overlapping_totals", "attendance", _partly_overlapping(rows))
    yield from records.warning("day_and_subjects", "attendance", beside)
    is_twice = len(repeated.rows) or held.any() or len(beside)
    counted = DayRows(counted_once(records.records)["attendance"]) if is_twice else rows
    yield from records.warning("hours_above_24", "attendance", _full_days(rows, counted))


def _twin_rows(twins: Sequence[TwinRows]) -> Iterator[RecordWarning]:
    """Yield, table by table, the warning of rows that were left out since another one says exactly the same."""
    for table in dict.fromkeys(each.table for each in twins):
        mine = [each for each in twins if each.table == table]
        pupil_ids = np.concatenate([each.pupil_ids for each in mine])
        places = np.arange(sum(each.file.length for each in mine))
        yield RecordWarning("twin_rows", table, places, pupil_ids, tuple(each.file for each in mine))


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


def _repeated_incidents(records: NumberedRecords) -> list[RecordWarning]:
    found = find_repeats(records.records["incidents"])
    return records.warning("repeated_incidents", "incidents", _without_first(found))


def _full_days(rows: DayRows, counted: DayRows) -> Positions:
    """Return the rows of days that have more than 24 hours when what is said twice counts once.

    Only days with so many rows that their hours can be that many are added up.
    """
    missed = np.flatnonzero(
        ~counted.is_total & (counted.kind == 0) & (counted.retracted >= NEVER) & (counted.hours > 0)
    )
    if not len(missed):
        return missed
    hours, day = counted.hours[missed], _child_day(counted)[missed]
    most = min(HOURS_OF_A_DAY * HUNDREDTHS // int(hours.max()), len(day))  # so many rows of a day are never too much
    ordered = np.sort(day)
    long = np.unique(ordered[most:][ordered[most:] == ordered[: len(ordered) - most]])
    if not len(long):
        return long
    mine = np.isin(day, long)
    sums = pd.Series(hours[mine]).groupby(day[mine]).sum()
    full = sums.index[sums > HOURS_OF_A_DAY * HUNDREDTHS].to_numpy()
    return np.flatnonzero(np.isin(_child_day(rows), full) & ~rows.is_total)


def _child_day(rows: DayRows) -> Integers:
    """Return a number for each row's child and day."""
    return np.asarray(rows.child * 2**20 + rows.day)


def _equal_marks(records: NumberedRecords) -> list[RecordWarning]:
    """Return a warning of the marks that repeat another one, in schools where these are many."""
    found = find_repeats(records.records["grades"], besides=("retracted_on",))
    repeated = _without_first(found)
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


def _without_first(repeats: Repeats) -> Positions:
    """Return the places of all but the first row of each group."""
    return np.asarray(repeats.rows[np.diff(repeats.group, prepend=-1) == 0])
