"""The split of labelled rows into those that train and those that are evaluated."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from features.arrays import Positions
from features.errors import Refused
from features.i18n.numbers import counted
from features.i18n.text import Bilingual
from training.dataset.cohorts import Cohorts, LabelledRows
from training.dataset.sufficiency import require_enough
from training.plan.plan import SCHOOLS_TO_SPLIT, TrainingPlan

_BY_RO: Mapping[str, str] = {"school": "școli", "pupil": "elevi"}


@dataclass(frozen=True)
class Backtest:
    """How the rows are split: ``folds`` of (training, test) places, by what, and the dates left out in between."""

    split: Literal["time", "school", "pupil"]
    folds: tuple[tuple[Positions, Positions], ...]
    left_out: tuple[dt.date, ...] = ()


def plan_backtest(rows: LabelledRows, plan: TrainingPlan, *, cohorts: Cohorts | None = None) -> Backtest:
    """Split the rows as the plan asks; refuse where there is too little to fit or to judge.

    With the ``cohorts`` of the rows, the refusal names the option that would help.
    """
    backtest = _time_backtest(rows, plan) if plan.is_time_split() else _fold_backtest(rows, plan)
    require_enough(rows, backtest.folds, cohorts=cohorts)
    return backtest


def group_folds(groups: npt.NDArray[np.object_], *, folds: int, seed: int) -> Iterator[tuple[Positions, Positions]]:
    """Split rows into folds of whole groups, in an order shuffled by the seed."""
    from sklearn.model_selection import GroupKFold

    codes = np.unique(groups, return_inverse=True)[1]  # the same folds as of texts, a hundred times as fast
    yield from GroupKFold(folds, shuffle=True, random_state=seed).split(codes, groups=codes)


def _time_backtest(rows: LabelledRows, plan: TrainingPlan) -> Backtest:
    *earlier, test = plan.dates
    ready = plan.ready_for(test)
    if not ready:
        latest = plan.latest_as_of(test)
        raise Refused(
            Bilingual(
                f"No as-of date lies a whole horizon before the test date {test}: the latest that would is {latest}.",
                f"Nicio dată de referință nu este cu un orizont întreg înainte de data de test {test}: cea mai târzie "
                f"care ar fi este {latest}.",
            )
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
        raise Refused(
            Bilingual(
                f"{plan.folds} folds by {by} need at least as many; there are {count}. Ask for fewer folds.",
                f"{counted(plan.folds, 'grupă', 'grupe', 'ro')} de validare pe {_BY_RO[by]} au nevoie de cel puțin tot "
                f"atâția; sunt {count}. Cereți mai puține grupe.",
            )
        )
    return Backtest(by, tuple(group_folds(groups, folds=plan.folds, seed=plan.seed)))
