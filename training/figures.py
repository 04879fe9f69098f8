"""What are the figures of each model, with what uncertainty?

Intervals are 95 % percentile bootstrap intervals over whole schools where there are enough of them, else over pupils.
All models are judged on the same samples.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

from models.baselines import MODEL_NAMES, PROBABILITIES
from models.ranking import children_for
from training.backtest import Judged
from training.metrics import (
    RankedRows,
    Weights,
    auc,
    average_precision,
    brier,
    calibration_error,
    hits_at,
    precision_at_capacity,
    rank_rows,
    recall_at_capacity,
)
from training.plan import SCHOOLS_TO_SPLIT, TrainingPlan

Figure = Callable[[RankedRows, Weights], float]
FIGURES = ("auc", "average_precision", "recall_at_capacity", "precision_at_capacity", "brier", "calibration_error")
WITHIN = ("recall_within_schools", "precision_within_schools")

_TAILS = (2.5, 97.5)


@dataclass(frozen=True)
class Interval:
    """A figure with its 95 % interval; None where there is too little to say."""

    value: float | None
    low: float | None
    high: float | None


ModelFigures = Mapping[str, Interval]


def model_figures(judged: Judged, plan: TrainingPlan) -> dict[str, ModelFigures]:
    """Compute every figure of every model, with intervals."""
    samples = _samples(judged, plan)
    figures: dict[str, ModelFigures] = {}
    for name in MODEL_NAMES:
        ranked = rank_rows(judged.scores[name], judged.labels)
        pooled = {
            figure: _interval(partial(function, ranked), samples) for figure, function in _functions(plan).items()
        }
        if name not in PROBABILITIES:
            pooled |= dict.fromkeys(("brier", "calibration_error"), Interval(None, None, None))
        figures[name] = {**pooled, **_within_schools(judged, name, plan, samples)}
    return figures


def _functions(plan: TrainingPlan) -> dict[str, Figure]:
    def recall(rows: RankedRows, weights: Weights) -> float:
        return recall_at_capacity(rows, weights, plan.capacity)

    def precision(rows: RankedRows, weights: Weights) -> float:
        return precision_at_capacity(rows, weights, plan.capacity)

    return dict(zip(FIGURES, (auc, average_precision, recall, precision, brier, calibration_error), strict=True))


def _samples(judged: Judged, plan: TrainingPlan) -> list[Weights]:
    """Return row weights: first every row once, then the bootstrap samples."""
    schools = judged.pupils["school_id"].to_numpy(object)
    by_school = len(np.unique(schools)) >= SCHOOLS_TO_SPLIT
    groups = schools if by_school else judged.pupils["pupil_id"].to_numpy(object)
    codes = np.unique(groups, return_inverse=True)[1]
    size = int(codes.max()) + 1
    chance = np.random.default_rng(plan.seed)
    draws = (np.bincount(chance.integers(0, size, size), minlength=size) for _ in range(plan.bootstrap_samples))
    return [np.ones(len(codes), dtype=np.int64), *(draw[codes] for draw in draws)]


def _interval(figure: Callable[[Weights], float], samples: list[Weights]) -> Interval:
    values = np.array([figure(weights) for weights in samples])
    return _percentiles(values)


def _percentiles(values: npt.NDArray[np.float64]) -> Interval:
    """Return the first value with the interval of the others; None where it or most of them cannot be computed."""
    drawn = values[1:][~np.isnan(values[1:])]
    value = None if np.isnan(values[0]) else float(values[0])
    if value is None or len(drawn) < len(values) / 2:
        return Interval(value, None, None)
    low, high = np.percentile(drawn, _TAILS)
    return Interval(value, float(low), float(high))


def _within_schools(judged: Judged, name: str, plan: TrainingPlan, samples: list[Weights]) -> dict[str, Interval]:
    """Return recall and precision of one list per school, each with the capacity as a share of its own children."""
    codes = np.unique(judged.pupils["school_id"].to_numpy(object), return_inverse=True)[1]
    schools = int(codes.max()) + 1
    hits, listed, positives = np.zeros(schools), np.zeros(schools), np.zeros(schools)
    first_row = np.zeros(schools, dtype=np.intp)
    share = plan.capacity if plan.capacity < 1 else plan.capacity / len(judged)
    for school in range(schools):
        mine = np.flatnonzero(codes == school)
        ranked = rank_rows(judged.scores[name][mine], judged.labels[mine])
        children = children_for(share, len(mine)) if share < 1 else len(mine)
        hits[school] = hits_at(ranked, np.ones(len(mine), dtype=np.int64), children)
        listed[school], positives[school], first_row[school] = children, judged.labels[mine].sum(), mine[0]
    if schools < SCHOOLS_TO_SPLIT:
        samples = samples[:1]
    weights = np.stack([sample[first_row] for sample in samples])
    with np.errstate(invalid="ignore", divide="ignore"):
        recall, precision = weights @ hits / (weights @ positives), weights @ hits / (weights @ listed)
    return dict(zip(WITHIN, (_percentiles(recall), _percentiles(precision)), strict=True))
