"""Everything that is found out about a challenger."""

from dataclasses import dataclass

import numpy as np

from features.catalogue.feature import Group
from features.progress import Tell
from features.table.audit_groups import GROUPS
from models.risk.lightgbm_fit import FitTrees, fit_trees
from models.risk.model import RiskModel
from training.dataset.cohorts import Backtest, Cohorts, plan_backtest
from training.dataset.leakage import features_too_good
from training.dataset.record_statistics import RecordStatistics
from training.evaluation.ablation import ablate
from training.evaluation.backtest import EvaluatedRows, evaluate_models
from training.evaluation.champion_comparison import Champion, compare
from training.evaluation.final_fit import fit_final_model
from training.evaluation.model_metrics import model_figures
from training.evaluation.outcome_breakdown import outcome_parts
from training.evaluation.results import EvaluationResults, Suspicion
from training.evaluation.walk_forward import walk_forward
from training.evaluation.walk_forward_metrics import TermFigures, term_figures
from training.metrics.between_schools import school_signal
from training.metrics.bootstrap import draw_samples
from training.metrics.calibration import calibration_slope
from training.metrics.group_fairness import count_groups, group_figures, recall_gaps

FAIRNESS_REFERENCE = "logistic"  # a gap that the plainest good model shares is in the records, not in the risk model
WITHOUT: Group = "family"  # the group of features that a school may choose to go without


@dataclass(frozen=True)
class Investigated:
    """The challenger, what was found out about it, and what was measured of the records."""

    model: RiskModel
    findings: EvaluationResults
    measures: RecordStatistics


def investigate(cohorts: Cohorts, champion: Champion | None, tell: Tell, *, fit: FitTrees = fit_trees) -> Investigated:
    """Backtest the seven models, fit the one that is to be registered, and look into it from every side.

    That one is fitted by ``fit``; all models that only judge are fitted in this process.

    Raises
    ------
    Refused
        If there are too few outcomes to fit or to judge.
    """
    plan = cohorts.plan
    backtest, judged = _judged(cohorts, tell)
    terms = term_figures(walk_forward(cohorts, plan, tell), plan)
    tell("looking for features that know too much")
    measures = cohorts.measures()
    tell("fitting the final model")
    model = fit_final_model(
        cohorts.final(), plan,
        judged=judged, tables=cohorts.index.records.given, rhythms=measures.rhythms(), fit=fit,
    )  # fmt: skip
    found = _findings(
        cohorts, backtest, judged,
        terms=terms, champion=champion, model=model, leaking_features=measures.leaking_features(), tell=tell,
    )  # fmt: skip
    return Investigated(model, found, measures)


def _judged(cohorts: Cohorts, tell: Tell) -> tuple[Backtest, EvaluatedRows]:
    """Judge the seven models; the rows are let go of afterwards, since those of a county are large."""
    rows = cohorts.judging()
    backtest = plan_backtest(rows, cohorts.plan)
    return backtest, evaluate_models(rows, backtest, cohorts.plan, tell)


def _findings(
    cohorts: Cohorts, backtest: Backtest, judged: EvaluatedRows, *, terms: TermFigures,
    champion: Champion | None, model: RiskModel, leaking_features: tuple[str, ...], tell: Tell,
) -> EvaluationResults:  # fmt: skip
    plan, rows = cohorts.plan, cohorts.judging()
    labels, scores = judged.labels, judged.scores["lightgbm"]
    schools, pupils, dates = (judged.pupils[name].to_numpy(object) for name in ("school_id", "pupil_id", "as_of"))
    places = np.concatenate([test for _, test in backtest.folds])
    samples = draw_samples(schools, pupils, plan=plan)
    tell("what is lost without family data")
    ablation = ablate(rows, backtest, judged, without=WITHOUT, samples=samples, plan=plan)
    if champion:
        tell("comparing with the champion")
    values = rows.rows.values.iloc[places]
    too_good = features_too_good(values.to_numpy(np.float64), labels, rows.features)
    compared = compare(champion, model, cohorts=cohorts, judged=judged, values=values) if champion else None
    tell("figures and their intervals")
    groups = judged.pupils[list(GROUPS)]
    counts, reference = (
        count_groups(labels, judged.scores[name], groups=groups, samples=samples, capacity=plan.capacity)
        for name in ("lightgbm", FAIRNESS_REFERENCE)
    )
    return EvaluationResults(
        plan=plan, backtest=backtest, judged=judged, samples=samples, features=rows.features,
        figures=model_figures(judged, plan), parts=outcome_parts(cohorts, judged),
        slope=calibration_slope(labels, scores, samples=samples),
        signal=school_signal(labels, scores, schools=schools, dates=dates, samples=samples),
        groups=group_figures(counts), gaps=recall_gaps(counts, reference),
        ablation=ablation, terms=terms, suspicion=Suspicion(leaking_features, too_good),
        champion=champion, compared=compared,
    )  # fmt: skip
