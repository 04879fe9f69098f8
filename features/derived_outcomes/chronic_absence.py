"""Children who missed a tenth of the teaching days of a school year.

A child is chronically absent from the day on which the missed days reach ``SHARE`` of the teaching days that the school
year has for the child: from the first day of the year, or of the enrolment, to the last day in ``terms``. Excused or
not makes no difference. A day is missed when at least half of a whole day's hours are: so many as the school's longest
absences of that year have, those of one day in twenty. A day without lessons does not count. It is known on the day on
which so many of these days are.

Of a school year it can be said where ``terms`` give its teaching days, the school recorded absences in it, and those of
the child come by the day, not as totals of a period.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd

from features.arrays import Booleans, Days, Integers, Positions
from features.as_of import known_before
from features.days import NEVER, day_of
from features.i18n.text import Bilingual
from features.point_in_time.cohort import seen_enrolments
from features.point_in_time.events import EventIndex
from features.point_in_time.record_index import RecordIndex

CHRONIC_ABSENCE = "chronic_absence"
SHARE = 10  # per cent of the teaching days
WHOLE_DAY = 0.95  # of the days with an absence, so many have no more hours than a whole day

_DAYS_APART = 2**22  # more than twice the days of any calendar, so that a pupil and a day are one number


@dataclass(frozen=True)
class ChronicAbsence:
    """Who was chronically absent from when on, and of which school years that can be said at all.

    ``reached`` has a row per pupil and school year: ``pupil_id``, ``date``, ``known_on``, ``outcome``, ``school_year``
    and the year's ``ends_on``; ``years`` those of which it can be said: ``pupil_id``, ``school_year``, ``starts_on``,
    ``ends_on``. Dates are days.
    """

    reached: pd.DataFrame
    years: pd.DataFrame


def chronic_absence(index: RecordIndex, *, known_by: dt.date | None = None) -> ChronicAbsence:
    """Find the chronically absent children of all school years, by what was known strictly before a day, or by all."""
    by = NEVER if known_by is None else day_of(known_by)
    years = _school_years(index, by)
    day, known, of_year = _missed_days(index, years, by)
    counts = np.bincount(of_year, minlength=len(years))
    needed = -(-years["teaching_days"].to_numpy() * SHARE // 100)
    reached = np.flatnonzero(counts >= needed)
    place = (np.cumsum(counts) - counts + needed - 1)[reached]  # of the day that was one too many
    by_knowledge = known[np.lexsort([known, of_year])]
    found = years.iloc[reached].assign(date=day[place], known_on=by_knowledge[place], outcome=CHRONIC_ABSENCE)
    names = ["pupil_id", "school_year", "ends_on"]
    return ChronicAbsence(
        found[["date", "known_on", "outcome", *names]].reset_index(drop=True), years[["starts_on", *names]]
    )


def why_not_derived(given: Collection[str]) -> Bilingual:
    """Say why chronic absence cannot be said of any child, by the tables that are given, and what to do."""
    missing = [name for name in ("attendance", "terms") if name not in given]
    if missing:
        named = " and ".join(missing), " și ".join(missing)
        return Bilingual(
            f"Chronic absence cannot be derived: there is no table {named[0]}. It is counted in teaching days, from "
            "absences by the day and the days between starts_on and ends_on; add it.",
            f"Absenteismul cronic nu se poate deduce: lipsește tabelul {named[1]}. Se numără în zile de cursuri, din "
            "absențele pe zile și din zilele dintre starts_on și ends_on; adăugați-l.",
        )
    return Bilingual(
        "Chronic absence cannot be derived at these dates: either terms does not hold their school years, or no "
        "absences are recorded by the day in them; totals of a period cannot be placed on days. Add terms, or "
        "absences by the day.",
        "Absenteismul cronic nu se poate deduce la aceste date: fie terms nu are anii lor școlari, fie nu sunt "
        "consemnate absențe pe zile în ei; totalurile unei perioade nu se pot pune pe zile. Adăugați module sau "
        "absențe pe zile.",
    )


def _school_years(index: RecordIndex, by: int) -> pd.DataFrame:
    """Return the children's school years of which it can be said, in order of pupil and first day."""
    rows = seen_enrolments(index, by)
    rows = rows[known_before(rows["enrolled_on"].to_numpy(), by) & (rows["year_ends_on"].to_numpy() < NEVER)]
    years = rows.groupby(["pupil", "year_starts_on"], as_index=False).agg(
        enrolled_on=("enrolled_on", "min"), ends_on=("year_ends_on", "max"),
        county=("county", "first"), school=("school", "last"), pupil_id=("pupil_id", "first"),
        school_year=("school_year", "first"),
    )  # fmt: skip
    years["starts_on"] = np.maximum(years["year_starts_on"], years["enrolled_on"])
    first, last = years["starts_on"].to_numpy() - 1, years["ends_on"].to_numpy()
    years["teaching_days"] = _teaching_days(index, years["county"].to_numpy(), last) - _teaching_days(
        index, years["county"].to_numpy(), first
    )
    years = years[(years["teaching_days"] > 0) & ~_any_in(index.periods, years, by)]
    recorded = _any_in(index.absent_days, years, by)
    keeps_register = pd.Series(recorded, years.index).groupby([years["school"], years["ends_on"]]).transform("any")
    return years[keeps_register.to_numpy(bool)].reset_index(drop=True)


