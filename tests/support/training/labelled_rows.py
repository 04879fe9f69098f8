"""How does a test get labelled rows without records?"""

import datetime as dt

import numpy as np
import pandas as pd

from features.arrays import Labels
from models.risk.baselines import FeatureRows
from models.risk.lightgbm_fit import Hyperparameters
from tests.support.small_models import CATALOGUE, invented_values
from training.dataset.cohorts import LabelledRows
from training.evaluation.backtest import EvaluatedRows
from training.plan.plan import TrainingPlan

EARLY, LATE = dt.date(2023, 2, 1), dt.date(2025, 2, 1)
FEW_TREES = Hyperparameters(trees=20, threads=1)


def plan(**changes: object) -> TrainingPlan:
    """Return a plan of two dates, two years apart, with trees and bootstrap samples that are soon made."""
    quick = {"horizon_days": 300, "hyperparameters": FEW_TREES, "bootstrap_samples": 50}
    return TrainingPlan(**({"outcomes": ("dropped_out",), "as_of": (EARLY, LATE)} | quick | changes))


def labelled(
    labels: list[int] | Labels, *, values: pd.DataFrame | None = None, schools: int = 25, pupils: int | None = None,
    dates: tuple[dt.date, ...] = (EARLY, LATE), seed: int = 1,
) -> LabelledRows:  # fmt: skip
    """Return one row per label: dates one below the other, the children of each date in schools in turn."""
    count = len(labels)
    number = np.arange(count) % (pupils or count)
    rules = pd.DataFrame({"edualert_level": 0.0, "unexcused_hours": number * 1.0, "absent_days": 0.0})
    return LabelledRows(
        rows=FeatureRows(invented_values(count, seed=seed) if values is None else values, rules),
        labels=np.asarray(labels, dtype=np.int64),
        pupils=pd.DataFrame(
            {
                "pupil_id": [f"P{each:04}" for each in number],
                "school_id": [f"S{each % schools:02}" for each in number],
                "class_label": "5A",
                "as_of": [dates[place * len(dates) // count] for place in range(count)],
            }
        ),
        features=CATALOGUE,
        missing_tables=(),
    )


def every(nth: int, count: int) -> Labels:
    """Return labels of which every nth is a 1."""
    return (np.arange(count) % nth == 0).astype(np.int64)


def evaluated(labels: list[int], schools: list[str], **scores: list[float]) -> EvaluatedRows:
    """Return evaluated rows with the scores of some models; the others give everyone the same."""
    from models.risk.baselines import MODEL_NAMES

    pupils = [f"P{number}" for number in range(len(labels))]
    return EvaluatedRows(
        labels=np.array(labels, dtype=np.int64),
        pupils=pd.DataFrame({"pupil_id": pupils, "school_id": schools, "as_of": LATE}),
        scores={name: np.array(scores.get(name, [0.5] * len(labels))) for name in MODEL_NAMES},
    )
