"""How much schools differ beyond what the model sees, and what that does to the hits of a list.

Within a school, outcomes move together: recording, teachers, a closed factory. The school's own effect is taken as a
normal shift of the log-odds with standard deviation ``school_sd``, under which each child's mean probability stays the
calibrated one. It is estimated by maximum marginal likelihood on rows the model was not fitted on, integrating by
adaptive Gauss-Hermite quadrature (as for any logistic-normal model; Pinheiro & Bates 1995, J. Comput. Graph. Stat.
4:12-35).

All schools of a county share another effect, which a year brings or the county has. It is estimated over past
retrainings, a date of a county being one observation, by the method of moments (DerSimonian & Laird 1986, Controlled
Clinical Trials 7:177-188), and drawn towards an assumed one, since there are few of them. Another county than those of
the training differs from them by two such effects, its own and theirs, and as far as its past does.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from features.arrays import Floats, Labels
from features.catalogue.school_context import school_past_left_share

ASSUMED_SD = 0.5  # where there are too few schools to estimate it
SCHOOLS_ENOUGH = 10

ASSUMED_SHARED_SD = 0.3  # of a county of the training in a year; docs/decisions/0041
ELSEWHERE_SD = 0.7  # of a county that the training did not see, where nothing is known of the past of one of both
SHARED_ASSUMED_AS = 4  # observations, as which the assumed one counts

_NODES = 15
_GRID = np.linspace(0.0, 2.5, 26)
_SMALLEST = 1e-12


@dataclass(frozen=True)
class SharedEffect:
    """How much all schools of a county differ together from what the model expects, in log-odds.

    ``observations`` says of how many dates of counties it was estimated; of none it is assumed. ``past_share`` is how
    many left early in the past of the training's schools (``mean_past_share``).
    """

    sd: float = ASSUMED_SHARED_SD
    observations: int = 0
    past_share: float | None = None

    def elsewhere(self, past_share: float | None) -> float:
        """Return the same of records whose schools the training did not see, as those of another county.

        What the training's county had of its own, and what this one has, are two effects of that size; further apart
        they are as far as their past shares are, which the model sees but has not learnt from one county.

        >>> round(SharedEffect(sd=0.3, past_share=2.0).elsewhere(2.0), 2)
        0.42
        >>> round(SharedEffect(sd=0.3, past_share=2.0).elsewhere(1.0), 2)
        0.81
        """
        if not self.past_share or not past_share:
            return max(self.sd, ELSEWHERE_SD)
        return math.hypot(self.sd, self.sd, math.log(past_share / self.past_share))


def mean_past_share(values: pd.DataFrame) -> float | None:
    """Return the mean of ``school_past_left_share`` over children, in percent; None where no school has a past.

    >>> mean_past_share(pd.DataFrame({"school_past_left_share": [2.0, 3.0, math.nan]}))
    2.5
    """
    name = school_past_left_share.spec.name
    known = values[name].dropna().to_numpy(np.float64) if name in values else np.empty(0)
    return float(known.mean()) if len(known) else None


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
    nodes, weights = _quadrature()
    return _logistic(_centres(probabilities, sd)[:, None] + sd * nodes), weights


def _centres(probabilities: Floats, sd: float) -> Floats:
    """Return each child's log-odds without an effect, from which its mean probability over all effects is its own."""
    nodes, weights = _quadrature()
    target = np.clip(probabilities, _SMALLEST, 1 - _SMALLEST)
    centre = np.log(target / (1 - target))
    for _ in range(30):  # Newton steps towards the log-odds whose mean over the nodes is the target
        at_nodes = _logistic(centre[:, None] + sd * nodes)
        slope = (at_nodes * (1 - at_nodes)) @ weights
        centre = centre + np.clip((target - at_nodes @ weights) / np.maximum(slope, _SMALLEST), -1.0, 1.0)
    return centre


def _log_likelihood(probabilities: Floats, labels: Labels, codes: npt.NDArray[np.intp], sd: float) -> float:
    """Return the log-likelihood of the outcomes, each school's effect integrated out.

    The nodes stand where the school's own outcomes put its effect, as close together as these tell it: a large school
    tells it to within less than the distance of nodes that are laid out for all schools alike.
    """
    centre = _centres(probabilities, sd)
    if not sd:
        return float(np.sum(_log_probability(centre, labels)))
    likeliest, error = _likeliest_effects(centre, labels, codes, sd)
    nodes, weights = _quadrature()
    per_school = np.zeros((len(likeliest), len(nodes)))
    for place, node in enumerate(nodes):
        effects = likeliest + error * node
        of_children = np.bincount(codes, _log_probability(centre + effects[codes], labels))
        per_school[:, place] = of_children - (effects / sd) ** 2 / 2 + node**2 / 2
    top = per_school.max(axis=1, keepdims=True)
    return float(np.sum(top[:, 0] + np.log(np.exp(per_school - top) @ weights) + np.log(error / sd)))


def _likeliest_effects(centre: Floats, labels: Labels, codes: npt.NDArray[np.intp], sd: float) -> tuple[Floats, Floats]:
    """Return each school's likeliest effect, given its outcomes, and the standard error of it."""
    effects = np.zeros(codes.max() + 1)
    for _ in range(30):  # Newton steps on a function with one top
        expected = _logistic(centre + effects[codes])
        information = np.bincount(codes, expected * (1 - expected)) + 1 / sd**2
        missing = np.bincount(codes, labels - expected) - effects / sd**2
        effects = effects + np.clip(missing / information, -1.0, 1.0)
    return effects, 1 / np.sqrt(information)


def _log_probability(margins: Floats, labels: Labels) -> Floats:
    """Return the log of the probability of what came."""
    return np.asarray(labels * margins - np.logaddexp(0.0, margins))


def _logistic(margins: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-margins)))


def _quadrature() -> tuple[Floats, Floats]:
    """Return the nodes of a standard normal effect, and their weights, which sum to 1."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(_NODES)
    return nodes, weights / weights.sum()
