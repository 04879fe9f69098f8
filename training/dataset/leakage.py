"""Features that know more than they can have known.

Two searches. The exact one computes the features of some schools at the test date twice: from all records, and from
records in which nothing is left that was known on that day or later. The other one looks for a feature that alone ranks
the children almost perfectly, as only an outcome in disguise does, such as a column filled in after the fact and dated
before it.
"""

import datetime as dt
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from features.arrays import Labels
from features.catalogue.feature import FeatureSpec
from features.point_in_time.record_index import index_records
from features.records.known_before import records_before, records_of_schools
from features.records.records import Records
from features.table.feature_table import FeatureTable, build_features
from training.metrics.ranking import auc, rank_rows

TOO_GOOD = 0.98  # area under the curve of one feature alone
SCHOOLS_LOOKED_AT = 20
COHORT = "cohort"  # named instead of features where children appear or vanish


def features_that_look_ahead(records: Records, as_of: dt.date, *, seed: int) -> tuple[str, ...]:
    """Return the names of the features that change when what was known on the date or later is taken away.

    Looks at ``SCHOOLS_LOOKED_AT`` schools drawn by the seed.
    """
    schools = np.unique(records["enrolments"]["school_id"].to_numpy(object))
    drawn = np.random.default_rng(seed).permutation(schools)[:SCHOOLS_LOOKED_AT]
    few = records_of_schools(records, list(drawn))
    with_future = build_features(index_records(few), as_of)
    without = build_features(index_records(records_before(few, as_of)), as_of)
    return _differing(with_future, without)


def features_too_good(
    values: npt.NDArray[np.float64], labels: Labels, features: Sequence[FeatureSpec]
) -> dict[str, float]:
    """Return the features that alone rank the evaluated children better than ``TOO_GOOD``, with their AUC.

    Parameters
    ----------
    values
        The features of the evaluated rows, shape (n, k); a missing value counts as lower than all others.
    labels
        Their outcomes, shape (n,).
    """
    ones = np.ones(len(labels), dtype=np.int64)
    found = {}
    for feature, column in zip(features, values.T, strict=True):
        upwards = auc(rank_rows(np.nan_to_num(column, nan=-np.inf), labels), ones)
        if max(upwards, 1 - upwards) > TOO_GOOD:
            found[feature.name] = max(upwards, 1 - upwards)
    return found


def _differing(one: FeatureTable, other: FeatureTable) -> tuple[str, ...]:
    if not one.pupils["pupil_id"].equals(other.pupils["pupil_id"]):
        return (COHORT,)
    return tuple(str(name) for name in one.values if not one.values[name].equals(other.values[name]))
