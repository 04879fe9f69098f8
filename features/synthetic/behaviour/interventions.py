"""Whom the schools help, how, and how much it helps.

Schools help those who look neediest to them. What it does is known here, so that an evaluation can be tested; that it
was given is not in the records.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from features.arrays import Floats, Integers
from features.synthetic.world.levels import PRIMARY

# What each kind takes off the log-odds of a bad outcome (domain.md 5.3: 0.10 to 0.35).
RELIEF = {"none": 0.0, "mentor": 0.35, "home_visit": 0.28, "remedial": 0.20, "hot_meal": 0.10}
MEAL_HOURS = 0.80  # what is left of a primary pupil's absences where there is a hot meal (domain.md 5.3)
JUDGEMENT = 0.5  # how far a school's view of need strays from its own books
WEAK_AVERAGE, MANY_HOURS = 7.0, 40.0
FITTING = 0.7  # chance that a pupil gets the kind that fits best


def give_support(
    rng: np.random.Generator, rates: pd.DataFrame, *, people: pd.DataFrame, units: pd.DataFrame
) -> pd.DataFrame:
    """Return the circumstances after the schools helped.

    New columns: ``support`` (a key of ``RELIEF``), ``relief`` (what it takes off the log-odds of a bad outcome, all
    in all) and ``meal_factor`` (what is left of the absences of a primary pupil with a hot meal; 1 for the others).
    """
    benefit = people["benefit_recorded"].to_numpy()[rates["pupil"]]
    need = _need(rates, benefit) + JUDGEMENT * rng.standard_normal(len(rates))
    chosen = _neediest(rng, rates["school"].to_numpy(), need, units["capacity"].to_numpy())
    support = np.where(chosen, _kind(rng, rates, benefit), "none").astype(object)
    return rates.assign(
        support=support,
        relief=pd.Series(support).map(RELIEF).to_numpy(float),
        meal_factor=np.where((support == "hot_meal") & (rates["level"] == PRIMARY).to_numpy(), MEAL_HOURS, 1.0),
    )


def _need(rates: pd.DataFrame, benefit: NDArray[np.bool_]) -> Floats:
    """What a school sees in September: last year's absences and marks, and who receives a benefit."""
    hours = np.log1p(rates["hours_before"].to_numpy())
    need: Floats = hours + 0.6 * (8.5 - rates["average_before"].to_numpy()) + 0.8 * benefit
    return need


def _neediest(rng: np.random.Generator, school: Integers, need: Floats, capacity: Floats) -> NDArray[np.bool_]:
    """As many of each school's pupils as it has places, the neediest first; part of a place is a chance of one."""
    order = np.lexsort((-need, school))
    pupils = np.bincount(school, minlength=len(capacity))
    places = np.floor(pupils * capacity + rng.random(len(capacity)))
    rank = np.empty(len(school), dtype=np.int64)
    rank[order] = np.arange(len(school)) - (pupils.cumsum() - pupils)[school[order]]
    chosen: NDArray[np.bool_] = rank < places[school]
    return chosen


def _kind(rng: np.random.Generator, rates: pd.DataFrame, benefit: NDArray[np.bool_]) -> NDArray[np.object_]:
    fits = [
        benefit & (rates["level"] == PRIMARY).to_numpy(),
        (rates["average_before"] < WEAK_AVERAGE).to_numpy(),
        (rates["hours_before"] > MANY_HOURS).to_numpy(),
    ]
    given = [fit & (rng.random(len(rates)) < FITTING) for fit in fits]
    kind: NDArray[np.object_] = np.select(given, ["hot_meal", "remedial", "home_visit"], "mentor").astype(object)
    return kind
