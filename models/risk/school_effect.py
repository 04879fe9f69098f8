"""How much schools differ beyond what the model sees, and what that does to the hits of a list.

Within a school, outcomes move together: recording, teachers, a closed factory. The school's own effect is taken as a
normal shift of the log-odds with standard deviation ``school_sd``, under which each child's mean probability stays the
calibrated one. It is estimated by maximum marginal likelihood on rows the model was not fitted on, integrating by
Gauss-Hermite quadrature (as for any logistic-normal model; Pinheiro & Bates 1995, J. Comput. Graph. Stat. 4:12-35).

All schools of a county share another effect, which a year brings or the county has. It is estimated over past
retrainings, a date of a county being one observation, by the method of moments (DerSimonian & Laird 1986, Controlled
Clinical Trials 7:177-188), and drawn towards an assumed one, since there are few of them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from features.arrays import Floats, Labels

ASSUMED_SD = 0.5  # where there are too few schools to estimate it
SCHOOLS_ENOUGH = 10

ASSUMED_SHARED_SD = 0.3  # of a county of the training in a year; docs/decisions/0041
ELSEWHERE_SD = 0.7  # of a county that the training did not see
SHARED_ASSUMED_AS = 4  # observations, as which the assumed one counts

_NODES = 15
_GRID = np.linspace(0.0, 2.5, 26)
_SMALLEST = 1e-12


@dataclass(frozen=True)
class SharedEffect:
    """How much all schools of a county differ together from what the model expects, in log-odds.

    ``observations`` says of how many dates of counties it was estimated; of none it is assumed.
    """

    sd: float = ASSUMED_SHARED_SD
    observations: int = 0

    @property
    def elsewhere(self) -> float:
        """The same where none of the schools was in the training, as in another county."""
        return max(self.sd, ELSEWHERE_SD)


@dataclass(frozen=True)
class CountyDate:
    """The rows of one county at one date, by a model that was not fitted on them; arrays of shape (n,)."""

    probabilities: Floats
    labels: Labels
    schools: npt.NDArray[np.object_]


def shared_effect(observed: Sequence[CountyDate], sd_of_schools: float) -> SharedEffect:
    """Estimate how much the schools of a county differ together, beyond chance and their own effects.

    Parameters
    ----------
    observed
        The dates of counties; those without any expected case tell nothing.
    sd_of_schools
        What is known of the schools' own effects (``school_sd``).
    """
    moves = list(_moves(observed, sd_of_schools))
    if not moves:
        return SharedEffect()
    weights = np.array([1 / (noise + ASSUMED_SHARED_SD**2) for _, noise in moves])
    beyond = np.array([move**2 - noise for move, noise in moves])
    variance = max(float(weights @ beyond / weights.sum()), 0.0)
    count = len(moves)
    drawn = (count * variance + SHARED_ASSUMED_AS * ASSUMED_SHARED_SD**2) / (count + SHARED_ASSUMED_AS)
    return SharedEffect(round(float(np.sqrt(drawn)), 3), count)


def _moves(observed: Sequence[CountyDate], sd_of_schools: float) -> Iterator[tuple[float, float]]:
    """Yield how far the log-odds of each county date moved, and the variance of that by chance and by its schools."""
    for each in observed:
        spread = each.probabilities * (1 - each.probabilities)
        information = float(spread.sum())
        if information > 0:
            by_school = np.bincount(np.unique(each.schools, return_inverse=True)[1], spread)
            noise = information + sd_of_schools**2 * float(by_school @ by_school)
            yield float(each.labels.sum() - each.probabilities.sum()) / information, noise / information**2


def school_sd(
    probabilities: Floats, labels: Labels, schools: npt.NDArray[np.object_], *, dates: npt.NDArray[np.object_]
) -> float:
    """Estimate the standard deviation of the schools' own effects, in log-odds, beyond what a date did to all of them.

    Parameters
    ----------
    probabilities, labels
        Calibrated probability and outcome of rows the model was not fitted on, shape (n,).
    schools, dates
        The school and the as-of date of each row.

    Returns
    -------
    float
        The value on a grid of 0.1 with the highest likelihood; ``ASSUMED_SD`` with fewer than 10 schools.
    """
    codes = np.unique(schools, return_inverse=True)[1]
    if codes.max(initial=-1) + 1 < SCHOOLS_ENOUGH:
        return ASSUMED_SD
    of_date = as_many_as_came(probabilities, labels, np.unique(dates, return_inverse=True)[1])
    likelihoods = [_log_likelihood(of_date, labels, codes, float(sd)) for sd in _GRID]
    return float(_GRID[int(np.argmax(likelihoods))])


def as_many_as_came(probabilities: Floats, labels: Labels, dates: npt.NDArray[np.intp]) -> Floats:
    """Shift the log-odds of each date, numbered from 0, alike so that it expects the cases that came.

    Where none or all came, half a case more or less is expected, which the log-odds can reach.

    >>> as_many_as_came(np.array([0.5, 0.5, 0.5, 0.5]), np.array([1, 0, 0, 0]), np.zeros(4, np.intp)).round(3).tolist()
    [0.25, 0.25, 0.25, 0.25]
    """
    rows = np.bincount(dates)
    cases = np.clip(np.bincount(dates, labels), 0.5, np.maximum(rows - 0.5, 0.5))
    clipped = np.clip(probabilities, _SMALLEST, 1 - _SMALLEST)
    margins, found = np.log(clipped / (1 - clipped)), clipped
    for _ in range(30):  # Newton steps towards the cases of each date
        missing = cases - np.bincount(dates, found)
        slope = np.maximum(np.bincount(dates, found * (1 - found)), _SMALLEST)
        margins = margins + np.clip(missing / slope, -1.0, 1.0)[dates]
        found = 1.0 / (1.0 + np.exp(-margins))
    return np.asarray(found)


def shifted(probabilities: Floats, sd: float) -> tuple[Floats, Floats]:
    """Return each child's probability at every quadrature node of the school's effect, and the nodes' weights.

    Returns
    -------
    tuple
        Probabilities of shape (n, nodes) whose weighted mean over the nodes is the child's own, and weights (nodes,).
    """
    nodes, weights = np.polynomial.hermite_e.hermegauss(_NODES)
    weights = weights / weights.sum()
    target = np.clip(probabilities, _SMALLEST, 1 - _SMALLEST)[:, None]
    centre = np.log(target / (1 - target))
    for _ in range(30):  # Newton steps towards the log-odds whose mean over the nodes is the target
        at_nodes = 1.0 / (1.0 + np.exp(-(centre + sd * nodes)))
        mean = at_nodes @ weights
        slope = (at_nodes * (1 - at_nodes)) @ weights
        centre = centre + np.clip((target[:, 0] - mean) / np.maximum(slope, _SMALLEST), -1.0, 1.0)[:, None]
    return 1.0 / (1.0 + np.exp(-(centre + sd * nodes))), weights


def _log_likelihood(probabilities: Floats, labels: Labels, codes: npt.NDArray[np.intp], sd: float) -> float:
    at_nodes, weights = shifted(probabilities, sd)
    terms = np.log(np.where(labels[:, None] == 1, at_nodes, 1 - at_nodes) + _SMALLEST)
    per_school = np.zeros((codes.max() + 1, len(weights)))
    np.add.at(per_school, codes, terms)
    top = per_school.max(axis=1, keepdims=True)
    return float(np.sum(top[:, 0] + np.log(np.exp(per_school - top) @ weights)))
