"""Who sits in which class when a school year begins."""

import numpy as np
import pandas as pd

from features.arrays import Integers
from features.synthetic.world.admission import admitted, places_in_class_nine
from features.synthetic.world.levels import FIRST_UPPER, first_class, last_class
from features.synthetic.world.policy import merged_into, open_schools
from features.synthetic.world.school_year import SchoolYear

NEWCOMERS = 0.012  # share that comes from outside the county in a year; as many leave (domain.md 5.3: transfers 2-3 %)
LATE_NEWCOMERS = 0.5  # of those, come in the middle of the year
HALF_EMPTY = 0.85  # a class IX with less than this of its places is filled up from other counties


def first_roll(rng: np.random.Generator, *, pupils: int, units: pd.DataFrame, year: SchoolYear) -> pd.DataFrame:
    """Return the roll of the first school year: all classes of a school filled alike.

    A roll has one row per pupil: ``pupil`` and ``school`` (positions), ``grade`` (0 to 12), ``repeated`` (years),
    ``from_day`` (number of the teaching day on which the pupil comes), ``admitted`` (to class IX after class VIII),
    ``hours_before`` and ``average_before`` (what the school saw the year before, missing for those who are new).
    """
    units = open_schools(units, year)
    school = rng.choice(len(units), p=units["weight"].to_numpy(), size=pupils)
    low, high = first_class(units)[school], last_class(units)[school]
    return _new_rows(school, low + np.arange(pupils) % (high - low + 1), first=0)


def next_roll(
    rng: np.random.Generator, story: pd.DataFrame, *, pupils: int, known: int, units: pd.DataFrame, year: SchoolYear
) -> pd.DataFrame:
    """Return the roll of the year after ``story``: those who come back or move up, newcomers, a new preparatory class.

    ``known`` is the number of pupils so far; new ones are counted on from there.
    """
    moved = merged_into(units, year)
    units = open_schools(units, year)
    back = _returning(rng, story[story["returns"]], moved)
    up = admitted(rng, story, units=units, pupils=pupils)
    there = pd.concat([back, up], ignore_index=True).merge(_seen(story, units), on="pupil", how="left")
    new = _newcomers(rng, pupils=pupils, there=there, units=units)
    new["pupil"] += known
    late = (new["grade"] > first_class(units)[new["school"]]) & (rng.random(len(new)) < LATE_NEWCOMERS)
    new["from_day"] = np.where(late, rng.integers(5, len(year.days) // 2, len(new)), 0)
    return pd.concat([there, new], ignore_index=True)


def _newcomers(rng: np.random.Generator, *, pupils: int, there: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """Pupils from outside in any class, some in class IX where it would be half empty, and a new preparatory class."""
    outside = rng.choice(len(units), p=units["weight"].to_numpy(), size=rng.binomial(pupils, NEWCOMERS))
    low, high = first_class(units)[outside], last_class(units)[outside]
    anywhere = np.maximum(low + (rng.random(len(outside)) * (high - low + 1)).astype(np.int64), 1)
    wanted = HALF_EMPTY * places_in_class_nine(units, pupils).sum() - (there["grade"] == FIRST_UPPER).sum()
    nine = _schools(rng, units, units["kind"] != "lower", int(max(wanted, 0)))
    fresh = max(pupils - len(there) - len(outside) - len(nine), 0)
    first = _schools(rng, units, units["kind"] == "lower", fresh)
    grade = np.concatenate([np.zeros(fresh, dtype=np.int64), anywhere, np.full(len(nine), FIRST_UPPER)])
    return _new_rows(np.concatenate([first, outside, nine]), grade, first=0)


def _schools(rng: np.random.Generator, units: pd.DataFrame, which: pd.Series, count: int) -> Integers:
    """Schools of some kind for so many pupils, by their weight."""
    weight = units["weight"].to_numpy() * which.to_numpy()
    if not count:
        return np.zeros(0, dtype=np.int64)
    return rng.choice(len(units), p=weight / weight.sum(), size=count)


def _new_rows(school: Integers, grade: Integers, *, first: int) -> pd.DataFrame:
    number = first + np.arange(len(grade))
    empty = {"repeated": 0, "from_day": 0, "admitted": False, "hours_before": np.nan, "average_before": np.nan}
    return pd.DataFrame({"pupil": number, "school": school, "grade": grade, **empty})


def _returning(rng: np.random.Generator, story: pd.DataFrame, moved: Integers) -> pd.DataFrame:
    up = (story["closing"] == "promoted").to_numpy()
    hesitant = (story["fate"] == "dropped_out").to_numpy()
    return pd.DataFrame(
        {
            "pupil": story["pupil"].to_numpy(),
            "school": moved[story["next_school"].to_numpy()],
            "grade": story["grade"].to_numpy() + up,
            "repeated": story["repeated"].to_numpy() + ~up,
            "from_day": np.where(hesitant, rng.integers(0, 12, len(story)), 0),
            "admitted": False,
        }
    )


def _seen(story: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """What the school's own books said of the pupil this year: hours as it writes them down, marks as it gives them."""
    school = story["school"].to_numpy()
    hours = story["rate"].to_numpy() * story["meal_factor"].to_numpy() * units["practice"].to_numpy()[school]
    return pd.DataFrame(
        {
            "pupil": story["pupil"],
            "hours_before": np.where(story["empty"], 0.0, hours),
            "average_before": story["average"].to_numpy() - units["strictness"].to_numpy()[school],
        }
    )
