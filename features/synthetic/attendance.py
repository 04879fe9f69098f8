"""On which days were pupils absent, for how many hours, and what was excused?"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from features.synthetic.teaching_days import SchoolYear, Whole, hours_on

# Share of a year's absences in each month, in percent (domain.md 1.4, Gorj).
MONTHS = {9: 4.5, 10: 11.4, 11: 9.4, 12: 9.0, 1: 10.4, 2: 16.4, 3: 17.5, 4: 6.8, 5: 12.2, 6: 2.3}
WEEKDAYS = np.array([1.25, 0.9, 0.85, 0.9, 1.2])  # a spell begins more often on a Monday or a Friday (domain.md 5.3)
SPELL_GOES_ON = 0.42  # chance of one more day; with long spells about two days on average (domain.md 5.3: 2 to 4)
LONG_SPELLS = 0.01  # of those who stay; two weeks and more
WHOLE_DAY_ALONE, WHOLE_DAY_IN_SPELL = 0.1, 0.28  # most absences of a single day are one or two lessons
PARTIAL = np.array([0.64, 0.25, 0.11])  # one, two or three lessons
# Mean hours of a spell in CP to VIII, and of a day in SKIPPED: measured, so that the expected hours come out.
SPELL_HOURS = np.array([3.6, 3.6, 3.6, 3.7, 3.75, 4.1, 4.2, 4.3, 4.35])
SKIPPED = 0.4  # of the unexcused hours are single lessons skipped now and then, the others belong to spells
SKIPPED_HOURS = 1.75
LONGEST_EXCUSED = 5  # days; a medical paper is for a week
EXCUSING_DAYS = 7  # documents come within seven days of the return (domain.md 1.4)
LATEST_EXCUSE = 12
LATE_DAYS = 5


@dataclass(frozen=True)
class Spells:
    """Spells of absence, one per position: the row of the story, the first teaching day, and how many follow."""

    row: Whole
    start: Whole
    length: Whole
    excused: NDArray[np.bool_]


def invent_attendance(
    chance: np.random.Generator, story: pd.DataFrame, *, units: pd.DataFrame, year: SchoolYear
) -> pd.DataFrame:
    """Return the absences of a year, one row per row of the story and day.

    Columns: ``row`` (of the story), ``date``, ``hours``, ``excused_on`` and ``known_on`` (missing: the same day).
    """
    practice = units["practice"].to_numpy()[story["school"]]
    rate = story["rate"].to_numpy() * practice
    spells = joined(
        _ramp(chance, story),
        _ordinary(chance, story, (1 - SKIPPED) * rate, year=year, excused=False),
        _ordinary(chance, story, story["excused_rate"].to_numpy(), year=year, excused=True),
        _skipped(chance, SKIPPED * rate, year=year),
    )
    days = _days_of(spells, story, year)
    days["hours"] = _hours(chance, days, story, year)
    late = chance.random(len(days)) < units["late"].to_numpy()[story["school"].to_numpy()[days["row"]]]
    date = year.date_at(days["day"].to_numpy()).astype("datetime64[s]")
    days["date"] = date
    known = date + _some_days(chance, LATE_DAYS, len(days))
    days["known_on"] = pd.Series(known).where(late)
    days["excused_on"] = _excused_on(chance, days, year)
    return days[["row", "date", "hours", "excused_on", "known_on"]]


def day_weights(year: SchoolYear) -> NDArray[np.float64]:
    """How likely a spell begins on each teaching day; sums to 1."""
    month = year.days.astype("datetime64[M]").astype(np.int64) % 12 + 1
    share = np.zeros(13)
    for number, percent in MONTHS.items():
        share[number] = percent / max(int((month == number).sum()), 1)
    weights = share[month] * WEEKDAYS[year.weekday]
    even: NDArray[np.float64] = weights / weights.sum()
    return even


def joined(*parts: Spells) -> Spells:
    """Several lists of spells as one; where days overlap, the earlier list holds."""
    return Spells(
        row=np.concatenate([part.row for part in parts]),
        start=np.concatenate([part.start for part in parts]),
        length=np.concatenate([part.length for part in parts]),
        excused=np.concatenate([part.excused for part in parts]),
    )


def _ordinary(
    chance: np.random.Generator, story: pd.DataFrame, rate: NDArray[np.float64], *, year: SchoolYear, excused: bool
) -> Spells:
    """Spells over the whole year; those outside a pupil's time in school fall away later."""
    number = chance.poisson(rate / SPELL_HOURS[story["grade"]])
    row = np.repeat(np.arange(len(story)), number)
    length = chance.geometric(1 - SPELL_GOES_ON, len(row))
    if excused:
        length = np.minimum(length, LONGEST_EXCUSED)
    else:
        length = np.where(chance.random(len(row)) < LONG_SPELLS, chance.integers(10, 25, len(row)), length)
    return Spells(row, _starts(chance, len(row), year), length, np.full(len(row), excused))


