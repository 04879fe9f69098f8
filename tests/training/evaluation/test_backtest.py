from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from features.progress import silent
from models.risk.baselines import MODEL_NAMES, PROBABILITIES
from models.risk.calibration import fit_calibration
from models.risk.lightgbm_fit import Hyperparameters, fit_trees
from tests.support.small_models import CATALOGUE, invented_labels, invented_values
from tests.support.training.labelled_rows import FEW_TREES, LATE, every, labelled, plan
from training.dataset.cohorts import LabelledRows
from training.dataset.splits import Backtest, plan_backtest
from training.evaluation.backtest import EvaluatedRows, evaluate_models, out_of_fold_margins
from training.metrics.ranking import auc, rank_rows
from training.plan.plan import TrainingPlan

IN_TIME = plan()
BY_SCHOOL = plan(as_of=(LATE,), split="school", folds=3)
BY_PUPIL = plan(as_of=(LATE,), split="pupil", folds=3)


def learnable(asked: TrainingPlan, count: int = 300) -> LabelledRows:
    values = invented_values(count)
    return labelled(invented_labels(values), values=values, dates=asked.as_of, pupils=200)


def judge(rows: LabelledRows, asked: TrainingPlan) -> tuple[EvaluatedRows, Backtest]:
    backtest = plan_backtest(rows, asked)
    return evaluate_models(rows, backtest, asked, silent), backtest


def auc_of(evaluated: EvaluatedRows, name: str) -> float:
    return auc(rank_rows(evaluated.scores[name], evaluated.labels), np.ones(len(evaluated), dtype=np.int64))


@pytest.mark.parametrize("asked", [IN_TIME, BY_SCHOOL, BY_PUPIL], ids=["time", "school", "pupil"])
def test_a_rows_own_outcome_never_touches_its_score(asked: TrainingPlan):
    rows = learnable(asked)
    evaluated, backtest = judge(rows, asked)
    start = 0
    for train, test in backtest.folds:
        turned = rows.labels.copy()
        turned[test] = 1 - turned[test]
        again = evaluate_models(replace(rows, labels=turned), Backtest(backtest.split, ((train, test),)), asked, silent)
        for name in MODEL_NAMES:
            assert again.scores[name].tolist() == evaluated.scores[name][start : start + len(test)].tolist(), name
        assert again.labels.tolist() != evaluated.labels[start : start + len(test)].tolist()
        start += len(test)


@pytest.mark.parametrize("asked", [IN_TIME, BY_SCHOOL], ids=["time", "school"])
def test_a_training_rows_outcome_does_touch_the_scores(asked: TrainingPlan):
    rows = learnable(asked)
    evaluated, backtest = judge(rows, asked)
    train, test = backtest.folds[0]
    turned = rows.labels.copy()
    turned[train[:40]] = 1 - turned[train[:40]]
    again, _ = judge(replace(rows, labels=turned), asked)
    for name in ("school_only", "logistic", "tree", "lightgbm"):
        assert again.scores[name][: len(test)].tolist() != evaluated.scores[name][: len(test)].tolist(), name


def test_every_row_is_judged_once_with_its_own_outcome_and_pupil():
    rows = learnable(BY_SCHOOL)
    evaluated, backtest = judge(rows, BY_SCHOOL)
    places = np.concatenate([test for _, test in backtest.folds])
    assert len(evaluated) == len(rows) == 300
    assert evaluated.labels.tolist() == rows.labels[places].tolist()
    assert evaluated.pupils["school_id"].tolist() == rows.schools[places].tolist()
    assert set(evaluated.scores) == set(MODEL_NAMES)
    assert evaluated.scores["absences_only"].tolist() == rows.rows.rules["unexcused_hours"].to_numpy()[places].tolist()


def test_what_can_be_learnt_is_learnt():
    evaluated, _ = judge(learnable(BY_PUPIL, 600), BY_PUPIL)
    assert auc_of(evaluated, "lightgbm") > 0.65
    assert auc_of(evaluated, "logistic") > 0.7


@pytest.mark.parametrize("asked", [IN_TIME, BY_SCHOOL], ids=["time", "school"])
def test_an_outcome_that_only_training_rows_betray_does_not_help(asked: TrainingPlan):
    labels = np.random.default_rng(2).integers(0, 2, 300)
    rows = labelled(labels, dates=asked.as_of, pupils=200)
    folds = plan_backtest(rows, asked).folds
    for train, test in folds:
        betrayed = rows.rows.values.copy()
        betrayed["grade_level"] = np.nan
        betrayed.loc[train, "grade_level"] = labels[train].astype(float)
        spied = replace(rows, rows=replace(rows.rows, values=betrayed))
        evaluated = evaluate_models(spied, Backtest("time", ((train, test),)), asked, silent)
        for name in ("logistic", "tree", "lightgbm"):
            assert 0.3 < auc_of(evaluated, name) < 0.7, name


