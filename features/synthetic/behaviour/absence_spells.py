"""Spells of absence: when they begin, and how long they last.

Absences are not sprinkled over the year: they come in spells, at times that differ by season, weekday and module.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from features.arrays import Floats, Integers
from features.synthetic.world.school_year import SchoolYear

# Share of a year's absences in each month, in percent (domain.md 1.4, Gorj).
MONTHS = {9: 4.5, 10: 11.4, 11: 9.4, 12: 9.0, 1: 10.4, 2: 16.4, 3: 17.5, 4: 6.8, 5: 12.2, 6: 2.3}
HARVEST_MONTHS = {9: 25.0, 10: 40.0, 4: 15.0, 5: 20.0}  # maize and grapes, then planting (domain.md 5.3)
WINTER_MONTHS = {12: 20.0, 1: 45.0, 2: 35.0}
WEEKDAYS = np.array([1.25, 0.9, 0.85, 0.9, 1.2])  # a spell begins more often on a Monday or a Friday (domain.md 5.3)
LAST_WEEK, LAST_WEEK_OF_MODULE = 5, 1.35  # teaching days; holidays begin early, but in June little is written down
SPELL_GOES_ON = 0.42  # chance of one more day; with long spells about two days on average (domain.md 5.3: 2 to 4)
HARVEST_GOES_ON = 0.70
LONG_SPELLS = 0.01  # of those who stay; two weeks and more
LONGEST_EXCUSED = 5  # days; a medical paper is for a week
# Mean hours of a spell in CP to XII, and of a day in SKIPPED: measured, so that the expected hours come out.
SPELL_HOURS = np.array([3.6, 3.6, 3.6, 3.7, 3.75, 4.1, 4.2, 4.3, 4.35, 4.35, 4.45, 4.5, 4.35])
HARVEST_HOURS = 1.9  # times as many in a spell at harvest
SKIPPED = 0.55  # of the unexcused hours are single lessons skipped now and then, the others belong to spells
SKIPPED_HOURS = 1.75
HARVEST = 0.3  # of the unexcused hours of poor village children from class V on
SNOWED_IN = 1.5  # times a year that an isolated village is cut off, for two to four days (domain.md 5.3)
SNOW_EXCUSED = 0.7


@dataclass(frozen=True)
class Spells:
    """Spells of absence, one per position: the row of the story, the first teaching day, and how many follow."""

    row: Integers
    start: Integers
    length: Integers
    excused: NDArray[np.bool_]


def concatenate_spells(*parts: Spells) -> Spells:
    """Several lists of spells as one; where days overlap, the earlier list holds."""
    return Spells(
        row=np.concatenate([part.row for part in parts]),
        start=np.concatenate([part.start for part in parts]),
        length=np.concatenate([part.length for part in parts]),
        excused=np.concatenate([part.excused for part in parts]),
    )


def day_weights(year: SchoolYear, months: dict[int, float] = MONTHS) -> Floats:
    """How likely a spell begins on each teaching day; sums to 1."""
    month = year.days.astype("datetime64[M]").astype(np.int64) % 12 + 1
    share = np.zeros(13)
    for number, percent in months.items():
        share[number] = percent / max(int((month == number).sum()), 1)
    left = np.searchsorted(year.module, year.module, side="right") - np.arange(len(year.days))
    ending = (left <= LAST_WEEK) & (year.module < year.module.max())
    weights = share[month] * WEEKDAYS[year.weekday] * np.where(ending, LAST_WEEK_OF_MODULE, 1.0)
    even: Floats = weights / weights.sum()
    return even


def ordinary_spells(
    rng: np.random.Generator, story: pd.DataFrame, rate: Floats, *, year: SchoolYear, excused: bool
) -> Spells:
    """Spells over the whole year; those outside a pupil's time in school fall away later."""
    row = _rows(rng, rate / SPELL_HOURS[story["grade"]])
    length = rng.geometric(1 - SPELL_GOES_ON, len(row))
    if excused:
        length = np.minimum(length, LONGEST_EXCUSED)
    else:
        length = np.where(rng.random(len(row)) < LONG_SPELLS, rng.integers(10, 25, len(row)), length)
    return Spells(row, _starts(rng, len(row), day_weights(year)), length, np.full(len(row), excused))


def harvest_spells(rng: np.random.Generator, story: pd.DataFrame, rate: Floats, *, year: SchoolYear) -> Spells:
    """Longer spells in autumn and spring, when poor village children work in the fields."""
    row = _rows(rng, rate / (HARVEST_HOURS * SPELL_HOURS[story["grade"]]))
    start = _starts(rng, len(row), day_weights(year, HARVEST_MONTHS))
    return Spells(row, start, rng.geometric(1 - HARVEST_GOES_ON, len(row)), np.zeros(len(row), dtype=np.bool_))


def skipped_lessons(rng: np.random.Generator, rate: Floats, *, year: SchoolYear) -> Spells:
    """Single lessons, now and then."""
    row = _rows(rng, rate / SKIPPED_HOURS)
    start = _starts(rng, len(row), day_weights(year))
    return Spells(row, start, np.ones_like(row), np.zeros(len(row), dtype=np.bool_))


def snow_spells(
    rng: np.random.Generator, story: pd.DataFrame, isolated: NDArray[np.bool_], *, year: SchoolYear
) -> Spells:
    """Winter days on which no bus reaches an isolated school: its commuters are away together.

    ``isolated`` says it of each school. Most of it is excused.
    """
    school = np.repeat(np.arange(len(isolated)), rng.poisson(SNOWED_IN * isolated))
    start, length = _starts(rng, len(school), day_weights(year, WINTER_MONTHS)), rng.integers(2, 5, len(school))
    far = story.loc[story["commutes"], "school"]
    event = pd.DataFrame({"school": school, "start": start, "length": length})
    away = far.rename_axis("row").reset_index().merge(event, on="school")
    return Spells(
        row=away["row"].to_numpy(np.int64),
        start=away["start"].to_numpy(np.int64),
        length=away["length"].to_numpy(np.int64),
        excused=rng.random(len(away)) < SNOW_EXCUSED,
    )


def exit_spells(rng: np.random.Generator, story: pd.DataFrame) -> Spells:
    """Spells that come closer together and last longer towards the last day."""
    row = _rows(rng, story["ramp"].to_numpy())
    before = (story["ramp_days"].to_numpy()[row] * rng.random(len(row)) ** 1.6).astype(np.int64)
    start = story["until_day"].to_numpy()[row] - 1 - before
    length = rng.geometric(0.35, len(row))
    return Spells(row, np.maximum(start, 0), length, np.zeros(len(row), dtype=np.bool_))


def _rows(rng: np.random.Generator, number: Floats) -> Integers:
    """Each row of the story as often as it has a spell."""
    return np.repeat(np.arange(len(number)), rng.poisson(number))


def _starts(rng: np.random.Generator, count: int, weights: Floats) -> Integers:
    start: Integers = np.searchsorted(weights.cumsum(), rng.random(count))
    return np.minimum(start, len(weights) - 1)
