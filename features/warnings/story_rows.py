"""Warnings of rows that do not fit a child's story: after its end, outside every enrolment, out of order."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from features.arrays import Booleans, Integers
from features.days import NEVER
from features.point_in_time.school_calendar import make_calendar
from features.schema.tables import ENDING_OUTCOMES, FAILED, LEFT_EARLY
from features.warnings.numbered_records import NumberedRecords
from features.warnings.record_warning import RecordWarning

EVENTS = ("attendance", "grades")
_GOOD = ("promoted", "graduated")


def odd_stories(records: NumberedRecords) -> Iterator[RecordWarning]:
    """Yield the warnings of outcomes, and of absences and marks beside outcomes and enrolments."""
    yield from _outcomes_of_a_day(records)
    yield from _promoted_after_dropout(records)
    for table in EVENTS:
        yield from _outside_enrolments(records, table)
        yield from records.warning(f"{table}_on_free_days", table, _free_days(records, table))
    excused = records.days("attendance", "excused_on")
    told = np.flatnonzero(excused < NEVER)
    from_date = np.minimum(records.days("attendance", "from_date")[told], records.days("attendance", "date")[told])
    yield from records.warning("excused_before_absence", "attendance", told[excused[told] < from_date])
    not_excused = records.records["attendance"]["excused"].iloc[told].eq("no").to_numpy(bool)
    yield from records.warning("no_beside_excuse", "attendance", told[not_excused])


def _outside_enrolments(records: NumberedRecords, table: str) -> Iterator[RecordWarning]:
    """Yield the warnings of rows after a child's story ended, before the first enrolment, and after one that ended.

    Nearly all rows are after the first enrolment and before anything ended: the others are looked at one by one.
    """
    ended, begun = _ended_on(records), _begun_on(records)
    pupil, day = records.pupil(table), records.days(table, "date")
    quiet_until = np.minimum(ended, _first_left_on(records))
    odd = np.flatnonzero((day < begun[pupil]) | (day > quiet_until[pupil]))
    pupil, day = pupil[odd], day[odd]
    after_end = day > ended[pupil]
    yield from records.warning(f"{table}_after_end", table, odd[after_end])
    yield from records.warning(f"{table}_before_enrolment", table, odd[day < begun[pupil]])
    left = records.enrolled.left_before(pupil, day)
    yield from records.warning(f"{table}_after_leaving", table, odd[(left < day) & ~after_end])


def _promoted_after_dropout(records: NumberedRecords) -> list[RecordWarning]:
    """Warn of good outcomes of a child who had dropped out before and has not enrolled again in between."""
    outcomes = records.records["outcomes"]
    words = outcomes["outcome"]
    dropped, good = words.eq("dropped_out").to_numpy(bool), words.isin(_GOOD).to_numpy(bool)
    if not (dropped.any() and good.any()):
        return []
    pupil, day = records.pupil("outcomes"), records.days("outcomes", "date")
    order = np.lexsort((~dropped, day, pupil))
    last = pd.Series(np.where(dropped, day, -NEVER)[order]).groupby(pupil[order]).cummax()
    before = np.full(len(outcomes), -NEVER, np.int64)
    before[order] = last.groupby(pupil[order]).shift(fill_value=-NEVER).to_numpy()
    rows = np.flatnonzero(good & (before > -NEVER) & (before < day))
    came_back = records.enrolled.latest_begun(pupil[rows], day[rows]) > before[rows]
    return records.warning("promoted_after_dropout", "outcomes", rows[~came_back])


def _outcomes_of_a_day(records: NumberedRecords) -> list[RecordWarning]:
    """Warn of outcomes of one child and day that contradict each other: two endings, or a good one and a bad one.

    A year repeated after an exam not sat is no contradiction, nor is a child who emigrated and did not come back.
    """
    outcomes = records.records["outcomes"]
    again = outcomes[outcomes.duplicated(["pupil_id", "date"], keep=False)]
    if again.empty:
        return []
    words = again["outcome"]
    kinds = pd.DataFrame(
        {"ends": words.isin(ENDING_OUTCOMES), "good": words.isin(_GOOD), "bad": words.isin((*LEFT_EARLY, *FAILED))}
    )
    of_day = kinds.groupby([again["pupil_id"], again["date"]]).transform("sum")
    odd = (of_day["ends"] > 1) | ((of_day["good"] > 0) & (of_day["bad"] > 0))
    second = again.duplicated(["pupil_id", "date"]) & odd
    return records.warning("outcomes_of_a_day", "outcomes", np.flatnonzero(outcomes.index.isin(second.index[second])))


def _free_days(records: NumberedRecords, table: str) -> Booleans:
    """Tell which rows of a single day are dated on a day without school, where terms of their time are given.

    Days between the first and the last term that are known are looked at, if the terms are those of all counties or of
    the child's school; outside them nobody knows.
    """
    terms = records.records["terms"]
    day = records.days(table, "date")
    free = np.zeros(len(day), np.bool_)
    calendar = make_calendar(terms).by_county if len(terms) and len(day) else {}
    if not calendar:
        return free
    county, counties = pd.factorize(records.county_of_pupil)
    of_row = county[records.pupil(table)] if len(counties) > 1 else None
    for number, name in enumerate(counties):
        days = calendar.get(name, calendar.get(""))
        if days is not None:
            is_free = np.ones(days[-1] - days[0] + 1, np.bool_)
            is_free[days - days[0]] = False
            within = (day >= days[0]) & (day <= days[-1])
            mine = within if of_row is None else within & (of_row == number)
            free |= mine & is_free[np.where(mine, day - days[0], 0)]
    if "from_date" in records.records[table]:
        free &= records.days(table, "from_date") == NEVER
    return free


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


def _first_left_on(records: NumberedRecords) -> Integers:
    """Return the first day on which each child left a school; ``NEVER`` of a child who left none."""
    first = np.full(len(records.pupils), NEVER, np.int64)
    np.minimum.at(first, records.pupil("enrolments"), records.days("enrolments", "left_on"))
    return first
