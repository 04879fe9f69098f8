"""The mean of several ensembles is one ensemble: the same margins, readable, and the same each time."""

import lightgbm
import numpy as np
import pytest

from models.explain.lightgbm_text import read_ensemble
from models.risk.seed_ensemble import mean_of

CHANCE = np.random.default_rng(5)
VALUES = np.where(CHANCE.random((400, 3)) < 0.1, np.nan, CHANCE.normal(size=(400, 3)))
LABELS = (np.nan_to_num(VALUES[:, 0]) + CHANCE.normal(size=400) > 1).astype(int)


def fitted(seed: int, trees: int = 6) -> lightgbm.Booster:
    parameters = {
        "objective": "binary", "num_leaves": 5, "verbosity": -1, "seed": seed, "bagging_fraction": 0.5,
        "bagging_freq": 1, "deterministic": True, "num_threads": 1,
    }  # fmt: skip
    return lightgbm.train(parameters, lightgbm.Dataset(VALUES, LABELS), trees)


@pytest.mark.parametrize("number", [1, 2, 3, 7])
def test_its_margin_is_the_mean_of_theirs(number: int):
    boosters = [fitted(seed) for seed in range(number)]
    theirs = np.mean([booster.predict(VALUES, raw_score=True) for booster in boosters], axis=0)
    np.testing.assert_allclose(mean_of(boosters).predict(VALUES, raw_score=True), theirs, rtol=0, atol=1e-12)


def test_ensembles_of_different_length_are_put_together():
    boosters = [fitted(1, trees=1), fitted(2, trees=12)]
    theirs = np.mean([booster.predict(VALUES, raw_score=True) for booster in boosters], axis=0)
    together = mean_of(boosters)
    assert together.num_trees() == 13
    np.testing.assert_allclose(together.predict(VALUES, raw_score=True), theirs, rtol=0, atol=1e-12)


def test_its_text_is_read_like_any_and_written_again_the_same():
    text = mean_of([fitted(1), fitted(2)]).model_to_string()
    assert len(read_ensemble(text).trees) == 12
    assert lightgbm.Booster(model_str=text).model_to_string() == text


def test_one_alone_is_itself():
    alone = fitted(1)
    assert mean_of([alone]) is alone


def test_trees_that_are_a_single_leaf_count_too():
    nothing = np.zeros((50, 1))
    few, many = (
        lightgbm.train({"objective": "binary", "verbosity": -1}, lightgbm.Dataset(nothing, labels), 2)
        for labels in ([0, 0, 0, 0, 1] * 10, [0, 1] * 25)
    )
    theirs = np.mean([each.predict(nothing, raw_score=True) for each in (few, many)], axis=0)
    np.testing.assert_allclose(mean_of([few, many]).predict(nothing, raw_score=True), theirs, rtol=0, atol=1e-12)
