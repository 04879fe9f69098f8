"""The value that is usual among a child's classmates, beside which the child's own is told.

It is a median of other children, five at least, so that it is nobody's own.
"""

from dataclasses import dataclass

import numpy as np

from features.arrays import Booleans, Floats, Integers, Positions
from features.catalogue.feature import MARK, FeatureSpec

FEWEST_OTHERS = 5


@dataclass(frozen=True)
class Usual:
    """What is usual for some children, shape (rows, features): NaN where nothing is said to be.

    ``in_class`` tells whether it is usual in the class; otherwise it is in the school.
    """

    values: Floats
    in_class: Booleans


def has_usual(feature: FeatureSpec) -> bool:
    """Tell whether a feature counts or measures something of the child, so that others have a usual value of it.

    What is a code, a difference already, or the same for a whole school has none.
    """
    if not isinstance(feature.en, str) or feature.theme == "school":
        return False
    return "{sign" not in feature.en and any(place in feature.en for place in ("{n|", "{value}", MARK))


def usual_values(
    values: Floats, features: tuple[FeatureSpec, ...], rows: Positions, *, class_: Positions, school: Positions
) -> Usual:
    """Return the median of the other children of the class, or of the school where fewer than five are known there.

    Parameters
    ----------
    values
        The values of all children of the cohort, shape (n, k) in the order of ``features``.
    rows
        The children it is asked for; only their schools are looked at.
    class_, school
        The numbers of each child's own, shape (n,).
    """
    found = Usual(np.full((len(rows), len(features)), np.nan), np.zeros((len(rows), len(features)), np.bool_))
    of_schools = np.flatnonzero(np.bincount(school[rows], minlength=int(school.max(initial=0)) + 1)[school])
    mine = np.searchsorted(of_schools, rows)
    class_, school = class_[of_schools], school[of_schools]
    for place, feature in enumerate(features):
        if has_usual(feature):
            column = values[of_schools, place]
            in_class, classmates = others_median(column, class_)
            in_school, schoolmates = others_median(column, school)
            is_class = classmates >= FEWEST_OTHERS
            usual = np.where(is_class, in_class, np.where(schoolmates >= FEWEST_OTHERS, in_school, np.nan))
            found.values[:, place], found.in_class[:, place] = usual[mine], is_class[mine]
    return found


def others_median(values: Floats, groups: Positions) -> tuple[Floats, Integers]:
    """Return the median of the others' known values in each child's group, and of how many it is.

    >>> medians, others = others_median(np.array([1.0, 5.0, 9.0, np.nan]), np.array([0, 0, 0, 0]))
    >>> medians.tolist(), others.tolist()
    ([7.0, 5.0, 3.0, 5.0], [2, 2, 2, 3])
    """
    order = np.lexsort((values, groups))  # the unknown are the last of their group
    sizes = np.bincount(groups)
    known = ~np.isnan(values)
    others = np.bincount(groups[known], minlength=len(sizes))[groups] - known
    start = (np.cumsum(sizes) - sizes)[groups]
    rank = np.empty(len(values), np.intp)
    rank[order] = np.arange(len(values))
    own = np.where(known, rank - start, len(values))  # the place that is left out
    ordered = np.append(values[order], np.nan)
    lower, upper = ((others - 1) // 2, others // 2)
    middle = [ordered[np.where(others > 0, start + each + (each >= own), -1)] for each in (lower, upper)]
    return (middle[0] + middle[1]) / 2, others
