import numpy as np
import pytest

from models.risk.case_control import fitting_rows
from models.risk.lightgbm_fit import Hyperparameters, fit_trees
from tests.support.small_models import CATALOGUE, invented_values

RARE = (np.arange(2000) % 100 == 0).astype(np.int64)  # 20 cases, 1,980 others


def test_every_case_is_kept_and_so_many_others_for_each():
    rows = fitting_rows(RARE, seed=7, non_cases_per_case=5)
    assert RARE[rows.places].sum() == 20
    assert len(rows.places) == 20 + 100
    assert np.all(np.diff(rows.places) > 0), "in their order, none twice"


def test_the_weights_add_up_to_all_rows_and_cases_weigh_one():
    rows = fitting_rows(RARE, seed=7, non_cases_per_case=5)
    kept = RARE[rows.places]
    assert set(rows.weights[kept == 1]) == {1.0}
    assert rows.weights[kept == 0].sum() == pytest.approx(1980)


def test_where_there_are_no_more_others_than_that_every_row_stays_as_it_is():
    rows = fitting_rows(RARE, seed=7, non_cases_per_case=99)
    assert rows.places.tolist() == list(range(2000))
    assert set(rows.weights) == {1.0}


def test_without_any_case_something_is_left_to_fit_on():
    assert len(fitting_rows(np.zeros(50, dtype=np.int64), seed=7, non_cases_per_case=5).places) == 5


def test_the_same_seed_draws_the_same_rows():
    once, again, other = (fitting_rows(RARE, seed=seed, non_cases_per_case=5).places.tolist() for seed in (7, 7, 8))
    assert once == again != other


def test_trees_fitted_on_drawn_rows_say_on_average_what_trees_of_all_rows_say():
    values = invented_values(6000)
    risk = values["grade_level"].fillna(4).to_numpy() - 10 + np.random.default_rng(1).logistic(size=6000)
    labels = (risk > 0).astype(np.int64)
    assert 0.02 < labels.mean() < 0.06

    def mean_probability(per_case: int) -> float:
        hyperparameters = Hyperparameters(trees=60, learning_rate=0.03, non_cases_per_case=per_case)
        margins = fit_trees(values, labels, CATALOGUE, hyperparameters).predict(values.to_numpy(), raw_score=True)
        return float(np.mean(1 / (1 + np.exp(-margins))))

    assert mean_probability(5) == pytest.approx(mean_probability(10_000), rel=0.1)
    assert mean_probability(5) == pytest.approx(labels.mean(), rel=0.15)
