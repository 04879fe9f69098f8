"""What is reported of a training, as JSON and as a table on the screen?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from models.baselines import MODEL_NAMES
from training.backtest import Judged
from training.cohorts import Backtest
from training.figures import FIGURES, WITHIN, Interval, ModelFigures
from training.plan import TrainingPlan

_TITLES = {
    "auc": "AUC",
    "average_precision": "average precision",
    "recall_at_capacity": "recall",
    "precision_at_capacity": "precision",
    "recall_within_schools": "recall within schools",
    "brier": "Brier",
    "calibration_error": "calibration error",
}


@dataclass(frozen=True)
class Report:
    """The figures of one training and of what they speak."""

    plan: TrainingPlan
    backtest: Backtest
    judged: Judged
    figures: Mapping[str, ModelFigures]
    model_version: str
    run_id: str

    def as_json(self) -> dict[str, Any]:
        """Return the report with its fixed keys; what cannot be said is None."""
        dates = sorted(set(self.plan.as_of))
        return {
            "outcomes": list(self.plan.outcomes),
            "as_of": [date.isoformat() for date in dates],
            "horizon_days": self.plan.horizon(dates[-1]),
            "split": self.backtest.split,
            "left_out": [date.isoformat() for date in self.backtest.left_out],
            "rows": len(self.judged),
            "positives": int(self.judged.labels.sum()),
            "capacity": self.plan.capacity,
            "model_version": self.model_version,
            "mlflow_run_id": self.run_id,
            "models": [{"name": name, **_flat(self.figures[name])} for name in MODEL_NAMES],
        }

    def lines(self) -> list[str]:
        """Return the report as lines for a terminal 100 columns wide."""
        json = self.as_json()
        how = {"time": "tested on the last date", "school": "folds by school", "pupil": "folds by pupil"}
        lines = [
            f"Outcome {', '.join(json['outcomes'])} within {json['horizon_days']} days; {how[self.backtest.split]}: "
            f"{json['rows']} children judged, {json['positives']} with the outcome.",
        ]
        if self.backtest.left_out:
            lines.append(
                f"Left out of the training, less than a horizon before the test: {', '.join(json['left_out'])}."
            )
        lines += [f"Capacity {self.plan.capacity:g}. In brackets: 95 % bootstrap intervals.", ""]
        lines.append(f"{'':<14}" + "".join(f"{_TITLES[name]:>18}" for name in FIGURES[:4]) + f"{'Brier':>9}")
        for name in MODEL_NAMES:
            cells = "".join(f"{_cell(self.figures[name][figure]):>18}" for figure in FIGURES[:4])
            lines.append(f"{name:<14}{cells}{_number(self.figures[name]['brier'].value):>9}")
        version = self.model_version
        return [
            *lines,
            "",
            f"Registered as version {version}, the challenger. Next: prezent promote {version} --by ...",
        ]


def flat_metrics(figures: Mapping[str, ModelFigures]) -> dict[str, float]:
    """Return every figure that could be computed under ``model.figure``, as MLflow takes them."""
    return {
        f"{name}.{key}": value
        for name, of_model in figures.items()
        for key, value in _flat(of_model).items()
        if value is not None
    }


def _flat(figures: ModelFigures) -> dict[str, float | None]:
    flat: dict[str, float | None] = {}
    for name in (*FIGURES, *WITHIN):
        interval = figures[name]
        flat |= {name: interval.value, f"{name}_low": interval.low, f"{name}_high": interval.high}
    return flat


def _cell(interval: Interval) -> str:
    if interval.low is None or interval.high is None:
        return _number(interval.value)
    return f"{_number(interval.value)} [{interval.low:.2f}-{interval.high:.2f}]"


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
