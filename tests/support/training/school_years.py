"""How does a test get a school for several years, whose pupils may fail every June? Features are invented."""

import datetime as dt
from collections.abc import Mapping

import numpy as np
import pandas as pd

from models.risk.baselines import FeatureRows
from tests.support.small_models import CATALOGUE, invented_values
from tests.support.small_records import index_of
from tests.support.training.labelled_rows import FEW_TREES
from training.dataset.cohorts import Cohorts
from training.dataset.labels import labels_at
from training.plan.plan import TrainingPlan

DAYS = tuple(dt.date(year, 2, 1) for year in range(2020, 2026))
JUNE = dt.timedelta(days=140)


def plan_of(dates: tuple[dt.date, ...], **changes: object) -> TrainingPlan:
    """Return a plan to predict who fails within 300 days of each date; a tenth is listed."""
    quick = {"horizon_days": 300, "capacity": 0.1, "hyperparameters": FEW_TREES, "bootstrap_samples": 20}
    return TrainingPlan(dates, ("failed",), **(quick | changes))


def some_fail(dates: int, pupils: int, *, often: float = 0.25, seed: int = 1) -> np.ndarray:
    """Draw who fails after which date, shape (dates, pupils)."""
    return np.random.default_rng(seed).random((dates, pupils)) < often


def cohorts_of(
    fails: np.ndarray, plan: TrainingPlan, *, values: pd.DataFrame | None = None,
    late: Mapping[tuple[int, int], str] = {}, otherwise: Mapping[tuple[int, int], str] = {},
) -> Cohorts:  # fmt: skip
    """Return the same children at every date of a plan, the dates one below the other.

    ``fails`` tells who fails in the June after each date; ``late`` gives places (date, child) whose failing was learnt
    on another day than the next, ``otherwise`` places with another outcome.
    """
    pupils = [f"P{number:03}" for number in range(fails.shape[1])]
    outcomes = [
        {
            "pupil_id": pupils[child],
            "outcome": otherwise.get((date, child), "failed"),
            "date": (june := plan.dates[date] + JUNE),
            "known_on": late.get((date, child), june + dt.timedelta(days=1)),
        }
        for date, child in sorted({*zip(*map(list, np.nonzero(fails)), strict=True), *otherwise})
    ]
    enrolments = [
        {"pupil_id": pupil, "school_id": f"S{number % 5}", "school_year": f"{year}-{year + 1}",
            "enrolled_on": dt.date(year, 9, 2)}
        for year in range(2019, 2027)
        for number, pupil in enumerate(pupils)
    ]  # fmt: skip
    index = index_of(None, enrolments=enrolments, outcomes=outcomes)
    labels = [labels_at(index, pupils, date, outcomes=plan.outcomes, horizon_days=300) for date in plan.dates]
    count = fails.size
    rules = pd.DataFrame({"edualert_level": 0.0, "unexcused_hours": np.arange(count) % 9.0, "absent_days": 0.0})
    return Cohorts(
        index=index,
        plan=plan,
        rows=FeatureRows(invented_values(count) if values is None else values, rules),
        pupils=pd.DataFrame(
            {
                "pupil_id": pupils * len(plan.dates),
                "school_id": [f"S{number % 5}" for number in range(len(pupils))] * len(plan.dates),
                "class_label": "5A",
                "as_of": np.repeat(np.array(plan.dates, dtype=object), len(pupils)),
                "outcome": np.concatenate([each.outcomes for each in labels]),
                "derived": np.concatenate([each.derived for each in labels]),
                "unlabelled": np.concatenate([each.why for each in labels]),
            }
        ),
        labels=np.concatenate([each.values for each in labels]),
        features=CATALOGUE,
        missing_tables=(),
    )
