"""Platt calibration: from a margin to a probability.

Platt (1999), "Probabilistic outputs for support vector machines": a logistic regression of the outcome on margins of
rows the model was not fitted on. It keeps the order and makes no ties.
"""

from dataclasses import dataclass

import numpy as np

from features.arrays import Floats, Labels

_SMALLEST_SLOPE = 0.05  # a model that ranks no better than chance is calibrated to almost the same risk for everyone


@dataclass(frozen=True)
class Calibration:
    """Probability = 1 / (1 + exp(-(slope * margin + intercept))), with a slope above zero."""

    slope: float
    intercept: float

    def probability(self, margins: Floats) -> Floats:
        """Turn margins (log-odds) into probabilities of the outcome."""
        return np.asarray(1.0 / (1.0 + np.exp(-(self.slope * margins + self.intercept))))


def fit_calibration(margins: Floats, labels: Labels) -> Calibration:
    """Fit the calibration on margins of rows that the model was not fitted on; both classes must be there.

    A slope below ``_SMALLEST_SLOPE`` is raised to it, so that the list keeps the order of the margins.
    """
    slope, intercept = _logistic(margins, labels)
    if slope < _SMALLEST_SLOPE:
        slope, intercept = _SMALLEST_SLOPE, _intercept(_SMALLEST_SLOPE * margins, labels)
    return Calibration(slope, intercept)


def _logistic(margins: Floats, labels: Labels) -> tuple[float, float]:
    from sklearn.linear_model import LogisticRegression

    fitted = LogisticRegression(C=1e6, tol=1e-8, max_iter=1000).fit(margins.reshape(-1, 1), labels)
    return float(fitted.coef_[0, 0]), float(fitted.intercept_[0])


def _intercept(offsets: Floats, labels: Labels) -> float:
    """Find the intercept at which the mean probability is the share of positives, by bisection."""
    low, high = -40.0, 40.0
    for _ in range(100):
        middle = (low + high) / 2
        mean = float(np.mean(1.0 / (1.0 + np.exp(-(offsets + middle)))))
        low, high = (middle, high) if mean < labels.mean() else (low, middle)
    return (low + high) / 2
