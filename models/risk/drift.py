"""Whether what the model sees has moved since it was trained.

Two distributions of a feature are as far apart as a child is on average from the child of the same place in the other
one (the Wasserstein distance, here over twenty places), in units of the feature's own spread. Features of the school
context are left out: they are one value for all children of a school.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from features.arrays import Floats, Integers, Positions, Texts, ratio
from features.catalogue.feature import FeatureSpec

MOVED = 0.4  # standard deviations of the feature; from one year to the next, in one county, 0.25 is already much
MOVED_CHILDREN = 0.15  # what few children have, such as an earlier school, may become twice as frequent
SCHOOLS_DIFFER = 2.0  # times the distance of one school from all schools that is usual
MORE_MISSING = 0.2  # of the children
FEWEST_CHILDREN = 100  # of fewer nothing is said

_SCHOOL_OF = 20  # children, for a school to tell how much schools differ
_PLACES = (np.arange(20) + 0.5) / 20


@dataclass(frozen=True)
class Usual:
    """What a feature was like at the training's dates of one month.

    ``missing`` is the share of children without a value; ``values`` are the others' at twenty places from low to high.
    Without any value there are none, and no ``mean``.
    """

    month: int
    missing: float
    mean: float | None
    values: tuple[float, ...]


@dataclass(frozen=True)
class Reference:
    """What a feature was like in the training, month by month, since many features grow over a school year.

    ``spread`` is the standard deviation over children, ``school_distance`` how far a school was from all schools of its
    month (root mean square).
    """

    feature: str
    spread: float
    school_distance: float
    usual: tuple[Usual, ...]


@dataclass(frozen=True)
class Shift:
    """One feature that moved: its mean, or where ``of_missing`` the share of children without a value.

    ``usual`` is that of the training, ``current`` that of now; at a ``strength`` of 1 it moved just as far as it may.
    """

    feature: FeatureSpec
    of_missing: bool
    usual: float
    current: float
    strength: float


def references(features: Sequence[FeatureSpec], values: pd.DataFrame, pupils: pd.DataFrame) -> tuple[Reference, ...]:
    """Describe the features of a training's rows; ``pupils`` holds their ``school_id`` and ``as_of``."""
    names = [feature.name for feature in features if feature.group != "school_context"]
    matrix = values[names].to_numpy(np.float64)
    months = np.array([date.month for date in pupils["as_of"]])
    by_month = [_usual(matrix[months == month], int(month)) for month in np.unique(months)]
    spreads = np.nan_to_num(values[names].std(ddof=0).to_numpy(float))
    by_school = pupils.groupby(["as_of", "school_id"]).indices.values()
    distances = _school_distances(matrix, months, (np.asarray(rows, np.intp) for rows in by_school))
    return tuple(
        Reference(name, float(spread), float(distance), tuple(usual))
        for name, spread, distance, *usual in zip(names, spreads, distances, *by_month, strict=True)
    )


def shifts(
    trained: Sequence[Reference], features: Sequence[FeatureSpec], values: pd.DataFrame, *, schools: Texts, month: int
) -> tuple[Shift, ...]:
    """Return the features that moved away from the training's dates of a month, the strongest first.

    How far is too far depends on how many schools the children are from: one school is never like all of them.
    """
    if len(values) < FEWEST_CHILDREN:
        return ()
    by_name = {feature.name: feature for feature in features}
    compared = [(each, usual) for each in trained for usual in each.usual if usual.month == month]
    found = _usual(values[[each.feature for each, _ in compared]].to_numpy(np.float64), month)
    few = SCHOOLS_DIFFER / np.sqrt(_schools_of_one_size(schools))
    moved = [
        shift
        for (each, then), now in zip(compared, found, strict=True)
        for shift in _moved(by_name[each.feature], then, now, MOVED * each.spread + few * each.school_distance)
    ]
    return tuple(sorted(moved, key=lambda shift: -shift.strength))


def _moved(feature: FeatureSpec, then: Usual, now: Usual, limit: float) -> Iterator[Shift]:
    more_missing = now.missing - then.missing
    if more_missing > MORE_MISSING:
        yield Shift(feature, True, then.missing, now.missing, more_missing / MORE_MISSING)
    if then.mean is not None and now.mean is not None:
        apart = np.abs(np.subtract(now.values, then.values))
        distance = float(apart.mean())
        if distance > limit and np.mean(apart > 0) >= MOVED_CHILDREN:
            yield Shift(feature, False, then.mean, now.mean, distance / limit if limit else np.inf)


def _usual(matrix: Floats, month: int) -> list[Usual]:
    """Describe each column of a matrix."""
    counts = np.count_nonzero(~np.isnan(matrix), axis=0)
    means = ratio(np.nansum(matrix, axis=0), counts)
    return [
        Usual(month, 1 - count / len(matrix), mean if count else None, tuple(column) if count else ())
        for count, mean, column in zip(counts.tolist(), means.tolist(), _at_places(matrix).T.tolist(), strict=True)
    ]


def _at_places(matrix: Floats) -> Floats:
    """Return each column's values at twenty places from low to high, shape (20, k); NaN in a column without any."""
    counts = np.count_nonzero(~np.isnan(matrix), axis=0)
    places = np.maximum(np.ceil(_PLACES[:, None] * counts).astype(np.intp) - 1, 0)
    return np.take_along_axis(np.sort(matrix, axis=0), places, axis=0)  # what is missing is sorted last


def _school_distances(matrix: Floats, months: Integers, schools: Iterable[Positions]) -> Floats:
    """Return how far schools usually are from all schools of their month; 0 where it cannot be told."""
    of_month = {month: _at_places(matrix[months == month]) for month in np.unique(months)}
    squares, counts = np.zeros(matrix.shape[1]), np.zeros(matrix.shape[1])
    for rows in schools:
        if len(rows) >= _SCHOOL_OF:
            distance = np.abs(_at_places(matrix[rows]) - of_month[months[rows[0]]]).mean(axis=0)
            squares += np.nan_to_num(distance) ** 2
            counts += ~np.isnan(distance)
    return np.sqrt(np.nan_to_num(ratio(squares, counts)))


def _schools_of_one_size(schools: Texts) -> float:
    """Return how many schools of one size would balance each other as well as these do.

    >>> _schools_of_one_size(np.array(["S1", "S1", "S2", "S2"], dtype=object))
    2.0
    """
    counts = np.unique(pd.factorize(schools)[0], return_counts=True)[1]
    return float(counts.sum() ** 2 / (counts**2).sum())
