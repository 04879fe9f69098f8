"""What is lost to a school that goes without a group of features."""

from dataclasses import dataclass

import numpy as np

from features.catalogue.feature import Group
from models.risk.model import fit_margins
from training.dataset.cohorts import LabelledRows
from training.dataset.splits import Backtest
from training.evaluation.backtest import EvaluatedRows
from training.metrics.bootstrap import Estimate, Samples, recall_difference
from training.metrics.ranking import rank_rows, recall_at_capacity
from training.plan.plan import TrainingPlan


@dataclass(frozen=True)
class Ablation:
    """Recall at capacity with all features and without one group of them, and the difference: what the group adds."""

    without: Group
    recall: float
    recall_without: float
    difference: Estimate


def ablate(
    rows: LabelledRows,
    backtest: Backtest,
    evaluated: EvaluatedRows,
    *,
    without: Group,
    samples: Samples,
    plan: TrainingPlan,
) -> Ablation | None:
    """Fit the risk model again without a group of features, on the same folds; None if it has no such feature.

    Its margins are compared with calibrated scores: within a fold, calibration changes no order.
    """
    kept = [feature for feature in rows.features if feature.group != without]
    if len(kept) == len(rows.features) or rows.rows.values.drop(columns=[f.name for f in kept]).isna().all(axis=None):
        return None
    values = rows.rows.values[[feature.name for feature in kept]]
    margins = np.concatenate(
        [
            fit_margins(values.iloc[train], rows.labels[train], kept, plan.hyperparameters, test=values.iloc[test])
            for train, test in backtest.folds
        ]
    )
    ones = np.ones(len(evaluated), dtype=np.int64)
    scores = evaluated.scores["lightgbm"]
    return Ablation(
        without=without,
        recall=recall_at_capacity(rank_rows(scores, evaluated.labels), ones, plan.capacity),
        recall_without=recall_at_capacity(rank_rows(margins, evaluated.labels), ones, plan.capacity),
        difference=recall_difference(evaluated.labels, scores, margins, samples=samples, capacity=plan.capacity),
    )
