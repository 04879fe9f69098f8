from itertools import permutations
from math import factorial

import numpy as np
import pytest

from models.explain.lightgbm_text import NAN_LEFT, Split, Tree, read_ensemble
from models.explain.shapley import tabulate
from tests.support.models.random_trees import random_booster, random_rows

STUMP = Tree((Split(4, 0.0, NAN_LEFT, -1, -2, left_share=0.25),), (8.0, 4.0))
# Absences up to 2: leaf 0. More: years up to 1 leaf 8, else leaf 16. Half the rows go each way.
TWO_TESTS = Tree(
    (Split(0, 2.0, NAN_LEFT, -1, 1, left_share=0.5), Split(1, 1.0, NAN_LEFT, -2, -3, left_share=0.5)), (0.0, 8.0, 16.0)
)


def value_known(tree: Tree, goes_left: list[bool], known: set[int], node: int = 0) -> float:
    """Return what a tree gives on average when only some features are known, by walking down it."""
    if node < 0:
        return tree.leaves[-1 - node]
    split = tree.splits[node]
    left = value_known(tree, goes_left, known, split.left)
    right = value_known(tree, goes_left, known, split.right)
    if split.feature in known:
        return left if goes_left[node] else right
    return split.left_share * left + (1 - split.left_share) * right


def by_definition(tree: Tree, goes_left: list[bool]) -> dict[int, float]:
    """Return Shapley values as they are defined: what each feature adds, on average over all orders of joining."""
    features = sorted({split.feature for split in tree.splits})
    added = dict.fromkeys(features, 0.0)
    for order in permutations(features):
        known: set[int] = set()
        for feature in order:
            before = value_known(tree, goes_left, known)
            known.add(feature)
            added[feature] += value_known(tree, goes_left, known) - before
    return {feature: total / factorial(len(features)) for feature, total in added.items()}


def test_a_tree_of_one_test_moves_from_its_mean_to_its_leaf():
    table = tabulate(STUMP)
    assert table.features == (4,)
    assert table.base_margin == 0.25 * 8 + 0.75 * 4
    assert table.margins.tolist() == [4.0, 8.0]  # outcome 0: to the right, outcome 1: to the left
    assert table.contributions.tolist() == [[-1.0, 3.0]]


def test_a_tree_of_two_features_by_hand():
    """A row with many absences (right) and many years (right) is in the leaf 16; the mean is 6.

    With the absences alone known 12 are expected, with the years alone 8. So absences add (12 - 6 + 16 - 8) / 2 = 7
    and years (8 - 6 + 16 - 12) / 2 = 3: together the 10 from 6 to 16.
    """
    table = tabulate(TWO_TESTS)
    assert (table.base_margin, table.margins[0b00]) == (6.0, 16.0)
    assert table.contributions[:, 0b00].tolist() == [7.0, 3.0]
    assert table.margins.tolist() == [16.0, 0.0, 8.0, 0.0]


def test_a_tree_that_is_one_leaf_has_one_outcome_and_no_reasons():
    table = tabulate(Tree((), (0.125,)))
    assert (table.features, table.margins.tolist(), table.base_margin) == ((), [0.125], 0.125)
    assert table.contributions.shape == (0, 1)


def test_a_feature_asked_twice_on_one_way_is_one_player():
    first, second = Split(3, 5.0, NAN_LEFT, 1, -3, left_share=0.6), Split(3, 2.0, NAN_LEFT, -1, -2, left_share=0.5)
    table = tabulate(Tree((first, second), (1.0, 2.0, 4.0)))
    assert table.features == (3,)
    assert table.contributions[0].tolist() == pytest.approx((table.margins - table.base_margin).tolist())


@pytest.mark.parametrize("seed", range(8))
def test_every_outcome_has_the_shapley_values_of_the_definition(seed: int):
    for tree in read_ensemble(random_booster(seed).model_to_string()).trees[:3]:
        table = tabulate(tree)
        for outcome in range(2 ** len(tree.splits)):
            goes_left = [bool(outcome >> place & 1) for place in range(len(tree.splits))]
            assert table.margins[outcome] == value_known(tree, goes_left, set(table.features))
            defined = by_definition(tree, goes_left)
            assert table.contributions[:, outcome].tolist() == pytest.approx(list(defined.values()), abs=1e-12)


@pytest.mark.parametrize("seed", range(8))
def test_reasons_and_the_mean_add_up_to_the_margin_at_every_outcome(seed: int):
    for tree in read_ensemble(random_booster(seed).model_to_string()).trees:
        table = tabulate(tree)
        assert np.abs(table.contributions.sum(axis=0) + table.base_margin - table.margins).max() < 1e-12


def test_the_mean_of_a_tree_is_that_of_its_training_rows():
    booster, values = random_booster(4), random_rows(4)  # fitted without weights or sampling: all rows count once
    means = [tabulate(tree).base_margin for tree in read_ensemble(booster.model_to_string()).trees]
    assert sum(means) == pytest.approx(booster.predict(values, raw_score=True).mean(), abs=1e-9)
