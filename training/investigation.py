"""What is found out about a challenger, and which model is it?"""

from dataclasses import dataclass

import numpy as np

from features.audit import GROUPS
from features.catalogue import Group
from models.estimator import FitTrees, fit_trees
from models.risk_model import RiskModel
from training.ablation import ablate
from training.backtest import Judged, judge_models
from training.champion import Champion, compare
from training.cohorts import Backtest, Cohorts, plan_backtest
from training.fairness import count_groups, group_figures, recall_gaps
from training.figures import model_figures
from training.findings import Findings, Suspicion
from training.fit import fit_final_model
from training.intervals import draw_samples
from training.leakage import features_too_good
from training.measures import Measures
from training.parts import outcome_parts
from training.progress import Tell
from training.rolling import roll
from training.signal import school_signal
from training.slope import calibration_slope
from training.term_figures import TermFigures, term_figures

FAIRNESS_REFERENCE = "logistic"  # a gap that the plainest good model shares is in the records, not in the risk model
WITHOUT: Group = "family"  # the group of features that a school may choose to go without


@dataclass(frozen=True)
class Investigated:
    """The challenger, what was found out about it, and what was measured of the records."""

    model: RiskModel
    findings: Findings
    measures: Measures


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
    terms = term_figures(roll(cohorts, plan, tell), plan)
    tell("looking for features that know too much")
    measures = cohorts.measures()
    tell("fitting the final model")
    model = fit_final_model(
        cohorts.final(), plan,
        judged=judged, tables=cohorts.histories.records.given, rhythms=measures.rhythms(), fit=fit,
    )  # fmt: skip
    found = _findings(
        cohorts, backtest, judged,
        terms=terms, champion=champion, model=model, looking_ahead=measures.looking_ahead(), tell=tell,
    )  # fmt: skip
    return Investigated(model, found, measures)


def _judged(cohorts: Cohorts, tell: Tell) -> tuple[Backtest, Judged]:
    """Judge the seven models; the rows are let go of afterwards, since those of a county are large."""
    rows = cohorts.judging()
    backtest = plan_backtest(rows, cohorts.plan)
    return backtest, judge_models(rows, backtest, cohorts.plan, tell)


def _findings(
    cohorts: Cohorts, backtest: Backtest, judged: Judged, *, terms: TermFigures,
    champion: Champion | None, model: RiskModel, looking_ahead: tuple[str, ...], tell: Tell,
) -> Findings:  # fmt: skip
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
    return Findings(
        plan=plan, backtest=backtest, judged=judged, samples=samples, features=rows.features,
        figures=model_figures(judged, plan), parts=outcome_parts(cohorts, judged),
        slope=calibration_slope(labels, scores, samples=samples),
        signal=school_signal(labels, scores, schools=schools, dates=dates, samples=samples),
        groups=group_figures(counts), gaps=recall_gaps(counts, reference),
        ablation=ablation, terms=terms, suspicion=Suspicion(looking_ahead, too_good),
        champion=champion, compared=compared,
    )  # fmt: skip