def _skipped(chance: np.random.Generator, rate: NDArray[np.float64], *, year: SchoolYear) -> Spells:
    row = np.repeat(np.arange(len(rate)), chance.poisson(rate / SKIPPED_HOURS))
    return Spells(row, _starts(chance, len(row), year), np.ones_like(row), np.zeros(len(row), dtype=np.bool_))


def _starts(chance: np.random.Generator, count: int, year: SchoolYear) -> Whole:
    start: Whole = np.searchsorted(day_weights(year).cumsum(), chance.random(count))
    return np.minimum(start, len(year.days) - 1)


def _ramp(chance: np.random.Generator, story: pd.DataFrame) -> Spells:
    """Spells that come closer together and last longer towards the last day."""
    number = chance.poisson(story["ramp"].to_numpy())
    row = np.repeat(np.arange(len(story)), number)
    before = (story["ramp_days"].to_numpy()[row] * chance.random(len(row)) ** 1.6).astype(np.int64)
    start = story["until_day"].to_numpy()[row] - 1 - before
    length = chance.geometric(0.35, len(row))
    return Spells(row, np.maximum(start, 0), length, np.zeros(len(row), dtype=np.bool_))


def _days_of(spells: Spells, story: pd.DataFrame, year: SchoolYear) -> pd.DataFrame:
    """One row per pupil and day, without days when the pupil was not on the roll; ``last`` is the spell's last day."""
    spell = np.repeat(np.arange(len(spells.row)), spells.length)
    first = np.repeat(spells.length.cumsum() - spells.length, spells.length)
    row = spells.row[spell]
    day = spells.start[spell] + np.arange(len(spell)) - first
    until = story["until_day"].to_numpy()[row]
    kept = (day >= story["from_day"].to_numpy()[row]) & (day < until)
    row, day, spell, until = row[kept], day[kept], spell[kept], until[kept]
    _, once = np.unique(row * len(year.days) + day, return_index=True)
    row, day, spell, until = row[once], day[once], spell[once], until[once]
    last = np.minimum(spells.start[spell] + spells.length[spell], until) - 1
    alone = spells.length[spell] == 1
    return pd.DataFrame(
        {"row": row, "day": day, "spell": spell, "last": last, "alone": alone, "excused": spells.excused[spell]}
    )


def _hours(chance: np.random.Generator, days: pd.DataFrame, story: pd.DataFrame, year: SchoolYear) -> Whole:
    timetable = hours_on(story["grade"].to_numpy()[days["row"]], year.weekday[days["day"]])
    whole = chance.random(len(days)) < np.where(days["alone"], WHOLE_DAY_ALONE, WHOLE_DAY_IN_SPELL)
    part = 1 + np.searchsorted(PARTIAL.cumsum()[:-1], chance.random(len(days)))
    return np.where(whole, timetable, part)


def _excused_on(chance: np.random.Generator, days: pd.DataFrame, year: SchoolYear) -> pd.Series:
    """A paper excuses the whole spell at once, some days after the return, and no absence before it is written down."""
    spell = days["spell"].to_numpy()
    delay = _some_days(chance, EXCUSING_DAYS, int(spell.max(initial=0)) + 1)[spell]
    date = days["date"].to_numpy()
    latest = date + np.timedelta64(LATEST_EXCUSE, "D")
    shown = pd.Series(np.minimum(year.date_at(days["last"].to_numpy()) + delay, latest))
    known = days["known_on"]
    return shown.where(~(shown < known), known).where(days["excused"])


def _some_days(chance: np.random.Generator, most: int, count: int) -> NDArray[np.timedelta64]:
    days: NDArray[np.timedelta64] = chance.integers(1, most + 1, count).astype("timedelta64[D]")
    return days
