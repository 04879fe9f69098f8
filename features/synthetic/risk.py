"""How do a pupil's circumstances pull in a school year, before chance decides?"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from features.synthetic.pupils import FRAILTY_SPREAD, Numbers, sigmoid

# Median unexcused hours a year of a pupil without any burden, CP to VIII. Chosen so that the classes V-VIII come out
# at a median of about 11 and a 90th percentile of about 56, and the primary classes at a mean of about 7
# (domain.md 5.3).
UNEXCUSED = np.array([2.6, 2.8, 3.0, 3.2, 3.4, 9.0, 9.6, 10.2, 10.8])
EXCUSED = np.array([8.5, 8.5, 8.5, 8.5, 8.5, 23, 23, 23, 23])  # mean hours a year (domain.md 5.3)
YEAR_SPREAD = 0.45  # what changes from year to year in the log of unexcused hours
HAZARD_PRIMARY = 0.59  # intercept of primary minus that of classes V-VIII (domain.md 5.3)
TRANSITION = 0.5  # the last year before another school; domain.md 5.3 doubles it, but here some cases end in graduation
LATENT_MEAN, LATENT_SPREAD = -0.62, 0.91  # of the mark latent below, in a mostly rural county
MARK_RANGE, MARK_SHAPE = (
    5.6,
    (1.25, 3.0),
)  # how averages lie below 10; rural mean 8.45, standard deviation 1.05 (domain.md 5.1)


def circumstances(
    chance: np.random.Generator, roll: pd.DataFrame, *, people: pd.DataFrame, units: pd.DataFrame
) -> pd.DataFrame:
    """Return the roll with what this year brings.

    New columns: ``rate`` and ``excused_rate`` (hours of absence expected over a full year), ``average`` (the mark the
    pupil stands at, 1-10) and ``pull`` (log-odds of a bad outcome, up to the county's constant).
    """
    mine = people.iloc[roll["pupil"]].reset_index(drop=True)
    adversity = units["adversity"].to_numpy()[roll["school"]]
    over_age = (mine["over_age"] | (roll["repeated"] > 0)).to_numpy()
    rate = unexcused_rate(chance, mine, grade=roll["grade"].to_numpy(), adversity=adversity, over_age=over_age)
    average = mark_average(chance, mine, adversity)
    pull = _pull(mine, rate, average) + 0.7 * over_age + 0.55 * adversity
    grade = roll["grade"].to_numpy()
    excused = EXCUSED[grade] * chance.gamma(1.4, 1 / 1.4, len(roll))
    pull += HAZARD_PRIMARY * (grade < 5) + TRANSITION * ((grade == 4) | (grade == 8))
    return roll.assign(rate=rate, excused_rate=excused, average=average, pull=pull)


def unexcused_rate(
    chance: np.random.Generator,
    mine: pd.DataFrame,
    *,
    grade: NDArray[np.int64],
    adversity: Numbers,
    over_age: NDArray[np.bool_],
) -> Numbers:
    """Unexcused hours expected in the year; effects on the log from domain.md 5.3."""
    effect = (
        0.28 * mine["poor"]
        + 0.25 * mine["low_education"]
        + 0.22 * (mine["parents_away"] == 1)
        + 0.30 * (mine["parents_away"] == 2)
        + 0.15 * mine["male"]
        + 0.12 * (mine["commute"] >= 25)
        - 0.50 * mine["ability"]
        + FRAILTY_SPREAD * mine["frailty"]
    ).to_numpy()
    effect = effect + 0.55 * over_age + 0.35 * adversity + YEAR_SPREAD * chance.standard_normal(len(mine))
    rate: Numbers = UNEXCUSED[grade] * np.exp(effect)
    return rate


def mark_average(chance: np.random.Generator, mine: pd.DataFrame, adversity: Numbers) -> Numbers:
    """The average a pupil stands at: place among all pupils, then the skewed shape of marks (domain.md 5.3)."""
    latent = (
        0.70 * mine["ability"]
        - 0.42 * mine["poor"]
        - 0.45 * mine["low_education"]
        - 0.35 * mine["special_needs"]
        - 0.33 * mine["male"]
        - 0.20 * mine["rural"]
    ).to_numpy() - 0.40 * adversity
    place = (latent - LATENT_MEAN) / LATENT_SPREAD + 0.25 * chance.standard_normal(len(mine))
    # 1.702 makes the logistic curve a normal one, to within a hundredth.
    return 10 - MARK_RANGE * _quantile(sigmoid(-1.702 * place))


def constant_for(pull: Numbers, share: float) -> float:
    """The constant to add to the log-odds so that this share has a bad outcome on average; found by halving.

    >>> round(constant_for(np.zeros(4), 0.2), 3)
    -1.386
    """
    low, high = -30.0, 30.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if sigmoid(pull + middle).mean() < share else (low, middle)
    return (low + high) / 2


def _pull(mine: pd.DataFrame, rate: Numbers, average: Numbers) -> Numbers:
    """Log-odds of a bad outcome from the pupil's own side (domain.md 5.3, "Dropout hazard")."""
    own = (
        0.35 * mine["poor"]
        + 0.35 * mine["low_education"]
        + 0.10 * (mine["parents_away"] == 1)
        + 0.25 * (mine["parents_away"] == 2)
        + 0.15 * mine["male"]
        + 0.25 * mine["special_needs"]
        + 0.10 * (mine["commute"] >= 25)
        + 0.15 * mine["rural"]
    ).to_numpy()
    pull: Numbers = own + 0.64 * np.log1p(rate) + 0.44 * (8.5 - average)
    return pull


def _quantile(share: Numbers) -> Numbers:
    """Kumaraswamy's curve, a Beta distribution whose quantile has a formula."""
    a, b = MARK_SHAPE
    value: Numbers = (1 - (1 - share) ** (1 / b)) ** (1 / a)
    return value
