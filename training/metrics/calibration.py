"""Whether probabilities are of the right size: neither too bold nor too timid, too high nor too low.

The outcome is regressed on the log-odds of the score (Cox 1958, Biometrika 45:562-565). A slope of 1 is right, one
below 1 says that the scores are too far apart, one above 1 that they are too close together. The intercept, given a
slope of 1, and observed by expected positives say whether scores are too high or too low as a whole; together they are
the weak calibration of Van Calster et al. (2016, J. Clin. Epidemiol. 74:167-176).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from features.arrays import Floats, Labels
from training.metrics.bootstrap import NOTHING, TOO_FEW, Estimate, Samples, divided, interval_of, ratio_of

# Rows this close in log-odds are fitted as one, at their mean: 60,000 rows become some 900, and the slope moves by a
# hundredth of its standard error (the tests hold it to 0.1 % of its value).
_BIN = 0.01
_SURE = 1e-6  # a score of 0 or 1 has no log-odds; it counts as this far from it
_STEPS = 50
_LONGEST_STEP = 1.0
_ARRIVED = 1e-8
_SAME = 1e-9  # below this share of its parts, a determinant is rounding: everyone has the same score


@dataclass(frozen=True)
class CalibrationSlope:
    """How well probabilities are calibrated, by two numbers of a regression and one ratio, with their intervals.

    All None with fewer than ``TOO_FEW`` positives or negatives; the slope also where the scores part them completely.
    """

    positives: int
    expected: float
    slope: Estimate
    intercept: Estimate
    observed_by_expected: Estimate


def calibration_slope(labels: Labels, probabilities: Floats, *, samples: Samples) -> CalibrationSlope:
    """Compare probabilities with the outcomes of rows their model was not fitted on.

    Parameters
    ----------
    labels, probabilities
        Outcome and score of the evaluated rows, shape (n,).
    samples
        The bootstrap samples of the rows.
    """
    positives, expected = int(labels.sum()), float(probabilities.sum())
    if min(positives, len(labels) - positives) < TOO_FEW:
        return CalibrationSlope(positives, expected, NOTHING, NOTHING, NOTHING)
    binned = _binned(labels, log_odds(probabilities), samples)
    return CalibrationSlope(
        positives,
        expected,
        slope=interval_of(_fit(binned, with_slope=True)[:, 1]),
        intercept=interval_of(_fit(binned, with_slope=False)[:, 0]),
        observed_by_expected=ratio_of(samples.sums(labels.astype(float)), samples.sums(probabilities)),
    )


def log_odds(probabilities: Floats) -> Floats:
    """Return the log-odds of probabilities, finite also for 0 and 1.

    >>> log_odds(np.array([0.5, 0.0])).round(1).tolist()
    [0.0, -13.8]
    """
    clipped = np.clip(probabilities, _SURE, 1 - _SURE)
    return np.asarray(np.log(clipped / (1 - clipped)))


@dataclass(frozen=True)
class _Binned:
    """Mean log-odds of each bin, shape (bins,), and each sample's rows and positives in it, (1 + samples, bins)."""

    log_odds: Floats
    rows: Floats
    positives: Floats


def _binned(labels: Labels, margins: Floats, samples: Samples) -> _Binned:
    bins = np.unique(np.round(margins / _BIN), return_inverse=True)[1]

    def counted(rows: npt.NDArray[np.int64]) -> Floats:
        return np.stack([np.bincount(bins, weights * rows) for weights in samples.weights()])

    rows = counted(np.ones_like(labels))
    return _Binned(np.bincount(bins, margins) / rows[0], rows, counted(labels))


def _fit(binned: _Binned, *, with_slope: bool) -> Floats:
    """Fit intercept and slope in every sample by Newton's method, shape (1 + samples, 2); NaN where it does not end.

    The log-likelihood is concave, and a step is cut short so that a far start does no harm. Without a slope it stays 1.
    """
    fitted = np.tile([0.0, 1.0], (len(binned.rows), 1))
    longest = np.full(len(fitted), np.inf)
    for _ in range(_STEPS):
        step = _newton_step(binned, fitted, with_slope=with_slope)
        longest = np.abs(step).max(axis=1)
        fitted += step / np.maximum(longest / _LONGEST_STEP, 1)[:, None]
        if not (longest >= _ARRIVED).any():
            break
    fitted[longest >= _ARRIVED] = np.nan
    return fitted


def _newton_step(binned: _Binned, fitted: Floats, *, with_slope: bool) -> Floats:
    z = binned.log_odds
    probability = (1 + np.tanh((fitted[:, :1] + fitted[:, 1:] * z) / 2)) / 2
    missing = binned.positives - binned.rows * probability
    spread = binned.rows * probability * (1 - probability)
    up, up_z = missing.sum(axis=1), missing @ z
    one, one_z, one_zz = spread.sum(axis=1), spread @ z, spread @ z**2
    if not with_slope:
        return np.stack([divided(up, one), np.zeros(len(up))], axis=1)
    determinant = one * one_zz - one_z**2
    determinant[determinant <= _SAME * one * one_zz] = np.nan
    step = np.stack([one_zz * up - one_z * up_z, one * up_z - one_z * up], axis=1)
    return np.asarray(step / determinant[:, None])
