"""How much schools differ beyond what the model sees, and what that does to the hits of a list.

Within a school, outcomes move together: recording, teachers, a closed factory. The school's own effect is taken as a
normal shift of the log-odds with standard deviation ``school_sd``, under which each child's mean probability stays the
calibrated one. It is estimated by maximum marginal likelihood on rows the model was not fitted on, integrating by
Gauss-Hermite quadrature (as for any logistic-normal model; Pinheiro & Bates 1995, J. Comput. Graph. Stat. 4:12-35).
"""

import numpy as np
import numpy.typing as npt

from features.arrays import Floats, Labels

ASSUMED_SD = 0.5  # where there are too few schools to estimate it
SCHOOLS_ENOUGH = 10

_NODES = 15
_GRID = np.linspace(0.0, 2.5, 26)
_SMALLEST = 1e-12


def school_sd(probabilities: Floats, labels: Labels, schools: npt.NDArray[np.object_]) -> float:
    """Estimate the standard deviation of the schools' own effects, in log-odds.

    Parameters
    ----------
    probabilities, labels
        Calibrated probability and outcome of rows the model was not fitted on, shape (n,).
    schools
        The school of each row.

    Returns
    -------
    float
        The value on a grid of 0.1 with the highest likelihood; ``ASSUMED_SD`` with fewer than 10 schools.
    """
    codes = np.unique(schools, return_inverse=True)[1]
    if codes.max(initial=-1) + 1 < SCHOOLS_ENOUGH:
        return ASSUMED_SD
    likelihoods = [_log_likelihood(probabilities, labels, codes, float(sd)) for sd in _GRID]
    return float(_GRID[int(np.argmax(likelihoods))])


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
