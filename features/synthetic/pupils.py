"""Who are the pupils, before any school year happens to them?"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

# domain.md 5.3, "Pupil". The first number is the intercept, then rural (R), school adversity (q) and so on.
MALE = 0.51
BOTH_ABROAD = 0.18
FRAILTY_SPREAD = 0.8  # how much pupils differ for good in the log of unexcused hours, beyond what is explained
COMMUTERS = {"rural": 0.13, "urban": 0.05}  # domain.md 5.1


def invent_pupils(chance: np.random.Generator, school: NDArray[np.int64], *, units: pd.DataFrame) -> pd.DataFrame:
    """Return one row per pupil: what they bring with them.

    ``school`` is the position in ``units`` of the school each one enters. Nothing here is a record yet; the columns
    ``ability`` and ``frailty`` (both around 0, standard deviation 1) never become one.
    """
    count = len(school)
    rural = (units["locality"] == "rural").to_numpy()[school].astype(float)
    adversity = units["adversity"].to_numpy()[school]
    ability = chance.standard_normal(count)
    poor = _happens(chance, -1.05 + 0.60 * rural + 0.72 * adversity)
    low = _happens(chance, -2.1 + 0.5 * rural + 1.6 * poor + 0.35 * adversity)
    abroad = _happens(chance, -1.95 + 0.15 * rural + 0.1 * poor)
    return pd.DataFrame(
        {
            "male": chance.random(count) < MALE,
            "rural": rural > 0,
            "poor": poor,
            "low_education": low,
            "parents_away": abroad * (1 + (chance.random(count) < BOTH_ABROAD)),
            "special_needs": _happens(chance, -3.7 + 0.4 * poor - 0.4 * ability),
            "over_age": _happens(chance, -4.3 + 0.5 * rural + poor + 0.9 * low + 0.5 * adversity - 0.5 * ability),
            "ability": ability,
            "frailty": chance.standard_normal(count),
            "commute": _commute(chance, rural > 0),
            "household": 3 + chance.poisson(0.9 + 0.9 * poor),
            "mother_education": _education(chance, low),
            "father_education": _education(chance, low | (chance.random(count) < 0.1)),
        }
    )


def sigmoid(logit: Numbers) -> Numbers:
    """Turn log-odds into a probability."""
    odds: Numbers = 1 / (1 + np.exp(-logit))
    return odds


def _happens(chance: np.random.Generator, logit: Numbers) -> NDArray[np.bool_]:
    return chance.random(len(logit)) < sigmoid(logit)


def _commute(chance: np.random.Generator, rural: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Minutes from home; a commuter needs at least 25."""
    share = np.where(rural, COMMUTERS["rural"], COMMUTERS["urban"])
    far = chance.random(len(rural)) < share
    return np.where(far, chance.integers(25, 76, len(rural)), chance.integers(3, 21, len(rural)))


def _education(chance: np.random.Generator, low: NDArray[np.bool_]) -> NDArray[np.int64]:
    """ISCED level; low means at most lower secondary school."""
    lower = chance.choice([0, 1, 2], p=[0.06, 0.24, 0.70], size=len(low))
    higher = chance.choice([3, 4, 6, 7], p=[0.66, 0.10, 0.18, 0.06], size=len(low))
    return np.where(low, lower, higher)
