"""What MLflow keeps of a training: parameters, metrics, sets of rows, files, a run for each fold or term."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from models.risk.model import RiskModel
from training.evaluation.backtest import EvaluatedRows
from training.evaluation.results import EvaluationResults
from training.metrics.ranking import auc, average_precision, precision_at_capacity, rank_rows, recall_at_capacity
from training.reporting.report import Report, flat_metrics
from training.tracking.mlflow_run import Rows, RunContents

_OF_A_FOLD = ("random", "absences_only", "rules", "school_only", "logistic", "tree", "lightgbm")
# In the trees' text, if the workers of a cluster fitted them: another fit would be as good, but not the same to a bit.
_ON_A_CLUSTER = "[tree_learner: data]"


def evidence_of(report: Report, model: RiskModel, *, files: Mapping[str, bytes], fingerprint: str) -> RunContents:
    """Return what the run of a training keeps."""
    found = report.findings
    judged, trained = found.judged, model.trained_on
    return RunContents(
        name="training",
        parameters=_parameters(report, model),
        metrics=_metrics(found),
        rows=(
            Rows("all labelled rows", "training", trained.rows, trained.positives, fingerprint),
            Rows("judged rows", "testing", len(judged), int(judged.labels.sum()), fingerprint),
        ),
        tags={"data_fingerprint": fingerprint, "model_version": report.model_version},
        files={"report.json": json.dumps(report.as_json(), indent=1).encode(), **files},
    )


def evidence_of_folds(found: EvaluationResults, fingerprint: str) -> Iterator[RunContents]:
    """Return what the runs below keep: one per past retraining, and one per fold of the backtest."""
    for term in found.terms.terms:
        yield _fold(
            f"retrained {term['as_of']}", {"as_of": term["as_of"], "trained_until": term["trained_until"]},
            {model["name"]: model for model in term["models"]}, (term["rows"], term["positives"]), fingerprint,
        )  # fmt: skip
    start = 0
    for number, (train, test) in enumerate(found.backtest.folds, start=1):
        mine = slice(start, start := start + len(test))
        judged = EvaluatedRows(
            found.judged.labels[mine],
            found.judged.pupils[mine],
            {name: scores[mine] for name, scores in found.judged.scores.items()},
        )
        counts = (len(test), int(judged.labels.sum()))
        about = {"split": found.backtest.split, "training_rows": len(train)}
        figures = {name: _figures(judged, name, found.plan.capacity) for name in _OF_A_FOLD}
        yield _fold(f"fold {number} of {len(found.backtest.folds)}", about, figures, counts, fingerprint)


def version_tags(found: EvaluationResults) -> dict[str, str]:
    """Return the headline figures that ``prezent models`` shows, and what the version predicts."""
    plan = found.plan
    headline = {
        f"{name}.{figure}": found.figures[name][figure].value
        for name in ("lightgbm", "rules", "school_only")
        for figure in ("auc", "recall_at_capacity", "precision_at_capacity")
    }
    return {
        "outcomes": ", ".join(plan.outcomes),
        "as_of": ", ".join(date.isoformat() for date in plan.dates),
        "capacity": f"{plan.capacity:g}",
        "until": plan.until or "",
        **{name: "" if value is None else f"{value:.4f}" for name, value in headline.items()},
    }


def _parameters(report: Report, model: RiskModel) -> dict[str, Any]:
    plan, json_report = report.findings.plan, report.as_json()
    names = ("outcomes", "as_of", "horizon_days", "split", "left_out", "capacity")
    return {
        **{name: json_report[name] for name in names},
        "folds": plan.folds, "seed": plan.seed, "bootstrap_samples": plan.bootstrap_samples,
        "features": len(model.feature_names), "tables": ", ".join(model.trained_on.tables),
        "rows": model.trained_on.rows, "positives": model.trained_on.positives,
        "calibration_slope": model.calibration.slope, "calibration_intercept": model.calibration.intercept,
        "school_sd": model.school_sd,
        "tree_learner": "data" if _ON_A_CLUSTER in model.lightgbm_text else "serial", **plan.settings.as_parameters(),
    }  # fmt: skip


def _metrics(found: EvaluationResults) -> dict[str, float]:
    metrics: dict[str, float | None] = {
        "calibration.slope": found.slope.slope.value,
        "calibration.observed_over_expected": found.slope.observed_by_expected.value,
        "within_school_auc": found.signal.within_auc.value,
        **{f"recall.{group.by}.{group.group or 'unknown'}": group.recall.value for group in found.groups},
    }
    if found.ablation:
        metrics[f"recall_without_{found.ablation.without}"] = found.ablation.recall_without
    known = {name.replace(" ", "_"): value for name, value in metrics.items() if value is not None}
    return {**flat_metrics(found.figures), **known}


def _figures(judged: EvaluatedRows, name: str, capacity: float) -> dict[str, float]:
    ranked, ones = rank_rows(judged.scores[name], judged.labels), np.ones(len(judged), dtype=np.int64)
    return {
        "auc": auc(ranked, ones),
        "average_precision": average_precision(ranked, ones),
        "recall_at_capacity": recall_at_capacity(ranked, ones, capacity),
        "precision_at_capacity": precision_at_capacity(ranked, ones, capacity),
    }


def _fold(
    name: str, about: Mapping[str, Any], figures: Mapping[str, Mapping[str, Any]], counts: tuple[int, int],
    fingerprint: str,
) -> RunContents:  # fmt: skip
    metrics = {
        f"{model}.{figure}": value
        for model, of_model in figures.items()
        for figure, value in of_model.items()
        if figure != "name" and value == value
    }
    rows, positives = counts
    return RunContents(name, dict(about), metrics, rows=(Rows(name, "testing", rows, positives, fingerprint),))
