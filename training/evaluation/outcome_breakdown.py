"""The single outcomes of a composite one, and which of them the list finds."""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from training.dataset.cohorts import Cohorts
from training.dataset.labels import outcomes_at
from training.evaluation.backtest import EvaluatedRows
from training.metrics.ranking import rank_rows, recall_at_capacity


@dataclass(frozen=True)
class Part:
    """One outcome of those that count: how many judged children had it, and the share of them on the list."""

    outcome: str
    positives: int
    recall_at_capacity: float | None

    def as_json(self) -> dict[str, Any]:
        """Return the figures by name."""
        return asdict(self)


def outcome_parts(cohorts: Cohorts, judged: EvaluatedRows) -> tuple[Part, ...]:
    """Split the positives among the judged rows by the outcome that came, on the one pooled list."""
    came = _outcomes(cohorts, judged)
    return tuple(_part(outcome, came, judged, cohorts.plan.capacity) for outcome in cohorts.plan.outcomes)


def _part(outcome: str, came: npt.NDArray[np.object_], judged: EvaluatedRows, capacity: float) -> Part:
    mine = (came == outcome).astype(np.int64)
    if not mine.any():
        return Part(outcome, 0, None)
    ranked = rank_rows(judged.scores["lightgbm"], mine)
    return Part(outcome, int(mine.sum()), recall_at_capacity(ranked, np.ones(len(mine), dtype=np.int64), capacity))


def _outcomes(cohorts: Cohorts, judged: EvaluatedRows) -> npt.NDArray[np.object_]:
    """Return the outcome behind each judged label of 1; "" behind the others."""
    plan, pupils = cohorts.plan, judged.pupils
    came = np.full(len(judged), "", dtype=object)
    for as_of, places in pupils.groupby("as_of").indices.items():
        came[places] = outcomes_at(
            cohorts.index, list(pupils["pupil_id"].iloc[places]), as_of, horizon_days=plan.horizon(as_of)
        )
    return np.where(judged.labels == 1, came, "")
