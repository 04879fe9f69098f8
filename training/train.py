"""How does one training go, from checked records to a registered challenger?"""

import datetime as dt
from pathlib import Path
from typing import Any

from features.fingerprint import data_fingerprint
from features.histories import sort_records
from features.records import Records
from models.registry import Registry, third_party_warnings
from models.risk_model import RiskModel
from training.backtest import judge_models
from training.cohorts import plan_backtest, prepare
from training.figures import ModelFigures, model_figures
from training.fit import fit_final_model
from training.plan import TrainingPlan
from training.plots import figures as plot_figures
from training.plots import list_length_curves
from training.progress import Tell
from training.report import Report, flat_metrics
from training.tracking import record, tracked_run


def train(records: Records, plan: TrainingPlan, *, tracking_uri: str, artifacts: Path, tell: Tell) -> Report:
    """Backtest, fit, calibrate, record in MLflow and register a version as challenger.

    Parameters
    ----------
    records
        Checked records.
    plan
        What to train and how to judge it.
    tracking_uri, artifacts
        The MLflow to record in, and where a local one keeps its files.
    tell
        Is told each step.

    Raises
    ------
    Refused
        If a horizon is not over, or there are too few outcomes to fit or to judge.
    OutsideServiceError
        If MLflow cannot be used.
    """
    registry = Registry(tracking_uri)
    registry.versions()  # a server that does not answer is better said before the work than after it
    tell("sorting the records")
    prepared = prepare(sort_records(records), plan, tell)
    backtest = plan_backtest(prepared.judging, plan)
    judged = judge_models(prepared.judging, backtest, plan, tell)
    tell("figures and their intervals")
    figures = model_figures(judged, plan)
    tell("fitting the final model")
    model = fit_final_model(prepared.final, plan, judged=judged, tables=records.given)
    tell("drawing")  # all that can go wrong is done before a version is registered
    with third_party_warnings():
        pictures = plot_figures(model, judged, prepared.final.rows.values, seed=plan.seed)
    fingerprint = data_fingerprint(records, dt.date.max)
    tell("recording in MLflow")
    with tracked_run(tracking_uri, artifacts) as run_id:
        version = registry.register(model, tags=_version_tags(figures, plan))
        report = Report(plan, backtest, judged, figures, version, run_id)
        record(
            parameters=_parameters(report, model),
            metrics=flat_metrics(figures),
            tags={"data_fingerprint": fingerprint, "model_version": version},
            report=report.as_json(),
            curves=list_length_curves(judged),
            figures=pictures,
        )
    return report


def _parameters(report: Report, model: RiskModel) -> dict[str, Any]:
    plan = report.plan
    json = report.as_json()
    return {
        **{name: json[name] for name in ("outcomes", "as_of", "horizon_days", "split", "left_out", "capacity")},
        "folds": plan.folds, "seed": plan.seed, "bootstrap_samples": plan.bootstrap_samples,
        "features": len(model.feature_names), "tables": ", ".join(model.trained_on.tables),
        "rows": model.trained_on.rows, "positives": model.trained_on.positives,
        "calibration_slope": model.calibration.slope, "calibration_intercept": model.calibration.intercept,
        "school_sd": model.school_sd, **plan.settings.as_parameters(),
    }  # fmt: skip


def _version_tags(figures: "dict[str, ModelFigures]", plan: TrainingPlan) -> dict[str, str]:
    """Return the headline figures that ``prezent models`` shows, and what the version predicts."""
    headline = {
        f"{name}.{figure}": figures[name][figure].value
        for name in ("lightgbm", "rules", "school_only")
        for figure in ("auc", "recall_at_capacity", "precision_at_capacity")
    }
    return {
        "outcomes": ", ".join(plan.outcomes),
        "as_of": ", ".join(date.isoformat() for date in sorted(set(plan.as_of))),
        "capacity": f"{plan.capacity:g}",
        **{name: "" if value is None else f"{value:.4f}" for name, value in headline.items()},
    }
