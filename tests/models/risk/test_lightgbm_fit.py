from dataclasses import replace

import lightgbm
import numpy as np
import pytest

from features.catalogue.feature import FeatureSpec
from models.risk.lightgbm_fit import MAX_LEAVES, Hyperparameters, fit_trees
from tests.support.small_models import CATALOGUE, FEW_TREES, fitted_model, invented_labels, invented_values


def trees_of(
    hyperparameters: Hyperparameters, *, rows: int = 800, features: tuple[FeatureSpec, ...] = CATALOGUE
) -> str:
    """Fit, and return the trees in LightGBM's text, to the last bit, without the parameters behind them."""
    values = invented_values(rows)
    booster = fit_trees(values, invented_labels(values), features, hyperparameters)
    return booster.model_to_string().split("\nparameters:")[0]


def test_no_tree_has_more_than_eight_leaves():
    for leaves in (8, 31):
        values = invented_values(800)
        hyperparameters = replace(FEW_TREES, leaves=leaves)
        booster = fit_trees(values, invented_labels(values), CATALOGUE, hyperparameters)
        sizes = [tree["num_leaves"] for tree in booster.dump_model()["tree_info"]]
        assert len(sizes) == hyperparameters.trees * hyperparameters.seeds
        assert max(sizes) == MAX_LEAVES == 8


@pytest.mark.parametrize("direction", [1, -1])
def test_a_value_that_may_only_raise_the_risk_never_lowers_it(direction: int):
    model, rows = fitted_model(), invented_values(100, seed=3)
    used = lightgbm.Booster(model_str=model.lightgbm_text).feature_importance()
    directed = [place for place, feature in enumerate(CATALOGUE) if feature.direction == direction and used[place]]
    assert directed, "no tree asks a feature of this direction, so the test would say nothing"
    for place in directed:
        name = CATALOGUE[place].name
        steps = [model.margins(rows.assign(**{name: float(value)})) for value in range(-1, 12)]
        assert np.all(direction * np.diff(steps, axis=0) >= 0), name


def test_a_direction_that_contradicts_the_records_is_still_kept():
    values = invented_values(800, missing=0)
    name = next(feature.name for feature in CATALOGUE if feature.direction == 1)
    labels = (values[name] < 3).to_numpy(np.int64)
    against = fit_trees(values, labels, CATALOGUE, FEW_TREES)
    free = fit_trees(values, labels, [replace(feature, direction=0) for feature in CATALOGUE], FEW_TREES)
    lowest, highest = (values.assign(**{name: value}).to_numpy() for value in (0.0, 9.0))
    assert np.all(against.predict(highest) >= against.predict(lowest))
    assert np.all(free.predict(highest) < free.predict(lowest))


def test_the_same_rows_and_settings_give_the_same_trees_to_the_last_bit():
    assert trees_of(FEW_TREES) == trees_of(FEW_TREES)


def test_one_thread_and_two_give_the_same_trees():
    one, two = (trees_of(replace(FEW_TREES, threads=threads), rows=6000) for threads in (1, 2))
    assert one == two


def test_another_seed_gives_other_trees():
    assert trees_of(FEW_TREES) != trees_of(replace(FEW_TREES, seed=8))


def test_the_settings_are_written_down_by_name():
    assert Hyperparameters(trees=30).as_parameters() == {
        "trees": 30, "learning_rate": 0.06, "leaves": 8, "min_children_per_leaf": 10, "feature_fraction": 0.4,
        "row_fraction": 0.7, "l2": 5.0, "non_cases_per_case": 10, "seed": 7, "seeds": 3, "threads": 1,
    }  # fmt: skip


def test_a_fit_on_some_of_the_rows_is_that_on_a_copy_of_them_to_the_last_bit():
    values = invented_values(800)
    labels = np.zeros(800, dtype=np.int64)
    labels[::25] = 1  # so few that non-cases are drawn
    for train in (np.arange(200, 800), np.arange(799, -1, -1), np.flatnonzero(np.arange(800) % 5 != 2)):
        there = fit_trees(values, labels, CATALOGUE, FEW_TREES, train=train)
        copied = fit_trees(values.iloc[train], labels[train], CATALOGUE, FEW_TREES)
        assert there.model_to_string() == copied.model_to_string()
