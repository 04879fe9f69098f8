"""What is the risk of each child, by one fitted and calibrated model?"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from features.build import FeatureTable
from features.catalogue import Feature
from features.errors import Refused
from features.freshness import Rhythm
from models.calibration import Calibration
from models.drift import Reference
from models.estimator import Labels, TreeSettings, fit_trees

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Target:
    """What the model predicts: one of these outcomes within the horizon."""

    outcomes: tuple[str, ...]
    horizon_days: int


@dataclass(frozen=True)
class TrainedOn:
    """What the model saw: its as-of dates, the record tables that were there, and what is usual in them.

    By ``rhythms`` a class's silence is judged, by ``references`` whether a feature has moved; without any of them
    nothing is said.
    """

    as_of: tuple[dt.date, ...]
    tables: tuple[str, ...]
    rows: int
    positives: int
    rhythms: tuple[Rhythm, ...] = ()
    references: tuple[Reference, ...] = ()


@dataclass(frozen=True)
class Risk:
    """Scores and explanations of children, row by row.

    ``margins`` are log-odds before calibration, ``scores`` calibrated probabilities, ``contributions`` one Shapley
    value per feature, shape (n, k): their sum over a row plus ``base_margin`` is the row's margin.
    """

    scores: Floats
    margins: Floats
    contributions: Floats
    base_margin: float


@dataclass(frozen=True)
class RiskModel:
    """A fitted ensemble with its calibration, and what one must know to use it rightly."""

    booster: Any
    calibration: Calibration
    feature_names: tuple[str, ...]
    school_sd: float
    target: Target
    trained_on: TrainedOn
    settings: TreeSettings = field(default_factory=TreeSettings)

    def margins(self, values: pd.DataFrame) -> Floats:
        """Return log-odds before calibration, shape (n,), of rows with this model's features as columns."""
        if not len(values):
            return np.empty(0)
        matrix = values[list(self.feature_names)].to_numpy(np.float64)
        return np.asarray(self.booster.predict(matrix, raw_score=True), dtype=np.float64)

    def risk(self, values: pd.DataFrame) -> Risk:
        """Score and explain rows with this model's features as columns."""
        margins = self.margins(values)
        if not len(values):
            return Risk(margins, margins, np.empty((0, len(self.feature_names))), 0.0)
        matrix = values[list(self.feature_names)].to_numpy(np.float64)
        explained = np.asarray(self.booster.predict(matrix, pred_contrib=True), dtype=np.float64)
        return Risk(self.calibration.probability(margins), margins, explained[:, :-1], float(explained[0, -1]))


def fit_margins(
    values: pd.DataFrame, labels: Labels, features: Sequence[Feature], settings: TreeSettings, *, test: pd.DataFrame
) -> Floats:
    """Fit the ensemble on some rows and return the margins of others."""
    booster = fit_trees(values, labels, features, settings)
    return np.asarray(booster.predict(test.to_numpy(np.float64), raw_score=True), dtype=np.float64)


def require_features(model: RiskModel, table: FeatureTable) -> None:
    """Refuse a feature table that has not the model's features, naming what differs."""
    names = [feature.name for feature in table.features]
    missing = [name for name in model.feature_names if name not in names]
    if missing:
        shown = ", ".join(missing[:5]) + (f" and {len(missing) - 5} more" if len(missing) > 5 else "")
        raise Refused(
            f"The records do not declare {shown}, which the model was trained with; "
            "declare the columns in prezent.toml as in training, or train a model on these records."
        )
