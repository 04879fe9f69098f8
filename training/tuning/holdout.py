"""Whether the hyperparameters that were found beat the defaults on a date that no trial saw."""

import datetime as dt
from dataclasses import dataclass
from functools import partial
from typing import Literal

import numpy as np

from features.arrays import Floats, Positions
from models.risk.fitting_pool import fitting_pool
from models.risk.lightgbm_fit import Hyperparameters
from models.risk.model import fit_margins
from training.dataset.cohorts import Cohorts, LabelledRows
from training.dataset.splits import plan_backtest
from training.metrics.bootstrap import Estimate, Samples, interval_of
from training.metrics.ranking import RankedRows, average_precision, rank_rows
from training.metrics.within_schools import ListTotals, school_list_rows
from training.plan.plan import TrainingPlan
from training.promotion.verdicts import beyond_noise

SearchVerdict = Literal["better", "better_but_not_at_the_cut", "as_good", "worse"]


@dataclass(frozen=True)
class HeldOut:
    """The rows that train for the last date and those that it judges, as a training has them."""

    rows: LabelledRows
    train: Positions
    test: Positions


@dataclass(frozen=True)
class Pair:
    """A figure of the defaults and of the hyperparameters found, and found minus defaults on the same samples."""

    defaults: float
    found: float
    difference: Estimate


@dataclass(frozen=True)
class Comparison:
    """Both hyperparameters on the held-out date, fitted as a training would."""

    as_of: dt.date
    children: int
    positives: int
    recall: Pair
    average_precision: Pair

    @property
    def verdict(self) -> SearchVerdict:
        """Judge by average precision, which was searched for; where it gained, the list's recall must not have lost."""
        gain = self.average_precision.difference
        if beyond_noise(gain) == "passed":
            return "better" if self.recall.found >= self.recall.defaults else "better_but_not_at_the_cut"
        return "worse" if gain.high is not None and gain.high < 0 else "as_good"


def hold_out(cohorts: Cohorts) -> HeldOut:
    """Put the last date aside; Refused where there is too little to fit or to judge."""
    rows = cohorts.evaluation_rows()
    ((train, test),) = plan_backtest(rows, cohorts.plan).folds
    return HeldOut(rows, train, test)


def compare_hyperparameters(held_out: HeldOut, plan: TrainingPlan, *, found: Hyperparameters) -> Comparison:
    """Fit by the plan's hyperparameters and by those found, and compare their lists of the held-out date."""
    rows, test = held_out.rows, held_out.test
    with fitting_pool(min(plan.workers, 2)) as pool:
        both = list(pool.map(partial(_margins, held_out), (plan.hyperparameters, found)))
    labels, dates = rows.labels[test], rows.pupils["as_of"].to_numpy(object)[test]
    lists = school_list_rows(labels, schools=rows.schools[test], pupils=rows.ids[test], dates=dates, plan=plan)
    ranked = [rank_rows(margins, labels) for margins in both]
    return Comparison(
        as_of=plan.dates[-1],
        children=len(labels),
        positives=int(labels.sum()),
        recall=_recall(*(lists.totals(margins) for margins in both)),
        average_precision=_average_precision(*ranked, samples=lists.samples),
    )


def _margins(held_out: HeldOut, hyperparameters: Hyperparameters) -> Floats:
    rows, train = held_out.rows, held_out.train
    values = rows.rows.values
    return fit_margins(
        values.iloc[train], rows.labels[train], rows.features, hyperparameters, test=values.iloc[held_out.test]
    )


def _recall(defaults: ListTotals, found: ListTotals) -> Pair:
    """Return the recall of lists made school by school."""
    one, other = (float(totals.found[0] / totals.cases[0]) for totals in (defaults, found))
    return Pair(one, other, found.recall_ahead_of(defaults))


def _average_precision(defaults: RankedRows, found: RankedRows, *, samples: Samples) -> Pair:
    one, other = (
        np.array([average_precision(ranked, weights) for weights in samples.weights()]) for ranked in (defaults, found)
    )
    return Pair(float(one[0]), float(other[0]), interval_of(other - one))
