"""The report of a training, as JSON."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from models.registry.promotion_check import Check
from models.risk.baselines import MODEL_NAMES
from training.evaluation.model_metrics import FIGURES, WITHIN, ModelFigures
from training.evaluation.results import EvaluationResults
from training.metrics.bootstrap import flat
from training.metrics.group_fairness import GroupFigures
from training.metrics.past_rates import past_rate_of
from training.reporting.placing import placing_json


@dataclass(frozen=True)
class Report:
    """The figures of one training and of what they speak."""

    results: EvaluationResults
    checks: tuple[Check, ...]
    about: Mapping[str, Any]
    model_version: str
    run_id: str

    def as_json(self) -> dict[str, Any]:
        """Return the report with its fixed keys, and after them what else was results; what cannot be said is None."""
        results = self.results
        plan, dates = results.plan, results.plan.dates
        return {
            "outcomes": list(plan.outcomes),
            "as_of": [date.isoformat() for date in dates],
            "horizon_days": plan.horizon(dates[-1]),
            "split": results.backtest.split,
            "left_out": [date.isoformat() for date in results.backtest.left_out],
            "rows": len(results.evaluated),
            "positives": int(results.evaluated.labels.sum()),
            "capacity": plan.capacity,
            "model_version": self.model_version,
            "mlflow_run_id": self.run_id,
            "models": [{"name": name, **flat_figures(results.figures[name])} for name in MODEL_NAMES],
            "within_schools": {
                "decided_on": "past" if results.decided_on_past_dates else "last",
                "last": asdict(results.school_lists),
                "past": asdict(results.terms.school_lists) if results.terms.school_lists else None,
            },
            "labels": [{**asdict(each), "as_of": each.as_of.isoformat()} for each in results.label_counts],
            "ties": {name: asdict(ties) for name, ties in results.ties.items()},
            "parts": [asdict(component) for component in results.outcome_components],
            "calibration": _calibration(results),
            "signal": _signal(results),
            "groups": [{**asdict(group), "past_rate": _past_rate(results, group)} for group in results.groups],
            "past_rates": [asdict(rate) for rate in results.past_rates],
            "ablation": asdict(results.ablation) if results.ablation else None,
            "terms": list(results.terms.terms),
            "pooled_terms": list(results.terms.pooled),
            "ageing": list(results.terms.ageing),
            "placing": placing_json(results.placing),
            "reviews": results.reviews.as_json() if results.reviews else None,
            "checks": [asdict(check) for check in self.checks],
            "compared_with": results.champion.version if results.champion else None,
            "hyperparameters": dict(plan.hyperparameters.as_parameters()),
            **self.about,
        }


def _calibration(results: EvaluationResults) -> dict[str, Any]:
    slope = results.slope
    return {"slope": asdict(slope.slope), "observed_over_expected": asdict(slope.observed_by_expected)}


def _past_rate(results: EvaluationResults, group: GroupFigures) -> float | None:
    return past_rate_of(results.past_rates, by=group.by, group=group.group)


def _signal(results: EvaluationResults) -> dict[str, Any]:
    signal = results.signal
    return {
        "within_school_auc": asdict(signal.within_auc),
        "between_school_auc": signal.between_auc.value,
        "score_variance_between_schools": signal.score_between.value,
        "outcome_icc": signal.outcome_between.value,
        "share_of_cases_in_top_schools": signal.top_schools_share,
    }


def flat_figures(figures: ModelFigures) -> dict[str, float | None]:
    """Return the figures of a model with value, low and high side by side."""
    return flat(**{name: figures[name] for name in (*FIGURES, *WITHIN)})
