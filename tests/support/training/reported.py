"""How does a test get a report without a training? From invented children, once with everything to say, once without.

Two past retrainings, of which the first is tried again on the day of the second; an ablation; a champion; two folds.
"""

import datetime as dt
from dataclasses import replace
from functools import cache

import numpy as np

from tests.support.small_models import fitted_model
from tests.support.training.found import TENTH, findings, invented, with_groups
from tests.support.training.labelled_rows import evaluated as judged_rows
from tests.support.training.labelled_rows import plan
from training.dataset.splits import Backtest
from training.evaluation.ablation import Ablation
from training.evaluation.champion_comparison import Champion, ChampionComparison, Change
from training.evaluation.outcome_breakdown import OutcomeComponent
from training.evaluation.results import EvaluationResults
from training.evaluation.walk_forward import Retraining
from training.evaluation.walk_forward_metrics import term_figures
from training.metrics.bootstrap import Estimate
from training.promotion.performance_checks import promotion_checks
from training.reporting.report import Report

DAYS = (dt.date(2023, 2, 1), dt.date(2024, 2, 1), dt.date(2025, 2, 1))
ABOUT = {"data": {"schools": 40}, "data_fingerprint": "f1e2", "features": [], "history": []}
COMPOSITE = ("dropped_out", "not_reenrolled", "year_not_closed", "exam_no_show")


def past_terms() -> tuple[Retraining, ...]:
    first, second = (
        replace(rows, pupils=rows.pupils.assign(as_of=day))
        for rows, day in ((invented(400, seed=2), DAYS[1]), (invented(500, seed=3), DAYS[2]))
    )
    return (
        Retraining(
            DAYS[1], DAYS[:1], 390, 40, first, {1: replace(second, scores={"lightgbm": second.scores["logistic"]})}
        ),
        Retraining(DAYS[2], DAYS[:2], 790, 85, second, {}),
    )


@cache
def full_findings() -> EvaluationResults:
    evaluated = invented()
    asked = replace(TENTH, as_of=DAYS, outcomes=COMPOSITE)
    half = len(evaluated) // 2
    components = (
        *(OutcomeComponent(each, 50, 0.4) for each in COMPOSITE[:-1]),
        OutcomeComponent(COMPOSITE[-1], 0, None),
    )
    nobody = np.array([], dtype=np.intp)
    champion = ChampionComparison(
        evaluated.scores["logistic"], np.arange(len(evaluated)), Change(0.8, ("grade_level",))
    )
    return findings(
        evaluated, asked,
        backtest=Backtest("time", ((nobody, np.arange(half)), (nobody, np.arange(half, len(evaluated)))), DAYS[1:2]),
        outcome_components=components,
        ablation=Ablation("family", 0.45, 0.42, Estimate(0.03, 0.01, 0.05)),
        terms=term_figures(past_terms(), asked),
        champion=Champion("3", fitted_model(), {}), comparison=champion,
    )  # fmt: skip


@cache
def bare_findings() -> EvaluationResults:
    """Return what is found of forty children of one school, none of whom had the outcome."""
    return findings(with_groups(judged_rows([0] * 40, ["S1"] * 40, lightgbm=[0.1] * 40)), plan())


def report_of(found: EvaluationResults) -> Report:
    return Report(found, promotion_checks(found), ABOUT, "4", "abc")
