"""How the cases were found in use: by lists, by people who added children, by both; and the children who were helped.

A row counts as found where, from its as-of date until the outcome (or the end of the horizon), the child was on a list
that was shown, or was added by a person. Only schools that used lists within that time are looked at. Of helped
children nobody knows what would have been, so that the figures of the model are given without them too.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from features.arrays import Booleans, Days, Floats, Labels
from features.days import day_of
from training.metrics.bootstrap import NOTHING, TOO_FEW, Estimate, Samples, draw_samples, ratio_of
from training.metrics.within_schools import CASES_TO_COMPARE, ListTotals, school_list_rows
from training.plan.plan import TrainingPlan

Way = Literal["list", "nominations", "both"]
_KINDS: Mapping[Way, tuple[str, ...]] = {
    "list": ("listed",), "nominations": ("nominated",), "both": ("listed", "nominated")
}  # fmt: skip


@dataclass(frozen=True)
class WayFound:
    """What one way found: children named, cases among them, of all cases and of all named the share."""

    name: Way
    named: int
    found: int
    recall: Estimate
    precision: Estimate


@dataclass(frozen=True)
class ListFigures:
    """What the model's lists found, school by school."""

    children: int
    cases: int
    recall: Estimate
    precision: Estimate


@dataclass(frozen=True)
class ReviewFigures:
    """What each way found among the children of schools that used lists, and what helped children change.

    ``helped`` counts evaluated children who were supported within the horizon, ``helped_cases`` the cases among them.
    """

    children: int
    cases: int
    schools: int
    ways: tuple[WayFound, ...]
    helped: int
    helped_cases: int
    with_helped: ListFigures
    without_helped: ListFigures

    def as_json(self) -> dict[str, Any]:
        """Return the figures as they stand in a report."""
        return asdict(self)


@dataclass(frozen=True)
class ReviewedRows:
    """Evaluated rows: outcomes, children, the model's scores, and the last day on which something could be done."""

    labels: Labels
    pupils: pd.DataFrame
    scores: Floats
    until: Days

    def take(self, rows: Booleans) -> "ReviewedRows":
        """Return some of the rows."""
        return ReviewedRows(
            self.labels[rows], self.pupils[rows].reset_index(drop=True), self.scores[rows], self.until[rows]
        )


def review_figures(rows: ReviewedRows, reviews: pd.DataFrame, plan: TrainingPlan) -> ReviewFigures | None:
    """Return what each way found; None where no school used lists in the time that is judged."""
    in_time = _in_time(rows, reviews)
    schools = rows.pupils["school_id"].to_numpy(object)
    used = np.isin(schools, schools[_any_of(in_time, ("listed", "nominated"), len(schools))])
    helped = _any_of(in_time, ("supported",), len(schools))
    if not used.any() and not helped.any():
        return None
    in_use = rows.take(used)
    return ReviewFigures(
        children=int(used.sum()),
        cases=int(rows.labels[used].sum()),
        schools=len(set(schools[used])),
        ways=tuple(_found(way, in_use, _any_of(in_time, kinds, len(schools))[used], plan)
                   for way, kinds in _KINDS.items()),
        helped=int(helped.sum()),
        helped_cases=int(rows.labels[helped].sum()),
        with_helped=_of_lists(rows, plan),
        without_helped=_of_lists(rows.take(~helped), plan),
    )  # fmt: skip


def _in_time(rows: ReviewedRows, reviews: pd.DataFrame) -> pd.DataFrame:
    """Return the reviews of each row's child from the row's date until its last day, the day of the outcome not."""
    each = pd.DataFrame({
        "row": np.arange(len(rows.labels)), "pupil_id": rows.pupils["pupil_id"].to_numpy(object), "until": rows.until,
        "start": [day_of(date) for date in rows.pupils["as_of"]],
    })  # fmt: skip
    met = each.merge(reviews, on="pupil_id")
    return met[(met["date"] >= met["start"]) & (met["date"] < met["until"])]


def _any_of(in_time: pd.DataFrame, kinds: tuple[str, ...], rows: int) -> Booleans:
    found = np.zeros(rows, dtype=bool)
    found[in_time.loc[in_time["kind"].isin(kinds), "row"].to_numpy()] = True
    return found


def _found(way: Way, rows: ReviewedRows, named: Booleans, plan: TrainingPlan) -> WayFound:
    cases, found = int(rows.labels.sum()), int(rows.labels[named].sum())
    recall = precision = NOTHING
    if len(rows.labels):
        schools, pupils = (rows.pupils[name].to_numpy(object) for name in ("school_id", "pupil_id"))
        samples = _samples(draw_samples(schools, pupils, plan=plan), cases)
        sums = [samples.sums(np.asarray(each, dtype=np.float64)) for each in (named * rows.labels, rows.labels, named)]
        recall = ratio_of(sums[0], sums[1]) if cases >= TOO_FEW else NOTHING
        precision = ratio_of(sums[0], sums[2]) if named.sum() >= TOO_FEW else NOTHING
    return WayFound(way, int(named.sum()), found, recall, precision)


def _of_lists(rows: ReviewedRows, plan: TrainingPlan) -> ListFigures:
    cases = int(rows.labels.sum())
    if cases < TOO_FEW:
        return ListFigures(len(rows.labels), cases, NOTHING, NOTHING)
    schools, pupils, dates = (rows.pupils[name].to_numpy(object) for name in ("school_id", "pupil_id", "as_of"))
    lists = school_list_rows(rows.labels, schools=schools, pupils=pupils, dates=dates, plan=plan)
    totals: ListTotals = lists.totals(rows.scores)
    return ListFigures(len(rows.labels), cases, totals.recall(), totals.precision())


def _samples(samples: Samples, cases: int) -> Samples:
    return samples if cases >= CASES_TO_COMPARE else samples.first()
