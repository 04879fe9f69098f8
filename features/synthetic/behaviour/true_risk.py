"""The risk of a bad end of the year: in truth, without help, and as far as the records can tell."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from features.arrays import Floats
from features.synthetic.behaviour.latent_rates import COMMUTER
from features.synthetic.world.levels import EXAM_CLASS
from features.synthetic.world.pupils import sigmoid

# By level, as the slopes and the exam's intercepts below: measured once on ten invented nations of 120,000 pupils, so
# that 0.94, 1.13, 1.31 and 3.6 % drop out (domain.md 5.3, scaled to 1.2 % in all), villages to towns 1.7 to 1. Never
# solved for one county: counties differ.
INTERCEPTS = np.array([-6.90, -7.20, -6.72, -7.20])
TRANSITION_CLASS, TRANSITION = 4, float(np.log(2))  # before class V the hazard doubles; after VIII there is the exam
SLOPE_RURAL, SLOPE_URBAN = 0.4, 0.5  # of the school's adversity; towns differ more (domain.md 5.1)
# Who does not come to the exam after class VIII (domain.md 5.1); the slopes are what marks do not explain.
EXAM, EXAM_SHIFT_URBAN = -4.07, -1.12
EXAM_SLOPE_RURAL, EXAM_SLOPE_URBAN = 0.5, 1.2


@dataclass(frozen=True)
class RiskFactors:
    """What is held to be so of each pupil: shares between 0 and 1, expected hours, and the school's adversity."""

    poor: Floats
    one_away: Floats
    both_away: Floats
    hours: Floats
    adversity: Floats


@dataclass(frozen=True)
class ExitProbabilities:
    """Probability of leaving early (``hazard``) and, if still there, of not coming to the exam (``exam``)."""

    hazard: Floats
    exam: Floats

    def either(self) -> Floats:
        """Probability that one of the two happens."""
        return 1 - (1 - self.hazard) * (1 - self.exam)


def with_risk(rates: pd.DataFrame, *, people: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """Return the year's circumstances with the probabilities of a bad end.

    New columns: ``hazard`` and ``exam`` (see ``ExitProbabilities``), then of either of them ``risk`` (in truth),
    ``untreated`` (had nobody helped) and ``visible`` (by what the records say, where they are silent by the average).
    """
    mine = people.iloc[rates["pupil"]].reset_index(drop=True)
    there = units.iloc[rates["school"]].reset_index(drop=True)
    truth, told = _true_factors(rates, mine, there), _recorded_factors(rates, mine, there)
    happens = _probabilities(rates, mine, truth, there, relief=rates["relief"].to_numpy())
    return rates.assign(
        hazard=happens.hazard,
        exam=happens.exam,
        risk=happens.either(),
        untreated=_probabilities(rates, mine, truth, there).either(),
        visible=_probabilities(rates, mine, told, there).either(),
    )


def _true_factors(rates: pd.DataFrame, mine: pd.DataFrame, there: pd.DataFrame) -> RiskFactors:
    away = mine["parents_away"].to_numpy()
    return RiskFactors(
        poor=mine["poor"].to_numpy(float),
        one_away=(away == 1).astype(float),
        both_away=(away == 2).astype(float),
        hours=rates["rate"].to_numpy(),
        adversity=there["adversity"].to_numpy(),
    )


def _recorded_factors(rates: pd.DataFrame, mine: pd.DataFrame, there: pd.DataFrame) -> RiskFactors:
    """Nobody writes down adversity or recording practice, and a class without absences tells nothing of them."""
    away, told = mine["parents_away"].to_numpy(), mine["away_recorded"].to_numpy()
    recorded = rates["rate"].to_numpy() * there["practice"].to_numpy()
    return RiskFactors(
        poor=_mean_by(mine["poor"].to_numpy(float), mine["benefit_recorded"].to_numpy(np.int64)),
        one_away=_mean_by((away == 1).astype(float), told),
        both_away=_mean_by((away == 2).astype(float), told),
        hours=np.where(rates["empty"], _mean_by(recorded, rates["level"].to_numpy()), recorded),
        adversity=np.full(len(rates), there["adversity"].mean()),
    )


def _probabilities(
    rates: pd.DataFrame,
    mine: pd.DataFrame,
    view: RiskFactors,
    there: pd.DataFrame,
    *,
    relief: Floats | float = 0.0,
) -> ExitProbabilities:
    """Both probabilities of a year, as ``view`` holds it; ``there`` has each pupil's school, known to everybody."""
    grade, average = rates["grade"].to_numpy(), rates["average"].to_numpy()
    rural, everywhere = (there["locality"] == "rural").to_numpy(), there["county_effect"].to_numpy() - relief
    leaves = INTERCEPTS[rates["level"]] + TRANSITION * (grade == TRANSITION_CLASS) + _burden(rates, mine, view)
    leaves += 0.64 * np.log1p(view.hours) + 0.44 * (8.5 - average)
    leaves += np.where(rural, SLOPE_RURAL, SLOPE_URBAN) * view.adversity
    misses = EXAM + (0.29 * mine["rural"] - 0.45 * mine["male"]).to_numpy() + 2.11 * (8.5 - average)
    misses += np.where(rural, EXAM_SLOPE_RURAL * view.adversity, EXAM_SHIFT_URBAN + EXAM_SLOPE_URBAN * view.adversity)
    sits = (grade == EXAM_CLASS).astype(float)
    return ExitProbabilities(sigmoid(leaves + everywhere), sits * sigmoid(misses + everywhere))


def _burden(rates: pd.DataFrame, mine: pd.DataFrame, view: RiskFactors) -> Floats:
    """Log-odds of leaving early from the pupil's own side (domain.md 5.3, "Dropout hazard")."""
    burden: Floats = (
        0.35 * view.poor
        + 0.35 * mine["low_education"].to_numpy()
        + 0.10 * view.one_away
        + 0.25 * view.both_away
        + 0.15 * mine["male"].to_numpy()
        + 0.25 * mine["special_needs"].to_numpy()
        + 0.10 * (mine["commute"] >= COMMUTER).to_numpy()
        + 0.15 * mine["rural"].to_numpy()
        + 0.70 * rates["over_age"].to_numpy()
    )
    return burden


def _mean_by(value: Floats, group: NDArray[np.int64]) -> Floats:
    """Each value replaced by the mean of its group (numbered from 0)."""
    count = np.maximum(np.bincount(group), 1)
    mean: Floats = (np.bincount(group, weights=value) / count)[group]
    return mean
