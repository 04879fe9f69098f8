"""What changed in the schools with Legea 141/2025, from the school year 2025-26 on.

Small schools are merged, and ten unexcused hours in a month cost the scholarship of that month (domain.md 0 and 5.3):
absences are then excused more readily. Everything that depends on this law is here.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from features.arrays import Integers
from features.synthetic.world.school_year import SchoolYear

FIRST_YEAR = 2025
MERGED = 0.25  # of the schools that belong to another one, the smallest close
SCHOLARSHIP = 0.40  # share of pupils who have something to lose
HOURS_A_MONTH = 10
EXCUSED_FOR_IT = 0.5  # of the spells in a month that would cost the scholarship


def in_force(year: SchoolYear) -> bool:
    """Whether the law holds in that school year."""
    return year.first >= FIRST_YEAR


def merged_into(units: pd.DataFrame, year: SchoolYear) -> Integers:
    """For each school the position of the school its pupils sit in this year: mostly itself."""
    here = np.arange(len(units))
    belongs = units["parent_school_id"].notna()
    if not in_force(year) or not belongs.any():
        return here
    small = units["weight"] <= units.loc[belongs, "weight"].quantile(MERGED)
    parent = pd.Index(units["school_id"]).get_indexer(units["parent_school_id"])
    return np.where(belongs & small, parent, here)


def open_schools(units: pd.DataFrame, year: SchoolYear) -> pd.DataFrame:
    """The schools as they are this year: one that closed has no weight, the one it went to has both."""
    weight = np.bincount(merged_into(units, year), weights=units["weight"], minlength=len(units))
    return units.assign(weight=weight)


def excused_for_money(
    rng: np.random.Generator, days: pd.DataFrame, *, pupils: int, year: SchoolYear
) -> NDArray[np.bool_]:
    """Which days of absence are excused because the month would cost the pupil's scholarship.

    ``days`` has a row per day of absence: ``row`` (of the pupil), ``day``, ``spell``, ``hours`` and ``excused``.
    """
    if not in_force(year):
        return np.zeros(len(days), dtype=np.bool_)
    month = year.days.astype("datetime64[M]").astype(np.int64)
    key = days["row"].to_numpy() * 12 + month[days["day"]] % 12
    bare = np.where(days["excused"], 0, days["hours"])
    costly = np.bincount(key, weights=bare, minlength=12 * pupils)[key] >= HOURS_A_MONTH
    cares = (rng.random(pupils) < SCHOLARSHIP)[days["row"]]
    asked = rng.random(int(days["spell"].max()) + 1 if len(days) else 1) < EXCUSED_FOR_IT
    excused: NDArray[np.bool_] = costly & cares & asked[days["spell"]]
    return excused
