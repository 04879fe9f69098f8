"""The figures of each model, with their uncertainty.

All models are evaluated on the same bootstrap samples.
"""

from collections.abc import Callable, Mapping

import numpy as np

from features.arrays import Integers
from models.ranking.ordering import list_length
from models.risk.baselines import MODEL_NAMES, PROBABILITIES
from training.evaluation.backtest import EvaluatedRows
from training.metrics.bootstrap import Estimate, draw_samples, interval_of
from training.metrics.ranking import (
    RankedRows,
    auc,
    average_precision,
    brier,
    calibration_error,
    hits_at,
    precision_at_capacity,
    rank_rows,
    recall_at_capacity,
)
from training.plan.plan import SCHOOLS_TO_SPLIT, TrainingPlan

Figure = Callable[[RankedRows, Integers], float]
FIGURES = ("auc", "average_precision", "recall_at_capacity", "precision_at_capacity", "brier", "calibration_error")
WITHIN = ("recall_within_schools", "precision_within_schools")

ModelFigures = Mapping[str, Estimate]


def model_figures(evaluated: EvaluatedRows, plan: TrainingPlan) -> dict[str, ModelFigures]:
    """Compute every figure of every model, with intervals."""
    schools, pupils = (evaluated.pupils[name].to_numpy(object) for name in ("school_id", "pupil_id"))
    samples = list(draw_samples(schools, pupils, plan=plan).weights())
    figures: dict[str, ModelFigures] = {}
    for name in MODEL_NAMES:
        ranked = rank_rows(evaluated.scores[name], evaluated.labels)
        pooled = {
            figure: interval_of(np.array([function(ranked, weights) for weights in samples]))
            for figure, function in _functions(plan).items()
        }
        if name not in PROBABILITIES:
            pooled |= dict.fromkeys(("brier", "calibration_error"), Estimate(None, None, None))
        figures[name] = {**pooled, **_within_schools(evaluated, name, plan, samples)}
    return figures


def _functions(plan: TrainingPlan) -> dict[str, Figure]:
    def recall(rows: RankedRows, weights: Integers) -> float:
        return recall_at_capacity(rows, weights, plan.capacity)

    def precision(rows: RankedRows, weights: Integers) -> float:
        return precision_at_capacity(rows, weights, plan.capacity)

    return dict(zip(FIGURES, (auc, average_precision, recall, precision, brier, calibration_error), strict=True))


def _within_schools(
    evaluated: EvaluatedRows, name: str, plan: TrainingPlan, samples: list[Integers]
) -> dict[str, Estimate]:
    """Return recall and precision of one list per school, each with the capacity as a share of its own children."""
    codes = np.unique(evaluated.pupils["school_id"].to_numpy(object), return_inverse=True)[1]
    schools = int(codes.max()) + 1
    hits, listed, positives = np.zeros(schools), np.zeros(schools), np.zeros(schools)
    first_row = np.zeros(schools, dtype=np.intp)
    share = plan.capacity if plan.capacity < 1 else plan.capacity / len(evaluated)
    for school in range(schools):
        mine = np.flatnonzero(codes == school)
        ranked = rank_rows(evaluated.scores[name][mine], evaluated.labels[mine])
        children = list_length(share, len(mine)) if share < 1 else len(mine)
        hits[school] = hits_at(ranked, np.ones(len(mine), dtype=np.int64), children)
        listed[school], positives[school], first_row[school] = children, evaluated.labels[mine].sum(), mine[0]
    if schools < SCHOOLS_TO_SPLIT:
        samples = samples[:1]
    weights = np.stack([sample[first_row] for sample in samples])
    with np.errstate(invalid="ignore", divide="ignore"):
        recall, precision = weights @ hits / (weights @ positives), weights @ hits / (weights @ listed)
    return dict(zip(WITHIN, (interval_of(recall), interval_of(precision)), strict=True))
