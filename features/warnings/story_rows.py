"""Warnings of rows that do not fit a child's story: after its end, outside every enrolment, out of order."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from features.arrays import Integers
from features.days import NEVER
from features.schema.tables import ENDING_OUTCOMES
from features.warnings.numbered_records import NumberedRecords
from features.warnings.record_warning import RecordWarning

EVENTS = ("attendance", "grades")


def odd_stories(records: NumberedRecords) -> Iterator[RecordWarning]:
    """Yield the warnings of outcomes, and of absences and marks beside outcomes and enrolments."""
    yield from _outcomes_of_a_day(records)
    ended, begun, left = _ended_on(records), _begun_on(records), _left_on(records)
    for table in EVENTS:
        pupil, day = records.pupil(table), records.days(table, "date")
        yield from records.warning(f"{table}_after_end", table, day > ended[pupil])
        yield from records.warning(f"{table}_before_enrolment", table, day < begun[pupil])
        yield from records.warning(f"{table}_after_leaving", table, (day > left[pupil]) & ~(day > ended[pupil]))
    day, excused = (records.days("attendance", name) for name in ("date", "excused_on"))
    from_date = np.minimum(records.days("attendance", "from_date"), day)
    yield from records.warning("excused_before_absence", "attendance", excused < from_date)


def _outcomes_of_a_day(records: NumberedRecords) -> list[RecordWarning]:
    outcomes = records.records["outcomes"]
    if outcomes.empty:
        return []
    again = outcomes.duplicated(["pupil_id", "date"], keep=False)
    stays = ~outcomes["outcome"].isin((*ENDING_OUTCOMES, "promoted"))
    of_day = [outcomes["pupil_id"][again], outcomes["date"][again]]
    fits = stays[again].groupby(of_day).transform("all")  # a year repeated after an exam not sat is no contradiction
    second = outcomes.duplicated(["pupil_id", "date"]).to_numpy(bool, copy=True)
    second[np.flatnonzero(again)[fits.to_numpy(bool)]] = False
    return records.warning("outcomes_of_a_day", "outcomes", second)


def _ended_on(records: NumberedRecords) -> Integers:
    """Return the day each child's story ended, as the outcome known last says, if no enrolment followed."""
    outcomes = records.records["outcomes"]
    ended = np.full(len(records.pupils), NEVER, np.int64)
    if outcomes.empty:
        return ended
    pupil = records.pupil("outcomes")
    order = np.lexsort((records.days("outcomes", "date"), records.days("outcomes", "known_on")))
    ends = outcomes["outcome"].isin(ENDING_OUTCOMES).to_numpy(bool)
    ended[pupil[order]] = np.where(ends, records.days("outcomes", "date"), NEVER)[order]
    last = np.full(len(records.pupils), -NEVER, np.int64)
    np.maximum.at(last, records.pupil("enrolments"), records.days("enrolments", "enrolled_on"))
    return np.where(last >= ended, NEVER, ended)


def _begun_on(records: NumberedRecords) -> Integers:
    """Return the day of each child's first enrolment."""
    first = np.full(len(records.pupils), NEVER, np.int64)
    np.minimum.at(first, records.pupil("enrolments"), records.days("enrolments", "enrolled_on"))
    return first


def _left_on(records: NumberedRecords) -> Integers:
    """Return the day each child left the last school; ``NEVER`` where an enrolment goes on."""
    left = pd.Series(records.days("enrolments", "left_on")).groupby(records.pupil("enrolments")).max()
    return left.reindex(range(len(records.pupils)), fill_value=NEVER).to_numpy().astype(np.int64)
