"""What an invented county hides, as it stands at an as-of date, and a model that is given it with the features."""

from dataclasses import dataclass

import lightgbm
import numpy as np
import pandas as pd

from training.dataset.cohorts import LabelledRows
from training.dataset.splits import group_folds
from training.plan.plan import TrainingPlan

FOLDS = 5
# Few, cautious trees on top of the true risk: they may only correct it where the features know better.
PARAMETERS = {
    "objective": "binary", "num_leaves": 6, "learning_rate": 0.03, "min_data_in_leaf": 40, "feature_fraction": 0.4,
    "bagging_fraction": 0.7, "bagging_freq": 1, "lambda_l2": 10.0, "seed": 7, "deterministic": True,
    "force_col_wise": True, "verbosity": -1, "num_threads": 2,
}  # fmt: skip
TREES = 100


@dataclass(frozen=True)
class RowsWithTruth:
    """Labelled rows with the hidden state of each child at its date and the risk that follows from it alone."""

    labels: np.ndarray
    pupils: pd.DataFrame
    values: pd.DataFrame
    risk: np.ndarray


def with_truth(rows: LabelledRows, truth: pd.DataFrame) -> RowsWithTruth:
    """Join the truth as it stands at each row's date."""
    pupils = rows.pupils[["pupil_id", "as_of"]].copy()
    pupils["school_year"] = pupils["as_of"].map(lambda day: _school_year(day.year - (day.month < 9)))
    hidden = _hazards_at(pupils, truth) if "hazard" in truth else _yearly(pupils, truth)
    assert hidden["risk"].notna().all(), "a child without a truth"
    return RowsWithTruth(
        rows.labels, rows.pupils, pd.concat([rows.rows.values, hidden], axis=1), hidden["risk"].to_numpy()
    )


def ceiling(rows: RowsWithTruth, train: np.ndarray, tested: np.ndarray, plan: TrainingPlan) -> np.ndarray:
    """Score the tested rows by models of features and truth, fitted on other children, beginning at the true risk."""
    start = np.log(rows.risk / (1 - rows.risk))
    values, margins = rows.values.to_numpy(np.float64), np.full(len(start), np.nan)
    for others, mine in group_folds(rows.pupils["pupil_id"].to_numpy(object), folds=FOLDS, seed=plan.seed):
        fit, judge = others[train[others]], mine[tested[mine]]
        data = lightgbm.Dataset(values[fit], label=rows.labels[fit], init_score=start[fit])
        booster = lightgbm.train(PARAMETERS, data, num_boost_round=TREES)
        margins[judge] = start[judge] + booster.predict(values[judge], raw_score=True)
    return margins[tested]


def _yearly(pupils: pd.DataFrame, truth: pd.DataFrame) -> pd.DataFrame:
    known = truth.drop_duplicates(["pupil_id", "school_year"])
    joined = pupils.merge(known, on=["pupil_id", "school_year"], how="left", validate="many_to_one")
    return pd.DataFrame({"risk": joined["true_risk"], "untreated": joined["untreated_risk"]})


def _hazards_at(pupils: pd.DataFrame, truth: pd.DataFrame) -> pd.DataFrame:
    """The state at the end of the month before the date; whoever had left before the date's month has left.

    ``risk`` is that of leaving by the end of the summer, were the hazard to stay as it is.
    """
    this = pd.to_datetime(pupils["as_of"]).dt.to_period("M").dt.to_timestamp()
    before = (this - pd.offsets.MonthBegin(1)).where(this.dt.month != 9, this)
    months, keys = truth.drop(columns=["school_year", "school_id"]), ["pupil_id", "month"]
    now = pupils.assign(month=this).merge(months[[*keys, "hazard"]], on=keys, how="left")["hazard"]
    state = pupils.assign(month=before).merge(months, on=keys, how="left").drop(columns=[*pupils.columns, "month"])
    hazard = state.pop("hazard").astype(float).fillna(now)
    left = (now == 1).to_numpy()
    to_come = (7 - this.dt.month) % 12 + 1
    risk = np.where(left, 0.99, 1 - (1 - hazard.clip(upper=0.9)) ** to_come)
    return state.assign(hazard=hazard, left=left, risk=np.clip(risk, 1e-5, 0.99))


def _school_year(first: int) -> str:
    return f"{first}-{first + 1}"
