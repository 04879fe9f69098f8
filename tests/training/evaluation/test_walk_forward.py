import datetime as dt
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from features.i18n.dates import date_words
from features.progress import silent
from models.risk.baselines import MODEL_NAMES
from models.risk.lightgbm_fit import Hyperparameters
from models.risk.model import fit_margins
from tests.support.small_models import CATALOGUE, invented_values
from tests.support.training.school_years import DAYS, cohorts_of, plan_of, some_fail
from training.dataset.cohorts import Cohorts
from training.evaluation.backtest import EvaluatedRows
from training.evaluation.champion_comparison import ModelConfiguration
from training.evaluation.walk_forward import CHAMPION, TERMS_ON, Retraining, _folds, walk_forward
from training.metrics.ranking import auc, rank_rows

CHILDREN = 90
LEARNT_FROM = ("school_only", "logistic", "tree", "lightgbm")  # the others look at no outcome
ONE_TERM = plan_of(DAYS[:3], test_terms=1)


@cache
def six_years() -> Cohorts:
    return cohorts_of(some_fail(6, CHILDREN), plan_of(DAYS, test_terms=5))


@cache
def rolled() -> tuple[Retraining, ...]:
    return walk_forward(six_years(), six_years().plan, silent)


def last_term(cohorts: Cohorts) -> Retraining:
    (term,) = walk_forward(cohorts, cohorts.plan, silent)
    return term


def taking(cohorts: Cohorts, places: np.ndarray) -> Cohorts:
    """Return the cohorts with only the rows at some places."""
    pupils = cohorts.pupils.iloc[places].reset_index(drop=True)
    return replace(cohorts, rows=cohorts.rows.take(places), pupils=pupils, labels=cohorts.labels[places])


def auc_of(evaluated: EvaluatedRows, name: str = "lightgbm") -> float:
    return auc(rank_rows(evaluated.scores[name], evaluated.labels), np.ones(len(evaluated), dtype=np.int64))


# Which dates train, which judge


def test_every_date_with_a_date_a_whole_horizon_before_it_is_a_day_of_retraining():
    assert [term.as_of for term in rolled()] == list(DAYS[1:])


def test_label_windows_of_the_training_end_before_the_day_that_judges():
    for term in rolled():
        assert term.trained_on == tuple(day for day in DAYS if day < term.as_of)
        assert all(day + dt.timedelta(days=300) <= term.as_of for day in term.trained_on)
        assert set(term.evaluated.pupils["as_of"]) == {term.as_of}


def test_a_date_less_than_a_horizon_before_the_day_trains_nothing_for_it():
    autumn = dt.date(2021, 9, 1)
    plan = plan_of((*DAYS[:3], autumn), test_terms=1)
    term = last_term(cohorts_of(some_fail(4, CHILDREN), plan))
    assert (term.as_of, term.trained_on) == (DAYS[2], (DAYS[0], DAYS[1]))
    assert term.rows == 2 * CHILDREN


@pytest.mark.parametrize(("test_terms", "days"), [(0, ()), (1, DAYS[2:3]), (9, DAYS[1:3])])
def test_only_the_last_dates_are_retrained_on(test_terms: int, days: tuple[dt.date, ...]):
    plan = replace(ONE_TERM, test_terms=test_terms)
    said: list[str] = []
    walk_forward(cohorts_of(some_fail(3, CHILDREN), plan), plan, lambda step: said.append(step.en))
    assert said == [
        f"as if retrained on {date_words(day, 'en')} ({n} of {len(days)})" for n, day in enumerate(days, start=1)
    ]


def test_without_a_split_in_time_there_are_no_past_retrainings():
    plan = replace(ONE_TERM, split="pupil")
    assert walk_forward(cohorts_of(some_fail(3, CHILDREN), plan), plan, silent) == ()


def test_a_day_with_too_few_outcomes_to_fit_or_to_judge_is_told_and_left_out():
    fails = np.zeros((4, CHILDREN), dtype=bool)
    fails[0, :19] = True  # 19 to fit for the second day, one too few; with those of the second, 29 for the third
    fails[1, :10] = True
    fails[2, :10] = True
    fails[3, :9] = True  # 9 to judge on the fourth day, one too few
    plan, said = plan_of(DAYS[:4]), []
    terms = walk_forward(cohorts_of(fails, plan), plan, lambda step: said.append(step.en))
    assert [(term.as_of, term.positives) for term in terms] == [(DAYS[2], 29)]
    told = [line for line in said if "left out" in line]
    assert told == [
        f"{date_words(day, 'en')} is left out: too few outcomes to fit or to judge" for day in (DAYS[1], DAYS[3])
    ]
    assert terms[0].later == {}


# As known that day


