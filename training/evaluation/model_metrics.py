"""The figures of each model, with their uncertainty.

All models are evaluated on the same bootstrap samples.
"""

from collections.abc import Callable, Mapping

import numpy as np

from features.arrays import Integers
from models.risk.baselines import MODEL_NAMES, PROBABILITIES
from training.evaluation.backtest import EvaluatedRows
from training.metrics.bootstrap import NOTHING, Estimate, draw_samples, interval_of
from training.metrics.ranking import (
    RankedRows,
    auc,
    average_precision,
    brier,
    calibration_error,
    precision_at_capacity,
    rank_rows,
    recall_at_capacity,
)
from training.metrics.within_schools import compare_lists
from training.plan.plan import TrainingPlan

Figure = Callable[[RankedRows, Integers], float]
FIGURES = ("auc", "average_precision", "recall_at_capacity", "precision_at_capacity", "brier", "calibration_error")
OF_PROBABILITIES = ("brier", "calibration_error")  # an order of children has none
WITHIN = ("recall_within_schools", "precision_within_schools")

ModelFigures = Mapping[str, Estimate]


def model_figures(evaluated: EvaluatedRows, plan: TrainingPlan) -> dict[str, ModelFigures]:
    """Compute every figure of every model, with intervals."""
    schools, pupils = (evaluated.pupils[name].to_numpy(object) for name in ("school_id", "pupil_id"))
    samples = list(draw_samples(schools, pupils, plan=plan).weights())
    school_lists = compare_lists(evaluated.on_school_lists(plan), evaluated.scores, of="lightgbm")
    figures: dict[str, ModelFigures] = {}
    for name in MODEL_NAMES:
        ranked = rank_rows(evaluated.scores[name], evaluated.labels)
        pooled = {
            figure: interval_of(np.array([function(ranked, weights) for weights in samples]))
            for figure, function in _functions(plan).items()
            if name in PROBABILITIES or figure not in OF_PROBABILITIES
        }
        pooled = dict.fromkeys(FIGURES, NOTHING) | pooled
        within = (school_lists.recall[name], school_lists.precision[name])
        figures[name] = {**pooled, **dict(zip(WITHIN, within, strict=True))}
    return figures


def _functions(plan: TrainingPlan) -> dict[str, Figure]:
    def recall(rows: RankedRows, weights: Integers) -> float:
        return recall_at_capacity(rows, weights, plan.capacity)

    def precision(rows: RankedRows, weights: Integers) -> float:
        return precision_at_capacity(rows, weights, plan.capacity)

    return dict(zip(FIGURES, (auc, average_precision, recall, precision, brier, calibration_error), strict=True))