def _missed_days(index: RecordIndex, years: pd.DataFrame, by: int) -> tuple[Integers, Integers, Positions]:
    """Return the missed teaching days, the days they were known, and the place of each one's school year."""
    days = _days_with_absences(index.absences, by)
    pupil, day = days["pupil"].to_numpy(), days["day"].to_numpy()
    starts = _pupil_day(years["pupil"].to_numpy(), years["starts_on"].to_numpy())
    of_year = np.searchsorted(starts, _pupil_day(pupil, day), side="right") - 1
    inside = of_year >= 0
    inside[inside] = (years["pupil"].to_numpy()[of_year[inside]] == pupil[inside]) & (
        day[inside] <= years["ends_on"].to_numpy()[of_year[inside]]
    )
    days, of_year = days[inside], of_year[inside]
    day, county = days["day"].to_numpy(), years["county"].to_numpy()[of_year]
    taught = _teaching_days(index, county, day) > _teaching_days(index, county, day - 1)
    days, of_year = days[taught], of_year[taught]
    register = [years[name].to_numpy()[of_year] for name in ("school", "ends_on")]
    whole_day = days["hours"].groupby(register).transform("quantile", WHOLE_DAY)
    missed = (2 * days["hours"] >= whole_day).to_numpy()
    return days["day"].to_numpy()[missed], days["known"].to_numpy()[missed], of_year[missed]


def _days_with_absences(absences: EventIndex, by: int) -> pd.DataFrame:
    """Return the pupils' days with absences known before a day: ``pupil``, ``day``, ``known`` in full, ``hours``."""
    pupil, first = _pupils(absences), absences.starts[0]
    seen = _seen(absences, by) & (absences.value[first:] > 0)
    pupil = pupil[seen]
    day, known, hours = (each[first:][seen].astype(np.int64) for each in (absences.day, absences.known, absences.value))
    begins = np.flatnonzero((np.diff(pupil, prepend=-1) != 0) | (np.diff(day, prepend=0) != 0))
    if not len(begins):
        return pd.DataFrame({"pupil": pupil, "day": day, "known": known, "hours": hours})
    return pd.DataFrame({
        "pupil": pupil[begins], "day": day[begins],
        "known": np.maximum.reduceat(known, begins), "hours": np.add.reduceat(hours, begins),
    })  # fmt: skip


def _teaching_days(index: RecordIndex, county: Positions, until: Days) -> Integers:
    """Count the teaching days of each one's county until a day, that day included; 0 where there are no terms."""
    counts = np.zeros(len(until), dtype=np.int64)
    for number, name in enumerate(index.counties):
        mine = county == number
        days = index.calendar.by_county.get(name, index.calendar.by_county.get("", np.empty(0, np.int64)))
        counts[mine] = np.searchsorted(days, until[mine], side="right")
    return counts


def _any_in(events: EventIndex, years: pd.DataFrame, by: int) -> Booleans:
    """Tell in which of the school years the pupil has an event that was seen at a day."""
    seen = _seen(events, by)
    days = _pupil_day(_pupils(events)[seen], events.day[events.starts[0] :][seen].astype(np.int64))
    pupil = years["pupil"].to_numpy()
    low = np.searchsorted(days, _pupil_day(pupil, years["starts_on"].to_numpy()), side="left")
    high = np.searchsorted(days, _pupil_day(pupil, years["ends_on"].to_numpy()), side="right")
    return np.asarray(high > low)


def _seen(events: EventIndex, by: int) -> Booleans:
    """Tell which events were known before a day and not taken back before it, without those of unknown pupils."""
    seen = known_before(events.known, by)
    seen[events.retracted[known_before(events.retracted_on, by)]] = False
    return seen[events.starts[0] :]


def _pupils(events: EventIndex) -> Integers:
    """Return the pupil of each event, without those of unknown pupils."""
    return np.repeat(np.arange(len(events.starts) - 1), np.diff(events.starts))


def _pupil_day(pupil: Integers, day: Days) -> Integers:
    return np.asarray(pupil * _DAYS_APART + day + _DAYS_APART // 2)
