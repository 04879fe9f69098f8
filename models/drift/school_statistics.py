"""Statistics of schools: of each feature the mean over a school's children, and the share without a value."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from features.arrays import Floats, Positions, Texts, ratio
from features.catalogue.feature import FeatureSpec

COMPARED = frozenset(
    {
        "absent_hours_20d", "unexcused_hours_60d", "absence_rate_60d", "late_60d", "incidents_60d",
        "mark_mean_60d", "mark_mean_year", "conduct_latest", "over_age",
    }
)  # fmt: skip
FEWEST_CHILDREN = 8  # known in a school; of fewer nothing is kept and nothing said
_FAMILY_LEFT_OUT = frozenset({"situation_changes", "mother_education_vs_school"})
_LEVELS = (5, 9)  # grades from which a school is a gymnasium, a high school
_SIZES = (40, 200)  # children from which a school is middle, large


@dataclass(frozen=True)
class SchoolStatistics:
    """Means of known values, how many are known, and shares without one, shape (schools, k); children (schools,)."""

    means: Floats
    known: Floats
    missing: Floats
    children: Floats


def is_compared(feature: FeatureSpec) -> bool:
    """Tell whether a feature does not grow with the school year, so that schools can be compared by it at any time.

    Marks of the year are compared only from the week on at which the training saw them first.
    """
    return feature.name in COMPARED or (feature.group == "family" and feature.name not in _FAMILY_LEFT_OUT)


def school_statistics(values: Floats, schools: Positions) -> SchoolStatistics:
    """Return the statistics of the schools, numbered from 0, by their children's values, shape (n, k)."""
    count = int(schools.max(initial=-1)) + 1
    children = np.bincount(schools, minlength=count).astype(float)
    known = ~np.isnan(values)
    filled = np.where(known, values, 0.0)
    sums, counts = (_by_school(each, schools, count) for each in (filled, known.astype(float)))
    return SchoolStatistics(ratio(sums, counts), counts, 1 - counts / children[:, None], children)


def kinds_of(values: pd.DataFrame, schools: Positions) -> Texts:
    """Return the kind of each school: the level of its children, if they have one, and its size."""
    size = np.bincount(schools)
    level = values["grade_level"].groupby(schools).median().to_numpy(float)
    levels = np.array(["primary", "gymnasium", "high", ""])[np.searchsorted((*_LEVELS, np.inf), level, "right")]
    sizes = np.array(["small", "middle", "large"])[np.searchsorted(_SIZES, size, "right")]
    return np.array([f"{one} {other}".strip() for one, other in zip(levels, sizes, strict=True)], dtype=object)


def compared_values(values: pd.DataFrame, names: Sequence[str]) -> Floats:
    """Return the values of these features, shape (n, k)."""
    return values[list(names)].to_numpy(np.float64)


def _by_school(values: Floats, schools: Positions, count: int) -> Floats:
    columns = [np.bincount(schools, values[:, each], count) for each in range(values.shape[1])]
    return np.stack(columns, axis=1) if columns else np.zeros((count, 0))
