"""One training, from checked records to a registered challenger."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import pandas as pd

from features.i18n.text import Bilingual
from features.progress import Tell
from features.records.records import Records
from features.table.audit_groups import group_words
from models.registry.mlflow_access import third_party_warnings
from models.registry.promotion_check import check_tags
from models.registry.registry import Registry
from models.risk.lightgbm_fit import FitTrees, fit_trees
from training.dataset.cohorts import Cohorts
from training.dataset.gathered import gather_records
from training.evaluation.champion_comparison import Champion
from training.evaluation.evaluate import evaluate_challenger
from training.plan.plan import TrainingPlan
from training.promotion.performance_checks import promotion_checks
from training.reporting.cautions import about_cautions
from training.reporting.facts import about_data, about_features, about_versions
from training.reporting.model_card import write_cards
from training.reporting.plots import list_length_curves, pictures
from training.reporting.report import Report
from training.tracking.mlflow_run import record, tracked_run
from training.tracking.run_contents import child_contents, run_contents, version_tags


def train(
    take: Callable[[], Records], plan: TrainingPlan, *, tracking_uri: str, artifacts: Path, tell: Tell,
    reviews: pd.DataFrame | None = None,
) -> Report:  # fmt: skip
    """Train on the checked records that ``take`` gives, by a plan, in this process; see ``train_on``."""
    gather = partial(gather_records, take, plan, tell)
    return train_on(gather, tracking_uri=tracking_uri, artifacts=artifacts, tell=tell, reviews=reviews)


def train_on(
    gather: Callable[[], Cohorts], *, tracking_uri: str, artifacts: Path, tell: Tell, fit: FitTrees = fit_trees,
    reviews: pd.DataFrame | None = None,
) -> Report:  # fmt: skip
    """Backtest, fit, calibrate, check, record in MLflow with a model card, and register a version as challenger.

    Parameters
    ----------
    gather
        Gives the children with their features and labels, and the plan.
    fit
        Fits the model that is registered.
    reviews
        What people decided and did (``training.dataset.reviews``), where it is known.
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
    tell(Bilingual("opening MLflow", "deschiderea MLflow"))
    registry = Registry(tracking_uri)
    earlier = registry.versions()  # a server that does not answer is better said before the work than after it
    cohorts = gather()
    challenger = evaluate_challenger(cohorts, _champion(registry), tell, fit=fit, reviews=reviews)
    model, results = challenger.model, challenger.results
    # All that can go wrong is done before a version is registered.
    tell(Bilingual("checks, pictures and fingerprint", "verificările, imaginile și amprenta datelor"))
    checks = promotion_checks(results)
    with third_party_warnings():
        plots = pictures(model, results, cohorts.rows.values)
    fingerprint = challenger.statistics.fingerprint()
    about = {
        "data": about_data(cohorts, challenger.statistics, fingerprint),
        "data_fingerprint": fingerprint,
        "features": about_features(model, cohorts, seed=cohorts.plan.seed),
        "history": about_versions(earlier),
        "cautions": about_cautions(model, cohorts),
    }
    tell(Bilingual("recording in MLflow", "înregistrarea în MLflow"))
    compared_with = results.champion.version if results.champion else None
    with tracked_run(tracking_uri, artifacts) as run_id:
        tags = version_tags(results, invented=model.trained_on.invented)
        report = Report(results, checks, about, registry.register(model, tags=tags), run_id)
        record(
            run_contents(report, model, files=_files(report, plots), fingerprint=fingerprint),
            children=list(child_contents(results, fingerprint)),
        )
        registry.challenge(report.model_version, checks=check_tags(checks, compared_with=compared_with))
    return report


def _champion(registry: Registry) -> Champion | None:
    version = registry.champion()
    if version is None:
        return None
    return Champion(version, registry.load(version)[0], registry.find(version).tags)


def _files(report: Report, plots: Mapping[str, bytes]) -> dict[str, bytes]:
    cards = write_cards(report.as_json(), plots=plots, group_words=group_words)
    curves = list_length_curves(report.results.evaluated).to_csv(index=False)
    return {
        "curves/list_length.csv": curves.encode(),
        **{f"card/{name}": text.encode() for name, text in cards.items()},
        **{f"plots/{name}": content for name, content in plots.items()},
    }