def test_an_outcome_learnt_on_the_day_or_later_does_not_train():
    fails = some_fail(3, CHILDREN)
    child = int(np.flatnonzero(fails[1])[0])
    for learnt, fewer in (("2022-01-31", 0), ("2022-02-01", 1), ("2023-05-05", 1)):
        term = last_term(cohorts_of(fails, ONE_TERM, late={(1, child): learnt}))
        assert term.positives == fails[:2].sum() - fewer, learnt
        assert term.rows == 2 * CHILDREN


def test_what_is_learnt_on_the_day_or_later_changes_no_score_of_that_day_but_only_its_labels():
    """Let some children go on otherwise after the day: fail or not, or move away, so that of them nothing is said.

    Every seventh child came to the school just before the day, so it may be there on no other date.
    """
    fails = some_fail(3, CHILDREN)
    there = np.flatnonzero((np.arange(fails.size) >= 2 * CHILDREN) | (np.arange(fails.size) % CHILDREN % 7 > 0))
    before = last_term(taking(cohorts_of(fails, ONE_TERM), there)).evaluated
    for seed in (5, 6):
        other = fails.copy()
        other[2] = some_fail(1, CHILDREN, seed=seed)
        moved = {(2, child): "transferred" for child in range(0, CHILDREN, 7)}
        late = {(0, int(child)): str(DAYS[2]) for child in np.flatnonzero(~fails[0])[::5]}
        other[tuple(zip(*late, strict=True))] = True
        after = last_term(taking(cohorts_of(other, ONE_TERM, otherwise=moved, late=late), there)).evaluated
        assert len(after) == CHILDREN - len(moved)
        both = before.pupils["pupil_id"].isin(after.pupils["pupil_id"]).to_numpy()
        for name in MODEL_NAMES:
            assert before.scores[name][both] == pytest.approx(after.scores[name], rel=1e-12), name
        assert before.scores["lightgbm"][both].tolist() == after.scores["lightgbm"].tolist()
        assert before.labels[both].tolist() != after.labels.tolist()


def test_what_was_learnt_the_day_before_does_change_the_scores():
    fails = some_fail(3, CHILDREN)
    other = fails.copy()
    other[1, ::2] = ~fails[1, ::2]
    before, after = (last_term(cohorts_of(each, ONE_TERM)).evaluated for each in (fails, other))
    for name in LEARNT_FROM:
        assert before.scores[name].tolist() != after.scores[name].tolist(), name


# Nobody is both trained and evaluated on


def test_a_childs_own_past_never_touches_its_score():
    fails = some_fail(3, CHILDREN)
    other = fails.copy()
    other[:2, 4] = ~fails[:2, 4]
    before, after = (last_term(cohorts_of(each, ONE_TERM)).evaluated for each in (fails, other))
    for name in ("school_only", "logistic", "tree"):  # the risk model's last step is calibrated on all
        assert before.scores[name][4] == after.scores[name][4], name
        assert before.scores[name].tolist() != after.scores[name].tolist(), name


def test_a_pupil_that_could_be_recognised_is_judged_by_models_fitted_on_others():
    # a child is told apart by one feature and fails every June or never
    pupils, dates = 150, 6
    values = invented_values(dates * pupils)
    values[[feature.name for feature in CATALOGUE if feature.group != "school_context"]] = np.nan
    values["grade_level"] = np.tile(np.random.default_rng(3).permutation(pupils) * 1.0, dates)
    fails = np.tile(some_fail(1, pupils, often=0.5), (dates, 1))
    eager = Hyperparameters(trees=100, learning_rate=0.1, min_children_per_leaf=2, l2=0.0, threads=1)
    plan = plan_of(DAYS, test_terms=1, hyperparameters=eager)
    cohorts = cohorts_of(fails, plan, values=values)
    earlier, labels = slice(0, 5 * pupils), cohorts.labels.astype(np.int64)
    recognised = fit_margins(
        values.iloc[earlier], labels[earlier], CATALOGUE, eager, test=values.iloc[5 * pupils :]
    )  # fmt: skip
    assert auc(rank_rows(recognised, labels[5 * pupils :]), np.ones(pupils, dtype=np.int64)) > 0.8
    assert auc_of(last_term(cohorts).evaluated) < 0.65


def test_what_can_be_learnt_of_others_is_learnt():
    values = invented_values(3 * 200)
    risk = values["without_both_parents"].fillna(4.5) + np.random.default_rng(1).normal(0, 1, len(values))
    fails = (risk > risk.quantile(0.7)).to_numpy().reshape(3, 200)
    evaluated = last_term(cohorts_of(fails, ONE_TERM, values=values)).evaluated
    assert auc_of(evaluated) > 0.85
    assert auc_of(evaluated, "random") < 0.65


# How it was evaluated


