"""What lists made school by school find: the figures of a list as a school prints it.

Each school has a list of its own children for each date, as long as the capacity: a share of its children, rounded
down but at least one child, or so many of them. The lists are pooled: of all cases the share that stood on the list of
their school, of all listed the share that were cases. Children tied at the end of a list are listed in part, the mean
over all orders of them.

Intervals draw whole schools with all their lists; where there are fewer than ``SCHOOLS_TO_SPLIT``, children with all
their dates: of invented counties with 3, 6, 10 and 19 schools, 600 each, an interval that draws schools held the true
difference of two lists in 70, 84, 88 and 92 %, one that draws children in 90, 97, 94 and 95 %. Of fewer than
``CASES_TO_COMPARE`` cases no interval is given. Two lists are compared on the same draws.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from features.arrays import Floats, Integers, Labels, Positions, Texts
from models.ranking.ordering import list_length
from training.metrics.bootstrap import Estimate, Samples, divided, draw_samples, interval_of, ratio_of
from training.plan.plan import TrainingPlan

CASES_TO_COMPARE = 20  # of fewer, a bootstrap of cases gives bounds that are too narrow

Drawn = Literal["schools", "pupils"]


@dataclass(frozen=True)
class SchoolLists:
    """Which list each row competes for, and how many places each list has; shapes (n,) and (lists,)."""

    of_row: Positions
    places: Integers


@dataclass(frozen=True)
class ListTotals:
    """Cases found, children listed and all cases of the pooled lists, in each sample; shape (1 + samples,)."""

    found: Floats
    listed: Floats
    cases: Floats

    def recall(self) -> Estimate:
        """Return the share of the cases that stood on the list of their school."""
        return ratio_of(self.found, self.cases)

    def precision(self) -> Estimate:
        """Return the share of the listed that were cases."""
        return ratio_of(self.found, self.listed)

    def recall_ahead_of(self, other: "ListTotals") -> Estimate:
        """Return this recall minus that of other lists of the same children, on the same draws."""
        return interval_of(divided(self.found, self.cases) - divided(other.found, other.cases))


@dataclass(frozen=True)
class SchoolListFigures:
    """What the lists of each scoring found, and how much more one of them found than each of the others.

    ``drawn`` is what the intervals draw, None where there are too few cases for any.
    """

    rows: int
    cases: int
    schools: int
    lists: int
    listed: int
    drawn: Drawn | None
    recall: Mapping[str, Estimate]
    precision: Mapping[str, Estimate]
    ahead_of: Mapping[str, Estimate]


@dataclass(frozen=True)
class SchoolListRows:
    """Rows that compete for the lists of their schools, with the samples on which all scorings of them are judged."""

    labels: Labels
    lists: SchoolLists
    samples: Samples
    schools: int

    @property
    def cases(self) -> int:
        """How many of the rows are cases."""
        return int(self.labels.sum())

    @property
    def drawn(self) -> Drawn | None:
        """What the intervals draw; None where there are too few cases for an interval."""
        if self.cases < CASES_TO_COMPARE:
            return None
        return "schools" if self.samples.whole_schools else "pupils"

    def totals(self, scores: Floats) -> ListTotals:
        """Return what the lists by these scores hold."""
        listed = listed_within(scores, self.lists)
        samples = self.samples if self.drawn else self.samples.first()
        labels = self.labels.astype(np.float64)
        found, all_listed, cases = (samples.sums(each) for each in (listed * labels, listed, labels))
        return ListTotals(found, all_listed, cases)


def school_list_rows(
    labels: Labels, *, schools: Texts, pupils: Texts, dates: Texts, plan: TrainingPlan
) -> SchoolListRows:
    """Put rows on the lists of their schools and dates, and draw the samples that all their figures share."""
    return SchoolListRows(
        labels,
        lists_by_school(schools, dates, capacity=plan.capacity),
        draw_samples(schools, pupils, plan=plan),
        schools=len(pd.unique(schools)),
    )


def lists_by_school(schools: Texts, dates: Texts, *, capacity: float) -> SchoolLists:
    """Give each school a list for each date, as long as the capacity means for its own children.

    >>> lists = lists_by_school(np.array(["A", "A", "A", "B"]), np.array([1, 1, 1, 1]), capacity=2)
    >>> lists.of_row.tolist(), lists.places.tolist()
    ([0, 0, 0, 1], [2, 1])
    """
    by_date, every_date = pd.factorize(dates)
    by_school = pd.factorize(schools)[0]
    of_row = pd.factorize(by_school * len(every_date) + by_date, sort=True)[0]
    places = [list_length(capacity, int(children)) for children in np.bincount(of_row)]
    return SchoolLists(np.asarray(of_row, dtype=np.intp), np.array(places, dtype=np.int64))


def listed_within(scores: Floats, lists: SchoolLists) -> Floats:
    """Return for each row its part of a place on its list: 1 above the cut, 0 below, tied rows at the cut alike.

    >>> lists = SchoolLists(np.array([0, 0, 0, 1]), np.array([1, 1]))
    >>> listed_within(np.array([0.9, 0.9, 0.1, 0.0]), lists).tolist()
    [0.5, 0.5, 0.0, 1.0]
    """
    order = np.lexsort((-scores, lists.of_row))
    listed, ranked = lists.of_row[order], scores[order]
    begins = np.append(True, (listed[1:] != listed[:-1]) | (ranked[1:] != ranked[:-1]))
    start = np.flatnonzero(begins)
    size = np.diff(np.append(start, len(order)))
    first_of_list = np.searchsorted(listed, listed[start])
    taken = np.clip(lists.places[listed[start]] - (start - first_of_list), 0, size)
    part = np.empty(len(order))
    part[order] = np.repeat(taken / size, size)
    return part


def compare_lists(rows: SchoolListRows, scores: Mapping[str, Floats], *, of: str) -> SchoolListFigures:
    """Judge the lists by several scorings of the same rows, and one of them beside each of the others."""
    totals = {name: rows.totals(each) for name, each in scores.items()}
    return SchoolListFigures(
        rows=len(rows.labels),
        cases=rows.cases,
        schools=rows.schools,
        lists=len(rows.lists.places),
        listed=int(rows.lists.places.sum()),
        drawn=rows.drawn,
        recall={name: each.recall() for name, each in totals.items()},
        precision={name: each.precision() for name, each in totals.items()},
        ahead_of={name: totals[of].recall_ahead_of(each) for name, each in totals.items() if name != of},
    )
