"""Types of numpy arrays, under one name each, and arithmetic of arrays that knows missing values."""

from typing import Any

import numpy as np
import numpy.typing as npt

Booleans = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.signedinteger[Any]]  # whole numbers in as few bytes as hold them; -1 where there is none
Days = npt.NDArray[np.int64]  # since 1970-01-01
Floats = npt.NDArray[np.float64]
Hashes = npt.NDArray[np.uint64]
Integers = npt.NDArray[np.int64]
Labels = npt.NDArray[np.int64]  # 1 the outcome came, 0 it did not
Positions = npt.NDArray[np.intp]  # places in another array
Texts = npt.NDArray[np.object_]


def ratio(numerator: npt.ArrayLike, denominator: npt.ArrayLike) -> Floats:
    """Divide, giving NaN where the denominator is not above zero or is unknown.

    >>> ratio(np.array([1.0, 1.0]), np.array([2.0, 0.0]))
    array([0.5, nan])
    """
    top, bottom = np.asarray(numerator, dtype=float), np.asarray(denominator, dtype=float)
    return np.asarray(np.divide(top, bottom, out=np.full(bottom.shape, np.nan), where=bottom > 0))


def group_mean(values: Floats, groups: Positions, *, weight: float = 0.0, usual: Floats | float = 0.0) -> Floats:
    """Return, for each value, the mean of its group's known values; NaN for a group without any.

    With a ``weight`` the mean is shrunk: so many values as are ``usual`` are taken together with those of the group.

    >>> group_mean(np.array([1.0, 3.0, np.nan, np.nan]), np.array([0, 0, 0, 1]))
    array([ 2.,  2.,  2., nan])
    >>> group_mean(np.array([1.0, 3.0]), np.array([0, 0]), weight=2, usual=0.0)
    array([1., 1.])
    """
    sums, counts = _known_by_group(values, groups)
    known = counts[groups]
    return np.asarray(np.where(known > 0, ratio(sums[groups] + weight * usual, known + weight), np.nan))


def minus_others(values: Floats, groups: Positions, *, weight: float = 0.0) -> Floats:
    """Return how far each value is above the mean of the others' known values in its group; NaN without others.

    With a ``weight`` of k the difference is shrunk by n / (n + k) where n others are known, so that without others it
    is 0.

    >>> minus_others(np.array([1.0, 3.0, 7.0]), np.array([0, 0, 1]))
    array([-2.,  2., nan])
    >>> minus_others(np.array([1.0, 3.0, 7.0]), np.array([0, 0, 1]), weight=1)
    array([-1.,  1.,  0.])
    """
    sums, counts = _known_by_group(values, groups)
    others = counts[groups] - 1
    return np.asarray(ratio(values * others - (sums[groups] - values), others + weight))


def _known_by_group(values: Floats, groups: Positions) -> tuple[Floats, Integers]:
    """Return the sum and the number of the known values of each group."""
    known = ~np.isnan(values)
    size = int(groups.max(initial=-1)) + 1
    counts = np.bincount(groups[known], minlength=size)
    return np.bincount(groups[known], values[known], size).astype(float), counts
