"""Which rows train and which rows judge?"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from features.build import FeatureTable, build_features
from features.catalogue import Feature
from features.errors import Refused
from features.histories import Histories
from models.baselines import Rows
from models.estimator import Labels
from training.labels import labels_at, require_horizon_over
from training.plan import POSITIVES_TO_FIT, POSITIVES_TO_JUDGE, SCHOOLS_TO_SPLIT, TrainingPlan
from training.progress import Tell

Places = npt.NDArray[np.intp]


@dataclass(frozen=True)
class LabelledRows:
    """Children at as-of dates with a label, the dates one below the other.

    ``pupils`` has ``pupil_id``, ``school_id`` and ``as_of``; ``rows``, ``labels`` and it go row by row.
    """

    rows: Rows
    labels: Labels
    pupils: pd.DataFrame
    features: tuple[Feature, ...]
    missing_tables: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.labels)

    @property
    def schools(self) -> npt.NDArray[np.object_]:
        """The school of each row."""
        return np.asarray(self.pupils["school_id"].to_numpy(object))

    @property
    def ids(self) -> npt.NDArray[np.object_]:
        """The pupil of each row."""
        return np.asarray(self.pupils["pupil_id"].to_numpy(object))


@dataclass(frozen=True)
class Backtest:
    """How the rows are split: ``folds`` of (training, test) places, by what, and the dates left out in between."""

    split: Literal["time", "school", "pupil"]
    folds: tuple[tuple[Places, Places], ...]
    left_out: tuple[dt.date, ...] = ()


@dataclass(frozen=True)
class Prepared:
    """The same feature tables labelled twice.

    ``judging`` knows of the dates before the test date only what was known by the test date; ``final`` knows all that
    the records know, for the model that is registered.
    """

    judging: LabelledRows
    final: LabelledRows


def prepare(histories: Histories, plan: TrainingPlan, tell: Tell) -> Prepared:
    """Compute features and labels at every as-of date of the plan; refuse a date whose horizon is not over."""
    dates = sorted(set(plan.as_of))
    last_day = plan.known_until or histories.records.last_day()
    for date in dates:
        require_horizon_over(date, plan.horizon(date), last_day, latest=last_day and plan.latest_as_of(last_day))
    tables = []
    for number, date in enumerate(dates, start=1):
        tell(f"features at {date} ({number} of {len(dates)})")
        tables.append(build_features(histories, date))
    test = dates[-1] if _is_time_split(plan) else None
    return Prepared(
        judging=_stack(tables, [_labels(histories, t, plan, None if t.as_of == test else test) for t in tables]),
        final=_stack(tables, [_labels(histories, table, plan, None) for table in tables]),
    )


def _labels(
    histories: Histories, table: FeatureTable, plan: TrainingPlan, known_by: dt.date | None
) -> npt.NDArray[np.float64]:
    return labels_at(
        histories, list(table.pupils["pupil_id"]), table.as_of,
        outcomes=plan.outcomes, horizon_days=plan.horizon(table.as_of), known_by=known_by,
    )  # fmt: skip


def plan_backtest(rows: LabelledRows, plan: TrainingPlan) -> Backtest:
    """Split the rows as the plan asks; refuse where there is too little to fit or to judge."""
    backtest = _time_backtest(rows, plan) if _is_time_split(plan) else _fold_backtest(rows, plan)
    for train, _ in backtest.folds:
        _require_positives(rows.labels[train], POSITIVES_TO_FIT, "to fit a model")
    judged = np.concatenate([test for _, test in backtest.folds])
    _require_positives(rows.labels[judged], POSITIVES_TO_JUDGE, "to judge a model")
    return backtest


def group_folds(groups: npt.NDArray[np.object_], *, folds: int, seed: int) -> Iterator[tuple[Places, Places]]:
    """Split rows into folds of whole groups, in an order shuffled by the seed."""
    from sklearn.model_selection import GroupKFold

    yield from GroupKFold(folds, shuffle=True, random_state=seed).split(groups, groups=groups)


def _is_time_split(plan: TrainingPlan) -> bool:
    if plan.split == "time" and len(plan.as_of) < 2:
        raise Refused("A split in time needs at least two as-of dates: the earlier ones train, the last one judges.")
    return plan.split == "time" or (plan.split == "auto" and len(plan.as_of) > 1)


def _time_backtest(rows: LabelledRows, plan: TrainingPlan) -> Backtest:
    *earlier, test = sorted(plan.as_of)
    ready = [date for date in earlier if date + dt.timedelta(days=plan.horizon(date)) <= test]
    if not ready:
        raise Refused(
            f"No as-of date lies a whole horizon before the test date {test}: the latest that would is "
            f"{plan.latest_as_of(test)}."
        )
    as_of = rows.pupils["as_of"]
    train = np.flatnonzero(as_of.isin(ready).to_numpy())
    left_out = tuple(date for date in earlier if date not in ready)
    return Backtest("time", ((train, np.flatnonzero((as_of == test).to_numpy())),), left_out)


def _fold_backtest(rows: LabelledRows, plan: TrainingPlan) -> Backtest:
    enough = len(np.unique(rows.schools)) >= SCHOOLS_TO_SPLIT
    by: Literal["school", "pupil"] = (
        "school" if plan.split == "school" or (plan.split == "auto" and enough) else "pupil"
    )
    groups = rows.schools if by == "school" else rows.ids
    count = len(np.unique(groups))
    if count < plan.folds:
        raise Refused(f"{plan.folds} folds by {by} need at least as many; there are {count}. Ask for fewer folds.")
    return Backtest(by, tuple(group_folds(groups, folds=plan.folds, seed=plan.seed)))


def _require_positives(labels: Labels, least: int, purpose: str) -> None:
    positives = int(labels.sum())
    if min(positives, len(labels) - positives) < least:
        raise Refused(
            f"Too few outcomes {purpose}: {positives} among {len(labels)} children, where at least {least} are needed "
            "and as many without. Add outcomes, as-of dates or school years."
        )


def _stack(tables: list[FeatureTable], labels: list[npt.NDArray[np.float64]]) -> LabelledRows:
    pupils = pd.concat([table.pupils.assign(as_of=table.as_of) for table in tables], ignore_index=True)
    label = np.concatenate(labels)
    places = np.flatnonzero(~np.isnan(label))
    rows = Rows(
        pd.concat([table.values for table in tables], ignore_index=True),
        pd.concat([table.rules for table in tables], ignore_index=True),
    )
    return LabelledRows(
        rows.take(places), label[places].astype(np.int64), pupils.iloc[places].reset_index(drop=True),
        tables[0].features, tables[0].missing_tables,
    )  # fmt: skip
