"""How many children of a list will turn out to have the outcome."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from statistics import NormalDist

import numpy as np

from features.arrays import Floats, Texts
from models.risk.school_effect import shifted

_NEGLIGIBLE = 1e-4  # the weight of a node that moves no percentile that is told
TAIL = 0.05  # on either side of the 90 % prediction interval


@dataclass(frozen=True)
class ExpectedHits:
    """How many of the listed children will have the outcome: the mean, and a 90 % prediction interval."""

    mean: float
    low: int
    high: int


def expected_hits(probabilities: Floats, schools: Texts, school_sd: float, *, shared_sd: float = 0.0) -> ExpectedHits:
    """Predict how many of the listed children will have the outcome; parameters are those of ``hits_distribution``."""
    return expected_of(probabilities, hits_distribution(probabilities, schools, school_sd, shared_sd=shared_sd))


def hits_distribution(probabilities: Floats, schools: Texts, school_sd: float, *, shared_sd: float = 0.0) -> Floats:
    """Return the distribution of the number of listed children who will have the outcome, shape (n + 1,).

    Given its school's effect and that of its county and year, a child's outcome is a coin of its own. The shared effect
    is integrated out over all of them, the school's school by school. An interval made of it therefore also holds for
    schools, and a county, unlike the average.

    Parameters
    ----------
    probabilities
        Calibrated probabilities of the listed children, shape (n,).
    schools
        Their schools, shape (n,).
    school_sd
        Standard deviation of the schools' own effects, in log-odds.
    shared_sd
        Standard deviation of what all of them share.
    """
    names, codes = np.unique(schools, return_inverse=True)
    if len(names) == 1:  # two normal effects of one school are one
        return hits_in_school(probabilities, math.hypot(school_sd, shared_sd))
    mine = [np.flatnonzero(codes == code) for code in range(len(names))]
    at_nodes, weights = shifted(probabilities, shared_sd) if shared_sd else (probabilities[:, None], np.ones(1))
    kept = weights > _NEGLIGIBLE
    by_node = [
        hits_together(hits_in_school(at_nodes[places, node], school_sd) for places in mine)
        for node in np.flatnonzero(kept)
    ]
    return np.asarray(weights[kept] / weights[kept].sum() @ np.stack(by_node))


def expected_of(probabilities: Floats, distribution: Floats) -> ExpectedHits:
    """Return mean and interval of the hits among children, given the distribution of their number."""
    below = np.cumsum(distribution)
    low = int(np.searchsorted(below, TAIL))
    high = int(np.searchsorted(below, 1 - TAIL))
    return ExpectedHits(float(probabilities.sum()), low, min(high, len(probabilities)))


def hits_together(distributions: Iterable[Floats]) -> Floats:
    """Return the distribution of the sum of hits that do not depend on each other, such as those of schools."""
    return reduce(np.convolve, distributions, np.ones(1))


def hits_variance(distribution: Floats) -> float:
    """Return the variance of the number of hits.

    >>> hits_variance(np.array([0.5, 0.5]))
    0.25
    """
    numbers = np.arange(len(distribution))
    return float(distribution @ (numbers - distribution @ numbers) ** 2)


def expected_in_all(means: Floats, variances: Floats) -> ExpectedHits:
    """Sum up the hits of many large lists that do not depend on each other; their sum is as good as normal."""
    mean, reach = float(means.sum()), NormalDist().inv_cdf(1 - TAIL) * math.sqrt(variances.sum())
    return ExpectedHits(mean, max(0, math.floor(mean - reach)), math.ceil(mean + reach))


def hits_in_school(probabilities: Floats, school_sd: float) -> Floats:
    """Return the distribution of hits, 0 to n, among children of one school.

    At each node of the school's effect it is the Poisson-binomial distribution, built up child by child.
    """
    at_nodes, weights = shifted(probabilities, school_sd)
    hits = np.zeros((len(probabilities) + 1, len(weights)))
    hits[0] = 1.0
    for count, probability in enumerate(at_nodes, start=1):
        hits[1 : count + 1] = hits[1 : count + 1] * (1 - probability) + hits[:count] * probability
        hits[0] *= 1 - probability
    return np.asarray(hits @ weights)
