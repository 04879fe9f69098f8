"""What a school year brings to each pupil before chance decides: hours of absence, and marks."""

import numpy as np
import pandas as pd

from features.arrays import Floats
from features.synthetic.world.levels import FIRST_OF_LEVEL, last_class, letter_of, level_of
from features.synthetic.world.pupils import sigmoid

# Median unexcused hours a year of a pupil without any burden, by level. Chosen so that what is written down comes out
# at means of about 7, 23, 16 and 59 hours, and in classes V-VIII at a median of about 11 (domain.md 5.3).
UNEXCUSED = np.array([2.3, 8.2, 7.4, 15.0])
EXCUSED = np.array([9.3, 25.7, 53.0, 77.0])  # mean hours a year, before two spells fall on one day (domain.md 5.3)
OLDER = 0.06  # each class of a level misses more than the one before
FRAILTY_SPREAD = 0.8  # how much pupils differ for good in the log of unexcused hours, beyond what is explained
YEAR_SPREAD = 0.45  # what changes from year to year in it
COMMUTER = 25  # minutes
LATENT_MEAN, LATENT_SPREAD = -0.71, 1.04  # of the mark latent below, over all pupils
MARK_RANGE = 5.3  # how averages lie below 10 (domain.md 5.1: mean 8.83, standard deviation .95)
MARK_SHAPE = (0.95, 3.25)


def draw_rates(
    rng: np.random.Generator, roll: pd.DataFrame, *, people: pd.DataFrame, units: pd.DataFrame
) -> pd.DataFrame:
    """Return the roll with what this year brings, before anybody helps.

    New columns: ``level``, ``last`` (the school's last class), ``letter`` (of the class), ``over_age``, ``commutes``,
    ``in_fields`` (poor and from a village), ``rate`` and ``excused_rate`` (hours of absence expected over a full year,
    if all are written down), ``average`` (the mark the pupil stands at, 1-10). ``hours_before`` and ``average_before``,
    what the school saw in the year before, are filled in for those who are new.
    """
    mine = people.iloc[roll["pupil"]].reset_index(drop=True)
    pupil, school, grade = (roll[name].to_numpy() for name in ("pupil", "school", "grade"))
    level = level_of(grade, school, units)
    rates = roll.assign(
        level=level,
        last=grade == last_class(units)[school],
        letter=letter_of(pupil, school, units),
        over_age=((mine["years_late"] > 0) | (roll["repeated"] > 0)).to_numpy(),
        commutes=(mine["commute"] >= COMMUTER).to_numpy(),
        in_fields=(mine["poor"] & mine["rural"]).to_numpy(),
    )
    adversity = units["adversity"].to_numpy()[school]
    usual = usual_hours(mine, rates, adversity)
    rates["rate"] = usual * _year_effects(rng, len(roll))
    rates["excused_rate"] = EXCUSED[level] * rng.gamma(1.4, 1 / 1.4, len(roll))
    rates["average"] = mark_average(rng, mine, adversity)
    practice = units["practice"].to_numpy()[school]
    before = np.where(grade > 0, usual * practice * _year_effects(rng, len(roll)), 0.0)
    rates["hours_before"] = rates["hours_before"].fillna(pd.Series(before))
    rates["average_before"] = rates["average_before"].fillna(rates["average"])
    return rates


def usual_hours(mine: pd.DataFrame, rates: pd.DataFrame, adversity: Floats) -> Floats:
    """Unexcused hours expected of the pupil in a usual year; effects on the log from domain.md 5.3."""
    effect = (
        0.28 * mine["poor"]
        + 0.25 * mine["low_education"]
        + 0.22 * (mine["parents_away"] == 1)
        + 0.30 * (mine["parents_away"] == 2)
        + 0.15 * mine["male"]
        + 0.12 * (mine["commute"] >= COMMUTER)
        - 0.50 * mine["ability"]
        + FRAILTY_SPREAD * mine["frailty"]
    ).to_numpy()
    level = rates["level"].to_numpy()
    years = rates["grade"].to_numpy() - FIRST_OF_LEVEL[level]
    effect = effect + 0.55 * rates["over_age"].to_numpy() + 0.35 * adversity + OLDER * years
    hours: Floats = UNEXCUSED[level] * np.exp(effect)
    return hours


def mark_average(rng: np.random.Generator, mine: pd.DataFrame, adversity: Floats) -> Floats:
    """The average a pupil stands at: place among all pupils, then the skewed shape of marks.

    Effects from domain.md 5.3, but more for boys and villages: only so do the means of its 5.1 come out.
    """
    latent = (
        0.70 * mine["ability"]
        - 0.42 * mine["poor"]
        - 0.45 * mine["low_education"]
        - 0.35 * mine["special_needs"]
        - 0.42 * mine["male"]
        - 0.60 * mine["rural"]
    ).to_numpy() - 0.34 * adversity
    place = (latent - LATENT_MEAN) / LATENT_SPREAD + 0.24 * rng.standard_normal(len(mine))
    # 1.702 makes the logistic curve a normal one, to within a hundredth.
    return 10 - MARK_RANGE * _quantile(sigmoid(-1.702 * place))


def _year_effects(rng: np.random.Generator, count: int) -> Floats:
    luck: Floats = np.exp(YEAR_SPREAD * rng.standard_normal(count))
    return luck


def _quantile(share: Floats) -> Floats:
    """Kumaraswamy's curve, a Beta distribution whose quantile has a formula."""
    a, b = MARK_SHAPE
    value: Floats = (1 - (1 - share) ** (1 / b)) ** (1 / a)
    return value