def test_a_pupil_that_could_be_recognised_is_judged_by_models_fitted_on_others():
    # twenty rows of each pupil, who are told apart by one feature and always have the same outcome
    code = np.arange(2000) % 100
    values = pd.DataFrame(np.nan, index=range(2000), columns=[feature.name for feature in CATALOGUE])
    values["grade_level"] = np.random.default_rng(3).permutation(100)[code] * 1.0
    labels = np.random.default_rng(4).integers(0, 2, 100)[code]
    rows = labelled(labels, values=values, pupils=100, dates=(LATE,))
    by_row = np.arange(2000) // 100 % 2 == 0
    recognised = Backtest("time", ((np.flatnonzero(by_row), np.flatnonzero(~by_row)),))
    asked = replace(BY_PUPIL, hyperparameters=Hyperparameters(trees=100, threads=1))
    assert auc_of(evaluate_models(rows, recognised, asked, silent), "lightgbm") > 0.8
    evaluated, _ = judge(rows, asked)
    assert auc_of(evaluated, "lightgbm") < 0.65


# Calibration


def test_an_out_of_fold_margin_comes_from_an_ensemble_that_never_saw_the_pupil():
    rows = learnable(BY_PUPIL)
    hyperparameters = BY_PUPIL.hyperparameters

    def margins(labels: np.ndarray) -> np.ndarray:
        with ThreadPoolExecutor(1) as pool:
            return out_of_fold_margins(rows.rows, labels, rows.ids, rows.features, hyperparameters, seed=7, pool=pool)

    straight = margins(rows.labels)
    assert np.all(np.isfinite(straight))
    for pupil in ("P0000", "P0123"):
        mine = rows.ids == pupil
        turned = np.where(mine, 1 - rows.labels, rows.labels)
        again = margins(turned)
        assert again[mine].tolist() == straight[mine].tolist()
        assert np.any(again[~mine] != straight[~mine])


def test_a_model_that_learnt_only_noise_says_the_same_of_everyone():
    asked = replace(BY_PUPIL, hyperparameters=Hyperparameters(trees=150, learning_rate=0.03, seeds=1))
    rows = labelled(np.random.default_rng(5).permutation(every(5, 400)), dates=(LATE,))
    backtest = plan_backtest(rows, asked)
    (train, test), *_ = backtest.folds
    once = evaluate_models(rows, Backtest("pupil", ((train, test),)), asked, silent).scores["lightgbm"]
    assert np.std(once) < 0.05
    assert once.mean() == pytest.approx(0.2, abs=0.05)
    # calibrated on the rows it was fitted on, it would be sure of itself
    booster = fit_trees(rows.rows.values.iloc[train], rows.labels[train], rows.features, asked.hyperparameters)
    own = booster.predict(rows.rows.values.iloc[train].to_numpy(), raw_score=True)
    others = booster.predict(rows.rows.values.iloc[test].to_numpy(), raw_score=True)
    assert np.std(fit_calibration(own, rows.labels[train]).probability(others)) > 0.1


def test_probabilities_are_probabilities():
    evaluated, _ = judge(learnable(BY_SCHOOL), BY_SCHOOL)
    for name in PROBABILITIES:
        assert np.all((evaluated.scores[name] >= 0) & (evaluated.scores[name] <= 1)), name
        assert evaluated.scores[name].mean() == pytest.approx(evaluated.labels.mean(), abs=0.06), name


def test_the_same_rows_and_plan_give_the_same_scores_to_the_last_bit():
    rows = learnable(BY_SCHOOL)
    once, again = (judge(rows, replace(BY_SCHOOL, hyperparameters=replace(FEW_TREES, threads=n)))[0] for n in (1, 2))
    for name in MODEL_NAMES:
        assert once.scores[name].tolist() == again.scores[name].tolist(), name


def test_fits_at_the_same_time_give_the_same_scores_to_the_last_bit():
    rows = learnable(IN_TIME)
    one, two = (judge(rows, replace(IN_TIME, workers=workers))[0] for workers in (1, 2))
    for name in MODEL_NAMES:
        assert one.scores[name].tolist() == two.scores[name].tolist(), name


def test_every_fold_is_told():
    said: list[str] = []
    rows = learnable(BY_SCHOOL)
    evaluate_models(rows, plan_backtest(rows, BY_SCHOOL), BY_SCHOOL, lambda step: said.append(step.en))
    assert said == [f"backtest by school ({number} of 3)" for number in (1, 2, 3)]
