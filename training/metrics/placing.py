"""What each way of giving places to schools found, where the same number of places was given.

The places are a capacity of all children. They are given as the same share of every school, on one list, by expected
cases within bounds for each school, or, without knowing any child's score, by the rate of each school and within it by
absences. Intervals are of whole schools where there are enough, and differences are between lists of the same samples.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from features.arrays import Floats, Integers, Labels, Positions
from models.ranking.ordering import list_length
from models.ranking.placing import Bounds, by_cases, in_proportion, same_share
from training.metrics.bootstrap import NOTHING, TOO_FEW, Estimate, Samples, draw_samples, flat, ratio_of
from training.metrics.ranking import listed_share
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
    bounds = bounds_of(plan.capacity, [len(rows.labels) for rows in dates.values()])
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


def bounds_of(capacity: float, children: Sequence[int]) -> Bounds:
    """Return the bounds of the way by school: one child at least, at most so many times the same share.

    >>> bounds_of(0.05, [4000]).at_most, bounds_of(40, [400, 800]).at_most
    (0.15, 0.2)
    """
    share = capacity if capacity < 1 else capacity * len(children) / sum(children)
    most = round(MOST_TIMES_THE_SHARE * share, 4)
    return Bounds(at_least=1, at_most=most if most < 1 else max(children))


def listed_by_way(rows: PlacedRows, capacity: float, *, bounds: Bounds) -> dict[PlacingWay, Floats]:
    """Return for each way which children have a place: 1 or 0, and between where children tie for the last places."""
    schools = np.unique(rows.pupils["school_id"].to_numpy(object), return_inverse=True)[1].astype(np.intp)
    sizes = np.bincount(schools).astype(np.int64)
    places = list_length(capacity, len(schools))
    floors, ceilings = _possible(bounds, sizes, places)
    queue = schools[np.lexsort((rows.pupils["pupil_id"].to_numpy(str), -rows.scores))]
    given, _ = by_cases(queue, places, floors=floors, ceilings=ceilings)
    rates = np.bincount(schools, weights=rows.school_rate).astype(float)
    return {
        "share": _in_schools(rows.scores, schools, same_share(sizes, places)),
        "school": _in_schools(rows.scores, schools, np.bincount(queue[given], minlength=len(sizes))),
        "one-list": listed_share(rows.scores, places),
        "school_only": _in_schools(
            rows.absences, schools, in_proportion(rates, places, floors=floors, ceilings=ceilings)
        ),
    }


def _possible(bounds: Bounds, sizes: Integers, places: int) -> tuple[Integers, Integers]:
    """Return floors and ceilings; no floor where there are fewer places than schools, no ceiling that leaves some."""
    floors, ceilings = bounds.floors(sizes), bounds.ceilings(sizes)
    return (
        floors if floors.sum() <= places else np.zeros_like(sizes),
        ceilings if ceilings.sum() >= places else sizes,
    )


def _in_schools(scores: Floats, schools: Positions, counts: Integers) -> Floats:
    """Return each child's share of a place where each school lists its first so many; children who tie count alike."""
    order = np.lexsort((-scores, schools))
    school, ranked = schools[order], scores[order]
    starts = np.flatnonzero(np.append(True, (school[1:] != school[:-1]) | (ranked[1:] != ranked[:-1])))
    sizes = np.diff(np.append(starts, len(order)))
    begins = np.searchsorted(school, school[starts])
    taken = np.clip(counts[school[starts]] - (starts - begins), 0, sizes)
    share = np.empty(len(scores))
    share[order] = np.repeat(taken / sizes, sizes)
    return share


def _found(labels: Labels, listed: Mapping[PlacingWay, Floats], way: PlacingWay, samples: Samples) -> WayFound:
    mine = listed[way]
    hits, found = samples.sums(mine * labels), float(mine @ labels)
    if labels.sum() < TOO_FEW:
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
    if labels.sum() < TOO_FEW:
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
