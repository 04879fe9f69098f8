"""Everything that is found out about a challenger."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from features.catalogue.feature import Group
from features.i18n.text import Bilingual
from features.partitions.process_memory import give_back_memory
from features.progress import Tell
from features.table.audit_groups import GROUPS
from models.risk.fitting_pool import fitting_pool
from models.risk.lightgbm_fit import FitTrees, fit_trees
from models.risk.model import RiskModel
from training.dataset.cohorts import Cohorts, LabelledRows
from training.dataset.label_counts import count_labels
from training.dataset.leakage import features_too_good
from training.dataset.record_statistics import RecordStatistics
from training.dataset.reviews import last_days
from training.dataset.splits import Backtest, plan_backtest
from training.evaluation.ablation import Ablation, ablate
from training.evaluation.backtest import EvaluatedRows, evaluate_models, pooled_rows
from training.evaluation.champion_comparison import Champion, compare
from training.evaluation.final_fit import fit_final_model
from training.evaluation.model_metrics import ModelFigures, model_figures
from training.evaluation.outcome_breakdown import outcome_breakdown
from training.evaluation.results import EvaluationResults, Suspicion
from training.evaluation.walk_forward import walk_forward
from training.evaluation.walk_forward_metrics import TermFigures, term_figures
from training.metrics.between_schools import school_signal
from training.metrics.bootstrap import draw_samples
from training.metrics.calibration import calibration_slope
from training.metrics.group_counts import count_groups
from training.metrics.group_fairness import group_figures, recall_gaps
from training.metrics.past_rates import PastRate, past_rates
from training.metrics.placing import PlacedRows, placing_figures
from training.metrics.reviews import ReviewedRows, ReviewFigures, review_figures
from training.metrics.within_schools import compare_lists
from training.plan.plan import TrainingPlan

FAIRNESS_REFERENCE = "logistic"  # a gap that the plainest good model shares is in the records, not in the risk model
WITHOUT: Group = "family"  # the group of features that a school may choose to go without


@dataclass(frozen=True)
class Challenger:
    """The challenger, what was found out about it, and what was measured of the records."""

    model: RiskModel
    results: EvaluationResults
    statistics: RecordStatistics


def evaluate_challenger(
    cohorts: Cohorts, champion: Champion | None, tell: Tell, *, fit: FitTrees = fit_trees,
    reviews: pd.DataFrame | None = None,
) -> Challenger:  # fmt: skip
    """Backtest the seven models, fit the one that is to be registered, and look into it from every side.

    That one is fitted by ``fit``; all models that only judge are fitted in this process. ``reviews`` is what people
    decided and did (``training.dataset.reviews``), None where that was not given.

    Raises
    ------
    Refused
        If there are too few outcomes to fit or to judge.
    """
    plan = cohorts.plan
    backtest, evaluated = _evaluate_models(cohorts, tell)
    give_back_memory()
    retrained = walk_forward(cohorts, plan, tell, champion=champion.configuration() if champion else None)
    terms = term_figures(retrained, plan)
    if cohorts.measured is None:
        tell(Bilingual("looking for features that know too much", "căutarea indicatorilor care știu prea mult"))
    statistics = cohorts.statistics()
    tell(Bilingual("fitting the final model", "potrivirea modelului final"))
    model = fit_final_model(
        cohorts.final(), plan,
        evaluated=evaluated, past=[term.evaluated for term in retrained],
        records=cohorts.index.records, recording_rates=statistics.recording_rates(), fit=fit,
    )  # fmt: skip
    results = _evaluation_results(
        cohorts, backtest, evaluated,
        terms=terms, champion=champion, model=model,
        leaking_features=statistics.leaking_features(), tell=tell,
    )  # fmt: skip
    placed = [each.evaluated for each in retrained] if results.decided_on_past_dates else [evaluated]
    found = replace(
        results, placing=placing_figures(_placed(placed), plan), reviews=_reviewed(cohorts, placed, reviews)
    )
    return Challenger(model, found, statistics)


def _reviewed(cohorts: Cohorts, decided: Sequence[EvaluatedRows], reviews: pd.DataFrame | None) -> ReviewFigures | None:
    """Return how the cases of the rows on which the checks decide were found in use."""
    if reviews is None:
        return None
    rows = pooled_rows(decided)
    until = last_days(cohorts.index, rows.pupils, rows.labels, cohorts.plan)
    return review_figures(ReviewedRows(rows.labels, rows.pupils, rows.scores["lightgbm"], until), reviews, cohorts.plan)


def _placed(evaluated: Sequence[EvaluatedRows]) -> dict[str, PlacedRows]:
    """Return by its date what gives places: the rows on which the checks decide: both speak of the same lists."""
    rows = {date: each.take(places) for each in evaluated for date, places in each.by_date()}
    return {
        date.isoformat(): PlacedRows(
            rows[date].labels, rows[date].pupils,
            *(rows[date].scores[name] for name in ("lightgbm", "school_only", "absences_only")),
        )
        for date in sorted(rows)
    }  # fmt: skip


def _evaluate_models(cohorts: Cohorts, tell: Tell) -> tuple[Backtest, EvaluatedRows]:
    """Evaluate the seven models; the rows are let go of afterwards, since those of a county are large."""
    rows = cohorts.evaluation_rows()
    backtest = plan_backtest(rows, cohorts.plan, cohorts=cohorts)
    return backtest, evaluate_models(rows, backtest, cohorts.plan, tell)


def _evaluation_results(
    cohorts: Cohorts, backtest: Backtest, evaluated: EvaluatedRows, *, terms: TermFigures,
    champion: Champion | None, model: RiskModel, leaking_features: tuple[str, ...], tell: Tell,
) -> EvaluationResults:  # fmt: skip
    plan, rows = cohorts.plan, cohorts.evaluation_rows()
    labels, scores = evaluated.labels, evaluated.scores["lightgbm"]
    schools, pupils, dates = (evaluated.pupils[name].to_numpy(object) for name in ("school_id", "pupil_id", "as_of"))
    places = np.concatenate([test for _, test in backtest.folds])
    samples = draw_samples(schools, pupils, plan=plan)
    tell(Bilingual("what is lost without family data", "ce se pierde fără datele despre familie"))
    ablation, figures = _ablated_and_judged(rows, backtest, evaluated, plan)
    if champion:
        tell(Bilingual("comparing with the champion", "comparația cu modelul în uz"))
    values = rows.rows.values.iloc[places]
    too_good = features_too_good(values.to_numpy(np.float64), labels, rows.features)
    comparison = compare(champion, model, cohorts=cohorts, evaluated=evaluated, values=values) if champion else None
    tell(Bilingual("figures and their intervals", "cifrele și intervalele lor"))
    groups = evaluated.pupils[list(GROUPS)]
    counts, reference = (
        count_groups(labels, evaluated.scores[name], groups=groups, samples=samples, capacity=plan.capacity)
        for name in ("lightgbm", FAIRNESS_REFERENCE)
    )
    return EvaluationResults(
        plan=plan, backtest=backtest, evaluated=evaluated, samples=samples, features=rows.features,
        figures=figures,
        school_lists=compare_lists(evaluated.on_school_lists(plan), evaluated.scores, of="lightgbm"),
        outcome_components=outcome_breakdown(cohorts, evaluated),
        slope=calibration_slope(labels, scores, samples=samples),
        signal=school_signal(labels, scores, schools=schools, dates=dates, samples=samples),
        groups=group_figures(counts), gaps=recall_gaps(counts, reference),
        ablation=ablation, terms=terms, suspicion=Suspicion(leaking_features, too_good),
        champion=champion, comparison=comparison, label_counts=count_labels(cohorts),
        past_rates=_past_rates(cohorts, rows, backtest),
    )  # fmt: skip


def _ablated_and_judged(
    rows: LabelledRows, backtest: Backtest, evaluated: EvaluatedRows, plan: TrainingPlan
) -> tuple[Ablation | None, dict[str, ModelFigures]]:
    """Fit without a group of features while the seven models are judged, which takes as long."""
    with fitting_pool(1) as beside:
        figures = beside.submit(model_figures, evaluated, plan)
        return ablate(rows, backtest, evaluated, without=WITHOUT, plan=plan), figures.result()


def _past_rates(cohorts: Cohorts, rows: LabelledRows, backtest: Backtest) -> tuple[PastRate, ...]:
    """Return the rates of earlier dates, by what was known before the test date; none where no date is earlier."""
    if backtest.split != "time":
        return ()
    earlier = np.concatenate([train for train, _ in backtest.folds])
    return past_rates(rows.labels[earlier], rows.schools[earlier], cohorts.index.records["schools"])
