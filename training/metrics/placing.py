"""What each way of giving places to schools found, where the same number of places was given.

There are as many places as the lists of all schools have, each as long as the capacity means for its own children. They
are given so, on one list, by expected cases within bounds for each school, or, without knowing any child's score, by
the rate of each school and within it by absences. Intervals are of whole schools where there are enough, and none where
there are fewer than ``CASES_TO_COMPARE`` cases; differences are between lists of the same samples.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from features.arrays import Floats, Integers, Labels
from models.ranking.placing import Bounds, by_cases, in_proportion, lengths
from training.metrics.bootstrap import NOTHING, Estimate, Samples, draw_samples, flat, ratio_of
from training.metrics.ranking import listed_share
from training.metrics.within_schools import CASES_TO_COMPARE, SchoolLists, listed_within
from training.plan.plan import TrainingPlan

PlacingWay = Literal["share", "school", "one-list", "school_only"]
PLACING_WAYS: tuple[PlacingWay, ...] = ("share", "school", "one-list", "school_only")
MOST_TIMES_THE_SHARE = 3  # a school can carry three times its share: 15 % where all have places for 5 %


@dataclass(frozen=True)
class PlacedRows:
    """The evaluated rows of one date: outcomes, schools and pupils, and for each child each of the scores needed.

    ``scores`` are calibrated, ``school_rate`` those of the model that knows the school only, ``absences`` an order.
    """

    labels: Labels
    pupils: pd.DataFrame
    scores: Floats
    school_rate: Floats
    absences: Floats


@dataclass(frozen=True)
class WayFound:
    """What one way of giving places found: cases, and of all cases and of all listed children the share.

    ``difference`` is the recall minus that of the same share in every school, on the same samples.
    """

    name: PlacingWay
    found: float
    recall: Estimate
    precision: Estimate
    difference: Estimate

    def as_json(self) -> dict[str, Any]:
        """Return the figures side by side."""
        figures = flat(recall=self.recall, precision=self.precision, difference=self.difference)
        return {"name": self.name, "found": self.found, **figures}


@dataclass(frozen=True)
class PlacingFigures:
    """What each way found on all dates together, and on each.

    ``bounds`` are those of the way by school; ``by_child`` is its recall minus that of the way that knows the schools
    only.
    """

    dates: tuple[str, ...]
    children: int
    cases: int
    places: int
    bounds: Bounds
    ways: Mapping[PlacingWay, WayFound]
    by_child: Estimate
    by_date: tuple[Mapping[str, Any], ...]

    def as_json(self) -> dict[str, Any]:
        """Return the figures as they stand in a report."""
        return {
            "dates": list(self.dates),
            "children": self.children,
            "cases": self.cases,
            "places": self.places,
            "at_least": self.bounds.at_least,
            "at_most": self.bounds.at_most,
            "ways": [way.as_json() for way in self.ways.values()],
            **flat(by_child=self.by_child),
            "by_date": list(self.by_date),
        }


def placing_figures(dates: Mapping[str, PlacedRows], plan: TrainingPlan) -> PlacingFigures | None:
    """Give the places of each date in each way and sum up what was found; None where there is no date."""
    if not dates:
        return None
    bounds = bounds_of([_lists(rows, plan.capacity) for rows in dates.values()], plan.capacity)
    listed = [listed_by_way(rows, plan.capacity, bounds=bounds) for rows in dates.values()]
    labels = np.concatenate([rows.labels for rows in dates.values()])
    pooled = {way: np.concatenate([each[way] for each in listed]) for way in PLACING_WAYS}
    schools, pupils = (
        np.concatenate([rows.pupils[name].to_numpy(object) for rows in dates.values()])
        for name in ("school_id", "pupil_id")
    )
    samples = draw_samples(schools, pupils, plan=plan)
    return PlacingFigures(
        dates=tuple(dates),
        children=len(labels),
        cases=int(labels.sum()),
        places=round(float(pooled["share"].sum())),
        bounds=bounds,
        ways={way: _found(labels, pooled, way, samples) for way in PLACING_WAYS},
        by_child=_difference(labels, pooled["school"], pooled["school_only"], samples),
        by_date=tuple(_of_date(day, rows, each) for (day, rows), each in zip(dates.items(), listed, strict=True)),
    )


def bounds_of(dates: Sequence[SchoolLists], capacity: float) -> Bounds:
    """Return the bounds of the way by school: one child at least, at most so many times the same share.

    Of a capacity in children the share is that of all children who have a place.
    """
    children = [len(lists.of_row) for lists in dates]
    share = capacity if capacity < 1 else sum(float(lists.places.sum()) for lists in dates) / sum(children)
    most = round(MOST_TIMES_THE_SHARE * share, 4)
    return Bounds(at_least=1, at_most=most if most < 1 else max(children))


def listed_by_way(rows: PlacedRows, capacity: float, *, bounds: Bounds) -> dict[PlacingWay, Floats]:
    """Return for each way which children have a place: 1 or 0, and between where children tie for the last places."""
    lists = _lists(rows, capacity)
    schools, sizes, places = lists.of_row, np.bincount(lists.of_row).astype(np.int64), int(lists.places.sum())
    floors, ceilings = _possible(bounds, sizes, places)
    queue = schools[np.lexsort((rows.pupils["pupil_id"].to_numpy(str), -rows.scores))]
    given, _ = by_cases(queue, places, floors=floors, ceilings=ceilings)
    rates = np.bincount(schools, weights=rows.school_rate).astype(float)
    by_rate = in_proportion(rates, places, floors=floors, ceilings=ceilings)
    return {
        "share": listed_within(rows.scores, lists),
        "school": listed_within(rows.scores, SchoolLists(schools, np.bincount(queue[given], minlength=len(sizes)))),
        "one-list": listed_share(rows.scores, places),
        "school_only": listed_within(rows.absences, SchoolLists(schools, by_rate)),
    }


def _lists(rows: PlacedRows, capacity: float) -> SchoolLists:
    """Return the list of each school, in the order of their codes; no longer than the school has children."""
    schools = np.unique(rows.pupils["school_id"].to_numpy(object), return_inverse=True)[1].astype(np.intp)
    return SchoolLists(schools, lengths(capacity, np.bincount(schools).astype(np.int64)))


def _possible(bounds: Bounds, sizes: Integers, places: int) -> tuple[Integers, Integers]:
    """Return floors and ceilings; no ceiling that leaves places over."""
    floors, ceilings = bounds.floors(sizes), bounds.ceilings(sizes)
    return floors, ceilings if ceilings.sum() >= places else sizes


def _found(labels: Labels, listed: Mapping[PlacingWay, Floats], way: PlacingWay, samples: Samples) -> WayFound:
    mine = listed[way]
    hits, found = samples.sums(mine * labels), float(mine @ labels)
    if labels.sum() < CASES_TO_COMPARE:
        return WayFound(way, found, NOTHING, NOTHING, NOTHING)
    return WayFound(
        way,
        found,
        recall=ratio_of(hits, samples.sums(labels.astype(float))),
        precision=ratio_of(hits, samples.sums(mine)),
        difference=_difference(labels, mine, listed["share"], samples),
    )


def _difference(labels: Labels, first: Floats, second: Floats, samples: Samples) -> Estimate:
    """Return the recall of the first lists minus that of the second, on the same samples."""
    if labels.sum() < CASES_TO_COMPARE:
        return NOTHING
    return ratio_of(samples.sums((first - second) * labels), samples.sums(labels.astype(float)))


def _of_date(day: str, rows: PlacedRows, listed: Mapping[PlacingWay, Floats]) -> dict[str, Any]:
    return {
        "as_of": day,
        "children": len(rows.labels),
        "cases": int(rows.labels.sum()),
        "places": round(float(listed["share"].sum())),
        "found": {way: float(listed[way] @ rows.labels) for way in PLACING_WAYS},
    }
