"""Warnings of whole classes: marks that are nearly all on one side of the pass mark, and no absence in a year."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from features.arrays import Positions
from features.warnings.numbered_records import NumberedRecords, numbered_texts
from features.warnings.record_warning import RecordWarning

MARKS_ENOUGH = 20
NEARLY_ALL = 0.9
CHILDREN_ENOUGH = 5
UNLIKELY = 0.05


def odd_classes(records: NumberedRecords) -> Iterator[RecordWarning]:
    """Yield the warnings of marks below the pass mark in nearly every row, and of silent classes."""
    yield from records.warning("mostly_below_pass", "grades", _mostly_below(records))
    yield from records.warning("class_without_absence", "enrolments", _silent_classes(records))


def _mostly_below(records: NumberedRecords) -> Positions:
    """Return the marks of schools, subjects and scales of which nearly all are below the pass mark."""
    grades = records.records["grades"]
    if grades.empty:
        return np.empty(0, np.intp)
    codes, names = numbered_texts(grades["scale"])
    marks = grades["mark"].to_numpy(float)
    subject, subjects = numbered_texts(grades["subject"])
    school = records.school_of_pupil[records.pupil("grades")]
    group = (school * (len(names) + 1) + codes + 1) * (len(subjects) + 1) + subject + 1
    below = np.zeros(len(marks), np.bool_)
    for number, scale in enumerate(records.records.declared.scale(str(name)) for name in names):
        if scale is not None:
            beyond = marks < scale.pass_mark if scale.best > scale.worst else marks > scale.pass_mark
            below |= beyond & (codes == number)
    not_taken = np.bincount(group[np.isnan(marks)], minlength=int(group.max()) + 1)
    counts = np.bincount(group) - not_taken  # of marks that were taken
    failed = np.bincount(group[below], minlength=len(counts))
    odd = (counts >= MARKS_ENOUGH) & (failed >= NEARLY_ALL * counts)
    return np.flatnonzero(odd[group]) if odd.any() else np.empty(0, np.intp)


def _silent_classes(records: NumberedRecords) -> Positions:
    """Return the enrolments of classes without any absence in a year in which their school records absences."""
    enrolments = records.records["enrolments"]
    if records.records["attendance"].empty:
        return np.empty(0, np.intp)
    pupil, day = records.pupil("attendance"), records.days("attendance", "date")
    place = records.enrolled.latest(pupil, day)
    missed = np.zeros(len(enrolments), np.bool_)
    missed[records.enrolled.order[place[place >= 0]]] = True
    school = enrolments.groupby(["school_id", "school_year"], sort=False).ngroup()
    classes = enrolments.groupby(["school_id", "school_year", "class_label"], sort=False, dropna=False).ngroup()
    of_school = pd.Series(missed).groupby(school).transform("mean")
    of_class = pd.Series(missed).groupby(classes).transform("any")
    size = pd.Series(missed).groupby(classes).transform("size")
    labelled = enrolments["class_label"].notna()
    by_chance = (1 - of_school) ** size  # that nobody of so many is among those who missed something
    return np.flatnonzero(~of_class & (size >= CHILDREN_ENOUGH) & (by_chance < UNLIKELY) & labelled)
