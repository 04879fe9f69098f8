"""Absences of a year, day by day, and what is written down of them."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from features.arrays import Booleans, Floats, Integers
from features.synthetic.hazard.leaving import Course, months_of_days
from features.synthetic.hazard.outcomes import LivedYear
from features.synthetic.hazard.practice import Practice, entered_on
from features.synthetic.hazard.shocks import SHOCKS
from features.synthetic.world.levels import level_of
from features.synthetic.world.school_year import hours_on

ABSENCE_AT_LEVEL = np.array([0.006, 0.013, 0.019, 0.034])  # chance that absence begins on a day: primary ... vocational
ABSENCE_IN_MONTH = np.array([0.6, 1.0, 1.0, 1.0, 1.1, 1.5, 1.5, 0.8, 1.1, 0.7])
ABSENCE_BY_HOLD = 0.35  # log of the chance, for each unit of hold lost
TRACE = {"illness": 0.0, "conflict": 0.8, "work": 0.5, "parting": 0.5, "hardship": 0.4}
LEAVES_TRACE = 0.6  # of children show their shocks; with the others little is seen before the end
FELT = 0.3  # what is left of a quarrel or of work that still shows in how a child is absent
GOES_ON = 0.4  # chance of one more day
MARKET_DAYS = 0.45  # chance to miss each of two weekdays, for a child at work who shows it
SINGLE_LESSONS, QUARREL_LESSONS = 0.45, 0.8  # of absences are a lesson or two; of those who quarrelled
EXCUSED = np.array([0.6, 0.5, 0.6, 0.4])  # by level
FADING, FADING_DAYS, FADING_CHANCE = 0.5, 25, 0.35  # of those who leave are missing more in their last days
WRITTEN_AFTER = 40  # school days for which a class may still write down a child who is gone
DAYS_ILL = (4, 16)


@dataclass(frozen=True)
class _AbsenceChances:
    """What decides in one month how each row is absent; ``ill_from`` and ``ill_until`` are teaching days."""

    chance: Floats
    works: Booleans
    quarrels: Booleans
    ill_from: Integers
    ill_until: Integers


def invent_attendance(rng: np.random.Generator, lived: LivedYear, practice: Practice) -> pd.DataFrame:
    """Return the absences that were written down: ``row``, ``date``, ``hours``, ``excused_on``, ``known_on``."""
    row, day, lessons, excused = np.concatenate(list(_missed(rng, lived)), axis=1)
    there = lived.expects(row, day)
    row, day, lessons, excused = row[there], day[there], lessons[there], excused[there] > 0
    full = hours_on(lived.roll["grade"].to_numpy()[row], lived.year.weekday[day])
    gone = lived.course.gone[row]
    stopped = practice.stops_writing[row] | (day >= gone + WRITTEN_AFTER)
    kept = (rng.random(len(row)) < practice.written[row]) & ~practice.empty[row]
    kept &= ~((lessons > 0) & practice.whole_days[row]) & ~((day >= gone) & stopped)
    date = lived.year.date_at(day)
    settled = pd.Series((date + rng.integers(1, 15, len(row)).astype("timedelta64[D]")).astype("datetime64[s]"))
    table = pd.DataFrame(
        {
            "row": row,
            "date": date.astype("datetime64[s]"),
            "hours": np.where(lessons > 0, np.minimum(lessons, full), full),
            "excused_on": settled.where(excused & ~practice.no_excuses[row] & (day < gone)),
            "known_on": entered_on(rng, date, row=row, practice=practice),
        }
    )
    written: pd.DataFrame = table[kept]
    return written.reset_index(drop=True)


def _missed(rng: np.random.Generator, lived: LivedYear) -> Iterator[Integers]:
    """Give, day by day, who was absent: row, day, lessons (0 for the whole day), 1 if there was an excuse.

    Absence begins with a chance and goes on with another; who was ill is away for a stretch, a child at work misses
    the same weekdays each week, and who is fading away misses more and more.
    """
    count, gone_on = len(lived.roll), lived.course.gone
    level = level_of(lived.roll["grade"].to_numpy(), lived.roll["school"].to_numpy(), lived.units)
    shows, market = rng.random(count) < LEAVES_TRACE, rng.integers(0, 5, (count, 2))
    fades = (rng.random(count) < FADING) & (gone_on < len(lived.year.days))
    usual = ABSENCE_AT_LEVEL[level] * np.exp(lived.of_pupils("habit"))
    away, excused = np.zeros(count, dtype=np.bool_), np.zeros(count, dtype=np.bool_)
    months = months_of_days(lived.year)
    for day, month in enumerate(months):
        if day == 0 or month != months[day - 1]:
            chances = _absence_chances(rng, lived.course, month, usual=usual, shows=shows, first_day=day)
        ill = (chances.ill_from <= day) & (day < chances.ill_until)
        gone = day >= gone_on
        chance = np.where(away, np.maximum(GOES_ON, chances.chance), chances.chance)
        chance[chances.works & (market == lived.year.weekday[day]).any(axis=1)] = MARKET_DAYS
        chance[fades & (day >= gone_on - FADING_DAYS)] = FADING_CHANCE
        missing = (rng.random(count) < chance) | ill | gone
        begins = missing & ~away
        short = np.where(chances.quarrels, QUARREL_LESSONS, SINGLE_LESSONS)
        single = begins & ~ill & ~gone & (rng.random(count) < short)
        excuse = ill | (rng.random(count) < EXCUSED[level] * ~(chances.works | chances.quarrels))
        excused = np.where(begins, excuse, excused)
        lessons = np.where(single, rng.integers(1, 4, count), 0)
        away = missing & ~single
        row = np.flatnonzero(missing)
        yield np.stack([row, np.full(len(row), day), lessons[row], excused[row]])


def _absence_chances(
    rng: np.random.Generator, course: Course, month: int, *, usual: Floats, shows: Booleans, first_day: int
) -> _AbsenceChances:
    """Shocks show a month late, if they show at all; an illness of this month is a stretch away."""
    earlier = course.state_before(month)
    strain = sum((TRACE[name] * getattr(earlier, name) for name in SHOCKS), np.zeros(len(shows)))
    log = np.where(shows, strain, 0.2 * strain) + ABSENCE_BY_HOLD * np.maximum(-earlier.hold, -2.0)
    start = first_day + rng.integers(0, 15, len(shows))
    return _AbsenceChances(
        chance=np.minimum(usual * ABSENCE_IN_MONTH[month] * np.exp(np.minimum(log, 2.5)), 0.6),
        works=shows & (earlier.work > FELT),
        quarrels=shows & (earlier.conflict > FELT),
        ill_from=start,
        ill_until=np.where(course.begins("illness")[month], start + rng.integers(*DAYS_ILL, len(shows)), start),
    )
