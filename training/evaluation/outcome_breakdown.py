"""The single outcomes of a composite one, and which of them the lists of their schools find."""

from dataclasses import dataclass

import numpy as np

from features.arrays import Booleans, Floats
from training.dataset.cohorts import Cohorts
from training.evaluation.backtest import EvaluatedRows
from training.metrics.within_schools import listed_within


@dataclass(frozen=True)
class OutcomeComponent:
    """One outcome of those that count: how many children had it, and the share on the lists of their schools."""

    outcome: str
    positives: int
    recall_within_schools: float | None


def outcome_breakdown(cohorts: Cohorts, evaluated: EvaluatedRows) -> tuple[OutcomeComponent, ...]:
    """Split the positives among the evaluated rows by the outcome that came, on lists made school by school."""
    came = np.where(evaluated.labels == 1, evaluated.pupils["outcome"].to_numpy(object), "")
    listed = listed_within(evaluated.scores["lightgbm"], evaluated.on_school_lists(cohorts.plan).lists)
    return tuple(_part(outcome, came == outcome, listed) for outcome in cohorts.plan.outcomes)


def _part(outcome: str, mine: Booleans, listed: Floats) -> OutcomeComponent:
    positives = int(mine.sum())
    return OutcomeComponent(outcome, positives, float(listed[mine].sum()) / positives if positives else None)
