"""The report of a training, as JSON."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from models.registry.promotion_check import Check
from models.risk.baselines import MODEL_NAMES
from training.evaluation.model_metrics import FIGURES, WITHIN, ModelFigures
from training.evaluation.results import EvaluationResults


@dataclass(frozen=True)
class Report:
    """The figures of one training and of what they speak."""

    findings: EvaluationResults
    checks: tuple[Check, ...]
    about: Mapping[str, Any]
    model_version: str
    run_id: str

    def as_json(self) -> dict[str, Any]:
        """Return the report with its fixed keys, and after them what else was found; what cannot be said is None."""
        found = self.findings
        plan, dates = found.plan, found.plan.dates
        return {
            "outcomes": list(plan.outcomes),
            "as_of": [date.isoformat() for date in dates],
            "horizon_days": plan.horizon(dates[-1]),
            "split": found.backtest.split,
            "left_out": [date.isoformat() for date in found.backtest.left_out],
            "rows": len(found.judged),
            "positives": int(found.judged.labels.sum()),
            "capacity": plan.capacity,
            "model_version": self.model_version,
            "mlflow_run_id": self.run_id,
            "models": [{"name": name, **_flat(found.figures[name])} for name in MODEL_NAMES],
            "parts": [part.as_json() for part in found.parts],
            "calibration": _calibration(found),
            "signal": _signal(found),
            "groups": [asdict(group) for group in found.groups],
            "ablation": found.ablation.as_json() if found.ablation else None,
            "terms": list(found.terms.terms),
            "pooled_terms": list(found.terms.pooled),
            "ageing": list(found.terms.ageing),
            "checks": [asdict(check) for check in self.checks],
            "compared_with": found.champion.version if found.champion else None,
            "settings": dict(plan.settings.as_parameters()),
            **self.about,
        }


def _calibration(found: EvaluationResults) -> dict[str, Any]:
    slope = found.slope
    return {"slope": asdict(slope.slope), "observed_over_expected": asdict(slope.observed_by_expected)}


def _signal(found: EvaluationResults) -> dict[str, Any]:
    signal = found.signal
    return {
        "within_school_auc": asdict(signal.within_auc),
        "between_school_auc": signal.between_auc.value,
        "score_variance_between_schools": signal.score_between.value,
        "outcome_icc": signal.outcome_between.value,
        "share_of_cases_in_top_schools": signal.top_schools_share,
    }


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
