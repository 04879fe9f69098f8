"""The outcomes that are derived for a target, beside those that were written down."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from features.derived_outcomes.chronic_absence import CHRONIC_ABSENCE, ChronicAbsence, chronic_absence
from features.derived_outcomes.not_reenrolled import not_reenrolled
from features.point_in_time.record_index import RecordIndex

# What was known of absences by a day; by all that is known under None.
ChronicByDay = Mapping[dt.date | None, ChronicAbsence]


@dataclass(frozen=True)
class DerivedOutcomes:
    """What ``not_reenrolled`` and ``chronic_absence`` return; the latter None where it is not asked for."""

    not_reenrolled: pd.DataFrame
    chronic_absence: ChronicAbsence | None = None


def derived_outcomes(
    index: RecordIndex,
    outcomes: Collection[str],
    *,
    known_by: dt.date | None = None,
    chronic: ChronicByDay | None = None,
) -> DerivedOutcomes:
    """Derive what a target of these outcomes needs, by what was known strictly before a day, or by all.

    ``chronic`` is what was found of absences where these are; by default they are among the records.
    """
    wanted = CHRONIC_ABSENCE in outcomes
    absent = None
    if wanted:
        absent = chronic[known_by] if chronic else chronic_absence(index, known_by=known_by)
    return DerivedOutcomes(not_reenrolled(index, known_by=known_by), absent)


def chronic_by_day(index: RecordIndex, outcomes: Collection[str], days: Sequence[dt.date]) -> ChronicByDay:
    """Return what was known of absences by each of these days, and by all that is known; nothing if not asked for."""
    if CHRONIC_ABSENCE not in outcomes:
        return {}
    return {day: chronic_absence(index, known_by=day) for day in (None, *days)}


def concatenate_chronic(parts: Sequence[ChronicByDay]) -> ChronicByDay:
    """Put together what was found of absences in parts of the records."""
    return {
        day: ChronicAbsence(
            pd.concat([part[day].reached for part in parts], ignore_index=True),
            pd.concat([part[day].years for part in parts], ignore_index=True),
        )
        for day in parts[0]
    }
