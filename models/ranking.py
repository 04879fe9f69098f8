"""Which children come first, how many of them can be looked after, and how many will turn out to need it?"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from features.errors import UsageError
from models.school_effect import shifted

Floats = npt.NDArray[np.float64]

TAIL = 0.05  # on either side of the 90 % prediction interval


@dataclass(frozen=True)
class ExpectedHits:
    """How many of the listed children will have the outcome: the mean, and a 90 % prediction interval."""

    mean: float
    low: int
    high: int


def children_for(capacity: float, cohort_size: int) -> int:
    """Return how many children a capacity means.

    Parameters
    ----------
    capacity
        Below 1 a share of the cohort, rounded down but at least one child; from 1 on a whole number of children.

    Raises
    ------
    UsageError
        If it is neither.

    >>> children_for(0.05, 410), children_for(0.05, 7), children_for(20, 15)
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
    distribution = np.ones(1)
    for school in np.unique(schools):
        distribution = np.convolve(distribution, _hits_in_school(probabilities[schools == school], school_sd))
    below = np.cumsum(distribution)
    low = int(np.searchsorted(below, TAIL))
    high = int(np.searchsorted(below, 1 - TAIL))
    return ExpectedHits(float(probabilities.sum()), low, min(high, len(probabilities)))


def _hits_in_school(probabilities: Floats, school_sd: float) -> Floats:
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
