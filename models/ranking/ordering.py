"""The order of a list, its length, and how many of the listed will turn out to need it."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from features.arrays import Floats
from features.errors import UsageError
from models.risk.school_effect import shifted

TAIL = 0.05  # on either side of the 90 % prediction interval


@dataclass(frozen=True)
class ExpectedHits:
    """How many of the listed children will have the outcome: the mean, and a 90 % prediction interval."""

    mean: float
    low: int
    high: int


def list_length(capacity: float, cohort_size: int) -> int:
    """Return how many children a capacity means.

    Parameters
    ----------
    capacity
        Below 1 a share of the cohort, rounded down but at least one child; from 1 on a whole number of children.

    Raises
    ------
    UsageError
        If it is neither.

    >>> list_length(0.05, 410), children_for(0.05, 7), children_for(20, 15)
    (20, 1, 15)
    """
    if not math.isfinite(capacity) or capacity <= 0 or (capacity >= 1 and capacity != int(capacity)):
        raise UsageError(
            f"The capacity {capacity:g} is no number of children; give a whole number like 20 or a share like 0.05."
        )
    wanted = max(1, math.floor(capacity * cohort_size)) if capacity < 1 else int(capacity)
    return min(wanted, cohort_size)


def order(scores: Floats, margins: Floats, pupil_ids: Sequence[str]) -> npt.NDArray[np.intp]:
    """Return the places of the children in the list: highest score first, ties by margin, then by pupil_id."""
    return np.lexsort((np.asarray(pupil_ids, dtype=str), -margins, -scores))


def expected_hits(probabilities: Floats, schools: npt.NDArray[np.object_], school_sd: float) -> ExpectedHits:
    """Predict how many of the listed children will have the outcome.

    Given its school's effect, a child's outcome is a coin of its own; the effect is integrated out school by school,
    and schools are independent. The interval therefore also holds for schools unlike the average.

    Parameters
    ----------
    probabilities
        Calibrated probabilities of the listed children, shape (n,).
    schools
        Their schools.
    school_sd
        Standard deviation of the schools' own effects, in log-odds.
    """
    by_school = (hits_in_school(probabilities[schools == school], school_sd) for school in np.unique(schools))
    return expected_of(probabilities, hits_together(by_school))


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
    for count, chance in enumerate(at_nodes, start=1):
        hits[1 : count + 1] = hits[1 : count + 1] * (1 - chance) + hits[:count] * chance
        hits[0] *= 1 - chance
    return np.asarray(hits @ weights)
