"""The fit of the risk model's tree ensemble."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Protocol

import numpy as np
import pandas as pd

from features.arrays import Labels, Positions
from features.catalogue.feature import FeatureSpec
from models.risk.case_control import NON_CASES_PER_CASE, fitting_rows
from models.risk.seed_ensemble import mean_of

MAX_LEAVES = 8  # so that a tree has at most 7 tests and its reasons can be tabulated


@dataclass(frozen=True)
class Hyperparameters:
    """How the ensemble is fitted: one set for every data set, chosen in docs/decisions/0004 and 0045.

    ``seeds`` ensembles of so many ``trees`` each are fitted, and their mean is the model.
    """

    trees: int = 100
    learning_rate: float = 0.06
    leaves: int = 8
    min_children_per_leaf: int = 10
    feature_fraction: float = 0.4
    row_fraction: float = 0.7
    l2: float = 5.0
    non_cases_per_case: int = NON_CASES_PER_CASE
    seed: int = 7
    seeds: int = 3
    threads: int = 1

    def parameters(self, features: Sequence[FeatureSpec]) -> dict[str, Any]:
        """Return LightGBM's parameters, with the catalogue's directions as monotone constraints."""
        return {
            "objective": "binary",
            "num_leaves": min(self.leaves, MAX_LEAVES),
            "learning_rate": self.learning_rate,
            "min_data_in_leaf": self.min_children_per_leaf,
            "feature_fraction": self.feature_fraction,
            "bagging_fraction": self.row_fraction,
            "bagging_freq": 1,
            "lambda_l2": self.l2,
            "monotone_constraints": [feature.direction for feature in features],
            "seed": self.seed,
            "num_threads": self.threads,
            "deterministic": True,
            "force_col_wise": True,
            "verbosity": -1,
        }

    def of_each_seed(self) -> "tuple[Hyperparameters, ...]":
        """Return by what each of the ensembles is fitted: another seed draws other rows and features."""
        return tuple(replace(self, seed=self.seed + number, seeds=1) for number in range(self.seeds))

    def as_parameters(self) -> Mapping[str, Any]:
        """Return the hyperparameters by name, for the record of a run."""
        return asdict(self)


class FitTrees(Protocol):
    """Fits the ensemble: ``fit_trees`` in this process, or like it on several machines."""

    def __call__(
        self, values: pd.DataFrame, labels: Labels, features: Sequence[FeatureSpec], hyperparameters: Hyperparameters
    ) -> Any:
        """Return a ``lightgbm.Booster`` fitted on these rows."""


def fit_trees(
    values: pd.DataFrame, labels: Labels, features: Sequence[FeatureSpec], hyperparameters: Hyperparameters, *,
    train: Positions | None = None,
) -> Any:  # fmt: skip
    """Fit the ensemble on rows in the order given: same rows, same order, same hyperparameters give the same trees.

    Parameters
    ----------
    values
        Feature values, shape (n, k), columns in the order of ``features``; NaN is missing.
    labels
        1 where the outcome came, else 0; shape (n,).
    train
        The places of the rows to fit on, all by default: of these but a few are taken, so that a fold needs no copy.

    Returns
    -------
    lightgbm.Booster
    """
    places = np.arange(len(labels)) if train is None else train
    return mean_of([_fit_one(values, labels, features, each, train=places) for each in hyperparameters.of_each_seed()])


def _fit_one(
    values: pd.DataFrame, labels: Labels, features: Sequence[FeatureSpec], hyperparameters: Hyperparameters, *,
    train: Positions,
) -> Any:  # fmt: skip
    import lightgbm

    rows = fitting_rows(labels[train], seed=hyperparameters.seed, non_cases_per_case=hyperparameters.non_cases_per_case)
    places = train[rows.places]
    data = lightgbm.Dataset(
        values.iloc[places].to_numpy(np.float64), label=labels[places], weight=rows.weights,
        feature_name=[feature.name for feature in features],
    )  # fmt: skip
    return lightgbm.train(hyperparameters.parameters(features), data, num_boost_round=hyperparameters.trees)
