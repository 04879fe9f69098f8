"""Days on which pupils were absent, for how many hours, and what was excused."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from features.arrays import Integers
from features.synthetic.behaviour.absence_spells import (
    HARVEST,
    SKIPPED,
    Spells,
    concatenate_spells,
    exit_spells,
    harvest_spells,
    ordinary_spells,
    skipped_lessons,
    snow_spells,
)
from features.synthetic.world.levels import PRIMARY
from features.synthetic.world.policy import excused_for_money
from features.synthetic.world.school_year import SchoolYear, hours_on

WHOLE_DAY_ALONE, WHOLE_DAY_IN_SPELL = 0.1, 0.28  # most absences of a single day are one or two lessons
PARTIAL = np.array([0.64, 0.25, 0.11])  # one, two or three lessons
EXCUSING_DAYS = 7  # documents come within seven days of the return (domain.md 1.4)
LATEST_EXCUSE = 12
LATE_DAYS = 5


def invent_attendance(
    rng: np.random.Generator, story: pd.DataFrame, *, units: pd.DataFrame, year: SchoolYear
) -> pd.DataFrame:
    """Return the absences of a year as the schools write them down, one row per row of the story and day.

    Columns: ``row`` (of the story), ``date``, ``hours``, ``excused_on`` and ``known_on`` (missing: the same day).
    """
    days = _days_of(_spells(rng, story, units, year), story, year)
    days["hours"] = _hours(rng, days, story, year)
    days["excused"] |= excused_for_money(rng, days, pupils=len(story), year=year)
    late = rng.random(len(days)) < units["late"].to_numpy()[story["school"].to_numpy()[days["row"]]]
    date = year.date_at(days["day"].to_numpy()).astype("datetime64[s]")
    days["date"] = date
    known = date + _some_days(rng, LATE_DAYS, len(days))
    days["known_on"] = pd.Series(known).where(late)
    days["excused_on"] = _excused_on(rng, days, year)
    return days[["row", "date", "hours", "excused_on", "known_on"]]


def _spells(rng: np.random.Generator, story: pd.DataFrame, units: pd.DataFrame, year: SchoolYear) -> Spells:
    fed = story["meal_factor"].to_numpy()
    rate = story["rate"].to_numpy() * fed * units["practice"].to_numpy()[story["school"]]
    harvest = np.where(story["in_fields"] & (story["level"] != PRIMARY), HARVEST, 0.0)
    isolated = ((units["locality"] == "rural") & units["parent_school_id"].notna()).to_numpy()
    return concatenate_spells(
        exit_spells(rng, story),
        ordinary_spells(rng, story, (1 - SKIPPED - harvest) * rate, year=year, excused=False),
        harvest_spells(rng, story, harvest * rate, year=year),
        snow_spells(rng, story, isolated, year=year),
        ordinary_spells(rng, story, fed * story["excused_rate"].to_numpy(), year=year, excused=True),
        skipped_lessons(rng, SKIPPED * rate, year=year),
    )


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


def _hours(rng: np.random.Generator, days: pd.DataFrame, story: pd.DataFrame, year: SchoolYear) -> Integers:
    timetable = hours_on(story["grade"].to_numpy()[days["row"]], year.weekday[days["day"]])
    whole = rng.random(len(days)) < np.where(days["alone"], WHOLE_DAY_ALONE, WHOLE_DAY_IN_SPELL)
    part = 1 + np.searchsorted(PARTIAL.cumsum()[:-1], rng.random(len(days)))
    return np.where(whole, timetable, part)


def _excused_on(rng: np.random.Generator, days: pd.DataFrame, year: SchoolYear) -> pd.Series:
    """A paper excuses the whole spell at once, some days after the return, and no absence before it is written down."""
    spell = days["spell"].to_numpy()
    delay = _some_days(rng, EXCUSING_DAYS, int(spell.max(initial=0)) + 1)[spell]
    date = days["date"].to_numpy()
    latest = date + np.timedelta64(LATEST_EXCUSE, "D")
    shown = pd.Series(np.minimum(year.date_at(days["last"].to_numpy()) + delay, latest))
    known = days["known_on"]
    return shown.where(~(shown < known), known).where(days["excused"])


def _some_days(rng: np.random.Generator, most: int, count: int) -> NDArray[np.timedelta64]:
    days: NDArray[np.timedelta64] = rng.integers(1, most + 1, count).astype("timedelta64[D]")
    return days
