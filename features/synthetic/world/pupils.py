"""The pupils before any school year happens to them."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from features.arrays import Floats

# domain.md 5.3, "Pupil". The first number is the intercept, then rural (R), school adversity (q) and so on.
MALE = 0.51
BOTH_ABROAD = 0.18
VERY_LATE = 0.38  # of those who are over-age, two years and not one (domain.md 5.1: 2 % and 5-8 %)
COMMUTERS_RURAL, COMMUTERS_URBAN = 0.13, 0.05  # domain.md 5.1
COMMUTERS_UPPER = 0.65  # of village children, since most upper schools are in town: 30 % of all (domain.md 5.1)
# Who is already in an upper school when the records begin, as admission will choose later: the share from villages,
# ability, and log-odds of poverty.
FROM_VILLAGES = {"upper": 0.37, "vocational": 0.58}
ABLER = {"lower": 0.0, "upper": 0.25, "vocational": -0.78}
POORER = {"lower": 0.0, "upper": -0.6, "vocational": 0.7}


def invent_pupils(rng: np.random.Generator, school: NDArray[np.int64], *, units: pd.DataFrame) -> pd.DataFrame:
    """Return one row per pupil: what they bring with them.

    ``school`` is the position in ``units`` of the school each one enters. Nothing here is a record yet; the columns
    ``ability`` and ``frailty`` (both around 0, standard deviation 1) never become one.
    """
    count = len(school)
    kind = units["kind"].to_numpy()[school]
    from_village = rng.random(count) < units["kind"].map(FROM_VILLAGES).fillna(0.0).to_numpy()[school]
    rural = np.where(kind == "lower", (units["locality"] == "rural").to_numpy()[school], from_village).astype(float)
    adversity = units["adversity"].to_numpy()[school]
    ability = rng.standard_normal(count) + units["kind"].map(ABLER).to_numpy(float)[school]
    poorer = units["kind"].map(POORER).to_numpy(float)[school]
    poor = _happens(rng, -1.05 + 0.60 * rural + 0.72 * adversity + poorer)
    low = _happens(rng, -2.1 + 0.5 * rural + 1.6 * poor + 0.35 * adversity)
    abroad = _happens(rng, -1.95 + 0.15 * rural + 0.1 * poor)
    over_age = _happens(rng, -4.3 + 0.5 * rural + poor + 0.9 * low + 0.5 * adversity - 0.5 * ability)
    return pd.DataFrame(
        {
            "male": rng.random(count) < MALE,
            "rural": rural > 0,
            "poor": poor,
            "low_education": low,
            "parents_away": abroad * (1 + (rng.random(count) < BOTH_ABROAD)),
            "special_needs": _happens(rng, -3.7 + 0.4 * poor - 0.4 * ability),
            "years_late": over_age * (1 + (rng.random(count) < VERY_LATE)),
            "ability": ability,
            "frailty": rng.standard_normal(count),
            "commute": commute(rng, _commuters(rural > 0, kind != "lower")),
            "household": 3 + rng.poisson(0.9 + 0.9 * poor),
            "mother_education": _education(rng, low),
            "father_education": _education(rng, low | (rng.random(count) < 0.1)),
        }
    )


def commute(rng: np.random.Generator, share: Floats) -> NDArray[np.int64]:
    """Minutes from home; a commuter, whom each is with the chance ``share``, needs at least 25."""
    far = rng.random(len(share)) < share
    return np.where(far, rng.integers(25, 76, len(share)), rng.integers(3, 21, len(share)))


def pupil_ids(number: NDArray[np.int64], units: pd.DataFrame) -> pd.Series:
    """The pseudonyms of pupils by their number: the county's code and six digits, so that no two counties share one."""
    code = units["county"].iloc[0]
    ids = np.array([f"{code}{pupil:06d}" for pupil in range(int(number.max(initial=0)) + 1)], dtype=object)
    return chosen(ids, number)


def chosen(texts: NDArray[np.object_], number: NDArray[np.int64]) -> pd.Series:
    """One of the texts for each number; quicker than a column of Python's own texts."""
    return pd.Series(pd.array(texts, dtype="str").take(number))


def sigmoid(logit: Floats) -> Floats:
    """Turn log-odds into a probability."""
    odds: Floats = 1 / (1 + np.exp(-logit))
    return odds


def _happens(rng: np.random.Generator, logit: Floats) -> NDArray[np.bool_]:
    return rng.random(len(logit)) < sigmoid(logit)


def _commuters(rural: NDArray[np.bool_], upper: NDArray[np.bool_]) -> Floats:
    share: Floats = np.where(rural, np.where(upper, COMMUTERS_UPPER, COMMUTERS_RURAL), COMMUTERS_URBAN)
    return share


def _education(rng: np.random.Generator, low: NDArray[np.bool_]) -> NDArray[np.int64]:
    """ISCED level; low means at most lower secondary school."""
    lower = rng.choice([0, 1, 2], p=[0.06, 0.24, 0.70], size=len(low))
    higher = rng.choice([3, 4, 6, 7], p=[0.66, 0.10, 0.18, 0.06], size=len(low))
    return np.where(low, lower, higher)
