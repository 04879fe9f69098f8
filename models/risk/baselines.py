"""The models that the risk model must beat.

Every backtest has the same seven: random, absences only, the rules schools use, the school alone, logistic regression,
a tree of depth 5, and LightGBM. Each is fitted on training rows and gives one score per test row, higher meaning more
at risk.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from features.arrays import Floats, Labels
from features.catalogue.feature import FeatureSpec
from models.risk.case_control import fitting_rows

MODEL_NAMES = ("random", "absences_only", "rules", "school_only", "logistic", "tree", "lightgbm")
PROBABILITIES = frozenset({"school_only", "logistic", "tree", "lightgbm"})

_MORE_THAN_ANY_HOURS = 1e6
_SEED = 7


@dataclass(frozen=True)
class FeatureRows:
    """Rows of a feature table for fitting or scoring.

    ``values`` are the features, ``rules`` the columns ``edualert_level``, ``unexcused_hours`` and ``absent_days``;
    both have one row per child and date, in the same order.
    """

    values: pd.DataFrame
    rules: pd.DataFrame

    def __len__(self) -> int:
        return len(self.values)

    def take(self, places: npt.NDArray[np.intp]) -> "FeatureRows":
        """Return the rows at these places, in their order."""
        return FeatureRows(self.values.iloc[places], self.rules.iloc[places])


Baseline = Callable[[FeatureRows, Labels, FeatureRows, Sequence[FeatureSpec]], Floats]


def random_scores(_train: FeatureRows, _labels: Labels, test: FeatureRows, _features: Sequence[FeatureSpec]) -> Floats:
    """Score all alike: a list drawn at random then holds what it does in the mean over all draws."""
    return np.zeros(len(test))


def absences_scores(
    _train: FeatureRows, _labels: Labels, test: FeatureRows, _features: Sequence[FeatureSpec]
) -> Floats:
    """Score by this year's unexcused hours, then by days absent; what is unknown counts as none."""
    hours = test.rules["unexcused_hours"].fillna(0).to_numpy()
    days = test.rules["absent_days"].fillna(0).to_numpy()
    return np.asarray(hours + days / 1000)


def rules_scores(train: FeatureRows, labels: Labels, test: FeatureRows, features: Sequence[FeatureSpec]) -> Floats:
    """Score by the EduAlert level, then by unexcused hours, then by days absent."""
    level = test.rules["edualert_level"].to_numpy()
    return np.asarray(level * _MORE_THAN_ANY_HOURS + absences_scores(train, labels, test, features))


def school_scores(train: FeatureRows, labels: Labels, test: FeatureRows, features: Sequence[FeatureSpec]) -> Floats:
    """Return probabilities of a logistic regression on what describes the school, not the child."""
    names = [feature.name for feature in features if feature.group == "school_context"]
    return _probabilities(_logistic(), train.values[names], labels, test.values[names])


def logistic_scores(train: FeatureRows, labels: Labels, test: FeatureRows, _features: Sequence[FeatureSpec]) -> Floats:
    """Return probabilities of a logistic regression on all features."""
    return _probabilities(_logistic(), train.values, labels, test.values)


def tree_scores(train: FeatureRows, labels: Labels, test: FeatureRows, _features: Sequence[FeatureSpec]) -> Floats:
    """Return probabilities of one decision tree of depth 5, with at least 20 children in a leaf."""
    from sklearn.pipeline import make_pipeline
    from sklearn.tree import DecisionTreeClassifier

    tree = DecisionTreeClassifier(max_depth=5, min_samples_leaf=20, random_state=_SEED)
    return _probabilities(make_pipeline(tree), train.values, labels, test.values)


BASELINES: Mapping[str, Baseline] = {
    "random": random_scores,
    "absences_only": absences_scores,
    "rules": rules_scores,
    "school_only": school_scores,
    "logistic": logistic_scores,
    "tree": tree_scores,
}


def _logistic() -> Any:
    """Make a ridge logistic regression on standardised features, none counting beyond three standard deviations.

    A missing value is the median, and said to be missing. The penalty is strong because a hundred features tell much
    the same; without it the regression loses its way in schools it was not fitted on.
    """
    from sklearn.impute import SimpleImputer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import FunctionTransformer, StandardScaler

    impute = SimpleImputer(strategy="median", add_indicator=True, keep_empty_features=True)
    cap = FunctionTransformer(np.clip, kw_args={"a_min": -3.0, "a_max": 3.0})
    return make_pipeline(impute, StandardScaler(), cap, LogisticRegression(C=0.01, solver="newton-cholesky"))


def _probabilities(pipeline: Any, train: pd.DataFrame, labels: Labels, test: pd.DataFrame) -> Floats:
    if train.isna().all(axis=None):  # nothing is known of anybody
        return np.full(len(test), labels.mean())
    rows = fitting_rows(labels, seed=_SEED)
    weights = {f"{pipeline.steps[-1][0]}__sample_weight": rows.weights}
    fitted = pipeline.fit(train.iloc[rows.places].to_numpy(np.float64), labels[rows.places], **weights)
    return np.asarray(fitted.predict_proba(test.to_numpy(np.float64))[:, 1], dtype=np.float64)
