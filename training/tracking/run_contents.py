"""What MLflow keeps of a training: parameters, metrics, sets of rows, files, a run for each fold or past retraining.

Of the metrics, those at the top are the headline of the risk model; all others stand in namespaces, which MLflow's
pages fold: ``by_model/rules/auc``, ``by_group/sex/F/recall``, ``walk_forward/lightgbm/recall_at_capacity``.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from features.i18n.code_names import code_name
from models.registry.promotion_check import INVENTED_TAG, verdict_summary
from models.risk.baselines import MODEL_NAMES
from models.risk.model import RiskModel
from training.evaluation.backtest import EvaluatedRows
from training.evaluation.results import EvaluationResults
from training.evaluation.walk_forward import CHAMPION
from training.metrics.bootstrap import flat
from training.metrics.ranking import auc, average_precision, precision_at_capacity, rank_rows, recall_at_capacity
from training.plan.plan import TrainingPlan
from training.promotion.baseline_checks import where_compared
from training.promotion.verdicts import plain, points, share_with_interval
from training.reporting.report import Report, flat_figures
from training.tracking.mlflow_run import RowSet, RunContents

ON_PAST_DATES = "recall_within_schools_past_dates"
AHEAD = "recall_within_schools_ahead_of"
HEADLINE = (
    "recall_within_schools",
    "precision_within_schools",
    "recall_at_capacity",
    "precision_at_capacity",
    "auc",
    "average_precision",
    "brier",
)
COMPARED_WITH = ("absences_only", "rules", CHAMPION)
# In the trees' text, if the workers of a cluster fitted them: another fit would be as good, but not the same to a bit.
_ON_A_CLUSTER = "[tree_learner: data]"


def run_contents(report: Report, model: RiskModel, *, files: Mapping[str, bytes], fingerprint: str) -> RunContents:
    """Return what the run of a training keeps."""
    results, trained_on = report.results, model.trained_on
    evaluated = results.evaluated
    return RunContents(
        name=f"Version {report.model_version}: {', '.join(results.plan.outcomes)}, {results.plan.dates[-1]}",
        description=describe(report),
        parameters=_parameters(report, model),
        metrics=_metrics(results),
        rows=(
            RowSet("all labelled rows", "training", trained_on.rows, trained_on.positives, fingerprint),
            RowSet("evaluated rows", "testing", len(evaluated), int(evaluated.labels.sum()), fingerprint),
        ),
        tags={"data_fingerprint": fingerprint, "model_version": report.model_version},
        files={"report.json": json.dumps(report.as_json(), indent=1).encode(), **files},
    )


def describe(report: Report) -> str:
    """Say in a few lines of Markdown what a version predicts, how it was tested, and what the checks found."""
    results = report.results
    plan, figures, lists = results.plan, results.figures["lightgbm"], results.deciding_lists
    ahead = "; ".join(
        f"{code_name('model', name).en} {points(lists.ahead_of[name], 'en')}"
        for name in COMPARED_WITH
        if name in lists.ahead_of
    )
    checks = "\n".join(f"- {check.title_en}: {check.verdict}. {check.text_en}" for check in report.checks)
    return (
        f"Orders children by the risk of **{', '.join(plan.outcomes)}** within {plan.horizon(plan.dates[-1])} days. "
        f"As-of dates {', '.join(map(str, plan.dates))}; split by {results.backtest.split}; "
        f"{len(results.evaluated)} children evaluated, {int(results.evaluated.labels.sum())} with the outcome.\n\n"
        f"{where_compared(results).en}, lists at capacity {plan.capacity:g}: recall "
        f"{share_with_interval(lists.recall['lightgbm'], 'en')}, precision "
        f"{share_with_interval(lists.precision['lightgbm'], 'en')}; ahead of {ahead}. "
        f"AUC {plain(figures['auc'], 'en')}.\n\n"
        f"Checks: {verdict_summary(report.checks, 'en')}.\n\n{checks}"
    )


def child_contents(results: EvaluationResults, fingerprint: str) -> Iterator[RunContents]:
    """Return what the runs below keep: one per past retraining, and one per fold of the backtest."""
    for term in results.terms.terms:
        yield _child(
            f"Retrained as on {term['as_of']}", {"as_of": term["as_of"], "trained_until": term["trained_until"]},
            {model["name"]: model for model in term["models"]}, (term["rows"], term["positives"]), fingerprint,
        )  # fmt: skip
    backtest, start = results.backtest, 0
    for number, (train, test) in enumerate(backtest.folds, start=1):
        places = slice(start, start := start + len(test))
        fold = EvaluatedRows(
            results.evaluated.labels[places],
            results.evaluated.pupils[places],
            {name: scores[places] for name, scores in results.evaluated.scores.items()},
        )
        yield _child(
            f"Backtest by {backtest.split}, fold {number} of {len(backtest.folds)}",
            {"split": backtest.split, "training_rows": len(train)},
            {name: _figures(fold, name, results.plan) for name in MODEL_NAMES},
            (len(test), int(fold.labels.sum())), fingerprint,
        )  # fmt: skip


def version_tags(results: EvaluationResults, *, invented: bool = False) -> dict[str, str]:
    """Return the headline figures that ``prezent models`` shows, what the version predicts, and of whom.

    ``recall_within_schools`` is that of the lists which decided the checks: of past retrainings, where there were some.
    """
    plan, lists = results.plan, results.deciding_lists
    headline = {
        f"{name}.{figure}": results.figures[name][figure].value
        for name in ("lightgbm", "rules", "school_only")
        for figure in ("auc", "recall_at_capacity", "precision_at_capacity")
    }
    within = {
        f"{name}.recall_within_schools": lists.recall[name].value for name in ("lightgbm", "absences_only", "rules")
    }
    return {
        "outcomes": ", ".join(plan.outcomes),
        "as_of": ", ".join(date.isoformat() for date in plan.dates),
        "capacity": f"{plan.capacity:g}",
        "until": plan.until or "",
        INVENTED_TAG: "yes" if invented else "no",
        **{name: "" if value is None else f"{value:.4f}" for name, value in (headline | within).items()},
    }


def _parameters(report: Report, model: RiskModel) -> dict[str, Any]:
    plan, json_report = report.results.plan, report.as_json()
    names = ("outcomes", "as_of", "horizon_days", "split", "left_out", "capacity")
    return {
        **{name: json_report[name] for name in names},
        "folds": plan.folds, "seed": plan.seed, "bootstrap_samples": plan.bootstrap_samples,
        "features": len(model.feature_names), "tables": ", ".join(model.trained_on.tables),
        "rows": model.trained_on.rows, "positives": model.trained_on.positives,
        "calibration_slope": model.calibration.slope, "calibration_intercept": model.calibration.intercept,
        "school_sd": model.school_sd, "shared_sd": model.shared.sd, "shared_sd_from": model.shared.observations,
        "past_share": model.shared.past_share,
        "invented_children": model.trained_on.invented,
        "tree_learner": "data" if _ON_A_CLUSTER in model.lightgbm_text else "serial",
        **plan.hyperparameters.as_parameters(),
    }  # fmt: skip


def _metrics(results: EvaluationResults) -> dict[str, float]:
    past = results.terms.school_lists
    metrics: dict[str, float | None] = {
        **(flat(**{ON_PAST_DATES: past.recall["lightgbm"]}) if past else {}),
        **flat(
            **{
                f"{AHEAD}_{name}": results.deciding_lists.ahead_of[name]
                for name in COMPARED_WITH
                if name in results.deciding_lists.ahead_of
            }
        ),
        **{name: results.figures["lightgbm"][name].value for name in HEADLINE},
        "calibration_slope": results.slope.slope.value,
        **_by_model({name: flat_figures(figures) for name, figures in results.figures.items()}),
        **{f"by_group/{group.by}/{group.group or 'unknown'}/recall": group.recall.value for group in results.groups},
        "calibration/observed_over_expected": results.slope.observed_by_expected.value,
        "between_schools/within_school_auc": results.signal.within_auc.value,
        "between_schools/between_school_auc": results.signal.between_auc.value,
        **{f"walk_forward/{model['name']}/{name}": model[name] for model in results.terms.pooled for name in model},
        **{
            f"walk_forward/{age['terms_on']}_terms_on/{name}": age[name] for age in results.terms.ageing for name in age
        },
    }
    if results.ablation:
        metrics[f"ablation/recall_without_{results.ablation.without}"] = results.ablation.recall_without
    return _known(metrics)


def _by_model(figures: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    return {f"by_model/{name}/{figure}": value for name, each in figures.items() for figure, value in each.items()}


def _known(metrics: Mapping[str, Any]) -> dict[str, float]:
    """Return the metrics that are numbers, under names that MLflow takes."""
    return {
        name.replace(" ", "_"): float(value)
        for name, value in metrics.items()
        if isinstance(value, int | float) and np.isfinite(value)
    }


def _figures(evaluated: EvaluatedRows, name: str, plan: TrainingPlan) -> dict[str, float | None]:
    ranked, ones = rank_rows(evaluated.scores[name], evaluated.labels), np.ones(len(evaluated), dtype=np.int64)
    lists = evaluated.on_school_lists(plan).totals(evaluated.scores[name])
    return {
        "recall_within_schools": lists.recall().value,
        "precision_within_schools": lists.precision().value,
        "auc": auc(ranked, ones),
        "average_precision": average_precision(ranked, ones),
        "recall_at_capacity": recall_at_capacity(ranked, ones, plan.capacity),
        "precision_at_capacity": precision_at_capacity(ranked, ones, plan.capacity),
    }


def _child(
    name: str, parameters: Mapping[str, Any], figures: Mapping[str, Mapping[str, Any]], counts: tuple[int, int],
    fingerprint: str,
) -> RunContents:  # fmt: skip
    rows, positives = counts
    return RunContents(
        name=name,
        description=f"{rows} children evaluated, {positives} with the outcome, by models not fitted on them.",
        parameters=dict(parameters),
        metrics=_known({**figures["lightgbm"], **_by_model(figures)}),
        rows=(RowSet(name, "testing", rows, positives, fingerprint),),
    )
