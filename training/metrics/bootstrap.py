"""How sure a figure is, and when there is too little to say.

Intervals are 95 % percentile bootstrap intervals over whole schools where there are enough of them, else over pupils:
children of one school are not independent (Efron & Tibshirani 1993, An Introduction to the Bootstrap, chapters 8, 13).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from features.arrays import Floats, Integers, Texts
from training.plan.plan import SCHOOLS_TO_SPLIT, TrainingPlan

# Of fewer than ten, one child more or less moves a share by more than ten points: beyond that, nothing is said.
TOO_FEW = 10

_TAILS = (2.5, 97.5)


@dataclass(frozen=True)
class Estimate:
    """A figure with its 95 % interval; None where there is too little to say."""

    value: float | None
    low: float | None
    high: float | None


NOTHING = Estimate(None, None, None)


@dataclass(frozen=True)
class Samples:
    """Bootstrap samples of rows; the first is the rows themselves, each once.

    ``units`` is the place of each row's school or pupil, ``draws`` how often each sample holds it, shape
    (1 + samples, units); ``whole_schools`` tells which of the two was drawn.
    """

    units: npt.NDArray[np.intp]
    draws: Integers
    whole_schools: bool

    def weights(self) -> Iterator[Integers]:
        """Yield, sample by sample, how often each row is in it."""
        for draw in self.draws:
            yield draw[self.units]

    def take(self, places: npt.NDArray[np.intp]) -> "Samples":
        """Return the samples of the rows at these places, in their order."""
        return replace(self, units=self.units[places])

    def first(self) -> "Samples":
        """Return the rows themselves alone, from which no interval follows."""
        return replace(self, draws=self.draws[:1])

    def sums(self, values: Floats) -> Floats:
        """Sum a value of the rows over each sample, shape (1 + samples,)."""
        return np.asarray(self.draws @ np.bincount(self.units, weights=values, minlength=self.draws.shape[1]))


def draw_samples(schools: Texts, pupils: Texts, *, plan: TrainingPlan) -> Samples:
    """Draw the bootstrap samples of a plan from rows of these schools and pupils."""
    whole_schools = len(pd.unique(schools)) >= SCHOOLS_TO_SPLIT
    units = pd.factorize(schools if whole_schools else pupils, sort=True)[0]
    size = int(units.max()) + 1
    chance = np.random.default_rng(plan.seed)
    drawn = [np.bincount(chance.integers(0, size, size), minlength=size) for _ in range(plan.bootstrap_samples)]
    return Samples(units, np.stack([np.ones(size, dtype=np.int64), *drawn]), whole_schools)


def interval_of(values: Floats) -> Estimate:
    """Return the first sample's value with the interval of the others; None where it or most cannot be computed."""
    drawn = values[1:][~np.isnan(values[1:])]
    value = None if np.isnan(values[0]) else float(values[0])
    if value is None or len(drawn) < len(values) / 2:
        return Estimate(value, None, None)
    low, high = np.percentile(drawn, _TAILS)
    return Estimate(value, float(low), float(high))


def ratio_of(numerator: Floats, denominator: Floats) -> Estimate:
    """Return a ratio of sums over the samples, with its interval."""
    return interval_of(divided(numerator, denominator))


def divided(numerator: Floats, denominator: Floats) -> Floats:
    """Divide, giving NaN where the denominator is not above zero."""
    nothing = np.full(np.shape(numerator), np.nan)
    return np.asarray(np.divide(numerator, denominator, out=nothing, where=denominator > 0))


def flat(**intervals: Estimate) -> dict[str, float | None]:
    """Return intervals with value, low and high side by side, as tables of figures hold them.

    >>> flat(recall=Estimate(0.5, 0.25, 0.75))
    {'recall': 0.5, 'recall_low': 0.25, 'recall_high': 0.75}
    """
    flat: dict[str, float | None] = {}
    for name, interval in intervals.items():
        flat |= {name: interval.value, f"{name}_low": interval.low, f"{name}_high": interval.high}
    return flat
