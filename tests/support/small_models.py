"""How does a test get a fitted model without records? Invented feature values, a rule for who has the outcome."""

import datetime as dt
from collections.abc import Sequence
from functools import cache

import numpy as np
import pandas as pd

from features.arrays import Floats, Labels
from features.catalogue.feature import CatalogueEntry, FeatureSpec
from features.reading.declarations import Declarations
from features.table.feature_table import feature_catalogue
from models.risk.calibration import fit_calibration
from models.risk.lightgbm_fit import Hyperparameters, fit_trees
from models.risk.model import Predicted, RiskModel, Target, TrainedOn, tabulated_trees

CATALOGUE: tuple[FeatureSpec, ...] = tuple(each.spec for each in feature_catalogue(Declarations()))
TARGET = Target(("dropped_out", "not_reenrolled"), 365)
FEW_TREES = Hyperparameters(trees=30)
TRAINED_ON = TrainedOn((dt.date(2024, 2, 1), dt.date(2025, 2, 1)), ("attendance", "enrolments", "grades"), 800, 160)


def invented_values(rows: int, *, seed: int = 1, missing: float = 0.1) -> pd.DataFrame:
    """Return values 0 to 9 of every feature of the catalogue, a tenth of them missing.

    Each feature has a chance of its own, so that a further one changes no other.
    """
    return pd.DataFrame(
        {feature.name: _invented(rows, [seed, *feature.name.encode()], missing) for feature in CATALOGUE}
    )


def _invented(rows: int, seed: Sequence[int], missing: float) -> Floats:
    chance = np.random.default_rng(seed)
    values = chance.integers(0, 10, rows).astype(float)
    return np.where(chance.random(rows) < missing, np.nan, values)


def invented_labels(values: pd.DataFrame, *, seed: int = 2) -> Labels:
    """Return who had the outcome: a fifth, the more likely the more the first ten directed features point to risk."""
    directed = [feature for feature in CATALOGUE if feature.direction][:10]
    risk = sum(feature.direction * (values[feature.name].fillna(4.5) - 4.5) for feature in directed)
    risk = risk.to_numpy() / 5 + np.random.default_rng(seed).logistic(size=len(values))
    return (risk > np.quantile(risk, 0.8)).astype(np.int64)


def entries(*names: str) -> tuple[CatalogueEntry, ...]:
    """Return what a model keeps of features of these names; one that the catalogue has not is a declared column."""
    known = {feature.name: feature.entry() for feature in CATALOGUE}
    return tuple(
        known.get(name, CatalogueEntry(name, "family", "km", 1, False, f"{name} ro", f"the {name}")) for name in names
    )


def predicted_at(as_of: dt.date) -> Predicted:
    """Return what the fitted model predicts at a date: someone has left a year later."""
    return TARGET.predicted(as_of)


@cache
def fitted_model(*, rows: int = 800, seed: int = 1) -> RiskModel:
    """Return a small risk model on all features of the catalogue; the same object each time."""
    values = invented_values(rows, seed=seed)
    labels = invented_labels(values)
    booster = fit_trees(values, labels, CATALOGUE, FEW_TREES)
    text = booster.model_to_string()
    return RiskModel(
        trees=tabulated_trees(text),
        lightgbm_text=text,
        calibration=fit_calibration(booster.predict(values.to_numpy(), raw_score=True), labels),
        catalogue=tuple(feature.entry() for feature in CATALOGUE),
        school_sd=0.5,
        target=TARGET,
        trained_on=TRAINED_ON,
        hyperparameters=FEW_TREES,
    )
