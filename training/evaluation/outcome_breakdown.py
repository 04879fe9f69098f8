"""The single outcomes of a composite one, and which of them the list finds."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from training.dataset.cohorts import Cohorts
from training.evaluation.backtest import EvaluatedRows
from training.metrics.ranking import rank_rows, recall_at_capacity


@dataclass(frozen=True)
class OutcomeComponent:
    """One outcome of those that count: how many evaluated children had it, and the share of them on the list."""

    outcome: str
    positives: int
    recall_at_capacity: float | None


def outcome_breakdown(cohorts: Cohorts, evaluated: EvaluatedRows) -> tuple[OutcomeComponent, ...]:
    """Split the positives among the evaluated rows by the outcome that came, on the one pooled list."""
    came = np.where(evaluated.labels == 1, evaluated.pupils["outcome"].to_numpy(object), "")
    return tuple(_part(outcome, came, evaluated, cohorts.plan.capacity) for outcome in cohorts.plan.outcomes)


def _part(outcome: str, came: npt.NDArray[np.object_], evaluated: EvaluatedRows, capacity: float) -> OutcomeComponent:
    mine = (came == outcome).astype(np.int64)
    if not mine.any():
        return OutcomeComponent(outcome, 0, None)
    ranked = rank_rows(evaluated.scores["lightgbm"], mine)
    return OutcomeComponent(
        outcome, int(mine.sum()), recall_at_capacity(ranked, np.ones(len(mine), dtype=np.int64), capacity)
    )
