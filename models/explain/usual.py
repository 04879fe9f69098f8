"""The value that is usual in a child's class, beside which the child's own is told.

It is the median of the whole class, of five known values at least: one number for all children of a class.
"""

from dataclasses import dataclass

import numpy as np

from features.arrays import Booleans, Floats, Integers, Positions
from features.catalogue.feature import MARK, SCHOOLING, FeatureSpec

FEWEST_KNOWN = 5


@dataclass(frozen=True)
class Usual:
    """What is usual for some children, shape (rows, features): NaN where nothing is said to be.

    ``in_class`` tells whether it is usual in the class; otherwise it is in the school. ``of_nobody`` tells of a value
    of marks that no child of the class has it, as in the preparatory class: that it is missing tells of no child then.
    """

    values: Floats
    in_class: Booleans
    of_nobody: Booleans


def has_usual(feature: FeatureSpec) -> bool:
    """Tell whether a feature counts or measures something of the child, so that others have a usual value of it.

    What is a code, a difference already, or the same for a whole school has none; a level of schooling has one.
    """
    if feature.theme == "school":
        return False
    if not isinstance(feature.en, str):
        return feature.unit == SCHOOLING
    return "{sign" not in feature.en and any(place in feature.en for place in ("{n|", "{value}", MARK))


def usual_values(
    values: Floats, features: tuple[FeatureSpec, ...], rows: Positions, *, class_: Positions, school: Positions
) -> Usual:
    """Return the median of the class, or of the school where fewer than five are known in the class.

    Parameters
    ----------
    values
        The values of all children of the cohort, shape (n, k) in the order of ``features``.
    rows
        The children it is asked for; only their schools are looked at.
    class_, school
        The numbers of each child's own, shape (n,).
    """
    found = Usual(
        np.full((len(rows), len(features)), np.nan), np.zeros((len(rows), len(features)), np.bool_),
        known_of_nobody(values, features, rows, class_=class_),
    )  # fmt: skip
    of_schools = np.flatnonzero(np.bincount(school[rows], minlength=int(school.max(initial=0)) + 1)[school])
    mine = np.searchsorted(of_schools, rows)
    class_, school = class_[of_schools], school[of_schools]
    for place, feature in enumerate(features):
        if has_usual(feature):
            column = values[of_schools, place]
            in_class, classmates = group_medians(column, class_)
            in_school, schoolmates = group_medians(column, school)
            is_class = classmates >= FEWEST_KNOWN
            usual = np.where(is_class, in_class, np.where(schoolmates >= FEWEST_KNOWN, in_school, np.nan))
            found.values[:, place], found.in_class[:, place] = usual[mine], is_class[mine]
    return found


def known_of_nobody(
    values: Floats, features: tuple[FeatureSpec, ...], rows: Positions, *, class_: Positions
) -> Booleans:  # fmt: skip
    """Tell of which features of marks no child in the class of each of these has a value, shape (rows, features)."""
    classes = int(class_.max(initial=-1)) + 1
    is_asked = np.zeros(classes, np.bool_)
    is_asked[class_[rows]] = True
    here = np.flatnonzero(is_asked[class_])
    found = np.zeros((len(rows), len(features)), np.bool_)
    for place, feature in enumerate(features):
        if feature.group == "grades":
            known = np.bincount(class_[here[~np.isnan(values[here, place])]], minlength=classes)
            found[:, place] = known[class_[rows]] == 0
    return found


def group_medians(values: Floats, groups: Positions) -> tuple[Floats, Integers]:
    """Return the median of the known values of each child's group, and of how many it is.

    >>> medians, known = group_medians(np.array([1.0, 5.0, 9.0, np.nan]), np.array([0, 0, 0, 0]))
    >>> medians.tolist(), known.tolist()
    ([5.0, 5.0, 5.0, 5.0], [3, 3, 3, 3])
    """
    ordered = np.append(values[np.lexsort((values, groups))], np.nan)  # the unknown are the last of their group
    sizes = np.bincount(groups)
    known = np.bincount(groups[~np.isnan(values)], minlength=len(sizes))
    start = np.cumsum(sizes) - sizes
    middle = [ordered[np.where(known > 0, start + each, -1)] for each in ((known - 1) // 2, known // 2)]
    return ((middle[0] + middle[1]) / 2)[groups], known[groups]
