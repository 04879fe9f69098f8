"""What is lost to a school that goes without a group of features."""

from dataclasses import dataclass

import numpy as np

from features.catalogue.feature import Group
from models.risk.model import fit_margins
from training.dataset.cohorts import LabelledRows
from training.dataset.splits import Backtest
from training.evaluation.backtest import EvaluatedRows
from training.metrics.bootstrap import Estimate
from training.plan.plan import TrainingPlan


@dataclass(frozen=True)
class Ablation:
    """Recall of lists made school by school with all features and without a group, and the difference: what it adds."""

    without: Group
    recall: float | None
    recall_without: float | None
    difference: Estimate


def ablate(
    rows: LabelledRows,
    backtest: Backtest,
    evaluated: EvaluatedRows,
    *,
    without: Group,
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
            fit_margins(values, rows.labels, kept, plan.hyperparameters, train=train, test=values.iloc[test])
            for train, test in backtest.folds
        ]
    )
    lists = evaluated.on_school_lists(plan)
    with_all, fewer = lists.totals(evaluated.scores["lightgbm"]), lists.totals(margins)
    return Ablation(
        without=without,
        recall=with_all.recall().value,
        recall_without=fewer.recall().value,
        difference=with_all.recall_ahead_of(fewer),
    )
