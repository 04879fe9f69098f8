"""Who sits in which class when a school year begins?"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from features.synthetic.schools import CLASSES
from features.synthetic.teaching_days import SchoolYear

Whole = NDArray[np.int64]

NEWCOMERS = 0.012  # share that comes from outside the county in a year; as many leave (domain.md 5.3: transfers 2-3 %)
LATE_NEWCOMERS = 0.5  # of those, come in the middle of the year


def first_roll(chance: np.random.Generator, *, pupils: int, units: pd.DataFrame) -> pd.DataFrame:
    """Return the roll of the first school year: all classes filled alike.

    A roll has one row per pupil: ``pupil`` and ``school`` (positions), ``grade`` (0 to 8), ``repeated`` (years) and
    ``from_day`` (number of the teaching day on which the pupil comes).
    """
    return _new_rows(chance, np.arange(pupils) % CLASSES, first=0, units=units)


def next_roll(
    chance: np.random.Generator, story: pd.DataFrame, *, pupils: int, known: int, units: pd.DataFrame, year: SchoolYear
) -> pd.DataFrame:
    """Return the roll of the year after ``story``: those who come back, newcomers, and a new preparatory class.

    ``known`` is the number of pupils so far; new ones are counted on from there.
    """
    back = _returning(chance, story[story["returns"]])
    outside = int(chance.binomial(pupils, NEWCOMERS))
    fresh = max(pupils - len(back) - outside, 0)
    grades = np.concatenate([np.zeros(fresh, dtype=np.int64), chance.integers(1, CLASSES, outside)])
    new = _new_rows(chance, grades, first=known, units=units)
    late = (new["grade"] > 0) & (chance.random(len(new)) < LATE_NEWCOMERS)
    new["from_day"] = np.where(late, chance.integers(5, len(year.days) // 2, len(new)), 0)
    return pd.concat([back, new], ignore_index=True)


def _new_rows(chance: np.random.Generator, grade: Whole, *, first: int, units: pd.DataFrame) -> pd.DataFrame:
    school = chance.choice(len(units), p=units["weight"].to_numpy(), size=len(grade))
    return pd.DataFrame(
        {"pupil": first + np.arange(len(grade)), "school": school, "grade": grade, "repeated": 0, "from_day": 0}
    )


def _returning(chance: np.random.Generator, story: pd.DataFrame) -> pd.DataFrame:
    up = (story["closing"] == "promoted").to_numpy()
    hesitant = (story["fate"] == "dropped_out").to_numpy()
    return pd.DataFrame(
        {
            "pupil": story["pupil"].to_numpy(),
            "school": story["next_school"].to_numpy(),
            "grade": story["grade"].to_numpy() + up,
            "repeated": story["repeated"].to_numpy() + ~up,
            "from_day": np.where(hesitant, chance.integers(0, 12, len(story)), 0),
        }
    )