def test_all_seven_models_judge_every_child_of_the_day_once():
    for term in rolled():
        assert set(term.evaluated.scores) == set(MODEL_NAMES)
        assert term.evaluated.pupils["pupil_id"].tolist() == [f"P{number:03}" for number in range(CHILDREN)]
        assert all(np.isfinite(scores).all() for scores in term.evaluated.scores.values())


def test_probabilities_are_calibrated_as_of_the_day():
    for term in rolled():
        scores = term.evaluated.scores["lightgbm"]
        assert np.all((scores > 0) & (scores < 1))
        assert scores.mean() == pytest.approx(term.positives / term.rows, abs=0.05)


def test_a_model_is_tried_again_on_up_to_three_later_dates():
    assert [list(term.later) for term in rolled()] == [[1, 2, 3], [1, 2, 3], [1, 2], [1], []]
    assert TERMS_ON == 3
    first = rolled()[0]
    for on, evaluated in first.later.items():
        assert set(evaluated.pupils["as_of"]) == {DAYS[1 + on]}
        assert set(evaluated.scores) == {"lightgbm"}
        assert np.isfinite(evaluated.scores["lightgbm"]).all()
        assert evaluated.labels.tolist() == rolled()[on].evaluated.labels.tolist()


def test_on_a_later_date_the_children_are_scored_by_the_older_model():
    first, second = rolled()[:2]
    aged, fresh = first.later[1].scores["lightgbm"], second.evaluated.scores["lightgbm"]
    assert aged.tolist() != fresh.tolist()
    fails = some_fail(6, CHILDREN)[:3]
    fails[1] = ~fails[1]  # learnt after the first day and before the second
    plan = plan_of(DAYS[:3])
    again = walk_forward(cohorts_of(fails, plan, values=six_years().rows.values.iloc[: fails.size]), plan, silent)
    assert again[0].later[1].scores["lightgbm"].tolist() == aged.tolist()
    assert again[1].evaluated.scores["lightgbm"].tolist() != fresh.tolist()


# The champion


def test_a_champion_of_the_same_features_and_hyperparameters_is_the_same_model_on_past_dates():
    cohorts, plan = six_years(), six_years().plan
    names = tuple(feature.name for feature in cohorts.features)
    for term in walk_forward(cohorts, plan, silent, champion=ModelConfiguration(names[::-1], plan.hyperparameters)):
        assert term.evaluated.scores[CHAMPION].tolist() == term.evaluated.scores["lightgbm"].tolist()


def test_another_champion_is_fitted_anew_on_each_past_date_from_what_was_known_then():
    plan = plan_of(DAYS[:3], test_terms=1)
    cohorts = cohorts_of(some_fail(3, CHILDREN), plan)
    fewer = tuple(feature.name for feature in cohorts.features)[:-1]
    champion = ModelConfiguration(fewer, replace(plan.hyperparameters, trees=7))
    (term,) = walk_forward(cohorts, plan, silent, champion=champion)
    scores = term.evaluated.scores[CHAMPION]
    assert not np.isnan(scores).any()
    assert scores.tolist() != term.evaluated.scores["lightgbm"].tolist()
    without = last_term(cohorts).evaluated.scores
    assert {name: each.tolist() for name, each in without.items()} == {
        name: each.tolist() for name, each in term.evaluated.scores.items() if name != CHAMPION
    }


def test_a_champion_of_which_the_records_lack_a_feature_is_not_fitted_and_without_one_there_is_none():
    plan = plan_of(DAYS[:3], test_terms=1)
    cohorts = cohorts_of(some_fail(3, CHILDREN), plan)
    unknown = ModelConfiguration(("grade_level", "height"), plan.hyperparameters)
    (term,) = walk_forward(cohorts, plan, silent, champion=unknown)
    assert CHAMPION not in term.evaluated.scores
    assert CHAMPION not in last_term(cohorts).evaluated.scores


def test_fits_at_the_same_time_give_the_same_scores_to_the_last_bit():
    plan = replace(ONE_TERM, workers=2)
    one, two = (last_term(cohorts_of(some_fail(3, CHILDREN), asked)).evaluated for asked in (ONE_TERM, plan))
    for name in MODEL_NAMES:
        assert one.scores[name].tolist() == two.scores[name].tolist(), name


def test_a_fold_without_a_child_on_the_day_is_no_obstacle():
    many = cohorts_of(some_fail(3, 150, often=0.5), ONE_TERM)
    today = (many.pupils["as_of"] == DAYS[2]).to_numpy()
    (_, first_fold), *_ = _folds(many.final(), ONE_TERM.seed)
    kept = np.union1d(np.flatnonzero(~today), first_fold)
    evaluated = last_term(taking(many, kept)).evaluated
    assert 20 < len(evaluated) < 40
    assert np.isfinite(evaluated.scores["logistic"]).all()
