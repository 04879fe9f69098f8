"""What ensembles does LightGBM fit on invented rows of every kind: missing, zero, tiny, infinite, in every setting?"""

from typing import Any

import lightgbm
import numpy as np

from features.arrays import Floats
from models.explain.lightgbm_text import read_ensemble
from models.explain.tree_tables import TreeTables, tabulate_ensemble

WAYS_OF_MISSING: tuple[dict[str, bool], ...] = (
    {}, {"zero_as_missing": True}, {"use_missing": False}, {"use_missing": False, "zero_as_missing": True},
)  # fmt: skip
ODD = np.array([np.nan, 0.0, -0.0, 1e-36, -1e-36, 1e-34, -1e-34, np.inf, -np.inf, 1e300, -1e300])


def random_rows(seed: int, *, rows: int = 300, features: int = 6) -> Floats:
    """Return rows of which half the values are small whole numbers, the others odd or anything."""
    chance = np.random.default_rng(seed)
    values = chance.normal(size=(rows, features)) * 3
    values = np.where(chance.random(values.shape) < 0.5, np.rint(values), values)
    missing = chance.random(values.shape) < chance.random(features) * 0.6
    return np.where(missing, np.nan, values)


def odd_rows(seed: int, *, rows: int = 300, features: int = 6) -> Floats:
    """Return rows that were not fitted on, a third of their values odd."""
    chance = np.random.default_rng(1000 + seed)
    values = random_rows(seed + 1, rows=rows, features=features)
    return np.where(chance.random(values.shape) < 1 / 3, chance.choice(ODD, values.shape), values)


def random_booster(seed: int) -> Any:
    """Fit an ensemble whose size, leaves, weights and way of taking missing values are drawn by the seed."""
    chance = np.random.default_rng(seed)
    values = random_rows(seed)
    labels = (np.nan_to_num(values).sum(axis=1) + chance.normal(size=len(values)) * 3 > 1).astype(int)
    settings = {
        "objective": "binary", "num_leaves": int(chance.integers(2, 9)),
        "min_data_in_leaf": int(chance.integers(1, 30)),
        "learning_rate": float(chance.uniform(0.05, 0.5)), "feature_fraction": float(chance.uniform(0.3, 1)),
        "bagging_fraction": 0.7, "bagging_freq": int(chance.integers(0, 2)), "seed": seed, "verbosity": -1,
        "num_threads": 1, **WAYS_OF_MISSING[seed % len(WAYS_OF_MISSING)],
    }  # fmt: skip
    weights = chance.uniform(0.5, 5, len(values)) if seed % 3 == 0 else None
    data = lightgbm.Dataset(values, labels, weight=weights, params={**settings, "max_bin": int(chance.integers(3, 64))})
    return lightgbm.train(settings, data, num_boost_round=int(chance.integers(1, 30)))


def tables_of(booster: Any) -> TreeTables:
    """Tabulate what LightGBM fitted."""
    return tabulate_ensemble(read_ensemble(booster.model_to_string()))
