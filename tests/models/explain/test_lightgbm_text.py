import lightgbm
import numpy as np
import pytest

from features.errors import Refused
from models.explain.lightgbm_text import NAN_LEFT, NAN_RIGHT, ZERO_FOR_NAN, ZERO_LEFT, ZERO_RIGHT, Split, read_ensemble
from tests.support.models.random_trees import random_booster

# Of 10 rows, 6 have at most 2.5 absences and go left; of these 2 have at most 1 year repeated.
BY_HAND = """tree
num_class=1
num_tree_per_iteration=1
feature_names=absences years

Tree=0
num_leaves=3
num_cat=0
split_feature=0 1
threshold=2.5 1
decision_type=10 4
left_child=1 -1
right_child=-2 -3
leaf_value=-0.5 2 0.25
leaf_count=2 4 4
internal_count=10 6
is_linear=0
shrinkage=1


end of trees

feature_importances:
Tree=nonsense
"""


def fitted(values: np.ndarray, **parameters: object) -> str:
    labels = (np.nan_to_num(values[:, 0]) + np.nan_to_num(values[:, 1]) > 0).astype(int)
    settings = {"num_leaves": 4, "min_data_in_leaf": 2, "verbosity": -1, "num_threads": 1, **parameters}
    data = lightgbm.Dataset(values, labels, params={"verbosity": -1})
    return str(lightgbm.train(settings, data, num_boost_round=3).model_to_string())


def values_of(rows: int = 200, *, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).integers(-3, 4, (rows, 2)).astype(float)


def test_a_tree_is_read_as_it_stands():
    ensemble = read_ensemble(BY_HAND)
    (tree,) = ensemble.trees
    assert ensemble.feature_names == ("absences", "years")
    assert tree.splits == (
        Split(feature=0, threshold=2.5, missing=NAN_LEFT, left=1, right=-2, left_share=0.6),
        Split(feature=1, threshold=1.0, missing=ZERO_RIGHT, left=-1, right=-3, left_share=2 / 6),
    )
    assert tree.leaves == (-0.5, 2.0, 0.25)


@pytest.mark.parametrize(
    ("kind", "missing"),
    [(0, ZERO_FOR_NAN), (2, ZERO_FOR_NAN), (4, ZERO_RIGHT), (6, ZERO_LEFT), (8, NAN_RIGHT), (10, NAN_LEFT)],
)
def test_each_way_of_taking_missing_values_is_told_apart(kind: int, missing: int):
    text = BY_HAND.replace("decision_type=10 4", f"decision_type={kind} 4")
    assert read_ensemble(text).trees[0].splits[0].missing == missing


def test_numbers_are_read_to_the_last_bit():
    booster = random_booster(3)
    told = booster.trees_to_dataframe()
    for place, tree in enumerate(read_ensemble(booster.model_to_string()).trees):
        leaves = told[(told["tree_index"] == place) & told["left_child"].isna()]
        assert sorted(tree.leaves) == sorted(leaves["value"])


def test_a_tree_that_never_splits_is_one_leaf():
    text = fitted(values_of(), min_data_in_leaf=500)
    assert [(tree.splits, len(tree.leaves)) for tree in read_ensemble(text).trees] == [((), 1)]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "not that of a LightGBM model"),
        ("tree\nversion=v4\n", "not that of a LightGBM model"),
        (fitted(values_of(), num_leaves=31), "leaves; reasons are tabulated for at most 8"),
        (fitted(values_of(), linear_tree=True), "linear leaves"),
        (fitted(values_of(), objective="multiclass", num_class=3), "3 margins for each row"),
        (
            fitted(values_of(), boosting="rf", bagging_freq=1, bagging_fraction=0.5),
            r"leaves are averaged \(a random forest\)",
        ),
    ],
    ids=["nothing", "no names", "31 leaves", "linear leaves", "three classes", "random forest"],
)
def test_what_no_table_can_hold_is_refused_by_name(text: str, sentence: str):
    with pytest.raises(Refused, match=sentence):
        read_ensemble(text)


def test_a_split_by_category_is_refused_with_the_name_of_its_feature():
    values = values_of(400)
    labels = np.isin(values[:, 1], [-2, 1, 3]).astype(int)
    data = lightgbm.Dataset(
        values - values.min(), labels, feature_name=["absences", "county"], categorical_feature=["county"],
        params={"verbosity": -1},
    )  # fmt: skip
    settings = {"num_leaves": 4, "verbosity": -1, "num_threads": 1, "max_cat_to_onehot": 1}
    text = lightgbm.train(settings, data, num_boost_round=2).model_to_string()
    with pytest.raises(Refused, match="splits county by category"):
        read_ensemble(text)
